"""From an Excel workbook (.xlsx) to a table of strings."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Sequence
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from participation_lib.corpus.formats.delimited import unique_headers
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.wording import quoted
from participation_lib.errors import InputError

__all__ = ["read_workbook"]

_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
# A sheet of text shrinks ten times or so; a thousand times is an attack, not a spreadsheet.
_LARGEST_UNPACKED: Final = 2 * 1024**3


def _cell(value: Any) -> str:
    """Write a value as she reads it in the sheet."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value).replace(".", ",")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _check_package(data: bytes, file_name: str) -> None:
    if not data:
        raise InputError(f"Le fichier {quoted(file_name)} est vide (0 octet).")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError(
                f"Le classeur {quoted(file_name)} est protégé par un mot de passe : enregistrez-en une copie "
                "sans mot de passe."
            )
        raise InputError(
            f"Le classeur {quoted(file_name)} est à l’ancien format .xls : enregistrez-le en .xlsx ou .csv."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
            is_workbook = any(name.startswith("xl/") for name in package.namelist())
    except zipfile.BadZipFile:
        raise InputError(
            f"Le classeur {quoted(file_name)} est abîmé ou incomplet : rouvrez-le dans Excel et "
            "enregistrez-le à nouveau."
        ) from None
    if not is_workbook:
        raise InputError(f"Le fichier {quoted(file_name)} n’est pas un classeur Excel (.xlsx).")
    if unpacked > _LARGEST_UNPACKED:
        raise InputError(f"Le classeur {quoted(file_name)} dépasse 2 Go une fois ouvert : exportez-le en .csv.")


def _sheet_rows(sheet: Any) -> list[tuple[int, list[str]]]:
    """Give the rows of a sheet with their numbers, blank ones after the last text left out."""
    rows: list[tuple[int, list[str]]] = []
    last = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_cell(value) for value in values]
        if any(cell.strip() for cell in cells):
            last = len(rows) + 1
        elif not rows:
            continue  # blank rows above the header
        rows.append((number, cells))
    return rows[:last]


def _first_with_text(workbook: Any) -> tuple[str, list[tuple[int, list[str]]], tuple[str, ...]]:
    hidden: list[str] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        rows = _sheet_rows(sheet)
        if any(any(char.isalpha() for char in cell) for _, cells in rows for cell in cells):
            others = len(workbook.worksheets) - 1 - len(hidden)
            remarks = []
            if others:
                remarks.append(f"Seule la feuille {quoted(sheet.title)} a été lue.")
            if hidden:
                remarks.append("Les feuilles masquées n’ont pas été lues.")
            return sheet.title, rows, tuple(remarks)
    return "", [], ()


def read_workbook(data: bytes, file_name: str) -> Table:
    """Give the cells of the first visible sheet that holds text.

    Formulas give the value that was last computed; macros and images are ignored. The
    header is the first row with something in it. Blank rows between two records are
    records; those after the last text are not.

    Raises
    ------
    InputError
        The workbook is empty, encrypted, of the old format, damaged, or holds no text.
    """
    _check_package(data, file_name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of features it leaves out; none holds text
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            title, rows, remarks = _first_with_text(workbook)
            workbook.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
        TypeError,
        AttributeError,
    ):
        # SyntaxError is what the XML parser raises on a damaged sheet.
        raise InputError(
            f"Le classeur {quoted(file_name)} est abîmé : rouvrez-le dans Excel et enregistrez-le à nouveau."
        ) from None
    if not rows:
        raise InputError(f"Le classeur {quoted(file_name)} ne contient aucun texte.")
    width = max(len(cells) for _, cells in rows)
    header = rows[0][1] + [""] * (width - len(rows[0][1]))
    width = _used_width(rows, width)
    names = unique_headers(header[:width])
    body = [cells[:width] + [""] * (width - len(cells)) for _, cells in rows[1:]]
    columns: dict[str, Sequence[str]] = dict.fromkeys(names, ())
    if body:
        columns = dict(zip(names, zip(*body, strict=True), strict=True))
    return Table(
        file_name=file_name,
        columns=columns,
        rows=[number for number, _ in rows[1:]],
        container=f"Excel, feuille {quoted(title)}",
        remarks=remarks,
    )


def _used_width(rows: list[tuple[int, list[str]]], width: int) -> int:
    """Give the number of columns up to the last that holds something."""
    while width > 1 and not any(len(cells) >= width and cells[width - 1].strip() for _, cells in rows):
        width -= 1
    return width
