from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.schema import (
    AddStatement,
    AuthoredText,
    DocumentAction,
    MergeStatements,
    OrderStatements,
    Origin,
    RemoveStatement,
    RewriteStatement,
    Statement,
    Voice,
)
from participation_lib.synthesis.editing import apply_edits
from tests.synthesis.documents import decided, drafted, item_of, names_of, section_of

if TYPE_CHECKING:
    from conftest import Run

DOCUMENT = "synthese_pleniere"


@pytest.fixture
def run(small_runs: dict[str, Run]) -> Run:
    return small_runs["publiable"]


def first(run: Run, section_id: str = "en_bref") -> tuple[str, str, tuple[str, ...]]:
    """Give the identifier, words and ideas of the first sentence of a section."""
    statement = section_of(drafted(run, DOCUMENT), section_id).items[0].statement
    assert isinstance(statement, Statement)
    return statement.statement_id, statement.text, statement.idea_ids


def rewrite(run: Run, text: str, **changed: Any) -> RewriteStatement:
    name, basis, ideas = first(run)
    values = {"statement_id": name, "basis": basis, "idea_ids": ideas, "section_id": "en_bref", **changed}
    return RewriteStatement(document_id=DOCUMENT, text=text, **values)


def test_her_words_take_the_place_of_ours_on_the_same_ideas(run: Run) -> None:
    name, basis, ideas = first(run)
    item = item_of(drafted(run, DOCUMENT, rewrite(run, "  Ses   mots à elle. ")), name)
    assert item.statement.text == "Ses mots à elle."
    assert item.evidence is not None
    assert (item.evidence.origin, item.evidence.idea_ids) == (Origin.PERSON, ideas)
    assert item.edited is not None
    assert (item.edited.author, item.edited.basis, item.edited.computed) == ("Awa", basis, basis)
    assert not item.edited.changed


@pytest.mark.parametrize("changed", [{"basis": "Autre chose."}, {"idea_ids": ("c0001-1",)}])
def test_she_is_told_when_what_it_rests_on_has_changed(run: Run, changed: dict[str, Any]) -> None:
    name, basis, _ = first(run)
    item = item_of(drafted(run, DOCUMENT, rewrite(run, "Ses mots.", **changed)), name)
    assert item.edited is not None
    assert item.edited.changed
    assert item.edited.computed == basis


def test_reading_it_again_settles_it(run: Run) -> None:
    name, _, _ = first(run)
    stale, fresh = rewrite(run, "Ses mots.", basis="Avant."), rewrite(run, "Ses mots.")
    item = item_of(drafted(run, DOCUMENT, stale, fresh), name)
    assert item.edited is not None
    assert not item.edited.changed


def test_her_sentence_outlives_the_one_it_replaced(run: Run) -> None:
    action = rewrite(run, "Il reste mes mots.", statement_id="en_bref.disparu", idea_ids=("c0001-1", "c9999-1"))
    item = item_of(drafted(run, DOCUMENT, action), "en_bref.disparu")
    assert item.statement.text == "Il reste mes mots."
    assert item.evidence is not None
    assert item.evidence.idea_ids == ("c0001-1",)
    assert item.edited is not None
    assert item.edited.changed


def test_with_no_idea_left_it_is_hers_alone(run: Run) -> None:
    action = rewrite(run, "Mes mots.", statement_id="en_bref.disparu", idea_ids=("c9999-1",))
    statement = item_of(drafted(run, DOCUMENT, action), "en_bref.disparu").statement
    assert isinstance(statement, AuthoredText)
    assert (statement.author, statement.voice) == ("Awa", Voice.FACILITATOR)


def test_a_sentence_about_a_theme_that_is_gone_is_kept_with_the_themes(run: Run) -> None:
    action = RewriteStatement("synthese", "theme.t99", "theme.t99.etendue", "Mes mots.", "Avant.", ("c0001-1",))
    draft = drafted(run, "synthese", action)
    assert "theme.t99.etendue" in names_of(draft, "par_theme")


def test_exact_words_between_guillemets_are_quotations(run: Run) -> None:
    idea = run.synthesis.evidence.all_ideas[0]
    text = f"Une personne dit « {idea.text} », une autre « ceci, que personne n'a dit »."
    name, _, _ = first(run)
    statement = item_of(drafted(run, DOCUMENT, rewrite(run, text)), name).evidence
    assert statement is not None
    assert [(q.idea_id, q.text) for q in statement.quotations] == [(idea.idea_id, idea.text)]


def test_what_is_left_out_is_kept_with_its_reason(run: Run) -> None:
    name, basis, _ = first(run)
    draft = drafted(run, DOCUMENT, (RemoveStatement(DOCUMENT, name), "dit autrement plus loin"))
    assert name not in names_of(draft, "en_bref")
    (removed,) = draft.removed
    assert (removed.text, removed.reason, removed.author) == (basis, "dit autrement plus loin", "Awa")


def test_several_sentences_become_one_on_all_their_ideas(run: Run) -> None:
    draft = drafted(run, DOCUMENT)
    pair = [item.statement for item in section_of(draft, "en_bref").items[1:3]]
    ideas = tuple(dict.fromkeys(i for s in pair if isinstance(s, Statement) for i in s.idea_ids))
    names = tuple(statement.statement_id for statement in pair)
    merged = drafted(run, DOCUMENT, MergeStatements(DOCUMENT, "en_bref", names, "en_bref.ajout1", "En un mot.", ideas))
    assert names_of(merged, "en_bref")[1] == "en_bref.ajout1"
    assert not set(names) & set(names_of(merged, "en_bref"))
    item = item_of(merged, "en_bref.ajout1")
    assert item.evidence is not None
    assert set(item.evidence.idea_ids) == set(ideas)
    assert item.edited is not None
    assert not item.edited.changed


@pytest.mark.parametrize(
    ("idea_ids", "voice", "kind"),
    [(("c0001-1",), Voice.PARTICIPANTS, Statement), ((), Voice.SERVICES, AuthoredText)],
)
def test_an_added_sentence_has_evidence_or_an_author(
    run: Run, idea_ids: tuple[str, ...], voice: Voice, kind: type[Any]
) -> None:
    action = AddStatement(DOCUMENT, "suites", "suites.ajout1", "Une suite.", idea_ids, voice)
    statement = item_of(drafted(run, DOCUMENT, action), "suites.ajout1").statement
    assert isinstance(statement, kind)


def test_she_chooses_the_order_and_what_is_new_follows_what_it_followed(run: Run) -> None:
    names = names_of(drafted(run, DOCUMENT), "en_bref")
    assert len(names) > 3
    wanted = tuple(reversed(names[:2] + names[3:]))  # as if the third had come later
    found = names_of(drafted(run, DOCUMENT, OrderStatements(DOCUMENT, "en_bref", wanted)), "en_bref")
    assert [name for name in found if name in wanted] == list(wanted)
    assert found.index(names[2]) == found.index(names[1]) + 1


def test_other_documents_are_left_alone(run: Run) -> None:
    assert drafted(run, "note_au_maire", rewrite(run, "Ses mots.")) == drafted(run, "note_au_maire")


NAMES = ("en_bref.etendue", "en_bref.premier", "en_bref.suivants", "en_bref.natures", "en_bref.parti", "en_bref.ajout1")
WORDS = st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
SECTIONS = st.sampled_from(("en_bref", "suites", "theme.t99"))
CHOSEN = st.lists(st.sampled_from(("c0001-1", "c0002-1", "c0009-1", "c9999-1")), max_size=3, unique=True).map(tuple)
SOME = st.lists(st.sampled_from(NAMES), max_size=3).map(tuple)
NAME, HERE = st.sampled_from(NAMES), st.just(DOCUMENT)
EDITS = st.one_of(
    st.builds(RewriteStatement, HERE, SECTIONS, NAME, WORDS, WORDS, CHOSEN),
    st.builds(RemoveStatement, HERE, NAME),
    st.builds(OrderStatements, HERE, SECTIONS, SOME),
    st.builds(MergeStatements, HERE, SECTIONS, SOME, st.just("en_bref.ajout1"), WORDS, CHOSEN),
    st.builds(AddStatement, HERE, SECTIONS, NAME, WORDS, CHOSEN, st.sampled_from(Voice)),
)


_KEPT: list[Any] = []


@pytest.fixture(scope="module", autouse=True)
def _computed(small_runs: dict[str, Run]) -> None:
    """Draft the document nobody edited, once; hypothesis prints fixtures it is given, and these are long."""
    run = small_runs["publiable"]
    _KEPT[:] = [drafted(run, DOCUMENT), run.synthesis.evidence]


@settings(deadline=None, max_examples=30)
@given(actions=st.lists(EDITS, max_size=6))
def test_whatever_she_does_every_sentence_has_evidence_or_an_author(actions: list[DocumentAction]) -> None:
    computed, evidence = _KEPT
    sections, removed = apply_edits(computed.sections, decided(*actions), evidence)
    before = {item.statement.statement_id for item in computed.items}
    found = [item.statement.statement_id for section in sections for item in section.items]
    assert len(set(found)) == len(found)
    merged = {name for action in actions if isinstance(action, MergeStatements) for name in action.statement_ids}
    assert before <= set(found) | {gone.statement_id for gone in removed} | merged
    known = {idea.idea_id for idea in evidence.all_ideas}
    for section in sections:
        for item in section.items:
            if isinstance(item.statement, Statement):
                assert set(item.statement.idea_ids) <= known
            else:
                assert item.statement.author == "Awa"
                assert item.statement.voice is not Voice.PARTICIPANTS
