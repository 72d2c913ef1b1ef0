"""How long the contributions of a dossier are kept: proposed, decided, and said once it is over."""

from __future__ import annotations

from datetime import date
from typing import Final

from participation_lib.errors import InputError

__all__ = ["day_in_words", "proposed_end", "read_day", "retention_notice"]

_YEARS: Final = 2  # the time of a démarche, of what is answered to it and of what may be contested
_MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def proposed_end(today: date) -> date:
    """Give the end of retention that is proposed for a dossier made on a day: two years later.

    It is a proposal to whoever decides: no text sets it.

    Examples
    --------
    >>> proposed_end(date(2028, 2, 29))
    datetime.date(2030, 2, 28)
    """
    try:
        return today.replace(year=today.year + _YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year + _YEARS, day=28)


def read_day(words: str, today: date) -> date:
    """Read the end of a retention as it is typed: 2028-11-24 or 24/11/2028.

    Raises
    ------
    InputError
        It is no day, or it is over already.

    Examples
    --------
    >>> read_day(" 24/11/2028 ", date(2026, 11, 24))
    datetime.date(2028, 11, 24)
    """
    typed = words.strip()
    parts = typed.split("/")
    try:
        day = date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts) == 3 else date.fromisoformat(typed)
    except ValueError:
        raise InputError("Cette date n’est pas comprise : écrivez-la JJ/MM/AAAA.") from None
    if day < today:
        raise InputError("Cette date est passée : les contributions ne peuvent pas être gardées jusque-là.")
    return day


def day_in_words(iso: str) -> str:
    """Give « 1er mars 2028 » for 2028-03-01.

    Examples
    --------
    >>> day_in_words("2028-03-01")
    '1er mars 2028'
    """
    day = date.fromisoformat(iso)
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def retention_notice(until: str, today: date) -> str:
    """Say that the contributions should not be there any more; "" as long as they may be.

    Parameters
    ----------
    until
        Last day they are kept (ISO 8601), "" where nobody said.

    Examples
    --------
    >>> retention_notice("2028-03-01", date(2028, 3, 1)), retention_notice("", date(2028, 3, 1))
    ('', '')
    >>> retention_notice("2028-03-01", date(2028, 3, 2))[:57]
    'Les contributions de ce dossier devaient être conservées '
    """
    if not until or date.fromisoformat(until) >= today:
        return ""
    return (
        f"Les contributions de ce dossier devaient être conservées jusqu’au {day_in_words(until)} : purgez-le, ou "
        "fixez une autre date en disant pourquoi."
    )
