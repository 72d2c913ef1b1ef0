from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
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


def test_the_limit_of_the_csv_module_is_put_back() -> None:
    before = csv.field_size_limit()
    read_delimited(b"n;texte\n1;ici\n", "a.csv")
    assert csv.field_size_limit() == before


# What is surely damaged is repaired, which is tested with the repairs.
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30).filter(
    lambda cell: repair_text(cell) == (cell, 0)
)


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


@given(st.binary(max_size=300))
def test_no_content_crashes_the_reader(data: bytes) -> None:
    try:
        table = read_delimited(data, "a.csv")
    except InputError:
        return
    assert all(len(values) == len(table) for values in table.columns.values())
