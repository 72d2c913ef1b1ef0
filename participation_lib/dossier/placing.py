"""Writing aside, then putting a file in its place at once, never over another."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

__all__ = ["LEFTOVER", "aside_folder", "clear_leftovers", "place_new", "remember_folder"]

LEFTOVER: Final = ".en-cours-"  # begins the name of what is being written, or was when a program was killed
_ONE_DAY: Final = 86_400.0


@contextmanager
def aside_folder(parent: Path) -> Iterator[Path]:
    """Give a hidden folder to write in, gone when the block ends; old ones go too."""
    clear_leftovers(parent)
    with TemporaryDirectory(dir=parent, prefix=LEFTOVER, ignore_cleanup_errors=True) as place:
        yield Path(place)


def clear_leftovers(parent: Path, *, older_than: float = _ONE_DAY) -> None:
    """Remove what killed programs left in a folder, from some seconds of age on: none works for a day."""
    for leftover in parent.glob(f"{LEFTOVER}*"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime >= older_than:
                shutil.rmtree(leftover, ignore_errors=True)


def place_new(aside: Path, path: Path) -> None:
    """Give a file written aside its name.

    Raises
    ------
    FileExistsError
        Something has that name already; it is left alone.
    """
    with aside.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(aside, path)  # fails where the name is taken, even at the last moment
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        aside.rename(path)
    else:
        aside.unlink()
    remember_folder(path.parent)


def remember_folder(folder: Path) -> None:
    """Have the names of a folder on the disk, on the systems where that is asked apart."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
