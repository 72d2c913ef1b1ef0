"""Places that participants name: quarters, stations and facilities of the city, streets and named spots.

The names of the city come from its gazetteer (`reference/gazetteer_cergy.yaml`). Many are
common nouns (Justice, Plants, Village): these count only with a sign that a place is
meant, a capital letter inside the sentence or a word such as « quartier », « école »,
« arrêt » before them. Streets and spots that are not in the gazetteer are told by the
word that bears the name (« rue Nationale », « lavoir Saint-Martin »).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from participation_lib.corpus.privacy.vocabulary import is_ordinary
from participation_lib.reference import load
from participation_lib.schema import Counts
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.themes.naming import fold

__all__ = ["Mention", "Place", "find_places", "places"]

Kind = Literal["quartier", "îlot", "gare", "équipement", "rue ou lieu"]

_SHORTENED: Final = {"saint": "st", "trois": "3", "douze": "12"}
_ARTICLES: Final = r"(?:l['’]\s?|le\s+|la\s+|les\s+)?"
_LINK: Final = r"(?:\s+(?:de\s+la|des|du|de|aux?|la|le|les|en)\b|\s+(?:de\s+)?[dl]['’])?"
_NAME: Final = r"[A-ZÀÂÉÈÊËÎÏÔÙÛÇ](?:[\w’'-]*[a-zà-ÿ][\w’'-]*)"  # not « TOUS », which is only shouted


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: where it stands, and what it is called in the gazetteer."""

    start: int
    end: int
    name: str
    kind: Kind
    quarter: str


@dataclass(frozen=True)
class Place:
    """A place with the ideas that name it.

    Attributes
    ----------
    name
        As the city's gazetteer writes it, else as participants do most often.
    quarter
        The quarter it is in; "" where that is not known.
    """

    name: str
    kind: Kind
    quarter: str
    ideas: tuple[Idea, ...]
    counts: Counts


@dataclass(frozen=True)
class _Known:
    name: str
    kind: Kind
    quarter: str
    common: bool  # may be an ordinary word or phrase


def _key(words: str) -> str:
    """Give one key to the writings of a name: no article, accent, hyphen or apostrophe."""
    folded = re.sub(r"[-’'\s]+", " ", fold(words)).strip()
    bare = re.sub(r"^(?:les|le|la|l|au|aux|du|des) ", "", folded)
    for written, short in _SHORTENED.items():
        bare = bare.replace(f"{written} ", f"{short} ")
    return bare


@lru_cache(maxsize=1)
def _gazetteer() -> dict[str, _Known]:
    city = load("gazetteer_cergy")
    doubtful = {_key(item["chaine"]) for item in city["ambiguites_frequentes"]}
    found: dict[str, _Known] = {}

    def add(written: str, name: str, kind: Kind, quarter: str) -> None:
        key = _key(re.sub(r"\(.*?\)", "", written))
        # An alias in lower case (« la fac », « la base ») is what anybody calls such a place.
        common = key in doubtful or (" " not in key and (is_ordinary(key) or written.islower()))
        found.setdefault(key, _Known(name, kind, quarter, common))

    names = {quarter["id"]: quarter["libelle"] for quarter in city["quartiers"]}
    for kind, items in (("équipement", city["equipements"]), ("gare", city["gares"])):
        for item in items:
            title = re.sub(r"\s*\(.*?\)", "", item["nom"])
            name = f"gare de {title}" if kind == "gare" else title
            written = [name if kind == "gare" else title, *item.get("alias", ())]
            for one in written:
                add(one, name, "gare" if kind == "gare" else "équipement", names[item["quartier"]])
    for quarter in city["quartiers"]:
        for one in (quarter["libelle"], *quarter["alias"]):
            add(one, quarter["libelle"], "quartier", quarter["libelle"])
        for block in quarter["ilots"]:
            add(block, block, "îlot", quarter["libelle"])
    for own in (city["commune"], *city["gentile"]):
        found.pop(_key(own), None)
    return found


@lru_cache(maxsize=1)
def _known_names() -> re.Pattern[str]:
    """Give what finds the names of the gazetteer in a folded text, the longest first."""
    keys = sorted(_gazetteer(), key=lambda key: (-len(key), key))
    written = "|".join(re.escape(key).replace(r"\ ", r"[\s'’-]+") for key in keys)
    for long, short in _SHORTENED.items():
        written = written.replace(f"{short}[", f"(?:{short}|{long})[")
    return re.compile(rf"(?<![\w-]){_ARTICLES}(?P<name>{written})(?![\w-])")


@lru_cache(maxsize=1)
def _borne_names() -> re.Pattern[str]:
    """Give what finds « rue Nationale », « place du Marché », « collège Gérard-Philipe »."""
    words = load("lieux")
    bearers = sorted([*words["porteurs"], *words["porteurs_d_un_nom_propre"]], key=lambda word: (-len(word), word))
    first = "|".join(f"[{word[0]}{word[0].upper()}]{re.escape(word[1:])}" for word in bearers)
    return re.compile(rf"\b(?:{first}){_LINK}[ \xa0]*(?:{_NAME})(?:(?:[ \xa0]+|{_LINK}[ \xa0]*){_NAME})*")


@lru_cache(maxsize=4)
def _ending(*lists: str) -> re.Pattern[str]:
    """Give what finds, at the end of a folded text, a word that says a place comes."""
    words = "|".join(re.escape(fold(word)) for name in lists for word in load("lieux")[name])
    link = r"(?:\s+(?:de la|des|du|de|a la|aux?|la|le|les|a)\b|\s*(?:de )?[dl]?['’])"
    return re.compile(rf"\b(?:{words}){link}*\s*$")


@lru_cache(maxsize=1)
def _words_of_no_place() -> frozenset[str]:
    return frozenset(fold(word) for word in load("contextes_noms")["mots_outils"])


@lru_cache(maxsize=1_000)
def _letter(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character


def _same_length(text: str) -> str:
    """Give a text folded letter by letter, so that places in it stay where they are."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


def _is_meant(text: str, start: int, end: int) -> bool:
    """Tell whether a common noun is written as the name of a place."""
    before = fold(text[:start])
    if _ending("annonces_fortes").search(before):
        return True
    if text.isupper() or not text[start:end][:1].isupper():
        return False
    institution = _key(text[start:end]) in {_key(word) for word in load("lieux")["institutions"]}
    if _ending("annonces", "prepositions").search(before):
        return not institution or not before.rstrip().endswith((" des", " les"))
    opens = re.search(r"(?:^|[.!?\n:;•-])\s*$", before)  # « Village : la ruelle… »
    return bool(opens) and not institution and bool(re.match(r"\s*[:,(]", text[end:]))


def _is_name(words: str) -> bool:
    """Tell whether capitals after « rue » or « école » are a name, not « Primaire » nor the next sentence."""
    written = re.findall(_NAME, words)
    if any(fold(word) in _words_of_no_place() for word in written):
        return False
    bearer = fold(words).split()[0]
    proper = bearer in {fold(word) for word in load("lieux")["porteurs_d_un_nom_propre"]}
    return not proper or not all(is_ordinary(word) for word in written if fold(word) != bearer)


def find_places(text: str) -> list[Mention]:
    """Give the places named in a text, in order, the longest names first where they overlap.

    Examples
    --------
    >>> [mention.name for mention in find_places("Aux Plants l'été on cuit, côté rue Nationale")]
    ['Les Plants', 'rue Nationale']
    >>> find_places("C'est une question de justice : mettre des plants de tomates")
    []
    """
    found = sorted(_candidates(text), key=lambda mention: (mention.start - mention.end, mention.start))
    kept: list[Mention] = []
    for mention in found:
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _candidates(text: str) -> Iterator[Mention]:
    for match in _known_names().finditer(_same_length(text)):
        known = _gazetteer()[_key(match["name"])]
        start, end = match.span("name")
        if not known.common or _is_meant(text, start, end):
            yield Mention(match.start(), end, known.name, known.kind, known.quarter)
    if not text.isupper():
        for match in _borne_names().finditer(text):
            name = match.group()
            if not _is_name(name):
                continue
            own = _gazetteer().get(_key(name))
            if own:
                yield Mention(match.start(), match.end(), own.name, own.kind, own.quarter)
            else:
                inside = _known_names().search(_same_length(name), 1)
                quarter = _gazetteer()[_key(inside["name"])].quarter if inside else ""
                yield Mention(match.start(), match.end(), name[0].lower() + name[1:], "rue ou lieu", quarter)


def places(evidence: Evidence, ideas: Sequence[Idea]) -> tuple[Place, ...]:
    """Give the places that ideas name, those heard at most groups first, then most ideas.

    An idea that names a place twice counts once. Nothing is guessed: an idea that does not
    name its place is nowhere here.
    """
    naming: dict[str, list[Idea]] = defaultdict(list)
    known: dict[str, Mention] = {}
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for idea in ideas:
        for key, mention in _by_key(find_places(idea.text)).items():
            naming[key].append(idea)
            known.setdefault(key, mention)
            written[key][mention.name] += 1
    found = [
        Place(
            written[key].most_common(1)[0][0],
            mention.kind,
            mention.quarter,
            tuple(naming[key]),
            evidence.counts(naming[key]),
        )
        for key, mention in known.items()
    ]
    return tuple(sorted(found, key=lambda place: (-(place.counts.groups or 0), -place.counts.ideas, place.name)))


def _by_key(mentions: Iterable[Mention]) -> dict[str, Mention]:
    return {_key(mention.name): mention for mention in mentions}
