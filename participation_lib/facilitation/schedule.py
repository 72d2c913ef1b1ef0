"""The backward schedule and checklist of a démarche: what is to be done, by whom, by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from participation_lib.facilitation.conditions import holds
from participation_lib.facilitation.days import public_holidays, working_day
from participation_lib.facilitation.framing import Framing
from participation_lib.reference import load

__all__ = ["ScheduleLine", "schedule", "steps"]

_BEFORE_DECISION: Final = 42  # days left for writing and arbitrating where no meeting has a date yet
_AFTER_DECISION: Final = 21
_SATURDAY: Final = 5
_ANCHORS: Final = {
    "decision": "la décision",
    "debut": "la première rencontre",
    "fin": "la dernière rencontre",
    "reponse": "la réponse",
}
_ONE_MEETING: Final = "la rencontre"


@dataclass(frozen=True)
class ScheduleLine:
    """A step.

    Attributes
    ----------
    owner
        A function or a service; the person may name somebody else.
    day
        None while nothing it is counted from has a date.
    landmark
        How it is counted: « 21 jours avant la première rencontre ».
    proposed
        Counted from a date the tool proposed because none was given.
    done
        Ticked by the person.
    remarks
        What is to be noticed: past, during holidays.
    """

    step_id: str
    label: str
    owner: str
    day: date | None
    landmark: str
    proposed: bool = False
    done: bool = False
    remarks: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def steps() -> Mapping[str, Mapping[str, Any]]:
    """Give the steps shipped with the package, by identifier."""
    return {step["id"]: step for step in load("cadrage")["etapes"]}


def schedule(framing: Framing) -> tuple[ScheduleLine, ...]:
    """Give the steps of a démarche by date, those without a date last.

    Steps are put on worked days: before the meeting, the worked day before; after it, the next
    one. Where the meeting has no date, one is proposed six weeks before the decision, out of
    the holidays given; a single meeting is one line. A date or an owner that the person gave
    takes the place of ours.

    Examples
    --------
    >>> lines = schedule(Framing({"date_decision": "2026-06-24"}))
    >>> next(line.day.isoformat() for line in lines if line.step_id == "debut")
    '2026-05-13'
    """
    anchors, proposed = _anchors(framing)
    only = anchors.get("debut") is not None and anchors.get("debut") == anchors.get("fin")
    lines = [
        _line(framing, step_id, step, anchors.get(step["ancre"]), step["ancre"] in proposed, only)
        for step_id, step in steps().items()
        if ("si" not in step or holds(step["si"], framing)) and not (only and step_id == "fin")
    ]
    # Of two steps on the same day, the one that comes first in the list is done first.
    return tuple(sorted(_told_too_late(lines), key=lambda line: line.day or date.max))


def _told_too_late(lines: list[ScheduleLine]) -> list[ScheduleLine]:
    """Say of the synthesis that it comes after what it should serve."""
    decided = next((line.day for line in lines if line.step_id == "arbitrage"), None)
    return [
        replace(line, remarks=(*line.remarks, "trop tard pour l’arbitrage"))
        if line.step_id == "synthese" and line.day and decided and line.day > decided and not line.done
        else line
        for line in lines
    ]


def _anchors(framing: Framing) -> tuple[dict[str, date], frozenset[str]]:
    decision = framing.day("date_decision")
    begins = framing.day("date_debut") or framing.day("date_fin")
    ends = framing.day("date_fin") or framing.day("date_debut")
    answer = framing.day("date_reponse")
    proposed: set[str] = set()
    if decision is not None and ends is None:
        begins = ends = _free_day(framing, decision - timedelta(_BEFORE_DECISION))
        proposed |= {"debut", "fin"}
    if answer is None and decision is not None:
        answer = working_day(decision + timedelta(_AFTER_DECISION), 1, alsace_moselle=_local(framing))
        proposed.add("reponse")
    found = {"decision": decision, "debut": begins, "fin": ends, "reponse": answer}
    return {name: day for name, day in found.items() if day is not None}, frozenset(proposed)


def _local(framing: Framing) -> bool:
    return framing.value("alsace_moselle") == "oui"


def _free_day(framing: Framing, day: date) -> date:
    """Give the last day on which people may be met, at that day or before it."""
    closed = (*framing.periods("vacances"), *framing.periods("fetes"))
    moments = framing.picked("moment")
    saturday = "samedi" in moments and not {"journee", "soir", "mercredi"} & set(moments)
    for _ in range(366):
        holiday = day in public_holidays(day.year, alsace_moselle=_local(framing))
        open_day = day.weekday() == _SATURDAY if saturday else day.weekday() < _SATURDAY
        if open_day and not holiday and not any(day in period for period in closed):
            return day
        day -= timedelta(1)
    return day  # closed all year: the person sees it in the remarks


def _line(
    framing: Framing, step_id: str, step: Mapping[str, Any], anchor: date | None, proposed: bool, only: bool
) -> ScheduleLine:
    days = int(step["jours"])
    day = framing.day(f"etape.{step_id}.date")
    moved = day is not None
    if day is None and anchor is not None:
        day = anchor + timedelta(days)
        if days:
            day = working_day(day, 1 if days > 0 else -1, alsace_moselle=_local(framing))
    done = framing.value(f"etape.{step_id}.fait") == "oui"
    return ScheduleLine(
        step_id=step_id,
        label=step.get("seule", step["libelle"]) if only else step["libelle"],
        owner=framing.value(f"etape.{step_id}.qui") or _usual_owner(framing, step),
        day=day,
        landmark="" if moved else _landmark(days, step["ancre"], only),
        proposed=proposed and not moved,
        done=done,
        remarks=_remarks(framing, day, done),
    )


def _usual_owner(framing: Framing, step: Mapping[str, Any]) -> str:
    told = framing.told(step["qui_question"]) if "qui_question" in step else ""
    return told[:1].lower() + told[1:] if told else str(step["qui"])


def _landmark(days: int, anchor: str, only: bool) -> str:
    if not days:
        return ""
    name = _ONE_MEETING if only and anchor in ("debut", "fin") else _ANCHORS[anchor]
    return f"{abs(days)} jours {'avant' if days < 0 else 'après'} {name}"


def _remarks(framing: Framing, day: date | None, done: bool) -> tuple[str, ...]:
    if day is None or done:
        return ()
    found = []
    if framing.today is not None and day < framing.today:
        found.append("date passée")
    if any(day in period for period in framing.periods("vacances")):
        found.append("pendant les vacances scolaires")
    if holiday := public_holidays(day.year, alsace_moselle=_local(framing)).get(day):
        found.append(f"jour férié ({holiday})")
    return tuple(found)
