"""A whole dossier as one file, to hand over or put away, and back."""

from __future__ import annotations

import os
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from participation_lib.dossier import problems
from participation_lib.dossier.batches import storable
from participation_lib.dossier.connection import LocationTest
from participation_lib.dossier.creation import EXPORTS, check_free, made_folders
from participation_lib.dossier.locations import is_on_share
from participation_lib.dossier.opening import open_dossier
from participation_lib.dossier.placing import aside_folder, place_new, remember_folder
from participation_lib.dossier.problems import FILE_NAME
from participation_lib.dossier.store import Dossier, now
from participation_lib.errors import ParticipationError

__all__ = ["archive_dossier", "restore_dossier"]

_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
# An honest archive is far from these; a bomb passes one of them.
_MOST_ENTRIES: Final = 50_000
_MOST_BYTES: Final = 16 * 2**30
_MOST_TIMES_SMALLER: Final = 200
_ALWAYS_ACCEPTED: Final = 64 * 2**20


def archive_dossier(folder: Path, target: Path) -> Path:
    """Put a dossier in one zip, as it is at this moment, and give its path.

    It holds the database, taken while others may write, without cached vectors, and the
    files of `exports/`; hidden files and links are left out.

    Parameters
    ----------
    target
        The zip to write, outside the dossier. It must not exist.

    Raises
    ------
    InputError
        There is no dossier there, or it cannot be used.
    OutputError
        The zip exists already or cannot be written, or exports changed meanwhile: nothing
        is left of it.
    """
    if target.resolve().is_relative_to(folder.resolve()):
        raise problems.archive_target_inside(folder)
    if os.path.lexists(target):
        raise problems.file_taken(target)
    try:
        with made_folders(target.parent), aside_folder(target.parent) as place:
            copy, aside = place / f"{target.stem}.sqlite", place / target.name
            with open_dossier(folder) as dossier:
                dossier.backup(copy, with_vectors=False)
            before = _exported(folder)
            with zipfile.ZipFile(aside, "w") as archive:
                _add(archive, FILE_NAME, copy)
                for name, (path, *_) in before.items():
                    _add(archive, name, path)
            if _exported(folder) != before:
                raise problems.changing_exports(folder)
            place_new(aside, target)
    except FileExistsError:
        raise problems.file_taken(target) from None
    except FileNotFoundError:
        raise problems.changing_exports(folder) from None
    except OSError as error:
        raise problems.unwritten(target, error) from error
    return target


def _exported(folder: Path) -> dict[str, tuple[Path, int, int]]:
    """Give the files of `exports/` by name in the archive, in order, with size and time of change."""
    found: dict[str, tuple[Path, int, int]] = {}
    for path in (folder / EXPORTS).rglob("*"):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") for part in parts) or path.is_symlink() or not path.is_file():
            continue
        state = path.stat()
        found[storable("/".join(parts))] = (path, state.st_size, state.st_mtime_ns)
    return dict(sorted(found.items()))


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    entry = zipfile.ZipInfo(name, date_time=_NO_DATE)
    entry.create_system = 3  # Python writes the system it runs on, unless told
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target)


def restore_dossier(
    archive: Path,
    folder: Path,
    *,
    clock: Callable[[], datetime] = now,
    on_share: LocationTest = is_on_share,
) -> Dossier:
    """Take a dossier out of its zip, whole or not at all, and open it.

    Parameters
    ----------
    folder
        New or empty.

    Raises
    ------
    InputError
        This is no archive of a dossier, or not a safe one.
    OutputError
        The folder is taken or cannot be written to.
    """
    folder = folder.absolute()
    check_free(folder)
    try:
        with made_folders(folder.parent), aside_folder(folder.parent) as place:
            fresh = place / "dossier"
            _extract(archive, fresh)
            try:
                with open_dossier(fresh, on_share=on_share):
                    pass
            except ParticipationError as error:
                why = "le dossier qu’elle contient est abîmé, ou d’une version plus récente du programme"
                raise problems.archive_unusable(archive, why) from error
            _put_in_place(fresh, folder)
    except OSError as error:
        raise problems.unwritten(folder, error) from error
    return open_dossier(folder, clock=clock, on_share=on_share)


def _extract(archive: Path, fresh: Path) -> None:
    try:
        source = zipfile.ZipFile(archive)
    except OSError as error:
        raise problems.unreadable(archive, error) from error
    except zipfile.BadZipFile as error:
        raise problems.archive_unusable(archive, "ce n’est pas un fichier zip, ou il est abîmé") from error
    with source:
        if why := _refusal(source.infolist(), archive.stat().st_size):
            raise problems.archive_unusable(archive, why)
        (fresh / EXPORTS).mkdir(parents=True)
        for entry in source.infolist():
            if entry.is_dir():
                continue
            path = fresh / entry.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with source.open(entry) as content, path.open("xb") as target:
                    shutil.copyfileobj(content, target)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
                raise problems.archive_unusable(archive, "elle est abîmée ou protégée par un mot de passe") from error


def _refusal(entries: list[zipfile.ZipInfo], size: int) -> str:
    """Say why these entries are not those of a dossier, "" where they are."""
    names = [entry.filename for entry in entries if not entry.is_dir()]
    total = sum(entry.file_size for entry in entries)
    if FILE_NAME not in names:
        return f"elle ne contient pas de fichier «\u00a0{FILE_NAME}\u00a0»"
    if not all(_is_ours(entry) for entry in entries):
        return "elle contient autre chose qu’un dossier et ses exports"
    if len({unicodedata.normalize("NFC", name).casefold() for name in names}) < len(names):
        return "elle contient deux fichiers du même nom"
    too_dense = total > max(_ALWAYS_ACCEPTED, _MOST_TIMES_SMALLER * size)
    if too_dense or total > _MOST_BYTES or len(entries) > _MOST_ENTRIES:
        return "elle prendrait une place démesurée"
    return ""


def _is_ours(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.removesuffix("/").split("/")
    plain = not any(character in entry.orig_filename for character in "\\:\0")
    inside = all(part not in ("", ".", "..") for part in parts)
    expected = entry.filename == FILE_NAME or parts[0] == EXPORTS
    return plain and inside and expected and not stat.S_ISLNK(entry.external_attr >> 16)


def _put_in_place(fresh: Path, folder: Path) -> None:
    """Give a folder its name, in place of an empty one if there is."""
    existed = folder.exists()
    if existed:
        with suppress(FileNotFoundError):
            (folder / EXPORTS).rmdir()
        folder.rmdir()  # fails if something came in meanwhile
    try:
        fresh.rename(folder)
    except OSError:
        if existed:
            folder.mkdir()
        raise
    remember_folder(folder.parent)
