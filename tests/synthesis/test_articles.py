from __future__ import annotations

import pytest

from participation_lib.synthesis.articles import contracted, with_article, without_article


@pytest.mark.parametrize(
    ("noun", "before", "expected"),
    [
        ("barbecues", [], "les barbecues"),
        ("caniparcs", [], "les caniparcs"),
        ("bus", ["le", "un"], "le bus"),
        ("prix", [], "le prix"),
        ("accès aux jardins", [], "l’accès aux jardins"),
        ("éclairage", [], "l’éclairage"),
        ("haie", ["la"], "la haie"),
        ("herbe haute", [], "l’herbe haute"),
        ("place", ["de", "la", "une", "le"], "la place"),
        ("circulation", [], "la circulation"),
        ("stationnement", [], "le stationnement"),
    ],
)
def test_a_noun_gets_its_article(noun: str, before: list[str], expected: str) -> None:
    assert with_article(noun, before) == expected


@pytest.mark.parametrize(
    ("named", "of", "to", "more"),
    [
        ("les barbecues", "des barbecues", "aux barbecues", "de barbecues"),
        ("le parc", "du parc", "au parc", "de parc"),
        ("la haie", "de la haie", "à la haie", "de haie"),
        ("l’herbe", "de l’herbe", "à l’herbe", "d’herbe"),
        ("les arbres", "des arbres", "aux arbres", "d’arbres"),
    ],
)
def test_articles_contract(named: str, of: str, to: str, more: str) -> None:
    assert (contracted("de", named), contracted("à", named), without_article(named)) == (of, to, more)
