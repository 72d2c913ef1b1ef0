"""French typography: the cases of the reference file, and what must never move."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import participation_lib
from participation_lib.notes.typography import format_number, typeset

REFERENCE = Path(participation_lib.__file__).parent / "reference" / "typographie.yaml"
RULES = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", RULES["espaces"], ids=lambda case: case["id"])
def test_spaces_of_the_reference(case: dict[str, str]) -> None:
    assert typeset(case["avant"]) == case["apres"]


@pytest.mark.parametrize("case", RULES["signes"], ids=lambda case: case["id"])
def test_signs_of_the_reference(case: dict[str, str]) -> None:
    assert typeset(case["mauvais"]) == typeset(case["bon"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vraiment?", "Vraiment\u202f?"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("Exemple: ceci", "Exemple\u00a0: ceci"),
        ("12500 personnes en 2024 300", "12500 personnes en 2024 300"),
        ("1 234 567 idées", "1\u202f234\u202f567 idées"),
        ("12% et 3€", "12\u00a0% et 3\u00a0€"),
        ("n°12", "n°\u00a012"),
        ("M. Martin et Mme Roux", "M.\u00a0Martin et Mme\u00a0Roux"),
        ("le 1er janvier, de 9 h à 12 h 30", "le 1er\u00a0janvier, de 9\u00a0h à 12\u00a0h\u00a030"),
        ("aujourd'hui, l'« eau »", "aujourd’hui, l’«\u00a0eau\u00a0»"),
        ('dire "oui"', "dire «\u00a0oui\u00a0»"),
        ('« dire "oui" »', "«\u00a0dire “oui”\u00a0»"),
        ("[...] puis...", "[…] puis…"),
        ("la 2ème et la 1ère", "la 2e et la 1re"),
        ("Les voeux du coeur, les oeuvres", "Les vœux du cœur, les œuvres"),
        ("même Moelle coexister poète", "même Moelle coexister poète"),
        ("« ", "«\u00a0"),
        (" », dit-elle", "\u00a0», dit-elle"),
        ("", ""),
    ],
)
def test_before_and_after(before: str, after: str) -> None:
    assert typeset(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "https://ex.fr:8080/a?b=1;c!d",
        "contact@ex.fr",
        "12:30",
        "ratio 1:3",
        "super :) ou ;-)",
        '`a ; b ? "c"`',
        '<a href="x">',
        "[PERSONNE 1]",
        "notice.docx",
        "A13, 95000 Cergy, 01 23 45 67 89",
    ],
)
def test_left_alone(text: str) -> None:
    assert typeset(text) == text


SIGNS = "aAeoElLnM'\"«».,;:!?%€°§()[]<>`-–…@/ 0123 \u00a0\u202fh"
ALPHABET = st.sampled_from([*SIGNS, "oe", "1er mai", "\U00100000"])


@settings(max_examples=400, deadline=None)
@given(st.lists(ALPHABET, max_size=30).map("".join))
def test_a_second_pass_changes_nothing(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_accepted(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once


def test_numbers_are_written_in_french() -> None:
    assert format_number(1234567) == "1\u202f234\u202f567"
    assert format_number(-3.5, 1) == "-3,5"
