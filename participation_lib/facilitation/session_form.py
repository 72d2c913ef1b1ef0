"""A session, its guests and its evaluation as what JSON can hold, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time
from typing import Any

from participation_lib.errors import InputError
from participation_lib.facilitation.evaluation import Evaluation, QuestionResult, Results
from participation_lib.facilitation.guests import GuestList
from participation_lib.facilitation.seating import Participant, TablePlan
from participation_lib.facilitation.session import Instruction, Session, Step, StepKind

__all__ = ["evaluation_form", "evaluation_from", "guests_form", "guests_from", "session_form", "session_from"]


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


def evaluation_form(evaluation: Evaluation) -> dict[str, Any]:
    """Give an evaluation as what JSON can hold.

    Examples
    --------
    >>> evaluation_from(evaluation_form(Evaluation())) == Evaluation()
    True
    """
    results = asdict(evaluation.results)
    census = {name: dict(numbers) for name, numbers in evaluation.census.items()}
    return {"results": results, "answers": dict(evaluation.answers), "census": census}


def evaluation_from(form: Mapping[str, Any]) -> Evaluation:
    """Give back an evaluation.

    Raises
    ------
    InputError
        It is not the form of an evaluation.
    """
    try:
        results = form["results"]
        questions = tuple(
            QuestionResult(**{**found, "counts": tuple((option, count) for option, count in found["counts"])})
            for found in results["questions"]
        )
        return Evaluation(
            Results(results["n_returned"], results["n_blank"], questions), form["answers"], form["census"]
        )
    except (KeyError, TypeError, ValueError):
        raise InputError("L’évaluation ne peut pas être lue : son fichier est abîmé.") from None
