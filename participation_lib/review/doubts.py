"""Passages of contributions that might tell who somebody is: what waits for a person, and what is said alike.

What the reading masked without being sure, the facts it left to be read, and the mentions of words
that a person masked elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from participation_lib.corpus.privacy.marks import MARK, Kind, MarkBook, fold_words
from participation_lib.corpus.privacy.sensitive import find_sensitive
from participation_lib.review.review import Review
from participation_lib.schema import DOUBTFUL_REPLACEMENTS, Batch, Passage, ProtectPassages, Treatment

__all__ = [
    "SensitiveFinder",
    "Waiting",
    "alike_passages",
    "doubtful_passages",
    "find_sensitive_facts",
    "folded",
    "is_decided",
    "new_mark",
    "waiting_passages",
]

SensitiveFinder = Callable[[str], Iterable[tuple[int, int, str]]]
"""Gives, of a text, the places of facts that need reading and what each is about (« santé »)."""

Waiting = tuple[Passage, str, bool]
"""A passage that is doubtful and undecided, its kind, and whether it is only to be read: nothing hides it."""


def find_sensitive_facts(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the facts of a text that need reading (health, belief, opinion told of a person), with what each is about.

    Examples
    --------
    >>> list(find_sensitive_facts("Le bus est loin, ma mère est diabétique."))
    [(17, 39, 'santé')]
    """
    return ((found.start, found.end, found.kind) for found in find_sensitive(text))


def waiting_passages(
    batches: Sequence[Batch], review: Review, find_sensitive: SensitiveFinder = find_sensitive_facts
) -> list[Waiting]:
    """Give what is doubtful and undecided, in reading order."""
    found = [*doubtful_passages(batches, review), *_said_again(review)]
    for name, text in review.texts_as_read.items():
        found += [(Passage(name, start, end), about, True) for start, end, about in _facts_of(text, find_sensitive)]
    return [entry for entry in _in_reading_order(review, found) if not is_decided(review, entry[0])]


@lru_cache(maxsize=50_000)
def _facts_of(text: str, find_sensitive: SensitiveFinder) -> tuple[tuple[int, int, str], ...]:
    return tuple(find_sensitive(text))


def doubtful_passages(batches: Sequence[Batch], review: Review) -> list[Waiting]:
    """Give what the reading masked without being sure, decided or not, with its kind."""
    found: list[Waiting] = []
    for batch in batches:
        doubtful = (batch.parameters or {}).get(DOUBTFUL_REPLACEMENTS, ())
        ranks: dict[str, set[int]] = {}
        seen: dict[str, int] = {}
        for position, replaced in enumerate(batch.replacements):
            rank = seen[replaced.contribution_id] = seen.get(replaced.contribution_id, -1) + 1
            if position in doubtful:
                ranks.setdefault(replaced.contribution_id, set()).add(rank)
        for name, wanted in ranks.items():
            for rank, ((start, end), replaced) in enumerate(review.marked(name).items()):
                if rank in wanted:
                    found.append((Passage(name, start, end), replaced.kind, False))
    return found


def alike_passages(review: Review, passage: Passage) -> list[Passage]:
    """Give the other mentions of the words of a passage, case, accents and punctuation aside, in reading order.

    A mention inside a word, or inside what a mark stands for, is none.
    """
    words = fold_words(review.words_behind(passage.contribution_id, passage.start, passage.end))
    if not words:
        return []
    pattern = re.compile(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words.split())) + r"(?!\w)")
    first = words.split()[0]
    found: list[Passage] = []
    for name, text in review.texts_as_read.items():
        plain = folded(text)
        marks = [match.span() for match in MARK.finditer(text)] if "[" in text else []
        if first in plain:
            spans = (match.span() for match in pattern.finditer(plain))
            found += [
                Passage(name, start, end)
                for start, end in spans
                if not any(left < end and start < right for left, right in marks)
            ]
        if marks:
            found += [
                Passage(name, *span)
                for span, behind in review.marked(name).items()
                if fold_words(behind.words) == words
            ]
    return [other for other in found if other != passage]


def new_mark(review: Review, kind: Kind, words: str) -> str:
    """Give the mark of words: the one they have already, or one that nothing ever had."""
    known = [(found.mark, Kind(found.kind), found.words) for found in review.marks_given]
    texts = [*review.texts_as_read.values(), *review.shown_texts.values(), *(mark for mark, _, _ in known)]
    return MarkBook(texts, known).mark(kind, words)


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Give a text without case or accents, of the same length."""
    if text.isascii():
        return text.lower()
    out = []
    for character in text:
        plain = unicodedata.normalize("NFKD", character)[0].casefold()
        out.append(plain if len(plain) == 1 else character)
    return "".join(out)


def _said_again(review: Review) -> Iterator[Waiting]:
    """Give the mentions, still to be read, of words a person masked elsewhere: files may have come in since."""
    seen: set[str] = set()
    for decision in review.log:
        action = decision.action
        if not isinstance(action, ProtectPassages) or action.treatment is not Treatment.MASK:
            continue
        if not review.stands(decision.decision_id):
            continue
        first = action.passages[0]
        words = fold_words(review.words_behind(first.contribution_id, first.start, first.end))
        if words and words not in seen:
            seen.add(words)
            mark = MARK.fullmatch(" ".join(action.words.split()))
            for found in alike_passages(review, first):
                if not MARK.fullmatch(review.text_as_read(found.contribution_id), found.start, found.end):
                    yield found, mark["kind"] if mark else str(Kind.PERSON), True


def is_decided(review: Review, passage: Passage) -> bool:
    """Tell whether a person decided about a passage, or about some of it."""
    decided = review.protections.get(passage.contribution_id, ())
    return any(known.start < passage.end and passage.start < known.end for known in decided)


def _in_reading_order(review: Review, found: Iterable[Waiting]) -> list[Waiting]:
    order = {name: rank for rank, name in enumerate(review.texts_as_read)}
    unique = {entry[0]: entry for entry in reversed(list(found))}
    return sorted(unique.values(), key=lambda entry: (order[entry[0].contribution_id], entry[0].start))
