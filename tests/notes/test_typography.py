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
        ("de 9h30 à 12h", "de 9\u00a0h\u00a030 à 12\u00a0h"),
        ("samedi 12 octobre 2024", "samedi 12\u00a0octobre 2024"),
        ("12 500 € ; 1,5 million d'euros", "12\u202f500\u00a0€\u202f; 1,5\u00a0million d’euros"),
        ("8 tables sur 10, 48 sur 3 000", "8 tables sur 10, 48 sur 3\u202f000"),
        ("12 m², 3 km, 30 km/h, 20 °C, 5 ha", "12\u00a0m², 3\u00a0km, 30\u00a0km/h, 20\u00a0°C, 5\u00a0ha"),
        ("art. L. 131-1, R. 123-4, D. 12-1", "art.\u00a0L.\u00a0131-1, R.\u00a0123-4, D.\u00a012-1"),
        ("p. 12, pp. 3-4, § 4, n° 12", "p.\u00a012, pp.\u00a03-4, §\u00a04, n°\u00a012"),
        ("Mlle Roux, MM. Roux et Bel, Dr Bel", "Mlle\u00a0Roux, MM.\u00a0Roux et Bel, Dr\u00a0Bel"),
        ("XXIème siècle, 3èmes, 1ers, 21ème, 2eme", "XXIe siècle, 3es, 1ers, 21e, 2e"),
        ("A 5 tables sur 8. A l'Ecole", "À 5 tables sur 8. À l’École"),
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
        "en 2024, 12/10/2024, 2024-2025",
        "la Ville, la ville, le conseil municipal, lundi, français, les Cergyssois",
        "Etienne, Eva et Elise",
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
