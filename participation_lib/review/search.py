"""Finding ideas: by words, group, sequence, theme, nature, the file they came with, what remains to be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from participation_lib.corpus.meetings import group_order
from participation_lib.review.review import Review, ReviewedIdea
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED, Batch, Flag
from participation_lib.themes.naming import fold

__all__ = ["Filter", "Only", "arrival_names", "find_ideas", "group_names", "sequence_names"]


class Only(StrEnum):
    """What ideas may be narrowed down to."""

    ALL = ""
    TO_REVIEW = "a_relire"
    UNCLASSIFIED = "non_classees"
    SET_ASIDE = "ecartees"
    DEBATED = "desaccord"
    OFF_TOPIC = "hors_sujet"
    OUTSIDE_COMPETENCE = "hors_competence"
    BY_TOOL = "deplacees_par_l_outil"
    SETTLED = "placees_par_vous"


@dataclass(frozen=True)
class Filter:
    """What to look for; what is left empty narrows nothing.

    Attributes
    ----------
    words
        Each must be in the idea or its contribution, case and accents aside, anywhere in a word.
    batch_id
        The batch its contribution came in with.
    """

    words: str = ""
    group: str = ""
    sequence: str = ""
    theme_id: str = ""
    nature: str = ""
    batch_id: int = 0
    only: Only = Only.ALL


def find_ideas(review: Review, wanted: Filter, debated: Collection[str] = ()) -> list[ReviewedIdea]:
    """Give the ideas that a filter lets through, in reading order.

    Ideas set aside are given only when they, or the theme `SET_ASIDE`, are asked for.

    Parameters
    ----------
    debated
        Identifiers of the ideas that take part in a disagreement.
    """
    words = fold(wanted.words).split()
    folded: dict[str, str] = {}
    found: list[ReviewedIdea] = []
    for idea in review.in_reading_order:
        if not _passes(review, idea, wanted, debated):
            continue
        if words:
            contribution = review.contributions[idea.contribution_id]
            if idea.contribution_id not in folded:
                folded[idea.contribution_id] = fold(contribution.text)
            if not all(word in folded[idea.contribution_id] for word in words):
                continue
        found.append(idea)
    return found


def _passes(review: Review, idea: ReviewedIdea, wanted: Filter, debated: Collection[str]) -> bool:
    aside = wanted.only is Only.SET_ASIDE or wanted.theme_id == SET_ASIDE
    if bool(idea.set_aside) != aside:
        return False
    if wanted.theme_id not in ("", SET_ASIDE) and wanted.theme_id not in (idea.theme_id, *idea.secondary):
        return False
    if wanted.nature and idea.nature != wanted.nature:
        return False
    contribution = review.contributions[idea.contribution_id]
    if wanted.group and contribution.group != wanted.group:
        return False
    if wanted.sequence and contribution.sequence != wanted.sequence:
        return False
    if wanted.batch_id and review.contributions[idea.contribution_id].batch_id != wanted.batch_id:
        return False
    match wanted.only:
        case Only.TO_REVIEW:
            return review.needs_review(idea)
        case Only.UNCLASSIFIED:
            return idea.theme_id == UNCLASSIFIED
        case Only.DEBATED:
            return idea.idea_id in debated
        case Only.OFF_TOPIC:
            return Flag.OFF_TOPIC in idea.flags
        case Only.OUTSIDE_COMPETENCE:
            return Flag.OUTSIDE_COMPETENCE in idea.flags
        case Only.BY_TOOL:
            return idea.learnt > 0 and not review.is_held(idea)
        case Only.SETTLED:
            return idea.settled
        case _:
            return True


def group_names(review: Review) -> list[str]:
    """Give the groups heard, meeting by meeting: numbers in their order, then the others by name."""
    return _as_counted(contribution.group for contribution in review.contributions.values())


def sequence_names(review: Review) -> list[str]:
    """Give the sequences of the session that something was said in, in the same order."""
    return _as_counted(contribution.sequence for contribution in review.contributions.values())


def _as_counted(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - {""}, key=group_order)


def arrival_names(batches: Sequence[Batch]) -> dict[int, str]:
    """Give what each batch is called, by the files it came from; numbered where another is called the same."""
    names: dict[int, str] = {}
    for batch in batches:
        files = [source.file_name for source in batch.sources] or [f"lot {batch.batch_id}"]
        others = len(files) - 1
        name = files[0] + (f" et {others} autre{'s' if others > 1 else ''}" if others else "")
        names[batch.batch_id] = f"{name} ({batch.batch_id})" if name in names.values() else name
    return names
