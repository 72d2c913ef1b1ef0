"""Small cells: nothing hidden can be computed from what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from participation_lib.synthesis.small_cells import ShownTable, protect_table

Counts = list[list[int]]


def tables(most_rows: int, most_columns: int, most: int) -> st.SearchStrategy[Counts]:
    return st.tuples(st.integers(1, most_rows), st.integers(2, most_columns)).flatmap(
        lambda size: st.lists(
            st.lists(st.integers(0, most), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


def shown_of(counts: Counts, fewest: int = 5) -> ShownTable:
    """Protect a table in which each person said one thing."""
    return protect_table(counts, counts, [sum(column) for column in zip(*counts, strict=True)], fewest=fewest)


def consistent(shown: ShownTable, row_totals: Sequence[int]) -> Iterator[Counts]:
    """Give every table of whole numbers that goes with what is shown: what an attacker would enumerate."""
    n_columns = len(shown.totals)
    rows = []
    for row, total in zip(shown.cells, row_totals, strict=True):
        left = total - sum(value for value in row if value is not None)
        free = [rank for rank, value in enumerate(row) if value is None]
        found = []
        for drawn in product(range(left + 1), repeat=max(0, len(free) - 1)):
            last = left - sum(drawn)
            if free and last >= 0:
                filled = list(row)
                for rank, value in zip(free, (*drawn, last), strict=True):
                    filled[rank] = value
                found.append(filled)
        rows.append(found if free else [list(row)])
    for made in product(*rows):
        sums = [sum(row[rank] or 0 for row in made) for rank in range(n_columns)]
        if all(total in (None, value) for total, value in zip(shown.totals, sums, strict=True)):
            yield [[value or 0 for value in row] for row in made]


@settings(max_examples=150, deadline=None)
@given(tables(3, 3, 6))
def test_every_hidden_number_may_have_two_values(counts: Counts) -> None:
    shown = shown_of(counts, fewest=3)
    possible = list(consistent(shown, [sum(row) for row in counts]))
    assert counts in possible, "what is shown is true"
    for row, values in enumerate(shown.cells):
        for column, value in enumerate(values):
            assert (value is None) or value == 0 or value >= 3
            if value is None:
                assert len({table[row][column] for table in possible}) > 1
    for column, total in enumerate(shown.totals):
        assert total is None or total == 0 or total >= 3
        if total is None:
            assert len({sum(row[column] for row in table) for table in possible}) > 1


@settings(max_examples=60, deadline=None)
@given(tables(7, 7, 12))
def test_linear_algebra_finds_no_hidden_number_either(counts: Counts) -> None:
    shown = shown_of(counts)
    places = [(r, c) for r, row in enumerate(shown.cells) for c, value in enumerate(row) if value is None]
    if not places:
        return
    equations, known = [], []
    for row, values in enumerate(shown.cells):
        equations.append([float(r == row) for r, _ in places])
        known.append(sum(counts[row]) - sum(value for value in values if value is not None))
    for column, total in enumerate(shown.totals):
        if total is not None:
            equations.append([float(c == column) for _, c in places])
            known.append(total - sum(row[column] for row in shown.cells if row[column] is not None))
    for rank in range(len(places)):
        wanted = np.eye(len(places))[rank]
        ends = [linprog(sign * wanted, A_eq=equations, b_eq=known, bounds=(0, None)).fun * sign for sign in (1, -1)]
        assert ends[1] - ends[0] > 0.5, "hidden, and known all the same"


@given(tables(5, 5, 30))
def test_what_is_shown_is_what_was_counted_and_little_is_hidden_without_need(counts: Counts) -> None:
    shown = shown_of(counts)
    for row, values in zip(counts, shown.cells, strict=True):
        assert all(value in (None, number) for number, value in zip(row, values, strict=True))
    if all(number == 0 or number >= 5 for row in counts for number in row):
        assert not shown.hides


@pytest.mark.parametrize(
    ("counts", "cells", "totals"),
    [
        ([[9, 9], [9, 9]], ((9, 9), (9, 9)), (18, 18)),
        ([[1, 9, 20], [9, 9, 20], [30, 9, 20]], ((None, None, 20), (None, None, 20), (30, 9, 20)), (40, 27, 60)),
        # A group of three people is hidden whole, with another one, or the whole would give it back.
        ([[3, 9, 20]], ((None, None, 20),), (None, None, 20)),
    ],
)
def test_what_is_hidden(counts: Counts, cells: object, totals: object) -> None:
    shown = shown_of(counts)
    assert (shown.cells, shown.totals) == (cells, totals)


def test_many_ideas_of_few_people_are_hidden_too() -> None:
    shown = protect_table([[12, 9], [9, 9]], [[1, 9], [9, 9]], [10, 18])
    assert shown.cells[0][0] is None


def test_one_group_crosses_nothing() -> None:
    with pytest.raises(ValueError, match="two groups"):
        shown_of([[9]])
