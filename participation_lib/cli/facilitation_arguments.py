"""Options of framing, of choosing methods, of preparing a session and of evaluating it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from participation_lib.cli.values import fact, formats, whole

__all__ = ["add_framing_verb", "add_methods_verb", "add_session_verbs"]


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


def add_session_verbs(verbs: Any) -> None:
    """Add the commands that prepare a session, and gather what was learnt."""
    session = verbs.add_parser(
        "seance",
        help="prépare une séance : déroulé, plan de tables, documents à imprimer",
        description=(
            "Prépare une séance d'une démarche : crée la séance d'un fichier, dit ce qui manque à son déroulé, place "
            "les personnes, écrit ce qui s'imprime. Sans option, donne la liste des séances."
        ),
    )
    session.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    session.add_argument("--seance", metavar="NOM", dest="session", default="", help="séance, s'il y en a plusieurs")
    session.add_argument(
        "--modele", metavar="FICHIER.yaml", dest="model", type=Path, help="crée la séance décrite dans ce fichier"
    )
    session.add_argument(
        "--personnes",
        metavar="FICHIER.csv",
        dest="guests",
        type=Path,
        help="liste des personnes à placer : nom, puis quartier, âge, table fixe…",
    )
    session.add_argument("--tours", metavar="N", dest="rounds", type=whole, default=1, help="tours de tables")
    session.add_argument(
        "--papiers",
        metavar="tous|deroule,programme,…",
        dest="papers",
        default="",
        help="documents à écrire : deroule, programme, agenda, cartes_idees, gommettes, autorisation_photo, "
        "questionnaire, emargement, plan_de_tables",
    )
    session.add_argument(
        "--formats",
        metavar="pdf,docx,odt,html",
        type=formats,
        default=("pdf",),
        help="formats de ces documents ; aussi html-gros et pdf-gros",
    )
    session.add_argument(
        "--contact", metavar="ADRESSE", default="", help="à qui écrire au sujet de ses données personnelles"
    )
    session.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des documents")
    session.add_argument(
        "--questionnaires",
        metavar="FICHIER.csv",
        dest="questionnaires",
        type=Path,
        help="compte les questionnaires de fin et écrit l'évaluation ; rien d'autre n'en est gardé",
    )
    session.add_argument(
        "--noter",
        metavar="LIGNE=TEXTE",
        dest="lines",
        type=fact,
        action="append",
        default=[],
        help="ce qu'on sait d'un indicateur (e1 à e18) ou une ligne de capitalisation (refaire, changer…)",
    )
    session.add_argument(
        "--effacer-personnes",
        dest="erase",
        action="store_true",
        help="efface les personnes de la séance et les documents qui les nomment",
    )
    gathering = verbs.add_parser(
        "capitaliser",
        help="rassemble ce que les séances de plusieurs dossiers ont appris",
        description="Rassemble, ligne par ligne, les fiches de capitalisation des séances de plusieurs dossiers.",
    )
    gathering.add_argument("dossiers", metavar="DOSSIER", nargs="+", type=Path, help="dossiers des démarches")
    gathering.add_argument(
        "--formats",
        metavar="docx,pdf,html",
        type=formats,
        default=("docx", "pdf"),
        help="formats à écrire ; pdf-gros et html-gros en gros caractères",
    )
    gathering.add_argument(
        "--sortie",
        metavar="DOSSIER",
        dest="folder",
        type=Path,
        default=Path("exports") / "capitalisation",
        help="dossier du document",
    )
