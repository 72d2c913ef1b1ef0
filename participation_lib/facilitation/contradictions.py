"""What does not go together in a framing, with the reason; it warns and never keeps from going on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from participation_lib.facilitation.conditions import holds
from participation_lib.facilitation.framing import Framing
from participation_lib.facilitation.questions import questions
from participation_lib.reference import load

__all__ = ["Contradiction", "Light", "Readiness", "Severity", "contradictions", "readiness", "rules"]


class Severity(StrEnum):
    """How serious: not to be launched so, to be settled before inviting, advice."""

    STOP = "arret"
    CARE = "attention"
    ADVICE = "conseil"


class Light(StrEnum):
    """What a framing is ready for."""

    RED = "rouge"
    ORANGE = "orange"
    GREEN = "vert"


@dataclass(frozen=True)
class Contradiction:
    """Answers that do not go together.

    Attributes
    ----------
    fields
        Questions near which it is read.
    accepted
        Why the person goes on all the same, in her words; "" where she did not say so.
    """

    rule_id: str
    severity: Severity
    fields: tuple[str, ...]
    fact: str
    reason: str
    advice: str
    accepted: str = ""


@dataclass(frozen=True)
class Readiness:
    """Whether to go on to methods.

    Attributes
    ----------
    missing
        Essential questions without an answer.
    """

    light: Light
    sentence: str
    missing: tuple[str, ...]


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Mapping[str, Any]]:
    """Give the rules shipped with the package, by identifier, in order."""
    return {rule["id"]: rule for rule in load("cadrage_regles")["regles"]}


def contradictions(framing: Framing) -> tuple[Contradiction, ...]:
    """Give what does not go together, the most serious first.

    Examples
    --------
    >>> decided = Framing({"deja_prise": "oui", "niveau": "concerter"})
    >>> [(found.rule_id, found.fact) for found in contradictions(decided)]
    [('deja_decide', 'La décision est déjà prise, et vous annoncez « Concerter ».')]
    """
    told = {name: framing.told(name) for name in questions()}
    found = [
        Contradiction(
            rule_id=rule_id,
            severity=Severity(rule["gravite"]),
            fields=tuple(rule["champs"]),
            fact=rule["constat"].format_map(told),
            reason=rule["raison"],
            advice=rule["conseil"],
            accepted=framing.value(f"avertissement.{rule_id}"),
        )
        for rule_id, rule in rules().items()
        if holds(rule["si"], framing)
    ]
    return tuple(sorted(found, key=lambda one: list(Severity).index(one.severity)))


def readiness(framing: Framing) -> Readiness:
    """Tell whether a framing is ready: red, orange or green, said in words.

    A warning accepted with its reason no longer counts, except that what should not be launched
    is never green.
    """
    missing = framing.missing()
    standing = contradictions(framing)
    stops = [found for found in standing if found.severity == Severity.STOP]
    cares = [found for found in standing if found.severity == Severity.CARE and not found.accepted]
    if any(not found.accepted for found in stops):
        sentence = "Ne pas lancer en l’état : informer, décaler, ou corriger ce qui suit."
        return Readiness(Light.RED, sentence, missing)
    if missing or cares or stops:
        sentence = "À régler avec l’élue ou l’élu avant d’inviter qui que ce soit."
        return Readiness(Light.ORANGE, sentence, missing)
    return Readiness(Light.GREEN, "Le cadre est posé : place au choix des méthodes.", missing)
