"""How well themes are found again when part of the ideas is left out.

Twenty times, a fifth of the ideas is set aside at random and the rest is grouped anew.
The solidity of a theme is the mean of the best Jaccard overlap it finds among the new
groups, on the ideas drawn. The stability of the whole is the median of the adjusted
mutual information between successive resamples, on the ideas they share.

Sources: Hennig, 2007, « Cluster-wise assessment of cluster stability », Computational
Statistics & Data Analysis 52, 258–271; Vinh, Epps and Bailey, 2010, « Information
theoretic measures for clusterings comparison », JMLR 11, 2837–2854.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_mutual_info_score

from participation_lib.themes.clustering import (
    LARGEST_GRAPH,
    NO_GROUP,
    Labels,
    LeidenClusterer,
    NeighbourGraph,
    neighbour_graph,
    neighbours_for,
)
from participation_lib.themes.encoding import Vectors

__all__ = ["Stability", "measure_stability"]

N_RESAMPLES: Final = 20
SHARE_KEPT: Final = 0.8


@dataclass(frozen=True)
class Stability:
    """Solidity of each group (0 to 1, in the order of groups) and agreement of resamples (0 to 1)."""

    solidity: tuple[float, ...]
    agreement: float


def _restricted(graph: NeighbourGraph, rows: npt.NDArray[np.int64], n_neighbours: int) -> NeighbourGraph:
    """Give the graph of the rows drawn: their nearest neighbours among themselves."""
    position = np.full(len(graph.neighbours), -1, dtype=np.int64)
    position[rows] = np.arange(len(rows))
    neighbours = position[graph.neighbours[rows]]
    present = neighbours >= 0
    nearest = present & (np.cumsum(present, axis=1) <= n_neighbours)
    return NeighbourGraph(np.where(nearest, neighbours, -1), np.where(nearest, graph.similarities[rows], 0))


def _best_overlap(members: npt.NDArray[np.bool_], labels: Labels) -> float:
    inside = labels[members & (labels != NO_GROUP)]
    if not len(inside):
        return 0.0
    shared = np.bincount(inside)
    sizes = np.bincount(labels[labels != NO_GROUP], minlength=len(shared))[: len(shared)]
    return float((shared / (members.sum() + sizes - shared)).max())


def measure_stability(
    vectors: Vectors, labels: Labels, clusterer: LeidenClusterer, seed: int, *, n_wanted: int | None = None
) -> Stability:
    """Give the solidity of groups and the agreement between resamples.

    Above 20,000 ideas the measure is made on a sample of that size.

    Parameters
    ----------
    vectors
        Shape (n, d), rows of length 1.
    labels
        Group of each row, from 0, `NO_GROUP` for none.
    n_wanted
        Number of groups that was asked for, asked for again at each resample.
    """
    n_groups = int(labels.max(initial=NO_GROUP)) + 1
    draw = np.random.default_rng(seed + 1)
    if len(vectors) > LARGEST_GRAPH:
        rows = np.sort(draw.choice(len(vectors), LARGEST_GRAPH, replace=False))
        vectors, labels = vectors[rows], labels[rows]
    n_rows = len(vectors)
    n_kept = round(n_rows * SHARE_KEPT)
    if n_groups == 0 or n_kept < 2:
        return Stability((1.0,) * n_groups, 1.0)
    # A quarter more neighbours, so that about as many remain once a fifth of the ideas is gone.
    n_neighbours = neighbours_for(n_kept)
    graph = neighbour_graph(vectors, round(n_neighbours / SHARE_KEPT) + 1)
    overlaps = np.zeros((N_RESAMPLES, n_groups))
    drawn: list[Labels] = []
    for resample in range(N_RESAMPLES):
        rows = np.sort(draw.choice(n_rows, n_kept, replace=False))
        found = clusterer.regroup(
            vectors[rows], _restricted(graph, rows, n_neighbours), n_groups=n_wanted, seed=seed, n_trials=1
        )
        for group in range(n_groups):
            overlaps[resample, group] = _best_overlap(labels[rows] == group, found)
        everyone = np.full(n_rows, -2, dtype=np.int64)
        everyone[rows] = found
        drawn.append(everyone)
    agreements = []
    for one, other in pairwise(drawn):
        both = (one >= 0) & (other >= 0)
        agreements.append(adjusted_mutual_info_score(one[both], other[both]) if both.any() else 0.0)
    return Stability(tuple(float(mean) for mean in overlaps.mean(axis=0)), float(np.clip(np.median(agreements), 0, 1)))
