"""Time the board in a real browser: cards shown, a move seen, and what 20,000 ideas cost.

    python benchmarks/tableau.py [--tailles 600,20000] [--gestes 15]

A dossier of made-up ideas (words of the bundled plenary, in twelve themes) is opened in Voilà
and driven in Chromium at 1366 × 768, with the real encoder: its vectors are in the dossier
beforehand, as they are after `participation ouvrir`. Times are taken in the page:

- shown: from the click on « Tableau » to the last card painted;
- a move: from the key (Alt and an arrow) or the drop to the card painted in its new column,
  the tool learning after each as it does for her; some moves follow each other at once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from french_tables import decimal, installed, machine, table
from gold import read_notes

ROOT: Final = Path(__file__).resolve().parent.parent
N_THEMES: Final = 12
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE: Final = 300_000  # milliseconds
REST: Final = 1_500  # milliseconds between two moves of somebody who reads

NOTEBOOK: Final = """
from pathlib import Path
from participation_lib.dossier import open_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.widgets.review.workspace import ReviewWorkspace
atelier = ReviewWorkspace(ReviewDesk(open_dossier(Path("dossier")), author="mesure"))
atelier.view
"""

# In the page: from an event to the moment a test holds and the screen was painted, in milliseconds.
CLOCK: Final = """
() => { window.fromEvent = (kind, test) => new Promise((resolve) => {
  document.addEventListener(kind, (event) => {
    const began = event.timeStamp;
    const look = () => {
      if (test()) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      else requestAnimationFrame(look);
    };
    look();
  }, { capture: true, once: true });
}); }
"""


def make_dossier(folder: Path, n_ideas: int) -> None:
    """Make a dossier of made-up ideas, their vectors already computed."""
    import pandas as pd

    from participation_lib.dossier import create_dossier
    from participation_lib.review.desk import ReviewDesk
    from participation_lib.schema import Batch, SourceFile, Status, Theme

    notes = [" ".join(text.split()) for text in read_notes().values() if text.strip()]
    notes = notes[: len(notes) // N_THEMES * N_THEMES]  # the same words are then always in the same theme
    texts = [f"{notes[rank % len(notes)]} ({rank + 1})" for rank in range(n_ideas)]
    names = [f"c{rank + 1:05d}" for rank in range(n_ideas)]
    contributions = pd.DataFrame(
        {
            "contribution_id": names,
            "source_file": "mesure.csv",
            "source_row": range(2, n_ideas + 2),
            "status": str(Status.RETAINED),
            "reason": "",
            "group": [str(rank % 10 + 1) for rank in range(n_ideas)],
            "sequence": [str(rank % 2 + 1) for rank in range(n_ideas)],
            "text": texts,
        }
    )
    ideas = pd.DataFrame(
        {
            "idea_id": [f"{name}-1" for name in names],
            "contribution_id": names,
            "start": 0,
            "end": [len(text) for text in texts],
            "theme_id": [f"t{rank % N_THEMES + 1:02d}" for rank in range(n_ideas)],
            "nature": "proposition",
            "confidence": 60,
            "to_review": [rank % 10 == 0 for rank in range(n_ideas)],
            "reason": ["proche de deux thèmes" if rank % 10 == 0 else "" for rank in range(n_ideas)],
        }
    )
    themes = tuple(Theme(f"t{rank + 1:02d}", f"Thème {rank + 1}", "", (), 60) for rank in range(N_THEMES))
    source = SourceFile("mesure.csv", "0" * 64, "Tableau CSV", "UTF-8", "virgule", n_ideas)
    dossier = create_dossier(folder)
    try:
        dossier.add_batch(Batch(0, contributions, ideas, themes, (source,), group_name="table"), author="mesure")
        _ = ReviewDesk(dossier).thoughts
    finally:
        dossier.close()


@contextmanager
def voila(home: Path) -> Iterator[str]:
    """Run Voilà on a notebook of a folder and say its address."""
    import nbformat

    from participation_lib.workbench.launch import CONFIGURATION

    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Mesure"), nbformat.v4.new_code_cell(NOTEBOOK)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, home / "mesure.ipynb")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "JUPYTER_PATH": str(CONFIGURATION.parents[1] / "share" / "jupyter"),
        **{f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")},
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = [sys.executable, "-m", "voila", "mesure.ipynb", "--no-browser", "--template=participation"]
    command += [f"--port={port}", "--Voila.ip=127.0.0.1"]
    with (home / "journal.txt").open("wb") as journal:
        process = subprocess.Popen(command, cwd=home, env=environment, stdout=journal, stderr=journal)
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def timed(page: Any, kind: str, test: str, act: Any) -> float:
    """Give the milliseconds from an event, which an action causes, to a test that holds in the page."""
    page.evaluate(f"() => {{ window.measured = window.fromEvent({kind!r}, {test}); }}")
    act()
    return float(page.evaluate("window.measured"))


def move_with_keys(page: Any, column: int, step: int) -> float:
    """Move the first card of a column to its neighbour with the keyboard."""
    card = page.locator(".pb-column").nth(column).locator(".pb-card").first
    card.focus()
    return key_on_focused(page, step)


def key_on_focused(page: Any, step: int) -> float:
    """Move the card that has the keyboard to the next column."""
    page.evaluate(
        "step => { const card = document.activeElement; const all = [...document.querySelectorAll('.pb-column')];"
        " window.wantedColumn = all[all.indexOf(card.closest('.pb-column')) + step]; window.movedCard = card; }",
        step,
    )
    test = "() => window.wantedColumn.contains(window.movedCard) && document.activeElement === window.movedCard"
    return timed(page, "keydown", test, lambda: page.keyboard.press(f"Alt+Arrow{'Right' if step > 0 else 'Left'}"))


def move_with_mouse(page: Any, column: int, target: int) -> float:
    """Drag the second card of a column to another one."""
    card = page.locator(".pb-column").nth(column).locator(".pb-card").nth(1)
    page.evaluate(
        "([column, target]) => { const all = document.querySelectorAll('.pb-column');"
        " window.movedCard = all[column].querySelectorAll('.pb-card')[1]; window.wantedColumn = all[target]; }",
        [column, target],
    )
    test = "() => window.wantedColumn.contains(window.movedCard)"
    title = page.locator(".pb-column").nth(target).locator(".pb-title")
    return timed(page, "drop", test, lambda: card.drag_to(title))


def measure(browser: Any, n_ideas: int, n_moves: int) -> list[tuple[str, list[float]]]:
    """Give what was measured, in milliseconds, by what it is."""
    with tempfile.TemporaryDirectory(prefix="participation-tableau-") as name:
        home = Path(name)
        make_dossier(home / "dossier", n_ideas)
        with voila(home) as address:
            page = browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768}).new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(address)
            tab = page.get_by_role("button", name="Tableau")
            tab.wait_for()
            page.evaluate(CLOCK)
            expected = min(n_ideas, N_THEMES * 50)
            shown = timed(page, "click", f"() => document.querySelectorAll('.pb-card').length >= {expected}", tab.click)
            page.get_by_role("button", name="Thèmes").click()
            page.locator(".pb-card").first.wait_for(state="detached")
            again = timed(page, "click", f"() => document.querySelectorAll('.pb-card').length >= {expected}", tab.click)
            found = [("Tableau affiché, la première fois", [shown]), ("Tableau affiché de nouveau", [again])]
            page.wait_for_timeout(2 * REST)
            keys: list[float] = []
            mouse: list[float] = []
            rush: list[float] = []
            for rank in range(n_moves):
                keys.append(move_with_keys(page, rank % 4, 1))
                page.wait_for_timeout(REST)
            for rank in range(n_moves):
                mouse.append(move_with_mouse(page, rank % 3, rank % 3 + 1))
                page.wait_for_timeout(REST)
            page.locator(".pb-column").nth(0).locator(".pb-card").first.focus()
            rush += [key_on_focused(page, 1 if rank // 4 % 2 == 0 else -1) for rank in range(n_moves)]
            found += [
                ("Déplacement au clavier", keys),
                ("Déplacement à la souris", mouse),
                ("Déplacements au clavier qui se suivent sans attendre", rush),
            ]
            page.wait_for_timeout(2 * REST)
            more = page.locator(".pb-show-more:visible").first
            if more.count():
                before = page.locator(".pb-card").count()
                test = f"() => document.querySelectorAll('.pb-card').length > {before}"
                found.append(("« Afficher 50 de plus »", [timed(page, "click", test, more.click)]))
            card = page.locator(".pb-column").nth(1).locator(".pb-card").nth(2)
            card.get_by_role("button", name="Plus…").click()
            why = card.get_by_role("button", name="Pourquoi ici")
            test = "() => document.querySelector('.pb-why p')"
            found.append(("« Pourquoi ici ? »", [timed(page, "click", test, why.click)]))
            words = page.get_by_label("Mots")
            words.focus()
            test = "() => /trouvée/.test(document.querySelector('.pl-board-line').textContent)"
            found.append(
                (
                    "Recherche d'un mot, de la touche au résultat",
                    [timed(page, "keydown", test, lambda: page.keyboard.press("b"))],
                )
            )
            found.append(("Cartes dans la page", [float(page.locator(".pb-card").count())]))
            problems = [text for text in page.get_by_role("alert").all_text_contents() if text.strip()]
            if problems:
                raise RuntimeError(f"la page a dit : {problems[0]}")
            page.context.close()
    return found


def row(label: str, values: Sequence[float]) -> list[str]:
    """Give a line of the table: median and extremes in seconds."""
    if label == "Cartes dans la page":
        return [label, decimal(values[0], 0), ""]
    low, high = decimal(min(values) / 1000), decimal(max(values) / 1000)
    return [label, f"{decimal(statistics.median(values) / 1000)} s", f"{low}–{high} s" if len(values) > 1 else ""]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tailles", default="600,20000", help="nombres d'idées, séparés par des virgules")
    parser.add_argument("--gestes", type=int, default=15, help="déplacements de chaque sorte")
    asked = parser.parse_args()
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None or installed("playwright") is None:
        print("Chromium ou playwright est absent : rien n'a été mesuré.", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    print(f"Machine : {machine()}\n")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
        )
        for size in asked.tailles.split(","):
            found = measure(browser, int(size), asked.gestes)
            print(f"{decimal(float(size), 0)} idées, {N_THEMES} thèmes\n")
            print(table(("Geste", "médiane", "étendue"), [row(*line) for line in found]) + "\n")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
