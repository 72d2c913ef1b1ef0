"""Rules that see the name of a person at a word: title, acquaintance, first name, initial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from participation_lib.corpus.privacy.extent import name_end, name_start
from participation_lib.corpus.privacy.vocabulary import (
    SURE,
    WORD,
    is_ordinary,
    is_place_or_brand,
    is_surname,
    name_strength,
)
from participation_lib.corpus.privacy.words import TextWords, context, titles
from participation_lib.reference import load

__all__ = ["Seen", "may_hold_name", "names_at"]

_LETTER_RUN: Final = re.compile(r"[^\W\d_]+")
_ARTICLES: Final = frozenset(["le", "la", "les", "l", "un", "une", "des", "du", "d", "de"])
_LINES: Final = frozenset(
    ["rer", "ligne", "bus", "tram", "vitamine", "plan", "hépatite", "catégorie", "permis", "point"]
)
_SHORT_TITLES: Final = frozenset(["m", "me", "pr", "dr", "mm"])
_NOBLE: Final = frozenset(["de", "du", "d", "des", "la", "le", "ben", "el", "van", "von", "dos", "da", "aït", "ait"])
_POSSESSIVES: Final = frozenset(["ma", "mon", "ta", "ton", "sa", "son", "notre", "votre", "leur"])
_UNACCENT: Final = str.maketrans("àâäáãçéèêëíìîïñóòôöõúùûüÿşğ", "aaaaaceeeeiiiinooooouuuuysg")
_SHORT_TITLE: Final = re.compile(r"\b(?:M|Me)\b\.?[ \u00a0]|\bm\. |\b[A-ZÉ]\.[ \u00a0]?-?[A-ZÉ]")


@cache
def _interest() -> frozenset[str]:
    """Give every word without which no rule of this module can apply."""
    lists = load("prenoms")
    names = {
        part
        for key in ("surs", "rares", "mots", "ambigus")
        for name in lists[key]
        for part in _LETTER_RUN.findall(name.lower())
    }
    bare = {name for name in names if name_strength(name)}
    plain = {
        "".join(_LETTER_RUN.findall(word))
        for name in names
        for word in (name.translate(_UNACCENT),)
        if name_strength(word)
    }
    surnames = {name.lower() for key in ("noms", "moins_repandus") for name in load("patronymes")[key]}
    surnames |= {name.translate(_UNACCENT) for name in surnames}
    useful = {name for name in surnames if not is_ordinary(name)}
    titles = context("titres.abreges") | context("titres.pleins")
    return frozenset(
        names
        | bare
        | plain
        | useful
        | (titles - {"m", "me"})
        | context("proches")
        | context("annonces")
        | context("foyers")
        | context("en_compagnie")
    )


@cache
def _pair_that_acts() -> re.Pattern[str]:
    return re.compile(rf"\b[A-ZÀ-Þ]\w+ [A-ZÀ-Þ]\w+ (?:{'|'.join(sorted(context('verbes_de_personne')))})\b")


def may_hold_name(text: str) -> bool:
    """Say whether any rule can apply to a text: quick, and never wrongly no."""
    if not _interest().isdisjoint(_LETTER_RUN.findall(text.lower())):
        return True
    return bool(_SHORT_TITLE.search(text) or _pair_that_acts().search(text))


def _is_title(words: TextWords, index: int) -> bool:
    """Say whether a word is used as a title: « M. », not the « m » of « 10 m » or « M.D.P.H. »."""
    low, word, gap, following = words.low[index], words.words[index], words.gap(index), index + 1
    if following >= len(words) or not re.fullmatch(r"\.?[ \u00a0\u202f]{1,2}|\.", gap):
        return False
    if len(words.words[following]) == 1 and gap == ".":
        return False
    if low not in _SHORT_TITLES:
        return True
    start = words.starts[index]
    before = words.text[max(0, start - 4) : start].rstrip(" \u00a0\u202f")[-1:]
    if before.isdigit() or before in ("'", "’"):
        return False
    if low == "me":
        return word == "Me" and not words.starts_sentence(index)
    if low == "m" and not gap.startswith("."):
        return word == "M" and words.capital(following)
    return low != "m" or word == "M" or words.words[following][0].isupper()


def _surname_after(words: TextWords, index: int) -> int:
    """Give the place of the surname after a title, past initials and « de »."""
    following = index + 1
    for _ in range(3):
        if following + 1 >= len(words) or not re.fullmatch(r"[A-ZÉ]", words.words[following]):
            break
        if not re.fullmatch(r"\.?[ \u00a0\u202f-]?", words.gap(following)):
            break
        following += 1
    for _ in range(2):  # « M. de Villiers », « Mme de La Brosse »
        noble = words.low[following] in _NOBLE and following + 1 < len(words)
        noble = noble and words.low[index] in context("civilites")
        if not noble or not re.fullmatch(r"['’ ]", words.gap(following)):
            break
        if not words.capital(following + 1) and not is_surname(words.words[following + 1]):
            break
        following += 1
    return following


def _titled(words: TextWords, index: int) -> int:
    """Give the end of the name after a title, or 0."""
    if not _is_title(words, index):
        return 0
    following = _surname_after(words, index)
    title, name, low = words.low[index], words.words[following], words.low[following]
    if len(name) < 2 or low in context("mots_outils") or low in titles() or low in context("roles"):
        return 0
    ordinary = is_ordinary(name) and not name_strength(name) and not is_surname(name)
    civil = title in context("civilites") or title in ("docteur", "dr")
    abbreviated = title in context("titres.abreges")
    if words.capital(following):
        # After « Mme » a capital is a name; « Monsieur » may begin a sentence in a quotation.
        accepted = (abbreviated and not (ordinary and words.acronym(following))) or not ordinary
        announced = civil or abbreviated or words.words[index][0].isupper()
        accepted = accepted and (announced or not is_place_or_brand(name))
    elif name[0].isupper() and not words.capitals_mean_nothing:
        accepted = not ordinary
    elif civil:
        accepted = not ordinary and low not in context("particules") and (len(name) >= 3 or is_surname(name))
    else:
        accepted = bool(name_strength(name) or (is_surname(name) and not is_ordinary(name)))
    return name_end(words, following) if accepted else 0


def _acquainted(words: TextWords, index: int) -> int:
    """Give the end of the name after « ma voisine », « le gardien », « je m'appelle », or 0."""
    following = index + 1
    if following >= len(words) or not re.fullmatch(r"[ \u00a0\u202f]?[,:(]?[ \u00a0\u202f]?|\s?:\s?", words.gap(index)):
        return 0
    name = words.words[following]
    if words.low[following] in context("mots_outils") or words.low[following] in titles() or len(name) < 2:
        return 0
    if words.acronym(following) and not name_strength(name) and not is_surname(name):
        return 0  # « le conseiller CNAV »
    announced = words.low[index] in context("annonces")
    if announced:
        told = words.low[index] not in ("appelle", "nomme", "prénomme") or (
            index and words.low[index - 1] in ("m", "s", "t")
        )
    else:
        told = index > 0 and words.low[index - 1] in context("determinants")
        told = told or (words.low[index] in context("familiers") and words.joined(index))
    if not told:
        return 0
    plain_gap = words.joined(index)
    strength = name_strength(name)
    mine = (
        index > 0 and words.low[index - 1] in _POSSESSIVES and words.low[following] not in context("prenoms_adjectifs")
    )
    if strength == SURE or (strength and words.capital(following)) or (strength == WORD and plain_gap and mine):
        return name_end(words, following)
    if plain_gap and words.low[index] == "appelle" and words.low[index - 1] == "m" and not is_ordinary(name):
        return name_end(words, following)
    if not plain_gap or is_place_or_brand(name):
        return 0
    if words.capital(following) and (
        not is_ordinary(name) or (is_surname(name) and not words.starts_sentence(following))
    ):
        return name_end(words, following)
    return 0


def _first_name(words: TextWords, index: int, strength: int) -> int:
    """Give the end of the name that begins with a first name at `index`, or 0."""
    end = name_end(words, index)
    capital = words.capital(index)
    before = (
        words.low[index - 1]
        if index and words.text[words.ends[index - 1] : words.starts[index]].strip(" '’") == ""
        else ""
    )
    longest_acronym = 5 if before in _ARTICLES else 4
    if words.acronym(index) and len(words.words[index]) <= longest_acronym and end == index + 1:
        return 0  # « l'ADIL », « une ANA »
    if strength == SURE:
        if words.words[index].islower() and before in ("les", "des", "aux"):
            return 0
        return end
    surname_after = end - index >= 2 and (
        name_strength(words.words[end - 1]) == SURE
        or (is_surname(words.words[end - 1]) and (capital or not is_ordinary(words.words[end - 1])))
        or (capital and words.capital(end - 1) and not is_ordinary(words.words[end - 1]))
    )
    last = words.words[end - 1]
    last_is_word = is_ordinary(last) and not is_surname(last) and not name_strength(last)
    if end - index >= 2 and last_is_word and strength != SURE:
        return 0  # « Marine Nationale »
    if strength == WORD:
        if surname_after and (capital or not is_ordinary(words.words[end - 1])):
            return end
        if not capital or words.acronym(index) or before in _ARTICLES - {"de", "d"}:
            return 0
        if not words.starts_sentence(index):
            return 0 if before and is_place_or_brand(before) else end  # « Renault Zoé »
        following = index + 1
        return end if following < len(words) and words.low[following] in context("verbes_de_personne") else 0
    listed = end - index >= 2 and (is_surname(last) or name_strength(last) == SURE)
    return end if capital and listed else 0


def _stands_apart(words: TextWords, first: int, last: int) -> bool:
    """Say whether words begin a line and end it, or a sign parts them from what follows: « F. Marquant - … »."""
    before = words.text[: words.starts[first]].rstrip(" \u00a0")[-1:]
    after = words.text[words.ends[last] : words.ends[last] + 3].lstrip(" \u00a0")[:1]
    return before in ("", "\n") and after in ("", "\n", ":", "-", "–", ",", "(")


def _initialled(words: TextWords, index: int) -> int:
    """Give the end of « J. Dupont » or « J-P. Benali », whose initial is at `index`, or 0."""
    word = words.words[index]
    if not re.fullmatch(r"[A-ZÉ](?:-[A-ZÉ])?", word) or not re.fullmatch(r"\.[ \u00a0\u202f]?", words.gap(index)):
        return 0
    if (index and words.low[index - 1] in _LINES) or index + 1 >= len(words):
        return 0
    name = words.words[index + 1]
    if not words.capital(index + 1) or len(name) < 3 or (words.acronym(index + 1) and not is_surname(name)):
        return 0
    place = is_place_or_brand(name) and not is_surname(name)
    if place or words.low[index + 1] in context("mots_outils"):
        return 0
    if is_ordinary(name) and not is_surname(name) and "-" not in word and not _stands_apart(words, index, index + 1):
        return 0
    return name_end(words, index + 1)


def _acts_next(words: TextWords, index: int) -> bool:
    return words.joined(index) and words.low[index + 1] in context("verbes_de_personne")


def _unknown_pair(words: TextWords, index: int) -> bool:
    """Say whether two words in a row bear a capital and are no known word."""
    if not words.words[index][0].isupper() or index + 1 >= len(words) or not words.joined(index):
        return False
    return all(
        words.capital(place)
        and not words.acronym(place)
        and len(words.words[place]) >= 3
        and not is_ordinary(words.words[place])
        and not is_place_or_brand(words.words[place])
        and words.low[place] not in context("mots_outils")
        for place in (index, index + 1)
    )


class Seen(NamedTuple):
    """A name that a rule sees: its first word, the word after its last, and what vouches for it."""

    start: int
    end: int
    titled: bool
    certain: bool


def names_at(words: TextWords, index: int) -> Iterator[Seen]:
    """Give the names that a rule sees at a word, the most telling rule first.

    A name is certain with a title, a word of acquaintance, an initial, a surname or a first
    name that is no other word; a first name that is also a word, alone, is not.
    """
    low = words.low[index]
    if low in titles() and (end := _titled(words, index)):
        yield Seen(index + 1, end, titled=True, certain=True)
    if (low in context("proches") or low in context("annonces")) and (end := _acquainted(words, index)):
        yield Seen(index + 1, end, titled=False, certain=True)
    if len(low) <= 3 and (end := _initialled(words, index)):
        yield Seen(index, end, titled=False, certain=True)
    strength = name_strength(words.words[index])
    if strength and (end := _first_name(words, index, strength)):
        yield Seen(name_start(words, index), end, titled=False, certain=strength == SURE or end - index >= 2)
    elif (
        not strength
        and is_surname(words.words[index])
        and (words.capital(index) or words.capitals_mean_nothing)
        and not is_ordinary(words.words[index])
        and not is_place_or_brand(words.words[index])
        and (words.capitals_mean_nothing or not words.starts_sentence(index))
        and not (words.acronym(index) and len(low) <= 4)
        and len(low) >= (5 if words.capitals_mean_nothing else 3)
    ):
        yield Seen(name_start(words, index), name_end(words, index), titled=False, certain=True)
    elif _unknown_pair(words, index) and _acts_next(words, index + 1):
        yield Seen(index, index + 2, titled=False, certain=False)  # « Yassirou Bamdé propose… »
