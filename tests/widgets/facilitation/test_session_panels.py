"""The panels of a session, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain.sessions import PAPER_NAMES, SessionDesk, sessions_of
from participation_lib.widgets.facilitation.session_page import ProjectorPage, SessionPage

HOSTILE = "Tables <script>alert(1)</script>"


@pytest.fixture
def page(tmp_path: Path) -> SessionPage:
    made = SessionPage(tmp_path)
    made.choice_panel.title.value = "Nature"
    made.choice_panel.dossier_name.value = "Plénières"
    assert made.choice_panel.start()
    return made


def asked(page: SessionPage, **content: Any) -> bool:
    assert page.panels is not None
    panel, answers = page.panels[0], []
    panel.list.send = answers.append  # what the page is told
    panel.list._handle_custom_msg({**content, "ticket": "t"}, [])
    assert answers[-1]["ticket"] == "t"
    return bool(answers[-1]["done"])


def state(page: SessionPage) -> dict[str, Any]:
    assert page.panels is not None
    found: dict[str, Any] = page.panels[0].list.state
    return found


def test_every_change_is_shown_and_saved(page: SessionPage, tmp_path: Path) -> None:
    assert asked(page, op="add", values={"title": HOSTILE, "minutes": "45", "kind": "activité"})
    assert asked(page, op="add", values={"title": "Accueil", "minutes": "10", "kind": "accueil"})
    [first, second] = [step["id"] for step in state(page)["steps"]]
    assert asked(page, op="move", id=second, to=0)
    assert asked(page, op="change", id=first, values={"minutes": "1 h", "facilitators": "Léa"})
    assert asked(page, op="fact", name="starts", value="14h")
    shown = state(page)
    assert [(step["title"], step["starts"].split()[0]) for step in shown["steps"]] == [
        ("Accueil", "14"),
        (HOSTILE, "14"),
    ]
    assert "1\u00a0h\u00a010 en tout" in shown["summary"].replace("\u202f", "\u00a0")
    assert asked(page, op="undo")
    assert state(page)["can_redo"]
    assert asked(page, op="remove", id=second)
    [(_, folder)] = sessions_of(tmp_path / "dossiers" / "Plénières")
    assert [step.title for step in SessionDesk(folder).session.steps] == [HOSTILE]


@pytest.mark.parametrize(
    "content",
    [
        {"op": "add", "values": {"title": "Tables", "minutes": "longtemps"}},
        {"op": "add", "values": "tout"},
        {"op": "change", "id": "e9", "values": {"minutes": "5"}},
        {"op": "fact", "name": "day", "value": "hier ou demain"},
        {"op": "method", "method": "inconnue"},
        {"op": "rien"},
    ],
)
def test_what_is_refused_changes_nothing(page: SessionPage, content: dict[str, Any]) -> None:
    before = state(page)
    assert not asked(page, **content)
    assert state(page) == before


def test_a_method_comes_with_its_minutes_before_the_closing(page: SessionPage) -> None:
    assert asked(page, op="add", values={"title": "Suites", "minutes": "5", "kind": "clôture"})
    assert ["world_cafe", "World café"] in state(page)["methods"]
    assert asked(page, op="method", method="world_cafe")
    steps = state(page)["steps"]
    assert [(step["title"], step["minutes"]) for step in steps] == [("World café", "120"), ("Suites", "5")]
    assert "min" not in steps[0]["instructions"]
    assert ":" in steps[0]["instructions"]


def test_people_are_seated_then_erased_with_their_papers(page: SessionPage, tmp_path: Path) -> None:
    assert page.panels is not None
    _, guests, papers = page.panels
    assert "plan_de_tables" not in papers.papers
    guests.names.value = "Nom;Quartier\nZénobie;Bois\nSamir;Bois\nLéa;Plants\nÉva;Plants"
    assert guests.read()
    assert not guests.seat()
    assert "nombre de tables" in guests._asking.live.problem
    guests.one.value, guests.other.value = "p001", "p002"
    assert guests.pair(apart=True)
    guests.n_tables.value = "2"
    assert guests.seat()
    assert "Zénobie" in guests._plan.value
    papers.papers["plan_de_tables"].value = True
    assert papers.write()
    written = list(tmp_path.rglob("*.pdf"))
    assert {file.stem for file in written} == {"deroule", "programme", "plan_de_tables"}
    assert guests.erase()
    assert not any("plan_de_tables" in file.name for file in tmp_path.rglob("*"))
    assert all("Zénobie".encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_every_paper_has_a_label_and_is_written(page: SessionPage) -> None:
    assert asked(page, op="fact", name="day", value="14 mars 2026")
    assert page.panels is not None
    papers = page.panels[2]
    assert set(papers.papers) == set(PAPER_NAMES) - {"plan_de_tables"}
    for box in papers.papers.values():
        box.value = True
    assert papers.write()
    assert {document["name"] for document in papers.links.documents} >= {"agenda.ics", "emargement.pdf"}


def test_nothing_ticked_is_said(page: SessionPage) -> None:
    assert page.panels is not None
    papers = page.panels[2]
    for box in papers.formats.values():
        box.value = False
    assert not papers.write()
    assert "Cochez" in papers._asking.live.problem


def test_the_room_sees_steps_and_nobody_s_name(page: SessionPage, tmp_path: Path) -> None:
    assert asked(page, op="add", values={"title": "Accueil", "minutes": "10", "facilitators": "Zénobie"})
    room = ProjectorPage(tmp_path)
    assert room.choice_panel.open()
    assert room.view.steps == [{"title": "Accueil", "question": "", "minutes": 10, "id": "e1"}]
    assert "Zénobie" not in str(room.view.get_state())


def test_a_session_without_title_or_place_is_refused(tmp_path: Path) -> None:
    page = SessionPage(tmp_path)
    assert not page.choice_panel.start()
    assert "titre" in page.choice_panel.live.problem
    page.choice_panel.title.value = "Nature"
    assert not page.choice_panel.start()
    assert "nom à la démarche" in page.choice_panel.live.problem
    assert not page.choice_panel.open()
