"""The many: contributions and ideas as frames, with columns written once and checked at each border."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import pandas as pd

__all__ = [
    "CONTRIBUTION_COLUMNS",
    "CONTRIBUTION_DETAILS",
    "IDEA_COLUMNS",
    "SET_ASIDE",
    "SET_ASIDE_LABEL",
    "UNCLASSIFIED",
    "UNCLASSIFIED_LABEL",
    "Flag",
    "Nature",
    "Status",
    "check_contributions",
    "check_ideas",
    "idea_text",
    "with_details",
]


class Status(StrEnum):
    """What became of a record that was read. Every record has exactly one."""

    RETAINED = "retenue"
    EMPTY = "vide"
    NO_CONTENT = "sans_contenu"
    DUPLICATE = "doublon"
    UNUSABLE = "inexploitable"
    TO_MODERATE = "a_moderer"
    SET_ASIDE = "ecartee"  # with all it came in with, at review; nothing gets it while files are read


class Nature(StrEnum):
    """What a person does with an idea, whatever it is about (second coding axis)."""

    OBSERVATION = "constat"
    PROBLEM = "probleme"
    PROPOSAL = "proposition"
    QUESTION = "question"
    SATISFACTION = "satisfaction"
    CONCERN = "crainte"


class Flag(StrEnum):
    """A further remark on an idea. It never removes it from the counts."""

    OFF_TOPIC = "hors_sujet"
    OUTSIDE_COMPETENCE = "hors_competence"


UNCLASSIFIED: Final = "non_classe"
UNCLASSIFIED_LABEL: Final = "Non classé"
SET_ASIDE: Final = "ecartee"  # where an idea a person set aside goes, with the reason
SET_ASIDE_LABEL: Final = "Écartée"

CONTRIBUTION_COLUMNS: Final[Mapping[str, str]] = {
    "contribution_id": "str",  # "c0042", stable, in reading order
    "source_file": "str",  # base name
    "source_row": "int64",  # number of the record in its file, the header being 1
    "status": "str",  # a Status
    "reason": "str",  # why it is not retained, in French; "" when retained
    "group": "str",  # table, neighbourhood, channel…; "" when unknown
    "sequence": "str",  # step of the session; "" when unknown
    "text": "str",  # pseudonymised text; "" when empty
}

# What a file says beside the words. A table may lack them; each is "" where nothing is known.
CONTRIBUTION_DETAILS: Final[Mapping[str, str]] = {
    "author": "str",  # a token: the same person, and nothing of who
    "question": "str",  # that it answers
    "variables": "str",  # closed answers of the same person: a JSON object, question to answer
    "channel": "str",  # by which it came
    "declared_theme": "str",  # chosen by its author, or by the platform
    "date": "str",  # « 2024-03-14 »
    "votes": "str",  # a JSON object, « pour », « contre »… to a count
    "stance": "str",  # « pour » or « contre » what it replies to
    "reference": "str",  # number on its platform
    "reply_to": "str",  # reference of what it replies to
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
    _check(frame, {name: kind for name, kind in CONTRIBUTION_DETAILS.items() if name in frame}, "contributions")
    if frame["contribution_id"].duplicated().any():
        raise ValueError("contributions: repeated contribution_id")
    unknown = set(frame["status"]) - set(Status)
    if unknown:
        raise ValueError(f"contributions: unknown status {sorted(unknown)}")
    retained = frame["status"] == Status.RETAINED
    if (frame.loc[~retained, "reason"] == "").any():
        raise ValueError("contributions: a record set aside gives no reason")
    return frame


def with_details(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a table of contributions with every detail, "" for those it lacks, columns in order.

    Examples
    --------
    >>> with_details(pd.DataFrame({"contribution_id": ["c0001"], "question": ["Que faire ?"]})).columns.tolist()[:3]
    ['contribution_id', 'author', 'question']
    """
    first = [name for name in CONTRIBUTION_COLUMNS if name in frame]
    missing = {name: "" for name in CONTRIBUTION_DETAILS if name not in frame}
    return frame.assign(**missing)[[*first, *CONTRIBUTION_DETAILS]]


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
