"""How much texts resemble each other: the same words in the same order, and what the others change."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from participation_lib.reference import load

__all__ = ["FEWEST_SIGNATORIES", "FEWEST_WORDS", "SharedText", "Wording", "nearly_same", "shared_texts"]

FEWEST_SIGNATORIES: Final = 3
FEWEST_WORDS: Final = 8  # below, people say the same thing without having read each other
_FEWEST_WORDS_SURELY: Final = 12  # below, a few people still do: it takes many more
_FEWEST_OF_SHORT: Final = 10  # signatories of a text shorter than that
_FEWEST_WORDS_NEARLY: Final = 20  # below, one other word makes another text
_MOST_CORRECTED: Final = 3  # words
_NEARLY: Final = 0.8  # share of the words of both that are the same, in the same order
_FEWEST_SHARED: Final = 15  # words, in runs of at least three, of a text rewritten in part
_SHORTEST_RUN: Final = 3
_PARTLY: Final = 0.35  # share of either text that such runs make
_FEWEST_ALL_REWRITTEN: Final = 5  # texts around one, where nobody sent it word for word
_PARTLY_ALONE: Final = 0.5
_FEWEST_SHARED_ALONE: Final = 25  # words: a turn of phrase that several people use is no common text
_MOST_HOLDERS: Final = 40  # texts that each run of words is looked for in; the most signed come first
_MOST_COMPARED: Final = 6  # texts that each is compared with word by word
_ROWS: Final = 2_000  # looked at together
_HAS_DIGIT: Final = re.compile(r"\d")

_Vector = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Wording:
    """A text, folded, and the rows of the contributions that use it, in reading order."""

    words: list[str]
    rows: list[int]


@dataclass(frozen=True)
class SharedText:
    """The wordings that sign a text, and those that take up part of it, each with the share of its own words."""

    signed: tuple[Wording, ...]
    rewritten: tuple[tuple[Wording, float], ...]


@cache
def _turning_words() -> frozenset[str]:
    """Words that turn a text into its contrary: where they differ, it is not the same text."""
    return frozenset(load("copies")["mots_qui_retournent"])


def _turns(words: Iterable[str]) -> bool:
    return any(word in _turning_words() or _HAS_DIGIT.search(word) for word in words)


def _compared(one: Sequence[str], other: Sequence[str], matcher: SequenceMatcher[str]) -> tuple[float, int, list[str]]:
    """Give the share of words in common, how many of them stand in runs, and the words that are not.

    The matcher holds `other`, so that it is prepared once for many.
    """
    matcher.set_seq1(one)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    same = sum(block.size for block in blocks)
    runs = sum(block.size for block in blocks if block.size >= _SHORTEST_RUN)
    kept_one = {i for block in blocks for i in range(block.a, block.a + block.size)}
    kept_other = {i for block in blocks for i in range(block.b, block.b + block.size)}
    changed = [word for i, word in enumerate(one) if i not in kept_one]
    changed += [word for i, word in enumerate(other) if i not in kept_other]
    return 2 * same / (len(one) + len(other)), runs, changed


def nearly_same(one: str, other: str) -> bool:
    """Tell whether two folded texts differ by a few words that add nothing and turn nothing to its contrary.

    Three words at most, of texts of at least twenty: a text sent again with a correction.

    Examples
    --------
    >>> text = ("je suis contre le stationnement payant dans notre quartier cette mesure est injuste "
    ...     "pour les habitants et pour les familles")
    >>> nearly_same(text, text.replace("injuste", "vraiment injuste"))
    True
    >>> nearly_same(text, text.replace("contre", "pour"))
    False
    """
    if one == other:
        return True
    first, second = one.split(), other.split()
    if min(len(first), len(second)) < _FEWEST_WORDS_NEARLY or abs(len(first) - len(second)) > _MOST_CORRECTED:
        return False
    _, _, changed = _compared(first, second, SequenceMatcher(None, b=second, autojunk=False))
    return len(changed) <= _MOST_CORRECTED and not _turns(changed)


def shared_texts(wordings: Sequence[Wording]) -> list[SharedText]:
    """Give the texts that enough contributions share: those signed by most first, then those only found rewritten.

    Parameters
    ----------
    wordings
        Different texts of at least `FEWEST_WORDS` words: the most signed first, then in reading order.
    """
    return _Search(wordings).groups()


class _Search:
    """Wordings compared with those signed more, or read earlier, that hold the same runs of three words."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._wordings = wordings
        self._same = list(range(len(wordings)))  # root of those that are nearly the same
        self._partly: dict[int, list[tuple[int, int]]] = defaultdict(list)  # words in common, with which

    def groups(self) -> list[SharedText]:
        """Give those signed by enough, then those only found rewritten."""
        self._compare()
        nearly: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._wordings)):
            nearly[self._root(number)].append(number)
        signed_in = {number: root for root, numbers in nearly.items() if self._is_signed(numbers) for number in numbers}
        campaign_of = self._joined(signed_in)
        parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number in range(len(self._wordings)):
            if number not in signed_in:
                near = [(words, other) for words, other in self._partly[number] if other in signed_in]
                if near:
                    words, other = max(near, key=lambda pair: (pair[0], -pair[1]))
                    parts[campaign_of[signed_in[other]]].append((number, words))
        groups: dict[int, list[int]] = defaultdict(list)
        for number, root in signed_in.items():
            groups[campaign_of[root]].append(number)
        taken = set(signed_in) | {number for rest in parts.values() for number, _ in rest}
        found = [self._group(numbers, parts[root]) for root, numbers in groups.items()]
        found.sort(key=lambda group: (-sum(len(w.rows) for w in group.signed), group.signed[0].rows[0]))
        return found + self._only_rewritten(taken)

    def _is_signed(self, numbers: Sequence[int]) -> bool:
        short = min(len(self._wordings[number].words) for number in numbers) < _FEWEST_WORDS_SURELY
        n_signed = sum(len(self._wordings[number].rows) for number in numbers)
        return n_signed >= (_FEWEST_OF_SHORT if short else FEWEST_SIGNATORIES)

    def _group(self, signed: Sequence[int], rewritten: Sequence[tuple[int, int]]) -> SharedText:
        return SharedText(
            tuple(self._wordings[number] for number in signed),
            tuple(
                (self._wordings[number], min(1.0, words / len(self._wordings[number].words)))
                for number, words in rewritten
            ),
        )

    def _only_rewritten(self, taken: set[int]) -> list[SharedText]:
        """Give the texts that resemble each other where nobody sent the same one: stars around one of them."""
        stars: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number in range(len(self._wordings)):
            for words, other in self._partly[number]:
                longest = max(len(self._wordings[number].words), len(self._wordings[other].words))
                if (
                    words >= max(_FEWEST_SHARED_ALONE, _PARTLY_ALONE * longest)
                    and number not in taken
                    and other not in taken
                ):
                    stars[other].append((number, words))
                    stars[number].append((other, words))
        found = []
        for centre in sorted(stars, key=lambda number: (-len(stars[number]), number)):
            rest = [(number, words) for number, words in stars[centre] if number not in taken]
            if centre not in taken and len(rest) + 1 >= _FEWEST_ALL_REWRITTEN:
                taken |= {centre, *(number for number, _ in rest)}
                found.append(self._group((), [(centre, len(self._wordings[centre].words)), *rest]))
        return found

    def _joined(self, signed_in: Mapping[int, int]) -> dict[int, int]:
        """Give the campaign of each group of wordings: those that share a good part are wordings of one."""
        campaign = {root: root for root in signed_in.values()}

        def root_of(root: int) -> int:
            while campaign[root] != root:
                root = campaign[root]
            return root

        for number, root in signed_in.items():
            if len(self._wordings[number].rows) < FEWEST_SIGNATORIES:
                continue
            for _, other in self._partly[number]:
                if other in signed_in and len(self._wordings[other].rows) >= FEWEST_SIGNATORIES:
                    first, second = sorted((root_of(root), root_of(signed_in[other])))
                    campaign[second] = first
        return {root: root_of(root) for root in campaign}

    def _root(self, number: int) -> int:
        while self._same[number] != number:
            self._same[number] = self._same[self._same[number]]
            number = self._same[number]
        return number

    def _compare(self) -> None:
        by_other: dict[int, list[int]] = defaultdict(list)
        for number, other in self._candidates():
            by_other[other].append(number)
        for other, numbers in by_other.items():
            held = self._wordings[other].words
            matcher = SequenceMatcher(None, b=held, autojunk=False)
            for number in numbers:
                words = self._wordings[number].words
                ratio, runs, changed = _compared(words, held, matcher)
                shorter = min(len(words), len(held))
                close = ratio >= _NEARLY and shorter >= _FEWEST_WORDS_NEARLY
                only_more = runs == shorter and len(changed) <= _MOST_CORRECTED  # « Merci ! » at its end
                if (close or only_more) and not _turns(changed):
                    first, second = sorted((self._root(number), self._root(other)))
                    self._same[second] = first
                elif runs >= _FEWEST_SHARED and runs >= _PARTLY * min(len(words), len(held)):
                    self._partly[number].append((runs, other))

    def _candidates(self) -> Iterable[tuple[int, int]]:
        """Give pairs (later, earlier) that hold enough of the same runs of three words."""
        if len(self._wordings) < 2:
            return
        held, sizes = self._runs_of_words()
        columns = held.tocsc()
        columns.sort_indices()
        starts, ends = columns.indptr[:-1], columns.indptr[1:]
        rank = np.arange(columns.nnz) - np.repeat(starts, ends - starts)
        first = rank < _MOST_HOLDERS
        rows, cols = columns.indices[first], np.repeat(np.arange(columns.shape[1]), ends - starts)[first]
        pivots = sparse.csr_matrix((np.ones(len(rows), dtype=np.int32), (rows, cols)), shape=held.shape).T.tocsr()
        for begin in range(0, held.shape[0], _ROWS):
            shared = (held[begin : begin + _ROWS] @ pivots).tocoo()
            later, earlier = shared.row + begin, shared.col
            enough = shared.data * 4 >= np.minimum(sizes[later], sizes[earlier])
            kept = (earlier < later) & enough & (shared.data >= _SHORTEST_RUN)
            later, earlier, common = later[kept], earlier[kept], shared.data[kept]
            order = np.lexsort((earlier, -common, later))  # those that have most in common first
            later, earlier = later[order], earlier[order]
            begins = np.flatnonzero(np.r_[True, later[1:] != later[:-1]]) if len(later) else later
            rank = np.arange(len(later)) - np.repeat(begins, np.diff(np.r_[begins, len(later)]))
            closest = rank < _MOST_COMPARED
            yield from zip(later[closest].tolist(), earlier[closest].tolist(), strict=True)

    def _runs_of_words(self) -> tuple[sparse.csr_matrix, _Vector]:
        """Give which runs of three words each wording holds, those of one wording alone left out; how many it has."""
        numbers: dict[str, int] = {}
        ids = [[numbers.setdefault(word, len(numbers)) for word in wording.words] for wording in self._wordings]
        size = len(numbers)
        keys, rows = [], []
        for row, words in enumerate(ids):
            codes = np.array(words, dtype=np.int64)
            runs = np.unique((codes[:-2] * size + codes[1:-1]) * size + codes[2:])
            keys.append(runs)
            rows.append(np.full(len(runs), row, dtype=np.int64))
        found, columns, held_by = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
        sizes = np.array([len(runs) for runs in keys], dtype=np.int64)
        several = held_by[columns] > 1
        where = (np.concatenate(rows)[several], columns[several])
        matrix = sparse.csr_matrix(
            (np.ones(int(several.sum()), dtype=np.int32), where), shape=(len(self._wordings), len(found))
        )
        return matrix, sizes
