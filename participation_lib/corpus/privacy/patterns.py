"""Personal data that has a form: e-mail, telephone, social-security number, plate, IBAN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from participation_lib.corpus.privacy.marks import Found, Kind
from participation_lib.reference import load

__all__ = ["find_patterns"]

# What may stand between the groups of a number: a space of any width, a dot, a dash, a slash…
_GAP: Final = r"[ .\-/_:|*~\u00b7\u2022\u00a0\u202f\u2009\u2010-\u2013]"

_EMAIL: Final = re.compile(
    r"(?<![\w.+\-])(?:[\w+\-]{1,40}\s\.\s?){0,2}[\w.+\-]{1,64}\s?@\s?[\w\-]+(?:\s?\.\s?[\w\-]+)*\s?\.\s?[a-z]{2,24}\b"
    # « odile@gmail », « pat@orange,fr » : whatever is joined by @ to words on both sides
    r"|(?<![\w.+\-])[\w.+\-]{1,64}@[a-z][\w\-]+(?:[.,;][a-z]{2,6}\b)?",
    re.IGNORECASE,
)
# « jean point dupont arobase orange point fr », « jean (at) free.fr »
_DOT: Final = r"(?:\s?\.\s?|\s?[\[(]?\b(?:point|dot)\b[\])]?\s?)"
_JOINT: Final = r"(?:\s?[._\-]\s?|\s?[\[(]?\b(?:point|dot|tiret(?:\s(?:du\s)?bas)?|underscore|moins)\b[\])]?\s?)"
_SPELT_EMAIL: Final = re.compile(
    rf"\w[\w\-+]*(?:{_JOINT}[\w\-+]+){{0,3}}\s?(?:\barr?oba[sz]e?\b|[\[({{]\s?(?:at|arr?oba[sz]e?|a|@)\s?[\])}}])"
    rf"\s?[\w\-]+(?:{_DOT}[\w\-]+){{0,2}}{_DOT}[a-z]{{2,6}}\b",
    re.IGNORECASE,
)
# « paulette chez exemple point fr » : a spelt ending says that it is an address.
_SPELT_ENDING: Final = re.compile(
    r"\w[\w.\-+]*\s(?:chez|at|a|à)\s[\w\-]+\s(?:point|dot)\s(?:fr|com|org|net|eu)\b", re.IGNORECASE
)
_BRACKETED: Final = re.compile(r"[\[({]\s?(?:at|a|@)\s?[\])}]", re.IGNORECASE)

_PHONES: Final = (
    # 06 12 34 56 78, with anything between the pairs, the letter O typed for a zero
    re.compile(rf"(?<!\w)(?<!\d[ .,])(?:\([0oO][1-9]\)|[0oO][1-9])(?:{_GAP}{{1,3}}\d\d){{4}}(?!\d|{_GAP}\d)"),
    # 0 6 1 2 3 4 5 6 7 8, and 33 6 12 34 56 78 without its plus
    re.compile(r"(?<![\w,.])(?<!\d )0 [1-9](?: \d){8}(?! ?\d)"),
    re.compile(r"(?<![\w+,.])(?<!\d )33[ .\-]?[67](?:[ .\-]?\d\d){4}(?![ .]?\d)"),
    # 06,12,34,56,78
    re.compile(r"(?<!\w)(?<!\d[ .,])[0oO][1-9](?:[,;] ?\d\d){4}(?![\d,;])"),
    # 0612345678, 06 123 456 78, 0612 345 678
    re.compile(r"(?<!\w)(?<!\d[ .,])[0oO][1-9](?:[ .\-\u00a0\u202f]?\d){8}(?!\d|[ .,]\d)"),
    # +33 6 12 34 56 78, 0033(0)6…, (+33)6…, +590 690 12 34 56, other countries with a plus
    re.compile(
        r"(?:\(\+\d{1,3}\)|\+\d{1,3}|(?<![\d,.])00 ?"
        r"(?:33|32|41|49|44|34|39|351|213|216|212|221|223|225|262|590|594|596))"
        rf"(?:{_GAP}{{0,2}}\(0\))?(?:{_GAP}{{0,2}}\d){{8,10}}(?!\d)"
    ),
)
_UNIT: Final = r"z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf"
_NUMBER_WORD: Final = (
    rf"(?:{_UNIT}|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante"
    r"|septante|huitante|nonante|et|\d\d?)"
)
# « zéro six trente-neuf quatre-vingt-dix-huit douze zéro sept », or in part: « zéro six 39 98 12 07 »
_SPELT_PHONE: Final = re.compile(
    rf"\bz[ée]ro[\s\-]+(?:{_UNIT})(?:[\s,.;/\-]{{1,3}}{_NUMBER_WORD}\b){{4,20}}", re.IGNORECASE
)
_DATE_INSIDE: Final = re.compile(r"\b\d{1,2}([./\-])\d{1,2}\1(?:19|20)\d\d")

_THIN: Final = r"[ .\-\u00a0\u202f]?"
_NIR: Final = re.compile(
    rf"(?<![\dA-Za-z])[1-478]{_THIN}\d\d{_THIN}(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d){_THIN}(?:\d\d|2[ABab])"
    rf"{_THIN}\d{{3}}{_THIN}\d{{3}}"
    rf"(?:[ .,\-/(\u00a0\u202f]{{0,3}}(?:cl[ée]f?)?{_THIN}:?{_THIN}\d\d)?(?![\dA-Za-z])"
)

_LETTERS: Final = "A-HJ-NP-TV-Z"  # I, O and U are not used on plates
_NEW_PLATE: Final = re.compile(
    rf"(?<![\w\-])([{_LETTERS}]{{2}})([ \-._]?)(\d{{3}})([ \-._]?)([{_LETTERS}]{{2}})(?![\w\-])",
    re.IGNORECASE,
)
_OLD_PLATE: Final = re.compile(r"(?<![\w\-])(\d{1,4})[ \-]?([A-HJ-NP-TV-Z]{2,3})[ \-]?(\d\d|2[AB]|97\d)(?![\w\-]|,\d)")
_PLATE_CONTEXT: Final = re.compile(
    r"immatricul|plaque|véhicule|vehicule|voiture|camion|scooter|moto|utilitaire|fourgon|clio|twingo|kangoo|bmw|audi"
    r"|peugeot|renault|citro[eë]n|mercedes|golf|dacia|duster|polo|\b[2-5]0[0-8]\b",
    re.IGNORECASE,
)


@cache
def _not_plate_letters() -> frozenset[str]:
    return frozenset(load("formes_personnelles")["pas_une_plaque"])


_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9])FR[ .\-]?\d{2}(?:[ .\-]?[0-9A-Za-z]{4}){5}[ .\-]?[0-9A-Za-z]{3}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ ]?[0-9A-Z]{4}){3,7}(?:[ ]?[0-9A-Z]{1,3})?(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def _is_iban(words: str) -> bool:
    """Check the two key digits (ISO 13616: the number read as an integer is 1 modulo 97)."""
    plain = re.sub(r"[^0-9A-Za-z]", "", words).upper()
    if plain.startswith("FR") and len(plain) == 27 and sum(char.isdigit() for char in plain[4:]) >= 12:
        return True  # a French account with a typing error is still one
    if not 15 <= len(plain) <= 34 or not plain.isascii():
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def _is_plate(match: re.Match[str], text: str) -> bool:
    first, gap, _, _, last = match.groups()
    if first.upper() in _not_plate_letters() or last.upper() in _not_plate_letters():
        return bool(gap == "-" == match.group(4)) and match.group().isupper()
    if gap in ("-", "_") and match.group(4) == gap:
        return True
    if first.isupper() and last.isupper():
        return True
    return bool(_PLATE_CONTEXT.search(text[max(0, match.start() - 60) : match.end() + 40]))


def _is_old_plate(match: re.Match[str], text: str) -> bool:
    if match.group(2) in _not_plate_letters():
        return False
    if "-" in match.group() or len(match.group(2)) == 3:
        return bool(match.group(1)) and len(match.group(1)) >= 2
    return bool(_PLATE_CONTEXT.search(text[max(0, match.start() - 60) : match.end() + 40]))


def _counts_up(words: str) -> bool:
    """Say whether numbers apart go upwards, as lists and scales do (« 01, 02, 07, 12 », « 0 1 2 3 »)."""
    numbers = re.findall(r"\d\d?", words)
    apart = "," in words or ";" in words or all(len(number) == 1 for number in numbers)
    return apart and numbers == sorted(numbers)


def find_patterns(text: str) -> Iterator[Found]:
    """Give the e-mails, telephones, NIR, plates and IBAN of a text, overlaps included.

    A number is taken by its form: nothing is checked with anyone. A NIR or a French IBAN
    with a wrong key is taken all the same, for a typing error hides nobody.
    """
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Found(match.start(), match.end(), Kind.EMAIL)
    low = text.lower()  # looking for plain words is much quicker than for a pattern
    if "oba" in low or "point " in low or "dot " in low or _BRACKETED.search(text):
        for pattern in (_SPELT_EMAIL, _SPELT_ENDING):
            for match in pattern.finditer(text):
                yield Found(match.start(), match.end(), Kind.EMAIL)
    if "zéro" in low or "zero" in low:
        for match in _SPELT_PHONE.finditer(text):
            yield Found(match.start(), match.end(), Kind.PHONE)
    n_digits = sum(map(text.count, "0123456789"))
    if n_digits < 3:
        return
    if n_digits >= 8:
        for pattern in _PHONES:
            for match in pattern.finditer(text):
                if not _DATE_INSIDE.search(match.group()) and not _counts_up(match.group()):
                    yield Found(match.start(), match.end(), Kind.PHONE)
        for match in _NIR.finditer(text):
            if sum(char.isdigit() for char in match.group()) >= 12:
                yield Found(match.start(), match.end(), Kind.NIR)
        for match in _IBAN.finditer(text):
            if _is_iban(match.group()):
                yield Found(match.start(), match.end(), Kind.IBAN)
    for match in _NEW_PLATE.finditer(text):
        if _is_plate(match, text):
            yield Found(match.start(), match.end(), Kind.PLATE)
    for match in _OLD_PLATE.finditer(text):
        if _is_old_plate(match, text):
            yield Found(match.start(), match.end(), Kind.PLATE)
