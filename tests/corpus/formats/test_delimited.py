from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.formats.delimited import read_delimited, unique_headers
from participation_lib.corpus.formats.repair import repair_text
from participation_lib.errors import InputError


@pytest.mark.parametrize(
    ("text", "separator", "columns"),
    [
        pytest.param("n;texte\n1;des bancs, svp\n2;ici\n", "point-virgule", ["n", "texte"], id="semicolon"),
        pytest.param('n,texte\n1,"des bancs, svp"\n', "virgule", ["n", "texte"], id="comma"),
        pytest.param("n\ttexte\n1\tdes bancs; ici\n", "tabulation", ["n", "texte"], id="tab"),
        pytest.param("n|texte\n1|des bancs\n", "barre verticale", ["n", "texte"], id="bar"),
        pytest.param("sep=;\nn;texte\n1;ici\n", "point-virgule", ["n", "texte"], id="excel-hint"),
        pytest.param(
            "Réponse\nplus de bus, moins d’autos\nrien\n",
            "aucun (une seule colonne)",
            ["Réponse"],
            id="alone",
        ),
        pytest.param(
            "Que faire, selon vous, ici ?\nplus de bus\ndes arbres, de l'ombre\nrien\n",
            "aucun (une seule colonne)",
            ["Que faire, selon vous, ici ?"],
            id="one-column-question-with-commas",
        ),
    ],
)
def test_separators(text: str, separator: str, columns: list[str]) -> None:
    table = read_delimited(text.encode(), "a.csv")
    assert (table.separator, list(table.columns)) == (separator, columns)


def test_carriage_returns_alone_end_lines() -> None:
    table = read_delimited(b"n;texte\r1;ici\r2;la\r", "a.csv")
    assert list(table.columns["texte"]) == ["ici", "la"]


def test_a_cell_may_hold_lines_and_blank_lines_are_no_records() -> None:
    table = read_delimited(b'n;texte\n1;"une\nautre"\n\n;\n2;fin\n\n\n', "a.csv")
    assert list(table.columns["texte"]) == ["une\nautre", "", "fin"]
    assert list(table.rows) == [2, 3, 4]


def test_short_and_long_records_lose_nothing() -> None:
    table = read_delimited(b"n;texte\n1\n2;a;b\n3;c;;\n", "a.csv")
    assert list(table.columns["texte"]) == ["", "a;b", "c"]
    assert len(table.remarks) == 1
    assert "ligne 3" in table.remarks[0]


def test_headers_become_unique_names() -> None:
    assert unique_headers(["a", "", "a", " a\n"]) == ["a", "colonne 2", "a (2)", "a (3)"]


def test_json_is_refused() -> None:
    with pytest.raises(InputError, match="JSON"):
        read_delimited(b'[{"texte": "ici"}]', "a.csv")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('n;texte\n1;"un banc\n2;deux\n3;trois\n', id="never-closed"),
        pytest.param('n;texte\n1;"un banc\n2;"deux"\n3;"trois"\n', id="closed-by-another"),
        pytest.param('n;"texte"\n1;un banc\n2;deux\n3;"trois', id="last-line"),
    ],
)
def test_a_quote_left_open_swallows_no_record(text: str) -> None:
    table = read_delimited(text.encode(), "a.csv")
    if 'trois"' in text and '"deux"' not in text:  # quotes that open and close are a cell, however long
        assert len(table) == 1
        return
    assert [cell.strip('"\n') for cell in table.columns["texte"]] == ["un banc", "deux", "trois"]
    assert any("guillemet" in remark for remark in table.remarks)


def test_quotes_that_open_and_close_are_a_cell_however_long() -> None:
    table = read_delimited(b'n;texte\n1;"un banc\n2;deux\n3;trois"\n', "a.csv")
    assert list(table.columns["texte"]) == ["un banc\n2;deux\n3;trois"]


def test_cells_of_several_lines_stay_whole_where_another_quote_is_wrong() -> None:
    text = 'n;texte;lieu\n1;"un\nbanc";ici\n2;"il a dit "oui" là";gare\n3;"deux\nlignes";là\n'
    table = read_delimited(text.encode(), "a.csv")
    assert list(table.columns["lieu"]) == ["ici", "gare", "là"]
    assert list(table.columns["texte"])[::2] == ["un\nbanc", "deux\nlignes"]


def test_three_header_lines() -> None:
    text = (
        '"Mon quartier";;;;\n"Informations";;;"Votre avis";\n'
        '"Numéro";"Date";"Brouillon";"Que changer ?";"Quartier"\n'
        '1;"12/03/2024";0;"un banc";"Nord"\n2;"13/03/2024";0;"un bus";"Sud"\n'
    )
    table = read_delimited(text.encode(), "a.csv")
    assert list(table.columns)[3:] == ["Que changer ?", "Quartier"]
    assert list(table.rows) == [4, 5]
    assert any("2 lignes de titre" in remark for remark in table.remarks)


def test_utf16_cut_in_the_middle_of_a_character_and_of_records() -> None:
    data = "n\ttexte\tlieu\r\n1\tété\r\n2\tun banc\tici\tet là\r\n3\tfin".encode("utf-16")[:-1]
    table = read_delimited(data, "a.csv")
    assert list(table.columns["n"]) == ["1", "2", "3"]
    assert list(table.columns["lieu"]) == ["", "ici\tet là", ""]
    assert sum("illisibles" in remark or "plus de cellules" in remark for remark in table.remarks) == 2


def test_spaces_that_do_not_break_and_html_stay_as_written() -> None:
    table = read_delimited("votes\u00a0;texte\n1\u202f234;<p>un&nbsp;banc</p>\n".encode(), "a.csv")
    assert list(table.columns) == ["votes", "texte"]
    assert table.columns["votes"][0] == "1\u202f234"
    assert table.columns["texte"][0] == "<p>un&nbsp;banc</p>"


def test_the_limit_of_the_csv_module_is_put_back() -> None:
    before = csv.field_size_limit()
    read_delimited(b"n;texte\n1;ici\n", "a.csv")
    assert csv.field_size_limit() == before


# What is surely damaged is repaired, which is tested with the repairs.
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30).filter(
    lambda cell: repair_text(cell) == (cell, 0)
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=20),
    st.sampled_from(";,\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_record_written_is_read_back(
    rows: list[tuple[str, str]], separator: str, line_end: str, encoding: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator=line_end)
    writer.writerow(["numéro", "texte"])
    writer.writerows(rows)
    table = read_delimited(out.getvalue().encode(encoding), "a.csv")
    assert list(table.columns) == ["numéro", "texte"]
    assert list(zip(*table.columns.values(), strict=True)) == rows
    assert list(table.rows) == list(range(2, len(rows) + 2))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_content_crashes_the_reader(data: bytes) -> None:
    try:
        table = read_delimited(data, "a.csv")
    except InputError:
        return
    assert all(len(values) == len(table) for values in table.columns.values())
