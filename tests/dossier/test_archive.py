"""One zip is the whole dossier; what is not one is refused before anything is written."""

from __future__ import annotations

import stat
import threading
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from participation_lib.dossier import FILE_NAME, archive, archive_dossier, open_dossier, restore_dossier
from participation_lib.errors import InputError, OutputError
from participation_lib.schema import LockTheme
from tests.dossier.samples import batch, clock, journal
from tests.dossier.test_store import same


@pytest.fixture
def filled(folder: Path) -> Path:
    """A dossier with decisions, a cache and exports."""
    with open_dossier(folder, clock=clock) as dossier:
        dossier.add_batch(batch(2), author="Bo")
        dossier.append([(LockTheme("t01"), "lu")] * 3, author="Ana", seen=1)
        dossier.record_run("ouvrir", {}, {"idees": 4})
        dossier.keep_vectors("lettres 1", {f"{rank}": np.ones(5_000, dtype=np.float32) for rank in range(50)})
    note = folder / "exports" / "note été"
    note.mkdir()
    (note / "synthèse.html").write_text("note", encoding="utf-8")
    (note / "trace.json").write_text("{}", encoding="utf-8")
    (folder / "exports" / ".caché").write_text("x")
    (folder / "exports" / "lien").symlink_to(folder / FILE_NAME)
    return folder


def test_the_zip_opens_elsewhere_as_the_same_dossier(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "archives" / "plan.zip"
    assert archive_dossier(filled, target) == target
    assert [path.name for path in target.parent.iterdir()] == ["plan.zip"]
    with zipfile.ZipFile(target) as content:
        assert content.namelist() == [
            FILE_NAME,
            "exports/note été/synthèse.html",
            "exports/note été/trace.json",
        ]
        assert content.getinfo(FILE_NAME).file_size < 1_000_000 < (filled / FILE_NAME).stat().st_size
    place = tmp_path / "autre poste" / "plan"
    with open_dossier(filled) as before, restore_dossier(target, place) as after:
        assert (after.dossier_id, after.title, after.folder) == (before.dossier_id, "Plan vélo", place)
        assert after.decisions() == before.decisions()
        assert after.runs() == before.runs()
        assert all(same(*pair) for pair in zip(after.batches(), before.batches(), strict=True))
        assert after.vectors("lettres 1", ["1"]) == {}
        assert after.append([(LockTheme("t02"), "")], author="Ana", seen=4)[0].decision_id == 5
    assert (place / "exports" / "note été" / "synthèse.html").read_text(encoding="utf-8") == "note"
    assert sorted(path.name for path in place.iterdir()) == [FILE_NAME, "exports"]
    assert sorted(path.name for path in place.parent.iterdir()) == ["plan"]


def test_the_same_dossier_gives_the_same_archive(filled: Path, tmp_path: Path) -> None:
    first = archive_dossier(filled, tmp_path / "a.zip").read_bytes()
    assert archive_dossier(filled, tmp_path / "b.zip").read_bytes() == first


def test_never_over_a_file_nor_inside(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("à elle")
    with pytest.raises(OutputError, match="existe déjà"):
        archive_dossier(filled, tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_text() == "à elle"
    with pytest.raises(OutputError, match="lui-même"):
        archive_dossier(filled, filled / "exports" / "a.zip")
    with pytest.raises(InputError, match="introuvable"):
        archive_dossier(tmp_path / "absent", tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_archived_while_others_write(filled: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with open_dossier(filled) as writer:
            while not stop.is_set():
                writer.append([(LockTheme("t01"), "x" * 5_000)] * 2, author="Bo", seen=writer.last_decision_id())

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(5):
            with open_dossier(filled) as dossier:
                at_least = dossier.last_decision_id()
            target = archive_dossier(filled, tmp_path / f"{number}.zip")
            with restore_dossier(target, tmp_path / str(number)) as copy:
                n_decisions = len(copy.decisions())
                assert n_decisions >= at_least
                assert n_decisions % 2 == 0  # whole transactions only
    finally:
        stop.set()
        thread.join()


def test_exports_that_change_meanwhile(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add = archive._add

    def add_then_change(*arguments: object) -> None:
        add(*arguments)  # type: ignore[arg-type]
        (filled / "exports" / "note été" / "synthèse.html").write_text("corrigée")

    monkeypatch.setattr(archive, "_add", add_then_change)
    with pytest.raises(OutputError, match="changent en ce moment"):
        archive_dossier(filled, tmp_path / "a.zip")
    assert not list(tmp_path.glob("*.zip"))


def test_restored_where_nothing_is(filled: Path, tmp_path: Path) -> None:
    target = archive_dossier(filled, tmp_path / "a.zip")
    (tmp_path / "vide" / "exports").mkdir(parents=True)
    restore_dossier(target, tmp_path / "vide", on_share=lambda _: True).close()
    assert journal(tmp_path / "vide") == "rollback"
    for taken in (filled, tmp_path):
        before = sorted(taken.rglob("*"))
        with pytest.raises(OutputError, match=r"est déjà|contient autre chose"):
            restore_dossier(target, taken)
        assert sorted(taken.rglob("*")) == before


Entries = list[tuple[str | zipfile.ZipInfo, bytes]]


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("exports/lien")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../dehors.txt", "autre chose"),
        ("exports/../../dehors.txt", "autre chose"),
        ("exports/./note.html", "autre chose"),
        ("exports//note.html", "autre chose"),
        ("/dehors.txt", "autre chose"),
        ("/exports/note.html", "autre chose"),
        ("C:/dehors.txt", "autre chose"),
        ("exports/C:dehors.txt", "autre chose"),
        ("exports\\..\\..\\dehors.txt", "autre chose"),
        ("dossier.sqlite-wal", "autre chose"),
        ("notes.txt", "autre chose"),
        ("Dossier.SQLITE", "autre chose"),
        ("exports/Trace.json", "deux fichiers du même nom"),
        (FILE_NAME, "deux fichiers du même nom"),
    ],
)
def test_unsafe_names_are_refused(name: str, why: str, filled: Path, tmp_path: Path) -> None:
    database = (filled / FILE_NAME).read_bytes()
    refuse([(FILE_NAME, database), ("exports/trace.json", b"{}"), (name, b"x")], why, tmp_path)


def refuse(entries: Entries, why: str, tmp_path: Path, change: Callable[[bytes], bytes] = bytes) -> None:
    path = tmp_path / "piège.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as content:
        warnings.simplefilter("ignore")  # the same name twice
        for name, data in entries:
            content.writestr(name, data)
    path.write_bytes(change(path.read_bytes()))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=why):
        restore_dossier(path, tmp_path / "neuf" / "plan")
    assert sorted(tmp_path.rglob("*")) == before


def test_links_hidden_names_and_bombs_are_refused(filled: Path, tmp_path: Path) -> None:
    database = (filled / FILE_NAME).read_bytes()
    refuse([(FILE_NAME, database), (link(), b"/etc/passwd")], "autre chose", tmp_path)
    hidden: Entries = [(FILE_NAME, database), ("exports/note.htmlX.txt", b"x")]
    refuse(hidden, "autre chose", tmp_path, lambda content: content.replace(b"htmlX", b"html\0"))
    bomb: Entries = [(f"exports/{rank}", bytes(20_000_000)) for rank in range(5)]
    refuse([(FILE_NAME, b""), *bomb], "place démesurée", tmp_path)


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    def lie(content: bytes) -> bytes:
        return content.replace((30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    refuse([(FILE_NAME, b""), ("exports/b", bytes(30_000_000))], "abîmée", tmp_path, lie)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"pas un zip", "pas un fichier zip", id="not-a-zip"),
        pytest.param(b"", "pas un fichier zip", id="empty"),
    ],
)
def test_what_is_no_zip(content: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(InputError, match=why):
        restore_dossier(tmp_path / "a.zip", tmp_path / "plan")
    with pytest.raises(InputError, match="est introuvable"):
        restore_dossier(tmp_path / "absente.zip", tmp_path / "plan")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_zip_without_a_good_dossier(filled: Path, tmp_path: Path) -> None:
    refuse([("exports/note.html", b"note")], "ne contient pas de fichier", tmp_path)
    refuse([(FILE_NAME, b"SQLite format 3\0" + bytes(200))], "abîmé", tmp_path)
    refuse([(FILE_NAME, b"")], "abîmé", tmp_path)
    good = archive_dossier(filled, tmp_path / "a.zip").read_bytes()
    middle = len(good) // 2
    (tmp_path / "b.zip").write_bytes(good[:middle] + bytes(50) + good[middle + 50 :])
    with pytest.raises(InputError, match="abîmé"):
        restore_dossier(tmp_path / "b.zip", tmp_path / "plan")
    assert not (tmp_path / "plan").exists()
