"""A session from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.cli import main

ROOT = Path(__file__).resolve().parents[2]
MODEL, PEOPLE = (ROOT / "data/exemples" / f"pleniere_nature_{name}" for name in ("seance.yaml", "personnes.csv"))


def test_the_session_of_the_example_is_rebuilt_by_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = tmp_path / "plénière"
    arguments = ["seance", str(dossier), "--modele", str(MODEL), "--personnes", str(PEOPLE), "--tours", "3"]
    assert main([*arguments, "--papiers", "tous"]) == 0
    output = capsys.readouterr()
    assert "7 étapes, 3 h" in output.err.replace("\u00a0", " ")
    files = [Path(line) for line in output.out.splitlines()]
    assert len(files) == 9
    assert all(file.is_file() for file in files)
    named = {file.name for file in files if file.parent.name == "papiers-nominatifs"}
    assert named == {"emargement.pdf", "plan_de_tables.pdf"}
    assert main(["seance", str(dossier), "--effacer-personnes"]) == 0
    assert not any(file.exists() for file in files if file.name in named)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seance", "absente"], "introuvable"),
        (["--papiers", "affiche"], "ne s’imprime pas"),
        (["--papiers", "plan_de_tables"], "placez d’abord"),
        (["--personnes", "absente.csv"], "ne peut pas être lue"),
        (["--modele", "absent.yaml"], "introuvable"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["seance", str(tmp_path), "--modele", str(MODEL)]) == 0
    capsys.readouterr()
    assert main(["seance", str(tmp_path), *arguments]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert "Traceback" not in told.err


def test_sessions_are_listed_where_there_are_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["seance", str(tmp_path), "--modele", str(MODEL)]) == 0
    capsys.readouterr()
    assert main(["seance", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
