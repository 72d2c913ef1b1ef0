"""Where an idea may be cut in two: nothing but what joins the halves is left out of both."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import combining

__all__ = ["falls_between_words", "gap_at"]

# What may lie between the halves of an idea that was cut, and be left out of both: what
# cutting by itself leaves out too. « - de voitures » keeps its sign, which is the wish.
_JOINT: Final = re.compile(
    r"[\s_,;:.•●▪→⇒–—*+/&>·-]*(?:\b(?:et puis|et aussi|et|ou bien|ou|mais aussi|mais|puis|aussi|donc|ainsi que)"
    r"[\s,;:]+)?",
    re.IGNORECASE,
)
# What the first half may not end on: a conjunction joins it to what is no more there. « Aussi » may close a sentence.
_CLOSING_JOINT: Final = re.compile(
    r"[\s,;:•●▪→⇒–—/&>·-]*(?:\b(?:et puis|et aussi|et|ou bien|ou|mais aussi|mais|ainsi que))?[\s,;:]*", re.IGNORECASE
)
_LONGEST_JOINT: Final = 20  # code points
_WORD: Final = re.compile(r"\w")
_SIGNED_WISH: Final = re.compile(r"[-–+]\s?(?:de\b|d['’]|\d)")
_INSIDE_A_WORD: Final = re.compile(r"\w[-–—_.*+/&]*\w|.[\u200d\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.", re.DOTALL)


def falls_between_words(text: str, first_end: int, second_start: int) -> bool:
    """Tell whether leaving out what lies between two positions loses nothing and cuts no word."""
    if not _JOINT.fullmatch(text, first_end, second_start):
        return False
    if any(_SIGNED_WISH.match(text, position) for position in range(first_end, second_start)):
        return False
    around = text[first_end - 1 : second_start + 1]
    return not (combining(text[second_start]) or _INSIDE_A_WORD.fullmatch(around))


def gap_at(text: str, start: int, end: int, position: int) -> tuple[int, int]:
    """Give where the first half ends and the second begins when an idea is cut at a position.

    The joint that is there (« , et ») belongs to neither, whichever side of it the cut was
    asked on. Where the cut would lose or break a word, only spaces are left out, and the rule
    of cuts refuses it.

    Parameters
    ----------
    start, end, position
        In code points of `text`; the idea goes from `start` to `end`.

    Examples
    --------
    >>> text = "des arbres, et des bancs"
    >>> {gap_at(text, 0, len(text), position) for position in (10, 11, 12, 15)}
    {(10, 15)}
    """
    first_end = start + len(text[start:position].rstrip())
    second_start = end - len(text[position:end].lstrip())
    longest = _JOINT.match(text, first_end, end)
    last = max(second_start, longest.end() if longest else 0)
    for left in range(max(start + 1, first_end - _LONGEST_JOINT), first_end + 1):
        if left < first_end and not _CLOSING_JOINT.fullmatch(text, left, first_end):
            continue
        joint = _JOINT.match(text, left, end)
        for right in range(max(last, joint.end() if joint else 0), second_start - 1, -1):
            if right < end and falls_between_words(text, left, right) and _WORD.search(text, right, end):
                return left, right
    return first_end, second_start
