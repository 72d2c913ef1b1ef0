"""Typed marks that stand for personal words: their kinds, how they look, how they are numbered."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["MARK", "Found", "Kind", "MarkBook", "fold_words"]


class Kind(StrEnum):
    """What a mark stands for; the value is what is written in the mark."""

    IBAN = "IBAN"
    NIR = "NIR"
    EMAIL = "COURRIEL"
    PHONE = "TÉLÉPHONE"
    PLATE = "PLAQUE"
    ADDRESS = "ADRESSE"
    BIRTH_DATE = "DATE DE NAISSANCE"
    ACCOUNT = "COMPTE"
    PERSON = "PERSONNE"
    PASSAGE = "PASSAGE"  # words a person masked that are none of the above


MARK: Final = re.compile(r"\[(?P<kind>" + "|".join(Kind) + r") (?P<number>[1-9]\d{0,8})\]")
"""A mark in a pseudonymised text, for instance `[PERSONNE 12]`."""


@dataclass(frozen=True, slots=True)
class Found:
    """Personal words at a place of a text (code points, end excluded).

    `certain`: a rule proves it. What is not certain is masked as well, and is to be shown to a person.
    """

    start: int
    end: int
    kind: Kind
    certain: bool = True


def fold_words(words: str) -> str:
    """Give words without case, accents or punctuation: what makes two mentions the same.

    Examples
    --------
    >>> fold_words("Mme  TRAORÉ") == fold_words("mme traore")
    True
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


class MarkBook:
    """Gives each words their mark, the same each time, and never one that a person typed.

    A text may already hold `[PERSONNE 3]`, typed by somebody or left by an earlier
    pseudonymising. Those numbers are skipped, so that a mark of ours stands for one thing.

    Parameters
    ----------
    texts
        All that will be read, and all that was read before.
    known
        Marks given earlier in the same dossier: mark, kind, words.
    """

    def __init__(self, texts: Iterable[str], known: Iterable[tuple[str, Kind, str]] = ()) -> None:
        self._taken: dict[str, set[int]] = defaultdict(set)
        for text in texts:
            if "[" in text:
                for match in MARK.finditer(text):
                    self._taken[match["kind"]].add(int(match["number"]))
        self._next: dict[Kind, int] = defaultdict(lambda: 1)
        self._marks: dict[tuple[Kind, str], str] = {}
        for mark, kind, words in known:
            self._marks.setdefault(self.key(kind, words), mark)
            if found := MARK.fullmatch(mark):
                self._taken[kind].add(int(found["number"]))

    @staticmethod
    def key(kind: Kind, words: str) -> tuple[Kind, str]:
        """Give what makes two mentions the same."""
        folded = fold_words(words) or words
        # The same number written with other spaces or dots is the same number.
        if kind not in (Kind.PERSON, Kind.ADDRESS):
            folded = folded.replace(" ", "")
        if kind is Kind.PHONE:
            folded = re.sub(r"^(?:0033|33)0?(?=\d{9}$)", "0", folded)
        return kind, folded

    def mark(self, kind: Kind, words: str) -> str:
        """Give the mark of these words, numbered by first appearance within their kind."""
        key = self.key(kind, words)
        if key not in self._marks:
            number = self._next[kind]
            while number in self._taken[kind]:
                number += 1
            self._next[kind] = number + 1
            self._marks[key] = f"[{kind} {number}]"
        return self._marks[key]
