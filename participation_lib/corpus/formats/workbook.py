"""From an Excel workbook to tables of strings, one a visible sheet that holds text."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from participation_lib.corpus.formats.delimited import unique_headers
from participation_lib.corpus.formats.header_row import header_row
from participation_lib.corpus.formats.merged_cells import SheetMarks, read_marks
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.package import open_package
from participation_lib.corpus.formats.repair import repair_cell, said_of_repairs
from participation_lib.corpus.formats.session_words import column_role, read_group
from participation_lib.corpus.formats.wording import counted, quoted, quoted_list
from participation_lib.errors import InputError

__all__ = ["read_workbook"]

_MACROS: Final = re.compile(r"xl/vbaProject\.bin|xl/macrosheets/.*")
_COMMENTS: Final = re.compile(r"xl/(?:comments/?\w*|threadedComments/\w*)\.xml")
_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BEFORE_HEADER: Final = 12
_LONGEST_LABEL: Final = 60


def read_workbook(data: bytes, file_name: str) -> tuple[Table, ...]:
    """Give the cells of every visible sheet that holds text, sheet by sheet.

    Formulas give the value that was last computed; macros, pictures and comments are not
    read, nor are hidden sheets, and it is said. The header is the first row that names the
    columns. Blank rows between two records are records; those after the last text are not.
    What merged cells say is said again on every row they cover. In a sheet called « Table 3 »
    without a column of tables, that is the table of its rows.

    Raises
    ------
    InputError
        The workbook is empty, encrypted, of the old format, damaged, or holds no text.
    """
    package = open_package(data, file_name, "xlsx")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of features it leaves out; none holds text
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            macros = any(map(_MACROS.fullmatch, package.namelist()))
            comments = any(map(_COMMENTS.fullmatch, package.namelist()))
            sheets, said = _sheets(workbook, package)
            workbook.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        EOFError,
        SyntaxError,
        TypeError,
        AttributeError,
        NotImplementedError,
    ):
        # SyntaxError is what the XML parser raises on a damaged sheet.
        raise InputError(
            f"Le classeur {quoted(file_name)} est abîmé : rouvrez-le dans Excel et enregistrez-le à nouveau."
        ) from None
    if not sheets:
        hidden = " dans ses feuilles visibles" if said else ""
        raise InputError(f"Le classeur {quoted(file_name)} ne contient aucun texte{hidden}.")
    if macros:
        said.append("Les macros de ce classeur n’ont pas été exécutées.")
    if comments:
        said.append("Les commentaires des cellules n’ont pas été lus.")
    several = len(sheets) > 1
    return tuple(
        sheet.table(file_name, said if rank == 0 else (), several=several) for rank, sheet in enumerate(sheets)
    )


class _Sheet:
    """The rows of a sheet with their numbers, made into columns."""

    def __init__(self, title: str, marks: SheetMarks) -> None:
        self.title = title
        self.marks = marks
        self.rows: list[tuple[int, list[str]]] = []
        self.n_repaired = self.n_errors = 0
        self.has_text = False
        self._last = 0
        self._kept: dict[str, str] = {}  # answers that come back are kept once

    def add(self, number: int, values: Sequence[Any]) -> None:
        """Take the next row."""
        cells = [self._cell(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if any(cell.strip() for cell in cells):
            self._last = len(self.rows) + 1
            self.has_text = self.has_text or any(char.isalpha() for cell in cells for char in cell)
        elif not self.rows:
            return  # blank rows above the first
        self.rows.append((number, cells))

    def _cell(self, value: Any) -> str:
        """Write a value as she reads it in the sheet."""
        if value is None:
            return ""
        if isinstance(value, str):
            if value in _ERRORS:
                self.n_errors += 1
                return ""
            text = _ESCAPED.sub(_unescaped, value) if "_x" in value else value
            repaired = repair_cell(text)
            self.n_repaired += repaired != text
            return self._kept.setdefault(repaired, repaired) if len(repaired) <= _LONGEST_LABEL else repaired
        if isinstance(value, bool):
            return "VRAI" if value else "FAUX"
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value).replace(".", ",")
        if isinstance(value, datetime.datetime) and value.time() == datetime.time():
            return value.date().isoformat()
        text = str(value)
        return self._kept.setdefault(text, text)

    def table(self, file_name: str, said: Sequence[str], *, several: bool) -> Table:
        """Give the columns under the header, and what should be known of them."""
        rows = self.rows[: self._last]
        header = header_row([cells for _, cells in rows[:_BEFORE_HEADER]])
        width = max(len(cells) for _, cells in rows)
        names = unique_headers(rows[header][1] + [""] * (width - len(rows[header][1])))
        body = rows[header + 1 :]
        for _, cells in body:
            cells.extend([""] * (width - len(cells)))
        n_filled = self._fill_merged(body)
        columns: dict[str, Sequence[str]] = {
            name: [cells[position] for _, cells in body] for position, name in enumerate(names)
        }
        remarks = list(said)
        group = read_group(self.title)
        if body and group is not None and not any(column_role(name) == "group" for name in names):
            columns = {group[0]: [group[1]] * len(body)} | columns
            remarks.append(f"{group[0].capitalize()} {group[1]}, d’après le nom de la feuille.")
        if header:
            above = "La première ligne est un titre" if header == 1 else f"{header} lignes de titre"
            remarks.append(f"{above} : l’en-tête a été lu ligne {rows[header][0]}.")
        if n_filled:
            covered = counted(n_filled, "ligne couverte", "lignes couvertes")
            remarks.append(f"Cellules fusionnées : leur contenu a été répété sur {covered}.")
        if self.marks.n_not_computed:
            remarks.append(
                f"{counted(self.marks.n_not_computed, 'formule')} sans résultat enregistré : ces cellules sont vides. "
                "Ouvrez le classeur dans Excel et enregistrez-le pour qu’elles soient lues."
            )
        if self.n_errors:
            remarks.append(f"{counted(self.n_errors, 'cellule')} en erreur (#N/A, #REF!…) : lues comme vides.")
        remarks += said_of_repairs(self.n_repaired, "cellule")
        return Table(
            file_name=file_name,
            columns=columns,
            rows=[number for number, _ in body],
            container=f"Excel, feuille {quoted(self.title)}",
            remarks=tuple(remarks),
            sheet=self.title if several else "",
        )

    def _fill_merged(self, body: Sequence[tuple[int, list[str]]]) -> int:
        """Say again what merged cells say, on rows that say something else; a long text is one contribution."""
        if not self.marks.merged or not body:
            return 0
        numbers = [number for number, _ in body]
        n_filled = 0
        for first_row, last_row, column in self.marks.merged:
            start = bisect_left(numbers, first_row)
            if start == len(body) or numbers[start] != first_row or column >= len(body[0][1]):
                continue
            value = body[start][1][column]
            if not value.strip() or len(value) > _LONGEST_LABEL:
                continue
            for _, cells in body[start + 1 : bisect_right(numbers, last_row)]:
                if any(cells) and not cells[column]:
                    cells[column] = value
                    n_filled += 1
        return n_filled


def _unescaped(code: re.Match[str]) -> str:
    # How Excel writes what XML cannot hold; control characters other than line ends stand between words.
    char = chr(int(code[1], 16))
    if char == "\r":
        return ""
    return char if char in "\n\t" or (char.isprintable() and not 0xD800 <= ord(char) <= 0xDFFF) else " "


def _sheets(workbook: Any, package: zipfile.ZipFile) -> tuple[list[_Sheet], list[str]]:
    hidden: list[str] = []
    wordless: list[str] = []
    found: list[_Sheet] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        read = _Sheet(sheet.title, read_marks(package, sheet))
        sheet.reset_dimensions()  # what the file says of its size may be false
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            read.add(number, values)
        if read.has_text:
            found.append(read)
        elif read.rows:
            wordless.append(sheet.title)
    said = []
    if wordless:
        said.append(f"{_sheets_named(wordless)} sans aucun mot : {_not_read(wordless)}.")
    if hidden:
        said.append(f"{_sheets_named(hidden)} {'masquées' if len(hidden) > 1 else 'masquée'} : {_not_read(hidden)}.")
    return found, said


def _sheets_named(titles: Sequence[str]) -> str:
    return f"{'Feuilles' if len(titles) > 1 else 'Feuille'} {quoted_list(titles)}"


def _not_read(titles: Sequence[str]) -> str:
    return "non lues" if len(titles) > 1 else "non lue"
