"""From a table and what its columns are for to records: what each person wrote, row by row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import pandas as pd

from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table
from participation_lib.corpus.formats.rich_text import rich_text_to_plain
from participation_lib.corpus.tokens import Tokens
from participation_lib.schema import CONTRIBUTION_DETAILS

__all__ = ["RECORD_COLUMNS", "day_of", "rows_set_apart", "table_records", "written"]

RECORD_COLUMNS: Final = ("source_file", "source_row", "group", "sequence", "text", *CONTRIBUTION_DETAILS)

_REFERENCE: Final = re.compile(r"[\w:.\-=/+]{1,80}")
_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_FRENCH: Final = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})(?!\d)")
_STAMP: Final = re.compile(r"\d{10}(?:\d{3})?")


@lru_cache(maxsize=50_000)
def day_of(written_as: str) -> str:
    """Give the day of a date as exports write them, « 2024-03-14 »; "" where it is none.

    A day and a month that could be either are read the French way.

    Examples
    --------
    >>> [day_of(date) for date in ("2019-01-24 22:29:15 +0100", "03/04/2024 10:12", "1483908221702", "hier")]
    ['2019-01-24', '2024-04-03', '2017-01-08', '']
    """
    text = written_as.strip()
    if _STAMP.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).date().isoformat()
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _FRENCH.match(text):
        day, month, year = (int(part) for part in found.groups())
        if month > 12 >= day:
            day, month = month, day
    else:
        return ""
    try:
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""


def written(counts: Mapping[str, object]) -> str:
    """Give a mapping as it is kept in a cell: a JSON object, "" where there is nothing."""
    return json.dumps(counts, ensure_ascii=False) if counts else ""


def _count(cell: str) -> int | None:
    digits = re.sub(r"[\s\u00a0\u202f]", "", cell)
    return int(float(digits.replace(",", "."))) if re.fullmatch(r"\d{1,9}(?:[.,]0+)?", digits) else None


def rows_set_apart(table: Table, layout: Layout) -> Mapping[int, str]:
    """Give the positions of the rows of which nothing is read, each with its reason."""
    if layout.parts:
        return layout.set_apart
    reason = layout.why_none or "aucune colonne de texte"
    return {position: layout.set_apart.get(position, reason) for position in range(len(table))}


def table_records(table: Table, layout: Layout, file_name: str, sha256: str, tokens: Tokens) -> pd.DataFrame:
    """Give the records of a table, in the order of its rows then of its questions.

    Every row that the layout does not set apart gives at least one.

    Returns
    -------
    pandas.DataFrame
        Columns `RECORD_COLUMNS`.
    """
    found: list[tuple[int, int, Part, OpenQuestion]] = []
    for part in layout.parts:
        rows = part.rows if part.rows is not None else range(len(table))
        if not layout.set_apart and len(part.questions) == 1:
            found += [(row, 0, part, part.questions[0]) for row in rows]
        else:
            found += _answers(part, [row for row in rows if row not in layout.set_apart])
    if len(layout.parts) > 1:
        found.sort(key=lambda record: record[:2])
    columns = {
        "source_file": [file_name] * len(found),
        "source_row": [table.rows[row] for row, *_ in found],
        "group": [_cell(part.group, row) for row, _, part, _ in found],
        "sequence": [_cell(part.sequence, row) for row, _, part, _ in found],
        "text": [_text(part, item, row) for row, _, part, item in found],
        "author": [_author(part, row, sha256, tokens) for row, _, part, _ in found],
        "question": [_cell(part.question, row) or item.asked or layout.topic for row, _, part, item in found],
        "variables": list(_objects(found, _variables)),
        "channel": [_cell(part.channel, row) for row, _, part, _ in found],
        "declared_theme": [_cell(part.declared_theme, row) for row, _, part, _ in found],
        "date": [day_of(cell) if (cell := _cell(part.date, row)) else "" for row, _, part, _ in found],
        "votes": list(_objects(found, _votes)),
        "stance": [_cell(part.stance, row) for row, _, part, _ in found],
        "reference": [_identifier(part.reference, row) for row, _, part, _ in found],
        "reply_to": [_identifier(part.reply_to, row) for row, _, part, _ in found],
    }
    kinds = {name: "int64" if name == "source_row" else object for name in RECORD_COLUMNS}
    return pd.DataFrame({name: pd.Series(columns[name], dtype=kinds[name]) for name in RECORD_COLUMNS})


def _answers(part: Part, rows: Sequence[int]) -> Iterator[tuple[int, int, Part, OpenQuestion]]:
    for row in rows:
        answered = False
        for rank, item in enumerate(part.questions):
            if item.texts.cells[row].strip():
                answered = True
                yield row, rank, part, item
        if not answered:
            yield row, 0, part, part.questions[0] if len(part.questions) == 1 else OpenQuestion(part.questions[0].texts)


def _text(part: Part, item: OpenQuestion, row: int) -> str:
    text = item.texts.cells[row]
    return rich_text_to_plain(text) if part.rich else text


def _cell(field: Field, row: int) -> str:
    return field.cells[row].strip() if field.cells else ""


def _identifier(field: Field, row: int) -> str:
    value = _cell(field, row)
    return value if _REFERENCE.fullmatch(value) else ""


def _author(part: Part, row: int, sha256: str, tokens: Tokens) -> str:
    if part.author:
        return tokens.of(part.author_space or sha256, part.author.cells[row])
    return tokens.of(f"{sha256} rows", str(row)) if part.one_row_one_person else ""


def _objects(
    found: Sequence[tuple[int, int, Part, OpenQuestion]], of: Callable[[Part, int], Mapping[str, object]]
) -> Iterator[str]:
    """Give an object a record; those of one row are made once, equal ones are kept once."""
    kept: dict[str, str] = {}
    last: tuple[int, int] | None = None
    said = ""
    for row, _, part, _ in found:
        if (row, id(part)) != last:
            last = (row, id(part))
            said = written(of(part, row))
            said = kept.setdefault(said, said)
        yield said


def _variables(part: Part, row: int) -> Mapping[str, object]:
    return {name: value for name, field in part.variables if (value := field.cells[row].strip())}


def _votes(part: Part, row: int) -> Mapping[str, object]:
    return {word: count for word, field in part.votes if (count := _count(field.cells[row])) is not None}
