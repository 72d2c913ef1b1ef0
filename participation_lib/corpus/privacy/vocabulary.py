"""What is known of a word: first name, surname, place, public figure, ordinary French."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

import simplemma

from participation_lib.reference import load

__all__ = [
    "FIRST_NAMES",
    "is_ordinary",
    "is_place_or_brand",
    "is_public_name",
    "is_public_surname",
    "is_surname",
    "name_strength",
    "plain_words",
]

# How much a first name proves by itself.
SURE: Final = 3
WORD: Final = 2
DOUBTFUL: Final = 1
FIRST_NAMES: Final = (SURE, WORD, DOUBTFUL)


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def plain_words(word: str) -> str:
    """Give words in lower case, without accents."""
    return _plain(word.lower())


@cache
def _strengths() -> dict[str, int]:
    """Give the strength of every first name, lower case, also as written without accents."""
    lists = load("prenoms")
    strengths: dict[str, int] = {}
    for name in lists["surs"]:
        strengths[name.lower()] = SURE
        strengths.setdefault(plain_words(name), SURE)
    for key, strength in (("rares", WORD), ("mots", WORD), ("ambigus", DOUBTFUL)):
        for name in lists[key]:
            strengths[name.lower()] = strength
            if plain_words(name) != name.lower():
                strengths[plain_words(name)] = (
                    min(strength, DOUBTFUL) if simplemma.is_known(plain_words(name), "fr") else strength
                )
    return strengths


@lru_cache(maxsize=200_000)
def name_strength(word: str) -> int:
    """Give how much a word proves a first name: 3 sure, 2 also a word, 1 doubtful, 0 none.

    A compound (« Jean-Pierre ») counts when each part is a first name; one with another
    part (« Jean-Jaurès ») is a place and counts for nothing.

    Examples
    --------
    >>> [name_strength(word) for word in ("fatou", "Jean-Pierre", "Jean-Jaurès", "marié")]
    [3, 3, 0, 0]
    """
    strengths = _strengths()
    low = word.lower()
    if "-" not in low:
        return strengths.get(low, 0)
    if low in strengths:
        return strengths[low]
    parts = low.split("-")
    found = [strengths.get(part, 0) for part in parts]
    return SURE if all(found) and (max(found) >= WORD if len(parts) == 2 else min(found) == SURE) else 0


@cache
def _surnames() -> frozenset[str]:
    return frozenset(plain_words(name) for key in ("noms", "moins_repandus") for name in load("patronymes")[key])


@lru_cache(maxsize=100_000)
def is_surname(word: str) -> bool:
    """Say whether a word is a widespread surname (it may be an ordinary word as well)."""
    return plain_words(word) in _surnames()


@lru_cache(maxsize=200_000)
def is_ordinary(word: str) -> bool:
    """Say whether a word is ordinary French, in any form; names are not."""
    return all(_is_known(part) for part in word.lower().split("-"))


_ACCENTED: Final = {"a": "àâ", "e": "éèê", "i": "îï", "o": "ô", "u": "ûù", "c": "ç"}


# What only words of French end with.
_ENDING: Final = re.compile(r".{4,}ments?|.{3,}tions?|.{3,}ismes?|.{4,}ités?")


@cache
def _more_words() -> frozenset[str]:
    """Give the words that the dictionary of forms does not know: it leaves out those that never change."""
    return frozenset(load("mots_courants")["mots"])


def _is_known(low: str) -> bool:
    if len(low) < 2 or simplemma.is_known(low, "fr") or low in _more_words() or _ENDING.fullmatch(low):
        return True
    if not low.isascii() or len(low) > 20:
        return False
    # Capitals, and hurried people, leave accents out: « Etant », « VOLONTE », « Ameliorer ».
    once = [
        low[:place] + accented + low[place + 1 :]
        for place, char in enumerate(low)
        for accented in _ACCENTED.get(char, "")
    ]
    if any(simplemma.is_known(variant, "fr") for variant in once):
        return True
    places = [place for place, char in enumerate(low) if char == "e"]
    return any(
        simplemma.is_known(low[:first] + "é" + low[first + 1 : second] + accented + low[second + 1 :], "fr")
        for first in places
        for second in places
        if first < second
        for accented in "éè"
    )


@cache
def _places() -> frozenset[str]:
    kept = load("noms_conserves")
    city = load("gazetteer_cergy")
    names = [*kept["lieux"], *kept["organisations"], city["commune"], *city["gentile"]]
    for quarter in city["quartiers"]:
        names += [quarter["libelle"], *quarter["alias"], *quarter["ilots"]]
    for kind in ("gares", "equipements"):
        for item in city[kind]:
            names += [item["nom"], *item.get("alias", ())]
    folded = {plain_words(name) for name in names}
    # Each capitalised part of a compound place is a place word (« Croix-Petit », « Axe Majeur »).
    parts = {
        plain_words(part)
        for name in names
        for part in name.replace("-", " ").replace("'", " ").replace("’", " ").split()
        if part[:1].isupper() and len(part) > 3 and not name_strength(part)
    }
    return frozenset(folded | parts)


@lru_cache(maxsize=100_000)
def is_place_or_brand(word: str) -> bool:
    """Say whether a word names a known place, brand or institution."""
    return plain_words(word) in _places()


@cache
def _public() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    kept = load("noms_conserves")
    surnames = frozenset(plain_words(name) for name in kept["personnalites_nom_seul"])
    past = frozenset(plain_words(name) for name in kept["figures_nom_seul"])
    full = frozenset(
        plain_words(name).replace("-", " ").replace("'", " ") for name in [*kept["personnalites"], *kept["elus"]]
    )
    return surnames, full, past


@lru_cache(maxsize=100_000)
def is_public_surname(word: str, *, titled: bool = False) -> bool:
    """Say whether a surname alone means a public figure; after « M. », a figure of the past is a neighbour."""
    surnames, _, past = _public()
    plain = plain_words(word)
    return plain in surnames or (not titled and plain in past)


@lru_cache(maxsize=100_000)
def is_public_name(words: str) -> bool:
    """Say whether a first name and a surname are those of a public figure."""
    return plain_words(words).replace("-", " ").replace("'", " ").replace("’", " ") in _public()[1]
