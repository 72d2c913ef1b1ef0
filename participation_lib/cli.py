"""The verbs of the library from a terminal, in French."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NoReturn

from participation_lib.errors import ParticipationError
from participation_lib.incident import write_report

__all__ = ["main"]

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
    "ignored explicit argument %r": "cette option ne prend pas de valeur (%r)",
    "ambiguous option: %(option)s could match %(matches)s": "« %(option)s » est ambigu : %(matches)s",
}

# How what an error speaks of is set here.
_OPTIONS: Final = {
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


def _parser() -> argparse.ArgumentParser:
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
        help="lit des fichiers et écrit une synthèse",
        description="Lit des fichiers et écrit une synthèse.",
    )
    synthesis.add_argument("files", metavar="FICHIER", nargs="+", type=Path, help="fichier CSV ou Excel (.xlsx)")
    synthesis.add_argument("--colonne-texte", metavar="NOM", dest="text_column", help="colonne des contributions")
    synthesis.add_argument(
        "--colonne-groupe", metavar="NOM", dest="group_column", help="colonne des tables, quartiers, canaux…"
    )
    synthesis.add_argument("--question", metavar="TEXTE", help="question posée, reprise en tête de la note")
    synthesis.add_argument(
        "--themes",
        metavar="auto|N",
        type=_count_or_auto,
        default=None,
        help="nombre de thèmes (auto : trouvé dans les données)",
    )
    synthesis.add_argument(
        "--livre-de-codes",
        metavar="aucun|commune|FICHIER",
        dest="codebook",
        default="aucun",
        help="thèmes donnés d'avance : aucun, ceux d'une commune, ou un fichier YAML",
    )
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
        help="formats à écrire",
    )
    synthesis.add_argument("--sortie", metavar="DOSSIER", dest="folder", type=Path, help="dossier des résultats")
    synthesis.add_argument("--graine", metavar="N", dest="seed", type=_seed, default=0, help="graine des tirages (0)")
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


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _stem(file: Path) -> str:
    """Give the name of a file without its endings: « votes » for votes.csv and for votes.csv.gz."""
    name = file.name.removesuffix(".gz")
    return Path(name).stem or name


def _synthesis(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import (
        STEPS,
        Options,
        choose_codebook,
        prepare_output,
        synthesise,
        write_synthesis,
    )
    from participation_lib.schema import Version

    def progress(step: int, name: str) -> None:
        _say(f"[{step + 1}/{len(STEPS)}] {name}…")

    folder: Path = arguments.folder or Path("exports") / _stem(arguments.files[0])
    prepare_output(folder, arguments.formats)
    options = Options(
        text_column=arguments.text_column,
        group_column=arguments.group_column,
        question=arguments.question,
        n_themes=arguments.themes,
        codebook=choose_codebook(arguments.codebook),
        version=Version(arguments.version),
        formats=arguments.formats,
        seed=arguments.seed,
    )
    synthesis = synthesise(arguments.files, options, progress)
    for source in synthesis.reading.sources:
        _say(f"{source.file_name} : {source.description}.")
        for remark in source.remarks:
            _say(f"  {remark}")
    written = write_synthesis(synthesis, folder, progress)
    counts = synthesis.counts
    _say(
        f"{counts['enregistrements_lus']} contributions lues, {counts['contributions_retenue']} retenues, "
        f"{counts['idees']} idées, {counts['themes']} thèmes, {counts['idees_non_classees']} idées non classées."
    )
    for path in written:
        print(path)
    return 0


def _workbench(arguments: argparse.Namespace) -> int:
    from participation_lib.workbench.launch import open_workbench

    return open_workbench(arguments.folder, port=arguments.port, browser=arguments.browser)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give 0 when done, 2 for input that cannot be used, 1 for a fault of ours."""
    parsed = _parser().parse_args(arguments)
    try:
        return _synthesis(parsed) if parsed.verb == "synthese" else _workbench(parsed)
    except ParticipationError as error:
        option = _OPTIONS.get(error.setting)
        _say(f"{error} Option concernée : {option}." if option else str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _say("Interrompu à votre demande : rien n'a été écrit à moitié, vous pouvez relancer la même commande.")
        return 130
    except MemoryError:
        _say("La mémoire de ce poste ne suffit pas : fermez d'autres programmes ou coupez le fichier en plusieurs.")
        return 1
    except Exception as error:  # noqa: BLE001 - no fault of ours may show a traceback to the user
        report = write_report(error, Path.cwd())
        where = f" Rapport à nous transmettre, sans aucune contribution : {report}" if report else ""
        _say(f"L'outil a rencontré une erreur de son fait ; rien n'a été écrit à moitié.{where}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
