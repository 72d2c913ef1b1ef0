"""What decisions took back from the ideas that were set aside, and why these had been."""

from __future__ import annotations

from participation_lib.review.review import Review
from participation_lib.schema import (
    SET_ASIDE,
    CutIdea,
    MoveIdeas,
    SetAsideIdeas,
    SetBatchAside,
    SettleDisagreement,
    TakeBackIdeas,
)

__all__ = ["taken_back"]


def taken_back(review: Review) -> dict[int, tuple[str, ...]]:
    """Give, for each decision that took ideas back, why each of these had been set aside.

    A decision that is undone is told with the ideas it would take back. Those that took
    nothing back are left out.
    """
    aside: dict[str, str] = {}
    found: dict[int, tuple[str, ...]] = {}
    for decision in review.log:
        action, stands = decision.action, review.stands(decision.decision_id)
        match action:
            case SetAsideIdeas() if stands:
                aside |= dict.fromkeys(action.idea_ids, " ".join(decision.reason.split()))
            case SetBatchAside() if stands:
                aside |= dict.fromkeys(review.set_aside_with(decision.decision_id), " ".join(decision.reason.split()))
            case SettleDisagreement(theme_id=theme_id) if theme_id == SET_ASIDE:
                if stands:  # those that were apart already keep the reason they had
                    aside = dict.fromkeys(action.idea_ids, " ".join(decision.reason.split())) | aside
            case CutIdea() if stands and action.idea_id in aside:
                aside[action.new_id] = aside[action.idea_id]
            case MoveIdeas() | TakeBackIdeas() | SettleDisagreement():
                back = [idea_id for idea_id in dict.fromkeys(action.idea_ids) if idea_id in aside]
                if back:
                    found[decision.decision_id] = tuple(aside[idea_id] for idea_id in back)
                if stands:
                    for idea_id in back:
                        del aside[idea_id]
    return found
