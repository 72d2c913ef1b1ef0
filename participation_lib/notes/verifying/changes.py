"""What changed between two places that agree: which pieces, which words of them, what was added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from participation_lib.notes.verifying.aligning import Gap
from participation_lib.notes.verifying.pieces import Piece, Role
from participation_lib.notes.verifying.word_stream import Token, WordStream, is_number, spoken

__all__ = ["Added", "Change", "Changed", "gap_changes"]

_LONG: Final = 2_000  # words; beyond, those that come back often are no longer followed
_TOO_LONG: Final = 25_000_000  # pairs of words; beyond, it is another text
_LEAST_KEPT: Final = 0.5  # of the words of a piece, for it to be the same one, changed


@dataclass(frozen=True)
class Change:
    """Words of a piece that became others.

    Attributes
    ----------
    before, after
        As they are read; empty for words put in, or taken out.
    column
        Of a row: which cell; -1 elsewhere.
    """

    before: tuple[str, ...] = field(repr=False)
    after: tuple[str, ...] = field(repr=False)
    role: Role
    column: int = -1

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        """Numbers that became others, "" for one put in or taken out; none in a citizen's words."""
        before, after = ([word for word in words if is_number(word)] for words in (self.before, self.after))
        if len(before) == len(after):
            pairs = list(zip(before, after, strict=True))
        else:
            pairs = [(word, "") for word in before if word not in after]
            pairs += [("", word) for word in after if word not in before]
        return tuple(pair for pair in pairs if pair[0] != pair[1] and not _are_articles(pair))

    @property
    def is_of_numbers(self) -> bool:
        """Whether nothing but numbers changed."""
        return bool(self.numbers) and all(map(is_number, (*self.before, *self.after)))


@dataclass(frozen=True)
class Changed:
    """A piece that is there, changed; without any change, it is not there at all.

    Attributes
    ----------
    replaced
        Another text stands in its place.
    """

    piece: int
    changes: tuple[Change, ...] = ()
    replaced: bool = False


@dataclass(frozen=True)
class Added:
    """Words that no piece has.

    Attributes
    ----------
    after
        Rank of the piece they follow; -1 at the head of the document.
    """

    after: int
    words: str = field(repr=False)
    n_words: int


def _are_articles(pair: tuple[str, str]) -> bool:
    """Tell « un » and « une », articles more often than numbers, from a number that changed."""
    return all(word.casefold() in ("", "un", "une", "aucun", "aucune") for word in pair)


def gap_changes(
    pieces: Sequence[Piece],
    stream: WordStream,
    gap: Gap,
    is_furniture: Callable[[str], bool],
    *,
    printed: bool,
) -> Iterator[Changed | Added]:
    """Give what changed in a gap, in reading order.

    Parameters
    ----------
    is_furniture
        Tells words that a program puts in by itself, such as a table of contents.
    printed
        The lines of the file are those of a page, not paragraphs.
    """
    return _GapReader(pieces, stream, gap, is_furniture, printed=printed).read()


class _GapReader:
    def __init__(
        self,
        pieces: Sequence[Piece],
        stream: WordStream,
        gap: Gap,
        is_furniture: Callable[[str], bool],
        *,
        printed: bool,
    ) -> None:
        self.pieces, self.gap, self.is_furniture, self.printed = pieces, gap, is_furniture, printed
        self.old = [(number, rank) for number in gap.pieces for rank in range(len(pieces[number].tokens))]
        self.ranks: dict[int, list[int]] = {}  # positions in `old` of each piece
        for position, (number, _) in enumerate(self.old):
            self.ranks.setdefault(number, []).append(position)
        self.new: list[Token] = [stream.tokens[rank] for rank in gap.tokens]
        self.match: list[int] = [-1] * len(self.old)  # position in `new` of each old token
        self.owner: list[int] = [-1] * len(self.new)  # piece that each new token belongs to

    def read(self) -> Iterator[Changed | Added]:
        if self.printed and self._is_same_unordered():
            return
        self._match_words()
        kept = self._kept_pieces()
        self._share_out()
        held: dict[int, list[int]] = {}
        for place, owner in enumerate(self.owner):
            held.setdefault(owner, []).append(place)
        after, start = self.gap.after, 0
        lost: list[int] = []
        for number in self.gap.pieces:
            if number not in kept:
                lost.append(number)
                continue
            places = held[number]
            yield from self._in_stead(lost, start, places[0], after)
            changes = tuple(self._changes(self.pieces[number], self.ranks[number], places))
            if changes:
                yield Changed(number, changes)
            after, start, lost = number, places[-1] + 1, []
        yield from self._in_stead(lost, start, len(self.new), after)

    def _is_same_unordered(self) -> bool:
        """Tell whether text that runs right to left has its letters: a page says it in the order it is drawn."""
        words = "".join(self.pieces[number].words for number in self.gap.pieces)
        return any(piece.changes_direction for piece in map(self.pieces.__getitem__, self.gap.pieces)) and Counter(
            filter(str.isalnum, words)
        ) == Counter(sign for token in self.new for sign in token.text if sign.isalnum())

    def _match_words(self) -> None:
        if len(self.old) * len(self.new) > _TOO_LONG:
            return
        old = [self.pieces[number].tokens[rank].text for number, rank in self.old]
        new = [token.text for token in self.new]
        matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > _LONG)
        for start, place, length in matcher.get_matching_blocks():
            for step in range(length):
                self.match[start + step] = place + step

    def _kept_pieces(self) -> set[int]:
        """Give the pieces most words of which are still there; the others give up those found by chance."""
        kept: set[int] = set()
        for number, positions in self.ranks.items():
            tokens = self.pieces[number].tokens
            words = [p for p in positions if tokens[self.old[p][1]].text.isalpha()] or positions
            sizes = [len(tokens[self.old[p][1]].text) * (self.match[p] >= 0) for p in words]
            whole = sum(len(tokens[self.old[p][1]].text) for p in words)
            if sum(sizes) >= _LEAST_KEPT * whole and any(sizes):
                kept.add(number)
            else:
                for position in positions:
                    self.match[position] = -1
        return kept

    def _share_out(self) -> None:
        """Say which piece each new word belongs to: those between two words of one, those on its line."""
        for position, place in enumerate(self.match):
            if place >= 0:
                self.owner[place] = self.old[position][0]
        held = [place for place, owner in enumerate(self.owner) if owner >= 0]
        for left, right in zip([-1, *held], [*held, len(self.new)], strict=True):
            before = self.owner[left] if left >= 0 else -1
            after = self.owner[right] if right < len(self.new) else -1
            for place in range(left + 1, right):
                if before >= 0 and (before == after or self.new[place].line == self.new[left].line):
                    self.owner[place] = before
                elif after >= 0 and self.new[place].line == self.new[right].line:
                    self.owner[place] = after

    def _changes(self, piece: Piece, positions: Sequence[int], places: Sequence[int]) -> Iterator[Change]:
        """Give the words of a piece that became others, one run after the other."""
        seen = {place: rank for rank, place in enumerate(places)}
        gone: list[int] = []  # tokens of the piece
        done, last = 0, -1  # places seen, last token of the piece still there
        for position in [*positions, None]:
            if position is not None and self.match[position] < 0:
                gone.append(self.old[position][1])
                continue
            here = len(places) if position is None else seen[self.match[position]]
            put_in = [self.new[place].text for place in places[done:here]]
            if _bare([piece.tokens[rank].text for rank in gone]) != _bare(put_in):
                yield self._change(piece, gone, put_in, last)
            gone, done = [], here + 1
            last = last if position is None else self.old[position][1]

    @staticmethod
    def _change(piece: Piece, gone: list[int], put_in: list[str], last: int) -> Change:
        touched = gone or [rank for rank in (last, last + 1) if 0 <= rank < len(piece.tokens)]
        roles = [piece.roles[rank] for rank in touched]
        role: Role = "words"
        if "quoted" in roles and (gone or len(set(roles)) == 1):
            role = "quoted"
        elif roles and all(
            found == "reference" or not piece.tokens[rank].text.isalnum()
            for found, rank in zip(roles, touched, strict=True)
        ):
            role = "reference" if "reference" in roles else "words"
        column = piece.cells[touched[0]] if piece.cells and touched else -1
        before = tuple(spoken(piece.tokens[rank].text) for rank in gone)
        return Change(before, tuple(map(spoken, put_in)), role, column)

    def _in_stead(self, lost: list[int], start: int, end: int, after: int) -> Iterator[Changed | Added]:
        """Tell what stands where pieces were: each replaced by a line, or gone and lines added."""
        lines: dict[int, list[str]] = {}
        for token in self.new[start:end]:
            lines.setdefault(token.line, []).append(token.text)
        left = [line for line in lines.values() if not self.is_furniture(_bare(line))]
        if self.printed and left:
            whole = [word for line in left for word in line]
            left = [] if self.is_furniture(_bare(whole)) else [whole]
        if len(left) == len(lost):
            for number in lost:
                yield Changed(number, replaced=True)
            return
        for number in lost:
            yield Changed(number)
        for line in left:
            yield Added(after, _bare(line), sum(word[-1].isalnum() for word in line))


def _bare(words: Sequence[str]) -> str:
    return "".join(map(spoken, words))
