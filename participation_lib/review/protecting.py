"""Personal data as a person decides about it: what is doubtful, what is masked, and what is said alike elsewhere.

Nothing doubtful waits for her to be hidden: the reading masked it, and only her decision
brings the words back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from participation_lib.corpus.privacy.marks import MARK, Kind, fold_words
from participation_lib.corpus.statuses import reference_number
from participation_lib.review.deciding import DecisionDesk
from participation_lib.review.doubts import (
    SensitiveFinder,
    Waiting,
    alike_passages,
    find_sensitive_facts,
    folded,
    is_decided,
    new_mark,
    waiting_passages,
)
from participation_lib.review.review import DecisionError, Review, spoken_time
from participation_lib.schema import Decision, Passage, ProtectPassages, Treatment

__all__ = ["Decided", "Doubt", "FoundContribution", "Protecting"]

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
            names = [name for name, text in shown.items() if pattern.search(folded(text))]
        if not names:
            raise DecisionError("Aucune contribution ne porte ce numéro ni ne contient ces mots.")
        found = (FoundContribution(name, _place(review, name), shown[name]) for name in names[:_MOST_FOUND])
        return tuple(found)

    def alike(self, passage: Passage) -> tuple[Passage, ...]:
        """Give the other mentions of the same words that nobody decided about, in reading order."""
        return tuple(
            found for found in alike_passages(self.desk.review, passage) if not is_decided(self.desk.review, found)
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


def _same_text(review: Review, contribution_id: str) -> set[str]:
    said = fold_words(review.text_as_read(contribution_id))
    return {name for name, text in review.texts_as_read.items() if fold_words(text) == said}


def _place(review: Review, contribution_id: str) -> str:
    known = review.contributions.get(contribution_id)
    return known.place if known else f"n° {reference_number(contribution_id)}"
