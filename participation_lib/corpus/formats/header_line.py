"""Tables without a header: their first line is a record already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from participation_lib.corpus.formats.delimited import unique_headers
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.personal_values import any_personal_value, personal_kind

__all__ = ["with_first_record"]

_NO_NAME: Final = re.compile(r"colonne \d+(?: \(\d+\))?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T].*)?|\d{1,2}/\d{1,2}/\d{4}(?: .*)?")


def with_first_record(table: Table) -> Table:
    """Give a table with its first line among its records, where it cannot be a header.

    It is none where its first cell is a date, or where a cell is somebody's data as those
    below it are: the name of a person would be shown as that of a column.

    Examples
    --------
    >>> cells = {"Awa Diallo": ("Luc Petit", "Ana Faure"), "Des bancs": ("De l’ombre", "Un puits")}
    >>> table = with_first_record(Table("a.csv", cells, [2, 3], "CSV"))
    >>> list(table.columns), table.columns["colonne 2"], table.rows
    (['colonne 1', 'colonne 2'], ['Des bancs', 'De l’ombre', 'Un puits'], [1, 2, 3])
    """
    names = list(table.columns)
    if not names or not _is_record(table):
        return table
    first = ["" if _NO_NAME.fullmatch(name) else name for name in names]
    rows = zip(unique_headers([""] * len(names)), first, table.columns.values(), strict=True)
    columns: dict[str, Sequence[str]] = {name: [cell, *cells] for name, cell, cells in rows}
    remark = "Ce fichier n’a pas de ligne d’en-tête : la première ligne a été lue comme les autres."
    return replace(table, columns=columns, rows=[table.rows[0] - 1, *table.rows], remarks=(*table.remarks, remark))


def _is_record(table: Table) -> bool:
    if not table.rows or _DAY.fullmatch(next(iter(table.columns))):
        return bool(table.rows)
    return any(any_personal_value([name]) and personal_kind(cells) != "" for name, cells in table.columns.items())
