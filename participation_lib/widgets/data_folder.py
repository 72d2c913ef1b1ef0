"""The folder of files to be read: what is in it, and what is sent to it."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from participation_lib.dossier import FILE_NAME, is_dossier
from participation_lib.errors import InputError, OutputError

__all__ = [
    "ACCEPTED_SUFFIXES",
    "ARCHIVE_SUFFIXES",
    "DOCUMENT_SUFFIXES",
    "DOSSIERS",
    "EXAMPLES",
    "available_archives",
    "available_dossiers",
    "available_files",
    "new_dossier_folder",
    "safe_name",
    "store_file",
]

ACCEPTED_SUFFIXES: Final = (
    *(".csv", ".tsv", ".tab", ".txt", ".json", ".xlsx", ".xlsm", ".docx", ".odt", ".md"),
    *(".csv.gz", ".tsv.gz", ".txt.gz"),
)
ARCHIVE_SUFFIXES: Final = (".zip",)
DOCUMENT_SUFFIXES: Final = (".docx", ".pdf", ".html", ".odt")  # what was exported and may come back
EXAMPLES: Final = "exemples"
DOSSIERS: Final = "dossiers"
_LONGEST_NAME: Final = 80  # code points; some systems refuse long paths
_GOLD: Final = ("_etalon.csv", "_etalon.csv.gz")  # coded by hand, to measure the tool: not something to read
_NEVER_IN_A_NAME: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def available_files(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Give the files that can be read, each with how it is called on screen; hers come first.

    Looks in the folder and in its `exemples`, not deeper. Hidden files stay out.
    """
    found = []
    for place, start in ((folder, ""), (folder / EXAMPLES, "Exemple : ")):
        if place.is_dir():
            found += [
                (start + file.name, file)
                for file in sorted(place.iterdir(), key=lambda file: file.name.casefold())
                if _is_readable(file)
            ]
    return tuple(found)


def _is_readable(file: Path) -> bool:
    name = file.name.lower()
    return (
        name.endswith(ACCEPTED_SUFFIXES)
        and not name.startswith((".", "~$"))
        and not name.endswith(_GOLD)
        and file.is_file()
    )


def available_dossiers(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Give the dossiers that may be opened, each with how it is called on screen; the last worked on first.

    Looks in the folder and in its `dossiers`, not deeper.
    """
    found: list[tuple[float, str, Path]] = []
    for place in (folder, folder / DOSSIERS):
        with suppress(OSError):  # a place that cannot be read holds nothing to open
            for entry in place.iterdir():
                if entry.is_dir() and not entry.name.startswith(".") and is_dossier(entry):
                    # What was decided last may still be in the file beside the database.
                    worked = max(file.stat().st_mtime for file in entry.glob(f"{FILE_NAME}*"))
                    found.append((-worked, entry.name.casefold(), entry))
    found.sort()
    return tuple((f"{entry.name} (modifié {_day(-worked)})", entry) for worked, _, entry in found)


def available_archives(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Give the archives that may hold a dossier, each with how it is called on screen; the last changed first.

    Looks in the folder and in its `dossiers`, not deeper, and not inside the archives.
    """
    found: list[tuple[float, str, Path]] = []
    for place in (folder, folder / DOSSIERS):
        with suppress(OSError):  # as above
            for entry in place.iterdir():
                name = entry.name.casefold()
                if name.endswith(ARCHIVE_SUFFIXES) and not name.startswith(".") and entry.is_file():
                    found.append((-entry.stat().st_mtime, name, entry))
    found.sort()
    return tuple((f"Archive {entry.name} (modifiée {_day(-changed)})", entry) for changed, _, entry in found)


def _day(moment: float) -> str:
    at = datetime.fromtimestamp(moment).astimezone()
    return f"le {at.day:02d}/{at.month:02d}/{at.year} à {at.hour} h {at.minute:02d}"


def new_dossier_folder(folder: Path, name: str) -> Path:
    """Give where a new dossier of that name goes: a folder of the same name, less what no system accepts.

    Raises
    ------
    InputError
        Nothing is left of the name.

    Examples
    --------
    >>> new_dossier_folder(Path("data"), "Plénière : nature en ville").name
    'Plénière _ nature en ville'
    """
    kept = _NEVER_IN_A_NAME.sub("_", unicodedata.normalize("NFC", " ".join(name.split())))
    kept = kept[:_LONGEST_NAME].strip(" .")
    if not re.search(r"\w", kept):
        raise InputError("Donnez un nom au dossier : quelques mots qui disent de quelle démarche il s’agit.")
    return folder / DOSSIERS / kept


def safe_name(name: str, accepted: Sequence[str] = ACCEPTED_SUFFIXES) -> str:
    r"""Give a file name as sent by a browser without what could leave the folder.

    Raises
    ------
    InputError
        The file is not of a kind that can be read.

    Examples
    --------
    >>> safe_name("..\\Réponses : avril.csv")
    'Réponses _ avril.csv'
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = _NEVER_IN_A_NAME.sub("_", base).strip(" .")[-150:]
    if not kept.lower().endswith(tuple(accepted)) or kept.lower() in accepted:
        if accepted == ARCHIVE_SUFFIXES:
            raise InputError("Ce fichier n'est pas une archive de dossier : choisissez un fichier .zip.")
        if accepted == DOCUMENT_SUFFIXES:
            raise InputError("Ce fichier n'est pas un document exporté : choisissez un .docx, .pdf, .html ou .odt.")
        raise InputError(
            "Ce fichier n'est pas d'un type accepté : choisissez un fichier CSV (.csv, .tsv, .txt), Excel (.xlsx), "
            "Word (.docx) ou Writer (.odt). Un fichier .xls ou .ods s'enregistre d'abord en .xlsx, un .doc en .docx."
        )
    return kept


def store_file(folder: Path, name: str, content: bytes, accepted: Sequence[str] = ACCEPTED_SUFFIXES) -> Path:
    """Put a file in the folder under its name, and give where it is.

    A file of the same name and content is left alone. One of another content is never
    overwritten: the new one gets a number.

    Raises
    ------
    InputError
        The file is empty or not of a kind that can be read.
    OutputError
        The folder cannot be written to.
    """
    kept = safe_name(name, accepted)
    if not content:
        raise InputError(f"Le fichier « {kept} » est vide : rien n'a été ajouté.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / kept
        number = 1
        while target.exists():
            if target.is_file() and target.read_bytes() == content:
                return target
            number += 1
            stem, dot, suffix = kept.partition(".") if kept.lower().endswith(".gz") else kept.rpartition(".")
            target = folder / f"{stem} ({number}){dot}{suffix}"
        _write_whole(target, content)
    except OSError:
        raise OutputError(
            f"Le fichier « {kept} » n'a pas pu être ajouté au dossier « {folder.name} » : vérifiez vos "
            "droits et la place disponible."
        ) from None
    return target


def _write_whole(target: Path, content: bytes) -> None:
    """Write beside, then put in place: a file is there whole or not at all."""
    descriptor, aside = tempfile.mkstemp(prefix=".", suffix=".en-cours", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(aside).replace(target)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
