"""Another program at work on a dossier, that tests start, count on and kill.

`python -m tests.dossier.worker VERB FOLDER WHERE [NUMBER]`, WHERE being « local » or « share ».
Every confirmed number is printed once the call returned.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from participation_lib.dossier import Dossier, OutdatedLog, archive_dossier, create_dossier, open_dossier
from participation_lib.errors import ParticipationError
from participation_lib.schema import LockTheme, RenameTheme
from tests.dossier.samples import batch


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def opened(folder: Path) -> Dossier:
    return open_dossier(folder, on_share=lambda _: sys.argv[3] == "share")


def append(folder: Path) -> None:
    """Add decisions one by one, whatever the others do."""
    with opened(folder) as dossier:
        left = int(sys.argv[4])
        while left:
            try:
                added = dossier.append([(LockTheme("t01"), "")], author="Ana", seen=dossier.last_decision_id())
            except OutdatedLog:
                continue
            say(added[0].decision_id)
            left -= 1


def write_for_ever(folder: Path) -> None:
    """Add three decisions together and a batch, again and again."""
    with opened(folder) as dossier:
        while True:
            seen = dossier.last_decision_id()
            added = dossier.append([(RenameTheme("t01", "x" * 3_000), "")] * 3, author="Ana", seen=seen)
            say("decision", added[-1].decision_id)
            say("batch", dossier.add_batch(batch(len(dossier.batches()) + 1), author="Ana").batch_id)


def create_for_ever(folder: Path) -> None:
    number = 0
    while True:
        with create_dossier(folder / f"d{os.getpid()}-{number}", title="Plan"):
            say("created", f"d{os.getpid()}-{number}")
        number += 1


def archive_for_ever(folder: Path) -> None:
    number = 0
    while True:
        say("archived", archive_dossier(folder, folder.parent / f"a{os.getpid()}-{number}.zip").name)
        number += 1


def be_killed(folder: Path) -> None:
    """For each verb read, have a child do it for ever; say when it is dead."""
    for verb in sys.stdin:
        child = os.fork()
        if not child:
            VERBS[verb.strip()](folder)
        say("started", child)
        os.waitpid(child, 0)
        say("dead")


def fill(folder: Path) -> None:
    """Write until the disk refuses, and say what is said then."""
    import resource

    with opened(folder) as dossier:
        size = int(sys.argv[4])
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        try:
            while True:
                added = dossier.append(
                    [(RenameTheme("t01", "x" * 9_000), "")], author="Ana", seen=dossier.last_decision_id()
                )
                say(added[0].decision_id)
        except ParticipationError as error:
            say("said", error)
        say("still", len(dossier.decisions()))


def as_nobody(folder: Path) -> None:
    """Open and write without any right."""
    if os.geteuid() == 0:  # whom no right stops
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        with opened(folder) as dossier:
            say("read", dossier.read_only, len(dossier.batches()), dossier.last_decision_id())
            dossier.append([(LockTheme("t01"), "")], author="Ana", seen=dossier.last_decision_id())
    except ParticipationError as error:
        say("said", error)
    try:
        create_dossier(folder / "dedans")
    except ParticipationError as error:
        say("said", error)


VERBS: dict[str, Callable[[Path], None]] = {
    "append": append,
    "archive": archive_for_ever,
    "as-nobody": as_nobody,
    "be-killed": be_killed,
    "create": create_for_ever,
    "fill": fill,
    "write": write_for_ever,
}

if __name__ == "__main__":
    VERBS[sys.argv[1]](Path(sys.argv[2]))
