"""A person at work on a dossier: what she decides is on the disk before it is on the screen.

The desk holds the review as it stands, adds decisions to the dossier, keeps up with what
others decide in the same dossier, and lets the tool learn after each decision.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from participation_lib.dossier import Dossier
from participation_lib.errors import OutputError
from participation_lib.review.authorship import placed_by
from participation_lib.review.deciding import NOBODY, DecisionDesk
from participation_lib.review.explaining import Why, explain
from participation_lib.review.families import MOST_GATHERED, gather, worth
from participation_lib.review.learning import NO_THEME, Beliefs, Learner, Positions
from participation_lib.review.projection import place_in_plane
from participation_lib.review.review import DecisionError, Review, ReviewedIdea
from participation_lib.review.splitting import SplitPart, closest_themes, split_rows
from participation_lib.review.state import GONE
from participation_lib.review.vectors import review_vectors
from participation_lib.schema import (
    TOOL,
    UNCLASSIFIED,
    AcceptLearning,
    Learn,
    RefuseLearning,
)
from participation_lib.themes.cached_encoder import CachedEncoder
from participation_lib.themes.encoding import Encoder, SentenceEncoder, Vectors

__all__ = ["Alike", "Family", "ReviewDesk", "Thoughts", "ToolMove"]

_MOST_ALIKE: Final = 12
_LEAST_SHARE: Final = 0.30  # of belief in the theme, for an idea to be offered the same gesture
_LEAST_LIKENESS: Final = 0.35  # cosine to an idea that was just moved
_MOST_CHOICES: Final = 9  # number keys
_SIDE_BY_SIDE: Final = 0.01  # of the width of the plane, between the halves of an idea


@dataclass(frozen=True)
class Family:
    """Ideas that one gesture would settle together, and where the tool would put them.

    Attributes
    ----------
    idea_ids
        The one that speaks best for the others first.
    choices
        Themes with the mean share of belief in them (0 to 100), most believed first.
    """

    idea_ids: tuple[str, ...]
    choices: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Alike:
    """An idea that the same gesture might suit, and how much the tool believes it (0 to 100)."""

    idea_id: str
    belief: int


@dataclass(frozen=True)
class ToolMove:
    """An idea the tool moved by itself and nobody has looked at yet."""

    idea_id: str
    from_id: str
    to_id: str
    decision_id: int


@dataclass(frozen=True)
class Thoughts:
    """What the tool makes of a review: its beliefs, and the moves that follow from them."""

    after: int
    beliefs: Beliefs
    theme_ids: tuple[str, ...]
    idea_ids: tuple[str, ...]
    placements: tuple[tuple[str, str, int], ...]

    @cached_property
    def position_of(self) -> dict[str, int]:
        """Row of each idea in the beliefs."""
        return {idea_id: position for position, idea_id in enumerate(self.idea_ids)}


@dataclass(frozen=True)
class _Space:
    """Vectors of ideas, and the row of each; those that a cut made since stand where the whole was.

    Made of one review, it serves those that come after it, until a batch comes in.
    """

    learner: Learner
    row_of: Mapping[str, int]

    def rows(self, ideas: Sequence[ReviewedIdea]) -> Positions:
        """Give the row of each idea."""
        return np.array([self._row(idea) for idea in ideas], dtype=np.int64)

    def vectors(self, ideas: Sequence[ReviewedIdea]) -> Vectors:
        """Give the vector of each idea, shape (n, d)."""
        return self.learner.vectors[self.rows(ideas)]

    def _row(self, idea: ReviewedIdea) -> int:
        if idea.idea_id in self.row_of:
            return self.row_of[idea.idea_id]
        return self._first_of[idea.contribution_id]

    @cached_property
    def _first_of(self) -> dict[str, int]:
        """First row of each contribution."""
        found: dict[str, int] = {}
        for idea_id, row in self.row_of.items():
            found.setdefault(idea_id.rpartition("-")[0], row)
        return found


class ReviewDesk(DecisionDesk):
    """One person at work on one dossier.

    Parameters
    ----------
    dossier
        Open, and closed by whoever opened it.
    author
        What the history says of who decides: initials are enough.
    encoder
        Meaning of sentences; the one of the house when None.
    learns
        Whether the tool learns after each decision. When `later` is set, it is given the
        work to do once the screen is up to date; otherwise learning is done at once.
    until
        Stand where the dossier was after this decision: nothing is decided there, and what came
        later is not seen. None for the present.

    Raises
    ------
    DecisionError
        The log of the dossier does not go with its batches.
    """

    def __init__(
        self,
        dossier: Dossier,
        *,
        author: str = "",
        encoder: Encoder | None = None,
        learns: bool = True,
        until: int | None = None,
    ) -> None:
        super().__init__(dossier, author, until=until)
        self.learns = learns
        self.later: Callable[[Callable[[], object]], None] | None = None
        self.encoder = CachedEncoder(encoder or SentenceEncoder(), dossier)
        self._thoughts: Thoughts | None = None
        self._hands: tuple[Review, Mapping[str, str]] | None = None
        self._will_learn_after = -1

    # Learning

    def _changed(self) -> None:
        """Show what was decided, and let the tool learn from it, once the gesture is made."""
        if self._gesture is not None:
            return
        if self.learns and self.later is None:
            self.learn()
        else:
            if self.learns and self.later is not None:
                self._will_learn_after = self._seen
            self._tell()
            if self.learns and self.later is not None:
                self.later(self.learn)

    @property
    def is_about_to_learn(self) -> bool:
        """Whether the tool will soon learn from the last decision: what it thinks now would be thought twice."""
        return self._will_learn_after == self._seen and (self._thoughts is None or self._thoughts.after != self._seen)

    def _forget_space(self) -> None:
        self.__dict__.pop("_space", None)
        self.__dict__.pop("_places", None)

    def _forget_thoughts(self) -> None:
        self._thoughts = None

    @cached_property
    def _space(self) -> _Space:
        """Vectors as of now, and whose they are: both of the same review, even where somebody decides meanwhile."""
        batches, review = self._batches, self.review
        learner = Learner(review_vectors(batches, review, self.encoder))
        return _Space(learner, {idea.idea_id: row for row, idea in enumerate(review.in_reading_order)})

    def think(self) -> Thoughts:
        """Give what the tool makes of the review as it stands. Changes nothing, here or on the disk."""
        after, review, space = self._seen, self.review, self._space
        theme_ids = tuple(review.themes)
        rank = {theme_id: position for position, theme_id in enumerate(theme_ids)}
        ideas = review.in_reading_order
        rows = space.rows(ideas)
        # The halves of an idea share a row: they teach and are believed together, each is moved by itself.
        proposed = np.full(len(space.learner.vectors), NO_THEME)
        settled = proposed.copy()
        present = np.array([rank.get(idea.theme_id, NO_THEME) for idea in ideas], dtype=np.int64)
        free = np.array([not review.is_held(idea) for idea in ideas], dtype=bool)
        open_themes: set[int] = set()
        for row, idea in zip(rows.tolist(), ideas, strict=True):
            if idea.set_aside:
                continue
            theme = review.themes.get(idea.theme_id)
            proposed[row] = rank.get(review.theme_now(idea.came_from or idea.theme_id), NO_THEME)
            if idea.settled or (theme is not None and theme.approved and idea.read_in == idea.theme_id):
                settled[row] = rank.get(idea.theme_id, NO_THEME)
                if theme is not None and idea.settled and not theme.locked and not theme.approved:
                    open_themes.add(rank[idea.theme_id])
        taught = space.learner.believe(proposed, settled, len(theme_ids))
        beliefs = replace(taught, shares=taught.shares[rows])
        placements = tuple(
            (ideas[position].idea_id, theme_ids[theme], confidence)
            for position, theme, confidence in space.learner.moves(beliefs, present, free, sorted(open_themes))
            if (ideas[position].idea_id, theme_ids[theme]) not in review.refused
        )
        return Thoughts(after, beliefs, theme_ids, tuple(idea.idea_id for idea in ideas), placements)

    def learn(self) -> int:
        """Let the tool learn from what was decided and move what it is sure of; give how many it moved."""
        return self.take(self.thoughts)

    def take(self, thoughts: Thoughts) -> int:
        """Take in what the tool thought of the review as it still stands; give how many ideas it moved."""
        if thoughts.after != self._seen:
            return 0
        moved = 0
        if thoughts.placements and not self.dossier.read_only:
            last = next((d.decision_id for d in reversed(self.review.log) if d.author != TOOL), 0)
            # What the tool learns is never worth disturbing her for.
            with suppress(DecisionError, OutputError):
                decision = self._append(lambda _review: Learn(thoughts.placements, last), "", TOOL)
                moved = self.review.touched(decision.decision_id)
        # What follows from these thoughts is done; where others decided meanwhile, they are thoughts of the past.
        alone = all(decision.author == TOOL for decision in self.review.log if decision.decision_id > thoughts.after)
        self._thoughts = replace(thoughts, after=self._seen, placements=()) if alone else None
        self._tell()
        return moved

    @property
    def thoughts(self) -> Thoughts:
        """What the tool makes of the review now."""
        if self._thoughts is None or self._thoughts.after != self._seen:
            self._thoughts = self.think()
        return self._thoughts

    def tool_moves(self) -> tuple[ToolMove, ...]:
        """Give what the tool moved by itself and nobody has looked at yet, in reading order.

        An idea that it moved several times is told once, from where it was before; one that it
        put back there is not told.
        """
        review = self.review
        moves = (
            ToolMove(idea.idea_id, review.theme_now(idea.unseen[0][1]), idea.theme_id, idea.learnt)
            for idea in review.in_reading_order
            if idea.unseen and not review.is_held(idea)
        )
        return tuple(move for move in moves if move.from_id != move.to_id)

    def accept_tool_moves(self) -> None:
        """Say that what the tool moved was looked at and may stay."""
        self.decide(AcceptLearning(tuple(sorted({move.decision_id for move in self.tool_moves()}))))

    def refuse_tool_moves(self, idea_ids: Collection[str] = ()) -> None:
        """Put back what the tool moved and nobody has looked at yet: all of it, or the ideas named."""
        moves = [move for move in self.tool_moves() if not idea_ids or move.idea_id in idea_ids]
        chosen = tuple(move.idea_id for move in moves)
        decisions = {number for name in chosen for number, _ in self.review.ideas[name].unseen}
        self.decide(RefuseLearning(tuple(sorted(decisions)), chosen))

    # Helping

    def belief(self, idea: ReviewedIdea) -> int:
        """Give how much the tool believes in the present place of an idea (0 to 100)."""
        if idea.settled:
            return 100
        # While the tool is about to learn, what it thought last is shown: a gesture never waits for it.
        thoughts = self._thoughts if self._thoughts is not None and self.is_about_to_learn else self.thoughts
        position = thoughts.position_of.get(idea.idea_id)
        if position is None or idea.theme_id not in thoughts.theme_ids:
            return 0
        share = thoughts.beliefs.shares[position, thoughts.theme_ids.index(idea.theme_id)]
        return round(100 * float(share))

    def hand_of(self, idea_id: str) -> str:
        """Say who put an idea where it is: « vous », the name of another person, "" where only the tool did."""
        if self._hands is None or self._hands[0] is not self.review:
            self._hands = self.review, placed_by(self.review)
        author = self._hands[1].get(idea_id, "")
        if author == self.author:
            return "vous"
        return "une autre personne" if author == NOBODY else author

    def queue(self, number: int = 1) -> tuple[Family, ...]:
        """Give the families that one gesture each would settle most, best first, none overlapping."""
        thoughts, review = self.thoughts, self.review
        position_of = thoughts.position_of
        waiting = [idea for idea in review.in_reading_order if not review.is_held(idea)]
        if not waiting:
            return ()
        rank = {theme_id: place for place, theme_id in enumerate(thoughts.theme_ids)}
        positions = np.array([position_of[idea.idea_id] for idea in waiting])
        present = np.array([rank.get(idea.theme_id, NO_THEME) for idea in waiting], dtype=np.int64)
        shares = thoughts.beliefs.shares[positions]
        doubts = 1 - Beliefs(shares).of(present)
        if len(waiting) > MOST_GATHERED:
            kept = np.sort(np.argsort(-doubts, kind="stable")[:MOST_GATHERED])
            waiting = [waiting[place] for place in kept.tolist()]
            shares, doubts = shares[kept], doubts[kept]
        vectors = self._space.vectors(waiting)
        families = gather(vectors)
        order = sorted(range(len(families)), key=lambda place: (-worth(doubts[families[place]]), place))
        taken: set[int] = set()
        found: list[Family] = []
        for place in order:
            members = families[place]
            if not taken.isdisjoint(members.tolist()):
                continue
            taken.update(members.tolist())
            central = (vectors[members] @ vectors[members].mean(axis=0)).round(5)
            lead = np.lexsort((members, -central))
            believed = shares[members].mean(axis=0)
            best = np.lexsort((np.arange(len(believed)), -believed))[:_MOST_CHOICES]
            found.append(
                Family(
                    tuple(waiting[member].idea_id for member in members[lead].tolist()),
                    tuple((thoughts.theme_ids[theme], round(100 * float(believed[theme]))) for theme in best.tolist()),
                )
            )
            if len(found) == number:
                break
        return tuple(found)

    def alike(self, idea_ids: Sequence[str], theme_id: str) -> tuple[Alike, ...]:
        """Give ideas that might follow those just put in a theme, most believed first; each may be left out."""
        thoughts, review = self.thoughts, self.review
        moved = [review.ideas[idea_id] for idea_id in idea_ids if idea_id in review.ideas]
        if theme_id not in thoughts.theme_ids or not moved:
            return ()
        column = thoughts.beliefs.shares[:, thoughts.theme_ids.index(theme_id)]
        candidates = [
            (float(column[position]), review.ideas[idea_id])
            for position, idea_id in enumerate(thoughts.idea_ids)
            if column[position] >= _LEAST_SHARE
            and not review.is_held(review.ideas[idea_id])
            and review.ideas[idea_id].theme_id != theme_id
            and (idea_id, theme_id) not in review.refused
        ]
        if not candidates:
            return ()
        near = (self._space.vectors([idea for _, idea in candidates]) @ self._space.vectors(moved).T).max(axis=1)
        ranked = sorted(
            (
                (-share, idea.idea_id)
                for (share, idea), likeness in zip(candidates, near.tolist(), strict=True)
                if likeness >= _LEAST_LIKENESS
            )
        )
        return tuple(Alike(idea_id, round(-100 * minus)) for minus, idea_id in ranked[:_MOST_ALIKE])

    @cached_property
    def _places(self) -> list[tuple[float, float]]:
        """Place of each row of the vectors in the plane; made once, since rows only change with arrivals."""
        return [(x, y) for x, y in place_in_plane(self._space.learner.vectors).tolist()]

    @property
    def has_positions(self) -> bool:
        """Whether `positions` answers at once."""
        return "_places" in self.__dict__

    def positions(self) -> dict[str, tuple[float, float]]:
        """Give each idea a place in the unit square, ideas that mean much the same close together.

        Places do not change with decisions. The first call takes seconds. The halves of an idea
        that was cut lie side by side.
        """
        ideas = self.review.in_reading_order
        rows = self._space.rows(ideas).tolist()
        found: dict[str, tuple[float, float]] = {}
        seen: dict[int, int] = {}
        for idea, row in zip(ideas, rows, strict=True):
            rank = seen[row] = seen.get(row, -1) + 1
            x, y = self._places[row]
            found[idea.idea_id] = (round(min(1.0, x + _SIDE_BY_SIDE * rank), 4), y)
        return found

    def propose_split(self, theme_id: str, n_parts: int) -> tuple[SplitPart, ...]:
        """Propose parts of a theme, the largest first; nothing is decided.

        Raises
        ------
        DecisionError
            The theme does not exist, or its ideas do not make several parts.
        """
        from participation_lib.corpus.tagging import tag  # the language model takes seconds to load
        from participation_lib.themes.naming import name_themes

        if theme_id not in self.review.themes:
            raise DecisionError(GONE)
        ideas = self.review.by_theme[theme_id]
        parts = split_rows(self._space.vectors(ideas), n_parts) if ideas else []
        if len(parts) < n_parts:
            raise DecisionError("Ce thème a trop peu d’idées différentes pour être scindé ainsi.")
        texts = [self.review.text(idea) for idea in ideas]
        taken = [theme.label for theme in self.review.themes.values()]
        named = name_themes(texts, tag(texts), [part.tolist() for part in parts], reserved=taken)
        return tuple(
            SplitPart(name.label, name.keywords, tuple(ideas[row].idea_id for row in part.tolist()))
            for name, part in zip(named, parts, strict=True)
        )

    def closest_themes(self) -> dict[str, str]:
        """Give, for each theme that has one, the theme so close that they might be one."""
        review = self.review
        members = {theme_id: self._space.rows(review.by_theme[theme_id]).tolist() for theme_id in review.themes}
        return closest_themes(self._space.learner.vectors, members)

    def why(self, idea_id: str) -> Why:
        """Say why an idea is where it is: the nearest ideas settled there, and the words that weigh."""
        idea = self.review.ideas[idea_id]
        members = [
            other
            for other in self.review.by_theme.get(idea.theme_id, [])
            if other.idea_id != idea_id and idea.theme_id != UNCLASSIFIED
        ]
        likeness = self._space.vectors(members) @ self._space.vectors([idea])[0] if members else np.zeros(0)
        person = self.hand_of(idea_id) if idea.settled else ""
        return explain(self.review, idea, members, likeness.tolist(), self.belief(idea), person)
