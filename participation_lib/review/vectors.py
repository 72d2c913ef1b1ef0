"""Vectors of the ideas of a review, the same whether the cache is cold or warm."""

from __future__ import annotations

from collections.abc import Sequence

from participation_lib.review.review import Review
from participation_lib.schema import Batch, idea_text
from participation_lib.themes.encoding import Encoder, Vectors, encode_ideas, texts_to_encode

__all__ = ["review_vectors"]


def review_vectors(batches: Sequence[Batch], review: Review, encoder: Encoder) -> Vectors:
    """Give the vectors of the ideas of a review, in reading order, shape (n, d).

    Texts are encoded batch by batch, as when they came in, then those that cuts made since
    one by one: the company a text is encoded in, which its last digits depend on, is always
    the same.
    """
    for batch in batches:
        texts = idea_text(batch.ideas, batch.contributions).tolist()
        whole = dict(zip(batch.contributions["contribution_id"], batch.contributions["text"], strict=True))
        encoder.encode(texts_to_encode(texts, [whole[name] for name in batch.ideas["contribution_id"]]))
    ideas = review.in_reading_order
    texts = [review.text(idea) for idea in ideas]
    contexts = [review.contributions[idea.contribution_id].text for idea in ideas]
    automatic = {idea_id for batch in batches for idea_id in batch.ideas["idea_id"]}
    for idea, text in zip(ideas, texts, strict=True):
        if idea.idea_id not in automatic:
            encoder.encode([text])
    natures = {
        idea_id: nature
        for batch in batches
        for idea_id, nature in zip(batch.ideas["idea_id"], batch.ideas["nature"], strict=True)
    }
    return encode_ideas(
        texts, encoder, natures=[natures.get(idea.idea_id, idea.nature) for idea in ideas], contexts=contexts
    )
