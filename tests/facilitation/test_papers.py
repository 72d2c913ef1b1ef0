"""What is printed for a session."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from participation_lib.corpus.reading import read_files
from participation_lib.errors import InputError
from participation_lib.facilitation.guests import read_guests, seated
from participation_lib.facilitation.papers import PAPERS, build_attendance_sheet, build_idea_cards, build_table_plan
from participation_lib.facilitation.run_sheet_note import build_programme, build_run_sheet
from participation_lib.facilitation.session import Instruction, Session, StepKind
from participation_lib.notes.exporters import export_note
from participation_lib.notes.model import Note, Table, Text
from participation_lib.reference import load

SESSION = (
    Session("La nature en ville", date(2026, 3, 14), time(9, 30), "Salle des Plants", n_people=24, n_tables=3)
    .with_step("Accueil", 20, kind=StepKind.WELCOME, facilitators=("Léa",), material=("badges",))
    .with_step("Tables", 60, question="Que planter ?", instructions=(Instruction(60, "parler"),))
)


def words_of(note: Note) -> str:
    return repr(note)


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_leaves_in_every_format_ordinary_and_large(name: str, tmp_path: Path) -> None:
    note = PAPERS[name](SESSION)
    assert "La nature en ville, samedi 14 mars 2026" in note.subtitle
    written = export_note(note, tmp_path, ("html", "pdf", "docx", "odt", "pdf-gros"), name)
    assert all(file.stat().st_size > 1_000 for file in written)


def test_the_run_sheet_tells_hours_questions_and_what_is_missing(tmp_path: Path) -> None:
    words = words_of(build_run_sheet(SESSION))
    for told in ("9 h 30", "9 h 50", "1 h 20 en tout", "Question posée : Que planter ?", "badges", "sans clôture"):
        assert told in words
    assert export_note(build_run_sheet(SESSION), tmp_path, ("pdf", "docx"))


def test_the_programme_names_nobody_and_is_a_sheet_of_a3(tmp_path: Path) -> None:
    import pikepdf

    note = build_programme(SESSION)
    assert "Léa" not in words_of(note)
    [file] = export_note(note, tmp_path, ("pdf",))
    with pikepdf.open(file) as pdf:
        _, _, width, height = (float(side) for side in pdf.pages[0].mediabox)
    assert (round(width), round(height)) == (842, 1191)  # points


def test_names_are_on_the_attendance_sheet_in_their_order() -> None:
    note = build_attendance_sheet(SESSION, read_guests("Zoé\nadam\nÉva"), contact="dpo@ville.example")
    [sheet] = [block for block in note.blocks if isinstance(block, Table)]
    first = [cell[0].content for cell, *_ in sheet.rows if cell and isinstance(cell[0], Text)]
    assert sorted(first) == sorted(["adam", "Zoé", "Éva"])
    assert len(sheet.rows) >= 8
    assert "dpo@ville.example" in words_of(note)


def test_the_plan_of_the_tables_tells_everybody_where_to_sit() -> None:
    guests = read_guests("\n".join(f"Personne {rank}" for rank in range(1, 10)))
    with pytest.raises(InputError, match="pas encore fait"):
        build_table_plan(SESSION, guests)
    guests = seated(guests, 3, 2)
    note = build_table_plan(SESSION, guests)
    tables = [block for block in note.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [3, 3, 9]
    assert guests.plan is not None
    for row in tables[-1].rows:
        name, *seats = (cell[0].content for cell in row if isinstance(cell[0], Text))
        assert tuple(int(seat) for seat in seats) == guests.plan.table_of(guests.named(name).key)


def test_what_is_written_on_cards_is_read_as_it_stands(tmp_path: Path) -> None:
    card = next(block for block in build_idea_cards(SESSION).blocks if isinstance(block, Table))
    file = tmp_path / "cartes.csv"
    file.write_text(f"{';'.join(card.header)}\n3;Matin;Planter des arbres\n", encoding="utf-8")
    records = read_files([file]).records
    assert records[["group", "sequence", "text"]].values.tolist() == [["3", "Matin", "Planter des arbres"]]


def test_every_question_can_be_typed_under_a_title_of_its_own() -> None:
    questions = load("questionnaire_sortie")["questions"]
    titles = [question["titre_colonne"] for question in questions]
    assert len(set(titles)) == len(titles)
    assert all(question["options"] for question in questions if question["forme"] == "choix")
