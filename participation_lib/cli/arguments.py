"""Commands and options of the terminal, in French."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NoReturn

from participation_lib.cli.facilitation_arguments import add_framing_verb, add_methods_verb, add_session_verbs
from participation_lib.cli.values import fact, formats

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
    "question_column": "--colonne-question",
    "refused_columns": "--refuser-colonne",
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


def _add_column_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that correct what is recognised in files."""
    parser.add_argument(
        "--colonne-texte",
        metavar="NOM",
        dest="text_columns",
        action="append",
        default=[],
        help="colonne des contributions ; répétée, chaque colonne est une question",
    )
    parser.add_argument(
        "--colonne-groupe",
        metavar="NOM",
        dest="group_column",
        help="colonne des tables, quartiers, canaux… (vide : aucune)",
    )
    parser.add_argument(
        "--colonne-question",
        metavar="NOM",
        dest="question_column",
        help="colonne de la question à laquelle répond chaque ligne (vide : aucune)",
    )
    parser.add_argument(
        "--refuser-colonne",
        metavar="NOM",
        dest="refused_columns",
        action="append",
        default=[],
        help="colonne à ne pas lire, autant de fois qu'il faut",
    )


def _add_reading_options(parser: argparse.ArgumentParser, *, adding: bool = False) -> None:
    """Add the options that say how files are read and grouped; `adding`, where there may be files before."""
    _add_column_options(parser)
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
        type=formats,
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
        type=fact,
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


def _add_retention_verbs(verbs: Any) -> None:
    """Add the commands on how long contributions are kept."""
    keeping = verbs.add_parser(
        "conserver",
        help="dit ou change jusqu'à quand les contributions d'un dossier sont gardées",
        description="Dit jusqu'à quand les contributions d'un dossier sont gardées, ou fixe une autre date.",
    )
    keeping.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    keeping.add_argument("until", metavar="JJ/MM/AAAA", nargs="?", default="", help="nouvelle date de fin")
    keeping.add_argument("--raison", metavar="TEXTE", dest="reason", default="", help="pourquoi plus longtemps")
    keeping.add_argument("--auteur", metavar="INITIALES", dest="author", default="", help="qui en décide")
    purging = verbs.add_parser(
        "purger",
        help="efface pour toujours les contributions d'un dossier",
        description=(
            "Efface pour toujours les contributions d'un dossier, ses décisions et ses documents internes ; garde les "
            "documents publiés et les effectifs. Montre d'abord ce qui sera effacé, puis demande confirmation."
        ),
    )
    purging.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    purging.add_argument("--oui", dest="confirmed", action="store_true", help="efface sans demander confirmation")
    purging.add_argument("--auteur", metavar="INITIALES", dest="author", default="", help="qui en décide")


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
        "files",
        metavar="FICHIER",
        nargs="+",
        type=Path,
        help="fichiers CSV, Excel, Word, Writer ou notes, ou un seul dossier",
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
        type=formats,
        default=("html", "pdf", "docx"),
        help="formats à écrire ; aussi html-gros et pdf-gros, xlsx et csv (figures), ipynb",
    )
    synthesis.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des résultats")
    seeing = verbs.add_parser(
        "apercu",
        help="montre ce qui serait lu d'un fichier, sans rien garder",
        description=(
            "Montre ce qui est reconnu dans des fichiers : les contributions, le rôle de chaque colonne et ce qui "
            "reste dehors. Rien n'est gardé ni écrit."
        ),
    )
    seeing.add_argument("files", metavar="FICHIER", nargs="+", type=Path, help="fichiers à regarder")
    _add_column_options(seeing)
    opening = verbs.add_parser(
        "ouvrir",
        help="crée un dossier à relire, ou y ajoute des fichiers",
        description="Crée un dossier à partir de fichiers, ou ajoute des fichiers à un dossier qui existe.",
    )
    opening.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    opening.add_argument(
        "files", metavar="FICHIER", nargs="+", type=Path, help="fichier CSV, Excel, Word, Writer ou notes"
    )
    opening.add_argument("--titre", metavar="TEXTE", dest="title", default="", help="nom de la démarche")
    opening.add_argument("--auteur", metavar="INITIALES", dest="author", default="", help="qui ajoute ces fichiers")
    opening.add_argument(
        "--conservation",
        metavar="JJ/MM/AAAA",
        dest="retention",
        default="",
        help="jusqu'à quand garder les contributions (deux ans si rien n'est dit)",
    )
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
    sharing = verbs.add_parser(
        "transmettre",
        help="sort un dossier pour IRaMuTeQ, QualCoder et les logiciels qui lisent REFI-QDA",
        description=(
            "Sort les contributions retenues, pseudonymisées, et le livre de codes : un corpus IRaMuTeQ "
            "(.txt), un livre de codes (.qdc) et un projet codé (.qdpx) au format REFI-QDA."
        ),
    )
    sharing.add_argument("dossier", metavar="DOSSIER", type=Path, help="dossier de la démarche")
    sharing.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des fichiers")
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
    _add_retention_verbs(verbs)
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
    add_framing_verb(verbs)
    add_session_verbs(verbs)
    add_methods_verb(verbs)
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
