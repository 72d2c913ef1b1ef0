"""From a CSV of any French dialect to a table of strings."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from participation_lib.corpus.formats.csv_records import TooManyOpenQuotesError, read_records
from participation_lib.corpus.formats.encoding import ACCEPTED, decode, refuse_binary
from participation_lib.corpus.formats.header_row import header_row
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.wording import counted, quoted
from participation_lib.errors import InputError

__all__ = ["has_columns", "read_delimited", "read_delimited_text", "unique_headers"]

_SEPARATORS: Final = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
# For a file of one column: a character that no text holds, so that nothing is cut.
_NO_SEPARATOR: Final = "\x1f"
_SAMPLE_RECORDS: Final = 300
_BEFORE_HEADER: Final = 12  # records seen before the header is chosen
_AT_ONCE: Final = 2000


def _separator(text: str) -> str:
    """Find the separator under which most records have as many cells as the header."""
    best, best_score = _NO_SEPARATOR, (False, 0.0, 0)
    sample = text[:400_000]
    for separator in _SEPARATORS:
        # Under the right one, quotation marks stand where they should.
        strict = True
        try:
            records = _first_records(sample, separator, strict=True)
        except csv.Error:
            strict = False
            try:
                records = _first_records(sample, separator, strict=False)
            except csv.Error:
                continue
        if len(sample) < len(text) and len(records) > 1:
            records.pop()  # cut by the sample
        if not records or len(records[0]) < 2:
            continue
        width = len(records[0])
        share = sum(len(record) == width for record in records[1:]) / max(1, len(records) - 1)
        if len(records) == 1 and any(" " in cell.strip() for cell in records[0]) and width < 3:
            share = 0.5  # a lone header that may be a sentence with a comma
        score = (strict, round(share, 1), width)
        if (share >= 0.6 or len(records) == 1) and score > best_score:
            best, best_score = separator, score
    if best == _NO_SEPARATOR:
        best = _separator_under_title(sample) or _separator_of_ragged(sample)
    return best


def _first_records(sample: str, separator: str, *, strict: bool) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator, strict=strict)
    return [record for record in islice(reader, _SAMPLE_RECORDS) if record]


def _separator_under_title(sample: str) -> str:
    """Give the separator of a table that begins under lines of title; "" if there is none."""
    for separator in _SEPARATORS:
        records = [line.split(separator) for line in sample.splitlines()[:_SAMPLE_RECORDS] if line.strip()]
        above = header_row(records)
        width = len(records[above]) if above else 0
        if above and sum(len(record) == width for record in records[above:]) >= 0.6 * len(records[above:]):
            return separator
    return ""


def _separator_of_ragged(sample: str) -> str:
    """Give the separator of a header of many short names over records of uneven width."""
    header = sample.lstrip("\r\n").splitlines()[0] if sample.strip("\r\n") else ""
    counts = Counter({separator: header.count(separator) for separator in _SEPARATORS})
    separator, count = counts.most_common(1)[0]
    # A comma and a space belong to a sentence: the header of a single column.
    in_sentence = separator == "," and header.count(", ") == count
    if count and not in_sentence and all(len(cell.split()) <= 4 for cell in header.split(separator)):
        return separator
    return _NO_SEPARATOR


def unique_headers(cells: Sequence[str]) -> list[str]:
    """Give usable column names: empty ones are numbered, repeated ones get « (2) ».

    Examples
    --------
    >>> unique_headers(["texte", "", "texte"])
    ['texte', 'colonne 2', 'texte (2)']
    """
    names: list[str] = []
    seen: set[str] = set()
    for position, cell in enumerate(cells, start=1):
        base = " ".join(cell.replace("\x00", "").split()) or f"colonne {position}"
        name, copy = base, 1
        while name in seen:
            copy += 1
            name = f"{base} ({copy})"
        seen.add(name)
        names.append(name)
    return names


def _refuse_json(text: str, file_name: str) -> None:
    start = text[:200].lstrip()
    if not start.startswith(("{", "[")):
        return
    try:
        json.loads(text)
    except ValueError:
        return
    raise InputError(f"Le fichier {quoted(file_name)} contient du JSON, pas un tableau ; {ACCEPTED}.")


def has_columns(text: str) -> bool:
    """Say whether a text is a table of several columns."""
    return text[:4].lower() == "sep=" or _separator(text) != _NO_SEPARATOR


def read_delimited(data: bytes, file_name: str) -> Table:
    """Give the cells of a CSV file, whatever its separator, encoding and line ends.

    Raises
    ------
    InputError
        The bytes are not text, or the text is no table.
    """
    refuse_binary(data, file_name)
    text, encoding, remarks = decode(data)
    return read_delimited_text(text, file_name, encoding=encoding, remarks=remarks)


def read_delimited_text(text: str, file_name: str, *, encoding: str, remarks: Sequence[str] = ()) -> Table:
    """Give the cells of a CSV, already decoded.

    A record is what a CSV parser calls one: a cell with line breaks does not cut it, a line
    with separators only is one, a line with nothing at all is none. Cells are kept as
    written: formulas, HTML and spaces included.

    Raises
    ------
    InputError
        There is no header, or a cell passes 16 million characters (a quotation mark left open).
    """
    _refuse_json(text, file_name)
    hint = text[:8].lower()
    separator = ""
    if hint.startswith("sep=") and len(text) > 5:
        separator = text[4] if text[4] in _SEPARATORS else ""
        text = text[5:].lstrip("\r\n") if separator else text
    separator = separator or _separator(text)
    open_quotes: list[int] = []
    try:
        table = _Columns(separator)
        records = read_records(text, separator, open_quotes=open_quotes)
        while batch := list(islice(records, _AT_ONCE)):
            table.add(batch)
    except TooManyOpenQuotesError as error:
        raise InputError(
            f"Le fichier {quoted(file_name)} ne se lit plus vers la ligne {error.line} : trop de guillemets y sont "
            "restés ouverts. Refaites l’export ou corrigez ces lignes."
        ) from None
    if not table.names:
        raise InputError(f"Le fichier {quoted(file_name)} est vide : il faut une ligne d’en-tête et des contributions.")
    return Table(
        file_name=file_name,
        columns=dict(zip(table.names, table.columns, strict=True)),
        rows=range(table.header + 2, table.header + 2 + table.size),
        container="CSV",
        encoding=encoding,
        separator=_SEPARATORS.get(separator, "aucun (une seule colonne)"),
        remarks=(*remarks, *_said_of_quotes(open_quotes), *table.remarks()),
    )


def _said_of_quotes(lines: Sequence[int]) -> tuple[str, ...]:
    if not lines:
        return ()
    shown = ", ".join(map(str, lines[:5])) + ("…" if len(lines) > 5 else "")
    return (f"{counted(len(lines), 'guillemet')} sans fin, lus comme des caractères (ligne {shown}).",)


class _Columns:
    """The columns of a table being read, some records at a time.

    Answers that come back are kept once, so that hundreds of thousands of rows of ticked
    boxes take little memory.
    """

    def __init__(self, separator: str) -> None:
        self.separator = separator
        self.names: list[str] = []
        self.columns: list[list[str]] = []
        self.header = 0
        self.size = 0
        self._pools: list[dict[str, str] | None] = []
        self._n_longer = self._first_longer = 0

    def add(self, records: list[list[str]]) -> None:
        """Take the next records of the file; the first ones tell where the header is."""
        if not self.names:
            self.header = header_row(records[:_BEFORE_HEADER])
            self.names = unique_headers(records[self.header])
            self.columns = [[] for _ in self.names]
            self._pools = [{} for _ in self.names]
            records = records[self.header + 1 :]
        width = len(self.names)
        for place, record in enumerate(records):
            if len(record) != width:
                self._even_out(record, self.header + 2 + self.size + place)
        for position, cells in enumerate(zip(*records, strict=True)):
            pool = self._pools[position]
            self.columns[position].extend(cells if pool is None else map(pool.setdefault, cells, cells))
            if pool is not None and len(pool) > max(_AT_ONCE / 2, (self.size + len(cells)) / 4):
                self._pools[position] = None  # free text: few come back
        self.size += len(records)

    def _even_out(self, record: list[str], row: int) -> None:
        """Give a record the width of the header; nothing that was written is lost."""
        width = len(self.names)
        if len(record) < width:
            record.extend([""] * (width - len(record)))
            return
        # Trailing empty cells are a spreadsheet's habit; anything else is text that was not quoted.
        if any(record[width:]):
            self._n_longer += 1
            self._first_longer = self._first_longer or row
            record[width - 1 :] = [self.separator.join(record[width - 1 :])]
        else:
            del record[width:]

    def remarks(self) -> tuple[str, ...]:
        """Say what was made of records that are not like the header, and of lines above it."""
        said = []
        if self.header:
            above = "La première ligne est un titre" if self.header == 1 else f"{self.header} lignes de titre"
            said.append(f"{above} : l’en-tête a été lu ligne {self.header + 1}.")
        if self._n_longer:
            said.append(
                f"{counted(self._n_longer, 'ligne')} avec plus de cellules que l’en-tête (d’abord ligne "
                f"{self._first_longer}) : le surplus a été rattaché à la dernière colonne."
            )
        return tuple(said)
