"""Does a text say something? Blank, « RAS », illegible, or in another language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from participation_lib.corpus.languages import other_language
from participation_lib.corpus.privacy import MARK
from participation_lib.reference import load
from participation_lib.schema import Status

__all__ = ["fold_text", "lack_of_content"]

_FILLERS: Final = frozenset("/\\.-_,*–—=~'’·•")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_MARKS_OF_ACCENTS: Final = re.compile(r"[\u0300-\u036f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ILLEGIBLE: Final = re.compile(
    r"(?:(?:post it|mot|mots|texte|note|ecriture|phrase|passage|partiellement|entierement|totalement|tres) )*"
    r"illisibles?"
    r"|indechiffrable|non lisible|pas lisible|incomprehensible"
)
_CROSSES: Final = re.compile(r"[x?]*x{2,}[x?]*|x\?+")
_KEYBOARD_ROWS: Final = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONGEST_EMPTY_ANSWER: Final = 80


@lru_cache(maxsize=8)  # the same text is folded for several questions in a row
def fold_text(text: str) -> str:
    """Give a text without case, accents, punctuation or repeated spaces.

    Two texts that fold alike say the same words.

    Examples
    --------
    >>> fold_text("Plus d'ARBRES,  svp !!") == fold_text("plus d’arbres svp")
    True
    """
    lowered = text.casefold()
    if lowered.isascii():
        return " ".join(_NOT_WORD.sub(" ", lowered).split())
    lowered = lowered.replace("œ", "oe").replace("æ", "ae")
    plain = _MARKS_OF_ACCENTS.sub("", unicodedata.normalize("NFKD", lowered))
    return " ".join(_NOT_WORD.sub(" ", plain).split())


@cache
def _empty_answers() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    families = load("sans_contenu")["familles"]
    exact = {text: family["motif"] for family in families for text in family["textes"]}
    patterns = tuple(
        (re.compile(family["expression"]), family["motif"]) for family in families if "expression" in family
    )
    return exact, patterns


def _says_nothing(folded: str) -> str:
    """Give why a folded text is an empty answer, "" if it is not."""
    exact, patterns = _empty_answers()
    if folded in exact:
        return exact[folded]
    return next((reason for pattern, reason in patterns if pattern.fullmatch(folded)), "")


def _mashed(word: str) -> bool:
    """Say whether a word was typed at random: « sdfgh », « aaaaaa », « azerty »."""
    if len(word) >= 4 and len(set(word)) <= 2 and len(set(word)) < len(word) / 2:
        return True
    if len(word) >= 5 and any(word in row or word in row[::-1] for row in _KEYBOARD_ROWS):
        return True
    return len(word) >= 6 and not set(word) & set("aeiouy")


def lack_of_content(text: str) -> tuple[Status, str] | None:
    """Give the status and the French reason of a text that says nothing usable, else None.

    « Oui » and « non » alone are kept: they may be a position. A text in another language is
    kept whole, for translation; in doubt it is read as French.

    Parameters
    ----------
    text
        Pseudonymised text of one contribution.

    Examples
    --------
    >>> lack_of_content("RAS")
    (<Status.NO_CONTENT: 'sans_contenu'>, 'réponse sans contenu : rien à signaler')
    >>> lack_of_content("Plus d'arbres") is None
    True
    """
    stripped = text.strip()
    if not stripped:
        return Status.EMPTY, "aucun texte"
    if len(stripped) <= 3 and set(stripped) <= _FILLERS:
        return Status.NO_CONTENT, "réponse sans contenu : remplissage"
    words_only = MARK.sub(" ", stripped)
    if words_only != stripped and not _WORD.search(words_only):
        return Status.UNUSABLE, "ne contient que des données personnelles masquées"
    if not any(char.isalpha() for char in stripped):
        return Status.UNUSABLE, "aucun mot à lire"
    folded = fold_text(words_only)
    if foreign := other_language(words_only, folded):
        return Status.UNUSABLE, foreign
    if len(stripped) > _LONGEST_EMPTY_ANSWER:
        return None
    if _CROSSES.fullmatch("".join(stripped.casefold().split())) or _ILLEGIBLE.fullmatch(folded):
        return Status.UNUSABLE, "illisible"
    if reason := _says_nothing(folded):
        return Status.NO_CONTENT, f"réponse sans contenu : {reason}"
    words = folded.split()
    if len(folded) == 1 or all(_mashed(word) for word in words):
        return Status.UNUSABLE, "illisible"
    return None
