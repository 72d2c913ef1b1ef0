"""Small French wordings shared by the sentences that readers say."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["counted", "grouped", "quoted", "quoted_column", "quoted_list"]

_MOST_WORDS_OF_A_NAME = 3
_NUMBERED = re.compile(r"[QG]?\d+\s?[.\-–)]")
_NARROW_NO_BREAK_SPACE = "\u202f"
_NO_BREAK_SPACE = "\u00a0"


def grouped(number: int) -> str:
    """Give a number with its thousands apart."""
    return f"{number:,}".replace(",", _NARROW_NO_BREAK_SPACE)


def counted(number: int, noun: str, several: str = "") -> str:
    """Give a number with its noun, plural by a final s unless another is given.

    Examples
    --------
    >>> counted(1, "contribution"), counted(196, "contribution")
    ('1 contribution', '196 contributions')
    """
    return f"{grouped(number)} {(several or f'{noun}s') if number >= 2 else noun}"


def quoted(name: str, longest: int = 60) -> str:
    """Give a name between French quotation marks, cut where it is long."""
    flat = " ".join(name.split())
    if len(flat) > longest:
        flat = flat[: longest - 1].rstrip() + "…"
    return f"«{_NO_BREAK_SPACE}{flat}{_NO_BREAK_SPACE}»"


def quoted_column(name: str, columns: Iterable[str]) -> str:
    """Give a column as it can be shown to anyone: by its name, or by its number.

    In a file without header the first contribution stands where names should be. A name
    is shown when it is short or is a question; otherwise the number of the column is.
    """
    flat = " ".join(name.split())
    if len(flat.split()) <= _MOST_WORDS_OF_A_NAME or flat.endswith(("?", ":")) or _NUMBERED.match(flat):
        return quoted(name)
    return f"n°{_NO_BREAK_SPACE}{list(columns).index(name) + 1}"


def quoted_list(names: Iterable[str], most: int = 12) -> str:
    """Give columns, by name or by number, joined by commas, the first ones only."""
    every = list(names)
    shown = ", ".join(quoted_column(name, every) for name in every[:most])
    return f"{shown}… ({len(every)} en tout)" if len(every) > most else shown
