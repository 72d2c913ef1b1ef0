"""Reading an exported document back: its words line by line, and what it says of where it comes from.

Tracked changes count as accepted, comments and struck words as gone, footnotes as words of
the line they hang on. Pictures, looks, page headers and page numbers are not read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from participation_lib.errors import InputError
from participation_lib.notes.archives import read_parts
from participation_lib.notes.pandoc import read_file_with_pandoc
from participation_lib.notes.pandoc_nodes import Node
from participation_lib.notes.provenance import Provenance
from participation_lib.notes.verifying.pdf_words import read_pdf
from participation_lib.notes.verifying.tree_lines import tree_lines, words_of
from participation_lib.notes.xml_parts import parse_part

__all__ = ["READABLE", "ReadDocument", "read_document"]

_SUBJECT: Final = "{http://purl.org/dc/elements/1.1/}subject"
_MAIN: Final = re.compile(rb"<(/?)main\b", re.IGNORECASE)


@dataclass(frozen=True)
class ReadDocument:
    """What a file says.

    Attributes
    ----------
    format_name
        "html", "docx", "odt" or "pdf".
    lines
        Paragraphs, items, titles and rows in reading order; tabs between the cells of a row. In
        a PDF, lines as they are printed.
    provenance
        Where it says that it comes from; None where it does not.
    repeated
        Running titles and page numbers, « # » for figures, that may still be on the first page.
    """

    file_name: str
    format_name: str
    lines: tuple[str, ...]
    provenance: Provenance | None
    repeated: frozenset[str] = frozenset()


def read_document(file: Path) -> ReadDocument:
    """Read a document that was exported, whatever was done to it since.

    Raises
    ------
    InputError
        There is no such file, or it is not a document that can be read; what is accepted is told.
    """
    ending = file.suffix.lower().lstrip(".")
    name = "html" if ending == "htm" else ending
    if name not in READABLE:
        raise InputError(f"« {file.name} » ne peut pas être vérifié : donnez un fichier {', '.join(READABLE)}.")
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise InputError(f"« {file.name} » est introuvable : vérifiez son emplacement.") from None
    except OSError:
        raise InputError(
            f"« {file.name} » ne peut pas être lu : vérifiez que c’est un fichier, que vous en avez le droit, et qu’il "
            "n’est pas ouvert dans un autre programme."
        ) from None
    try:
        found = READABLE[name](content)
    except (KeyError, ValueError, zipfile.BadZipFile):
        raise InputError(
            f"« {file.name} » n’est pas un document {name} lisible : ouvrez-le et enregistrez-le de nouveau."
        ) from None
    # Where the properties were lost on the way, the method note says the same.
    provenance = Provenance.read(found.properties) or next(filter(None, map(Provenance.read, found.lines)), None)
    return ReadDocument(file.name, name, found.lines, provenance, found.repeated)


@dataclass(frozen=True)
class _Read:
    properties: str
    lines: tuple[str, ...]
    repeated: frozenset[str] = frozenset()


def _read_docx(content: bytes) -> _Read:
    properties = _subject(read_parts(content).get("docProps/core.xml"))
    return _Read(properties, _texts(read_file_with_pandoc(content, "docx", "--track-changes=accept")))


def _read_odt(content: bytes) -> _Read:
    properties = _subject(read_parts(content).get("meta.xml"))
    return _Read(properties, _texts(read_file_with_pandoc(content, "odt")))


def _read_html(content: bytes) -> _Read:
    # Where there is a « main » element, pandoc passes over what is beside it.
    tree = read_file_with_pandoc(_MAIN.sub(rb"<\1div", content), "html")
    tree["meta"].pop("title", None)  # said again at the head of the page
    properties = tree["meta"].get("dcterms.provenance")
    return _Read(words_of(properties["c"]) if properties else "", _texts(tree))


def _read_pdf(content: bytes) -> _Read:
    pdf = read_pdf(content)
    return _Read(pdf.subject, pdf.lines, pdf.repeated)


READABLE: Final[dict[str, Callable[[bytes], _Read]]] = {
    "html": _read_html,
    "pdf": _read_pdf,
    "docx": _read_docx,
    "odt": _read_odt,
}


def _texts(tree: Node) -> tuple[str, ...]:
    return tuple(line.text for line in tree_lines(tree))


def _subject(properties: bytes | None) -> str:
    if properties is None:
        return ""
    found = parse_part(properties).find(f".//{_SUBJECT}")
    return str(found.text or "") if found is not None else ""
