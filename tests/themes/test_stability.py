from __future__ import annotations

import numpy as np
import pytest
from sklearn.preprocessing import normalize

from participation_lib.themes import stability
from participation_lib.themes.clustering import NO_GROUP, LeidenClusterer
from participation_lib.themes.stability import measure_stability


def blobs(sizes: list[int], spread: float) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(0)
    axes = np.repeat(np.arange(len(sizes)), sizes)
    rows = np.eye(len(sizes) + 10)[axes] + draw.normal(0, spread, (len(axes), len(sizes) + 10))
    return normalize(rows).astype(np.float32), axes


def test_clear_groups_are_solid() -> None:
    vectors, axes = blobs([40, 40, 40], 0.02)
    found = measure_stability(vectors, axes, LeidenClusterer(resolution=0.5), 0)
    assert len(found.solidity) == 3
    assert min(found.solidity) > 0.95
    assert found.agreement > 0.95


def test_groups_drawn_at_random_are_not() -> None:
    vectors, _ = blobs([40, 40, 40], 0.02)
    labels = np.random.default_rng(1).integers(0, 3, 120)
    found = measure_stability(vectors, labels, LeidenClusterer(), 0)
    assert max(found.solidity) < 0.6


@pytest.mark.parametrize("n_rows", range(1, 12))
def test_few_rows_stay_within_bounds(n_rows: int) -> None:
    vectors, _ = blobs([n_rows], 0.3)
    labels = np.arange(n_rows) % 2 if n_rows > 3 else np.zeros(n_rows, dtype=np.int64)
    found = measure_stability(vectors, labels, LeidenClusterer(), 0)
    assert len(found.solidity) == labels.max() + 1
    assert all(0 <= value <= 1 for value in (*found.solidity, found.agreement))


def test_rows_without_group_do_not_count() -> None:
    vectors, axes = blobs([40, 40], 0.02)
    axes = np.where(np.arange(80) % 10 == 0, NO_GROUP, axes)
    found = measure_stability(vectors, axes, LeidenClusterer(resolution=0.5), 0)
    assert len(found.solidity) == 2
    assert all(0 <= value <= 1 for value in found.solidity)


def test_no_group_at_all() -> None:
    vectors, axes = blobs([10], 0.02)
    assert measure_stability(vectors, np.full_like(axes, NO_GROUP), LeidenClusterer(), 0).solidity == ()


def test_it_is_repeatable_and_depends_on_the_seed_only() -> None:
    vectors, axes = blobs([20, 20, 20], 0.5)
    first = measure_stability(vectors, axes, LeidenClusterer(), 4)
    assert first == measure_stability(vectors, axes, LeidenClusterer(), 4)
    assert first != measure_stability(vectors, axes, LeidenClusterer(), 5)


def test_identical_rows() -> None:
    vectors = np.tile(np.array([1, 0, 0], dtype=np.float32), (30, 1))
    found = measure_stability(vectors, np.zeros(30, dtype=np.int64), LeidenClusterer(), 0)
    assert all(0 <= value <= 1 for value in (*found.solidity, found.agreement))


def test_large_corpora_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "LARGEST_GRAPH", 60)
    vectors, axes = blobs([60, 50, 40], 0.02)
    found = measure_stability(vectors, axes, LeidenClusterer(resolution=0.5), 0)
    assert len(found.solidity) == 3
    assert min(found.solidity) > 0.9


def test_a_theme_left_out_of_the_sample_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "LARGEST_GRAPH", 30)
    vectors, axes = blobs([200, 1], 0.02)
    assert len(measure_stability(vectors, axes, LeidenClusterer(), 0).solidity) == 2


def test_the_number_of_themes_asked_for_is_what_is_resampled() -> None:
    vectors, axes = blobs([40, 40, 40, 40], 0.3)
    clusterer = LeidenClusterer()
    pairs = axes // 2
    assert set(clusterer.group(vectors, n_groups=2, seed=0).tolist()) == {0, 1}
    found = measure_stability(vectors, clusterer.group(vectors, n_groups=2, seed=0), clusterer, 0, n_wanted=2)
    assert len(pairs) == 160
    assert min(found.solidity) > 0.7
