"""Grouping ideas by closeness of meaning, the number of themes being found from the data.

Each idea is linked to its nearest neighbours; the Leiden algorithm then looks for the
parts of this graph that hold together better than chance would have it.

Sources: Traag, Waltman and van Eck, 2019, « From Louvain to Leiden: guaranteeing
well-connected communities », Scientific Reports 9, 5233 (algorithm); Reichardt and
Bornholdt, 2006, Physical Review E 74, 016110 (resolution).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Protocol

import graspologic_native
import numpy as np
import numpy.typing as npt
from scipy import sparse

from participation_lib.themes.encoding import Vectors

__all__ = [
    "NO_GROUP",
    "Clusterer",
    "LeidenClusterer",
    "NeighbourGraph",
    "centroids",
    "leiden_groups",
    "neighbour_graph",
    "neighbours_for",
]

Labels = npt.NDArray[np.int64]

NO_GROUP: Final = -1
FEWEST_NEIGHBOURS: Final = 15
_NEIGHBOURS_PER_ROOT: Final = 0.5  # of the square root of the number of rows
RESOLUTION: Final = 1.5
SMALLEST_GROUP: Final = 3
# Beyond this number the graph is built on a sample and the rest joins the nearest group:
# the cost of neighbours grows as the square of the number of ideas.
LARGEST_GRAPH: Final = 20_000
_CHUNK: Final = 1_024


class Clusterer(Protocol):
    """Anything that groups vectors."""

    def group(self, vectors: Vectors, *, n_groups: int | None, seed: int) -> Labels:
        """Give the group of each row, counted from 0, `NO_GROUP` for a row that joins none."""


@dataclass(frozen=True)
class NeighbourGraph:
    """Nearest neighbours by cosine.

    Attributes
    ----------
    neighbours, similarities
        Shape (n, k), nearest first; similarities from -1 to 1. A neighbour of -1 is none.
    """

    neighbours: npt.NDArray[np.int64]
    similarities: Vectors


def neighbours_for(n_rows: int) -> int:
    """Give how many neighbours to link each row to.

    Grows with the square root of the corpus: with a fixed number, the larger a corpus, the
    more its themes would break into near copies of each other.

    >>> neighbours_for(300), neighbours_for(10_000)
    (15, 50)
    """
    return max(FEWEST_NEIGHBOURS, round(_NEIGHBOURS_PER_ROOT * math.sqrt(n_rows)))


def neighbour_graph(vectors: Vectors, n_neighbours: int = FEWEST_NEIGHBOURS) -> NeighbourGraph:
    """Give the nearest neighbours of each row, itself excluded, by exact search.

    Parameters
    ----------
    vectors
        Shape (n, d), rows of length 1.
    """
    n_rows = len(vectors)
    kept = min(n_neighbours, n_rows - 1)
    neighbours = np.zeros((n_rows, max(kept, 0)), dtype=np.int64)
    similarities = np.zeros((n_rows, max(kept, 0)), dtype=np.float32)
    if kept < 1:
        return NeighbourGraph(neighbours, similarities)
    for first in range(0, n_rows, _CHUNK):
        block = vectors[first : first + _CHUNK] @ vectors.T
        rows = np.arange(len(block))
        block[rows, first + rows] = -np.inf
        nearest = np.argpartition(-block, kept - 1, axis=1)[:, :kept]
        values = np.take_along_axis(block, nearest, axis=1).round(5)
        # Ties are ordered by position, so that the graph is the same everywhere.
        order = np.lexsort((nearest, -values), axis=1)
        neighbours[first : first + len(block)] = np.take_along_axis(nearest, order, axis=1)
        similarities[first : first + len(block)] = np.take_along_axis(values, order, axis=1)
    return NeighbourGraph(neighbours, similarities)


def leiden_groups(graph: NeighbourGraph, resolution: float, seed: int, n_trials: int = 3) -> Labels:
    """Give the Leiden community of each row of a graph, numbered from the largest.

    A row without any neighbour of positive similarity gets `NO_GROUP`.
    """
    n_rows, kept = graph.neighbours.shape
    present = (graph.neighbours >= 0) & (graph.similarities > 0)
    rows = np.repeat(np.arange(n_rows), kept)[present.ravel()]
    links = sparse.csr_matrix(
        (graph.similarities[present].astype(np.float64), (rows, graph.neighbours[present])),
        shape=(n_rows, n_rows),
    )
    symmetric = ((links + links.T) / 2).tocsr()
    symmetric.sort_indices()
    labels = np.full(n_rows, NO_GROUP, dtype=np.int64)
    if symmetric.nnz:
        _, found = graspologic_native.leiden_csr(
            symmetric.indptr.astype(np.int64),
            symmetric.indices.astype(np.int32),
            symmetric.data,
            n_rows,
            resolution=resolution,
            iterations=2,
            use_modularity=True,
            seed=seed,
            trials=n_trials,
        )
        for row, label in found.items():
            labels[row] = label
        labels[np.diff(symmetric.indptr) == 0] = NO_GROUP
    return _renumbered(labels)


def _renumbered(labels: Labels) -> Labels:
    """Renumber groups from the largest to the smallest; equal sizes by their first row."""
    found = [label for label in np.unique(labels) if label != NO_GROUP]
    order = sorted(found, key=lambda label: (-int((labels == label).sum()), int(np.argmax(labels == label))))
    rank = {label: position for position, label in enumerate(order)}
    return np.array([rank.get(label, NO_GROUP) for label in labels.tolist()], dtype=np.int64)


def centroids(vectors: Vectors, labels: Labels) -> Vectors:
    """Give the unit mean of each group, shape (number of groups, d)."""
    n_groups = int(labels.max(initial=NO_GROUP)) + 1
    sums = np.zeros((n_groups, vectors.shape[1]), dtype=np.float64)
    kept = labels != NO_GROUP
    np.add.at(sums, labels[kept], vectors[kept])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _merged_down(vectors: Vectors, labels: Labels, n_groups: int) -> Labels:
    """Merge the two closest groups until the number asked for is reached."""
    labels = labels.copy()
    while (count := int(labels.max(initial=NO_GROUP)) + 1) > n_groups:
        centres = centroids(vectors, labels)
        closeness = np.tril(centres @ centres.T, -1) - np.triu(np.full((count, count), 2.0))
        a, b = divmod(int(np.argmax(closeness)), count)
        labels[labels == max(a, b)] = min(a, b)
        labels = _renumbered(labels)
    return labels


@dataclass(frozen=True)
class LeidenClusterer:
    """Leiden on the graph of nearest neighbours.

    Attributes
    ----------
    resolution
        Above 1, finer themes than modularity alone would give.
    """

    resolution: float = RESOLUTION

    def group(self, vectors: Vectors, *, n_groups: int | None = None, seed: int = 0) -> Labels:
        """Give the group of each row, the largest being 0, `NO_GROUP` for a row that joins none.

        Parameters
        ----------
        vectors
            Shape (n, d), rows of length 1.
        n_groups
            Number of groups wanted; found from the data when None. Fewer are given when
            the data hold fewer distinct rows.
        """
        n_rows = len(vectors)
        if n_rows < 2 * SMALLEST_GROUP:
            return np.zeros(n_rows, dtype=np.int64)
        if n_rows > LARGEST_GRAPH:
            return self._from_sample(vectors, n_groups, seed)
        return self.regroup(vectors, neighbour_graph(vectors, neighbours_for(n_rows)), n_groups=n_groups, seed=seed)

    def regroup(
        self, vectors: Vectors, graph: NeighbourGraph, *, n_groups: int | None, seed: int, n_trials: int = 3
    ) -> Labels:
        """Give the group of each row of a graph already built, as `group` does."""
        resolution = self.resolution
        labels = self._without_crumbs(vectors, leiden_groups(graph, resolution, seed, n_trials))
        if n_groups is None:
            return labels
        for _ in range(8):
            if labels.max(initial=NO_GROUP) + 1 >= n_groups:
                break
            resolution *= 1.5
            labels = self._without_crumbs(vectors, leiden_groups(graph, resolution, seed, n_trials))
        return _merged_down(vectors, labels, n_groups)

    def _from_sample(self, vectors: Vectors, n_groups: int | None, seed: int) -> Labels:
        rows = np.sort(np.random.default_rng(seed).choice(len(vectors), LARGEST_GRAPH, replace=False))
        sampled = self.group(vectors[rows], n_groups=n_groups, seed=seed)
        centres = centroids(vectors[rows], sampled)
        if not len(centres):
            return np.full(len(vectors), NO_GROUP, dtype=np.int64)
        labels = np.concatenate(
            [
                np.argmax(vectors[first : first + _CHUNK * 8] @ centres.T, axis=1)
                for first in range(0, len(vectors), _CHUNK * 8)
            ]
        )
        labels[rows] = sampled
        return _renumbered(labels)

    @staticmethod
    def _without_crumbs(vectors: Vectors, labels: Labels) -> Labels:
        """Give the members of groups too small to be themes to the nearest real one."""
        labels = _renumbered(labels)
        sizes = np.bincount(labels[labels != NO_GROUP]) if (labels != NO_GROUP).any() else np.zeros(0, dtype=int)
        crumbs = np.isin(labels, np.flatnonzero(sizes < SMALLEST_GROUP)) | (labels == NO_GROUP)
        if crumbs.any() and (~crumbs).any():
            kept = np.where(crumbs, NO_GROUP, labels)
            kept = _renumbered(kept)
            centres = centroids(vectors, kept)
            kept[crumbs] = np.argmax(vectors[crumbs] @ centres.T, axis=1)
            return _renumbered(kept)
        return labels
