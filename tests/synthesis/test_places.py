from __future__ import annotations

import pytest

from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.places import places_named


def named(*texts: str) -> list[str]:
    ideas = [Idea(f"c{n}-1", f"c{n}", "", "t01", "constat", text, n) for n, text in enumerate(texts)]
    return [place.name for place in places_named(ideas)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Des arbres aux Plants et à la Justice", ["Justice", "Les Plants"]),
        ("planter des plants pour plus de justice au village", []),
        ("Justice pour tous", []),
        ("RENDRE LA JUSTICE, PLANTER DES PLANTS AU VILLAGE", []),
        ("L'îlot Village manque de bancs", ["Bords d'Oise / Village"]),
        ("devant la gare de cergy le haut", ["Cergy-le-Haut"]),
        ("du côté de Croix-Petit", ["Croix-Petit"]),
        ("le parc françois mitterrand", ["Parc François-Mitterrand"]),
        ("un axe majeur du projet", []),
        ("on manque d'ombre à la base et à la fac", []),
    ],
)
def test_places_and_common_nouns(text: str, expected: list[str]) -> None:
    assert sorted(named(text)) == sorted(expected)


def test_those_named_most_come_first() -> None:
    assert named("à Croix-Petit", "aux Linandes", "les Linandes encore") == ["Linandes", "Croix-Petit"]
