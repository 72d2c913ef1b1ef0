"""A calendar file, read back by another library."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.notes.calendar import CalendarEvent, render_calendar

words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=80).filter(str.strip)


def read_back(file: bytes) -> list[Any]:
    vobject = pytest.importorskip("vobject")
    return list(vobject.readOne(file.decode()).contents.get("vevent", []))


@given(title=words, place=words, description=words)
@settings(max_examples=40, deadline=None)
def test_words_come_back_as_they_were(title: str, place: str, description: str) -> None:
    event = CalendarEvent(title, date(2026, 3, 14), time(9, 30), 180, place, description)
    [found] = read_back(render_calendar([event], name="Fabrique"))
    assert (found.summary.value, found.location.value, found.description.value) == (title, place, description)


# Winter, summer, the night when the hour changes.
@pytest.mark.parametrize(
    ("day", "starts", "offset"),
    [(date(2026, 1, 10), time(9), 1), (date(2026, 7, 4), time(18, 30), 2), (date(2026, 3, 28), time(23), 1)],
)
def test_hours_are_those_of_france_in_winter_and_summer(day: date, starts: time, offset: int) -> None:
    [found] = read_back(render_calendar([CalendarEvent("Plénière", day, starts, 90)], name="Fabrique"))
    assert found.dtstart.value.replace(tzinfo=None) == datetime.combine(day, starts)
    assert found.dtstart.value.utcoffset() == timedelta(hours=offset)
    assert found.dtend.value - found.dtstart.value == timedelta(minutes=90)


def test_a_whole_day_has_no_hour() -> None:
    [found] = read_back(render_calendar([CalendarEvent("Réponse de la Ville", date(2026, 6, 1))], name="Fabrique"))
    assert (found.dtstart.value, found.dtend.value) == (date(2026, 6, 1), date(2026, 6, 2))


def test_the_same_events_give_the_same_bytes_and_keep_their_identifiers() -> None:
    event = CalendarEvent("Plénière", date(2026, 3, 14), time(9, 30), 180)
    assert render_calendar([event], name="Fabrique") == render_calendar([event], name="Fabrique")
    [moved] = read_back(render_calendar([CalendarEvent("Plénière", date(2026, 3, 14), time(14), 180)], name="Fabrique"))
    [first] = read_back(render_calendar([event], name="Fabrique"))
    assert moved.uid.value == first.uid.value


def test_no_event_is_a_calendar_all_the_same() -> None:
    assert read_back(render_calendar([], name="Fabrique")) == []
