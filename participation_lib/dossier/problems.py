"""What can go wrong with a dossier, said in one French sentence; never a word of a citizen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from participation_lib.errors import InputError, OutputError, ParticipationError

__all__ = [
    "COPY_PREFIX",
    "FILE_NAME",
    "LOCKED",
    "UNWRITABLE",
    "OutdatedLog",
    "already_there",
    "archive_target_inside",
    "archive_unusable",
    "changed_structure",
    "changing_exports",
    "code_of",
    "damaged",
    "explained",
    "file_taken",
    "folder_missing",
    "folder_taken",
    "from_newer",
    "holds_dossier",
    "interrupted",
    "moved",
    "named",
    "needs_upgrade",
    "not_a_dossier",
    "not_ours",
    "only_read",
    "purge_unfinished",
    "purged",
    "source_known",
    "uncopied",
    "unreadable",
    "unusable_key",
    "unwritten",
]

FILE_NAME: Final = "dossier.sqlite"
COPY_PREFIX: Final = f"{FILE_NAME}.avant-v"

LOCKED: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
UNWRITABLE: Final = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class OutdatedLog(Exception):  # noqa: N818 - not an error for the user: read the log again, then try again
    """Somebody decided something since the log was read."""


def code_of(error: sqlite3.Error) -> int:
    """Give the primary result code of SQLite, -1 for an error of the Python module itself."""
    code: int = getattr(error, "sqlite_errorcode", -1)
    return code & 0xFF if code >= 0 else -1


def holds_dossier(folder: Path) -> bool:
    """Tell whether a folder holds the file of a dossier; no where it is out of reach."""
    try:
        return (folder / FILE_NAME).is_file()
    except OSError:
        return False


def named(folder: Path) -> str:
    """Give the name of a folder between quotation marks, even for « . »."""
    return f"« {folder.absolute().name or folder} »"


def folder_missing(folder: Path) -> InputError:
    """Say that there is no such folder."""
    return InputError(f"Le dossier {named(folder)} est introuvable : vérifiez son nom et son emplacement.")


def not_a_dossier(folder: Path) -> InputError:
    """Say that the folder holds no database."""
    return InputError(
        f"{named(folder)} n’est pas le dossier d’une démarche : il n’y a pas de fichier « {FILE_NAME} » dedans."
    )


def not_ours(folder: Path) -> InputError:
    """Say that the database is of another program."""
    return InputError(
        f"Le fichier « {FILE_NAME} » de {named(folder)} vient d’un autre programme : rien n’y a été modifié."
    )


def from_newer(folder: Path) -> InputError:
    """Say that this program is too old for the dossier."""
    return InputError(
        f"Le dossier {named(folder)} a été fait par une version plus récente du programme : "
        "mettez le programme à jour ; rien n’a été modifié."
    )


def changed_structure(folder: Path) -> InputError:
    """Say that the database no longer refuses changes."""
    return InputError(
        f"Le dossier {named(folder)} a été modifié par un autre programme, qui en a ôté ou changé les protections : "
        f"{_last_copy(folder)} ; rien n’a été effacé."
    )


def damaged(folder: Path) -> InputError:
    """Say that the file is damaged, and which copy to take up."""
    return InputError(
        f"Le fichier « {FILE_NAME} » de {named(folder)} est abîmé : {_last_copy(folder)} ; rien n’a été effacé."
    )


def _last_copy(folder: Path) -> str:
    """Say which copy to take up: those kept before an upgrade, or an archive beside the folder."""
    try:
        copies = [*folder.glob(f"{COPY_PREFIX}*"), *folder.absolute().parent.glob("*.zip")]
        ours = [path for path in copies if path.name.startswith((COPY_PREFIX, folder.absolute().name))]
        last = max(ours, key=lambda path: path.stat().st_mtime, default=None)
    except OSError:
        last = None
    if last is None:
        return "reprenez la dernière archive ou la dernière sauvegarde de ce dossier"
    return f"reprenez la dernière copie, « {last.name} », ou une archive plus récente"


def needs_upgrade(folder: Path) -> InputError:
    """Say that an older dossier cannot be read without being written to."""
    return InputError(
        f"Le dossier {named(folder)} a été fait par une version plus ancienne et doit être mis à jour, ce qui ne se "
        "peut pas en lecture seule : copiez-le là où vous pouvez écrire, puis ouvrez la copie."
    )


def interrupted(folder: Path) -> InputError:
    """Say that a write was interrupted, which only writing can mend."""
    return InputError(
        f"Le dossier {named(folder)} a été interrompu pendant une écriture et ne peut pas être remis en ordre en "
        "lecture seule : copiez-le entier là où vous pouvez écrire, puis ouvrez la copie ; rien n’est perdu."
    )


def only_read(folder: Path, why: str = "en lecture seule") -> OutputError:
    """Say that nothing can be written there."""
    return OutputError(
        f"Le dossier {named(folder)} est {why} : cette modification n’est pas enregistrée ; "
        "tout ce qui l’était déjà est intact."
    )


def purged(folder: Path, purged_at: str, *, finished: bool) -> InputError:
    """Say that what people said was erased, and what is left."""
    day = f"{purged_at[8:10]}/{purged_at[5:7]}/{purged_at[:4]}"
    rest = "" if finished else " ; la purge n’est pas achevée : relancez-la"
    return InputError(
        f"Le dossier {named(folder)} a été purgé le {day} : les contributions sont effacées, il reste ses documents "
        f"publiés et ses effectifs{rest}."
    )


def purge_unfinished(folder: Path) -> OutputError:
    """Say that words may be left in files that somebody has open."""
    return OutputError(
        f"Les contributions de {named(folder)} sont effacées, mais un fichier du dossier est ouvert ailleurs ou "
        "protégé : fermez les autres programmes puis relancez la purge, qui reprendra où elle en est."
    )


def moved(folder: Path) -> OutputError:
    """Say that the dossier is no longer where it was opened."""
    return OutputError(
        f"Le dossier {named(folder)} a été déplacé ou supprimé pendant le travail : remettez-le à sa place puis "
        "rouvrez-le ; la dernière modification n’est pas enregistrée."
    )


def already_there(folder: Path) -> OutputError:
    """Say that the folder is a dossier."""
    return OutputError(
        f"{named(folder)} est déjà le dossier d’une démarche : ouvrez-le, ou choisissez un autre nom ; "
        "rien n’a été modifié."
    )


def folder_taken(folder: Path) -> OutputError:
    """Say that the folder holds something else."""
    return OutputError(
        f"{named(folder)} existe déjà et contient autre chose : choisissez un nouveau dossier ; rien n’a été modifié."
    )


def file_taken(path: Path) -> OutputError:
    """Say that a file has that name."""
    return OutputError(f"« {path.name} » existe déjà : choisissez un autre nom ; rien n’a été modifié.")


def source_known(file_name: str, batch_id: int) -> InputError:
    """Say that a file came in already."""
    return InputError(f"« {file_name} » est déjà dans ce dossier (lot {batch_id}) : rien n’a été ajouté.")


def changing_exports(folder: Path) -> OutputError:
    """Say that exports are being written while they are archived."""
    return OutputError(
        f"Les exports de {named(folder)} changent en ce moment : recommencez dans un instant ; "
        "aucune archive n’a été écrite."
    )


def archive_target_inside(folder: Path) -> OutputError:
    """Say that an archive would hold itself."""
    return OutputError(
        f"L’archive ne peut pas aller dans le dossier {named(folder)} lui-même : choisissez un autre emplacement."
    )


def archive_unusable(archive: Path, why: str) -> InputError:
    """Say that a zip is not a dossier to take up, and why."""
    return InputError(f"L’archive « {archive.name} » ne peut pas être reprise : {why} ; rien n’a été écrit.")


def unreadable(path: Path, error: OSError) -> InputError:
    """Say why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"« {path.name} » est introuvable : vérifiez son nom et son emplacement.")
    return InputError(f"« {path.name} » ne peut pas être lu : il est peut-être pris ailleurs ou protégé.")


def unusable_key(path: Path) -> InputError:
    """Say that the key of a dossier is none: nothing is done that would lose who wrote what."""
    return InputError(
        f"La clé du dossier, « {path.name} », est abîmée : remettez celle d’une sauvegarde, ou effacez-la (les "
        "personnes déjà connues ne seront alors plus reconnues dans les prochains fichiers)."
    )


def unwritten(path: Path, error: OSError) -> OutputError:
    """Say why a file or a folder could not be written, nothing of it being left."""
    reason = {
        28: "le disque est plein",
        122: "la place qui vous est accordée est épuisée",
        13: "l’accès est refusé",
        1: "l’accès est refusé",
        30: "l’emplacement est en lecture seule",
    }.get(error.errno or 0, "l’écriture a échoué")
    return OutputError(f"« {path.name} » n’a pas pu être écrit : {reason} ; rien n’a été modifié.")


def uncopied(path: Path, error: sqlite3.Error) -> OutputError:
    """Say why a new database could not be written, nothing of it being left."""
    code = code_of(error)
    reason = {sqlite3.SQLITE_FULL: "le disque est plein", sqlite3.SQLITE_IOERR: "le disque n’a pas répondu"}.get(
        code, "l’accès est refusé" if code in UNWRITABLE else "l’écriture a échoué"
    )
    return OutputError(f"{named(path)} n’a pas pu être écrit : {reason} ; rien n’a été modifié.")


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn an error of the database into one sentence.

    Raises
    ------
    ValueError
        What was asked breaks a rule of the tables (an identifier used twice): a fault of
        the program that asked, not of the user.
    """
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise ValueError(f"{FILE_NAME}: {error}") from error
    except sqlite3.Error as error:
        problem = _problem(error, folder)
        if problem is None:
            raise
        # Without a result code, the module quotes the text it could not decode: not to be kept.
        raise problem from (error if code_of(error) >= 0 else None)


def _problem(error: sqlite3.Error, folder: Path) -> ParticipationError | None:
    code = code_of(error)
    place = named(folder)
    kept = "tout ce qui était enregistré est intact"
    if code in _DAMAGED or (code < 0 and "decode" in str(error)):
        return damaged(folder)
    if code in LOCKED:
        return OutputError(
            f"Le dossier {place} est tenu depuis trop longtemps par un autre programme : fermez-le puis recommencez ; "
            f"{kept}."
        )
    if code == sqlite3.SQLITE_ERROR and str(error).startswith("no such"):
        return changed_structure(folder)
    if not holds_dossier(folder):
        return moved(folder)
    if code == sqlite3.SQLITE_READONLY:
        return only_read(folder)
    if code == sqlite3.SQLITE_FULL:
        return OutputError(
            f"Le disque est plein : la dernière modification du dossier {place} n’est pas enregistrée ; "
            f"libérez de la place puis recommencez ; {kept}."
        )
    if code == sqlite3.SQLITE_IOERR:
        return OutputError(
            f"Le disque du dossier {place} n’a pas répondu (plein, débranché ou en panne) : la dernière modification "
            f"n’est pas enregistrée ; {kept}."
        )
    if code in UNWRITABLE:
        return InputError(
            f"Le dossier {place} ne peut pas être ouvert : l’accès est refusé ou un autre programme le tient ; "
            "rien n’a été modifié."
        )
    return None
