"""A few batches and decisions, small and with every trap."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd

from participation_lib.dossier import FILE_NAME
from participation_lib.schema import Batch, Replacement, SourceFile, Theme

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2025, 3, 14, 14, 32, 5, 999, tzinfo=timezone(timedelta(hours=1)))

TEXTS = ("Planter des arbres 🌳", "", "Voir [PERSONNE 1]\nau marché", "Bravo", "l'été\x00trop chaud \u202f!")


def clock() -> datetime:
    return AT


def contributions(first: int = 1) -> pd.DataFrame:
    n = len(TEXTS)
    return pd.DataFrame(
        {
            "contribution_id": [f"c{first + rank:04d}" for rank in range(n)],
            "source_file": ["plénière.csv"] * n,
            "source_row": pd.Series(range(2, n + 2), dtype="int64"),
            "status": ["retenue", "vide", "retenue", "doublon", "retenue"],
            "reason": ["", "texte vide", "", "comme c0001", ""],
            "group": ["1", "1", "", "Table « été »", "2"],
            "sequence": ["1", "constats", "", "2", "Que faire l’été ?"],
            "text": list(TEXTS),
            "author": ["p00aa", "", "p00aa", "", ""],
            "question": ["Que faire ?", "", "Où ?", "", ""],
            "variables": ['{"Âge": "18-25 ans"}', "", "", "", ""],
            "channel": ["en ligne"] * n,
            "declared_theme": ["", "", "Marchés", "", ""],
            "date": ["2025-03-14", "", "", "", ""],
            "votes": ['{"pour": 3, "contre": 1}', "", "", "", ""],
            "stance": ["", "", "contre", "", ""],
            "reference": ["proposition-7", "", "", "", ""],
            "reply_to": ["", "", "proposition-7", "", ""],
        }
    )


def ideas(first: int = 1) -> pd.DataFrame:
    owners = [f"c{first:04d}", f"c{first:04d}", f"c{first + 2:04d}", f"c{first + 4:04d}"]
    return pd.DataFrame(
        {
            "idea_id": [f"{owners[0]}-2", f"{owners[0]}-1", f"{owners[2]}-1", f"{owners[3]}-1"],
            "contribution_id": owners,
            "start": pd.Series([12, 0, 0, 0], dtype="int64"),
            "end": pd.Series([20, 11, 17, 12], dtype="int64"),
            "theme_id": ["t01", "t01", "non_classe", "t02"],
            "nature": ["proposition", "", "question", "crainte"],
            "confidence": pd.Series([100, 0, 41, 77], dtype="int64"),
            "to_review": [False, True, True, False],
            "reason": ["", "proche de deux thèmes", "trop loin", ""],
        }
    )


def batch(number: int = 1) -> Batch:
    """Give the batch that would come in as this one; no identifier is in two of them."""
    first = 1 + (number - 1) * len(TEXTS)
    return Batch(
        batch_id=0,
        contributions=contributions(first),
        ideas=ideas(first),
        themes=(
            Theme(f"t{2 * number - 1:02d}", "Arbres", "Idées qui parlent de : arbres.", ("arbres", "ombre"), 87),
            Theme(f"t{2 * number:02d}", "Été", "", (), 0),
        ),
        sources=(
            SourceFile(
                "plénière.csv", f"{number:064x}", "Tableau CSV", "UTF-8", "point-virgule", 5, number, (("votes", 9),)
            ),
        ),
        replacements=(Replacement(f"c{first + 2:04d}", "[PERSONNE 1]", "PERSONNE", "Zoé Kerlouan"),),
        group_name="table",
        question="Que faire pour l’été ?",
        agreement=0.8312345678901234,
        parameters={
            "graine": 0,
            "themes": None,
            "encodeur": "lettres 1",
            "versions": {"python": "3.11"},
            "l": [1, 2.5],
        },
    )


def start(verb: str, folder: Path, where: str = "local", *more: object) -> subprocess.Popen[str]:
    """Start another program at work on a dossier."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.dossier.worker", verb, str(folder), where, *map(str, more)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def said(process: subprocess.Popen[str]) -> list[str]:
    """Give the lines a program said until its end, which must be a good one."""
    lines = process.communicate()[0].splitlines()
    assert process.returncode == 0
    return lines


def journal(folder: Path) -> str:
    """Give the journal a dossier asks for, read in its header."""
    return {1: "rollback", 2: "wal"}[(folder / FILE_NAME).read_bytes()[18]]


def quick_check(folder: Path) -> str:
    with closing(sqlite3.connect(folder / FILE_NAME)) as raw:
        answer: str = raw.execute("PRAGMA quick_check").fetchone()[0]
        return answer
