"""Where vectors are kept from one time to the next, by what they are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["MemoryVectors", "VectorStore", "Vectors"]

Vectors = npt.NDArray[np.float32]


class VectorStore(Protocol):
    """Where vectors are kept: a dossier is one."""

    def vectors(self, encoder_name: str, hashes: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors kept for these texts; those unknown are left out."""

    def keep_vectors(self, encoder_name: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors for another time."""

    def forget_vectors(self, family: str, but: Sequence[str]) -> None:
        """Let go of the vectors of encoders whose name begins with a family's, but for some."""


class MemoryVectors:
    """Vectors kept as long as the program runs, until there is a dossier to give them to."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Vectors]] = {}

    def vectors(self, encoder_name: str, hashes: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors kept for these texts; those unknown are left out."""
        kept = self.kept.get(encoder_name, {})
        return {key: kept[key] for key in hashes if key in kept}

    def keep_vectors(self, encoder_name: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors."""
        self.kept.setdefault(encoder_name, {}).update(vectors)

    def forget_vectors(self, family: str, but: Sequence[str]) -> None:
        """Let go of the vectors of encoders whose name begins with a family's, but for some."""
        for name in [name for name in self.kept if name.startswith(family) and name not in but]:
            del self.kept[name]

    def hand_over(self, store: VectorStore) -> None:
        """Give everything to another store."""
        for encoder_name, vectors in self.kept.items():
            store.keep_vectors(encoder_name, vectors)
