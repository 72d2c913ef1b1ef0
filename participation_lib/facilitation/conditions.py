"""Conditions written as data, answered from what a framing says.

A condition is a mapping, as in `reference/cadrage_regles.yaml`: `tous`, `un_de`, `aucun` hold
conditions; the others bear on a question. What is not answered makes only `rempli: non` true,
so that nothing is said of what was not yet asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Protocol

from participation_lib.facilitation.days import Period, pre_election_start, public_holidays

__all__ = ["COMPARISONS", "Answers", "check_condition", "holds"]

_GROUPS: Final = ("tous", "un_de", "aucun")
COMPARISONS: Final = ("est", "parmi", "sans", "seulement", "rempli", "plus_de", "moins_de", "plus_de_par")


class Answers(Protocol):
    """What conditions are answered from."""

    def value(self, question_id: str) -> str:
        """Give an answer as stored, "" for none."""

    def picked(self, question_id: str) -> tuple[str, ...]:
        """Give the options chosen."""

    def number(self, question_id: str) -> int | None:
        """Give a number."""

    def day(self, question_id: str) -> date | None:
        """Give a day; « aujourd_hui » is the day the framing is looked at."""

    def periods(self, question_id: str) -> tuple[Period, ...]:
        """Give periods."""


def holds(condition: Mapping[str, Any], answers: Answers) -> bool:
    """Tell whether a condition is met."""
    match condition:
        case {"tous": conditions}:
            return all(holds(part, answers) for part in conditions)
        case {"un_de": conditions}:
            return any(holds(part, answers) for part in conditions)
        case {"aucun": conditions}:
            return not any(holds(part, answers) for part in conditions)
        case {"jours": [since, until]}:
            return _days_between(condition, answers.day(since), answers.day(until))
        case {"dans": {"question": question_id, "periodes": periods}}:
            day = answers.day(question_id)
            return day is not None and any(day in period for period in answers.periods(periods))
        case {"ferie": question_id}:
            day = answers.day(question_id)
            local = answers.value("alsace_moselle") == "oui"
            return day is not None and day in public_holidays(day.year, alsace_moselle=local)
        case {"preelectorale": question_id}:
            day, ballot = answers.day(question_id), answers.day("scrutin")
            return day is not None and ballot is not None and pre_election_start(ballot) <= day <= ballot
        case {"question": question_id}:
            return _compared(condition, question_id, answers)
    raise ValueError(f"no condition: {sorted(condition)}")


def _days_between(condition: Mapping[str, Any], since: date | None, until: date | None) -> bool:
    if since is None or until is None:
        return False
    days = (until - since).days
    if "moins_de" in condition:
        return days < int(condition["moins_de"])
    return days > int(condition["plus_de"])


def _compared(condition: Mapping[str, Any], question_id: str, answers: Answers) -> bool:
    value, picked = answers.value(question_id), set(answers.picked(question_id))
    number = answers.number(question_id)
    match condition:
        case {"rempli": wanted}:
            return bool(value) is (str(wanted) == "oui")
        case {"est": wanted}:
            return value == str(wanted)
        case {"parmi": wanted}:
            return bool(picked & set(wanted))
        case {"sans": unwanted}:
            return bool(picked) and not picked & set(unwanted)
        case {"seulement": wanted}:
            return bool(picked) and picked <= set(wanted)
        case {"plus_de": bound}:
            return number is not None and number > int(bound)
        case {"moins_de": bound}:
            return number is not None and number < int(bound)
        case {"plus_de_par": {"question": other, "fois": times}}:
            divisor = answers.number(other)
            return number is not None and bool(divisor) and number > int(times) * int(divisor or 0)
    raise ValueError(f"no comparison of {question_id!r}")


def check_condition(condition: Any, options: Mapping[str, Mapping[str, str]]) -> None:
    """Do nothing if a condition is well written and names questions and options that exist.

    Parameters
    ----------
    options
        From a question to its options, empty where it has none.

    Raises
    ------
    ValueError
        Something in it is unknown.
    """
    if not isinstance(condition, Mapping) or not condition:
        raise ValueError(f"no condition: {condition!r}")
    for group in _GROUPS:
        if group in condition:
            for part in condition[group]:
                check_condition(part, options)
            return
    known = {*options, "aujourd_hui"}
    named: list[str] = []
    if "question" in condition:
        named.append(condition["question"])
        comparisons = [key for key in condition if key != "question"]
        if len(comparisons) != 1 or comparisons[0] not in COMPARISONS:
            raise ValueError(f"{condition!r}: one comparison of {COMPARISONS}")
        wanted = condition[comparisons[0]]
        chosen = options.get(named[0], {})
        if comparisons[0] in ("est", "parmi", "sans", "seulement"):
            for option in [wanted] if isinstance(wanted, str) else wanted:
                if option not in chosen:
                    raise ValueError(f"{option!r} is no option of {named[0]!r}")
        if comparisons[0] == "plus_de_par":
            named.append(wanted["question"])
    elif "jours" in condition:
        named += condition["jours"]
        if len({"moins_de", "plus_de"} & set(condition)) != 1:
            raise ValueError(f"{condition!r}: moins_de or plus_de")
    elif "dans" in condition:
        named += [condition["dans"]["question"], condition["dans"]["periodes"]]
    else:
        named += [condition[key] for key in ("ferie", "preelectorale") if key in condition]
    if not named or (unknown := [name for name in named if name not in known]):
        raise ValueError(f"unknown question in {condition!r}: {unknown if named else ''}")
