"""A sentence as the controls read it: citizens' words hidden, without letters' case or fancy spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from participation_lib.synthesis.quoted import quoted_spans

__all__ = ["HIDDEN", "Passage", "passage"]

HIDDEN: Final = "\ufffc"  # stands for each character that is not looked at
_ADDRESS: Final = re.compile(r"(?:[a-z][a-z0-9+.-]{0,15}://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}", re.I)
_ALIKE: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " "})
_STOP: Final = re.compile(r"[.!?…]+[\"»”)\] ]* (?=[A-ZÀ-ÖØ-Þ«“\"0-9])")
_SHORTENED: Final = re.compile(r"(?<!\w)(?:mm?|mmes?|mlle|dr|art|l|r|d|pp?|cf|ex|env|st|ste|av|bd|n)\.$")


@dataclass(frozen=True)
class Passage:
    """One text three times, each character at the same place.

    Attributes
    ----------
    text
        As given.
    own
        Citizens' words hidden.
    folded
        Lower case, straight apostrophes, plain spaces; citizens' words and web addresses hidden.
    sentences
        Where each sentence starts and ends.
    """

    text: str
    own: str
    folded: str
    sentences: tuple[tuple[int, int], ...]

    def sentence_at(self, position: int) -> str:
        """Give the folded sentence around a place."""
        return next((self.folded[start:end] for start, end in self.sentences if start <= position < end), self.folded)


def passage(text: str, quotations: Iterable[str] = ()) -> Passage:
    """Read a text; the quotations are hidden where they stand between quotation marks.

    >>> passage("L’eau : « tout »", ["tout"]).folded
    "l'eau : « ￼￼￼￼ »"
    """
    own = text
    for start, end in quoted_spans(text, quotations):
        own = own[:start] + HIDDEN * (end - start) + own[end:]
    shown = _ADDRESS.sub(lambda match: HIDDEN * len(match.group()), own)
    # A letter whose lower case is two characters would move all that follows.
    folded = "".join(low if len(low := char.lower()) == 1 else char for char in shown).translate(_ALIKE)
    return Passage(text, own, folded, tuple(_sentences(shown, folded)))


def _sentences(shown: str, folded: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(shown.translate(_ALIKE)):
        if stop.group().startswith(".") and _SHORTENED.search(folded[: stop.start() + 1][-8:]):
            continue
        found.append((start, stop.end()))
        start = stop.end()
    return [*found, (start, len(shown))] if start < len(shown) else found
