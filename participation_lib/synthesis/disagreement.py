"""Finding what is debated: ideas that explicitly want opposite things about one object.

Only explicit positions count (« oui aux barbecues », « interdire les barbecues »). A
complaint that something is missing is not a position against it. When in doubt nothing
is said to be debated: a disagreement invented is worse than one found at review.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from participation_lib.corpus.tagging import TaggedText
from participation_lib.reference import load
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.themes.naming import fold, singular

__all__ = ["Debate", "find_debates"]

_MARKED: Final = "objetdudebat"  # stands for the object in the patterns, whatever the noun
_FEWEST_PER_SIDE: Final = 2
_SMALLEST_SIDE: Final = 0.08  # of the voices that take a side: below, it is a rarer view, not a debate
_FEWEST_MENTIONS: Final = 5
_MOST_DEBATES: Final = 6


@dataclass(frozen=True)
class Debate:
    """Two sides on one object, each with the ideas that take it."""

    subject: str
    theme_id: str
    favourable: tuple[Idea, ...]
    opposed: tuple[Idea, ...]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """Give the patterns of each side, the object being marked in the text by `_MARKED`."""
    positions = load("positions")
    link = rf"(?:(?:{positions['liens']})\W*){{0,2}}"
    return {
        side: re.compile(
            "|".join(f"(?:{pattern.replace('LIEN', link).replace('OBJET', _MARKED)})" for pattern in positions[side])
        )
        for side in ("pour", "contre", "crainte")
    }


def _position(text: str, key: str) -> int:
    """Give 1 for, -1 against, 0 when neither or both are said."""
    folded = re.sub(r"\s+", " ", fold(text))
    marked = re.sub(rf"\b{re.escape(key)}(?:s|x|es)?\b", _MARKED, folded)
    patterns = _patterns()
    if patterns["crainte"].search(marked):
        return -1
    return bool(patterns["pour"].search(marked)) - bool(patterns["contre"].search(marked))


def _mentions(ideas: Sequence[Idea], tagged: Sequence[TaggedText]) -> tuple[dict[str, list[Idea]], dict[str, str]]:
    found: dict[str, list[Idea]] = defaultdict(list)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for idea in ideas:
        words = tagged[idea.row]
        seen: set[str] = set()
        for start, end, part in zip(words.starts, words.ends, words.parts, strict=True):
            form = idea.text[start:end]
            if part != "NOUN" or len(form) < 4 or not form.isalpha():
                continue
            key = singular(fold(form))
            forms[key][form.lower()] += 1
            if key not in seen:
                found[key].append(idea)
                seen.add(key)
    return found, {key: counter.most_common(1)[0][0] for key, counter in forms.items()}


def find_debates(evidence: Evidence, tagged: Sequence[TaggedText]) -> list[Debate]:
    """Give the objects on which both sides are taken by two contributions at least, most balanced first.

    Parameters
    ----------
    tagged
        Tagged words of each idea, in the order of `evidence.ideas`.
    """
    vague = {singular(fold(word)) for word in load("mots_vagues")["noms"]}
    mentions, forms = _mentions(evidence.all_ideas, tagged)
    debates: list[Debate] = []
    for key in sorted(mentions):
        if key in vague or len(mentions[key]) < _FEWEST_MENTIONS:
            continue
        sides: dict[int, list[Idea]] = {1: [], -1: [], 0: []}
        for idea in mentions[key]:
            sides[_position(idea.text, key)].append(idea)
        voices = [len({idea.contribution_id for idea in sides[side]}) for side in (1, -1)]
        if min(voices) < max(_FEWEST_PER_SIDE, _SMALLEST_SIDE * sum(voices)):
            continue
        themes = Counter(idea.theme_id for idea in (*sides[1], *sides[-1]))
        theme_id = min(themes, key=lambda theme: (-themes[theme], theme))
        debates.append(Debate(forms[key], theme_id, tuple(sides[1]), tuple(sides[-1])))
    debates.sort(key=lambda debate: (-min(len(debate.favourable), len(debate.opposed)), debate.subject))
    kept: list[Debate] = []
    told: set[str] = set()
    for debate in debates:
        rows = {idea.idea_id for idea in (*debate.favourable, *debate.opposed)}
        if len(rows & told) * 2 < len(rows):
            kept.append(debate)
            told |= rows
    return kept[:_MOST_DEBATES]
