from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest

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
