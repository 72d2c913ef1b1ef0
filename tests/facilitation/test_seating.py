"""Who sits where."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.errors import InputError
from participation_lib.facilitation.seating import Participant, TablePlan, plan_tables, snowball


def people(n_people: int, **fixed: int) -> list[Participant]:
    return [Participant(f"p{rank}", table=fixed.get(f"p{rank}")) for rank in range(n_people)]


def assert_everybody_is_seated_once(plan: TablePlan) -> None:
    keys = sorted(person.key for person in plan.participants)
    for tables in plan.rounds:
        assert sorted(key for table in tables for key in table) == keys


@st.composite
def rooms(draw: st.DrawFn) -> dict[str, Any]:
    """A room with wishes that can all hold: a plan that keeps them is drawn first."""
    n_tables = draw(st.integers(1, 5))
    n_people = draw(st.integers(n_tables, 18))
    keys = [f"p{rank}" for rank in range(n_people)]
    order = draw(st.permutations(keys))
    seats = {key: rank % n_tables for rank, key in enumerate(order)}
    pairs = list(combinations(keys, 2))
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True)) if pairs else []
    apart = [pair for pair in chosen if seats[pair[0]] != seats[pair[1]]][:1]
    together = [pair for pair in chosen if seats[pair[0]] == seats[pair[1]]][:1]
    # The largest tables come first in a plan: only those of the first people dealt are sure to hold them.
    fixed = {order[0]: 1} if draw(st.booleans()) else {}
    traits = {key: draw(st.sampled_from(["Justice", "Plants", ""])) for key in keys}
    return {
        "participants": [Participant(key, traits={"quartier": traits[key]}, table=fixed.get(key)) for key in keys],
        "n_tables": n_tables,
        "n_rounds": draw(st.integers(1, 3)),
        "apart": apart,
        "together": together,
    }


@given(rooms())
@settings(max_examples=40, deadline=None)
def test_what_must_hold_holds_in_every_round(room: dict[str, Any]) -> None:
    plan = plan_tables(**room)
    assert_everybody_is_seated_once(plan)
    assert len(plan.rounds) == room["n_rounds"]
    for tables in plan.rounds:
        sizes = [len(table) for table in tables]
        assert len(sizes) == room["n_tables"]
        assert max(sizes) - min(sizes) <= 1
    for one, other in room["apart"]:
        assert all(a != b for a, b in zip(plan.table_of(one), plan.table_of(other), strict=True))
    for one, other in room["together"]:
        assert plan.table_of(one) == plan.table_of(other)
    for person in room["participants"]:
        if person.table:
            assert set(plan.table_of(person.key)) == {person.table}


def test_meetings_are_counted_pair_by_pair() -> None:
    plan = TablePlan(tuple(people(4)), ((("p0", "p1"), ("p2", "p3")), (("p0", "p1"), ("p2", "p3"))))
    assert (plan.n_pairs_met, plan.n_pairs_repeated, plan.met_by("p0")) == (2, 2, 1)
    plan = TablePlan(tuple(people(4)), ((("p0", "p1"), ("p2", "p3")), (("p0", "p2"), ("p1", "p3"))))
    assert (plan.n_pairs_met, plan.n_pairs_repeated, plan.met_by("p0")) == (4, 0, 2)
    assert plan.table_of("p1") == (1, 2)
    with pytest.raises(KeyError):
        plan.table_of("p9")


# Everybody can meet everybody there (affine planes), or no pair need meet twice.
@pytest.mark.parametrize(
    ("n_people", "n_tables", "n_rounds", "n_pairs"), [(4, 2, 3, 6), (9, 3, 4, 36), (16, 4, 3, 72), (60, 8, 3, 588)]
)
def test_rotations_bring_as_many_people_together_as_can_be(
    n_people: int, n_tables: int, n_rounds: int, n_pairs: int
) -> None:
    plan = plan_tables(people(n_people), n_tables, n_rounds)
    assert plan.n_pairs_met >= 0.98 * n_pairs


def test_each_table_mixes_people_as_the_room_does() -> None:
    traits = [{"quartier": f"q{rank % 4}", "âge": "jeune" if rank < 8 else "adulte"} for rank in range(32)]
    plan = plan_tables([Participant(f"p{rank}", traits=found) for rank, found in enumerate(traits)], n_tables=4)
    for table in plan.rounds[0]:
        seated = [traits[int(key[1:])] for key in table]
        assert set(Counter(found["quartier"] for found in seated).values()) == {2}
        assert Counter(found["âge"] for found in seated)["jeune"] == 2


def test_the_same_room_gives_the_same_plan_and_another_seed_another() -> None:
    room = people(20)
    assert plan_tables(room, 4, 2) == plan_tables(room, 4, 2)
    assert plan_tables(room, 4, 2) != plan_tables(room, 4, 2, seed=1)


def test_a_table_host_stays_and_meets_new_people_each_time() -> None:
    plan = plan_tables(people(16, p0=1, p1=2, p2=3, p3=4), 4, 3)
    assert plan.table_of("p2") == (3, 3, 3)
    assert all(plan.met_by(f"p{host}") == 9 for host in range(4))


@pytest.mark.parametrize("n_people", [8, 9, 13, 30, 64])
def test_a_snowball_joins_whole_groups(n_people: int) -> None:
    plan = snowball(people(n_people), apart=[("p0", "p1")] if n_people >= 16 else ())
    assert_everybody_is_seated_once(plan)
    for small, large in pairwise(plan.rounds):
        for group in small:
            assert sum(set(group) <= set(joined) for joined in large) == 1
    assert all(2 <= len(group) <= 3 for group in plan.rounds[0])
    if n_people >= 16:
        assert all(plan.table_of("p0")[rank] != plan.table_of("p1")[rank] for rank in range(3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"participants": people(3), "n_tables": 4}, "3 personnes pour 4 tables"),
        ({"participants": people(3), "n_tables": 0}, "au moins une table"),
        ({"participants": [*people(3), *people(1)], "n_tables": 2}, "plusieurs personnes : p0"),
        ({"participants": people(4, p1=7), "n_tables": 2}, "p1 n’existe pas : les tables vont de 1 à 2"),
        ({"participants": people(4, p0=1, p1=1, p2=1), "n_tables": 2}, "3 personnes ont une place fixe à la table 1"),
        ({"participants": people(4), "n_tables": 2, "apart": [("p0", "p9")]}, "« p9 », qui n’est pas dans la liste"),
        (
            {"participants": people(4), "n_tables": 2, "apart": [("p0", "p1")], "together": [("p1", "p0")]},
            "à la fois à séparer et à garder ensemble",
        ),
        ({"participants": people(3), "n_tables": 1, "apart": [("p0", "p1")]}, "Aucun plan ne respecte"),
    ],
)
def test_what_cannot_be_is_said(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_tables(**arguments)
    assert message in str(caught.value).replace("\u00a0", " ")


@pytest.mark.parametrize("sizes", [(), (4, 2), (2, 2), (0, 2)])
def test_groups_of_a_snowball_grow(sizes: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="croissant"):
        snowball(people(8), sizes)


def test_a_snowball_needs_a_first_group() -> None:
    with pytest.raises(InputError, match="au moins 2 personnes"):
        snowball(people(1))
