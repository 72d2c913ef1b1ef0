"""The classifier: taught by what is settled, the same whatever the order, moving only what is free."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.review.learning import NO_THEME, Learner

ROOT = Path(__file__).resolve().parents[2]
N_EACH = 8


def points(n_themes: int = 3, spread: float = 0.25, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Give unit vectors in as many bunches as themes, and the bunch of each."""
    draw = np.random.default_rng(seed)
    hearts = np.eye(6)[:n_themes]
    truth = np.repeat(np.arange(n_themes), N_EACH)
    found = hearts[truth] + draw.normal(scale=spread, size=(len(truth), 6))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32), truth


def nothing(size: int) -> np.ndarray:
    return np.full(size, NO_THEME, dtype=np.int64)


def test_a_few_settled_ideas_teach_the_others() -> None:
    vectors, truth = points()
    settled = nothing(len(truth))
    settled[[0, N_EACH, 2 * N_EACH]] = [0, 1, 2]
    shares = Learner(vectors).believe(nothing(len(truth)), settled, 3).shares
    assert (shares.argmax(axis=1) == truth).mean() > 0.9
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-4)


def test_what_is_settled_weighs_more_than_what_was_proposed() -> None:
    vectors, truth = points()
    wrong = (truth + 1) % 3  # every proposal is wrong
    settled = nothing(len(truth))
    for theme in range(3):
        settled[np.flatnonzero(truth == theme)[:4]] = theme
    shares = Learner(vectors).believe(wrong, settled, 3).shares
    assert (shares.argmax(axis=1) == truth).mean() > 0.9


def test_without_anybody_the_proposals_are_believed() -> None:
    vectors, truth = points()
    shares = Learner(vectors).believe(truth, nothing(len(truth)), 3).shares
    assert (shares.argmax(axis=1) == truth).all()


@given(st.permutations(range(3 * N_EACH)))
def test_the_order_of_ideas_changes_nothing(order: list[int]) -> None:
    vectors, truth = points(spread=0.5)
    settled = np.where(np.arange(len(truth)) % 4 == 0, truth, NO_THEME)
    one = Learner(vectors).believe(truth, settled, 3).shares
    other = Learner(vectors[order]).believe(truth[order], settled[order], 3).shares
    assert np.allclose(one[order], other, atol=2e-4)


def test_moves_stay_within_what_is_free_and_open() -> None:
    vectors, truth = points()
    settled = nothing(len(truth))
    for theme in range(3):
        settled[np.flatnonzero(truth == theme)[:3]] = theme
    present = np.where(settled != NO_THEME, truth, (truth + 1) % 3)
    learner = Learner(vectors)
    beliefs = learner.believe(present, settled, 3)
    free = (settled == NO_THEME) & (np.arange(len(truth)) % 2 == 0)
    moves = learner.moves(beliefs, present, free, [0, 2])
    assert moves
    for row, theme, confidence in moves:
        assert free[row]
        assert theme in (0, 2)
        assert theme != present[row]
        assert 0 <= confidence <= 100
    assert learner.moves(beliefs, present, free, []) == []


@given(st.lists(st.sampled_from([NO_THEME, 0, 1, 2]), min_size=24, max_size=24))
def test_shares_are_shares(settled: list[int]) -> None:
    vectors, truth = points(spread=0.5)
    beliefs = Learner(vectors).believe(truth, np.array(settled), 3)
    assert np.allclose(beliefs.shares.sum(axis=1), 1, atol=1e-5)
    assert ((beliefs.shares >= 0) & (beliefs.shares <= 1)).all()
    assert (beliefs.of(truth) == beliefs.shares[np.arange(24), truth]).all()


def test_a_theme_that_holds_nothing_is_not_believed_in() -> None:
    vectors, truth = points()
    shares = Learner(vectors).believe(np.where(truth == 1, 3, truth), nothing(24), 5).shares
    assert not shares[:, [1, 4]].any()
    assert (shares.argmax(axis=1) == np.where(truth == 1, 3, truth)).all()


def test_silent_ideas_teach_nothing() -> None:
    vectors, truth = points(spread=0.5)
    silent = np.arange(24) % 3 == 0
    proposed = np.where(silent, NO_THEME, truth)
    with_them = Learner(vectors).believe(proposed, nothing(24), 3).shares
    without = Learner(vectors[~silent]).believe(truth[~silent], nothing(int((~silent).sum())), 3).shares
    assert np.allclose(with_them[~silent], without, atol=1e-4)


def test_what_was_learnt_before_leaves_no_trace() -> None:
    vectors, truth = points(spread=0.5)
    settled = np.where(np.arange(24) % 5 == 0, truth, NO_THEME)
    warm = Learner(vectors)
    warm.believe((truth + 1) % 3, np.where(np.arange(24) % 2 == 0, (truth + 2) % 3, NO_THEME), 3)
    cold = Learner(vectors)
    for arrays in (nothing(24), truth):
        one, other = (learner.believe(arrays, settled, 3).shares for learner in (warm, cold))
        assert (one == other).all()


def test_arguments_are_left_as_they_were() -> None:
    vectors, truth = points()
    proposed, settled = truth.copy(), nothing(24)
    kept = vectors.copy()
    Learner(vectors).believe(proposed, settled, 3)
    assert (vectors == kept).all()
    assert (proposed == truth).all()
    assert (settled == NO_THEME).all()


IN_A_PROCESS = """
import sys
import numpy as np
from participation_lib.review.learning import NO_THEME, Learner
draw = np.random.default_rng(1)
size, width, themes = 600, 64, 9
truth = draw.integers(themes, size=size)
rows = draw.normal(size=(themes, width))[truth] + draw.normal(size=(size, width))
rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
settled = np.where(np.arange(size) % 7 == 0, truth, NO_THEME)
learner = Learner(rows)
beliefs = learner.believe(truth, settled, themes)
moves = learner.moves(beliefs, (truth + 1) % themes, settled == NO_THEME, range(themes))
print(beliefs.shares.round(4).tolist(), moves)
"""


def test_the_same_in_two_programs_whatever_their_threads() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-W", "error", "-c", IN_A_PROCESS],
            env=os.environ | {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "PYTHONHASHSEED": threads},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    }
    assert len(said) == 1
    assert len(said.pop()) > 10_000


@pytest.mark.parametrize("n_themes", [0, 1])
def test_with_next_to_nothing(n_themes: int) -> None:
    empty = Learner(np.zeros((0, 4), dtype=np.float32))
    assert empty.believe(nothing(0), nothing(0), n_themes).shares.shape == (0, n_themes)
    vectors, truth = points(1)
    shares = Learner(vectors).believe(nothing(len(truth)), nothing(len(truth)), n_themes).shares
    assert not shares.any()
    if n_themes:
        taught = Learner(vectors).believe(truth, nothing(len(truth)), 1)
        assert (taught.shares == 1).all()
        assert (taught.of(nothing(len(truth))) == 0).all()
