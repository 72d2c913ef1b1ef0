"""Erasing what people said, at the end of a dossier: the one exception to what is only ever added to.

Everything goes but that the dossier existed, what was done with it, and what was counted. The
erasing is one transaction; what is left of the words in files goes next, and may be gone on
with after an interruption.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from participation_lib.dossier.migrations import expected_triggers, version_of
from participation_lib.dossier.placing import clear_leftovers, remember_folder
from participation_lib.dossier.problems import COPY_PREFIX
from participation_lib.dossier.records import add_run

__all__ = ["PURGED", "PURGE_DONE", "Purge", "count_rows", "erase_files", "erase_rows", "load_purge", "shrink"]

PURGED: Final = "purger"
PURGE_DONE: Final = "purge_achevee"
_STAYS: Final = frozenset({"dossier", "runs"})  # any other table goes, those of later versions too
_COUNTED: Final = {
    "batches": "lots",
    "sources": "fichiers_lus",
    "contributions": "contributions",
    "ideas": "idees",
    "themes": "themes_proposes",
    "replacements": "mots_masques",
    "decisions": "decisions",
    "vectors": "calculs_gardes",
}


@dataclass(frozen=True)
class Purge:
    """That a dossier was purged.

    Attributes
    ----------
    purged_at
        ISO 8601, with its offset from UTC.
    counts
        How many rows of each kind went, by French name.
    finished
        False where files that held words may be left: purging again goes on with it.
    """

    purged_at: str
    author: str
    counts: Mapping[str, int]
    finished: bool


def load_purge(connection: sqlite3.Connection) -> Purge | None:
    """Give what is known of the purge of a dossier, None where it was not purged."""
    if version_of(connection) < 2:  # there were no runs
        return None
    query = "SELECT run_at, parameters, counts FROM runs WHERE verb = ? ORDER BY run_id LIMIT 1"
    row = connection.execute(query, (PURGED,)).fetchone()
    if row is None:
        return None
    done = connection.execute("SELECT EXISTS (SELECT 1 FROM runs WHERE verb = ?)", (PURGE_DONE,)).fetchone()[0]
    return Purge(row[0], str(json.loads(row[1]).get("auteur", "")), json.loads(row[2]), bool(done))


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return [name for (name,) in rows if name not in _STAYS]


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Give how many rows of each kind a purge erases, by French name; contributions also by status."""
    counts: dict[str, int] = {}
    for table in _tables(connection):
        counts[_COUNTED.get(table, table)] = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    statuses = connection.execute("SELECT status, count(*) FROM contributions GROUP BY status ORDER BY status")
    counts |= {f"contributions_{status}": number for status, number in statuses}
    return counts


def erase_rows(
    connection: sqlite3.Connection,
    *,
    author: str,
    purged_at: str,
    parameters: Mapping[str, Any],
    further: Mapping[str, int],
) -> None:
    """Erase everything people said or decided inside the transaction under way, and record how much there was.

    Parameters
    ----------
    further
        Counts that only a review can give, kept beside those of the tables.
    """
    counts = {**count_rows(connection), **further}
    triggers = expected_triggers(version_of(connection))
    for name in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in _tables(connection):
        connection.execute(f'DELETE FROM "{table}"')
    # Names of themes and columns are told by earlier runs too: only that they took place stays.
    connection.execute("UPDATE runs SET parameters = '{}'")
    for statement in triggers.values():
        connection.execute(statement)
    add_run(connection, PURGED, {**parameters, "auteur": author}, counts, run_at=purged_at)


def shrink(connection: sqlite3.Connection) -> bool:
    """Give the file its size back, without the pages that held words; tell whether nothing is left in its journal."""
    connection.execute("VACUUM")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def erase_files(folder: Path, files: Iterable[Path]) -> int:
    """Erase files of a dossier, the copies kept before upgrades and what was left aside; give how many.

    Folders left empty go too.

    Raises
    ------
    OSError
        One cannot be erased: somebody has it open.
    """
    wanted = [path for path in {*files, *folder.glob(f"{COPY_PREFIX}*")} if path.is_relative_to(folder)]
    for path in sorted(wanted):
        path.unlink(missing_ok=True)
    for parent in sorted({path.parent for path in wanted} - {folder}, key=lambda place: -len(place.parts)):
        with suppress(OSError):
            parent.rmdir()  # only where nothing is left in it
        remember_folder(parent.parent)
    clear_leftovers(folder, older_than=0)
    remember_folder(folder)
    return len(wanted)
