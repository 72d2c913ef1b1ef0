"""How far a name of several words goes: « Awa N'Diaye », « BENALI Karim », « M. de Villeneuve »."""

from __future__ import annotations

from typing import Final

from participation_lib.corpus.privacy.vocabulary import (
    SURE,
    is_ordinary,
    is_place_or_brand,
    is_surname,
    name_strength,
)
from participation_lib.corpus.privacy.words import TextWords, context, titles

__all__ = ["apostrophe_name", "name_end", "name_start"]

_LONGEST_NAME: Final = 5
# Particles that are no other word.
_PARTICLES: Final = frozenset(
    ["dos", "da", "das", "del", "della", "van", "von", "ben", "bel", "el", "aït", "ait", "ould", "abou"]
)


def apostrophe_name(words: TextWords, index: int) -> bool:
    """Say whether a word is the first letter of « N'Diaye », « O'Connor »."""
    return (
        words.low[index] in ("n", "m", "o", "d")
        and words.words[index].isupper()
        and index + 1 < len(words)
        and words.gap(index) in ("'", "’")
        and words.words[index + 1][0].isupper()
    )


def _initial(words: TextWords, index: int) -> bool:
    """Say whether a word is the initial of a surname: a capital with a full stop, or at the end."""
    after = words.text[words.ends[index] : words.ends[index] + 1]
    return len(words.words[index]) == 1 and words.words[index].isupper() and (after in (".", "") or after in ",;)\n")


def _may_follow(words: TextWords, index: int, *, after_capital: bool) -> bool:
    """Say whether a word can be the surname of the first name or title before it."""
    word, low = words.words[index], words.low[index]
    if low in context("mots_outils") or low in context("roles") or low in context("proches") or len(word) < 2:
        return False
    if is_surname(word) and (words.capital(index) or not is_ordinary(word)):
        return True
    if words.capital(index):
        return not is_place_or_brand(word)
    if is_ordinary(word) or is_place_or_brand(word) or len(word) < 3:
        return False
    # Lower case or all capitals: a word that is no word, unless the name before had a capital of its own.
    return not after_capital


def name_end(words: TextWords, index: int) -> int:
    """Give the index after the last word of a name whose first word is at `index`."""
    after_capital = words.capital(index)
    last = index
    position = index + 1
    if apostrophe_name(words, index):
        last, position = index + 1, index + 2
    while position < len(words) and position - index < _LONGEST_NAME:
        if not words.joined(position - 1):
            break
        word = words.words[position]
        if _initial(words, position):  # « Sofiane B. », « Franklin D. Roosevelt »
            last, position = position, position + 1
            if (
                position < len(words)
                and words.gap(last) == ". "
                and _may_follow(words, position, after_capital=True)
                and words.capital(position)
                and not is_ordinary(words.words[position])
            ):
                last, position = position, position + 1
            continue
        if apostrophe_name(words, position):
            last, position = position + 1, position + 2
            continue
        strength = name_strength(word)
        if strength == SURE or (strength and words.capital(position)):
            last, position = position, position + 1
            continue
        if (
            words.low[position] in context("particules")
            and position + 1 < len(words)
            and words.joined(position)
            and (
                words.capital(position + 1)
                or (is_surname(words.words[position + 1]) and not is_ordinary(words.words[position + 1]))
            )
            and (not is_place_or_brand(words.words[position + 1]) or is_surname(words.words[position + 1]))
            and (not words.acronym(position + 1) or words.acronym(index) or is_surname(words.words[position + 1]))
            and (
                words.capital(position)
                or words.low[position] in ("de", "du", "d", "la", "des", "van", "von", "ben", "el", "da", "dos")
            )
            and _may_follow(words, position + 1, after_capital=after_capital)
        ):
            last, position = position + 1, position + 2
            continue
        if not _may_follow(words, position, after_capital=after_capital):
            break
        last, position = position, position + 1
    return last + 1


def name_start(words: TextWords, index: int) -> int:
    """Give the index of the first word of a name, with a surname written before (« BENALI Karim »)."""
    while index and words.low[index - 1] in _PARTICLES and words.joined(index - 1):
        index -= 1  # « dos Santos »
    before = index - 1
    if before < 0 or not words.joined(before) or words.low[before] in context("mots_outils"):
        return index
    word = words.words[before]
    if before and apostrophe_name(words, before - 1):
        return before - 1
    if words.low[before] in titles() or is_place_or_brand(word):
        return index
    if word.isupper() and len(word) >= 4 and not is_ordinary(word) and not words.capitals_mean_nothing:
        if (
            before
            and words.low[before - 1] in ("le", "la", "l", "du", "au", "un", "une")
            and words.words[before - 1].islower()
        ):
            return index  # « le CCAS Karim »
        while before and words.low[before - 1] in context("particules") and words.words[before - 1].isupper():
            before -= 1  # « LE GOFF Anne-Marie »
        return before
    if not words.capital(before):
        return index
    return before if is_surname(word) and not is_ordinary(word) else index
