"""Where the header of a table really is: further down, or nowhere.

Survey tools and people put a title above the header; a file cut from another has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from participation_lib.corpus.formats.delimited import unique_headers
from participation_lib.corpus.formats.headers import fold_header, is_question
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.personal_values import any_personal_value, personal_kind
from participation_lib.reference import load

__all__ = ["with_real_header"]

_NO_NAME: Final = re.compile(r"colonne \d+(?: \(\d+\))?")
_FIRST_ROWS: Final = 6
_LONGEST: Final = 400
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T].*)?|\d{1,2}/\d{1,2}/\d{4}(?: .*)?")


def with_real_header(table: Table) -> Table:
    """Give a table with the header it really has, saying so where it is not the first line.

    Where half of the names are blank, the first row below that holds names known of readers
    is the header; where a name is a date, or somebody's data, the first line is a record.

    Examples
    --------
    >>> cells = {"Enquête vélo": ("", "SID", "12"), "colonne 2": ("", "Votre avis", "Des pistes")}
    >>> table = with_real_header(Table("a.csv", cells, [2, 3, 4], "CSV"))
    >>> list(table.columns), table.rows, table.remarks
    (['SID', 'Votre avis'], [4], ('L’en-tête a été trouvé à la ligne 3.',))
    """
    names = list(table.columns)
    if _begins_with_a_record(table):
        first = ["" if _NO_NAME.fullmatch(name) else name for name in names]
        columns: dict[str, Sequence[str]] = {
            name: [cell, *cells]
            for name, cell, cells in zip(unique_headers([""] * len(names)), first, table.columns.values(), strict=True)
        }
        remark = "Ce fichier n’a pas de ligne d’en-tête : la première ligne a été lue comme les autres."
        return replace(table, columns=columns, rows=[1, *table.rows], remarks=(*table.remarks, remark))
    blank = sum(_NO_NAME.fullmatch(name) is not None for name in names)
    if len(names) < 2 or 2 * blank < len(names):
        return table
    for row in range(min(_FIRST_ROWS, len(table) - 1)):
        cells = [values[row].strip() for values in table.columns.values()]
        if _is_header(cells):
            columns = {
                name: values[row + 1 :]
                for name, values in zip(unique_headers(cells), table.columns.values(), strict=True)
            }
            remark = f"L’en-tête a été trouvé à la ligne {table.rows[row]}."
            return replace(table, columns=columns, rows=table.rows[row + 1 :], remarks=(*table.remarks, remark))
    return table


def _begins_with_a_record(table: Table) -> bool:
    """Say whether the first line is a record: a name of column is a date, or of the same kind as the cells below."""
    names = list(table.columns)
    return bool(names) and (
        _DAY.fullmatch(names[0]) is not None
        or any(any_personal_value([name]) and personal_kind(cells) != "" for name, cells in table.columns.items())
    )


def _is_header(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return (
        len(filled) >= max(2, 0.8 * len(cells))
        and len(set(filled)) >= 0.9 * len(filled)
        and all(len(cell) <= _LONGEST for cell in filled)
        and not any_personal_value(filled)
        and any(fold_header(cell) in _known_names() or is_question(cell) for cell in filled)
    )


@cache
def _known_names() -> frozenset[str]:
    rules = load("colonnes")
    groups = [name for kind in rules["groupes"] for name in kind["colonnes"]]
    of_tools = [name for names in rules["outils"].values() for name in names]
    names = [*rules["texte"], *rules["titre"], *rules["theme"], *rules["date"], *rules["question"], *groups, *of_tools]
    return frozenset(fold_header(name) for name in names)
