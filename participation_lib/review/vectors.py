"""Vectors of the ideas of a review, the same whether the cache is cold or warm."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from participation_lib.review.review import Review
from participation_lib.schema import Batch, idea_text
from participation_lib.themes.encoding import Encoder, Vectors, encode_ideas, texts_to_encode

__all__ = ["arrival_vectors", "review_vectors"]


def review_vectors(batches: Sequence[Batch], review: Review, encoder: Encoder) -> Vectors:
    """Give the vectors of the ideas of a review, in reading order, shape (n, d).

    Texts are encoded batch by batch, as when they came in, then those that cuts and joins made
    since one by one: the company a text is encoded in, which its last digits depend on, is
    always the same. (But for words that a cut made and that a later file happens to hold.)
    Spelling is learnt from ideas as they came in, and kept where the encoder keeps its vectors.
    """
    texts, contexts, natures = _of_review(batches, review, encoder)
    return encode_ideas(texts, encoder, natures=natures, contexts=contexts, corpus=_as_came_in(batches))


def arrival_vectors(
    batches: Sequence[Batch], review: Review, contributions: pd.DataFrame, ideas: pd.DataFrame, encoder: Encoder
) -> Vectors:
    """Give the vectors of the ideas of a review, then of ideas that come in, in one space."""
    texts, contexts, natures = _of_review(batches, review, encoder)
    fresh, their_contexts = _of_table(contributions, ideas)
    encoder.encode(texts_to_encode(fresh, their_contexts))
    return encode_ideas(
        [*texts, *fresh],
        encoder,
        natures=[*natures, *ideas["nature"].tolist()],
        contexts=[*contexts, *their_contexts],
        corpus=[*_as_came_in(batches), *fresh],
    )


def _as_came_in(batches: Sequence[Batch]) -> list[str]:
    """Give the words of every idea before any cut or join: spelling is learnt once for all that is decided."""
    return [text for batch in batches for text in idea_text(batch.ideas, batch.contributions).tolist()]


def _of_table(contributions: pd.DataFrame, ideas: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Give the words of each idea, and the contribution it comes from."""
    whole = dict(zip(contributions["contribution_id"], contributions["text"], strict=True))
    return idea_text(ideas, contributions).tolist(), [whole[name] for name in ideas["contribution_id"]]


def _of_review(batches: Sequence[Batch], review: Review, encoder: Encoder) -> tuple[list[str], list[str], list[str]]:
    """Give texts, contexts and automatic natures of the ideas of a review, all of them encoded already."""
    natures: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    for batch in batches:
        table = batch.ideas
        encoder.encode(texts_to_encode(*_of_table(batch.contributions, table)))
        natures |= dict(zip(table["idea_id"], table["nature"], strict=True))
        ends = zip(table["start"].tolist(), table["end"].tolist(), strict=True)
        spans |= dict(zip(table["idea_id"], ends, strict=True))
    ideas = review.in_reading_order
    texts = [review.text(idea) for idea in ideas]
    contexts = [review.contributions[idea.contribution_id].text for idea in ideas]
    for idea, text, context in zip(ideas, texts, contexts, strict=True):
        as_came_in = spans.get(idea.idea_id) == review.span_as_read(idea.idea_id)
        if not as_came_in or idea.contribution_id in review.protections:
            for asked in texts_to_encode([text], [context]):
                encoder.encode([asked])
    return texts, contexts, [natures.get(idea.idea_id, idea.nature) for idea in ideas]
