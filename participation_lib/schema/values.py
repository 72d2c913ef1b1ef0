"""The few: what was replaced, themes, statements and what they rest on. Frozen, typed, comparable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from participation_lib.schema.edits import Voice

__all__ = [
    "AuthoredText",
    "Counts",
    "Origin",
    "Quotation",
    "Replacement",
    "Statement",
    "Theme",
    "Version",
    "count_evidence",
]


class Origin(StrEnum):
    """Who wrote a statement."""

    COMPUTED = "computed"
    PERSON = "person"
    MACHINE = "machine"


class Version(StrEnum):
    """Who may read what is exported."""

    PUBLISHABLE = "publiable"
    INTERNAL = "interne"


@dataclass(frozen=True)
class Replacement:
    """Personal words that were replaced by a typed mark in a contribution."""

    contribution_id: str
    mark: str
    kind: str
    words: str


@dataclass(frozen=True)
class Theme:
    """What a group of ideas is about.

    Attributes
    ----------
    solidity
        Integer from 0 to 100: how well the theme is found again when a fifth of the
        ideas is left out (see `participation_lib.themes.stability`); None where that was not
        measured, as for a theme a person made.
    """

    theme_id: str
    label: str
    description: str
    keywords: tuple[str, ...]
    solidity: int | None


@dataclass(frozen=True)
class Counts:
    """The three counting units, never mixed. `groups` is None where none is known."""

    ideas: int
    contributions: int
    groups: int | None


@dataclass(frozen=True)
class Quotation:
    """Exact words of an idea."""

    idea_id: str
    text: str


@dataclass(frozen=True)
class Statement:
    """A sentence of a note with the ideas it rests on. It cannot exist without any."""

    statement_id: str
    section: str
    text: str
    origin: Origin
    idea_ids: tuple[str, ...]
    counts: Counts
    quotations: tuple[Quotation, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.idea_ids:
            raise ValueError(f"statement {self.statement_id} rests on no idea")
        if len(set(self.idea_ids)) != len(self.idea_ids):
            raise ValueError(f"statement {self.statement_id} names an idea twice")
        if self.counts.ideas != len(self.idea_ids):
            raise ValueError(f"statement {self.statement_id} miscounts its ideas")
        if not {quotation.idea_id for quotation in self.quotations} <= set(self.idea_ids):
            raise ValueError(f"statement {self.statement_id} quotes an idea it does not rest on")


@dataclass(frozen=True)
class AuthoredText:
    """A sentence of a note that rests on no idea: its author answers for it, and is named.

    It never speaks for participants: its voice is that of whoever animates, of a service or
    of the City.
    """

    statement_id: str
    section: str
    text: str
    author: str
    voice: Voice

    def __post_init__(self) -> None:
        if not self.author.strip():
            raise ValueError(f"text {self.statement_id} has neither evidence nor author")
        if self.voice is Voice.PARTICIPANTS:
            raise ValueError(f"text {self.statement_id} rests on no idea: it cannot speak for participants")


def count_evidence(idea_ids: Iterable[str], contribution_of: Mapping[str, str], group_of: Mapping[str, str]) -> Counts:
    """Count ideas, contributions and groups under a list of ideas.

    Parameters
    ----------
    contribution_of
        From idea to contribution.
    group_of
        From contribution to group, "" when unknown; empty where the corpus has no groups.
    """
    kept: Sequence[str] = list(idea_ids)
    contributions = {contribution_of[idea_id] for idea_id in kept}
    groups = {group_of.get(contribution_id, "") for contribution_id in contributions} - {""}
    return Counts(len(kept), len(contributions), len(groups) if group_of else None)
