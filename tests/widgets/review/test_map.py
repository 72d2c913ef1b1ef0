"""The map without a browser: points stay, themes follow decisions, and what the page asks is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from participation_lib.review import map_points as rows
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import UNCLASSIFIED
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.review import map as panels
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.review.map import IdeaMap
from tests.conftest import LetterEncoder
from tests.review.desks import HOSTILE, desk_on


@dataclass
class Page:
    """A page without a browser, and what it is answered."""

    panel: IdeaMap
    desk: ReviewDesk
    live: LiveMessage
    answers: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, do: str, **more: Any) -> bool:
        self.panel.widget._handle_custom_msg({"do": do, **more}, [])
        answer = self.answers[-1]
        assert answer["did"] == do
        return bool(answer["done"])

    def place_of(self, idea_id: str) -> str:
        widget = self.panel.widget
        found: str = widget.places[[point["id"] for point in widget.points].index(idea_id)]
        return found


def plain(text: str) -> str:
    """Give a text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def page(tmp_path: Path, letters: LetterEncoder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    with desk_on(tmp_path / "dossier", letters) as desk:
        live = LiveMessage()
        made = Page(IdeaMap(Gestures(desk, live, tmp_path)), desk, live)
        monkeypatch.setattr(made.panel.widget, "send", made.answers.append)
        desk.watch(made.panel.refresh)
        made.panel.refresh()
        yield made


def test_every_idea_is_a_point_with_its_own_words(page: Page) -> None:
    points = page.panel.widget.points
    assert {point["id"] for point in points} == set(page.desk.review.ideas)
    assert HOSTILE in {point["text"] for point in points}
    assert page.place_of("c0001-1") == "t01"
    assert page.panel.widget.note == ""
    assert page.live.message == "La carte est prête."


def test_themes_keep_their_number_and_have_their_own_mark(page: Page) -> None:
    themes = page.panel.widget.themes
    assert [theme["number"] for theme in themes] == [1, 2, 3, 0]
    assert themes[-1]["id"] == UNCLASSIFIED
    assert all(theme["middle"] for theme in themes)
    numbers = {theme["id"]: theme["number"] for theme in themes}
    page.desk.move(list(page.desk.review.ideas), "t03")
    after = page.panel.widget.themes
    assert {theme["id"]: theme["number"] for theme in after} == numbers
    assert [theme["middle"] is None for theme in after] == [True, True, False, True]


def test_beyond_twelve_themes_share_one_mark(page: Page) -> None:
    for number in range(12):
        page.desk.create_theme(f"Thème {number}")
    marks = [theme["mark"] for theme in page.panel.widget.themes if theme["number"]]
    assert marks == [*range(1, 13), 13, 13, 13]


def test_points_stay_when_ideas_move(page: Page) -> None:
    points = page.panel.widget.points
    assert page.ask("move", ideas=["c0001-1", "c0003-1"], theme="t02")
    assert page.panel.widget.points == points
    assert page.place_of("c0001-1") == page.place_of("c0003-1") == "t02"
    assert plain(page.live.message) == "2 idées dans « Bancs »"
    assert page.desk.review.ideas["c0001-1"].settled
    assert page.ask("undo")
    assert page.place_of("c0001-1") == "t01"
    assert page.ask("redo")
    assert page.place_of("c0001-1") == "t02"


def test_a_selection_may_open_a_theme(page: Page) -> None:
    assert page.ask("new", ideas=["c0001-1"], label=" Jeux ")
    theme_id = page.place_of("c0001-1")
    assert page.desk.review.themes[theme_id].label == "Jeux"
    assert plain(page.live.message) == "Thème « Jeux » créé, avec 1 idée"


def test_what_is_set_aside_leaves_the_map(page: Page) -> None:
    assert not page.ask("aside", ideas=["c0001-1"], reason="")
    assert "Dites pourquoi" in page.live.problem
    assert page.ask("aside", ideas=["c0001-1"], reason="illisible")
    assert page.place_of("c0001-1") == "ecartee"
    assert "ecartee" not in {theme["id"] for theme in page.panel.widget.themes}
    assert page.live.message == "1 idée écartée"


def test_a_refusal_is_told_to_the_page(page: Page) -> None:
    assert not page.ask("new", ideas=["c0001-1"], label="Bancs")
    assert "porte déjà ce nom" in page.live.problem
    assert not page.ask("move", ideas=[], theme="t01")


def test_a_cut_idea_becomes_two_points(page: Page) -> None:
    text = page.desk.review.text(page.desk.review.ideas["c0001-1"])
    half = page.desk.cut("c0001-1", text.index(" ", 9))
    points = {point["id"]: point for point in page.panel.widget.points}
    assert points[half]["text"] == text[text.index(" ", 9) + 1 :]
    assert len(page.panel.widget.places) == len(points)


def test_an_unknown_word_from_the_page_does_nothing(page: Page) -> None:
    page.panel.widget._handle_custom_msg({"do": "effacer"}, [])
    assert page.answers == []


def test_what_does_not_show_is_said(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "map_points", lambda desk: rows.map_points(desk, 10))
    other = IdeaMap(Gestures(page.desk, page.live, Path()))
    other.refresh()
    assert len(other.widget.points) == 10
    assert other.widget.note.startswith("La carte montre 10 des 24 idées")


def test_an_empty_dossier(tmp_path: Path, letters: LetterEncoder) -> None:
    with desk_on(tmp_path / "vide", letters, n_each=0) as desk:
        panel = IdeaMap(Gestures(desk, LiveMessage(), tmp_path))
        panel.refresh()
        assert panel.widget.points == []
        assert [theme["middle"] for theme in panel.widget.themes] == [None] * len(panel.widget.themes)
