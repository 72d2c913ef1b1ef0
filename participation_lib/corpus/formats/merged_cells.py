"""What openpyxl does not tell when it reads a sheet row by row: merged cells, formulas never computed."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.utils.cell import column_index_from_string

__all__ = ["SheetMarks", "read_marks"]

_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_NOT_COMPUTED: Final = re.compile(
    rb"<(?:\w+:)?f(?:>|\s[^>]*>)(?:[^<]*</(?:\w+:)?f>)?\s*(?:<(?:\w+:)?v\s*/>\s*|<v></v>)?</(?:\w+:)?c>"
)
_PIECE: Final = 1024 * 1024
_OVERLAP: Final = 16 * 1024
_MOST_MERGED: Final = 20_000


@dataclass(frozen=True)
class SheetMarks:
    """First row, last row and column (from 0) of what is merged down; formulas without a value."""

    merged: tuple[tuple[int, int, int], ...]
    n_not_computed: int


def read_marks(package: zipfile.ZipFile, sheet: Any) -> SheetMarks:
    """Give the marks of a sheet, read piece by piece: the memory it takes does not grow with it.

    Parameters
    ----------
    sheet
        Of openpyxl, in reading order.
    """
    part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    merged: list[tuple[int, int, int]] = []
    n_not_computed = 0
    if part not in package.NameToInfo:
        return SheetMarks((), 0)
    with package.open(part) as stream:
        kept = b""
        while piece := stream.read(_PIECE):
            window = kept + piece
            end = 0
            for found in _NOT_COMPUTED.finditer(window):
                n_not_computed += 1
                end = found.end()
            for found in _MERGED.finditer(window):
                end = max(end, found.end())
                first, last = int(found[2]), int(found[4])
                if last > first and len(merged) < _MOST_MERGED:
                    merged.append((first, last, column_index_from_string(found[1].decode()) - 1))
            # What was counted is not looked at twice; what the piece cut is.
            kept = window[max(end, len(window) - _OVERLAP) :]
    return SheetMarks(tuple(merged), n_not_computed)
