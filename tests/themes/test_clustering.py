from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize

from participation_lib.themes import clustering
from participation_lib.themes.clustering import (
    NO_GROUP,
    LeidenClusterer,
    NeighbourGraph,
    centroids,
    leiden_groups,
    neighbour_graph,
)


def blobs(sizes: list[int], seed: int = 0, spread: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    """Rows of length 1 around as many orthogonal axes, and the axis of each."""
    draw = np.random.default_rng(seed)
    axes = np.repeat(np.arange(len(sizes)), sizes)
    rows = np.eye(len(sizes) + 2)[axes] + draw.normal(0, spread, (len(axes), len(sizes) + 2))
    return normalize(rows).astype(np.float32).round(5), axes


def test_neighbours_are_the_nearest_and_never_oneself() -> None:
    vectors, _ = blobs([5, 5])
    graph = neighbour_graph(vectors, 3)
    assert graph.neighbours.shape == (10, 3)
    close = (vectors @ vectors.T).astype(np.float64)
    np.fill_diagonal(close, -np.inf)
    for row in range(10):
        assert row not in graph.neighbours[row]
        assert set(graph.neighbours[row]) == set(np.argsort(-close[row])[:3])
        assert (np.diff(graph.similarities[row]) <= 0).all()


@pytest.mark.parametrize("n_rows", [0, 1, 2, 3])
def test_neighbours_of_few_rows(n_rows: int) -> None:
    graph = neighbour_graph(np.eye(4, dtype=np.float32)[:n_rows], 15)
    assert graph.neighbours.shape == (n_rows, max(n_rows - 1, 0))


def test_groups_are_numbered_from_the_largest() -> None:
    vectors, axes = blobs([20, 40, 30])
    labels = LeidenClusterer().group(vectors, seed=0)
    assert np.bincount(labels).tolist() == sorted(np.bincount(labels).tolist(), reverse=True)
    assert adjusted_rand_score(axes, LeidenClusterer(resolution=0.5).group(vectors, seed=0)) == 1.0


@pytest.mark.parametrize("n_groups", [1, 2, 3, 5, 8])
def test_the_number_asked_for_is_given(n_groups: int) -> None:
    vectors, _ = blobs([30, 25, 20, 20, 15])
    labels = LeidenClusterer().group(vectors, n_groups=n_groups, seed=0)
    assert len(set(labels.tolist()) - {NO_GROUP}) == n_groups


def test_asking_for_the_true_number_finds_the_truth() -> None:
    vectors, axes = blobs([30, 25, 20, 20, 15])
    assert adjusted_rand_score(axes, LeidenClusterer().group(vectors, n_groups=5, seed=3)) == 1.0


@pytest.mark.parametrize("n_rows", [7, 12, 30])
def test_more_groups_than_rows_gives_fewer(n_rows: int) -> None:
    vectors, _ = blobs([n_rows])
    labels = LeidenClusterer().group(vectors, n_groups=n_rows + 50, seed=0)
    assert len(labels) == n_rows
    assert 1 <= len(set(labels.tolist()) - {NO_GROUP}) <= n_rows


@pytest.mark.parametrize("n_rows", range(6))
@pytest.mark.parametrize("n_groups", [None, 1, 4])
def test_very_few_rows_make_one_group(n_rows: int, n_groups: int | None) -> None:
    vectors, _ = blobs([max(n_rows, 1)])
    assert LeidenClusterer().group(vectors[:n_rows], n_groups=n_groups, seed=0).tolist() == [0] * n_rows


@pytest.mark.parametrize("n_groups", [None, 1, 3])
def test_identical_rows(n_groups: int | None) -> None:
    vectors = np.tile(np.array([1, 0, 0], dtype=np.float32), (40, 1))
    labels = LeidenClusterer().group(vectors, n_groups=n_groups, seed=0)
    assert len(labels) == 40
    assert (labels != NO_GROUP).all()


def test_the_order_of_rows_changes_nothing_on_clear_groups() -> None:
    vectors, _ = blobs([30, 25, 20])
    order = np.random.default_rng(5).permutation(len(vectors))
    straight = LeidenClusterer().group(vectors, n_groups=3, seed=0)
    shuffled = LeidenClusterer().group(vectors[order], n_groups=3, seed=0)
    assert adjusted_rand_score(straight[order], shuffled) == 1.0


def test_a_row_without_neighbours_joins_none() -> None:
    graph = NeighbourGraph(np.array([[1], [0], [-1], [0]]), np.array([[0.9], [0.9], [0.0], [-0.3]], dtype=np.float32))
    assert leiden_groups(graph, 1.0, 0).tolist() == [0, 0, NO_GROUP, NO_GROUP]


def test_rows_that_share_nothing_do_not_stop_the_grouping() -> None:
    labels = LeidenClusterer().group(np.eye(12, dtype=np.float32), seed=0)
    assert len(labels) == 12


def test_centroids_leave_out_rows_without_group() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0, -1]], dtype=np.float32)
    assert centroids(vectors, np.array([0, 0, 1, NO_GROUP])).tolist() == [[1, 0], [0, 1]]
    assert centroids(vectors, np.full(4, NO_GROUP)).shape == (0, 2)
    assert centroids(vectors, np.array([0, 0, 1, 1])).tolist() == [[1, 0], [0, 0]]


def test_small_crumbs_go_to_the_nearest_group() -> None:
    vectors, _ = blobs([30, 30])
    labels = LeidenClusterer().group(vectors, seed=0)
    assert np.bincount(labels).min() >= clustering.SMALLEST_GROUP


class TestSample:
    """Beyond the largest graph a sample is grouped and the rest joins it."""

    @pytest.fixture(autouse=True)
    def _small_graph(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clustering, "LARGEST_GRAPH", 60)

    def test_the_same_groups_are_found(self) -> None:
        vectors, axes = blobs([60, 50, 40])
        assert adjusted_rand_score(axes, LeidenClusterer().group(vectors, n_groups=3, seed=0)) == 1.0

    def test_every_row_has_a_group(self) -> None:
        vectors, _ = blobs([60, 50, 40])
        labels = LeidenClusterer().group(vectors, seed=1)
        assert len(labels) == 150
        assert (labels != NO_GROUP).all()

    def test_it_is_repeatable(self) -> None:
        vectors, _ = blobs([60, 50, 40], spread=0.4)
        first, second = (LeidenClusterer().group(vectors, seed=2) for _ in range(2))
        assert (first == second).all()

    def test_rows_that_share_nothing(self) -> None:
        assert len(LeidenClusterer().group(np.eye(80, dtype=np.float32), seed=0)) == 80

    def test_identical_rows(self) -> None:
        vectors = np.tile(np.array([1, 0, 0], dtype=np.float32), (90, 1))
        assert len(LeidenClusterer().group(vectors, seed=0)) == 90


FRESH = """
import sys, zlib
import numpy as np
sys.path.insert(0, ".")
from participation_lib.themes.clustering import LeidenClusterer
draw = np.random.default_rng(0)
rows = draw.normal(size=(300, 24)).astype(np.float32)
rows /= np.linalg.norm(rows, axis=1, keepdims=True)
for seed in (0, 7):
    print(zlib.crc32(LeidenClusterer().group(rows, seed=seed).tobytes()))
    print(zlib.crc32(LeidenClusterer().group(rows, n_groups=6, seed=seed).tobytes()))
"""


def test_two_fresh_processes_agree(request: pytest.FixtureRequest) -> None:
    def run(hash_seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", FRESH],
            cwd=request.config.rootpath,
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    first = run("1")
    assert len(first.split()) == 4
    assert first == run("22")
