"""Events as a calendar file (.ics, RFC 5545), which Outlook, Thunderbird and phones open."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["CalendarEvent", "render_calendar"]

_ZONE: Final = "Europe/Paris"
_AROUND: Final = timedelta(days=400)  # of the days whose summer and winter times are told
_NAMESPACE: Final = uuid.UUID("6f1d2a52-3f0e-4d52-9b1e-6a1d8c1b7e55")  # ours, drawn once


@dataclass(frozen=True)
class CalendarEvent:
    """Something that takes place.

    Attributes
    ----------
    starts
        Time of day in mainland France; None for the whole day.
    minutes
        How long it lasts; of no use for a whole day.
    """

    title: str
    day: date
    starts: time | None = None
    minutes: int = 0
    place: str = ""
    description: str = ""


def render_calendar(events: Iterable[CalendarEvent], *, name: str) -> bytes:
    """Give a calendar file; the same events give the same bytes, and replace those imported before.

    An event is known by its title and day: one whose hour changed is the same event.

    Examples
    --------
    >>> file = render_calendar([CalendarEvent("Plénière", date(2026, 3, 14), time(9, 30), 180)], name="Fabrique")
    >>> b"DTSTART;TZID=Europe/Paris:20260314T093000" in file
    True
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//participation_lib//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    zone = ZoneInfo(_ZONE)
    told = tuple(events)
    for event in told:
        entry = icalendar.Event()
        entry.add("uid", f"{uuid.uuid5(_NAMESPACE, f'{event.day.isoformat()}|{event.title}')}@participation")
        # The moment of an export would make two exports differ.
        entry.add("dtstamp", datetime.combine(event.day, time(), UTC))
        entry.add("summary", event.title)
        if event.starts is None:
            entry.add("dtstart", event.day)
            entry.add("dtend", event.day + timedelta(days=1))
        else:
            begins = datetime.combine(event.day, event.starts, zone)
            entry.add("dtstart", begins)
            entry.add("dtend", begins + timedelta(minutes=event.minutes))
        if event.place:
            entry.add("location", event.place)
        if event.description:
            entry.add("description", event.description)
        calendar.add_component(entry)
    if told:
        days = [event.day for event in told]
        calendar.add_missing_timezones(min(days) - _AROUND, max(days) + _AROUND)
    return bytes(calendar.to_ical())
