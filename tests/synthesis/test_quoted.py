from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.synthesis.quoted import quoted_spans


@pytest.mark.parametrize(
    ("text", "quotations", "expected"),
    [
        ("Une idée : « des bancs ».", ["des bancs"], ["des bancs"]),
        ("Une idée : «\u00a0des bancs\u00a0».", ["des bancs"], ["des bancs"]),
        ('Une idée : "des bancs".', ["des bancs"], ["des bancs"]),
        # The same words outside quotation marks are the writer's.
        ("Deux idées demandent des bancs : « des bancs ».", ["des bancs"], ["des bancs"]),
        ("Deux idées demandent des bancs.", ["des bancs"], []),
        # Cut, completed, cut twice.
        ("« des bancs […] »", ["des bancs"], ["des bancs"]),
        ("« Plus de bancs […] à l'ombre »", ["Plus de bancs partout, à l'ombre"], ["Plus de bancs", "à l'ombre"]),
        ("« […] à l'ombre »", ["Plus de bancs, à l'ombre"], ["à l'ombre"]),
        ("« il faut le fermer [le parc] »", ["il faut le fermer"], ["il faut le fermer"]),
        # A changed word is no quotation.
        ("« Plus de bancs […] au soleil »", ["Plus de bancs partout, à l'ombre"], []),
        ("« les habitants veulent des bancs »", ["des arbres"], []),
        # Marks inside the words, one quotation inside another.
        ("« un « vrai » parc »", ["un « vrai » parc"], ["un « vrai » parc"]),
        ("« parc » et « un parc »", ["parc", "un parc"], ["parc", "un parc"]),
        ("« rien »", ["", "  "], []),
    ],
)
def test_what_counts_as_a_quotation(text: str, quotations: list[str], expected: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_spans(text, quotations)] == expected


OWN = st.text(st.characters(exclude_characters='«»“”"', exclude_categories=["Cs"]), max_size=20)


@given(before=OWN, words=st.text(min_size=1, max_size=30).filter(lambda words: bool(words.strip())), after=OWN)
def test_a_quotation_is_found_whatever_its_words(before: str, words: str, after: str) -> None:
    text = f"{before}«\u00a0{words}\u00a0»{after}"
    start = len(before) + 2
    assert quoted_spans(text, [words]) == ((start, start + len(words)),)
