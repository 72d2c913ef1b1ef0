"""A log of decisions replayed over what came in: what stands of it, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from participation_lib.review.rules import apply
from participation_lib.review.state import Arrival, DecisionError, State
from participation_lib.schema import AddBatch, Decision, Learn, Redo, RefuseLearning, Undo

__all__ = [
    "CannotReplayError",
    "cancelled_by",
    "is_undoable",
    "moment_of",
    "obstacle",
    "pairs_of",
    "replayed",
    "spoken_time",
    "standing_on",
]


class CannotReplayError(Exception):
    """A decision of a log that does not apply, and why."""

    def __init__(self, decision: Decision, why: str) -> None:
        super().__init__(why)
        self.decision, self.why = decision, why


def pairs_of(action: Learn) -> tuple[tuple[str, str], ...]:
    """Give what the tool moved and where: idea, theme."""
    return tuple((idea_id, theme_id) for idea_id, theme_id, _ in action.placements)


def is_undoable(decision: Decision) -> bool:
    """Tell whether a decision may be undone as far as its kind goes."""
    return not isinstance(decision.action, Undo | Redo | AddBatch | Learn)


def cancelled_by(log: Iterable[Decision]) -> dict[int, int]:
    """Give what is undone at the end of a log, with the decision that undid it.

    What the tool learnt goes with the decision it learnt from, even when it comes in after
    that decision was undone; what it learnt from an undo goes when that undo is redone.
    """
    cancelled: dict[int, int] = {}
    learnt_after: dict[int, list[int]] = {}
    redone: dict[int, int] = {}
    for decision in log:
        action = decision.action
        if isinstance(action, Learn):
            source = redone.get(action.after, action.after)
            learnt_after.setdefault(source, []).append(decision.decision_id)
            if source in cancelled:
                cancelled[decision.decision_id] = cancelled[source]
        elif isinstance(action, Undo):
            for number in (action.decision_id, *learnt_after.get(action.decision_id, ())):
                cancelled.setdefault(number, decision.decision_id)
        elif isinstance(action, Redo):
            undone_by = cancelled.get(action.decision_id, 0)
            cancelled = {number: by for number, by in cancelled.items() if by != undone_by}
            cancelled |= dict.fromkeys(learnt_after.get(undone_by, ()), decision.decision_id)
            redone[decision.decision_id] = action.decision_id
    return cancelled


def replayed(
    texts: Mapping[str, str],
    arrivals: Mapping[int, Arrival],
    log: Sequence[Decision],
    cancelled: Mapping[int, int] | None = None,
) -> State:
    """Apply to the first batch what stands of a log.

    Raises
    ------
    CannotReplayError
        A decision does not apply on what stands before it.
    """
    state = _begun(texts, arrivals, log)
    for decision in _standing(log, cancelled or {}):
        try:
            apply(state, decision)
        except DecisionError as error:
            raise CannotReplayError(decision, str(error)) from error
    return state


def standing_on(
    texts: Mapping[str, str], arrivals: Mapping[int, Arrival], log: Sequence[Decision], undo: Decision
) -> tuple[int, ...]:
    """Give the decisions that could not stand without the one that an undoing names, in order.

    Each is tried on what is left of those before it, so that what depends on one that falls
    falls with it.

    Raises
    ------
    CannotReplayError
        One of them may not be undone.
    """
    undos = [undo]
    cancelled = cancelled_by((*log, undo))
    state = _begun(texts, arrivals, log)
    fallen: list[int] = []
    for decision in _standing(log, cancelled):
        if decision.decision_id in cancelled:  # what the tool learnt from one that fell
            continue
        tried = state.copy()  # a decision that is refused may leave half of what it does
        try:
            apply(tried, decision)
        except DecisionError as error:
            if not is_undoable(decision):
                raise CannotReplayError(decision, str(error)) from error
            fallen.append(decision.decision_id)
            next_number = undos[-1].decision_id + 1
            undos.append(replace(undo, decision_id=next_number, action=Undo(decision.decision_id)))
            cancelled = cancelled_by((*log, *undos))
        else:
            state = tried
    return tuple(fallen)


def _begun(texts: Mapping[str, str], arrivals: Mapping[int, Arrival], log: Sequence[Decision]) -> State:
    """Give the state before any decision: the first batch as it came in."""
    learnt = {d.decision_id: pairs_of(d.action) for d in log if isinstance(d.action, Learn)}
    state = State(texts, arrivals, learnt=learnt)
    first = arrivals[min(arrivals)] if arrivals else Arrival((), ())
    state.entered = {min(arrivals)} if arrivals else set()
    state.themes = {theme.theme_id: theme for theme in first.themes}
    state.ideas = {idea.idea_id: idea for idea in first.ideas}
    return state


def _standing(log: Sequence[Decision], cancelled: Mapping[int, int]) -> list[Decision]:
    """Give the decisions to apply: not undone, and of what the tool learnt, what is not refused."""
    kept = [d for d in log if d.decision_id not in cancelled and not isinstance(d.action, Undo | Redo)]
    refused: dict[int, list[tuple[str, ...]]] = {}
    for decision in kept:
        if isinstance(decision.action, RefuseLearning):
            for number in decision.action.decision_ids:
                refused.setdefault(number, []).append(decision.action.idea_ids)
    return [found for d in kept if (found := _without_refused(d, refused.get(d.decision_id, ()))) is not None]


def _without_refused(decision: Decision, refused: Sequence[tuple[str, ...]]) -> Decision | None:
    """Give what is left of what the tool learnt, from the ideas each refusal of it names; None where nothing is."""
    action = decision.action
    if not refused or not isinstance(action, Learn):
        return decision
    if () in refused:  # as a whole
        return None
    gone = {idea_id for idea_ids in refused for idea_id in idea_ids}
    left = tuple(placement for placement in action.placements if placement[0] not in gone)
    return replace(decision, action=replace(action, placements=left)) if left else None


def obstacle(decisions: Sequence[Decision], error: CannotReplayError) -> str:
    """Say which decision of the log keeps others from being undone, redone or refused together."""
    action, standing = decisions[-1].action, error.decision
    redone = {decision.action.decision_id for decision in decisions if isinstance(decision.action, Redo)}
    if standing.decision_id in redone:
        return f"Rétablissement impossible : {error.why[:1].lower()}{error.why[1:]}"
    same_day = standing.decided_at[:10] == decisions[-1].decided_at[:10]
    named = f"La décision {'de ' + spoken_time(standing.decided_at) if same_day else moment_of(standing)}"
    if isinstance(action, Redo):
        return f"{named} ne va pas avec celle-ci : annulez-la d’abord."
    if isinstance(action, RefuseLearning):
        return f"{named} dépend de ces déplacements : annulez-la d’abord."
    return f"{named} dépend de celle-ci : annulez-la d’abord."


def moment_of(decision: Decision) -> str:
    """Give « du 14/03 à 14 h 32 »."""
    at = decision.decided_at
    return f"du {at[8:10]}/{at[5:7]} à {spoken_time(at)}"


def spoken_time(decided_at: str) -> str:
    """Give « 14 h 32 » for a time of a decision.

    >>> spoken_time("2026-03-14T14:32:05+01:00")
    '14 h 32'
    """
    hours, minutes = decided_at[11:13], decided_at[14:16]
    return f"{int(hours)} h {minutes}"
