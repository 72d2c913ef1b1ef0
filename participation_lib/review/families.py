"""Families of like ideas, so that one gesture settles several at once.

Ideas that nobody has settled are gathered by Ward's method into families of at most eight.
What one gesture on a family would settle is the doubt there is about its ideas, over what
the gesture costs: one, and about a third more for each further idea, since some will not
belong.

Source: Ward, 1963, « Hierarchical grouping to optimize an objective function », JASA 58,
236–244.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import linkage

from participation_lib.themes.encoding import Vectors
from participation_lib.themes.threads import threads_for

__all__ = ["LARGEST_FAMILY", "MOST_GATHERED", "gather", "worth"]

LARGEST_FAMILY: Final = 8
MOST_GATHERED: Final = 2_000  # ideas gathered at a time: the cost grows as their square
_COST_OF_COMPANY: Final = 0.35


def gather(vectors: Vectors) -> list[npt.NDArray[np.int64]]:
    """Give every family of at most eight rows, single rows included; small ones are inside larger ones.

    Parameters
    ----------
    vectors
        Shape (n, d), n at most `MOST_GATHERED`.

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 5.0]], dtype=np.float32)
    >>> [family.tolist() for family in gather(points)]
    [[0], [1], [2], [0, 1], [0, 1, 2]]
    """
    members = [[row] for row in range(len(vectors))]
    if len(vectors) > 1:
        with threads_for(len(vectors)):
            tree = linkage(vectors, method="ward")
        for first, second, _, _ in tree.tolist():
            members.append(sorted(members[int(first)] + members[int(second)]))
    return [np.array(rows, dtype=np.int64) for rows in members if len(rows) <= LARGEST_FAMILY]


def worth(doubts: npt.NDArray[np.float64]) -> float:
    """Give what one gesture on a family would settle, from the doubt (0 to 1) about each of its ideas."""
    return float(doubts.sum()) / (1 + (len(doubts) - 1) * _COST_OF_COMPANY)
