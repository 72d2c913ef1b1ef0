"""The report of a fault of ours: where, never what."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from participation_lib.incident import REPORT_NAME, write_report

SECRET = "mots-d-une-personne"


def failure() -> Exception:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"sur {SECRET}") from error
    except ValueError as error:
        return error


def test_it_says_where_and_of_what_kind_down_to_the_cause(tmp_path: Path) -> None:
    report = write_report(failure(), tmp_path)
    assert report == tmp_path / REPORT_NAME
    text = report.read_text(encoding="utf-8")
    for said in ("participation_lib ", "Python 3.", "ValueError", "KeyError", "test_incident.py:", "failure"):
        assert said in text
    for kept in (SECRET, str(tmp_path), str(Path(__file__).parent)):
        assert kept not in text


def test_a_file_of_hers_keeps_its_place(tmp_path: Path) -> None:
    (tmp_path / REPORT_NAME).write_text("mes notes sur l'incident de mardi", encoding="utf-8")
    assert write_report(failure(), tmp_path) == tmp_path / "rapport-incident-2.txt"
    assert write_report(failure(), tmp_path) == tmp_path / "rapport-incident-3.txt"
    assert "mardi" in (tmp_path / REPORT_NAME).read_text(encoding="utf-8")


def test_where_it_cannot_be_written_it_goes_elsewhere_or_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ailleurs").mkdir()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "ailleurs"))
    assert write_report(failure(), tmp_path / "absent") == tmp_path / "ailleurs" / REPORT_NAME
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "absent"))
    assert write_report(failure(), tmp_path / "absent") is None
