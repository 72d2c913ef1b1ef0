"""An open dossier: what is added to it is on the disk when the call returns."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from participation_lib.dossier import problems, records
from participation_lib.dossier.batches import check_batch, load_batch, load_batches, store_batch
from participation_lib.dossier.connection import copy_database
from participation_lib.dossier.placing import aside_folder, place_new
from participation_lib.dossier.problems import OutdatedLog
from participation_lib.dossier.purge import PURGE_DONE, Purge, count_rows, erase_files, erase_rows, load_purge, shrink
from participation_lib.dossier.tables import french_tables
from participation_lib.dossier.vectors import erase_vectors, read_vectors, vector_rows
from participation_lib.errors import ParticipationError
from participation_lib.schema import Action, AddBatch, Batch, Decision

__all__ = ["Dossier", "moment", "now"]

_VECTORS_AT_ONCE: Final = 2_000  # others may write in between


def now() -> datetime:
    """Give the time of this machine, with its offset from UTC."""
    return datetime.now().astimezone()


def moment(clock: Callable[[], datetime]) -> str:
    """Give the time as it is written: ISO 8601, to the second, with its offset from UTC."""
    return clock().isoformat(timespec="seconds")


class Dossier:
    """The dossier of a démarche, open. Given by `open_dossier` and `create_dossier`.

    Several threads may use it, several processes may have theirs on the same folder. It
    must not be carried into a forked process.

    Attributes
    ----------
    title
        Of the démarche; "" where none was given.
    dossier_id
        Drawn when the dossier was made; its copies and archives keep it.
    read_only
        True where nothing can be written there, or nothing is to be.
    """

    folder: Path
    title: str
    dossier_id: str
    read_only: bool

    def __init__(
        self, folder: Path, connection: sqlite3.Connection, *, why_only_read: str, clock: Callable[[], datetime]
    ) -> None:
        self.folder = folder
        self.read_only = bool(why_only_read)
        self._why_only_read = why_only_read
        self._connection = connection
        self._clock = clock
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._closed = False
        with self._reading():
            row = connection.execute("SELECT dossier_id, title FROM dossier").fetchone()
        if row is None:
            raise problems.damaged(folder)
        self.dossier_id, self.title = row

    def __enter__(self) -> Dossier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the folder go; closing twice is closing once."""
        with self._lock:
            self._closed = True
            with suppress(sqlite3.Error):  # what was confirmed is on the disk already
                self._connection.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Give the database as it is at one moment."""
        with self._using() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                with suppress(sqlite3.Error):  # an error already ended it
                    connection.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Give the database for one transaction: whole, on the disk, or not at all."""
        if self.read_only:
            raise problems.only_read(self.folder, self._why_only_read)
        with self._using() as connection:
            if not problems.holds_dossier(self.folder):
                raise problems.moved(self.folder)  # a file that was deleted would still take what is written
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        if os.getpid() != self._process:
            raise RuntimeError("a dossier is opened anew in each process")
        with self._lock:
            if self._closed:
                raise ValueError("this dossier is closed")
            with problems.explained(self.folder):
                yield self._connection

    @staticmethod
    def _check_seen(connection: sqlite3.Connection, seen: int) -> None:
        last = records.last_id(connection)
        if last != seen:
            raise OutdatedLog(f"last decision is {last}, not {seen}")

    def _check_not_purged(self, connection: sqlite3.Connection) -> None:
        if (purge := load_purge(connection)) is not None:
            raise problems.purged(self.folder, purge.purged_at, finished=purge.finished)

    def add_batch(self, batch: Batch, *, author: str, seen: int | None = None) -> Batch:
        """Store what came in together and give it back as stored, with its number.

        After the first batch, a decision says that this one came in, in the same
        transaction. Halves of characters (lone surrogates) become U+FFFD; tables are
        numbered from 0 and their texts are of pandas' usual kind.

        Parameters
        ----------
        seen
            Number of the last decision the batch was made with; not checked where None.

        Raises
        ------
        OutdatedLog
            Somebody decided something since `seen`.
        InputError
            A file of the batch is in the dossier already.
        OutputError
            Nothing can be written: nothing was.
        ValueError
            A table is not what `participation_lib.schema` says, or an identifier is taken.
        """
        check_batch(batch)
        added_at = moment(self._clock)
        with self._writing() as connection:
            self._check_not_purged(connection)
            if seen is not None:
                self._check_seen(connection, seen)
            batch_id = store_batch(connection, batch, author=author, added_at=added_at)
            if batch_id > 1:
                entries = records.entries_of([(AddBatch(batch_id), "")])
                records.add_entries(connection, entries, author=author, decided_at=added_at)
            return load_batch(connection, batch_id)

    def batches(self) -> tuple[Batch, ...]:
        """Give what came in, in order, never edited."""
        with self._reading() as connection:
            self._check_not_purged(connection)
            return load_batches(connection)

    def has_source(self, sha256: str) -> bool:
        """Tell whether a file came in already, by the SHA-256 of its bytes."""
        with self._reading() as connection:
            query = "SELECT EXISTS (SELECT 1 FROM sources WHERE sha256 = ?)"
            return bool(connection.execute(query, (sha256,)).fetchone()[0])

    def n_contributions(self) -> int:
        """Count the contributions of every batch, whatever became of them."""
        with self._reading() as connection:
            number: int = connection.execute("SELECT count(*) FROM contributions").fetchone()[0]
            return number

    def decisions(self, after: int = 0) -> tuple[Decision, ...]:
        """Give the decisions numbered above `after`, in order.

        Raises
        ------
        InputError
            A newer version of the program decided something this one does not know.
        """
        with self._reading() as connection:
            try:
                return records.load_decisions(connection, after)
            except ValueError as error:
                raise problems.from_newer(self.folder) from error

    def last_decision_id(self) -> int:
        """Give the number of the last decision, 0 where there is none."""
        with self._reading() as connection:
            return records.last_id(connection)

    def snapshot(self) -> tuple[tuple[Batch, ...], tuple[Decision, ...]]:
        """Give what came in and what was decided, as both were at one moment.

        Read one after the other, they may not go together: another program may bring in a
        batch between the two.

        Raises
        ------
        InputError
            A newer version of the program decided something this one does not know.
        """
        with self._reading() as connection:
            self._check_not_purged(connection)
            try:
                return load_batches(connection), records.load_decisions(connection, 0)
            except ValueError as error:
                raise problems.from_newer(self.folder) from error

    def append(
        self, actions: Sequence[tuple[Action, str]], *, author: str, seen: int, gesture: int = 0
    ) -> tuple[Decision, ...]:
        """Add decisions of one gesture to the log, all or none, and give them back once they are on the disk.

        Parameters
        ----------
        actions
            Each with its reason, "" where none was given.
        seen
            Number of the last decision the author knew of.
        gesture
            Number of the decision that began the gesture; 0 where it begins with these.

        Raises
        ------
        OutdatedLog
            Somebody decided something since: read the log again, then try again.
        OutputError
            Nothing can be written: nothing was.
        """
        entries = records.entries_of(actions)
        with self._writing() as connection:
            self._check_not_purged(connection)
            self._check_seen(connection, seen)
            decided_at = moment(self._clock)
            return records.add_entries(connection, entries, author=author, decided_at=decided_at, gesture=gesture)

    def vectors(self, encoder_name: str, hashes: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Give the vectors kept for these texts, in the order asked; those unknown are left out."""
        with self._reading() as connection:
            return read_vectors(connection, encoder_name, hashes)

    def keep_vectors(self, encoder_name: str, vectors: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Keep vectors for another time, if that can be done: it is never an error if not.

        Parameters
        ----------
        vectors
            Of one dimension, float32, by hash of their text.
        """
        if self.read_only:
            return
        rows = iter(list(vector_rows(encoder_name, vectors)))
        query = "INSERT OR REPLACE INTO vectors (encoder, text_hash, vector) VALUES (?, ?, ?)"
        with suppress(ParticipationError):
            while some := list(islice(rows, _VECTORS_AT_ONCE)):
                with self._writing() as connection:
                    self._check_not_purged(connection)
                    connection.executemany(query, some)

    def forget_vectors(self, family: str, but: Sequence[str]) -> None:
        """Let go of the vectors of encoders whose name begins with a family's, but for some, if that can be done."""
        if self.read_only:
            return
        with suppress(ParticipationError), self._writing() as connection:
            erase_vectors(connection, family, but)

    def record_run(self, verb: str, parameters: Mapping[str, Any], counts: Mapping[str, Any]) -> None:
        """Keep that something was done, how, and how many it counted; JSON values."""
        with self._writing() as connection:
            records.add_run(connection, verb, parameters, counts, run_at=moment(self._clock))

    def runs(self) -> tuple[records.Run, ...]:
        """Give what was done with this dossier, in order."""
        with self._reading() as connection:
            return records.load_runs(connection)

    def purge(self) -> Purge | None:
        """Give when this dossier was purged and what it counted; None where it was not."""
        with self._reading() as connection:
            return load_purge(connection)

    def purge_counts(self) -> dict[str, int]:
        """Give how many rows of each kind a purge would erase, by French name."""
        with self._reading() as connection:
            return count_rows(connection)

    def erase(
        self,
        files: Iterable[Path] = (),
        *,
        author: str,
        parameters: Mapping[str, Any] | None = None,
        further: Mapping[str, int] | None = None,
    ) -> Purge:
        """Erase what people said and decided, for ever, with files of the folder that hold some of it.

        What was erased cannot be found again in the files of the folder; a disk may keep
        traces of it that only its own tools erase. The erasing is whole or not done; where it is
        interrupted after that, doing it again goes on with the files.

        Parameters
        ----------
        files
            Of this folder. The copies kept before upgrades go in any case.
        parameters, further
            JSON values kept with the fact that it was purged; counts kept beside those of tables.

        Raises
        ------
        OutputError
            Nothing can be written there, or another program has the dossier or a file open:
            what remains to be done is said.
        """
        purge = self.purge()
        if purge is not None and purge.finished:
            return purge
        if purge is None:
            with self._using() as connection:
                connection.execute("PRAGMA secure_delete = ON")
            with self._writing() as connection:
                if load_purge(connection) is None:  # nobody did meanwhile
                    erase_rows(
                        connection,
                        author=author,
                        purged_at=moment(self._clock),
                        parameters=parameters or {},
                        further=further or {},
                    )
        try:
            erase_files(self.folder, files)
            with self._using() as connection:
                left = not shrink(connection)
        except (OSError, ParticipationError) as error:
            raise problems.purge_unfinished(self.folder) from error
        if left:
            raise problems.purge_unfinished(self.folder)
        self.record_run(PURGE_DONE, {}, {})
        finished = self.purge()
        assert finished is not None
        return finished

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give every table with French names, ready to leave as CSV; vectors are left out.

        `remplacements` holds the personal words that were masked.
        """
        with self._reading() as connection:
            return french_tables(connection)

    def backup(self, target: Path, *, with_vectors: bool = True) -> None:
        """Copy the database as it is at this moment into a new file, while others write.

        Parameters
        ----------
        with_vectors
            Whether the cache is copied too.

        Raises
        ------
        OutputError
            The file exists already, or cannot be written: nothing is left of it.
        """
        try:
            with aside_folder(target.parent) as place:
                with self._using() as connection:
                    copy_database(connection, place / target.name, target, with_vectors=with_vectors)
                place_new(place / target.name, target)
        except FileExistsError:
            raise problems.file_taken(target) from None
        except OSError as error:
            raise problems.unwritten(target, error) from error
