"""Places that ideas name: quarters, blocks, stations and facilities of the gazetteer.

Many quarters of Cergy are common nouns (« Justice », « Plants », « Village »): a name of one
word counts only with its capital, inside a sentence that is not all in capitals. A name of
several words counts however it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from participation_lib.reference import load
from participation_lib.synthesis.evidence import Idea
from participation_lib.themes.naming import fold

__all__ = ["PlaceNamed", "places_named"]

_ARTICLE: Final = re.compile(r"^(?:l['’]|les?\s|la\s)", re.IGNORECASE)
_BEFORE: Final = r"(?<![\w-])"
_AFTER: Final = r"(?![\w-])"


@dataclass(frozen=True)
class PlaceNamed:
    """A place and the ideas that name it, in reading order."""

    name: str
    ideas: tuple[Idea, ...]


def _entries() -> Iterable[tuple[str, Sequence[str]]]:
    """Give what each place is called, and its other names."""
    city: Mapping[str, Any] = load("gazetteer_cergy")
    for quarter in city["quartiers"]:
        yield quarter["libelle"], quarter.get("alias", ())
        for block in quarter.get("ilots", ()):
            yield block, ()
    for place in (*city["gares"], *city["equipements"]):
        yield place["nom"], place.get("alias", ())


@lru_cache(maxsize=1)
def _ambiguous() -> frozenset[str]:
    """Give the names that are common words too, « axe majeur »: their capital is needed."""
    return frozenset(fold(entry["chaine"]) for entry in load("gazetteer_cergy")["ambiguites_frequentes"])


def _pattern(name: str) -> tuple[bool, str] | None:
    """Give how a name is looked for: in folded text, or as it is written; None for one too vague to be looked for."""
    bare = _ARTICLE.sub("", name).strip()
    words = re.split(r"[\s–/-]+", bare)
    if not bare[:1].isupper() and not any(word[:1].isupper() for word in words):
        return None  # « la base », « les étangs »: common nouns
    if len([word for word in words if len(word) > 2]) > 1 and fold(bare) not in _ambiguous():
        return True, r"[\s–-]+".join(re.escape(fold(word)) for word in words if word)
    return False, re.escape(bare)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    """Give, for each place, what to look for in folded text and in the text as it is written."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    claimed: dict[str, str] = {}
    for place, others in _entries():
        for name in (place, *others):
            pattern = _pattern(name)
            if pattern is None or claimed.setdefault(pattern[1].lower(), place) != place:
                continue  # one name stands for one place: the first that has it
            folded, written = found.setdefault(place, ([], []))
            (folded if pattern[0] else written).append(pattern[1])
    return tuple(
        (
            place,
            re.compile(f"{_BEFORE}(?:{'|'.join(folded)}){_AFTER}") if folded else None,
            re.compile(rf"(?<=\w[\s'’-]){_BEFORE}(?:{'|'.join(written)}){_AFTER}") if written else None,
        )
        for place, (folded, written) in found.items()
    )


def _shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) * 2 > len(letters)


def _named_in(text: str) -> list[str]:
    """Give the places a text names; where two names overlap, the longer one."""
    folded = fold(text)
    if len(folded) != len(text):
        folded = text.lower()
    spans = [
        (match.start(), match.end(), place)
        for place, anyhow, as_written in _patterns()
        for pattern, read in ((anyhow, folded), (None if _shouted(text) else as_written, text))
        if pattern is not None
        for match in pattern.finditer(read)
    ]
    spans.sort(key=lambda span: (span[0] - span[1], span[0], span[2]))
    kept: list[tuple[int, int, str]] = []
    for start, end, place in spans:
        if all(end <= first or last <= start for first, last, _ in kept):
            kept.append((start, end, place))
    return list(dict.fromkeys(place for _, _, place in sorted(kept)))


def places_named(ideas: Iterable[Idea]) -> tuple[PlaceNamed, ...]:
    """Give the places that ideas name, those named most first.

    Examples
    --------
    >>> idea = Idea("c1-1", "c1", "", "t01", "constat", "aux Plants l'été on cuit, sans plants ni justice", 0)
    >>> [place.name for place in places_named([idea])]
    ['Les Plants']
    """
    found: dict[str, list[Idea]] = {}
    for idea in ideas:
        for place in _named_in(idea.text):
            found.setdefault(place, []).append(idea)
    places = [PlaceNamed(name, tuple(kept)) for name, kept in found.items()]
    return tuple(sorted(places, key=lambda place: (-len(place.ideas), place.name)))
