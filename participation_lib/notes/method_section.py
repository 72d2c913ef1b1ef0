"""The method section of a note: how it was made, what was counted, which words of quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from participation_lib.notes.model import Block, Heading, Paragraph, Table, Text
from participation_lib.notes.references import cells
from participation_lib.schema import Version
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.wording import number, quantity_scale

__all__ = ["MethodFacts", "method_blocks"]


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
class MethodFacts:
    """What the method section says of how the note was made."""

    sources: tuple[str, ...]
    agreement: float
    n_replacements: int
    version: Version
    program: str
    encoder: str
    seed: int


def method_blocks(evidence: Evidence, facts: MethodFacts) -> Iterator[Block]:
    """Give the blocks of the method section."""
    yield Heading(1, "Note de méthode", "methode")
    for text in _PARAGRAPHS:
        yield Paragraph((Text(text),))
    stability = "élevée" if facts.agreement >= 0.8 else "correcte" if facts.agreement >= 0.65 else "fragile"
    facts_rows = [
        ("Fichiers lus", " ; ".join(facts.sources)),
        ("Idées classées dans un thème", number(len(evidence.all_ideas) - len(evidence.unclassified))),
        ("Idées non classées", number(len(evidence.unclassified))),
        ("Total des idées", number(len(evidence.all_ideas))),
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
