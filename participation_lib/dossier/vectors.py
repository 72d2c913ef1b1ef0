"""Vectors kept from one opening to the next: a cache, that may be lost without harm."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["erase_vectors", "read_vectors", "vector_rows"]

_LITTLE_ENDIAN: Final = np.dtype("<f4")
_ASKED_AT_ONCE: Final = 500  # SQLite limits the values of a query


def read_vectors(
    connection: sqlite3.Connection, encoder_name: str, hashes: Sequence[str]
) -> dict[str, npt.NDArray[np.float32]]:
    """Give the vectors known for these texts, in the order asked; those unknown are left out."""
    found: dict[str, bytes] = {}
    for start in range(0, len(hashes), _ASKED_AT_ONCE):
        asked = hashes[start : start + _ASKED_AT_ONCE]
        marks = ", ".join("?" * len(asked))
        query = f"SELECT text_hash, vector FROM vectors WHERE encoder = ? AND text_hash IN ({marks})"
        found.update(connection.execute(query, (encoder_name, *asked)).fetchall())
    return {
        text_hash: np.frombuffer(found[text_hash], dtype=_LITTLE_ENDIAN).astype(np.float32)
        for text_hash in hashes
        if text_hash in found
    }


def erase_vectors(connection: sqlite3.Connection, family: str, but: Sequence[str]) -> None:
    """Erase the vectors of encoders whose name begins with a family's, but for some, inside the transaction."""
    marks = ", ".join("?" * len(but))
    connection.execute(
        f"DELETE FROM vectors WHERE substr(encoder, 1, ?) = ? AND encoder NOT IN ({marks})", (len(family), family, *but)
    )


def vector_rows(encoder_name: str, vectors: Mapping[str, npt.NDArray[np.float32]]) -> Iterator[tuple[str, str, bytes]]:
    r"""Give vectors as rows: little-endian on every machine.

    Raises
    ------
    ValueError
        What is to be kept is not a line of 32-bit numbers.

    Examples
    --------
    >>> list(vector_rows("lettres 1", {"ab12": np.ones(1, dtype=np.float32)}))
    [('lettres 1', 'ab12', b'\x00\x00\x80?')]
    """
    for text_hash, vector in vectors.items():
        if vector.ndim != 1 or vector.dtype != np.float32:
            raise ValueError(f"vector of {text_hash}: not one dimension of float32")
        yield encoder_name, text_hash, vector.astype(_LITTLE_ENDIAN).tobytes()
