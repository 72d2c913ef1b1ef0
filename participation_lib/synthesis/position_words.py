"""The words that say a position, read from `reference/positions.yaml` and made ready to search with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from participation_lib.reference import load
from participation_lib.themes.naming import fold, singular

__all__ = ["Axis", "PositionWords", "position_words"]

Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


@dataclass(frozen=True)
class Axis:
    """Two contrary ways of treating one thing: open to all or kept for some, free or paid."""

    name: str
    label: str
    link: str
    wishes: tuple[str, str]
    poles: tuple[re.Pattern[str], re.Pattern[str]]


@dataclass(frozen=True)
class PositionWords:
    """The lexicon of positions; words are folded, nouns singular, verbs in the infinitive.

    Attributes
    ----------
    verbs, actions
        1 when their object is wanted, -1 when it is not wanted.
    total
        Verbs that want none of it anywhere.
    wishing
        Verbs whose subject wishes or likes (« il faut », « on veut »), with their sign.
    for_anything, orders_only
        Verbs that count only in the infinitive of a wish; only as an order.
    untold
        Verbs that say nothing without what follows their object (« remplacer… par »).
    known_verbs
        All of them.
    implied_by_verb
        Verbs that hold their object (« tondre »): key of the object and sign.
    implied_by_phrase
        The same for phrases, with the wish they say.
    written
        Verbs as they are written, from their folded form.
    before
        Phrases that come right before an object, by their last word, with their kind.
    after
        What is said of an object after it: "pour", "contre", "contre_faible".
    objects
        Names of close objects by their first word, longest first, with the key they share.
    close_objects
        Those keys.
    """

    verbs: Mapping[str, int]
    total: frozenset[str]
    wishing: Mapping[str, int]
    for_anything: frozenset[str]
    orders_only: frozenset[str]
    untold: frozenset[str]
    known_verbs: frozenset[str]
    actions: Mapping[str, int]
    stopping: frozenset[str]
    implied_by_verb: Mapping[str, tuple[str, int]]
    implied_by_phrase: tuple[tuple[re.Pattern[str], str, int, str], ...]
    written: Mapping[str, str]
    before: Phrases
    after: Mapping[str, re.Pattern[str]]
    refusal: re.Pattern[str]
    fear: re.Pattern[str]
    condition: re.Pattern[str]
    objects: Phrases
    close_objects: frozenset[str]
    carriers: frozenset[str]
    nuisances: frozenset[str]
    general: frozenset[str]
    vague: frozenset[str]
    never_objects: frozenset[str]
    place_words: frozenset[str]
    nuances: re.Pattern[str]
    axes: tuple[Axis, ...]
    determiners: frozenset[str]
    indefinite: frozenset[str]
    links: frozenset[str]
    relatives: frozenset[str]
    never_skipped: frozenset[str]
    others: frozenset[str]
    asking: frozenset[str]


def _any(patterns: Sequence[str]) -> str:
    return "(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + ")"


def _longest_first(phrases: Phrases) -> Phrases:
    return {word: sorted(entries, key=lambda entry: (-len(entry[0]), entry)) for word, entries in phrases.items()}


def _before(kinds: Mapping[str, Sequence[str]]) -> Phrases:
    found: Phrases = {}
    for kind, phrases in kinds.items():
        for phrase in phrases:
            words = tuple(phrase.split())
            found.setdefault(words[-1], []).append((words, kind))
    return _longest_first(found)


def _objects(groups: Sequence[Sequence[str]]) -> Phrases:
    found: Phrases = {}
    for group in groups:
        for name in group:
            words = tuple(singular(word) for word in re.findall(r"[\w/-]+'?", fold(name)))
            if (words, group[0]) not in found.setdefault(words[0], []):
                found[words[0]].append((words, group[0]))
    return _longest_first(found)


def _nouns(words: Sequence[str]) -> frozenset[str]:
    return frozenset(singular(fold(word)) for word in words)


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _axis(axis: Mapping[str, Any]) -> Axis:
    one, other = axis["souhaits"]
    poles = (re.compile(axis["un"]), re.compile(axis["deux"]))
    return Axis(axis["nom"], axis["etiquette"], axis["lien"], (one, other), poles)


@lru_cache(maxsize=1)
def position_words() -> PositionWords:
    """Give the lexicon, compiled at the first call."""
    content = load("positions")
    verbs, actions, implied = content["verbes"], content["noms_d_action"], content["verbes_avec_objet"]
    grammar = content["grammaire"]
    known = [*verbs["vouloir"], *verbs["refuser"], *verbs["souhaits"], *verbs["a_tout_faire"], *implied]
    return PositionWords(
        verbs={
            **dict.fromkeys(map(fold, verbs["vouloir"]), 1),
            **dict.fromkeys(map(fold, verbs["refuser"]), -1),
        },
        total=_folded(verbs["refus_total"]),
        wishing={fold(verb): sign for verb, sign in verbs["souhaits"].items()},
        for_anything=_folded(verbs["a_tout_faire"]),
        orders_only=_folded(verbs["a_l_imperatif"]),
        untold=_folded(verbs["incomplets"]),
        known_verbs=_folded(known),
        written={fold(verb): verb for verb in known},
        actions={**dict.fromkeys(actions["vouloir"], 1), **dict.fromkeys(actions["refuser"], -1)},
        stopping=_folded(content["arret"]),
        implied_by_verb={fold(verb): (key, sign) for verb, (key, sign) in implied.items()},
        implied_by_phrase=tuple(
            (re.compile(p), key, sign, wish) for p, key, sign, wish in content["locutions_avec_objet"]
        ),
        before=_before(content["devant"]),
        after={side: re.compile(_any(patterns)) for side, patterns in content["apres"].items()},
        refusal=re.compile(content["pas_de_refus"]),
        fear=re.compile(rf"\b{_any(content['craintes'])}"),
        condition=re.compile(content["conditions"]),
        objects=_objects(content["objets"]),
        close_objects=frozenset([group[0] for group in content["objets"]] + [key for key, _ in implied.values()]),
        carriers=frozenset(content["porteurs"]),
        nuisances=frozenset(content["nuisances"]),
        general=_nouns(content["portee_generale"]),
        vague=_nouns([*load("mots_vagues")["noms"], *content["mesures"]]),
        place_words=_nouns(content["mots_de_lieu"]),
        never_objects=frozenset(content["jamais_un_objet"]),
        nuances=re.compile(_any(content["nuances"])),
        axes=tuple(_axis(axis) for axis in content["axes"]),
        determiners=frozenset(grammar["determinants"]),
        indefinite=frozenset(grammar["indefinis"]),
        links=frozenset(grammar["liens"]),
        relatives=frozenset(grammar["relatifs"]),
        never_skipped=frozenset(grammar["a_ne_pas_sauter"]),
        others=frozenset(grammar["autres_sujets"]),
        asking=frozenset(grammar["verbes_de_demande"]),
    )
