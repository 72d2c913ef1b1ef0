"""Names that the words around them tell: a household, thanks, a signature, a list of names.

What these rules see is often no known name: it is certain only where the words around it
leave nothing else, and doubtful otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from participation_lib.corpus.privacy.extent import name_end
from participation_lib.corpus.privacy.marks import Found, Kind
from participation_lib.corpus.privacy.spelling import sounds_like_first_name
from participation_lib.corpus.privacy.surroundings import stays
from participation_lib.corpus.privacy.vocabulary import (
    SURE,
    is_ordinary,
    is_place_or_brand,
    is_surname,
    name_strength,
)
from participation_lib.corpus.privacy.words import TextWords, context, titles

__all__ = ["joined_names", "names_beside", "told_names"]

_POSSESSIVES: Final = frozenset(["ma", "mon", "ta", "ton", "sa", "son", "notre", "votre", "leur", "mes", "nos"])
_JOINS: Final = re.compile(r"\s?(?:,|&|\+|/|;)\s?|\s(?:et|ou)\s")
_GOING_THERE: Final = frozenset(["à", "a", "de", "d", "en", "sur", "vers", "dans"])
_ANNOUNCES: Final = re.compile(r"\s?[:=]\s?")
# « FranceInfo » is a brand, « MacAllister » and « LeGoff » may be persons.
_INNER_CAPITAL: Final = re.compile(r"^(?!Ma?c|Le|De|Di|Du|La)\w*[^\W\d_A-ZÀ-Þ][A-ZÀ-Þ]")
_LONGEST_SIGNATURE: Final = 3
_SHORTEST: Final = 3


def _may_be_name(words: TextWords, index: int) -> bool:
    """Say whether nothing forbids a word to be a name: no tool word, no place, no role, no word of French."""
    word, low = words.words[index], words.low[index]
    if len(word) < _SHORTEST or low in context("mots_outils") or low in titles() or low in context("roles"):
        return False
    if low in context("proches") or is_place_or_brand(word):
        return False
    if _INNER_CAPITAL.search(word) or words.text[words.ends[index] : words.ends[index] + 1] in ("'", "’", "@"):
        return False
    return not is_ordinary(word) or bool(name_strength(word)) or is_surname(word)


def _past_particles(words: TextWords, index: int) -> int:
    """Give the index of the first word of a surname that begins with particles (« dos Santos »)."""
    position = index
    while position + 1 < len(words) and words.low[position] in context("particules") and words.joined(position):
        position += 1
    return position


def _household(words: TextWords, index: int) -> Iterator[tuple[int, int, bool]]:
    """Give the surname after « la famille », « chez les », « les époux »; doubtful after « les » alone."""
    low = words.low[index]
    if index + 1 >= len(words) or not words.joined(index):
        return
    first = index + 1
    name = _past_particles(words, first)
    if name >= len(words) or not _may_be_name(words, name):
        return
    capital = words.capital(name)
    if words.acronym(name) and not is_surname(words.words[name]):
        return
    if low in context("foyers"):
        sure = capital or (is_surname(words.words[name]) and not is_ordinary(words.words[name]))
        if sure or not is_ordinary(words.words[name]):
            yield first, name_end(words, name), sure
    elif low == "les" and capital and "-" not in words.words[name] and not words.capitals_mean_nothing:
        at_home = index > 0 and words.low[index - 1] == "chez"
        several = words.low[name][-1] in "sxz" and not is_surname(words.words[name])
        if at_home or not several:
            yield first, name_end(words, name), at_home or is_surname(words.words[name])


def _thanked(words: TextWords, index: int) -> Iterator[tuple[int, int, bool]]:
    """Give the name after « merci », « bravo », « bonjour »: known for certain, else doubtful."""
    following = index + 1
    if following < len(words) and re.fullmatch(r",? ", words.gap(index)) and words.capital(following):
        if not _may_be_name(words, following) or words.acronym(following):
            return
        known = name_strength(words.words[following]) or sounds_like_first_name(words.words[following])
        yield following, name_end(words, following), bool(known)


def _named(words: TextWords, index: int) -> Iterator[tuple[int, int, bool]]:
    """Give the name after « mon nom : », « mon nom est », « animatrice : »."""
    following = index + 1
    if following >= len(words):
        return
    if words.low[following] in ("est", "c") and words.joined(index) and words.low[index] in ("nom", "prénom", "prenom"):
        following += 1
    elif not _ANNOUNCES.fullmatch(words.gap(index)):
        return
    if following < len(words) and words.words[following][0].isupper() and _may_be_name(words, following):
        known = name_strength(words.words[following]) == SURE or is_surname(words.words[following])
        yield following, name_end(words, following), bool(known or words.low[index] in ("nom", "prénom", "prenom"))


def _signed(words: TextWords, index: int) -> Iterator[tuple[int, int, bool]]:
    """Give the name after « signé », « cordialement », alone up to the end of the text."""
    first = index + 1
    if not 1 <= len(words) - first <= _LONGEST_SIGNATURE:
        return
    if all(_may_be_name(words, place) for place in range(first, len(words))):
        yield first, len(words), words.low[index].startswith("sign")


def _close_person(words: TextWords, index: int) -> Iterator[tuple[int, int, bool]]:
    """Give the word that is no word after « ma voisine »: a name spelt by ear, or perhaps a name."""
    following = index + 1
    if following >= len(words) or not words.joined(index) or not index or words.acronym(following):
        return
    if is_ordinary(words.words[following]) or not _may_be_name(words, following):
        return
    if words.low[index - 1] not in context("determinants"):
        return
    heard = sounds_like_first_name(words.words[following])
    if heard or words.low[index - 1] in _POSSESSIVES:
        yield following, following + 1, heard


def _in_company(words: TextWords, index: int) -> Iterator[tuple[int, int, bool]]:
    """Give the word that is no word after « avec », « chez », « voir »: perhaps a name, in any case."""
    following = index + 1
    if following >= len(words) or not words.joined(index) or words.acronym(following):
        return
    word = words.words[following]
    after = words.text[words.ends[following] : words.ends[following] + 2]
    if len(word) < _SHORTEST + 1 or "-" in word or re.match(r"\.\w", after):
        return
    if is_ordinary(word) or not _may_be_name(words, following):
        return
    yield following, following + 1, False


def _last_line(words: TextWords) -> Iterator[tuple[int, int, bool]]:
    """Give the names alone on the last of several lines, each with a capital: a signature."""
    line_start = words.text.rstrip().rfind("\n") + 1
    if not line_start:
        return
    first = next((place for place in range(len(words)) if words.starts[place] >= line_start), len(words))
    if not 1 <= len(words) - first <= _LONGEST_SIGNATURE or re.search(r"\d", words.text[line_start:]):
        return
    if re.match(r"\s*[-•*–+]", words.text[line_start:]):
        return
    places = range(first, len(words))
    if all(words.words[place][0].isupper() and _may_be_name(words, place) for place in places):
        yield first, len(words), False


_RULES: Final = (
    ("foyers", _household),
    ("merci", _thanked),
    ("fonctions_annoncees", _named),
    ("signatures", _signed),
    ("proches", _close_person),
    ("en_compagnie", _in_company),
)


@cache
def _telling_words() -> frozenset[str]:
    return frozenset().union(*(context(name) for name, _ in _RULES))


def told_names(words: TextWords, known: Iterable[Found]) -> list[Found]:
    """Give the names that the words around them tell, those already known and those that stay aside."""
    taken = [(place.start, place.end) for place in known]
    result: list[Found] = []

    def add(seen: Iterable[tuple[int, int, bool]]) -> None:
        for start, end, certain in seen:
            place = Found(words.starts[start], words.ends[end - 1], Kind.PERSON, certain)
            inside = any(low < place.end and place.start < high for low, high in taken)
            if not inside and not stays(words, start, end, titled=False):
                result.append(place)
                taken.append((place.start, place.end))

    telling = _telling_words()
    for index, low in enumerate(words.low):
        if low == "les":
            if words.words[index + 1 : index + 2] and words.words[index + 1][0].isupper():
                add(_household(words, index))
        elif low in telling:
            for name, rule in _RULES:
                if low in context(name):
                    add(rule(words, index))
    if "\n" in words.text:
        add(_last_line(words))
    return result


def joined_names(words: TextWords, found: list[Found]) -> list[Found]:
    """Give the words with a capital that « et » or a comma joins to a name found (« Aude, Florian et Précieuse »).

    A first name, even a doubtful one, is certain there; another word is doubtful.
    """
    if not found or words.capitals_mean_nothing:
        return []
    starts = {place.start for place in found}
    ends = {place.end for place in found}
    more: list[Found] = []
    for index in range(len(words)):
        start, end = words.starts[index], words.ends[index]
        if not words.capital(index) or words.acronym(index) or start in starts:
            continue
        if any(known.start <= start < known.end for known in (*found, *more)):
            continue
        there = is_place_or_brand(words.words[index]) and index and words.low[index - 1] in _GOING_THERE
        strength = 0 if there else name_strength(words.words[index])  # « à Paris, Camille… »
        if not strength and (words.starts_sentence(index) or not _is_capital_only(words, index)):
            continue
        after = next((place for place in found if place.start > end), None)
        joined = (after is not None and _JOINS.fullmatch(words.text[end : after.start])) or any(
            place.end in ends and _JOINS.fullmatch(words.text[place.end : start]) for place in (*found, *more)
        )
        if joined and not stays(words, index, index + 1, titled=False):
            more.append(Found(start, end, Kind.PERSON, bool(strength)))
            ends.add(end)
    return more


def _is_capital_only(words: TextWords, index: int) -> bool:
    """Say whether a word with a capital may be a name beside others, though it may be a word (« Divine »)."""
    word, low = words.words[index], words.low[index]
    forbidden = low in context("mots_outils") or low in titles() or low in context("roles")
    return len(word) >= _SHORTEST and not forbidden and not is_place_or_brand(word)


def names_beside(text: str, contacts: Iterable[Found]) -> Iterator[Found]:
    """Give the unknown words with a capital right before a telephone, an e-mail or an address.

    « Lebihan, 12 rue des Lilas »: they begin the text or a line, and are doubtful.
    """
    for contact in contacts:
        before = text[: contact.start]
        match = re.search(r"(?:^|\n)[ \t]*([^\W\d_]{3,}(?:[ '’-][^\W\d_]{2,}){0,2})[\s,:(/–-]{1,3}$", before)
        if match is None or not match[1][0].isupper():
            continue
        words = TextWords(match[1])
        capitals = [len(word) <= 4 and word.isupper() for word in words.words]
        if any(capitals):  # « RIB FR76… », « TEL 06… »
            continue
        if all(words.words[place][0].isupper() and _may_be_name(words, place) for place in range(len(words))):
            yield Found(match.start(1), match.end(1), Kind.PERSON, certain=False)
