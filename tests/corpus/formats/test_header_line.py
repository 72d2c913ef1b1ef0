"""A first line that is a record stays one, and nobody's name becomes that of a column."""

from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.corpus.formats.header_line import with_first_record
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.reading import read_files


@pytest.mark.parametrize(
    "cells",
    [
        {"2024-03-14": ("2024-03-15",), "Des bancs": ("De l’ombre",)},
        {"awa@exemple.fr": ("luc@exemple.fr",), "colonne 2": ("De l’ombre",)},
        {"Awa Diallo": ("Luc Petit",), "Des bancs": ("De l’ombre",)},
    ],
    ids=["date", "e-mail", "name"],
)
def test_the_first_line_joins_the_others(cells: dict[str, tuple[str, ...]]) -> None:
    table = with_first_record(Table("a.csv", cells, range(2, 3), "CSV"))
    assert list(table.columns) == ["colonne 1", "colonne 2"]
    assert list(table.rows) == [1, 2]
    assert table.columns["colonne 1"][0] == next(iter(cells))
    assert len(table.remarks) == 1


@pytest.mark.parametrize("names", [("texte", "date"), ("Rose", "Avis"), ("colonne 1", "Jean Moulin")])
def test_a_header_stays_one(names: tuple[str, ...]) -> None:
    table = Table("a.csv", dict.fromkeys(names, ("des bancs", "de l’ombre")), range(2, 4), "CSV")
    assert with_first_record(table) is table


def test_a_file_without_header_shows_nobody(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("Awa Diallo;Des bancs au soleil\nLuc Petit;De l’ombre sur la place\n", encoding="utf-8")
    reading = read_files([path])
    assert reading.records["text"].tolist() == ["Des bancs au soleil", "De l’ombre sur la place"]
    assert reading.records["source_row"].tolist() == [1, 2]
    assert "Diallo" not in repr(reading.sources) + reading.records.to_csv()
