"""Putting a file in its place at once, never over another."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["aside_of", "place_new", "remember_folder"]


def aside_of(path: Path) -> Path:
    """Give a hidden name beside a file, where it can be written before it takes its place."""
    return path.with_name(f".{path.name}.en-cours-{os.getpid()}")


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
        aside.unlink()
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        aside.rename(path)
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
