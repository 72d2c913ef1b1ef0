"""Where an idea is cut: at the joint, which belongs to neither half, and nowhere a word would be lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.review.cutting import falls_between_words, gap_at

# The idea, with a bar wherever the cut may be asked; its halves.
HALVES = [
    ("des arbres|, |et |des bancs", "des arbres", "des bancs"),
    ("des arbres |et puis |des bancs", "des arbres", "des bancs"),
    ("des arbres |ou| des bancs", "des arbres", "des bancs"),
    ("des arbres|,| mais aussi| des bancs", "des arbres", "des bancs"),
    ("des arbres| des bancs", "des arbres", "des bancs"),
    ("des arbres. |Mais |des bancs", "des arbres.", "des bancs"),
    ("des arbres aussi |des bancs", "des arbres aussi", "des bancs"),
    ("des arbres ! |et des bancs", "des arbres !", "des bancs"),
    ("plus de bus |- de voitures", "plus de bus", "- de voitures"),
    ("plus de bus|, |- de voitures", "plus de bus", "- de voitures"),
    ("des bancs à Sète |entretenus", "des bancs à Sète", "entretenus"),
    ("du béret |étoilé", "du béret", "étoilé"),
    ("des tilleuls |et", "des tilleuls", "et"),
]


@pytest.mark.parametrize(("marked", "first", "second"), HALVES, ids=[case[0] for case in HALVES])
def test_the_joint_belongs_to_neither_half(marked: str, first: str, second: str) -> None:
    idea = marked.replace("|", "")
    text = f"Bonjour, et {idea}, et merci."
    start = len("Bonjour, et ")
    places = [marked[:rank].replace("|", "") for rank, sign in enumerate(marked) if sign == "|"]
    for before in places:
        first_end, second_start = gap_at(text, start, start + len(idea), start + len(before))
        assert (text[start:first_end], text[second_start : start + len(idea)]) == (first, second), before


pieces = st.lists(st.sampled_from([*"aé ,.;-+&🌳\n", " et ", "ou ", "mais ", "- de "]), max_size=12).map("".join)


@given(pieces, st.data())
def test_a_cut_leaves_out_what_it_may_or_only_spaces(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first_end, second_start = gap_at(text, start, end, data.draw(st.integers(start, end)))
    assert start <= first_end <= second_start <= end
    if text[first_end:second_start].strip():
        assert falls_between_words(text, first_end, second_start)
