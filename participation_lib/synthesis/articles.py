"""Giving a noun its article: « les barbecues », « l'herbe haute », « du stationnement ».

Gender is read from the words that participants put before the noun, and guessed from its
ending where they put none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from participation_lib.corpus.tagging import dictionary_lemmas
from participation_lib.reference import load
from participation_lib.themes.naming import fold

__all__ = ["contracted", "with_article", "without_article"]

_VOWELS: Final = frozenset("aeiouy")


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in load("positions")["genre"].items()}


def _first(words: str) -> str:
    return words.split(maxsplit=1)[0]


def _is_plural(word: str) -> bool:
    if word[-1:] not in ("s", "x"):
        return False
    lemmas = dictionary_lemmas(word)
    return word not in lemmas if lemmas else word not in _words()["une_seule_forme"]


def _is_elided(word: str) -> bool:
    folded = fold(word)
    return folded[0] in _VOWELS or (folded[0] == "h" and not folded.startswith(_words()["h_aspire"]))


def _is_feminine(word: str, before: Iterable[str]) -> bool:
    words = _words()
    seen = Counter(fold(one) for one in before)
    feminine, masculine = (sum(seen[one] for one in words[name]) for name in ("devant_feminin", "devant_masculin"))
    if feminine != masculine:
        return feminine > masculine
    folded = fold(word)
    return folded.endswith(words["fins_feminines"]) and not folded.endswith(words["fins_masculines"])


def with_article(noun: str, before: Iterable[str] = ()) -> str:
    """Give a noun, or a noun and its complement, with its definite article.

    Parameters
    ----------
    before
        Words found right before it in the texts, which tell its gender; any other word is ignored.

    Examples
    --------
    >>> with_article("barbecues"), with_article("herbe haute"), with_article("haie", ["la"])
    ('les barbecues', 'l’herbe haute', 'la haie')
    """
    first = _first(noun).lower()
    if _is_plural(first):
        return f"les {noun}"
    if _is_elided(first):
        return f"l’{noun}"
    return f"{'la' if _is_feminine(first, before) else 'le'} {noun}"


def without_article(named: str) -> str:
    """Give what follows « plus » and « moins » : « de barbecues », « d'arbres ».

    >>> without_article("les barbecues"), without_article("les arbres"), without_article("la haie")
    ('de barbecues', 'd’arbres', 'de haie')
    """
    bare = re.sub(r"^(les |la |le |l’)", "", named)
    return f"d’{bare}" if _is_elided(_first(bare)) else f"de {bare}"


def contracted(preposition: str, named: str) -> str:
    """Give « du stationnement » for « de » and « le stationnement », or « aux chiens » for « à » and « les chiens ».

    >>> contracted("de", "les barbecues"), contracted("à", "le parc"), contracted("de", "l’herbe")
    ('des barbecues', 'au parc', 'de l’herbe')
    """
    for article, forms in (("le ", ("du ", "au ")), ("les ", ("des ", "aux "))):
        if named.startswith(article):
            return forms[preposition == "à"] + named.removeprefix(article)
    return f"{preposition} {named}"
