"""Every control on sentences written by hand, and on those our own drafter writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.reference import load
from participation_lib.schema import Counts, Voice
from participation_lib.synthesis.controls import (
    InclusiveWriting,
    Remark,
    Sentence,
    check_document,
    check_sentence,
    controls,
)

if TYPE_CHECKING:
    from conftest import Run

HERE = Path(__file__).parents[1]
GOOD = yaml.safe_load((HERE / "phrases_bonnes.yaml").read_text(encoding="utf-8"))["phrases"]
FAULTY = yaml.safe_load((HERE / "phrases_fautives.yaml").read_text(encoding="utf-8"))["phrases"]


def check(case: dict[str, Any], text: str = "") -> tuple[Remark, ...]:
    counts = Counts(case["idees"], case["contributions"], case["groupes"]) if "idees" in case else None
    return check_sentence(
        text or case["texte"],
        quotations=case.get("citations", ()),
        counts=counts,
        setting=InclusiveWriting(case.get("ecriture", "epicene")),
        n_people=case.get("personnes"),
        coded_position=case.get("position_codee", False),
        voice=Voice(case.get("voix", "participants")),
    )


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case["texte"][:40])
def test_nothing_is_said_of_a_careful_sentence(case: dict[str, Any]) -> None:
    assert check(case) == ()


@pytest.mark.parametrize("case", FAULTY, ids=lambda case: case["texte"][:40])
def test_a_faulty_sentence_gets_its_remark(case: dict[str, Any]) -> None:
    text = case["texte"]
    found = [remark for remark in check(case) if remark.control == case["controle"]]
    if "mots" in case:
        found = [remark for remark in found if text[remark.start : remark.end] == case["mots"]]
    if "reprise" in case:
        found = [remark for remark in found if remark.suggestion == case["reprise"]]
    assert found


def test_what_is_suggested_mends_the_sentence() -> None:
    mended = 0
    for case in FAULTY:
        text = case["texte"]
        for remark in check(case):
            if remark.suggestion:
                new = text[: remark.start] + remark.suggestion + text[remark.end :]
                reach = remark.start + len(remark.suggestion)
                left = {other.control for other in check(case, new) if remark.start <= other.start < reach}
                assert remark.control not in left, new
                mended += 1
    assert mended > 60


def test_every_control_has_its_faulty_sentence() -> None:
    assert {case["controle"] for case in FAULTY} == set(controls())


def test_terms_of_the_reference_are_neither_forgotten_nor_flagged_by_mistake() -> None:
    reference = load("quantificateurs")
    faulty = " ".join(case["texte"].lower() for case in FAULTY)
    assert not [term for term in reference["termes_interdits_sans_preuve"] if term.lower() not in faulty]
    preferred = "À trois tables, {} demandent des bancs."
    for term in reference["termes_preferes"]:
        if "…" not in term and "débat" not in term and "tables" not in term:
            assert check_sentence(preferred.format(term)) == (), term


def test_what_blocks_a_publication() -> None:
    assert {name for name, control in controls().items() if control.blocking} == {
        "donnee-personnelle",
        "marque-restante",
        "personne-reconnaissable",
        "parole-pretee",
        "accord-non-verifie",
        "pourcentage-de-la-ville",
        "pourcentage-petit-effectif",
    }


@pytest.mark.parametrize("name", ["plenary", "publiable", "codebook", "ungrouped"])
def test_our_own_draft_raises_nothing(request: pytest.FixtureRequest, name: str) -> None:
    run: Run = request.getfixturevalue(name) if name == "plenary" else request.getfixturevalue("small_runs")[name]
    statements = run.synthesis.draft.statements
    assert statements
    found = check_document(
        [Sentence(s.text, tuple(q.text for q in s.quotations), s.counts) for s in statements],
        n_people=60 if run.synthesis.evidence.in_session else None,
    )
    told = [
        (statement.text, remark) for statement, remarks in zip(statements, found, strict=True) for remark in remarks
    ]
    assert told == []


PIECES = (
    *("les habitants veulent", "la majorité", "12 %", "plusieurs idées", "(4 sur 240)", "réclament", "à l’unanimité"),
    *("«", "»", '"', "...", ".", ",", "\u00a0", "PLU", "[PERSONNE 1]", "participant·es", "12/10/24", "9h30", "İ"),
)
ALMOST_FRENCH = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(text=ALMOST_FRENCH, setting=st.sampled_from(InclusiveWriting), voice=st.sampled_from(Voice))
def test_any_text_is_read(text: str, setting: InclusiveWriting, voice: Voice) -> None:
    found = check_sentence(text, setting=setting, voice=voice, n_people=40)
    assert list(found) == sorted(found, key=lambda remark: remark.start)
    assert all(0 <= remark.start < remark.end <= len(text) for remark in found)


@settings(max_examples=100, deadline=None)
@given(words=st.one_of(ALMOST_FRENCH, st.text(max_size=60)).filter(lambda words: bool(words.strip())))
def test_citizens_words_are_never_controlled(words: str) -> None:
    text = f"À 5 tables sur 8, 12 idées portent sur ce thème : «\u00a0{words}\u00a0»."
    assert check_sentence(text, quotations=[words], n_people=60) == ()


def test_a_remark_may_be_logged() -> None:
    text = "Fatou Traoré, 14 rue des Acacias, réclame des bancs au 06 12 34 56 78."
    logged = repr(check_sentence(text)) + repr(Sentence(text, quotations=("mots d'une citoyenne",)))
    assert not [words for words in ("Fatou", "Acacias", "06 12", "bancs", "citoyenne") if words in logged]


def test_a_very_long_word_takes_no_time() -> None:
    assert check_sentence("a" * 20_000) == ()
    assert check_sentence("les " * 5_000)


def test_an_acronym_is_told_once_and_where_it_first_comes() -> None:
    found = check_document(
        [
            Sentence("Une idée : « le PLU ».", ("le PLU",)),
            Sentence("Deux idées portent sur le PLU et sur la DVTP."),
            Sentence("Le PLU et la DVTP sont cités deux fois."),
        ],
        known_acronyms=["DVTP"],
    )
    assert [[remark.suggestion for remark in remarks] for remarks in found] == [
        [],
        ["plan local d'urbanisme (PLU)"],
        [],
    ]


def test_words_of_majority_are_free_where_everyone_was_asked() -> None:
    text = "La majorité des participantes et participants (18 sur 30) est favorable, à l'unanimité des tables."
    assert {remark.control for remark in check_sentence(text)} == {"majorite-non-codee", "accord-non-verifie"}
    assert check_sentence(text, coded_position=True) == ()


def test_an_answer_is_one_in_a_sentence_of_participants_only() -> None:
    text = "La Ville a déjà posé douze bancs."
    assert [remark.control for remark in check_sentence(text)] == ["reponse-dans-la-parole"]
    assert check_sentence(text, voice=Voice.SERVICES) == ()
