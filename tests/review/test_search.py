"""Finding ideas: words without case or accents, group, theme, nature, and what remains to be done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from participation_lib.review.review import Review
from participation_lib.review.search import Filter, Only, arrival_names, find_ideas, group_names, sequence_names
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    AddSecondaryTheme,
    Batch,
    CutIdea,
    Flag,
    FlagIdeas,
    Learn,
    LockTheme,
    MoveIdeas,
    SetAsideIdeas,
    SourceFile,
)
from tests.review.samples import decide, first_batch, later_batch, with_later_batch


def names(review: Review, **wanted: object) -> list[str]:
    return [idea.idea_id for idea in find_ideas(review, Filter(**wanted))]  # type: ignore[arg-type]


def test_an_empty_filter_gives_everything_in_reading_order(review: Review) -> None:
    assert names(review) == [idea.idea_id for idea in review.in_reading_order]


@pytest.mark.parametrize("words", ["velos", "VÉLOS", "  vélos  ", "arceaux vélos", "élo"])
def test_words_are_found_in_the_whole_contribution(review: Review, words: str) -> None:
    assert set(names(review, words=words)) == {"c0003-1", "c0003-2", "c0003-3"}


def test_words_must_all_be_there(review: Review) -> None:
    assert names(review, words="vélos boulevard") == []


def test_what_is_set_aside_is_apart(review: Review) -> None:
    aside = decide(review, SetAsideIdeas(("c0001-1",)), reason="hors du champ")
    assert "c0001-1" not in names(aside)
    assert names(aside, only=Only.SET_ASIDE) == ["c0001-1"]
    assert names(aside, theme_id=SET_ASIDE) == ["c0001-1"]


def test_themes_are_found_by_second_theme_too(review: Review) -> None:
    both = decide(review, AddSecondaryTheme(("c0001-1",), "t02"))
    assert "c0001-1" in names(both, theme_id="t02")
    assert "c0001-1" in names(both, theme_id="t01")


def test_what_remains_and_what_was_done(review: Review) -> None:
    worked = decide(
        review,
        MoveIdeas(("c0001-1",), "t02"),
        FlagIdeas(("c0003-1",), Flag.OFF_TOPIC),
        FlagIdeas(("c0002-1",), Flag.OUTSIDE_COMPETENCE),
    )
    assert names(worked, only=Only.SETTLED) == ["c0001-1"]
    assert names(worked, only=Only.OFF_TOPIC) == ["c0003-1"]
    assert names(worked, only=Only.OUTSIDE_COMPETENCE) == ["c0002-1"]
    expected = [idea.idea_id for idea in worked.in_reading_order if idea.theme_id == UNCLASSIFIED]
    assert names(worked, only=Only.UNCLASSIFIED) == expected
    assert [i.idea_id for i in find_ideas(worked, Filter(only=Only.DEBATED), {"c0002-1"})] == ["c0002-1"]


def test_what_the_tool_moved_and_nobody_looked_at(review: Review) -> None:
    moved = decide(review, MoveIdeas(("c0001-1",), "t02"), Learn((("c0004-1", "t02", 60), ("c0003-3", "t03", 55)), 1))
    assert names(moved, only=Only.BY_TOOL) == ["c0003-3", "c0004-1"]
    # As on its card and in the list of what the tool did: what is held is no more in question.
    assert names(decide(moved, LockTheme("t02")), only=Only.BY_TOOL) == ["c0003-3"]
    assert names(moved, only=Only.TO_REVIEW) == ["c0001-2", "c0003-3", "c0004-1"]


@pytest.mark.parametrize("words", ["d'ombre", "d’ombre", "L'OMBRE sur", "l’ombre SUR"])
def test_both_apostrophes_are_the_same(review: Review, words: str) -> None:
    assert names(review, words=words)


def test_filters_narrow_each_other(review: Review) -> None:
    assert names(review, words="arbres", group="1", theme_id="t01") == ["c0001-1", "c0001-2"]
    assert names(review, nature="constat") == ["c0003-3"]
    assert names(review, nature="constat", theme_id="t03") == []
    aside = decide(review, SetAsideIdeas(("c0001-1", "c0002-1")), reason="hors du champ")
    assert names(aside, theme_id="t01", only=Only.SET_ASIDE) == ["c0001-1"], "where it was before it was set aside"


def test_groups_are_in_the_order_people_count(review: Review) -> None:
    assert group_names(review) == ["1", "2"]
    assert set(names(review, group="2")) == {"c0003-1", "c0003-2", "c0003-3"}


def test_ideas_are_found_by_the_file_they_came_with(review: Review) -> None:
    later = with_later_batch(review)
    cut = decide(later, CutIdea("c0006-1", 5, 6, "c0006-2"))
    assert names(cut, batch_id=2) == ["c0006-1", "c0006-2", "c0007-1", "c0007-2"]
    assert names(cut, batch_id=2, theme_id="t02") == ["c0007-1"]
    assert set(names(cut)) == set(names(cut, batch_id=1)) | set(names(cut, batch_id=2))


def test_a_batch_is_called_by_its_files() -> None:
    def batch(number: int, *files: str) -> Batch:
        sources = tuple(SourceFile(name, "", "", "utf-8", ";", 1) for name in files)
        return replace(later_batch(), batch_id=number, sources=sources)

    batches = [
        batch(1, "avis.csv"),
        batch(2, "avis.csv"),
        batch(3, "a.csv", "b.csv"),
        batch(4, "a.csv", "b.csv", "c.csv"),
    ]
    assert arrival_names([*batches, batch(5)]) == {
        1: "avis.csv",
        2: "avis.csv (2)",
        3: "a.csv et 1 autre",
        4: "a.csv et 2 autres",
        5: "lot 5",
    }


def test_sequences_are_found_and_named_in_the_same_order() -> None:
    review = Review.of([first_batch({"c0001": "constats", "c0002": "2", "c0003": "10", "c0005": "jamais dite"})], ())
    assert sequence_names(review) == ["2", "10", "constats"]
    assert names(review, sequence="constats") == ["c0001-1", "c0001-2"]
    assert names(review, sequence="constats", group="2") == []
    later = with_later_batch(review)
    assert names(later, sequence="2") == ["c0002-1"], "what comes in later and has no sequence is in none"
