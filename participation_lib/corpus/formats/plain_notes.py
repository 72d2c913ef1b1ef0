"""From a text typed in a plain editor to its pieces: bullets, underlined headings, labels.

Nothing but signs says what is a heading there. What is doubtful is a contribution.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from participation_lib.corpus.formats.pieces import End, Line, Piece, Start, Title
from participation_lib.corpus.formats.session_words import column_role, read_group, read_sequence

__all__ = ["looks_like_notes", "read_plain"]

_BULLET: Final = re.compile(r"(\s*)(?:[-–—•*·▪◦‣➢➤>o]|\(?\d{1,3}[.)]|[a-z]\))\s+(?=\S)")
_NUMBER: Final = re.compile(r"(\s*)(?:\d{1,2}|[IVX]{1,4})[.)]\s+\S")
_NUMBERED_LEVEL: Final = 9
_MOST_WORDS_OF_A_HEADING: Final = 12
_HASHES: Final = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*")
_RULE: Final = re.compile(r"\s*([=\-_*~])\1{2,}\s*")
# A line that an e-mail program cut is as long as its neighbours and goes on in lower case.
_CUT_FROM: Final = 60


def looks_like_notes(text: str) -> bool:
    r"""Say whether a text is notes rather than a column of answers under a header.

    Notes have bullets, headings, « Table 3 », or paragraphs apart.

    Examples
    --------
    >>> looks_like_notes("Constats\n- le bus est rare\n- trop de bruit"), looks_like_notes("Réponse\nun banc\ndeux")
    (True, False)
    """
    lines = [line for line in text.splitlines() if line.strip()]
    bullets = sum(_BULLET.match(line) is not None for line in lines)
    headings = sum(_HASHES.fullmatch(line) is not None or read_sequence(line) for line in lines)
    groups = sum((group := read_group(line)) is not None and not group[2] for line in lines)
    apart = len(re.findall(r"\S[^\S\n]*\n[^\S\n]*\n+[^\S\n]*\S", text))
    if (bullets >= 2 and 4 * bullets >= len(lines)) or headings or groups:
        return True
    # « Réponse » above paragraphs is the header of a column.
    return apart >= max(2, len(lines) / 4) and column_role(lines[0]) != "text"


def read_plain(text: str) -> list[Piece]:
    """Give the pieces of a text, rows being its lines."""
    lines = text.splitlines()
    pieces: list[Piece] = []
    depths: list[int] = []  # where the bullets of each list that is open begin
    position = 0
    while position < len(lines):
        line = lines[position]
        if not line.strip() or _RULE.fullmatch(line):
            position += 1
            continue
        row = position + 1
        bullet = _BULLET.match(line)
        if bullet and _is_numbered_heading(lines, position):
            pieces += [End()] * len(depths)
            depths.clear()
            pieces.append(Title(line[bullet.end() :].strip(), _NUMBERED_LEVEL, row))
        elif bullet:
            depth = len(bullet[1].expandtabs(4))
            while depths and depth < depths[-1]:
                depths.pop()
                pieces.append(End())
            if not depths or depth > depths[-1]:
                depths.append(depth)
                pieces.append(Start())
            words, position = _continued(lines, position, line[bullet.end() :].strip(), indented=True)
            pieces.append(Line(words, row, is_item=True))
            continue
        if bullet:
            position += 1
            continue
        pieces += [End()] * len(depths)
        depths.clear()
        if hashes := _HASHES.fullmatch(line):
            pieces.append(Title(hashes[2], len(hashes[1]), row))
        elif _is_underlined(lines, position):
            pieces.append(Title(line.strip(), 7 if "=" in lines[position + 1] else 8, row))
            position += 1
        elif read_group(line) or read_sequence(line):
            pieces.append(Line(line.strip(), row))
        else:
            words, position = _continued(lines, position, line.strip(), indented=False)
            pieces.append(Line(words, row))
            continue
        position += 1
    return pieces + [End()] * len(depths)


def _is_numbered_heading(lines: Sequence[str], position: int) -> bool:
    """Say whether « 1. Constats » stands over bullets that begin no further to the right."""
    number = _NUMBER.match(lines[position])
    below = next((line for line in lines[position + 1 :] if line.strip()), "")
    bullet = _BULLET.match(below)
    return (
        number is not None
        and bullet is not None
        and _NUMBER.match(below) is None
        and len(bullet[1].expandtabs(4)) <= len(number[1].expandtabs(4))
        and len(lines[position].split()) <= _MOST_WORDS_OF_A_HEADING
    )


def _is_underlined(lines: Sequence[str], position: int) -> bool:
    below = lines[position + 1] if position + 1 < len(lines) else ""
    found = _RULE.fullmatch(below)
    return found is not None and found[1] in "=-~" and len(below.strip()) >= len(lines[position].strip()) / 3


def _continued(lines: Sequence[str], position: int, words: str, *, indented: bool) -> tuple[str, int]:
    """Give a paragraph with the lines that go on with it, and where the next one begins."""
    length = len(lines[position].rstrip())
    position += 1
    while position < len(lines):
        line = lines[position]
        starts_anew = not line.strip() or _BULLET.match(line) or _RULE.fullmatch(line) or _HASHES.fullmatch(line)
        if starts_anew or _is_underlined(lines, position) or read_group(line) or read_sequence(line):
            break
        was_cut = length >= _CUT_FROM and line.strip()[:1].islower()
        hangs = indented and line[:1].isspace()
        if not (was_cut or hangs):
            break
        words += f" {line.strip()}"
        length = len(line.rstrip())
        position += 1
    return words, position
