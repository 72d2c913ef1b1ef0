"""Methods of facilitation as data: those shipped, and those a city adds in a file of the same form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from participation_lib.corpus.yaml_checks import YamlChecks
from participation_lib.corpus.yaml_file import YamlContent
from participation_lib.errors import InputError
from participation_lib.facilitation.questions import levels
from participation_lib.reference import load

__all__ = [
    "Method",
    "Opinion",
    "Range",
    "Step",
    "Suitability",
    "circumstances",
    "default_methods",
    "expected",
    "intentions",
    "method_named",
    "parse_methods",
    "places",
    "publics",
]

_KEYS: Final = frozenset(
    (
        *("id", "nom", "autres_noms", "intention", "objectif", "niveau", "taille", "duree", "roles", "animation"),
        *("lieux", "parallele", "preparation", "materiel", "etapes", "livrables", "donnees_a_capter", "risques"),
        *("inclusion", "publics"),
    )
)
_MOST_PEOPLE: Final = 5_000
_MOST_MINUTES: Final = 10_000
_MOST_DAYS: Final = 1_000


class Suitability(StrEnum):
    """What a method is for a public or a circumstance: made for it, possible with care, to be avoided."""

    SUITED = "adapte"
    WITH_CARE = "amenager"
    UNSUITED = "deconseille"


@dataclass(frozen=True)
class Opinion:
    """What a method is for a public or a circumstance, and why."""

    suitability: Suitability
    why: str


@dataclass(frozen=True)
class Range:
    """From the least to the most, both included."""

    least: int
    most: int

    def __contains__(self, value: int) -> bool:
        return self.least <= value <= self.most


@dataclass(frozen=True)
class Step:
    """A step of a method, and how many minutes it takes."""

    minutes: int
    action: str


@dataclass(frozen=True)
class Method:
    """A way of having people work or speak together.

    Attributes
    ----------
    intentions
        What it is for, its main intention first.
    people
        How many participants.
    minutes
        How short and how long it may be made.
    roles
        Who facilitates, in words.
    n_fixed, people_each
        Facilitators needed: these, and one more for each so many participants (0: none).
    places
        Where it can be held.
    in_parallel
        Several groups may do it at the same time.
    preparation_days
        Days of work before it.
    opinions
        What it is for some publics and circumstances, by identifier.
    """

    method_id: str
    name: str
    aim: str
    intentions: tuple[str, ...]
    levels: tuple[str, ...]
    people: Range
    minutes: Range
    steps: tuple[Step, ...]
    places: tuple[str, ...]
    other_names: tuple[str, ...] = ()
    roles: str = ""
    n_fixed: int = 1
    people_each: int = 0
    in_parallel: bool = False
    preparation_days: int = 0
    material: tuple[str, ...] = ()
    deliverables: tuple[str, ...] = ()
    to_capture: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    inclusion: tuple[str, ...] = ()
    opinions: Mapping[str, Opinion] = field(default_factory=dict)

    @property
    def usual_minutes(self) -> int:
        """How long it usually takes: the sum of its steps."""
        return sum(step.minutes for step in self.steps)

    def n_facilitators(self, n_people: int, n_groups: int = 1) -> int:
        """Give how many people it takes to facilitate; at least one a group.

        >>> method_named("cartographie_participative").n_facilitators(30)
        4
        """
        more = -(-n_people // self.people_each) if self.people_each else 0
        return max(self.n_fixed * n_groups + more, n_groups)


def _vocabulary(name: str) -> Mapping[str, str]:
    words: Mapping[str, str] = load("methodes")[name]
    return words


def intentions() -> Mapping[str, str]:
    """Give what a method may be for, by identifier."""
    return _vocabulary("intentions")


def places() -> Mapping[str, str]:
    """Give where a method may be held, by identifier."""
    return _vocabulary("lieux")


def publics() -> Mapping[str, str]:
    """Give the publics a method may suit, by identifier."""
    return _vocabulary("publics")


def circumstances() -> Mapping[str, str]:
    """Give the circumstances a method may suit, by identifier."""
    return _vocabulary("circonstances")


def expected() -> Mapping[str, str]:
    """Give the circumstances in which a method must bring something, with what is said of one that does not."""
    return _vocabulary("attendues")


@dataclass
class _Reader(YamlChecks):
    """Turns what YAML holds into methods, or says what is wrong with it and where."""

    taken: set[str] = field(default_factory=set)

    def whole(
        self, holder: Mapping[str, Any], key: str, most: int, *place: str | int, default: int | None = None
    ) -> int:
        value = holder.get(key, default)
        if type(value) is not int or not 0 <= value <= most:
            raise self.refuse(f"« {key} » attend un nombre entier de 0 à {most}", *place, key)
        return value

    def range(self, holder: Mapping[str, Any], key: str, most: int, *place: str | int) -> Range:
        value = holder.get(key)
        if not isinstance(value, Mapping):
            raise self.refuse(f"Il manque « {key} », de la forme {{min: 10, max: 60}}", *place, key)
        self.known_keys(value, ("min", "max"), *place, key)
        found = Range(self.whole(value, "min", most, *place, key), self.whole(value, "max", most, *place, key))
        if found.most < found.least or not found.most:
            raise self.refuse(f"« {key} » : « max » est plus petit que « min »", *place, key)
        return found

    def texts(self, holder: Mapping[str, Any], key: str, *place: str | int) -> tuple[str, ...]:
        found = []
        for rank, value in enumerate(self.listed(holder, key, *place)):
            if not isinstance(value, str | int | float) or not str(value).strip():
                raise self.refuse(
                    f"« {key} » ne contient que des textes courts, entre guillemets s'ils contiennent « : »",
                    *place,
                    key,
                    rank,
                )
            found.append(" ".join(str(value).split()))
        return tuple(found)

    def some_of(
        self, holder: Mapping[str, Any], key: str, accepted: Sequence[str], *place: str | int
    ) -> tuple[str, ...]:
        values = self.listed(holder, key, *place)
        if not values:
            raise self.refuse(f"Il manque « {key} », une liste prise parmi {', '.join(accepted)}", *place, key)
        for rank, value in enumerate(values):
            if value not in accepted:
                raise self.refuse(f"« {key} » n'accepte que {', '.join(accepted)}", *place, key, rank)
        return tuple(dict.fromkeys(map(str, values)))

    def steps(self, holder: Mapping[str, Any], *place: str | int) -> tuple[Step, ...]:
        found = []
        for rank, value in enumerate(self.listed(holder, "etapes", *place)):
            here = (*place, "etapes", rank)
            if not isinstance(value, Mapping):
                raise self.refuse("Une étape s'écrit {minutes: 10, action: consigne}", *here)
            self.known_keys(value, ("minutes", "action"), *here)
            found.append(Step(self.whole(value, "minutes", _MOST_MINUTES, *here), self.words(value, "action", *here)))
        if not found:
            raise self.refuse("Il manque « etapes » : {minutes: 10, action: consigne}, une par ligne", *place)
        return tuple(found)

    def opinions(self, holder: Mapping[str, Any], *place: str | int) -> dict[str, Opinion]:
        value = holder.get("publics", {})
        if not isinstance(value, Mapping):
            raise self.refuse("« publics » s'écrit « enfants: {avis: adapte, pourquoi: …} »", *place, "publics")
        self.known_keys(value, (*publics(), *circumstances()), *place, "publics")
        found = {}
        for name, opinion in value.items():
            here = (*place, "publics", name)
            if not isinstance(opinion, Mapping):
                raise self.refuse(f"« {name} » s'écrit {{avis: adapte, pourquoi: …}}", *here)
            self.known_keys(opinion, ("avis", "pourquoi"), *here)
            suitability = Suitability(self.one_of(opinion.get("avis"), [*Suitability], "avis", *here))
            found[str(name)] = Opinion(suitability, self.words(opinion, "pourquoi", *here))
        return found

    def animation(self, holder: Mapping[str, Any], *place: str | int) -> tuple[int, int]:
        value = holder.get("animation", {"fixes": 1})
        if not isinstance(value, Mapping):
            raise self.refuse("« animation » s'écrit {fixes: 1, pour: 8}", *place, "animation")
        here = (*place, "animation")
        self.known_keys(value, ("fixes", "pour"), *here)
        return self.whole(value, "fixes", 100, *here, default=0), self.whole(value, "pour", 1000, *here, default=0)

    def method(self, value: Any, rank: int) -> Method:
        place = ("methodes", rank)
        method_id = self.identifier(value, "Chaque méthode", *place)
        if method_id in self.taken:
            raise self.refuse(f"Deux méthodes portent l'identifiant « {method_id} »", *place)
        self.taken.add(method_id)
        self.known_keys(value, _KEYS, *place)
        fixed, each = self.animation(value, *place)
        method = Method(
            method_id=method_id,
            name=self.words(value, "nom", *place),
            aim=self.words(value, "objectif", *place),
            intentions=self.some_of(value, "intention", list(intentions()), *place),
            levels=self.some_of(value, "niveau", list(levels()), *place),
            people=self.range(value, "taille", _MOST_PEOPLE, *place),
            minutes=self.range(value, "duree", _MOST_MINUTES, *place),
            steps=self.steps(value, *place),
            places=self.some_of(value, "lieux", list(places()), *place),
            other_names=self.texts(value, "autres_noms", *place),
            roles=self.words(value, "roles", *place, needed=False),
            n_fixed=fixed,
            people_each=each,
            in_parallel=self.yes(value, "parallele", False, *place),
            preparation_days=self.whole(value, "preparation", _MOST_DAYS, *place, default=0),
            material=self.texts(value, "materiel", *place),
            deliverables=self.texts(value, "livrables", *place),
            to_capture=self.texts(value, "donnees_a_capter", *place),
            risks=self.texts(value, "risques", *place),
            inclusion=self.texts(value, "inclusion", *place),
            opinions=self.opinions(value, *place),
        )
        if method.usual_minutes not in method.minutes:
            raise self.refuse(
                f"Les étapes font {method.usual_minutes} minutes ; « duree » annonce de {method.minutes.least} à "
                f"{method.minutes.most}",
                *place,
                "etapes",
            )
        return method


def parse_methods(source: YamlContent) -> tuple[Method, ...]:
    """Give the methods written in a YAML file already loaded, in its order.

    Raises
    ------
    InputError
        Something is missing or unknown: what, in which file, at which line, and what is accepted.
    """
    reader = _Reader(source)
    methods = source.content.get("methodes")
    if not isinstance(methods, list) or not methods:
        raise reader.refuse("Un fichier de méthodes contient une liste « methodes »")
    return tuple(reader.method(value, rank) for rank, value in enumerate(methods))


@lru_cache(maxsize=1)
def default_methods() -> tuple[Method, ...]:
    """Give the methods shipped with the package."""
    return parse_methods(YamlContent("methodes.yaml", load("methodes")))


def method_named(method_id: str, methods: Sequence[Method] | None = None) -> Method:
    """Give a method by its identifier.

    Raises
    ------
    InputError
        None has it; the identifiers accepted are listed.

    Examples
    --------
    >>> method_named("world_cafe").usual_minutes
    120
    """
    known = default_methods() if methods is None else methods
    for method in known:
        if method.method_id == method_id:
            return method
    accepted = ", ".join(method.method_id for method in known)
    raise InputError(f"La méthode « {method_id} » n’est pas connue ; méthodes possibles : {accepted}.")
