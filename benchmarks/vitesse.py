"""Time the whole command, cold, from files to HTML, PDF and Word.

    python benchmarks/vitesse.py [--tailles pleniere,3000,20000,200000] [--repetitions 5]

Each passage is a fresh process, as a user starts it; only the system's own disk cache is warm.
The steps are timed from outside, by the moment their progress lines arrive. Larger corpora
are taken at regular distances from the Grand Débat extract, which is not part of the project:
without it they are skipped and it is said.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from french_tables import decimal, machine, table
from gold import PLENARY

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER_VARIABLE: Final = "PARTICIPATION_DONNEES"
ANSWERS: Final = "grand_debat_reponses.csv.gz"
PLENARY_SIZE: Final = "pleniere"
SIZES: Final = (PLENARY_SIZE, "3000", "20000", "200000")
RUN_ONCE_FROM: Final = 100_000
# What the project promises on two cores: seconds, megabytes (0: nothing promised).
PROMISED: Final = {"pleniere": (15, 0), "3000": (60, 0), "20000": (300, 2_000), "200000": (0, 6_000)}
_STEP: Final = re.compile(r"\[(\d+)/\d+\] (.+?)…?$")
START: Final = "Démarrage"


@dataclass(frozen=True)
class Passage:
    """One run of the command.

    Attributes
    ----------
    steps
        Seconds of each step, by name, in order; `START` is what comes before the first.
    processor
        Seconds of processor, all processes together; None where it is not known (Windows).
    peak_mb
        Most memory held by one process; None where it is not known.
    """

    seconds: float
    steps: dict[str, float]
    processor: float | None
    peak_mb: float | None
    summary: str


def run(file: Path, folder: Path, formats: str) -> Passage:
    """Run the command once in a fresh process.

    Raises
    ------
    RuntimeError
        The command failed; the message gives its last line.
    """
    command = [sys.executable, "-m", "participation_lib", "synthese", str(file)]
    command += ["--formats", formats, "--sortie", str(folder / "sortie")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    moments: list[tuple[str, float]] = [(START, 0.0)]
    last = ""
    with process.stderr or io.StringIO() as lines:
        for line in lines:
            last = line.strip() or last
            if found := _STEP.match(line.strip()):
                moments.append((found.group(2), time.perf_counter() - began))
    processor = peak_mb = None
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        processor = usage.ru_utime + usage.ru_stime
        peak_mb = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    seconds_to_end = time.perf_counter() - began if process.returncode is not None else None
    if process.wait() != 0:
        raise RuntimeError(f"la commande a échoué ({process.returncode}) : {last}")
    seconds = seconds_to_end if seconds_to_end is not None else time.perf_counter() - began
    ends = [moment for _, moment in moments[1:]] + [seconds]
    steps = {name: end - start for (name, start), end in zip(moments, ends, strict=True)}
    return Passage(seconds, steps, processor, peak_mb, last)


def write_sample(answers: Path, size: int, file: Path) -> int:
    """Write a file of this many answers, taken at regular distances, and give how many it holds."""
    with gzip.open(answers, "rt", encoding="utf-8", newline="") as source:
        total = sum(1 for _ in csv.reader(source)) - 1
    size = min(size, total)
    wanted = {number * total // size for number in range(size)}
    with (
        gzip.open(answers, "rt", encoding="utf-8", newline="") as source,
        file.open("w", encoding="utf-8", newline="") as target,
    ):
        writer = csv.writer(target)
        writer.writerow(["numero", "reponse"])
        for number, row in enumerate(csv.DictReader(source)):
            if number in wanted:
                writer.writerow([row["id"], row["reponse"]])
    return size


def _records(file: Path) -> int:
    with file.open(encoding="utf-8-sig", newline="") as source:
        return sum(1 for _ in csv.reader(source, delimiter=";")) - 1


def measure(size: str, answers: Path, repeats: int, formats: str) -> tuple[int, list[Passage]]:
    """Give the number of contributions of a size and its passages."""
    with tempfile.TemporaryDirectory(prefix="participation-vitesse-") as name:
        folder = Path(name)
        if size == PLENARY_SIZE:
            file, n_records = PLENARY, _records(PLENARY)
        else:
            file = folder / "reponses.csv"
            n_records = write_sample(answers, int(size), file)
        if n_records >= RUN_ONCE_FROM:
            repeats = 1
        passages = []
        for number in range(repeats):
            passages.append(run(file, folder, formats))
            done = passages[-1]
            print(
                f"  {size}, passage {number + 1} : {decimal(done.seconds, 1)} s. {done.summary}",
                file=sys.stderr,
            )
    return n_records, passages


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def _kept(size: str, seconds: float, peak_mb: float | None) -> str:
    limit, memory = PROMISED.get(size, (0, 0))
    if not limit and not memory:
        return "—"
    wanted = " et ".join(
        part for part in (f"{limit} s" if limit else "", f"{decimal(memory, 0)} Mo" if memory else "") if part
    )
    held = (not limit or seconds <= limit) and (not memory or peak_mb is None or peak_mb <= memory)
    return f"{wanted} : {'tenu' if held else 'pas tenu'}"


def shown(measured: Sequence[tuple[str, int, list[Passage]]]) -> str:
    """Give the French tables: whole command, then steps."""
    whole, steps = [], []
    names = list(dict.fromkeys(name for _, _, passages in measured for done in passages for name in done.steps))
    for size, n_records, passages in measured:
        seconds = [done.seconds for done in passages]
        median = statistics.median(seconds)
        peak_mb = _median([done.peak_mb for done in passages])
        whole.append(
            [
                "plénière" if size == PLENARY_SIZE else "Grand Débat",
                decimal(n_records, 0),
                str(len(passages)),
                decimal(median, 1),
                f"{decimal(min(seconds), 1)}–{decimal(max(seconds), 1)}",
                decimal(_median([done.processor for done in passages]), 1),
                decimal(peak_mb, 0),
                decimal(1000 * median / n_records, 1),
                _kept(size, median, peak_mb),
            ]
        )
        columns = [statistics.median(done.steps.get(name, 0.0) for done in passages) for name in names]
        steps.append([decimal(n_records, 0), *(decimal(column, 1) for column in columns)])
    header = [
        "Corpus",
        "Contributions",
        "Passages",
        "s (médiane)",
        "s (min–max)",
        "s de processeur",
        "Mo",
        "ms par contribution",
    ]
    growth = [
        f"De {decimal(fewer, 0)} à {decimal(more, 0)} contributions, une de plus coûte "
        f"{decimal(1000 * (_seconds(after) - _seconds(before)) / (more - fewer), 1)} ms."
        for (_, fewer, before), (_, more, after) in pairwise(measured)
        if more > fewer
    ]
    return "\n\n".join(
        [
            table([*header, "Visé"], whole),
            "Secondes par étape (médianes) :",
            table(["Contributions", *names], steps),
            *growth,
        ]
    )


def _seconds(passages: Sequence[Passage]) -> float:
    return statistics.median(done.seconds for done in passages)


def _sizes(value: str) -> list[str]:
    sizes = [part.strip().replace("plénière", PLENARY_SIZE) for part in value.split(",") if part.strip()]
    if not sizes or any(size != PLENARY_SIZE and not (size.isdecimal() and int(size)) for size in sizes):
        raise argparse.ArgumentTypeError(f"« {value} » : écrivez par exemple pleniere,3000,20000")
    return sizes


def main() -> int:
    """Measure the sizes asked for; print Markdown in French."""
    parser = argparse.ArgumentParser(description="Mesure la commande entière, à froid.")
    parser.add_argument("--tailles", dest="sizes", type=_sizes, default=list(SIZES), help=",".join(SIZES))
    parser.add_argument("--repetitions", dest="repeats", type=int, default=5, help="passages par taille (5)")
    parser.add_argument("--formats", default="html,pdf,docx", help="formats écrits (html,pdf,docx)")
    parser.add_argument(
        "--donnees",
        dest="folder",
        type=Path,
        default=Path(os.environ.get(FOLDER_VARIABLE, ROOT.parent / "shared" / "data")),
        help=f"dossier de {ANSWERS} (ou variable {FOLDER_VARIABLE})",
    )
    arguments = parser.parse_args()
    answers: Path = arguments.folder / ANSWERS
    print(f"{machine()} ; processus neuf à chaque passage ; formats {arguments.formats}.")
    if hasattr(os, "getloadavg"):
        load = decimal(os.getloadavg()[0], 1)
        print(f"Charge de la machine au départ : {load} (autour de 0 : rien d'autre ne tournait).")
    measured = []
    for size in arguments.sizes:
        if size != PLENARY_SIZE and not answers.is_file():
            print(f"\n{size} contributions : {ANSWERS} est absent, cette taille n'est pas mesurée.")
            continue
        try:
            measured.append((size, *measure(size, answers, max(arguments.repeats, 1), arguments.formats)))
        except RuntimeError as error:
            print(f"\n{size} : {error}")
            return 1
    if measured:
        print(f"\n{shown(measured)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
