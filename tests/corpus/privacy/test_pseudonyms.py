from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.privacy import MARK, Kind, clean, pseudonymise
from participation_lib.corpus.privacy.marks import MarkBook

PIECES = st.sampled_from(
    [
        "Karim",
        "06 12 34 56 78",
        "[PERSONNE 1]",
        "[PERSONNE ",
        "]",
        "[",
        "a@b.fr",
        "mme traoré",
        "12 rue des Lilas",
        "AB-123-CD",
        " ",
        "\n",
        ", ",
        "et",
        "1]",
        "[TÉLÉPHONE 2]",
        "RAS",
        "[[PERSONNE 3]]",
        "Fatou Sow",
        "NIR 3",
    ]
)


def test_marks_are_recognised_by_their_pattern() -> None:
    for kind in Kind:
        match = MARK.fullmatch(f"[{kind} 12]")
        assert match is not None
        assert (match["kind"], match["number"]) == (kind, "12")
    assert not MARK.fullmatch("[PERSONNE]")


def test_replacements_say_where_and_what() -> None:
    result = pseudonymise(["rien", "Karim, a@b.fr", "Karim, a@b.fr"])
    told = [(found.index, found.mark, found.words) for found in result.replacements]
    assert told == [
        (1, "[PERSONNE 1]", "Karim"),
        (1, "[COURRIEL 1]", "a@b.fr"),
        (2, "[PERSONNE 1]", "Karim"),
        (2, "[COURRIEL 1]", "a@b.fr"),
    ]


def test_a_mark_typed_by_a_person_stays_and_its_number_is_not_used() -> None:
    texts = pseudonymise(["Karim, Fatou et Awa", "[PERSONNE 2] est sympa"]).texts
    assert texts == ("[PERSONNE 1], [PERSONNE 3] et [PERSONNE 4]", "[PERSONNE 2] est sympa")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a\r\nb\rc\u2028d", "a\nb\nc\nd", id="line-ends"),
        pytest.param("a\x00b\x07c\x7f", "abc", id="control"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("a\u00a0b\u202fc\t", "a\u00a0b\u202fc\t", id="spaces-stay"),
        pytest.param("a\ud800b\uffff", "ab", id="unwritable"),
        pytest.param("ã© reste", "ã© reste", id="mojibake-stays"),
    ],
)
def test_cleaning(before: str, after: str) -> None:
    assert clean(before) == after
    assert pseudonymise([before]).texts == (after,)


def test_blank_and_hostile_texts_pass() -> None:
    texts = ["", "   ", "نريد حافلات", "👍", "x" * 100_000, "M. " * 2000, "(" * 5000, "1 " * 5000, "@" * 3000]
    assert len(pseudonymise(texts).texts) == len(texts)


def test_a_long_contribution_takes_no_time() -> None:
    text = "Il faut plus de bancs, dit Zerbib à Karim, et moins de voitures. " * 1600
    assert "Karim" not in pseudonymise([text]).texts[0]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=5))
def test_marks_are_never_nested_and_everything_else_is_kept(texts: list[str]) -> None:
    result = pseudonymise(texts)
    assert len(result.texts) == len(texts)
    for index, (before, after) in enumerate(zip(texts, result.texts, strict=True)):
        restored = after
        for found in result.replacements:
            if found.index == index:
                restored = restored.replace(found.mark, found.words, 1)
        assert restored == clean(before)
        assert sum(found.index == index for found in result.replacements) + len(MARK.findall(clean(before))) == len(
            MARK.findall(after)
        )


WRITTEN = st.sampled_from(
    [
        "Karim",
        "mme traoré",
        "Fatou Sow",
        "Zerbib",
        "ma voisine katerine",
        "MERCI A JOSIANE",
        "chez les Tran",
        "Merci Nono",
        "06 12 34 56 78\n",
        "zéro six douze trente-quatre cinquante-six zéro huit",
        "a@b.fr",
        "12 rue des Lilas",
        "née le 2 avril 1974",
        "insta : lina_95\n",
        "FR76 3000 6000 0112 3456 7890 189",
        "AB-123-CD",
        "Rose",
        "Lebihan",
        "place Rose",
        ", ",
        " et ",
        " : ",
        ". ",
        "le bus 42 ",
        "Paris",
        "LE MAIRE\n",
        "signé ",
        "M. ",
        "[PERSONNE 4]",
    ]
)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.lists(WRITTEN, max_size=7).map(" ".join), max_size=4))
def test_each_replacement_says_exactly_where_it_was_and_the_rest_is_unchanged(texts: list[str]) -> None:
    result = pseudonymise(texts)
    for index, before in enumerate(texts):
        rebuilt, last = "", 0
        for found in (one for one in result.replacements if one.index == index):
            assert before[found.start : found.end] == found.words
            assert found.start >= last
            assert not MARK.search(found.words)
            rebuilt += before[last : found.start] + found.mark
            last = found.end
        assert rebuilt + before[last:] == result.texts[index]


@settings(deadline=None, max_examples=120)
@given(st.lists(st.lists(WRITTEN, max_size=7).map(" ".join), max_size=4))
def test_the_same_words_have_one_mark_and_no_mark_stands_for_two(texts: list[str]) -> None:
    said: dict[str, set[str]] = {}
    for found in pseudonymise(texts).replacements:
        said.setdefault(found.mark, set()).add(MarkBook.key(Kind(found.kind), found.words)[1])
    assert all(len(words) == 1 for words in said.values())
    assert len({min(words) for words in said.values()}) <= len(said)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.lists(WRITTEN, max_size=7).map(" ".join), max_size=4))
def test_a_pseudonymised_text_stays_as_it_is(texts: list[str]) -> None:
    once = pseudonymise(texts).texts
    assert pseudonymise(once).texts == once


def test_what_is_not_certain_is_masked_and_said_so() -> None:
    result = pseudonymise(["merci à Karim", "Merci Nono !", "voir youssouph au 3e"])
    assert [(found.words, found.certain) for found in result.replacements] == [
        ("Karim", True),
        ("Nono", False),
        ("youssouph", False),
    ]
    assert result.texts == ("merci à [PERSONNE 1]", "Merci [PERSONNE 2] !", "voir [PERSONNE 3] au 3e")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_is_admitted(texts: list[str]) -> None:
    result = pseudonymise(texts)
    assert len(result.texts) == len(texts)
    assert pseudonymise(texts) == result
