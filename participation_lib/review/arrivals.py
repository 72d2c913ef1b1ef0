"""Contributions that come in later: assigned to the reviewed themes, or grouped apart.

What is there already does not move. A new idea goes to the theme the tool believes in, as it
has learnt it from the person, when it is close enough to the ideas of that theme; those that
fit nowhere are grouped among themselves into proposed themes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from participation_lib.corpus.tagging import TaggedText
from participation_lib.review.learning import NO_THEME, Learner, Positions
from participation_lib.review.review import Review
from participation_lib.review.vectors import arrival_vectors
from participation_lib.schema import UNCLASSIFIED, Batch, Theme, idea_text
from participation_lib.themes.clustering import NO_GROUP, LeidenClusterer, centroids
from participation_lib.themes.encoding import Encoder, Vectors
from participation_lib.themes.naming import name_themes

__all__ = ["Arrivals", "place_arrivals"]

_LEAST_SHARE: Final = 0.25  # of belief, for a new idea to join a theme
_FITS: Final = 0.30  # cosine to the heart of its theme, as for the automatic grouping
_SMALLEST_REST: Final = 12  # ideas without a theme, from which they are grouped
_SMALLEST_THEME: Final = 3
_REVIEW_BELOW: Final = 50


@dataclass(frozen=True)
class Arrivals:
    """Ideas placed, the themes proposed for those that fit nowhere, and how many have none."""

    ideas: pd.DataFrame
    themes: tuple[Theme, ...]
    n_unclassified: int


def place_arrivals(
    review: Review,
    batches: Sequence[Batch],
    contributions: pd.DataFrame,
    ideas: pd.DataFrame,
    words: Sequence[TaggedText],
    encoder: Encoder,
    *,
    seed: int = 0,
) -> Arrivals:
    """Give each new idea a theme of the review, a proposed one, or none.

    Parameters
    ----------
    batches
        Those the review is made of.
    contributions, ideas, words
        What came in: contributions, ideas with their nature, and their tagged words.

    Returns
    -------
    Arrivals
        The table of ideas with theme, confidence, to_review and reason filled in.
    """
    earlier = review.in_reading_order
    vectors = arrival_vectors(batches, review, contributions, ideas, encoder)
    old, new = vectors[: len(earlier)], vectors[len(earlier) :]
    theme_ids = tuple(review.themes)
    rank = {theme_id: position for position, theme_id in enumerate(theme_ids)}
    present = np.array([NO_THEME if i.set_aside else rank.get(i.theme_id, NO_THEME) for i in earlier], dtype=np.int64)
    held = np.array([review.is_held(idea) for idea in earlier], dtype=bool)
    settled = np.where(held, present, NO_THEME)
    placed, confidence = _joined(old, new, present, settled, len(theme_ids))
    texts = idea_text(ideas, contributions).tolist()
    rest = np.flatnonzero(placed == NO_THEME)
    themes, of_rest = _proposed(review, texts, words, new, rest, seed)
    identifiers = np.array([*theme_ids, UNCLASSIFIED], dtype=object)[placed]
    for row, theme_id in zip(rest.tolist(), of_rest, strict=True):
        identifiers[row] = theme_id
    fresh = {theme.theme_id for theme in themes}
    reasons = [
        "trop éloignée de chacun des thèmes"
        if theme_id == UNCLASSIFIED
        else "dans un thème proposé, à confirmer"
        if theme_id in fresh
        else "peu ressemblante"
        if sure < _REVIEW_BELOW
        else ""
        for theme_id, sure in zip(identifiers.tolist(), confidence.tolist(), strict=True)
    ]
    table = ideas.assign(
        theme_id=identifiers,
        confidence=np.where(identifiers == UNCLASSIFIED, 0, confidence).astype(np.int64),
        to_review=[reason != "" for reason in reasons],
        reason=pd.Series(reasons, index=ideas.index, dtype=object),
    )
    return Arrivals(table, themes, int((identifiers == UNCLASSIFIED).sum()))


def _joined(
    old: Vectors, new: Vectors, present: Positions, settled: Positions, n_themes: int
) -> tuple[Positions, npt.NDArray[np.int64]]:
    """Give the theme each new idea joins, `NO_THEME` for none, and the confidence (0 to 100)."""
    nothing = np.full(len(new), NO_THEME, dtype=np.int64)
    if not len(new) or not (present != NO_THEME).any():
        return nothing, np.zeros(len(new), dtype=np.int64)
    learner = Learner(np.vstack([old, new]).astype(np.float32))
    beliefs = learner.believe(np.concatenate([present, nothing]), np.concatenate([settled, nothing]), n_themes)
    shares = beliefs.shares[len(old) :]
    best = shares.argmax(axis=1)
    share = shares.max(axis=1)
    hearts = np.zeros((n_themes, new.shape[1]), dtype=np.float32)
    found = centroids(old, present)
    hearts[: len(found)] = found
    close = np.einsum("ij,ij->i", new, hearts[best])
    joins = (share >= _LEAST_SHARE) & (close >= _FITS)
    return np.where(joins, best, NO_THEME).astype(np.int64), np.rint(100 * share).astype(np.int64)


def _proposed(
    review: Review, texts: Sequence[str], words: Sequence[TaggedText], new: Vectors, rest: Positions, seed: int
) -> tuple[tuple[Theme, ...], list[str]]:
    """Group what fits nowhere; give the proposed themes and the theme of each of these ideas."""
    if len(rest) < _SMALLEST_REST:
        return (), [UNCLASSIFIED] * len(rest)
    labels = LeidenClusterer().group(new[rest], n_groups=None, seed=seed)
    groups = [np.flatnonzero(labels == group) for group in range(int(labels.max(initial=NO_GROUP)) + 1)]
    groups = [group for group in groups if len(group) >= _SMALLEST_THEME]
    names = name_themes(
        texts,
        words,
        [rest[group].tolist() for group in groups],
        reserved=[theme.label for theme in review.themes.values()],
    )
    themes = tuple(
        Theme(theme_id, name.label, "Proposé à l’arrivée de nouvelles contributions.", name.keywords, 0)
        for theme_id, name in zip(review.new_theme_ids(len(groups)), names, strict=True)
    )
    placed = [UNCLASSIFIED] * len(rest)
    for theme, group in zip(themes, groups, strict=True):
        for place in group.tolist():
            placed[place] = theme.theme_id
    return themes, placed
