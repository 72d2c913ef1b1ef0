"""Why an idea is where it is: ideas like it that a person placed there, and the words that weigh."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from participation_lib.review.review import Review, ReviewedIdea
from participation_lib.themes.naming import fold, singular

__all__ = ["Why", "explain"]

_MOST_NEAREST: Final = 3
_MOST_WORDS: Final = 4
_SHORTEST: Final = 4  # letters; shorter words join others rather than tell
_EVERYWHERE: Final = 0.25  # share of all ideas above which a word tells nothing


@dataclass(frozen=True)
class Why:
    """What speaks for the present place of an idea.

    Attributes
    ----------
    confidence
        0 to 100.
    nearest
        Ideas of the same theme that a person placed there, with their likeness (0 to 100).
    words
        Words of the idea, as written, that this theme uses more than the others.
    by
        The person who put it there, « l’outil, d’après vos choix » or « le regroupement automatique ».
    """

    theme_id: str
    confidence: int
    nearest: tuple[tuple[str, int], ...]
    words: tuple[str, ...]
    by: str


def explain(
    review: Review,
    idea: ReviewedIdea,
    members: Sequence[ReviewedIdea],
    likeness: Sequence[float],
    confidence: int,
    person: str = "",
) -> Why:
    """Explain the place of an idea.

    Parameters
    ----------
    members, likeness
        The other ideas of its theme, and the cosine of each to the idea.
    person
        Who settled it, as it is said on screen; "" for nobody.
    """
    ranked = sorted(
        ((-close, other.idea_id) for other, close in zip(members, likeness, strict=True) if other.settled and close > 0)
    )
    nearest = tuple((idea_id, round(-100 * minus)) for minus, idea_id in ranked[:_MOST_NEAREST])
    by = person or ("l’outil, d’après vos choix" if idea.learnt or idea.came_from else "")
    return Why(
        idea.theme_id, confidence, nearest, _telling_words(review, idea, members), by or "le regroupement automatique"
    )


def _keys(text: str) -> dict[str, str]:
    """Give the words of a text by the key that plurals and accents share."""
    return {singular(fold(word)): word for word in re.findall(r"[^\W\d_]+", text) if len(word) >= _SHORTEST}


def _telling_words(review: Review, idea: ReviewedIdea, members: Sequence[ReviewedIdea]) -> tuple[str, ...]:
    """Give the words of an idea that the rest of its theme uses more than the other themes (log ratio of shares)."""
    own = _keys(review.text(idea))
    inside = {other.idea_id for other in members}
    here: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    n_elsewhere = 0
    for other in review.ideas.values():
        if other.idea_id == idea.idea_id:
            continue
        found = own.keys() & _keys(review.text(other)).keys()
        if other.idea_id in inside:
            here.update(found)
        else:
            n_elsewhere += 1
            elsewhere.update(found)
    scored = []
    for key, word in own.items():
        everywhere = (here[key] + elsewhere[key]) / max(1, len(review.ideas))
        ratio = math.log((here[key] + 0.5) / (len(members) + 1)) - math.log((elsewhere[key] + 0.5) / (n_elsewhere + 1))
        if here[key] and ratio > 0 and everywhere < _EVERYWHERE:
            scored.append((-ratio * here[key], word))
    return tuple(word for _, word in sorted(scored)[:_MOST_WORDS])
