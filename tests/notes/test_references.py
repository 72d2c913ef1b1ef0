"""What is set in French in a sentence, and what is left to the letter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from participation_lib.notes.model import Text
from participation_lib.notes.pandoc_inlines import InlineBuilder
from participation_lib.notes.references import References
from participation_lib.schema import Counts, Origin, Quotation, Statement


def statement(text: str, *quotations: str) -> Statement:
    ideas = tuple(f"c{number}-1" for number in range(max(1, len(quotations))))
    return Statement(
        "e001",
        "t1",
        text,
        Origin.PERSON,
        ideas,
        Counts(len(ideas), len(ideas), None),
        tuple(Quotation(idea, words) for idea, words in zip(ideas, quotations, strict=False)),
    )


def test_words_also_used_by_the_writer_are_left_alone_where_they_are_quoted() -> None:
    found = References.words(statement("L'eau ? Une idée : «\u00a0L'eau ?\u00a0».", "L'eau ?"))
    assert found == [
        Text("L'eau ? Une idée : «\u00a0"),
        Text("L'eau ?", verbatim=True),
        Text("\u00a0»."),
    ]


OWN = st.text(st.sampled_from("aLl' ?!:;0123%€eo."), max_size=15)
CITIZEN = st.text(st.sampled_from("aLl' ?!:;0123%€eo.«»\"<>[]…-\u00a0\u202f\u200b"), min_size=1, max_size=25)


@given(before=OWN, words=CITIZEN.filter(lambda words: bool(words.strip())), after=OWN)
def test_typography_never_changes_a_quotation(before: str, words: str, after: str) -> None:
    shown = References.words(statement(f"{before}«\u00a0{words}\u00a0»{after}", words))
    assert [text.content for text in shown if text.verbatim] == [words]
    read = "".join(node["c"] for node in InlineBuilder("html").inlines(shown) if node["t"] == "Str")
    assert f"«\u00a0{words}\u00a0»" in read
