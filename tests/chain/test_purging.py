"""The end of a dossier: how long it is kept, what a purge shows, erases and leaves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain import (
    Options,
    WritingDesk,
    export_dossier_tables,
    plan_purge,
    purge_dossier,
    retention_of,
    set_retention,
)
from participation_lib.chain.grouping import parameters_of
from participation_lib.chain.sessions import SessionDesk, start_session
from participation_lib.cli import main
from participation_lib.dossier import KEY_FILE, Dossier, author_key, create_dossier, open_dossier
from participation_lib.errors import InputError
from participation_lib.facilitation.guests import read_guests, seated
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import SetRetention, Version
from tests.review.desks import batch_of

DOCUMENT = "synthese_pleniere"


@pytest.fixture
def dossier(tmp_path: Path, letters: Any) -> Iterator[Dossier]:
    with create_dossier(tmp_path / "dossier", title="Plan arbres") as made:
        made.add_batch(replace(batch_of(), parameters=parameters_of(Options(encoder=letters))), author="Ana")
        yield made


def in_days(number: int) -> str:
    return (date.today() + timedelta(days=number)).isoformat()  # noqa: DTZ011


def test_a_later_end_wants_its_reason_and_each_is_a_decision(dossier: Dossier) -> None:
    assert retention_of(dossier) == ""
    set_retention(dossier, in_days(30), author="Léa")
    with pytest.raises(InputError, match="dites pourquoi"):
        set_retention(dossier, in_days(60), author="Léa")
    set_retention(dossier, in_days(60), author="Léa", reason="recours en cours")
    set_retention(dossier, in_days(10), author="Léa")
    assert retention_of(dossier) == in_days(10)
    assert [decision.reason for decision in dossier.decisions()] == ["", "recours en cours", ""]
    for wrong in ("hier", "32/01/2030", in_days(-1)):
        with pytest.raises(InputError):
            set_retention(dossier, wrong, author="Léa")


def test_past_its_end_a_dossier_says_so_where_it_is_opened(dossier: Dossier, capsys: Any) -> None:
    dossier.append([(SetRetention("2020-01-31"), "")], author="Léa", seen=0)
    assert main(["historique", str(dossier.folder)]) == 0
    assert "jusqu’au 31 janvier 2020" in capsys.readouterr().err


def exported(dossier: Dossier, letters: Any) -> None:
    """Write what a dossier may hold: a published document, an internal one, tables, a file of hers."""
    desk = WritingDesk(ReviewDesk(dossier, author="Léa", encoder=letters))
    desk.give_fact("date_reponse", "30 novembre 2024")
    desk.give_fact("service_reponse", "direction des espaces verts")
    desk.export(DOCUMENT, version=Version.PUBLISHABLE, formats=("html",))
    desk.export(DOCUMENT, dossier.folder / "exports" / "interne", version=Version.INTERNAL, formats=("html",))
    export_dossier_tables(dossier, dossier.folder / "exports" / "tableaux")
    (dossier.folder / "dossier.sqlite.avant-v5").write_bytes(b"ancien")
    (dossier.folder / "mes notes.txt").write_text("à moi", "utf-8")


def test_it_shows_what_goes_asks_then_leaves_only_what_was_published(
    dossier: Dossier, letters: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(dossier, letters)
    author_key(dossier.folder)
    plan = plan_purge(dossier)
    assert {path.parts[1] for path in plan.erased if path.parts[0] == "exports"} == {"interne", "tableaux"}
    assert [path.name for path in plan.kept] == ["methode.json", f"{DOCUMENT}.html", "trace.json"]
    assert [path.name for path in plan.unknown] == ["mes notes.txt"]
    assert KEY_FILE in {path.name for path in plan.erased}
    dossier.close()
    folder = dossier.folder
    before = sorted(path for path in folder.rglob("*") if path.is_file())
    monkeypatch.setattr("sys.stdin", io.StringIO("oui\n"))
    assert main(["purger", str(folder)]) == 1
    told = capsys.readouterr().err
    assert "24 contributions" in told
    assert "exports/interne" in told
    assert "ludothèque" not in told
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == before
    monkeypatch.setattr("sys.stdin", io.StringIO("effacer\n"))
    assert main(["purger", str(folder), "--auteur", "Léa"]) == 0
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert left == {"dossier.sqlite", "mes notes.txt", *(path.as_posix() for path in plan.kept)}
    assert "ludothèque".encode() not in (folder / "dossier.sqlite").read_bytes()
    assert f"{DOCUMENT}.html" in {path.name for path in plan.kept}


def test_a_purged_dossier_says_so_everywhere_and_its_counts_remain(dossier: Dossier, capsys: Any) -> None:
    dossier.close()
    folder = str(dossier.folder)
    assert main(["purger", folder, "--oui", "--auteur", "Léa"]) == 0
    capsys.readouterr()
    for command in (["historique", folder], ["purger", folder]):
        assert main(command) == 0
        told = capsys.readouterr()
        assert "purgé le" in told.err
        assert "par Léa" in told.err
        assert "contributions : 24" in told.out
        assert "idées classées : 18" in told.out
    for command in (["note", folder, "--document", DOCUMENT], ["synthese", folder], ["conserver", folder]):
        assert main(command) == 2
        assert "a été purgé le" in capsys.readouterr().err
    with open_dossier(dossier.folder) as opened:
        assert opened.title == "Plan arbres"
        with pytest.raises(InputError, match="purgé"):
            ReviewDesk(opened)


def test_who_came_to_a_session_goes_and_what_was_prepared_stays(dossier: Dossier) -> None:
    desk = start_session(dossier.folder, "Nature")
    desk.change(lambda session: session.with_step("Accueil", 15))
    desk.keep_guests(seated(read_guests("Zénobie Quatremer\nSamir K."), 1))
    written = desk.write_papers(["deroule", "emargement", "plan_de_tables"])
    plan = plan_purge(dossier)
    assert {path.name for path in plan.erased} >= {"personnes.json", "emargement.pdf", "plan_de_tables.pdf"}
    assert {path.name for path in plan.kept} == {"seance.json", "deroule.pdf"}
    assert plan.unknown == ()
    purge_dossier(dossier, author="Ana")
    assert [file.name for file in written if file.exists()] == ["deroule.pdf"]
    assert all("Zénobie".encode() not in file.read_bytes() for file in dossier.folder.rglob("*") if file.is_file())
    assert SessionDesk(desk.folder).session.n_minutes == 15
