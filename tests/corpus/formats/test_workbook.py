from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from participation_lib.corpus.formats.workbook import read_workbook
from participation_lib.errors import InputError


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_keep_the_number_of_the_sheet() -> None:
    data = workbook(("Notes", [[], ["table", "texte"], [3, "des bancs"], [], [4.0, "une\nligne"], [], []]))
    table = read_workbook(data, "a.xlsx")[0]
    assert list(table.columns["table"]) == ["3", "", "4"]
    assert list(table.columns["texte"]) == ["des bancs", "", "une\nligne"]
    assert list(table.rows) == [3, 4, 5]


def test_the_first_sheet_with_text_is_read_and_it_is_said() -> None:
    data = workbook(("Vide", []), ("Chiffres", [[1, 2]]), ("Notes", [["texte"], ["ici"]]))
    table = read_workbook(data, "a.xlsx")[0]
    assert list(table.columns["texte"]) == ["ici"]
    assert "Notes" in table.container
    assert any("Chiffres" in remark and "non lue" in remark for remark in table.remarks)


def test_values_are_written_as_read() -> None:
    rows = [["texte", "b", "c", "d"], ["=1+1", 1.5, datetime.date(2024, 3, 1), True]]
    data = workbook(("F", rows))
    table = read_workbook(data, "a.xlsx")[0]
    assert table.columns["b"][0] == "1,5"
    assert table.columns["c"][0] == "2024-03-01"
    assert table.columns["d"][0] == "VRAI"


def book_of(fill: Callable[[openpyxl.Workbook, Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book, book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_sheet_with_text_is_read_but_hidden_ones() -> None:
    def fill(book: openpyxl.Workbook, first: Any) -> None:
        for title, state in (("Table 4", "visible"), ("Secret", "hidden"), ("Listes", "veryHidden")):
            sheet = book.create_sheet(title)
            sheet.sheet_state = state
            for row in (["idée"], ["un banc"], ["un arbre"]):
                sheet.append(row)

    (table,) = read_workbook(book_of(fill), "a.xlsx")
    assert dict(table.columns) == {"table": ["4", "4"], "idée": ["un banc", "un arbre"]}
    said = " ".join(table.remarks)
    assert "Secret" in said
    assert "Listes" in said
    assert "masquées" in said

    def more(book: openpyxl.Workbook, first: Any) -> None:
        fill(book, first)
        first.title = "Table 1"
        first.append(["idée"])
        first.append(["un bus"])

    tables = read_workbook(book_of(more), "a.xlsx")
    assert [(table.sheet, table.columns["table"][0]) for table in tables] == [("Table 1", "1"), ("Table 4", "4")]


def test_merged_cells_are_said_on_every_row_they_cover() -> None:
    def fill(book: openpyxl.Workbook, sheet: Any) -> None:
        long = "Une contribution qui tient sur plusieurs lignes fusionnées, et qui ne vaut qu’une fois, bien sûr"
        for row in (["table", "texte"], ["3", "un banc"], [None, "un arbre"], [None, long], [None, None], ["4", "fin"]):
            sheet.append(row)
        sheet.merge_cells("A2:A5")
        sheet.merge_cells("B4:B5")

    (table,) = read_workbook(book_of(fill), "a.xlsx")
    assert list(table.columns["table"]) == ["3", "3", "3", "", "4"]
    assert sum(text.startswith("Une contribution") for text in table.columns["texte"]) == 1
    assert any("fusionnées" in remark and "2 lignes" in remark for remark in table.remarks)


def test_formulas_never_computed_and_errors_are_told() -> None:
    def fill(book: openpyxl.Workbook, sheet: Any) -> None:
        sheet["A1"].comment = Comment("voir avec Jeanne", "J. Kerlouan")
        for row in (["n", "texte"], ["=1+1", "un banc"], ["=A2", "#REF!"], [1, "fin"]):
            sheet.append(row)

    (table,) = read_workbook(book_of(fill), "a.xlsx")
    assert list(table.columns["n"]) == ["", "", "1"]
    assert list(table.columns["texte"]) == ["un banc", "", "fin"]
    assert any("2 formules sans résultat" in remark for remark in table.remarks)
    assert any("1 cellule en erreur" in remark for remark in table.remarks)
    assert any("commentaires" in remark for remark in table.remarks)
    assert "Jeanne" not in repr(table)


def test_codes_damaged_accents_and_dates() -> None:
    day = datetime.datetime(2024, 3, 1, 9, 30)  # noqa: DTZ001 - as a sheet holds it
    rows = [["texte", "quand"], ["une_x000D_\nligne_x0001_ici", day], ["dÃ©jÃ\xa0", "01/03/2024"], ["ici", "1er mars"]]
    (table,) = read_workbook(workbook(("A", rows)), "a.xlsx")
    assert list(table.columns["texte"]) == ["une\nligne ici", "déjà", "ici"]
    assert list(table.columns["quand"]) == ["2024-03-01 09:30:00", "01/03/2024", "1er mars"]


def test_titles_above_the_header() -> None:
    rows = [["Restitution du 12 mars"], [], ["Table", "Idée", "Accord"], [3, "un banc", "oui"], [4, "un bus", "non"]]
    (table,) = read_workbook(workbook(("A", rows)), "a.xlsx")
    assert list(table.columns) == ["Table", "Idée", "Accord"]
    assert list(table.rows) == [4, 5]
    assert any("en-tête a été lu ligne 3" in remark for remark in table.remarks)


def test_macros_are_not_run_and_it_is_told() -> None:
    out = io.BytesIO(workbook(("A", [["texte"], ["ici"]])))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    (table,) = read_workbook(out.getvalue(), "a.xlsm")
    assert any("macros" in remark for remark in table.remarks)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        tables = read_workbook(bytes(content), "a.xlsx")
    except InputError:
        return
    assert all(len(cells) == len(table) for table in tables for cells in table.columns.values())


WHOLE = workbook(("A", [["table", "texte"], [3, "des bancs"], [4, "de l’ombre"]]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "vide", id="empty"),
        pytest.param(b"PK\x03\x04 broken", "abîmé", id="broken-zip"),
        pytest.param(
            b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "mot de passe",
            id="encrypted",
        ),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ancien format .xls", id="old-xls"),
        pytest.param(workbook(("A", [])), "aucun texte", id="no-text"),
        pytest.param(workbook(("A", [["texte"], ["ici"]]))[:-300], "abîmé", id="cut"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_workbook(data, "a.xlsx")
