from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_disagreement import evidence_of

from participation_lib.corpus.tagging import tag
from participation_lib.schema import Nature
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.drafter import Drafter
from participation_lib.synthesis.proposals import ProposalGroup, group_proposals, same_request
from participation_lib.synthesis.rules.listings import proposals


def groups(texts: list[str], letters: Any) -> tuple[ProposalGroup, ...]:
    evidence = evidence_of(texts, letters)
    return group_proposals(evidence, evidence.all_ideas)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Caniparc svp !", "un parc à chiens"),
        ("Plus de bancs", "mettre des bancs le long du canal"),
        ("débitumer les cours", "Enlever le goudron des cours"),
        ("wc publics", "installer des toilettes au marché"),
        ("réparer les trottoirs", "les trottoirs sont à refaire"),
        ("Zéro pesticide", "interdire les pesticides"),
        ("VÉGÉTALISER LES ÉCOLES !!", "végétaliser les ecoles"),
    ],
)
def test_the_same_thing_in_other_words(one: str, other: str) -> None:
    assert same_request(one, other)
    assert same_request(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ouvrir le parc la nuit", "fermer le parc la nuit"),
        ("des jardins partagés", "un jardin thérapeutique"),
        ("des poubelles", "ramasser les poubelles plus souvent"),
        ("planter des arbres", "arrêter de planter des arbres"),
        ("des bancs et une fontaine", "des bancs"),
        ("des arbres dans les cours d'école", "des arbres sur les parkings"),
        ("tondre le bord des chemins", "tondre autour des habitations"),
        ("une boîte à livres", "la paix dans le monde"),
    ],
)
def test_another_thing_in_close_words(one: str, other: str) -> None:
    assert not same_request(one, other)


def test_a_group_stands_behind_words_that_ask_for_no_more_than_the_others(letters: Any) -> None:
    found = groups(
        ["un banc aux Touleuses, avec accoudoirs", "Plus de bancs", "PLUS DE BANCS !", "un jardin partagé"], letters
    )
    assert [len(group.ideas) for group in found] == [3, 1]
    benches = found[0]
    assert benches.head.text == "Plus de bancs"
    assert [(wording.idea.text, wording.n_signatories) for wording in benches.wordings] == [
        ("Plus de bancs", 2),
        ("un banc aux Touleuses, avec accoudoirs", 1),
    ]
    assert benches.places == ("Touleuses",)
    assert benches.details == ("aux Touleuses, avec accoudoirs",)
    assert (benches.counts.contributions, benches.counts.groups) == (3, 3)


def test_only_proposals_of_one_theme_are_put_together(letters: Any) -> None:
    evidence = evidence_of(["Plus de bancs", "des bancs", "mettre des bancs"], letters)
    first, second, third = evidence.all_ideas
    elsewhere = replace(second, theme_id="t02")
    problem = replace(third, nature=Nature.PROBLEM)
    found = group_proposals(evidence, [first, elsewhere, problem])
    assert [[idea.text for idea in group.ideas] for group in found] == [["Plus de bancs"], ["des bancs"]]


_TEXTS = (
    "Plus de bancs",
    "des bancs au parc",
    "un banc",
    "svp",
    "???",
    "des arbres",
    "planter des arbres rue Nationale",
    "OUI",
)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from(_TEXTS), max_size=8))
def test_every_proposal_is_in_one_group(letters: Any, texts: list[str]) -> None:
    evidence = evidence_of(texts, letters)
    found = group_proposals(evidence, evidence.all_ideas)
    grouped = [idea.idea_id for group in found for idea in group.ideas]
    assert sorted(grouped) == sorted(idea.idea_id for idea in evidence.all_ideas)
    assert all(group.head in group.ideas for group in found)
    assert all(sum(w.n_signatories for w in group.wordings) == group.counts.contributions for group in found)


def test_words_that_may_not_be_quoted_do_not_stand_for_a_group(letters: Any) -> None:
    evidence = evidence_of(["Plus de bancs", "des bancs au parc", "des bancs au parc !"], letters)
    first, *others = evidence.all_ideas
    found = group_proposals(evidence, evidence.all_ideas, quotable={idea.idea_id for idea in others})
    assert [[idea.text for idea in group.ideas] for group in found] == [
        ["des bancs au parc", "des bancs au parc !"],
        ["Plus de bancs"],
    ]
    assert found[1].head is first


def test_a_document_lists_what_is_asked_for_once(letters: Any) -> None:
    texts = ["Caniparc svp", "un parc à chiens aux Touleuses", "des bancs"]
    drafter = Drafter(evidence_of(texts, letters), tag(texts), Choices())
    start, *rows = proposals(drafter, "s", 0)
    assert (start.lead, start.statement.text) == (
        "Étang",
        "À 3 tables sur 3, trois idées proposent une action. Lieu nommé : Touleuses.",
    )
    assert [(row.form, row.statement.text.replace("\u00a0", " ")) for row in rows] == [
        ("listed", "« Caniparc svp » (2 idées, à 2 tables sur 3)"),
        ("listed", "« des bancs »"),
    ]


def test_what_is_left_without_room_is_counted_and_one_side_says_it_is_debated(letters: Any) -> None:
    texts = ["Oui aux barbecues", "Garder les barbecues", "Non aux barbecues", "Interdire les barbecues", "des bancs"]
    drafter = Drafter(evidence_of(texts, letters), tag(texts), Choices())
    _, *rows, rest = proposals(drafter, "s", 2)
    told = [row.statement.text for row in rows]
    assert ["ce point fait débat" in text for text in told] == ["barbecue" in text for text in told]
    assert any("barbecue" in text for text in told)
    assert rest.statement.text == "2 autres propositions figurent dans les contributions en annexe."
