"""The columns of a table: how wide, and which one holds the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from participation_lib.notes.model import Inline, Span, Table

__all__ = ["column_shares", "keeps_whole", "longest_words", "main_column", "n_characters_across"]

# About half a page at most, so that no large gap is left on the page before.
_MOST_ROWS: Final = 24
_MOST_CHARACTERS: Final = 1200
_HIGHEST_MM: Final = 120
_LINE: Final = 84  # characters on an upright A4 page
_DENSE_LINE: Final = 101  # the same, in smaller letters
# Where a line may end: not at a non-breaking space.
_BREAKS: Final = re.compile(r"[ \t\r\n]+|(?<=\w-)")


def column_shares(table: Table) -> tuple[float, ...]:
    """Share the line between columns: as the table says, or by what they hold.

    Each has room for its longest word; what is left goes to those with more to say. Every format
    then agrees, where each would have its own idea of automatic widths.
    """
    if table.widths:
        return table.widths
    least = _least_widths(table)
    wishes = []
    for rank, width in enumerate(least):
        lengths = sorted(_cell_length(row[rank]) for row in table.rows)
        # A few long cells may wrap.
        usual = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
        wishes.append(max(0, min(usual + 2, 50) - width))
    left = max(0, (_LINE if sum(least) <= _LINE else _DENSE_LINE) - sum(least))
    given = min(1, left / max(1, sum(wishes)))
    widths = [width + given * wish for width, wish in zip(least, wishes, strict=True)]
    return tuple(width / sum(widths) for width in widths)


def longest_words(table: Table) -> list[int]:
    """Count the characters of the longest word of each column, its header included."""
    longest = []
    for rank, name in enumerate(table.header):
        cells = [name, *(_words(row[rank]) for row in table.rows[:200])]
        longest.append(max((len(word) for cell in cells for word in _BREAKS.split(cell)), default=0))
    return longest


def _least_widths(table: Table) -> list[int]:
    # A word without end is cut in any case; two characters stand for the margins.
    return [max(5, min(longest, 20)) + 2 for longest in longest_words(table)]


def _cell_length(cell: Iterable[Inline]) -> int:
    total = 0
    for inline in cell:
        total += _cell_length(inline.content) if isinstance(inline, Span) else len(inline.content)
    return total


def keeps_whole(table: Table) -> bool:
    """Say whether a table is short enough never to be cut over two pages."""
    n_rows = len(table.rows)
    characters = sum(_cell_length(cell) for row in table.rows for cell in row)
    return n_rows <= _MOST_ROWS and characters <= _MOST_CHARACTERS and n_rows * table.row_height_mm <= _HIGHEST_MM


def n_characters_across(table: Table) -> int:
    """Count the characters of the narrowest line that holds the table without cutting a word."""
    return sum(_least_widths(table))


def _words(cell: Iterable[Inline]) -> str:
    return "".join(_words(inline.content) if isinstance(inline, Span) else inline.content for inline in cell)


def main_column(table: Table) -> int:
    """Find the column that holds the text: the widest, or the longest on the first rows."""
    if table.widths:
        return table.widths.index(max(table.widths))
    lengths = [sum(_cell_length(row[rank]) for row in table.rows[:50]) for rank in range(len(table.header))]
    return lengths.index(max(lengths))
