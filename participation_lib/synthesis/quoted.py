"""Where the exact words of citizens stand in a sentence: between quotation marks, whole or cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["quoted_spans"]

_SPACE: Final = "[ \u00a0\u202f]"
_CUT: Final = r"\[(?:…|\.\.\.)\]"
_OPEN: Final = re.compile(rf"[«“\"]{_SPACE}?(?:{_CUT}{_SPACE})?\Z")
_CLOSE: Final = re.compile(rf"(?:{_SPACE}{_CUT})?{_SPACE}?[»”\"]")
_BETWEEN: Final = re.compile(r"«([^«»]*)»|“([^“”]*)”")
# « [le quartier] » and « […] » are the writer's words inside a quotation.
_ADDED: Final = re.compile(r"\[[^\[\]]{0,80}\]")
_REACH: Final = 8  # characters before a quotation that may belong to its opening


def quoted_spans(text: str, quotations: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Give the places of a text that hold the exact words of a quotation.

    A quotation counts where it stands between quotation marks: the same words elsewhere in
    the sentence are the writer's. One that was cut (« début […] fin ») or completed
    (« il faut le fermer [le parc] ») counts piece by piece, when each piece is found in it.

    Parameters
    ----------
    quotations
        Exact words, as they are in the contribution; blank ones are passed over.

    Returns
    -------
    tuple of (start, end)
        In reading order, without overlap, in code points.

    Examples
    --------
    >>> text = "Des bancs : « Plus de bancs […] à l'ombre »."
    >>> [text[start:end] for start, end in quoted_spans(text, ["Plus de bancs partout, à l'ombre"])]
    ['Plus de bancs', "à l'ombre"]
    """
    known = sorted({words for words in quotations if words.strip()}, key=lambda words: (-len(words), words))
    taken: list[tuple[int, int]] = []
    for words in known:
        for start, end in _whole(text, words):
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
    if known:
        taken += [span for span in _pieces(text, known, sorted(taken)) if span not in taken]
    return tuple(sorted(taken))


def _whole(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if _OPEN.search(text[max(0, start - _REACH) : start]) and _CLOSE.match(text, end):
            yield start, end
        start = text.find(words, start + 1)


def _pieces(text: str, known: list[str], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    free = list(text)
    for start, end in taken:
        free[start:end] = "\ufffc" * (end - start)
    for match in _BETWEEN.finditer("".join(free)):
        start, end = match.start() + 1, match.end() - 1
        if "\ufffc" in match.group():
            continue
        spans = list(_between_brackets(text, start, end))
        if spans and any(all(text[a:b] in words for a, b in spans) for words in known):
            yield from spans


def _between_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give what is left of a quotation when the writer's brackets and the outer spaces are taken away."""
    first = start
    for added in [*_ADDED.finditer(text, start, end), None]:
        last = added.start() if added else end
        piece = text[first:last]
        bare = piece.strip()
        if bare:
            shift = first + len(piece) - len(piece.lstrip())
            yield shift, shift + len(bare)
        first = added.end() if added else end
