"""Insults and accusations aimed at persons: what must not be published.

A curated list of turns (`reference/moderation.yaml`), not a judgement of tone: a harsh
criticism of a decision, a service or a cost is an opinion and passes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from participation_lib.corpus.content import fold_text
from participation_lib.reference import load

__all__ = ["attacks_someone"]


def _filled(expression: str, parts: dict[str, Any]) -> str:
    for name in ("cible", "adverbes", "etre", "injures", "accusations"):
        expression = expression.replace(f"{{{name}}}", parts[name])
    return expression


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = load("moderation")
    turns = [_filled(expression, rules) for expression in (*rules["toujours"], *rules["avec_cible"])]
    return (
        re.compile(rf"\b(?:{'|'.join(turns)})\b"),
        re.compile("|".join(_filled(expression, rules) for expression in rules["sauf"])),
    )


@cache
def _hints() -> frozenset[str]:
    return frozenset(load("moderation")["amorces"])


def attacks_someone(text: str) -> bool:
    """Say whether a text insults or accuses a person or a group of persons.

    Does not see irony, threats in other words or insults that are not listed; a citation
    of an insult counts as one.

    Examples
    --------
    >>> attacks_someone("Le maire est un voleur"), attacks_someone("c'est de la merde ces travaux")
    (True, False)
    """
    folded = fold_text(text)
    if _hints().isdisjoint(word[:5] for word in folded.split()):
        return False
    attack, harmless = _patterns()
    if not attack.search(folded):
        return False
    return bool(attack.search(harmless.sub(" ", folded)))
