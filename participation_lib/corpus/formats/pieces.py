"""What a document is made of, in reading order, whatever program it was typed in."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cell", "End", "Grid", "Line", "Piece", "Start", "Title"]

# What a cell says: paragraphs in one string, and one string more for each item of a list.
Cell = tuple[str, ...]


@dataclass(frozen=True)
class Title:
    """A heading. It reaches to the next one of its level or above; 1 is the highest."""

    text: str
    level: int
    row: int


@dataclass(frozen=True)
class Line:
    """A paragraph or an item of a list.

    Attributes
    ----------
    row
        Its number in the document: the line of a text file, the paragraph of another.
    is_item
        It has a bullet or a number.
    is_strong
        It is in bold or underlined from end to end, as headings made by hand are.
    """

    text: str
    row: int
    is_item: bool = False
    is_strong: bool = False


@dataclass(frozen=True)
class Start:
    """A list begins; what came just before may announce it."""


@dataclass(frozen=True)
class End:
    """A list ends."""


@dataclass(frozen=True)
class Grid:
    """A table: every row has as many cells, merged ones being said once, where they begin.

    `has_header` says that the document itself marks the first row as one.
    """

    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    has_header: bool = False


Piece = Title | Line | Start | End | Grid
