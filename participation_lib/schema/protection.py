"""What a person decides about personal data: passages of contributions, and how long all of it is kept.

A passage is told by its place in the text that was read, so that no decision holds what it hides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

__all__ = [
    "DOUBTFUL_REPLACEMENTS",
    "PROTECTION_ACTIONS",
    "Passage",
    "ProtectPassages",
    "ProtectionAction",
    "SetRetention",
    "Treatment",
]

DOUBTFUL_REPLACEMENTS: Final = "remplacements_a_verifier"
"""Parameter of a batch: positions, among its replacements, of those that the reading is not sure of."""


class Treatment(StrEnum):
    """What becomes of a passage that might tell who somebody is."""

    KEEP = "garder"
    MASK = "masquer"
    GENERALISE = "generaliser"


@dataclass(frozen=True, order=True)
class Passage:
    """Words of a contribution, by their place in its text as it is stored (code points, end excluded)."""

    contribution_id: str
    start: int
    end: int


@dataclass(frozen=True)
class ProtectPassages:
    """Keep, mask or generalise passages: all that shows their contributions follows, and no idea moves.

    Attributes
    ----------
    words
        What is shown instead: a mark, or words that tell less. "" for passages that are kept:
        those that a mark stood for have their words back.
    """

    passages: tuple[Passage, ...]
    treatment: Treatment
    words: str = ""


@dataclass(frozen=True)
class SetRetention:
    """Say until which day the contributions are kept (ISO 8601, « 2028-11-24 »)."""

    until: str


ProtectionAction: TypeAlias = ProtectPassages | SetRetention

# Names written in the database: they outlive the names of classes.
PROTECTION_ACTIONS: Final[Mapping[str, type[Any]]] = {
    "proteger_passages": ProtectPassages,
    "fixer_conservation": SetRetention,
}
