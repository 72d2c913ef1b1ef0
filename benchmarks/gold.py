"""The labelled examples that the measures are made on."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["GOLD", "PLENARY", "Corpus", "GoldIdea", "read_gold", "read_labelled", "read_notes"]

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "data" / "exemples"
PLENARY: Final = EXAMPLES / "pleniere_nature.csv"
GOLD: Final = EXAMPLES / "pleniere_nature_etalon.csv"
_UNUSABLE: Final = "inexploitable"


@dataclass(frozen=True)
class GoldIdea:
    """One idea as a person delimited and coded it; an unusable note has one, without nature."""

    note: str
    start: int
    end: int
    text: str
    theme: str
    nature: str

    @property
    def usable(self) -> bool:
        """Whether a theme can be expected of it."""
        return self.theme != _UNUSABLE


@dataclass(frozen=True)
class Corpus:
    """Texts and the theme a person gave to each; the notes they were cut from, when known."""

    name: str
    texts: list[str]
    labels: list[str]
    contexts: list[str]


def _rows(path: Path) -> list[dict[str, str]]:
    """Read a table whose header says whether it is cut by semicolons or commas."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
        file.seek(0)
        return list(csv.DictReader(file, delimiter=";" if ";" in header else ","))


def read_notes() -> dict[str, str]:
    """Give the text of each note of the bundled plenary, by number."""
    return {row["n°"]: row["texte"] for row in _rows(PLENARY)}


def read_gold() -> list[GoldIdea]:
    """Give the ideas of the bundled plenary, note by note, in order.

    Raises
    ------
    ValueError
        A span does not hold the words written beside it.
    """
    notes = read_notes()
    ideas = [
        GoldIdea(row["numero"], int(row["debut"]), int(row["fin"]), row["texte"], row["theme"], row["nature"])
        for row in _rows(GOLD)
    ]
    wrong = [idea.note for idea in ideas if notes[idea.note][idea.start : idea.end] != idea.text]
    if wrong:
        raise ValueError(f"L'étalon et les notes ne disent pas la même chose : notes {', '.join(wrong)}.")
    return ideas


def read_labelled(path: Path | None) -> Corpus:
    """Give the texts and labels of a file, or the usable ideas of the bundled plenary.

    Raises
    ------
    ValueError
        The file has no columns `texte` and `label`, or no labelled row.
    """
    if path is None:
        notes = read_notes()
        ideas = [idea for idea in read_gold() if idea.usable]
        return Corpus(
            "plénière (étalon)",
            [idea.text for idea in ideas],
            [idea.theme for idea in ideas],
            [notes[idea.note] for idea in ideas],
        )
    rows = _rows(path)
    if not rows or not {"texte", "label"} <= set(rows[0]):
        raise ValueError(f"{path.name} : deux colonnes sont attendues, « texte » et « label ».")
    kept = [row for row in rows if (row["texte"] or "").strip() and (row["label"] or "").strip()]
    if not kept:
        raise ValueError(f"{path.name} : aucune ligne n'a un texte et un label.")
    return Corpus(path.stem, [row["texte"] for row in kept], [row["label"].strip() for row in kept], [])
