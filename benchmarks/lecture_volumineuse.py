"""Mémoire et temps pour lire un export de 200 000 lignes et 180 colonnes, comme une grande enquête en produit.

    python benchmarks/lecture_volumineuse.py [lignes] [colonnes]

Le fichier est fabriqué (graine fixe, phrases fictives) : 5 questions ouvertes et des réponses à choisir. Chaque mesure
est faite dans un processus neuf. « Ouvrir » est le tableau seul ; « lire », les contributions qui en sortent.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SENTENCE = (
    "le bus est trop rare le soir il faudrait des arbres près de la gare une piste continue jusqu’au collège moins de "
    "bruit plus de bancs un marché couvert des trottoirs larges et propres pour les poussettes et les vélos"
)
WORDS = SENTENCE.split()
CHOICES = ("Oui", "Non", "Plutôt oui", "Plutôt non", "Ne sait pas", "")
N_OPEN = 5


def write_survey(path: Path, n_rows: int, n_columns: int) -> None:
    """Write a survey in which people skip one open question of two."""
    chance = random.Random(20)
    answers = [[chance.choice(CHOICES) for _ in range(n_columns - N_OPEN - 1)] for _ in range(500)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        closed = [f"Q{number:03d}. Votre avis sur le point {number}" for number in range(n_columns - N_OPEN - 1)]
        writer.writerow(["numéro", *(f"Que changer dans le domaine {rank} ?" for rank in range(N_OPEN)), *closed])
        for row in range(n_rows):
            texts = [
                " ".join(chance.choices(WORDS, k=chance.randint(4, 40))) if chance.random() < 0.5 else ""
                for _ in range(N_OPEN)
            ]
            writer.writerow([row, *texts, *chance.choice(answers)])


def measure(step: str, path: Path) -> None:
    """Do one step in this process and print what it took."""
    from participation_lib.corpus.opening import open_tables
    from participation_lib.corpus.reading import read_files

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    if step == "ouvrir":
        tables, _ = open_tables(path)
        size = len(tables[0])
    else:
        size = len(read_files([path]).records)
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"étape": step, "n": size, "secondes": round(took, 1), "Mo": (peak - before) // 1024}))


def main() -> None:
    """Make the file, then measure each step in a process of its own."""
    if sys.argv[1:2] == ["--mesure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
        return
    n_rows, n_columns = map(int, sys.argv[1:3]) if len(sys.argv) == 3 else (200_000, 180)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "enquete.csv"
        write_survey(path, n_rows, n_columns)
        print(f"{n_rows} lignes × {n_columns} colonnes, {path.stat().st_size // 1024**2} Mo")
        for step in ("ouvrir", "lire"):
            subprocess.run([sys.executable, __file__, "--mesure", step, str(path)], check=True)


if __name__ == "__main__":
    main()
