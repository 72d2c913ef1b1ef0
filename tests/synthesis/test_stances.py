from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.tagging import TaggedText, tag
from participation_lib.synthesis.opposition import opposition
from participation_lib.synthesis.stances import is_nuanced, read_stances
from participation_lib.themes.nature import code_nature

Tagger = Callable[[str], TaggedText]


def signs(text: str, tagged: Tagger, key: str) -> str:
    """Give « + », « - », « +? »… for an object, « » for none."""
    words = tagged(text)
    found = [s for s in read_stances(text, words, code_nature(text, words)) if s.key == key and not s.axis]
    return "".join(f"{'+' if s.sign > 0 else '-'}{'' if s.plain else '?'}" for s in found)


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("Planter des arbres", "arbre", "+"),
        ("plantez des bancs et des arbres", "arbre", "+"),
        ("arrêtez de planter des arbres", "arbre", "-"),
        ("ne plantez pas d'arbres", "arbre", "-"),
        ("Pourquoi ne pas planter des arbres ?", "arbre", "+"),
        ("non à l'abattage des arbres", "arbre", "+"),
        ("on a abattu des arbres", "arbre", "+?"),
        ("si on supprime les arbres, on cuit", "arbre", "+"),
        ("peur pour les arbres", "arbre", "+"),
        ("trop d'arbres devant chez moi", "arbre", "-?"),
        ("il n'y a pas d'arbre", "arbre", "+?"),
        ("plus d'arbres depuis les travaux", "arbre", "+?"),
        ("les arbres c'est une super idée", "arbre", "+"),
        ("les arbres c'est ridicule ici", "arbre", "-"),
        ("remplacer les bancs par des arbres", "banc", "-"),
        ("pas d'arbres ici, ça attire les rats", "arbre", "-?"),
        ("pas d'arbres au parc", "arbre", ""),
        ("limiter le nombre de bus", "bus", "-"),
        ("limiter la vitesse des bus", "bus", ""),
        ("des classes de plus de 25 élèves", "eleve", ""),
        ("jusqu'à la fin du collège", "college", ""),
        ("ils vont construire des immeubles", "immeubles", "-?"),
        ("Tondre le bord des chemins", "herbes hautes", "-"),
        ("Laissez pousser !", "herbes hautes", "+"),
        ("Faucher en septembre seulement", "herbes hautes", "+"),
        ("les trottinettes c'est pratique, gardez-les", "trottinette", "+"),
        ("ras-le-bol des ralentisseurs", "ralentisseurs", "-"),
    ],
)
def test_what_is_wanted_more_or_less_of(text: str, key: str, expected: str, tagged: Tagger) -> None:
    assert signs(text, tagged, key) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Interdire les barbecues", "des barbecues au bord de l'eau", "uncertain"),
        ("Interdire les barbecues", "autoriser les barbecues au bord de l'eau", "certain"),
        ("Interdire les barbecues au parc", "autoriser les barbecues au bord de l'étang", ""),
        ("Moins de lumière", "éclairer le chemin", "uncertain"),
        ("Supprimer les chiens dangereux", "autoriser les chiens d'aveugle", ""),
        ("Plus de bancs", "Moins de bancs", "uncertain"),
        ("le stationnement doit être gratuit", "faites payer le stationnement", "certain"),
    ],
)
def test_when_two_ideas_oppose_each_other(one: str, other: str, expected: str, tagged: Tagger) -> None:
    first, second = (read_stances(text, tagged(text), "proposition") for text in (one, other))
    assert opposition(first, second) == opposition(second, first) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d'accord avec les caméras à condition qu'on sache qui regarde", True),
        ("les trottinettes oui, sur les trottoirs non", True),
        ("tondre mais pas partout", True),
        ("oui oui, même la mienne", False),
        ("Le parc est beau mais il n'y a pas de toilettes", False),
    ],
)
def test_yes_and_no(text: str, expected: bool) -> None:
    assert is_nuanced(text) is expected


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.sampled_from(["proposition", "probleme", "crainte", "question", "satisfaction"]))
def test_any_text_can_be_read(text: str, nature: str) -> None:
    stances = read_stances(text, tag([text])[0], nature)
    assert all(stance.sign in (1, -1) for stance in stances)
    assert nature != "question" or stances == ()
