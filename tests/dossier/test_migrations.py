"""What was entered cannot be changed nor erased; older dossiers are brought up to date, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from participation_lib.dossier import FILE_NAME, migrations, open_dossier
from participation_lib.dossier import connection as opening
from participation_lib.dossier.migrations import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION, expected_triggers, upgrade
from participation_lib.errors import InputError
from participation_lib.schema import LockTheme
from tests.dossier.samples import journal

ENTERED = ("dossier", "batches", "sources", "contributions", "themes", "ideas", "replacements", "decisions", "runs")


@pytest.fixture
def full(folder: Path) -> Path:
    """A dossier with a row in every table."""
    with open_dossier(folder) as dossier:
        dossier.append([(LockTheme("t01"), "")] * 3, author="Ana", seen=0)
        dossier.record_run("ouvrir", {}, {})
    return folder


@pytest.mark.parametrize("table", ENTERED)
def test_the_database_itself_refuses_changes(table: str, full: Path) -> None:
    with closing(sqlite3.connect(full / FILE_NAME, isolation_level=None)) as raw:
        rows = raw.execute(f"SELECT * FROM {table}").fetchall()
        columns = [description[0] for description in raw.execute(f"SELECT * FROM {table}").description]
        assert rows
        marks = ", ".join("?" * len(columns))
        for order, values in (
            (f'UPDATE {table} SET "{columns[-1]}" = 0', ()),
            (f'UPDATE OR REPLACE {table} SET "{columns[0]}" = 1', ()),
            (f"DELETE FROM {table}", ()),
            (f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows[0]),
            (f"REPLACE INTO {table} VALUES ({marks})", rows[-1]),
        ):
            with pytest.raises(sqlite3.IntegrityError, match=f"{table}: insert only"):
                raw.execute(order, values)
        assert raw.execute(f"SELECT * FROM {table}").fetchall() == rows


def test_every_table_but_the_cache_is_protected() -> None:
    tables = {statement.split()[2] for step in MIGRATIONS for statement in step if statement.startswith("CREATE TABLE")}
    assert tables == {*ENTERED, "vectors"}
    assert len(expected_triggers(SCHEMA_VERSION)) == 3 * len(ENTERED)


def older(folder: Path) -> Path:
    """Take a dossier back to version 1, which had neither runs nor gestures."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as raw:
        raw.execute("ALTER TABLE decisions DROP COLUMN gesture")
        raw.execute("DROP TABLE runs")
        raw.execute("PRAGMA user_version = 1")
    return folder


def test_an_older_dossier_is_brought_up_to_date(full: Path) -> None:
    with open_dossier(older(full)) as dossier:
        assert dossier.last_decision_id() == 3
        assert len(dossier.batches()) == 1
        assert dossier.runs() == ()
        assert {decision.gesture for decision in dossier.decisions()} == {0}
        dossier.record_run("ouvrir", {}, {})
        dossier.append([(LockTheme("t01"), "")], author="Ana", seen=3)
    assert sorted(path.name for path in full.iterdir()) == [FILE_NAME, f"{FILE_NAME}.avant-v2", "exports"]
    with closing(sqlite3.connect(full / f"{FILE_NAME}.avant-v2")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)
        assert copy.execute("SELECT count(*) FROM decisions").fetchone() == (3,)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with open_dossier(full) as dossier:
        assert (dossier.last_decision_id(), len(dossier.runs())) == (4, 1)


@pytest.mark.parametrize("where", ["local", "share"])
def test_every_version_leads_to_the_same_tables(where: str, full: Path) -> None:
    def tables() -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(full / FILE_NAME)) as raw:
            return raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()

    new = tables()
    with open_dossier(older(full), on_share=lambda _: where == "share"):
        pass
    assert tables() == new
    assert journal(full) == {"local": "wal", "share": "rollback"}[where]


def test_an_upgrade_that_fails_changes_nothing(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older(full)
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS[:2], (*MIGRATIONS[2], "CREATE TABLE runs (again)")))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        open_dossier(full)
    monkeypatch.undo()
    with closing(sqlite3.connect(full / FILE_NAME)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
        assert raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'runs'").fetchone() is None
    with open_dossier(full) as dossier:
        assert dossier.last_decision_id() == 3


def test_an_older_dossier_in_read_only_says_what_to_do(full: Path) -> None:
    older(full)
    before = (full / FILE_NAME).read_bytes()
    with pytest.raises(InputError, match="version plus ancienne"):
        open_dossier(full, read_only=True)
    assert (full / FILE_NAME).read_bytes() == before


def test_two_programs_upgrade_once(full: Path, tmp_path: Path) -> None:
    older(full)
    asked: list[str] = []
    with closing(opening.connect(full / FILE_NAME)) as first, closing(opening.connect(full / FILE_NAME)) as second:
        upgrade(first, lambda: asked.append("first"))
        upgrade(second, lambda: asked.append("second"))
    assert asked == ["first"]


def test_a_file_says_what_it_is(full: Path) -> None:
    assert (full / FILE_NAME).read_bytes()[68:72] == b"PART" == APPLICATION_ID.to_bytes(4, "big")
