"""Which columns hold what people wrote in their own words, from their cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from participation_lib.corpus.formats.headers import SAMPLE, spread_sample

__all__ = ["is_closed", "letters_of_text"]

_LETTER_RUN: Final = re.compile(r"[^\W\d_]+")
_LINK: Final = re.compile(r"https?://\S+|www\.\S+")
_BETWEEN_CHOICES: Final = re.compile(r"\s*[;|]\s*|,\s+")
_FEW_WORDS: Final = 2.5  # on average, under which cells are labels
_MOST_CHOICES: Final = 30
_LONGEST_CHOICE: Final = 160


def _wordiness(value: str) -> int:
    """Count the letters of a value that looks like words, 0 for a code, a link or a number."""
    if _LINK.fullmatch(value.strip()):
        return 0
    runs = _LETTER_RUN.findall(value)
    letters = sum(map(len, runs))
    # A date or a reference is mostly figures and signs.
    mostly_letters = 2 * letters > len("".join(value.split()))
    return letters if mostly_letters and any(len(run) >= 2 for run in runs) else 0


def letters_of_text(values: Sequence[str], *, named: bool) -> float:
    """Estimate how many letters of free text a column holds; 0 when it is not free text.

    Parameters
    ----------
    named
        Whether its header announces text: short or repeated answers are then text too.
    """
    sample = spread_sample(values)
    if not sample:
        return 0.0
    letters = [_wordiness(value) for value in sample]
    if sum(count > 0 for count in letters) < 0.5 * len(sample):
        return 0.0
    filled = len(sample) / max(1, len(values[:: max(1, len(values) // SAMPLE)]))
    amount = sum(letters) / len(sample) * filled * len(values)
    if named:
        return amount
    words = sum(len(value.split()) for value in sample) / len(sample)
    distinct = len(set(sample)) / len(sample)
    if words < _FEW_WORDS or (distinct < 0.1 and len(sample) >= 20) or is_closed(sample):
        return 0.0
    return amount * min(1.0, 2 * distinct)


def is_closed(values: Sequence[str]) -> bool:
    """Say whether cells are answers chosen among a few, one or several at a time.

    Examples
    --------
    >>> is_closed(["Plutôt d’accord", "Pas d’accord", "Plutôt d’accord", "Plutôt d’accord"])
    True
    >>> is_closed(["À pied, En bus", "En bus", "À pied", "À pied, En bus, À vélo", "À vélo"])
    True
    >>> is_closed(["plus de bancs, et de l’ombre", "rien à dire", "des bus le soir, svp"])
    False
    """
    sample = [value.strip() for value in spread_sample(values)]
    if _are_few(sample):
        return True
    choices = [choice for value in sample for choice in _BETWEEN_CHOICES.split(value) if choice]
    return len(choices) > len(sample) and _are_few(choices) and _come_back(choices)


def _are_few(choices: Sequence[str]) -> bool:
    different = set(choices)
    return (
        len(choices) >= 4
        and len(different) <= min(_MOST_CHOICES, len(choices) / 2)
        and max(map(len, different)) <= _LONGEST_CHOICE
        # People say « RAS » again and again, and the rest once: choices come back.
        and sum(count > 1 for count in Counter(choices).values()) >= 0.5 * len(different)
    )


def _come_back(choices: Sequence[str]) -> bool:
    return sum(count for count in Counter(choices).values() if count > 1) >= 0.8 * len(choices)
