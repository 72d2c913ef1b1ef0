"""Decisions that go together: shown once, undone and redone at once, learnt from once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import DecisionError
from participation_lib.schema import CreateTheme, Learn, LockTheme, MoveIdeas, Undo
from tests.conftest import LetterEncoder
from tests.review.desks import desk_on


@pytest.fixture
def desk(tmp_path: Path, letters: LetterEncoder) -> Iterator[ReviewDesk]:
    with desk_on(tmp_path / "dossier", letters) as opened:
        yield opened


def labels(desk: ReviewDesk) -> set[str]:
    return {theme.label for theme in desk.review.themes.values()}


def open_and_move(desk: ReviewDesk, *idea_ids: str) -> str:
    with desk.together():
        theme_id = desk.create_theme("Jeux")
        desk.move(idea_ids, theme_id)
    return theme_id


def test_they_are_undone_and_redone_at_once(desk: ReviewDesk) -> None:
    theme_id = open_and_move(desk, "c0001-1")
    assert desk.undo()
    assert "Jeux" not in labels(desk)
    assert desk.review.ideas["c0001-1"].theme_id == "t01"
    assert desk.redo()
    assert desk.review.ideas["c0001-1"].theme_id == theme_id
    assert desk.undo()
    assert "Jeux" not in labels(desk)
    assert not desk.undo()


def test_they_still_go_together_once_the_dossier_is_opened_again(desk: ReviewDesk, letters: LetterEncoder) -> None:
    theme_id = open_and_move(desk, "c0001-1")
    desk.decide(LockTheme("t02"))
    again = ReviewDesk(desk.dossier, author=desk.author, encoder=letters)
    created, moved = again.review.gesture(1)
    assert [type(again.review.log[number - 1].action) for number in (created, moved)] == [CreateTheme, MoveIdeas]
    assert again.undo()
    assert again.undo()
    assert theme_id not in again.review.themes
    once_more = ReviewDesk(desk.dossier, author=desk.author, encoder=letters)
    assert once_more.redo()
    assert once_more.review.ideas["c0001-1"].theme_id == theme_id


def test_they_are_shown_once(desk: ReviewDesk) -> None:
    desk.learns = False
    seen: list[int] = []
    desk.watch(lambda: seen.append(len(desk.review.log)))
    open_and_move(desk, "c0001-1")
    desk.undo()
    assert seen == [2, 4]


def test_what_was_decided_before_a_refusal_stands_and_is_shown(desk: ReviewDesk) -> None:
    seen: list[int] = []
    desk.watch(lambda: seen.append(len(desk.review.log)))

    def lock() -> None:
        with desk.together():
            desk.decide(LockTheme("t01"))
            desk.decide(LockTheme("inconnu"))

    with pytest.raises(DecisionError):
        lock()
    assert desk.review.themes["t01"].locked
    assert seen
    assert desk.undo()
    assert not desk.review.themes["t01"].locked


def test_a_part_undone_by_itself_is_left_out(desk: ReviewDesk) -> None:
    desk.learns = False
    open_and_move(desk, "c0001-1")
    last = desk.review.next_undo()  # what the tool learnt may have come after it
    assert last is not None
    desk.decide(Undo(last.decision_id))
    assert "Jeux" in labels(desk)
    assert desk.undo()
    assert "Jeux" not in labels(desk)


def test_what_the_tool_thinks_is_thought_once_and_done_once(desk: ReviewDesk) -> None:
    waiting: list[Callable[[], object]] = []
    desk.later = waiting.append
    assert not desk.is_about_to_learn
    # Two ideas about trees go to benches: the tool follows with those that are like them.
    desk.move(["c0001-1", "c0005-1", "c0009-1"], "t02")
    assert desk.is_about_to_learn
    thought = desk.thoughts
    assert desk.thoughts is thought
    waiting[0]()
    assert not desk.is_about_to_learn
    moves = [decision for decision in desk.review.log if isinstance(decision.action, Learn)]
    assert [move.action.placements for move in moves if isinstance(move.action, Learn)] == [thought.placements]
    waiting[0]()
    assert len([decision for decision in desk.review.log if isinstance(decision.action, Learn)]) == len(moves)
