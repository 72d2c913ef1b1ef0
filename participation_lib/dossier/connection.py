"""Opening the database of a dossier: whether it is ours, whole, on a share, and may be written to.

Only SQLite opens the file: on POSIX systems, a file read otherwise drops, once closed, the
locks that other connections of this process hold on it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from participation_lib.dossier import problems
from participation_lib.dossier.migrations import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    expected_triggers,
    upgrade,
    version_of,
)
from participation_lib.dossier.placing import aside_folder, remember_folder
from participation_lib.dossier.problems import FILE_NAME

__all__ = ["LocationTest", "connect", "copy_database", "open_database", "verify"]

LocationTest = Callable[[Path], bool]

BUSY_SECONDS: Final = 10.0
_WHY_ONLY_READ: Final = {
    **dict.fromkeys(problems.UNWRITABLE, "en lecture seule"),
    # A full disk has no room for the memory that the write-ahead log shares: an input/output error.
    **dict.fromkeys((sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR), "en lecture seule, sur un disque plein ou en panne"),
}
# What can only come from the copy, the source being read: no room, no right to write.
_WHERE_WRITTEN: Final = problems.UNWRITABLE | {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


def _uri(path: Path, options: str) -> str:
    """Give the address of a file as SQLite reads it, on a Windows share too (four slashes)."""
    text = path.absolute().as_posix()
    return f"{'file://' if text.startswith('/') else 'file:///'}{quote(os.fsencode(text))}?{options}"


def connect(path: Path, options: str = "mode=rw", *, exclusive: bool = False) -> sqlite3.Connection:
    """Open a database with the settings that keep what is confirmed; transactions are explicit.

    Parameters
    ----------
    exclusive
        Hold the file alone, without shared memory, as soon as it is first read.
    """
    connection = sqlite3.connect(
        _uri(path, options), uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False
    )
    try:
        for setting in (
            *(["locking_mode = EXCLUSIVE"] if exclusive else []),
            "synchronous = FULL",  # confirmed means on the disk
            "fullfsync = ON",  # where macOS would otherwise leave it in the memory of the disk
            "foreign_keys = ON",
            "mmap_size = 0",  # a disk that fails gives an error, not the end of the program
            "temp_store = MEMORY",  # no citizen's words in files of the system
            "trusted_schema = OFF",  # a dossier may come from someone else
            "cell_size_check = ON",
        ):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_database(folder: Path, *, read_only: bool, on_share: LocationTest) -> tuple[sqlite3.Connection, str]:
    """Give a checked connection to a dossier, and why it can only be read: "" where it can be written to.

    A dossier asked for writing where writing is not possible is given for reading. One
    made by an earlier version is brought up to date, a copy being kept beside it.

    Raises
    ------
    InputError
        There is no dossier there, or it is damaged, foreign, newer or out of reach.
    OutputError
        Another program holds it, or the disk is full.
    """
    path = folder / FILE_NAME
    try:
        if not folder.is_dir():
            raise problems.folder_missing(folder)
        if not path.is_file():
            raise problems.not_a_dossier(folder)
        if not path.stat().st_size:
            raise problems.damaged(folder)  # SQLite would take it for a new one
    except OSError as error:
        raise problems.unreadable(folder, error) from error
    shared = on_share(folder)
    with problems.explained(folder):
        why = "ouvert en lecture seule"
        if not read_only:
            try:
                return _open_for_writing(path, shared=shared), ""
            except sqlite3.OperationalError as error:
                why = _WHY_ONLY_READ.get(problems.code_of(error), "")
                if not why:
                    raise
        return _open_for_reading(path, shared=shared), why


def verify(connection: sqlite3.Connection, folder: Path) -> None:
    """Do nothing if a database is a whole dossier that this version can read.

    It finds damaged pages and removed protections, not a letter changed inside a text:
    SQLite keeps no sum of what it stores.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise problems.damaged(folder)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise problems.not_ours(folder)
    version = version_of(connection)
    if version > SCHEMA_VERSION:
        raise problems.from_newer(folder)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    if dict(triggers.fetchall()) != expected_triggers(version):
        raise problems.changed_structure(folder)


def _open_for_writing(path: Path, *, shared: bool) -> sqlite3.Connection:
    if shared:
        _leave_wal(path)
    connection = connect(path)
    try:
        verify(connection, path.parent)
        _use_journal(connection, "DELETE" if shared else "WAL")
        upgrade(connection, lambda: _keep_copy(connection, path))
        _try_writing(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _leave_wal(path: Path) -> None:
    """Give up the write-ahead log of a dossier brought to a share, without sharing memory there."""
    with closing(connect(path, exclusive=True)) as connection:
        if _journal(connection) == "wal":
            verify(connection, path.parent)
            connection.execute("PRAGMA journal_mode = DELETE")


def _journal(connection: sqlite3.Connection) -> str:
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the file is read only when asked something
    journal: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
    return journal


def _use_journal(connection: sqlite3.Connection, mode: str) -> None:
    try:
        connection.execute(f"PRAGMA journal_mode = {mode}")
    except sqlite3.OperationalError as error:
        # Somebody is at work with the rollback journal: it is as safe, the next opening will try again.
        if mode != "WAL" or problems.code_of(error) not in problems.LOCKED:
            raise


def _try_writing(connection: sqlite3.Connection) -> None:
    """Write nothing, but as if something were: the journal is made, then undone."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if problems.code_of(error) in problems.LOCKED:
            return  # somebody else is writing there: so it can be written
        raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1_000:.0f}")
    try:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except sqlite3.OperationalError as error:
        if problems.code_of(error) != sqlite3.SQLITE_FULL:  # there may be room by the time something is decided
            raise
    finally:
        with suppress(sqlite3.OperationalError):
            connection.execute("ROLLBACK")


def _open_for_reading(path: Path, *, shared: bool) -> sqlite3.Connection:
    connection = None if shared and _needs_shared_memory(path) else _read_with_locks(path)
    if connection is None:
        # What waits in a journal would not be seen: better say so than show less than was confirmed.
        if any(_holds_something(path.with_name(f"{path.name}{end}")) for end in ("-wal", "-journal")):
            raise problems.interrupted(path.parent)
        connection = _read_without_locks(path)
    if version_of(connection) < SCHEMA_VERSION:
        connection.close()
        raise problems.needs_upgrade(path.parent)
    return connection


def _needs_shared_memory(path: Path) -> bool:
    """Tell whether a dossier that cannot be written to has a write-ahead log."""
    try:
        with closing(connect(path, "mode=ro", exclusive=True)) as connection:
            return _journal(connection) == "wal"
    except sqlite3.OperationalError:
        return True  # it has one, that could not be held alone; or a journal, which is looked at next


def _read_with_locks(path: Path) -> sqlite3.Connection | None:
    """Give a connection that reads what others are writing, None where locks cannot be set."""
    connection: sqlite3.Connection | None = None
    try:
        connection = connect(path, "mode=ro")
        verify(connection, path.parent)
    except sqlite3.OperationalError as error:
        if connection is not None:
            connection.close()
        if problems.code_of(error) in _WHY_ONLY_READ:
            return None
        raise
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


def _read_without_locks(path: Path) -> sqlite3.Connection:
    """Give a copy in memory: without locks, what others write meanwhile could be read by halves."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        with closing(connect(path, "immutable=1")) as source:
            source.backup(connection)
        verify(connection, path.parent)
    except BaseException:
        connection.close()
        raise
    return connection


def _holds_something(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def copy_database(source: sqlite3.Connection, aside: Path, called: Path, *, with_vectors: bool = True) -> None:
    """Copy a database as it is at this moment into one new file, while others write.

    The copy needs no journal beside it.

    Parameters
    ----------
    aside
        Where it is written.
    called
        The file it will be, for the sentence that says it could not be.

    Raises
    ------
    OutputError
        The copy cannot be written.
    """
    try:
        with closing(sqlite3.connect(aside, isolation_level=None)) as copy:
            for setting in ("locking_mode = EXCLUSIVE", "temp_store = MEMORY"):
                copy.execute(f"PRAGMA {setting}")
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            if not with_vectors:
                copy.execute("DELETE FROM vectors")
                copy.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if problems.code_of(error) in _WHERE_WRITTEN:
            raise problems.uncopied(called, error) from error
        raise


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Keep a dossier as it was before an upgrade, beside it."""
    kept = path.with_name(f"{problems.COPY_PREFIX}{version_of(connection) + 1}")
    try:
        # The connection that upgrades is in a transaction: another one reads.
        with aside_folder(path.parent) as place, closing(connect(path, "mode=ro")) as reader:
            copy_database(reader, place / kept.name, kept)
            (place / kept.name).replace(kept)
        remember_folder(kept.parent)
    except OSError as error:
        raise problems.unwritten(kept, error) from error
