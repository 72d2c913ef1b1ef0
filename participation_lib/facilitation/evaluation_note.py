"""The evaluation of a session on one page, and what is worth telling those who do the same next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from participation_lib.facilitation.evaluation import Evaluation, expected_numbers, told_result
from participation_lib.facilitation.run_sheet_note import when_and_where
from participation_lib.facilitation.session import Session
from participation_lib.notes.model import Block, BulletList, Heading, Note, Notice, Paragraph, Table, Text
from participation_lib.reference import load

__all__ = ["build_capitalisation", "build_evaluation"]

_EMPTY: Final = "à compléter"


def build_evaluation(session: Session, evaluation: Evaluation) -> Note:
    """Give the grid: six dimensions apart, each indicator with its proof, and no mark in all.

    Examples
    --------
    >>> build_evaluation(Session("Nature"), Evaluation()).title
    'Évaluation – Nature'
    """
    results = evaluation.results
    blocks: list[Block] = []
    if results.n_returned:
        returned = f"{results.n_returned} questionnaires de fin rendus"
        present = f" pour {session.n_people} personnes attendues" if session.n_people else ""
        blocks.append(
            Paragraph((Text(f"{returned}{present}. Ils sont anonymes et ne disent rien des autres personnes."),))
        )
    else:
        blocks.append(Paragraph((Text("Aucun questionnaire de fin n’a encore été compté."),)))
    for dimension in load("evaluation")["dimensions"]:
        blocks.append(Heading(1, dimension["nom"]))
        blocks.append(
            Table(
                dimension["nom"],
                ("Indicateur", "Ce qu’on en sait", "Preuve"),
                tuple(
                    (
                        (Text(indicator["nom"]),),
                        (Text(_known(indicator, evaluation) or _EMPTY),),
                        (Text(indicator["preuve"]),),
                    )
                    for indicator in dimension["indicateurs"]
                ),
                widths=(0.36, 0.42, 0.22),
                row_headers=True,
            )
        )
    blocks += _diversity(evaluation)
    words = (
        "Les six dimensions se lisent séparément : aucune note d’ensemble n’est calculée. Un nombre qui porte sur "
        "moins de cinq personnes n’est pas donné."
    )
    blocks.append(Notice((Paragraph((Text(words),)),), "caution", "Comment lire cette page"))
    return Note(
        f"Évaluation – {session.title}" if session.title else "Évaluation de la séance",
        when_and_where(session),
        tuple(blocks),
        ("évaluation", "participation"),
    )


def _known(indicator: Mapping[str, Any], evaluation: Evaluation) -> str:
    """Give what was written of an indicator, then what was counted."""
    told = [evaluation.answers.get(indicator["id"], "")]
    results = evaluation.results
    match indicator.get("calcule"):
        case "premiere_fois" | "parole" as name:
            found = results.named(name)
            told.append(told_result(found) if found else "")
        case "echelles":
            scales = [
                (question["titre_colonne"], results.named(question["id"]))
                for question in load("questionnaire_sortie")["questions"]
                if question["forme"] == "echelle"
            ]
            told += [f"{title} – {told_result(found)}" for title, found in scales if found]
        case "diversite" if any(results.named(name) for name in ("age", "genre", "quartier")):
            told.append("voir plus bas")
    return ". ".join(text.rstrip(".") for text in told if text)


def _diversity(evaluation: Evaluation) -> Iterator[Block]:
    tables = []
    for question in load("questionnaire_sortie")["questions"]:
        found = evaluation.results.named(question["id"])
        if question.get("indicateur") != "e6" or found is None or not found.n_answers:
            continue
        census = evaluation.census.get(question["id"])
        if census:
            header: tuple[str, ...] = ("Réponse", "Personnes venues", "Si la salle ressemblait à la ville")
            expected = expected_numbers(found, census)
            rows: list[tuple[str, ...]] = [(option, str(count), str(due)) for option, count, due in expected]
        else:
            header = ("Réponse", "Personnes venues")
            rows = [(option, str(count)) for option, count in found.counts]
        tables.append(
            Table(
                f"{question['titre_colonne']} ({found.n_answers} réponses)",
                header,
                tuple(tuple((Text(cell),) for cell in row) for row in rows),
                align=("left", "right", "right") if len(header) == 3 else ("left", "right"),
                row_headers=True,
            )
        )
    if tables:
        yield Heading(1, "Qui est venu")
        yield from tables


def build_capitalisation(sheets: Iterable[tuple[str, str, Mapping[str, str]]]) -> Note:
    """Give what was learnt from sessions, gathered line by line.

    Parameters
    ----------
    sheets
        For each session, its title, its day in words, and its answers.

    Examples
    --------
    >>> build_capitalisation([("Nature", "samedi 12 octobre 2024", {"refaire": "La balade"})]).title
    'Ce que nous avons appris'
    """
    told = [(title, day, answers) for title, day, answers in sheets]
    blocks: list[Block] = []
    for line in load("evaluation")["capitalisation"]:
        items = tuple(
            (Text(f"{title}{f' ({day})' if day else ''} : ", "strong"), Text(answers[line["id"]]))
            for title, day, answers in told
            if answers.get(line["id"])
        )
        blocks.append(Heading(1, line["nom"]))
        blocks.append(BulletList(items) if items else Paragraph((Text(_EMPTY),)))
    lines = [line["id"] for line in load("evaluation")["capitalisation"]]
    silent = [title for title, _, answers in told if not any(answers.get(name) for name in lines)]
    if silent:
        words = f"Fiches encore vides : {', '.join(silent)}."
        blocks.append(Notice((Paragraph((Text(words),)),), "to_complete"))
    return Note("Ce que nous avons appris", "", tuple(blocks), ("capitalisation", "participation"))
