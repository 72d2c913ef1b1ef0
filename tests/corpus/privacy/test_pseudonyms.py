from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.privacy import MARK, Kind, clean, pseudonymise

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


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_is_admitted(texts: list[str]) -> None:
    result = pseudonymise(texts)
    assert len(result.texts) == len(texts)
    assert pseudonymise(texts) == result
