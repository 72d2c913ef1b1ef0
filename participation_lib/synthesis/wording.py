"""Words of quantity, counting units and French numbers.

The scale of quantity words is a house convention (`reference/quantificateurs.yaml`),
printed in the method note. A number always comes with its unit and its base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from participation_lib.reference import load

__all__ = [
    "GroupUnit",
    "compared",
    "group_unit",
    "joined",
    "number",
    "plural",
    "quantity_scale",
    "quantity_word",
    "spelled",
]

_LETTERS: Final = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_LEAST_FOR_PERCENT: Final = 100


@dataclass(frozen=True)
class QuantityWord:
    """One step of the scale: the word, and what it takes to use it."""

    word: str
    least_share: float
    least_count: int
    coded_position: bool


@lru_cache(maxsize=1)
def quantity_scale() -> tuple[QuantityWord, ...]:
    """Give the scale, strongest word first."""
    return tuple(
        QuantityWord(step["terme"], step["min_part"], step["min_effectif"], step.get("condition") == "position_codee")
        for step in load("quantificateurs")["echelle"]
    )


def quantity_word(count: int, base: int, *, coded_position: bool = False) -> str:
    """Give the strongest word that a count allows.

    Parameters
    ----------
    count, base
        How many, out of how many (same unit).
    coded_position
        True when everyone was asked, or when ideas are coded for or against: only then
        may a word speak of a majority.

    Raises
    ------
    ValueError
        The count is not between 1 and the base.

    Examples
    --------
    >>> quantity_word(48, 304)
    'de nombreuses'
    >>> quantity_word(540, 900, coded_position=True)
    'plus de la moitié des'
    """
    if not 1 <= count <= base:
        raise ValueError("a quantity word needs a count between 1 and its base")
    for step in quantity_scale():
        enough = count >= step.least_count and count / base >= step.least_share
        if enough and (coded_position or not step.coded_position):
            return step.word
    return quantity_scale()[-1].word


def number(count: int) -> str:
    r"""Give digits with a narrow no-break space between thousands.

    >>> number(3000)
    '3\u202f000'
    """
    return f"{count:,}".replace(",", "\u202f")


def spelled(count: int, *, feminine: bool = False) -> str:
    """Give letters up to nine, digits beyond.

    >>> spelled(1, feminine=True), spelled(4), spelled(12)
    ('une', 'quatre', '12')
    """
    if count == 1 and feminine:
        return "une"
    return _LETTERS[count] if count < len(_LETTERS) else number(count)


def compared(counts: Sequence[int], *, feminine: bool = False) -> list[str]:
    """Give numbers told side by side: all in letters, or all in digits as soon as one needs them.

    >>> compared([23, 9], feminine=True), compared([3, 1], feminine=True)
    (['23', '9'], ['trois', 'une'])
    """
    if max(counts, default=0) >= len(_LETTERS):
        return [number(count) for count in counts]
    return [spelled(count, feminine=feminine) for count in counts]


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Give a noun in the number a count asks for.

    >>> plural(2, "idée"), plural(0, "idée"), plural(3, "canal", "canaux")
    ('idées', 'idée', 'canaux')
    """
    return singular if count < 2 else (several or singular + "s")


def joined(parts: Sequence[str]) -> str:
    """Give « a, b et c »."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}"


@dataclass(frozen=True)
class GroupUnit:
    """What people were gathered by: a table, a neighbourhood, a channel."""

    singular: str
    several: str
    preposition: str

    def among(self, count: int, total: int) -> str:
        """Give « à 5 tables sur 8 », or « à une table sur 8 »."""
        shown = "une" if count == 1 and self.feminine else "un" if count == 1 else number(count)
        return f"{self.preposition} {shown} {plural(count, self.singular, self.several)} sur {number(total)}"

    @property
    def feminine(self) -> bool:
        """Whether « une » goes with it."""
        return self.singular in (
            "table",
            "commune",
            "zone",
            "équipe",
            "instance",
            "séance",
            "classe",
            "école",
            "salle",
        )


_UNITS: Final = {
    "table": GroupUnit("table", "tables", "à"),
    "quartier": GroupUnit("quartier", "quartiers", "dans"),
    "canal": GroupUnit("canal", "canaux", "par"),
    "commune": GroupUnit("commune", "communes", "dans"),
    "secteur": GroupUnit("secteur", "secteurs", "dans"),
    "zone": GroupUnit("zone", "zones", "dans"),
    "atelier": GroupUnit("atelier", "ateliers", "dans"),
    "école": GroupUnit("école", "écoles", "dans"),
    "lieu": GroupUnit("lieu", "lieux", "dans"),
    "séance": GroupUnit("séance", "séances", "lors de"),
}


def group_unit(name: str) -> GroupUnit:
    """Give the words for a kind of group; « groupe » for a kind not known.

    >>> group_unit("table").among(5, 8)
    'à 5 tables sur 8'
    """
    return _UNITS.get(name.strip().lower(), GroupUnit("groupe", "groupes", "dans"))
