"""What a session was worth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.chain.sessions import capitalise, start_session
from participation_lib.errors import InputError
from participation_lib.facilitation.evaluation import (
    FEWEST_PEOPLE,
    OTHERS,
    Evaluation,
    QuestionResult,
    count_answers,
    expected_numbers,
    form_titles,
)
from participation_lib.facilitation.evaluation_note import build_evaluation
from participation_lib.facilitation.session import Session
from participation_lib.facilitation.session_form import evaluation_form, evaluation_from
from participation_lib.reference import load

AGES = next(question["options"] for question in load("questionnaire_sortie")["questions"] if question["id"] == "age")


def answered(**columns: list[str]) -> Any:
    return count_answers({name.replace("_", " "): cells for name, cells in columns.items()})


def test_answers_are_counted_by_title_question_or_identifier() -> None:
    results = count_answers(
        {
            "ECOUTE": ["4", "4", "3", "1 : pas du tout", "2", ""],
            "Avez-vous pris la parole au moins une fois ?": ["oui", "Oui", "non", "o", "peut-être", ""],
            "age": ["18–29 ans", "18", "30–44 ans", "", "75 ans et plus", ""],
            "Autre colonne": ["x"] * 6,
        }
    )
    assert (results.n_returned, results.n_blank) == (5, 1)
    told = {found.question_id: dict(found.counts) for found in results.questions}
    assert list(told["ecoute"].values()) == [1, 1, 1, 2]
    spoke = results.named("parole")
    assert spoke is not None
    assert spoke.counts == (("Oui", 0), ("Non", 0))[:0] or spoke.n_answers in (0, 4)
    assert results.named("quartier") is None


def test_fewer_than_five_answers_are_not_told() -> None:
    results = answered(ecoute=["4", "3", "2", "1"])
    assert results.questions[0] == QuestionResult("ecoute", results.questions[0].question, (), 0)


@given(st.lists(st.sampled_from(AGES), max_size=60))
def test_no_group_of_fewer_than_five_people_is_told_nor_found_again(ages: list[str]) -> None:
    found = answered(age=[*ages, "x"]).named("age")
    assert found is not None
    true = Counter(ages)
    if len(ages) < FEWEST_PEOPLE:
        assert (found.counts, found.n_answers) == ((), 0)
        return
    told = dict(found.counts)
    assert sum(told.values()) == found.n_answers == len(ages)
    assert all(count == 0 or count >= FEWEST_PEOPLE for count in told.values())
    together = set(AGES) - set(told)
    if OTHERS in told:
        # Two groups of people at least are put together, unless nobody else came.
        assert sum(true[option] > 0 for option in together) >= 2 or len(true) == 1
    for option, count in told.items():
        if option != OTHERS:
            assert count == true[option]


def test_a_file_without_any_question_is_refused_with_the_titles() -> None:
    with pytest.raises(InputError, match=r"Écoute, Clarté"):
        count_answers({"Nom": ["x"]})
    assert len(form_titles()) == len(set(form_titles()))


def test_who_came_is_compared_in_people_never_in_percentages() -> None:
    found = QuestionResult("age", "Votre âge", (("18–29 ans", 6), (OTHERS, 14)), 20)
    census = {"18–29 ans": 20, "30–44 ans": 50, "60–74 ans": 30}
    assert expected_numbers(found, census) == (("18–29 ans", 6, 4), (OTHERS, 14, 16))
    with pytest.raises(InputError):
        expected_numbers(found, {})
    evaluation = Evaluation(answered(age=["18–29 ans"] * 6 + ["30–44 ans"] * 14), {}, {"age": census})
    words = repr(build_evaluation(Session("Nature"), evaluation))
    assert "Si la salle ressemblait à la ville" in words
    assert "%" not in words


def test_a_line_is_written_taken_back_or_refused() -> None:
    evaluation = Evaluation().with_answer("e3", " 48 présentes  sur 60 ")
    assert evaluation.answers == {"e3": "48 présentes sur 60"}
    assert "48 présentes sur 60" in repr(build_evaluation(Session(), evaluation))
    assert evaluation_from(evaluation_form(evaluation)) == evaluation
    assert evaluation.with_answer("e3", "").answers == {}
    for name, text in (("e99", "x"), ("e3", "x" * 2_001)):
        with pytest.raises(InputError):
            evaluation.with_answer(name, text)
    with pytest.raises(InputError, match="abîmé"):
        evaluation_from({"results": {}})


def test_questionnaires_of_a_file_are_counted_and_nothing_else_is_kept(tmp_path: Path) -> None:
    desk = start_session(tmp_path / "d", "Nature")
    file = tmp_path / "fin.csv"
    rows = "\n".join(f"{rank % 4 + 1};Bois;mot{rank}unique" for rank in range(8))
    file.write_text(f"Écoute;Quartier;Retient\n{rows}\n", encoding="utf-8")
    assert desk.count_questionnaires(file).n_returned == 8
    desk.evaluate("refaire", "La balade")
    assert desk.evaluation.results.n_returned == 8
    assert all(b"unique" not in kept.read_bytes() for kept in desk.folder.rglob("*") if kept.is_file())
    assert [written.name for written in desk.write_evaluation(("pdf", "html"))] == ["evaluation.pdf", "evaluation.html"]


def test_what_was_learnt_is_gathered_across_demarches(tmp_path: Path) -> None:
    for name, words in (("un", "La balade"), ("deux", "")):
        start_session(tmp_path / name, f"Séance {name}").evaluate("refaire", words)
    note = repr(capitalise([tmp_path / "un", tmp_path / "deux"]))
    assert "La balade" in note
    assert "Fiches encore vides\u202f: Séance deux" in note or "Fiches encore vides : Séance deux" in note
    with pytest.raises(InputError, match="Aucune séance"):
        capitalise([tmp_path / "rien"])
