from __future__ import annotations

import pytest

from participation_lib.reference import load
from participation_lib.synthesis.controls import InclusiveWriting, check_sentence

EPICENE, DOUBLET, POINT, MASCULINE = InclusiveWriting


def suggestions(text: str, setting: InclusiveWriting) -> list[str]:
    return [remark.suggestion for remark in check_sentence(text, setting=setting)]


def test_the_choices_are_those_of_the_reference() -> None:
    assert [setting.value for setting in InclusiveWriting] == load("typographie")["ecriture_inclusive"]["options"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Les participants ont écrit.",
            {
                EPICENE: "participantes et participants",
                DOUBLET: "participantes et participants",
                POINT: "participant·es",
            },
        ),
        (
            "Les participant·es ont écrit.",
            dict.fromkeys([EPICENE, DOUBLET, MASCULINE], "participantes et participants"),
        ),
        (
            "Les élu.e.s ont écrit.",
            {**dict.fromkeys([EPICENE, DOUBLET, MASCULINE], "élues et élus"), POINT: "élu·es"},
        ),
        (
            "Des Cergyssois ont écrit.",
            {**dict.fromkeys([EPICENE, DOUBLET], "Cergyssoises et Cergyssois"), POINT: "Cergyssois·es"},
        ),
        ("Les participantes et participants ont écrit.", {}),
        ("Les participants et les participantes ont écrit.", {}),
        ("Le conseil des citoyens et les immeubles voisins.", {}),
        ("Deux idées (voir ex.es et le fichier 2.es) portent sur ces tables(s).", {}),
        ("Les bénévoles et les élèves ont écrit.", {}),
    ],
)
def test_each_choice_says_its_own(text: str, expected: dict[InclusiveWriting, str]) -> None:
    found = {setting: suggestions(text, setting) for setting in InclusiveWriting}
    assert found == {setting: [expected[setting]] if setting in expected else [] for setting in InclusiveWriting}


def test_another_turn_is_told_where_there_is_one() -> None:
    (epicene,) = check_sentence("Les riverains ont écrit.", setting=EPICENE)
    (doublet,) = check_sentence("Les riverains ont écrit.", setting=DOUBLET)
    assert "personnes du voisinage" in epicene.message
    assert "personnes du voisinage" not in doublet.message
