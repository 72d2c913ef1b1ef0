"""Commands and options of the terminal, in French."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NoReturn

__all__ = ["OPTION_OF_SETTING", "command_parser"]

_FRENCH: Final = {
    "usage: ": "Utilisation : ",
    "positional arguments": "Arguments ",
    "options": "Options ",
    "show this help message and exit": "affiche cette aide",
    "show program's version number and exit": "affiche la version",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "option ou argument inconnu : %s",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "« %(value)s » n'est pas accepté ; choix possibles : %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "la valeur « %(value)s » n'est pas un %(type)s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "not allowed with argument %s": "ne va pas avec %s",
    "ignored explicit argument %r": "cette option ne prend pas de valeur (%r)",
    "ambiguous option: %(option)s could match %(matches)s": "« %(option)s » est ambigu : %(matches)s",
}

# How what an error speaks of is set here.
OPTION_OF_SETTING: Final = {
    "text_column": "--colonne-texte",
    "group_column": "--colonne-groupe",
    "output_folder": "--sortie",
    "workspace": "--dossier",
    "port": "--port",
}


class _FrenchParser(argparse.ArgumentParser):
    """argparse that speaks French: it has no other way to be told so than its gettext hook."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        setattr(argparse, "_", lambda message: _FRENCH.get(message, message))  # noqa: B010
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})

    def error(self, message: str) -> NoReturn:
        command = self.prog
        self.exit(2, f"La commande n'est pas comprise : {message}. Aide : {command} --help\n")


def _count_or_auto(value: str) -> int | None:
    if value == "auto":
        return None
    if value.isdecimal() and 1 <= int(value) <= 200:
        return int(value)
    raise argparse.ArgumentTypeError(f"« {value} » n'est pas accepté ; écrivez auto ou un nombre de 1 à 200")


def _seed(value: str) -> int:
    if value.isdecimal() and int(value) < 2**31:
        return int(value)
    raise argparse.ArgumentTypeError(f"« {value} » n'est pas accepté ; écrivez un nombre entier à partir de 0")


def _formats(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))


def _add_reading_options(parser: argparse.ArgumentParser, *, adding: bool = False) -> None:
    """Add the options that say how files are read and grouped; `adding`, where there may be files before."""
    parser.add_argument("--colonne-texte", metavar="NOM", dest="text_column", help="colonne des contributions")
    parser.add_argument(
        "--colonne-groupe", metavar="NOM", dest="group_column", help="colonne des tables, quartiers, canaux…"
    )
    parser.add_argument("--question", metavar="TEXTE", help="question posée, reprise en tête de la note")
    parser.add_argument(
        "--themes",
        metavar="auto|N",
        type=_count_or_auto,
        default=None,
        help="nombre de thèmes (auto : trouvé dans les données)",
    )
    parser.add_argument(
        "--livre-de-codes",
        metavar="aucun|commune|FICHIER",
        dest="codebook",
        default="aucun",
        help="thèmes donnés d'avance : aucun, ceux d'une commune, ou un fichier YAML",
    )
    parser.add_argument("--graine", metavar="N", dest="seed", type=_seed, default=0, help="graine des tirages (0)")
    meetings = parser.add_mutually_exclusive_group()
    meetings.add_argument(
        "--seance-par-fichier",
        dest="meetings",
        action="store_const",
        const="par_fichier",
        default="auto",
        help="chaque fichier est une séance : leurs tables comptent à part",
    )
    if adding:
        meetings.add_argument(
            "--meme-seance",
            dest="meetings",
            action="store_const",
            const="meme",
            help="ces fichiers complètent la dernière séance du dossier",
        )


def _fact(value: str) -> tuple[str, str]:
    name, equals, told = value.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"« {value} » n'est pas accepté ; écrivez nom=valeur")
    return name.strip(), told.strip()


def _add_document_verbs(verbs: Any) -> None:
    """Add the commands that write documents."""
    note = verbs.add_parser(
        "note",
        help="écrit un document d'un dossier : compte rendu, synthèse, note au maire…",
        description="Écrit un document à partir d'un dossier relu. Sans --document, donne la liste des documents.",
    )
    note.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    note.add_argument("--document", metavar="DOCUMENT", default="", help="document à écrire")
    note.add_argument("--plans", metavar="FICHIER.yaml", type=Path, help="plans de documents de la commune")
    note.add_argument(
        "--version",
        metavar="publiable|interne",
        dest="version",
        choices=("publiable", "interne"),
        default=None,
        help="publiable, ou interne avec la liste de ce qui reste à reprendre",
    )
    note.add_argument(
        "--formats",
        metavar="html,pdf,docx,odt",
        type=_formats,
        default=("html", "pdf", "docx"),
        help="formats à écrire ; aussi html-gros et pdf-gros, xlsx et csv (figures), ipynb",
    )
    note.add_argument(
        "--modele-word", metavar="FICHIER.docx", dest="word_reference", type=Path, help="modèle Word du service"
    )
    note.add_argument(
        "--fait",
        metavar="NOM=VALEUR",
        dest="facts",
        type=_fact,
        action="append",
        default=[],
        help="fait à retenir dans le dossier (date_seance, lieu…), autant de fois qu'il faut",
    )
    note.add_argument("--auteur", metavar="INITIALES", dest="author", default="", help="qui renseigne ces faits")
    note.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des résultats")
    verifying = verbs.add_parser(
        "verifier",
        help="compare un document exporté, même modifié depuis, à son dossier",
        description=(
            "Compare un document exporté à son dossier : nombres, citations et phrases qui ont changé, manquent ou "
            "ont été ajoutés. Donne le code 0 si rien ne diffère, 1 sinon, 2 si le fichier ne peut pas être lu."
        ),
    )
    verifying.add_argument("file", metavar="FICHIER", type=Path, help="document .html, .pdf, .docx ou .odt")
    verifying.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    verifying.add_argument("--plans", metavar="FICHIER.yaml", type=Path, help="plans de documents de la commune")


def _add_framing_verb(verbs: Any) -> None:
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
        type=_fact,
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
        type=_formats,
        default=("docx", "pdf", "html"),
        help="formats de la note ; aussi html-gros et pdf-gros",
    )
    framing.add_argument(
        "--modele-word", metavar="FICHIER.docx", dest="word_reference", type=Path, help="modèle Word du service"
    )
    framing.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier de la note")


def _add_methods_verb(verbs: Any) -> None:
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
    methods.add_argument("--personnes", metavar="N", dest="n_people", type=_whole, help="participants (30)")
    methods.add_argument("--minutes", metavar="N", dest="minutes", type=_whole, help="durée disponible (150)")
    methods.add_argument("--lieu", metavar="LIEU", dest="place", help="tables, libre, gradins, dehors, en_ligne")
    methods.add_argument(
        "--public",
        metavar="PUBLIC",
        dest="publics",
        action="append",
        help="public ou circonstance à ménager (enfants, sourds, conflit…), autant de fois qu'il faut",
    )
    methods.add_argument("--animateurs", metavar="N", dest="n_facilitators", type=_whole, help="personnes pour animer")
    methods.add_argument(
        "--fiche", metavar="MÉTHODE", dest="sheets", action="append", default=[], help="fiche à écrire, ou toutes"
    )
    methods.add_argument("--methodes", metavar="FICHIER.yaml", dest="own", type=Path, help="méthodes de la commune")
    methods.add_argument(
        "--formats",
        metavar="pdf,docx,html",
        type=_formats,
        default=("pdf",),
        help="formats à écrire ; pdf-gros et html-gros en gros caractères",
    )
    methods.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des documents")


def _whole(value: str) -> int:
    if value.isascii() and value.isdecimal() and len(value) < 7:
        return int(value)
    raise argparse.ArgumentTypeError(f"« {value} » n'est pas accepté ; écrivez un nombre entier")


def _add_session_verb(verbs: Any) -> None:
    """Add the command that prepares a session."""
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
    session.add_argument("--tours", metavar="N", dest="rounds", type=int, default=1, help="tours de tables")
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
        type=_formats,
        default=("pdf",),
        help="formats de ces documents ; aussi html-gros et pdf-gros",
    )
    session.add_argument(
        "--contact", metavar="ADRESSE", default="", help="à qui écrire au sujet de ses données personnelles"
    )
    session.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des documents")
    session.add_argument(
        "--effacer-personnes",
        dest="erase",
        action="store_true",
        help="efface les personnes de la séance et les documents qui les nomment",
    )


def command_parser() -> argparse.ArgumentParser:
    """Give the parser of the command; `verb` says which was asked for."""
    parser = _FrenchParser(
        prog="participation",
        description=(
            "Des contributions libres à une note de synthèse dont chaque phrase se prouve. Tout reste sur ce poste."
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"participation {version('participation-lib')}",
        help="affiche la version",
    )
    verbs = parser.add_subparsers(title="Commandes ", metavar="COMMANDE", dest="verb", required=True)
    synthesis = verbs.add_parser(
        "synthese",
        help="lit des fichiers, ou un dossier relu, et écrit une synthèse",
        description="Lit des fichiers, ou reprend un dossier tel que vous l'avez relu, et écrit une synthèse.",
    )
    synthesis.add_argument(
        "files", metavar="FICHIER", nargs="+", type=Path, help="fichiers CSV ou Excel (.xlsx), ou un seul dossier"
    )
    _add_reading_options(synthesis)
    synthesis.add_argument(
        "--version",
        metavar="publiable|interne",
        dest="version",
        choices=("publiable", "interne"),
        default="publiable",
        help="publiable (par défaut) ou interne (avec la liste de ce qui a été masqué)",
    )
    synthesis.add_argument(
        "--formats",
        metavar="html,pdf,docx,odt",
        type=_formats,
        default=("html", "pdf", "docx"),
        help="formats à écrire ; aussi html-gros et pdf-gros, xlsx et csv (figures), ipynb",
    )
    synthesis.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des résultats")
    opening = verbs.add_parser(
        "ouvrir",
        help="crée un dossier à relire, ou y ajoute des fichiers",
        description="Crée un dossier à partir de fichiers, ou ajoute des fichiers à un dossier qui existe.",
    )
    opening.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    opening.add_argument("files", metavar="FICHIER", nargs="+", type=Path, help="fichier CSV ou Excel (.xlsx)")
    opening.add_argument("--titre", metavar="TEXTE", dest="title", default="", help="nom de la démarche")
    opening.add_argument("--auteur", metavar="INITIALES", dest="author", default="", help="qui ajoute ces fichiers")
    _add_reading_options(opening, adding=True)
    history = verbs.add_parser(
        "historique",
        help="liste les décisions de relecture d'un dossier",
        description="Liste les décisions de relecture d'un dossier, la dernière d'abord.",
    )
    history.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    tables = verbs.add_parser(
        "tableaux",
        help="sort tout un dossier en fichiers CSV",
        description="Sort tout ce que contient un dossier en fichiers CSV, y compris ce qui a été masqué.",
    )
    tables.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    tables.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des tableaux")
    archive = verbs.add_parser(
        "archiver",
        help="met un dossier dans un seul fichier .zip",
        description="Met un dossier et ses exports dans un seul fichier .zip, à conserver ou à transmettre.",
    )
    archive.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    archive.add_argument("archive", metavar="FICHIER.zip", type=Path, help="fichier à créer")
    restoring = verbs.add_parser(
        "restaurer",
        help="rouvre ailleurs un dossier archivé",
        description="Recrée un dossier à partir de son archive .zip.",
    )
    restoring.add_argument("archive", metavar="FICHIER.zip", type=Path, help="archive d'un dossier")
    restoring.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier à créer")
    comparing = verbs.add_parser(
        "comparer",
        help="mesure l'accord de deux relectures des mêmes contributions",
        description="Mesure l'accord de deux personnes qui ont relu les mêmes contributions, chacune dans son dossier.",
    )
    comparing.add_argument(
        "dossier", metavar="DOSSIER", type=Path, help="dossier de la première personne, ou son archive .zip"
    )
    comparing.add_argument(
        "other", metavar="AUTRE_DOSSIER", type=Path, help="dossier de la seconde personne, ou son archive .zip"
    )
    comparing.add_argument(
        "--sortie", metavar="FICHIER.csv", dest="file", type=Path, help="tableau des désaccords à créer"
    )
    _add_framing_verb(verbs)
    _add_session_verb(verbs)
    _add_methods_verb(verbs)
    _add_document_verbs(verbs)
    workbench = verbs.add_parser(
        "atelier",
        help="ouvre l'atelier dans le navigateur",
        description="Ouvre l'atelier dans le navigateur.",
    )
    workbench.add_argument(
        "--dossier", metavar="DOSSIER", dest="folder", type=Path, default=None, help="dossier de travail"
    )
    workbench.add_argument("--port", metavar="N", type=int, default=0, help="port local (choisi tout seul)")
    workbench.add_argument("--sans-navigateur", dest="browser", action="store_false", help="n'ouvre pas le navigateur")
    return parser
