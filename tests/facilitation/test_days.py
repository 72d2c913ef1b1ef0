from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter as easter_of_another
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.errors import InputError
from participation_lib.facilitation.days import (
    Period,
    easter,
    public_holidays,
    read_day,
    read_periods,
    tell_day,
    working_day,
)

days = st.dates(date(1990, 1, 1), date(2199, 12, 31))


@given(st.integers(1583, 4099))
def test_easter_is_that_of_another_library(year: int) -> None:
    assert easter(year) == easter_of_another(year)


def test_holidays_of_a_year_published_by_the_state() -> None:
    assert [day.isoformat()[5:] for day in public_holidays(2026)] == [
        *("01-01", "04-06", "05-01", "05-08", "05-14", "05-25"),
        *("07-14", "08-15", "11-01", "11-11", "12-25"),
    ]
    assert date(2026, 4, 3) in public_holidays(2026, alsace_moselle=True)
    assert len(public_holidays(2008)) == 10  # in 2008, Ascension day was the first of May


@given(days, st.sampled_from([-1, 1]))
def test_a_working_day_is_worked_and_near(day: date, step: int) -> None:
    found = working_day(day, step)
    assert found.weekday() < 5
    assert found not in public_holidays(found.year)
    assert 0 <= step * (found - day).days <= 6


@given(days)
def test_a_day_is_read_as_it_was_told(day: date) -> None:
    assert read_day(tell_day(day)) == read_day(tell_day(day, short=True)) == read_day(day.isoformat()) == day


@pytest.mark.parametrize("text", ["31/02/2026", "demain", "2026", "12/13/2026", "3 germinal 2026", "01/01/0001", ""])
def test_what_is_no_day_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match="jour/mois/année"):
        read_day(text)


def test_periods_are_read_as_they_are_copied() -> None:
    text = "Noël : du 19 décembre 2026 au 03/01/2027\n\nToussaint du 17/10/2026 au 01/11/2026\n11/11/2026"
    found = read_periods(text)
    assert found[0] == Period(date(2026, 10, 17), date(2026, 11, 1))
    assert found[1].first == found[1].last
    assert date(2026, 12, 25) in found[2]
    stored = "\n".join(f"{period.first.isoformat()}/{period.last.isoformat()}" for period in found)
    assert read_periods(stored) == found
    for wrong in (
        "bientôt",
        "du 03/01/2027 au 19/12/2026",
        "1/1/2026 2/1/2026 3/1/2026",
        "du 31/02/2026 au 01/03/2026",
    ):
        with pytest.raises(InputError, match="Période 1"):
            read_periods(wrong)


@given(st.lists(st.tuples(days, st.integers(0, 200)), max_size=4))
def test_periods_keep_their_bounds(some: list[tuple[date, int]]) -> None:
    wanted = sorted(Period(first, min(first + timedelta(length), date(2199, 12, 31))) for first, length in some)
    text = "\n".join(f"du {tell_day(p.first)} au {tell_day(p.last, short=True)}" for p in wanted)
    assert list(read_periods(text)) == wanted
