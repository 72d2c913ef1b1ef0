"""Vectors of a review: the same with a cold and a warm cache, whatever was asked for before."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from participation_lib.review.review import Review
from participation_lib.review.vectors import arrival_vectors, review_vectors
from participation_lib.schema import Action, Batch, CutIdea, JoinIdeas, MoveIdeas, Nature, RecodeNature
from participation_lib.themes.cached_encoder import CachedEncoder, MemoryVectors
from tests.conftest import LetterEncoder
from tests.review.samples import decide, first_batch, later_batch, with_later_batch


class Sociable:
    """An encoder whose digits depend on the company a text is encoded in, as those of a network do."""

    name = "lettres en compagnie 1"

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        company = zlib.crc32("\n".join(sorted(set(texts))).encode()) % 97
        return LetterEncoder().encode(texts) + np.float32(0.001 * company)


def cold(batches: Sequence[Batch], review: Review) -> npt.NDArray[np.float32]:
    return review_vectors(batches, review, CachedEncoder(Sociable(), MemoryVectors()))


# « Planter des arbres le long du boulevard » cut after « arbres », then « et arroser la cour » taken in…
CUT = CutIdea("c0001-1", 18, 19, "c0001-3")
CUT_SHORT = CutIdea("c0004-1", 13, 17, "c0004-2")
HISTORIES: dict[str, tuple[Action, ...]] = {
    "nothing": (),
    "moves": (MoveIdeas(("c0001-1",), "t02"),),
    "cut": (CUT,),
    "two-cuts": (CUT, CUT_SHORT),
    "join": (JoinIdeas("c0003-1", "c0003-2"),),
    "join-twice": (JoinIdeas("c0003-1", "c0003-2"), JoinIdeas("c0003-1", "c0003-3")),
    "cut-then-join": (CUT, JoinIdeas("c0001-3", "c0001-2"), CUT_SHORT),
    "recode-a-half": (CUT, RecodeNature(("c0001-3",), Nature.PROBLEM)),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_warm_and_cold_after_each_step(name: str) -> None:
    batches, review = [first_batch()], Review.of([first_batch()])
    warm = CachedEncoder(Sociable(), MemoryVectors())
    assert (review_vectors(batches, review, warm) == cold(batches, review)).all()
    for action in HISTORIES[name]:
        review = decide(review, action)
        assert (review_vectors(batches, review, warm) == cold(batches, review)).all(), action
        assert (review_vectors(batches, review, warm) == cold(batches, review)).all(), action
    assert len(review_vectors(batches, review, warm)) == len(review.ideas)


def test_warm_and_cold_with_what_came_later() -> None:
    first, later = first_batch(), later_batch()
    review = decide(Review.of([first]), CUT, CUT_SHORT)
    warm = CachedEncoder(Sociable(), MemoryVectors())
    review_vectors([first], review, warm)
    arriving = arrival_vectors([first], review, later.contributions, later.ideas, warm)
    alone = arrival_vectors(
        [first], review, later.contributions, later.ideas, CachedEncoder(Sociable(), MemoryVectors())
    )
    assert (arriving == alone).all()
    assert len(arriving) == len(review.ideas) + len(later.ideas)
    after = decide(with_later_batch(review), CutIdea("c0007-1", 9, 10, "c0007-3"))
    assert (review_vectors([first, later], after, warm) == cold([first, later], after)).all()


def test_rows_are_in_reading_order_and_of_length_one(letters: LetterEncoder) -> None:
    review = decide(Review.of([first_batch()]), CUT)
    vectors = review_vectors([first_batch()], review, letters)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    texts = [review.text(idea) for idea in review.in_reading_order]
    assert texts[:3] == ["Planter des arbres", "le long du boulevard", "arroser la cour"]
    about_trees = [row for row, text in enumerate(texts) if "arbres" in text]
    likeness = vectors @ vectors[0]
    assert likeness[about_trees[1]] > likeness[1]


def test_nothing_has_no_vectors(letters: LetterEncoder) -> None:
    assert len(review_vectors([], Review.of([]), letters)) == 0
