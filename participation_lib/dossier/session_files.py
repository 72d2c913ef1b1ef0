"""The files of the sessions of a démarche: one folder a session, the names of people in a file apart.

    seances/2026-03-14-nature-en-ville/seance.json      the run sheet, with what it was before each change
    seances/2026-03-14-nature-en-ville/personnes.json   who comes and where they sit, erased after the session
    seances/2026-03-14-nature-en-ville/evaluation.json  questionnaires counted, indicators, what was learnt

Nothing of them enters the database of contributions or its archive. A file is written aside, then
takes the place of the former one: a cut leaves one or the other, whole.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from participation_lib.errors import InputError, OutputError

__all__ = [
    "erase_people",
    "holds_names",
    "is_of_session",
    "list_sessions",
    "named_papers_folder",
    "new_session_folder",
    "read_evaluation",
    "read_people",
    "read_session",
    "write_evaluation",
    "write_people",
    "write_session",
]

SESSIONS: Final = "seances"
_SESSION: Final = "seance.json"
_PEOPLE: Final = "personnes.json"
_NAMED_PAPERS: Final = "papiers-nominatifs"
_EVALUATION: Final = "evaluation.json"
_VERSION: Final = 1


def list_sessions(dossier_folder: Path) -> tuple[Path, ...]:
    """Give the folders of the sessions of a démarche, in the order of their names."""
    try:
        found = [file.parent for file in (dossier_folder / SESSIONS).glob(f"*/{_SESSION}") if file.is_file()]
    except OSError:
        return ()
    return tuple(sorted(found))


def new_session_folder(dossier_folder: Path, title: str, day: date | None = None) -> Path:
    """Give a folder that no session has yet, named after its day and title; it is not made.

    Examples
    --------
    >>> new_session_folder(Path("demarche"), "La nature en ville !", date(2026, 3, 14)).name
    '2026-03-14-la-nature-en-ville'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    stem = "-".join(part for part in (day.isoformat() if day else "", words) if part) or "seance"
    base, rank = dossier_folder / SESSIONS / stem, 1
    folder = base
    while folder.exists():
        rank += 1
        folder = base.with_name(f"{base.name}-{rank}")
    return folder


def named_papers_folder(folder: Path) -> Path:
    """Give where the papers of a session that hold names are written; they are erased with the names."""
    return folder / _NAMED_PAPERS


def is_of_session(name: Path) -> bool:
    """Tell whether a file, given by its place in the dossier, is of a session."""
    return name.parts[:1] == (SESSIONS,)


def holds_names(name: Path) -> bool:
    """Tell whether a file of a session, given by its place, says who came.

    >>> holds_names(Path("seances/nature/personnes.json")), holds_names(Path("seances/nature/seance.json"))
    (True, False)
    """
    return name.name.removeprefix(".").startswith(_PEOPLE) or _NAMED_PAPERS in name.parts


def read_session(folder: Path) -> dict[str, Any]:
    """Give what `write_session` wrote.

    Raises
    ------
    InputError
        There is no session there, or its file is damaged or of a later version.
    """
    return _read(folder / _SESSION, f"La séance « {folder.name} »")


def write_session(folder: Path, content: Mapping[str, Any], *, replaces: int) -> int:
    """Write a session in place of the one that was read; give its new revision.

    Parameters
    ----------
    content
        What JSON can hold.
    replaces
        The revision that was read, 0 where there was none.

    Raises
    ------
    InputError
        Somebody wrote another revision since.
    OutputError
        It cannot be written.
    """
    found = _read(folder / _SESSION, "") if (folder / _SESSION).exists() else {"revision": 0}
    if found["revision"] != replaces:
        raise InputError(
            "Cette séance a été modifiée ailleurs depuis que vous l’avez ouverte : rouvrez-la pour voir ces "
            "changements, puis refaites le vôtre."
        )
    _write(folder / _SESSION, {**content, "version": _VERSION, "revision": replaces + 1})
    return replaces + 1


def read_people(folder: Path) -> dict[str, Any] | None:
    """Give who comes to a session; None where nobody is known, or they were erased.

    Raises
    ------
    InputError
        The file is damaged.
    """
    return _read(folder / _PEOPLE, "La liste des personnes") if (folder / _PEOPLE).exists() else None


def write_people(folder: Path, content: Mapping[str, Any]) -> None:
    """Write who comes to a session.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    _write(folder / _PEOPLE, {**content, "version": _VERSION, "revision": 0})


def read_evaluation(folder: Path) -> dict[str, Any] | None:
    """Give what is known of a session afterwards; None where nothing is.

    Raises
    ------
    InputError
        The file is damaged.
    """
    return _read(folder / _EVALUATION, "L’évaluation") if (folder / _EVALUATION).exists() else None


def write_evaluation(folder: Path, content: Mapping[str, Any]) -> None:
    """Write what is known of a session afterwards.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    _write(folder / _EVALUATION, {**content, "version": _VERSION, "revision": 0})


def erase_people(folder: Path) -> bool:
    """Erase who came to a session, and the papers that name them; give whether there was anything to erase.

    The bytes are written over first; backups and the history of a synchronised folder are out of reach.

    Raises
    ------
    OutputError
        The file cannot be erased.
    """
    papers = named_papers_folder(folder)
    files = [file for file in (folder / _PEOPLE, *folder.glob(f".{_PEOPLE}.*"), *papers.glob("*")) if file.is_file()]
    if not files:
        return False
    try:
        for file in files:
            with file.open("r+b") as opened:
                opened.write(b"\0" * file.stat().st_size)
                opened.flush()
                os.fsync(opened.fileno())
            file.unlink()
        if papers.exists():
            papers.rmdir()
    except OSError as error:
        raise OutputError(
            f"La liste des personnes de « {folder.name} » n’a pas pu être effacée ({error.strerror}) : fermez ce "
            "fichier s’il est ouvert, puis recommencez."
        ) from error
    return True


def _read(file: Path, what: str) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{what} est introuvable.") from None
    except (OSError, ValueError):
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("revision"), int):
        raise InputError(f"{what} ne peut pas être lue : son fichier est abîmé ou pris par un autre programme.")
    if content.get("version") != _VERSION:
        raise InputError(f"{what} a été enregistrée par une version plus récente : mettez l’outil à jour.")
    return content


def _write(file: Path, content: Mapping[str, Any]) -> None:
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8") as opened:
            json.dump(content, opened, ensure_ascii=False, indent=1)
            opened.flush()
            os.fsync(opened.fileno())
        aside.replace(file)
    except OSError as error:
        raise OutputError(
            f"La séance « {file.parent.name} » n’a pas pu être enregistrée ({error.strerror}) : vérifiez la place "
            "libre et vos droits sur ce dossier."
        ) from error
    finally:
        with suppress(OSError):
            aside.unlink()
