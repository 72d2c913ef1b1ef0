"""French tables and figures as the measures print them, ready to be pasted in docs/mesures.md."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

__all__ = ["decimal", "installed", "machine", "spread", "table"]


def decimal(value: float | None, digits: int = 2) -> str:
    """Give a number with a decimal comma, a dash for none."""
    if value is None:
        return "—"
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",")


def spread(values: Sequence[float], digits: int = 2, scale: float = 1, unit: str = "") -> str:
    """Give the mean of some values and, when they differ, the smallest and the largest."""
    if not values:
        return "—"
    mean, low, high = (scale * value for value in (statistics.fmean(values), min(values), max(values)))
    shown = decimal(mean, digits) + unit
    if decimal(low, digits) == decimal(high, digits):
        return shown
    return f"{shown} ({decimal(low, digits)}–{decimal(high, digits)})"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give a Markdown table; the first column is words, the others figures."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def installed(package: str) -> str | None:
    """Give the version of a package, None when it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def machine() -> str:
    """Say in one line what the measures were made on, without naming the machine."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:  # not a Linux
        system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} cœurs, {system}, Python {platform.python_version()}"
