"""Eight tables at once, programs killed in the middle of a write, a full disk: what was confirmed is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from participation_lib.dossier import FILE_NAME, create_dossier, is_dossier, open_dossier, restore_dossier
from participation_lib.errors import OutputError
from participation_lib.schema import AddBatch, RenameTheme
from tests.dossier.samples import batch, journal, quick_check, said, start
from tests.dossier.test_store import same

N_PROCESSES = 8
N_EACH = 12
PLACES = pytest.mark.parametrize(("where", "kept_in"), [("local", "wal"), ("share", "rollback")])
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and limits of a process")


@PLACES
def test_eight_processes_at_once(where: str, kept_in: str, folder: Path) -> None:
    processes = [start("append", folder, where, N_EACH) for _ in range(N_PROCESSES)]
    confirmed = [int(line) for process in processes for line in said(process)]
    everything = list(range(1, N_PROCESSES * N_EACH + 1))
    assert sorted(confirmed) == everything
    assert journal(folder) == kept_in
    with open_dossier(folder, on_share=lambda _: where == "share") as dossier:
        assert [decision.decision_id for decision in dossier.decisions()] == everything


def killed(zygote: subprocess.Popen[str], verb: str, after: int, pause: float) -> list[list[str]]:
    """Have something done for ever, kill it after some lines and a pause, and give what it confirmed."""
    assert zygote.stdin is not None
    assert zygote.stdout is not None
    zygote.stdin.write(f"{verb}\n")
    zygote.stdin.flush()
    lines: list[list[str]] = []
    child = 0
    while not child or len(lines) < after:
        words = zygote.stdout.readline().split()
        if words[0] == "started":
            child = int(words[1])
        else:
            lines.append(words)
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    while (words := zygote.stdout.readline().split()) != ["dead"]:
        lines.append(words)
    return lines


@POSIX
@PLACES
def test_killed_in_the_middle_of_writes(where: str, kept_in: str, folder: Path) -> None:
    chance = random.Random(where)
    zygote = start("be-killed", folder, where)
    for _ in range(8):
        confirmed = killed(zygote, "write", chance.randrange(1, 4), chance.random() * 0.02)
        assert journal(folder) == kept_in
        with open_dossier(folder, on_share=lambda _: where == "share") as dossier:
            decisions = dossier.decisions()
            batches = dossier.batches()
        for kind, number in confirmed:
            assert int(number) <= (len(decisions) if kind == "decision" else len(batches))
        assert quick_check(folder) == "ok"
        # Whole or not at all: three renames go together, a batch with its decision and all its rows.
        assert [decision.decision_id for decision in decisions] == list(range(1, len(decisions) + 1))
        entered = [decision.action.batch_id for decision in decisions if isinstance(decision.action, AddBatch)]
        assert entered == list(range(2, len(batches) + 1))
        assert (len(decisions) - len(entered)) % 3 == 0
        assert all(same(stored, replace(batch(rank), batch_id=rank)) for rank, stored in enumerate(batches, 1))
    said(zygote)


@POSIX
def test_killed_in_the_middle_of_creations(tmp_path: Path) -> None:
    chance = random.Random(3)
    zygote = start("be-killed", tmp_path)
    confirmed = [words[1] for _ in range(6) for words in killed(zygote, "create", 2, chance.random() * 0.05)]
    said(zygote)
    for name in confirmed:
        assert is_dossier(tmp_path / name)
    for place in tmp_path.iterdir():
        for leftover in place.glob(".en-cours-*"):  # killed just before it went; a day later, it goes
            os.utime(leftover, (1, 1))
        with open_dossier(place) if is_dossier(place) else create_dossier(place, title="Plan") as dossier:
            assert dossier.title == "Plan"
        assert sorted(path.name for path in place.iterdir()) == [FILE_NAME, "exports"]


@POSIX
def test_killed_in_the_middle_of_archives(folder: Path, tmp_path: Path) -> None:
    chance = random.Random(4)
    (folder / "exports" / "note.html").write_bytes(chance.randbytes(500_000))
    zygote = start("be-killed", folder)
    confirmed = [words[1] for _ in range(4) for words in killed(zygote, "archive", 1, chance.random() * 0.05)]
    said(zygote)
    archives = sorted(path.name for path in tmp_path.glob("*.zip"))
    assert set(confirmed) <= set(archives)
    for name in archives:
        with restore_dossier(tmp_path / name, tmp_path / f"{name}.repris") as dossier:
            assert len(dossier.batches()) == 1


@POSIX
@PLACES
def test_a_file_that_may_not_grow(where: str, kept_in: str, folder: Path) -> None:
    lines = said(start("fill", folder, where, 400_000))
    confirmed = [int(line) for line in lines if line.isdecimal()]
    (sentence,) = [line for line in lines if line.startswith("said")]
    assert "n’a pas répondu (plein, débranché ou en panne)" in sentence
    assert "xxx" not in sentence
    assert lines[-1] == f"still {len(confirmed)}"
    with open_dossier(folder, on_share=lambda _: where == "share") as dossier:
        assert [decision.decision_id for decision in dossier.decisions()] == confirmed
        assert len(confirmed) > 5
        dossier.append([(RenameTheme("t01", "x"), "")], author="Ana", seen=len(confirmed))
    assert quick_check(folder) == "ok"


@contextmanager
def small_disk(place: Path, size: str = "1m") -> Iterator[None]:
    """Give a real disk of a given size, where the system lets us."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        refused = subprocess.run(mount, capture_output=True).returncode
    except OSError:
        refused = 1
    if refused:
        pytest.skip("only an administrator can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill_up(place: Path) -> Path:
    filler = place / "reste"
    with filler.open("ab", buffering=0) as file:
        try:
            while file.write(b"0" * 4096):
                pass
        except OSError:
            return filler
    return filler


@PLACES
def test_a_full_disk(where: str, kept_in: str, tmp_path: Path) -> None:
    disk = tmp_path / "clé"

    def shared(_: Path) -> bool:
        return where == "share"

    with small_disk(disk):
        folder = disk / "plan"
        with create_dossier(folder, on_share=shared) as dossier:
            dossier.add_batch(batch(), author="Ana")
            filler = fill_up(disk)
            confirmed = 0
            refusal = ""
            while not refusal:
                try:
                    dossier.append([(RenameTheme("t01", "mots d’elle" * 500), "")], author="Ana", seen=confirmed)
                    confirmed += 1
                except OutputError as error:
                    refusal = str(error)
            assert "Le disque est plein" in refusal
            assert "mots" not in refusal
            with pytest.raises(OutputError, match="Le disque est plein"):
                dossier.add_batch(batch(2), author="Ana")
            dossier.keep_vectors("e", {"a": np.zeros(50_000, dtype=np.float32)})  # a cache is never missed
            assert (len(dossier.decisions()), len(dossier.batches())) == (confirmed, 1)
            with pytest.raises(OutputError, match="disque est plein"):
                dossier.backup(disk / "copie.sqlite")
            with pytest.raises(OutputError, match="«\u00a0autre\u00a0» n’a pas pu être écrit"):
                create_dossier(disk / "autre", on_share=shared)
        assert sorted(path.name for path in disk.iterdir()) == ["plan", "reste"]
        filler.unlink()
        with open_dossier(folder, on_share=shared) as dossier:
            assert (len(dossier.decisions()), len(dossier.batches())) == (confirmed, 1)
            dossier.append([(RenameTheme("t01", "Ombre"), "")], author="Ana", seen=confirmed)
        assert journal(folder) == kept_in
        assert quick_check(folder) == "ok"
        fill_up(disk)
        with open_dossier(folder, on_share=shared) as dossier:  # what is there can be read, if nothing more
            assert len(dossier.decisions()) == confirmed + 1
            with pytest.raises(OutputError, match=r"disque plein|disque est plein"):
                dossier.append([(RenameTheme("t01", "x" * 9_000), "")], author="Ana", seen=confirmed + 1)
