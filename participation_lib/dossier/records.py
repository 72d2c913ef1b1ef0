"""Decisions and runs, in and out of the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation_lib.dossier.batches import storable
from participation_lib.schema import Action, Decision, action_content, parse_action

__all__ = ["Entry", "Run", "add_entries", "add_run", "entries_of", "last_id", "load_decisions", "load_runs"]

Entry = tuple[str, str, str]  # name of the action, its content, the reason


@dataclass(frozen=True)
class Run:
    """Something that was done with a dossier: an opening, a synthesis, an export.

    Attributes
    ----------
    verb
        The word of the terminal that does it.
    parameters, counts
        JSON values: how, and how many at each step. No citizen's words.
    """

    run_id: int
    run_at: str
    verb: str
    parameters: Mapping[str, Any]
    counts: Mapping[str, Any]


def entries_of(actions: Sequence[tuple[Action, str]]) -> list[Entry]:
    """Give actions and their reasons as they are written in the log."""
    entries: list[Entry] = []
    for action, reason in actions:
        name, content = action_content(action)
        entries.append((name, storable(content), storable(reason)))
    return entries


def last_id(connection: sqlite3.Connection) -> int:
    """Give the number of the last decision, 0 where there is none."""
    number: int = connection.execute("SELECT coalesce(max(decision_id), 0) FROM decisions").fetchone()[0]
    return number


def add_entries(
    connection: sqlite3.Connection, entries: Sequence[Entry], *, author: str, decided_at: str, gesture: int = 0
) -> tuple[Decision, ...]:
    """Add entries to the log inside the transaction under way and give the decisions they are.

    They are of one gesture: the one that a decision began, or one that the first of them begins.
    """
    author = storable(author)
    added: list[Decision] = []
    for name, content, reason in entries:
        cursor = connection.execute(
            "INSERT INTO decisions (decided_at, author, action, content, reason, gesture) VALUES (?, ?, ?, ?, ?, ?)",
            (decided_at, author, name, content, reason, gesture),
        )
        number = int(cursor.lastrowid or 0)
        added.append(Decision(number, decided_at, author, parse_action(name, content), reason, gesture))
        gesture = gesture or number
    return tuple(added)


def load_decisions(connection: sqlite3.Connection, after: int) -> tuple[Decision, ...]:
    """Give the decisions numbered above `after`, in order.

    Raises
    ------
    ValueError
        A newer version wrote one.
    """
    rows = connection.execute(
        "SELECT decision_id, decided_at, author, action, content, reason, gesture FROM decisions "
        "WHERE decision_id > ? ORDER BY decision_id",
        (after,),
    ).fetchall()
    return tuple(
        Decision(decision_id, decided_at, author, parse_action(name, content), reason, gesture)
        for decision_id, decided_at, author, name, content, reason, gesture in rows
    )


def add_run(
    connection: sqlite3.Connection,
    verb: str,
    parameters: Mapping[str, Any],
    counts: Mapping[str, Any],
    *,
    run_at: str,
) -> None:
    """Record a run inside the transaction under way."""
    contents = [storable(json.dumps(dict(values), ensure_ascii=False)) for values in (parameters, counts)]
    connection.execute(
        "INSERT INTO runs (run_at, verb, parameters, counts) VALUES (?, ?, ?, ?)", (run_at, storable(verb), *contents)
    )


def load_runs(connection: sqlite3.Connection) -> tuple[Run, ...]:
    """Give what was done, in order."""
    rows = connection.execute("SELECT run_id, run_at, verb, parameters, counts FROM runs ORDER BY run_id").fetchall()
    return tuple(
        Run(run_id, run_at, verb, json.loads(parameters), json.loads(counts))
        for run_id, run_at, verb, parameters, counts in rows
    )
