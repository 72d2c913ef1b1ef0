"""A new dossier, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from participation_lib.dossier import problems
from participation_lib.dossier.batches import storable
from participation_lib.dossier.connection import LocationTest
from participation_lib.dossier.locations import is_on_share
from participation_lib.dossier.migrations import upgrade
from participation_lib.dossier.opening import is_dossier, open_dossier
from participation_lib.dossier.placing import LEFTOVER, aside_folder, clear_leftovers, place_new
from participation_lib.dossier.problems import FILE_NAME
from participation_lib.dossier.store import Dossier, moment, now

__all__ = ["EXPORTS", "check_free", "create_dossier", "made_folders"]

EXPORTS: Final = "exports"


def create_dossier(
    folder: Path,
    *,
    title: str = "",
    clock: Callable[[], datetime] = now,
    on_share: LocationTest = is_on_share,
) -> Dossier:
    """Make a folder the dossier of a démarche and open it.

    Parameters
    ----------
    folder
        New or empty; an empty `exports/` may be there.

    Raises
    ------
    OutputError
        The folder is a dossier already, holds something, or cannot be written to. It is
        left as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place, create_dossier(Path(place) / "plan-velo", title="Plan vélo") as dossier:
    ...     dossier.title, dossier.last_decision_id()
    ('Plan vélo', 0)
    """
    check_free(folder)
    try:
        with made_folders(folder, folder / EXPORTS), aside_folder(folder) as place:
            _write(place / FILE_NAME, storable(title), moment(clock))
            place_new(place / FILE_NAME, folder / FILE_NAME)
    except (OSError, sqlite3.Error) as error:
        if is_dossier(folder):  # somebody was faster
            raise problems.already_there(folder) from error
        if isinstance(error, OSError):
            raise problems.unwritten(folder, error) from error
        raise problems.uncopied(folder, error) from error
    clear_leftovers(folder, older_than=0)  # of creations that were killed: none can succeed any more
    return open_dossier(folder, clock=clock, on_share=on_share)


def check_free(folder: Path) -> None:
    """Do nothing if a dossier may be made there.

    Raises
    ------
    OutputError
        The place is a file, a dossier, or a folder that holds something.
    """
    if not os.path.lexists(folder):
        return
    try:
        if not folder.is_dir():
            raise problems.folder_taken(folder)
        if os.path.lexists(folder / FILE_NAME):
            raise problems.already_there(folder)
        for entry in folder.iterdir():
            ours = entry.name.startswith(LEFTOVER)
            if not ours and not (entry.name == EXPORTS and entry.is_dir() and not any(entry.iterdir())):
                raise problems.folder_taken(folder)
    except OSError as error:
        raise problems.unwritten(folder, error) from error


@contextmanager
def made_folders(*folders: Path) -> Iterator[None]:
    """Make folders and those above them; unmake the new ones if the block fails."""
    missing = {place for folder in folders for place in (folder, *folder.parents) if not place.exists()}
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for place in sorted(missing, key=lambda place: len(place.parts), reverse=True):
            with suppress(OSError):
                place.rmdir()  # only if nobody put anything there meanwhile
        raise


def _write(path: Path, title: str, created_at: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        upgrade(connection)
        connection.execute("INSERT INTO dossier VALUES (?, ?, ?)", (str(uuid4()), title, created_at))
