"""The panel of themes, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED, SetAsideIdeas
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.review.themes import ThemesPanel
from tests.conftest import LetterEncoder
from tests.widgets.review.small_review import send, small_desk

N = "\u00a0"


class Tried(ThemesPanel):
    """A panel that keeps what it answers to the page."""

    def __init__(self, desk: ReviewDesk) -> None:
        self.opened: list[str] = []
        self.live = LiveMessage()
        super().__init__(Gestures(desk, self.live, desk.dossier.folder), self.opened.append)
        self.answers: list[dict[str, Any]] = []
        self.list.send = self.answers.append
        desk.watch(self.refresh)
        self.refresh()

    def ask(self, **content: Any) -> bool:
        """Ask as the page does; tell what the page is answered."""
        send(self.list, ticket="a1", **content)
        answer = self.answers.pop()
        assert answer["ticket"] == "a1"
        return bool(answer["done"])

    def row(self, theme_id: str) -> dict[str, Any]:
        return next(row for row in self.list.state["rows"] if row["id"] == theme_id)


@pytest.fixture
def desk(tmp_path: Path, letters: LetterEncoder) -> Iterator[ReviewDesk]:
    with small_desk(tmp_path / "plan", letters) as opened:
        yield opened


@pytest.fixture
def panel(desk: ReviewDesk) -> Tried:
    return Tried(desk)


def test_each_theme_is_a_row_with_its_counts(panel: Tried) -> None:
    assert panel.list.state["heading"] == "3 thèmes"
    assert panel.list.state["groups"] == "Tables"
    assert [row["id"] for row in panel.list.state["rows"]] == ["t01", "t03", "t02"]
    trees = panel.row("t01")
    assert (trees["label"], trees["ideas"], trees["contributions"], trees["groups"]) == ("Arbres", "3", "2", "1")
    assert (trees["solidity"], trees["review"], trees["marks"]) == ("net", "1 à relire", "")
    assert (trees["option"], trees["hint"]) == ("Arbres (3 idées)", "arbre, planter")
    assert panel.list.state["apart"] == [
        {"id": UNCLASSIFIED, "label": "Non classées", "ideas": "1"},
        {"id": SET_ASIDE, "label": "Écartées", "ideas": "0"},
    ]


def test_rows_and_what_is_apart_add_up(panel: Tried, desk: ReviewDesk) -> None:
    desk.decide(SetAsideIdeas(("c0001-2",)), "hors de propos")
    rows = [*panel.list.state["rows"], *panel.list.state["apart"]]
    assert sum(int(row["ideas"]) for row in rows) == len(desk.review.ideas)


def test_renaming_in_place(panel: Tried, desk: ReviewDesk) -> None:
    assert panel.ask(op="rename", theme_id="t01", label="  Planter   <b>plus</b> ")
    assert desk.review.themes["t01"].label == "Planter <b>plus</b>"
    assert panel.live.message == f"Thème renommé en «{N}Planter <b>plus</b>{N}»."
    assert panel.row("t01")["label"] == "Planter <b>plus</b>"


@pytest.mark.parametrize("label", ["", "Vélos", "x" * 200, "Non classé"])
def test_a_name_that_is_refused_stays_in_the_field(panel: Tried, desk: ReviewDesk, label: str) -> None:
    assert not panel.ask(op="rename", theme_id="t01", label=label)
    assert panel.live.problem
    assert desk.review.themes["t01"].label == "Arbres"
    assert desk.review.log == ()


def test_describing_locking_and_approving(panel: Tried, desk: ReviewDesk) -> None:
    assert panel.ask(op="describe", theme_id="t01", description="Planter, pas tailler.")
    assert panel.row("t01")["description"] == panel.row("t01")["hint"] == "Planter, pas tailler."
    assert panel.ask(op="lock", theme_id="t01", on=True)
    assert panel.ask(op="approve", theme_id="t01", on=True)
    assert panel.row("t01")["marks"] == "approuvé, verrouillé"
    assert panel.row("t01")["review"] == ""
    assert panel.list.state["heading"] == "3 thèmes, dont 1 approuvé"
    assert panel.ask(op="lock", theme_id="t01", on=False)
    assert panel.ask(op="approve", theme_id="t01", on=False)
    assert panel.row("t01")["marks"] == ""
    assert len(desk.review.log) == 5


def test_creating_an_empty_theme(panel: Tried, desk: ReviewDesk) -> None:
    assert panel.ask(op="create", label="Eau")
    created = panel.list.state["rows"][-1]
    assert (created["label"], created["ideas"], created["solidity"]) == ("Eau", "0", "vide")
    assert not panel.ask(op="create", label="eau")
    assert "porte déjà ce nom" in panel.live.problem


def test_deleting_an_empty_theme(panel: Tried, desk: ReviewDesk) -> None:
    assert not panel.ask(op="delete", theme_id="t02")
    assert "contient encore 1 idée" in panel.live.problem
    desk.move(["c0002-1"], "t01")
    assert [row["empty"] for row in panel.list.state["rows"]] == [False, False, True]
    assert panel.ask(op="delete", theme_id="t02")
    assert [row["id"] for row in panel.list.state["rows"]] == ["t01", "t03"]
    assert panel.live.message.replace(N, " ") == "Thème vide « Ombre » supprimé."


def test_merging_is_said_with_counts_before_it_is_done(panel: Tried, desk: ReviewDesk) -> None:
    assert panel.ask(op="propose_merge", theme_id="t02", into_id="t01")
    assert panel.list.proposal["words"].replace(N, " ") == (
        "1 idée de « Ombre » rejoindra « Arbres », qui en comptera 4. « Ombre » disparaîtra."
    )
    assert desk.review.log == ()
    assert panel.ask(op="merge", theme_id="t02", into_id="t01")
    assert panel.list.proposal == {}
    assert panel.row("t01")["ideas"] == "4"
    assert panel.live.message.replace(N, " ") == "« Ombre » fusionné dans « Arbres »."


def test_a_merge_may_be_given_up_or_refused(panel: Tried, desk: ReviewDesk) -> None:
    panel.ask(op="propose_merge", theme_id="t02", into_id="t01")
    send(panel.list, op="give_up")
    assert panel.list.proposal == {}
    assert not panel.ask(op="propose_merge", theme_id="t02", into_id="t99")
    assert not panel.ask(op="merge", theme_id="t02", into_id="t02")
    assert "deux thèmes différents" in panel.live.problem
    assert desk.review.log == ()


def test_a_split_is_shown_with_its_ideas_then_done_as_corrected(panel: Tried, desk: ReviewDesk) -> None:
    assert panel.ask(op="propose_split", theme_id="t01", n_parts=3)
    parts = panel.list.proposal["parts"]
    assert parts[0]["label"] == "Arbres"
    assert parts[1]["label"] not in ("", "Arbres")
    (kept,), (proposed,), (other,) = ([idea["id"] for idea in part["ideas"]] for part in parts)
    shown = {idea["id"]: idea for part in parts for idea in part["ideas"]}
    assert sorted(shown) == ["c0001-1", "c0001-2", "c0004-1"]
    assert shown["c0001-2"]["text"] == "arroser la cour"
    assert shown["c0001-2"]["reference"] == "1, table 1"
    assert desk.review.log == ()
    # She takes one idea out by hand, and puts another, alone in its part, back by hand.
    corrected = [{"label": "Autres", "idea_ids": [proposed, kept]}, {"label": "Vide", "idea_ids": []}]
    assert panel.ask(op="split", theme_id="t01", kept_label="Planter", parts=corrected)
    assert desk.review.themes["t01"].label == "Planter"
    assert panel.list.proposal == {}
    assert panel.live.message.replace(N, " ") == "« Arbres » scindé : 1 nouveau thème."
    ideas = desk.review.ideas
    assert {name: (desk.review.themes[ideas[name].theme_id].label, ideas[name].settled) for name in shown} == {
        proposed: ("Autres", False),
        kept: ("Autres", True),
        other: ("Planter", True),
    }
    desk.undo()  # one gesture, although the theme changed its name as well
    assert [theme.label for theme in desk.review.themes.values()] == ["Arbres", "Ombre", "Vélos"]


def test_a_theme_that_cannot_be_split_is_said(panel: Tried) -> None:
    assert not panel.ask(op="propose_split", theme_id="t02", n_parts=2)
    assert "trop peu d’idées" in panel.live.problem
    assert not panel.ask(op="split", theme_id="t01", kept_label="Arbres", parts=[{"label": "A", "idea_ids": []}])
    assert "demandez-en une autre" in panel.live.problem
    panel.ask(op="propose_split", theme_id="t01", n_parts=2)
    assert not panel.ask(op="split", theme_id="t01", kept_label="Arbres", parts=[{"label": "A", "idea_ids": []}])
    assert "au moins une idée" in panel.live.problem


def test_a_proposal_goes_with_its_theme(panel: Tried, desk: ReviewDesk) -> None:
    panel.ask(op="propose_merge", theme_id="t02", into_id="t01")
    panel.ask(op="merge", theme_id="t02", into_id="t03")
    panel.list.proposal = {"kind": "merge", "theme_id": "t02", "into_id": "t01", "words": ""}
    panel.refresh()
    assert panel.list.proposal == {}


def test_asking_for_the_ideas_of_a_theme(panel: Tried) -> None:
    for theme_id in ("t03", UNCLASSIFIED, SET_ASIDE):
        send(panel.list, op="open", theme_id=theme_id)
    assert panel.opened == ["t03", UNCLASSIFIED, SET_ASIDE]


def test_an_unknown_gesture_is_answered_and_does_nothing(panel: Tried, desk: ReviewDesk) -> None:
    assert not panel.ask(op="tout effacer", theme_id="t01")
    assert desk.review.log == ()
