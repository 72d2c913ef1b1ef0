from __future__ import annotations

import pytest

from participation_lib.corpus.content import fold_text, lack_of_content
from participation_lib.schema import Status

NO_CONTENT = [
    "RAS",
    "R.A.S.",
    "néant",
    "Néant.",
    "idem",
    "rien",
    "Rien à dire",
    "/",
    ".",
    "-",
    "...",
    "sans objet",
    "nc",
    "N/C",
    "NSP",
    "pas d'avis",
    "pas d’avis !",
    "je ne sais pas",
    "non concerné(e)",
    "voir plus haut",
    "cf. ci-dessus",
    "idem table 3",
    "Idem que table 3 et 4",
    "voir réponse à la question 2",
    "déjà dit",
    "aucune remarque",
    "test",
]
UNUSABLE = [
    "illisible",
    "(illisible)",
    "mot illisible ???",
    "???",
    "xx???",
    "!!!!",
    "12",
    "👍",
    "sdfgh",
    "azerty",
    "aaaaaaa",
    "[TÉLÉPHONE 1]",
    "[PERSONNE 1], [COURRIEL 2]",
    "x x x x x",
    "نريد حافلات أكثر في المساء",
    "我们需要更多的公共汽车",
]
SAID = [
    "oui",
    "non",
    "Non !",
    "bus",
    "TV",
    "+ d'arbres !!",
    "rien à voir mais il manque des bancs",
    "idem, et des arbres en plus",
    "voir les enfants jouer",
    "pr kwa ya pa 2 bus l soir",
    "RER",
    "HLM",
    "des aaarbres",
    "comme à Pontoise",
    "Ο RER est en retard tous les matins",
    "WC publics",
    "vtt",
]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0"])
def test_blank(text: str) -> None:
    assert lack_of_content(text) == (Status.EMPTY, "aucun texte")


@pytest.mark.parametrize("text", NO_CONTENT)
def test_empty_answers(text: str) -> None:
    found = lack_of_content(text)
    assert found is not None
    assert found[0] is Status.NO_CONTENT
    assert found[1].startswith("réponse sans contenu")


@pytest.mark.parametrize("text", UNUSABLE)
def test_unusable_texts(text: str) -> None:
    found = lack_of_content(text)
    assert found is not None
    assert found[0] is Status.UNUSABLE
    assert found[1]


@pytest.mark.parametrize("text", SAID)
def test_what_says_something_is_retained(text: str) -> None:
    assert lack_of_content(text) is None


def test_another_script_is_said() -> None:
    found = lack_of_content("نريد حافلات أكثر في المساء")
    assert found == (Status.UNUSABLE, "autre écriture (arabe) : à traduire")


def test_folding() -> None:
    assert fold_text("  Plus d’ARBRES,\n svp !! ") == "plus d arbres svp"
    assert fold_text("Cœur, ÉTÉ, naïf") == "coeur ete naif"
