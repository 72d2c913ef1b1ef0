"""The head of the review page and the way from panel to panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import LockTheme, MergeThemes, RenameTheme, SetAsideIdeas, Undo
from participation_lib.widgets.review.workspace import (
    AGREEMENT,
    BOARD,
    HISTORY,
    MAP,
    PRIVACY,
    QUEUE,
    THEMES,
    ReviewWorkspace,
)
from tests.conftest import LetterEncoder
from tests.widgets.review.small_review import read_only_desk, send, small_desk

N, T = "\u00a0", "\u202f"


@pytest.fixture
def desk(tmp_path: Path, letters: LetterEncoder) -> Iterator[ReviewDesk]:
    with small_desk(tmp_path / "plan", letters) as opened:
        yield opened


@pytest.fixture
def page(desk: ReviewDesk) -> ReviewWorkspace:
    return ReviewWorkspace(desk)


def test_counts_are_in_sight_and_add_up(page: ReviewWorkspace, desk: ReviewDesk) -> None:
    assert page.frame.state["title"] == "Plan « nature »"
    assert page.frame.state["counts"] == f"7 idées{N}: 6 classées, 1 non classée, 0 écartée"
    assert page.frame.state["saved"] == "tout est enregistré"
    desk.decide(SetAsideIdeas(("c0001-1", "c0001-2")), "hors de propos")
    assert page.frame.state["counts"] == f"7 idées{N}: 4 classées, 1 non classée, 2 écartées"
    assert page.frame.state["progress"] == {"value": 2, "maximum": 7, "words": "2 idées relues sur 7"}


def test_undo_and_redo_say_what_they_are_about(page: ReviewWorkspace, desk: ReviewDesk) -> None:
    assert page.frame.state["undo"] == {"possible": False, "what": "Il n’y a rien à annuler."}
    desk.decide(RenameTheme("t01", "Planter"))
    sentence = "Thème “Arbres” renommé en “Planter”"
    assert page.frame.state["undo"] == {"possible": True, "what": f"Annuler{N}: {sentence}"}
    send(page.frame, op="undo")
    assert desk.review.themes["t01"].label == "Arbres"
    assert page.live.message == f"Annulé{N}: {sentence}."
    assert page.frame.state["redo"] == {"possible": True, "what": f"Rétablir{N}: {sentence}"}
    send(page.frame, op="redo")
    assert desk.review.themes["t01"].label == "Planter"
    assert page.live.message == f"Rétabli{N}: {sentence}."


def test_nothing_to_undo_is_said(page: ReviewWorkspace) -> None:
    for op, said in (("undo", "Il n’y a rien à annuler."), ("redo", "Il n’y a rien à rétablir.")):
        send(page.frame, op=op)
        assert (page.live.message, page.live.problem) == (said, "")


def test_each_panel_is_shown_alone_and_says_it_is(page: ReviewWorkspace) -> None:
    for name in (THEMES, BOARD, QUEUE, MAP, PRIVACY, AGREEMENT, HISTORY):
        send(page.frame, op="show", name=name)
        assert page.current == page.frame.state["current"] == name
        assert page._place.children == (page.panel(name).view,)
        assert page.live.problem == ""
    send(page.frame, op="show", name="ailleurs")
    assert page.current == HISTORY
    labels = [panel["label"] for panel in page.frame.state["panels"]]
    assert labels == [
        *("Thèmes", "Tableau", "À relire (2)", "Carte"),
        *("Données personnelles", "Deux relectures", "Historique"),
    ]


def test_only_the_panel_in_the_page_is_refreshed(page: ReviewWorkspace, desk: ReviewDesk) -> None:
    page.show(HISTORY)
    before = page.panel(THEMES).list.state
    desk.decide(LockTheme("t01"))
    assert page.panel(THEMES).list.state is before
    assert page.panel(HISTORY).lines.state["position"] == "1 décision"
    page.show(THEMES)
    assert page.panel(THEMES).list.state["rows"][0]["locked"]


def test_what_others_decide_is_seen_when_a_panel_is_asked_for(
    page: ReviewWorkspace, desk: ReviewDesk, letters: LetterEncoder
) -> None:
    other = ReviewDesk(desk.dossier, author="ZK", encoder=letters, learns=False)
    other.decide(MergeThemes("t02", "t01"))
    page.show(HISTORY)
    assert page.panel(HISTORY).lines.state["days"][0]["lines"][0]["author"] == "ZK"
    assert "t02" not in desk.review.themes
    assert not page.frame.state["undo"]["possible"]
    send(page.frame, op="undo")
    assert "Ce qu’une autre personne a décidé s’annule depuis l’historique." in page.live.message
    assert "t02" not in desk.review.themes


def test_a_theme_opens_on_the_board(page: ReviewWorkspace) -> None:
    asked: list[str] = []
    page.panel(BOARD).show_theme = asked.append
    send(page.panel(THEMES).list, op="open", theme_id="t03")
    assert page.current == BOARD
    assert page.live.problem == ""
    assert asked == ["t03"]


def test_the_board_goes_to_a_theme_each_time_it_is_asked(page: ReviewWorkspace) -> None:
    board = page.panel(BOARD)
    sent: list[str] = []
    board.widget.send = lambda content, buffers=None: sent.append(content["go"])
    for theme_id in ("t03", "t02"):
        page.show(THEMES)
        send(page.panel(THEMES).list, op="open", theme_id=theme_id)
        assert sent == []  # nothing is sent to a page that is not there yet
        send(board.widget, do="hello")
        assert sent == [theme_id]
        send(board.widget, do="bye")
        sent.clear()


@pytest.fixture
def taught(desk: ReviewDesk) -> Iterator[ReviewWorkspace]:
    """A page on which the tool moved something by itself."""
    from participation_lib.schema import TOOL, Learn

    desk.dossier.append([(LockTheme("t02"), "")], author="CM", seen=0)
    learnt = Learn((("c0003-1", "t01", 66), ("c0003-2", "t01", 60)), 1)
    desk.dossier.append([(learnt, "")], author=TOOL, seen=1)
    desk.refresh()
    return ReviewWorkspace(desk)


def test_what_the_tool_moved_is_listed(taught: ReviewWorkspace) -> None:
    moves = taught.frame.state["moves"]
    assert moves["words"] == "L’outil a déplacé 2 idées d’après vos choix."
    assert [row["text"] for row in moves["rows"]] == ["Des pistes pour les vélos", "des arceaux"]
    assert moves["rows"][0]["where"] == f"de «{N}Vélos{N}» à «{N}Arbres{N}»"
    assert moves["left"] == ""


@pytest.mark.parametrize(("op", "theme_id"), [("keep", "t01"), ("refuse", "t03")])
def test_it_is_kept_or_refused_as_a_whole(taught: ReviewWorkspace, op: str, theme_id: str) -> None:
    send(taught.frame, op=op)
    assert taught.live.problem == ""
    assert taught.frame.state["moves"]["words"] == ""
    assert taught.desk.review.ideas["c0003-1"].theme_id == theme_id
    assert taught.desk.review.ideas["c0003-2"].theme_id == theme_id


def test_only_the_ideas_chosen_are_put_back(taught: ReviewWorkspace) -> None:
    send(taught.frame, op="refuse", ideas=["c0003-2"])
    assert taught.live.message == "1 idée remise où elle était."
    assert [row["key"] for row in taught.frame.state["moves"]["rows"]] == ["c0003-1"]
    assert taught.desk.review.ideas["c0003-2"].theme_id == "t03"


def test_the_tool_learns_by_itself_where_it_is_asked_to(tmp_path: Path, letters: LetterEncoder) -> None:
    with small_desk(tmp_path / "plan", letters, learns=True) as desk:
        page = ReviewWorkspace(desk)
        desk.move(["c0001-1", "c0004-1"], "t02")
        assert page.live.problem == ""
        assert page.frame.state["counts"].startswith("7 idées")


def test_a_dossier_for_reading_says_so_and_refuses_gestures(tmp_path: Path, letters: LetterEncoder) -> None:
    with small_desk(tmp_path / "plan", letters) as desk:
        desk.decide(LockTheme("t01"))
    with read_only_desk(tmp_path / "plan", letters) as desk:
        page = ReviewWorkspace(desk)
        assert "lecture seule" in page.frame.state["read_only"]
        assert not page.frame.state["undo"]["possible"]
        assert page.panel(THEMES).list.state["read_only"]
        send(page.frame, op="undo")
        assert "lecture seule" in page.live.problem
        assert len(desk.review.log) == 1


def test_a_fault_of_ours_is_a_sentence(page: ReviewWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bool:
        raise ValueError("mots-d-une-personne")

    monkeypatch.setattr(page.desk, "undo", fail)
    send(page.frame, op="undo")
    assert "erreur de son fait" in page.live.problem
    assert "mots-d-une-personne" not in page.live.problem


def test_an_undone_decision_may_be_undone_no_more(page: ReviewWorkspace, desk: ReviewDesk) -> None:
    desk.decide(LockTheme("t01"))
    desk.decide(Undo(1))
    send(page.frame, op="undo")
    assert page.live.message == "Il n’y a rien à annuler."
