"""Two people who reviewed the same contributions, each in their dossier."""

from __future__ import annotations

from pathlib import Path

from participation_lib.dossier import Dossier
from participation_lib.notes.tables import write_disagreement_table
from participation_lib.review.agreement import Comparison, Disagreement, compare_reviews
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import Review

__all__ = ["compare_dossiers", "settle", "write_disagreements"]


def compare_dossiers(one: Dossier, other: Dossier) -> Comparison:
    """Compare the reviews of two dossiers made of the same files.

    Raises
    ------
    InputError
        They are not made of the same contributions.
    """
    return compare_reviews(Review.of(*one.snapshot()), Review.of(*other.snapshot()))


def settle(desk: ReviewDesk, disagreement: Disagreement, theme_id: str) -> None:
    """Settle a disagreement in the dossier of the desk: every idea with these words goes to one theme."""
    desk.move(disagreement.idea_ids, theme_id, reason="désaccord entre deux relectures, tranché")


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
