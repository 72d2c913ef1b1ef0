"""Parts a theme might be split into, and themes so close that they might be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans

from participation_lib.themes.encoding import Vectors

__all__ = ["SplitPart", "closest_themes", "split_rows"]

_STARTS: Final = 10  # k-means keeps the best of as many beginnings
# Cosine between the middles of two themes, what is common to all ideas being taken out, from which
# they are said to be close. On the plenary, two themes never pass 0.1; two halves of one, drawn at
# random, are between 0.3 and 0.8.
_CLOSE: Final = 0.25


@dataclass(frozen=True)
class SplitPart:
    """Some ideas of a theme that go together better than with the rest of it.

    Attributes
    ----------
    label
        A name nobody uses yet, from the words of these ideas.
    keywords
        Words that tell this part from the others, most telling first.
    idea_ids
        In reading order.
    """

    label: str
    keywords: tuple[str, ...]
    idea_ids: tuple[str, ...]


def split_rows(vectors: Vectors, n_parts: int) -> list[npt.NDArray[np.int64]]:
    """Give the rows of each part, the largest part first: k-means, always the same for the same rows.

    Fewer parts are given where there are fewer different rows.

    Parameters
    ----------
    vectors
        Shape (n, d).

    Examples
    --------
    >>> points = np.array([[0.0, 1.0], [5.0, 0.0], [0.1, 1.0], [0.0, 1.1]], dtype=np.float32)
    >>> [rows.tolist() for rows in split_rows(points, 2)]
    [[0, 2, 3], [1]]
    """
    n_parts = min(n_parts, len(np.unique(vectors, axis=0)))
    if n_parts < 2:
        return [np.arange(len(vectors), dtype=np.int64)] if len(vectors) else []
    parts = KMeans(n_parts, n_init=_STARTS, random_state=0).fit_predict(vectors.astype(np.float64))
    rows = [np.flatnonzero(parts == part) for part in range(n_parts)]
    return sorted((part for part in rows if len(part)), key=lambda part: (-len(part), int(part[0])))


def closest_themes(vectors: Vectors, members: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Give, for each theme that has one, the theme so close that they might be one.

    Parameters
    ----------
    vectors
        Of all ideas, shape (n, d).
    members
        Rows of the ideas of each theme; those without any are near nothing.
    """
    names = [name for name, rows in members.items() if len(rows)]
    if len(names) < 2:
        return {}
    common = vectors.mean(axis=0)
    middles = np.stack([vectors[np.asarray(members[name])].mean(axis=0) - common for name in names])
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
    likeness = (middles @ middles.T).round(5)
    np.fill_diagonal(likeness, -1)
    nearest = likeness.argmax(axis=1).tolist()
    return {
        name: names[other]
        for place, (name, other) in enumerate(zip(names, nearest, strict=True))
        if likeness[place, other] >= _CLOSE
    }
