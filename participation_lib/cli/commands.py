"""What each command does; each gives its exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from participation_lib.cli.facilitation import choose, frame, prepare_session
from participation_lib.errors import InputError

if TYPE_CHECKING:
    from participation_lib.chain import Options

__all__ = ["COMMANDS", "say"]


def say(message: str) -> None:
    """Tell the person something, apart from what the command gives."""
    print(message, file=sys.stderr, flush=True)


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {several if count > 1 else one}"


def _stem(file: Path) -> str:
    """Give the name of a file without its endings: « votes » for votes.csv and for votes.csv.gz."""
    name = file.name.removesuffix(".gz")
    return Path(name).stem or name


def _progress(step: int, name: str) -> None:
    from participation_lib.chain import STEPS

    say(f"[{step + 1}/{len(STEPS)}] {name}…")


def _options(arguments: argparse.Namespace) -> Options:
    from participation_lib.chain import DEFAULT_FORMATS, Options, choose_codebook
    from participation_lib.corpus.meetings import MeetingRule
    from participation_lib.schema import Version

    return Options(
        text_column=arguments.text_column,
        group_column=arguments.group_column,
        question=arguments.question,
        n_themes=arguments.themes,
        codebook=choose_codebook(arguments.codebook),
        version=Version(getattr(arguments, "version", Version.PUBLISHABLE)),
        formats=getattr(arguments, "formats", DEFAULT_FORMATS),
        seed=arguments.seed,
        meetings=MeetingRule(arguments.meetings),
    )


def _synthesis(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import prepare_output, synthesise, synthesise_dossier, write_synthesis
    from participation_lib.dossier import is_dossier, open_dossier

    files: Sequence[Path] = arguments.files
    reviewed = next((file for file in files if file.is_dir() and is_dossier(file)), None)
    if reviewed is not None:
        if len(files) > 1:
            raise InputError(
                "Un dossier se synthétise seul : ajoutez-y d’abord les autres fichiers avec la commande ouvrir."
            )
        folder: Path = arguments.folder or reviewed / "exports" / "synthese"
        prepare_output(folder, arguments.formats)
        _refuse_reading_options(arguments)
        with open_dossier(reviewed) as dossier:
            synthesis = synthesise_dossier(dossier, _options(arguments), _progress)
    else:
        folder = arguments.folder or Path("exports") / _stem(files[0])
        prepare_output(folder, arguments.formats)
        synthesis = synthesise(files, _options(arguments), _progress)
    for source in synthesis.reading.sources if synthesis.reading else ():
        say(f"{source.file_name} : {source.description}.")
        for remark in source.remarks:
            say(f"  {remark}")
    written = write_synthesis(synthesis, folder, _progress)
    counts = synthesis.counts
    aside = f", {_counted(counts['idees_ecartees'], 'écartée', 'écartées')}" if counts["idees_ecartees"] else ""
    say(
        f"{counts['enregistrements_lus']} contributions lues, {counts['contributions_retenue']} retenues, "
        f"{counts['idees']} idées, {counts['themes']} thèmes, {counts['idees_non_classees']} idées non classées{aside}."
    )
    for path in written:
        print(path)
    return 0


def _refuse_reading_options(arguments: argparse.Namespace) -> None:
    """Refuse what only makes sense while reading files, rather than pass over it."""
    given = {
        "--colonne-texte": arguments.text_column,
        "--colonne-groupe": arguments.group_column,
        "--themes": arguments.themes,
        "--livre-de-codes": arguments.codebook != "aucun",
        "--graine": arguments.seed,
        "--seance-par-fichier": arguments.meetings != "auto",
    }
    used = [name for name, value in given.items() if value]
    if used:
        raise InputError(f"L’option {used[0]} ne s’applique qu’à des fichiers : un dossier est déjà lu et regroupé.")


def _refuse_opening_options(arguments: argparse.Namespace, *, is_empty: bool) -> None:
    """Refuse what only makes sense when a dossier is made, rather than pass over it."""
    if arguments.title:
        raise InputError("L’option --titre ne s’applique qu’à un nouveau dossier : celui-ci garde son nom.")
    given = {"--themes": arguments.themes, "--livre-de-codes": arguments.codebook != "aucun"}
    used = [name for name, value in given.items() if value]
    if used and not is_empty:
        raise InputError(
            f"L’option {used[0]} ne s’applique qu’à un nouveau dossier : ces fichiers rejoignent les thèmes déjà relus."
        )


def _open(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import add_files, open_from_files
    from participation_lib.dossier import is_dossier, open_dossier
    from participation_lib.schema import TOOL

    folder: Path = arguments.dossier
    author = arguments.author.strip() or TOOL
    if is_dossier(folder):
        with open_dossier(folder) as dossier:
            _refuse_opening_options(arguments, is_empty=not dossier.n_contributions())
            added = add_files(dossier, arguments.files, _options(arguments), _progress, author=author)
        for name in added.known:
            say(f"« {name} » est déjà dans ce dossier : rien n’a été ajouté.")
        if added.files:
            say(
                f"{_counted(added.n_contributions, 'contribution ajoutée', 'contributions ajoutées')}, "
                f"{_counted(added.n_ideas, 'idée', 'idées')} dont {added.n_unclassified} sans thème. "
                "Rien de ce qui était classé n’a bougé."
            )
        for remark in added.remarks:
            say(remark)
        if added.new_themes:
            say("Nouveaux thèmes proposés : " + ", ".join(f"« {label} »" for label in added.new_themes) + ".")
    else:
        if arguments.meetings == "meme":
            raise InputError("L’option --meme-seance ne s’applique qu’à un dossier qui a déjà une séance.")
        with open_from_files(
            folder, arguments.files, _options(arguments), _progress, title=arguments.title, author=author
        ) as dossier:
            say(f"Dossier créé : {_counted(dossier.n_contributions(), 'contribution', 'contributions')}.")
    print(folder)
    return 0


def _history(arguments: argparse.Namespace) -> int:
    from participation_lib.dossier import open_dossier
    from participation_lib.review.history import history
    from participation_lib.review.review import Review

    with open_dossier(arguments.dossier, read_only=True) as dossier:
        lines = history(Review.of(*dossier.snapshot()))
    if not lines:
        say("Aucune décision n’a encore été prise dans ce dossier.")
    for line in lines:
        undone = " [annulée]" if line.undone else ""
        reason = f" — {line.reason}" if line.reason else ""
        print(f"{line.day}, {line.time} — {line.author} — {line.sentence}{reason}{undone}")
    return 0


def _tables(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import export_dossier_tables
    from participation_lib.dossier import open_dossier

    folder: Path = arguments.folder or arguments.dossier / "exports" / "tableaux"
    with open_dossier(arguments.dossier, read_only=True) as dossier:
        written = export_dossier_tables(dossier, folder)
    say("Ces tableaux contiennent aussi les mots qui ont été masqués : ne les diffusez pas.")
    for path in written:
        print(path)
    return 0


def _archive(arguments: argparse.Namespace) -> int:
    from participation_lib.dossier import archive_dossier

    print(archive_dossier(arguments.dossier, arguments.archive))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from participation_lib.dossier import restore_dossier

    with restore_dossier(arguments.archive, arguments.dossier) as dossier:
        say(f"Dossier rouvert : {_counted(dossier.n_contributions(), 'contribution', 'contributions')}.")
    print(arguments.dossier)
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import read_review, write_disagreements
    from participation_lib.review.agreement import compare_reviews
    from participation_lib.review.agreement_words import sentences

    comparison = compare_reviews(read_review(arguments.dossier).review, read_review(arguments.other).review)
    for sentence in sentences(comparison):
        say(sentence)
    if arguments.file is not None:
        print(write_disagreements(comparison, arguments.file))
    return 0


def _note(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import WritingDesk, prepare_output, read_plans
    from participation_lib.dossier import open_dossier
    from participation_lib.schema import Version

    plans = read_plans(arguments.plans) if arguments.plans else None
    with open_dossier(arguments.dossier, read_only=not arguments.facts) as dossier:
        desk = WritingDesk.of(dossier, author=arguments.author, plans=plans)
        if not arguments.document:
            say("Documents possibles (--document) :")
            for plan in desk.plans:
                print(f"{plan.document_id} — {plan.name}")
            return 0
        plan = desk.plan(arguments.document)
        folder: Path = arguments.folder or arguments.dossier / "exports" / plan.document_id
        prepare_output(folder, arguments.formats)
        for name, value in arguments.facts:
            desk.give_fact(name, value)
        version = Version(arguments.version) if arguments.version else None
        written = desk.export(
            plan.document_id,
            folder,
            version=version,
            formats=arguments.formats,
            word_reference=arguments.word_reference,
        )
        for finding in desk.findings(plan.document_id, version):
            say(f"{'À reprendre' if finding.blocking else 'À compléter si possible'} : {finding.message}")
    for path in written:
        print(path)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import read_plans, verify_document
    from participation_lib.dossier import open_dossier

    plans = read_plans(arguments.plans) if arguments.plans else None
    with open_dossier(arguments.dossier, read_only=True) as dossier:
        result = verify_document(arguments.file, dossier, plans=plans)
    for remark in result.remarks:
        say(remark)
    print(result.summary())
    for difference in result.differences:
        print(f"- {difference.message}")
    return 0 if result.is_clean else 1


def _workbench(arguments: argparse.Namespace) -> int:
    from participation_lib.workbench.launch import open_workbench

    return open_workbench(arguments.folder, port=arguments.port, browser=arguments.browser)


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "synthese": _synthesis,
    "ouvrir": _open,
    "historique": _history,
    "tableaux": _tables,
    "archiver": _archive,
    "restaurer": _restore,
    "comparer": _compare,
    "cadrer": frame,
    "methodes": choose,
    "seance": prepare_session,
    "note": _note,
    "verifier": _verify,
    "atelier": _workbench,
}
