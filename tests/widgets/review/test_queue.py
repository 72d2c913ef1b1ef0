"""The queue without a browser: what the page asks is done, and what it is told is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import ApproveTheme, SetAsideIdeas
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.review.queue import Queue
from tests.conftest import LetterEncoder
from tests.review.desks import HOSTILE, desk_on


@dataclass
class Page:
    """A page without a browser: it sends what the keys would."""

    queue: Queue
    desk: ReviewDesk
    live: LiveMessage
    turn: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.queue.widget.state
        return found

    @property
    def current(self) -> dict[str, Any]:
        found: dict[str, Any] = self.state["current"]
        return found

    def ids(self) -> list[str]:
        return [row["id"] for row in self.current["rows"] if not row["closed"]]

    def press(self, do: str, *, ahead: bool = True, **more: Any) -> None:
        self.turn += 1
        message: dict[str, Any] = {"do": do, "turn": self.turn, **more}
        if self.state["current"]:
            message = {"key": self.current["key"], "ideas": self.ids(), **message}
        if ahead and self.state["ahead"] and not self.state["past"] and do not in ("back", "undo", "redo"):
            message.setdefault("shows", self.state["ahead"][0]["key"])
        self.queue.widget._handle_custom_msg(message, [])


@pytest.fixture
def page(tmp_path: Path, letters: LetterEncoder) -> Iterator[Page]:
    with desk_on(tmp_path / "dossier", letters) as desk:
        live = LiveMessage()
        queue = Queue(Gestures(desk, live, tmp_path))
        desk.watch(queue.refresh)
        queue.refresh()
        yield Page(queue, desk, live)


def plain(text: str) -> str:
    """Give a text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def theme_of(page: Page, idea_id: str) -> str:
    return page.desk.review.ideas[idea_id].theme_id


def test_an_idea_is_shown_within_its_contribution(page: Page) -> None:
    rows = [row for shown in (page.current, *page.state["ahead"]) for row in shown["rows"]]
    row = next(row for row in rows if row["before"])
    assert (row["before"], row["after"]) == ("Bonjour, ", ". Merci à vous.")
    assert row["place"].startswith("n° ")
    assert plain(row["now"]).startswith(("Actuellement dans «", "Sans thème"))


def test_words_of_a_participant_are_sent_as_they_are(page: Page) -> None:
    seen: list[str] = []
    while page.state["current"]:
        seen += [row["text"] for row in page.current["rows"]]
        page.press("confirm")
    assert HOSTILE in seen


def test_a_number_key_settles_and_shows_the_page_that_was_ahead(page: Page) -> None:
    ids, (theme_id, _) = page.ids(), page.current["choices"][1]
    following = page.state["ahead"][0]
    page.press("move", theme=theme_id)
    assert page.current["key"] == following["key"]
    assert page.current == following
    assert {theme_of(page, idea_id) for idea_id in ids} == {theme_id}
    label = page.desk.review.themes[theme_id].label
    assert page.live.message.startswith(f"{len(ids)} idée")
    assert label in page.live.message
    assert page.state["turn"] == page.turn
    assert page.state["can_go_back"]
    assert page.state["progress"].startswith(f"{len(ids)} idée")


def test_a_page_that_ran_two_ideas_ahead_is_followed(page: Page) -> None:
    first, second, third = page.current, page.state["ahead"][0], page.state["ahead"][1]
    page.press("move", theme="t01", shows=second["key"])
    page.turn += 1
    page.queue.widget._handle_custom_msg(
        {
            "do": "move",
            "turn": page.turn,
            "theme": "t02",
            "key": second["key"],
            "ideas": [row["id"] for row in second["rows"]],
            "shows": third["key"],
        },
        [],
    )
    assert {theme_of(page, row["id"]) for row in first["rows"]} == {"t01"}
    assert {theme_of(page, row["id"]) for row in second["rows"]} == {"t02"}
    assert page.current["key"] == third["key"]


def test_confirming(page: Page) -> None:
    places = {row["id"]: row["theme"] for row in page.current["rows"]}
    page.press("confirm")
    assert {idea_id: theme_of(page, idea_id) for idea_id in places} == places
    assert all(page.desk.review.ideas[idea_id].settled for idea_id in places)
    assert page.live.message.startswith("Place confirmée pour")


def test_a_new_theme_then_undo(page: Page) -> None:
    ids, key = page.ids(), page.current["key"]
    page.press("new", label="  Jeux   d'eau ")
    (created,) = {theme_of(page, idea_id) for idea_id in ids}
    assert page.desk.review.themes[created].label == "Jeux d'eau"
    assert "Jeux d’eau" in page.live.message
    assert created in {theme["id"] for theme in page.queue.widget.themes}
    page.press("undo")
    assert created not in page.desk.review.themes
    assert page.live.message == "Dernier geste annulé"
    assert page.ids() == ids
    assert page.current["key"] != key
    page.press("redo")
    assert {theme_of(page, idea_id) for idea_id in ids} == {created}


def test_setting_aside_needs_a_reason_and_remembers_it(page: Page) -> None:
    ids, key = page.ids(), page.current["key"]
    page.press("aside", reason=" ")
    assert "Dites pourquoi" in page.live.problem
    assert page.current["key"] == key
    page.press("aside", reason="illisible  à moitié")
    assert {page.desk.review.ideas[idea_id].set_aside for idea_id in ids} == {"illisible à moitié"}
    assert page.queue.widget.reasons[0] == "illisible à moitié"
    assert page.live.problem == ""


def test_a_refused_gesture_comes_back_in_sight(page: Page) -> None:
    key = page.current["key"]
    page.press("new", label="Arbres")
    assert "porte déjà ce nom" in page.live.problem
    assert page.current["key"] == key
    assert page.state["turn"] == page.turn


def test_sending_one_idea_elsewhere(page: Page) -> None:
    while len(page.ids()) < 2:
        page.press("skip")
    first, second, *_ = page.ids()
    page.press("move", ahead=False, theme="t03", alone=True, ideas=[second])
    assert page.ids()[0] == first
    closed = next(row for row in page.current["rows"] if row["id"] == second)
    assert closed["closed"]
    assert plain(closed["now"]) == "Dans « Vélos », placée par vous"
    assert theme_of(page, second) == "t03"
    assert not page.desk.review.ideas[first].settled
    third = page.ids()[-1]
    page.press("new", ahead=False, label="Jeux", alone=True, ideas=[third])
    assert page.desk.review.themes[theme_of(page, third)].label == "Jeux"


def test_back_skip_and_what_was_decided(page: Page) -> None:
    ids = page.ids()
    page.press("move", theme="t02")
    live = page.current
    page.press("back")
    assert page.state["past"]
    assert page.ids() == ids
    assert plain(page.current["rows"][0]["now"]) == "Dans « Bancs », placée par vous"
    page.press("skip")
    assert not page.state["past"]
    assert page.current["key"] == live["key"]


def test_what_was_set_aside_says_so_when_gone_back_to(page: Page) -> None:
    page.press("aside", reason="illisible")
    page.press("back")
    assert plain(page.current["rows"][0]["now"]) == "Écartée : illisible"
    page.press("move", theme="t01")
    assert page.desk.review.counts.set_aside == 0


def test_nothing_to_undo_is_said(page: Page) -> None:
    page.press("undo")
    assert page.live.message == "Il n’y a rien à annuler."
    page.press("redo")
    assert page.live.message == "Il n’y a rien à rétablir."


def test_the_end_says_what_remains(page: Page) -> None:
    while page.state["current"]:
        page.press("confirm")
    assert page.state["end"].startswith("Toutes les idées sont réglées. Il reste à ")
    assert "approuver 3 thèmes" in page.state["end"]
    assert "6 idées sans thème" in page.state["end"]
    assert page.state["progress"].startswith("24 idées relues sur 24")
    review = page.desk.review
    page.desk.decide(SetAsideIdeas(tuple(idea.idea_id for idea in review.by_theme["non_classe"])), "hors du sujet")
    for theme_id in review.themes:
        page.desk.decide(ApproveTheme(theme_id))
    assert page.state["end"] == "Toutes les idées sont réglées. Vous pouvez préparer la note."


def test_what_another_panel_settles_leaves_the_page_in_sight(page: Page) -> None:
    key = page.current["key"]
    other = page.state["ahead"][-1]["rows"][0]["id"]
    page.desk.move([other], "t01")
    assert page.current["key"] == key
    assert other not in {row["id"] for shown in page.state["ahead"] for row in shown["rows"]}


def test_an_unknown_word_from_the_page_does_nothing(page: Page) -> None:
    before = page.state
    page.queue.widget._handle_custom_msg({"do": "effacer"}, [])
    assert page.state == before
    assert page.desk.review.log == ()


def test_the_keyboard_can_be_put_on_the_idea(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page.queue.widget, "send", page.told.append)
    page.queue.focus()
    assert page.told == [{"do": "focus"}]


def test_an_empty_dossier(tmp_path: Path, letters: LetterEncoder) -> None:
    with desk_on(tmp_path / "vide", letters, n_each=0) as desk:
        queue = Queue(Gestures(desk, LiveMessage(), tmp_path))
        queue.refresh()
        assert queue.widget.state["current"] is None
        assert queue.widget.state["end"] == "Il n’y a aucune idée à relire dans ce dossier."
