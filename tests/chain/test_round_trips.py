"""What the tool writes, it reads back: the same words, at the same tables, in the same sequences."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from participation_lib.chain import Options, export_dossier_tables, export_for_analysis, open_from_files
from participation_lib.cli import main
from participation_lib.corpus.reading import read_files
from participation_lib.dossier import open_dossier
from participation_lib.notes.tables import write_contributions

if TYPE_CHECKING:
    from conftest import LetterEncoder, Run

Said = list[tuple[str, str, str]]


def said(frame: pd.DataFrame) -> Said:
    return list(zip(frame["group"], frame["sequence"], frame["text"], strict=True))


def read_back(path: Path) -> Said:
    return said(read_files([path]).records)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, letters: LetterEncoder) -> Path:
    """A dossier with tables, sequences, and words that a spreadsheet would run or break."""
    base = tmp_path_factory.mktemp("dossier")
    rows = [
        ("table", "séquence", "texte"),
        ("1", "Constats", "=SOMME(A1) d'arbres devant la gare"),
        ("1", "Constats", "Le bus est rare ;\nil en faudrait deux"),
        ("2", "Propositions", '**** planter des arbres "vite" 🌳'),
        ("2", "Propositions", "'- des bancs et des fontaines"),
        ("2", "Propositions", ""),
    ]
    with (base / "notes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    open_from_files(base / "d", [base / "notes.csv"], Options(encoder=letters), author="LM").close()
    return base / "d"


@pytest.fixture(scope="module")
def contributions(folder: Path) -> pd.DataFrame:
    with open_dossier(folder, read_only=True) as dossier:
        return dossier.batches()[0].contributions


def test_the_table_of_contributions(contributions: pd.DataFrame, tmp_path: Path) -> None:
    path = write_contributions(tmp_path / "contributions.csv", contributions)
    assert read_back(path) == said(contributions)
    assert read_files([path]).sources[0].description.startswith("Tableau de ce programme — contributions")


def test_the_same_table_saved_by_a_spreadsheet(contributions: pd.DataFrame, tmp_path: Path) -> None:
    path = write_contributions(tmp_path / "contributions.csv", contributions)
    book = openpyxl.Workbook()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter=";")):
            book.active.append([int(cell) if number and cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "contributions.xlsx")
    assert read_back(tmp_path / "contributions.xlsx") == said(contributions)


def test_the_tables_of_a_dossier(folder: Path, contributions: pd.DataFrame, tmp_path: Path) -> None:
    with open_dossier(folder, read_only=True) as dossier:
        export_dossier_tables(dossier, tmp_path / "tableaux")
    assert read_back(tmp_path / "tableaux" / "contributions.csv") == said(contributions)


def test_the_corpus_for_iramuteq(folder: Path, contributions: pd.DataFrame, tmp_path: Path) -> None:
    with open_dossier(folder, read_only=True) as dossier:
        written = export_for_analysis(dossier, tmp_path / "autres")
    assert [path.name for path in written] == ["corpus_iramuteq.txt", "livre_de_codes.qdc", "projet.qdpx"]
    retained = contributions.loc[contributions["status"] == "retenue"]
    assert read_back(written[0]) == said(retained)
    assert read_files([written[0]]).group_name == "table"


def test_the_table_of_ideas(small_runs: dict[str, Run]) -> None:
    run = small_runs["publiable"]
    records = read_files([run.folder / "idees.csv"]).records
    assert records["text"].tolist() == [row["texte"] for row in run.table("idees")]


def test_the_terminal_says_what_it_wrote(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transmettre", str(folder), "--sortie", str(tmp_path / "autres")]) == 0
    assert [Path(line).name for line in capsys.readouterr().out.split()][-1] == "projet.qdpx"
