"""How words are spelt, as vectors: what brings « arbre », « arbres », « arbes » and « arboré » together.

TF-IDF of sequences of three to five letters, reduced by truncated SVD. Both are learnt from
the ideas of a corpus, which takes seconds for tens of thousands: what was learnt, and the
place of each idea, can be kept from one time to the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any, Final

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from participation_lib.themes.vector_store import MemoryVectors, Vectors, VectorStore

__all__ = ["KeptSpelling", "spelling_vectors"]

_DIMENSIONS: Final = 100
_MOST_SEQUENCES: Final = 60_000
_ROWS: Final = 20_000
_LONGEST: Final = 2_000  # code points; an idea this long says what it is about before
_DECIMALS: Final = 5
_FAMILY: Final = "graphies "
_VERSION: Final = 1  # of what is kept
_WORTH_KEEPING: Final = 3_000  # ideas; what fewer teach is learnt again in less than a second
_OPTIONS: Final[dict[str, Any]] = {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True}


def spelling_vectors(texts: Sequence[str], corpus: Sequence[str] = ()) -> Vectors:
    """Give TF-IDF of letter sequences reduced to at most 100 dimensions, shape (n, d), rows of length 1 or 0.

    Sequences of three to five letters inside words bring together « arbre », « arbres »,
    « arbes » and « arboré », which dictionary forms keep apart. A sequence counts from two
    ideas on. The reduction is learnt on 20,000 ideas at most.

    Parameters
    ----------
    corpus
        Texts it is learnt from; `texts` themselves when empty.
    """
    return KeptSpelling(corpus or texts, MemoryVectors()).vectors(texts)


class _Learnt:
    """Sequences and reduction, as learnt from texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.reduction: TruncatedSVD | None = None
        self.vectorizer = TfidfVectorizer(min_df=2, max_df=0.5, max_features=_MOST_SEQUENCES, **_OPTIONS)
        self.is_empty = False
        try:
            weights = self.vectorizer.fit_transform(_spread(_shown(texts)))
        except ValueError:  # nothing is shared: every idea speaks of something else
            self.is_empty = True
            return
        dimensions = min(_DIMENSIONS, weights.shape[1] - 1, weights.shape[0] - 1)
        if dimensions >= 2:
            self.reduction = TruncatedSVD(dimensions, random_state=0, n_iter=3).fit(weights)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Give the place of texts it was learnt from; each is the same whatever the others asked for."""
        shown = _shown(texts)
        if self.is_empty:
            return np.zeros((len(texts), 1), dtype=np.float32)
        if self.reduction is None:
            return np.asarray(normalize(self.vectorizer.transform(shown)).toarray(), dtype=np.float32)
        reduced = np.vstack(
            [
                self.reduction.transform(self.vectorizer.transform(shown[first : first + _ROWS]))
                for first in range(0, len(shown), _ROWS)
            ]
        )
        return np.asarray(normalize(reduced), dtype=np.float32).round(_DECIMALS)

    @property
    def compact(self) -> _Compact | None:
        """What it takes to place other texts, in single precision; None where nothing is reduced."""
        if self.reduction is None:
            return None
        return _Compact(
            tuple(self.vectorizer.get_feature_names_out()),
            self.vectorizer.idf_.astype(np.float32),
            self.reduction.components_.astype(np.float32),
        )


@dataclass(frozen=True)
class _Compact:
    """What it takes to place a text beside those it was learnt from."""

    sequences: tuple[str, ...]
    weights: Vectors
    components: Vectors

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Give the place of texts, each the same whatever the others asked for."""
        vectorizer = TfidfVectorizer(vocabulary=self.sequences, **_OPTIONS)
        vectorizer.idf_ = self.weights.astype(np.float64)
        reduced = vectorizer.transform(_shown(texts)) @ self.components.T.astype(np.float64)
        return np.asarray(normalize(reduced), dtype=np.float32).round(_DECIMALS)


class KeptSpelling:
    """Spelling learnt from the ideas of a corpus, kept in a store with the place of each idea.

    What is kept gives the same vectors, to the bit, as what is learnt anew. Texts that are
    not of the corpus (an idea that was cut since) are placed beside it, in single precision.

    Parameters
    ----------
    corpus
        The texts it is learnt from, in order.
    store
        Where it is kept; what was kept of another corpus is let go.
    """

    def __init__(self, corpus: Sequence[str], store: VectorStore) -> None:
        self._corpus = corpus
        self._known = frozenset(corpus)
        self._store = store

    @cached_property
    def name(self) -> str:
        """What the vectors depend on: the texts learnt from, and the library that learns."""
        content = hashlib.sha256()
        for text in self._corpus:
            encoded = text.encode("utf-8", "replace")
            content.update(len(encoded).to_bytes(8, "big"))
            content.update(encoded)
        return f"{_FAMILY}{_VERSION} scikit-learn {version('scikit-learn')} {content.hexdigest()}"

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Give the place of texts, shape (n, d), rows of length 1 or 0."""
        hashes = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
        found = self._store.vectors(self.name, list(dict.fromkeys(hashes)))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in found}
        fresh: dict[str, Vectors] = {}
        for group, place in (
            ([text for text in missing.values() if text in self._known], self._of_corpus),
            ([text for text in missing.values() if text not in self._known], self._beside),
        ):
            if group:
                placed = dict(zip(group, place(group), strict=True))
                fresh |= {key: placed[text] for key, text in missing.items() if text in placed}
        if fresh:
            self._store.keep_vectors(self.name, fresh)
            found |= fresh
        return np.stack([found[key] for key in hashes]).astype(np.float32)

    def _of_corpus(self, texts: Sequence[str]) -> Vectors:
        return self._learnt.vectors(texts)

    def _beside(self, texts: Sequence[str]) -> Vectors:
        compact = self._compact
        return self._learnt.vectors(texts) if compact is None else compact.vectors(texts)

    @cached_property
    def _learnt(self) -> _Learnt:
        learnt = _Learnt(self._corpus)
        self._store.forget_vectors(_FAMILY, (self.name, self._kept_name))
        compact = learnt.compact
        if compact is not None and len(self._corpus) >= _WORTH_KEEPING:
            self._store.keep_vectors(self._kept_name, _rows_of(compact))
        return learnt

    @cached_property
    def _compact(self) -> _Compact | None:
        head = self._store.vectors(self._kept_name, _HEAD)
        if len(head) == len(_HEAD):
            sequences = "".join(map(chr, head["sequences"].astype(np.int64).tolist())).split("\n")
            names = _component_names(int(head["dimensions"][0]))
            components = self._store.vectors(self._kept_name, names)
            if len(components) == len(names):
                return _Compact(tuple(sequences), head["weights"], np.stack([components[name] for name in names]))
        return self._learnt.compact

    @property
    def _kept_name(self) -> str:
        return f"{self.name} appris"


_HEAD: Final = ("sequences", "weights", "dimensions")


def _component_names(number: int) -> list[str]:
    return [f"component {rank}" for rank in range(number)]


def _rows_of(compact: _Compact) -> dict[str, Vectors]:
    """Give what was learnt as rows of numbers: a character is its code point, which single precision holds."""
    characters = np.array([ord(character) for character in "\n".join(compact.sequences)], dtype=np.float32)
    number = len(compact.components)
    rows = dict(zip(_component_names(number), compact.components, strict=True))
    # The head last: where it is there, all the rest is.
    return rows | {
        "sequences": characters,
        "weights": compact.weights,
        "dimensions": np.array([number], dtype=np.float32),
    }


def _shown(texts: Sequence[str]) -> list[str]:
    return [text[:_LONGEST].lower() for text in texts]


def _spread(texts: Sequence[str]) -> Sequence[str]:
    """Give at most 20,000 texts taken at regular distances."""
    if len(texts) <= _ROWS:
        return texts
    return [texts[int(position)] for position in np.linspace(0, len(texts) - 1, _ROWS)]
