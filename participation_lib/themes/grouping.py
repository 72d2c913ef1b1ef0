"""From ideas to themes: vectors, groups, what fits nowhere, names, solidity, confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from participation_lib.corpus.tagging import TaggedText
from participation_lib.schema import UNCLASSIFIED, Theme
from participation_lib.themes.clustering import NO_GROUP, Labels, LeidenClusterer, centroids
from participation_lib.themes.codebook import Codebook, place_in_codebook
from participation_lib.themes.encoding import Encoder, Vectors, content_lemmas, encode_ideas
from participation_lib.themes.naming import ThemeName, fold, name_themes
from participation_lib.themes.stability import measure_stability
from participation_lib.themes.threads import threads_for

__all__ = ["Grouping", "group_ideas"]

# Cosine to the heart of its theme under which an idea is said to fit nowhere, and the
# share of ideas that may be said so: on labelled consultations, four in five of the
# ideas below this mark were in the wrong theme.
_FITS: Final = 0.30
_MOST_UNCLASSIFIED: Final = 0.12
_CONFIDENT: Final = 0.75
_REVIEW_BELOW: Final = 35
_CLOSE_CALL: Final = 0.04
_ROWS: Final = 8_192  # rows compared at a time, to keep memory flat
_SMALLEST_REST: Final = 12  # ideas a codebook leaves aside, from which they are grouped


@dataclass(frozen=True)
class Grouping:
    """The automatic grouping of a corpus.

    Attributes
    ----------
    ideas
        Table of ideas with theme, confidence, to_review and reason filled in.
    themes
        Most ideas first.
    agreement
        Median adjusted mutual information between resamples, 0 to 1.
    vectors
        Meaning of each idea, shape (n, d), in the order of `ideas`.
    """

    ideas: pd.DataFrame
    themes: tuple[Theme, ...]
    agreement: float
    vectors: Vectors


def _distinct(texts: Sequence[str]) -> tuple[Labels, Labels]:
    """Give the first row of each different text, and for every row the position of its text among them.

    The same words written many times are one point of the map: counted as many, they would
    make a theme by themselves.
    """
    positions: dict[str, int] = {}
    first: list[int] = []
    spread = np.zeros(len(texts), dtype=np.int64)
    for row, text in enumerate(texts):
        key = " ".join(re.findall(r"\w+", fold(text))) or text
        if key not in positions:
            positions[key] = len(first)
            first.append(row)
        spread[row] = positions[key]
    return np.array(first, dtype=np.int64), spread


def _solidity(
    vectors: Vectors,
    labels: Labels,
    distinct: Labels,
    spread: Labels,
    clusterer: LeidenClusterer,
    n_wanted: int | None,
    seed: int,
) -> tuple[tuple[float, ...], float]:
    """Give the solidity of every group and the agreement of resamples, the same words counting once."""
    of_texts = np.full(len(distinct), NO_GROUP, dtype=np.int64)
    for position, label in zip(spread[::-1].tolist(), labels[::-1].tolist(), strict=True):
        if label != NO_GROUP:  # the first classified occurrence of a text speaks for it
            of_texts[position] = label
    stability = measure_stability(vectors[distinct], of_texts, clusterer, seed, n_wanted=n_wanted)
    missing = int(labels.max(initial=NO_GROUP)) + 1 - len(stability.solidity)
    return (*stability.solidity, *(0.0,) * missing), stability.agreement


def _set_aside(
    vectors: Vectors, labels: Labels, tagged: Sequence[TaggedText]
) -> tuple[Labels, npt.NDArray[np.float64]]:
    """Take out of their group the ideas that are far from its heart; give each idea's closeness."""
    centres = centroids(vectors, labels)
    closeness = np.zeros(len(labels))
    for first in range(0, len(labels), _ROWS):
        block = slice(first, first + _ROWS)
        inside = labels[block] != NO_GROUP
        own = centres[labels[block][inside]]
        closeness[block][inside] = np.einsum("ij,ij->i", vectors[block][inside], own)
    wordless = np.array([not content_lemmas(words) for words in tagged], dtype=bool)
    far = (closeness < _FITS) | wordless
    allowed = int(_MOST_UNCLASSIFIED * len(labels))
    if far.sum() > allowed:
        order = np.argsort(np.where(wordless, -1.0, closeness), kind="stable")[:allowed]
        far = np.zeros(len(labels), dtype=bool)
        far[order] = True
    # A theme is never emptied: its closest ideas stay.
    for group in range(int(labels.max(initial=NO_GROUP)) + 1):
        if not (~far & (labels == group)).any():
            far[labels == group] = False
    return np.where(far, NO_GROUP, labels), closeness


def _confidence(
    vectors: Vectors, labels: Labels, closeness: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Give confidence (0 to 100) and whether another theme is about as close."""
    centres = centroids(vectors, labels)
    rows = np.arange(len(labels))
    best_other = np.full(len(labels), -1.0)
    if len(centres) > 1:
        for first in range(0, len(labels), _ROWS):
            block = slice(first, first + _ROWS)
            close = np.asarray(vectors[block] @ centres.T, dtype=np.float64)
            inside = labels[block] != NO_GROUP
            close[rows[: len(close)][inside], labels[block][inside]] = -1.0
            best_other[block] = close.max(axis=1)
    nearness = np.clip((closeness - 0.15) / (_CONFIDENT - 0.15), 0, 1)
    lead = np.clip((closeness - best_other) / 0.25, 0, 1)
    confidence = np.where(labels == NO_GROUP, 0, np.rint(100 * (0.5 * nearness + 0.5 * lead)))
    return confidence.astype(np.int64), (closeness - best_other < _CLOSE_CALL) & (labels != NO_GROUP)


def _described(name: ThemeName) -> str:
    words = ", ".join(name.keywords[:6])
    return f"Idées qui parlent de : {words}." if words else "Idées sans mot commun marquant."


def _with_codebook(
    texts: Sequence[str],
    vectors: Vectors,
    codebook: Codebook,
    encoder: Encoder,
    clusterer: LeidenClusterer,
    n_groups: int | None,
    seed: int,
) -> tuple[Labels, list[str]]:
    """Give labels, given themes first, and the identifiers of the given themes used."""
    placed = place_in_codebook(texts, codebook, encoder)
    used = sorted(set(placed.tolist()) - {NO_GROUP})
    rank = {position: number for number, position in enumerate(used)}
    labels = np.array([rank.get(position, NO_GROUP) for position in placed.tolist()], dtype=np.int64)
    rest = np.flatnonzero(labels == NO_GROUP)
    wanted = None if n_groups is None else n_groups - len(used)
    if len(rest) >= _SMALLEST_REST and (wanted is None or wanted > 0):
        distinct, spread = _distinct([texts[row] for row in rest.tolist()])
        found = clusterer.group(vectors[rest][distinct], n_groups=wanted, seed=seed)[spread]
        labels[rest] = np.where(found == NO_GROUP, NO_GROUP, found + len(used))
    return labels, used_identifiers(codebook, used)


def used_identifiers(codebook: Codebook, positions: Sequence[int]) -> list[str]:
    """Give the identifiers of the themes at these positions of a codebook."""
    return [codebook.themes[position].theme_id for position in positions]


def group_ideas(
    ideas: pd.DataFrame,
    texts: Sequence[str],
    tagged: Sequence[TaggedText],
    *,
    encoder: Encoder,
    contexts: Sequence[str] = (),
    clusterer: LeidenClusterer | None = None,
    codebook: Codebook | None = None,
    n_themes: int | None = None,
    seed: int = 0,
) -> Grouping:
    """Give each idea a theme and each theme a name and a solidity.

    Ideas that fit nowhere keep a place of their own, `UNCLASSIFIED`, with the reason.

    Parameters
    ----------
    ideas
        Table of n ideas, not grouped; their nature, when coded, keeps out of the grouping.
    texts, tagged
        Words of each idea, and the same words tagged, in the order of the table.
    contexts
        Text of the contribution of each idea, when there is more to it than the idea.
    n_themes
        Number of themes wanted; found from the data when None.
    """
    clusterer = clusterer or LeidenClusterer()
    if not len(ideas):
        return Grouping(ideas, (), 1.0, np.zeros((0, 1), dtype=np.float32))
    natures = ideas["nature"].tolist() if "nature" in ideas else []
    vectors = encode_ideas(texts, encoder, natures=natures, contexts=contexts)
    with threads_for(len(ideas)):
        return _grouped(ideas, texts, tagged, vectors, encoder, clusterer, codebook, n_themes, seed)


def _grouped(
    ideas: pd.DataFrame,
    texts: Sequence[str],
    tagged: Sequence[TaggedText],
    vectors: Vectors,
    encoder: Encoder,
    clusterer: LeidenClusterer,
    codebook: Codebook | None,
    n_themes: int | None,
    seed: int,
) -> Grouping:
    """Group ideas that have vectors."""
    distinct, spread = _distinct(texts)
    given: list[str] = []
    if codebook is None:
        labels = clusterer.group(vectors[distinct], n_groups=n_themes, seed=seed)[spread]
    else:
        labels, given = _with_codebook(texts, vectors, codebook, encoder, clusterer, n_themes, seed)
    labels, closeness = _set_aside(vectors, labels, tagged)
    labels, given = _ordered(labels, given)
    solidity, agreement = _solidity(
        vectors, labels, distinct, spread, clusterer, n_themes if codebook is None else None, seed
    )
    members = [np.flatnonzero(labels == group).tolist() for group in range(len(given))]
    label_of = {theme.theme_id: theme.label for theme in codebook.themes} if codebook else {}
    names = name_themes(texts, tagged, members, reserved=list(label_of.values()))
    numbers = (number for number in count(1) if f"t{number:02d}" not in label_of)
    themes = tuple(
        Theme(
            theme_id=identifier or f"t{next(numbers):02d}",
            label=label_of.get(identifier, name.label),
            description=_described(name),
            keywords=name.keywords,
            solidity=round(100 * solid),
        )
        for identifier, name, solid in zip(given, names, solidity, strict=True)
    )
    confidence, close_call = _confidence(vectors, labels, closeness)
    unclassified = labels == NO_GROUP
    reasons = np.where(
        unclassified,
        "trop éloignée de chacun des thèmes",
        np.where(
            close_call,
            "aussi proche d'un autre thème",
            np.where(confidence < _REVIEW_BELOW, "peu ressemblante", ""),
        ),
    )
    identifiers = np.array([theme.theme_id for theme in themes] + [UNCLASSIFIED], dtype=object)
    grouped = ideas.assign(
        theme_id=identifiers[labels],
        confidence=confidence,
        to_review=reasons != "",
        reason=reasons.astype(object),
    )
    return Grouping(grouped, themes, agreement, vectors)


def _ordered(labels: Labels, given: Sequence[str]) -> tuple[Labels, list[str]]:
    """Renumber groups, largest first, with the codebook identifier of each ("" for a theme found)."""
    n_groups = int(labels.max(initial=NO_GROUP)) + 1
    sizes = np.bincount(labels[labels != NO_GROUP], minlength=n_groups)
    order = sorted((group for group in range(n_groups) if sizes[group]), key=lambda group: (-int(sizes[group]), group))
    rank = {group: position for position, group in enumerate(order)}
    renumbered = np.array([rank.get(label, NO_GROUP) for label in labels.tolist()], dtype=np.int64)
    return renumbered, [given[group] if group < len(given) else "" for group in order]
