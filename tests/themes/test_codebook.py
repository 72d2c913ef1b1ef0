from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from participation_lib.errors import InputError
from participation_lib.themes.clustering import NO_GROUP
from participation_lib.themes.codebook import Codebook, default_codebook, parse_codebook, place_in_codebook


def theme(
    theme_id: object = "nature", label: object = "Nature en ville", descriptors: object = ("arbre", "haie")
) -> dict[str, object]:
    return {"id": theme_id, "libelle": label, "descripteurs": descriptors}


def book(*themes: dict[str, object]) -> Codebook:
    return parse_codebook({"themes": list(themes)}, "livre.yaml")


BUS = theme("bus", "Transports", ["bus", "arrêt de bus"])


def test_a_good_codebook() -> None:
    found = book(theme(), BUS)
    assert [given.theme_id for given in found.themes] == ["nature", "bus"]
    assert found.themes[0].descriptors == ("arbre", "haie")
    assert found.name == "livre.yaml"


def test_descriptors_may_be_one_line_or_none() -> None:
    assert book(theme(descriptors="arbre, haie vive")).themes[0].descriptors == ("arbre", "haie vive")
    assert book(theme(descriptors=None)).themes[0].descriptors == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"themes": None}, id="no-list"),
        pytest.param({"themes": []}, id="empty-list"),
        pytest.param({"themes": "nature"}, id="a-word"),
        pytest.param({"themes": {"nature": 1}}, id="a-mapping"),
        pytest.param({"themes": ["nature"]}, id="words"),
        pytest.param({"themes": [{"id": "nature"}]}, id="no-label"),
        pytest.param({"themes": [{"libelle": "Nature"}]}, id="no-id"),
        pytest.param({"themes": [theme(), theme()]}, id="same-id-twice"),
        pytest.param({"themes": [theme(descriptors=5)]}, id="descriptors-a-number"),
        pytest.param({"themes": [theme("non_classe")]}, id="id-of-the-unclassified"),
        pytest.param({"themes": [theme("a"), theme("b")]}, id="same-label-twice"),
        pytest.param({"themes": [theme("en_bref")]}, id="id-of-a-section"),
    ],
)
def test_a_bad_codebook_gets_one_sentence(content: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="livre de codes") as caught:
        parse_codebook(content, "livre.yaml")
    assert "\n" not in str(caught.value)


def test_the_codebook_shipped() -> None:
    shipped = default_codebook()
    assert len(shipped.themes) >= 8
    assert all(given.descriptors for given in shipped.themes)
    assert len({given.label for given in shipped.themes}) == len(shipped.themes)


def test_ideas_go_where_their_words_lead(letters: Any) -> None:
    texts = ["planter des ARBRES", "L'arrêt de bus est sale", "des haïes", "xyz qwv", ""]
    placed = place_in_codebook(texts, book(theme(), BUS), letters)
    assert placed.tolist() == [0, 1, 0, NO_GROUP, NO_GROUP]


def test_a_descriptor_is_a_whole_word(letters: Any) -> None:
    assert place_in_codebook(["arbrisseau exotique zzz"], book(theme("n", "Wwww", ["arb"]), BUS), letters).tolist() == [
        NO_GROUP
    ]


def test_one_theme_or_no_idea(letters: Any) -> None:
    assert place_in_codebook([], book(theme()), letters).shape == (0,)
    assert place_in_codebook(["des arbres"], book(theme()), letters).tolist() == [0]
    assert place_in_codebook(["des arbres"], book(theme(descriptors=["!!"]), BUS), letters).dtype == np.int64
