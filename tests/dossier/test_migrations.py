"""What was entered cannot be changed nor erased; older dossiers are brought up to date, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from participation_lib.dossier import FILE_NAME, migrations, open_dossier
from participation_lib.dossier import connection as opening
from participation_lib.dossier.migrations import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION, expected_triggers, upgrade
from participation_lib.errors import InputError
from participation_lib.schema import CONTRIBUTION_DETAILS, LockTheme
from tests.dossier.samples import batch, journal

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


def older(folder: Path, version: int = 1) -> Path:
    """Write a dossier anew with the tables of an earlier version, and what of its rows had a place there."""
    present = folder / FILE_NAME
    aside = present.rename(folder / "aside")
    with closing(sqlite3.connect(present, isolation_level=None)) as raw:
        for statement in (statement for step in MIGRATIONS[:version] for statement in step):
            raw.execute(statement)
        tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        raw.execute("ATTACH ? AS source", (str(aside),))
        for (table,) in tables.fetchall():
            columns = ", ".join(f'"{row[1]}"' for row in raw.execute(f"PRAGMA main.table_info({table})"))
            raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM source.{table}")
        raw.execute("DETACH source")
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {version}")
    aside.unlink()
    return folder


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {table: raw.execute(f"SELECT * FROM {table}").fetchall() for (table,) in tables.fetchall()}


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_upgrade_loses_nothing_and_invents_nothing(version: int, full: Path) -> None:
    before = rows_of(older(full, version) / FILE_NAME)
    assert before["contributions"]
    with open_dossier(full) as dossier:
        (found,) = dossier.batches()
        known = batch().contributions
        known = known.assign(sequence="") if version < 3 else known
        known = known.assign(**dict.fromkeys(CONTRIBUTION_DETAILS, "")) if version < 6 else known
        pd.testing.assert_frame_equal(found.contributions, known, check_dtype=False)
        assert [source.meeting for source in found.sources] == ([0] if version < 4 else [1])
        second = dossier.add_batch(batch(2), author="Ana")
        assert second.contributions["sequence"].tolist() == batch().contributions["sequence"].tolist()
        assert [source.meeting for source in second.sources] == [2]
    assert rows_of(full / f"{FILE_NAME}.avant-v{version + 1}") == before
    after = rows_of(full / FILE_NAME)
    for table, rows in before.items():
        assert [row[: len(old)] for row, old in zip(after[table], rows, strict=False)] == rows


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
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS[:-1], (*MIGRATIONS[-1], "CREATE TABLE runs (again)")))
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
