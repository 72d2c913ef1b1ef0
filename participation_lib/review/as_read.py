"""Contributions as a dossier keeps them, before anything that was decided since is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from participation_lib.corpus.statuses import reference_number
from participation_lib.review.protection import marked_words
from participation_lib.schema import Batch, Replacement, Status
from participation_lib.themes.labels import group_label

__all__ = ["AsRead", "ReviewedContribution"]


@dataclass(frozen=True, slots=True)
class ReviewedContribution:
    """A retained contribution: its group, whole text, step of the session, and what it came in with."""

    contribution_id: str
    group: str
    text: str
    sequence: str = ""
    batch_id: int = 0
    group_name: str = ""

    @property
    def reference(self) -> str:
        """What it is called on screen: « 42 »."""
        return reference_number(self.contribution_id)

    @property
    def place(self) -> str:
        """Where it is found: « n° 42, table 3 »."""
        where = group_label(self.group, self.group_name)
        return f"n° {self.reference}, {where}" if where else f"n° {self.reference}"


@dataclass(frozen=True)
class AsRead:
    """Contributions as they are stored: those retained, the text of all, and what was masked in them."""

    contributions: Mapping[str, ReviewedContribution] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    replacements: Mapping[str, tuple[Replacement, ...]] = field(default_factory=dict)

    def with_batch(self, batch: Batch) -> AsRead:
        """Give what is read once a batch is there too."""
        table = batch.contributions
        replaced: dict[str, list[Replacement]] = {}
        for found in batch.replacements:
            replaced.setdefault(found.contribution_id, []).append(found)
        return AsRead(
            {**self.contributions, **_contributions_of(batch)},
            {**self.texts, **dict(zip(table["contribution_id"], table["text"], strict=True))},
            {**self.replacements, **{name: tuple(found) for name, found in replaced.items()}},
        )

    def marked(self, contribution_id: str) -> dict[tuple[int, int], Replacement]:
        """Give what the marks of a contribution stand for, by their place in its text."""
        return marked_words(self.texts[contribution_id], self.replacements.get(contribution_id, ()))


def _contributions_of(batch: Batch) -> dict[str, ReviewedContribution]:
    kept = batch.contributions.loc[batch.contributions["status"] == Status.RETAINED]
    rows = zip(kept["contribution_id"], kept["group"], kept["text"], kept["sequence"], strict=True)
    return {row[0]: ReviewedContribution(*row, batch.batch_id, batch.group_name) for row in rows}
