from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from participation_lib.corpus.tagging import tag
from participation_lib.schema import CONTRIBUTION_COLUMNS, IDEA_COLUMNS, Decision, JudgeCampaign, Theme
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.common_texts import CommonTexts, campaigns_to_judge
from participation_lib.synthesis.drafter import Drafter
from participation_lib.synthesis.drafting import draft_document
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.gate import check_draft
from participation_lib.synthesis.plans import default_plans, plan_named
from participation_lib.synthesis.rules.listings import identical_texts
from participation_lib.synthesis.rules.themes import theme_extent

PARKING = (
    "Je suis contre le stationnement payant dans notre quartier, qui est injuste pour les familles.",
    "Il faut retirer cette mesure et demander leur avis aux habitants avant de décider.",
)
HALF = (
    "Avec deux enfants, ce stationnement payant est injuste pour les familles. " + PARKING[1] + " Merci de nous lire."
)
OWN = [
    "Plus de bus le soir",
    "Des arceaux à vélo devant la gare",
    "Un trottoir rue des Pinsons",
    "Ralentir les voitures",
]


def evidence_of(texts: list[tuple[str, ...]], letters: Any) -> Evidence:
    """Contributions made of ideas, all of one theme."""
    names = [f"c{number:04d}" for number in range(1, len(texts) + 1)]
    contributions = pd.DataFrame(
        [
            (name, "a.csv", row, "retenue", "", "", "", " ".join(ideas))
            for row, (name, ideas) in enumerate(zip(names, texts, strict=True))
        ],
        columns=list(CONTRIBUTION_COLUMNS),
    )
    rows = []
    for name, ideas in zip(names, texts, strict=True):
        start = 0
        for rank, idea in enumerate(ideas, start=1):
            rows.append((f"{name}-{rank}", name, start, start + len(idea), "t01", "proposition", 50, False, ""))
            start += len(idea) + 1
    vectors = letters.encode([idea for ideas in texts for idea in ideas]).astype(np.float32)
    ideas = pd.DataFrame(rows, columns=list(IDEA_COLUMNS))
    return Evidence(contributions, ideas, (Theme("t01", "Déplacements", "", (), 50),), vectors)


@pytest.fixture
def evidence(letters: Any) -> Evidence:
    return evidence_of([PARKING] * 5 + [(text,) for text in OWN] + [(HALF,)], letters)


def drafter(evidence: Evidence, **choices: Any) -> Drafter:
    return Drafter(evidence, tag([idea.text for idea in evidence.all_ideas]), Choices(**choices))


def test_a_theme_is_counted_without_its_signatories_and_with_them(evidence: Evidence) -> None:
    found = drafter(evidence)
    told = theme_extent(found, evidence.all_ideas)
    assert "(6 sur 6)" in told
    assert told.endswith(
        "Un même texte, repris dans 5 contributions, y compte pour un argument ; sans elles, 5 contributions."
    )
    assert found.common.ideas_once(evidence.all_ideas) == 2 + 5
    assert found.size(evidence.all_ideas) == "15 idées sur 15, dont 10 de signataires d'un même texte"


def test_the_argument_is_given_once_in_its_own_words_with_its_signatories(evidence: Evidence) -> None:
    (item,) = identical_texts(drafter(evidence), "mobilisations", 0)
    assert item.statement.text.startswith("Un argument, 5 signataires : «\u00a0Je suis contre")
    assert item.evidence is not None
    assert (item.evidence.counts.contributions, item.evidence.counts.ideas) == (5, 10)
    assert [quotation.text for quotation in item.evidence.quotations] == list(PARKING)


def test_what_is_rewritten_in_part_signs_once_she_says_so(evidence: Evidence) -> None:
    (row,) = campaigns_to_judge(evidence, Choices())
    assert (row.signatories, [copy.contribution_id for copy in row.copies]) == ("5 signataires", ["c0010"])
    for sign, n_signed in ((True, 6), (False, 5)):
        action = JudgeCampaign(row.campaign_id, ("c0010",), sign)
        choices = Choices.of([Decision(1, "2026-03-14T14:32:05+01:00", "Léa", action)])
        assert CommonTexts.of(evidence, choices).n_signatories == n_signed
        assert campaigns_to_judge(evidence, choices) == ()


def test_what_she_refuses_is_counted_as_any_other(evidence: Evidence) -> None:
    refused = drafter(evidence, signs=dict.fromkeys(["c0001", "c0002", "c0003"], False))
    assert refused.common.campaigns == ()
    assert "(10 sur 10)" in theme_extent(refused, evidence.all_ideas)


@pytest.mark.parametrize("signs", [{}, {"c0010": True}])
def test_every_number_told_is_found_again_by_the_gate(evidence: Evidence, signs: dict[str, bool]) -> None:
    plan, choices = plan_named("synthese_consultation", default_plans()), Choices(signs=signs)
    words = tag([idea.text for idea in evidence.all_ideas])
    draft = draft_document(plan, evidence, words, choices)
    assert [
        found.message for found in check_draft(draft, evidence, choices) if found.kind in ("nombre", "citation")
    ] == []
    told = " ".join(statement.text for statement in draft.statements)
    assert f"repris dans {5 + len(signs)} contributions" in told


def test_a_corpus_without_common_text_reads_as_before(letters: Any) -> None:
    evidence = evidence_of([(text,) for text in OWN], letters)
    found = drafter(evidence)
    assert (found.common.remark(evidence.all_ideas), found.size(evidence.all_ideas)) == ("", "4 idées sur 4")
    assert list(identical_texts(found, "mobilisations", 0)) == []
