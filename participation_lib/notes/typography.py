"""French typography for the words this tool writes itself.

The rules are those of `reference/typographie.yaml`, whose cases are the tests of this module.
A citizen's words never pass through here: see `Text.verbatim` and `Quote.text`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

__all__ = ["NARROW_SPACE", "NO_BREAK_SPACE", "format_number", "typeset"]

NO_BREAK_SPACE: Final = "\u00a0"
NARROW_SPACE: Final = "\u202f"

_SPACE: Final = "[ \u00a0\u202f]"
_RUN: Final = f"(?<!{_SPACE}){_SPACE}++"  # tried once a run: time stays proportional to length
_LETTER: Final = r"[^\W\d_]"
_MONTH: Final = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNIT: Final = "[%‰€]|°C|[kM]€|[kcm]?m[²³]?|[kMG]Wh?|ha|kg|min|[kMG]o|millions?|milliards?"

# Words whose capital is often left without its accent: « Ecole », « ETAT », « A 5 tables ».
_ACCENTED: Final = (
    r"coles?\b|tats?\b|lue?s?\b|clairage|quipement|quipe|nergie|ducation|colog|tude|galité|changes?\b|tapes?\b|conom"
    r"|valuation|v[éè]nement|ditos?\b|ch[ée]ance|largi|viter\b|viten?t?\b|l[èe]ves?\b|tablissement|coute"
)
_ACCENTED_CAPITALS: Final = (
    r"COLE|TAT|LUE?S?\b|CLAIRAGE|QUIPE|NERGIE|DUCATION|COLOG|TUDE|TAPES?\b|CONOM|VALUATION|V[ÉÈE]NEMENT|DITO|CH[ÉE]ANCE"
)
_AFTER_AT: Final = (
    r"la |l[’']|partir |noter |savoir |propos |pied|vélo|cette |ce |ces |chaque |toutes |plusieurs |quelques "
    r"|une? |deux |trois |quatre |cinq |six |sept |huit |neuf |dix |\d|[A-ZÉ][a-zéè]"
)

# Pieces that keep every character. The last one is the range used below to hold their place.
_PROTECTED: Final = re.compile(
    r"""
      (?<![\w.+-])[a-z][a-z0-9+.-]{0,15}://\S*          # web addresses
    | \b(?:www\.|mailto:|data:)\S+
    | (?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}           # e-mail addresses
    | \b\d+(?::\d+)+\b                                  # times and ratios
    | `[^`]*`                                           # code
    | </?[a-z][^<>]*>                                   # tags
    | \[[A-ZÉÈÀÇ_-]+[ ]\d+\]                            # pseudonyms such as [PERSONNE 1]
    | (?<!\S)[:;]-?[()\[\]DPp|/\\3](?!\w)               # emoticons
    | [\U00100000-\U0010fffd]
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Annexes hold thousands of them, and there is nothing to set.
_IDENTIFIER: Final = re.compile(r"[a-z]?[\d-]*")

_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _thousands(match: re.Match[str]) -> str:
    return re.sub(_SPACE, NARROW_SPACE, match.group())


def _ligature(match: re.Match[str]) -> str:
    before, digraph = match.groups()
    return (before or "") + ("œ" if digraph == "oe" else "Œ")


_SIGNS: Final[tuple[_Rule, ...]] = (
    (re.compile(r"\.{3,}"), "…"),
    (re.compile(rf"({_LETTER})'(?=[\w«“])"), r"\1’"),
    (re.compile(r"\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'", re.I), r"\1’"),
    (re.compile(r"(?<=\S) --? (?=\S)"), " – "),
    (re.compile(r"\b([IVX]+|\d+)[èe]me(s?)\b"), r"\1e\2"),
    (re.compile(r"\b(1|I)[èe]re(s?)\b"), r"\1re\2"),
    (re.compile(r"\bMr\b\.?"), "M."),
    (
        re.compile(r"\b(man|ch|[cvnsbm])?(oe)(?=uvr|urs?\b|ux?\b|uds?\b|ufs?\b|il\b|illets?\b)", re.I),
        _ligature,
    ),
    (re.compile(rf"\bE(?={_ACCENTED})"), "É"),
    (re.compile(rf"\bE(?={_ACCENTED_CAPITALS})"), "É"),
    (re.compile(r"\bI(?=les?\b|le-de-)"), "Î"),
    (re.compile(rf"(?:^|(?<=[.!?…] ))A(?= (?:{_AFTER_AT}))"), "À"),
)

_SPACES: Final[tuple[_Rule, ...]] = (
    # None before these signs; a file name such as « .docx » is another matter.
    (re.compile(rf"{_RUN}(?=[,)\]])"), ""),
    (re.compile(rf"{_RUN}(?=[.…](?:\s|$))"), ""),
    # Those that may not end a line.
    (re.compile(rf"(?<![\d.,])(?<!n°{_SPACE})\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)"), _thousands),
    (re.compile(rf"(?<=\d){_SPACE}*(?=[%‰€](?!\w))"), NO_BREAK_SPACE),
    (re.compile(rf"(?<=\d){_SPACE}(?=(?:{_UNIT})(?!\w))"), NO_BREAK_SPACE),
    (re.compile(r"(?<![\w:])(\d{1,2})h(?=\d\d\b)"), rf"\1{NO_BREAK_SPACE}h{NO_BREAK_SPACE}"),
    (re.compile(r"(?<![\w:])(\d{1,2})h\b"), rf"\1{NO_BREAK_SPACE}h"),
    (re.compile(rf"(?<=\d){_SPACE}h{_SPACE}(?=\d\d\b)"), f"{NO_BREAK_SPACE}h{NO_BREAK_SPACE}"),
    (re.compile(rf"(?<=\d){_SPACE}(?=h\b)"), NO_BREAK_SPACE),
    (re.compile(rf"\b(\d{{1,2}}|1er){_SPACE}(?=(?:{_MONTH})\b)"), rf"\1{NO_BREAK_SPACE}"),
    (re.compile(rf"(?<=[nN]°){_SPACE}*(?=\w)|(?<=§){_SPACE}*(?=\w)"), NO_BREAK_SPACE),
    (re.compile(rf"\b(MM?\.|Mmes?|Mlles?|Dre?|pp?\.|[aA]rt\.|[LRD]\.){_SPACE}(?=\w)"), rf"\1{NO_BREAK_SPACE}"),
    # High signs: a space is put right, or put in where a word touches the sign.
    (re.compile(rf"{_RUN}(?=[;!?])"), NARROW_SPACE),
    (re.compile(r"(?<=[\w.»)\]%€’”…])(?=[;!?](?:[\s\u00a0\u202f!?»)…]|$))"), NARROW_SPACE),
    (re.compile(rf"{_RUN}(?=:(?:\s|$))"), NO_BREAK_SPACE),
    (re.compile(r"(?<=[\w.»)\]%€’”…])(?=:(?:\s|$))"), NO_BREAK_SPACE),
    (re.compile(rf"«{_SPACE}*"), f"«{NO_BREAK_SPACE}"),
    (re.compile(rf"{_SPACE}*»"), f"{NO_BREAK_SPACE}»"),
)


@lru_cache(maxsize=100_000)
def typeset(text: str) -> str:
    r"""Give back `text` as a French printer would set it.

    Non-breaking spaces, « », ’, …, thousands, dates and ordinals are put right. Web and e-mail
    addresses, times, ratios, emoticons, code and tags are left as they are, and so is the
    wording: no word is added, removed or moved.

    Parameters
    ----------
    text : str
        Words written by this tool or its user; never those of a citizen.

    Returns
    -------
    str
        `typeset(typeset(text))` is `typeset(text)`.

    Examples
    --------
    >>> typeset("L'eau : 3 000 idées, vraiment ?")
    'L’eau\xa0: 3\u202f000 idées, vraiment\u202f?'
    >>> typeset("de 12:30 à 14:00, voir https://ex.fr:8080/a?b=1")
    'de 12:30 à 14:00, voir https://ex.fr:8080/a?b=1'
    """
    if _IDENTIFIER.fullmatch(text):
        return text
    # A rule may bring two signs side by side that another rule knows: until nothing moves.
    for _ in range(4):
        result = _pass(text)
        if result == text:
            break
        text = result
    return text


def format_number(value: float, decimals: int = 0) -> str:
    r"""Write a number in French: thousands apart, a decimal comma.

    Examples
    --------
    >>> format_number(12500)
    '12\u202f500'
    >>> format_number(0.125, decimals=2)
    '0,12'
    """
    return f"{value:,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",")


def _pass(text: str) -> str:
    kept: list[str] = []

    def hold(match: re.Match[str]) -> str:
        kept.append(match.group())
        return chr(0x100000 + len(kept) - 1)

    text = _PROTECTED.sub(hold, text)
    for pattern, replacement in _SIGNS:
        text = pattern.sub(replacement, text)
    text = _quotation_marks(text)
    for pattern, replacement in _SPACES:
        text = pattern.sub(replacement, text)
    return re.sub("[\U00100000-\U0010fffd]", lambda match: kept[ord(match.group()) - 0x100000], text)


def _quotation_marks(text: str) -> str:
    """Turn pairs of straight marks into « », or “ ” inside « »; an odd one out stays."""

    def turn(match: re.Match[str]) -> str:
        before = text[: match.start()]
        inside = before.count("«") > before.count("»")
        return f"“{match[1]}”" if inside else f"« {match[1]} »"

    return re.sub(r'(?<![\w"])"([^"\s](?:[^"]*[^"\s])?)"(?!\w)', turn, text)
