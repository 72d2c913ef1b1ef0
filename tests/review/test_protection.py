"""Passages masked, generalised or kept: what is shown follows, ideas do not move."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.review.protection import Protection, marked_words, protected, show
from participation_lib.review.review import DecisionError, Review
from participation_lib.schema import (
    Action,
    Batch,
    CutIdea,
    JoinIdeas,
    Passage,
    ProtectPassages,
    Redo,
    Replacement,
    SetRetention,
    Treatment,
    Undo,
    check_ideas,
)
from tests.review.samples import FIRST_THEMES, build_batch, decide

TEXT = "Karim habite au 12 rue haute, [PERSONNE 1] est malade et Karim attend [PERSONNE 2]. Des bancs"
PARTS = ["Karim habite au 12 rue haute", "[PERSONNE 1] est malade", "Karim attend [PERSONNE 2]", "Des bancs"]
MASK, GENERAL, KEEP = Treatment.MASK, Treatment.GENERALISE, Treatment.KEEP


def batch_with_names() -> Batch:
    rows = [
        ("c0001", "1", TEXT, [(part, "t01", "constat", 80) for part in PARTS]),
        ("c0002", "2", "Karim encore", []),
    ]
    made = build_batch(1, rows, FIRST_THEMES)
    words = (("[PERSONNE 1]", "Odette"), ("[PERSONNE 2]", "Justice"))
    return replace(made, replacements=tuple(Replacement("c0001", mark, "PERSONNE", said) for mark, said in words))


def place(words: str, occurrence: int = 0) -> Passage:
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    return Passage("c0001", start, start + len(words))


def mask(*passages: Passage, mark: str = "[PERSONNE 3]") -> ProtectPassages:
    return ProtectPassages(passages, MASK, mark)


def texts(review: Review) -> list[str]:
    return [review.text(idea) for idea in review.in_reading_order]


@pytest.fixture
def named() -> Review:
    return Review.of([batch_with_names()])


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (mask(place("Karim")), ["[PERSONNE 3] habite au 12 rue haute", *PARTS[1:]]),
        (
            mask(place("Karim"), place("Karim", 1)),
            ["[PERSONNE 3] habite au 12 rue haute", PARTS[1], "[PERSONNE 3] attend [PERSONNE 2]", PARTS[3]],
        ),
        (
            ProtectPassages((place("[PERSONNE 1] est malade"),), GENERAL, " une  personne "),
            [PARTS[0], "une personne", *PARTS[2:]],
        ),
        (ProtectPassages((place("[PERSONNE 2]"),), KEEP), [*PARTS[:2], "Karim attend Justice", PARTS[3]]),
        (ProtectPassages((place("malade"),), KEEP), PARTS),
        # Over two ideas: each shows the mark, what lies between them is gone.
        (
            mask(place("malade et Karim")),
            [PARTS[0], "[PERSONNE 1] est [PERSONNE 3]", "[PERSONNE 3] attend [PERSONNE 2]", PARTS[3]],
        ),
    ],
)
def test_what_is_shown_follows_and_undoing_brings_it_back(
    named: Review, action: ProtectPassages, shown: list[str]
) -> None:
    after = decide(named, action)
    assert texts(after) == shown
    assert list(after.ideas) == list(named.ideas)
    check_ideas(after.idea_table(), _as_table(after))
    assert texts(decide(after, Undo(1))) == PARTS
    assert texts(decide(after, Undo(1), Redo(1))) == shown


def _as_table(review: Review) -> pd.DataFrame:
    table = batch_with_names().contributions
    return table.assign(text=[review.shown_text(name).text for name in table["contribution_id"]])


def test_the_latest_decision_holds_and_what_others_masked_around_it_stays_masked(named: Review) -> None:
    wide = decide(named, mask(place("Karim habite au 12 rue haute")), ProtectPassages((place("12 rue"),), KEEP))
    assert texts(wide)[0] == "[PERSONNE 3]12 rue[PERSONNE 3]"


def test_what_was_not_retained_is_masked_too(named: Review) -> None:
    after = decide(named, mask(Passage("c0002", 0, 5)))
    assert after.shown_texts == {"c0002": "[PERSONNE 3] encore"}


def test_what_is_masked_now_is_listed_with_its_words(named: Review) -> None:
    after = decide(named, mask(place("Karim")), ProtectPassages((place("[PERSONNE 2]"),), KEEP))
    assert [(found.mark, found.words) for found in after.replacements] == [
        ("[PERSONNE 3]", "Karim"),
        ("[PERSONNE 1]", "Odette"),
    ]
    wider = decide(named, mask(place("[PERSONNE 1] est malade")))
    assert [found.words for found in wider.replacements] == ["Odette est malade", "Justice"]


@pytest.mark.parametrize(
    "action",
    [
        mask(),
        mask(Passage("c0009", 0, 2)),
        mask(Passage("c0001", 4, 4)),
        mask(Passage("c0001", 0, 999)),
        mask(place("[PERSONNE"), mark="[PERSONNE 3]"),
        mask(place("Karim"), mark="Karim"),
        ProtectPassages((place("Karim"),), GENERAL, " ?! "),
        SetRetention("demain"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_changes_nothing(named: Review, action: Action) -> None:
    with pytest.raises(DecisionError) as refused:
        decide(named, action)
    assert str(refused.value).endswith(".")
    assert texts(named) == PARTS


def test_nothing_is_cut_inside_a_mark(named: Review) -> None:
    inside = place("[PERSONNE").end
    with pytest.raises(DecisionError, match="marque"):
        decide(named, CutIdea("c0001-2", inside, inside + 1, "c0001-5"))
    masked = decide(named, mask(place("habite au 12 rue")))
    inside = place("habite").end
    with pytest.raises(DecisionError, match="marque"):
        decide(masked, CutIdea("c0001-1", inside, inside + 1, "c0001-5"))


def test_a_later_end_of_retention_takes_the_place_of_the_first(named: Review) -> None:
    after = decide(named, SetRetention("2028-11-24"), SetRetention("2029-01-31"))
    assert (named.retention, after.retention) == ("", "2029-01-31")


def test_typed_marks_stand_for_nothing_and_keep_gives_each_its_own_words() -> None:
    text = "[PERSONNE 1] et [PERSONNE 1], [PERSONNE 9]"
    said = [Replacement("c1", "[PERSONNE 1]", "PERSONNE", words) for words in ("Mme Odette", "ODETTE")]
    found = marked_words(text, said)
    assert [(span, mark.words) for span, mark in found.items()] == [((0, 12), "Mme Odette"), ((16, 28), "ODETTE")]
    kept = show(text, [(0, len(text))], [Protection(0, 12, KEEP, ""), Protection(16, 28, KEEP, "")], found)
    assert kept.text == "Mme Odette et ODETTE, [PERSONNE 9]"


# Whatever is decided

Step = tuple[str, int, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["mask", "mask", "general", "keep", "cut", "cut", "join", "undo", "redo"]),
        st.integers(0, 200),
        st.integers(1, 40),
        st.integers(0, 9),
    ),
    max_size=14,
)


def _action(review: Review, step: Step) -> Action:
    kind, a, b, c = step
    if kind in ("mask", "general", "keep"):
        start = a % len(TEXT)
        passage = Passage("c0001", start, min(start + b, len(TEXT)))
        if kind == "mask":
            return mask(passage, mark=f"[PERSONNE {c + 3}]")
        return ProtectPassages((passage,), GENERAL if kind == "general" else KEEP, "une personne" * (kind == "general"))
    ideas = review.in_reading_order
    if kind == "cut":
        spaces = [rank for rank, character in enumerate(TEXT) if character == " "]
        place_ = spaces[a % len(spaces)]
        spans = {idea.idea_id: review.span_as_read(idea.idea_id) for idea in ideas}
        held = next((name for name, (start, end) in spans.items() if start < place_ < end), ideas[0].idea_id)
        return CutIdea(held, place_, place_ + 1, review.new_idea_id("c0001"))
    if kind == "join":
        rank = a % max(1, len(ideas) - 1)
        return JoinIdeas(ideas[rank].idea_id, ideas[min(rank + 1, len(ideas) - 1)].idea_id)
    number = a % (len(review.log) + 1) + 1
    return Undo(number) if kind == "undo" else Redo(number)


def _played(taken: list[Step]) -> tuple[Review, Review]:
    """Give the review after the steps that are not refused, and the one where nothing was protected."""
    review = Review.of([batch_with_names()])
    for step in taken:
        try:
            review = decide(review, _action(review, step))
        except DecisionError:
            continue
    bare = review
    for decision in review.log:
        if isinstance(decision.action, ProtectPassages) and review.stands(decision.decision_id):
            bare = decide(bare, Undo(decision.decision_id))
    return review, bare


@settings(max_examples=150, deadline=None)
@given(steps)
def test_ideas_part_the_text_as_if_nothing_had_been_protected(taken: list[Step]) -> None:
    review, bare = _played(taken)
    assert list(review.ideas) == list(bare.ideas)
    assert [review.span_as_read(name) for name in review.ideas] == [bare.span_as_read(name) for name in bare.ideas]
    assert [bare.text(idea) for idea in bare.in_reading_order] == [
        TEXT[slice(*bare.span_as_read(idea.idea_id))] for idea in bare.in_reading_order
    ]
    if review.ideas:
        check_ideas(review.idea_table(), _as_table(review))
    # The log alone gives it back.
    assert Review.of([batch_with_names()], review.log).ideas == review.ideas


@settings(max_examples=150, deadline=None)
@given(steps)
def test_what_is_hidden_shows_nowhere_and_the_rest_is_untouched(taken: list[Step]) -> None:
    review, _ = _played(taken)
    shown = review.shown_text("c0001")
    decided = review.protections.get("c0001", ())
    outside = "".join(TEXT[p.start : p.end] for p in shown.pieces if not p.is_protected)
    hidden = {rank for p in decided for rank in range(p.start, p.end)}
    read = {rank for p in shown.pieces if not p.is_protected for rank in range(p.start, p.end)}
    kept = {rank for p in decided if p.treatment is KEEP for rank in range(p.start, p.end)}
    assert read & hidden <= kept
    assert set(range(len(TEXT))) - hidden <= read
    assert outside == "".join(shown.text[p.shown_start : p.shown_end] for p in shown.pieces if not p.is_protected)
    for passage in decided:
        said = TEXT[passage.start : passage.end]
        if passage.treatment is not KEEP and "rue haute" in said:
            assert "rue haute" not in shown.text
            assert not any("rue haute" in text for text in texts(review))
    # Each place that is shown leads back to a place that was read.
    for idea in review.in_reading_order:
        assert shown.as_read(idea.start, idea.end) == review.span_as_read(idea.idea_id)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from([MASK, KEEP])), max_size=8))
def test_passages_stay_disjoint_and_only_a_later_decision_unmasks(drawn: list[tuple[int, int, Treatment]]) -> None:
    known: tuple[Protection, ...] = ()
    expected: dict[int, Treatment] = {}
    for rank, (start, size, treatment) in enumerate(drawn):
        known = protected(known, Protection(start, start + size, treatment, "", rank))
        expected |= dict.fromkeys(range(start, start + size), treatment)
    found = [(place_, passage.treatment) for passage in known for place_ in range(passage.start, passage.end)]
    assert dict(found) == expected
    assert len(found) == len(expected)
