"""The rules that may fill a section, by the name plans give them. Each can be read by who signs the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.drafter import Drafter
from participation_lib.synthesis.rules.debates import debates
from participation_lib.synthesis.rules.listings import (
    identical_texts,
    off_topic,
    outside_competence,
    places,
    proposals,
    questions,
    questions_and_answers,
    views_on_process,
)
from participation_lib.synthesis.rules.overview import debates_in_brief, in_brief, main_points, pending
from participation_lib.synthesis.rules.shared import concerns, rarer, what_gathers
from participation_lib.synthesis.rules.themes import chapters, unclassified
from participation_lib.synthesis.rules.voices import participants_words

__all__ = ["SECTION_RULES", "Rule", "chapters"]


@dataclass(frozen=True)
class Rule:
    """A rule and what is said where it finds nothing.

    Attributes
    ----------
    build
        From a drafter, the identifier of a section and how many lines at most (0: all).
    columns
        Headers of the table its rows make; the last one is left out where the corpus has no groups.
    """

    build: Callable[[Drafter, str, int], Iterator[DraftItem]]
    silence: str = ""
    columns: tuple[str, ...] = ()


SECTION_RULES: Final[Mapping[str, Rule]] = {
    "craintes": Rule(concerns),
    "debats": Rule(debates, "Aucun désaccord explicite n'a été repéré dans les contributions."),
    "debats_en_bref": Rule(debates_in_brief),
    "en_bref": Rule(in_brief, "Aucune contribution exploitable n'a été trouvée dans les fichiers lus."),
    "hors_competence": Rule(outside_competence),
    "hors_sujet": Rule(off_topic),
    "lieux": Rule(places, "", ("Lieu", "Idées", "{groupes}")),
    "non_classees": Rule(unclassified),
    "plus_rare": Rule(rarer, "Aucune idée isolée n'a été repérée."),
    "points": Rule(main_points, "Aucune contribution exploitable n'a été trouvée dans les fichiers lus."),
    "propositions": Rule(proposals, "Aucune proposition n'a été repérée."),
    "questions": Rule(questions, "Aucune question à la Ville n'a été repérée."),
    "questions_reponses": Rule(
        questions_and_answers,
        "Aucune question à la Ville n'a été repérée.",
        ("Question", "Réponse", "À répondre avant le"),
    ),
    "rassemble": Rule(what_gathers, "Aucun thème n'est présent dans la moitié des groupes."),
    "regards": Rule(views_on_process, "Aucune contribution repérée ne porte sur la démarche elle-même."),
    "suspens": Rule(pending, "Aucun désaccord ni aucune question en attente n'a été repéré."),
    "textes_identiques": Rule(identical_texts, "Aucun texte repris mot pour mot par plusieurs contributions."),
    "verbatims": Rule(participants_words, "Aucune parole n'est à citer."),
}
