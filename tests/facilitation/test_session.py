"""A session as its steps."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.errors import InputError
from participation_lib.facilitation.session import (
    Instruction,
    Session,
    StepKind,
    read_minutes,
    read_time,
    spread_minutes,
    told_minutes,
)
from participation_lib.facilitation.session_form import session_form, session_from

WELCOME, REPORT, CLOSING, BREAK, TALK = (
    StepKind.WELCOME,
    StepKind.REPORT,
    StepKind.CLOSING,
    StepKind.BREAK,
    StepKind.TALK,
)


def whole_session() -> Session:
    """A session that nobody has anything to say about."""
    session = Session("Nature", date(2026, 3, 14), time(9, 30), "Salle", n_people=60, n_tables=8, available_minutes=180)
    for title, minutes, kind in (
        ("Accueil", 20, WELCOME),
        ("Tables", 60, StepKind.ACTIVITY),
        ("Pause", 15, BREAK),
        ("Restitution", 30, REPORT),
        ("Suites", 10, CLOSING),
    ):
        session = session.with_step(title, minutes, kind=kind, facilitators=() if kind is BREAK else ("Léa",))
    return session


def rules(session: Session) -> list[str]:
    return [remark.rule for remark in session.remarks()]


def test_minutes_add_up_from_one_step_to_the_next() -> None:
    session = whole_session()
    told = [(f"{moment.starts:%H:%M}", f"{moment.ends:%H:%M}") for moment in session.moments()]
    assert told == [
        ("09:30", "09:50"),
        ("09:50", "10:50"),
        ("10:50", "11:05"),
        ("11:05", "11:35"),
        ("11:35", "11:45"),
    ]
    assert (session.n_minutes, session.ends) == (135, time(11, 45))


changes = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 6), st.integers(1, 480)),
        st.tuples(st.just("remove"), st.integers(0, 6), st.just(0)),
        st.tuples(st.just("move"), st.integers(0, 6), st.integers(-1, 7)),
        st.tuples(st.just("last"), st.integers(0, 6), st.integers(1, 480)),
    ),
    max_size=12,
)


@given(changes)
def test_steps_are_kept_whatever_the_order_of_changes(made: list[tuple[str, int, int]]) -> None:
    session, minutes = Session("Nature"), {}
    for what, place, number in made:
        if what == "add":
            session = session.with_step("Étape", number, at=place)
            minutes[f"e{session.n_made}"] = number
        elif place < len(session.steps):
            step_id = session.steps[place].step_id
            if what == "remove":
                session = session.without_step(step_id)
                del minutes[step_id]
            elif what == "move":
                session = session.with_step_moved(step_id, number)
                assert session.place_of(step_id) == max(0, min(number, len(session.steps) - 1))
            else:
                session = session.with_step_changed(step_id, minutes=number)
                minutes[step_id] = number
        assert {step.step_id: step.minutes for step in session.steps} == minutes
        assert session.n_minutes == sum(minutes.values())
        assert session_from(session_form(session)) == session


def test_a_whole_session_calls_for_no_remark() -> None:
    assert rules(whole_session()) == []
    assert rules(Session("Vide")) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda session: session.without_step("e1"), "accueil"),
        (lambda session: session.without_step("e4"), "restitution"),
        (lambda session: session.without_step("e5"), "suites"),
        (lambda session: session.without_step("e3").with_step_changed("e2", minutes=90), "pause"),
        (lambda session: session.with_step_changed("e2", minutes=160), "duree"),
        (lambda session: session.with_step_changed("e2", facilitators=()), "animation"),
        (lambda session: session.with_step_changed("e2", instructions=(Instruction(50, "parler"),)), "minutes"),
        (lambda session: session.with_step_changed("e2", kind=TALK), "ecoute"),
    ],
)
def test_what_is_missing_is_said(change: Any, rule: str) -> None:
    assert rule in rules(change(whole_session()))


def test_too_many_people_at_a_table_is_said() -> None:
    session = whole_session()
    assert rules(Session(**{**vars(session), "n_people": 65})) == ["tables"]


def test_a_break_is_asked_for_once_between_two_breaks() -> None:
    session = Session("Longue").with_step("Accueil", 10, kind=WELCOME, facilitators=("a",))
    for _ in range(4):
        session = session.with_step("Tables", 60, facilitators=("a",))
    session = session.with_step("Pause", 15, kind=BREAK)
    session = session.with_step("Tables", 120, facilitators=("a",))
    assert rules(session).count("pause") == 2


def test_material_is_gathered_with_what_it_is_for() -> None:
    session = Session("Nature").with_step("Accueil", 10, material=("Badges", "feutres"))
    session = session.with_step("Tables", 30, material=("Feutres ", "nappes", " "))
    assert session.material() == {"Badges": ("Accueil",), "feutres": ("Accueil", "Tables"), "nappes": ("Tables",)}


@pytest.mark.parametrize("arguments", [("", 10), ("Tables", 0), ("Tables", 481), ("x" * 501, 10)])
def test_a_step_that_cannot_be_is_refused(arguments: tuple[str, int]) -> None:
    with pytest.raises(InputError):
        Session().with_step(*arguments)


def test_a_step_that_is_gone_is_said() -> None:
    with pytest.raises(InputError, match="plus dans la séance"):
        Session().without_step("e1")


@pytest.mark.parametrize("form", [{}, {"steps": [{}]}, {**session_form(Session()), "day": "hier"}])
def test_a_damaged_form_is_said(form: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="abîmé"):
        session_from(form)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9h30", time(9, 30)), ("9 h", time(9)), ("09:30", time(9, 30)), ("14.15", time(14, 15)), ("18 heures", time(18))],
)
def test_times_as_people_write_them(text: str, expected: time) -> None:
    assert read_time(text) == expected


@pytest.mark.parametrize("text", ["", "25h", "9h60", "matin", "h30", "-9"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="9 h 30"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("45", 45), ("45 min", 45), ("1h30", 90), ("2 h", 120), ("5 minutes", 5), ("20'", 20)]
)
def test_durations_as_people_write_them(text: str, expected: int) -> None:
    assert read_minutes(text) == expected


@given(st.integers(1, 480))
def test_a_duration_that_is_told_is_read_again(minutes: int) -> None:
    assert read_minutes(told_minutes(minutes)) == minutes


@pytest.mark.parametrize("text", ["", "0", "longtemps", "9 h", "481", "-5", "1h3x"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="durée"):
        read_minutes(text)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(1, 200))
def test_instructions_spread_over_other_minutes_add_up(parts: list[int], minutes: int) -> None:
    told = [Instruction(part, str(rank)) for rank, part in enumerate(parts)]
    spread = spread_minutes(told, minutes)
    assert [part.action for part in spread] == [part.action for part in told]
    assert all(part.minutes >= 1 for part in spread)
    assert sum(part.minutes for part in spread) == (minutes if minutes >= len(parts) else sum(parts))
