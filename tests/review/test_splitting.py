"""Parts proposed for a theme, and themes that look like halves of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from participation_lib.dossier import create_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import DecisionError
from participation_lib.review.splitting import closest_themes, split_rows
from tests.conftest import LetterEncoder
from tests.review.samples import build_batch, first_batch

TREES = ("planter des arbres", "des arbres au stade", "les arbres de la gare", "arbres fruitiers")
BUSES = ("un bus de nuit", "le bus du soir", "des bus fiables")


def test_parts_hold_every_row_once_and_the_largest_comes_first() -> None:
    points = np.random.default_rng(0).normal(size=(60, 4)).astype(np.float32)
    points[40:] += 8
    parts = split_rows(points, 2)
    assert [part.tolist() for part in parts] == [list(range(40)), list(range(40, 60))]
    assert sorted(row for part in split_rows(points, 3) for row in part.tolist()) == list(range(60))


@pytest.mark.parametrize(("rows", "expected"), [([], []), ([[1.0, 0.0]], [[0]]), ([[1.0, 0.0]] * 3, [[0, 1, 2]])])
def test_what_has_no_parts_is_given_whole(rows: list[list[float]], expected: list[list[int]]) -> None:
    points = np.array(rows, dtype=np.float32).reshape(-1, 2)
    assert [part.tolist() for part in split_rows(points, 2)] == expected


def test_halves_of_one_theme_are_close_and_others_are_not() -> None:
    random = np.random.default_rng(0)
    middles = {"a": (9, 0, 0), "b": (9, 0, 0), "c": (0, 9, 0), "d": (0, 0, 9)}
    points = np.vstack([random.normal(middle, 1, size=(20, 3)) for middle in middles.values()]).astype(np.float32)
    members = {name: range(20 * rank, 20 * rank + 20) for rank, name in enumerate(middles)} | {"vide": []}
    assert closest_themes(points, members) == {"a": "b", "b": "a"}
    assert closest_themes(points, {"a": range(20)}) == {}


@pytest.fixture
def desk(tmp_path: Path, letters: LetterEncoder) -> Iterator[ReviewDesk]:
    rows = [
        (f"c{number:04d}", "1", text, [(text, "t01", "proposition", 80)])
        for number, text in enumerate((*TREES, *BUSES), start=1)
    ]
    batch = build_batch(1, rows, first_batch().themes)
    with create_dossier(tmp_path / "dossier") as dossier:
        dossier.add_batch(replace(batch, batch_id=0), author="CM")
        yield ReviewDesk(dossier, author="CM", encoder=letters, learns=False)


def test_a_theme_is_proposed_in_named_parts_and_nothing_is_decided(desk: ReviewDesk) -> None:
    parts = desk.propose_split("t01", 2)
    assert [len(part.idea_ids) for part in parts] == [4, 3]
    assert sorted(idea_id for part in parts for idea_id in part.idea_ids) == sorted(desk.review.ideas)
    assert "bus" in parts[1].keywords
    assert parts[0].label not in ("", parts[1].label)
    # « Arbres » is the name of a theme already.
    assert "arbres" in parts[0].label.lower()
    assert parts[0].label != "Arbres"
    assert desk.review.log == ()


def test_what_cannot_be_split_is_said(desk: ReviewDesk) -> None:
    with pytest.raises(DecisionError, match="trop peu d’idées"):
        desk.propose_split("t02", 2)
    with pytest.raises(DecisionError, match="n’existe plus"):
        desk.propose_split("t99", 2)


def test_close_themes_are_those_that_hold_like_ideas(desk: ReviewDesk) -> None:
    desk.move(["c0001-1", "c0002-1"], "t02")
    desk.move(["c0005-1", "c0006-1", "c0007-1"], "t03")
    found = desk.closest_themes()
    assert found.get("t03") is None
    assert set(found.items()) <= {("t01", "t02"), ("t02", "t01")}
