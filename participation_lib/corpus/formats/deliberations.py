"""Lists of deliberations that cities publish: acts of the council, not words of inhabitants.

They open, since somebody may want to read them beside contributions, and it is said what
they are. An older archive has no header and cuts a title over several lines.
"""

from __future__ import annotations

import re
from typing import Final

from participation_lib.corpus.formats.headers import fold_header, spread_sample
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of

__all__ = ["Deliberations"]

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_REMARK: Final = (
    "Ce sont des actes votés par la collectivité, pas des paroles d’habitants : une synthèse de contributions "
    "n’aurait pas de sens."
)
_OF_AN_ACT: Final = re.compile(r"(?:numero|num|n|no|id|date|type) (?:\w+ )*deliberation\b|delib ")
_NUMBER: Final = re.compile(r"\d{3,7}")


class Deliberations:
    """A list with one row an act, or an archive of dates and titles."""

    def recognises(self, table: Table) -> bool:
        """Say whether headers speak of deliberations, or rows are those of the archive."""
        names = [fold_header(name) for name in table.columns]
        numbered = any(_OF_AN_ACT.match(name) and len(name.split()) <= 6 for name in names)
        listed = numbered and any(name in {"titre", "objet", "intitule", "delib objet"} for name in names)
        return listed or _is_archive(table)

    def layout(self, table: Table) -> Layout:
        """Give one contribution a title, and say that it is none."""
        part, set_apart = _archive(table) if _is_archive(table) else (_list(table), {})
        return Layout(
            name="Liste de délibérations",
            kind="actes de la collectivité",
            noun="titre",
            parts=(part,),
            set_apart=set_apart,
            remarks=(_REMARK,),
        )


def _list(table: Table) -> Part:
    names = {fold_header(name): name for name in table.columns}
    title = next(names[name] for name in ("titre", "objet", "intitule", "delib objet") if name in names)
    date = next((name for folded, name in names.items() if folded.split()[:1] == ["date"]), "")
    # Excel writes what XML cannot hold as a code.
    texts = [re.sub(r"_x[0-9A-Fa-f]{4}_", " ", cell) for cell in table.columns[title]]
    return Part(questions=(OpenQuestion(Field((title,), texts)),), date=cells_of(table, date))


def _is_archive(table: Table) -> bool:
    names = list(table.columns)
    if len(names) < 3 or names[0] != "colonne 1" or not len(table):
        return False
    first = spread_sample(table.columns[names[0]], 300)
    days = sum(_DAY.fullmatch(cell.strip()) is not None for cell in first)
    return 0.1 * len(first) <= days <= 0.95 * len(first)


def _archive(table: Table) -> tuple[Part, dict[int, str]]:
    """Give the acts of an archive: a row with a date begins one, the rows below go on with its title."""
    columns = list(table.columns.values())
    names = list(table.columns)
    dates, titles = [""] * len(table), [""] * len(table)
    set_apart: dict[int, str] = {}
    start = 0
    for row in range(len(table)):
        cells = [cells[row].strip() for cells in columns]
        if _DAY.fullmatch(cells[0]):
            start, dates[row], words = row, cells[0], cells[1:]
        else:
            words = cells
            if row:
                set_apart[row] = "suite du titre d’au-dessus"
        said = " ".join(word for word in words if word and not _NUMBER.fullmatch(word))
        titles[start] = f"{titles[start]} {said}".strip()
    part = Part(questions=(OpenQuestion(Field(tuple(names[1:]), titles)),), date=Field((names[0],), dates))
    return part, set_apart
