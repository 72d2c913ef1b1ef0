"""Time the documents: a note of 20 pages, and one whose annex takes 300 pages, in every format.

    python benchmarks/exports.py [--fois 3]

Texts are those of the bundled plenary, repeated. Each note is exported by a new process, which
has nothing loaded yet, as when a person opens the workbench and asks for her documents. Peak
memory is that of the process, pandoc apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from french_tables import decimal, machine, table

if TYPE_CHECKING:
    from participation_lib.notes.model import Block, Note

ROOT: Final = Path(__file__).resolve().parents[1]
PLENARY: Final = ROOT / "data" / "exemples" / "pleniere_nature.csv"
USUAL: Final = ("html", "pdf", "docx", "odt")
OTHERS: Final = ("html-gros", "pdf-gros", "xlsx")
# Contributions of the annex, and how long the four usual formats may take, in seconds.
SIZES: Final = {"note de 20 pages": (300, 5.0), "annexe de 300 pages": (9_000, 30.0)}
N_THEMES: Final = 12


def texts() -> list[str]:
    """Read the contributions of the plenary."""
    with PLENARY.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    longest = max(range(len(rows[0])), key=lambda rank: sum(len(row[rank]) for row in rows[1:50]))
    return [row[longest] for row in rows[1:] if row[longest].strip()]


def build(n_contributions: int) -> Note:
    """Build a note: figures and their tables, themes with quotations, an annex."""
    from participation_lib.notes.figure_tables import figure_table
    from participation_lib.notes.figures import group_grid, nature_bars, theme_bars
    from participation_lib.notes.model import Heading, Link, Note, Notice, Paragraph, Quote, Span, Text

    words = list(islice(cycle(texts()), n_contributions))
    themes = [f"Thème {rank}" for rank in range(1, N_THEMES + 1)]
    figures = (
        theme_bars(themes, [40 - rank for rank in range(N_THEMES)], [8] * N_THEMES, n_groups_total=8),
        nature_bars(themes, ("constats", "problèmes", "propositions"), [[rank, 7, 9] for rank in range(N_THEMES)]),
        group_grid(themes, [str(n) for n in range(1, 9)], [[rank] * 8 for rank in range(N_THEMES)]),
    )
    blocks: list[Block] = [Heading(1, "Les thèmes")]
    for figure in figures:
        blocks += [figure, figure_table(figure)]
    for rank, theme in enumerate(themes):
        blocks.append(Heading(1, theme))
        for step in range(8):
            contribution = (rank * 8 + step) % n_contributions
            reference = Link(f"c{contribution}", str(contribution), f"contribution {contribution}")
            sentence = (Text(f"À {step + 1} tables sur 8, des idées portent sur ce thème, par exemple : "), reference)
            blocks.append(Paragraph((Span(f"e{rank}-{step}", sentence),)))
            blocks.append(Quote(words[contribution], (Text("Table 3, "), reference)))
        blocks.append(Notice((Paragraph((Text("Une réponse des services à ce thème."),)),), "services"))
    blocks.append(Heading(1, "Annexe"))
    for rank, text in enumerate(words):
        back = Link(f"e{rank % N_THEMES}-0", f"e{rank % N_THEMES}", "retour à la phrase")
        entry = (
            Text(f"{rank}", "strong"),
            Text(" (table 3) — "),
            Text(text, verbatim=True),
            Text(" ↑ ", "small"),
            back,
        )
        blocks.append(Paragraph(entry, f"c{rank}"))
    return Note("Synthèse", "Mesure", tuple(blocks))


def processor_seconds() -> float:
    """Give the seconds of computing so far, pandoc's included: what other programs slow less."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def export_once(n_contributions: int) -> dict[str, Any]:
    """Export a note in this process: seconds of each format, pages, megabytes."""
    began = time.perf_counter()
    from participation_lib.notes.exporters import export_note

    note = build(n_contributions)
    seconds: dict[str, float] = {"construction": time.perf_counter() - began}
    busy = 0.0
    with tempfile.TemporaryDirectory(prefix="documents-") as place:
        for name in (*USUAL, *OTHERS):
            began, before = time.perf_counter(), processor_seconds()
            export_note(note, Path(place), (name,))
            seconds[name] = time.perf_counter() - began
            if name in USUAL:
                busy += processor_seconds() - before
        import pikepdf

        with pikepdf.open(Path(place) / "synthese.pdf") as pdf:
            n_pages = len(pdf.pages)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "processor": busy, "pages": n_pages, "megabytes": megabytes}


def measure(n_contributions: int) -> dict[str, Any]:
    """Export a note in a new process."""
    command = [sys.executable, __file__, "--une-fois", str(n_contributions)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Temps des documents, par format.")
    parser.add_argument("--fois", type=int, default=3, help="répétitions (3)")
    parser.add_argument("--une-fois", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.une_fois:
        print(json.dumps(export_once(options.une_fois)))
        return
    print(machine(), "\n")
    rows = []
    for name, (n_contributions, promised) in SIZES.items():
        found = [measure(n_contributions) for _ in range(options.fois)]
        middle = {
            step: statistics.median(one["seconds"][step] for one in found) for step in ("construction", *USUAL, *OTHERS)
        }
        totals = [sum(one["seconds"][step] for step in USUAL) for one in found]
        held = "tenu" if statistics.median(totals) <= promised else "pas tenu"
        rows.append(
            (
                f"{name} ({found[0]['pages']} pages en PDF)",
                *(decimal(middle[step], 1) for step in ("construction", *USUAL)),
                f"{decimal(statistics.median(totals), 1)} ({decimal(min(totals), 1)}–{decimal(max(totals), 1)})",
                f"{decimal(promised, 0)} : {held}",
                decimal(statistics.median(one["processor"] for one in found), 1),
                *(decimal(middle[step], 1) for step in OTHERS),
                decimal(max(one["megabytes"] for one in found), 0),
            )
        )
    header = ("Document", "Figures", "HTML", "PDF", "Word", "ODT", "Les quatre", "Visé", "Calcul")
    print(table((*header, "HTML gros", "PDF gros", "Excel", "Mo"), rows))


if __name__ == "__main__":
    main()
