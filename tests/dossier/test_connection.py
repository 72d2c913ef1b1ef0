"""Damaged, foreign, newer, older, read-only, moved, held, on a share: one sentence, nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from participation_lib.dossier import FILE_NAME, Dossier, archive_dossier, create_dossier, open_dossier
from participation_lib.dossier import connection as opening
from participation_lib.errors import InputError, OutputError, ParticipationError
from participation_lib.schema import LockTheme
from tests.dossier.samples import TEXTS, batch, journal, quick_check, said, start
from tests.dossier.test_writers import small_disk


def refused(folder: Path) -> str:
    """Give the sentence an opening is refused with, having seen that the file was left alone."""
    path = folder / FILE_NAME
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(ParticipationError) as caught:
        open_dossier(folder)
    assert (path.read_bytes() if path.is_file() else b"") == before
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert not any(text in sentence for text in TEXTS if text)
    return sentence


def test_no_folder_or_no_dossier(tmp_path: Path) -> None:
    assert "est introuvable" in refused(tmp_path / "absent")
    assert "n’est pas le dossier d’une démarche" in refused(tmp_path)
    (tmp_path / FILE_NAME).mkdir()
    assert "n’est pas le dossier d’une démarche" in refused(tmp_path)


def overwrite(path: Path, start_at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start_at)
        file.write(content)


@pytest.mark.parametrize("place", ["header", "first-page", "middle", "truncated", "cut-page", "empty", "text"])
def test_a_damaged_file(place: str, folder: Path) -> None:
    path = folder / FILE_NAME
    size = path.stat().st_size
    if place == "truncated":
        os.truncate(path, size // 2 // 4096 * 4096)
    elif place == "cut-page":
        os.truncate(path, size // 2 + 100)
    elif place == "empty":
        os.truncate(path, 0)
    elif place == "text":
        path.write_text("contribution_id;texte\n" * 100)
    else:
        overwrite(path, {"header": 0, "first-page": 100, "middle": size // 2 // 4096 * 4096}[place], b"\xa5" * 4096)
    sentence = refused(folder)
    assert "est abîmé" in sentence
    assert "rien n’a été effacé" in sentence


def test_a_damaged_file_names_the_last_copy(folder: Path) -> None:
    overwrite(folder / FILE_NAME, 0, b"\xa5" * 8_192)
    assert "reprenez la dernière archive" in refused(folder)
    (folder / f"{FILE_NAME}.avant-v2").write_bytes(b"une copie")
    os.utime(folder / f"{FILE_NAME}.avant-v2", (1, 1))
    assert f"«\u00a0{FILE_NAME}.avant-v2\u00a0»" in refused(folder)
    folder.with_name("plan vélo 14 mars.zip").write_bytes(b"une archive")
    assert "«\u00a0plan vélo 14 mars.zip\u00a0»" in refused(folder)


def test_damage_that_comes_while_it_is_open(folder: Path) -> None:
    with open_dossier(folder) as dossier:
        size = (folder / FILE_NAME).stat().st_size
        overwrite(folder / FILE_NAME, 4_096, b"\xa5" * (size - 4_096))
        dossier._connection.execute("PRAGMA shrink_memory")  # what was read at opening is read again
        with pytest.raises(InputError, match="est abîmé"):
            dossier.batches()


def test_a_text_that_is_no_text_is_damage_and_is_not_quoted(folder: Path) -> None:
    path = folder / FILE_NAME
    content = path.read_bytes()
    at = content.index(b"Bravo")
    overwrite(path, at, b"Br\xffvo")
    with open_dossier(folder) as dossier, pytest.raises(InputError, match="est abîmé") as caught:
        dossier.batches()
    assert "Br" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_database_of_another_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as raw, raw:
        raw.execute("CREATE TABLE a (b)")
    assert "vient d’un autre programme" in refused(tmp_path)


def test_a_dossier_of_a_newer_version(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as raw:
        raw.execute("PRAGMA user_version = 9")
        raw.execute("PRAGMA journal_mode = DELETE")
    assert "version plus récente" in refused(folder)


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER decisions_no_delete",
        "CREATE TRIGGER spy AFTER INSERT ON decisions BEGIN DELETE FROM vectors; END",
        "CREATE VIEW spy AS SELECT 1",
    ],
)
def test_a_dossier_that_lost_its_protections(change: str, folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as raw:
        raw.execute(change)
    assert "en a ôté ou changé les protections" in refused(folder)


def test_a_dossier_that_lost_a_table(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as raw:
        raw.execute("DROP TABLE vectors")
    with open_dossier(folder) as dossier, pytest.raises(InputError, match="modifié par un autre programme"):
        dossier.vectors("lettres 1", ["a"])


@pytest.mark.parametrize("name", ["plan #1 100% ?&=é", "point."])
def test_any_name_of_folder(name: str, tmp_path: Path) -> None:
    with create_dossier(tmp_path / name) as dossier:
        dossier.append([(LockTheme("t01"), "")], author="Ana", seen=0)
    with open_dossier(tmp_path / name) as dossier:
        assert dossier.last_decision_id() == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_address_on_a_windows_share() -> None:
    class Share(type(Path())):  # type: ignore[misc]
        def absolute(self) -> Path:
            return self

        def as_posix(self) -> str:
            return "//mairie/public/plan vélo/dossier.sqlite"

    class Drive(Share):
        def as_posix(self) -> str:
            return "C:/plan/dossier.sqlite"

    assert opening._uri(Share(), "mode=rw") == "file:////mairie/public/plan%20v%C3%A9lo/dossier.sqlite?mode=rw"
    assert opening._uri(Drive(), "mode=ro") == "file:///C%3A/plan/dossier.sqlite?mode=ro"


def test_it_is_kept_as_promised(folder: Path) -> None:
    with open_dossier(folder) as dossier:
        settings = {
            name: dossier._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "busy_timeout")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 10_000,
    }


# Shares


def test_brought_to_a_share_and_back(folder: Path) -> None:
    for where, kept_in in (("local", "wal"), ("share", "rollback"), ("share", "rollback"), ("local", "wal")):
        with open_dossier(folder, on_share=lambda _, where=where: where == "share") as dossier:  # type: ignore[misc]
            seen = dossier.last_decision_id()
            dossier.append([(LockTheme("t01"), "")], author="Ana", seen=seen)
            assert (folder / f"{FILE_NAME}-shm").exists() == (kept_in == "wal")
        assert journal(folder) == kept_in
        assert sorted(path.name for path in folder.iterdir()) == [FILE_NAME, "exports"]
    with open_dossier(folder) as dossier:
        assert dossier.last_decision_id() == 4


COPY = "import shutil, sys; shutil.copytree(*sys.argv[1:])"  # by another program, so that no lock is lost


def copied_while_open(folder: Path, place: Path) -> Path:
    """Give a copy as a file manager takes it, with what waits in the write-ahead log."""
    with open_dossier(folder) as dossier:
        dossier.append([(LockTheme("t01"), "")], author="Ana", seen=0)
        subprocess.run([sys.executable, "-c", COPY, str(folder), str(place)], check=True)
    (place / f"{FILE_NAME}-shm").unlink()
    assert (place / f"{FILE_NAME}-wal").stat().st_size > 0
    return place


def test_what_waits_in_the_log_comes_to_the_share_too(folder: Path, tmp_path: Path) -> None:
    place = copied_while_open(folder, tmp_path / "partage")
    with open_dossier(place, on_share=lambda _: True) as dossier:
        assert dossier.last_decision_id() == 1
        assert not (place / f"{FILE_NAME}-shm").exists()
    assert journal(place) == "rollback"


def test_reading_on_a_share_makes_no_shared_memory(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    with open_dossier(folder, read_only=True, on_share=lambda _: True) as dossier:
        assert len(dossier.batches()) == 1
        assert sorted(path.name for path in folder.iterdir()) == [FILE_NAME, "exports"]
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_share_is_entered_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with (
        open_dossier(folder, on_share=lambda _: False),
        pytest.raises(OutputError, match="tenu depuis trop longtemps par un autre programme"),
    ):
        open_dossier(folder, on_share=lambda _: True)
    assert quick_check(folder) == "ok"


# Nothing can be written


def test_held_by_another_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other, open_dossier(folder) as dossier:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match="tenu depuis trop longtemps par un autre programme"):
            dossier.append([(LockTheme("t01"), "")], author="Ana", seen=0)
        with open_dossier(folder) as second:  # the other one writes: so will this one, later
            assert not second.read_only
            assert len(second.batches()) == 1
        other.execute("ROLLBACK")
        assert dossier.append([(LockTheme("t01"), "")], author="Ana", seen=0)[0].decision_id == 1


TRY = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


@pytest.mark.parametrize("where", ["local", "share"])
def test_opening_again_drops_no_lock_of_this_process(where: str, folder: Path) -> None:
    def opened(*, read_only: bool = False) -> Dossier:
        return open_dossier(folder, read_only=read_only, on_share=lambda _: where == "share")

    with opened() as dossier, dossier._writing():
        opened().close()
        opened(read_only=True).close()
        answer = subprocess.run([sys.executable, "-c", TRY, folder / FILE_NAME], capture_output=True, text=True)
        assert answer.stdout == "database is locked\n"


def test_moved_while_it_is_open(folder: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows does not let an open file move")
    with open_dossier(folder) as dossier:
        dossier.append([(LockTheme("t01"), "")], author="Ana", seen=0)
        folder.rename(folder.with_name("ailleurs"))
        with pytest.raises(OutputError, match="a été déplacé ou supprimé"):
            dossier.append([(LockTheme("t02"), "")], author="Ana", seen=1)
    with open_dossier(folder.with_name("ailleurs")) as dossier:
        assert dossier.last_decision_id() == 1


@pytest.mark.parametrize("where", ["local", "share"])
@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX systems")
def test_a_folder_without_the_right_to_write(where: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "plan"
        with create_dossier(folder, on_share=lambda _: where == "share") as dossier:
            dossier.add_batch(batch(), author="Ana")
            dossier.append([(LockTheme("t01"), "")], author="Ana", seen=0)
        Path(place).chmod(0o755)
        before = (folder / FILE_NAME).read_bytes()
        (folder / FILE_NAME).chmod(0o444)
        folder.chmod(0o555)
        read, refusal, no_creation = said(start("as-nobody", folder, where))
        assert read == "read True 1 1"
        assert "est en lecture seule" in refusal
        assert "tout ce qui l’était déjà est intact" in refusal
        assert "l’accès est refusé" in no_creation
        folder.chmod(0o755)
        assert (folder / FILE_NAME).read_bytes() == before
        assert sorted(path.name for path in folder.iterdir()) == [FILE_NAME, "exports"]


@pytest.mark.parametrize("where", ["local", "share"])
def test_a_disk_in_read_only(where: str, tmp_path: Path) -> None:
    disk = tmp_path / "clé"

    def shared(_: Path) -> bool:
        return where == "share"

    def remount(mode: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)

    with small_disk(disk, "4m"):
        folder = disk / "plan"
        with create_dossier(folder, on_share=shared) as dossier:
            dossier.add_batch(batch(), author="Ana")
        copied_while_open(folder, disk / "interrompu")
        remount("ro")
        with open_dossier(folder, on_share=shared) as dossier:
            assert dossier.read_only
            assert len(dossier.batches()) == 1
            with pytest.raises(OutputError, match="est en lecture seule"):
                dossier.append([(LockTheme("t01"), "")], author="Ana", seen=0)
            assert archive_dossier(folder, tmp_path / "archive.zip").exists()
        # A decision waits in the log, which cannot be put in order here: not to be passed over in silence.
        with pytest.raises(InputError, match="a été interrompu pendant une écriture"):
            open_dossier(disk / "interrompu", on_share=shared)
        with pytest.raises(OutputError, match="l’emplacement est en lecture seule"):
            create_dossier(disk / "autre")
        remount("rw")
        with open_dossier(disk / "interrompu", on_share=shared) as dossier:
            assert dossier.last_decision_id() == 1


# Copies


def test_a_plain_copy_while_closed(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copie")
    with open_dossier(folder) as dossier, open_dossier(tmp_path / "copie") as copy:
        assert copy.dossier_id == dossier.dossier_id
        assert len(copy.batches()) == 1


def test_a_backup_while_others_write(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre poste"
    other.mkdir()
    with open_dossier(folder) as dossier, open_dossier(folder) as writer:
        writer.append([(LockTheme("t01"), "")], author="Ana", seen=0)
        dossier.backup(other / FILE_NAME)
        writer.append([(LockTheme("t02"), "")], author="Ana", seen=1)
        with pytest.raises(OutputError, match="existe déjà"):
            dossier.backup(other / FILE_NAME)
        with pytest.raises(OutputError, match="n’a pas pu être écrit"):
            dossier.backup(tmp_path / "absent" / FILE_NAME)
        dossier_id = dossier.dossier_id
    assert [path.name for path in other.iterdir()] == [FILE_NAME]
    assert journal(other) == "rollback"
    with open_dossier(other) as copy:
        assert (copy.dossier_id, copy.last_decision_id(), len(copy.batches())) == (dossier_id, 1, 1)
