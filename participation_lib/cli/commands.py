"""What each command does; each gives its exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from participation_lib.cli.facilitation import choose, frame, gather, prepare_session
from participation_lib.errors import InputError

if TYPE_CHECKING:
    from participation_lib.chain import Options
    from participation_lib.dossier import Dossier, Purge

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
        **_columns(arguments),
        question=arguments.question,
        n_themes=arguments.themes,
        codebook=choose_codebook(arguments.codebook),
        version=Version(getattr(arguments, "version", Version.PUBLISHABLE)),
        formats=getattr(arguments, "formats", DEFAULT_FORMATS),
        seed=arguments.seed,
        meetings=MeetingRule(arguments.meetings),
    )


def _columns(arguments: argparse.Namespace) -> dict[str, Any]:
    """Give the columns that were chosen, as options have them."""
    return {
        "text_columns": tuple(arguments.text_columns),
        "group_column": arguments.group_column,
        "question_column": arguments.question_column,
        "refused_columns": tuple(arguments.refused_columns),
    }


def _preview(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import Options, preview_files

    for seen in preview_files(arguments.files, Options(**_columns(arguments))):
        print(f"{seen.source_name} : {seen.description}.")
        for sentence in (*seen.remarks, *([seen.problem] if seen.problem else [])):
            print(f"  {sentence}")
        for column in seen.columns:
            print(f"  {column.role} : {column.name} — {column.why}")
    return 0


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
            _say_retention(dossier)
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
        "--colonne-texte": arguments.text_columns,
        "--colonne-groupe": arguments.group_column is not None,
        "--colonne-question": arguments.question_column is not None,
        "--refuser-colonne": arguments.refused_columns,
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
    if arguments.retention:
        raise InputError("L’option --conservation vaut pour un nouveau dossier : prenez plutôt la commande conserver.")
    given = {"--themes": arguments.themes, "--livre-de-codes": arguments.codebook != "aucun"}
    used = [name for name, value in given.items() if value]
    if used and not is_empty:
        raise InputError(
            f"L’option {used[0]} ne s’applique qu’à un nouveau dossier : ces fichiers rejoignent les thèmes déjà relus."
        )


def _say_retention(dossier: Dossier) -> None:
    """Say that the contributions should not be there any more, if so."""
    from participation_lib.chain import retention_of
    from participation_lib.review.retention import retention_notice

    if notice := retention_notice(retention_of(dossier), date.today()):  # noqa: DTZ011 - a day of the calendar
        say(notice)


def _say_purge(purge: Purge) -> None:
    """Say when a dossier was purged, and what it counted."""
    from participation_lib.chain import purge_lines
    from participation_lib.review.retention import day_in_words

    say(f"Dossier purgé le {day_in_words(purge.purged_at[:10])} par {purge.author} : il comptait")
    for line in purge_lines(purge):
        print(line)


def _keep(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import retention_of, set_retention
    from participation_lib.dossier import open_dossier
    from participation_lib.review.deciding import NOBODY
    from participation_lib.review.retention import day_in_words

    with open_dossier(arguments.dossier, read_only=not arguments.until) as dossier:
        if arguments.until:
            author = arguments.author.strip() or NOBODY
            set_retention(dossier, arguments.until, author=author, reason=arguments.reason)
        else:
            dossier.snapshot()  # a dossier that was purged says so
        _say_retention(dossier)
        until = retention_of(dossier)
    print(f"Contributions gardées jusqu’au {day_in_words(until)}." if until else "Aucune date de fin n’est fixée.")
    return 0


def _purge(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import plan_purge, purge_dossier
    from participation_lib.dossier import open_dossier
    from participation_lib.review.deciding import NOBODY

    with open_dossier(arguments.dossier) as dossier:
        before = dossier.purge()
        if before is not None and before.finished:
            _say_purge(before)
            return 0
        for line in plan_purge(dossier).sentences():
            say(line)
        if not arguments.confirmed and not _confirmed():
            say("Rien n’a été effacé.")
            return 1
        _say_purge(purge_dossier(dossier, author=arguments.author.strip() or NOBODY))
    return 0


def _confirmed() -> bool:
    print("Écrivez « effacer » pour confirmer : ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() == "effacer"


def _open(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import add_files, open_from_files
    from participation_lib.dossier import is_dossier, open_dossier
    from participation_lib.review.retention import day_in_words, proposed_end, read_day
    from participation_lib.schema import TOOL

    folder: Path = arguments.dossier
    author = arguments.author.strip() or TOOL
    if is_dossier(folder):
        with open_dossier(folder) as dossier:
            _say_retention(dossier)
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
        today = date.today()  # noqa: DTZ011 - a day of the person's calendar
        until = read_day(arguments.retention, today) if arguments.retention else proposed_end(today)
        with open_from_files(
            folder,
            arguments.files,
            _options(arguments),
            _progress,
            title=arguments.title,
            author=author,
            retention=until.isoformat(),
        ) as dossier:
            say(f"Dossier créé : {_counted(dossier.n_contributions(), 'contribution', 'contributions')}.")
        say(
            f"Contributions gardées jusqu’au {day_in_words(until.isoformat())} ; pour une autre date : "
            "participation conserver."
        )
    print(folder)
    return 0


def _history(arguments: argparse.Namespace) -> int:
    from participation_lib.dossier import open_dossier
    from participation_lib.review.history import history
    from participation_lib.review.review import Review

    with open_dossier(arguments.dossier, read_only=True) as dossier:
        if (purge := dossier.purge()) is not None:
            _say_purge(purge)
            return 0
        _say_retention(dossier)
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


def _for_analysis(arguments: argparse.Namespace) -> int:
    from participation_lib.chain import export_for_analysis
    from participation_lib.dossier import open_dossier

    folder: Path = arguments.folder or arguments.dossier / "exports" / "autres-logiciels"
    with open_dossier(arguments.dossier, read_only=True) as dossier:
        written = export_for_analysis(dossier, folder)
    for path in written:
        print(path)
    return 0


def _archive(arguments: argparse.Namespace) -> int:
    from participation_lib.dossier import archive_dossier

    print(archive_dossier(arguments.dossier, arguments.archive))
    say("Cette archive contient aussi les mots qui ont été masqués : elle reste entre collègues, ne la diffusez pas.")
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
        _say_retention(dossier)
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
    "apercu": _preview,
    "ouvrir": _open,
    "historique": _history,
    "tableaux": _tables,
    "transmettre": _for_analysis,
    "archiver": _archive,
    "restaurer": _restore,
    "conserver": _keep,
    "purger": _purge,
    "comparer": _compare,
    "cadrer": frame,
    "methodes": choose,
    "seance": prepare_session,
    "capitaliser": gather,
    "note": _note,
    "verifier": _verify,
    "atelier": _workbench,
}
