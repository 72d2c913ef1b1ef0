"""What goes in and out of a reader: a table of strings, then the records found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Choice", "Extract", "Format", "Table"]


@dataclass(frozen=True)
class Table:
    """The cells of a file as strings, before anything is known of their meaning.

    Attributes
    ----------
    columns
        From the name of a column to its cells, one a record, in the order of the file.
    rows
        Number of each record in its file, the header being 1 (the sheet's row for a workbook).
    encoding, separator
        As said to the user; "" where the container has none.
    """

    file_name: str
    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    container: str
    encoding: str = ""
    separator: str = ""
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Choice:
    """Columns named by the user; None to have them recognised."""

    text_column: str | None = None
    group_column: str | None = None


@dataclass(frozen=True)
class Extract:
    """What a reader found in a table, one value a record in each sequence.

    `authors` holds identifiers as written in the file: whoever receives them turns them
    into opaque tokens at once. `authors`, `groups` and `sequences` are empty where unknown.
    """

    description: str
    texts: Sequence[str]
    text_columns: tuple[str, ...]
    groups: Sequence[str] = ()
    group_column: str = ""
    group_name: str = ""
    sequences: Sequence[str] = ()
    sequence_column: str = ""
    authors: Sequence[str] = ()
    author_column: str = ""
    question: str = ""
    set_aside: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = field(default=())


class Format(Protocol):
    """A reader. They are tried in order; the first that recognises a table reads it."""

    def recognises(self, table: Table) -> bool:
        """Say whether this table is of the format, from its headers and some cells."""
        ...

    def extract(self, table: Table, choice: Choice) -> Extract:
        """Give the records of a table of the format."""
        ...
