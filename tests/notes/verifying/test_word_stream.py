from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.notes.typography import typeset
from participation_lib.notes.verifying.word_stream import WordStream, split_tokens


def bare(text: str, *, printed: bool = False) -> str:
    return "".join(token.text for token in split_tokens(text, printed=printed))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("l'eau : « oui » !", "l’eau\u00a0: “oui”\u202f!", id="marks-and-spaces"),
        pytest.param("3\u202f000 idées", "3 000 idées", id="thousands"),
        pytest.param("3000 idées", "3 000 idées", id="thousands-typed-together"),
        pytest.param("et après...", "et après…", id="ellipsis"),
        pytest.param("10 - 12", "10\u202f–\u202f12", id="dashes"),
        pytest.param("e\u0301te\u0301", "été", id="accents-apart"),
        pytest.param("zéro\u200bchose", "zérochose", id="invisible"),
        pytest.param("Tableau 2 – Idées", "Tableau 12 – Idées", id="number-of-a-caption"),
    ],
)
def test_what_programs_change_by_themselves_is_no_difference(one: str, other: str) -> None:
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("12 idées", "12 % des idées", id="percent"),
        pytest.param("1,5 m", "15 m", id="decimal-comma"),
        pytest.param("42\t306", "4\t2306", id="figure-moved-to-the-next-cell"),
        pytest.param("Oui.", "Oui ?", id="sign"),
        pytest.param("« oui »", "oui", id="no-more-a-quotation"),
        pytest.param("au Tableau 2", "au Tableau 3", id="number-in-a-sentence"),
    ],
)
def test_anything_else_is_one(one: str, other: str) -> None:
    assert bare(one) != bare(other)


def test_a_word_cut_at_the_end_of_a_printed_line_is_whole() -> None:
    assert bare("porte-", printed=True) + bare("manteau", printed=True) == bare("porte-manteau", printed=True)


@settings(deadline=None)
@given(st.text())
def test_typography_set_by_us_adds_no_sign_of_quantity(text: str) -> None:
    digits = [sign for sign in bare(text) if sign.isdecimal()]
    assert [sign for sign in bare(typeset(text)) if sign.isdecimal()] == digits


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6), st.booleans())
def test_every_line_is_found_where_it_is(lines: list[str], printed: bool) -> None:
    stream = WordStream(lines, printed=printed)
    place = 0
    for line in lines:
        end = stream.end_of(bare(line, printed=printed), place)
        assert end is not None
        assert stream.start_of(bare(line, printed=printed), end) == place
        place = end
    assert place == len(stream.tokens)
