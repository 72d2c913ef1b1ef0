"""The table behind each figure: in the note, as CSV, as an Excel workbook."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Final, Literal

from participation_lib.notes.archives import read_parts, write_parts
from participation_lib.notes.model import Figure, Inline, Note, Table, Text
from participation_lib.notes.pandoc_inlines import clean, own_line
from participation_lib.notes.structure import figures
from participation_lib.notes.tables import csv_bytes, spreadsheet_danger
from participation_lib.notes.typography import format_number

__all__ = ["figure_table", "figures_csv", "figures_workbook"]

_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a date without a clock: the workbook wants one
# Excel reads _x0041_ as a character.
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST: Final = 60  # characters


def figure_table(figure: Figure, caption: str = "") -> Table:
    r"""Give the table of a figure, to be set in a note near it or in an annex.

    Parameters
    ----------
    figure : Figure
        One that keeps its data.
    caption : str
        Empty: « Les nombres de la figure », then that of the figure.

    Raises
    ------
    ValueError
        The figure was not drawn from a table.

    Examples
    --------
    >>> from participation_lib.notes.figures import theme_bars
    >>> table = figure_table(theme_bars(["Arbres"], [1200]))
    >>> table.header, table.rows[0][1][0].content
    (('Thème', 'Idées'), '1\u202f200')
    """
    if figure.data is None:
        raise ValueError("this figure has no data")
    rows: tuple[tuple[tuple[Inline, ...], ...], ...] = tuple(
        tuple((Text(value if isinstance(value, str) else format_number(value)),) for value in row)
        for row in figure.data.rows
    )
    sides: list[Literal["left", "right"]] = ["right" if rank else "left" for rank in range(len(figure.data.header))]
    caption = caption or f"Les nombres de la figure : {figure.caption}"
    return Table(caption, figure.data.header, rows, tuple(sides), row_headers=True)


def figures_csv(note: Note) -> tuple[bytes, ...]:
    """Give one CSV a figure that keeps its data, in reading order."""
    return tuple(
        csv_bytes(figure.data.header, figure.data.rows) for figure in figures(note.blocks) if figure.data is not None
    )


def figures_workbook(note: Note) -> bytes:
    """Give an Excel workbook: a list of the figures, then a sheet for each one that keeps its data.

    Names stay words, whatever they begin with; counts are numbers. The same note gives the same
    bytes.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    workbook.properties.created = _DAY
    workbook.properties.creator = None
    workbook.properties.title = _words(own_line(note.title))
    shown = [figure for figure in figures(note.blocks) if figure.data is not None]
    sheets: list[tuple[str, tuple[str, ...], list[tuple[str | int, ...]]]] = [
        ("Figures", ("Feuille", "Figure"), [(f"Figure {n}", own_line(f.caption)) for n, f in enumerate(shown, start=1)])
    ]
    for n, figure in enumerate(shown, start=1):
        if figure.data is not None:
            sheets.append((f"Figure {n}", figure.data.header, list(figure.data.rows)))
    for rank, (name, header, rows) in enumerate(sheets):
        sheet = workbook.create_sheet(name, rank)
        sheet.freeze_panes = "A2"
        for n_row, row in enumerate([header, *rows], start=1):
            for n_column, value in enumerate(row, start=1):
                cell = sheet.cell(n_row, n_column)
                if isinstance(value, str):
                    cell.value = _words(value)
                    cell.data_type = "s"  # « =… » is a name, not a formula
                    cell.quotePrefix = spreadsheet_danger(value)
                else:
                    cell.value = value
                if n_row == 1:
                    cell.font = Font(bold=True)
                    cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        for n_column in range(1, len(header) + 1):
            longest = max(len(str(row[n_column - 1])) for row in [header, *rows])
            sheet.column_dimensions[get_column_letter(n_column)].width = min(_WIDEST, longest + 3)
    del workbook["Sheet"]
    return _without_clock(workbook)


def _words(text: str) -> str:
    return _ESCAPE.sub("_x005F_", clean(text))


def _without_clock(workbook: object) -> bytes:
    """Save, then put back the date that openpyxl takes from the clock."""
    archive = BytesIO()
    workbook.save(archive)  # type: ignore[attr-defined]
    parts = read_parts(archive.getvalue())
    core = parts["docProps/core.xml"].decode("utf-8")
    parts["docProps/core.xml"] = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{_DAY.isoformat()}Z", core).encode()
    return write_parts(parts)
