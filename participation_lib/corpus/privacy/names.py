"""Names of persons by rules: titles, first names in any case, « ma voisine Fatou ».

Sources of evidence, strongest first: a title; a first name that is no other word; a word
of kinship or acquaintance; a first name that is also a word, with a capital inside a
sentence or a surname after it. What names a place, an elected official in their role or a
public figure stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from participation_lib.corpus.privacy.marks import Found, Kind
from participation_lib.corpus.privacy.rules import may_hold_name, names_at
from participation_lib.corpus.privacy.spelling import sounds_like_first_name
from participation_lib.corpus.privacy.surroundings import facility_before, role_before, stays
from participation_lib.corpus.privacy.told import joined_names, told_names
from participation_lib.corpus.privacy.vocabulary import (
    DOUBTFUL,
    is_ordinary,
    is_place_or_brand,
    is_public_surname,
    name_strength,
)
from participation_lib.corpus.privacy.words import TextWords, context, titles

__all__ = ["Candidate", "NamesOfText", "find_names"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A capitalised word that is no known word: perhaps a name, for the model to say.

    `doubtful`: it begins a sentence, where a capital proves nothing; the model is not asked.
    `starts_sentence`: it begins a sentence, and does there what persons do.
    """

    start: int
    end: int
    word: str
    doubtful: bool
    starts_sentence: bool


@dataclass
class NamesOfText:
    """Names found in a text, words left to the model, and surnames proven by a title."""

    found: list[Found] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    proven_surnames: set[str] = field(default_factory=set)


def find_names(text: str) -> NamesOfText:
    """Give the names of persons that rules find in a text, and what they leave to the model.

    Does not call the model. Titles stay outside the names (« Mme [PERSONNE 1] »), so that
    « Mme Traoré » and « Traoré » are one person.
    """
    result = NamesOfText()
    by_rule = may_hold_name(text)
    has_capital = not text.islower()
    if not by_rule and not has_capital:
        return result
    words = TextWords(text)
    position = 0
    staying: list[Found] = []
    if by_rule:
        while position < len(words):
            next_position = position + 1
            for start, end, titled, certain in names_at(words, position):
                place = Found(words.starts[start], words.ends[end - 1], Kind.PERSON, certain)
                if stays(words, start, end, titled=titled):
                    staying.append(place)
                    next_position = max(next_position, end)
                    continue
                result.found.append(place)
                if (
                    titled
                    and (surname := words.words[end - 1])
                    and len(surname) >= 4
                    and words.capital(end - 1)
                    and not is_ordinary(surname)
                ):
                    result.proven_surnames.add(surname.lower())
                next_position = max(next_position, end)
                break
            position = next_position
    result.found += told_names(words, [*result.found, *staying])
    result.found += joined_names(words, result.found)
    if has_capital and not words.capitals_mean_nothing:
        for candidate in _candidates(words, [*result.found, *staying]):
            if not candidate.doubtful and sounds_like_first_name(candidate.word):
                certain = not candidate.starts_sentence
                result.found.append(Found(candidate.start, candidate.end, Kind.PERSON, certain))
            else:
                result.candidates.append(candidate)
    return result


def _acts(words: TextWords, index: int) -> bool:
    """Say whether an unknown word that begins a sentence does what persons do, or goes on as a name."""
    following = index + 1
    if following >= len(words) or not words.joined(index):
        return False
    low, word = words.low[following], words.words[following]
    if low in context("verbes_de_personne") or low in context("verbes_courants"):
        return True
    return (
        words.capital(following)
        and not words.acronym(following)
        and not is_ordinary(word)
        and not is_place_or_brand(word)
    )


def _candidates(words: TextWords, found: list[Found]) -> Iterator[Candidate]:
    for index, word in enumerate(words.words):
        if not word[0].isupper() or len(word) < 3 or (words.acronym(index) and len(word) < 5):
            continue
        strength = name_strength(word)
        if (
            strength == DOUBTFUL
            or (not strength and is_ordinary(word))
            or is_place_or_brand(word)
            or is_public_surname(word)
        ):
            continue
        low = words.low[index]
        if low in context("mots_outils") or low in titles() or ("-" in word and not strength):
            continue
        start, end = words.starts[index], words.ends[index]
        if any(known.start < end and start < known.end for known in found):
            continue
        if facility_before(words, index) or role_before(words, index):
            continue
        begins = words.starts_sentence(index)
        doubtful = begins and not strength and not _acts(words, index)
        yield Candidate(start, end, word, doubtful, begins)
