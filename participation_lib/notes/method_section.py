"""The method section of a note: how it was made, what was counted, which words of quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from participation_lib.notes.model import Block, Paragraph, Table, Text
from participation_lib.notes.references import cells
from participation_lib.schema import Version
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.wording import number, plural, quantity_scale

__all__ = ["MethodFacts", "ReviewFacts", "method_blocks"]


_PARAGRAPHS: Final = (
    (
        "Un logiciel libre a lu les fichiers, masqué les données personnelles, découpé les contributions en idées, "
        "regroupé les idées qui se ressemblent et préparé ce brouillon. Aucune phrase n'est inventée : chacune est "
        "tirée des tableaux de comptage ou reprend mot pour mot une contribution."
    ),
    (
        "Ce brouillon doit être relu par une personne, qui en est responsable : elle vérifie le regroupement, corrige "
        "les titres des thèmes et complète les suites."
    ),
    (
        "Les personnes, adresses, numéros et courriels repérés sont remplacés par des marques entre crochets, comme "
        "[PERSONNE 1]. Les lieux, les équipements et les élus dans leur fonction sont conservés."
    ),
)


@dataclass(frozen=True)
class ReviewFacts:
    """What a person did with the automatic grouping before the note was drafted."""

    n_decisions: int
    n_settled: int
    n_by_tool: int
    n_approved: int
    n_themes: int


@dataclass(frozen=True)
class MethodFacts:
    """What the method section says of how the note was made."""

    sources: tuple[str, ...]
    agreement: float
    n_replacements: int
    version: Version
    program: str
    encoder: str
    seed: int
    review: ReviewFacts | None = None
    service: str = ""


def method_blocks(evidence: Evidence, facts: MethodFacts) -> Iterator[Block]:
    """Give the blocks of the method section."""
    for text in _PARAGRAPHS:
        yield Paragraph((Text(text),))
    if facts.review is not None:
        yield Paragraph((Text(_reviewed(facts.review, len(evidence.all_ideas))),))
    stability = "élevée" if facts.agreement >= 0.8 else "correcte" if facts.agreement >= 0.65 else "fragile"
    facts_rows = [
        ("Fichiers lus", " ; ".join(facts.sources)),
        ("Idées classées dans un thème", number(len(evidence.all_ideas) - len(evidence.unclassified))),
        ("Idées non classées", number(len(evidence.unclassified))),
        *(
            (f"Idées écartées à la relecture : {reason}", number(len(ideas)))
            for reason, ideas in evidence.set_aside.items()
        ),
        ("Total des idées", number(len(evidence.ideas))),
        ("Remplacements de données personnelles", number(facts.n_replacements)),
        ("Stabilité du regroupement (0 à 100)", f"{round(100 * facts.agreement)}, {stability}"),
        ("Regroupement", "ressemblance des textes, plus proches voisins et algorithme de Leiden"),
        ("Logiciel", f"{facts.program} ; {facts.encoder} ; graine {facts.seed}"),
    ]
    yield Table(
        "Repères",
        ("Élément", "Valeur"),
        tuple(cells(*row) for row in facts_rows),
        ("left", "left"),
        (0.4, 0.6),
    )
    yield Paragraph(
        (
            Text(
                "Les mots de quantité suivent une échelle de la maison : un mot est employé quand l'effectif et "
                "la part atteignent tous deux le seuil. En séance, les tables sont comptées et aucun pourcentage "
                "n'est donné."
            ),
        )
    )
    yield Table(
        "Mots de quantité",
        ("Mot", "Part minimale", "Effectif minimal", "Condition"),
        tuple(
            cells(
                step.word,
                f"{round(100 * step.least_share)} %",
                number(step.least_count),
                "question posée à tous" if step.coded_position else "aucune",
            )
            for step in quantity_scale()
        ),
        ("left", "right", "right", "left"),
        (0.34, 0.2, 0.22, 0.24),
    )


def _reviewed(review: ReviewFacts, n_ideas: int) -> str:
    """Say what a person did with the automatic grouping."""

    def counted(count: int, one: str, several: str) -> str:
        return f"{number(count)} {several if count > 1 else one}"

    sentence = (
        f"Ce regroupement a été relu : {counted(review.n_decisions, 'décision', 'décisions')} "
        f"{plural(review.n_decisions, 'figure', 'figurent')} à l'historique du dossier. "
        "Une personne a placé ou confirmé "
        f"{counted(review.n_settled, 'idée', 'idées')} sur {number(n_ideas)} et approuvé "
        f"{counted(review.n_approved, 'thème', 'thèmes')} sur {number(review.n_themes)}."
    )
    if review.n_by_tool:
        moved = counted(review.n_by_tool, "autre idée a été déplacée", "autres idées ont été déplacées")
        sentence += f" {moved[0].upper()}{moved[1:]} par le logiciel d'après ces choix."
    return sentence
