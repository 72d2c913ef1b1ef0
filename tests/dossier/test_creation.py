"""A new dossier, whole or not at all, never over something."""

from __future__ import annotations

import multiprocessing
import os
import re
import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from participation_lib.dossier import FILE_NAME, create_dossier, creation, open_dossier, placing
from participation_lib.errors import OutputError
from tests.dossier.samples import clock


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_and_those_above(tmp_path: Path) -> None:
    with create_dossier(tmp_path / "2025" / "vélo", title="Plan vélo", clock=clock) as dossier:
        assert dossier.tables()["dossier"]["cree_le"].tolist() == ["2025-03-14T14:32:05+01:00"]
        assert str(UUID(dossier.dossier_id)) == dossier.dossier_id
        assert dossier.batches() == ()
    assert names(tmp_path / "2025" / "vélo") == [FILE_NAME, "exports"]


@pytest.mark.parametrize("inside", [(), ("exports",), (".en-cours-abc", "exports")], ids=["empty", "exports", "killed"])
def test_an_empty_folder(inside: tuple[str, ...], tmp_path: Path) -> None:
    for name in inside:
        (tmp_path / name).mkdir()
    create_dossier(tmp_path).close()
    assert names(tmp_path) == [FILE_NAME, "exports"]


def test_the_folder_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    create_dossier(Path()).close()
    with pytest.raises(OutputError, match=re.escape(f"«\u00a0{tmp_path.name}\u00a0» est déjà")):
        create_dossier(Path())


@pytest.mark.parametrize("name", ["notes.txt", "exports/note.html", "sous/dossier"])
def test_a_folder_that_holds_something_is_left_alone(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("à elle")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError, match="contient autre chose"):
        create_dossier(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_or_a_dossier_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("à elle")
    with pytest.raises(OutputError, match="contient autre chose"):
        create_dossier(tmp_path / "fichier")
    with pytest.raises(OutputError, match="n’a pas pu être écrit"):
        create_dossier(tmp_path / "fichier" / "dedans")
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(OutputError, match="est déjà le dossier d’une démarche"):
        create_dossier(folder)
    assert (folder / FILE_NAME).read_bytes() == before


def test_nothing_is_left_of_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("no")

    monkeypatch.setattr(creation, "upgrade", fails)
    with pytest.raises(OutputError, match="rien n’a été modifié"):
        create_dossier(tmp_path / "2025" / "vélo")
    assert names(tmp_path) == []
    with pytest.raises(OutputError, match="rien n’a été modifié"):
        create_dossier(tmp_path)
    assert names(tmp_path) == []


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", refuses)
    create_dossier(tmp_path).close()
    assert names(tmp_path) == [FILE_NAME, "exports"]
    (tmp_path / "aside").write_text("autre")
    with pytest.raises(FileExistsError):
        placing.place_new(tmp_path / "aside", tmp_path / FILE_NAME)
    open_dossier(tmp_path).close()


def test_a_recent_leftover_may_be_at_work(tmp_path: Path) -> None:
    (tmp_path / ".en-cours-vieux").mkdir()
    os.utime(tmp_path / ".en-cours-vieux", (1, 1))
    (tmp_path / ".en-cours-neuf").mkdir()
    with placing.aside_folder(tmp_path):
        pass
    assert names(tmp_path) == [".en-cours-neuf"]


def _create(folder: Path, answers: Any) -> None:
    try:
        create_dossier(folder).close()
        answers.put("")
    except OutputError as error:
        answers.put(str(error))


@pytest.mark.skipif("forkserver" not in multiprocessing.get_all_start_methods(), reason="no fork server here")
def test_one_of_several_creations_wins(tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dossier.test_creation"])
    answers = context.SimpleQueue()
    processes = [context.Process(target=_create, args=(tmp_path / "d", answers)) for _ in range(6)]
    for process in processes:
        process.start()
    given = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    assert given.count("") == 1
    assert all("est déjà" in answer or "contient autre chose" in answer for answer in given if answer)
    open_dossier(tmp_path / "d").close()
