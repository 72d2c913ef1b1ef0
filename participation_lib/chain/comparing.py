"""Two people who reviewed the same contributions, each in their dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from participation_lib.dossier import Dossier
from participation_lib.notes.tables import write_disagreement_table
from participation_lib.review.agreement import Comparison, Disagreement, compare_reviews
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import Review
from participation_lib.schema import SET_ASIDE, SetAsideIdeas

__all__ = ["compare_dossiers", "settle", "write_disagreements"]

_SETTLED: Final = "désaccord entre deux relectures, tranché"


def compare_dossiers(one: Dossier, other: Dossier) -> Comparison:
    """Compare the reviews of two dossiers made of the same files.

    Raises
    ------
    InputError
        They are not made of the same contributions.
    """
    return compare_reviews(Review.of(*one.snapshot()), Review.of(*other.snapshot()))


def settle(desk: ReviewDesk, disagreement: Disagreement, theme_id: str) -> None:
    """Settle a disagreement in the dossier of the desk: every idea with these words goes to one place.

    Parameters
    ----------
    theme_id
        A theme of that dossier, `UNCLASSIFIED`, or `SET_ASIDE`.
    """
    if theme_id == SET_ASIDE:
        desk.decide(SetAsideIdeas(disagreement.idea_ids), _SETTLED)
    else:
        desk.move(disagreement.idea_ids, theme_id, reason=_SETTLED)


def write_disagreements(comparison: Comparison, file: Path) -> Path:
    """Write the disagreements as CSV, never over a file that exists.

    Raises
    ------
    OutputError
        The file exists, or cannot be written.
    """
    return write_disagreement_table(
        file,
        ((", ".join(d.idea_ids), d.text, d.label, d.other_label, len(d.idea_ids)) for d in comparison.disagreements),
    )
