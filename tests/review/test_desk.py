"""A person at work: on the disk first, with others, undone, and helped without being overruled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from participation_lib.dossier import Dossier, open_dossier
from participation_lib.errors import OutputError
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import DecisionError
from participation_lib.schema import (
    TOOL,
    UNCLASSIFIED,
    AddBatch,
    ApproveTheme,
    ConfirmIdeas,
    DescribeTheme,
    Learn,
    LockTheme,
    MergeThemes,
    RenameTheme,
    SetAsideIdeas,
    Undo,
)
from tests.review.desks import desk_on, later_batch

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(tmp_path: Path, letters: Any) -> Iterator[ReviewDesk]:
    with desk_on(tmp_path / "dossier", letters) as found:
        yield found


def on_the_disk(desk: ReviewDesk) -> list[Any]:
    with open_dossier(desk.dossier.folder, read_only=True) as other:
        return [decision.action for decision in other.decisions()]


@contextmanager
def another(desk: ReviewDesk, letters: Any) -> Iterator[ReviewDesk]:
    """Give the desk of somebody else at work in the same dossier."""
    with open_dossier(desk.dossier.folder) as dossier:
        yield ReviewDesk(dossier, author="Bob", encoder=letters, learns=False)


def before_next(found: Dossier, name: str, work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have something done by others just before the next call of a method of a dossier."""
    own = getattr(found, name)

    def called(*arguments: Any, **options: Any) -> Any:
        monkeypatch.setattr(found, name, own)
        work()
        return own(*arguments, **options)

    monkeypatch.setattr(found, name, called)


def placed(desk: ReviewDesk) -> dict[str, str]:
    return {idea.idea_id: idea.theme_id for idea in desk.review.ideas.values()}


def test_a_decision_is_on_the_disk_before_anyone_is_told(desk: ReviewDesk) -> None:
    seen: list[Any] = []
    desk.watch(lambda: seen.append(on_the_disk(desk)))
    desk.decide(RenameTheme("t01", "Arbres et ombre"))
    assert seen
    assert RenameTheme("t01", "Arbres et ombre") in seen[0]
    assert desk.review.themes["t01"].label == "Arbres et ombre"


def test_a_refusal_writes_nothing(desk: ReviewDesk) -> None:
    before = desk.review
    with pytest.raises(DecisionError, match="porte déjà ce nom"):
        desk.decide(RenameTheme("t01", "bancs"))
    assert on_the_disk(desk) == []
    assert desk.review is before


def test_two_people_in_one_dossier_build_on_each_other(desk: ReviewDesk, letters: Any) -> None:
    with open_dossier(desk.dossier.folder) as dossier:
        other = ReviewDesk(dossier, author="Bob", encoder=letters, learns=False)
        desk.learns = False
        desk.decide(RenameTheme("t01", "Arbres et ombre"))
        other.decide(RenameTheme("t02", "Bancs et tables"))
        desk.refresh()
        for found in (desk, other):
            assert {t.label for t in found.review.themes.values()} >= {"Arbres et ombre", "Bancs et tables"}
        desk.decide(MergeThemes("t03", "t01"))
        with pytest.raises(DecisionError, match="n’existe plus"):
            other.decide(ConfirmIdeas(("c0003-1",), "t03"))
        assert "t03" not in other.review.themes, "the refusal is made on what stands, not on what was seen"
        other.decide(RenameTheme("t01", "Nature"))
        assert not other.refresh()
        assert desk.refresh()
        assert placed(desk) == placed(other)


def test_undoing_takes_what_this_person_decided_last(desk: ReviewDesk, letters: Any) -> None:
    desk.learns = False
    with another(desk, letters) as other:
        desk.move(["c0001-1"], "t02")
        other.move(["c0005-1"], "t03")
        desk.refresh()
        assert desk.undo()
        assert (placed(desk)["c0001-1"], placed(desk)["c0005-1"]) == ("t01", "t03")
        assert not desk.undo(), "what a colleague decided is undone from the history"
        other.decide(LockTheme("t02"))
        desk.refresh()
        assert desk.redo(), "what a colleague decides takes nothing away from me"
        assert placed(desk)["c0001-1"] == "t02"
        desk.decide(Undo(2))
        assert placed(desk)["c0005-1"] == "t01"
        assert desk.redo()
        assert placed(desk)["c0005-1"] == "t03"


def test_two_people_of_one_name_undo_each_their_own(desk: ReviewDesk, letters: Any) -> None:
    desk.learns = False
    desk.move(["c0009-1"], "t03")
    with open_dossier(desk.dossier.folder) as dossier:
        other = ReviewDesk(dossier, author=desk.author, encoder=letters, learns=False)
        desk.move(["c0001-1"], "t02")
        other.move(["c0005-1"], "t02")
        desk.refresh()
        assert desk.undo()
        assert (placed(desk)["c0001-1"], placed(desk)["c0005-1"]) == ("t01", "t02")
        assert desk.undo(), "what that name decided before the dossier was opened is of this person"
        assert placed(desk)["c0009-1"] == "t01"
        assert not desk.undo()


def test_a_decision_that_only_looked_impossible_is_taken(desk: ReviewDesk, letters: Any) -> None:
    desk.learns = False
    with another(desk, letters) as other:
        created = other.create_theme("Jeux")
        desk.decide(LockTheme(created))
        assert desk.review.themes[created].locked


def test_what_stood_in_the_way_is_on_screen_after_a_refusal(desk: ReviewDesk, letters: Any) -> None:
    shown: list[list[str]] = []
    with another(desk, letters) as other:
        other.decide(MergeThemes("t03", "t01"))
        desk.watch(lambda: shown.append(list(desk.review.themes)))
        with pytest.raises(DecisionError, match="n’existe plus"):
            desk.decide(RenameTheme("t03", "Vélos et trottinettes"))
    assert shown == [["t01", "t02"]]


def test_a_gesture_is_undone_whole_or_not_at_all(desk: ReviewDesk, letters: Any) -> None:
    desk.learns = False
    with desk.together():
        theme_id = desk.create_theme("Jeux")
        desk.move(["c0001-1"], theme_id)
    with another(desk, letters) as other:
        other.decide(LockTheme(theme_id))
    length = len(on_the_disk(desk))
    with pytest.raises(DecisionError, match="dépend de celle-ci"):
        desk.undo()
    assert len(on_the_disk(desk)) == length
    assert placed(desk)["c0001-1"] == theme_id


def test_what_others_bring_in_is_learnt_from_and_queued(desk: ReviewDesk, letters: Any) -> None:
    desk.move(["c0001-1", "c0005-1"], "t01")
    with open_dossier(desk.dossier.folder) as other:
        other.add_batch(later_batch(), author="Bob")
    assert desk.refresh()
    fresh = {f"c{number:04d}-1" for number in range(25, 31)}
    assert fresh <= set(desk.thoughts.position_of)
    assert fresh <= {name for family in desk.queue(100) for name in family.idea_ids}
    assert fresh <= set(desk.positions())
    assert desk.belief(desk.review.ideas["c0025-1"]) > 50, "a theme she taught is known in what came later"
    assert desk.why("c0025-1").nearest
    desk.move(["c0025-1"], "t04")
    assert desk.review.ideas["c0025-1"].theme_id == "t04"


def test_a_batch_that_comes_in_while_the_tool_learns(
    desk: ReviewDesk, letters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the tool thought before the batch says nothing of it: it is not kept."""
    waiting: list[Callable[[], object]] = []
    desk.later = waiting.append
    desk.move(["c0001-1", "c0005-1", "c0009-1"], "t02")
    assert desk.thoughts.placements
    with open_dossier(desk.dossier.folder) as other:
        before_next(desk.dossier, "append", lambda: other.add_batch(later_batch(), author="Bob"), monkeypatch)
        waiting[0]()
    assert "c0030-1" in {name for family in desk.queue(100) for name in family.idea_ids}


@pytest.mark.parametrize("name", ["batches", "decisions", "snapshot"])
def test_a_batch_that_comes_in_while_a_dossier_is_read(
    name: str, desk: ReviewDesk, letters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_dossier(desk.dossier.folder) as dossier, open_dossier(desk.dossier.folder) as other:
        before_next(dossier, name, lambda: other.add_batch(later_batch(), author="Bob"), monkeypatch)
        mine = ReviewDesk(dossier, author="Ana", encoder=letters, learns=False)
        entered = [d.action.batch_id for d in mine.review.log if isinstance(d.action, AddBatch)]
        assert len(mine.batches) == 1 + len(entered)
        mine.refresh()
        mine.move(["c0001-1"], "t02")
        assert mine.queue(1)


def test_eight_people_at_once_lose_nothing(desk: ReviewDesk, letters: Any) -> None:
    folder, errors = desk.dossier.folder, []

    def work(number: int) -> None:
        try:
            with open_dossier(folder) as dossier:
                mine = ReviewDesk(dossier, author=f"P{number}", encoder=letters, learns=False)
                for turn in range(3):
                    mine.create_theme(f"Thème {number} {turn}")
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            errors.append(error)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    desk.refresh()
    created = [theme for theme in desk.review.themes.values() if theme.label.startswith("Thème ")]
    assert len(created) == len({theme.theme_id for theme in created}) == 24


KILLED = """
import os, signal, sys
from pathlib import Path
from conftest import LetterEncoder
from participation_lib.dossier import Dossier, open_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import RenameTheme
desk = ReviewDesk(open_dossier(Path(sys.argv[1])), author="Ana", encoder=LetterEncoder())
desk.later = lambda work: os.kill(os.getpid(), signal.SIGKILL)
desk.decide(RenameTheme("t01", "Sauvé"))
"""


def test_kill_9_right_after_a_decision(desk: ReviewDesk) -> None:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(desk.dossier.folder)], env=environment, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert desk.refresh()
    assert desk.review.themes["t01"].label == "Sauvé"


def test_undo_and_redo_one_after_the_other(desk: ReviewDesk) -> None:
    desk.learns = False
    states = [placed(desk)]
    for idea_id, theme_id in (("c0001-1", "t02"), ("c0003-1", "t01"), ("c0005-1", "t03")):
        desk.move([idea_id], theme_id)
        states.append(placed(desk))
    for state in reversed(states[:-1]):
        assert desk.undo()
        assert placed(desk) == state
    assert not desk.undo()
    for state in states[1:]:
        assert desk.redo()
        assert placed(desk) == state
    assert not desk.redo()


def test_a_cut_falls_between_words(desk: ReviewDesk) -> None:
    text = desk.review.text(desk.review.ideas["c0001-1"])
    position = text.index("près")
    new_id = desk.cut("c0001-1", position)
    assert desk.review.text(desk.review.ideas["c0001-1"]) == text[:position].rstrip()
    assert desk.review.text(desk.review.ideas[new_id]) == text[position:]
    assert desk.queue(1), "both halves still have a place among vectors"
    for wrong in (0, len(text), text.index("arbres") + 2):
        with pytest.raises(DecisionError):
            desk.cut("c0001-1", wrong)


def test_the_halves_of_an_idea_are_moved_each_by_itself(desk: ReviewDesk) -> None:
    desk.learns = False
    halves = {}
    for idea_id in ("c0001-1", "c0005-1"):
        text = desk.review.text(desk.review.ideas[idea_id])
        desk.queue(1)  # vectors are made before the cut
        halves[idea_id] = desk.cut(idea_id, text.index("près"))
    desk.decide(SetAsideIdeas((halves["c0001-1"],)), "lieu seul")
    desk.move([halves["c0005-1"]], "t03")
    trees = [name for name, theme in placed(desk).items() if theme == "t01" and name not in {*halves, *halves.values()}]
    desk.move(trees, "t02")
    proposed = {name for name, _, _ in desk.thoughts.placements}
    assert "c0001-1" in proposed
    assert proposed.isdisjoint(halves.values())
    desk.learns = True
    desk.decide(DescribeTheme("t02", "Bancs et arbres"))
    assert placed(desk)["c0001-1"] == "t02"
    learnt = [decision for decision in desk.review.log if isinstance(decision.action, Learn)]
    desk.decide(DescribeTheme("t02", "Bancs, arbres"))
    assert [decision for decision in desk.review.log if isinstance(decision.action, Learn)] == learnt


def test_vectors_are_of_the_ideas_they_are_made_for_even_while_she_decides(
    desk: ReviewDesk, letters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first thoughts take seconds, beside the screen: she may cut an idea meanwhile."""
    desk.learns = False
    bikes = [name for name, theme in placed(desk).items() if theme == "t03"]
    desk.decide(ConfirmIdeas(tuple(bikes[:3])))
    with another(desk, letters) as other:
        expected = other.why(bikes[-1]).nearest
        text = desk.review.text(desk.review.ideas["c0001-1"])
        before_next(desk.dossier, "vectors", lambda: desk.cut("c0001-1", text.index("près")), monkeypatch)
        desk.think()
        assert desk.why(bikes[-1]).nearest == expected


def test_what_a_person_placed_is_never_moved_by_the_tool(desk: ReviewDesk) -> None:
    draw = random.Random(7)
    hers: dict[str, str] = {}
    held_themes = {"t03"}
    desk.decide(LockTheme("t03"))
    in_locked = {idea_id for idea_id, theme_id in placed(desk).items() if theme_id == "t03"}
    for _ in range(25):
        free = [idea_id for idea_id in desk.review.ideas if idea_id not in in_locked]
        idea_id, theme_id = draw.choice(free), draw.choice(["t01", "t02"])
        desk.move([idea_id], theme_id)
        hers[idea_id] = theme_id
        now = placed(desk)
        assert {name: now[name] for name in hers} == hers
        assert {name for name, theme in now.items() if theme in held_themes} == in_locked


def test_the_tool_learns_and_can_be_refused(desk: ReviewDesk) -> None:
    lost = [name for name, theme in placed(desk).items() if theme == UNCLASSIFIED]
    before = placed(desk)
    new = desk.create_theme("Ludothèque")
    desk.move(lost[:3], new)
    moves = desk.tool_moves()
    assert {move.idea_id for move in moves} == set(lost[3:]), "what is said in the same words follows"
    assert {(move.from_id, move.to_id) for move in moves} == {(UNCLASSIFIED, new)}
    assert [d.author for d in desk.review.log if isinstance(d.action, Learn)] == [TOOL]
    desk.refuse_tool_moves()
    assert desk.tool_moves() == ()
    assert {name: placed(desk)[name] for name in lost[3:]} == {name: before[name] for name in lost[3:]}
    desk.decide(ConfirmIdeas(("c0001-1",)))
    again = {(move.idea_id, move.to_id) for move in desk.tool_moves()}
    assert again.isdisjoint({(name, new) for name in lost}), "what was refused is not proposed again"


def test_some_of_what_the_tool_moved_may_be_refused(desk: ReviewDesk) -> None:
    lost = [name for name, theme in placed(desk).items() if theme == UNCLASSIFIED]
    new = desk.create_theme("Ludothèque")
    desk.move(lost[:3], new)
    one, *others = [move.idea_id for move in desk.tool_moves()]
    desk.refuse_tool_moves([one])
    assert placed(desk)[one] == UNCLASSIFIED
    assert [move.idea_id for move in desk.tool_moves()] == others
    assert {placed(desk)[name] for name in others} == {new}
    assert desk.undo()
    assert placed(desk)[one] == new
    desk.refuse_tool_moves([one])
    desk.refuse_tool_moves()
    assert {placed(desk)[name] for name in (one, *others)} == {UNCLASSIFIED}
    with pytest.raises(DecisionError, match="de lui-même"):
        desk.refuse_tool_moves([one])


def test_an_idea_the_tool_moved_twice_goes_back_where_it_was(desk: ReviewDesk) -> None:
    desk.learns = False
    for theme_id in ("t02", "t03"):
        learnt = Learn((("c0001-1", theme_id, 60), ("c0005-1", "t02", 60)), 0)
        desk.dossier.append([(learnt, "")], author=TOOL, seen=len(desk.review.log))
        desk.refresh()
    (first, second) = desk.tool_moves()
    assert (first.idea_id, first.from_id, first.to_id) == ("c0001-1", "t01", "t03")
    desk.refuse_tool_moves(["c0001-1"])
    assert (placed(desk)["c0001-1"], placed(desk)["c0005-1"]) == ("t01", "t02")
    assert desk.tool_moves() == (second,)


def test_what_the_tool_moved_may_stay(desk: ReviewDesk) -> None:
    lost = [name for name, theme in placed(desk).items() if theme == UNCLASSIFIED]
    new = desk.create_theme("Ludothèque")
    desk.move(lost[:3], new)
    desk.accept_tool_moves()
    assert desk.tool_moves() == ()
    assert all(placed(desk)[name] == new for name in lost)
    assert not any(desk.review.ideas[name].settled for name in lost[3:])


def test_learning_waits_where_it_is_told_to(desk: ReviewDesk) -> None:
    waiting: list[Any] = []
    desk.later = waiting.append
    desk.move(["c0004-1"], "t01")
    assert not [d for d in desk.review.log if d.author == TOOL]
    assert len(waiting) == 1
    waiting[0]()


def test_the_queue_shows_what_waits_once(desk: ReviewDesk) -> None:
    desk.learns = False
    desk.decide(ApproveTheme("t02"))
    desk.decide(SetAsideIdeas(("c0001-1",)), "hors du champ")
    desk.move(["c0005-1"], "t01")
    waiting = {idea.idea_id for idea in desk.review.ideas.values() if not desk.review.is_held(idea)}
    families = desk.queue(100)
    shown = [name for family in families for name in family.idea_ids]
    assert sorted(shown) == sorted(waiting)
    assert all(1 <= len(family.idea_ids) <= 8 for family in families)
    assert desk.queue(100) == families
    for family in families:
        assert [belief for _, belief in family.choices] == sorted((b for _, b in family.choices), reverse=True)


def test_like_ideas_are_offered_and_never_those_held(desk: ReviewDesk) -> None:
    desk.learns = False
    lost = [name for name, theme in placed(desk).items() if theme == UNCLASSIFIED]
    new = desk.create_theme("Ludothèque")
    desk.move(lost[:2], new)
    desk.decide(SetAsideIdeas((lost[-1],)), "hors du champ")
    offered = {alike.idea_id for alike in desk.alike(lost[:2], new)}
    assert offered
    assert offered <= set(lost[2:-1])
    assert desk.alike(lost[:2], "t99") == ()


def test_why_an_idea_is_there(desk: ReviewDesk) -> None:
    desk.move(["c0005-1", "c0009-1"], "t01")
    why = desk.why("c0013-1")
    assert why.theme_id == "t01"
    assert {name for name, _ in why.nearest} == {"c0005-1", "c0009-1"}
    assert "planter" in [word.lower() for word in why.words] or "arbres" in why.words
    assert desk.why("c0005-1").by == "vous"


def test_where_nothing_can_be_written(desk: ReviewDesk, letters: Any) -> None:
    desk.decide(RenameTheme("t01", "Arbres et ombre"))
    with open_dossier(desk.dossier.folder, read_only=True) as dossier:
        reading = ReviewDesk(dossier, author="Bob", encoder=letters)
        assert reading.review.themes["t01"].label == "Arbres et ombre"
        assert reading.queue(1)
        with pytest.raises(OutputError):
            reading.decide(RenameTheme("t01", "Autre"))
        assert reading.review.themes["t01"].label == "Arbres et ombre"
