"""Opening the dossier of a démarche."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from participation_lib.dossier.connection import LocationTest, open_database
from participation_lib.dossier.locations import is_on_share
from participation_lib.dossier.placing import clear_leftovers
from participation_lib.dossier.problems import holds_dossier
from participation_lib.dossier.store import Dossier, now

__all__ = ["is_dossier", "open_dossier"]


def is_dossier(folder: Path) -> bool:
    """Tell whether a folder is the dossier of a démarche: not whether it is whole."""
    return holds_dossier(folder)


def open_dossier(
    folder: Path,
    *,
    read_only: bool = False,
    clock: Callable[[], datetime] = now,
    on_share: LocationTest = is_on_share,
) -> Dossier:
    """Open the dossier of a démarche, after a check that it is whole.

    A dossier of an earlier version is brought up to date; a copy of what it was is kept
    beside it. Where nothing can be written, the dossier is open for reading: see
    `Dossier.read_only`.

    Parameters
    ----------
    read_only
        Write nothing in the file. SQLite may leave its two working files beside it, empty,
        until the next opening for writing.
    clock
        Gives the time of decisions.
    on_share
        Tells whether other machines may write to a folder.

    Raises
    ------
    InputError
        There is no dossier there, or it is damaged, foreign, newer or out of reach.
    OutputError
        Another program holds it, or the disk is full.
    """
    connection, why_only_read = open_database(folder, read_only=read_only, on_share=on_share)
    try:
        if not why_only_read:
            clear_leftovers(folder)
        return Dossier(folder, connection, why_only_read=why_only_read, clock=clock)
    except BaseException:
        connection.close()
        raise
