"""Words stripped of what programs change by themselves, so that two documents can be compared.

Spaces, kinds of quotation marks, apostrophes and dashes, ligatures and invisible characters
are set aside; every letter, figure, capital and sign that is left counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

__all__ = ["Token", "WordStream", "is_number", "split_tokens", "spoken"]

_SAME: Final = {
    **dict.fromkeys(map(ord, "«»“”„‟″〝〞"), '"'),
    **dict.fromkeys(map(ord, "’‘‛′ʼ´`"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
    ord("\t"): "\t",
}
# Format, control and private characters, halves of pairs, and variation selectors: no format keeps them all.
_DROPPED: Final = ("Cc", "Cf", "Co", "Cs", "Cn")
_REPLACEMENT: Final = 0xFFFD


class _Plain(dict[int, str]):
    """What each character becomes, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _plain_character(chr(code))
        return found


def _plain_character(sign: str) -> str:
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in _DROPPED or ord(sign) == _REPLACEMENT or 0xFE00 <= ord(sign) <= 0xFE0F:
        return ""
    return unicodedata.normalize("NFKC", sign).translate(_SAME)


_PLAIN: Final = _Plain(_SAME)
# A number in groups of three, another number, a word, or a sign by itself.
_TOKEN: Final = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
# On a printed page: hyphens between letters, which may only cut a line, marks of lists, and what
# PDFium cannot read back: characters beyond the first plane, most of them emoji.
_PRINTED: Final = re.compile(r"(?<=[^\W\d_])-(?=\s*(?:[^\W\d_]|$))|[•◦▪‣●○■]|[\U00010000-\U0010ffff]")
# Word renumbers them by itself.
_NUMBERED: Final = re.compile(r"^\s*(?:Tableau|Figure) ?\d+ ?- ?")
_APART: Final = "\x1f"
_LETTERS: Final = frozenset(
    (
        *("zéro", "un", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"),
        *("douze", "treize", "quatorze", "quinze", "seize", "vingt", "trente", "quarante", "cinquante", "soixante"),
        *("cent", "cents", "mille", "aucun", "aucune"),
    )
)
_KEY: Final = 8


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign.

    Attributes
    ----------
    text
        Without spaces; headed by a separator that no text holds, where a number follows another.
    start, end
        Place in the line it was read in, once plain.
    line
        Rank of the line.
    """

    text: str
    start: int
    end: int
    line: int = 0


def spoken(text: str) -> str:
    """Give the text of a token as a person reads it."""
    return text.removeprefix(_APART)


def is_number(text: str) -> bool:
    """Tell whether a token is a number, in figures or in letters.

    >>> [is_number(word) for word in ("12", "1,5", "trois", "idées")]
    [True, True, True, False]
    """
    return spoken(text)[:1].isdecimal() or text.casefold() in _LETTERS


def plain(text: str, *, printed: bool = False) -> str:
    r"""Give a text with one kind of each sign, and no invisible character.

    Parameters
    ----------
    printed
        The text may have been cut into lines: hyphens between letters are left out too, and so
        are marks of lists and emoji.

    Examples
    --------
    >>> plain("« L’eau » – fin…"), plain("porte-manteau", printed=True)
    ('" L\'eau " - fin...', 'portemanteau')
    """
    found = unicodedata.normalize("NFC", text).translate(_PLAIN)
    found = _NUMBERED.sub(lambda match: " " * len(match.group()), found)
    return _PRINTED.sub("", found) if printed else found


def split_tokens(text: str, *, printed: bool = False, line: int = 0) -> list[Token]:
    """Give the tokens of a line, in order.

    >>> [token.text for token in split_tokens("3 000 idées, à 1,5 km")]
    ['3000', 'idées', ',', 'à', '1,5', 'km']
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(plain(text, printed=printed)):
        words = match.group().replace(" ", "")
        follows = not printed and tokens and tokens[-1].text[-1].isdecimal() and words[0].isdecimal()
        tokens.append(Token(_APART + words if follows else words, match.start(), match.end(), line))
    return tokens


class WordStream:
    """The words of a whole document, in which the pieces of another are looked for."""

    def __init__(self, lines: Iterable[str], *, printed: bool = False) -> None:
        self.tokens: list[Token] = []
        for rank, line in enumerate(lines):
            self.tokens += split_tokens(line, printed=printed, line=rank)
        self.text = "".join(token.text for token in self.tokens)
        self.starts: list[int] = []
        place = 0
        for token in self.tokens:
            self.starts.append(place)
            place += len(token.text)
        self.starts.append(place)

    @cached_property
    def rank_at(self) -> dict[int, int]:
        """From a place in the text to the rank of the token that starts there."""
        return {place: rank for rank, place in enumerate(self.starts)}

    def end_of(self, words: str, rank: int) -> int | None:
        """Give the rank after these words where they start at that token and end with one; None where they do not."""
        start = self.starts[rank]
        if not self.text.startswith(words, start):
            return None
        return self.rank_at.get(start + len(words))

    def start_of(self, words: str, rank: int) -> int | None:
        """Give the rank of the token where these words start, if they end right before that rank."""
        start = self.rank_at.get(self.starts[rank] - len(words))
        return start if start is not None and self.end_of(words, start) == rank else None

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for rank, place in enumerate(self.starts[:-1]):
            found[self.text[place : place + _KEY]].append(rank)
        return found

    def places_of(self, words: str) -> Iterator[tuple[int, int]]:
        """Give each (first, after last) pair of ranks where these words, eight signs at least, are found."""
        for rank in self._index.get(words[:_KEY], ()):
            end = self.end_of(words, rank)
            if end is not None:
                yield rank, end
