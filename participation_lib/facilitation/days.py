"""Days as an office counts them: French public holidays, periods to avoid, working days; told and read in French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from participation_lib.errors import InputError

__all__ = [
    "Period",
    "easter",
    "pre_election_start",
    "public_holidays",
    "read_day",
    "read_periods",
    "tell_day",
    "working_day",
]

_MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<day2>\d{1,2})[/.](?P<month2>\d{1,2})[/.](?P<year2>\d{4})"
    r"|(?P<day3>\d{1,2})(?:er)?\s+(?P<month3>[a-zéû]+)\s+(?P<year3>\d{4})",
    re.IGNORECASE,
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2199


@dataclass(frozen=True, order=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def easter(year: int) -> date:
    """Give Easter Sunday of the Gregorian calendar.

    Source: the anonymous algorithm of 1876, as in J. Meeus, *Astronomical Algorithms*, chapter 8.

    >>> easter(2025), easter(2026)
    (datetime.date(2025, 4, 20), datetime.date(2026, 4, 5))
    """
    century, rank = divmod(year, 100)
    leap, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leap - shift + 15) % 30
    weekday = (32 + 2 * rest + 2 * (rank // 4) - epact - rank % 4) % 7
    correction = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int, *, alsace_moselle: bool = False) -> Mapping[date, str]:
    """Give the public holidays of mainland France in a year, in order; those of overseas are not known.

    Parameters
    ----------
    alsace_moselle
        Good Friday and 26 December too.

    Examples
    --------
    >>> len(public_holidays(2025)), len(public_holidays(2025, alsace_moselle=True))
    (11, 13)
    """
    sunday = easter(year)
    found = {
        date(year, 1, 1): "jour de l’an",
        sunday + timedelta(1): "lundi de Pâques",
        date(year, 5, 1): "fête du Travail",
        date(year, 5, 8): "8 mai",
        sunday + timedelta(39): "Ascension",
        sunday + timedelta(50): "lundi de Pentecôte",
        date(year, 7, 14): "14 juillet",
        date(year, 8, 15): "Assomption",
        date(year, 11, 1): "Toussaint",
        date(year, 11, 11): "11 novembre",
        date(year, 12, 25): "Noël",
    }
    if alsace_moselle:
        found |= {sunday - timedelta(2): "Vendredi saint", date(year, 12, 26): "26 décembre"}
    return dict(sorted(found.items()))


def working_day(day: date, step: int, *, alsace_moselle: bool = False) -> date:
    """Give the day itself if it is worked, otherwise the next (`step` 1) or the one before (`step` -1).

    Saturdays, Sundays and public holidays are not worked; school holidays are.

    >>> working_day(date(2026, 5, 1), -1), working_day(date(2026, 5, 1), 1)
    (datetime.date(2026, 4, 30), datetime.date(2026, 5, 4))
    """
    while day.weekday() > 4 or day in public_holidays(day.year, alsace_moselle=alsace_moselle):
        day += timedelta(step)
    return day


def pre_election_start(ballot: date) -> date:
    """Give the first day on which the communication of a city must stay sober before a ballot.

    Source: code électoral, L. 52-1: from the first day of the sixth month before the month of the ballot.

    >>> pre_election_start(date(2026, 3, 15))
    datetime.date(2025, 9, 1)
    """
    months = ballot.year * 12 + ballot.month - 1 - 6
    return date(months // 12, months % 12 + 1, 1)


def tell_day(day: date, *, short: bool = False) -> str:
    """Give a day in words.

    >>> tell_day(date(2026, 5, 1)), tell_day(date(2026, 5, 1), short=True)
    ('vendredi 1er mai 2026', '01/05/2026')
    """
    if short:
        return f"{day:%d/%m/%Y}"
    first = "er" if day.day == 1 else ""
    return f"{_WEEKDAYS[day.weekday()]} {day.day}{first} {_MONTHS[day.month - 1]} {day.year}"


def _built(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, month, day = (
        next((parts[name + rank] for rank in ("", "2", "3") if parts[name + rank]), "")
        for name in ("year", "month", "day")
    )
    if not month.isdecimal():
        plain = month.lower().replace("fevrier", "février").replace("aout", "août").replace("decembre", "décembre")
        if plain not in _MONTHS:
            return None
        month = str(_MONTHS.index(plain) + 1)
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_day(text: str) -> date:
    """Give the day that a person wrote: 2026-05-01, 01/05/2026, 1er mai 2026, « vendredi 1er mai 2026 ».

    Raises
    ------
    InputError
        It is no day, or one before 1990 or after 2199.
    """
    words = " ".join(text.split())
    for name in _WEEKDAYS:
        words = words.removeprefix(f"{name} ")
    match = _DAY.fullmatch(words)
    day = _built(match) if match else None
    if day is None:
        raise InputError("Cette date n’est pas comprise : écrivez jour/mois/année, par exemple 15/10/2026.")
    return day


def read_periods(text: str) -> tuple[Period, ...]:
    """Give the periods that a person wrote, one a line: « du 17/10/2026 au 01/11/2026 », or one day.

    Words around the dates are passed over: lines may be copied from a calendar.

    Raises
    ------
    InputError
        A line has no date, more than two, or ends before it begins.

    Examples
    --------
    >>> read_periods("Toussaint : du 17/10/2026 au 01/11/2026")[0].last
    datetime.date(2026, 11, 1)
    """
    found: list[Period] = []
    lines = [line for part in text.split("\n") for line in part.split(";") if line.strip()]
    for rank, line in enumerate(lines, start=1):
        days = _days_in(line)
        if not 1 <= len(days) <= 2 or None in days:
            raise InputError(f"Période {rank} : écrivez « du jour/mois/année au jour/mois/année ».")
        first, last = days[0], days[-1]
        if first is None or last is None or last < first:
            raise InputError(f"Période {rank} : elle finit avant de commencer.")
        found.append(Period(first, last))
    return tuple(sorted(found))


def _days_in(line: str) -> list[date | None]:
    if re.fullmatch(r"\s*[\d-]+/[\d-]+\s*", line):
        return [_built(match) for match in map(_DAY.fullmatch, line.strip().split("/")) if match]
    return [_built(match) for match in _DAY.finditer(line)]
