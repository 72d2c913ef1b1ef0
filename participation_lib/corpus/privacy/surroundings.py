"""What stands around a name and makes it stay: a street, a facility, a role, a public figure."""

from __future__ import annotations

import re
from typing import Final

from participation_lib.corpus.privacy.vocabulary import is_public_name, is_public_surname
from participation_lib.corpus.privacy.words import TextWords, context, titles

__all__ = ["facility_before", "role_before", "stays"]

_KING: Final = re.compile(r"I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XI?[VX]I{0,3}")


def facility_before(words: TextWords, index: int) -> str:
    """Say what place bears the name that begins at a word: "" where none does.

    « street »: a street, a stop, a saint; the name is a place whatever it looks like.
    « facility »: a school, a hall… with the name right after it (« collège Gérard Philipe »).
    « owned »: the same joined by « de » (« l'école de Karim » may be a person's).
    """
    strict, facilities = context("lieux_stricts"), context("lieux_equipements")
    honours, links = context("honneurs"), context("liaisons")
    joined_by_de = False
    position = index - 1
    for _ in range(6):
        if position < 0:
            return ""
        gap = words.gap(position).strip()
        abbreviated = gap == "." and words.low[position] in strict  # « St. Denis », « av. Jean Jaurès »
        if re.search(r"[.,;:!?()\n]", gap) and not abbreviated:
            return ""
        low = words.low[position]
        if low in strict:
            return "street"
        if low in facilities:
            return "owned" if joined_by_de else "facility"
        if low in ("de", "d", "du", "des"):
            joined_by_de = True
        elif low not in honours and low not in links and not words.words[position][0].isupper():
            return ""
        position -= 1
    return ""


def role_before(words: TextWords, index: int) -> bool:
    """Say whether an elected official's role stands right before a name (« le maire, M. X »)."""
    position = index - 1
    skipped = 0
    while position >= 0 and (words.low[position] in titles() or words.low[position] in ("e", "j")) and skipped < 2:
        position -= 1
        skipped += 1
    if position < 0:
        return False
    between = words.text[words.ends[position] : words.starts[position + 1]]
    if not re.fullmatch(r"[ \u00a0\u202f]?[,:(]?[ \u00a0\u202f]?", between):
        return False
    roles = context("roles")
    low = words.low[position]
    if low in roles:
        return True
    # « l'adjointe au maire », « le maire de Cergy », « la ministre des transports »
    for back in range(1, 5):
        start = position - back
        if start < 0 or re.search(r"[.,;:!?\n]", words.gap(start)):
            return False
        if words.low[start] in roles and words.low[start + 1] in context("liaisons"):
            return between.strip() != "" or words.words[position][0].isupper() or low in roles
    return False


def stays(words: TextWords, start: int, end: int, *, titled: bool) -> bool:
    """Say whether a name is to stay: a public figure, a place, an official in their role."""
    name = words.text[words.starts[start] : words.ends[end - 1]]
    civil = titled and words.low[start - 1] in context("civilites")
    if is_public_surname(words.words[end - 1], titled=civil) or is_public_surname(name, titled=civil):
        return True
    # A public figure's surname may be a place too (« François Hollande »): look past the name.
    for last in range(end - 1, min(end + 2, len(words))):
        if is_public_name(words.text[words.starts[start] : words.ends[last]]):
            return True
    if end < len(words) and words.joined(end - 1) and is_public_surname(words.words[end], titled=civil):
        return True
    place = facility_before(words, start)
    if (
        place == "street"
        or (place == "facility" and not civil)
        or (place == "owned" and end - start >= 2 and not titled)
    ):
        return True
    if (end < len(words) and _KING.fullmatch(words.words[end])) or _KING.fullmatch(words.words[end - 1]):
        return True  # « Henri IV »
    following = words.text[words.ends[end - 1] : words.ends[end - 1] + 1]
    if following == "-" and words.text[words.ends[end - 1] + 1 : words.ends[end - 1] + 2].isalnum():
        return True
    return role_before(words, start)
