"""Is a text in another language than French? Said only when it is sure; in doubt it is French.

Another script is told from its letters; another language in Latin letters from its small
words (`reference/langues.yaml`), so that « le city stade » and « l'open space » are French,
as are misspelt words and those written as text messages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

from participation_lib.reference import load

__all__ = ["is_to_translate", "language_told", "other_language"]

_TO_TRANSLATE: Final = ": à traduire"
_NAMED: Final = re.compile(r"\(([^()]+)\)")
_BEYOND_LATIN: Final = re.compile(r"[^\W\d_\u0000-\u024f]")
_SCRIPTS: Final = {
    "ARABIC": "arabe",
    "CYRILLIC": "cyrillique",
    "GREEK": "grec",
    "HEBREW": "hébreu",
    "TAMIL": "tamoul",
    "CJK": "chinois",
    "HIRAGANA": "japonais",
    "KATAKANA": "japonais",
    "HANGUL": "coréen",
    "DEVANAGARI": "devanagari",
    "BENGALI": "bengali",
    "THAI": "thaï",
    "ARMENIAN": "arménien",
    "GEORGIAN": "géorgien",
    "ETHIOPIC": "éthiopien",
}
_FEWEST_WORDS: Final = 4
_FEWEST_CLUES: Final = 2
_LEAST_SHARE: Final = 0.3  # of the words are small words of the language


@dataclass(frozen=True)
class _Language:
    name: str
    clues: frozenset[str]
    shared: frozenset[str]
    least: int


@cache
def _languages() -> tuple[tuple[_Language, ...], frozenset[str], frozenset[str]]:
    """Give the languages known, French small words, and every clue."""
    known = load("langues")
    french = frozenset(known["francais"])
    languages = tuple(
        _Language(
            entry["nom"],
            frozenset(entry["indices"]) - french - frozenset(entry["partages"]),
            frozenset(entry["partages"]),
            entry.get("au_moins", _FEWEST_CLUES),
        )
        for entry in known["langues"]
    )
    return languages, french, frozenset().union(*(language.clues for language in languages))


def _script(text: str) -> str:
    """Give the script of most letters, "" where it is Latin; « autre » for one that has no name here."""
    if not _BEYOND_LATIN.search(text):
        return ""
    letters = [unicodedata.name(char, "").split(" ")[0] for char in text if char.isalpha()]
    foreign = [name for name in letters if name != "LATIN"]
    if 2 * len(foreign) <= len(letters):
        return ""
    return _SCRIPTS.get(Counter(foreign).most_common(1)[0][0], "autre")


def _language(words: list[str]) -> str:
    languages, french, every_clue = _languages()
    if len(words) < _FEWEST_WORDS or every_clue.isdisjoint(words):
        return ""
    best, most = "", 0.0
    for language in languages:
        clues = [word for word in words if word in language.clues]
        if len(set(clues)) < language.least:
            continue
        n_shared = sum(word in language.shared for word in words)
        n_french = sum(word in french and word not in language.shared for word in words)
        if len(clues) > 2 * n_french and len(clues) + n_shared >= _LEAST_SHARE * len(words) and len(clues) > most:
            best, most = language.name, len(clues)
    return best


def other_language(text: str, folded: str) -> str:
    """Give why a text is to be translated, in French; "" for a text in French, or that may be.

    Parameters
    ----------
    text
        As it was written.
    folded
        The same without marks, case, accents or punctuation: see `content.fold_text`.

    Examples
    --------
    >>> other_language("More buses after 9 pm would be great for us", "more buses after 9 pm would be great for us")
    'autre langue (anglais) : à traduire'
    >>> other_language("un city stade et un skate park", "un city stade et un skate park")
    ''
    """
    script = _script(text)
    if script:
        return f"autre écriture ({script}) {_TO_TRANSLATE}" if script != "autre" else f"autre écriture {_TO_TRANSLATE}"
    name = _language(folded.split())
    return f"autre langue ({name}) {_TO_TRANSLATE}" if name else ""


def language_told(reason: str) -> str:
    """Give the language or the script a reason names, "" where it is another reason.

    >>> language_told("autre langue (anglais) : à traduire"), language_told("illisible")
    ('anglais', '')
    """
    if not is_to_translate(reason):
        return ""
    named = _NAMED.search(reason)
    return named[1] if named else "autre"


def is_to_translate(reason: str) -> bool:
    """Tell whether a contribution was kept apart because it is in another language.

    >>> is_to_translate("autre langue (anglais) : à traduire"), is_to_translate("illisible")
    (True, False)
    """
    return reason.endswith(_TO_TRANSLATE)
