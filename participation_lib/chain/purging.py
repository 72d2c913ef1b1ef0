"""Purging a dossier at the end of its retention: what would go, what stays, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from participation_lib.dossier import FILE_NAME, KEY_FILE, Dossier, Purge
from participation_lib.dossier.session_files import holds_names, is_of_session
from participation_lib.errors import InputError, ParticipationError
from participation_lib.notes.output_folder import SIGNATURE, version_written
from participation_lib.review.retention import day_in_words, read_day
from participation_lib.review.review import Review
from participation_lib.schema import Decision, SetRetention, Status, Version

__all__ = ["PurgePlan", "plan_purge", "purge_dossier", "purge_lines", "retention_of", "set_retention"]

# Tables of a publishable synthesis: every contribution, told again in the note that stays.
_TABLES: Final = frozenset({"contributions.csv", "idees.csv", "themes.csv", "remplacements.csv"})


_COUNTED: Final = {
    "fichiers_lus": "fichiers lus",
    "contributions": "contributions",
    "idees": "idées",
    "idees_classees": "idées classées",
    "idees_non_classees": "idées non classées",
    "idees_ecartees": "idées écartées",
    "themes": "thèmes",
    "mots_masques": "mots masqués",
    "decisions": "décisions",
}
_STATUSES: Final = {
    Status.RETAINED: "retenues",
    Status.EMPTY: "vides",
    Status.NO_CONTENT: "sans contenu",
    Status.DUPLICATE: "doublons",
    Status.UNUSABLE: "inexploitables",
    Status.TO_MODERATE: "à modérer",
}


@dataclass(frozen=True)
class PurgePlan:
    """What a purge would do to a dossier; nothing is done.

    Attributes
    ----------
    counts
        How many rows of each kind would go, by French name.
    erased
        Files that would go: internal documents, tables, copies. Relative to the dossier.
    kept
        Published documents and prepared sessions without their guests, that stay.
    unknown
        Files that are not ours: they stay, to be looked at by whoever put them there.
    """

    counts: Mapping[str, int]
    erased: tuple[Path, ...]
    kept: tuple[Path, ...]
    unknown: tuple[Path, ...]

    def sentences(self) -> tuple[str, ...]:
        """Say it in French, a line each."""
        counts = self.counts
        said = ", ".join(
            (
                _n(counts.get("contributions", 0), "contribution"),
                _n(counts.get("idees", 0), "idée"),
                _n(counts.get("mots_masques", 0), "mot masqué", "mots masqués"),
                _n(counts.get("decisions", 0), "décision"),
            )
        )
        lines = ["Seront effacés, sans retour possible :", f"- {said} et les calculs gardés ;"]
        lines += [f"- {path.as_posix()}" for path in self.erased]
        lines.append("Resteront : le nom du dossier, ses effectifs, la date de la purge et les documents publiés.")
        lines += [f"- {path.as_posix()}" for path in self.kept]
        if self.unknown:
            lines.append("Ne viennent pas de cet outil et resteront aussi ; regardez s’ils citent des contributions :")
            lines += [f"- {path.as_posix()}" for path in self.unknown]
        lines.append("Ailleurs (fichiers d’origine, archives .zip, copies envoyées), rien ne sera effacé.")
        return tuple(lines)


def purge_lines(purge: Purge) -> tuple[str, ...]:
    """Say what a dossier counted before it was purged, a line each."""
    labels = {**_COUNTED, **{f"contributions_{status}": f"dont {label}" for status, label in _STATUSES.items()}}
    return tuple(f"{labels[name]} : {number}" for name, number in purge.counts.items() if name in labels)


def _n(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number < 2 else several or one + 's'}"


def plan_purge(dossier: Dossier) -> PurgePlan:
    """Give what a purge would erase and what would stay."""
    folder = dossier.folder
    erased: list[Path] = []
    kept: list[Path] = []
    unknown: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.relative_to(folder)
        if len(name.parts) == 1 and path.name.startswith(FILE_NAME):
            if path.name.startswith(f"{FILE_NAME}.avant-v"):
                erased.append(name)
            continue
        if name == Path(KEY_FILE):
            erased.append(name)  # with it, a list of the platform's accounts would tell who wrote
            continue
        if is_of_session(name):
            # What was prepared says nothing that a contribution says; who came goes.
            (erased if holds_names(name) else kept).append(name)
            continue
        version = version_written(path.parent)
        if version is None:
            (erased if _is_aside(name) else unknown).append(name)
        elif version != Version.PUBLISHABLE or path.name in _TABLES:
            erased.append(name)
        else:
            kept.append(name)
    return PurgePlan(dossier.purge_counts(), tuple(erased), tuple(kept), tuple(unknown))


def _is_aside(name: Path) -> bool:
    """Tell whether a file was being written when a program was killed."""
    return any(part.startswith(".") and ("en-cours-" in part or ".ancien-" in part) for part in name.parts)


def purge_dossier(dossier: Dossier, *, author: str) -> Purge:
    """Purge a dossier, or go on with a purge that was interrupted.

    Raises
    ------
    OutputError
        Nothing can be written there, or a file is open elsewhere: purging again goes on.
    """
    plan = plan_purge(dossier)
    further: dict[str, int] = {}
    retention = ""
    if dossier.purge() is None:
        with suppress(ParticipationError):  # counts are worth nothing against a right to be forgotten
            batches, log = dossier.snapshot()
            review = Review.of(batches, log)
            counts, retention = review.counts, review.retention
            further = {
                "idees_classees": counts.classified,
                "idees_non_classees": counts.unclassified,
                "idees_ecartees": counts.set_aside,
                "themes": len(review.theme_table()),
            }
    # The signature goes last, or an interrupted purge would not know what the folder was.
    files = sorted(plan.erased, key=lambda path: path.name == SIGNATURE)
    return dossier.erase(
        [dossier.folder / path for path in files],
        author=author,
        parameters={"conservation": retention},
        further=further,
    )


def retention_of(dossier: Dossier) -> str:
    """Give the last day the contributions of a dossier are kept (ISO 8601), "" where nobody said or they are gone."""
    if dossier.purge() is not None:
        return ""
    batches, log = dossier.snapshot()
    return Review.of(batches, log).retention if batches else ""


def set_retention(dossier: Dossier, until: str, *, author: str, reason: str = "") -> Decision:
    """Say until which day the contributions are kept; another day is another decision.

    Parameters
    ----------
    until
        « 24/11/2028 » or « 2028-11-24 ».

    Raises
    ------
    InputError
        It is no day, it is over already, or a later day than the one decided comes without its reason.
    """
    day = read_day(until, date.today())  # noqa: DTZ011 - a day of the person's calendar
    known = retention_of(dossier)
    if known and day > date.fromisoformat(known) and not reason.strip():
        raise InputError(
            f"Les contributions devaient être gardées jusqu’au {day_in_words(known)} : dites pourquoi elles le "
            "seraient plus longtemps."
        )
    (decision,) = dossier.append(
        [(SetRetention(day.isoformat()), " ".join(reason.split()))], author=author, seen=dossier.last_decision_id()
    )
    return decision
