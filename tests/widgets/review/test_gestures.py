"""What the tool learns once the screen is up to date, and what stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import LockTheme
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.review import gestures as module
from participation_lib.widgets.review.gestures import Gestures
from tests.conftest import LetterEncoder
from tests.widgets.review.small_review import small_desk


@pytest.fixture
def desk(tmp_path: Path, letters: LetterEncoder) -> Iterator[ReviewDesk]:
    with small_desk(tmp_path / "plan", letters, learns=True) as opened:
        yield opened


@pytest.fixture
def learnt(desk: ReviewDesk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give, after each learning, how many decisions there were."""
    found: list[int] = []
    monkeypatch.setattr(desk, "learn", lambda: found.append(len(desk.review.log)))
    return found


def gestures_of(desk: ReviewDesk) -> Gestures:
    return Gestures(desk, LiveMessage(), desk.dossier.folder)


def test_decisions_close_together_are_learnt_once(desk: ReviewDesk, learnt: list[int]) -> None:
    async def hurry() -> None:
        gestures = gestures_of(desk)
        for theme_id in ("t01", "t02", "t03"):
            gestures.do(lambda theme_id=theme_id: desk.decide(LockTheme(theme_id)))
        assert learnt == []
        await asyncio.sleep(4 * module._AFTER_THE_SCREEN)

    asyncio.run(hurry())
    assert learnt == [3]


def test_nothing_is_learnt_once_stopped(desk: ReviewDesk, learnt: list[int]) -> None:
    async def leave() -> None:
        gestures = gestures_of(desk)
        gestures.do(lambda: desk.decide(LockTheme("t01")))
        gestures.stop()
        gestures.do(lambda: desk.decide(LockTheme("t02")))
        await asyncio.sleep(4 * module._AFTER_THE_SCREEN)

    asyncio.run(leave())
    assert learnt == []


def test_many_ideas_are_learnt_from_beside(desk: ReviewDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MANY", 0)
    taken: list[int] = []
    monkeypatch.setattr(desk, "take", lambda thoughts: taken.append(thoughts.after))

    async def wait() -> None:
        gestures = gestures_of(desk)
        gestures.do(lambda: desk.decide(LockTheme("t01")))
        assert gestures._running is not None
        await gestures._running

    asyncio.run(wait())
    assert taken == [1]


@pytest.mark.parametrize("many", [0, 20_000])
def test_a_fault_while_learning_is_a_sentence(desk: ReviewDesk, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    def fail() -> None:
        raise ValueError("mots-d-une-personne")

    monkeypatch.setattr(module, "_MANY", many)
    monkeypatch.setattr(desk, "learn", fail)
    monkeypatch.setattr(desk, "think", fail)

    async def wait() -> str:
        gestures = gestures_of(desk)
        gestures.do(lambda: desk.decide(LockTheme("t01")), "fait")
        assert gestures.live.message == "fait"
        await asyncio.sleep(6 * module._AFTER_THE_SCREEN)
        return gestures.live.problem

    assert "erreur de son fait" in asyncio.run(wait())
