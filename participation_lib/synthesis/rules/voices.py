"""The rule that lets participants be heard: exact words, balanced between sides, themes and groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from participation_lib.schema import Nature
from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.drafter import Drafter
from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.verbatims import quoted

__all__ = ["participants_words"]

_FEW: Final = 6


def participants_words(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give a few words to be heard: those somebody chose; one of each side of the first debate; then theme by theme.

    Groups not heard yet come first. Never a refused or flagged idea, never a question.
    """
    wanted = most or _FEW
    heard: list[Idea] = []
    chosen = set(drafter.choices.pinned)
    heard.extend(idea for idea in drafter.quotable(drafter.evidence.all_ideas) if idea.idea_id in chosen)
    heard = heard[:wanted]
    for debate in drafter.debates[:1]:
        sides = [drafter.typical(side, 1, heard) for side in (debate.favourable, debate.opposed)]
        if all(sides) and len(heard) + 2 <= wanted:  # both sides, or none
            heard.extend(idea for side in sides for idea in side)
    while len(heard) < wanted:
        before = len(heard)
        for _, ideas in drafter.ranked:
            if len(heard) < wanted:
                spoken = [idea for idea in ideas if idea.nature != Nature.QUESTION]
                heard.extend(drafter.typical(spoken, 1, heard))
        if len(heard) == before:
            break
    for idea in heard:
        quotation = quoted(idea)
        statement = drafter.statement(
            section_id, idea.idea_id, drafter.quotes([quotation], [idea]), [idea], [quotation]
        )
        yield DraftItem(statement, "verbatim")
