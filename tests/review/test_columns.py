"""The columns of a board: what is shown, in what order, and never more than was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from participation_lib.review.columns import MORE_AT_ONCE, Column, Columns, next_in_contribution
from participation_lib.review.review import Review
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    CreateTheme,
    JoinIdeas,
    MergeThemes,
    MoveIdeas,
    SetAsideIdeas,
)
from tests.review.desks import batch_of
from tests.review.samples import decide


@pytest.fixture
def columns(review: Review) -> Columns:
    made = Columns()
    made.arrange(review)
    return made


def names(column: Column) -> list[str]:
    return [idea.idea_id for idea in column.shown]


def by_theme(columns: Columns, review: Review) -> dict[str, Column]:
    return {column.theme_id: column for column in columns.of(review)}


def test_largest_first_then_what_has_no_theme_and_what_is_set_aside(review: Review, columns: Columns) -> None:
    found = columns.of(review)
    assert [(column.theme_id, column.total) for column in found] == [
        ("t01", 3),
        ("t03", 2),
        ("t02", 1),
        (UNCLASSIFIED, 1),
        (SET_ASIDE, 0),
    ]
    assert names(found[0]) == ["c0001-1", "c0001-2", "c0004-1"]


def test_a_column_stays_in_its_place_until_columns_are_arranged_again(review: Review, columns: Columns) -> None:
    after = decide(review, MoveIdeas(("c0001-1", "c0001-2"), "t02"))
    assert [column.theme_id for column in columns.of(after)][:3] == ["t01", "t03", "t02"]
    columns.arrange(after)
    assert [column.theme_id for column in columns.of(after)][:3] == ["t02", "t03", "t01"]


def test_columns_that_hold_what_is_looked_for_come_first(review: Review, columns: Columns) -> None:
    columns.arrange(review, [idea for idea in review.in_reading_order if idea.idea_id in ("c0002-1", "c0003-3")])
    assert [column.theme_id for column in columns.of(review)] == ["t02", "t01", "t03", UNCLASSIFIED, SET_ASIDE]


def test_new_themes_come_last_and_merged_ones_go(review: Review, columns: Columns) -> None:
    after = decide(review, CreateTheme("t09", "Eau"), MergeThemes("t03", "t01"))
    assert [column.theme_id for column in columns.of(after)] == ["t01", "t02", "t09", UNCLASSIFIED, SET_ASIDE]


def test_what_was_just_placed_comes_first_in_the_order_given(review: Review, columns: Columns) -> None:
    after = decide(review, MoveIdeas(("c0003-1", "c0003-2"), "t01"))
    columns.place(["c0003-1", "c0003-2"])
    assert names(by_theme(columns, after)["t01"]) == ["c0003-1", "c0003-2", "c0001-1", "c0001-2", "c0004-1"]
    columns.place(["c0001-2"])
    assert names(by_theme(columns, after)["t01"])[:3] == ["c0001-2", "c0003-1", "c0003-2"]
    columns.arrange(after)
    assert names(by_theme(columns, after)["t01"])[0] == "c0001-1"


def test_what_was_just_placed_is_seen_even_where_it_is_not_looked_for(review: Review, columns: Columns) -> None:
    after = decide(review, MoveIdeas(("c0003-1",), "t01"))
    columns.place(["c0003-1"])
    doubtful = [idea for idea in after.in_reading_order if idea.idea_id == "c0001-2"]
    found = {column.theme_id: column for column in columns.of(after, doubtful)}
    assert names(found["t01"]) == ["c0003-1", "c0001-2"]
    assert (found["t01"].found, found["t01"].total) == (1, 4)
    assert names(found["t03"]) == []


def test_an_idea_taken_in_by_another_is_shown_no_more(review: Review, columns: Columns) -> None:
    columns.place(["c0001-2"])
    after = decide(review, JoinIdeas("c0001-1", "c0001-2"))
    assert names(by_theme(columns, after)["t01"]) == ["c0001-1", "c0004-1"]


def test_no_more_than_was_asked_for() -> None:
    review = Review.of([replace(batch_of(n_each=2 * MORE_AT_ONCE + 5), batch_id=1)])
    columns = Columns()
    columns.arrange(review)
    for shown, left in ((50, 55), (100, 5), (105, 0)):
        column = by_theme(columns, review)["t01"]
        assert (len(column.shown), column.left) == (shown, left)
        columns.show_more("t01")
    assert len(by_theme(columns, review)["t02"].shown) == MORE_AT_ONCE


def test_a_closed_column_shows_nothing_and_still_counts(review: Review, columns: Columns) -> None:
    columns.close("t01")
    column = by_theme(columns, review)["t01"]
    assert (column.closed, column.total, column.shown, column.left) == (True, 3, (), 0)
    columns.close("t01", closed=False)
    assert len(by_theme(columns, review)["t01"].shown) == 3


def test_what_may_be_joined(review: Review) -> None:
    assert next_in_contribution(review) == {"c0001-1": "c0001-2", "c0003-1": "c0003-2", "c0003-2": "c0003-3"}
    aside = decide(review, SetAsideIdeas(("c0003-2",)), reason="illisible")
    assert next_in_contribution(aside) == {"c0001-1": "c0001-2"}
