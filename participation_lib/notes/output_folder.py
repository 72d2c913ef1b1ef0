"""A folder of results that is whole or is not: written beside, then put in place.

A folder we wrote before is recognised by its `methode.json` and replaced, if no file of
it was changed or added since. Any other folder that holds something is refused: nothing
of the user's is ever erased.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from participation_lib.errors import OutputError

__all__ = [
    "PROGRAM",
    "SIGNATURE",
    "check_output_folder",
    "fingerprints",
    "is_running",
    "output_folder",
    "version_written",
]

PROGRAM: Final = "participation_lib"
_FRESH: Final = "en-cours"
_FORMER: Final = "ancien"
SIGNATURE: Final = "methode.json"


def _absolute(folder: Path) -> Path:
    """Give the folder meant by « . », « notes/.. » or a link, which have no place of their own to write beside."""
    place = Path(os.path.abspath(folder))  # noqa: PTH100 - « . » and « .. » alone; links are another matter
    return place.resolve() if place.is_symlink() and place.is_dir() else place


def fingerprints(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of each file of a folder, by name, the signature left out."""
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.name != SIGNATURE:
            found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return found


def _recorded(folder: Path) -> dict[str, str] | None:
    """Give the fingerprints a folder of ours was left with, None for any other folder."""
    try:
        content = json.loads((folder / SIGNATURE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or content.get("programme") != PROGRAM:
        return None
    recorded = content.get("fichiers")
    return recorded if isinstance(recorded, dict) else {}


def version_written(folder: Path) -> str | None:
    """Give who may read what we wrote in a folder: "publiable" or "interne", "" where untold; None if not ours."""
    try:
        content = json.loads((folder / SIGNATURE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or content.get("programme") != PROGRAM:
        return None
    options = content.get("parametres")
    told = content.get("version") or (options.get("version") if isinstance(options, dict) else "")
    return told if isinstance(told, str) else ""


def check_output_folder(folder: Path) -> None:
    """Do nothing if results may be written there.

    Raises
    ------
    OutputError
        The place is a file, or a folder that holds something we did not write, or a
        file of ours that was changed since: a corrected note is not ours to replace.
    """
    folder = _absolute(folder)
    if folder.is_dir():
        if not any(folder.iterdir()):
            return
        recorded = _recorded(folder)
        if recorded is None:
            raise OutputError(
                f"Le dossier « {folder.name} » contient déjà autre chose que nos résultats : "
                "renommez-le, ou prenez un dossier nouveau ou vide ; rien n'a été modifié.",
                setting="output_folder",
            )
        changed = [name for name, print_ in fingerprints(folder).items() if recorded.get(name) != print_]
        if changed:
            raise OutputError(
                f"Dans le dossier « {folder.name} », « {changed[0]} » a été modifié ou ajouté depuis : "
                "mettez-le d'abord à l'abri ailleurs ; rien n'a été modifié.",
                setting="output_folder",
            )
    elif folder.exists() or folder.is_symlink():
        raise OutputError(
            f"« {folder.name} » est un fichier : renommez-le, ou prenez un nom de dossier ; rien n'a été modifié.",
            setting="output_folder",
        )


def _explained(folder: Path, error: OSError) -> OutputError:
    reason = {
        28: "le disque est plein",
        13: "l'accès est refusé",
        30: "l'emplacement est en lecture seule",
    }.get(error.errno or 0, "l'écriture a échoué")
    return OutputError(
        f"Les résultats n'ont pas pu être écrits dans « {folder.name} » : {reason} ; l'ancien dossier est intact."
    )


def is_running(process: int) -> bool:
    """Tell whether a process of this machine still runs; where that cannot be asked safely, say yes."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _clear_leftovers(folder: Path) -> None:
    """Undo what a process killed in the middle of an export left beside a folder."""
    for leftover in sorted(folder.parent.glob(f".{glob.escape(folder.name)}.*-*")):
        kind, _, process = leftover.name.removeprefix(f".{folder.name}.").rpartition("-")
        if kind not in (_FRESH, _FORMER) or not process.isdecimal():
            continue
        if int(process) != os.getpid() and is_running(int(process)):
            continue
        if kind == _FORMER and not folder.exists():
            leftover.rename(folder)  # killed between the two renames: the former results come back
        else:
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def output_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write in; it takes its place, whole, when the block ends well.

    Raises
    ------
    OutputError
        The place is taken by something else, or cannot be written to.
    """
    folder = _absolute(folder)
    _clear_leftovers(folder)
    check_output_folder(folder)
    fresh = folder.with_name(f".{folder.name}.{_FRESH}-{os.getpid()}")
    former = folder.with_name(f".{folder.name}.{_FORMER}-{os.getpid()}")
    try:
        fresh.mkdir(parents=True)
        yield fresh
        if folder.exists():
            folder.rename(former)
        try:
            fresh.rename(folder)
        except BaseException:
            if former.exists():
                former.rename(folder)
            raise
    except OSError as error:
        raise _explained(folder, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(former, ignore_errors=True)
