"""Two people who reviewed the same contributions, each in their dossier."""

from __future__ import annotations

from pathlib import Path

from participation_lib.dossier import Dossier
from participation_lib.notes.tables import write_disagreement_table
from participation_lib.review.agreement import Comparison, compare_reviews
from participation_lib.review.review import Review
from participation_lib.review.settling import OtherReview, Settling, read_review

__all__ = ["OtherReview", "Settling", "compare_dossiers", "read_review", "write_disagreements"]


def compare_dossiers(one: Dossier, other: Dossier) -> Comparison:
    """Compare the reviews of two dossiers made of the same files.

    Raises
    ------
    InputError
        They are not made of the same contributions.
    """
    return compare_reviews(Review.of(*one.snapshot()), Review.of(*other.snapshot()))


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
