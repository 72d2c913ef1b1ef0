"""A session from what is typed."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain.sessions import read_session_file
from participation_lib.corpus.yaml_file import YamlContent
from participation_lib.errors import InputError
from participation_lib.facilitation.guests import read_guests
from participation_lib.facilitation.session import Instruction, Session, StepKind
from participation_lib.facilitation.session_reading import (
    FACTS,
    add_typed_step,
    change_fact,
    change_typed_step,
    fact_told,
    parse_session,
    step_told,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("title", "  Nature   en ville ", "Nature en ville"),
        ("day", "14 mars 2026", date(2026, 3, 14)),
        ("starts", "14h15", time(14, 15)),
        ("place", "Salle <b>", "Salle <b>"),
        ("n_people", "60", 60),
        ("n_tables", "", 0),
        ("available_minutes", "3 h", 180),
    ],
)
def test_a_fact_is_read_and_told_so_that_it_reads_the_same(name: str, text: str, expected: Any) -> None:
    session = change_fact(Session(), name, text)
    assert getattr(session, name) == expected
    assert change_fact(session, name, fact_told(session, name)) == session


@pytest.mark.parametrize(
    ("name", "text"),
    [("n_people", "beaucoup"), ("n_people", "0"), ("day", "31/02/2026"), ("starts", "matin"), ("autre", "x"),
     ("title", "x" * 501), ("available_minutes", "toujours")],
)  # fmt: skip
def test_a_fact_that_cannot_be_is_refused(name: str, text: str) -> None:
    with pytest.raises(InputError):
        change_fact(Session(), name, text)


def test_what_is_empty_is_told_empty() -> None:
    assert [fact_told(Session(), name) for name in FACTS] == ["", "", "9 h 30", "", "", "", ""]


def test_a_step_is_read_and_told_so_that_it_reads_the_same() -> None:
    typed = {
        "title": "World café", "minutes": "1 h 15", "kind": "activité", "facilitators": "Léa,  Samir ,Léa",
        "question": "Que planter ?", "instructions": "25 min : premier tour\n\n50 – autres tours",
        "material": "nappes, feutres",
    }  # fmt: skip
    session = add_typed_step(Session(), typed)
    [step] = session.steps
    assert (step.minutes, step.kind, step.facilitators) == (75, StepKind.ACTIVITY, ("Léa", "Samir"))
    assert step.instructions == (Instruction(25, "premier tour"), Instruction(50, "autres tours"))
    assert change_typed_step(session, "e1", step_told(step)) == session


def test_instructions_follow_the_minutes_unless_they_are_typed() -> None:
    session = add_typed_step(Session(), {"title": "Tables", "minutes": "30", "instructions": "10 : a\n20 : b"})
    longer = change_typed_step(session, "e1", {"minutes": "60"})
    assert [told.minutes for told in longer.steps[0].instructions] == [20, 40]
    typed = change_typed_step(session, "e1", {"minutes": "60", "instructions": "15 : a\n45 : b"})
    assert [told.minutes for told in typed.steps[0].instructions] == [15, 45]
    loose = change_typed_step(session, "e1", {"instructions": "5 : a"})
    assert change_typed_step(loose, "e1", {"minutes": "60"}).steps[0].instructions == (Instruction(5, "a"),)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": "Tables"}, "durée"),
        ({"title": "", "minutes": "10"}, "titre"),
        ({"title": "Tables", "minutes": "x"}, "durée"),
        ({"title": "Tables", "minutes": "10", "kind": "sieste"}, "accueil, exposé"),
        ({"title": "Tables", "minutes": "10", "instructions": "10 : a\nparler"}, "ligne 2"),
        ({"title": "Tables", "minutes": "10", "instructions": "0 : a"}, "ligne 1"),
    ],
)
def test_a_step_that_cannot_be_is_refused(values: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        add_typed_step(Session(), values)


def test_a_file_describes_a_session_of_steps_and_methods() -> None:
    content = {
        "titre": "Nature",
        "debut": "14 h",
        "etapes": [
            {"titre": "Accueil", "minutes": 15, "type": "accueil", "animation": ["Léa", "Samir"]},
            {"methode": "world_cafe", "minutes": 90},
            {"titre": "Suites", "minutes": 10, "type": "clôture", "consignes": ["4 : merci", "6 : suites"]},
        ],
    }
    session = parse_session(YamlContent("seance.yaml", content))
    assert [(step.title, step.minutes) for step in session.steps] == [
        ("Accueil", 15),
        ("World café", 90),
        ("Suites", 10),
    ]
    assert session.steps[0].facilitators == ("Léa", "Samir")
    assert sum(told.minutes for told in session.steps[1].instructions) == 90
    assert session.steps[2].instructions == (Instruction(4, "merci"), Instruction(6, "suites"))


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        ("titre: Nature\ndebut: jamais\n", 2, "heure"),
        ("titre: Nature\netapes:\n- titre: Tables\n  minutes: 0\n", 3, "durée"),
        ("etapes:\n- methode: inconnue\n", 2, "inconnue"),
        ("etapes:\n- titre: Tables\n  durée: 10\n", 3, "rubrique connue"),
        ("etapes: deux\n", 1, "liste"),
        ("etapes:\n- accueil\n", 2, "rubrique"),
    ],
)
def test_a_mistake_in_a_file_is_said_with_its_line(tmp_path: Path, written: str, line: int, message: str) -> None:
    file = tmp_path / "seance.yaml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_session_file(file)
    assert f"(seance.yaml, ligne {line})" in str(caught.value)


def test_the_example_is_whole_but_for_a_break() -> None:
    session = read_session_file(ROOT / "data/exemples/pleniere_nature_seance.yaml")
    assert session.n_minutes == session.available_minutes
    assert [remark.rule for remark in session.remarks()] == ["pause"]
    guests = read_guests((ROOT / "data/exemples/pleniere_nature_personnes.csv").read_text(encoding="utf-8"))
    assert (len(guests.people), guests.traits) == (60, ("Quartier", "Âge"))
