from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from participation_lib.corpus.tagging import TaggedText
from participation_lib.themes.encoding import SentenceEncoder, content_lemmas, encode_ideas, spelling_vectors

TEXTS = [
    "Planter des arbres place du marché",
    "Il faudrait plus d'arbres sur la place",
    "Les bus passent trop rarement",
    "Un bus toutes les dix minutes",
    "Des composteurs dans chaque résidence",
    "🌳",
    "x" * 5_000,
]


def lengths(vectors: np.ndarray) -> list[float]:
    return np.linalg.norm(vectors, axis=1).round(3).tolist()


def test_the_real_encoder_knows_meaning() -> None:
    vectors = SentenceEncoder().encode(["Planter des arbres", "Mettre de la végétation", "Horaires des trains"])
    assert vectors.shape == (3, 512)
    assert lengths(vectors) == [1.0, 1.0, 1.0]
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_the_same_text_has_the_same_vector_in_any_company() -> None:
    encoder = SentenceEncoder()
    together = encoder.encode(TEXTS)
    assert (together == encoder.encode(TEXTS)).all()
    assert (encoder.encode(TEXTS[::-1]) == together[::-1]).all()
    assert (encoder.encode([*TEXTS, *TEXTS]) == np.vstack([together, together])).all()
    np.testing.assert_allclose(encoder.encode(TEXTS[:2]), together[:2], atol=2e-5)


def test_the_real_encoder_takes_anything() -> None:
    encoder = SentenceEncoder()
    assert encoder.encode([]).shape == (0, 512)
    strange = encoder.encode(["", " ", "\n", "عربي", "🌳", "\u0000", "a" * 100_000])
    assert strange.shape == (7, 512)
    assert np.isfinite(strange).all()


def test_the_name_holds_a_version() -> None:
    assert any(character.isdigit() for character in SentenceEncoder().name)


def test_content_lemmas(tagged: Callable[[str], TaggedText]) -> None:
    assert content_lemmas(tagged("Planter des arbres sur la place")) == ["planter", "arbre", "place"]
    assert content_lemmas(tagged("et de la !!! 12")) == []


def test_spelling_brings_forms_of_a_word_together() -> None:
    vectors = spelling_vectors(["les arbres", "un arbre", "des arbes", "le bus", "les bus", "un bus de nuit"])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[3]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["arbre"], id="one"),
        pytest.param(["", ""], id="blank"),
        pytest.param(["abc", "xyz"], id="nothing-shared"),
        pytest.param(["les arbres"] * 5, id="identical"),
        pytest.param(["🌳🌳", "!!"], id="no-letter"),
    ],
)
def test_spelling_of_poor_corpora(texts: list[str]) -> None:
    vectors = spelling_vectors(texts)
    assert len(vectors) == len(texts)
    assert np.isfinite(vectors).all()


@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_vectors_have_length_one_and_are_repeatable(size: int, letters: Any) -> None:
    texts = [f"{TEXTS[position % 5]} {position}" for position in range(size)]
    natures = ["question" if position % 3 else "constat" for position in range(size)]
    vectors = encode_ideas(texts, letters, natures=natures, contexts=texts)
    assert len(vectors) == size
    assert lengths(vectors) == [1.0] * size
    assert (vectors == encode_ideas(texts, letters, natures=natures, contexts=texts)).all()


def test_identical_texts_have_finite_vectors(letters: Any) -> None:
    vectors = encode_ideas(["Planter des arbres"] * 40, letters, natures=["constat"] * 40)
    assert np.isfinite(vectors).all()
    assert (vectors == vectors[0]).all()


def test_a_short_idea_leans_on_its_contribution(letters: Any) -> None:
    texts = ["plus de places", "des arbres", "le marché du dimanche matin est agréable"]
    about = "vélos vélos vélos vélos"
    alone = encode_ideas(texts, letters)
    leaning = encode_ideas(texts, letters, contexts=[about, *texts[1:]])
    assert not np.allclose(alone[0], leaning[0])
    np.testing.assert_allclose(alone[1:], leaning[1:], atol=1e-5)


def test_form_is_taken_out(letters: Any) -> None:
    subjects = ["arbres tilleuls", "bus trajet"]
    texts = [f"{subjects[row % 2]} {row}" + (" ?" if row // 2 % 2 else "") for row in range(60)]
    natures = ["question" if text.endswith("?") else "constat" for text in texts]
    plain = encode_ideas(texts, letters)
    free = encode_ideas(texts, letters, natures=natures)
    asked = np.array([nature == "question" for nature in natures])

    def pull(vectors: np.ndarray) -> float:
        meaning = vectors[:, :96]
        return float(np.linalg.norm(meaning[asked].mean(axis=0) - meaning[~asked].mean(axis=0)))

    assert pull(free) <= pull(plain) + 1e-6
