"""The records of a CSV text, one after the other, without a second copy of it; quotes left open are survived."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final

__all__ = ["TooManyOpenQuotesError", "read_records"]

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_PIECE: Final = 256 * 1024
_AT_ONCE: Final = 1000
_LONGEST_CELL: Final = 16 * 1024 * 1024
_MOST_REPAIRS: Final = 1000


class TooManyOpenQuotesError(ValueError):
    """So many quotation marks are left open that the text is no CSV; `line` is that of the last one."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class _Lines:
    """The lines of a text with their ends, from any position."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.number = 0  # of the last line given

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.position >= len(self.text):
            raise StopIteration
        found = _LINE.match(self.text, self.position)
        assert found is not None
        self.position = found.end()
        self.number += 1
        return found[0]


def read_records(text: str, separator: str, *, open_quotes: list[int]) -> Iterator[list[str]]:
    r"""Give every record that holds at least one cell.

    A quotation mark that is never closed, or closes in another record, is a character of
    its line: the records it would have swallowed are read.

    Parameters
    ----------
    open_quotes
        Receives the numbers of such lines, the first being 1.

    Raises
    ------
    TooManyOpenQuotesError
        There are more than a thousand.

    Examples
    --------
    >>> lines: list[int] = []
    >>> list(read_records('n;texte\n1;"un banc\n2;deux\n', ";", open_quotes=lines)), lines
    ([['n', 'texte'], ['1', '"un banc'], ['2', 'deux']], [2])
    """
    # Where all quotation marks are as they should be, nothing is second-guessed.
    if '"' not in text or _is_strict(text, separator):
        yield from _sound_records(text, separator)
    else:
        yield from _doubtful_records(text, separator, open_quotes)


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let cells be long; the limit of the csv module is global, and put back."""
    previous_limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(previous_limit)


def _pieces(text: str) -> Iterator[str]:
    """Give the lines of a text with their ends, as fast as can be."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield from _LINE.findall(text, start, end)
        start = end


def _sound_records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(_pieces(text), delimiter=separator)
    while True:
        with _long_cells():
            batch = list(islice(reader, _AT_ONCE))
        if not batch:
            return
        yield from filter(None, batch)


def _doubtful_records(text: str, separator: str, open_quotes: list[int]) -> Iterator[list[str]]:
    lines = _Lines(text)
    width = 0
    reader = csv.reader(lines, delimiter=separator)
    while True:
        start, number = lines.position, lines.number
        record: list[str] | None
        try:
            with _long_cells():
                record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            record = None  # a cell without end
        at_end = lines.position >= len(text)
        looked_at = lines.number - number > 1 or at_end
        span = text[start : lines.position] if looked_at else ""
        if record is None or (looked_at and _left_open(span, record, separator, width, at_end)):
            if len(open_quotes) >= _MOST_REPAIRS:
                raise TooManyOpenQuotesError(number + 1)
            lines.position, lines.number = start, number
            record = next(csv.reader([next(lines)], delimiter=separator, quoting=csv.QUOTE_NONE))
            open_quotes.append(lines.number)
            reader = csv.reader(lines, delimiter=separator)
        if record:
            width = width or len(record)
            yield record


def _left_open(span: str, record: list[str], separator: str, width: int, at_end: bool) -> bool:
    """Say whether a quotation mark of the first line of a record swallowed others."""
    if '"' not in span:
        return False
    if at_end and _never_closes(span, separator):
        return True
    inner = span.splitlines()[1:]
    if not inner or width < 2:
        return False
    like_records = sum(line.count(separator) == width - 1 for line in inner)
    # A comma is too common in sentences to tell a record of two cells.
    sure = separator != "," or width > 2
    if sure and len(inner) >= 2 and like_records > 0.6 * len(inner) and len(record) == width:
        return True
    return like_records > 0 and not _is_strict(span, separator)


def _never_closes(span: str, separator: str) -> bool:
    # With one more line, a cell that is closed ends there; one that is not takes it in.
    try:
        records = list(csv.reader([*_Lines(span), "\n", "x\n"], delimiter=separator))
    except csv.Error:
        return True
    return not records or records[-1] != ["x"]


def _is_strict(span: str, separator: str) -> bool:
    try:
        with _long_cells():
            for _ in csv.reader(_pieces(span), delimiter=separator, strict=True):
                pass
    except csv.Error:
        return False
    return True
