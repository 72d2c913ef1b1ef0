"""Names that only the language model sees, each confirmed by rules.

In real answers a quarter of what the model calls a person is one. It is asked only about
capitalised words that are no known word, in the sentence where they stand, and believed
only when the words it points at have the look of a name and the rest of the corpus does
not call them a place or an organisation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from spacy.tokens import Span

from participation_lib.corpus.privacy.marks import Found, Kind
from participation_lib.corpus.privacy.names import Candidate
from participation_lib.corpus.privacy.vocabulary import (
    is_ordinary,
    is_place_or_brand,
    is_public_name,
    is_public_surname,
    is_surname,
    name_strength,
)
from participation_lib.corpus.privacy.words import context, titles
from participation_lib.corpus.tagging import french_model

__all__ = ["recognise"]

_REACH: Final = 160
_BREAK: Final = re.compile(r"[.!?…\n]\s")
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def _window(text: str, candidate: Candidate) -> tuple[int, int]:
    """Give the sentence around a word, cut at 160 characters on each side."""
    low = max(0, candidate.start - _REACH)
    before = [match.end() for match in _BREAK.finditer(text, low, candidate.start)]
    start = before[-1] if before else low
    after = _BREAK.search(text, candidate.end, min(len(text), candidate.end + _REACH))
    end = after.start() + 1 if after else min(len(text), candidate.end + _REACH)
    return start, end


def _looks_like_name(words: Sequence[str]) -> bool:
    if is_public_name(" ".join(words)):
        return False
    for word in words:
        if is_place_or_brand(word) or is_public_surname(word):
            return False
        if word.lower() in context("particules"):
            continue
        if not word[0].isupper() or (is_ordinary(word) and not name_strength(word) and not is_surname(word)):
            return False
    return True


def recognise(texts: Mapping[int, str], candidates: Mapping[int, Iterable[Candidate]]) -> dict[int, list[Found]]:
    """Give the names the model sees among the candidates of each text, once confirmed.

    The model reads each different sentence once, alone: the result does not depend on the
    company of the texts, save that a word called a place or an organisation more often
    than a person is no person. What it sees is certain with a first name or a surname in it,
    and doubtful otherwise.

    Parameters
    ----------
    texts
        From an index to a text.
    candidates
        From the same index to the words to ask about.
    """
    windows: dict[str, list[tuple[int, int, Candidate]]] = defaultdict(list)
    for index in sorted(candidates):
        for candidate in candidates[index]:
            if candidate.doubtful:
                continue
            start, end = _window(texts[index], candidate)
            windows[texts[index][start:end]].append((index, start, candidate))
    if not windows:
        return {}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    seen: list[tuple[int, int, int, str]] = []
    model = french_model()
    sentences = sorted(windows)
    with model.select_pipes(enable="ner"):
        for sentence, doc in zip(sentences, model.pipe(sentences, batch_size=64), strict=True):
            for index, shift, candidate in windows[sentence]:
                start, end = candidate.start - shift, candidate.end - shift
                entity: Span | None = next(
                    (ent for ent in doc.ents if ent.start_char < end and start < ent.end_char), None
                )
                label = entity.label_ if entity is not None else ""
                votes[candidate.word.lower()][label] += 1
                if entity is not None and label == "PER":
                    seen.append((index, entity.start_char + shift, entity.end_char + shift, candidate.word.lower()))
    found: dict[int, list[Found]] = defaultdict(list)
    for index, start, end, word in seen:
        matches = list(_NAME_WORD.finditer(texts[index], start, end))
        while matches and matches[0].group().lower() in titles():
            matches.pop(0)
        if not matches:
            continue
        words = [match.group() for match in matches]
        persons = votes[word]["PER"]
        if persons * 2 > votes[word].total() and _looks_like_name(words):
            known = any(name_strength(part) or is_surname(part) for part in words)
            found[index].append(Found(matches[0].start(), matches[-1].end(), Kind.PERSON, known))
    return dict(found)
