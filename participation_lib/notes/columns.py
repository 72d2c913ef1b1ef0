"""The columns of a table: how wide, and which one holds the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from participation_lib.notes.model import Inline, Span, Table

__all__ = ["column_shares", "keeps_whole", "main_column"]

# About half a page at most, so that no large gap is left on the page before.
_MOST_ROWS: Final = 24
_MOST_CHARACTERS: Final = 1200
_HIGHEST_MM: Final = 120


def column_shares(table: Table) -> tuple[float, ...]:
    """Share the line between columns: as the table says, or by what they hold.

    Every format then agrees, where each would have its own idea of automatic widths.
    """
    if table.widths:
        return table.widths
    needs = []
    for rank, name in enumerate(table.header):
        lengths = sorted(_cell_length(row[rank]) for row in table.rows)
        # A few long cells may wrap; a header may not, nor a very short column vanish.
        usual = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
        needs.append(min(max(usual, len(name) + 2, 7), 50))
    return tuple(need / sum(needs) for need in needs)


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


def main_column(table: Table) -> int:
    """Find the column that holds the text: the widest, or the longest on the first rows."""
    if table.widths:
        return table.widths.index(max(table.widths))
    lengths = [sum(_cell_length(row[rank]) for row in table.rows[:50]) for rank in range(len(table.header))]
    return lengths.index(max(lengths))
