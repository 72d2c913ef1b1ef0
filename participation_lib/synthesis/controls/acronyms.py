"""Acronyms: said in full where they first appear."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from participation_lib.corpus.privacy.vocabulary import is_ordinary, is_place_or_brand
from participation_lib.corpus.privacy.words import context
from participation_lib.synthesis.controls.listed import message, settings_of
from participation_lib.synthesis.controls.model import Remark
from participation_lib.synthesis.controls.passage import Passage

__all__ = ["acronyms_told", "check_acronyms"]

_CONTROL: Final = "sigle-non-developpe"
_ACRONYM: Final = re.compile(r"(?<![\w.·-])[A-Z][A-Z0-9]{1,7}s?(?![\w'’·-])")
_ROMAN: Final = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROAD: Final = re.compile(r"[A-Z]{1,2}\d+|[A-Z]\d*")
_PLURAL: Final = re.compile(r"(?:\b(?:les|des|aux|ces|nos|vos|leurs|plusieurs|quelques|deux|trois|quatre|cinq|\d+)) $")
_ELIDED: Final = re.compile(r"['’]$")
_FULL: Final = re.compile(r"\b(?:le|la|de|du|ce) $", re.IGNORECASE)
_MOSTLY_CAPITALS: Final = 0.6


@cache
def _usual() -> frozenset[str]:
    return frozenset(settings_of(_CONTROL)["courants"])


def _acronyms(read: Passage) -> Iterator[re.Match[str]]:
    """Give what is written like an acronym, unless everything is in capitals."""
    letters = [char for char in read.own if char.isalpha()]
    if sum(char.isupper() for char in letters) > _MOSTLY_CAPITALS * len(letters):
        return
    for match in _ACRONYM.finditer(read.own):
        word = match.group().rstrip("s")
        if word in _usual() or _ROMAN.fullmatch(word) or _ROAD.fullmatch(word) or is_place_or_brand(word):
            continue
        # An ordinary word in capitals is an emphasis: « ATTENTION », « OU ».
        emphasis = match.group().lower() in context("mots_outils") or (len(word) > 3 and is_ordinary(word))
        if emphasis and word not in settings_of(_CONTROL)["developpements"]:
            continue
        yield match


def _is_developed(read: Passage, match: re.Match[str]) -> bool:
    """Say whether words explain it: « plan local d'urbanisme (PLU) », « PLU (plan local d'urbanisme) »."""
    before, after = read.own[: match.start()], read.own[match.end() :]
    if re.search(r"[^\W\d_]{3,}[»\"]?[ \u00a0]?\($", before) and after.startswith(")"):
        return True
    inside = re.match(r"[ \u00a0]?(?:\(|: |, (?:c'est-à-dire |ou |le |la |l['’]))([^()]{4,120})", after)
    if inside is None:
        return False
    initials = [word[0].upper() for word in re.findall(r"[^\W\d_]+", inside[1])]
    return all(letter in initials for letter in match.group().rstrip("s") if letter.isalpha())


def acronyms_told(read: Passage) -> frozenset[str]:
    """Give the acronyms of a text, developed or not: after it they are known."""
    return frozenset(match.group().rstrip("s") for match in _acronyms(read))


def check_acronyms(read: Passage, known: Collection[str]) -> Iterator[Remark]:
    """Give the acronyms that nothing explains, at their first place in the text."""
    told = {name.upper() for name in known}
    for match in _acronyms(read):
        name = match.group().rstrip("s")
        if name in told:
            continue
        told.add(name)
        if not _is_developed(read, match):
            suggestion = _developed(read, match, name)
            listed = name in settings_of(_CONTROL)["developpements"]
            yield Remark(_CONTROL, *match.span(), message(_CONTROL, "connu" if listed else "inconnu"), suggestion)


def _developed(read: Passage, match: re.Match[str], name: str) -> str:
    """Give « plan local d'urbanisme (PLU) », or "" where it would not go with the word before."""
    forms = settings_of(_CONTROL)["developpements"].get(name)
    if forms is None:
        return ""
    before = read.own[: match.start()][-12:]
    if _PLURAL.search(before.lower().replace("\u00a0", " ")):
        return f"{forms[1]} ({name})" if len(forms) > 1 else ""
    elided = bool(_ELIDED.search(before))
    vowel = forms[0][0].lower() in "aeiouéèêh"
    agrees = vowel if elided else not (vowel and _FULL.search(before))
    return f"{forms[0]} ({name})" if agrees else ""
