"""A note as a Word document, in our looks or in a city's own."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from participation_lib.errors import InputError
from participation_lib.notes.archives import read_parts, write_parts
from participation_lib.notes.columns import keeps_whole
from participation_lib.notes.model import Note
from participation_lib.notes.pandoc import TEMPLATES, run_pandoc
from participation_lib.notes.pandoc_ast import to_pandoc
from participation_lib.notes.pandoc_inlines import own_line
from participation_lib.notes.pandoc_tables import fits_page, is_dense, line_length
from participation_lib.notes.structure import tables
from participation_lib.notes.word_styles import W, restyle
from participation_lib.notes.xml_parts import Element, parse_part, write_part

__all__ = ["render_docx", "word_reference"]

# Where each file of templates/word/ goes in the archive.
_PARTS: Final = {
    "content_types.xml": "[Content_Types].xml",
    "package_rels.xml": "_rels/.rels",
    "document_rels.xml": "word/_rels/document.xml.rels",
    **{
        f"{name}.xml": f"word/{name}.xml"
        for name in ("document", "styles", "settings", "header1", "header2", "footer1", "footer2")
    },
}
_LONG_ROW: Final = 1500  # characters; a taller row may have to be cut over two pages
_TWENTIETHS_A_MM: Final = 1440 / 25.4  # of a point: Word's own unit
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/"
_PLAIN_PROPERTIES: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CORE: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TERMS: Final = "{http://purl.org/dc/terms/}"


def render_docx(note: Note, *, reference: Path | None = None) -> bytes:
    """Give a note as a Word document with real styles, in French, A4.

    Headings are « Titre 1 » to « Titre 4 », quotations « Citation », captions « Légende ». Table
    headers repeat, rows stay whole, pictures keep their alternative text. There is no table of
    contents: Word's navigation pane reads the headings, and Références inserts one.

    Parameters
    ----------
    note : Note
    reference : Path, optional
        A city's own .docx, whose page, headers, footers, fonts and styles are used. Styles that
        it lacks are taken from ours, in its fonts.

    Raises
    ------
    ValueError
        The note is not well built (see `check_structure`).
    InputError
        The reference is not a Word document.
    SetupError
        Pandoc is missing.

    Examples
    --------
    >>> render_docx(Note("Synthèse"))[:2]
    b'PK'
    """
    looks = word_reference() if reference is None else _read_reference(Path(reference))
    if note.landscape:
        looks = _turned(looks)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reference.docx"
        file.write_bytes(looks)
        archive = run_pandoc(to_pandoc(note, "word"), "docx", f"--reference-doc={file}")
    parts = read_parts(archive)
    document, styles = parse_part(parts["word/document.xml"]), parse_part(parts["word/styles.xml"])
    _describe_pictures(document)
    _keep_rows_whole(document)
    _shape_tables(document, note)
    _leave_room_below_tables(document)
    restyle(document, styles)
    for language in styles.iter(f"{W}lang"):
        language.set(f"{W}val", note.language)
    parts["word/document.xml"], parts["word/styles.xml"] = write_part(document), write_part(styles)
    parts["docProps/core.xml"] = _without_dates(parts["docProps/core.xml"])
    # That of a reference may name a person, or the place of a template on a server.
    parts["docProps/app.xml"] = _PLAIN_PROPERTIES
    _cut_off(parts)
    title = own_line(note.title)
    for name in parts:
        if name.startswith("word/header"):
            parts[name] = _with_title(parts[name], title)
    return write_parts(parts)


def word_reference() -> bytes:
    """Give our reference document: a .docx that a city may change in Word and give back.

    It is made of the files of `templates/word/`, which hold its styles, page, header and footer.
    """
    return write_parts({place: (TEMPLATES / "word" / file).read_bytes() for file, place in _PARTS.items()})


def _read_reference(file: Path) -> bytes:
    try:
        content = file.read_bytes()
        parts = read_parts(content)
        parse_part(parts["word/styles.xml"])
        parse_part(parts["word/document.xml"])
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise InputError(
            f"Le modèle « {file.name} » n’est pas un document Word lisible (.docx) : "
            "ouvrez-le dans Word et enregistrez-le au format .docx."
        ) from None
    return content


def _describe_pictures(document: Element) -> None:
    """Pandoc gives the whole picture as the description of its inner frame; put the words there."""
    for drawing in document.iter(f"{W}drawing"):
        outer = drawing.find(f".//{_DRAWING}wordprocessingDrawing}}docPr")
        for rank, inner in enumerate(drawing.iter(f"{_DRAWING}picture}}cNvPr"), start=1):
            inner.set("descr", outer.get("descr", ""))
            inner.set("name", f"figure{rank}")


def _keep_rows_whole(document: Element) -> None:
    for row in document.iter(f"{W}tr"):
        if sum(len(text.text or "") for text in row.iter(f"{W}t")) > _LONG_ROW:
            continue
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = row.makeelement(f"{W}trPr")
            # Properties of the row come first, but for exceptions to the table's.
            row.insert(1 if row.find(f"{W}tblPrEx") is not None else 0, properties)
        properties.insert(0, row.makeelement(f"{W}cantSplit"))


def _shape_tables(document: Element, note: Note) -> None:
    """Keep short tables on one page; open those to fill in by hand into grids."""
    n_across = line_length(landscape=note.landscape)
    shown = [table for table in tables(note.blocks) if fits_page(table, n_across)]
    for element, table in zip(document.iter(f"{W}tbl"), shown, strict=True):
        rows = element.findall(f"{W}tr")
        if keeps_whole(table):
            for properties in (p for row in rows[:-1] for p in row.iter(f"{W}pPr")):
                # Right after the style, as the schema wants.
                properties.insert(1, properties.makeelement(f"{W}keepNext"))
        if is_dense(table, n_across):
            for style in element.iter(f"{W}pStyle"):
                style.set(f"{W}val", "Texte de tableau serré")
            _narrow_margins(element.find(f"{W}tblPr"))
        if table.row_height_mm:
            element.find(f"{W}tblPr/{W}tblStyle").set(f"{W}val", "Tableau à remplir")
            height = {f"{W}val": str(round(table.row_height_mm * _TWENTIETHS_A_MM)), f"{W}hRule": "atLeast"}
            for row in rows:
                properties = row.find(f"{W}trPr")
                if properties.find(f"{W}tblHeader") is None:
                    properties.append(properties.makeelement(f"{W}trHeight", height))


def _narrow_margins(properties: Element) -> None:
    margins = properties.makeelement(f"{W}tblCellMar")
    for side in ("left", "right"):
        margins.append(margins.makeelement(f"{W}{side}", {f"{W}w": "57", f"{W}type": "dxa"}))
    after = properties.find(f"{W}tblLook")
    properties.insert(len(properties) if after is None else properties.index(after), margins)


def _turned(reference: bytes) -> bytes:
    """Lay the pages of a reference on their side."""
    parts = read_parts(reference)
    document = parse_part(parts["word/document.xml"])
    for size in document.iter(f"{W}pgSz"):
        width, height = (int(size.get(f"{W}{side}", default)) for side, default in (("w", 11906), ("h", 16838)))
        size.set(f"{W}w", str(max(width, height)))
        size.set(f"{W}h", str(min(width, height)))
        size.set(f"{W}orient", "landscape")
    parts["word/document.xml"] = write_part(document)
    return write_parts(parts)


def _leave_room_below_tables(document: Element) -> None:
    """Word has no margin below a table, and would make one of two that touch."""
    for table in list(document.iter(f"{W}tbl")):
        paragraph = table.makeelement(f"{W}p")
        properties = paragraph.makeelement(f"{W}pPr")
        # The name of the style; `restyle` puts its identifier.
        properties.append(properties.makeelement(f"{W}pStyle", {f"{W}val": "Après un tableau"}))
        paragraph.append(properties)
        table.addnext(paragraph)


def _cut_off(parts: dict[str, bytes]) -> None:
    """Drop what a reference would have Word fetch elsewhere: its template on a server, addresses to merge."""
    settings = parse_part(parts["word/settings.xml"])
    for tag in ("attachedTemplate", "mailMerge"):
        for element in settings.findall(f"{W}{tag}"):
            settings.remove(element)
    parts["word/settings.xml"] = write_part(settings)
    parts.pop("word/_rels/settings.xml.rels", None)


def _without_dates(core: bytes) -> bytes:
    """Drop the two dates, which would be 1970, and the empty author."""
    root = parse_part(core)
    for child in list(root):
        dated = child.tag in (f"{_TERMS}created", f"{_TERMS}modified")
        if dated or not (child.text or "").strip():
            root.remove(child)
    return write_part(root)


def _with_title(header: bytes, title: str) -> bytes:
    """Write the title where the header asks for it: Word refreshes such fields late."""
    root = parse_part(header)
    for field in _title_fields(root):
        texts = list(field.iter(f"{W}t"))
        for text in texts:
            text.text = title if text is texts[0] else ""
    return write_part(root)


def _title_fields(root: Element) -> Iterator[Element]:
    for field in root.iter(f"{W}fldSimple"):
        if (field.get(f"{W}instr") or "").split()[:1] == ["TITLE"]:
            yield field
