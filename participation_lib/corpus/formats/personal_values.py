"""Personal data seen in the cells of a column, whatever its header says.

Columns are admitted by their role; this keeps those of people out of every role. A form
is enough for e-mails, telephones and the like; a name is known by first names and surnames,
of which no list is whole, so that several cells decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from participation_lib.corpus.formats.headers import spread_sample
from participation_lib.corpus.privacy.vocabulary import (
    SURE,
    is_ordinary,
    is_place_or_brand,
    is_public_name,
    is_surname,
    name_strength,
)

__all__ = ["any_personal_value", "personal_kind"]

_SAMPLE: Final = 400
_SHARE: Final = 0.3  # of the filled cells, for what has a form
_SHARE_OF_NAMES: Final = 0.4
_NAME_WORDS: Final = 4

_EMAIL: Final = re.compile(r"<?(?:mailto:)?[^\s@<>]+@[^\s@<>]+\.\w+>?")
_PHONE: Final = re.compile(
    r"(?:(?:\+|00)\d{2,3}|0)[ .\-/\u00a0\u202f]?(?:\(0\))?[ .\-/\u00a0\u202f]?\d(?:[ .\-/\u00a0\u202f]?\d){7,9}"
)
_IP: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){5,7}", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"\d{1,4}\s?(?:bis|ter|quater|[a-d])?\s?,?\s+(?:all[ée]es?|avenue|av\.?|boulevard|bd\.?|bld\.?|chemin|cit[ée]|clos|cours|hameau|impasse|lotissement|mail|passage|"
    r"place|pl\.?|quai|r\.|résidence|residence|route|rte|rue|ruelle|sente|sentier|square|traverse|venelle|villa|voie)\s.{2,80}",
    re.IGNORECASE,
)
_NIR: Final = re.compile(
    r"[12378]\s?\d{2}\s?(?:0[1-9]|1[0-2])\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?", re.IGNORECASE
)
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}(?:\s?[0-9A-Z]{4}){3,7}(?:\s?[0-9A-Z]{1,3})?", re.IGNORECASE)
_COORDINATES: Final = re.compile(
    r"[(\[]?-?\d{1,3}[.,]\d{4,}(?:\s*[,;]?\s+?-?\d{1,3}[.,]\d{4,}|,-?\d{1,3}\.\d{4,})?[)\]]?"
)
_HANDLE: Final = re.compile(r"@[A-Za-z_][\w.]{2,29}")
_BIRTH: Final = re.compile(r"(?:\d{1,2}[./\- ]\d{1,2}[./\- ])?(19[0-9]\d|200\d|201[0-5])(?:-\d{1,2}-\d{1,2})?")
_FORMS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("des courriels", _EMAIL),
    ("des téléphones", _PHONE),
    ("des adresses IP", _IP),
    ("des adresses postales", _ADDRESS),
    ("des numéros de sécurité sociale", _NIR),
    ("des comptes bancaires", _IBAN),
    ("des coordonnées", _COORDINATES),
    ("des noms de compte", _HANDLE),
)
_TITLE: Final = re.compile(
    r"(?:m|mr|mme|mlle|monsieur|madame|mademoiselle|dr|docteur|me|maître)\.?\s+(?=\w)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_PARTICLES: Final = frozenset(
    {"de", "du", "des", "la", "le", "d", "el", "al", "ben", "van", "von", "da", "dos", "di", "n"}
)


def personal_kind(values: Sequence[str]) -> str:
    """Give what personal data a column holds, in French, "" if none is seen.

    Examples
    --------
    >>> personal_kind(["Awa Diallo", "PETIT Luc", "", "Mme Nguyen"])
    'des noms de personnes'
    >>> personal_kind(["plus de bancs", "écrire à a@b.fr", "rien"])
    ''
    """
    sample = [value.strip() for value in spread_sample(values, _SAMPLE)]
    if not sample:
        return ""
    for kind, form in _FORMS:
        if _share(sample, form.fullmatch) >= _SHARE:
            return kind
    if _are_births(sample):
        return "des dates de naissance"
    named = _share(sample, _is_name)
    if named >= _SHARE_OF_NAMES or (named >= 0.15 and named + _share(sample, _looks_like_name) >= 0.9):
        return "des noms de personnes"
    return ""


def any_personal_value(different: Iterable[str]) -> bool:
    """Say whether one value of a few is somebody's: they are kept as they are, nobody masks them."""
    return any(
        _is_name(value, alone=False) or any(form.fullmatch(value) for _, form in _FORMS)
        for value in (value.strip() for value in different)
        if value
    )


def _share(sample: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(1 for value in sample if test(value)) / len(sample)


def _are_births(sample: Sequence[str]) -> bool:
    """Say whether cells are dates, or years, far apart and all of people who can write."""
    found = [match for value in sample if (match := _BIRTH.fullmatch(value))]
    years = [int(match[1]) for match in found]
    return len(found) >= 0.6 * len(sample) and max(years) - min(years) >= 12 and min(years) < 2000


def _words(value: str) -> list[str]:
    if len(value) > 60 or any(char.isdigit() for char in value):
        return []
    words = value.replace(",", " ").split()
    return words if all(_WORD.fullmatch(word) for word in words) else []


def _is_name(value: str, alone: bool = True) -> bool:
    """Say whether a cell is somebody's name and nothing else.

    Parameters
    ----------
    alone
        Whether a first name or a surname by itself is one.
    """
    title = _TITLE.match(value)
    words = _words(value[title.end() :] if title else value)
    words = [word for word in words if word.lower() not in _PARTICLES]
    if not words or len(words) > _NAME_WORDS or is_public_name(value):
        return False
    if title:
        return all(word[:1].isupper() or not is_ordinary(word) for word in words)
    if len(words) == 1:
        word = words[0]
        surname = is_surname(word) and (name_strength(word) > 0 or not is_ordinary(word))
        return alone and word[:1].isupper() and (surname or name_strength(word) == SURE)
    return any(
        _goes_with_surname(first, [*words[:rank], *words[rank + 1 :]])
        for rank, first in enumerate(words)
        if name_strength(first.strip(".")) >= 1
    )


def _goes_with_surname(first: str, others: Sequence[str]) -> bool:
    """Say whether what stands beside a first name can be a surname, or its initial."""
    sure = name_strength(first) == SURE
    for word in others:
        initial = len(word.strip(".")) == 1
        known = is_surname(word) or name_strength(word) >= 2
        strange = not is_ordinary(word) and not is_place_or_brand(word)
        if not (known or strange or (initial and sure)):
            return False
    return sure or any(is_surname(word) for word in others)


def _looks_like_name(value: str) -> bool:
    """Say whether a cell has the shape of a name that no list holds."""
    words = _words(value)
    return (
        2 <= len(words) <= _NAME_WORDS
        and not _is_name(value)
        and all(word[:1].isupper() for word in words if word.lower() not in _PARTICLES)
        and not any(is_ordinary(word) or is_place_or_brand(word) for word in words if len(word) > 2)
    )
