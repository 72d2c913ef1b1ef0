"""What is read of files reaches the dossier: choices, questions, closed answers, and who is the same person."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain import (
    Choice,
    Options,
    add_files,
    export_dossier_tables,
    open_from_files,
    preview_files,
)
from participation_lib.cli import main
from participation_lib.dossier import KEY_FILE, archive_dossier
from tests.conftest import write_rows

HEADER = ["auteur", "Nom", "Que faudrait-il améliorer ?", "Et dans votre quartier ?", "Vous venez", "Remarque interne"]
ROWS = [
    [
        "u71",
        "Awa Diallo",
        "Planter des arbres devant la gare",
        "Un marché le dimanche matin",
        "À vélo",
        "vu en réunion",
    ],
    ["u72", "Luc Petit", "Des bancs à l’ombre sur la place", "", "En bus", "vu en réunion"],
    ["u73", "Ana Faure", "", "Rouvrir la piscine le soir en été", "En bus", "à revoir"],
    ["u74", "Zoé Blin", "Des pistes cyclables continues", "Des bancs à l’ombre sur la place", "À vélo", "à revoir"],
]
LATER = [
    ["u71", "Planter aussi des arbres près du collège"],
    ["u99", "Un bus de plus le dimanche"],
    ["u99", "Un bus de plus le dimanche"],
]
AGAIN = [["u99", "Un bus de plus le dimanche !"], ["u98", "Un bus de plus le dimanche"]]


@pytest.fixture
def options(letters: Any) -> Options:
    return Options(encoder=letters)


def test_a_dossier_keeps_what_files_say_and_never_who(tmp_path: Path, options: Options) -> None:
    survey = write_rows(tmp_path / "enquete.csv", ROWS, HEADER)
    (seen,) = preview_files([survey], options)
    assert seen.n_contributions == 6
    options = replace(options, choices={seen.source_name: Choice(refused=("Remarque interne",))})
    with open_from_files(tmp_path / "dossier", [survey], options) as dossier:
        added = add_files(dossier, [write_rows(tmp_path / "juin.csv", LATER, ["auteur", "texte"])], options)
        assert added.n_contributions == 3
        add_files(dossier, [write_rows(tmp_path / "juillet.csv", AGAIN, ["auteur", "texte"])], options)
        first, second, third = (batch.contributions for batch in dossier.batches())
        written = export_dossier_tables(dossier, tmp_path / "tableaux")
        key = (dossier.folder / KEY_FILE).read_text(encoding="ascii").strip()
        archive = archive_dossier(dossier.folder, tmp_path / "dossier.zip")
    assert first["question"].unique().tolist() == ["Que faudrait-il améliorer ?", "Et dans votre quartier ?"]
    assert json.loads(first["variables"][0]) == {"Vous venez": "À vélo"}
    tokens = first["author"].tolist()
    assert tokens[0] == tokens[1] == second["author"][0]
    assert len({*tokens, *second["author"]}) == 5
    assert second["status"].tolist() == ["retenue", "retenue", "doublon"]
    assert third["status"].tolist() == ["doublon", "retenue"]
    assert first["status"].tolist() == ["retenue"] * 6  # the same words under another question are another answer
    content = b"".join(path.read_bytes() for path in written)
    with zipfile.ZipFile(archive) as packed:
        content += b"".join(packed.read(name) for name in packed.namelist())
    for secret in ("Diallo", "u71", "vu en réunion", key):
        assert secret.encode() not in content


def test_a_file_is_looked_at_from_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survey = write_rows(tmp_path / "enquete.csv", ROWS, HEADER)
    assert main(["apercu", str(survey), "--refuser-colonne", "Vous venez"]) == 0
    out = capsys.readouterr().out
    assert "enquete.csv : Tableau CSV — 6 contributions, 2 questions ouvertes." in out
    assert "personnelle : Nom — contient des noms de personnes" in out
    assert "refusée : Vous venez" in out
    assert not any(word in out for row in ROWS for word in (row[1], row[2]) if word)
    assert main(["apercu", str(survey), "--colonne-texte", "Nom"]) == 2
    assert "--colonne-texte" in capsys.readouterr().err
