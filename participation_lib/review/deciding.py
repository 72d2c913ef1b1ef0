"""Decisions of a person in a dossier: on the disk before they are on the screen, among those of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Final

from participation_lib.dossier import Dossier, OutdatedLog
from participation_lib.dossier.store import moment, now
from participation_lib.errors import OutputError
from participation_lib.review.cutting import gap_at
from participation_lib.review.review import DecisionError, Review, spoken_time
from participation_lib.review.splitting import SplitPart
from participation_lib.schema import (
    TOOL,
    Action,
    AddBatch,
    Batch,
    CreateTheme,
    CutIdea,
    Decision,
    MoveIdeas,
    Redo,
    SetBatchAside,
    SplitTheme,
    ThemePart,
    Undo,
)

__all__ = ["NOBODY", "DecisionDesk"]

NOBODY: Final = "moi"  # the author of what is decided by somebody who gave no name
_MOST_TRIES: Final = 20  # with eight people deciding at once, a decision waits for its turn


class DecisionDesk:
    """One person deciding in one dossier: `ReviewDesk` without what the tool learns.

    Parameters
    ----------
    dossier
        Open, and closed by whoever opened it.
    author
        What the history says of who decides.
    until
        Stand where the dossier was after this decision; None for the present.

    Raises
    ------
    DecisionError
        The log of the dossier does not go with its batches.
    """

    def __init__(self, dossier: Dossier, author: str, *, until: int | None = None) -> None:
        self.dossier = dossier
        self.author = author.strip() or NOBODY
        self.until = until
        self._batches, log = dossier.snapshot()
        if until is not None:
            self._batches, log = _as_of(self._batches, log, until)
        self.review = Review.of(self._batches, log)
        self._gesture: list[int] | None = None  # decisions of the one that is being made
        self._elsewhere: set[int] = set()  # decisions under the same name, taken at another desk meanwhile
        self._watchers: list[Callable[[], None]] = []

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call a function after each change of the review or of what the tool thinks."""
        self._watchers.append(watcher)

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()

    @property
    def batches(self) -> tuple[Batch, ...]:
        """What came into the dossier, in order."""
        return self._batches

    @property
    def group_name(self) -> str:
        """Kind of group of the first batch that has one (« table », « quartier »…), "" where none has."""
        return next((batch.group_name for batch in self._batches if batch.group_name), "")

    @property
    def question(self) -> str:
        """Question asked, as the first batch says it; "" when unknown."""
        return next((batch.question for batch in self._batches if batch.question), "")

    # Deciding

    @property
    def _seen(self) -> int:
        return self.review.log[-1].decision_id if self.review.log else 0

    def decide(self, action: Action, reason: str = "") -> Decision:
        """Take a decision: it is checked, written on the disk, then shown.

        Raises
        ------
        DecisionError
            It cannot be taken as things are; nothing was written.
        OutputError
            Nothing can be written; nothing is lost of what was decided before.
        """
        decision = self._append(lambda _review: action, reason, self.author)
        self._changed()
        return decision

    def _append(self, action_for: Callable[[Review], Action], reason: str, author: str) -> Decision:
        """Add a decision on top of what others decided meanwhile."""
        (decision,) = self._append_together(lambda review: [action_for(review)], reason, author)
        return decision

    def _append_together(
        self, actions_for: Callable[[Review], Sequence[Action]], reason: str, author: str
    ) -> tuple[Decision, ...]:
        """Add decisions, all or none, on top of what others decided meanwhile.

        A refusal is made on what stands, and what stands is then on screen.
        """
        if self.until is not None:
            raise DecisionError("Ce dossier est montré tel qu’il était : rien ne s’y décide.")
        behind = False
        for _ in range(_MOST_TRIES):
            actions = actions_for(self.review)
            try:
                self._try(actions, reason, author)
            except DecisionError:
                if self._catch_up():
                    behind = True
                    continue
                if behind:
                    self._tell()
                raise
            try:
                decisions = self.dossier.append(
                    [(action, reason) for action in actions],
                    author=author,
                    seen=self._seen,
                    gesture=self._gesture[0] if self._gesture and author != TOOL else 0,
                )
            except OutdatedLog:
                behind = self._catch_up()
                continue
            self.review = self.review.after_together(decisions)
            if self._gesture is not None and author != TOOL:
                self._gesture.extend(decision.decision_id for decision in decisions)
            return decisions
        raise OutputError("D’autres personnes décident en même temps dans ce dossier : recommencez dans un instant.")

    def _try(self, actions: Sequence[Action], reason: str, author: str) -> None:
        """Take decisions nowhere but in thought, to see whether they may be taken."""
        at, first = moment(now), self._seen + 1
        self.review.after_together(
            [Decision(number, at, author, action, reason) for number, action in enumerate(actions, first)]
        )

    def _catch_up(self) -> bool:
        """Take in what others decided in this dossier; tell whether there was anything."""
        if self.until is not None:
            return False
        fresh = self.dossier.decisions(after=self._seen)
        if not fresh:
            return False
        if any(isinstance(decision.action, AddBatch) for decision in fresh):
            self._batches, log = self.dossier.snapshot()
            self.review = Review.of(self._batches, log)
            self._forget_space()
        else:
            for _, gesture in groupby(fresh, key=lambda decision: decision.gesture or decision.decision_id):
                self.review = self.review.after_together(list(gesture))
        self._elsewhere.update(decision.decision_id for decision in fresh if decision.author == self.author)
        return True

    def refresh(self) -> bool:
        """Show what others decided in the same dossier; tell whether there was anything."""
        changed = self._catch_up()
        if changed:
            self._forget_thoughts()
            self._tell()
        return changed

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one gesture of the decisions taken in a block: shown, undone and redone together.

        They are on the disk one by one, each with the gesture it is part of.
        """
        if self._gesture is not None:
            yield
            return
        made: list[int] = []
        self._gesture = made
        try:
            yield
        finally:
            self._gesture = None
            if made:
                self._changed()

    def _changed(self) -> None:
        """Show what was decided, once the gesture is made."""
        if self._gesture is None:
            self._tell()

    def _forget_space(self) -> None:
        """Let go of what depends on what came into the dossier."""

    def _forget_thoughts(self) -> None:
        """Let go of what depends on what was decided."""

    def create_theme(self, label: str) -> str:
        """Open an empty theme and give its identifier."""
        decision = self._append(lambda review: CreateTheme(review.new_theme_ids()[0], label), "", self.author)
        self._changed()
        return str(getattr(decision.action, "theme_id", ""))

    def move(self, idea_ids: Iterable[str], theme_id: str, reason: str = "") -> Decision:
        """Put ideas in a theme, or among those that fit nowhere."""
        return self.decide(MoveIdeas(tuple(idea_ids), theme_id), reason)

    def split(self, theme_id: str, parts: Sequence[tuple[str, Sequence[str]]], reason: str = "") -> tuple[str, ...]:
        """Take ideas of a theme out into new themes (label, ideas); give the new identifiers."""

        def action(review: Review) -> Action:
            fresh = review.new_theme_ids(len(parts))
            made = (ThemePart(new, label, tuple(ids)) for new, (label, ids) in zip(fresh, parts, strict=True))
            return SplitTheme(theme_id, tuple(made))

        return self._split(action, reason)

    def accept_split(
        self, theme_id: str, proposed: Sequence[SplitPart], parts: Sequence[tuple[str, Sequence[str]]]
    ) -> tuple[str, ...]:
        """Split a theme as it was proposed, with what the person changed of it; give the new identifiers.

        Only the ideas she moved from one part to another are hers.

        Parameters
        ----------
        proposed
            What `propose_split` gave; the theme keeps the first part.
        parts
            Label and ideas of each of the others, as the person leaves them, in the same order; those
            without any idea are passed over.

        Raises
        ------
        DecisionError
            These are not parts of that proposal, or the theme has changed since.
        """
        if len(parts) != len(proposed[1:]):
            raise DecisionError("Cette proposition n’est plus à l’écran : demandez-en une autre.")
        offered = [part.idea_ids for part in proposed[1:]]
        named = {idea_id for _, idea_ids in parts for idea_id in idea_ids}
        kept = tuple(name for idea_ids in offered for name in idea_ids if name not in named)

        def action(review: Review) -> Action:
            fresh = review.new_theme_ids(len(parts))
            made = (
                ThemePart(new, label, tuple(ids), tuple(name for name in ids if name in there))
                for new, (label, ids), there in zip(fresh, parts, offered, strict=True)
                if ids
            )
            return SplitTheme(theme_id, tuple(made), kept)

        return self._split(action)

    def _split(self, action: Callable[[Review], Action], reason: str = "") -> tuple[str, ...]:
        decision = self._append(action, reason, self.author)
        self._changed()
        return tuple(part.theme_id for part in getattr(decision.action, "parts", ()))

    def cut(self, idea_id: str, position: int) -> str:
        """Cut an idea in two near a position of its own text; give the identifier of the new one.

        Parameters
        ----------
        position
            In code points from the start of the idea. Spaces and the joint there (« , et »)
            belong to neither half.
        """
        idea = self.review.idea(idea_id)
        text = self.review.text(idea)
        if not 0 < position < len(text):
            raise DecisionError("Une coupure se fait à l’intérieur d’une idée : placez-la entre deux mots.")
        shown = self.review.shown_text(idea.contribution_id)
        if shown.is_inside(idea.start + position):
            raise DecisionError("Une coupure ne se fait pas à l’intérieur d’une marque : placez-la entre deux mots.")
        # A decision is told by places of what was read, which masking never moves.
        whole = self.review.text_as_read(idea.contribution_id)
        start, end = self.review.span_as_read(idea_id)
        place, _ = shown.as_read(idea.start + position, idea.start + position + 1)
        first, second = gap_at(whole, start, end, place)
        self._append(
            lambda review: CutIdea(idea_id, first, second, review.new_idea_id(idea.contribution_id)), "", self.author
        )
        new_id = str(getattr(self.review.log[-1].action, "new_id", ""))
        self._changed()
        return new_id

    @property
    def next_undo(self) -> Decision | None:
        """The last decision of this person that stands: what « Annuler » undoes, with the rest of its gesture.

        What another person decided is undone from the history, and so is what was decided
        meanwhile at another desk under the same name.
        """
        return self.review.next_undo(self.author, self._elsewhere)

    @property
    def next_redo(self) -> Decision | None:
        """The decision this person undid last, unless she decided something since."""
        return self.review.next_redo(self.author, self._elsewhere)

    def undo(self) -> bool:
        """Undo the last gesture of this person that stands; tell whether there was one.

        Raises
        ------
        DecisionError
            What somebody else decided since depends on it.
        """
        last = self.next_undo
        if last is None:
            return False

        def actions(review: Review) -> Sequence[Action]:
            taken = review.gesture(last.decision_id)
            standing = [number for number in reversed(taken) if number not in review.cancelled]
            return [Undo(number) for number in standing or taken[-1:]]

        try:
            self._append_together(actions, "", self.author)
        except DecisionError as error:
            blocking = next((d for d in self.review.log if d.decision_id == error.decision_id), None)
            if blocking is None:
                raise
            at = f"{blocking.author}, {spoken_time(blocking.decided_at)}"
            raise DecisionError(
                f"Une autre décision ({at}) dépend de celle-ci : l’historique permet de les annuler ensemble.",
                blocking.decision_id,
            ) from error
        self._changed()
        return True

    def redo(self) -> bool:
        """Take back the gesture this person undid last; tell whether there was one."""
        last = self.next_redo
        if last is None:
            return False
        self.redo_together(self.review.undone_with(last.decision_id))
        return True

    def needed_with(self, action: Undo | Redo) -> tuple[int, ...]:
        """Give the decisions that have to be undone, or may be redone, with another, in order.

        Undoing takes along what could not stand without it; redoing, what one gesture undid with it.

        Raises
        ------
        DecisionError
            It cannot be undone, even with others.
        """
        if isinstance(action, Undo):
            return self.review.standing_on(Decision(self._seen + 1, moment(now), self.author, action))
        return tuple(number for number in self.review.undone_with(action.decision_id) if number != action.decision_id)

    def undo_together(self, decision_ids: Iterable[int]) -> None:
        """Undo several decisions in one gesture, all or none."""
        self._turn_together([Undo(number) for number in sorted(set(decision_ids), reverse=True)])

    def redo_together(self, decision_ids: Iterable[int]) -> None:
        """Take several decisions that were undone back in one gesture, all or none."""
        self._turn_together([Redo(number) for number in sorted(set(decision_ids))])

    def _turn_together(self, actions: Sequence[Action]) -> None:
        self._append_together(lambda _review: actions, "", self.author)
        self._changed()

    def seen_aside(self, batch_id: int) -> tuple[int, int, int]:
        """Give what setting a batch aside would do: ideas counted apart, ideas of it that stay, themes that go.

        Ideas stay that another file says too. Nothing is decided.

        Raises
        ------
        DecisionError
            It cannot be set aside.
        """
        action = SetBatchAside(batch_id)
        after = self.review.after(Decision(self._seen + 1, moment(now), self.author, action, "essai"))
        n_aside = after.counts.set_aside - self.review.counts.set_aside
        own = {name for name, found in after.contributions.items() if found.batch_id == batch_id}
        staying = sum(idea.contribution_id in own and not idea.set_aside for idea in after.ideas.values())
        return n_aside, staying, len(self.review.themes) - len(after.themes)


def _as_of(
    batches: Sequence[Batch], log: Sequence[Decision], until: int
) -> tuple[tuple[Batch, ...], tuple[Decision, ...]]:
    """Give what had come in and been decided once a decision was taken."""
    kept = tuple(decision for decision in log if decision.decision_id <= until)
    entered = {decision.action.batch_id for decision in kept if isinstance(decision.action, AddBatch)}
    return tuple(batch for rank, batch in enumerate(batches) if not rank or batch.batch_id in entered), kept
