"""Seat a room in rotations, beside seating people at random, and tell who meets whom.

    python benchmarks/plan_de_tables.py [--fois 5]

The room is fictitious: 60 people of 8 neighbourhoods and 5 age groups, 8 tables whose hosts stay,
3 rounds, two pairs kept apart, one kept together. « Au hasard » deals everybody but the hosts anew
at each round, as with numbers drawn from a hat.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Final

import numpy as np
from french_tables import decimal, machine, spread, table

from participation_lib.facilitation.seating import Participant, TablePlan, plan_tables

N_PEOPLE: Final = 60
N_TABLES: Final = 8
N_ROUNDS: Final = 3
APART: Final = (("p10", "p11"), ("p12", "p13"))
TOGETHER: Final = (("p20", "p21"),)
GOAL: Final = 5.0  # seconds


def room(seed: int) -> list[Participant]:
    """Give the people of a room, the first eight being hosts."""
    generator = np.random.default_rng(seed)
    return [
        Participant(
            f"p{rank}",
            traits={"quartier": str(generator.integers(8)), "âge": str(generator.integers(5))},
            table=rank + 1 if rank < N_TABLES else None,
        )
        for rank in range(N_PEOPLE)
    ]


def at_random(people: list[Participant], seed: int) -> TablePlan:
    """Deal everybody but the hosts, round after round."""
    generator = np.random.default_rng(seed)
    rounds = []
    for _ in range(N_ROUNDS):
        dealt = generator.permutation(np.arange(N_TABLES, N_PEOPLE))
        rounds.append(tuple((f"p{rank}", *(f"p{one}" for one in dealt[rank::N_TABLES])) for rank in range(N_TABLES)))
    return TablePlan(tuple(people), tuple(rounds))


def unevenness(plan: TablePlan, trait: str) -> float:
    """Give how far tables are from the make-up of the room: 0 when each holds its exact share."""
    values = {person.key: person.traits[trait] for person in plan.participants}
    share = {value: list(values.values()).count(value) / len(values) for value in set(values.values())}
    gaps = [
        abs(sum(values[key] == value for key in seated) - share[value] * len(seated))
        for tables in plan.rounds
        for seated in tables
        for value in share
    ]
    return statistics.fmean(gaps)


def wishes_broken(plan: TablePlan) -> int:
    """Count the rounds in which a pair is not as it was asked to be."""
    seats = {person.key: plan.table_of(person.key) for person in plan.participants}
    apart = sum(a == b for one, other in APART for a, b in zip(seats[one], seats[other], strict=True))
    return apart + sum(a != b for one, other in TOGETHER for a, b in zip(seats[one], seats[other], strict=True))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fois", type=int, default=5, help="nombre de salles tirées")
    times = parser.parse_args().fois
    plans: dict[str, list[TablePlan]] = {"plan": [], "au hasard": []}
    seconds = []
    for seed in range(times):
        people = room(seed)
        start = time.perf_counter()
        plans["plan"].append(plan_tables(people, N_TABLES, N_ROUNDS, apart=APART, together=TOGETHER, seed=seed))
        seconds.append(time.perf_counter() - start)
        plans["au hasard"].append(at_random(people, seed))
    most = sum(len(seated) * (len(seated) - 1) // 2 for seated in plans["plan"][0].rounds[0]) * N_ROUNDS
    rows = []
    for name, found in plans.items():
        met = [plan.n_pairs_met for plan in found]
        least = [min(plan.met_by(person.key) for person in plan.participants) for plan in found]
        rows.append(
            (
                name,
                f"{decimal(statistics.fmean(met) / most, 2)} ({min(met)}–{max(met)})",
                f"{min(least)}",
                decimal(statistics.fmean(unevenness(plan, "quartier") for plan in found), 2),
                decimal(statistics.fmean(unevenness(plan, "âge") for plan in found), 2),
                f"{sum(wishes_broken(plan) for plan in found)}",
            )
        )
    print(machine())
    print(f"{N_PEOPLE} personnes, {N_TABLES} tables, {N_ROUNDS} tours, {times} salles ; {most} rencontres au plus.\n")
    head = ("", "part des rencontres possibles", "rencontres de qui en fait le moins", "écart de quartier",
            "écart d’âge", "vœux non tenus")  # fmt: skip
    print(table(head, rows))
    print(f"\nTemps : {spread(seconds, 1, unit=' s')}, but {decimal(GOAL, 0)} s.")


if __name__ == "__main__":
    main()
