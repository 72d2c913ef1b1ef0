from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.corpus.tagging import tag
from participation_lib.schema import Nature, Origin
from participation_lib.synthesis.draft import Draft, DraftSection
from participation_lib.synthesis.drafting import draft_document, draft_synthesis, is_about_the_process
from participation_lib.synthesis.gate import check_draft
from participation_lib.synthesis.plans import plan_named
from tests.synthesis.test_disagreement import evidence_of

if TYPE_CHECKING:
    from conftest import Run


@pytest.fixture(params=["plenary", "publiable", "codebook", "ungrouped"])
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "plenary":
        return request.getfixturevalue("plenary")
    return request.getfixturevalue("small_runs")[request.param]


def draft(run: Run) -> Draft:
    return run.synthesis.draft


def test_no_idea_no_sentence(small_runs: dict[str, Run]) -> None:
    found = draft(small_runs["nothing"])
    assert found.statements == ()
    assert next(section for section in found.sections if section.section_id == "en_bref").silence


def test_sections_come_in_the_order_of_the_plan(run: Run) -> None:
    sections = draft(run).sections
    assert [section.section_id for section in sections if section.level == 1] == [
        section.section_id for section in plan_named("synthese").sections
    ]
    parts = draft(run).parts_of("par_theme")[1:]
    assert {section.theme_id for section in parts} == {theme.theme_id for theme in run.synthesis.themes}
    assert {section.theme_id for section in sections if section not in parts} == {""}


def test_themes_heard_at_most_tables_come_first(run: Run) -> None:
    evidence = run.synthesis.evidence
    sizes = [
        (evidence.counts(evidence.by_theme[section.theme_id]).groups or 0, len(evidence.by_theme[section.theme_id]))
        for section in draft(run).sections
        if section.theme_id
    ]
    assert sizes == sorted(sizes, reverse=True)


def test_identifiers_say_where_they_are_and_never_repeat(run: Run) -> None:
    for section in draft(run).sections:
        for item in section.items:
            assert item.statement.statement_id.startswith(f"{section.section_id}.")
    names = [statement.statement_id for statement in draft(run).statements]
    assert len(set(names)) == len(names)
    assert all(statement.origin is Origin.COMPUTED for statement in draft(run).statements)


def test_a_section_rests_on_its_own_theme(run: Run) -> None:
    themes = {idea.idea_id: idea.theme_id for idea in run.synthesis.evidence.all_ideas}
    for section in draft(run).sections:
        for item in section.items:
            assert item.statement.section == section.section_id
            debated = re.search(r"\.(debat|nuance|autour)\.", item.statement.statement_id)
            if section.theme_id and not debated:
                assert {themes[idea_id] for idea_id in item.statement.idea_ids} == {section.theme_id}


def test_quotations_stand_between_guillemets(run: Run) -> None:
    for statement in draft(run).statements:
        for quotation in statement.quotations:
            assert (
                f"«\u00a0{quotation.text}\u00a0»" in statement.text
                or f"«\u00a0{quotation.text} […]\u00a0»" in statement.text
            )


def test_natures_are_told_apart(run: Run) -> None:
    natures = {idea.idea_id: idea.nature for idea in run.synthesis.evidence.all_ideas}
    wanted = {
        "Problèmes": Nature.PROBLEM,
        "Propositions": Nature.PROPOSAL,
        "Craintes": Nature.CONCERN,
        "Constats": Nature.OBSERVATION,
        "Ce qui est apprécié": Nature.SATISFACTION,
        "Questions à la Ville": Nature.QUESTION,
    }
    seen = 0
    for section in draft(run).sections:
        for item in section.items:
            if item.lead in wanted and section.theme_id:
                seen += 1
                assert {natures[idea_id] for idea_id in item.statement.idea_ids} == {wanted[item.lead]}
    assert seen


def test_every_question_is_told(run: Run) -> None:
    told = {idea_id for s in draft(run).statements if s.section != "en_bref" for idea_id in s.idea_ids}
    asked = {idea.idea_id for idea in run.synthesis.evidence.all_ideas if idea.nature == Nature.QUESTION}
    assert asked <= told


def verbatims(section: DraftSection) -> int:
    return sum(item.form == "verbatim" for item in section.items)


def test_two_to_four_verbatims_a_theme(plenary: Run) -> None:
    for section in draft(plenary).sections:
        if section.theme_id:
            assert verbatims(section) <= 4
            if len(plenary.synthesis.evidence.by_theme[section.theme_id]) >= 12:
                assert verbatims(section) >= 2


def test_nothing_is_quoted_twice_in_a_theme(run: Run) -> None:
    for section in draft(run).sections:
        if section.theme_id:
            quoted = [
                q.idea_id
                for item in section.items
                if item.lead != "Ce qui fait débat"
                for q in item.statement.quotations
            ]
            assert len(set(quoted)) == len(quoted)


def test_tables_come_first_where_there_are_tables(plenary: Run) -> None:
    for section in draft(plenary).sections:
        if section.theme_id:
            assert re.match(
                r"À (une|\d+) tables? sur 8, \d+ idées? sur \d+ portent? sur ce thème\.$",
                section.items[0].statement.text,
            )


def test_words_of_quantity_where_there_are_none(small_runs: dict[str, Run]) -> None:
    for section in draft(small_runs["ungrouped"]).sections:
        if section.theme_id:
            text = section.items[0].statement.text
            assert re.match(
                r"(Une|Deux|Quelques|Plusieurs|De nombreuses|Une part importante des) contributions? \(\d+ sur \d+\)",
                text,
            )
            assert "%" not in text


def test_both_sides_of_a_debate_are_told(small_runs: dict[str, Run]) -> None:
    told = [
        item
        for section in draft(small_runs["publiable"]).sections
        for item in section.items
        if item.lead == "Ce qui fait débat" and section.theme_id
    ]
    assert len(told) == 1
    assert "barbecues" in told[0].statement.text
    assert "pour deux idées, il faut garder les barbecues" in told[0].statement.text
    assert "il faut interdire les barbecues" in told[0].statement.text
    assert len(told[0].statement.quotations) >= 2


def test_views_on_the_process_are_always_a_section(run: Run) -> None:
    (section,) = draft(run).parts_of("regards")
    told = {idea_id for item in section.items for idea_id in item.statement.idea_ids}
    expected = {idea.idea_id for idea in run.synthesis.evidence.all_ideas if is_about_the_process(idea.text)}
    assert told == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On nous a déjà consultés l'an dernier et rien", True),
        ("cette réunion était trop courte", True),
        ("nos post-its vont finir à la poubelle", True),
        ("C'est déjà décidé d'avance", True),
        ("Le compte-rendu sera-t-il publié ?", True),
        ("Merci de nous avoir consultés", True),
        ("Planter des arbres", False),
        ("La salle des fêtes est fermée", False),
        ("une fabrique de nichoirs", False),
        ("Le bus ne sert à rien le dimanche", False),
        ("l'animation du marché du dimanche est chouette", False),
        ("la réunion des deux parcs par une passerelle", False),
    ],
)
def test_what_is_about_the_process(text: str, expected: bool) -> None:
    assert is_about_the_process(text) is expected


def test_drafting_again_gives_the_same(run: Run) -> None:
    evidence = run.synthesis.evidence
    texts = [idea.text for idea in evidence.all_ideas]
    words: list[Any] = tag(texts)
    assert draft_synthesis(evidence, words) == draft_synthesis(evidence, words)


@pytest.mark.parametrize("document_id", ["synthese", "synthese_consultation", "note_au_maire", "retour_participants"])
def test_a_campaign_is_one_argument_with_its_signatories(document_id: str, letters: Any) -> None:
    campaign = (
        "Gardez le petit bois des Larris, il n'en reste plus d'autre ici et les enfants y jouent tous les soirs d'été"
    )
    texts = [*[campaign] * 6, "Plus de bancs", "Des bancs svp"]
    found = draft_document(plan_named(document_id), evidence_of(texts, letters), tag(texts))
    told = [s.text for s in found.statements if "argument" in s.text or "d'un même texte" in s.text]
    assert told
    assert all("6" in text for text in told)
    assert not [finding for finding in check_draft(found, evidence_of(texts, letters)) if finding.kind == "nombre"]
