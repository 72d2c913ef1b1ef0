"""Naming people of all genders as the document chose to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from participation_lib.reference import load
from participation_lib.synthesis.controls.listed import message, settings_of
from participation_lib.synthesis.controls.model import InclusiveWriting, Remark
from participation_lib.synthesis.controls.passage import Passage

__all__ = ["check_inclusive"]

_CONTROL: Final = "ecriture-inclusive"
_POINTS: Final = "·•‧∙⋅"
_ENDINGS: Final = r"(?:e|ne|le|te|ve|se|re|ère|ière|euse|rice|trice|ice|esse)"
# « habitant·es », « habitant.e.s », « habitant(e)s », « habitant-e-s ».
_POINT: Final = re.compile(rf"(?<!\w)(?P<stem>\w{{2,30}})[{_POINTS}]{_ENDINGS}?(?:[{_POINTS}]?s)?(?!\w)")
_OTHER: Final = re.compile(
    rf"(?<!\w)(?P<stem>\w{{3,30}})(?:\.{_ENDINGS}\.s|\.{_ENDINGS}s|\({_ENDINGS}s?\)s?|-{_ENDINGS}-s)(?!\w)"
)
_NEAR: Final = 40  # characters on each side where the other gender may stand
_BEFORE: Final = (
    r"(?:les|des|aux|ces|nos|vos|leurs|ses|certains|plusieurs|quelques|tous les|d'autres|de nombreux|\d+|deux|trois"
    r"|quatre|cinq|six|sept|huit|neuf|dix|vingt|trente|cent)"
)
# Names of bodies are not ours to change: « le conseil des habitants ».
_BODY: Final = re.compile(
    r"\b(?:conseils?|maisons?|comités?|associations?|unions?|syndicats?|collectifs?|amicales?|fédérations?|cercles?)"
    r" (?:municipa(?:l|ux) )?$"
)


@cache
def _nouns() -> dict[str, tuple[str, str, str]]:
    """Give, for each masculine plural: the feminine, the abbreviation and another turn or ""."""
    nouns = {**settings_of(_CONTROL)["noms"], **_people_of_the_city()}
    return {noun.lower(): (*forms[:2], forms[2] if len(forms) > 2 else "") for noun, forms in nouns.items()}


def _people_of_the_city() -> dict[str, list[str]]:
    """Give the same for what the people of the city are called."""
    masculine, feminine = load("gazetteer_cergy")["gentile"]
    several = masculine if masculine.endswith(("s", "x")) else masculine + "s"
    return {several: [f"{feminine}s", f"{masculine}·{feminine[len(masculine) :]}s"]}


@cache
def _masculine() -> re.Pattern[str]:
    nouns = "|".join(_nouns())
    return re.compile(
        rf"(?<!\w)(?P<avant>{_BEFORE}) (?:(?:jeunes|anciens|futurs|autres) )?(?P<mot>{nouns})(?![·•.-]?\w|\()"
    )


def _doublet(read: Passage, start: int, end: int) -> str:
    noun = read.own[start:end]
    feminine = _nouns()[noun.lower()][0]
    return f"{feminine} et {noun}" if noun[0].isupper() == feminine[0].isupper() else f"{feminine} et {noun.lower()}"


def check_inclusive(read: Passage, setting: InclusiveWriting) -> Iterator[Remark]:
    """Give what departs from the choice of the document.

    Names of functions in the singular and agreements are not looked at.
    """
    if setting is not InclusiveWriting.MEDIAN_POINT:
        yield from _abbreviated(read, "point", _POINT, _OTHER)
    else:
        yield from _abbreviated(read, "autre_point", _OTHER)
    if setting is InclusiveWriting.MASCULINE:
        return
    for match in _masculine().finditer(read.folded):
        start, end = match.span("mot")
        feminine, abbreviated, other = _nouns()[match["mot"]]
        near = read.folded[max(0, start - _NEAR) : end + _NEAR]
        if feminine.lower() in near or _BODY.search(read.folded[max(0, match.start() - 30) : match.start()]):
            continue
        told = message(_CONTROL, "masculin")
        if setting is InclusiveWriting.EPICENE and other:
            told = f"{told[:-1]} : les deux mots, ou « {other} »."
        suggestion = abbreviated if setting is InclusiveWriting.MEDIAN_POINT else _doublet(read, start, end)
        yield Remark(_CONTROL, start, end, told, suggestion)


def _abbreviated(read: Passage, name: str, *patterns: re.Pattern[str]) -> Iterator[Remark]:
    for pattern in patterns:
        for match in pattern.finditer(read.folded):
            stem = match["stem"]
            noun = next((noun for noun, forms in _nouns().items() if stem in (noun[:-1], forms[1].split("·")[0])), "")
            suggestion = ""
            if noun and match.group().endswith(("s", "s)")):
                feminine, abbreviated, _ = _nouns()[noun]
                suggestion = abbreviated if name == "autre_point" else f"{feminine} et {noun}"
            yield Remark(_CONTROL, *match.span(), message(_CONTROL, name), suggestion)
