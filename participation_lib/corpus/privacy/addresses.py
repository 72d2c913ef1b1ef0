"""Postal addresses: a house number with a street. A street alone is a place, and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from participation_lib.corpus.privacy.marks import Found, Kind, fold_words
from participation_lib.reference import load

__all__ = ["find_addresses"]

_STREET: Final = (
    r"rue|avenue|av\.?|ave\.?|boulevard|boul\.?|blvd\.?|bvd\.?|bd\.?|faubourg|fbg\.?|r\.|r(?=\s(?:du|de|des)\s)"
)
# Also ordinary nouns: « 2 place de parking », « 3 cours ».
_STREET_OR_NOUN: Final = (
    r"place|pl\.?|all[ée]e|all\.|chemin|che?m?\.|ch\.|impasse|imp\.|square|sq\.|quai|cours|passage|route|rte"
    r"|sente|sentier|villa|r[ée]sidence|hameau|lieu[- ]dit|cit[ée]|rond[- ]point|promenade|esplanade|venelle"
    r"|ruelle|mail|clos|mont[ée]e"
    r"|chauss[ée]e|galerie|parvis|traverse|lotissement|voie"
)
_DIGIT: Final = re.compile(r"\d")
_SUFFIX: Final = r"(?:[\s\-]?(?:bis|ter|quater|[a-dA-D])\b)?"
_NUMBER: Final = rf"(?P<number>\d{{1,4}}){_SUFFIX}(?:\s?[\-/]\s?\d{{1,4}}{_SUFFIX})?"
_BETWEEN: Final = r"\s?,?\s?(?:(?:de\s+la|de\s+l['’]|du)\s*)?"
_HEAD: Final = re.compile(
    rf"(?<![\w€$%+\-.,/]){_NUMBER}{_BETWEEN}\b(?P<type>(?P<street>{_STREET})|(?P<noun>{_STREET_OR_NOUN}))(?=[\s'’])\s*",
    re.IGNORECASE,
)
# « 12 Grande Rue » : the street's name is before its word.
_HIGH_STREET: Final = re.compile(
    rf"(?<![\w€$%+\-.,/]){_NUMBER}\s?,?\s?(?:la\s)?grand(?:e|['’]|e-)?\s?-?rue\b", re.IGNORECASE
)
# « rue des Lilas, n° 12 » : the number comes last.
_NUMBER_LAST: Final = re.compile(
    rf"\b(?:{_STREET}|all[ée]e|chemin|impasse|place|square)\s(?:[^\W\d_][\w'’\-]*\s?){{1,5}}?,?\s?"
    r"(?:n\s?[°o]\.?|num[ée]ro)\s?\d{1,4}(?:\s?(?:bis|ter))?\b",
    re.IGNORECASE,
)
_SAYS_WHERE: Final = re.compile(
    r"(?:\bau|\baux|habit\w*|\bhab|demeur\w*|r[ée]sid\w*|\bloge\w*|domicil\w*|adresse\s?:?|num[ée]ro"
    r"|\bn[°o]\.?|devant le|face au|entre le|chez moi|:)\s*,?\s*$",
    re.IGNORECASE,
)
# What makes the number something else: a line, a speed limit, a road, a date.
_NOT_A_HOUSE: Final = re.compile(
    r"(?:bus|ligne|lignes|tram|tramway|m[ée]tro|rer|zone|zones|rn|rd|d[ée]partementale|nationale|autoroute|km|a|à|les?|des|sur|de|dans|aux"
    r"|janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre|table|groupe|question|article)\s*$",
    re.IGNORECASE,
)
_LINK_WORD: Final = (
    r"(?:(?:de\s+la|des|du|de|la|les|le|aux?|à\s+la|en|et|sur|sous|saint[e]?|ste?)\b\.?|(?:de\s+)?[dl]['’])"
)
_WORD: Final = r"[^\W\d_]+(?:[\-'’][^\W\d_]+)*\.?"
_NAME_WORD: Final = re.compile(
    rf"(?:\s*-?\s*(?:{_LINK_WORD}\s*)*)({_WORD}|\d{{1,2}}(?:er)?\s+[^\W\d_]+)", re.IGNORECASE
)
_TOWN: Final = re.compile(
    r"\s?,?\s?(?:à\s+)?(?:\n\s*)?(?:F-?\s?)?\d{5}"
    r"(?:\s+[A-ZÉÈ][\w'’\-]+(?:[ \-](?:[A-ZÉÈ][\w'’\-]+|le|la|les|sur|sous|en|lès))*)?"
)


@cache
def _forms(name: str) -> frozenset[str]:
    return frozenset(load("formes_personnelles")[name])


@cache
def _public_addresses() -> frozenset[str]:
    """Give the addresses of the city's facilities, which are nobody's home."""
    facilities = load("gazetteer_cergy")["equipements"]
    return frozenset(fold_words(item["adresse"]) for item in facilities if "adresse" in item)


def _looks_like_house(text: str, head: re.Match[str]) -> bool:
    before = text[max(0, head.start() - 24) : head.start()]
    number = int(head["number"])
    if number == 0 or 1900 <= number <= 2100:
        return False
    told = bool(_SAYS_WHERE.search(before))
    if not told and _NOT_A_HOUSE.search(before):
        return False
    rest = text[head.end() :]
    word = re.match(_WORD, rest)
    if word is None:
        return False
    first = word.group()
    if first.lower() in _forms("pas_un_nom_de_rue"):
        return False
    if told or (first[0].isupper() and not text.isupper()):
        return True
    named = re.match(r"(?:du|de la|de l['’]|des)\s*([^\W\d_])", rest, re.IGNORECASE)
    if named and named[1].isupper() and not text.isupper():
        return True
    if head["street"]:
        return number > 1 or bool(re.match(rf"{_LINK_WORD}\s*\w", rest, re.IGNORECASE))
    # « 12 place du marché » names a place; « 2 place de parking » counts it.
    return number > 2 and bool(named)


def _name_end(text: str, start: int) -> int:
    """Give the end of the street's name: one main word, and those that go on with a capital."""
    first = _NAME_WORD.match(text, start)
    if first is None:
        return start
    end = first.end()
    title = first.group(1).lower().rstrip(".")
    go_on_anyhow = title in _forms("debuts_de_nom_de_rue")
    for _ in range(4):
        following = _NAME_WORD.match(text, end)
        if following is None or "\n" in following.group() or text[end : end + 1] in ",.;:!?)":
            break
        word = following.group(1)
        gap = following.group()[: -len(word)]
        capital = word[0].isupper() and not text.isupper()
        elided = bool(re.fullmatch(r"d['’]", gap.strip(" ").lower()))  # « rue des chênes d'or »
        if not (capital or go_on_anyhow or elided) or (
            gap.strip(" -").lower() in {"et", "en", "a", "à", "au", "aux", "sur"} and not capital
        ):
            break
        end = following.end()
        go_on_anyhow = False
    return end - 1 if text[end - 1] == "." else end


def find_addresses(text: str) -> Iterator[Found]:
    """Give the postal addresses of a text: number, street and name, then code and town.

    A facility of the city at its own address stays, and so does a street without number.
    """
    if not _DIGIT.search(text):
        return
    for head in _HEAD.finditer(text):
        if not _looks_like_house(text, head):
            continue
        end = _name_end(text, head.end())
        if end <= head.end() or fold_words(text[head.start() : end]) in _public_addresses():
            continue
        yield Found(head.start(), _town_end(text, end), Kind.ADDRESS)
    for pattern in (_HIGH_STREET, _NUMBER_LAST):
        for match in pattern.finditer(text):
            yield Found(match.start(), _town_end(text, match.end()), Kind.ADDRESS)


def _town_end(text: str, end: int) -> int:
    town = _TOWN.match(text, end)
    return town.end() if town else end
