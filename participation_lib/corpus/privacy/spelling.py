"""First names as people spell them by ear: « katerine », « Philipe », « Mickael »."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from participation_lib.corpus.privacy.vocabulary import is_ordinary, is_place_or_brand, plain_words
from participation_lib.reference import load

__all__ = ["sounds_like_first_name"]

_BY_EAR: Final = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?:ck|qu|k|q)"), "c"),
    (re.compile(r"y"), "i"),
    (re.compile(r"z"), "s"),
    (re.compile(r"w"), "ou"),
    (re.compile(r"h"), ""),
    (re.compile(r"(?:ai|ei)(?=[^lmn]|$)"), "e"),
    (re.compile(r"(?:eau|au)"), "o"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=..)e?[stdx]?$"), ""),
)
_SHORTEST: Final = 5


def _by_ear(low: str) -> str:
    for pattern, written in _BY_EAR:
        low = pattern.sub(written, low)
    return low


@cache
def _heard() -> frozenset[str]:
    """Give how the first names that are no other word sound."""
    names = (plain_words(name) for name in load("prenoms")["surs"])
    return frozenset(_by_ear(name) for name in names if len(name) >= _SHORTEST)


@lru_cache(maxsize=100_000)
def sounds_like_first_name(word: str) -> bool:
    """Say whether a word that is no word of French sounds like a widespread first name.

    Examples
    --------
    >>> from participation_lib.corpus.privacy.spelling import sounds_like_first_name
    >>> [sounds_like_first_name(word) for word in ("katerine", "Natali", "cantine")]
    [True, True, False]
    """
    if len(word) < _SHORTEST or "-" in word or is_ordinary(word) or is_place_or_brand(word):
        return False
    return _by_ear(plain_words(word)) in _heard()
