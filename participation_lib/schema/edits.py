"""What a person decides about documents, as actions of the same log as those of the review.

They never touch the grouping. Those that name a document bear on it alone; the others
(quotations, debates, answers, facts, inclusive writing) bear on every document of the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

__all__ = [
    "DOCUMENT_ACTIONS",
    "AddStatement",
    "AimAtLength",
    "AnswerFraming",
    "AnswerQuestion",
    "ChooseInclusiveWriting",
    "DocumentAction",
    "GiveFact",
    "InclusiveWriting",
    "JudgeCampaign",
    "JudgeDebate",
    "KeepWording",
    "LeaveOpen",
    "MergeStatements",
    "OrderStatements",
    "PinQuotation",
    "RefuseQuotation",
    "RemoveStatement",
    "RewriteStatement",
    "Voice",
]


class Voice(StrEnum):
    """Who speaks in a part of a document. Voices are never mixed in one block."""

    PARTICIPANTS = "participants"
    SERVICES = "services"
    CITY = "ville"
    FACILITATOR = "animation"


class InclusiveWriting(StrEnum):
    """How people of all genders are named; the values are those of `reference/typographie.yaml`."""

    EPICENE = "epicene"
    DOUBLET = "doublet"
    MEDIAN_POINT = "point_median"
    MASCULINE = "masculin_generique"


@dataclass(frozen=True)
class RewriteStatement:
    """Put a person's words in place of a computed sentence.

    `basis` and `idea_ids` keep what she had before her: the computed words and the ideas
    under them, so that a later change can be shown beside her sentence.
    """

    document_id: str
    section_id: str
    statement_id: str
    text: str
    basis: str
    idea_ids: tuple[str, ...]


@dataclass(frozen=True)
class RemoveStatement:
    """Leave a sentence out of a document, for the reason the decision gives."""

    document_id: str
    statement_id: str


@dataclass(frozen=True)
class OrderStatements:
    """Give the sentences of a section an order; those it does not name keep their place after the one before."""

    document_id: str
    section_id: str
    statement_ids: tuple[str, ...]


@dataclass(frozen=True)
class MergeStatements:
    """Put one sentence in place of several; it rests on the ideas of all of them."""

    document_id: str
    section_id: str
    statement_ids: tuple[str, ...]
    new_id: str
    text: str
    idea_ids: tuple[str, ...]


@dataclass(frozen=True)
class AddStatement:
    """Add a sentence. Without ideas it is given as its author's own words, in the voice named."""

    document_id: str
    section_id: str
    new_id: str
    text: str
    idea_ids: tuple[str, ...]
    voice: Voice


@dataclass(frozen=True)
class LeaveOpen:
    """Say that a section is knowingly left « à compléter » for now."""

    document_id: str
    section_id: str
    left_open: bool = True


@dataclass(frozen=True)
class KeepWording:
    """Keep words that a control had flagged, for the reason the decision gives."""

    document_id: str
    statement_id: str
    control: str
    words: str


@dataclass(frozen=True)
class PinQuotation:
    """Want the words of an idea to be quoted where its theme is told."""

    idea_id: str


@dataclass(frozen=True)
class RefuseQuotation:
    """Want the words of an idea never to be quoted, for the reason the decision gives; it is still counted."""

    idea_id: str


@dataclass(frozen=True)
class JudgeDebate:
    """Say whether ideas that seem to want opposite things do."""

    debate_id: str
    stands: bool


@dataclass(frozen=True)
class JudgeCampaign:
    """Say whether contributions sign a text that many sent, or only take up some of its words.

    `campaign_id` is the first contribution that sent it; the last decision on a contribution holds.
    """

    campaign_id: str
    contribution_ids: tuple[str, ...]
    sign: bool


@dataclass(frozen=True)
class AnswerQuestion:
    """Give what a service answers to a participant's question, or the date by which it will."""

    idea_id: str
    answer: str
    service: str
    due: str = ""


@dataclass(frozen=True)
class GiveFact:
    """Give a fact of the démarche that no contribution holds: date, place, people present. "" takes it back."""

    name: str
    value: str


@dataclass(frozen=True)
class AnswerFraming:
    """Answer a question of the framing of a démarche, or fill in its checklist. "" takes it back.

    `name` is that of a question, or says which line of the checklist, or which warning, and what of it.
    """

    name: str
    value: str


@dataclass(frozen=True)
class ChooseInclusiveWriting:
    """Choose how the documents of the dossier name people of all genders."""

    inclusive: InclusiveWriting


@dataclass(frozen=True)
class AimAtLength:
    """Aim at a number of words for a document, from the least to the most; both 0 for what its plan says."""

    document_id: str
    least: int
    most: int


DocumentAction: TypeAlias = (
    RewriteStatement
    | RemoveStatement
    | OrderStatements
    | MergeStatements
    | AddStatement
    | LeaveOpen
    | KeepWording
    | PinQuotation
    | RefuseQuotation
    | JudgeDebate
    | JudgeCampaign
    | AnswerQuestion
    | GiveFact
    | AnswerFraming
    | ChooseInclusiveWriting
    | AimAtLength
)

# Names written in the database: they outlive the names of classes.
DOCUMENT_ACTIONS: Final[Mapping[str, type[Any]]] = {
    "reecrire_enonce": RewriteStatement,
    "retirer_enonce": RemoveStatement,
    "ordonner_enonces": OrderStatements,
    "reunir_enonces": MergeStatements,
    "ajouter_enonce": AddStatement,
    "laisser_a_completer": LeaveOpen,
    "garder_formulation": KeepWording,
    "citer": PinQuotation,
    "ne_pas_citer": RefuseQuotation,
    "juger_debat": JudgeDebate,
    "juger_texte_commun": JudgeCampaign,
    "repondre_question": AnswerQuestion,
    "donner_fait": GiveFact,
    "cadrer": AnswerFraming,
    "choisir_ecriture_inclusive": ChooseInclusiveWriting,
    "viser_longueur": AimAtLength,
}
