"""Contributions that come in later: assigned to the reviewed themes, or grouped apart.

What is there already does not move. A new idea goes to the theme the tool believes in, as it
has learnt it from the person, when it is close enough to the ideas of that theme; those that
fit nowhere, or only in a theme that is locked, are grouped among themselves into proposed
themes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from participation_lib.corpus.tagging import TaggedText
from participation_lib.review.learning import NO_THEME, Beliefs, Learner, Positions, Shares
from participation_lib.review.review import Review
from participation_lib.review.vectors import arrival_vectors
from participation_lib.schema import UNCLASSIFIED, Batch, Theme, idea_text
from participation_lib.themes.clustering import NO_GROUP, LeidenClusterer, centroids
from participation_lib.themes.encoding import Encoder, Vectors
from participation_lib.themes.naming import name_themes

__all__ = ["Arrivals", "place_arrivals"]

_LEAST_SHARE: Final = 0.25  # of belief, for a new idea to join a theme
_FITS: Final = 0.30  # cosine to the heart of its theme, as for the automatic grouping
_FEW: Final = 60  # ideas without a theme, up to which they are gathered one by one
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
    theme_ids = tuple(review.themes)
    rank = {theme_id: position for position, theme_id in enumerate(theme_ids)}
    present = np.array([NO_THEME if i.set_aside else rank.get(i.theme_id, NO_THEME) for i in earlier], dtype=np.int64)
    held = np.array([review.is_held(idea) for idea in earlier], dtype=bool)
    known = _Known(Learner(vectors), present, np.where(held, present, NO_THEME))
    joined, share, barred = _joined(known, np.array([theme.locked for theme in review.themes.values()], dtype=bool))
    rest = np.flatnonzero(joined == NO_THEME)
    texts = idea_text(ideas, contributions).tolist()
    themes, of_rest = _proposed(review, texts, words, vectors[len(earlier) :], rest, seed)
    placed = joined.copy()
    placed[rest] = np.where(of_rest == NO_THEME, NO_THEME, of_rest + len(theme_ids))
    if themes:  # what is believed of a proposed theme is known once it is there
        share[rest] = known.beliefs(placed, len(theme_ids) + len(themes)).of(placed)[rest]
    confidence = np.where(placed == NO_THEME, 0, np.rint(100 * share)).astype(np.int64)
    identifiers = np.array([*theme_ids, *(theme.theme_id for theme in themes), UNCLASSIFIED], dtype=object)[placed]
    reasons = [
        _reason(place, len(theme_ids), sure, near_locked)
        for place, sure, near_locked in zip(placed.tolist(), confidence.tolist(), barred.tolist(), strict=True)
    ]
    table = ideas.assign(
        theme_id=identifiers,
        confidence=confidence,
        to_review=[reason != "" for reason in reasons],
        reason=pd.Series(reasons, index=ideas.index, dtype=object),
    )
    return Arrivals(table, themes, int((placed == NO_THEME).sum()))


def _reason(place: int, n_themes: int, confidence: int, near_locked: bool) -> str:
    """Say why the place of a new idea is doubtful, "" where it is not."""
    if place == NO_THEME:
        return (
            "proche d’un thème verrouillé, où l’outil n’ajoute rien"
            if near_locked
            else "trop éloignée de chacun des thèmes"
        )
    if place >= n_themes:
        return "dans un thème proposé, à confirmer"
    return "peu ressemblante" if confidence < _REVIEW_BELOW else ""


@dataclass(frozen=True)
class _Known:
    """Ideas that are there, with the themes they teach, followed by those that come in."""

    learner: Learner
    present: Positions
    settled: Positions

    def beliefs(self, placed: Positions, n_themes: int) -> Beliefs:
        """Give what is believed of the ideas that come in, once they are in these places."""
        nothing = np.full(len(placed), NO_THEME, dtype=np.int64)
        taught = np.concatenate([self.present, placed])
        beliefs = self.learner.believe(taught, np.concatenate([self.settled, nothing]), n_themes)
        return Beliefs(beliefs.shares[len(self.present) :])


def _joined(known: _Known, locked: npt.NDArray[np.bool_]) -> tuple[Positions, Shares, npt.NDArray[np.bool_]]:
    """Give the theme each new idea joins, `NO_THEME` for none, with the belief in it; and those a locked theme bars."""
    n_old = len(known.present)
    new = known.learner.vectors[n_old:]
    nothing = np.full(len(new), NO_THEME, dtype=np.int64)
    if not len(new) or not (known.present != NO_THEME).any():
        return nothing, np.zeros(len(new)), np.zeros(len(new), dtype=bool)
    shares = known.beliefs(nothing, len(locked)).shares
    best, share = shares.argmax(axis=1), shares.max(axis=1)
    hearts = np.zeros((len(locked), new.shape[1]), dtype=np.float32)
    found = centroids(known.learner.vectors[:n_old], known.present)
    hearts[: len(found)] = found
    close = np.einsum("ij,ij->i", new, hearts[best])
    fits = (share >= _LEAST_SHARE) & (close >= _FITS)
    return np.where(fits & ~locked[best], best, nothing).astype(np.int64), share, fits & locked[best]


def _proposed(
    review: Review, texts: Sequence[str], words: Sequence[TaggedText], new: Vectors, rest: Positions, seed: int
) -> tuple[tuple[Theme, ...], Positions]:
    """Group what fits nowhere; give the proposed themes and which of them each of these ideas is in."""
    placed = np.full(len(rest), NO_THEME, dtype=np.int64)
    groups = _gathered(new[rest], seed)
    if not groups:
        return (), placed
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
    for theme, group in enumerate(groups):
        placed[group] = theme
    return themes, placed


def _gathered(vectors: Vectors, seed: int) -> list[Positions]:
    """Give the rows that go together, the largest group first; those that are like no other are in none.

    Communities of a graph only make sense among many: with few rows, each is linked to all the
    others, and one subject is broken up while strangers are put together.
    """
    if len(vectors) < _SMALLEST_THEME:
        return []
    if len(vectors) <= _FEW:
        apart = np.maximum(0.0, 1 - (vectors @ vectors.T)).round(5)
        tree = linkage(squareform(apart, checks=False), method="average")
        labels = fcluster(tree, 1 - _FITS, criterion="distance").astype(np.int64)
    else:
        labels = LeidenClusterer().group(vectors, n_groups=None, seed=seed)
        close = np.einsum("ij,ij->i", vectors, centroids(vectors, labels)[labels])
        labels = np.where(close >= _FITS, labels, NO_GROUP)
    groups = [np.flatnonzero(labels == group) for group in range(int(labels.max(initial=NO_GROUP)) + 1)]
    return sorted((group for group in groups if len(group) >= _SMALLEST_THEME), key=lambda group: -len(group))
