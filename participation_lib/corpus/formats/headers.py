"""What a header announces: personal data, a question, something a machine wrote.

Names come from `reference/colonnes.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from participation_lib.reference import load

__all__ = [
    "SAMPLE",
    "fold_header",
    "holds_personal_values",
    "is_personal",
    "is_question",
    "is_technical",
    "spread_sample",
]

SAMPLE: Final = 3000
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_PHONE: Final = re.compile(r"(?:\+33|0033|0)[ .]?[1-9](?:[ .-]?\d{2}){4}")
_IP: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){5,7}", re.IGNORECASE)


def fold_header(name: str) -> str:
    """Give a header without case, accents or punctuation.

    Examples
    --------
    >>> fold_header("N° de Table"), fold_header("body/fr"), fold_header("Prénom(s)")
    ('n de table', 'body fr', 'prenom s')
    """
    plain = "".join(char for char in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.replace("°", " ").replace("œ", "oe")).split())


def spread_sample(values: Sequence[str], size: int = SAMPLE) -> list[str]:
    """Give the non-blank values among `size` taken at even distances over a column."""
    step = max(1, len(values) // size)
    kept = [value for value in values[::step] if value.strip()]
    if not kept and step > 1:
        kept = [value for value in values if value.strip()][:size]
    return kept


def is_question(name: str) -> bool:
    """Say whether a header is itself the question asked."""
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
    if re.search(rules["dans_une_question"], folded):
        return True
    if len(words) > 6 or (is_question(name) and len(words) > 4):
        return False
    padded = f" {folded} "
    if any(word in rules["mots"] or word.rstrip("s") in rules["mots"] for word in words):
        return True
    return any(f" {expression} " in padded for expression in rules["expressions"])


def holds_personal_values(values: Sequence[str]) -> bool:
    """Say whether a column holds e-mails, telephones or IP addresses, whatever it is called."""
    sample = spread_sample(values, 400)
    hits = sum(any(pattern.fullmatch(value.strip()) for pattern in (_EMAIL, _PHONE, _IP)) for value in sample)
    return bool(sample) and hits >= 0.3 * len(sample)


@cache
def is_technical(name: str) -> bool:
    """Say whether a header announces what a machine wrote: an identifier, a date, a link."""
    rules = load("colonnes")["techniques"]
    folded = fold_header(re.sub(r" \(\d+\)$", "", name))  # « id (2) » is a second « id »
    ends = rules["fins"]
    return folded in rules["noms"] or ("/" in name and folded.split()[-1:] != [] and folded.split()[-1] in ends)
