"""Options of framing and of choosing methods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from participation_lib.cli.values import fact, formats, whole

__all__ = ["add_framing_verb", "add_methods_verb"]


def add_framing_verb(verbs: Any) -> None:
    """Add the command that frames a démarche."""
    framing = verbs.add_parser(
        "cadrer",
        help="cadre une démarche : questions, contradictions, calendrier, note de cadrage",
        description=(
            "Cadre une démarche dans son dossier, créé au besoin : garde les réponses, dit ce qui se contredit et "
            "écrit la note de cadrage."
        ),
    )
    framing.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    framing.add_argument(
        "--reponse",
        metavar="QUESTION=RÉPONSE",
        dest="answers",
        type=fact,
        action="append",
        default=[],
        help="réponse à une question, autant de fois qu'il faut ; vide, elle efface",
    )
    framing.add_argument(
        "--reponses", metavar="FICHIER.yaml", dest="answers_file", type=Path, help="réponses écrites dans un fichier"
    )
    framing.add_argument("--questions", dest="show_questions", action="store_true", help="liste les questions")
    framing.add_argument("--auteur", metavar="INITIALES", dest="author", default="", help="qui répond")
    framing.add_argument(
        "--formats",
        metavar="html,pdf,docx,odt",
        type=formats,
        default=("docx", "pdf", "html"),
        help="formats de la note ; aussi html-gros et pdf-gros",
    )
    framing.add_argument(
        "--modele-word", metavar="FICHIER.docx", dest="word_reference", type=Path, help="modèle Word du service"
    )
    framing.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier de la note")


def add_methods_verb(verbs: Any) -> None:
    """Add the command that chooses methods."""
    methods = verbs.add_parser(
        "methodes",
        help="choisit des méthodes d'animation, écrit leurs fiches",
        description=(
            "Classe les méthodes d'animation pour une séance, avec pourquoi et ce qui peut mal tourner, ou écrit "
            "leurs fiches. Sans --objectif ni --fiche, en donne la liste."
        ),
    )
    methods.add_argument("--objectif", metavar="OBJECTIF", dest="intention", default="", help="emerger, debattre…")
    methods.add_argument(
        "--cadrage", metavar="DOSSIER", dest="framed", type=Path, help="reprend le cadrage d'un dossier"
    )
    methods.add_argument("--niveau", metavar="NIVEAU", dest="level", help="consulter, concerter…")
    methods.add_argument("--personnes", metavar="N", dest="n_people", type=whole, help="participants (30)")
    methods.add_argument("--minutes", metavar="N", dest="minutes", type=whole, help="durée disponible (150)")
    methods.add_argument("--lieu", metavar="LIEU", dest="place", help="tables, libre, gradins, dehors, en_ligne")
    methods.add_argument(
        "--public",
        metavar="PUBLIC",
        dest="publics",
        action="append",
        help="public ou circonstance à ménager (enfants, sourds, conflit…), autant de fois qu'il faut",
    )
    methods.add_argument("--animateurs", metavar="N", dest="n_facilitators", type=whole, help="personnes pour animer")
    methods.add_argument(
        "--fiche", metavar="MÉTHODE", dest="sheets", action="append", default=[], help="fiche à écrire, ou toutes"
    )
    methods.add_argument("--methodes", metavar="FICHIER.yaml", dest="own", type=Path, help="méthodes de la commune")
    methods.add_argument(
        "--formats",
        metavar="pdf,docx,html",
        type=formats,
        default=("pdf",),
        help="formats à écrire ; pdf-gros et html-gros en gros caractères",
    )
    methods.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des documents")
