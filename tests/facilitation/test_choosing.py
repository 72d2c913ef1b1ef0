from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.errors import InputError
from participation_lib.facilitation.choosing import Need, choose_methods, need_of_framing
from participation_lib.facilitation.framing import Framing
from participation_lib.facilitation.method_notes import build_choice_note, comparison_rows
from participation_lib.facilitation.methods import circumstances, default_methods, intentions, places, publics
from participation_lib.facilitation.questions import levels
from participation_lib.notes.structure import check_structure

CASES = yaml.safe_load((Path(__file__).parent / "besoins.yaml").read_text(encoding="utf-8"))
needs = st.builds(
    Need,
    st.sampled_from(sorted(intentions())),
    st.sampled_from(sorted(levels())),
    st.integers(1, 5000),
    st.integers(1, 10_000),
    st.sampled_from(sorted(places())),
    st.lists(st.sampled_from([*publics(), *circumstances()]), max_size=5, unique=True).map(tuple),
    st.integers(0, 50),
)


def need_of(case: dict[str, Any]) -> Need:
    told = dict(case["besoin"])
    return Need(**{**told, "publics": tuple(told.get("publics", ()))})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["nom"])
def test_what_a_practitioner_would_propose_comes_first(case: dict[str, Any]) -> None:
    choice = choose_methods(need_of(case))
    first = [one.method.method_id for one in choice.ranked[:4]]
    assert set(case["premieres"]) <= set(first), [(one.method.method_id, one.score) for one in choice.ranked]
    if not case["premieres"]:
        assert choice.ranked == ()
    reasons = {one.method.method_id: " ".join(one.reasons) for one in choice.excluded}
    for method_id, word in case["ecartees"].items():
        assert word in reasons[method_id]


def test_there_are_twenty_cases_with_something_excluded_in_each() -> None:
    assert len(CASES) >= 20
    assert all(case["ecartees"] for case in CASES)


@given(needs)
def test_every_method_is_ranked_or_excluded_with_a_reason(need: Need) -> None:
    choice = choose_methods(need)
    found = [one.method.method_id for one in (*choice.ranked, *choice.excluded)]
    assert sorted(found) == sorted(method.method_id for method in default_methods())
    assert all(one.reasons for one in choice.excluded)
    scores = [one.score for one in choice.ranked]
    assert scores == sorted(scores, reverse=True)
    for one in choice.ranked:
        assert sum(part.out_of for part in one.parts) == 100
        assert all(0 <= part.points <= part.out_of and part.why for part in one.parts)
        assert one.n_facilitators >= one.n_groups >= 1
    check_structure(build_choice_note(choice).blocks)


def test_a_score_says_why_and_what_would_go_wrong() -> None:
    need = Need("comprendre", "concerter", 100, 75, publics=("mobilite",), n_facilitators=8)
    found = next(one for one in choose_methods(need).ranked if one.method.method_id == "cartographie_participative")
    assert (found.n_groups, found.n_facilitators) == (2, 13)
    said = " ".join(found.cautions)
    for words in ("2 groupes", "resserrer", "jamais au sol", "vous en avez 8"):
        assert words in said
    (parts,) = [{part.name: part.points for part in found.parts}]
    assert parts == {"Objectif": 30, "Effectif": 8, "Durée": 9, "Publics": 10, "Moyens": 2, "Préparation": 3}


def test_methods_are_put_side_by_side_even_excluded() -> None:
    choice = choose_methods(Need("emerger", "concerter", 30, 180))
    rows = comparison_rows([choice.ranked[0], choice.excluded[0]])
    told = dict(rows)
    assert told["Note"] == (f"{choice.ranked[0].score} sur 100", "écartée")
    assert all(len(values) == 2 for values in told.values())


def test_more_groups_than_can_be_gathered_are_refused() -> None:
    choice = choose_methods(Need("comprendre", "concerter", 150, 90))
    reasons = {one.method.method_id: " ".join(one.reasons) for one in choice.excluded}
    assert "8 groupes en parallèle" in reasons["photolangage"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"intention": "vendre"}, "emerger"),
        ({"level": "diriger"}, "concerter"),
        ({"place": "lune"}, "tables"),
        ({"publics": ("chats",)}, "enfants"),
        ({"n_people": 0}, "de 1 à"),
        ({"minutes": 0}, "minutes"),
        ({"n_facilitators": -1}, "animer"),
    ],
)
def test_a_need_without_sense_is_refused_with_what_is_accepted(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Need(**{"intention": "emerger", "level": "concerter", "n_people": 30, "minutes": 120, **changed})


def test_a_framing_fills_in_the_need() -> None:
    framing = Framing(
        {
            "niveau": "co_construire",
            "participants": "45",
            "duree": "90",
            "animateurs": "3",
            "publics": "seniors,handicap,allophones",
            "canaux": "terrain",
        }
    )
    assert need_of_framing(framing) == Need("emerger", "co_construire", 45, 90, "dehors", ("allophones", "mobilite"), 3)
    assert need_of_framing(Framing()) == Need("emerger", "consulter", 30, 150)
    assert need_of_framing(Framing({"canaux": "en_ligne"})).place == "en_ligne"
