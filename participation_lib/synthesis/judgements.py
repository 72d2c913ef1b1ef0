"""What is said of an object after it, and what is only named.

« Les ruches, c'est une bonne idée », « barbecues = danger », « des prairies fleuries ».
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from participation_lib.schema import Nature
from participation_lib.synthesis.folded_idea import ENDS, FoldedIdea
from participation_lib.synthesis.sayings import OWN, Saying, has_verb, is_nuisance

__all__ = ["after_object", "alone"]

_ASIDE: Final = 70  # characters between an object and what is said of it
_ANOTHER_CLAUSE: Final = re.compile(r"\b(est|sont|a|ont|fait|pas|ne|n'|et|mais|plus)\b")


def after_object(idea: FoldedIdea, start: int, end: int, *, first: bool) -> Saying | None:
    """Give what is said of an object after it: « c'est ridicule », « = danger », « oui »."""
    if _is_complement(idea, start, first=first):
        return None
    begin = idea.at[end - 1] + len(idea.low[end - 1])
    tail = re.split(r"[.;!?…]", idea.joined[begin : begin + _ASIDE])[0]
    own = start > 0 and idea.low[start - 1] in OWN
    complains = idea.nature in (Nature.PROBLEM, Nature.CONCERN)
    for side, saying in (
        ("contre", Saying(-1, True, True, judged=True)),
        ("pour", Saying(1, True)),
        ("contre_faible", Saying(-1, False, judged=True)),
    ):
        if (side == "pour" and complains) or (side == "contre_faible" and not complains):
            continue
        for found in idea.lexicon.after[side].finditer(tail):
            between = tail[: found.start()]
            apart = found.start() == 0 or tail[found.start() - 1] == " "
            if apart and len(between.split()) <= (6 if first else 3) and not _ANOTHER_CLAUSE.search(between):
                if side == "pour" and (own or "m'" in between.split()):
                    return replace(saying, plain=False)  # « ma voiture m'est indispensable » asks nothing of anybody
                # « Le fonctionnement, oui » may answer a question.
                return replace(saying, doubt="topic") if found.group().startswith(("oui", "non")) else saying
    return None


def alone(idea: FoldedIdea, start: int, end: int) -> Saying | None:
    """Read an object that stands alone as a wish: « des prairies fleuries »."""
    insists = bool({"partout", "aussi", "svp"} & set(idea.low))
    if idea.nature != Nature.PROPOSAL and not (insists and idea.nature == Nature.OBSERVATION):
        return None
    opening = idea.low[:start]
    if {"seul", "seule", "-"} & set(opening) or opening[-1:] in (["de"], ["d'"]) or is_nuisance(idea, idea.keys[start]):
        return None
    known = idea.lexicon
    for i, low in enumerate(opening):
        if (
            low not in known.determiners
            and low not in ("et", "+")
            and idea.words.parts[i] not in ("ADJ", "NUM", "PUNCT")
        ):
            return None
    if has_verb(idea, end):
        return None
    if idea.nature != Nature.PROPOSAL:
        return Saying(1, False)
    asked = "svp" in idea.low
    return Saying(1, asked or bool(known.indefinite & set(opening)), doubt="" if asked else "topic")


def _is_complement(idea: FoldedIdea, start: int, *, first: bool) -> bool:
    """Tell whether an object depends on what stands before it, so that what follows does not speak of it."""
    known = idea.lexicon
    j = start - 1
    while j >= 0 and (idea.low[j] in known.determiners or idea.words.parts[j] in ("ADJ", "NUM")):
        j -= 1
    if j >= 0 and idea.low[j] not in ENDS:
        if {"de", "d'", "du"} & set(idea.low[j + 1 : start]):
            return True  # « les fleurs du rond-point, c'est joli »
        if idea.words.parts[j] in ("ADP", "VERB", "AUX"):
            return True  # « respecter les règles, c'est bien »
    alone_before = idea.low[start - 1] if start else ""
    return not first and (alone_before not in known.determiners or alone_before in ("de", "d'", "du", "des"))
