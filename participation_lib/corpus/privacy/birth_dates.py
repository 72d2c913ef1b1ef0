"""Dates of birth: a full date that « né le » or « date de naissance » announces. A year alone stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from participation_lib.corpus.privacy.marks import Found, Kind

__all__ = ["find_birth_dates"]

_MONTH: Final = (
    r"(?:janv(?:ier)?|f[ée]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|d[ée]c(?:embre)?)\.?"
)
_DATE: Final = (
    rf"(?:\d{{1,2}}\s?[/.\-\s]\s?\d{{1,2}}\s?[/.\-\s]\s?(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|\d{{1,2}}(?:er)?\s{_MONTH}\s(?:\d{{4}}|\d{{2}})(?!\d)|(?:19|20)\d\d-\d\d-\d\d)"
)
_BORN: Final = re.compile(
    rf"(?:\bn[ée]+(?:\(?e\)?)?s?(?:\s[àa]\s[\w\-' ]{{2,30}}?)?\s?,?\s?(?:le|du|:)\s?"
    rf"|\bdates?\s(?:de\s)?naissance\s?(?:est\s|le\s|[:=]\s?)*|\bd\.?d\.?n\.?\s?:?\s?|\bnaissance\s?:?\s?(?:le\s)?)"
    rf"(?P<date>{_DATE})",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d\d")
_HINTS: Final = ("né", "nee ", "ne le", "naissance", "ddn", "d.d.n")


def find_birth_dates(text: str) -> Iterator[Found]:
    """Give the full dates that a text says somebody was born on; other dates stay.

    Examples
    --------
    >>> from participation_lib.corpus.privacy.birth_dates import find_birth_dates
    >>> text = "née le 2 avril 1974, réunion le 3 mai 2025"
    >>> [text[found.start : found.end] for found in find_birth_dates(text)]
    ['2 avril 1974']
    """
    if not _DIGITS.search(text):
        return
    low = text.lower()
    if not any(hint in low for hint in _HINTS):
        return
    for match in _BORN.finditer(text):
        yield Found(match.start("date"), match.end("date"), Kind.BIRTH_DATE)
