"""Quantities: a unit and a base always, a percentage of the city never, a word no stronger than its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from participation_lib.schema import Counts
from participation_lib.synthesis.controls.listed import compiled, message, settings_of
from participation_lib.synthesis.controls.model import Remark
from participation_lib.synthesis.controls.passage import Passage
from participation_lib.synthesis.wording import quantity_scale, quantity_word

__all__ = ["check_percentages", "check_quantities"]

_FEWEST_FOR_PERCENT: Final = 100  # people in a room
_FEWEST_FOR_BASE: Final = 30
_NUMBER: Final = r"\d+(?: \d{3})*"
_LETTERS: Final = "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cinquante|soixante|cent"
_PERCENT: Final = r"(?P<part>\d+(?:,\d+)?) ?(?:%|pour ?cents?)"
# « 48 sur 304 », « 310 des 540 réponses », « parmi les 540 réponses ».
_OUT_OF: Final = re.compile(rf"\b(?:sur|parmi|des) (?:les |ces )?(?P<base>{_NUMBER})")
_NOTHING: Final = re.compile(r" ?aucune?\b")
# Where a quantity speaks of who says something, rather than of what is asked for.
_SPEAKS: Final = r"(?:^|(?<=[.,;:!?(«] )|(?<=\()|\b(?:que|mais|et|où|quand|car|à|dans|pour|selon|par|chez|d'après) )"


@cache
def _counted() -> re.Pattern[str]:
    """Give what says how many, and of what: « 12 idées », « cinq tables », « (12) », « 5 sur 8 »."""
    units = "<UNITE>|<PARLANT>|<SCRUTIN>|signataires|signatures|présents"
    return compiled(
        rf"\b(?:{_NUMBER}|{_LETTERS}) (?:{units})\b|\({_NUMBER}(?:\)|,| )|\b{_NUMBER} (?:[\w-]+ )?sur {_NUMBER}"
    )


@cache
def _uncounted() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words, alone = (settings_of("quantite-sans-base")[key] for key in ("mots", "pronoms"))
    return (
        compiled(
            rf"{_SPEAKS}(?P<mot>(?:{words})(?: d(?:e(?:s|nos|ces)?|'entre)? ?(?:les )?|'| )(?:[\w'-]+ )?"
            r"(?P<unite><UNITE>|<PARLANT>))\b"
        ),
        compiled(
            rf"{_SPEAKS}(?P<mot>{alone}) (?:[\w'-]+ment )?(?:y |en |le |la |les |s'|se )?(?:<VEUT>|évoqu\w+|parlent)\b"
        ),
    )


def check_quantities(read: Passage, counts: Counts | None, *, coded_position: bool) -> Iterator[Remark]:
    """Give the words of quantity that have no number, and those that their number does not allow."""
    for start, end in read.sentences:
        sentence = read.folded[start:end]
        if not _counted().search(sentence) and not _NOTHING.match(sentence):
            yield from _without_number(read, start, sentence, counts)
        yield from _too_strong(read, start, sentence, coded_position=coded_position)


def _without_number(read: Passage, start: int, sentence: str, counts: Counts | None) -> Iterator[Remark]:
    for pattern in _uncounted():
        for match in pattern.finditer(sentence):
            first, last = (start + place for place in match.span("mot"))
            unit = match.groupdict().get("unite") or ""
            suggestion = _with_count(read.own[first:last], unit, counts)
            yield Remark("quantite-sans-base", first, last, message("quantite-sans-base", "quantite"), suggestion)


def _with_count(words: str, unit: str, counts: Counts | None) -> str:
    """Add the number where the unit is one that is counted."""
    if counts is None:
        return ""
    if unit.startswith("idée"):
        return f"{words} ({counts.ideas})"
    return f"{words} ({counts.contributions})" if unit.startswith("contribution") else ""


def _digits(words: str) -> int:
    return int(words.replace(" ", ""))


@cache
def _scale_words() -> re.Pattern[str]:
    """Give « word unit (n sur N », for the words of the scale that speak of several."""
    words = [step.word for step in quantity_scale() if step.least_count >= 3]
    forms = [re.escape(word).replace("nombreuses", "nombreu(?:x|ses)") for word in words]
    return re.compile(
        rf"\b(?P<mot>{'|'.join(forms)}) (?P<reste>(?:[\w'-]+ ){{1,3}})\((?P<n>{_NUMBER}) sur (?P<base>{_NUMBER})"
    )


def _too_strong(read: Passage, start: int, sentence: str, *, coded_position: bool) -> Iterator[Remark]:
    ranks = {step.word: rank for rank, step in enumerate(quantity_scale())}
    for match in _scale_words().finditer(sentence):
        count, base = _digits(match["n"]), _digits(match["base"])
        if not 1 <= count <= base:
            continue
        said = match["mot"].replace("nombreux", "nombreuses")
        # A word of majority that nothing allows is the business of another control.
        majority = quantity_scale()[ranks[said]].coded_position
        allowed = quantity_word(count, base, coded_position=coded_position or majority)
        if ranks[allowed] > ranks[said]:
            first, last = (start + place for place in match.span("mot"))
            # « de » and « des » do not take the same words after them.
            same_turn = said in ("de nombreuses", "plusieurs") and allowed in ("plusieurs", "quelques")
            word = allowed.capitalize() if read.own[first].isupper() else allowed
            yield Remark("mot-trop-fort", first, last, message("mot-trop-fort", "fort"), word if same_turn else "")


@cache
def _of_the_city() -> re.Pattern[str]:
    public = settings_of("pourcentage-de-la-ville")["publics"]
    some = rf"{_LETTERS}|une?|\d+"
    return compiled(
        rf"{_PERCENT} (?:des|de la|de nos|de l'ensemble des|d'|de) ?(?:[\w'-]+ )?(?:{public})\b"
        rf"|\b(?:{some}) (?:{public}|habitante?|citoyen(?:ne)?|foyer|ménage|jeune) sur (?:{some})\b"
        rf"|\b(?:le quart|un quart|un tiers|le tiers|les? deux tiers|les trois quarts|la moitié|neuf dixièmes)"
        rf" (?:des (?:[\w'-]+ )?(?:{public})|de la population|de la ville)\b"
    )


@cache
def _of_voices() -> re.Pattern[str]:
    voices = "<UNITE>|<PARLANT>|<SCRUTIN>|eux|elles|total"
    return compiled(
        rf"{_PERCENT} (?:des|de la|de nos|d'|d'entre|de) ?(?:[\w'-]+ )?(?:{voices})\b"
        rf"|\bsoit (?:environ |près de )?{_PERCENT.replace('part', 'soit')}"
        rf"|\b(?:<UNITE>|<PARLANT>|{_NUMBER})(?: sur {_NUMBER})? ?\({_PERCENT.replace('part', 'entre')} ?\)"
        rf"|{_PERCENT.replace('part', 'veut')} (?:[\w'-]+ )?(?:<VEUT>)\b"
    )


def check_percentages(read: Passage, n_people: int | None) -> Iterator[Remark]:
    """Give the percentages of inhabitants, and those that too few people or ideas allow."""
    sourced = re.compile(settings_of("pourcentage-de-la-ville")["source_dite"])
    for start, end in read.sentences:
        sentence = read.folded[start:end]
        taken: list[tuple[int, int]] = []
        for match in _of_the_city().finditer(sentence):
            taken.append(match.span())
            if not sourced.search(sentence):
                first, last = (start + place for place in match.span())
                yield Remark("pourcentage-de-la-ville", first, last, message("pourcentage-de-la-ville", "ville"))
        for match in _of_voices().finditer(sentence):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            name = next(key for key, value in match.groupdict().items() if value)
            first, last = start + match.start(name), start + match.end()
            yield from _weak(sentence, match[name], first, last, n_people)


def _weak(sentence: str, part: str, first: int, last: int, n_people: int | None) -> Iterator[Remark]:
    def remark(control: str, name: str) -> Remark:
        return Remark(control, first, last, message(control, name))

    bases = [_digits(match["base"]) for match in _OUT_OF.finditer(sentence)]
    if n_people is not None and n_people < _FEWEST_FOR_PERCENT:
        yield remark("pourcentage-petit-effectif", "seance")
    elif not bases:
        yield remark("quantite-sans-base", "pourcentage")
    elif min(bases) < _FEWEST_FOR_BASE:
        yield remark("pourcentage-petit-effectif", "base")
    elif min(bases) < _FEWEST_FOR_PERCENT and float(part.replace(",", ".")) % 5:
        yield remark("pourcentage-petit-effectif", "arrondi")
