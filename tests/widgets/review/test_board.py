"""The board without a browser: what the page asks is done, and what it is told is true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from participation_lib.review.desk import ReviewDesk
from participation_lib.review.search import Filter, Only
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    ApproveTheme,
    Flag,
    LockTheme,
    MergeThemes,
    Nature,
    SetAsideIdeas,
)
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.review.board import Board
from participation_lib.widgets.review.gestures import Gestures
from tests.conftest import LetterEncoder
from tests.review.desks import HOSTILE, desk_on
from tests.widgets.review.small_review import read_only_desk, small_desk


class Page:
    """A page without a browser: it keeps what it is told, as the real one does."""

    def __init__(self, desk: ReviewDesk, folder: Path) -> None:
        self.desk = desk
        self.live = LiveMessage()
        self.board = Board(Gestures(desk, self.live, folder))
        self.told: list[dict[str, Any]] = []
        self.cards: dict[str, dict[str, Any]] = {}
        self.board.widget.send = lambda content, buffers=None: self._hear(content)
        desk.watch(self.board.refresh)

    def _hear(self, content: dict[str, Any]) -> None:
        self.told.append(content)
        if content["do"] != "show":
            return
        known = {} if content["whole"] else self.cards
        shown = [idea_id for column in content["columns"] for idea_id in column["shown"]]
        self.cards = {idea_id: known.get(idea_id, {}) | content["cards"].get(idea_id, {}) for idea_id in shown}

    def ask(self, do: str, **content: Any) -> bool:
        """Ask something and give whether the page was told that it is done."""
        self.board.widget._handle_custom_msg({"do": do, "ticket": "a", **content}, [])
        return bool(self.told and self.told[-1].get("done"))

    @property
    def last(self) -> dict[str, Any]:
        return next(content for content in reversed(self.told) if content["do"] == "show")

    @property
    def columns(self) -> dict[str, dict[str, Any]]:
        return {column["id"]: column for column in self.last["columns"]}

    def shown(self, theme_id: str) -> list[str]:
        found: list[str] = self.columns[theme_id]["shown"]
        return found


@pytest.fixture
def page(tmp_path: Path, letters: LetterEncoder) -> Iterator[Page]:
    with small_desk(tmp_path / "dossier", letters) as desk:
        made = Page(desk, tmp_path)
        made.ask("hello")
        yield made


@pytest.fixture
def learning(tmp_path: Path, letters: LetterEncoder) -> Iterator[Page]:
    """A larger review, in which the tool learns."""
    with desk_on(tmp_path / "dossier", letters) as desk:
        made = Page(desk, tmp_path)
        made.ask("hello")
        yield made


def test_nothing_is_sent_before_the_page_asks(tmp_path: Path, letters: LetterEncoder) -> None:
    with small_desk(tmp_path / "dossier", letters) as desk:
        page = Page(desk, tmp_path)
        page.board.refresh()
        desk.move(["c0001-1"], "t02")
        page.board.show_theme("t03")
        assert page.told == []
        page.ask("hello")
        assert page.last["whole"]
        assert (page.last["go"], page.last["focus"]) == ("t03", True)
        assert len(page.cards) == 7


def test_columns_say_what_they_hold(page: Page) -> None:
    assert [column["label"] for column in page.last["columns"]] == [
        "Arbres",
        "Vélos",
        "Ombre",
        "Non classé",
        "Écartées",
    ]
    assert [column["count"] for column in page.last["columns"]][:3] == ["3 idées", "2 idées", "1 idée"]
    page.desk.decide(LockTheme("t01"))
    page.desk.decide(ApproveTheme("t03"))
    assert page.columns["t01"]["count"] == "3 idées, verrouillé"
    assert page.columns["t03"]["count"] == "2 idées, approuvé"


def test_a_card_shows_the_idea_in_its_contribution(page: Page) -> None:
    card = page.cards["c0001-2"]
    assert (card["before"], card["text"], card["after"]) == (
        "Planter des arbres le long du boulevard et ",
        "arroser la cour",
        "",
    )
    assert card["place"] == "n°\u00a01, table 1"
    assert card["nature_label"] == "Proposition"
    assert card["sure"].startswith("À relire\u00a0: ")
    assert card["sure"].endswith("sur 100, confiance faible")
    assert page.cards["c0001-1"]["join"]
    assert not card["join"]
    assert page.cards["c0003-3"]["sure"] == "Sans thème\u00a0: aucun thème proche"


def test_a_card_says_the_sequence_beside_the_table(tmp_path: Path, letters: LetterEncoder) -> None:
    asked = "Que proposez-vous pour que l’on respire mieux en ville ?"
    with small_desk(tmp_path / "dossier", letters, sequence_of={"c0001": "2", "c0003": asked}) as desk:
        page = Page(desk, tmp_path)
        page.ask("hello")
    assert page.cards["c0001-1"]["place"] == "n°\u00a01, table 1, séq. 2"
    assert page.cards["c0002-1"]["place"] == "n°\u00a02, table 1"
    assert page.cards["c0003-1"]["place"] == "n°\u00a03, table 2, Que proposez-vous pour que l’on respire…"


def test_a_move_is_shown_with_only_what_changed(page: Page) -> None:
    assert page.ask("move", ideas=["c0001-2"], theme="t02")
    assert page.desk.review.ideas["c0001-2"].theme_id == "t02"
    assert page.shown("t02") == ["c0001-2", "c0002-1"]
    assert page.cards["c0001-2"]["sure"] == "Placée par vous"
    sent = page.last["cards"]
    assert {"column", "sure", "state"} <= sent["c0001-2"].keys()
    assert all(set(changed) <= {"sure"} for idea_id, changed in sent.items() if idea_id != "c0001-2")
    assert page.live.message == "1 idée dans «\u00a0Ombre\u00a0»."


def test_several_move_together_and_come_back_together(page: Page) -> None:
    ideas = ["c0001-1", "c0003-1", "c0003-3"]
    assert page.ask("move", ideas=ideas, theme="t02")
    assert page.shown("t02") == [*ideas, "c0002-1"]
    assert page.live.message.startswith("3 idées dans")
    assert page.ask("undo")
    assert page.shown("t02") == ["c0002-1"]
    assert page.shown("t03")[0] == "c0003-1"  # seen to have come back
    assert page.live.message.startswith("Annulé")
    assert page.ask("redo")
    assert page.shown("t02")[:3] == ideas
    assert not page.ask("redo")
    assert page.live.message == "Il n’y a rien à rétablir."


def test_a_new_theme_is_made_and_undone_with_its_ideas(page: Page) -> None:
    assert page.ask("new", ideas=["c0003-3", "c0002-1"], label="  Eau   vive ")
    (created,) = [theme for theme in page.desk.review.themes.values() if theme.label == "Eau vive"]
    assert page.shown(created.theme_id) == ["c0003-3", "c0002-1"]
    assert page.columns[created.theme_id]["label"] == "Eau vive"
    page.ask("undo")
    assert created.theme_id not in page.columns
    assert not page.ask("new", ideas=["c0003-3"], label="arbres")
    assert "porte déjà ce nom" in page.live.problem
    assert page.shown(UNCLASSIFIED) == ["c0003-3"]


def test_without_a_theme(page: Page) -> None:
    page.ask("move", ideas=["c0001-1"], theme=UNCLASSIFIED)
    assert page.live.message == "1 idée sans thème."
    assert page.cards["c0001-1"]["sure"] == "Laissée sans thème par vous"


def test_set_aside_with_a_reason_and_taken_back(page: Page) -> None:
    assert not page.ask("aside", ideas=["c0001-1"], reason="  ")
    assert "Dites pourquoi" in page.live.problem
    assert page.ask("aside", ideas=["c0001-1", "c0002-1"], reason="trop  vague")
    assert page.shown(SET_ASIDE) == ["c0001-1", "c0002-1"]
    assert page.cards["c0001-1"]["sure"] == "Écartée\u00a0: trop vague"
    assert page.board.widget.reasons[0] == "trop vague"
    assert page.ask("back", ideas=["c0001-1"])
    assert page.shown("t01")[0] == "c0001-1"
    assert page.ask("move", ideas=["c0002-1"], theme="t03")
    assert page.shown(SET_ASIDE) == []


def test_nature_flags_and_further_themes(page: Page) -> None:
    assert page.ask("nature", ideas=["c0001-1", "c0002-1"], nature=str(Nature.CONCERN))
    assert page.cards["c0002-1"]["nature_label"] == "Crainte"
    assert page.ask("flag", ideas=["c0001-1"], flag=str(Flag.OUTSIDE_COMPETENCE), raised=True)
    assert page.ask("secondary", ideas=["c0001-1"], theme="t03")
    assert page.cards["c0001-1"]["marks"] == "hors compétence de la ville, aussi\u00a0: Vélos"
    assert page.ask("flag", ideas=["c0001-1"], flag=str(Flag.OUTSIDE_COMPETENCE), raised=False)
    assert page.ask("unsecondary", ideas=["c0001-1"], theme="t03")
    assert page.cards["c0001-1"]["marks"] == ""
    assert not page.ask("secondary", ideas=["c0001-1"], theme="t01")
    assert "déjà le thème principal" in page.live.problem


def test_places_are_confirmed_where_the_page_shows_them(page: Page) -> None:
    assert page.ask("confirm", ideas=["c0001-1", "c0003-1"])
    assert page.cards["c0001-1"]["state"] == page.cards["c0003-1"]["state"] == "placed"
    assert page.live.message == "Place confirmée pour 2 idées."
    page.ask("undo")
    assert page.cards["c0001-1"]["state"] == page.cards["c0003-1"]["state"] == ""
    page.desk.decide(SetAsideIdeas(("c0002-1",)), "hors champ")
    assert not page.ask("confirm", ideas=["c0002-1"])
    assert "reprenez-la d’abord" in page.live.problem


def test_an_idea_is_cut_and_mended(page: Page) -> None:
    page.ask("words", idea="c0003-1")
    words = page.told[-1]["words"] if page.told[-1]["do"] == "words" else page.told[-2]["words"]
    assert words == [[0, "Des"], [4, "pistes"], [11, "pour"], [16, "les"], [20, "vélos"]]
    assert page.ask("cut", idea="c0003-1", position=11)
    new_id = page.shown("t03")[1]
    assert (page.cards["c0003-1"]["text"], page.cards[new_id]["text"]) == ("Des pistes", "pour les vélos")
    assert page.ask("join", idea="c0003-1")
    assert page.cards["c0003-1"]["text"] == "Des pistes pour les vélos"
    assert not page.ask("join", idea="c0002-1")
    assert "pas d’idée qui suit" in page.live.problem


def test_why_here(page: Page) -> None:
    page.ask("why", idea="c0001-1")
    why = next(content for content in page.told if content["do"] == "why")
    assert why["said"][0].startswith("Placée par le regroupement automatique")
    assert why["near"] == []
    page.ask("confirm", ideas=["c0004-1"])
    page.ask("why", idea="c0001-1")
    why = next(content for content in reversed(page.told) if content["do"] == "why")
    assert [near["text"] for near in why["near"]] == ["Plus d'arbres et plus d'ombre devant la gare"]
    page.ask("why", idea="c0004-1")
    assert page.told[-1]["said"][0] == "Placée par vous."
    page.ask("why", idea="c0003-3")
    assert page.told[-1]["said"] == ["Laissée sans thème par le regroupement automatique."]
    page.ask("aside", ideas=["c0003-3"], reason="illisible")
    page.ask("why", idea="c0003-3")
    assert (page.told[-1]["said"], page.told[-1]["near"]) == (["Écartée\u00a0: illisible."], [])
    assert page.cards["c0003-3"]["state"] == ""


def test_only_what_is_looked_for(page: Page) -> None:
    page.board.show(Filter(words="ombre"))
    assert sorted(page.cards) == ["c0002-1", "c0004-1"]
    assert page.columns["t01"]["count"] == "1 sur 3 idées"
    page.ask("move", ideas=["c0004-1"], theme="t03")
    assert page.shown("t03") == ["c0004-1"]
    page.board.show(Filter(only=Only.SETTLED, words="ombre"))
    assert sorted(page.cards) == ["c0004-1"]
    page.board.show(Filter(theme_id="t02"))
    assert (page.last["go"], page.last["focus"]) == ("t02", False)
    page.board.show(Filter(words="piste"))
    assert (page.last["go"], page.last["focus"]) == ("t03", False), "the first column that holds what is looked for"
    page.board.show_theme("t03")
    assert page.board.search.filter == Filter()
    assert (page.last["go"], page.last["focus"]) == ("t03", True)


def test_columns_close_and_show_more(page: Page) -> None:
    page.ask("close", column="t01", closed=True)
    assert page.columns["t01"]["closed"]
    assert "c0001-1" not in page.cards
    page.board.show_theme("t01")
    assert "c0001-1" in page.cards
    assert not page.columns["t01"]["closed"]


def test_never_more_cards_than_asked_for(tmp_path: Path, letters: LetterEncoder) -> None:
    with desk_on(tmp_path / "grand", letters, n_each=70) as desk:
        page = Page(desk, tmp_path)
        page.ask("hello")
        assert len(page.cards) == 200
        assert page.columns["t01"]["more"] == 20
        page.ask("more", column="t01")
        assert (len(page.shown("t01")), page.columns["t01"]["more"]) == (70, 0)
        assert set(page.last["cards"]) == set(page.shown("t01")[50:])


def move_to_a_locked_theme(page: Page) -> list[str]:
    """Move two ideas where the tool may put nothing by itself, so that it offers what it would have moved."""
    page.desk.decide(LockTheme("t01"))
    benches = [idea.idea_id for idea in page.desk.review.by_theme["t02"]][1:3]
    assert page.ask("move", ideas=benches, theme="t01")
    assert len(page.last["offer"]["rows"]) > 1
    return benches


def test_like_ideas_are_offered_once_the_tool_has_learnt(learning: Page) -> None:
    benches = move_to_a_locked_theme(learning)
    offer = learning.last["offer"]
    offered = [row["id"] for row in offer["rows"]]
    assert offer["title"].startswith("Déplacer aussi ce")
    assert offer["title"].endswith("dans «\u00a0Arbres\u00a0»\u202f?")
    assert all("confiance dans «\u00a0Arbres\u00a0»" in row["where"] for row in offer["rows"])
    assert set(offered).isdisjoint(benches)
    kept = offered[:1]
    assert learning.ask("accept", ideas=kept)
    assert learning.desk.review.ideas[kept[0]].theme_id == "t01"
    assert learning.desk.review.ideas[kept[0]].settled
    assert learning.last["offer"] == {"title": "", "rows": []}
    assert not learning.ask("accept", ideas=offered[1:])  # it is over


def test_an_offer_is_refused_or_falls(learning: Page) -> None:
    move_to_a_locked_theme(learning)
    learning.ask("refuse")
    assert learning.last["offer"]["rows"] == []
    learning.ask("undo")
    learning.ask("redo")
    assert learning.last["offer"]["rows"] == []
    learning.ask("undo")
    move_to_a_locked_theme(learning)
    offered = [row["id"] for row in learning.last["offer"]["rows"]]
    learning.desk.move(offered[:1], "t03")  # from another panel
    assert offered[0] not in [row["id"] for row in learning.last["offer"]["rows"]]
    learning.desk.decide(MergeThemes("t01", "t03"))
    assert learning.last["offer"]["rows"] == []


def test_long_contributions_are_shortened_around_the_idea_and_given_whole_when_asked(page: Page) -> None:
    from participation_lib.widgets.review.board_rows import _end, _start

    words = "mot " * 200
    assert _end(words).startswith("… mot")
    assert _start(words).endswith("mot …")
    assert max(len(_end(words)), len(_start(words))) < 150
    assert len(_end("x" * 500)) == len(_start("x" * 500)) == 141
    page.ask("whole", idea="c0001-2")
    whole = next(content for content in page.told if content["do"] == "whole")
    words = "Planter des arbres le long du boulevard et arroser la cour"
    assert whole["before"] + whole["text"] + whole["after"] == words


def test_citizens_words_are_not_touched(learning: Page) -> None:
    assert any(card["text"] == HOSTILE for card in learning.cards.values())


def test_a_card_that_is_gone_is_refused_in_one_sentence(page: Page) -> None:
    page.ask("join", idea="c0001-1")
    assert not page.ask("move", ideas=["c0001-2"], theme="t02")
    assert "a été recollée" in page.live.problem
    page.ask("more", column="t99")
    page.ask("nothing known")


def test_nothing_is_moved_where_nothing_may_be_written(tmp_path: Path, letters: LetterEncoder) -> None:
    with small_desk(tmp_path / "dossier", letters):
        pass
    with read_only_desk(tmp_path / "dossier", letters) as desk:
        page = Page(desk, tmp_path)
        page.ask("hello")
        assert page.last["read_only"]
        assert len(page.cards) == 7
        assert not page.ask("move", ideas=["c0001-1"], theme="t02")
        assert page.live.problem
