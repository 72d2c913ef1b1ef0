"""What a file is, and what its columns and rows are for, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from participation_lib.corpus.formats.choosing import Column, columns_of, corrected
from participation_lib.corpus.formats.model import Choice, Layout, Table
from participation_lib.corpus.formats.readers import FORMATS
from participation_lib.corpus.formats.wording import counted, grouped
from participation_lib.corpus.opening import open_tables

__all__ = ["Choosing", "Recognised", "no_choice", "recognise", "said_of", "said_of_rows_apart", "with_topics"]

Choosing = Callable[[str], Choice]


@dataclass(frozen=True)
class Recognised:
    """A table and what its columns and rows are for, before anything of it is kept."""

    source_name: str
    sha256: str
    table: Table
    layout: Layout
    columns: tuple[Column, ...]


def no_choice(source_name: str) -> Choice:
    """Correct nothing."""
    return Choice()


def recognise(file: Path, choice: Choosing = no_choice) -> tuple[Recognised, ...]:
    """Give what is found in a file, table by table, with what the user chose instead.

    Parameters
    ----------
    choice
        What the user corrects in a table, by its name (`Recognised.source_name`).

    Raises
    ------
    InputError
        The file cannot be opened, or a choice cannot be followed.
    """
    tables, sha256 = open_tables(Path(file))
    found = []
    for table in tables:
        name = f"{table.file_name} — {table.sheet}" if table.sheet else table.file_name
        wanted = choice(name)
        reader = next(reader for reader in FORMATS if reader.recognises(table))
        layout = corrected(table, reader.layout(table), wanted)
        found.append(Recognised(name, sha256, table, layout, columns_of(table, layout, wanted)))
    return tuple(found)


def with_topics(found: list[Recognised]) -> list[Recognised]:
    """Give tables with the question that a summary says of its export, where there is one such export."""
    topics = {item.layout.name: item.layout.topic for item in found if item.layout.topic and not item.layout.parts}
    alone = {
        name for name in topics if sum(item.layout.name == name and bool(item.layout.parts) for item in found) == 1
    }
    return [
        replace(item, layout=replace(item.layout, topic=topics[item.layout.name]))
        if item.layout.name in alone and not item.layout.topic
        else item
        for item in found
    ]


def said_of(layout: Layout, n_records: int, n_rows: int) -> str:
    """Give the line that says what a table is: « Export Decidim — propositions, 196 contributions »."""
    amount = counted(n_records, layout.noun) if layout.parts else counted(n_rows, "ligne")
    after = f"{layout.kind}, {amount}" if layout.kind else amount
    return f"{layout.name} — {after}" + (f", {layout.detail}" if layout.detail else "")


def said_of_rows_apart(counts: Sequence[tuple[str, int]]) -> str:
    """Give the sentence that says how many rows were not read, and why."""
    total = sum(count for _, count in counts)
    reasons = ", ".join(f"{reason} ({grouped(count)})" for reason, count in counts)
    return f"{counted(total, 'ligne mise à part', 'lignes mises à part')} : {reasons}."
