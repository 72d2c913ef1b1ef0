"""Small French wordings shared by the sentences that readers say."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["counted", "quoted", "quoted_list"]

_NARROW_NO_BREAK_SPACE = "\u202f"
_NO_BREAK_SPACE = "\u00a0"


def counted(number: int, noun: str) -> str:
    """Give a number with its noun, plural by a final s where needed.

    Examples
    --------
    >>> counted(1, "contribution"), counted(196, "contribution")
    ('1 contribution', '196 contributions')
    """
    digits = f"{number:,}".replace(",", _NARROW_NO_BREAK_SPACE)
    return f"{digits} {noun}{'s' if number >= 2 else ''}"


def quoted(name: str, longest: int = 60) -> str:
    """Give a name between French quotation marks, cut where it is long."""
    flat = " ".join(name.split())
    if len(flat) > longest:
        flat = flat[: longest - 1].rstrip() + "…"
    return f"«{_NO_BREAK_SPACE}{flat}{_NO_BREAK_SPACE}»"


def quoted_list(names: Iterable[str], most: int = 12) -> str:
    """Give names between quotation marks, joined by commas, the first ones only."""
    every = list(names)
    shown = ", ".join(quoted(name) for name in every[:most])
    return f"{shown}… ({len(every)} en tout)" if len(every) > most else shown
