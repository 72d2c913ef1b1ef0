from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.tagging import TaggedText, french_model, is_known_verb, is_known_word, tag

Words = Callable[[str], TaggedText]


def test_the_model_is_loaded_once_and_without_its_parser() -> None:
    assert french_model() is french_model()
    assert "parser" not in french_model().pipe_names


def test_words_lie_where_they_were_written(tagged: Words) -> None:
    text = "Planter 🌳 des tilleuls\nprès de l’école"
    words = tagged(text)
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == [
        "Planter",
        "🌳",
        "des",
        "tilleuls",
        "près",
        "de",
        "l’",
        "école",
    ]


@pytest.mark.parametrize(
    ("text", "position", "form"),
    [
        pytest.param("Planter des arbres", 0, "Inf", id="infinitive"),
        pytest.param("Les bus passent", 2, "Fin", id="finite"),
        pytest.param("Je voudrais un banc", 1, "Cnd", id="conditional"),
        pytest.param("Les arbres sont coupés", 3, "Part", id="participle"),
        pytest.param("Des bancs", 1, "", id="noun-has-none"),
    ],
)
def test_verb_forms(text: str, position: int, form: str, tagged: Words) -> None:
    assert tagged(text).forms[position] == form


def test_lemmas_are_lower_case(tagged: Words) -> None:
    assert all(lemma == lemma.lower() for lemma in tagged("LES ARBRES DE CERGY").lemmas)


def test_order_and_company_change_nothing() -> None:
    texts = ["Planter des arbres", "", "Les bus sont bondés", "Planter des arbres", "🌳"]
    together = tag(texts)
    assert together == [tag([text])[0] for text in texts]
    assert tag(texts[::-1]) == together[::-1]


def test_nothing_to_tag(tagged: Words) -> None:
    assert tag([]) == []
    assert len(tagged("")) == 0
    assert len(tagged(" \n")) == 0


def test_within_counts_from_the_span(tagged: Words) -> None:
    text = "Planter des arbres et installer des bancs"
    inside = tagged(text).within(22, 41)
    assert [text[22:41][start:end] for start, end in zip(inside.starts, inside.ends, strict=True)] == [
        "installer",
        "des",
        "bancs",
    ]
    assert inside.parts == tagged("Planter des arbres et installer des bancs").parts[-3:]


def test_within_leaves_out_words_cut_by_the_span(tagged: Words) -> None:
    assert len(tagged("Planter des arbres").within(2, 5)) == 0
    assert len(tagged("Planter des arbres").within(8, 11)) == 1


@settings(derandomize=True, max_examples=60, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_is_tagged_in_order(text: str) -> None:
    words = tag([text])[0]
    assert len({len(column) for column in (words.starts, words.ends, words.parts, words.lemmas, words.forms)}) == 1
    edges = [edge for pair in zip(words.starts, words.ends, strict=True) for edge in pair]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))
    outside = set(range(len(text))) - {p for s, e in zip(words.starts, words.ends, strict=True) for p in range(s, e)}
    assert all(text[position].isspace() for position in outside)


@pytest.mark.parametrize("text", ["mot " * 12_000, "a" * 45_000], ids=["words", "one-word"])
def test_a_long_text_is_tagged_whole(text: str) -> None:
    words = tag([text])[0]
    assert words.starts[0] == 0
    assert words.ends[-1] == len(text.rstrip())
    assert sum(end - start for start, end in zip(words.starts, words.ends, strict=True)) == len(text.replace(" ", ""))


def test_the_dictionary() -> None:
    assert is_known_word("arbres")
    assert is_known_word("fraîcheur")
    assert not is_known_word("fraicheurr")
    assert is_known_verb("planter")
    assert not is_known_verb("plante")
    assert not is_known_verb("escalier")
