"""The line of ideas that wait for a person: one page at a time, back and forth, never lost.

A page is a family of ideas that one gesture may settle. The line changes after each
decision, since the tool learns from it; the page in sight does not, unless its first idea
was settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from participation_lib.review.cards import IdeaCard, idea_cards
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import DecisionError, ReviewedIdea
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    ConfirmIdeas,
    Decision,
    MoveIdeas,
    SetAsideIdeas,
)

__all__ = ["AHEAD", "Page", "WaitingLine"]

AHEAD: Final = 3  # pages made ready behind the one in sight
_MOST_KEPT: Final = 50  # pages that may still be named by a screen that runs ahead


@dataclass(frozen=True)
class Page:
    """A family as it was put on the screen.

    Attributes
    ----------
    key
        Never given twice.
    cards
        The idea that speaks for the others first.
    choices
        Themes with the belief in them (0 to 100), most believed first; they keep their rank.
    closed
        Ideas of the page that were settled one by one while it was in sight.
    """

    key: str
    cards: tuple[IdeaCard, ...]
    choices: tuple[tuple[str, int], ...]
    closed: frozenset[str] = frozenset()

    @property
    def idea_ids(self) -> tuple[str, ...]:
        """Identifiers of its ideas, in the order of the cards."""
        return tuple(card.idea_id for card in self.cards)


@dataclass(frozen=True)
class _Answer:
    """What was decided on a page; `alone` for an idea sent elsewhere by itself."""

    page: Page
    decision_ids: tuple[int, ...]
    alone: bool = False


class WaitingLine:
    """What waits for a person, in the order that settles most.

    Parameters
    ----------
    desk
        Where decisions are taken. Its refusals (`DecisionError`, `OutputError`) pass through,
        and leave the line as it was.
    """

    def __init__(self, desk: ReviewDesk) -> None:
        self.desk = desk
        self._numbers = count(1)
        self._pages: list[Page] = []
        self._known: dict[str, Page] = {}
        self._answers: list[_Answer] = []
        self._undone: list[_Answer] = []
        self._looking_at = -1  # rank of the answer looked at again; -1 for the head of the line
        self._past: Page | None = None
        self._passed: dict[str, None] = {}  # ideas passed over, the last ones last

    # What is in sight

    @property
    def current(self) -> Page | None:
        """Page in sight, None once nothing waits."""
        if self._past is not None:
            return self._past
        return self._pages[0] if self._pages else None

    @property
    def ahead(self) -> tuple[Page, ...]:
        """Pages that come next."""
        return tuple(self._pages if self._past is not None else self._pages[1:])

    @property
    def is_past(self) -> bool:
        """Whether the page in sight was answered before."""
        return self._past is not None

    @property
    def can_go_back(self) -> bool:
        """Whether there is an answered page before the one in sight."""
        return any(self._past is None or rank < self._looking_at for rank in self._worth_a_look)

    @property
    def n_waiting(self) -> int:
        """How many ideas nobody has settled, those of locked themes left out."""
        review = self.desk.review
        return sum(not review.is_held(idea) for idea in review.ideas.values())

    # Keeping up with the desk

    def refresh(self) -> None:
        """Put the line in the order of now; the page in sight stays, unless an undo brings another back."""
        self._follow_undone()
        if self._past is not None:
            self._see_past(self._again(self._past))
        kept = [page for page in map(self._updated, self._pages) if page is not None]
        if self.desk.is_about_to_learn and len(kept) > 1:
            self._pages = kept
            return
        head = kept[:1]
        in_sight = {idea_id for page in head for idea_id in page.idea_ids}
        self._pages = head + self._fresh(in_sight, 1 + AHEAD - len(head))

    def _follow_undone(self) -> None:
        """Keep the answers that stand, whoever undid or redid the others; a page whose answer went comes back."""
        cancelled = self.desk.review.cancelled
        gone = [answer for answer in self._answers if answer.decision_ids[-1] in cancelled]
        back = [answer for answer in self._undone if answer.decision_ids[-1] not in cancelled]
        if not gone and not back:
            return
        self._answers = [answer for answer in self._answers if answer not in gone] + back
        self._undone = [answer for answer in self._undone if answer not in back] + gone
        self._past, self._looking_at = None, -1
        for answer in gone:
            if not answer.alone:
                self._show_again(answer.page)

    def _fresh(self, taken: set[str], number: int) -> list[Page]:
        """Give the pages that come first; families passed over come last, in the order they were passed."""
        review = self.desk.review
        families = sorted(self.desk.queue(max(1, len(review.ideas))), key=lambda family: self._turn(family.idea_ids))
        pages: list[Page] = []
        for family in families:
            if len(pages) == number:
                break
            if taken.isdisjoint(family.idea_ids):
                pages.append(self._page([review.ideas[name] for name in family.idea_ids], family.choices))
        return pages

    def _turn(self, idea_ids: Sequence[str]) -> int:
        """Give -1 for a family whose turn it is, and how late it was passed over for one that mostly was."""
        passed = [place for place, idea_id in enumerate(self._passed) if idea_id in idea_ids]
        return passed[-1] if 2 * len(passed) >= len(idea_ids) else -1

    def _page(self, ideas: Sequence[ReviewedIdea], choices: tuple[tuple[str, int], ...]) -> Page:
        return self._remember(Page(str(next(self._numbers)), idea_cards(self.desk, ideas), choices))

    def _remember(self, page: Page) -> Page:
        self._known[page.key] = page
        while len(self._known) > _MOST_KEPT:
            del self._known[next(iter(self._known))]
        return page

    def _updated(self, page: Page) -> Page | None:
        """Give a page with what happened to its ideas since; None once its first idea is settled."""
        review = self.desk.review
        there = [card for card in page.cards if card.idea_id in review.ideas]
        held = {card.idea_id for card in there if review.is_held(review.ideas[card.idea_id])}
        if page.cards[0].idea_id in held or page.cards[0] not in there:
            return None
        choices = tuple(choice for choice in page.choices if choice[0] in review.themes)
        stale = {card.idea_id for card in there if not self._is_true(card)} | (held ^ page.closed)
        if len(there) == len(page.cards) and not stale and choices == page.choices:
            return page
        cards = tuple(
            idea_cards(self.desk, [review.ideas[card.idea_id]])[0] if card.idea_id in stale else card for card in there
        )
        return self._remember(replace(page, cards=cards, choices=choices, closed=frozenset(held)))

    def _is_true(self, card: IdeaCard) -> bool:
        """Tell whether a card shows the words of today and a theme that still exists.

        That the tool moved the idea meanwhile is no reason to change it under her eyes.
        """
        idea, themes = self.desk.review.ideas[card.idea_id], self.desk.review.themes
        span = (len(card.before), len(card.before) + len(card.text))
        return span == (idea.start, idea.end) and (
            card.theme_id in themes or card.theme_id in (UNCLASSIFIED, SET_ASIDE)
        )

    def _again(self, page: Page) -> Page | None:
        """Give an answered page as its ideas stand now."""
        review = self.desk.review
        ideas = [review.ideas[name] for name in page.idea_ids if name in review.ideas]
        choices = tuple(choice for choice in page.choices if choice[0] in review.themes)
        if not ideas:
            return None
        return replace(page, cards=idea_cards(self.desk, ideas), choices=choices, closed=frozenset())

    def _see_past(self, page: Page | None) -> None:
        self._past = page if page is None else self._remember(page)
        if page is None:
            self._looking_at = -1

    # Deciding

    def move(self, key: str, idea_ids: Sequence[str], theme_id: str) -> None:
        """Put ideas of a page in a theme, and leave the page."""
        decision = self.desk.decide(MoveIdeas(self._chosen(key, idea_ids), theme_id))
        self._answered(key, idea_ids, [decision])

    def move_to_new(self, key: str, idea_ids: Sequence[str], label: str) -> None:
        """Open a theme, put ideas of a page in it, and leave the page."""
        chosen = self._chosen(key, idea_ids)
        decisions = self._open_and_move(chosen, label)
        self._answered(key, chosen, decisions)

    def confirm(self, key: str, idea_ids: Sequence[str]) -> None:
        """Say that ideas are well where the page shows them, each in its theme or without; leave the page."""
        chosen = self._chosen(key, idea_ids)
        shown: dict[str, list[str]] = {}
        for card in self._known[key].cards:
            if card.idea_id in chosen and card.theme_id != SET_ASIDE:
                shown.setdefault(card.theme_id, []).append(card.idea_id)
        decisions: list[Decision] = []
        done: list[str] = []
        try:
            with self.desk.together():
                for theme_id, names in shown.items():
                    decisions.append(self.desk.decide(ConfirmIdeas(tuple(names), theme_id)))
                    done += names
        finally:
            if decisions:
                self._answered(key, done, decisions)

    def set_aside(self, key: str, idea_ids: Sequence[str], reason: str) -> None:
        """Count ideas of a page apart, and leave the page."""
        decision = self.desk.decide(SetAsideIdeas(self._chosen(key, idea_ids)), reason)
        self._answered(key, idea_ids, [decision])

    def move_alone(self, key: str, idea_id: str, theme_id: str) -> None:
        """Put one idea of a page in a theme of its own choice; the page stays."""
        decision = self.desk.decide(MoveIdeas(self._chosen(key, [idea_id]), theme_id))
        self._sent_alone(key, [decision])

    def move_alone_to_new(self, key: str, idea_id: str, label: str) -> None:
        """Open a theme and put one idea of a page in it; the page stays."""
        self._sent_alone(key, self._open_and_move(self._chosen(key, [idea_id]), label))

    def _open_and_move(self, idea_ids: tuple[str, ...], label: str) -> list[Decision]:
        with self.desk.together():
            theme_id = self.desk.create_theme(label)
            return [self.desk.review.log[-1], self.desk.move(idea_ids, theme_id)]

    def _chosen(self, key: str, idea_ids: Sequence[str]) -> tuple[str, ...]:
        page = self._known.get(key)
        if page is None or not set(idea_ids) <= set(page.idea_ids):
            raise DecisionError("Cette page a changé : recommencez sur celle qui s’affiche.")
        return tuple(name for name in page.idea_ids if name in set(idea_ids))

    def _answered(self, key: str, idea_ids: Sequence[str], decisions: Sequence[Decision]) -> None:
        page = self._known[key]
        kept = tuple(card for card in page.cards if card.idea_id in idea_ids)
        numbers = tuple(decision.decision_id for decision in decisions)
        self._answers.append(_Answer(replace(page, cards=kept), numbers))
        for idea_id in page.idea_ids:
            self._passed.pop(idea_id, None)
        self._past, self._looking_at = None, -1
        self._pages = [other for other in self._pages if other.key != key]

    def _sent_alone(self, key: str, decisions: Sequence[Decision]) -> None:
        numbers = tuple(decision.decision_id for decision in decisions)
        self._answers.append(_Answer(self._known[key], numbers, alone=True))

    # Going about

    def show(self, key: str) -> None:
        """Put a page that was given before in sight, where a screen that ran ahead is already."""
        page = self._known.get(key)
        page = self._updated(page) if page is not None else None
        if page is None:
            return
        self._past, self._looking_at = None, -1
        # Since it was given, its ideas may have come to wait on pages of other names too.
        others = (other for other in self._pages if set(page.idea_ids).isdisjoint(other.idea_ids))
        self._pages = [page, *others]

    def skip(self) -> None:
        """Go on without deciding: from an answered page to the next one; else the page goes to the end of the line."""
        if self._past is not None:
            later = [rank for rank in self._worth_a_look if rank > self._looking_at]
            self._look_at(later[0] if later else -1)
        elif self._pages:
            for idea_id in self._pages[0].idea_ids:
                self._passed.pop(idea_id, None)
                self._passed[idea_id] = None
            self._pages = self._pages[1:]

    def back(self) -> None:
        """Look again at the page answered before the one in sight; nothing happens where there is none."""
        earlier = [rank for rank in self._worth_a_look if self._past is None or rank < self._looking_at]
        if earlier:
            self._look_at(earlier[-1])

    @property
    def _worth_a_look(self) -> list[int]:
        """Ranks of the answers to go back to: the last one given on each page."""
        last = {answer.page.idea_ids[0]: rank for rank, answer in enumerate(self._answers) if not answer.alone}
        return sorted(last.values())

    def _look_at(self, rank: int) -> None:
        self._past, self._looking_at = None, rank
        if rank >= 0:
            page = self._again(self._answers[rank].page)
            self._see_past(None if page is None else replace(page, key=str(next(self._numbers))))

    def _show_again(self, page: Page) -> None:
        review = self.desk.review
        ideas = [review.ideas[name] for name in page.idea_ids if name in review.ideas]
        if not ideas:
            return
        if review.is_held(ideas[0]):  # it was answered before, too: that answer stands again
            ranks = [rank for rank in self._worth_a_look if self._answers[rank].page.idea_ids[0] == ideas[0].idea_id]
            if ranks:
                self._look_at(ranks[0])
            return
        self._pages.insert(0, self._page(ideas, page.choices))
