"""Who sits where: tables that mix people, and rotations in which each meets as many others as possible.

Meeting as many others as possible without repeating a pair is the « social golfer » problem; it
is not solved to the optimum here. A tabu search (Glover, 1989) exchanges two people of one round
at a time, from several starting points, and keeps the best plan it saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from participation_lib.errors import InputError

__all__ = ["Participant", "TablePlan", "plan_tables", "snowball"]

_N_STARTS: Final = 4
_N_SWEEPS: Final = 12  # over all the rounds, at most, from one start
_STEPS_OF_A_SWEEP: Final = 60  # exchanges in one round before the next round is looked at
_TENURE: Final = 7  # exchanges during which a pair that was exchanged is left alone
_FORBIDDEN: Final = 50.0  # what a wish that must be kept costs when it is not, in meetings lost
_MIX: Final = 0.25  # what an uneven trait costs, in meetings lost

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Participant:
    """Somebody to be seated.

    Attributes
    ----------
    key
        Known by nobody outside the session: a rank, a badge number.
    name
        As on the badge. It is printed on the plan and nowhere else.
    traits
        What tables should mix: « quartier » → « Justice », « âge » → « 18-25 ans »; those that
        are empty are not mixed.
    table
        Where this person stays in every round, the first table being 1; None for any.
    """

    key: str
    name: str = ""
    traits: Mapping[str, str] = field(default_factory=dict)
    table: int | None = None


@dataclass(frozen=True)
class TablePlan:
    """Who sits where in each round.

    Attributes
    ----------
    rounds
        For each round, for each table, the keys of those who sit there, in the order in which
        participants were given.
    """

    participants: tuple[Participant, ...]
    rounds: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def n_pairs_met(self) -> int:
        """Pairs of people who share a table in one round at least."""
        return len(self._pairs())

    @property
    def n_pairs_repeated(self) -> int:
        """Times that two people find themselves at the same table again."""
        return sum(len(table) * (len(table) - 1) // 2 for tables in self.rounds for table in tables) - self.n_pairs_met

    def met_by(self, key: str) -> int:
        """Give how many others a person meets over all the rounds."""
        return sum(key in pair for pair in self._pairs())

    def table_of(self, key: str) -> tuple[int, ...]:
        """Give the table of a person in each round, the first being 1.

        Raises
        ------
        KeyError
            Nobody has that key.
        """
        seats = tuple(rank for tables in self.rounds for rank, table in enumerate(tables, start=1) if key in table)
        if not seats:
            raise KeyError(key)
        return seats

    def _pairs(self) -> set[frozenset[str]]:
        return {
            frozenset((one, other))
            for tables in self.rounds
            for table in tables
            for rank, one in enumerate(table)
            for other in table[:rank]
        }


def plan_tables(
    participants: Sequence[Participant],
    n_tables: int,
    n_rounds: int = 1,
    *,
    apart: Iterable[tuple[str, str]] = (),
    together: Iterable[tuple[str, str]] = (),
    seed: int = 0,
) -> TablePlan:
    """Seat everybody at tables whose sizes differ by one at most, in each round.

    What must hold holds in every round: who stays at a table, who is kept apart, who stays
    together. Then as many people as possible meet, and each table mixes traits as the room
    does. The same arguments give the same plan.

    Parameters
    ----------
    participants
        At least one a table; keys must differ.
    apart, together
        Pairs of keys: two neighbours in dispute; somebody and her interpreter.
    seed
        Another one gives another plan of about the same worth.

    Raises
    ------
    InputError
        There are fewer people than tables, a key is unknown or given twice, or no plan was
        found in which what must hold holds.

    Examples
    --------
    >>> people = [Participant(f"p{rank}", traits={"âge": "jeune" if rank < 2 else "adulte"}) for rank in range(4)]
    >>> plan = plan_tables(people, n_tables=2, n_rounds=3)
    >>> plan.n_pairs_met, plan.met_by("p0")
    (6, 3)
    >>> plan = plan_tables(people, n_tables=2, apart=[("p0", "p1")])
    >>> plan.table_of("p0") == plan.table_of("p1")
    False
    """
    keys = [participant.key for participant in participants]
    _check(participants, keys, n_tables, n_rounds)
    ranks = {key: rank for rank, key in enumerate(keys)}
    wishes = _Wishes(
        fixed=np.array([-1 if person.table is None else person.table - 1 for person in participants], dtype=np.int64),
        apart=_pair_matrix(apart, ranks),
        together=_pair_matrix(together, ranks),
        traits=_trait_codes(participants),
        sizes=np.array([len(keys) // n_tables + (rank < len(keys) % n_tables) for rank in range(n_tables)]),
    )
    _check_wishes(wishes, participants)
    generator = np.random.default_rng(seed)
    found = min((_search(wishes, n_rounds, generator) for _ in range(_N_STARTS)), key=lambda pair: pair[0])[1]
    if any(wishes.n_broken(seats) for seats in found):
        raise InputError(
            "Aucun plan ne respecte à la fois les personnes à séparer, celles à garder ensemble et les places fixes : "
            "retirez une contrainte ou ajoutez une table."
        )
    return TablePlan(
        tuple(participants),
        tuple(
            tuple(tuple(keys[rank] for rank in np.flatnonzero(seats == table)) for table in range(n_tables))
            for seats in found
        ),
    )


def snowball(
    participants: Sequence[Participant],
    sizes: Sequence[int] = (2, 4, 8),
    *,
    apart: Iterable[tuple[str, str]] = (),
    together: Iterable[tuple[str, str]] = (),
    seed: int = 0,
) -> TablePlan:
    """Give groups that join: pairs, then fours made of two pairs, then eights made of two fours.

    The largest groups are made first, mixed as `plan_tables` does, then parted. Where numbers do
    not fall right, a group has one or more people too many, never a person alone.

    Parameters
    ----------
    sizes
        Of the groups of each round, growing.

    Raises
    ------
    InputError
        As `plan_tables`; or sizes do not grow, or there are fewer people than the first size.

    Examples
    --------
    >>> plan = snowball([Participant(f"p{rank}") for rank in range(9)], sizes=(2, 4))
    >>> [sorted(len(group) for group in groups) for groups in plan.rounds]
    [[2, 2, 2, 3], [4, 5]]
    """
    if not sizes or sizes[0] < 1 or any(small >= large for small, large in pairwise(sizes)):
        raise InputError("Les tailles des groupes doivent aller en croissant, par exemple 2, 4, puis 8.")
    if len(participants) < sizes[0]:
        raise InputError(f"Il faut au moins {sizes[0]} personnes pour former un groupe.")
    apart, together = list(apart), list(together)
    loose = [Participant(person.key, person.name, person.traits) for person in participants]
    groups: list[list[Participant]] = [loose]
    rounds: list[tuple[tuple[str, ...], ...]] = []
    for size in reversed(sizes):
        parted: list[list[Participant]] = []
        for group in groups:
            inside = {person.key for person in group}
            plan = plan_tables(
                group,
                max(1, len(group) // size),
                apart=[pair for pair in apart if inside >= set(pair)] if size == sizes[-1] else (),
                together=[pair for pair in together if inside >= set(pair)],
                seed=seed,
            )
            by_key = {person.key: person for person in group}
            parted += [[by_key[key] for key in table] for table in plan.rounds[0]]
        groups = parted
        rounds.append(tuple(tuple(person.key for person in group) for group in groups))
    return TablePlan(tuple(participants), tuple(reversed(rounds)))


# What must hold


@dataclass(frozen=True)
class _Wishes:
    """What is asked of a plan, by rank of participant.

    Attributes
    ----------
    fixed
        Table of each, -1 for any.
    apart, together
        1 where the two of a pair are concerned, symmetric.
    traits
        One row a trait: a code a participant, codes of different traits being different.
    sizes
        People at each table.
    """

    fixed: _Ints
    apart: _Floats
    together: _Floats
    traits: _Ints
    sizes: _Ints

    def n_broken(self, seats: _Ints) -> int:
        """Count the wishes that must hold and do not, in one round."""
        same = seats[:, None] == seats[None, :]
        broken = self.apart[same].sum() + self.together[~same].sum()
        return int(broken) // 2


def _check(participants: Sequence[Participant], keys: Sequence[str], n_tables: int, n_rounds: int) -> None:
    if n_tables < 1 or n_rounds < 1:
        raise InputError("Il faut au moins une table et un tour.")
    if len(participants) < n_tables:
        raise InputError(
            f"Il y a {len(participants)} personnes pour {n_tables} tables : il en faut au moins une par table."
        )
    if len(set(keys)) < len(keys):
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise InputError(f"Le même repère est donné à plusieurs personnes : {', '.join(twice)}.")
    wrong = [person.key for person in participants if person.table is not None and not 1 <= person.table <= n_tables]
    if wrong:
        raise InputError(f"La table fixe de {', '.join(wrong)} n’existe pas : les tables vont de 1 à {n_tables}.")


def _check_wishes(wishes: _Wishes, participants: Sequence[Participant]) -> None:
    for table, size in enumerate(wishes.sizes):
        n_fixed = int((wishes.fixed == table).sum())
        if n_fixed > size:
            raise InputError(f"{n_fixed} personnes ont une place fixe à la table {table + 1}, qui en a {size}.")
    both = np.argwhere(np.triu(wishes.apart * wishes.together))
    if len(both):
        one, other = (participants[rank].key for rank in both[0])
        raise InputError(f"{one} et {other} sont à la fois à séparer et à garder ensemble.")


def _pair_matrix(pairs: Iterable[tuple[str, str]], ranks: Mapping[str, int]) -> _Floats:
    found = np.zeros((len(ranks), len(ranks)))
    for one, other in pairs:
        for key in (one, other):
            if key not in ranks:
                raise InputError(f"Une contrainte nomme « {key} », qui n’est pas dans la liste.")
        if one != other:
            found[ranks[one], ranks[other]] = found[ranks[other], ranks[one]] = 1.0
    return found


def _trait_codes(participants: Sequence[Participant]) -> _Ints:
    names = sorted({name for person in participants for name in person.traits})
    codes: dict[tuple[str, str], int] = {}
    rows = []
    for name in names:
        # An empty trait is a value of its own for each: it is never mixed nor kept apart.
        values = [person.traits.get(name, "").strip() or f"\0{rank}" for rank, person in enumerate(participants)]
        rows.append([codes.setdefault((name, value), len(codes)) for value in values])
    return np.array(rows, dtype=np.int64).reshape(len(names), len(participants))


# Searching


def _search(wishes: _Wishes, n_rounds: int, generator: np.random.Generator) -> tuple[float, list[_Ints]]:
    """Give the cost and the seats, round by round, of the best plan found from one starting point."""
    rounds = [_first_seats(wishes, generator) for _ in range(n_rounds)]
    met = np.zeros_like(wishes.apart)
    for seats in rounds:
        met += _same_table(seats)
    best = _cost(wishes, rounds, met), [seats.copy() for seats in rounds]
    for _ in range(_N_SWEEPS):
        before = best[0]
        for rank, seats in enumerate(rounds):
            met -= _same_table(seats)
            rounds[rank] = _improved(wishes, seats, met, generator)
            met += _same_table(rounds[rank])
        cost = _cost(wishes, rounds, met)
        if cost < best[0]:
            best = cost, [seats.copy() for seats in rounds]
        if cost >= before:
            break
    return best


def _same_table(seats: _Ints) -> _Floats:
    same: _Floats = (seats[:, None] == seats[None, :]).astype(np.float64)
    np.fill_diagonal(same, 0.0)
    return same


def _cost(wishes: _Wishes, rounds: Sequence[_Ints], met: _Floats) -> float:
    repeated = float(np.maximum(met - 1, 0).sum()) / 2
    broken = sum(wishes.n_broken(seats) for seats in rounds)
    uneven = sum(float((_counts(wishes, seats) ** 2).sum()) for seats in rounds)
    return repeated + _FORBIDDEN * broken + _MIX * uneven


def _counts(wishes: _Wishes, seats: _Ints) -> _Floats:
    """Give how many people of each trait (rows) sit at each table (columns)."""
    n_codes = int(wishes.traits.max()) + 1 if wishes.traits.size else 0
    counts = np.zeros((n_codes, len(wishes.sizes)))
    for codes in wishes.traits:
        np.add.at(counts, (codes, seats), 1.0)
    return counts


def _first_seats(wishes: _Wishes, generator: np.random.Generator) -> _Ints:
    """Seat the fixed, then those who stay together where there is room, then the others, at random."""
    seats = wishes.fixed.copy()
    room = wishes.sizes - np.bincount(seats[seats >= 0], minlength=len(wishes.sizes))
    free = generator.permutation(np.flatnonzero(seats < 0))
    for person in sorted(free, key=lambda person: -wishes.together[person].sum()):
        if seats[person] >= 0:
            continue
        party = _party(wishes, int(person))
        fixed = seats[party][seats[party] >= 0]
        waiting = [one for one in party if seats[one] < 0]
        tables = [int(fixed[0])] if len(fixed) else list(generator.permutation(len(room)))
        table = next((table for table in tables if room[table] >= len(waiting)), None)
        for one in waiting:
            place = int(np.argmax(room)) if table is None else table
            seats[one] = place
            room[place] -= 1
    return seats


def _party(wishes: _Wishes, person: int) -> list[int]:
    """Give somebody and all those she stays together with, directly or not."""
    party = [person]
    for one in party:
        party += [int(other) for other in np.flatnonzero(wishes.together[one]) if other not in party]
    return party


def _improved(wishes: _Wishes, seats: _Ints, met: _Floats, generator: np.random.Generator) -> _Ints:
    """Give the best seats of one round found by exchanging two people at a time.

    `met` holds how often each pair meets in the other rounds.
    """
    n_people = len(seats)
    seats = seats.copy()
    # Sitting beside somebody already met, or to be kept apart, costs; being with one's own gains.
    dislike = np.minimum(met, 1.0) + _FORBIDDEN * (wishes.apart - wishes.together)
    movable = wishes.fixed < 0
    may = movable[:, None] & movable[None, :]
    waits = np.zeros((n_people, n_people), dtype=np.int64)
    cost = best_cost = 0.0
    best = seats.copy()
    rank = np.arange(n_people)
    for step in range(1, _STEPS_OF_A_SWEEP + 1):
        at_table = np.zeros((n_people, len(wishes.sizes)))
        at_table[rank, seats] = 1.0
        company = dislike @ at_table  # what each would pay at each table
        moved = company[:, seats] - company[rank, seats][:, None]
        change = moved + moved.T - 2 * dislike
        counts = _counts(wishes, seats)
        for codes in wishes.traits:
            like = counts[codes]  # people like each one, at each table
            spread = like[:, seats] - like[rank, seats][:, None]
            change += np.where(codes[:, None] == codes[None, :], 0.0, _MIX * (2 * (spread + spread.T) + 4))
        change[~may | (seats[:, None] == seats[None, :])] = np.inf
        allowed = np.where((waits < step) | (cost + change < best_cost - 1e-9), change, np.inf)
        least = allowed.min()
        if not np.isfinite(least):
            break
        ties = np.argwhere(allowed <= least + 1e-9)
        one, other = ties[generator.integers(len(ties))]
        seats[one], seats[other] = seats[other], seats[one]
        waits[one, other] = waits[other, one] = step + _TENURE
        cost += float(least)
        if cost < best_cost - 1e-9:
            best_cost, best = cost, seats.copy()
    return best
