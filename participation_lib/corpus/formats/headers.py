"""What a header announces: personal data, a question, something a machine wrote.

Names come from `reference/colonnes.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import Final

from participation_lib.reference import load

__all__ = [
    "SAMPLE",
    "clean_header",
    "fold_header",
    "identifies_author",
    "is_personal",
    "is_question",
    "is_sensitive",
    "is_technical",
    "spread_sample",
]

SAMPLE: Final = 3000
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_NUMBERED: Final = re.compile(r"(?:q(?:uestion)?\s?(?:n°\s?)?)?\d{1,3}\s?[.):\-–]\s", re.IGNORECASE)


def fold_header(name: str) -> str:
    """Give a header without case, accents or punctuation.

    Examples
    --------
    >>> fold_header("N° de Table"), fold_header("body/fr"), fold_header("Prénom(s)")
    ('n de table', 'body fr', 'prenom s')
    """
    plain = "".join(char for char in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.replace("°", " ").replace("œ", "oe")).split())


def clean_header(name: str) -> str:
    r"""Give a header as it is read: without HTML, codes of characters nor runs of spaces.

    Examples
    --------
    >>> clean_header("Que faire&nbsp;?\t<i>(une réponse)</i>")
    'Que faire\xa0? (une réponse)'
    """
    if "<" in name or "&" in name:
        name = unescape(_TAG.sub(" ", name))
    return re.sub(r"[ \t\r\n]+", " ", name).strip()


def spread_sample(values: Sequence[str], size: int = SAMPLE) -> list[str]:
    """Give the non-blank values among `size` taken at even distances over a column."""
    step = max(1, len(values) // size)
    kept = [value for value in values[::step] if value.strip()]
    if not kept and step > 1:
        kept = [value for value in values if value.strip()][:size]
    return kept


def is_question(name: str) -> bool:
    """Say whether a header is itself the question asked."""
    name = _NUMBERED.sub("", clean_header(name), count=1)
    folded = fold_header(name)
    starts = tuple(f"{start} " for start in load("colonnes")["debuts_de_question"])
    asks = name.rstrip().endswith("?") or folded.startswith(starts)
    return len(name) >= 15 and len(folded.split()) >= 4 and asks


@cache
def is_personal(name: str) -> bool:
    """Say whether a header announces personal data.

    Examples
    --------
    >>> is_personal("Adresse e-mail"), is_personal("Quel nom donner au nouveau parc ?")
    (True, False)
    """
    rules = load("colonnes")["personnelles"]
    folded = fold_header(name)
    if folded in rules["sauf"]:
        return False
    words = folded.split()
    if re.search(rules["dans_une_question"], folded) or re.search(rules["toujours"], folded):
        return True
    if len(words) > 6 or (is_question(name) and len(words) > 4):
        return False
    padded = f" {folded} "
    if any(word in rules["mots"] or word.rstrip("s") in rules["mots"] for word in words):
        return True
    return any(f" {expression} " in padded for expression in rules["expressions"])


def identifies_author(name: str) -> bool:
    """Say whether a header announces what identifies who writes: it only becomes a token."""
    return fold_header(name) in load("colonnes")["auteur"]


@cache
def is_sensitive(name: str) -> bool:
    """Say whether a header announces what the law keeps apart: health, beliefs, origins and the like.

    Answers in people's own words are read all the same; closed answers are not kept.

    Examples
    --------
    >>> is_sensitive("Êtes-vous en situation de handicap ?"), is_sensitive("Faut-il un centre de santé ?")
    (True, False)
    """
    rules = load("colonnes")["sensibles"]
    folded = fold_header(name)
    about_oneself = len(folded.split()) <= 4 or re.search(rules["de_soi"], folded) is not None
    return about_oneself and any(re.search(rf"\b{word}", folded) for word in rules["mots"])


@cache
def is_technical(name: str) -> bool:
    """Say whether a header announces what a machine wrote: an identifier, a date, a link."""
    rules = load("colonnes")["techniques"]
    folded = fold_header(re.sub(r" \(\d+\)$", "", name))  # « id (2) » is a second « id »
    ends = rules["fins"]
    return folded in rules["noms"] or ("/" in name and folded.split()[-1:] != [] and folded.split()[-1] in ends)
