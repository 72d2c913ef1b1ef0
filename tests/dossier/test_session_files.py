"""The files of sessions: whole or not at all, names apart and erased."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from participation_lib.chain.sessions import SessionDesk, sessions_of, start_session
from participation_lib.dossier.session_files import (
    erase_people,
    list_sessions,
    new_session_folder,
    read_people,
    read_session,
    write_people,
    write_session,
)
from participation_lib.errors import InputError, OutputError
from participation_lib.facilitation.guests import GuestList, read_guests, seated


def test_changes_are_on_the_disk_and_undone_in_another_program(tmp_path: Path) -> None:
    desk = start_session(tmp_path, "Nature en ville", date(2026, 3, 14))
    desk.change(lambda session: session.with_step("Accueil", 15))
    desk.change(lambda session: session.with_step("Tables", 60))
    again = SessionDesk(desk.folder)
    assert [step.title for step in again.session.steps] == ["Accueil", "Tables"]
    assert [step.title for step in again.undo().steps] == ["Accueil"]
    assert SessionDesk(desk.folder).can_redo
    assert again.redo().n_minutes == 75
    again.undo()
    again.change(lambda session: session.with_step("Carte", 30))
    assert (again.can_redo, again.session.n_minutes) == (False, 45)
    assert sessions_of(tmp_path) == (("Nature en ville", desk.folder),)


def test_nothing_is_written_over_what_somebody_else_changed(tmp_path: Path) -> None:
    mine = start_session(tmp_path, "Nature")
    theirs = SessionDesk(mine.folder)
    theirs.change(lambda session: session.with_step("Accueil", 15))
    with pytest.raises(InputError, match="modifiée ailleurs"):
        mine.change(lambda session: session.with_step("Tables", 60))
    assert [step.title for step in mine.reload().steps] == ["Accueil"]
    assert mine.change(lambda session: session.with_step("Tables", 60)).n_minutes == 75


def test_a_change_that_is_refused_or_changes_nothing_leaves_the_file(tmp_path: Path) -> None:
    desk = start_session(tmp_path, "Nature")
    before = (desk.folder / "seance.json").read_bytes()
    with pytest.raises(InputError):
        desk.change(lambda session: session.with_step("", 15))
    desk.change(lambda session: session)
    assert (desk.folder / "seance.json").read_bytes() == before
    assert not desk.can_undo


def test_old_states_do_not_pile_up(tmp_path: Path) -> None:
    desk = start_session(tmp_path, "Nature")
    for _ in range(110):
        desk.change(lambda session: session.with_step("Tables", 10))
    assert len(json.loads((desk.folder / "seance.json").read_text(encoding="utf-8"))["states"]) == 100
    assert len(SessionDesk(desk.folder).session.steps) == 110


def test_names_are_in_a_file_apart_and_erased(tmp_path: Path) -> None:
    desk = start_session(tmp_path, "Nature")
    guests = seated(read_guests("Zénobie Quatremer\nSamir K."), 1)
    desk.keep_guests(guests)
    assert SessionDesk(desk.folder).guests == guests
    assert "Zénobie" not in (desk.folder / "seance.json").read_text(encoding="utf-8")
    assert desk.erase_guests()
    assert all("Zénobie".encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert desk.guests == GuestList()
    assert not desk.erase_guests()
    assert SessionDesk(desk.folder).session.title == "Nature"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1}'])
def test_a_damaged_file_is_said_and_hides_no_other(tmp_path: Path, content: str) -> None:
    whole = start_session(tmp_path, "Entière")
    damaged = start_session(tmp_path, "Abîmée")
    (damaged.folder / "seance.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="abîmé"):
        SessionDesk(damaged.folder)
    assert sessions_of(tmp_path) == (("Entière", whole.folder),)
    assert len(list_sessions(tmp_path)) == 2


def test_a_later_version_is_left_alone(tmp_path: Path) -> None:
    write_session(tmp_path / "s", {"states": []}, replaces=0)
    file = tmp_path / "s" / "seance.json"
    file.write_text('{"version": 9, "revision": 1}', encoding="utf-8")
    with pytest.raises(InputError, match="plus récente"):
        read_session(tmp_path / "s")
    with pytest.raises(InputError, match="plus récente"):
        write_session(tmp_path / "s", {}, replaces=1)


def test_a_session_never_takes_the_folder_of_another(tmp_path: Path) -> None:
    first = start_session(tmp_path, "Nature").folder
    assert first.name == "nature"
    assert start_session(tmp_path, "Nature").folder.name == "nature-2"
    assert new_session_folder(tmp_path, " ?! ").name == "seance"


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "seances").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="enregistrée"):
        start_session(tmp_path, "Nature")
    assert read_people(tmp_path / "ailleurs") is None
    assert not erase_people(tmp_path / "ailleurs")
    write_people(tmp_path / "la", {"people": []})
    assert read_people(tmp_path / "la") is not None
