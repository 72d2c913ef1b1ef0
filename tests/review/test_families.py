"""Families: small, of like ideas, worth what they settle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.review.families import LARGEST_FAMILY, gather, worth


@given(st.integers(0, 40), st.integers(0, 5))
def test_families_are_small_and_hold_every_row(n_rows: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(n_rows, 5)).astype(np.float32)
    families = gather(vectors)
    assert all(1 <= len(family) <= LARGEST_FAMILY for family in families)
    assert [family.tolist() for family in families[:n_rows]] == [[row] for row in range(n_rows)]
    sets = [frozenset(family.tolist()) for family in families]
    assert len(set(sets)) == len(sets)
    for one in sets:
        for other in sets:
            assert one <= other or other <= one or not one & other, "families are nested or apart"


def test_like_ideas_are_together() -> None:
    bunches = np.repeat(np.eye(4, dtype=np.float32), 5, axis=0)
    found = {frozenset(family.tolist()) for family in gather(bunches)}
    assert {frozenset(range(first, first + 5)) for first in (0, 5, 10, 15)} <= found


def test_a_family_is_worth_its_doubt_less_its_cost() -> None:
    assert worth(np.array([0.8])) == pytest.approx(0.8)
    assert worth(np.array([0.8, 0.8])) > worth(np.array([0.8]))
    assert worth(np.array([0.8, 0.0])) < worth(np.array([0.8]))
