from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.reference import load
from participation_lib.synthesis.controls import check_sentence
from participation_lib.synthesis.wording import quantity_scale, quantity_word


def controls_of(text: str, *, n_people: int | None = None, coded: bool = True) -> list[str]:
    return [remark.control for remark in check_sentence(text, n_people=n_people, coded_position=coded)]


@pytest.mark.parametrize("case", load("quantificateurs")["cas_de_test"], ids=lambda case: case["attendu"])
def test_the_words_of_the_reference_pass(case: dict[str, object]) -> None:
    word = str(case["attendu"]).capitalize()
    text = f"{word} contributions ({case['n']} sur {case['N']}) portent sur ce thème."
    assert controls_of(text, coded=bool(case["position_codee"])) == []


@given(base=st.integers(10, 2_000), share=st.floats(0.01, 1))
def test_a_stronger_word_than_the_scale_s_is_told(base: int, share: float) -> None:
    count = max(3, round(share * base))
    words = [step.word for step in quantity_scale()]
    allowed = words.index(quantity_word(count, base, coded_position=True))
    for rank, step in enumerate(quantity_scale()):
        if step.least_count >= 3:
            text = f"{step.word.capitalize()} contributions ({count} sur {base}) portent sur ce thème."
            assert controls_of(text) == (["mot-trop-fort"] if rank < allowed else []), text


@pytest.mark.parametrize(
    ("text", "n_people", "expected"),
    [
        ("640 contributions sur 3 000, soit 21 %, portent sur ce thème.", None, []),
        ("640 contributions sur 3\u202f000, soit 21\u00a0%, portent sur ce thème.", 100, []),
        ("640 contributions sur 3 000, soit 21 %, portent sur ce thème.", 99, ["pourcentage-petit-effectif"]),
        ("48 idées sur 60, soit 80 %, portent sur ce thème.", None, []),
        ("Parmi les 540 réponses, 310 choisissent l'option B, soit 57 %.", None, []),
        ("Trois idées demandent 20 % de logements sociaux.", 60, []),
        ("31 % des habitantes et habitants ont moins de 20 ans (Insee, 2021).", 60, []),
        ("31 % des habitantes et habitants ont moins de 20 ans.", None, ["pourcentage-de-la-ville"]),
    ],
)
def test_percentages(text: str, n_people: int | None, expected: list[str]) -> None:
    assert controls_of(text, n_people=n_people) == expected


@pytest.mark.parametrize(
    "text",
    [
        "La place accueille de nombreuses personnes le samedi.",
        "Plusieurs bancs sont cassés, selon deux idées.",
        "Une même contribution peut contenir plusieurs idées.",
        "Plusieurs idées, à trois tables, portent sur les bancs.",
    ],
)
def test_a_quantity_of_something_else_needs_no_base(text: str) -> None:
    assert controls_of(text) == []
