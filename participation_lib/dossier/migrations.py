"""The tables of a dossier, as the ordered steps that lead to them.

A new dossier goes through every step, an older one through those it lacks: both end with
the same tables. What was read, proposed or decided can only be added to: the database
itself refuses to change or erase it, whatever the program that asks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

__all__ = ["APPLICATION_ID", "MIGRATIONS", "SCHEMA_VERSION", "expected_triggers", "upgrade", "version_of"]

APPLICATION_ID: Final = 0x50415254  # "PART", in the header of the file


def _insert_only(table: str, *key: str) -> tuple[str, ...]:
    """Give the triggers that let rows in and never out; `INSERT OR REPLACE` is a way out too."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    again = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table}: insert only'); END"
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refusal}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refusal}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {again} {refusal}",
    )


_FIRST: Final = (
    """CREATE TABLE dossier (
        dossier_id TEXT NOT NULL PRIMARY KEY,
        title TEXT NOT NULL,
        created_at TEXT NOT NULL
    )""",
    """CREATE TABLE batches (
        batch_id INTEGER PRIMARY KEY AUTOINCREMENT,
        added_at TEXT NOT NULL,
        author TEXT NOT NULL,
        group_name TEXT NOT NULL,
        question TEXT NOT NULL,
        agreement REAL NOT NULL,
        parameters TEXT
    )""",
    """CREATE TABLE sources (
        batch_id INTEGER NOT NULL REFERENCES batches,
        position INTEGER NOT NULL,
        file_name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        description TEXT NOT NULL,
        encoding TEXT NOT NULL,
        separator TEXT NOT NULL,
        n_records INTEGER NOT NULL,
        PRIMARY KEY (batch_id, position)
    )""",
    """CREATE TABLE contributions (
        contribution_id TEXT NOT NULL PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batches,
        position INTEGER NOT NULL,
        source_file TEXT NOT NULL,
        source_row INTEGER NOT NULL,
        status TEXT NOT NULL,
        reason TEXT NOT NULL,
        "group" TEXT NOT NULL,
        text TEXT NOT NULL
    )""",
    "CREATE INDEX contributions_of_batch ON contributions (batch_id, position)",
    """CREATE TABLE themes (
        theme_id TEXT NOT NULL PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batches,
        position INTEGER NOT NULL,
        label TEXT NOT NULL,
        description TEXT NOT NULL,
        keywords TEXT NOT NULL,
        solidity INTEGER NOT NULL
    )""",
    """CREATE TABLE ideas (
        idea_id TEXT NOT NULL PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batches,
        position INTEGER NOT NULL,
        contribution_id TEXT NOT NULL REFERENCES contributions,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        theme_id TEXT NOT NULL,
        nature TEXT NOT NULL,
        confidence INTEGER NOT NULL,
        to_review INTEGER NOT NULL,
        reason TEXT NOT NULL
    )""",
    "CREATE INDEX ideas_of_batch ON ideas (batch_id, position)",
    """CREATE TABLE replacements (
        batch_id INTEGER NOT NULL REFERENCES batches,
        position INTEGER NOT NULL,
        contribution_id TEXT NOT NULL REFERENCES contributions,
        mark TEXT NOT NULL,
        kind TEXT NOT NULL,
        words TEXT NOT NULL,
        PRIMARY KEY (batch_id, position)
    )""",
    """CREATE TABLE decisions (
        decision_id INTEGER PRIMARY KEY AUTOINCREMENT,
        decided_at TEXT NOT NULL,
        author TEXT NOT NULL,
        action TEXT NOT NULL,
        content TEXT NOT NULL,
        reason TEXT NOT NULL
    )""",
    """CREATE TABLE vectors (
        encoder TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (encoder, text_hash)
    )""",
    *_insert_only("dossier", "dossier_id"),
    *_insert_only("batches", "batch_id"),
    *_insert_only("sources", "batch_id", "position"),
    *_insert_only("contributions", "contribution_id"),
    *_insert_only("themes", "theme_id"),
    *_insert_only("ideas", "idea_id"),
    *_insert_only("replacements", "batch_id", "position"),
    *_insert_only("decisions", "decision_id"),
)

_SECOND: Final = (
    """CREATE TABLE runs (
        run_id INTEGER PRIMARY KEY AUTOINCREMENT,
        run_at TEXT NOT NULL,
        verb TEXT NOT NULL,
        parameters TEXT NOT NULL,
        counts TEXT NOT NULL
    )""",
    *_insert_only("runs", "run_id"),
)

_THIRD: Final = ("ALTER TABLE contributions ADD COLUMN sequence TEXT NOT NULL DEFAULT ''",)

_FOURTH: Final = ("ALTER TABLE sources ADD COLUMN meeting INTEGER NOT NULL DEFAULT 0",)

# What was decided in one gesture is undone in one: a decision names the one that began its gesture.
_FIFTH: Final = ("ALTER TABLE decisions ADD COLUMN gesture INTEGER NOT NULL DEFAULT 0",)

# What a file says beside the words, and the rows of it that were not read.
_SIXTH: Final = (
    *(
        f"ALTER TABLE contributions ADD COLUMN {name} TEXT NOT NULL DEFAULT ''"
        for name in (
            *("author", "question", "variables", "channel", "declared_theme"),
            *("date", "votes", "stance", "reference", "reply_to"),
        )
    ),
    "ALTER TABLE sources ADD COLUMN set_apart TEXT NOT NULL DEFAULT ''",
)

# Never change a step that was released: add one.
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH)
SCHEMA_VERSION: Final = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Give the number of steps a database went through, 0 for an empty one."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def expected_triggers(version: int) -> dict[str, str]:
    """Give the triggers a dossier of this version holds, by name: no more, no less."""
    statements = [statement for step in MIGRATIONS[:version] for statement in step]
    return {text.split()[2]: text for text in statements if text.startswith("CREATE TRIGGER")}


def upgrade(connection: sqlite3.Connection, keep_copy: Callable[[], None] | None = None) -> None:
    """Bring a database to the present version, whole or not at all.

    Parameters
    ----------
    keep_copy
        Called once nobody else can write and before anything changes; not called where
        there is nothing to do.

    Examples
    --------
    >>> connection = sqlite3.connect(":memory:", isolation_level=None)
    >>> upgrade(connection)
    >>> version_of(connection) == SCHEMA_VERSION
    True
    >>> connection.close()
    """
    if version_of(connection) == SCHEMA_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)  # another program may have done it while this one waited
        if keep_copy and version < SCHEMA_VERSION:
            keep_copy()
        for step in MIGRATIONS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
