from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.reference import load
from participation_lib.synthesis.wording import (
    group_unit,
    joined,
    number,
    plural,
    quantity_scale,
    quantity_word,
    spelled,
)

REFERENCE = load("quantificateurs")
MAJORITIES = {"la quasi-totalité des", "une large majorité des", "plus de la moitié des"}


@pytest.mark.parametrize(
    "case", REFERENCE["cas_de_test"], ids=lambda case: f"{case['n']}-of-{case['N']}-{case['position_codee']}"
)
def test_cases_of_the_reference(case: dict) -> None:
    assert quantity_word(case["n"], case["N"], coded_position=case["position_codee"]) == case["attendu"]


@pytest.mark.parametrize(("count", "base"), [(0, 10), (11, 10), (-1, 5), (0, 0), (1, 0)])
def test_impossible_counts(count: int, base: int) -> None:
    with pytest.raises(ValueError, match="between 1 and its base"):
        quantity_word(count, base)


@given(base=st.integers(1, 5_000), share=st.floats(0, 1), coded=st.booleans())
def test_a_word_is_never_stronger_than_its_step(base: int, share: float, coded: bool) -> None:
    count = max(1, round(share * base))
    word = quantity_word(count, base, coded_position=coded)
    step = next(step for step in quantity_scale() if step.word == word)
    assert count >= step.least_count
    assert count / base >= step.least_share
    assert coded or word not in MAJORITIES


@given(base=st.integers(1, 2_000), count=st.integers(1, 2_000))
def test_more_is_never_said_with_a_weaker_word(base: int, count: int) -> None:
    words = [step.word for step in quantity_scale()]
    if count < base:
        assert words.index(quantity_word(count + 1, base)) <= words.index(quantity_word(count, base))


def test_the_scale_is_the_one_of_the_reference() -> None:
    assert [step.word for step in quantity_scale()] == [step["terme"] for step in REFERENCE["echelle"]]
    assert {step.word for step in quantity_scale() if step.coded_position} == MAJORITIES


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0"), (7, "7"), (999, "999"), (1000, "1\u202f000"), (1234567, "1\u202f234\u202f567")]
)
def test_number(count: int, expected: str) -> None:
    assert number(count) == expected


@pytest.mark.parametrize(
    ("count", "feminine", "expected"),
    [
        (0, False, "zéro"),
        (1, False, "un"),
        (1, True, "une"),
        (2, True, "deux"),
        (9, False, "neuf"),
        (10, False, "10"),
        (1200, True, "1\u202f200"),
    ],
)
def test_spelled(count: int, feminine: bool, expected: str) -> None:
    assert spelled(count, feminine=feminine) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "idée"), (1, "idée"), (2, "idées")])
def test_plural(count: int, expected: str) -> None:
    assert plural(count, "idée") == expected
    assert plural(2, "canal", "canaux") == "canaux"


@pytest.mark.parametrize(
    ("parts", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_joined(parts: list[str], expected: str) -> None:
    assert joined(parts) == expected


@pytest.mark.parametrize(
    ("name", "count", "total", "expected"),
    [
        ("table", 1, 8, "à une table sur 8"),
        ("table", 5, 8, "à 5 tables sur 8"),
        ("Table ", 2, 8, "à 2 tables sur 8"),
        ("quartier", 1, 4, "dans un quartier sur 4"),
        ("canal", 2, 3, "par 2 canaux sur 3"),
        ("groupe", 1, 3, "dans un groupe sur 3"),
        ("atelier", 3, 3, "dans 3 ateliers sur 3"),
        ("lieu", 2, 3, "dans 2 lieux sur 3"),
        ("", 2, 3, "dans 2 groupes sur 3"),
    ],
)
def test_groups_are_counted_in_french(name: str, count: int, total: int, expected: str) -> None:
    assert group_unit(name).among(count, total) == expected


def test_every_kind_of_group_that_is_read_has_its_words() -> None:
    for group in load("colonnes")["groupes"]:
        unit = group_unit(group["nom"])
        assert unit.singular == group["nom"]
        assert unit.feminine == group["feminin"]
