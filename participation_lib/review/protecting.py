"""Personal data as a person decides about it: what is doubtful, what is masked, and what is said alike elsewhere.

Nothing doubtful waits for her to be hidden: the reading masked it, and only her decision
brings the words back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from participation_lib.corpus.privacy.marks import MARK, Kind, MarkBook, fold_words
from participation_lib.corpus.privacy.sensitive import find_sensitive
from participation_lib.corpus.statuses import reference_number
from participation_lib.review.deciding import DecisionDesk
from participation_lib.review.review import DecisionError, Review, spoken_time
from participation_lib.schema import DOUBTFUL_REPLACEMENTS, Batch, Decision, Passage, ProtectPassages, Treatment

__all__ = [
    "Decided",
    "Doubt",
    "FoundContribution",
    "Protecting",
    "SensitiveFinder",
    "alike_passages",
    "doubtful_passages",
    "find_sensitive_facts",
    "new_mark",
    "waiting_passages",
]

SensitiveFinder = Callable[[str], Iterable[tuple[int, int, str]]]
"""Gives, of a text, the places of facts that need reading and what each is about (« santé »)."""

Waiting = tuple[Passage, str, bool]
"""A passage that is doubtful and undecided, its kind, and whether it is only to be read: nothing hides it."""

_GENERAL: Final[Mapping[str, str]] = {
    Kind.PERSON: "une personne",
    Kind.ADDRESS: "une adresse",
    Kind.EMAIL: "une adresse électronique",
    Kind.PHONE: "un numéro de téléphone",
    Kind.PLATE: "un véhicule",
    Kind.IBAN: "un compte bancaire",
    Kind.NIR: "un numéro de sécurité sociale",
    "DATE DE NAISSANCE": "une date de naissance",
    "COMPTE": "un compte",
}
_SOMEBODY: Final = "une personne"
_MOST_FOUND: Final = 20
_AROUND: Final = 240  # code points shown on each side


@dataclass(frozen=True, slots=True)
class Doubt:
    """A passage that a person has to decide about.

    Attributes
    ----------
    kind
        What it seems to be: the word of its mark, or what the fact is about.
    words
        What the contribution says: for whoever decides, never for what is published.
    shown
        What is shown as long as nobody decides.
    before, after
        What is around it, as it is shown.
    place
        « n° 42, table 3 ».
    general
        Words that tell less, proposed.
    to_read
        A fact to be read: nothing is hidden yet.
    n_alike
        Other mentions of the same words that wait too.
    """

    passage: Passage
    kind: str
    words: str
    shown: str
    before: str
    after: str
    place: str
    general: str
    to_read: bool
    n_alike: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about passages that stands.

    Attributes
    ----------
    words
        What its first passage says: for whoever decides.
    shown
        What is shown instead; the same words where they are kept.
    """

    decision_id: int
    treatment: Treatment
    words: str
    shown: str
    place: str
    n_passages: int
    author: str
    time: str
    reason: str


def find_sensitive_facts(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the facts of a text that need reading (health, belief, opinion told of a person), with what each is about.

    Examples
    --------
    >>> list(find_sensitive_facts("Le bus est loin, ma mère est diabétique."))
    [(17, 40, 'santé')]
    """
    return ((found.start, found.end, found.kind) for found in find_sensitive(text))


@dataclass(frozen=True, slots=True)
class FoundContribution:
    """A contribution in which a passage may be selected; `text` is as it is shown."""

    contribution_id: str
    place: str
    text: str


class Protecting:
    """The personal data of a dossier, before one person who decides.

    Parameters
    ----------
    desk
        Where decisions are taken, and undone.
    find_sensitive
        Finds facts to be read in a text.
    """

    def __init__(self, desk: DecisionDesk, find_sensitive: SensitiveFinder = find_sensitive_facts) -> None:
        self.desk = desk
        self._find_sensitive = find_sensitive
        self._known: tuple[Review, list[Waiting]] | None = None

    # What waits

    def _waiting(self) -> list[Waiting]:
        review = self.desk.review
        if self._known is None or self._known[0] is not review:
            self._known = (review, waiting_passages(self.desk.batches, review, self._find_sensitive))
        return self._known[1]

    @property
    def n_waiting(self) -> int:
        """How many passages wait for a decision."""
        return len(self._waiting())

    @property
    def n_to_read(self) -> int:
        """How many of them nothing hides yet."""
        return sum(to_read for _, _, to_read in self._waiting())

    @property
    def n_decided(self) -> int:
        """How many passages were decided."""
        return sum(map(len, self.desk.review.protections.values()))

    def next(self, rank: int = 0) -> Doubt | None:
        """Give a passage that waits, by its rank; None where none does."""
        waiting = self._waiting()
        if not waiting:
            return None
        passage, kind, to_read = waiting[rank % len(waiting)]
        review = self.desk.review
        words = review.words_behind(passage.contribution_id, passage.start, passage.end)
        shown = review.shown_text(passage.contribution_id)
        start, end = shown.around(passage.start, passage.end)
        folded = fold_words(words)
        return Doubt(
            passage=passage,
            kind=kind,
            words=words,
            shown=shown.text[start:end],
            before=shown.text[max(0, start - _AROUND) : start],
            after=shown.text[end : end + _AROUND],
            place=_place(review, passage.contribution_id),
            general=_GENERAL.get(kind, _SOMEBODY),
            to_read=to_read,
            n_alike=sum(
                fold_words(review.words_behind(other.contribution_id, other.start, other.end)) == folded
                for other, _, _ in waiting
            )
            - 1,
        )

    def decided(self) -> tuple[Decided, ...]:
        """Give the decisions that stand, the last one first."""
        review = self.desk.review
        found = []
        for decision in reversed(review.log):
            action = decision.action
            if not isinstance(action, ProtectPassages) or not review.stands(decision.decision_id):
                continue
            first = action.passages[0]
            words = review.words_behind(first.contribution_id, first.start, first.end)
            found.append(
                Decided(
                    decision.decision_id,
                    action.treatment,
                    words,
                    words if action.treatment is Treatment.KEEP else " ".join(action.words.split()),
                    _place(review, first.contribution_id),
                    len(set(action.passages)),
                    decision.author,
                    spoken_time(decision.decided_at),
                    decision.reason,
                )
            )
        return tuple(found)

    # What is decided

    def select(self, contribution_id: str, start: int, end: int) -> Passage:
        """Give the passage of what was read under words selected on screen; marks are taken whole.

        Parameters
        ----------
        start, end
            In code points of the text of the contribution as it is shown; spaces around are left out.

        Raises
        ------
        DecisionError
            No word is selected there.
        """
        review = self.desk.review
        if contribution_id not in review.texts_as_read:
            raise DecisionError("Cette contribution n’est pas dans ce dossier : rechargez.")
        shown = review.shown_text(contribution_id)
        words = shown.text[start:end] if 0 <= start < end <= len(shown.text) else ""
        if not re.search(r"\w", words):
            raise DecisionError("Aucun mot n’est sélectionné : sélectionnez ce qui doit être masqué.")
        left, right = len(words) - len(words.lstrip()), len(words.rstrip())
        first, last = shown.as_read(start + left, start + right)
        for mark in MARK.finditer(review.text_as_read(contribution_id)):
            if mark.start() < last and first < mark.end():
                first, last = min(first, mark.start()), max(last, mark.end())
        return Passage(contribution_id, first, last)

    def find(self, wanted: str) -> tuple[FoundContribution, ...]:
        """Give the contributions that have a number, or hold words, as they are shown; the first ones only.

        Raises
        ------
        DecisionError
            Nothing is asked for, or nothing is found.
        """
        review, words = self.desk.review, fold_words(wanted)
        if not words:
            raise DecisionError("Écrivez un numéro de contribution, ou des mots.")
        shown = {name: review.shown_texts.get(name, text) for name, text in review.texts_as_read.items()}
        number = words.removeprefix("no ").removeprefix("n ").lstrip("0")
        if number.isdecimal():
            names = [name for name in shown if reference_number(name) == number]
        else:
            pattern = re.compile(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words.split())))
            names = [name for name, text in shown.items() if pattern.search(_folded(text))]
        if not names:
            raise DecisionError("Aucune contribution ne porte ce numéro ni ne contient ces mots.")
        found = (FoundContribution(name, _place(review, name), shown[name]) for name in names[:_MOST_FOUND])
        return tuple(found)

    def alike(self, passage: Passage) -> tuple[Passage, ...]:
        """Give the other mentions of the same words that nobody decided about, in reading order."""
        return tuple(
            found for found in alike_passages(self.desk.review, passage) if not _is_decided(self.desk.review, found)
        )

    def keep(self, passage: Passage, *, everywhere: bool = True, reason: str = "") -> Decision:
        """Keep a passage: a mark gives its words back."""
        return self._decide(passage, Treatment.KEEP, "", everywhere, reason)

    def mask(self, passage: Passage, kind: str = Kind.PERSON, *, everywhere: bool = True, reason: str = "") -> Decision:
        """Mask a passage; the same words have the same mark wherever they are.

        Raises
        ------
        DecisionError
            There is no such kind of mark.
        """
        if kind not in set(Kind):
            raise DecisionError("Dites ce qui est masqué : " + ", ".join(str(known).lower() for known in Kind) + ".")
        words = self.desk.review.words_behind(passage.contribution_id, passage.start, passage.end)
        return self._decide(passage, Treatment.MASK, new_mark(self.desk.review, Kind(kind), words), everywhere, reason)

    def generalise(self, passage: Passage, words: str, *, everywhere: bool = True, reason: str = "") -> Decision:
        """Show words that tell less in the place of a passage."""
        return self._decide(passage, Treatment.GENERALISE, words, everywhere, reason)

    def _decide(self, passage: Passage, treatment: Treatment, words: str, everywhere: bool, reason: str) -> Decision:
        review = self.desk.review
        own = _same_text(review, passage.contribution_id)
        # The same words handed in twice are shown twice: what hides one hides the other.
        others = [p for p in self.alike(passage) if everywhere or p.contribution_id in own]
        return self.desk.decide(ProtectPassages((passage, *others), treatment, words), reason)


def waiting_passages(
    batches: Sequence[Batch], review: Review, find_sensitive: SensitiveFinder = find_sensitive_facts
) -> list[Waiting]:
    """Give what is doubtful and undecided, in reading order."""
    found = [*doubtful_passages(batches, review), *_said_again(review)]
    for name, text in review.texts_as_read.items():
        found += [(Passage(name, start, end), about, True) for start, end, about in _facts_of(text, find_sensitive)]
    return [entry for entry in _in_reading_order(review, found) if not _is_decided(review, entry[0])]


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
        folded = _folded(text)
        marks = [match.span() for match in MARK.finditer(text)] if "[" in text else []
        if first in folded:
            spans = (match.span() for match in pattern.finditer(folded))
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
def _folded(text: str) -> str:
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


def _is_decided(review: Review, passage: Passage) -> bool:
    decided = review.protections.get(passage.contribution_id, ())
    return any(known.start < passage.end and passage.start < known.end for known in decided)


def _in_reading_order(review: Review, found: Iterable[Waiting]) -> list[Waiting]:
    order = {name: rank for rank, name in enumerate(review.texts_as_read)}
    unique = {entry[0]: entry for entry in reversed(list(found))}
    return sorted(unique.values(), key=lambda entry: (order[entry[0].contribution_id], entry[0].start))


def _same_text(review: Review, contribution_id: str) -> set[str]:
    said = fold_words(review.text_as_read(contribution_id))
    return {name for name, text in review.texts_as_read.items() if fold_words(text) == said}


def _place(review: Review, contribution_id: str) -> str:
    known = review.contributions.get(contribution_id)
    return known.place if known else f"n° {reference_number(contribution_id)}"
