from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from participation_lib.facilitation.conditions import check_condition, holds
from participation_lib.facilitation.contradictions import Light, Severity, contradictions, readiness, rules
from participation_lib.facilitation.framing import Framing, read_answer
from participation_lib.facilitation.questions import questions
from participation_lib.facilitation.schedule import steps

CASES = yaml.safe_load((Path(__file__).parent / "cadrages.yaml").read_text(encoding="utf-8"))
OPTIONS = {question_id: question.options for question_id, question in questions().items()}


def framed(case: dict[str, Any]) -> Framing:
    answers = {name: read_answer(name, str(value)) for name, value in case["reponses"].items()}
    seen = case.get("vu", date(2026, 3, 2))
    assert isinstance(seen, date)
    return Framing(answers, today=seen)


@pytest.mark.parametrize("case", CASES["a_reprendre"], ids=lambda case: case["nom"])
def test_what_does_not_go_together_is_told_and_nothing_else(case: dict[str, Any]) -> None:
    found = contradictions(framed(case))
    assert {one.rule_id for one in found} == set(case["attendus"])
    for one in found:
        assert "{" not in one.fact
        assert one.reason
        assert one.advice
    assert [list(Severity).index(one.severity) for one in found] == sorted(
        list(Severity).index(one.severity) for one in found
    )


@pytest.mark.parametrize("case", CASES["sains"], ids=lambda case: case["nom"])
def test_a_sound_framing_raises_nothing(case: dict[str, Any]) -> None:
    assert [one.rule_id for one in contradictions(framed(case))] == []


def test_every_rule_is_shown_by_a_case() -> None:
    expected = {rule_id for case in CASES["a_reprendre"] for rule_id in case["attendus"]}
    assert expected == set(rules())
    assert len(CASES["a_reprendre"]) >= 20


def test_rules_and_steps_name_questions_that_exist() -> None:
    for rule in rules().values():
        check_condition(rule["si"], OPTIONS)
        assert set(rule["champs"]) <= set(OPTIONS)
    for step in steps().values():
        if "si" in step:
            check_condition(step["si"], OPTIONS)


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"question": "inconnue", "est": "oui"},
        {"question": "niveau", "est": "diriger"},
        {"question": "niveau"},
        {"tous": [{"question": "niveau", "vaut": "informer"}]},
        {"jours": ["date_debut", "date_fin"]},
        {"ferie": "ailleurs"},
    ],
)
def test_a_condition_that_means_nothing_is_refused(condition: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        check_condition(condition, OPTIONS)
    if condition in ({}, {"question": "niveau"}):
        with pytest.raises(ValueError, match="no co"):
            holds(condition, Framing())


def test_an_empty_framing_is_orange_then_red_then_taken_on() -> None:
    assert readiness(Framing()).light is Light.ORANGE
    assert contradictions(Framing()) == ()
    closed = {"marge": "aucune", "niveau": "concerter"}
    assert readiness(Framing(closed)).light is Light.RED
    taken_on = Framing({**closed, "avertissement.rien_d_ouvert": "demande du cabinet"})
    assert contradictions(taken_on)[0].accepted == "demande du cabinet"
    assert readiness(taken_on).light is Light.ORANGE


def test_a_whole_sound_framing_is_green() -> None:
    plenary = next(case for case in CASES["sains"] if "plénière" in case["nom"])
    assert readiness(framed(plenary)).light is Light.GREEN
