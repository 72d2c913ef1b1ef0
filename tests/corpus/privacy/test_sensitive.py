from __future__ import annotations

import pytest

from participation_lib.corpus.privacy import find_sensitive


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("le bus est loin, ma mère est diabétique.", "ma mère est diabétique", "santé"),
        ("[PERSONNE 1] est en fauteuil", "[PERSONNE 1] est en fauteuil", "santé"),
        ("Je suis juive et j'ai peur", "Je suis juive", "croyance"),
        ("mon voisin sort de prison", "mon voisin sort de prison", "justice"),
    ],
)
def test_a_fact_told_of_a_person_is_shown(text: str, words: str, kind: str) -> None:
    assert [(text[found.start : found.end], found.kind) for found in find_sensitive(text)] == [(words, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "un centre de santé, une mosquée, une église",
        "la ville est malade de ses voitures",
        "penser aux personnes handicapées",
        "ma mère est loin. Le handicap est oublié.",
    ],
)
def test_a_fact_told_of_nobody_is_not(text: str) -> None:
    assert not list(find_sensitive(text))
