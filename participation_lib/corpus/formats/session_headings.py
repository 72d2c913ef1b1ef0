"""Which lines of a document act as headings, whatever the program calls them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from participation_lib.corpus.formats.pieces import End, Line, Piece, Start, Title
from participation_lib.corpus.formats.session_words import is_sheet_title, read_group, read_sequence

__all__ = ["is_bare_label", "lists_have_labels", "main_title", "with_titles_by_hand"]

# Headings made by hand rank under the six levels of a word processor.
_BY_HAND: Final = 10
_MOST_WORDS_OF_A_TITLE: Final = 14
_MOST_WORDS_OF_A_LABEL: Final = 8


def with_titles_by_hand(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Turn the lines that act as headings into headings; each way of making them has its level."""
    levels: dict[str, int] = {}
    for piece in pieces:
        if not isinstance(piece, Line) or piece.is_item:
            yield piece
            continue
        group = read_group(piece.text)
        if group is not None and not group[2]:
            kind = "group"
        elif read_sequence(piece.text):
            kind = "sequence"
        elif piece.is_strong and _is_short(piece.text):
            kind = "strong"
        elif piece.text.isupper() and len(piece.text) >= 4 and _is_short(piece.text):
            kind = "capitals"
        else:
            yield piece
            continue
        yield Title(piece.text, levels.setdefault(kind, _BY_HAND + len(levels)), piece.row)


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS_OF_A_TITLE and "\n" not in text and not text.endswith((".", "!", ";"))


def is_bare_label(line: Line) -> bool:
    """Say whether a line is short enough to be the heading of what follows: « Constats »."""
    few_words = len(line.text.split()) <= _MOST_WORDS_OF_A_LABEL
    return few_words and not line.is_item and not line.text.rstrip().endswith((".", "!", ";", ","))


def lists_have_labels(pieces: Sequence[Piece]) -> bool:
    """Say whether every line that is no item stands over a list, from the first that does, and several do.

    A single short line over a list may as well be what somebody said.
    """
    over_list = [
        isinstance(after, Start) and is_bare_label(line)
        for line, after in pairwise([*pieces, End()])
        if isinstance(line, Line) and not line.is_item
    ]
    return sum(over_list) >= 2 and all(over_list[over_list.index(True) :])


def main_title(titles: Sequence[Title]) -> Title | None:
    """Give the title of the whole document: alone at its level, first, above the others."""
    if len(titles) < 2:
        return None
    first, *others = titles
    alone = all(title.level > first.level for title in others)
    names_a_place = read_group(first.text) or read_sequence(first.text) or is_sheet_title(first.text)
    deeper = sum(title.level == min(other.level for other in others) for title in others)
    return first if alone and not names_a_place and deeper > 1 else None
