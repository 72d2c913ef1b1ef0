"""What the tool learns from a person: a classifier on meaning, taught by what she has settled.

Ideas a person placed or confirmed teach with full weight; every other idea teaches, with
little weight, the theme it was proposed in. From this a ridge regression on vectors gives
each idea a share of belief for each theme. It is refitted from nothing after each decision:
the same decisions always teach the same thing, whatever the order they are learnt in.

Sources: Hoerl and Kennard, 1970, « Ridge regression », Technometrics 12, 55–67; Lee, 2013,
« Pseudo-label », ICML workshop (weak weight for what is not settled). Settings come from
simulated reviews of labelled answers (`docs/mesures.md`), where none of them mattered much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import linalg

from participation_lib.themes.encoding import Vectors
from participation_lib.themes.threads import threads_for

__all__ = ["NO_THEME", "Beliefs", "Learner"]

Shares = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]

NO_THEME: Final = -1
_WEAK: Final = 0.1  # weight of an idea nobody has settled
_PENALTY: Final = 0.3
_CONSTANT: Final = 0.3  # length of the constant added to vectors, so that themes have a size of their own
_SHARPNESS: Final = 7.0  # from scores to shares
_LEAD: Final = 0.10  # share by which a theme must lead over the present one to take an idea
_LEAST: Final = 0.25  # share under which an idea that fits nowhere stays so


@dataclass(frozen=True)
class Beliefs:
    """What the tool thinks of each idea.

    Attributes
    ----------
    shares
        Shape (number of ideas, number of themes), each row summing to 1; all 0 where no
        theme holds anything.
    """

    shares: Shares

    def of(self, themes: Positions) -> Shares:
        """Give the share of one theme for each idea, 0 for `NO_THEME`; shape (n,)."""
        rows = np.arange(len(themes))
        if not self.shares.shape[1]:
            return np.zeros(len(themes))
        return np.where(themes == NO_THEME, 0.0, self.shares[rows, np.maximum(themes, 0)])


class Learner:
    """A classifier of ideas into themes, ready to be taught as often as needed.

    Parameters
    ----------
    vectors
        Shape (n, d), rows of length 1.
    """

    def __init__(self, vectors: Vectors) -> None:
        constant = np.full((len(vectors), 1), _CONSTANT, dtype=np.float32)
        self.vectors = vectors
        self._rows: Vectors = np.hstack([vectors, constant])

    @cached_property
    def _all_products(self) -> Vectors:
        """Sum of the outer products of all rows: computed once, each teaching then costs little."""
        products: Vectors = self._rows.T @ self._rows
        return products

    def believe(self, proposed: Positions, settled: Positions, n_themes: int) -> Beliefs:
        """Give what follows from what is proposed and what is settled.

        Parameters
        ----------
        proposed
            Theme of each idea as far as the tool knows by itself, `NO_THEME` for none; shape (n,).
        settled
            Theme of each idea a person settled, `NO_THEME` for the others; shape (n,).
        """
        with threads_for(len(self._rows)):
            return self._believe(proposed, settled, n_themes)

    def _believe(self, proposed: Positions, settled: Positions, n_themes: int) -> Beliefs:
        strong = np.flatnonzero(settled != NO_THEME)
        taught = np.where(settled != NO_THEME, settled, proposed)
        weak = np.flatnonzero((settled == NO_THEME) & (proposed != NO_THEME))
        silent = np.flatnonzero(taught == NO_THEME)
        shares = np.zeros((len(self._rows), n_themes))
        if not len(strong) + len(weak) or not n_themes:
            return Beliefs(shares)
        targets = np.zeros((len(self._rows), n_themes), dtype=np.float32)
        known = np.flatnonzero(taught != NO_THEME)
        targets[known, taught[known]] = 1
        weights = np.full(len(self._rows), _WEAK, dtype=np.float32)
        weights[strong] = 1
        weights[silent] = 0
        prior = (weights @ targets) / weights.sum()
        present = prior > 0
        products = _WEAK * self._all_products + (1 - _WEAK) * self._rows[strong].T @ self._rows[strong]
        if len(silent):
            products = products - _WEAK * self._rows[silent].T @ self._rows[silent]
        products[np.diag_indices_from(products)] += _PENALTY
        aims = self._rows.T @ (weights[:, None] * (targets - prior))
        # Cholesky by itself: the general solver checks more than it computes, fifty times slower.
        effects = linalg.cho_solve(
            linalg.cho_factor(products, check_finite=False), aims[:, present], check_finite=False
        )
        scores = (prior[present] + self._rows @ effects).astype(np.float64)
        powers = np.exp(_SHARPNESS * (scores - scores.max(axis=1, keepdims=True)))
        shares[:, present] = powers / powers.sum(axis=1, keepdims=True)
        return Beliefs(shares.round(6))

    def moves(
        self,
        beliefs: Beliefs,
        present: Positions,
        free: npt.NDArray[np.bool_],
        open_themes: Sequence[int],
    ) -> list[tuple[int, int, int]]:
        """Give the ideas that had better change theme: row, theme, confidence (0 to 100).

        Parameters
        ----------
        present
            Theme each idea is in now, `NO_THEME` for none; shape (n,).
        free
            Ideas the tool may move; shape (n,).
        open_themes
            Themes that may receive: those in which a person has settled something.
        """
        if not len(open_themes) or not len(present):
            return []
        columns = np.array(sorted(open_themes), dtype=np.int64)
        among = beliefs.shares[:, columns]
        best = columns[among.argmax(axis=1)]
        share = among.max(axis=1)
        now = beliefs.of(present)
        better = free & (best != present) & (share >= np.maximum(now + _LEAD, _LEAST))
        return [(row, int(best[row]), round(100 * float(share[row]))) for row in np.flatnonzero(better).tolist()]
