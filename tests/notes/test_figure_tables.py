"""The tables behind figures: in the note, as CSV, as a workbook that runs nothing."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from lxml import html as reader

from participation_lib.notes.archives import read_parts
from participation_lib.notes.figure_tables import figure_table, figures_csv, figures_workbook
from participation_lib.notes.figures import group_grid, theme_bars
from participation_lib.notes.html import render_html
from participation_lib.notes.model import Figure, Note
from tests.notes.samples import HOSTILE

BARS = theme_bars(["L'eau", "=CMD(x)"], [1200, 1], [8, 1])
GRID = group_grid(["Arbres"], ["1", "2"], [[4, 0]])
NOTE = Note("T", blocks=(BARS, GRID, Figure(b"", b"<svg/>", "sans données", "rien")))


def test_the_note_shows_it_with_headers_both_ways() -> None:
    table = figure_table(BARS)
    page = reader.document_fromstring(render_html(Note("T", blocks=(table,))).decode())
    assert page.xpath("//caption")[0].text_content() == (
        "Tableau\u00a01 – Les nombres de la figure\u00a0: Nombre d’idées par thème"
    )
    assert page.xpath("//thead//th/@scope") == ["col"] * 3
    assert [th.text_content() for th in page.xpath("//tbody//th[@scope='row']")] == ["L’eau", "=CMD(x)"]
    assert [td.text_content() for td in page.xpath("//tbody//td")] == ["1\u202f200", "8", "1", "1"]
    with pytest.raises(ValueError, match="no data"):
        figure_table(NOTE.blocks[2])  # type: ignore[arg-type]


def test_csv_is_one_file_a_figure() -> None:
    first, second = (content.decode("utf-8-sig") for content in figures_csv(NOTE))
    assert first.splitlines() == ["Thème;Idées;Tables", "L’eau;1200;8", "'=CMD(x);1;1"]
    assert second.splitlines() == ["Thème;Table\u00a01;Table\u00a02;Total", "Arbres;4;0;4"]


def test_the_workbook_holds_words_and_numbers_and_no_formula() -> None:
    content = figures_workbook(NOTE)
    workbook = openpyxl.load_workbook(BytesIO(content))
    assert workbook.sheetnames == ["Figures", "Figure 1", "Figure 2"]
    assert [cell.value for cell in workbook["Figures"]["B"]] == [
        "Figure",
        "Nombre d’idées par thème",
        "Nombre d’idées par thème et par table",
    ]
    sheet = workbook["Figure 1"]
    assert [cell.value for cell in sheet[2]] == ["L’eau", 1200, 8]
    assert sheet["A3"].data_type == "s"
    assert sheet["A3"].quotePrefix
    assert b"<f>" not in read_parts(content)["xl/worksheets/sheet2.xml"]
    assert content == figures_workbook(NOTE)
    assert b"T00:00:00Z" in read_parts(content)["docProps/core.xml"]


def test_hostile_names_are_held_whole() -> None:
    names = [*HOSTILE, "_x0041_", "a\x00b", "\u202eabc"]
    figure = theme_bars(names, [1] * len(names))
    sheet = openpyxl.load_workbook(BytesIO(figures_workbook(Note("T", blocks=(figure,)))))["Figure 1"]
    assert figure.data is not None
    written = [str(cell.value).replace("_x005F_", "_") for cell in sheet["A"][1:]]
    assert written == [str(row[0]) for row in figure.data.rows]
    assert "_x0041_" in written
    assert "ab" in written
