"""The words of one text with their surroundings, as the rules on names need them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from participation_lib.corpus.privacy.vocabulary import is_ordinary
from participation_lib.reference import load

__all__ = ["TextWords", "context", "titles"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_ENDS: Final = frozenset(".!?…:;\n•–—*/+-|>=)")
_OPENERS: Final = " \t\u00a0\u202f\"'«“‘([{_"
_REACH: Final = 20  # characters looked back at: a whole long text each time would take minutes
_SPACES: Final = re.compile(r"[ \u00a0\u202f]{1,2}")


@cache
def context(name: str) -> frozenset[str]:
    """Give a list of words of `reference/contextes_noms.yaml`; « titres.pleins » for a nested one."""
    value = load("contextes_noms")
    for part in name.split("."):
        value = value[part]
    return frozenset(value)


@cache
def titles() -> frozenset[str]:
    """Give the titles that announce a name, full and abbreviated."""
    return context("titres.abreges") | context("titres.pleins")


class TextWords:
    """Words of a text: places, lower case, capitals, and what stands between two of them."""

    __slots__ = ("capitals_mean_nothing", "ends", "low", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(_WORD.finditer(text))
        self.words = [match.group() for match in matches]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]
        self.low = [word.lower() for word in self.words]
        letters = sum(map(len, self.words))
        upper = sum(len(word) for word in self.words if len(word) > 1 and word.isupper())
        capitalised = sum(word[0].isupper() for word in self.words)
        # All capitals, or A Capital On Every Word: neither says anything of names.
        self.capitals_mean_nothing = (letters >= 12 and upper > 0.7 * letters) or (
            len(self.words) >= 6 and capitalised > 0.75 * len(self.words)
        )

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, index: int) -> str:
        """Give what stands between a word and the next."""
        return self.text[self.ends[index] : self.starts[index + 1]] if index + 1 < len(self.words) else "\n"

    def joined(self, index: int) -> bool:
        """Say whether only a space stands between a word and the next."""
        return bool(_SPACES.fullmatch(self.gap(index)))

    def starts_sentence(self, index: int) -> bool:
        """Say whether a word begins a sentence, a line or an item, where capitals prove nothing."""
        start = self.starts[index]
        before = self.text[max(0, start - _REACH) : start].rstrip(_OPENERS)[-1:]
        return not before or before in _SENTENCE_ENDS

    def capital(self, index: int) -> bool:
        """Say whether a word bears a capital that means something."""
        word = self.words[index]
        if self.capitals_mean_nothing or not word[0].isupper():
            return False
        if len(word) > 1 and word.isupper():
            # A run of capitals is emphasis, unless its words are no words.
            neighbours = [self.words[i] for i in (index - 1, index + 1) if 0 <= i < len(self.words)]
            return not any(len(other) > 1 and other.isupper() and is_ordinary(other) for other in neighbours)
        return True

    def acronym(self, index: int) -> bool:
        """Say whether a word is written like an acronym, among words that are not."""
        word = self.words[index]
        return len(word) > 1 and word.isupper() and not self.capitals_mean_nothing
