"""From a table and what its columns are for to records: what each person wrote, row by row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import pandas as pd

from participation_lib.corpus.formats.model import Layout, OpenQuestion, Part, Table
from participation_lib.corpus.formats.rich_text import rich_text_to_plain
from participation_lib.corpus.tokens import Tokens
from participation_lib.schema import CONTRIBUTION_DETAILS

__all__ = ["RECORD_COLUMNS", "day_of", "first_records", "rows_set_apart", "table_records", "written"]

RECORD_COLUMNS: Final = ("source_file", "source_row", "group", "sequence", "text", *CONTRIBUTION_DETAILS)

_REFERENCE: Final = re.compile(r"[\w:.\-=/+]{1,80}")
_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_FRENCH: Final = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})(?!\d)")
_STAMP: Final = re.compile(r"\d{10}(?:\d{3})?")


@lru_cache(maxsize=50_000)
def day_of(written_as: str) -> str:
    """Give the day of a date as exports write them, « 2024-03-14 »; "" where it is none.

    A day and a month that could be either are read the French way.

    Examples
    --------
    >>> [day_of(date) for date in ("2019-01-24 22:29:15 +0100", "03/04/2024 10:12", "1483908221702", "hier")]
    ['2019-01-24', '2024-04-03', '2017-01-08', '']
    """
    text = written_as.strip()
    if _STAMP.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).date().isoformat()
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _FRENCH.match(text):
        day, month, year = (int(part) for part in found.groups())
        if month > 12 >= day:
            day, month = month, day
    else:
        return ""
    try:
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""


def written(counts: Mapping[str, object]) -> str:
    """Give a mapping as it is kept in a cell: a JSON object, "" where there is nothing."""
    return json.dumps(counts, ensure_ascii=False) if counts else ""


def _count(cell: str) -> int | None:
    digits = re.sub(r"[\s\u00a0\u202f]", "", cell)
    return int(float(digits.replace(",", "."))) if re.fullmatch(r"\d{1,9}(?:[.,]0+)?", digits) else None


def rows_set_apart(table: Table, layout: Layout) -> Mapping[int, str]:
    """Give the positions of the rows of which nothing is read, each with its reason."""
    if layout.parts:
        return layout.set_apart
    reason = layout.why_none or "aucune colonne de texte"
    return {position: layout.set_apart.get(position, reason) for position in range(len(table))}


def table_records(table: Table, layout: Layout, file_name: str, sha256: str, tokens: Tokens) -> pd.DataFrame:
    """Give the records of a table, in the order of its rows then of its questions.

    Every row that the layout does not set apart gives at least one.

    Returns
    -------
    pandas.DataFrame
        Columns `RECORD_COLUMNS`.
    """
    return _records(table, layout, _Found.of(table, layout), file_name, sha256, tokens)


def first_records(
    table: Table, layout: Layout, file_name: str, sha256: str, most: int
) -> tuple[pd.DataFrame, int, tuple[str, ...]]:
    """Give the first records of a table, how many there are, and the questions they answer, in order."""
    found = _Found.of(table, layout)
    questions = dict.fromkeys(found.questions(layout.topic))
    first = _Found(found.rows[:most], found.parts[:most], found.items[:most])
    records = _records(table, layout, first, file_name, sha256, Tokens())
    return records, len(found.rows), tuple(question for question in questions if question)


def _records(table: Table, layout: Layout, found: _Found, file_name: str, sha256: str, tokens: Tokens) -> pd.DataFrame:
    columns: dict[str, Sequence[str]] = {
        name: found.cells(name) for name in ("group", "sequence", "channel", "declared_theme", "stance")
    }
    columns["text"] = [
        rich_text_to_plain(item.texts.cells[row]) if part.rich else item.texts.cells[row]
        for row, part, item in found.each()
    ]
    columns["author"] = found.authors(sha256, tokens)
    columns["question"] = found.questions(layout.topic)
    columns["date"] = [day_of(cell) if cell else "" for cell in found.cells("date")]
    for name in ("reference", "reply_to"):
        columns[name] = [cell if _REFERENCE.fullmatch(cell) else "" for cell in found.cells(name)]
    columns["variables"] = found.objects(_variables, any(part.variables for part in layout.parts))
    columns["votes"] = found.objects(_votes, any(part.votes for part in layout.parts))
    columns["source_file"] = [file_name] * len(found.rows)
    records = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in columns.items()})
    numbers = pd.Series([table.rows[row] for row in found.rows], dtype="int64")
    return records.assign(source_row=numbers)[list(RECORD_COLUMNS)]


@dataclass(frozen=True)
class _Found:
    """Records as what they come from: a row, the part that reads it, the question it answers."""

    rows: Sequence[int]
    parts: Sequence[Part]
    items: Sequence[OpenQuestion]

    @classmethod
    def of(cls, table: Table, layout: Layout) -> _Found:
        if len(layout.parts) == 1 and len(layout.parts[0].questions) == 1:
            part = layout.parts[0]
            rows = part.rows if part.rows is not None else range(len(table))
            kept = [row for row in rows if row not in layout.set_apart] if layout.set_apart else rows
            return cls(kept, [part] * len(kept), [part.questions[0]] * len(kept))
        found: list[tuple[int, int, Part, OpenQuestion]] = []
        for part in layout.parts:
            rows = part.rows if part.rows is not None else range(len(table))
            found += _answers(part, [row for row in rows if row not in layout.set_apart])
        found.sort(key=lambda record: record[:2])
        return cls([row for row, *_ in found], [part for _, _, part, _ in found], [item for *_, item in found])

    def each(self) -> Iterator[tuple[int, Part, OpenQuestion]]:
        return zip(self.rows, self.parts, self.items, strict=True)

    def cells(self, name: str) -> list[str]:
        """Give the cells of a field of the parts, "" where a part has none."""
        fields = [getattr(part, name) for part in self.parts[:1]]
        alone = all(part is self.parts[0] for part in self.parts)
        if alone:
            cells = fields[0].cells if fields else ()
            return [cells[row].strip() for row in self.rows] if cells else [""] * len(self.rows)
        found = ((row, getattr(part, name).cells) for row, part in zip(self.rows, self.parts, strict=True))
        return [cells[row].strip() if cells else "" for row, cells in found]

    def questions(self, topic: str) -> list[str]:
        """Give the question each record answers: that of its row, else of its column, else of its file."""
        return [own or item.asked or topic for own, item in zip(self.cells("question"), self.items, strict=True)]

    def authors(self, sha256: str, tokens: Tokens) -> list[str]:
        if not any(part.author or part.one_row_one_person for part in self.parts):
            return [""] * len(self.rows)
        return [_author(part, row, sha256, tokens) for row, part, _ in self.each()]

    def objects(self, of: Callable[[Part, int], Mapping[str, object]], any_at_all: bool) -> list[str]:
        """Give an object a record; those of one row are made once, equal ones are kept once."""
        if not any_at_all:
            return [""] * len(self.rows)
        kept: dict[str, str] = {}
        last: tuple[int, int] | None = None
        said = ""
        found = []
        for row, part, _ in self.each():
            if (row, id(part)) != last:
                last = (row, id(part))
                said = written(of(part, row))
                said = kept.setdefault(said, said)
            found.append(said)
        return found


def _answers(part: Part, rows: Sequence[int]) -> Iterator[tuple[int, int, Part, OpenQuestion]]:
    alone = len(part.questions) == 1
    for row in rows:
        answered = False
        for rank, item in enumerate(part.questions):
            if alone or item.texts.cells[row].strip():
                answered = True
                yield row, rank, part, item
        if not answered:
            yield row, 0, part, OpenQuestion(part.questions[0].texts)


def _author(part: Part, row: int, sha256: str, tokens: Tokens) -> str:
    if part.author:
        return tokens.of(part.author_space or sha256, part.author.cells[row])
    return tokens.of(f"{sha256} rows", str(row)) if part.one_row_one_person else ""


def _variables(part: Part, row: int) -> Mapping[str, object]:
    return {name: value for name, field in part.variables if (value := field.cells[row].strip())}


def _votes(part: Part, row: int) -> Mapping[str, object]:
    return {word: count for word, field in part.votes if (count := _count(field.cells[row])) is not None}
