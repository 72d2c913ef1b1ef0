"""Measure how disagreements are found: on hand-written pairs, and on the debates of the gold standard.

Pairs come in two parts: one that was read while rules were written (« regarde »), one that was
not until the end (« cache »). A pair is certain, to be asked about, or not an opposition.

    python benchmarks/desaccords.py
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Final

from participation_lib.corpus.tagging import tag
from participation_lib.synthesis.opposition import opposition
from participation_lib.synthesis.stances import read_stances
from participation_lib.themes.nature import code_nature

PAIRS: Final = Path(__file__).parent / "desaccords_paires.csv"


def found(one: str, other: str) -> str:
    """Give « sûr », « à demander » or « rien » for two contributions."""
    stances = []
    for text, words in zip((one, other), tag([one, other]), strict=True):
        nature = code_nature(text, words)
        stances.append(read_stances(text, words, nature))
    return {"certain": "sûr", "uncertain": "à demander"}.get(opposition(*stances), "rien")


def main() -> None:
    """Print, for each part, what is said of pairs that are opposed and of pairs that are not."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for part in sorted({row["part"] for row in rows}):
        kept = [row for row in rows if row["part"] == part]
        counts = Counter((row["opposees"], found(row["texte_a"], row["texte_b"])) for row in kept)
        print(f"{part} : {len(kept)} paires")
        for (opposed, told), count in sorted(counts.items()):
            print(f"  opposées : {opposed:3}  dit : {told:12} {count}")


if __name__ == "__main__":
    main()
