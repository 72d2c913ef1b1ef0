from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from participation_lib.chain import grouping, writing
from participation_lib.cli import main
from participation_lib.errors import InputError
from participation_lib.themes.encoding import SentenceEncoder

ENGLISH = re.compile(
    r"\b(usage|options|show|positional|arguments? (?:are|is|follow)|help message|exit|required|optional|default|"
    r"expected|invalid|choose|unrecognized|ignored|explicit|not allowed|error|value|the following|commands?)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def _fast_and_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, letters: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SentenceEncoder, "encode", lambda _, texts: letters.encode(texts))


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run a command; give its exit code, what it printed, and what it told."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    out, err = capsys.readouterr()
    return code, out, err


def assert_one_french_sentence(err: str) -> None:
    assert len(err.strip().splitlines()) == 1
    assert err.strip().endswith((".", ")", "--help", "…")) or err.strip()[-1].isalnum()
    assert not ENGLISH.search(err)
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [("--help",), ("synthese", "--help"), ("atelier", "--help"), ("synthese", "-h")])
def test_help_is_in_french(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, *arguments)
    assert code == 0
    assert not err
    assert out.startswith("Utilisation : participation")
    assert not ENGLISH.search(out.replace("Options", "").replace("Arguments", ""))


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "synthese", "--help")
    for option in (
        "colonne-texte",
        "colonne-groupe",
        "colonne-question",
        "refuser-colonne",
        "question",
        "themes",
        "livre-de-codes",
        "version",
        "formats",
        "sortie",
        "graine",
    ):
        assert f"--{option}" in out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--version") == (0, f"participation {version('participation-lib')}\n", "")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        pytest.param([], "COMMANDE", id="nothing"),
        pytest.param(["resume"], "resume", id="unknown-verb"),
        pytest.param(["synthese"], "FICHIER", id="no-file"),
        pytest.param(["synthese", "a.csv", "--couleur", "bleu"], "--couleur", id="unknown-option"),
        pytest.param(["synthese", "a.csv", "--theme", "3"], "--theme", id="abbreviated-option"),
        pytest.param(["synthese", "a.csv", "--themes"], "--themes", id="themes-missing"),
        pytest.param(["synthese", "a.csv", "--themes", "zéro"], "zéro", id="themes-word"),
        pytest.param(["synthese", "a.csv", "--themes", "0"], "--themes", id="themes-zero"),
        pytest.param(["synthese", "a.csv", "--themes", "-3"], "--themes", id="themes-negative"),
        pytest.param(["synthese", "a.csv", "--themes", "2,5"], "2,5", id="themes-decimal"),
        pytest.param(["synthese", "a.csv", "--graine", "x"], "--graine", id="seed-word"),
        pytest.param(["synthese", "a.csv", "--graine", "-1"], "--graine", id="seed-negative"),
        pytest.param(["synthese", "a.csv", "--graine", "99999999999"], "--graine", id="seed-huge"),
        pytest.param(["synthese", "a.csv", "--version", "secrete"], "secrete", id="version"),
        pytest.param(["synthese", "a.csv", "--formats", "html,rtf"], "rtf", id="formats"),
        pytest.param(["synthese", "a.csv", "--formats", ""], "format", id="no-format"),
        pytest.param(["synthese", "a.csv", "--formats", ","], "format", id="comma-for-formats"),
        pytest.param(["synthese", "absent.csv"], "absent.csv", id="no-such-file"),
        pytest.param(["synthese", "a.csv", "--livre-de-codes", "absent.yaml"], "absent.yaml", id="no-such-codebook"),
        pytest.param(["synthese", "a.csv", "--colonne-texte", "avis"], "avis", id="no-such-column"),
        pytest.param(["synthese", "a.csv", "--colonne-groupe", "îlot"], "îlot", id="no-such-group-column"),
        pytest.param(["synthese", "a.csv", "a.csv"], "a.csv", id="same-file-twice"),
        pytest.param(["synthese", "a.csv", "--sortie", "a.csv"], "a.csv", id="output-is-a-file"),
        pytest.param(["synthese", "a.csv", "--sortie", "pris"], "pris", id="output-not-ours"),
        pytest.param(["synthese", "a.csv", "--sortie", "."], "dossier", id="output-here"),
        pytest.param(["synthese", "a.csv", "--sortie", "/"], "dossier", id="output-root"),
        pytest.param(["synthese", "a.csv", "--sortie", "vide/.."], "dossier", id="output-parent"),
        pytest.param(["synthese", "a.csv", "--sortie", ""], "dossier", id="output-empty"),
        pytest.param(["atelier", "--port", "abc"], "--port", id="port-word"),
        pytest.param(["atelier", "--sans-navigateur=oui"], "--sans-navigateur", id="flag-with-a-value"),
    ],
)
def test_what_cannot_be_used_gets_one_french_sentence(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, csv_of: Any
) -> None:
    csv_of(tmp_path / "a.csv", [("1", "Planter des arbres CANARI")])
    (tmp_path / "pris").mkdir()
    (tmp_path / "pris/photo.jpg").write_text("à elle")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    code, out, err = said(capsys, *arguments)
    told = [line for line in err.splitlines() if not line.startswith("[")]
    assert code == 2
    assert out == ""
    assert_one_french_sentence(told[-1])
    assert named in told[-1]
    assert "CANARI" not in err
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["synthese", "a.csv", "--colonne-texte", "avis"], "--colonne-texte"),
        (["synthese", "a.csv", "--colonne-groupe", "avis"], "--colonne-groupe"),
        (["synthese", "chiffres.csv"], "--colonne-texte"),
        (["synthese", "a.csv", "--sortie", "pris"], "--sortie"),
        (["synthese", "a.csv", "--sortie", "a.csv"], "--sortie"),
        (["atelier", "--dossier", "a.csv"], "--dossier"),
        (["atelier", "--port", "70000"], "--port"),
    ],
)
def test_what_is_wrong_comes_with_the_option_that_mends_it(
    arguments: list[str], option: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, csv_of: Any
) -> None:
    csv_of(tmp_path / "a.csv", [("1", "Planter des arbres")])
    (tmp_path / "chiffres.csv").write_text("a;b\n1;2\n")
    (tmp_path / "pris").mkdir()
    (tmp_path / "pris/photo.jpg").write_text("à elle")
    code, _, err = said(capsys, *arguments)
    assert code == 2
    assert err.splitlines()[-1].endswith(f" Option concernée : {option}.")


def test_output_in_an_empty_current_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, csv_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = csv_of(tmp_path / "a.csv", [("1", "Planter des arbres")])
    (tmp_path / "vide").mkdir()
    monkeypatch.chdir(tmp_path / "vide")
    code, _, err = said(capsys, "synthese", file, "--sortie", ".", "--formats", "html")
    assert code in (0, 2)
    assert "de son fait" not in err


@pytest.fixture
def notes(tmp_path: Path, csv_of: Any) -> Path:
    return csv_of(
        tmp_path / "soirée d'été.csv", [("1", "Planter des arbres"), ("2", "Plus de bus le soir"), ("2", "RAS")]
    )


def test_done(notes: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = said(capsys, "synthese", notes, "--formats", "html")
    assert code == 0
    assert out == "exports/soirée d'été/synthese.html\n"
    assert (tmp_path / out.strip()).is_file()
    assert "[1/6] Lecture des fichiers…" in err
    assert "3 contributions lues, 2 retenues" in err
    assert "arbres" not in err
    assert [path.name for path in (tmp_path / "exports").iterdir()] == ["soirée d'été"]


def test_done_twice_replaces_the_first(notes: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert said(capsys, "synthese", notes, "--formats", "html", "--version", "interne")[0] == 0
    assert said(capsys, "synthese", notes, "--formats", "")[0] in (0, 2)
    assert said(capsys, "synthese", notes, "--formats", "html")[0] == 0
    assert not (tmp_path / "exports/soirée d'été/remplacements.csv").exists()


def test_two_files_with_dots_do_not_share_a_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, csv_of: Any
) -> None:
    for name in ("réunion 12.05.csv", "réunion 12.06.csv"):
        assert said(capsys, "synthese", csv_of(tmp_path / name, [("1", "Planter")]), "--formats", "html")[0] == 0
    assert len(list((tmp_path / "exports").iterdir())) == 2


def test_more_themes_than_ideas(notes: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = said(capsys, "synthese", notes, "--formats", "html", "--themes", "50")
    assert code == 0
    assert "Traceback" not in err
    assert (tmp_path / "exports/soirée d'été/themes.csv").is_file()


def test_a_fault_of_ours_gives_a_report_without_words(
    notes: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        canary = "CANARI des bois"
        raise RuntimeError(f"{canary}: {arguments}")

    monkeypatch.setattr(grouping, "group_ideas", fail)
    code, out, err = said(capsys, "synthese", notes)
    assert code == 1
    assert out == ""
    report = (tmp_path / "rapport-incident.txt").read_text(encoding="utf-8")
    assert "RuntimeError" in report
    assert "group_ideas" not in report or "grouping.py" in report
    for words in ("CANARI", "Planter", "bus le soir", str(tmp_path)):
        assert words not in report
        assert words not in err.replace(f"{tmp_path}/rapport-incident.txt", "")
    assert not (tmp_path / "exports").exists()


def test_memory(notes: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(grouping, "pseudonymise", fail)
    code, _, err = said(capsys, "synthese", notes)
    assert code == 1
    assert "mémoire" in err


@pytest.mark.parametrize(
    ("module", "step"),
    [(grouping, "read_files"), (grouping, "group_ideas"), (writing, "write_themes"), (writing, "export_note")],
)
def test_ctrl_c_at_any_step_leaves_what_was_there(
    module: ModuleType,
    step: str,
    notes: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert said(capsys, "synthese", notes, "--formats", "html")[0] == 0
    before = {path: path.read_bytes() for path in (tmp_path / "exports").rglob("*") if path.is_file()}

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, step, interrupt)
    code, _, err = said(capsys, "synthese", notes, "--formats", "html", "--graine", "9")
    assert code == 130
    assert "Interrompu" in err.splitlines()[-1]
    assert {path: path.read_bytes() for path in (tmp_path / "exports").rglob("*") if path.is_file()} == before
    assert len(list((tmp_path / "exports").iterdir())) == 1


def test_ctrl_c_in_a_real_process(notes: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "participation_lib", "synthese", str(notes), "--formats", "html"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("[2/6]"):
            process.send_signal(signal.SIGINT)
            break
    _, rest = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in rest
    assert rest.strip().splitlines()[-1].startswith("Interrompu à votre demande")
    assert not list((tmp_path / "exports").rglob("*")) if (tmp_path / "exports").exists() else True


def test_the_module_runs_as_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "participation_lib", "--help"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert "synthèse" in done.stdout.decode("cp1252")


def test_errors_of_input_end_with_two(
    monkeypatch: pytest.MonkeyPatch, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise InputError("Ce fichier ne convient pas.")

    monkeypatch.setattr(grouping, "read_files", refuse)
    code, _, err = said(capsys, "synthese", notes)
    assert (code, err.splitlines()[-1]) == (2, "Ce fichier ne convient pas.")
