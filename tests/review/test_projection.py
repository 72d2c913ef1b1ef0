"""Ideas in a plane: always the same, close when they mean much the same, and for any number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from participation_lib.review import projection
from participation_lib.review.map_points import map_points, middles
from participation_lib.review.projection import place_in_plane
from participation_lib.schema import UNCLASSIFIED
from tests.conftest import LetterEncoder
from tests.review.desks import desk_on


def groups(n_groups: int, n_each: int, noise: float = 0.2) -> npt.NDArray[np.float32]:
    """Give unit rows around a few directions, group after group."""
    random = np.random.default_rng(0)
    centres = random.normal(size=(n_groups, 24))
    rows = np.repeat(centres, n_each, axis=0) + noise * random.normal(size=(n_groups * n_each, 24))
    unit: npt.NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def purity(places: npt.NDArray[np.float64], labels: npt.NDArray[np.int64]) -> float:
    """Give the share of rows whose nearest other row is of the same group."""
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    return float((labels[distances.argmin(axis=1)] == labels).mean())


@pytest.mark.parametrize("number", [0, 1, 2, 3, 11, 12, 40])
def test_any_number_of_rows_fits_in_the_square(number: int) -> None:
    places = place_in_plane(groups(max(1, number), 1)[:number])
    assert places.shape == (number, 2)
    assert np.isfinite(places).all()
    assert ((places >= 0) & (places <= 1)).all()


@pytest.mark.parametrize("rows", [np.ones((30, 8)), np.repeat(np.eye(3), 10, axis=0), np.repeat(np.eye(20), 4, axis=0)])
def test_rows_that_are_all_alike_have_a_place_too(rows: npt.NDArray[np.float64]) -> None:
    assert np.isfinite(place_in_plane(rows.astype(np.float32))).all()


def test_the_same_rows_always_lie_at_the_same_places() -> None:
    rows = groups(5, 12)
    assert (place_in_plane(rows) == place_in_plane(rows.copy())).all()


def test_close_rows_lie_close() -> None:
    assert purity(place_in_plane(groups(6, 15)), np.repeat(np.arange(6), 15)) > 0.95


def test_too_many_rows_are_put_beside_those_they_are_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "MOST_LAID_OUT", 60)
    monkeypatch.setattr(projection, "_BLOCK", 32)
    places = place_in_plane(groups(6, 40))
    assert places.shape == (240, 2)
    assert purity(places, np.repeat(np.arange(6), 40)) > 0.95


def test_places_do_not_change_with_decisions(tmp_path: Path, letters: LetterEncoder) -> None:
    with desk_on(tmp_path / "dossier", letters) as desk:
        assert not desk.has_positions
        before = desk.positions()
        assert desk.has_positions
        assert set(before) == set(desk.review.ideas)
        desk.move(list(desk.review.ideas)[:3], "t03")
        assert desk.positions() == before
        text = desk.review.text(desk.review.ideas["c0001-1"])
        half = desk.cut("c0001-1", text.index(" ", 9))
        after = desk.positions()
        assert {name: after[name] for name in before} == before
        assert after[half] != after["c0001-1"]
        assert after[half][1] == after["c0001-1"][1]


def test_points_say_where_each_idea_was_written(tmp_path: Path, letters: LetterEncoder) -> None:
    with desk_on(tmp_path / "dossier", letters) as desk:
        points = map_points(desk)
        assert [point.idea_id for point in points] == [idea.idea_id for idea in desk.review.in_reading_order]
        assert points[0].where == "n° 1, 1"
        assert points[0].text == "planter des arbres près de la gare numéro 0"
        fewer = map_points(desk, 5)
        assert len(fewer) == 5
        desk.move([point.idea_id for point in points], "t01")
        assert map_points(desk, 5) == fewer


def test_the_middle_of_a_theme_is_one_of_its_ideas(tmp_path: Path, letters: LetterEncoder) -> None:
    with desk_on(tmp_path / "dossier", letters) as desk:
        points = map_points(desk)
        theme_of = {idea.idea_id: idea.theme_id for idea in desk.review.ideas.values()}
        found = middles(points, theme_of)
        assert set(found) == {"t01", "t02", "t03", UNCLASSIFIED}
        for theme_id, place in found.items():
            assert place in {(point.x, point.y) for point in points if theme_of[point.idea_id] == theme_id}
