"""What is in the data folder, and what is sent to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from participation_lib.dossier import FILE_NAME
from participation_lib.errors import InputError, OutputError
from participation_lib.widgets.data_folder import (
    available_dossiers,
    available_files,
    new_dossier_folder,
    safe_name,
    store_file,
)


def test_files_that_can_be_read_are_listed_hers_first(tmp_path: Path) -> None:
    (tmp_path / "exemples").mkdir()
    names = ["zoo.csv", "Avril.XLSX", "notes.docx", "plan.pdf", ".cache.csv", "~$Avril.xlsx", "gros.csv.gz"]
    for name in [*names, "exemples/pleniere.csv", "exemples/pleniere_etalon.csv"]:
        (tmp_path / name).touch()
    (tmp_path / "dossier.csv").mkdir()
    labels = [label for label, _ in available_files(tmp_path)]
    assert labels == ["Avril.XLSX", "gros.csv.gz", "notes.docx", "zoo.csv", "Exemple : pleniere.csv"]
    assert available_files(tmp_path / "absent") == ()


def test_dossiers_are_listed_the_last_worked_on_first(tmp_path: Path) -> None:
    for age, name in enumerate(("dossiers/récent", "ancien", "dossiers/vieux", ".caché")):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / FILE_NAME).touch()
        os.utime(tmp_path / name / FILE_NAME, (10**9 - 1000 * age,) * 2)
    (tmp_path / "dossiers" / "vide").mkdir()
    (tmp_path / "dossiers" / "vieux" / f"{FILE_NAME}-wal").touch()  # where the last decision may still be
    found = available_dossiers(tmp_path)
    assert [folder.name for _, folder in found] == ["vieux", "récent", "ancien"]
    assert found[1][0].startswith("récent (modifié le 0")
    assert available_dossiers(tmp_path / "absent") == ()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("  Plan   vélo ", "Plan vélo"), ("../../etc", "_.._etc"), ("a" * 200, "a" * 80), ("Été.", "Été")],
)
def test_a_new_dossier_stays_among_dossiers(tmp_path: Path, name: str, kept: str) -> None:
    assert new_dossier_folder(tmp_path, name) == tmp_path / "dossiers" / kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("réponses avril.csv", "réponses avril.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\temp\\avis.xlsx", "avis.xlsx"),
        ("a:b*c?.csv", "a_b_c_.csv"),
        (" ..avis.csv", "avis.csv"),
        ("e\u0301cole.csv", "école.csv"),
    ],
)
def test_a_name_cannot_leave_the_folder(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@pytest.mark.parametrize("sent", ["photo.png", "avis.xls", "csv", ".csv", "", "avis.csv.exe"])
def test_a_file_that_cannot_be_read_is_refused(sent: str) -> None:
    with pytest.raises(InputError, match="type accepté"):
        safe_name(sent)


def test_a_different_file_of_the_same_name_is_never_overwritten(tmp_path: Path) -> None:
    first = store_file(tmp_path, "avis.csv", b"un")
    assert store_file(tmp_path, "avis.csv", b"un") == first
    second = store_file(tmp_path, "avis.csv", b"deux")
    assert second.name == "avis (2).csv"
    assert store_file(tmp_path, "avis.csv", b"deux") == second
    assert store_file(tmp_path, "gros.csv.gz", b"1") != store_file(tmp_path, "gros.csv.gz", b"2")
    assert first.read_bytes() == b"un"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "avis (2).csv",
        "avis.csv",
        "gros (2).csv.gz",
        "gros.csv.gz",
    ]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="est vide"):
        store_file(tmp_path, "avis.csv", b"")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("un fichier, pas un dossier", encoding="utf-8")
    with pytest.raises(OutputError, match="n'a pas pu être ajouté"):
        store_file(tmp_path / "data", "avis.csv", b"un")
