"""Framing and choosing methods from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.cli import main

EXAMPLE = Path(__file__).parents[1] / "data/exemples/pleniere_nature_cadrage.yaml"


def test_a_framing_is_kept_told_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "nature")
    assert main(["cadrer", folder, "--reponses", str(EXAMPLE), "--formats", "html", "--auteur", "CM"]) == 0
    said = capsys.readouterr()
    assert said.out.strip().endswith("cadrage.html")
    assert "Feu vert" in said.err
    assert main(["cadrer", folder, "--reponse", "marge=aucune", "--reponse", "date_reponse=", "--formats", "html"]) == 0
    said = capsys.readouterr()
    assert "Feu rouge" in said.err
    assert "plus rien n'est ouvert" in said.err
    assert "Sans réponse : Date de la réponse de la Ville" in said.err
    assert main(["cadrer", folder, "--reponse", "participants=beaucoup"]) == 2
    assert "nombre entier" in capsys.readouterr().err


def test_questions_are_listed_without_a_dossier_being_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cadrer", str(tmp_path / "rien"), "--questions"]) == 0
    assert "niveau — Niveau de participation annoncé (informer, consulter" in capsys.readouterr().out
    assert not (tmp_path / "rien").exists()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert main(["cadrer", str(tmp_path), "--reponse", "titre=Plan"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]
    assert capsys.readouterr().err.strip()


def test_methods_are_listed_chosen_and_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["methodes"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 29
    assert main(["methodes", "--objectif", "comprendre", "--personnes", "18", "--public", "peu_lecteurs"]) == 0
    said = capsys.readouterr()
    assert "Photolangage (photolangage)" in said.out
    assert "Écartée : " in said.err
    assert main(["methodes", "--objectif", "vendre"]) == 2
    assert main(["methodes", "--fiche", "inconnue"]) == 2
    assert "world_cafe" in capsys.readouterr().err
    assert main(["methodes", "--fiche", "world_cafe", "--formats", "html,html-gros", "--sortie", "fiches"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_framing_gives_the_need(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "nature")
    main(["cadrer", folder, "--reponse", "participants=12", "--reponse", "niveau=co_construire", "--formats", "html"])
    assert main(["methodes", "--objectif", "decider", "--cadrage", folder, "--minutes", "90"]) == 0
    assert "Décision par consentement" in capsys.readouterr().out
