"""Which methods fit a need: a score made of a few parts, each with its points and its sentence.

The score helps to compare; it decides nothing. What excludes a method is said too: she may know
better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from participation_lib.errors import InputError
from participation_lib.facilitation.framing import Framing
from participation_lib.facilitation.methods import (
    Method,
    Suitability,
    circumstances,
    default_methods,
    expected,
    intentions,
    places,
    publics,
)
from participation_lib.facilitation.questions import levels
from participation_lib.synthesis.wording import joined

__all__ = ["Choice", "Excluded", "Need", "Part", "Ranked", "choose_methods", "need_of_framing", "spoken_minutes"]

# Points of each part; they sum to 100.
_INTENTION: Final = (30, 24)  # its main intention, another of its intentions
_PEOPLE: Final = (20, 15, 8)  # at ease, near a bound, several groups or just beyond
_TIME: Final = (15, 9)  # its usual time fits, to be shortened
_PUBLICS: Final = (25, 15, 5)  # nothing special or the most; where it begins; for each public that it suits or not
_MEANS: Final = (6, 2)  # enough facilitators, too few
_PREPARATION: Final = ((2, 4), (5, 3), (15, 2))  # up to so many days of work, points; beyond, none
_NEAR: Final = 0.2  # share of a bound within which it is near
_BEYOND: Final = 0.15  # share of a bound up to which it may be stretched
_MOST_GROUPS: Final = 5  # in parallel: beyond, nobody gathers what was said
_FAR_TOO_MANY: Final = 2  # times the facilitators there are: no volunteers make up for that
_MOST_PEOPLE: Final = 5_000
_MOST_MINUTES: Final = 10_000


@dataclass(frozen=True)
class Need:
    """What a session must do, with whom, where.

    Attributes
    ----------
    place
        One of `places()`.
    publics
        Of `publics()` and `circumstances()`, those that count.
    n_facilitators
        People to facilitate; 0 where that is not known.

    Raises
    ------
    InputError
        A number is out of reason, or a word unknown: what is accepted.
    """

    intention: str
    level: str
    n_people: int
    minutes: int
    place: str = "tables"
    publics: tuple[str, ...] = ()
    n_facilitators: int = 0

    def __post_init__(self) -> None:
        for value, accepted, name in (
            (self.intention, intentions(), "L’objectif"),
            (self.level, levels(), "Le niveau"),
            (self.place, places(), "Le lieu"),
        ):
            if value not in accepted:
                raise InputError(f"{name} « {value} » n’est pas connu ; choix possibles : {', '.join(accepted)}.")
        known = (*publics(), *circumstances())
        for value in self.publics:
            if value not in known:
                raise InputError(f"Le public « {value} » n’est pas connu ; choix possibles : {', '.join(known)}.")
        if not 1 <= self.n_people <= _MOST_PEOPLE:
            raise InputError(f"Le nombre de participants va de 1 à {_MOST_PEOPLE}.")
        if not 1 <= self.minutes <= _MOST_MINUTES:
            raise InputError(f"La durée va de 1 à {_MOST_MINUTES} minutes.")
        if not 0 <= self.n_facilitators <= _MOST_PEOPLE:
            raise InputError(f"Le nombre de personnes pour animer va de 0 à {_MOST_PEOPLE}.")


@dataclass(frozen=True)
class Part:
    """A part of a score: how many points, out of how many, why; whether it tells a strength of the method."""

    name: str
    points: int
    out_of: int
    why: str
    tells: bool = True


@dataclass(frozen=True)
class Ranked:
    """A method that fits.

    Attributes
    ----------
    score
        From 0 to 100, the sum of its parts.
    cautions
        What would go wrong in this case, then what usually does.
    """

    method: Method
    parts: tuple[Part, ...]
    cautions: tuple[str, ...]
    n_groups: int
    n_facilitators: int

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(part.points for part in self.parts)

    @property
    def strengths(self) -> tuple[str, ...]:
        """Why it fits: what it is for, whom it suits, that it holds in the time there is."""
        return tuple(part.why for part in self.parts if part.tells and part.points == part.out_of)


@dataclass(frozen=True)
class Excluded:
    """A method that does not fit, and why."""

    method: Method
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """Both halves: the methods that fit, the best first, and the others."""

    need: Need
    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]


def spoken_minutes(minutes: int) -> str:
    r"""Give a length of time.

    >>> spoken_minutes(45), spoken_minutes(90), spoken_minutes(120), spoken_minutes(1260)
    ('45 min', '1 h 30', '2 h', '21 h')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def choose_methods(need: Need, methods: Sequence[Method] | None = None) -> Choice:
    """Give the methods that fit a need, the best first, and those that do not, each with why.

    Of two methods with the same score, the one whose name comes first is first.

    Examples
    --------
    >>> choice = choose_methods(Need("emerger", "concerter", 45, 150, publics=("enfants", "localiser")))
    >>> choice.ranked[0].method.name, choice.excluded[0].reasons
    ('Atelier sur carte', ('Elle sert à comprendre une situation et approfondir, pas à faire émerger des idées.',))
    """
    known = default_methods() if methods is None else methods
    ranked: list[Ranked] = []
    excluded: list[Excluded] = []
    for method in known:
        reasons = tuple(_obstacles(method, need))
        if reasons:
            excluded.append(Excluded(method, reasons))
        else:
            ranked.append(_ranked(method, need))
    ranked.sort(key=lambda one: (-one.score, one.method.name.casefold()))
    excluded.sort(key=lambda one: (len(one.reasons), one.method.name.casefold()))
    return Choice(need, tuple(ranked), tuple(excluded))


def _obstacles(method: Method, need: Need) -> Iterator[str]:
    if need.intention not in method.intentions:
        served = joined([intentions()[name].lower() for name in method.intentions])
        yield f"Elle sert à {served}, pas à {intentions()[need.intention].lower()}."
    if need.level not in method.levels:
        yield f"Elle ne convient pas au niveau « {levels()[need.level].label} »."
    least, most = method.people.least, method.people.most
    if need.n_people < least * (1 - _BEYOND):
        yield f"Il faut au moins {least} personnes."
    elif need.n_people > most * (1 + _BEYOND) and not method.in_parallel:
        yield f"Au-delà de {most} personnes, elle ne tient plus."
    if need.minutes < method.minutes.least:
        yield f"Il faut au moins {spoken_minutes(method.minutes.least)}."
    if need.place not in method.places:
        accepted = ", ".join(places()[name].lower() for name in method.places)
        yield f"Elle se tient ailleurs : {accepted}."
    if method.in_parallel and _n_groups(method, need) > _MOST_GROUPS:
        yield f"Il faudrait {_n_groups(method, need)} groupes en parallèle."
    needed = method.n_facilitators(need.n_people, _n_groups(method, need))
    if need.n_facilitators and needed > _FAR_TOO_MANY * need.n_facilitators:
        yield f"Il faut {needed} personnes pour animer, vous en avez {need.n_facilitators}."
    for name in need.publics:
        opinion = method.opinions.get(name)
        if opinion is not None and opinion.suitability == Suitability.UNSUITED:
            yield f"{_label(name)} – {opinion.why}."


def _label(name: str) -> str:
    return publics().get(name) or circumstances()[name]


def _n_groups(method: Method, need: Need) -> int:
    if need.n_people <= method.people.most * (1 + _BEYOND):
        return 1
    return -(-need.n_people // method.people.most)


def _ranked(method: Method, need: Need) -> Ranked:
    n_groups = _n_groups(method, need)
    needed = method.n_facilitators(need.n_people, n_groups)
    own: list[str] = []
    parts = (
        _intention_part(method, need),
        _people_part(method, need, n_groups, own),
        _time_part(method, need, own),
        _publics_part(method, need, own),
        _means_part(need, needed, own),
        _preparation_part(method, own),
    )
    return Ranked(method, parts, (*own, *(f"{risk[:1].upper()}{risk[1:]}." for risk in method.risks)), n_groups, needed)


def _intention_part(method: Method, need: Need) -> Part:
    main, other = _INTENTION
    name = intentions()[need.intention].lower()
    if method.intentions[0] == need.intention:
        return Part("Objectif", main, main, f"Elle est faite pour {name}.")
    first = intentions()[method.intentions[0]].lower()
    return Part("Objectif", other, main, f"Elle sert d’abord à {first}, et aussi à {name}.")


def _people_part(method: Method, need: Need, n_groups: int, cautions: list[str]) -> Part:
    ease, near, hard = _PEOPLE
    least, most = method.people.least, method.people.most
    told = f"de {least} à {most} personnes"
    if n_groups > 1:
        cautions.append(
            f"À {need.n_people}, il faut {n_groups} groupes en parallèle, et réunir ensuite ce qu’ils ont dit."
        )
        return Part("Effectif", hard, ease, f"Prévue pour un groupe {told} : {n_groups} groupes.")
    if need.n_people not in method.people:
        cautions.append(f"Elle est prévue {told} : à {need.n_people}, elle est poussée à sa limite.")
        return Part("Effectif", hard, ease, f"Un peu hors de sa taille ({told}).")
    if need.n_people < least * (1 + _NEAR) or (need.n_people > most * (1 - _NEAR) and not method.in_parallel):
        return Part("Effectif", near, ease, f"{need.n_people} personnes : près de sa limite ({told}).")
    return Part("Effectif", ease, ease, f"{need.n_people} personnes : elle convient {told}.")


def _time_part(method: Method, need: Need, cautions: list[str]) -> Part:
    fits, short = _TIME
    usual = spoken_minutes(method.usual_minutes)
    if method.usual_minutes <= need.minutes:
        left = need.minutes - method.usual_minutes
        more = f" ; il reste {spoken_minutes(left)} pour l’accueil et la suite" if left else ""
        return Part("Durée", fits, fits, f"Elle prend {usual}{more}.")
    cautions.append(
        f"Elle demande d’ordinaire {usual} : il faut la resserrer en {spoken_minutes(need.minutes)}, sans rogner la "
        "restitution."
    )
    return Part("Durée", short, fits, f"Elle prend d’ordinaire {usual}, plus que le temps prévu.")


def _publics_part(method: Method, need: Need, cautions: list[str]) -> Part:
    most, start, step = _PUBLICS
    if not need.publics:
        return Part("Publics", most, most, "Aucun public ni circonstance à ménager n’est indiqué.", tells=False)
    points, told, silent = start, [], []
    for name in need.publics:
        opinion = method.opinions.get(name)
        if opinion is None and name in expected():
            points -= step
            cautions.append(f"{expected()[name]}.")
        elif opinion is None:
            silent.append(_label(name).lower())
        elif opinion is not None and opinion.suitability == Suitability.SUITED:
            points += step
            told.append(f"{_label(name)} – {opinion.why}.")
        elif opinion is not None:
            points -= step
            cautions.append(f"{_label(name)} – {opinion.why}.")
            told.append(f"{_label(name)} – avec un aménagement.")
    if silent:
        told.append(f"Rien de particulier pour : {', '.join(silent)}.")
    return Part("Publics", max(0, min(most, points)), most, " ".join(told) or "Rien ne lui convient en particulier.")


def _means_part(need: Need, needed: int, cautions: list[str]) -> Part:
    enough, few = _MEANS
    one = needed < 2
    told = f"{needed} {'personne' if one else 'personnes'} pour animer"
    if not need.n_facilitators:
        return Part("Moyens", enough, enough, f"Il faut {told}.", tells=False)
    if needed <= need.n_facilitators:
        return Part("Moyens", enough, enough, f"Il faut {told} ; vous en avez {need.n_facilitators}.", tells=False)
    cautions.append(f"Il faut {told}, vous en avez {need.n_facilitators} : former des volontaires ou réduire.")
    return Part("Moyens", few, enough, f"Il faut {told}, plus que prévu.")


def _preparation_part(method: Method, cautions: list[str]) -> Part:
    most = _PREPARATION[0][1]
    days = method.preparation_days
    points = next((points for bound, points in _PREPARATION if days <= bound), 0)
    told = f"{days} {'jour' if days < 2 else 'jours'} de préparation" if days else "Presque rien à préparer"
    if not points:
        cautions.append(f"{told} : à engager dès maintenant.")
    return Part("Préparation", points, most, f"{told}.", tells=False)


_PUBLIC_OF: Final = {
    "enfants": "enfants",
    "peu_lecteurs": "peu_lecteurs",
    "allophones": "allophones",
    "nouveaux": "nouveaux",
    "sourds": "sourds",
    "handicap": "mobilite",
}
_USUAL: Final = {"n_people": 30, "minutes": 150}


def need_of_framing(framing: Framing, intention: str = "emerger") -> Need:
    """Give the need that a framing tells; what it does not tell is the most usual.

    It does not know what the session is for: that is for the person to say.

    Examples
    --------
    >>> need_of_framing(Framing({"participants": "60", "publics": "tous,sourds", "salle": "gradins"})).publics
    ('sourds',)
    """
    told = {_PUBLIC_OF[name] for name in framing.picked("publics") if name in _PUBLIC_OF}
    return Need(
        intention=intention,
        level=framing.value("niveau") or "consulter",
        n_people=min(max(framing.number("participants") or _USUAL["n_people"], 1), _MOST_PEOPLE),
        minutes=min(max(framing.number("duree") or _USUAL["minutes"], 1), _MOST_MINUTES),
        place=_place(framing),
        publics=tuple(name for name in publics() if name in told),
        n_facilitators=min(framing.number("animateurs") or 0, _MOST_PEOPLE),
    )


def _place(framing: Framing) -> str:
    channels = framing.picked("canaux")
    if "gradins" in framing.picked("salle"):
        return "gradins"
    if "salle" not in channels and "terrain" in channels:
        return "dehors"
    if channels == ("en_ligne",):
        return "en_ligne"
    return "tables"
