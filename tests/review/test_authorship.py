"""Who put each idea where it is, by hand on seven ideas."""

from __future__ import annotations

from typing import Any

import pytest

from participation_lib.review.authorship import persons, placed_by
from participation_lib.review.review import Review
from participation_lib.schema import (
    TOOL,
    AddBatch,
    ApproveTheme,
    ConfirmIdeas,
    CutIdea,
    Decision,
    JoinIdeas,
    Learn,
    LockTheme,
    MergeThemes,
    MoveIdeas,
    RenameTheme,
    SetAsideIdeas,
    SetBatchAside,
    SettleDisagreement,
    SplitTheme,
    TakeBackIdeas,
    ThemePart,
    Undo,
)
from tests.review.samples import later_batch

MOVE = ("CM", MoveIdeas(("c0001-1",), "t02"))
TREES = ("c0001-1", "c0001-2", "c0004-1")


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param((), {}, id="the tool alone"),
        pytest.param((MOVE,), {"c0001-1": "CM"}, id="moved"),
        pytest.param((MOVE, ("BL", ConfirmIdeas(("c0001-1",)))), {"c0001-1": "BL"}, id="the last one"),
        pytest.param((MOVE, ("BL", Undo(1))), {}, id="undone"),
        pytest.param((MOVE, ("BL", MergeThemes("t02", "t01"))), {"c0001-1": "CM"}, id="merging places nothing"),
        pytest.param((("BL", RenameTheme("t01", "Planter")), ("BL", LockTheme("t01"))), {}, id="nor renaming"),
        pytest.param(
            (("BL", SplitTheme("t01", (ThemePart("t04", "Gare", ("c0004-1",)),))),), {"c0004-1": "BL"}, id="split"
        ),
        pytest.param(
            (
                ("CM", ConfirmIdeas(("c0001-1",))),
                ("BL", SplitTheme("t01", (ThemePart("t04", "Gare", TREES, ("c0001-1", "c0004-1")),))),
            ),
            {"c0001-1": "CM", "c0001-2": "BL"},
            id="split as proposed",
        ),
        pytest.param((("BL", SetAsideIdeas(("c0002-1",))),), {"c0002-1": "BL"}, id="set aside"),
        pytest.param(
            (("BL", SetAsideIdeas(("c0002-1",))), ("CM", TakeBackIdeas(("c0002-1",)))), {}, id="taken back to the tool"
        ),
        pytest.param((("BL", ApproveTheme("t01")),), dict.fromkeys(TREES, "BL"), id="approved"),
        pytest.param((("BL", ApproveTheme("t01")), ("CM", ApproveTheme("t01", False))), {}, id="approved no more"),
        pytest.param(
            (MOVE, ("BL", ApproveTheme("t02")), ("CM", MergeThemes("t01", "t02"))),
            {"c0001-1": "CM", "c0002-1": "BL"},
            id="approved then merged into",
        ),
        pytest.param(
            (("BL", ApproveTheme("t01")), ("CM", MergeThemes("t01", "t02"))),
            dict.fromkeys(TREES, "BL"),
            id="approved then merged away",
        ),
        pytest.param(
            (("BL", SettleDisagreement(("c0003-3",), "t03", "d", "t01", "")),), {"c0003-3": "BL"}, id="settled"
        ),
        pytest.param((MOVE, ("BL", CutIdea("c0001-1", 7, 8, "c0001-3"))), {"c0001-1": "CM"}, id="cut"),
        pytest.param(
            (("CM", MoveIdeas(("c0001-2",), "t02")), ("BL", JoinIdeas("c0001-1", "c0001-2"))),
            {"c0001-1": "CM"},
            id="joined",
        ),
        pytest.param((MOVE, (TOOL, Learn((("c0004-1", "t02", 80),), 1))), {"c0001-1": "CM"}, id="learnt"),
    ],
)
def test_who_placed_what(review: Review, log: tuple[tuple[str, Any], ...], expected: dict[str, str]) -> None:
    for number, (author, action) in enumerate(log, 1):
        review = review.after(Decision(number, "2026-03-14T14:32:00+01:00", author, action, "hors du champ"))
    assert placed_by(review) == expected


def test_who_set_a_file_aside(review: Review) -> None:
    log = ((1, "CM", AddBatch(2)), (2, "CM", MoveIdeas(("c0007-1",), "t01")), (3, "BL", SetBatchAside(2)))
    review = review.with_batch(later_batch())
    for number, author, action in log:
        review = review.after(Decision(number, "2026-03-14T14:32:00+01:00", author, action, "erreur"))
    assert placed_by(review) == dict.fromkeys(("c0006-1", "c0007-1", "c0007-2"), "BL")


def test_persons_come_with_most_decisions_first(review: Review) -> None:
    taken = (("CM", LockTheme("t01")), ("BL", LockTheme("t02")), ("BL", LockTheme("t03")), (TOOL, Learn((), 3)))
    for number, (author, action) in enumerate(taken, 1):
        review = review.after(Decision(number, "2026-03-14T14:32:00+01:00", author, action))
    assert persons(review) == ("BL", "CM")
