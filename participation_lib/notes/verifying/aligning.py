"""Finding the pieces of a note in a file, in order: what is there as it was, what moved, what is left over.

Pieces found once and nowhere else are the posts that everything between hangs on (Bram
Cohen's « patience diff »); what is left between two posts is compared word by word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from participation_lib.notes.verifying.pieces import Piece
from participation_lib.notes.verifying.word_stream import WordStream

__all__ = ["Alignment", "Gap", "align"]

_Post = tuple[int, int, int]  # rank of a piece, its first token, one after the last
_LEAST: Final = 8  # signs of a piece that may be a post: shorter ones are found anywhere


@dataclass(frozen=True)
class Gap:
    """What is between two places that agree: pieces not found, and words of the file in their stead.

    Attributes
    ----------
    pieces, tokens
        Ranks of both, in order.
    after
        Rank of the piece before; -1 at the head of the document.
    """

    pieces: tuple[int, ...]
    tokens: tuple[int, ...]
    after: int


@dataclass(frozen=True)
class Alignment:
    """What became of the pieces of a note.

    Attributes
    ----------
    found
        Ranks of the pieces that are where they were, as they were.
    moved
        Ranks of those that are as they were, elsewhere.
    """

    found: frozenset[int]
    moved: tuple[int, ...]
    gaps: tuple[Gap, ...]


def align(pieces: Sequence[Piece], stream: WordStream) -> Alignment:
    """Find pieces in the words of a file."""
    posts = _posts(pieces, stream)
    kept = _in_order(posts)
    out_of_place = [post for post in posts if post not in kept]
    moved = {number for number, _, _ in out_of_place}
    away = {rank for _, start, end in out_of_place for rank in range(start, end)}
    found = {number for number, _, _ in kept}
    gaps: list[Gap] = []
    first, start, last = 0, 0, -1
    for number, place, end in [*sorted(kept), (len(pieces), len(stream.tokens), len(stream.tokens))]:
        waiting = [rank for rank in range(first, number) if rank not in moved]
        tokens = [rank for rank in range(start, place) if rank not in away]
        n_before, n_after = _at_both_ends(pieces, stream, waiting, tokens)
        left = waiting[n_before : len(waiting) - n_after]
        found.update(waiting[:n_before], waiting[len(waiting) - n_after :])
        if left or tokens:
            gaps.append(Gap(tuple(left), tuple(tokens), waiting[n_before - 1] if n_before else last))
        first, start, last = number + 1, end, number
    return Alignment(frozenset(found), tuple(sorted(moved)), tuple(gaps))


def _posts(pieces: Sequence[Piece], stream: WordStream) -> list[_Post]:
    """Give the pieces that are said once and found once, outside of longer ones, in their order."""
    said = Counter(piece.words for piece in pieces)
    numbers = [n for n, piece in enumerate(pieces) if len(piece.words) >= _LEAST and said[piece.words] == 1]
    taken = bytearray(len(stream.tokens))
    posts: list[_Post] = []
    for number in sorted(numbers, key=lambda number: -len(pieces[number].words)):
        places = [(start, end) for start, end in stream.places_of(pieces[number].words) if not any(taken[start:end])]
        if len(places) == 1:
            start, end = places[0]
            taken[start:end] = b"\x01" * (end - start)
            posts.append((number, start, end))
    return sorted(posts)


def _in_order(posts: Sequence[_Post]) -> set[_Post]:
    """Give the most posts that are in the same order in both: the longest increasing subsequence."""
    ends: list[int] = []  # least end of a chain, by its length
    last: list[int] = []  # its last post
    before: list[int] = []
    for rank, (_, start, end) in enumerate(posts):
        length = bisect_left(ends, start + 1)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(end)
            last.append(rank)
        elif end < ends[length]:
            ends[length], last[length] = end, rank
    chain: set[_Post] = set()
    rank = last[-1] if last else -1
    while rank >= 0:
        chain.add(posts[rank])
        rank = before[rank]
    return chain


def _at_both_ends(
    pieces: Sequence[Piece], stream: WordStream, waiting: Sequence[int], tokens: list[int]
) -> tuple[int, int]:
    """Count the first and last pieces that are there as they were, and take their tokens off."""
    n_before = n_after = 0
    while n_before < len(waiting) and tokens:
        end = stream.end_of(pieces[waiting[n_before]].words, tokens[0])
        if end is None or not _is_run(tokens, end - tokens[0], 0):
            break
        del tokens[: end - tokens[0]]
        n_before += 1
    while n_before + n_after < len(waiting) and tokens:
        start = stream.start_of(pieces[waiting[-1 - n_after]].words, tokens[-1] + 1)
        length = tokens[-1] + 1 - start if start is not None else 0
        if start is None or not _is_run(tokens, length, len(tokens) - length):
            break
        del tokens[len(tokens) - length :]
        n_after += 1
    return n_before, n_after


def _is_run(tokens: Sequence[int], length: int, start: int) -> bool:
    """Tell whether so many tokens follow each other from there on."""
    return start >= 0 and start + length <= len(tokens) and tokens[start + length - 1] - tokens[start] == length - 1
