"""The panel of the history, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from participation_lib.dossier import create_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import CreateTheme, LockTheme, MoveIdeas, RenameTheme, Undo
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.review.history import PAGE, HistoryPanel
from tests.conftest import LetterEncoder
from tests.review.samples import first_batch, later_batch
from tests.widgets.review.small_review import send, small_desk

N = "\u00a0"


@pytest.fixture
def desk(tmp_path: Path, letters: LetterEncoder) -> Iterator[ReviewDesk]:
    with small_desk(tmp_path / "plan", letters) as opened:
        yield opened


def panel_of(desk: ReviewDesk) -> HistoryPanel:
    panel = HistoryPanel(Gestures(desk, LiveMessage(), desk.dossier.folder))
    panel.refresh()
    return panel


def lines_of(panel: HistoryPanel) -> list[dict[str, Any]]:
    return [line for day in panel.lines.state["days"] for line in day["lines"]]


def test_an_empty_history_says_so(desk: ReviewDesk) -> None:
    state = panel_of(desk).lines.state
    assert (state["days"], state["position"]) == ([], "0 décision")
    assert "visite" not in [period["name"] for period in state["periods"]]


def test_lines_are_undone_and_taken_back(desk: ReviewDesk) -> None:
    desk.decide(RenameTheme("t01", "Planter"), "plus clair")
    panel = panel_of(desk)
    (line,) = lines_of(panel)
    assert (line["author"], line["sentence"]) == ("CM", "Thème “Arbres” renommé en “Planter”")
    assert (line["reason"], line["undo"], line["redo"], line["undone"]) == ("plus clair", True, False, False)
    send(panel.lines, op="undo", id=1)
    assert desk.review.themes["t01"].label == "Arbres"
    assert panel._gestures.live.message == f"Annulé{N}: Thème “Arbres” renommé en “Planter”."
    undo, line = lines_of(panel)
    assert (undo["undo"], undo["redo"]) == (False, False)
    assert (line["undone"], line["undo"], line["redo"]) == (True, False, True)
    send(panel.lines, op="redo", id=1)
    assert desk.review.themes["t01"].label == "Planter"


def test_what_depends_on_a_line_is_listed_then_undone_and_redone_with_it(desk: ReviewDesk) -> None:
    desk.decide(CreateTheme("t09", "Eau"))
    desk.move(["c0001-1"], "t09")
    desk.decide(LockTheme("t02"))
    desk.decide(RenameTheme("t09", "Fontaines"))
    panel = panel_of(desk)
    send(panel.lines, op="undo", id=1)
    proposal = panel.lines.state["proposal"]
    assert (proposal["id"], proposal["companions"]) == (1, [2, 4])
    assert proposal["words"].replace(N, " ") == "2 décisions ne tiennent pas sans celle-ci :"
    assert [line.split(N)[-1] for line in proposal["lines"]] == [
        ": 1 idée dans “Eau”",
        ": Thème “Eau” renommé en “Fontaines”",
    ]
    assert proposal["accept"].replace(N, " ") == "Annuler aussi ces 2 décisions"
    assert proposal["mark"] == "à annuler aussi"
    assert panel._gestures.live.problem == ""
    assert len(desk.review.log) == 4
    send(panel.lines, op="give_up")
    assert panel.lines.state["proposal"] == {}
    send(panel.lines, op="undo", id=1)
    send(panel.lines, op="accept")
    assert panel.lines.state["proposal"] == {}
    assert "t09" not in desk.review.themes
    assert desk.review.themes["t02"].locked
    assert {line["gesture"] for line in lines_of(panel)[:3]} == {5}
    send(panel.lines, op="redo", id=4)
    assert panel.lines.state["proposal"]["companions"] == [1, 2]
    send(panel.lines, op="accept")
    assert desk.review.themes["t09"].label == "Fontaines"
    assert desk.review.ideas["c0001-1"].theme_id == "t09"


def test_the_ideas_of_a_line_may_be_seen(desk: ReviewDesk) -> None:
    desk.move(["c0001-1", "c0002-1"], "t03")
    desk.decide(LockTheme("t01"))
    locked, moved = lines_of(panel_of(desk))
    assert (locked["see"], locked["ideas"], locked["left"]) == ("", [], "")
    assert (moved["see"], moved["left"]) == ("2 idées", "")
    assert moved["ideas"] == [
        {"place": f"n°{N}1, table 1", "text": "Planter des arbres le long du boulevard"},
        {"place": f"n°{N}2, table 1", "text": "De l'ombre sur la place"},
    ]


def test_what_is_proposed_follows_what_others_decide(desk: ReviewDesk) -> None:
    desk.decide(CreateTheme("t09", "Eau"))
    desk.move(["c0001-1"], "t09")
    panel = panel_of(desk)
    send(panel.lines, op="undo", id=1)
    desk.move(["c0002-1"], "t09")
    panel.refresh()
    assert panel.lines.state["proposal"]["companions"] == [2, 3]
    desk.decide(Undo(3))
    desk.decide(Undo(2))
    panel.refresh()
    assert panel.lines.state["proposal"] == {}


def test_a_file_added_by_mistake_is_set_aside_with_its_reason(desk: ReviewDesk) -> None:
    desk.dossier.add_batch(replace(later_batch(), batch_id=0), author="ZK")
    desk.refresh()
    panel = panel_of(desk)
    (line,) = lines_of(panel)
    assert (line["aside"], line["undo"]) == (True, False)
    send(panel.lines, op="aside", id=1)
    proposal = panel.lines.state["proposal"]
    assert proposal["words"].replace(N, " ") == (
        "3 idées seront comptées à part, avec la raison. 1 thème proposé, vide, disparaîtra. "
        "Cela s’annule comme le reste."
    )
    assert proposal["reason"] == "fichier ajouté par erreur"
    send(panel.lines, op="accept", reason=" ")
    assert "Dites pourquoi" in panel._gestures.live.problem
    assert panel.lines.state["proposal"]["id"] == 1
    send(panel.lines, op="accept", reason=proposal["reason"])
    assert panel.lines.state["proposal"] == {}
    assert desk.review.counts.set_aside == 3
    aside, added = lines_of(panel)
    assert (aside["reason"], added["aside"]) == ("fichier ajouté par erreur", False)
    send(panel.lines, op="undo", id=2)
    assert desk.review.counts.set_aside == 0


@pytest.mark.parametrize("number", [0, 99])
def test_a_line_that_is_not_there_is_said(desk: ReviewDesk, number: int) -> None:
    panel = panel_of(desk)
    send(panel.lines, op="undo", id=number)
    assert "n’est pas dans l’historique" in panel._gestures.live.problem


def test_pages_of_fifty_lines(desk: ReviewDesk) -> None:
    for number in range(PAGE + 3):
        desk.decide(LockTheme("t01", locked=number % 2 == 0))
    panel = panel_of(desk)
    assert panel.lines.state["position"].replace(N, " ") == "Décisions 1 à 50 sur 53"
    assert (panel.lines.state["has_previous"], panel.lines.state["has_next"]) == (False, True)
    send(panel.lines, op="next")
    assert len(lines_of(panel)) == 3
    send(panel.lines, op="next")
    assert panel.lines.state["position"].replace(N, " ") == "Décisions 51 à 53 sur 53"
    send(panel.lines, op="previous")
    assert panel.lines.state["position"].startswith("Décisions 1 à 50")


def test_what_changed_since_a_moment(tmp_path: Path, letters: LetterEncoder) -> None:
    now = datetime.now().astimezone()
    ages = iter([timedelta(0), timedelta(0), timedelta(days=30), timedelta(days=1), timedelta(0)])
    with create_dossier(tmp_path / "plan", clock=lambda: now - next(ages, timedelta(0))) as dossier:
        dossier.add_batch(first_batch(), author="CM")
        desk = ReviewDesk(dossier, author="CM", encoder=letters, learns=False)
        moments = {"tout": 0, "semaine": 0, "hier": 0, "jour": 0}
        for label in ("A", "B", "C"):
            desk.decide(RenameTheme("t01", label))
        panel = panel_of(desk)
        for name in moments:
            send(panel.lines, op="since", name=name)
            moments[name] = len(lines_of(panel))
            assert panel.lines.state["since"] == name
        assert moments == {"tout": 3, "semaine": 2, "hier": 2, "jour": 1}
        send(panel.lines, op="since", name="toujours")
        assert panel.lines.state["since"] == "jour"


def test_my_last_visit_ends_with_my_last_decision(desk: ReviewDesk, letters: LetterEncoder) -> None:
    desk.decide(LockTheme("t01"))
    other = ReviewDesk(desk.dossier, author="ZK", encoder=letters, learns=False)
    other.decide(MoveIdeas(("c0001-1",), "t02"))
    desk.refresh()
    panel = panel_of(desk)
    assert "visite" in [period["name"] for period in panel.lines.state["periods"]]
    send(panel.lines, op="since", name="visite")
    assert [line["author"] for line in lines_of(panel)] == ["ZK"]
