"""Who comes to a session: a list pasted from a spreadsheet, and who sits with whom.

Names are needed to print badges and the plan of the tables. They stay in a file of the session,
apart from the contributions, and are erased after it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from participation_lib.errors import InputError
from participation_lib.facilitation.seating import Participant, TablePlan, plan_tables, snowball
from participation_lib.themes.naming import fold

__all__ = ["GuestList", "read_guests", "seated"]

# Headers by which a column is known; the others are traits to mix, under their own name.
_NAMES: Final = (
    "nom",
    "prenom",
    "prenom nom",
    "nom prenom",
    "nom et prenom",
    "personne",
    "participant",
    "participante",
)
_TABLES: Final = ("table", "table fixe", "place fixe", "secretaire")
_SEPARATORS: Final = "\t;,|"
_MOST: Final = 1_000


@dataclass(frozen=True)
class GuestList:
    """Who comes, who is kept apart or together, and where they sit.

    Attributes
    ----------
    apart, together
        Pairs of keys.
    plan
        None until people are seated; forgotten when the list changes.
    """

    people: tuple[Participant, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    plan: TablePlan | None = None

    @property
    def traits(self) -> tuple[str, ...]:
        """Give what is known of people and can be mixed, in the order of their list."""
        return tuple(dict.fromkeys(name for person in self.people for name in person.traits))

    def named(self, name: str) -> Participant:
        """Give somebody by name, capitals and accents aside.

        Raises
        ------
        InputError
            Nobody has that name, or several people have.
        """
        found = [person for person in self.people if fold(person.name) == fold(name)]
        if len(found) != 1:
            raise InputError(
                "Plusieurs personnes de la liste portent ce nom : ajoutez une initiale."
                if found
                else "Personne ne porte ce nom dans la liste."
            )
        return found[0]

    def with_pair(self, one: str, other: str, *, apart: bool) -> GuestList:
        """Keep two people, given by their keys, apart or together; it replaces what was asked of the same two.

        Raises
        ------
        InputError
            One of them is unknown, or they are the same person.
        """
        keys = (one, other)
        if not {person.key for person in self.people} >= set(keys):
            raise InputError("L’une de ces personnes n’est plus dans la liste.")
        if one == other:
            raise InputError("Choisissez deux personnes différentes.")
        without = self.without_pair(one, other)
        if apart:
            return replace(without, apart=(*without.apart, keys))
        return replace(without, together=(*without.together, keys))

    def without_pair(self, one: str, other: str) -> GuestList:
        """Forget what was asked of two people, given by their keys."""
        same = {one, other}
        return replace(
            self,
            apart=tuple(pair for pair in self.apart if set(pair) != same),
            together=tuple(pair for pair in self.together if set(pair) != same),
            plan=None,
        )


def read_guests(text: str) -> GuestList:
    r"""Read a list pasted from a spreadsheet, or typed with one person a line.

    The first line may hold headers: a column of names, a column « table » for those whose
    place is fixed, and any other column (quartier, âge…), which tables will mix. Without
    headers, the first column is the name, the others « critère 1 », « critère 2 »…

    Raises
    ------
    InputError
        The list is empty, has no name at a line, gives a table that is no number, or is too
        long: where, by the number of the line.

    Examples
    --------
    >>> guests = read_guests("Nom;Quartier;Table\nLéa B.;Justice;1\nSamir K.;Plants;")
    >>> [(person.name, dict(person.traits), person.table) for person in guests.people]
    [('Léa B.', {'Quartier': 'Justice'}, 1), ('Samir K.', {'Quartier': 'Plants'}, None)]
    """
    lines = [(rank, line) for rank, line in enumerate(text.splitlines(), start=1) if line.strip(_SEPARATORS + " ")]
    if not lines:
        raise InputError("La liste est vide : collez une ligne par personne.")
    if len(lines) > _MOST:
        raise InputError(f"La liste compte {len(lines)} lignes ; un plan de tables en accepte {_MOST}.")
    separator = max(_SEPARATORS, key=lambda sign: sum(sign in line for _, line in lines))
    rows = [
        (rank, [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=separator), [])])
        for rank, line in lines
    ]
    header = [fold(cell) for cell in rows[0][1]]
    if any(name in _NAMES for name in header):
        titles, rows = rows[0][1], rows[1:]
    else:
        widest = max(len(cells) for _, cells in rows)
        titles = ["Nom", *(f"critère {rank}" for rank in range(1, widest))]
    if not rows:
        raise InputError("La liste n’a que ses titres : collez une ligne par personne.")
    return GuestList(tuple(_person(rank, cells, titles, place) for place, (rank, cells) in enumerate(rows, start=1)))


def _person(line: int, cells: Sequence[str], titles: Sequence[str], place: int) -> Participant:
    name: list[str] = []
    table: int | None = None
    traits: dict[str, str] = {}
    for title, cell in zip(titles, cells, strict=False):
        folded = fold(title)
        if folded in _NAMES:
            name.append(cell)
        elif folded in _TABLES:
            if cell and not cell.isdecimal():
                raise InputError(f"Ligne {line} : la table doit être un numéro, ou rien.")
            table = int(cell) if cell else None
        elif title:
            traits[title] = cell
    if not any(name):
        raise InputError(f"Ligne {line} : le nom manque.")
    return Participant(f"p{place:03}", " ".join(filter(None, name)), traits, table)


def seated(
    guests: GuestList,
    n_tables: int,
    n_rounds: int = 1,
    *,
    mixed: Sequence[str] | None = None,
    as_snowball: bool = False,
) -> GuestList:
    """Give the list with everybody seated.

    Parameters
    ----------
    mixed
        Traits that tables mix; all of them when None.
    as_snowball
        Groups of 2, 4, then 8 that join, instead of rotations; `n_tables` and `n_rounds` have no part in it.

    Raises
    ------
    InputError
        As `plan_tables` and `snowball`.
    """
    kept = set(guests.traits if mixed is None else mixed)
    people = [
        replace(person, traits={name: value for name, value in person.traits.items() if name in kept})
        for person in guests.people
    ]
    if as_snowball:
        plan = snowball(people, apart=guests.apart, together=guests.together)
    else:
        plan = plan_tables(people, n_tables, n_rounds, apart=guests.apart, together=guests.together)
    return replace(guests, plan=TablePlan(guests.people, plan.rounds))
