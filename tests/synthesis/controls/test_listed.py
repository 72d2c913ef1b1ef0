"""The file of turns: each rule is alive, each message is one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from participation_lib.reference import load
from participation_lib.schema import Voice
from participation_lib.synthesis.controls import check_sentence, controls
from participation_lib.synthesis.controls.listed import rules_of, settings_of
from participation_lib.synthesis.controls.passage import passage

HERE = Path(__file__).parents[1]
FAULTY = yaml.safe_load((HERE / "phrases_fautives.yaml").read_text(encoding="utf-8"))["phrases"]
LISTED = [name for name in controls() if "regles" in settings_of(name)]


def messages() -> list[str]:
    found: list[str] = []
    for name in controls():
        found += [rule["message"] for rule in settings_of(name).get("regles", ())]
        found += settings_of(name).get("messages", {}).values()
    return found


@pytest.mark.parametrize("control", LISTED)
def test_every_rule_sees_something(control: str) -> None:
    texts = [passage(case["texte"]).folded for case in FAULTY if case["controle"] == control]
    idle = [rule.pattern.pattern for rule in rules_of(control) if not any(map(rule.pattern.search, texts))]
    assert idle == []


def test_a_message_is_one_short_french_sentence() -> None:
    for message in messages():
        assert len(message) <= 120, message
        assert message.endswith((".", "…")), message
        assert not re.search(r"\.\s", message.replace("M. ", "").replace("….", "")), message


def test_every_control_says_where_it_comes_from() -> None:
    for control in controls().values():
        assert control.name
        assert re.search(r"référentiel|rubrique|quantificateurs|typographie", control.source), control


@pytest.mark.parametrize("words", load("typographie")["langage_clair"]["remplacements"])
def test_the_replacements_of_the_reference_are_proposed(words: str) -> None:
    words = words.partition(" (")[0]  # « co-construire (sauf niveau choisi) »
    found = check_sentence(f"Le texte parle de {words} la place.", voice=Voice.FACILITATOR)
    assert [remark.control for remark in found] == ["jargon"]
