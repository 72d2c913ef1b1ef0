"""Contributions as they may be shown, once passages were masked, generalised or kept.

The log stays in the places of the text that was read: cutting and joining ideas, and undoing
either, never depend on what was masked meanwhile. What is shown is computed at the end, from
the text, the passages decided and the ideas as they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from participation_lib.corpus.privacy.marks import MARK, fold_words
from participation_lib.schema import Replacement, Treatment

__all__ = [
    "Protection",
    "ShownText",
    "cuts_a_mark",
    "kept_words",
    "marked_words",
    "protected",
    "show",
    "without_words",
    "words_hidden",
]


@dataclass(frozen=True, slots=True)
class Protection:
    """What a decision made of a place of a text (code points of the text that was read)."""

    start: int
    end: int
    treatment: Treatment
    words: str
    decision_id: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text, in what was read and in what is shown. Only what is not protected may be cut."""

    start: int
    end: int
    shown_start: int
    shown_end: int
    is_protected: bool


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as it may be shown, and the way back to what was read."""

    text: str
    pieces: tuple[_Piece, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where a span of what was read is in what is shown; its bounds are those of an idea."""
        return self._shown(start, at_end=False), self._shown(end, at_end=True)

    def _shown(self, position: int, *, at_end: bool) -> int:
        # An idea that ends where a passage begins leaves it out; one that begins there takes it in.
        for piece in reversed(self.pieces) if at_end else self.pieces:
            if at_end and piece.start < position <= piece.end:
                return piece.shown_end if piece.is_protected else piece.shown_start + position - piece.start
            if not at_end and piece.start <= position < piece.end:
                return piece.shown_start if piece.is_protected else piece.shown_start + position - piece.start
        raise ValueError("position outside its text")

    def as_read(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of what was read that shows as this one; protected passages are taken whole."""
        first = next(piece for piece in self.pieces if start < piece.shown_end)
        last = next(piece for piece in reversed(self.pieces) if end > piece.shown_start)
        return (
            first.start if first.is_protected else first.start + start - first.shown_start,
            last.end if last.is_protected else last.start + end - last.shown_start,
        )

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Give where a passage of what was read is in what is shown; protected passages are taken whole."""
        touched = [piece for piece in self.pieces if piece.start < end and start < piece.end]
        first, last = touched[0], touched[-1]
        return (
            first.shown_start if first.is_protected else first.shown_start + max(0, start - first.start),
            last.shown_end if last.is_protected else last.shown_start + min(last.end, end) - last.start,
        )

    def is_inside(self, position: int) -> bool:
        """Tell whether a place of what is shown is inside a protected passage, where nothing can be cut."""
        return any(p.is_protected and p.shown_start < position < p.shown_end for p in self.pieces)


def protected(known: Sequence[Protection], fresh: Protection) -> tuple[Protection, ...]:
    """Give the passages of a text after one more, in order and disjoint.

    The latest decision holds where two overlap, and nowhere else: what an earlier one masked
    outside of it stays masked.

    Examples
    --------
    >>> mask = Protection(5, 10, Treatment.MASK, "[PERSONNE 1]")
    >>> [(p.start, p.end, str(p.treatment)) for p in protected([mask], Protection(8, 12, Treatment.KEEP, ""))]
    [(5, 8, 'masquer'), (8, 12, 'garder')]
    """
    kept: list[Protection] = [fresh]
    for other in known:
        if other.end <= fresh.start or fresh.end <= other.start:
            kept.append(other)
            continue
        if other.start < fresh.start:
            kept.append(replace(other, end=fresh.start))
        if fresh.end < other.end:
            kept.append(replace(other, start=fresh.end))
    return tuple(sorted(kept, key=lambda passage: passage.start))


def cuts_a_mark(text: str, start: int, end: int) -> bool:
    """Tell whether a bound of a span falls inside a mark of a text.

    Examples
    --------
    >>> cuts_a_mark("avec [PERSONNE 1]", 0, 7), cuts_a_mark("avec [PERSONNE 1]", 5, 17)
    (True, False)
    """
    return any(m.start() < start < m.end() or m.start() < end < m.end() for m in MARK.finditer(text))


def marked_words(text: str, replacements: Iterable[Replacement]) -> dict[tuple[int, int], Replacement]:
    """Give what each mark of a text stands for, by its place; marks a person typed stand for nothing.

    Parameters
    ----------
    replacements
        Those of the contribution, in the order of its text.
    """
    waiting: dict[str, list[Replacement]] = {}
    for found in replacements:
        waiting.setdefault(found.mark, []).append(found)
    return {match.span(): waiting[match.group()].pop(0) for match in MARK.finditer(text) if waiting.get(match.group())}


def kept_words(text: str, start: int, end: int, marked: Mapping[tuple[int, int], Replacement]) -> str:
    """Give what a passage that is kept says: its text, and the words that marks stood for."""
    out, last = [], start
    for (first, after), found in sorted(marked.items()):
        if start <= first and after <= end:
            out += [text[last:first], found.words]
            last = after
    return "".join([*out, text[last:end]])


def show(
    text: str,
    spans: Iterable[tuple[int, int]],
    protections: Sequence[Protection],
    marked: Mapping[tuple[int, int], Replacement],
) -> ShownText:
    """Give a text as it may be shown.

    A passage that goes over several ideas shows in each of them: no idea is emptied, none
    takes words of another. What lies between two ideas inside such a passage is one space.

    Parameters
    ----------
    spans
        Of the ideas of the text.
    protections
        In order and disjoint, as `protected` gives them.
    marked
        As `marked_words` gives it.
    """
    ordered = sorted(spans)
    bounds = sorted({bound for span in ordered for bound in span})
    starts = [start for start, _ in ordered]
    out: list[str] = []
    pieces: list[_Piece] = []
    read = shown = 0

    def add(start: int, end: int, words: str, *, is_protected: bool) -> None:
        nonlocal read, shown
        pieces.append(_Piece(start, end, shown, shown + len(words), is_protected))
        out.append(words)
        read, shown = end, shown + len(words)

    for passage in protections:
        if read < passage.start:
            add(read, passage.start, text[read : passage.start], is_protected=False)
        parts = list(_between(passage, bounds))
        for start, end in parts:
            rank = bisect_right(starts, start) - 1
            inside = rank >= 0 and start < ordered[rank][1]
            if len(parts) > 1 and not inside and any(_is_inside(part, starts, ordered) for part in parts):
                words = " "
            elif passage.treatment is not Treatment.KEEP:
                words = passage.words
            else:
                words = kept_words(text, start, end, marked)
            add(start, end, words, is_protected=passage.treatment is not Treatment.KEEP or words != text[start:end])
    if read < len(text) or not pieces:
        add(read, len(text), text[read:], is_protected=False)
    return ShownText("".join(out), tuple(pieces))


def _between(passage: Protection, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
    inner = [bound for bound in bounds if passage.start < bound < passage.end]
    edges = [passage.start, *inner, passage.end]
    yield from pairwise(edges)


def _is_inside(part: tuple[int, int], starts: Sequence[int], ordered: Sequence[tuple[int, int]]) -> bool:
    rank = bisect_right(starts, part[0]) - 1
    return rank >= 0 and part[0] < ordered[rank][1]


def words_hidden(masked: Mapping[str, str], named: Iterable[str], shown: Iterable[str]) -> dict[str, str]:
    """Give the words that names still say and that no text shows any more, with what is shown instead.

    Parameters
    ----------
    masked
        From words that were hidden somewhere to what is shown there.
    named
        Labels, keywords, descriptions.
    shown
        Texts as they are shown; read only where a name holds a word that was hidden.

    Examples
    --------
    >>> words_hidden({"Karim est": "[PERSONNE 1]"}, ["Karim, jardin est"], ["[PERSONNE 1] ici, jardin à l'est"])
    {'karim': '[PERSONNE 1]'}
    """
    by_word = {word: instead for words, instead in masked.items() for word in fold_words(words).split()}
    left = by_word.keys() & {word for name in named for word in fold_words(name).split()}
    for text in shown:
        if not left:
            break
        left -= set(fold_words(MARK.sub(" ", text)).split())
    return {word: by_word[word] for word in sorted(left)}


def without_words(name: str, hidden: Mapping[str, str]) -> str:
    """Give a name with what is shown instead of the words that are hidden.

    Examples
    --------
    >>> without_words("Karim, jardin", {"karim": "[PERSONNE 1]"})
    '[PERSONNE 1], jardin'
    """
    return re.sub(r"\w+", lambda word: hidden.get(fold_words(word.group()), word.group()), name)
