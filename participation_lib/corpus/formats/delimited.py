"""From a CSV of any French dialect to a table of strings."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from participation_lib.corpus.formats.encoding import ACCEPTED, decode, refuse_binary
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.wording import counted, quoted
from participation_lib.errors import InputError

__all__ = ["has_columns", "read_delimited", "read_delimited_text", "unique_headers"]

_SEPARATORS: Final = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
# For a file of one column: a character that no text holds, so that nothing is cut.
_NO_SEPARATOR: Final = "\x1f"
_SAMPLE_RECORDS: Final = 300
_LONGEST_CELL: Final = 16 * 1024 * 1024


def _separator(text: str) -> str:
    """Find the separator under which most records have as many cells as the header."""
    best, best_score = _NO_SEPARATOR, (0.0, 0)
    sample = text[:400_000]
    for separator in _SEPARATORS:
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
            records = [record for record in islice(reader, _SAMPLE_RECORDS) if record]
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
        score = (round(share, 1), width)
        if (share >= 0.6 or len(records) == 1) and score > best_score:
            best, best_score = separator, score
    if best == _NO_SEPARATOR:
        best = _separator_of_ragged(sample)
    return best


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
    # The limit of the csv module is global: put back what was there.
    previous_limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        records = [record for record in reader if record]
    except csv.Error:
        line = reader.line_num
        raise InputError(
            f"Le fichier {quoted(file_name)} ne se lit plus vers la ligne {line} : un guillemet est sans "
            "doute resté ouvert. Refaites l’export ou corrigez cette ligne."
        ) from None
    finally:
        csv.field_size_limit(previous_limit)
    if not records:
        raise InputError(f"Le fichier {quoted(file_name)} est vide : il faut une ligne d’en-tête et des contributions.")
    names = unique_headers(records[0])
    body = records[1:]
    more = _even_out(body, len(names), separator)
    columns = dict(zip(names, zip(*body, strict=True), strict=True)) if body else dict.fromkeys(names, ())
    return Table(
        file_name=file_name,
        columns=columns,
        rows=range(2, len(body) + 2),
        container="CSV",
        encoding=encoding,
        separator=_SEPARATORS.get(separator, "aucun (une seule colonne)"),
        remarks=(*remarks, *more),
    )


def _even_out(body: list[list[str]], width: int, separator: str) -> tuple[str, ...]:
    """Give every record the width of the header, in place; nothing that was written is lost."""
    first_long = longer = 0
    for position, record in enumerate(body):
        size = len(record)
        if size == width:
            continue
        if size < width:
            record.extend([""] * (width - size))
            continue
        # Trailing empty cells are a spreadsheet's habit; anything else is text that was not quoted.
        if any(record[width:]):
            longer += 1
            first_long = first_long or position + 2
            record[width - 1 :] = [separator.join(record[width - 1 :])]
        else:
            del record[width:]
    if not longer:
        return ()
    remark = (
        f"{counted(longer, 'ligne')} avec plus de cellules que l’en-tête (d’abord ligne {first_long}) : "
        "le surplus a été rattaché à la dernière colonne."
    )
    return (remark,)
