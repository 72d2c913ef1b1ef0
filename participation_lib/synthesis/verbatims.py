"""Choosing words to quote: typical of what was said, different from each other, exact.

Maximal marginal relevance on the vectors of ideas: each pick is the idea closest to the
whole that is not close to a pick already made. Ideas of a table not yet quoted come
first, very short and very long ones last.

Source: Carbonell and Goldstein, 1998, « The use of MMR, diversity-based reranking for
reordering documents and producing summaries », SIGIR '98.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from participation_lib.schema import Quotation
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.themes.naming import fold

__all__ = ["PERSONAL_MARK", "pick_typical", "quoted", "rarest", "stands_alone", "whole_words"]

_TYPICAL_SHARE: Final = 0.6
_FEWEST_WORDS: Final = 4
_TELLING_WORDS: Final = 7
_MOST_WORDS: Final = 35
_ALIKE: Final = 0.9  # cosine from which two ideas say the same
_LONGEST_QUOTE: Final = 240
_POOL: Final = 400
_FEWEST_ALONE: Final = 3  # words
_MOST_ALONE: Final = 16
_FEW_WORDS: Final = 6
# What such a beginning speaks of was said before: « le créer », « qu'on les arrose », « sinon rien ».
_LEANS_BACK: Final = re.compile(
    r"^(?:[-–—>=+→.…,;:)]|(?:a|et|ou|mais|sinon|car|donc|alors|puis|aussi|meme|pareil|idem|que|qui|dont|y|en|ca|cela"
    r"|celui|celles?|ceux|ils?|elles?|lui|leur|surtout|au moins)\b|(?:qu|c|d['’]autre)['’ ]"
    r"|(?:le|la|les|l['’]) ?\w+(?:er|ir|re)\b|\w+ (?:oui|non)\b|mieux l)"
)
# In so few words, a pronoun stands for what was said before: « pourvu que ça dure ».
_POINTS_BACK: Final = re.compile(r"\b(?:ca|cela|ils?|elles?|celui|celles?|ceux|y|en|tout)\b")
PERSONAL_MARK: Final = re.compile(r"\[[A-ZÉÈ]+(?: [A-ZÉÈ]+)* \d+\]")


def whole_words(text: str) -> str:
    """Leave out what joins a text to the next: « plus de bancs, » is quoted « plus de bancs ».

    >>> whole_words("plus de bancs,"), whole_words("...")
    ('plus de bancs', '...')
    """
    return text.rstrip(" ,;:") or text


def stands_alone(text: str) -> bool:
    """Tell whether a text is short, and understood without what came before it.

    >>> stands_alone("des bancs à l'ombre"), stands_alone("le créer"), stands_alone("sinon rien ne change")
    (True, False, False)
    """
    n_words, folded = len(text.split()), fold(text)
    if text.isupper() or not _FEWEST_ALONE <= n_words <= _MOST_ALONE or _LEANS_BACK.search(folded):
        return False
    return n_words > _FEW_WORDS or not _POINTS_BACK.search(folded)


def quoted(idea: Idea) -> Quotation:
    """Give the exact words of an idea, cut at a space when they are very long, without a joint at their end."""
    if len(idea.text) <= _LONGEST_QUOTE:
        return Quotation(idea.idea_id, whole_words(idea.text))
    space = idea.text.rfind(" ", 0, _LONGEST_QUOTE)
    end = space if space > 0 else _LONGEST_QUOTE
    opened = idea.text.rfind("[", 0, end)
    if opened > idea.text.rfind("]", 0, end) and opened > 0:  # never inside a mark
        end = opened
    return Quotation(idea.idea_id, idea.text[:end].rstrip(" ,;:"))


def _readable(idea: Idea) -> float:
    n_words = len(idea.text.split())
    if PERSONAL_MARK.search(idea.text):
        return 0.3
    letters = [character for character in idea.text if character.isalpha()]
    shouted = bool(letters) and sum(character.isupper() for character in letters) > 0.7 * len(letters)
    length = 1.0 if _FEWEST_WORDS <= n_words <= _MOST_WORDS else 0.6
    if _FEWEST_WORDS <= n_words < _TELLING_WORDS:
        length = 0.9  # « plus de pistes cyclables » says less than why, or where
    leans = 0.7 if _LEANS_BACK.search(fold(idea.text)) else 1.0
    return length * leans * (0.8 if shouted else 1.0)


def pick_typical(evidence: Evidence, ideas: Sequence[Idea], n_wanted: int, already: Sequence[Idea] = ()) -> list[Idea]:
    """Give up to `n_wanted` ideas that together stand for all of them, in reading order.

    Never two ideas of one contribution, never the same words twice.

    Parameters
    ----------
    already
        Ideas quoted before, kept out and kept away from.
    """
    used = {idea.contribution_id for idea in already}
    said = {idea.text.casefold().strip(" .!") for idea in already}
    pool = [idea for idea in ideas if idea.contribution_id not in used]
    if len(pool) > _POOL:
        order = np.argsort(-evidence.centrality(pool), kind="stable")[:_POOL]
        pool = [pool[position] for position in sorted(order.tolist())]
    if not pool:
        return []
    typical = evidence.centrality(pool)
    vectors = evidence.vectors[[idea.row for idea in pool]]
    quality = np.array([_readable(idea) for idea in pool])
    nearest = np.zeros(len(pool))
    if already:
        nearest = (vectors @ evidence.vectors[[idea.row for idea in already]].T).max(axis=1)
    heard = {idea.group for idea in already}
    free = np.ones(len(pool), dtype=bool)
    picked: list[int] = []
    while len(picked) < n_wanted and free.any():
        new_group = np.array([0.0 if idea.group in heard else 0.08 for idea in pool])
        score = quality * (_TYPICAL_SHARE * typical - (1 - _TYPICAL_SHARE) * nearest + new_group + 0.5)
        best = int(np.argmax(np.where(free, score.round(6), -np.inf)))
        words = pool[best].text.casefold().strip(" .!")
        free[best] = False
        if words in said:
            continue
        picked.append(best)
        said.add(words)
        heard.add(pool[best].group)
        used.add(pool[best].contribution_id)
        free &= np.array([idea.contribution_id not in used for idea in pool])
        nearest = np.maximum(nearest, vectors @ vectors[best])
        if (free & (nearest < _ALIKE)).any():  # the same again only where there is nothing else
            free &= nearest < _ALIKE
    return [pool[position] for position in sorted(picked)]


def rarest(evidence: Evidence, ideas: Sequence[Idea], n_wanted: int, already: Sequence[Idea] = ()) -> list[Idea]:
    """Give the ideas farthest from the rest of their theme, in reading order: what was said only once."""
    used = {idea.contribution_id for idea in already}
    pool = [idea for idea in ideas if idea.contribution_id not in used and _readable(idea) >= 0.8]
    if len(ideas) < 8 or not pool:
        return []
    chosen: dict[str, int] = {}
    for position in np.argsort(evidence.centrality(pool), kind="stable").tolist():
        if len(chosen) < n_wanted:
            chosen.setdefault(pool[position].contribution_id, position)
    return [pool[position] for position in sorted(chosen.values())]
