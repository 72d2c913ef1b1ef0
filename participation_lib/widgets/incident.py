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


def _version() -> str:
    try:
        return version("participation-lib")
    except PackageNotFoundError:
        return "non installé"


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Write where an error was raised, without its message nor any value; give the file.

    The message of an unexpected error may quote a citizen: only its type is kept. Gives None
    when neither the folder nor the system's temporary one can be written to.
    """
    lines = [f"participation_lib {_version()}", f"Python {sys.version.split()[0]}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            file = place / REPORT_NAME
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError:
            continue
        return file
    return None
