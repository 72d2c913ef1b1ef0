"""A report of a fault of ours that may be sent by mail: where it failed, and no value at all."""

from __future__ import annotations

import sys
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

__all__ = ["REPORT_NAME", "write_report"]

REPORT_NAME: Final = "rapport-incident.txt"
_MOST_REPORTS: Final = 100  # in one folder


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Write where an error was raised, without its message nor any value; give the file.

    The message of an unexpected error may quote a citizen: only its type is kept. A file that
    is already there is left alone, and the report gets a number. Gives None when neither the
    folder nor the system's temporary one can be written to.
    """
    text = "\n".join(_lines(error)) + "\n"
    for place in (folder, Path(tempfile.gettempdir())):
        for number in range(1, _MOST_REPORTS):
            file = place / (REPORT_NAME if number == 1 else REPORT_NAME.replace(".", f"-{number}.", 1))
            try:
                with file.open("x", encoding="utf-8") as report:
                    report.write(text)
            except FileExistsError:
                continue
            except OSError:
                break
            return file
    return None


def _lines(error: BaseException) -> list[str]:
    lines = [f"participation_lib {_version()}", f"Python {sys.version.split()[0]}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return lines


def _version() -> str:
    try:
        return version("participation-lib")
    except PackageNotFoundError:
        return "non installé"
