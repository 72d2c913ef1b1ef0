"""Vectors computed once: kept in a dossier, so that opening it again does not wait for the encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from participation_lib.themes.encoding import Encoder, Vectors
from participation_lib.themes.vector_store import MemoryVectors, VectorStore

__all__ = ["CachedEncoder", "MemoryVectors", "VectorStore"]


class CachedEncoder:
    """An encoder that looks in a store first, and keeps there what it had to compute.

    Texts that are not there yet are encoded together. An encoder's last digits may depend
    on the company of a text: whoever wants the same vectors with and without the cache asks
    for the same texts together, in the same order.

    Attributes
    ----------
    store
        Where `encode_ideas` keeps what it learns of spelling, too.
    """

    def __init__(self, encoder: Encoder, store: VectorStore) -> None:
        self._encoder = encoder
        self.store = store

    @property
    def name(self) -> str:
        """Name and version of the encoder itself."""
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit vector a text, shape (n, d)."""
        hashes = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
        known = self.store.vectors(self.name, list(dict.fromkeys(hashes)))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        if missing or not texts:
            fresh = self._encoder.encode(list(missing.values()))
            if not texts:
                return fresh
            found = dict(zip(missing, fresh, strict=True))
            self.store.keep_vectors(self.name, found)
            known |= found
        return np.stack([known[key] for key in hashes]).astype(np.float32)
