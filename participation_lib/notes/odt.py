"""A note as an OpenDocument text, for LibreOffice."""

from __future__ import annotations

import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Final

from participation_lib.notes.archives import read_parts, write_parts
from participation_lib.notes.columns import keeps_whole
from participation_lib.notes.model import Note
from participation_lib.notes.pandoc import TEMPLATES, run_pandoc
from participation_lib.notes.pandoc_ast import BETWEEN, NOTICE_STYLES, to_pandoc
from participation_lib.notes.pandoc_inlines import own_line
from participation_lib.notes.pandoc_tables import fits_page, is_dense, line_length
from participation_lib.notes.structure import figures, tables
from participation_lib.notes.xml_parts import Element, parse_part, write_part

__all__ = ["render_odt"]

_PARTS: Final = {
    "content.xml": "content.xml",
    "styles.xml": "styles.xml",
    "meta.xml": "meta.xml",
    "manifest.xml": "META-INF/manifest.xml",
}
_TYPE: Final = b"application/vnd.oasis.opendocument.text"

_OASIS: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_DRAW, _FO, _META, _OFFICE, _STYLE, _SVG, _TABLE, _TEXT = (
    f"{_OASIS}{name}:1.0}}"
    for name in ("drawing", "xsl-fo-compatible", "meta", "office", "style", "svg-compatible", "table", "text")
)
_DC: Final = "{http://purl.org/dc/elements/1.1/}"

_FRAMES: Final = {name: name.replace(" ", "_20_").replace("’", "_2019_") for name in NOTICE_STYLES.values()}
# Pandoc's names and those of our styles; the format wants spaces written _20_.
_PARAGRAPHS: Final = {
    "First_20_paragraph": "Text_20_body",
    "Quote": "Quotations",
    "Source de citation": "Source_20_de_20_citation",
    **_FRAMES,
    BETWEEN: BETWEEN.replace(" ", "_20_"),
    "TableCaption": "Légende_20_de_20_tableau",
    "Table Caption": "Légende_20_de_20_tableau",
    "FigureCaption": "Caption",
    "FigureWithCaption": "Illustration",
}
_TIGHT: Final = {"Table_20_Heading": "En-tête_20_serré", "Table_20_Contents": "Tableau_20_serré"}
_WORDS: Final = {"Definition": "Internet_20_link", "Petit texte": "Petit_20_texte"}


def render_odt(note: Note) -> bytes:
    """Give a note as an OpenDocument text, in French, A4.

    Headings, quotations and captions have named styles, table headers repeat, rows stay whole,
    pictures keep their alternative text.

    Raises
    ------
    ValueError
        The note is not well built (see `check_structure`).
    SetupError
        Pandoc is missing.

    Examples
    --------
    >>> render_odt(Note("Synthèse"))[:2]
    b'PK'
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reference.odt"
        file.write_bytes(_reference(landscape=note.landscape))
        archive = run_pandoc(to_pandoc(note, "word"), "odt", f"--reference-doc={file}")
    parts = read_parts(archive)
    content = parse_part(parts["content.xml"])
    _restyle(content)
    _shape_tables(content, note)
    _describe_pictures(content, note)
    parts["content.xml"] = write_part(content)
    parts["meta.xml"] = _without_dates(parts["meta.xml"])
    # Word processors look for the type in the first bytes of the file.
    return write_parts({"mimetype": parts.pop("mimetype"), **parts})


def _reference(*, landscape: bool = False) -> bytes:
    files = {place: (TEMPLATES / "odt" / file).read_bytes() for file, place in _PARTS.items()}
    if landscape:
        styles = parse_part(files["styles.xml"])
        for page in styles.iter(f"{_STYLE}page-layout-properties"):
            width, height = page.get(f"{_FO}page-width"), page.get(f"{_FO}page-height")
            page.set(f"{_FO}page-width", height)
            page.set(f"{_FO}page-height", width)
            page.set(f"{_STYLE}print-orientation", "landscape")
        files["styles.xml"] = write_part(styles)
    return write_parts({"mimetype": _TYPE, **files})


def _restyle(content: Element) -> None:
    attribute = f"{_TEXT}style-name"
    for paragraph in content.iter(f"{_TEXT}p"):
        name = paragraph.get(attribute)
        paragraph.set(attribute, _PARAGRAPHS.get(name, name))
    for name in _FRAMES.values():
        _set_apart(content, name)
    for table in list(content.iter(f"{_TABLE}table")):
        # Room below; and LibreOffice leaves a heading alone at the foot of a page after a table.
        table.addnext(table.makeelement(f"{_TEXT}p", {attribute: "Après_20_un_20_tableau"}))
    for words in content.iter(f"{_TEXT}span"):
        name = words.get(attribute)
        words.set(attribute, _WORDS.get(name, name))
    for style in content.iter(f"{_STYLE}style"):
        match style.get(f"{_STYLE}name"):
            case "TableHeaderRowCell":
                _border(style, background="#eaf0f6", top="1pt solid #1d3f6e")
            case "TableRowCell":
                _border(style)
        parent = style.get(f"{_STYLE}parent-style-name")
        if parent in _PARAGRAPHS:
            style.set(f"{_STYLE}parent-style-name", _PARAGRAPHS[parent])
        if style.get(f"{_STYLE}family") == "table":
            for properties in style.iter(f"{_STYLE}table-properties"):
                properties.set(f"{_STYLE}rel-width", "100%")


def _set_apart(content: Element, name: str) -> None:
    """Give the first and last paragraphs of a frame the styles that make room around it."""
    attribute = f"{_TEXT}style-name"
    frame = [paragraph for paragraph in content.iter(f"{_TEXT}p") if paragraph.get(attribute) == name]
    first = [p for p in frame if p.getprevious() is None or p.getprevious().get(attribute) != name]
    last = [p for p in frame if p.getnext() is None or p.getnext().get(attribute) != name]
    for paragraph in last:
        paragraph.set(attribute, f"{name}_2c__20_fin")
    for paragraph in first:
        paragraph.set(attribute, f"{name}_2c__20_début")


def _border(style: Element, background: str = "transparent", top: str = "none") -> None:
    for properties in style.iter(f"{_STYLE}table-cell-properties"):
        properties.attrib.clear()
        properties.set(f"{_FO}padding", "0.1cm")
        properties.set(f"{_FO}background-color", background)
        properties.set(f"{_FO}border-top", top)
        properties.set(f"{_FO}border-left", "none")
        properties.set(f"{_FO}border-right", "none")
        properties.set(f"{_FO}border-bottom", "0.5pt solid #b9c4d0")


def _shape_tables(content: Element, note: Note) -> None:
    """Keep short tables on one page; open those to fill in by hand into grids."""
    automatic = content.find(f"{_OFFICE}automatic-styles")
    n_across = line_length(landscape=note.landscape)
    shown = [table for table in tables(note.blocks) if fits_page(table, n_across)]
    for rank, (element, table) in enumerate(zip(content.iter(f"{_TABLE}table"), shown, strict=True), start=1):
        if keeps_whole(table):
            for properties in _style_named(automatic, element.get(f"{_TABLE}style-name")).iter(
                f"{_STYLE}table-properties"
            ):
                properties.set(f"{_STYLE}may-break-between-rows", "false")
        if is_dense(table, n_across):
            for paragraph in element.iter(f"{_TEXT}p"):
                paragraph.set(f"{_TEXT}style-name", _tightened(automatic, paragraph.get(f"{_TEXT}style-name")))
        if not table.row_height_mm:
            continue
        name = f"Grille{rank}"
        row_style = automatic.makeelement(f"{_STYLE}style", {f"{_STYLE}name": name, f"{_STYLE}family": "table-row"})
        height = {f"{_STYLE}min-row-height": f"{table.row_height_mm:g}mm", f"{_FO}keep-together": "always"}
        row_style.append(row_style.makeelement(f"{_STYLE}table-row-properties", height))
        automatic.append(row_style)
        for row in element.iterfind(f"{_TABLE}table-row"):
            row.set(f"{_TABLE}style-name", name)
        for cell in element.iter(f"{_TABLE}table-cell"):
            header = cell.getparent().getparent().tag == f"{_TABLE}table-header-rows"
            cell.set(f"{_TABLE}style-name", _grid_cell(automatic, header=header))


def _tightened(automatic: Element, name: str) -> str:
    """Give the name of a style like that one, in smaller letters."""
    if name in _TIGHT:
        return _TIGHT[name]
    tight = f"{name}serre"
    if not any(style.get(f"{_STYLE}name") == tight for style in automatic):
        style = deepcopy(_style_named(automatic, name))
        style.set(f"{_STYLE}name", tight)
        style.set(f"{_STYLE}parent-style-name", _TIGHT[style.get(f"{_STYLE}parent-style-name")])
        automatic.append(style)
    return tight


def _style_named(styles: Element, name: str) -> Element:
    return next(style for style in styles if style.get(f"{_STYLE}name") == name)


def _grid_cell(automatic: Element, *, header: bool) -> str:
    name = "GrilleEntete" if header else "GrilleCase"
    if not any(style.get(f"{_STYLE}name") == name for style in automatic):
        style = automatic.makeelement(f"{_STYLE}style", {f"{_STYLE}name": name, f"{_STYLE}family": "table-cell"})
        looks = {f"{_FO}border": "0.75pt solid #4a5560", f"{_FO}padding": "0.1cm"}
        if header:
            looks[f"{_FO}background-color"] = "#eaf0f6"
        style.append(style.makeelement(f"{_STYLE}table-cell-properties", looks))
        automatic.append(style)
    return name


def _describe_pictures(content: Element, note: Note) -> None:
    """Put back what pandoc leaves out: the words that stand for a picture."""
    frames = [frame for frame in content.iter(f"{_DRAW}frame") if frame.find(f"{_DRAW}image") is not None]
    for frame, figure in zip(frames, figures(note.blocks), strict=True):
        title = frame.makeelement(f"{_SVG}title")
        title.text = own_line(figure.caption)
        description = frame.makeelement(f"{_SVG}desc")
        description.text = own_line(figure.alt)
        frame.extend([title, description])


def _without_dates(meta: bytes) -> bytes:
    """Drop the two dates, which would be 1970, and what is empty."""
    root = parse_part(meta)
    for child in list(root.find(f"{_OFFICE}meta")):
        dated = child.tag in (f"{_META}creation-date", f"{_DC}date")
        if dated or not (child.text or "").strip():
            child.getparent().remove(child)
    return write_part(root)
