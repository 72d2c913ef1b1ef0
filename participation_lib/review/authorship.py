"""Who put each idea where it is: a person, or nobody but the tool."""

from __future__ import annotations

from collections import Counter

from participation_lib.review.review import Review
from participation_lib.schema import (
    TOOL,
    AddBatch,
    ApproveTheme,
    ConfirmIdeas,
    Decision,
    JoinIdeas,
    MoveIdeas,
    Redo,
    SetAsideIdeas,
    SetBatchAside,
    SettleDisagreement,
    SplitTheme,
    TakeBackIdeas,
    Undo,
)

__all__ = ["persons", "placed_by"]


def placed_by(review: Review) -> dict[str, str]:
    """Give the author of the place of each idea, by idea; those that only the tool placed are left out.

    A place is a person's when she put the idea there, confirmed it, set it aside, or read it
    in a theme she approved. Merging or renaming a theme places nothing.
    """
    hands: dict[str, str] = {}
    readers: dict[str, str] = {}
    for decision in _standing(review):
        action, author = decision.action, decision.author
        match action:
            case MoveIdeas() | ConfirmIdeas() | SetAsideIdeas() | TakeBackIdeas() | SettleDisagreement():
                hands |= dict.fromkeys(action.idea_ids, author)
            case SplitTheme():
                accepted = {idea_id for part in action.parts for idea_id in part.as_proposed}
                named = (*(idea_id for part in action.parts for idea_id in part.idea_ids), *action.kept)
                hands |= dict.fromkeys((idea_id for idea_id in named if idea_id not in accepted), author)
            case SetBatchAside():
                hands |= dict.fromkeys(review.set_aside_with(decision.decision_id), author)
            case JoinIdeas() if action.absorbed_id in hands:
                hands.setdefault(action.idea_id, hands[action.absorbed_id])
            case ApproveTheme():
                readers[review.theme_now(action.theme_id)] = author
    found: dict[str, str] = {}
    anybody = next(iter(persons(review)), "")
    for idea in review.ideas.values():
        if idea.settled or idea.set_aside:
            # What was read in a theme that changed since is settled, though no decision names it.
            author = hands.get(idea.idea_id) or readers.get(idea.theme_id) or anybody
        else:
            theme = review.themes.get(idea.theme_id)
            read = theme is not None and theme.approved and idea.read_in == idea.theme_id
            author = readers.get(idea.theme_id, "") if read else ""
        if author:
            found[idea.idea_id] = author
    return found


def persons(review: Review) -> tuple[str, ...]:
    """Give who decided what stands in a review, most decisions first; the tool is nobody."""
    counted = Counter(decision.author for decision in _standing(review))
    return tuple(author for author, _ in counted.most_common())


def _standing(review: Review) -> list[Decision]:
    return [
        decision
        for decision in review.log
        if decision.author != TOOL
        and not isinstance(decision.action, Undo | Redo | AddBatch)
        and review.stands(decision.decision_id)
    ]
