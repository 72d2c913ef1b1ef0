from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.verbatims import pick_typical, quoted, rarest, whole_words

if TYPE_CHECKING:
    from conftest import Run


@pytest.fixture
def evidence(plenary: Run) -> Evidence:
    return plenary.synthesis.evidence


def idea(text: str) -> Idea:
    return Idea("c1-1", "c1", "", "t01", "constat", text, 0)


@given(text=st.text(min_size=1, max_size=400))
def test_a_quotation_is_exact(text: str) -> None:
    found = quoted(idea(text)).text
    assert found in text
    assert text.startswith(found)
    assert len(found) <= 240
    if len(text) <= 240:
        assert found == whole_words(text)
        assert text[len(found) :].strip(" ,;:") == ""


def test_a_long_quotation_stops_between_two_words() -> None:
    found = quoted(idea("planter des arbres " * 30)).text
    assert len(found) > 200
    assert found.split()[-1] in ("planter", "des", "arbres")


def test_a_quotation_never_stops_inside_a_mark() -> None:
    for padding in range(225, 241):
        text = "a" * (padding - 2) + " [PERSONNE 12] est venue me voir au marché du samedi matin"
        found = quoted(idea(text)).text
        assert found.count("[") == found.count("]")


def test_a_quotation_of_one_endless_word_is_not_empty() -> None:
    assert quoted(idea(" " + "x" * 500)).text.strip()
    assert quoted(idea("x" * 500)).text == "x" * 240


@pytest.mark.parametrize("n_wanted", [0, 1, 3, 50])
def test_typical_words_are_few_and_differ(n_wanted: int, evidence: Evidence) -> None:
    for ideas in evidence.by_theme.values():
        found = pick_typical(evidence, ideas, n_wanted)
        assert len(found) <= n_wanted
        assert len({each.contribution_id for each in found}) == len(found)
        assert len({each.text.casefold().strip(" .!") for each in found}) == len(found)
        assert [each.row for each in found] == sorted(each.row for each in found)
        assert set(found) <= set(ideas)


def test_what_was_quoted_is_not_quoted_again(evidence: Evidence) -> None:
    ideas = evidence.all_ideas[:60]
    first = pick_typical(evidence, ideas, 3)
    second = pick_typical(evidence, ideas, 3, first)
    assert len(first) == len(second) == 3
    assert not {each.contribution_id for each in first} & {each.contribution_id for each in second}


def test_tables_not_heard_yet_come_first(evidence: Evidence) -> None:
    found = pick_typical(evidence, evidence.all_ideas, 4)
    assert len({each.group for each in found}) >= 3


def test_personal_marks_are_quoted_last(small_runs: dict[str, Run]) -> None:
    evidence = small_runs["publiable"].synthesis.evidence
    found = pick_typical(evidence, evidence.all_ideas, 5)
    assert found
    assert not any("[PERSONNE" in each.text for each in found)


def test_nothing_to_quote(evidence: Evidence) -> None:
    assert pick_typical(evidence, [], 3) == []
    assert rarest(evidence, [], 2) == []
    assert rarest(evidence, evidence.all_ideas[:7], 2) == []


def test_the_rarest_are_far_from_the_rest(evidence: Evidence) -> None:
    ideas = max(evidence.by_theme.values(), key=len)
    found = rarest(evidence, ideas, 2)
    closeness = dict(zip([each.idea_id for each in ideas], evidence.centrality(ideas), strict=True))
    middle = sorted(closeness.values())[len(closeness) // 2]
    assert 1 <= len(found) <= 2
    assert all(closeness[each.idea_id] < middle for each in found)


def test_the_rarest_are_not_two_of_one_contribution(evidence: Evidence) -> None:
    for ideas in evidence.by_theme.values():
        found = rarest(evidence, ideas, 4)
        assert len({each.contribution_id for each in found}) == len(found)
