"""What was decided about documents, as French sentences of the history: never the words of a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from participation_lib.reference import load
from participation_lib.schema import (
    AddStatement,
    AimAtLength,
    AnswerFraming,
    AnswerQuestion,
    ChooseInclusiveWriting,
    DocumentAction,
    GiveFact,
    JudgeCampaign,
    JudgeDebate,
    KeepWording,
    LeaveOpen,
    MergeStatements,
    OrderStatements,
    PinQuotation,
    RefuseQuotation,
    RemoveStatement,
    RewriteStatement,
)

__all__ = ["tell_document_action"]


def _document(document_id: str) -> str:
    names = {entry["id"]: entry["nom"] for entry in load("plans_documents")["documents"]}
    return f"“{names.get(document_id, document_id)}”"


def _contributions(count: int) -> str:
    return "Une contribution comptée" if count == 1 else f"{count} contributions comptées"


def _fact(name: str) -> str:
    labels = {entry["id"]: entry["libelle"] for entry in load("faits")["faits"]}
    return f"“{labels.get(name, name)}”"


def _question(name: str) -> str:
    """Give what an answer is about: a question, or a line of the checklist."""
    begins = name.partition(".")[0]
    if begins == "etape":
        return "suivi d’une étape"
    if begins == "avertissement":
        return "avertissement assumé"
    labels = {
        question["id"]: question["libelle"] for block in load("cadrage")["blocs"] for question in block["questions"]
    }
    return f"“{labels.get(name, name)}”"


_TELLING: Final[Mapping[type[Any], Callable[[Any], str]]] = {
    RewriteStatement: lambda a: f"Phrase réécrite dans {_document(a.document_id)}",
    RemoveStatement: lambda a: f"Phrase retirée de {_document(a.document_id)}",
    OrderStatements: lambda a: f"Phrases déplacées dans {_document(a.document_id)}",
    MergeStatements: lambda a: f"Réunion de {len(a.statement_ids)} phrases dans {_document(a.document_id)}",
    AddStatement: lambda a: f"Phrase ajoutée dans {_document(a.document_id)}",
    LeaveOpen: lambda a: (
        f"Section de {_document(a.document_id)} "
        + ("laissée « à compléter »" if a.left_open else "qui n’est plus laissée « à compléter »")
    ),
    KeepWording: lambda a: f"Formulation gardée dans {_document(a.document_id)}",
    PinQuotation: lambda _: "Citation choisie",
    RefuseQuotation: lambda _: "Citation refusée",
    JudgeDebate: lambda a: "Désaccord confirmé" if a.stands else "Désaccord écarté",
    JudgeCampaign: lambda a: (
        f"{_contributions(len(a.contribution_ids))} {'parmi les' if a.sign else 'hors des'} signataires d’un même texte"
    ),
    AnswerQuestion: lambda a: "Réponse à une question" if a.answer else "Date de réponse à une question",
    ChooseInclusiveWriting: lambda _: "Choix de l’écriture inclusive",
    AimAtLength: lambda a: (
        f"Longueur visée de {_document(a.document_id)} : "
        + (f"{a.least} à {a.most} mots" if a.most else "celle prévue par le plan")
    ),
    GiveFact: lambda a: f"Fait {_fact(a.name)} {'renseigné' if a.value.strip() else 'effacé'}",
    AnswerFraming: lambda a: f"Cadrage : {_question(a.name)} {'renseigné' if a.value.strip() else 'effacé'}",
}


def tell_document_action(action: DocumentAction) -> str:
    """Give the sentence of an action about documents.

    >>> tell_document_action(RemoveStatement("note_au_maire", "points.t01"))
    'Phrase retirée de “Note au maire”'
    """
    return _TELLING[type(action)](action)
