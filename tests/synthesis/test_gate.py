from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from participation_lib.schema import (
    AddStatement,
    DocumentAction,
    GiveFact,
    LeaveOpen,
    RefuseQuotation,
    RewriteStatement,
    Statement,
    Voice,
)
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.drafting import draft_document
from participation_lib.synthesis.gate import Finding, blocking, check_draft, numbers_told
from participation_lib.synthesis.plans import default_plans, plan_named
from tests.synthesis.documents import decided, drafted, section_of

if TYPE_CHECKING:
    from conftest import Run

DOCUMENT = "synthese_pleniere"
OPEN = LeaveOpen(DOCUMENT, "suites")


@pytest.fixture(params=["plenary", "publiable", "codebook", "ungrouped", "nothing"])
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "plenary":
        return request.getfixturevalue("plenary")
    return request.getfixturevalue("small_runs")[request.param]


def findings(run: Run, *actions: DocumentAction, document_id: str = DOCUMENT) -> tuple[Finding, ...]:
    choices = Choices.of(decided(*actions))
    evidence, words = run.synthesis.evidence, run.synthesis.material.words
    return check_draft(draft_document(plan_named(document_id), evidence, words, choices), evidence, choices)


def kinds(found: tuple[Finding, ...]) -> set[str]:
    return {finding.kind for finding in blocking(found)}


def rewritten(run: Run, text: str) -> tuple[DocumentAction, ...]:
    statement = section_of(drafted(run, DOCUMENT), "en_bref").items[1].statement
    assert isinstance(statement, Statement)
    return (
        OPEN,
        RewriteStatement(DOCUMENT, "en_bref", statement.statement_id, text, statement.text, statement.idea_ids),
    )


@pytest.mark.parametrize("document_id", [plan.document_id for plan in default_plans()])
def test_what_the_tool_writes_passes_but_for_what_only_she_knows(run: Run, document_id: str) -> None:
    assert kinds(findings(run, document_id=document_id)) <= {"section"}


def test_a_section_is_filled_or_knowingly_left_open(small_runs: dict[str, Run]) -> None:
    run = small_runs["publiable"]
    assert kinds(findings(run)) == {"section"}
    assert kinds(findings(run, OPEN)) == set()
    assert kinds(findings(run, GiveFact("date_reponse", "30 novembre"), GiveFact("service_reponse", "voirie"))) == set()
    written = AddStatement(DOCUMENT, "suites", "suites.ajout1", "La Ville répondra.", (), Voice.CITY)
    assert kinds(findings(run, written)) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Le thème des arbres revient souvent.", ""),
        ("Ce thème compte 57 idées.", "nombre"),
        ("Ce thème compte douze idées de plus.", "nombre"),
        ("Ce thème compte 1 057 idées.", "nombre"),
        ("Une personne dit « cela, que personne n'a écrit ».", "citation"),
        ("Voir avec [PERSONNE 1].", "donnee_personnelle"),
    ],
)
def test_her_sentences_are_checked_as_ours(small_runs: dict[str, Run], text: str, kind: str) -> None:
    found = findings(small_runs["publiable"], *rewritten(small_runs["publiable"], text))
    assert kinds(found) == ({kind} if kind else set())
    if kind:
        assert all("personne n'a écrit" not in finding.message for finding in found)


def test_an_exact_quotation_of_hers_passes(small_runs: dict[str, Run]) -> None:
    run = small_runs["publiable"]
    statement = section_of(drafted(run, DOCUMENT), "en_bref").items[1].statement
    assert isinstance(statement, Statement)
    texts = {idea.idea_id: idea.text for idea in run.synthesis.evidence.all_ideas}
    words = texts[statement.idea_ids[0]]
    assert kinds(findings(run, *rewritten(run, f"Une personne dit « {words} »."))) == set()


def test_own_words_never_quote(small_runs: dict[str, Run]) -> None:
    written = AddStatement(DOCUMENT, "suites", "suites.ajout1", "On a dit « plus d'arbres ».", (), Voice.CITY)
    assert kinds(findings(small_runs["publiable"], written)) == {"citation"}


def test_a_refused_quotation_is_not_made_again(small_runs: dict[str, Run]) -> None:
    run = small_runs["publiable"]
    quoted = {q.idea_id for statement in drafted(run, DOCUMENT).statements for q in statement.quotations}
    refusals = [(RefuseQuotation(idea_id), "reconnaissable") for idea_id in sorted(quoted)[::2]]
    draft = drafted(run, DOCUMENT, OPEN, *refusals)
    refused = {action.idea_id for action, _ in refusals}
    assert refused.isdisjoint(q.idea_id for statement in draft.statements for q in statement.quotations)
    told = {name for statement in draft.statements for name in statement.idea_ids}
    assert refused <= told  # they are still counted


def test_a_number_that_was_changed_is_found(small_runs: dict[str, Run]) -> None:
    run = small_runs["publiable"]
    draft, evidence = drafted(run, DOCUMENT, OPEN), run.synthesis.evidence
    section = draft.sections[0]
    first = section.items[0]
    assert isinstance(first.statement, Statement)
    text = first.statement.text.replace("à 4 tables", "à 9 tables")
    assert text != first.statement.text
    wrong = replace(first, statement=replace(first.statement, text=text))
    changed = replace(draft, sections=(replace(section, items=(wrong, *section.items[1:])), *draft.sections[1:]))
    assert kinds(check_draft(changed, evidence)) == {"nombre"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3\u202f000 contributions, soit 21\u00a0%", {("3000", "contributions"), ("21", "")}),
        ("Deux idées sur « 12 bancs »", {("2", "idées")}),
        ("1,5 million", {("1,5", "million")}),
        ("la place du 8-Mai et le bus 29", {("8", ""), ("29", "")}),
        ("une idée, un banc", set()),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, expected: set[tuple[str, str]]) -> None:
    assert numbers_told(text) == expected
