"""Time what a person waits for while she reviews: opening, deciding, what the tool learns, undoing.

    python benchmarks/vitesse_relecture.py [--tailles 1000,20000] [--gestes 30]

Dossiers are made of answers taken at regular distances from the Grand Débat extract, which is
not part of the project: without it nothing is measured and it is said. Each gesture is timed
whole, on the disk and with what the tool learns from it, in this process; the alternative of
the same run is the same gesture without learning. The first queue of an opening is timed as a
person finds it, after ideas were cut, and without what is kept of spelling.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from french_tables import decimal, machine, table
from vitesse import ANSWERS, FOLDER_VARIABLE, ROOT, write_sample

if TYPE_CHECKING:
    from participation_lib.review.desk import ReviewDesk

PROMISED: Final = {1_000: 0.3, 20_000: 3.0}  # seconds to learn from a decision


def timed(gesture: Callable[[], object]) -> float:
    """Give the seconds a gesture takes."""
    began = time.perf_counter()
    gesture()
    return time.perf_counter() - began


def shown(seconds: list[float]) -> str:
    """Give the median, the least and the most of some seconds."""
    median, low, high = statistics.median(seconds), min(seconds), max(seconds)
    return f"{decimal(median, 3)} ({decimal(low, 3)}–{decimal(high, 3)})"


def gestures(desk: ReviewDesk, number: int) -> dict[str, list[float]]:
    """Time gestures a person makes, one after the other."""
    found: dict[str, list[float]] = {
        "Décider et apprendre": [],
        "Décider sans apprendre": [],
        "Famille suivante": [],
        "Annuler": [],
    }
    for _ in range(number):
        families: list[object] = []
        found["Famille suivante"].append(timed(lambda families=families: families.extend(desk.queue(1))))
        if not families:
            break
        family = families[0]
        move = partial(desk.move, family.idea_ids, family.choices[0][0])
        desk.learns = True
        found["Décider et apprendre"].append(timed(move))
        desk.learns = False
        found["Annuler"].append(timed(desk.undo))
        found["Décider sans apprendre"].append(timed(move))
    return found


def first_queue(folder: Path, *, forget: bool = False) -> float:
    """Give the seconds the first queue of an opening takes, with or without what is kept of spelling."""
    from participation_lib.dossier import open_dossier
    from participation_lib.review.desk import ReviewDesk

    with open_dossier(folder) as dossier:
        if forget:
            dossier.forget_vectors("graphies ", ())
        desk = ReviewDesk(dossier, author="mesure", learns=False)
        return timed(lambda: desk.queue(1))


def cut_some(folder: Path, number: int) -> None:
    """Cut ideas at their first « et », as a person does; what the tool knew of them is of the whole."""
    from participation_lib.dossier import open_dossier
    from participation_lib.errors import InputError
    from participation_lib.review.desk import ReviewDesk

    with open_dossier(folder) as dossier:
        desk = ReviewDesk(dossier, author="mesure", learns=False)
        for idea in tuple(desk.review.in_reading_order):
            position = desk.review.text(idea).find(" et ")
            if position > 0 and number:
                with suppress(InputError):
                    desk.cut(idea.idea_id, position)
                    number -= 1


def measure(size: int, answers: Path, number: int) -> list[tuple[str, ...]]:
    """Give the line of a size: how many ideas, and seconds for each gesture."""
    from participation_lib.chain import open_from_files
    from participation_lib.dossier import open_dossier
    from participation_lib.review.desk import ReviewDesk

    with tempfile.TemporaryDirectory(prefix="relecture-") as place:
        file = Path(place) / f"reponses_{size}.csv"
        write_sample(answers, size, file)
        open_from_files(Path(place) / "dossier", [file]).close()
        began = time.perf_counter()
        dossier = open_dossier(Path(place) / "dossier")
        desk = ReviewDesk(dossier, author="mesure")
        opened = time.perf_counter() - began
        first = timed(lambda: desk.queue(1))
        found = gestures(desk, number)
        n_ideas = len(desk.review.ideas)
        dossier.close()
        cold = first_queue(Path(place) / "dossier", forget=True)
        cut_some(Path(place) / "dossier", 10)
        after_cuts = first_queue(Path(place) / "dossier")
    learning = statistics.median(found["Décider et apprendre"]) - statistics.median(found["Décider sans apprendre"])
    limit = PROMISED.get(size)
    held = "" if limit is None else f"{decimal(limit, 1)} s : {'tenu' if learning <= limit else 'pas tenu'}"
    return [
        (
            str(size),
            str(n_ideas),
            decimal(opened, 1),
            decimal(first, 1),
            decimal(after_cuts, 1),
            decimal(cold, 1),
            *(shown(found[name]) for name in found),
            decimal(learning, 3),
            held,
        )
    ]


def main() -> int:
    """Print a Markdown table in French."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tailles", default="1000,20000")
    parser.add_argument("--gestes", type=int, default=30)
    arguments = parser.parse_args()
    answers = Path(os.environ.get(FOLDER_VARIABLE, ROOT.parent / "shared" / "data")) / ANSWERS
    if not answers.is_file():
        print("Les réponses du Grand Débat ne sont pas sur cette machine : rien n'est mesuré.", file=sys.stderr)
        return 0
    print(machine())
    rows = [row for size in arguments.tailles.split(",") for row in measure(int(size), answers, arguments.gestes)]
    gestures_timed = ("Décider et apprendre", "Décider sans apprendre", "Famille suivante", "Annuler")
    print("\nSecondes, médiane (minimum–maximum).\n")
    queues = ("Première file", "après dix coupures", "sans rien de gardé")
    print(table(("Réponses", "Idées", "Ouvrir", *queues, *gestures_timed, "Apprendre", "Visé"), rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
