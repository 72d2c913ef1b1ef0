"""Which ideas a board of theme columns shows, and in what order: never more than a screen can hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from participation_lib.review.review import Review, ReviewedIdea
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED

__all__ = ["MORE_AT_ONCE", "Column", "Columns", "next_in_contribution"]

MORE_AT_ONCE: Final = 50  # cards added to a column each time more are asked for


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is shown.

    Attributes
    ----------
    theme_id
        `UNCLASSIFIED` and `SET_ASIDE` have their own column.
    total
        Ideas it holds, whatever is looked for.
    found
        Those among them that are looked for.
    shown
        Those on screen, in order: what was just placed first, then in reading order.
    left
        How many more may be asked for; 0 for a column that is closed.
    """

    theme_id: str
    total: int
    found: int
    shown: tuple[ReviewedIdea, ...]
    left: int
    closed: bool


class Columns:
    """The columns of a board, and what was asked of them.

    The order of columns stays the same until `arrange`: a column does not slip away while
    ideas are moved from one to the next. What was just placed stays at the top of its column,
    even where it is not what is looked for any more, so that it is seen to have arrived.
    """

    def __init__(self) -> None:
        self._order: list[str] = []
        self._latest: dict[str, None] = {}  # ideas just placed, the last ones last
        self._limits: dict[str, int] = {}
        self._closed: set[str] = set()

    def arrange(self, review: Review, found: Sequence[ReviewedIdea] | None = None) -> None:
        """Put columns in the order of now, and forget what was just placed.

        Those with most ideas looked for come first, then those with most ideas.
        """
        wanted = Counter(_column_of(idea) for idea in found or ())
        by_theme = review.by_theme
        self._order = sorted(review.themes, key=lambda theme_id: (-wanted[theme_id], -len(by_theme[theme_id])))
        self._latest, self._limits = {}, {}

    @property
    def first(self) -> str:
        """The theme of the first column."""
        return self._order[0] if self._order else UNCLASSIFIED

    def place(self, idea_ids: Iterable[str]) -> None:
        """Put ideas first in their column until columns are arranged again, in the order given."""
        for idea_id in reversed(list(idea_ids)):
            self._latest.pop(idea_id, None)
            self._latest[idea_id] = None

    def show_more(self, theme_id: str) -> None:
        """Show some more ideas of a column."""
        self._limits[theme_id] = self._limits.get(theme_id, MORE_AT_ONCE) + MORE_AT_ONCE

    def close(self, theme_id: str, closed: bool = True) -> None:
        """Show a column without its ideas, or with them again."""
        if closed:
            self._closed.add(theme_id)
        else:
            self._closed.discard(theme_id)

    def of(self, review: Review, found: Sequence[ReviewedIdea] | None = None) -> tuple[Column, ...]:
        """Give the columns of a review, then those without a theme, then those set aside.

        Parameters
        ----------
        found
            Ideas looked for, in reading order; all of them when None.
        """
        known = [theme_id for theme_id in self._order if theme_id in review.themes]
        self._order = [*known, *(theme_id for theme_id in review.themes if theme_id not in set(known))]
        wanted: Mapping[str, Sequence[ReviewedIdea]]
        if found is None:
            wanted = review.by_theme
        else:
            sorted_out: dict[str, list[ReviewedIdea]] = {theme_id: [] for theme_id in review.by_theme}
            for idea in found:
                sorted_out[_column_of(idea)].append(idea)
            wanted = sorted_out
        first: dict[str, list[ReviewedIdea]] = {}
        for idea_id in reversed(self._latest):
            if idea_id in review.ideas:
                idea = review.ideas[idea_id]
                first.setdefault(_column_of(idea), []).append(idea)
        return tuple(
            self._column(theme_id, len(review.by_theme[theme_id]), wanted[theme_id], first.get(theme_id, []))
            for theme_id in (*self._order, UNCLASSIFIED, SET_ASIDE)
        )

    def _column(
        self, theme_id: str, total: int, wanted: Sequence[ReviewedIdea], first: Sequence[ReviewedIdea]
    ) -> Column:
        closed = theme_id in self._closed
        if closed:
            return Column(theme_id, total, len(wanted), (), 0, True)
        placed = {idea.idea_id for idea in first}
        others = [idea for idea in wanted if idea.idea_id not in placed] if placed else wanted
        limit = self._limits.get(theme_id, MORE_AT_ONCE)
        shown = (*first, *others)[:limit]
        left = len(first) + len(others) - len(shown)
        return Column(theme_id, total, len(wanted), shown, left, False)


def _column_of(idea: ReviewedIdea) -> str:
    return SET_ASIDE if idea.set_aside else idea.theme_id


def next_in_contribution(review: Review) -> dict[str, str]:
    """Give, for each idea that can take in the one that follows it in the same contribution, that one."""
    return {
        first.idea_id: second.idea_id
        for first, second in pairwise(review.in_reading_order)
        if first.contribution_id == second.contribution_id and not first.set_aside and not second.set_aside
    }
