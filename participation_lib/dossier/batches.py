"""Batches in and out of the database: frames and values to rows, and back as they were."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from participation_lib.dossier.problems import source_known
from participation_lib.schema import (
    CONTRIBUTION_COLUMNS,
    CONTRIBUTION_DETAILS,
    IDEA_COLUMNS,
    Batch,
    Replacement,
    SourceFile,
    Theme,
    check_contributions,
    check_ideas,
    with_details,
)

__all__ = ["check_batch", "frame_of", "load_batch", "load_batches", "storable", "store_batch"]

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SOURCE_COLUMNS: Final = ("file_name", "sha256", "description", "encoding", "separator", "n_records", "meeting")
_KEPT_COLUMNS: Final[Mapping[str, str]] = {**CONTRIBUTION_COLUMNS, **CONTRIBUTION_DETAILS}
_REPLACEMENT_COLUMNS: Final = ("contribution_id", "mark", "kind", "words")
_THEME_COLUMNS: Final = ("theme_id", "label", "description", "keywords", "solidity")


def storable(text: str) -> str:
    r"""Give a text that UTF-8 can write: half a character becomes U+FFFD, at the same place.

    Examples
    --------
    >>> storable("arbre \ud83c") == "arbre \ufffd"
    True
    """
    return _LONE_SURROGATE.sub("\ufffd", text)


def check_batch(batch: Batch) -> None:
    """Do nothing if a batch can be stored and given back as it is.

    Raises
    ------
    ValueError
        A table is not what `participation_lib.schema` says, or has further columns, which
        would be lost; or the agreement is not a number from 0 to 1.
    """
    check_contributions(batch.contributions)
    check_ideas(batch.ideas, batch.contributions)
    for frame, columns in ((batch.contributions, _KEPT_COLUMNS), (batch.ideas, IDEA_COLUMNS)):
        if further := [str(name) for name in frame.columns if name not in columns]:
            raise ValueError(f"batch: columns {further} would be lost")
    if not 0 <= batch.agreement <= 1:
        raise ValueError("batch: agreement is not a share from 0 to 1")


def store_batch(connection: sqlite3.Connection, batch: Batch, *, author: str, added_at: str) -> int:
    """Add a checked batch inside the transaction under way and give its number.

    Raises
    ------
    InputError
        A file of the batch came in with an earlier one.
    """
    for source in batch.sources:
        known = connection.execute("SELECT batch_id FROM sources WHERE sha256 = ?", (source.sha256,)).fetchone()
        if known:
            raise source_known(source.file_name, known[0])
    parameters = None if batch.parameters is None else storable(json.dumps(dict(batch.parameters), ensure_ascii=False))
    entry = (added_at, storable(author), storable(batch.group_name), storable(batch.question), batch.agreement)
    cursor = connection.execute(
        "INSERT INTO batches (added_at, author, group_name, question, agreement, parameters) VALUES (?, ?, ?, ?, ?, ?)",
        (*entry, parameters),
    )
    batch_id = int(cursor.lastrowid or 0)
    sources = [
        [*(getattr(source, name) for name in _SOURCE_COLUMNS), _counts_cell(source.set_apart)]
        for source in batch.sources
    ]
    themes = [
        (theme.theme_id, theme.label, theme.description, json.dumps(theme.keywords, ensure_ascii=False), theme.solidity)
        for theme in batch.themes
    ]
    replacements = [[getattr(found, name) for name in _REPLACEMENT_COLUMNS] for found in batch.replacements]
    for table, columns, rows in (
        ("sources", (*_SOURCE_COLUMNS, "set_apart"), sources),
        ("contributions", tuple(_KEPT_COLUMNS), _rows(with_details(batch.contributions), _KEPT_COLUMNS)),
        ("themes", _THEME_COLUMNS, themes),
        ("ideas", tuple(IDEA_COLUMNS), _rows(batch.ideas, IDEA_COLUMNS)),
        ("replacements", _REPLACEMENT_COLUMNS, replacements),
    ):
        _insert(connection, table, columns, batch_id, rows)
    return batch_id


def _counts_cell(counts: Iterable[tuple[str, int]]) -> str:
    return json.dumps(dict(counts), ensure_ascii=False) if counts else ""


def _counts_of(cell: str) -> tuple[tuple[str, int], ...]:
    return tuple(json.loads(cell).items()) if cell else ()


def _rows(frame: pd.DataFrame, columns: Iterable[str]) -> Iterable[Sequence[Any]]:
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _insert(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], batch_id: int, rows: Iterable[Sequence[Any]]
) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO {table} (batch_id, position, {names}) VALUES (?, ?, {marks})",
        (
            (batch_id, position, *(storable(value) if isinstance(value, str) else value for value in row))
            for position, row in enumerate(rows)
        ),
    )


def load_batches(connection: sqlite3.Connection) -> tuple[Batch, ...]:
    """Give every batch, in the order they came in."""
    numbers = connection.execute("SELECT batch_id FROM batches ORDER BY batch_id").fetchall()
    return tuple(load_batch(connection, batch_id) for (batch_id,) in numbers)


def load_batch(connection: sqlite3.Connection, batch_id: int) -> Batch:
    """Give a batch as it was stored, its tables numbered from 0."""
    group_name, question, agreement, parameters = connection.execute(
        "SELECT group_name, question, agreement, parameters FROM batches WHERE batch_id = ?", (batch_id,)
    ).fetchone()
    themes = _select(connection, "themes", _THEME_COLUMNS, batch_id)
    contributions = _select(connection, "contributions", _KEPT_COLUMNS, batch_id)
    rows = _select(connection, "sources", (*_SOURCE_COLUMNS, "set_apart"), batch_id)
    sources = [(row[:-1], row[-1]) for row in rows]
    return Batch(
        batch_id=batch_id,
        contributions=frame_of(contributions, _KEPT_COLUMNS),
        ideas=frame_of(_select(connection, "ideas", IDEA_COLUMNS, batch_id), IDEA_COLUMNS),
        themes=tuple(
            Theme(theme_id, label, description, tuple(json.loads(keywords)), solidity)
            for theme_id, label, description, keywords, solidity in themes
        ),
        sources=tuple(replace(SourceFile(*row), set_apart=_counts_of(counts)) for row, counts in sources),
        replacements=tuple(
            Replacement(*row) for row in _select(connection, "replacements", _REPLACEMENT_COLUMNS, batch_id)
        ),
        group_name=group_name,
        question=question,
        agreement=agreement,
        parameters=None if parameters is None else json.loads(parameters),
    )


def _select(connection: sqlite3.Connection, table: str, columns: Iterable[str], batch_id: int) -> list[tuple[Any, ...]]:
    names = ", ".join(f'"{column}"' for column in columns)
    query = f"SELECT {names} FROM {table} WHERE batch_id = ? ORDER BY position"
    return connection.execute(query, (batch_id,)).fetchall()


def frame_of(rows: Sequence[Sequence[Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Give rows as a frame whose columns are of the kinds named, even where there is no row.

    Examples
    --------
    >>> frame_of([("c0001", 1)], {"contribution_id": "str", "source_row": "int64"})
      contribution_id  source_row
    0           c0001           1
    """
    return pd.DataFrame(
        {name: pd.Series([row[rank] for row in rows], dtype=kind) for rank, (name, kind) in enumerate(columns.items())}
    )
