from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from participation_lib.schema import UNCLASSIFIED, Counts, Status
from participation_lib.synthesis.evidence import Evidence

if TYPE_CHECKING:
    from conftest import Run


@pytest.fixture
def evidence(small_runs: dict[str, Run]) -> Evidence:
    return small_runs["publiable"].synthesis.evidence


def test_every_idea_is_there_once_with_its_words(evidence: Evidence) -> None:
    texts = dict(zip(evidence.contributions["contribution_id"], evidence.contributions["text"], strict=True))
    assert [idea.idea_id for idea in evidence.all_ideas] == evidence.ideas["idea_id"].tolist()
    for idea, start, end in zip(evidence.all_ideas, evidence.ideas["start"], evidence.ideas["end"], strict=True):
        assert idea.text == texts[idea.contribution_id][start:end]


def test_themes_share_out_the_ideas(evidence: Evidence) -> None:
    shared = [idea for ideas in evidence.by_theme.values() for idea in ideas]
    assert sorted(idea.idea_id for idea in shared) == sorted(evidence.ideas["idea_id"])
    assert evidence.unclassified == evidence.by_theme.get(UNCLASSIFIED, [])


def test_counts(evidence: Evidence) -> None:
    retained = evidence.contributions["status"] == Status.RETAINED
    assert evidence.n_retained == retained.sum()
    assert evidence.n_groups == 4
    assert evidence.in_session
    whole = evidence.counts(evidence.all_ideas)
    assert whole == Counts(len(evidence.ideas), int(retained.sum()), 4)
    assert evidence.counts(evidence.all_ideas[:1]) == Counts(1, 1, 1)


def test_without_groups_nothing_is_counted_by_group(small_runs: dict[str, Run]) -> None:
    evidence = small_runs["ungrouped"].synthesis.evidence
    assert evidence.n_groups == 0
    assert evidence.unit is None
    assert evidence.counts(evidence.all_ideas).groups is None


def test_one_group_is_no_comparison(small_runs: dict[str, Run]) -> None:
    whole = small_runs["publiable"].synthesis.evidence
    one = Evidence(whole.contributions.assign(group="1"), whole.ideas, whole.themes, whole.vectors, "table")
    assert one.n_groups == 1
    assert one.unit is None


def test_centrality_ranks_the_middle_first(evidence: Evidence) -> None:
    found = evidence.centrality(evidence.all_ideas)
    assert found.shape == (len(evidence.all_ideas),)
    assert np.isfinite(found).all()
    assert found.max() <= 1.0001
    assert evidence.centrality(evidence.all_ideas[:1]) == pytest.approx([1.0], abs=1e-3)
