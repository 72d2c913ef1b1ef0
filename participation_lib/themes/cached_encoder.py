"""Vectors computed once: kept in a dossier, so that opening it again does not wait for the encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from participation_lib.themes.encoding import Encoder, Vectors

__all__ = ["CachedEncoder", "MemoryVectors", "VectorStore"]


class VectorStore(Protocol):
    """Where vectors are kept: a dossier is one."""

    def vectors(self, encoder_name: str, hashes: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors kept for these texts; those unknown are left out."""

    def keep_vectors(self, encoder_name: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors for another time."""


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

    def hand_over(self, store: VectorStore) -> None:
        """Give everything to another store."""
        for encoder_name, vectors in self.kept.items():
            store.keep_vectors(encoder_name, vectors)


class CachedEncoder:
    """An encoder that looks in a store first, and keeps there what it had to compute.

    Texts that are not there yet are encoded together. An encoder's last digits may depend
    on the company of a text: whoever wants the same vectors with and without the cache asks
    for the same texts together, in the same order.
    """

    def __init__(self, encoder: Encoder, store: VectorStore) -> None:
        self._encoder = encoder
        self._store = store

    @property
    def name(self) -> str:
        """Name and version of the encoder itself."""
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit vector a text, shape (n, d)."""
        hashes = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
        known = self._store.vectors(self.name, list(dict.fromkeys(hashes)))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        if missing or not texts:
            fresh = self._encoder.encode(list(missing.values()))
            if not texts:
                return fresh
            found = dict(zip(missing, fresh, strict=True))
            self._store.keep_vectors(self.name, found)
            known |= found
        return np.stack([known[key] for key in hashes]).astype(np.float32)
