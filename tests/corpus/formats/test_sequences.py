"""Which column says the sequence of the session: known by its name, confirmed by its values."""

from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.sequences import find_sequence_column
from participation_lib.corpus.reading import Reading, read_files
from tests.conftest import ROOT, write_rows

N_ROWS = 12


def recognised(header: str, values: list[str], *, tables: bool = True) -> bool:
    cells = (values * N_ROWS)[: max(N_ROWS, len(values))]
    columns = {header: cells, "texte": ["des bancs"] * len(cells)}
    columns |= {"table": ["3"] * len(cells)} if tables else {}
    table = Table("notes.csv", columns, range(2, len(cells) + 2), "CSV")
    return find_sequence_column(table, taken=("texte",), group_column="table" if tables else "") == header


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("séquence", ["1", "2"]),
        ("SEQUENCE", ["2", "4"]),
        ("N° de séquence", ["S1", "S2"]),
        ("Séquence", ["A", "B", ""]),
        ("séquence", ["constats"]),
        ("Étape", ["1", "2", "3"]),
        ("étape", ["constats", "propositions", "Séquence 2"]),
        ("Phase", ["1 – Diagnostic (20 min)", "2 – Idées (40 min)"]),
        ("Question de séance", ["Quels constats faites-vous ?", "Que proposez-vous pour la nature en ville ?"]),
    ],
)
def test_steps_are_recognised_with_or_without_tables(header: str, values: list[str]) -> None:
    assert recognised(header, values, tables=True)
    assert recognised(header, values, tables=False)


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("temps", ["5 min", "10 min"]),
        ("temps", ["5", "10", "15"]),
        ("Temps", ["moins d’une heure", "1h30", "2 h"]),
        ("temps", ["12,5", "8,25"]),
        ("étape", ["00:05", "00:10"]),
        ("phase", ["2024-03-01", "2024-03-02"]),
        ("étape", ["3", "7"]),
        ("séquence", [str(number) for number in range(1, 16)]),
        ("séquence", [str(number) for number in range(1, 61)]),
        ("séquence", ["0612345678", "0612345679"]),
        ("séquence", [""]),
        ("phase", [f"une réponse libre numéro {number}" for number in range(40)]),
        ("séance du 3 mars", ["1", "2"]),
        ("couleur", ["jaune", "rose"]),
    ],
)
def test_durations_dates_scores_and_row_numbers_are_no_steps(header: str, values: list[str]) -> None:
    assert not recognised(header, values)


@pytest.mark.parametrize("header", ["Temps", "moment", "partie"])
def test_words_that_often_mean_something_else_need_tables_or_a_name(header: str) -> None:
    assert recognised(header, ["rêver", "choisir"], tables=True)
    assert not recognised(header, ["rêver", "choisir"], tables=False)
    assert recognised(header, [f"{header} 1", f"{header} 2"], tables=False)


def read(folder: Path, header: tuple[str, ...], *rows: tuple[str, ...], **options: str) -> Reading:
    return read_files([write_rows(folder / "notes.csv", rows, header)], **options)


def test_a_sequence_is_read_and_told_without_option(tmp_path: Path) -> None:
    rows = (("1", " constats ", "des bancs"), ("2", "propositions", "de l’ombre"), ("2", "", "un puits"))
    reading = read(tmp_path, ("table", "Étape", "texte"), *rows)
    assert reading.records["sequence"].tolist() == ["constats", "propositions", ""]
    (source,) = reading.sources
    assert source.sequence_column == "Étape"
    assert source.set_aside == ()
    assert source.remarks == ("2 séquences, d’après la colonne «\u00a0Étape\u00a0».",)


def test_a_file_without_sequence_says_nothing_of_it(tmp_path: Path) -> None:
    reading = read(tmp_path, ("table", "texte"), ("1", "des bancs"))
    assert reading.records["sequence"].tolist() == [""]
    assert (reading.sources[0].sequence_column, reading.sources[0].remarks) == ("", ())


def test_a_column_chosen_for_something_else_is_no_sequence(tmp_path: Path) -> None:
    rows = (("1", "1", "des bancs"), ("2", "2", "de l’ombre"))
    reading = read(tmp_path, ("table", "séquence", "texte"), *rows, group_column="séquence")
    assert reading.records["group"].tolist() == ["1", "2"]
    assert reading.records["sequence"].tolist() == ["", ""]


def test_questions_of_a_sequence_are_not_taken_for_what_was_said(tmp_path: Path) -> None:
    asked = "Quels constats faites-vous sur la nature dans votre quartier ?"
    rows = ((asked, "plus de bancs à l’ombre"), (asked, "rien ne pousse devant chez nous"))
    reading = read(tmp_path, ("question de séance", "ce qui a été écrit"), *rows)
    assert reading.records["text"].tolist() == [row[1] for row in rows]
    assert reading.records["sequence"].tolist() == [asked, asked]


def test_the_bundled_plenary_has_two_sequences() -> None:
    reading = read_files([ROOT / "data/exemples/pleniere_nature.csv"])
    assert reading.records["sequence"].value_counts().to_dict() == {"2": 132, "1": 108}
    assert reading.sources[0].remarks == ("2 séquences, d’après la colonne «\u00a0séquence\u00a0».",)
