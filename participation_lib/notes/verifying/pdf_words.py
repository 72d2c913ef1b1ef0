"""The words of a PDF, in the order of its pages.

What its tags call artifacts (running titles, page numbers, headers of a table repeated on
the next page) is left out; in a PDF without tags, lines that come back on most pages are.
Emoji are not read, and text from right to left comes in the order in which it is drawn.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["PdfWords", "read_pdf"]

_DIGITS: Final = re.compile(r"\d+")
_NOT_A_LINE: Final = frozenset("\x02\ufffe\uffff")  # a hyphen at the end of a line, and what PDFium cannot name


@dataclass(frozen=True)
class PdfWords:
    """What a PDF says.

    Attributes
    ----------
    subject
        One of its properties.
    repeated
        First and last lines of pages that were left out, « # » for their numbers; on the first
        page they are still there.
    """

    subject: str
    lines: tuple[str, ...]
    repeated: frozenset[str]


def read_pdf(content: bytes) -> PdfWords:
    """Give the words of a PDF.

    Raises
    ------
    ValueError
        It is not a PDF, or a password keeps it shut.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise ValueError("not a PDF that can be opened") from None
    try:
        subject = str(document.get_metadata_dict().get("Subject", ""))
        pages = [list(_page_lines(page)) for page in document]
    finally:
        document.close()
    lines, repeated = _without_furniture(pages)
    return PdfWords(subject, tuple(lines), repeated)


def _page_lines(page: Any) -> Iterator[str]:
    from pypdfium2 import raw

    words = page.get_textpage()
    told: list[str] = []
    is_artifact: dict[int, bool] = {}
    for rank in range(words.count_chars()):
        code = raw.FPDFText_GetUnicode(words.raw, rank)
        sign = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else ""
        if not sign.isspace():  # spaces that PDFium adds belong to no object
            holder = raw.FPDFText_GetTextObject(words.raw, rank)
            address = ctypes.cast(holder, ctypes.c_void_p).value or 0
            if address and address not in is_artifact:
                is_artifact[address] = _is_artifact(holder)
            if is_artifact.get(address, False) or sign in _NOT_A_LINE:
                continue
        told.append(sign)
    yield from "".join(told).splitlines()


def _is_artifact(holder: Any) -> bool:
    from pypdfium2 import raw

    for rank in range(raw.FPDFPageObj_CountMarks(holder)):
        name = (ctypes.c_ushort * 32)()
        length = ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(holder, rank)
        if raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(length)):
            told = bytes(name)[: length.value].decode("utf-16-le").rstrip("\0")
            if told == "Artifact":
                return True
    return False


def _without_furniture(pages: list[list[str]]) -> tuple[list[str], frozenset[str]]:
    """Leave out first and last lines that come back, but for their numbers, on most of three pages or more.

    Those of the first page stay: a title may be said there and again at the head of each page.
    """
    pages = [[line for line in page if line.strip()] for page in pages]
    kept = pages[:1]
    often: set[str] = set()
    for edge in (0, -1):
        seen = Counter(_bare(page[edge]) for page in pages if page)
        often |= {line for line, count in seen.items() if count >= 3 and count > len(pages) / 2}
    for page in pages[1:]:
        first = 1 if page and _bare(page[0]) in often else 0
        last = len(page) - (len(page) > first and _bare(page[-1]) in often)
        kept.append(page[first:last])
    return [line for page in kept for line in page], frozenset(often)


def _bare(line: str) -> str:
    return _DIGITS.sub("#", line).strip()
