"""Rows shown by panels: nothing lost, nothing shown that may not be."""

from __future__ import annotations

from typing import Any

import pytest

from participation_lib.schema import UNCLASSIFIED, Status
from participation_lib.synthesis.overview import Overview, overview


@pytest.fixture(scope="module")
def shown(small_runs: dict[str, Any]) -> dict[str, Overview]:
    return {name: overview(run.synthesis.evidence, run.synthesis.draft) for name, run in small_runs.items()}


@pytest.mark.parametrize("name", ["publiable", "interne", "codebook", "ungrouped", "nothing"])
def test_every_record_and_every_idea_is_there(
    name: str, shown: dict[str, Overview], small_runs: dict[str, Any]
) -> None:
    rows, synthesis = shown[name], small_runs[name].synthesis
    assert sum(row.count for row in rows.statuses) == len(synthesis.contributions)
    assert len(rows.contributions) + len(rows.set_aside) == len(synthesis.contributions)
    assert all(row.reason for row in rows.set_aside)
    listed = [idea.idea_id for ideas in rows.ideas.values() for idea in ideas]
    assert sorted(listed) == sorted(synthesis.ideas["idea_id"])
    assert sum(row.n_ideas for row in rows.themes) == rows.n_ideas == len(listed)
    assert {row.theme_id for row in rows.themes} >= {key for key, ideas in rows.ideas.items() if ideas}


def test_a_sentence_is_given_to_the_letter_with_its_contributions(
    shown: dict[str, Overview], small_runs: dict[str, Any]
) -> None:
    rows, draft = shown["publiable"], small_runs["publiable"].synthesis.draft
    sentences = [sentence for section in rows.sections for sentence in section.sentences]
    statements = {statement.statement_id: statement for statement in draft.statements}
    assert [sentence.statement_id for sentence in sentences] == list(statements)
    for sentence in sentences:
        statement = statements[sentence.statement_id]
        assert "".join(passage.text for passage in sentence.passages) == statement.text
        assert [p.text for p in sentence.passages if p.verbatim] == [q.text for q in statement.quotations]
        assert len(sentence.contribution_ids) == statement.counts.contributions
        assert set(sentence.contribution_ids) <= set(rows.contributions)


def test_what_must_be_moderated_is_never_shown(shown: dict[str, Overview], small_runs: dict[str, Any]) -> None:
    for name in ("publiable", "interne"):
        contributions = small_runs[name].synthesis.contributions
        hidden = contributions.loc[contributions["status"] == Status.TO_MODERATE, "contribution_id"]
        references = {identifier.removeprefix("c").lstrip("0") for identifier in hidden}
        assert references
        assert {row.text for row in shown[name].set_aside if row.reference in references} == {""}


def test_a_reason_points_at_a_contribution_as_panels_do(shown: dict[str, Overview]) -> None:
    reasons = [row.reason for row in shown["publiable"].set_aside]
    assert "même texte que le n° 1, à la même table" in reasons
    assert not any("c0" in reason for reason in reasons)


def test_groups_are_counted_only_where_there_are_some(shown: dict[str, Overview]) -> None:
    grouped, alone = shown["publiable"], shown["ungrouped"]
    assert (grouped.group_word, grouped.groups_word) == ("table", "tables")
    assert {row.group for row in grouped.contributions.values()} == {
        "table 1",
        "table 2",
        "table 3",
        "table 4",
    }
    assert alone.group_word == alone.groups_word == ""
    assert all(row.n_groups is None for row in alone.themes)


def test_ideas_that_fit_nowhere_come_last(shown: dict[str, Overview]) -> None:
    for rows in shown.values():
        unclassified = [row.theme_id for row in rows.themes if not row.solidity]
        assert unclassified == [row.theme_id for row in rows.themes if row.theme_id == UNCLASSIFIED]
        assert unclassified in ([], [rows.themes[-1].theme_id] if rows.themes else [])


def test_a_corpus_without_any_idea_has_rows_all_the_same(shown: dict[str, Overview]) -> None:
    assert shown["nothing"].themes == ()
    assert shown["nothing"].sections == ()
    assert [row.count for row in shown["nothing"].statuses if row.retained] == [0]
