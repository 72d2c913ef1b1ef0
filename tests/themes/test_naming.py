from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.tagging import tag
from participation_lib.themes.naming import fold, name_themes, singular

STOP_WORDS = frozenset(
    [
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "et",
        "ou",
        "mais",
        "donc",
        "car",
        "ni",
        "que",
        "qui",
        "quoi",
        "dont",
        "où",
        "ce",
        "cet",
        "cette",
        "ces",
        "mon",
        "ton",
        "son",
        "ma",
        "ta",
        "sa",
        "mes",
        "tes",
        "ses",
        "notre",
        "votre",
        "leur",
        "nos",
        "vos",
        "leurs",
        "je",
        "tu",
        "il",
        "elle",
        "on",
        "nous",
        "vous",
        "ils",
        "elles",
        "moi",
        "toi",
        "lui",
        "eux",
        "se",
        "en",
        "y",
        "à",
        "au",
        "aux",
        "dans",
        "par",
        "pour",
        "sur",
        "sous",
        "avec",
        "sans",
        "vers",
        "chez",
        "plus",
        "moins",
        "très",
        "trop",
        "pas",
        "ne",
        "est",
        "sont",
        "être",
        "avoir",
        "il",
        "faut",
        "faudrait",
        "svp",
        "merci",
        "bcp",
    ]
)


def names(*groups: list[str]) -> list[str]:
    return [name.label for name in named(*groups)]


def named(*groups: list[str]) -> list:
    texts = [text for group in groups for text in group]
    members, start = [], 0
    for group in groups:
        members.append(list(range(start, start + len(group))))
        start += len(group)
    return name_themes(texts, tag(texts), members)


TREES = [
    "Planter des arbres",
    "plus d'arbres et d'ombre",
    "les arbres donnent de l'ombre",
    "des arbres partout",
    "un arbre par rue",
]
BUSES = [
    "Les bus sont bondés",
    "plus de bus le soir",
    "un bus toutes les dix minutes",
    "le bus ne passe plus",
    "des bus propres",
]


def test_a_name_says_what_the_theme_is_about() -> None:
    trees, buses = names(TREES, BUSES)
    assert "arbre" in trees.lower()
    assert "bus" in buses.lower()


def test_a_name_begins_with_a_capital_and_is_short() -> None:
    for label in names(TREES, BUSES):
        assert label[0].isupper()
        assert len(label.split()) <= 12


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ["Fraicheur", "de la fraicheur", "la fraîcheur des rues", "fraicheur svp", "chercher la fraicheur"],
            "Fraîcheur",
            id="accent-given-back",
        ),
        pytest.param(
            [
                "Le RER est en panne",
                "trop de monde dans le RER",
                "un RER plus fréquent",
                "RER bondé",
                "le RER du matin",
            ],
            "RER",
            id="acronym",
        ),
        pytest.param(
            [
                "le rer est en panne",
                "trop de monde dans le RER",
                "un RER plus fréquent",
                "RER bondé",
                "le RER du matin",
            ],
            "RER",
            id="acronym-once-in-lower-case",
        ),
        pytest.param(
            ["DES ARBRES", "PLUS D'ARBRES", "ARBRES PARTOUT", "LES ARBRES", "UN ARBRE"], "Arbre", id="shouted"
        ),
        pytest.param(
            ["Plus de PARCS svp", "des PARCS ouverts", "les PARCS le soir", "Nos PARCS", "des PARCS propres"],
            "Parcs",
            id="one-shouted-word",
        ),
        pytest.param(
            ["Une école neuve", "l'école est vieille", "repeindre l'école", "une ecole ouverte", "école fermée"],
            "École",
            id="accented-capital",
        ),
    ],
)
def test_how_a_name_is_written(texts: list[str], expected: str) -> None:
    assert names(texts, BUSES)[0].startswith(expected)


def test_a_complement_follows_its_noun_as_written() -> None:
    texts = [
        "un jardin partagé",
        "des jardins partagés",
        "les jardins partagés du quartier",
        "jardins partagés",
        "nos jardins partagés",
    ]
    label = names(texts, BUSES)[0]
    assert label in ("Jardins partagés", "Jardin partagé")


def test_no_two_names_are_alike() -> None:
    found = names(TREES, TREES, TREES, TREES)
    assert len({fold(label) for label in found}) == 4


def test_themes_without_a_word_have_a_name_each() -> None:
    found = names(["🌳", "!!"], ["12", "34"], ["", ""])
    assert all(found)
    assert len({fold(label) for label in found}) == 3


def test_keywords_are_words_people_wrote() -> None:
    for name in named(TREES, BUSES):
        assert name.keywords
        assert len(set(name.keywords)) == len(name.keywords)
        for keyword in name.keywords:
            assert fold(keyword) not in STOP_WORDS
            written = " ".join(singular(word) for word in re.findall(r"\w+", fold(" ".join(TREES + BUSES))))
            assert " ".join(singular(word) for word in re.findall(r"\w+", fold(keyword))) in written


@pytest.mark.parametrize("text", ["le faut", "Il faut svp", "moi je", "très bien"])
def test_a_word_that_says_nothing_is_no_keyword(text: str) -> None:
    name = named([text], BUSES)[0]
    assert name.label
    assert not {fold(word) for word in name.keywords} & STOP_WORDS


def test_no_group_no_name() -> None:
    assert name_themes([], [], []) == []


WORDS = st.sampled_from(
    [
        "arbres",
        "arbre",
        "bus",
        "BUS",
        "école",
        "ecole",
        "parc",
        "le",
        "la",
        "des",
        "et",
        "plus",
        "il",
        "faut",
        "RER",
        "l'eau",
        "vélos",
        "!",
        "?",
        "12",
        "🌳",
        "très",
        "propre",
        "passe",
    ]
)
SENTENCES = st.lists(WORDS, max_size=6).map(" ".join)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(groups=st.lists(st.lists(SENTENCES, min_size=1, max_size=6), min_size=1, max_size=5))
def test_names_are_never_empty_nor_alike(groups: list[list[str]]) -> None:
    found = named(*groups)
    labels = [fold(name.label) for name in found]
    assert len(labels) == len(groups)
    assert all(label.strip() for label in labels)
    assert len(set(labels)) == len(labels)
    for name in found:
        assert not {fold(word) for word in name.keywords} & STOP_WORDS


@pytest.mark.parametrize(
    ("one", "other"),
    [("arbre", "arbres"), ("jeu", "jeux"), ("canal", "canaux"), ("bus", "bus"), ("tableau", "tableaux")],
)
def test_singular_gives_one_key(one: str, other: str) -> None:
    assert singular(one) == singular(other)


@pytest.mark.parametrize("word", ["bus", "bois", "puits", "gaz", "ss", "s", ""])
def test_singular_is_never_empty_for_a_word(word: str) -> None:
    assert bool(singular(word)) == bool(word)


def test_fold() -> None:
    assert fold("Œuvres d’ÉTÉ") == "oeuvres d'ete"
