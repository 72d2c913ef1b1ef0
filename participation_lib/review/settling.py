"""The review of a colleague beside the one on a desk, and their disagreements settled one by one.

What is settled is known from the log of the desk's dossier alone: it is there again the next
day, on another machine, and goes when the decision is undone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from participation_lib.dossier import Dossier, open_dossier, restore_dossier
from participation_lib.dossier.store import moment, now
from participation_lib.review.agreement import (
    Comparison,
    Disagreement,
    compare_reviews,
    place_label,
    place_of,
)
from participation_lib.review.authorship import persons
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import Review, spoken_time
from participation_lib.schema import SET_ASIDE, SettleDisagreement
from participation_lib.themes.naming import fold

__all__ = ["NOBODY", "OtherReview", "Settled", "Settling", "read_review"]

NOBODY: Final = "moi"  # what a desk calls somebody who gave no name


@dataclass(frozen=True)
class OtherReview:
    """The review of a dossier as it was when it was read.

    Attributes
    ----------
    name
        Of the folder or archive.
    dossier_id
        Drawn when the dossier was made; copies of a dossier share it.
    read_at
        « 14 h 32 ».
    """

    name: str
    dossier_id: str
    review: Review
    read_at: str

    def colleague(self, author: str = "") -> str:
        """Give who reviewed it: the person who decided most there, other than `author`; "" when nobody is named."""
        return next((person for person in persons(self.review) if person not in (author, NOBODY)), "")


def read_review(place: Path) -> OtherReview:
    """Read the review of a dossier, from its folder or its archive; nothing of either changes.

    Raises
    ------
    InputError
        There is no dossier there, or it cannot be used.
    OutputError
        An archive cannot be unpacked for want of room.
    """
    if place.is_file():
        with (
            tempfile.TemporaryDirectory(prefix="participation-", ignore_cleanup_errors=True) as aside,
            restore_dossier(place, Path(aside) / "dossier") as dossier,
        ):
            return _as_read(dossier, place.name)
    with open_dossier(place, read_only=True) as dossier:
        return _as_read(dossier, place.absolute().name)


def _as_read(dossier: Dossier, name: str) -> OtherReview:
    return OtherReview(name, dossier.dossier_id, Review.of(*dossier.snapshot()), spoken_time(moment(now)))


@dataclass(frozen=True)
class Settled:
    """A disagreement that was settled.

    Attributes
    ----------
    label, other_label
        Where its ideas are now, and where the colleague had them.
    """

    decision_id: int
    idea_ids: tuple[str, ...]
    text: str
    label: str
    other_label: str


class Settling:
    """The disagreements of a desk's review with another one.

    Parameters
    ----------
    desk
        Whose dossier takes the decisions; the other one is never written to.
    other
        The review of the colleague.

    Attributes
    ----------
    at_first
        How far the two agreed before anything was settled between them: the only figures
        that tell whether two people, each alone, understood the same thing.
    now
        How far they agree with what was settled since.
    waiting
        Disagreements to settle, where one person at least had placed the ideas.
    settled
        Those that were settled and still are, the last one first. One comes back when its
        decision is undone, its ideas are put elsewhere, or the colleague changed her mind.
    n_unread
        Texts that only the tool placed, each time elsewhere: no disagreement between people.

    Raises
    ------
    InputError
        The two reviews are not of the same contributions.
    """

    def __init__(self, desk: ReviewDesk, other: OtherReview) -> None:
        self.desk = desk
        self.other = other
        self.colleague = other.colleague(desk.author)
        self._seen: Review | None = None
        self._first: tuple[int, Comparison] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Compare anew if the desk's review changed."""
        review = self.desk.review
        if review is self._seen:
            return
        self.now = compare_reviews(review, self.other.review)
        holding = self._holding()
        self.settled = self._settled(holding)
        found = [d for d in self.now.disagreements if not holding.keys() >= set(d.idea_ids)]
        self.waiting = tuple(d for d in found if d.is_between_people)
        self.n_unread = len(found) - len(self.waiting)
        self.at_first = self._before_settling()
        self._seen = review

    @property
    def n_in_all(self) -> int:
        """Disagreements, settled ones included."""
        return len(self.waiting) + len(self.settled)

    # What was settled

    def _settlements(self) -> list[tuple[int, SettleDisagreement]]:
        """Give what was settled with this dossier and was not undone, in order."""
        review = self.desk.review
        return [
            (decision.decision_id, decision.action)
            for decision in review.log
            if isinstance(decision.action, SettleDisagreement)
            and decision.action.dossier_id == self.other.dossier_id
            and review.stands(decision.decision_id)
        ]

    def _holding(self) -> dict[str, int]:
        """Give the decision that settled each idea, where it is still as it was settled, and against the same place."""
        review, theirs = self.desk.review, self.other.review
        spans = {(idea.contribution_id, idea.start, idea.end): idea for idea in theirs.ideas.values()}
        found: dict[str, int] = {}
        for decision_id, action in self._settlements():
            for idea_id in action.idea_ids:
                found.pop(idea_id, None)
                idea = review.ideas.get(idea_id)
                their_idea = spans.get((idea.contribution_id, idea.start, idea.end)) if idea else None
                if (
                    idea is not None
                    and their_idea is not None
                    and place_of(idea) == review.theme_now(action.theme_id)
                    and place_of(their_idea) == theirs.theme_now(action.other_id)
                ):
                    found[idea_id] = decision_id
        return found

    def _settled(self, holding: Mapping[str, int]) -> tuple[Settled, ...]:
        review = self.desk.review
        found = []
        for decision_id, action in reversed(self._settlements()):
            ideas = [review.ideas[name] for name in action.idea_ids if holding.get(name) == decision_id]
            if ideas:
                found.append(
                    Settled(
                        decision_id,
                        tuple(idea.idea_id for idea in ideas),
                        review.text(ideas[0]),
                        place_label(review, place_of(ideas[0])),
                        place_label(self.other.review, self.other.review.theme_now(action.other_id)),
                    )
                )
        return tuple(found)

    def _before_settling(self) -> Comparison:
        """Compare as before the first thing that was settled: what one decides alone, before talking."""
        first = next((decision_id for decision_id, _ in self._settlements()), 0)
        if not first:
            return self.now
        if self._first is None or self._first[0] != first:
            log = [decision for decision in self.desk.review.log if decision.decision_id < first]
            self._first = first, compare_reviews(Review.of(self.desk.batches, log), self.other.review)
        return self._first[1]

    # Settling

    def keep(self, disagreement: Disagreement, words: str = "") -> None:
        """Leave the ideas where the desk's review has them, and say it is decided."""
        self.put(disagreement, disagreement.theme_id, words)

    def take(self, disagreement: Disagreement, words: str = "") -> None:
        """Put the ideas where the colleague has them; where no theme stands for hers, one of that name is made."""
        if disagreement.other_id == SET_ASIDE:
            self.put(disagreement, SET_ASIDE, words.strip() or disagreement.other_aside)
        elif disagreement.counterpart_id:
            self.put(disagreement, disagreement.counterpart_id, words)
        else:
            self.put_in_new(disagreement, disagreement.other_label, words)

    def theirs_here(self, disagreement: Disagreement) -> str:
        """Give what the colleague's place is called in the desk's dossier; "" where taking it makes a theme."""
        if disagreement.counterpart_id:
            return place_label(self.desk.review, disagreement.counterpart_id)
        return place_label(self.desk.review, self._named(disagreement.other_label))

    def _named(self, label: str) -> str:
        """Give the theme of that name; "" where there is none."""
        wanted = fold(" ".join(label.split()))
        themes = self.desk.review.themes.values()
        return next((theme.theme_id for theme in themes if fold(theme.label) == wanted), "")

    def put_in_new(self, disagreement: Disagreement, label: str, words: str = "") -> None:
        """Put the ideas in a theme of that name, made if there is none."""
        with self.desk.together():
            self.put(disagreement, self._named(label) or self.desk.create_theme(label), words)

    def put(self, disagreement: Disagreement, theme_id: str, words: str = "") -> None:
        """Put the ideas in a place and say that it settles the disagreement.

        Parameters
        ----------
        theme_id
            A theme of the desk's dossier, `UNCLASSIFIED`, or `SET_ASIDE`.
        words
            Why, if there is anything to say; to set aside what was not, there is. The reason
            kept also tells the places left out, unless it is the one that notes print.
        """
        reason, ideas = words.strip(), self.desk.review.ideas
        is_printed = theme_id == SET_ASIDE and any(not ideas[name].set_aside for name in disagreement.idea_ids)
        if not is_printed:
            reason = " ; ".join(filter(None, (reason, self._left_out(disagreement, theme_id))))
        alone = self.at_first.on_own
        action = SettleDisagreement(
            disagreement.idea_ids,
            theme_id,
            self.other.dossier_id,
            disagreement.other_id,
            self.colleague,
            (alone,) if alone else (),
        )
        self.desk.decide(action, reason)

    def _left_out(self, disagreement: Disagreement, theme_id: str) -> str:
        """Give « plutôt que “Ombre” (BL) », for the history."""
        chosen = fold(place_label(self.desk.review, theme_id))
        sides = (
            (disagreement.theme_id, disagreement.label, disagreement.author),
            (disagreement.counterpart_id, disagreement.other_label, disagreement.other_author or self.colleague),
        )
        left = [
            f"“{label}”" + (f" ({who})" if who and who != NOBODY else "")
            for place, label, who in sides
            if place != theme_id and fold(label) != chosen
        ]
        return f"plutôt que {' ou '.join(left)}" if left else ""
