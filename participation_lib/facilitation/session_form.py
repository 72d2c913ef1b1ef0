"""A session and its guests as what JSON can hold, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time
from typing import Any

from participation_lib.errors import InputError
from participation_lib.facilitation.guests import GuestList
from participation_lib.facilitation.seating import Participant, TablePlan
from participation_lib.facilitation.session import Instruction, Session, Step, StepKind

__all__ = ["guests_form", "guests_from", "session_form", "session_from"]


def session_form(session: Session) -> dict[str, Any]:
    """Give a session as what JSON can hold.

    Examples
    --------
    >>> session_from(session_form(Session("Nature"))) == Session("Nature")
    True
    """
    return {
        **asdict(session),
        "day": session.day.isoformat() if session.day else None,
        "starts": session.starts.isoformat("minutes"),
        "steps": [{**asdict(step), "kind": str(step.kind)} for step in session.steps],
    }


def session_from(form: Mapping[str, Any]) -> Session:
    """Give back the session of a form.

    Raises
    ------
    InputError
        It is not the form of a session.
    """
    try:
        steps = tuple(
            Step(
                **{
                    **step,
                    "kind": StepKind(step["kind"]),
                    "facilitators": tuple(step["facilitators"]),
                    "instructions": tuple(Instruction(**told) for told in step["instructions"]),
                    "material": tuple(step["material"]),
                }
            )
            for step in form["steps"]
        )
        day = date.fromisoformat(form["day"]) if form["day"] else None
        return Session(**{**form, "day": day, "starts": time.fromisoformat(form["starts"]), "steps": steps})
    except (KeyError, TypeError, ValueError):
        raise InputError("Cette séance ne peut pas être lue : son fichier est abîmé.") from None


def guests_form(guests: GuestList) -> dict[str, Any]:
    """Give who comes as what JSON can hold.

    Examples
    --------
    >>> guests_from(guests_form(GuestList())) == GuestList()
    True
    """
    return {
        "people": [{**asdict(person), "traits": dict(person.traits)} for person in guests.people],
        "apart": [list(pair) for pair in guests.apart],
        "together": [list(pair) for pair in guests.together],
        "rounds": [[list(table) for table in tables] for tables in guests.plan.rounds] if guests.plan else None,
    }


def guests_from(form: Mapping[str, Any]) -> GuestList:
    """Give back who comes.

    Raises
    ------
    InputError
        It is not the form of a list of guests.
    """
    try:
        people = tuple(Participant(**person) for person in form["people"])
        rounds = form["rounds"]
        plan = (
            TablePlan(people, tuple(tuple(tuple(table) for table in tables) for tables in rounds)) if rounds else None
        )
        return GuestList(
            people,
            tuple((one, other) for one, other in form["apart"]),
            tuple((one, other) for one, other in form["together"]),
            plan,
        )
    except (KeyError, TypeError, ValueError):
        raise InputError("La liste des personnes ne peut pas être lue : son fichier est abîmé.") from None
