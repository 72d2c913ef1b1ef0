"""The tables and values passed from step to step, with their checks.

Many things of one kind travel as pandas frames (contributions, ideas); few things
travel as frozen dataclasses (themes, statements). Each frame has its columns written
once here and is checked when it crosses from one step to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import pandas as pd

__all__ = [
    "CONTRIBUTION_COLUMNS",
    "IDEA_COLUMNS",
    "UNCLASSIFIED",
    "UNCLASSIFIED_LABEL",
    "Counts",
    "Nature",
    "Origin",
    "Quotation",
    "Replacement",
    "Statement",
    "Status",
    "Theme",
    "Version",
    "check_contributions",
    "check_ideas",
    "count_evidence",
    "idea_text",
]


class Status(StrEnum):
    """What became of a record that was read. Every record has exactly one."""

    RETAINED = "retenue"
    EMPTY = "vide"
    NO_CONTENT = "sans_contenu"
    DUPLICATE = "doublon"
    UNUSABLE = "inexploitable"
    TO_MODERATE = "a_moderer"


class Nature(StrEnum):
    """What a person does with an idea, whatever it is about (second coding axis)."""

    OBSERVATION = "constat"
    PROBLEM = "probleme"
    PROPOSAL = "proposition"
    QUESTION = "question"
    SATISFACTION = "satisfaction"
    CONCERN = "crainte"


class Origin(StrEnum):
    """Who wrote a statement."""

    COMPUTED = "computed"
    PERSON = "person"
    MACHINE = "machine"


class Version(StrEnum):
    """Who may read what is exported."""

    PUBLISHABLE = "publiable"
    INTERNAL = "interne"


UNCLASSIFIED: Final = "non_classe"
UNCLASSIFIED_LABEL: Final = "Non classé"

CONTRIBUTION_COLUMNS: Final[Mapping[str, str]] = {
    "contribution_id": "str",  # "c0042", stable, in reading order
    "source_file": "str",  # base name
    "source_row": "int64",  # number of the record in its file, the header being 1
    "status": "str",  # a Status
    "reason": "str",  # why it is not retained, in French; "" when retained
    "group": "str",  # table, neighbourhood, channel…; "" when unknown
    "text": "str",  # pseudonymised text; "" when empty
}

IDEA_COLUMNS: Final[Mapping[str, str]] = {
    "idea_id": "str",  # "c0042-2"
    "contribution_id": "str",
    "start": "int64",  # code points in the contribution's text, 0-based
    "end": "int64",  # excluded
    "theme_id": "str",  # "" before grouping, UNCLASSIFIED when it fits nowhere
    "nature": "str",  # a Nature, "" before it is coded
    "confidence": "int64",  # 0–100, share of evidence for this theme
    "to_review": "bool",
    "reason": "str",  # why it is unclassified or to be reviewed; "" otherwise
}


def _check(frame: pd.DataFrame, columns: Mapping[str, str], name: str) -> pd.DataFrame:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"{name}: missing columns {missing}")
    for column, kind in columns.items():
        values = frame[column]
        if kind == "str":
            right = all(isinstance(value, str) for value in values)
        elif kind == "bool":
            right = pd.api.types.is_bool_dtype(values)
        else:
            right = pd.api.types.is_integer_dtype(values)
        if len(frame) and not right:
            raise ValueError(f"{name}: column {column!r} is not {kind}")
    return frame


def check_contributions(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the frame back if it is a table of contributions.

    Raises
    ------
    ValueError
        A column is missing or of another kind, an identifier is repeated, a status is
        unknown, or a record that is not retained gives no reason.
    """
    _check(frame, CONTRIBUTION_COLUMNS, "contributions")
    if frame["contribution_id"].duplicated().any():
        raise ValueError("contributions: repeated contribution_id")
    unknown = set(frame["status"]) - set(Status)
    if unknown:
        raise ValueError(f"contributions: unknown status {sorted(unknown)}")
    retained = frame["status"] == Status.RETAINED
    if (frame.loc[~retained, "reason"] == "").any():
        raise ValueError("contributions: a record set aside gives no reason")
    return frame


def check_ideas(frame: pd.DataFrame, contributions: pd.DataFrame) -> pd.DataFrame:
    """Give the frame back if it is a table of ideas of these contributions.

    Raises
    ------
    ValueError
        A column is missing or of another kind, an identifier is repeated, a span leaves
        its text or overlaps another, or an idea belongs to no retained contribution.
    """
    _check(frame, IDEA_COLUMNS, "ideas")
    if frame["idea_id"].duplicated().any():
        raise ValueError("ideas: repeated idea_id")
    retained = contributions.loc[contributions["status"] == Status.RETAINED]
    lengths = dict(zip(retained["contribution_id"], retained["text"].str.len(), strict=True))
    last_end: dict[str, int] = {}
    ordered = frame.sort_values(["contribution_id", "start"], kind="stable")
    for idea_id, contribution_id, start, end in zip(
        ordered["idea_id"], ordered["contribution_id"], ordered["start"], ordered["end"], strict=True
    ):
        if contribution_id not in lengths:
            raise ValueError(f"ideas: {idea_id} belongs to no retained contribution")
        if not last_end.get(contribution_id, 0) <= start < end <= lengths[contribution_id]:
            raise ValueError(f"ideas: span of {idea_id} is empty, overlaps or leaves its text")
        last_end[contribution_id] = end
    return frame


def idea_text(ideas: pd.DataFrame, contributions: pd.DataFrame) -> pd.Series[str]:
    """Give the words of each idea, cut from its contribution (index of `ideas`)."""
    texts = dict(zip(contributions["contribution_id"], contributions["text"], strict=True))
    slices = [
        texts[contribution_id][start:end]
        for contribution_id, start, end in zip(ideas["contribution_id"], ideas["start"], ideas["end"], strict=True)
    ]
    return pd.Series(slices, index=ideas.index, dtype=object)


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
        ideas is left out (see `participation_lib.themes.stability`).
    """

    theme_id: str
    label: str
    description: str
    keywords: tuple[str, ...]
    solidity: int


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
