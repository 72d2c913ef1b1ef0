from __future__ import annotations

from typing import Any

import pytest
from test_disagreement import evidence_of

from participation_lib.synthesis.places import find_places, places


def names(text: str) -> list[str]:
    return [mention.name for mention in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plus de bancs aux Touleuses", ["Touleuses"]),
        ("AUX TOULEUSES ON A CHAUD", ["Touleuses"]),
        ("Aux Plants l'été on cuit", ["Les Plants"]),
        ("Village : la ruelle est trop raide", ["Bords d'Oise / Village"]),
        ("à la Justice, la friche derrière les garages", ["Justice"]),
        ("la gare de Cergy-le-Haut", ["gare de Cergy-le-Haut"]),
        ("derrière les 3 Fontaines", ["Centre commercial Les Trois-Fontaines"]),
        ("école du Gros Caillou et rue Nationale", ["Gros Caillou", "rue Nationale"]),
        ("au quartier des plants", ["Les Plants"]),
        ("collège Gérard-Philipe", ["collège Gérard-Philipe"]),
    ],
)
def test_a_named_place_is_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "C'est une question de justice : il y a des quartiers plus verts",
        "Justice pour tous",
        "le budget du Ministère de la Justice",
        "échange de plants entre voisins",
        "faire un petit verger où on se sert",
        "un grand arbre au milieu des terrasses de café",
        "Terrasses trop bruyantes le soir",
        "les petites écoles de village",
        "un axe majeur du projet",
        "aller à la préfecture",
        "Cergy est une belle ville",
        "l'école TOUS les matins",
        "École Primaire à rénover",
        "moins de voitures dans la rue Des arbres partout",
    ],
)
def test_a_common_noun_is_not_a_place(text: str) -> None:
    assert names(text) == []


def test_mentions_are_where_the_words_are() -> None:
    text = "Œuvre à refaire près de l’Axe Majeur – Horloge"
    (mention,) = find_places(text)
    assert text[mention.start : mention.end].endswith("Axe Majeur – Horloge")
    assert mention.quarter == "Axe Majeur – Horloge"


def test_places_are_counted_by_ideas_and_tables(letters: Any) -> None:
    evidence = evidence_of(
        ["un banc aux Linandes, oui aux Linandes", "des arbres aux Linandes", "rue Nationale trop chaude", "du calme"],
        letters,
    )
    found = places(evidence, evidence.all_ideas)
    assert [(place.name, place.counts.ideas, place.counts.groups) for place in found] == [
        ("Linandes", 2, 2),
        ("rue Nationale", 1, 1),
    ]
    assert places(evidence, []) == ()
