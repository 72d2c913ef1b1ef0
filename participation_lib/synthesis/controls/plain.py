"""Plain language that has to be measured: length of sentences, dates and hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from participation_lib.reference import load
from participation_lib.synthesis.controls.listed import message
from participation_lib.synthesis.controls.model import Remark
from participation_lib.synthesis.controls.passage import Passage

__all__ = ["check_dates", "check_length", "n_words"]

_MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_NUMBER: Final = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_DATE: Final = re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\w/])")
_HOUR: Final = re.compile(r"(?<!\w)(\d{1,2})h(\d{2})?(?!\w)")


def n_words(folded: str) -> int:
    """Count the words of a sentence: « l'eau » is one, « 3 000 » is one, signs and citizens' words none.

    >>> n_words("à 5 tables, 1 200 idées (dont l'eau) : non")
    8
    """
    return sum(any(char.isalnum() for char in word) for word in _NUMBER.sub("", folded).split())


def check_length(read: Passage) -> Iterator[Remark]:
    """Give the sentences that are too long."""
    most = int(load("typographie")["langage_clair"]["cibles"]["mots_par_phrase_absolu"])
    for start, end in read.sentences:
        count = n_words(read.folded[start:end])
        if count > most:
            yield Remark("phrase-longue", start, end, message("phrase-longue", "longue").format(n=count, maximum=most))


def check_dates(read: Passage) -> Iterator[Remark]:
    """Give the dates and the hours that are written in figures only."""
    for match in _DATE.finditer(read.folded):
        day, month, year = (int(group) for group in match.groups())
        if 1 <= day <= 31 and 1 <= month <= 12:
            first = "1er" if day == 1 else str(day)
            suggestion = f"{first} {_MONTHS[month - 1]} {year + 2000 if year < 100 else year}"
            yield Remark("typographie", *match.span(), message("typographie", "date"), suggestion)
    for match in _HOUR.finditer(read.folded):
        if int(match[1]) < 25 and int(match[2] or 0) < 60:
            suggestion = f"{match[1]}\u00a0h" + (f"\u00a0{match[2]}" if match[2] else "")
            yield Remark("typographie", *match.span(), message("typographie", "heure"), suggestion)
