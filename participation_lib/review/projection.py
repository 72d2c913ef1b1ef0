"""Ideas in a plane: those that mean much the same lie close together.

Only closeness tells something: neither the axes, nor the distance between two groups, nor
the size of one on the map mean anything.

Sources: van der Maaten and Hinton, 2008, « Visualizing Data using t-SNE », JMLR 9, 2579–2605;
van der Maaten, 2014, « Accelerating t-SNE using tree-based algorithms », JMLR 15, 3221–3245;
Kobak and Berens, 2019, « The art of using t-SNE for single-cell transcriptomics », Nature
Communications 10, 5416 (start from the principal components, so that the whole keeps its shape).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from participation_lib.themes.encoding import Vectors
from participation_lib.themes.threads import one_thread

__all__ = ["MOST_LAID_OUT", "place_in_plane"]

Plane = npt.NDArray[np.float64]

MOST_LAID_OUT: Final = 2_000  # rows laid out by t-SNE; the others are put beside those they are like
_FEWEST: Final = 12  # distinct rows under which principal components say as much
_DIMENSIONS: Final = 50
_NEIGHBOURS: Final = 30  # perplexity: how many rows count as close
_ROUNDS: Final = 500
_NEAREST: Final = 3
_BLOCK: Final = 4_000  # rows compared at a time with those laid out
_DECIMALS: Final = 4
_ALMOST_NOTHING: Final = 1e-9


def place_in_plane(vectors: Vectors) -> Plane:
    """Give each row a place in the unit square, shape (n, 2), always the same for the same rows.

    Up to `MOST_LAID_OUT` rows are laid out by t-SNE from their principal components. Of more,
    that many are taken at even steps and laid out, and each other row is put between the three
    of them it is most like, weighted by likeness.

    Parameters
    ----------
    vectors
        Shape (n, d), rows of length 1.

    Examples
    --------
    >>> place_in_plane(np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)).tolist()
    [[1.0, 0.5], [0.0, 0.5]]
    """
    # One thread: sums are made in the same order whatever the machine, and small ones are faster.
    with one_thread():
        if len(vectors) <= MOST_LAID_OUT:
            return _in_unit_square(_laid_out(vectors))
        chosen = np.linspace(0, len(vectors) - 1, MOST_LAID_OUT).round().astype(np.int64)
        places = np.empty((len(vectors), 2))
        places[chosen] = _laid_out(vectors[chosen])
        others = np.setdiff1d(np.arange(len(vectors)), chosen)
        for start in range(0, len(others), _BLOCK):
            block = others[start : start + _BLOCK]
            places[block] = _beside(vectors[block] @ vectors[chosen].T, places[chosen])
        return _in_unit_square(places)


def _laid_out(vectors: Vectors) -> Plane:
    """Lay rows out by closeness, in no particular scale."""
    distinct = len(np.unique(vectors.round(5), axis=0))
    if distinct < 2:
        return np.zeros((len(vectors), 2))
    components = min(_DIMENSIONS, distinct - 1, vectors.shape[1])
    reduced = PCA(components, svd_solver="covariance_eigh").fit_transform(vectors.astype(np.float64))
    if distinct < _FEWEST:
        return np.column_stack([reduced, np.zeros((len(vectors), 1))])[:, :2].astype(np.float64)
    layout = TSNE(
        init="pca", perplexity=min(_NEIGHBOURS, (len(vectors) - 1) / 3), max_iter=_ROUNDS, random_state=0, n_jobs=1
    )
    places: Plane = layout.fit_transform(reduced).astype(np.float64)
    return places


def _beside(likeness: npt.NDArray[np.float32], places: Plane) -> Plane:
    """Give places between those of the rows most alike; shape (n, 2) for a likeness of shape (n, m)."""
    nearest = np.argpartition(-likeness, _NEAREST, axis=1)[:, :_NEAREST]
    weights = np.maximum(np.take_along_axis(likeness, nearest, axis=1), _ALMOST_NOTHING).astype(np.float64)
    weights = (weights / weights.max(axis=1, keepdims=True)) ** 4  # the closest one counts most
    weights /= weights.sum(axis=1, keepdims=True)
    beside: Plane = (weights[:, :, None] * places[nearest]).sum(axis=1)
    return beside


def _in_unit_square(places: Plane) -> Plane:
    """Fit places in the unit square; what does not spread along an axis lies at its middle."""
    if not len(places):
        return np.zeros((0, 2))
    least, most = places.min(axis=0), places.max(axis=0)
    spread = most - least
    fitted = np.where(spread > _ALMOST_NOTHING, (places - least) / np.maximum(spread, _ALMOST_NOTHING), 0.5)
    rounded: Plane = fitted.round(_DECIMALS)
    return rounded
