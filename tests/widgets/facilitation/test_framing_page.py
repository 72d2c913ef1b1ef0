from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain.framing import FramingDesk, open_framing
from participation_lib.widgets.facilitation.framing_page import FramingPage


@pytest.fixture
def page(tmp_path: Path) -> FramingPage:
    made = FramingPage(tmp_path)
    made.author.value, made.name.value = "CM", "Plan vélo"
    assert made.create()
    return made


def asked(page: FramingPage, monkeypatch: pytest.MonkeyPatch, **content: Any) -> dict[str, Any]:
    answers: list[dict[str, Any]] = []
    assert page.panel is not None
    monkeypatch.setattr(page.panel.form, "send", answers.append)
    page.panel._receive(None, {**content, "ticket": "t"}, [])
    return answers[-1]


def test_an_answer_is_kept_shown_and_undone(page: FramingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.panel is not None
    assert asked(page, monkeypatch, op="answer", name="niveau", value="concerter")["done"]
    assert asked(page, monkeypatch, op="answer", name="marge", value="aucune")["done"]
    assert re.search("^Enregistré. Vous annoncez .* plus rien n’est ouvert", page.live.message)
    state = page.panel.form.state
    assert state["light"] == "rouge"
    assert [one["id"] for one in state["warnings"]] == ["rien_d_ouvert"]
    assert state["answers"]["titre"] == "Plan vélo"
    assert state["answered"]["marges"] == "2/8"
    assert asked(page, monkeypatch, op="undo")["done"]
    assert page.panel.form.state["light"] == "orange"


def test_what_is_refused_is_said_to_the_field(page: FramingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = asked(page, monkeypatch, op="answer", name="participants", value="beaucoup")
    assert not refused["done"]
    assert "nombre entier" in refused["problem"]
    assert not asked(page, monkeypatch, op="answer", name="inconnue", value="oui")["done"]
    assert not asked(page, monkeypatch, op="effacer")["done"]


def test_a_demarche_is_taken_up_again_where_it_was_left(page: FramingPage, tmp_path: Path) -> None:
    folder = tmp_path / "dossiers" / "Plan vélo"
    page.change_button.click()
    assert page.panel is None
    with open_framing(folder) as dossier:
        FramingDesk(dossier, author="PL").answer("participants", "60")
    again = FramingPage(tmp_path)
    assert again.open()
    assert again.panel is not None
    assert again.panel.form.state["answers"]["participants"] == "60"
    assert not FramingPage(tmp_path / "vide").open()


def test_a_name_that_is_no_name_is_refused_in_a_sentence(tmp_path: Path) -> None:
    page = FramingPage(tmp_path)
    page.name.value = " . "
    assert not page.create()
    assert "Donnez un nom" in page.choice_live.problem


def test_the_note_leaves_from_the_page(page: FramingPage, tmp_path: Path) -> None:
    shown = page.note.children[0].children
    links = shown[-1]
    button = next(part for part in shown if getattr(part, "description", "") == "Créer la note de cadrage")
    boxes = {box.description: box for part in shown for box in getattr(part, "children", ())}
    for name in ("Word", "PDF"):
        boxes[name].value = False
    button.click()
    assert links.documents == []
    assert "au moins un format" in page.note_live.message
    boxes["Page web"].value = True
    button.click()
    assert [document["name"] for document in links.documents] == ["cadrage.html"]
    assert (tmp_path / "dossiers/Plan vélo/exports/cadrage/cadrage.html").is_file()
