"""Which row of a table is its header, where titles or groups of questions stand above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["header_row"]

_MOST_ABOVE: Final = 5
_VALUE: Final = re.compile(r"[\d\s.,:/%€+-]+|(?i:x|oui|non|vrai|faux)")


def header_row(records: Sequence[Sequence[str]]) -> int:
    """Give the position of the header among the first records of a file; 0 unless all says otherwise.

    Rows above it hold little: a title alone, or names over groups of columns. The header
    names nearly every column, each by another name, none by a value.

    Examples
    --------
    >>> header_row([["Enquête", "", ""], ["Numéro", "Votre avis", "Quartier"], ["1", "un banc", "Nord"]])
    1
    >>> header_row([["texte", "", ""], ["un banc", "Nord", "3"]])
    0
    """
    filled = [sum(bool(cell.strip()) for cell in record) for record in records]
    widest = max(filled, default=0)
    if widest < 3:
        return 0
    for position in range(1, min(_MOST_ABOVE + 1, len(records) - 1)):
        if filled[position] < 0.8 * widest:
            continue
        alone = all(filled[above] <= filled[position] / 2 for above in range(position))
        return position if alone and _are_names(records, position) else 0
    return 0


def _are_names(records: Sequence[Sequence[str]], position: int) -> bool:
    cells = [cell.strip() for cell in records[position]]
    names = [cell for cell in cells if cell]
    if len(set(names)) < 0.9 * len(names) or any(_VALUE.fullmatch(name) for name in names):
        return False
    # A name is not among the values under it.
    below = records[position + 1 :]
    return not any(
        name and any(place < len(row) and row[place].strip() == name for row in below)
        for place, name in enumerate(cells)
    )
