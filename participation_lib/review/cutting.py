"""Where an idea may be cut in two: nothing but what joins the halves is left out of both."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import combining

__all__ = ["falls_between_words"]

# What may lie between the halves of an idea that was cut, and be left out of both: what
# cutting by itself leaves out too. « - de voitures » keeps its sign, which is the wish.
_JOINT: Final = re.compile(
    r"[\s_,;:.•●▪→⇒–—*+/&>·-]*(?:\b(?:et puis|et aussi|et|ou bien|ou|mais aussi|mais|puis|aussi|donc|ainsi que)"
    r"[\s,;:]+)?",
    re.IGNORECASE,
)
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
