"""From a notebook to the note it carries: kept in it, in a dossier, or written in its cells.

Code is never shown, nor a Python error: a cell that failed says so in one sentence. Panels cannot
be put on paper and are left out.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from participation_lib.notes.kept_note import note_kept_in
from participation_lib.notes.markdown_blocks import blocks_of_html, blocks_of_markdown
from participation_lib.notes.model import Block, Figure, Heading, Note, Notice, Paragraph, Table, Text
from participation_lib.notes.notebook import METADATA_KEY

__all__ = ["note_of_dossier", "note_of_notebook"]

_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# How Python names what it cannot show.
_BARE_OBJECT: Final = re.compile(r"<[^<>\n]*( object)? at 0x[0-9a-fA-F]+>|<Figure size [^<>\n]*>|None")
_DATA_ADDRESS: Final = re.compile(r"data:(image/[a-z+]+);base64,")
_PICTURES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")
_FAILED: Final = "Une cellule du carnet n’a pas pu être calculée : ce résultat manque dans ce document."
_EMPTY: Final = "Ce carnet ne contient encore ni texte ni résultat."
_UNTITLED: Final = "Compte rendu"


def note_of_notebook(notebook: Mapping[str, Any], folder: Path | None = None, name: str = "") -> Note:
    r"""Give the note that a notebook carries.

    Three ways, the first that is there: a note kept in its metadata (`participation.note`, see
    `render_notebook`); a dossier named there (`participation.dossier`, a path from the notebook's
    folder, and `participation.document`); else its cells, text and results in order.

    Parameters
    ----------
    notebook
        As nbformat reads it, version 4.
    folder
        Where the notebook is.
    name
        Its name, the title of a note that has none.

    Raises
    ------
    InputError
        What the metadata names is damaged, unknown or missing.
    SetupError
        Pandoc is missing.

    Examples
    --------
    >>> cell = {"cell_type": "markdown", "source": "# Plénière\n\nBonjour.", "metadata": {}}
    >>> note_of_notebook({"cells": [cell], "metadata": {}}).title
    'Plénière'
    """
    named = notebook.get("metadata", {}).get(METADATA_KEY, {})
    if isinstance(named, Mapping) and "note" in named:
        return note_kept_in(named["note"])
    if isinstance(named, Mapping) and "dossier" in named:
        place = (folder or Path()) / str(named["dossier"])
        return note_of_dossier(place, str(named.get("document", "synthese")))
    blocks = [block for cell in notebook.get("cells", ()) for block in _cell_blocks(cell)]
    given = str(notebook.get("metadata", {}).get("title", "")).strip()
    return _laid_out(blocks, given, name)


def note_of_dossier(folder: Path, document: str) -> Note:
    """Give a document of a dossier as it was last reviewed and written, for internal use.

    Raises
    ------
    InputError
        There is no dossier there, or no document of that name.
    """
    from participation_lib.chain import WritingDesk
    from participation_lib.dossier import open_dossier
    from participation_lib.schema import Version

    with open_dossier(folder) as dossier:
        return WritingDesk.of(dossier).note(document, Version.INTERNAL)


def _laid_out(blocks: list[Block], title: str, name: str) -> Note:
    """Take the title out of the first heading, and let no level be skipped."""
    first = blocks[0] if blocks else None
    if not title and isinstance(first, Heading) and first.level == 1:
        title, blocks = first.content, blocks[1:]
    highest = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    former = 0
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            former = min(block.level - highest + 1, former + 1, 4)
            result.append(Heading(former, block.content))
        else:
            result.append(block)
    return Note(title or name or _UNTITLED, blocks=tuple(result) or (Paragraph((Text(_EMPTY),)),))


def _cell_blocks(cell: Mapping[str, Any]) -> Iterator[Block]:
    match cell.get("cell_type"):
        case "markdown":
            attached = cell.get("attachments", {})
            yield from blocks_of_markdown(
                _text(cell.get("source", "")), lambda source, alt: _attached(attached, source, alt)
            )
        case "code":
            for output in cell.get("outputs", ()):
                yield from _output_blocks(output, cell.get("metadata", {}))


def _output_blocks(output: Mapping[str, Any], cell_metadata: Mapping[str, Any]) -> Iterator[Block]:
    match output.get("output_type"):
        case "error":
            yield Notice((Paragraph((Text(_FAILED),)),))
        case "stream" if output.get("name") == "stdout":
            yield from _plain(_text(output.get("text", "")))
        case "display_data" | "execute_result":
            yield from _data_blocks(output.get("data", {}), output.get("metadata", {}), cell_metadata)


def _data_blocks(
    data: Mapping[str, Any], metadata: Mapping[str, Any], cell_metadata: Mapping[str, Any]
) -> Iterator[Block]:
    if _WIDGET in data:
        return
    for kind in _PICTURES:
        if kind in data:
            said = {**cell_metadata, **metadata, **metadata.get(kind, {})}
            alt, caption = str(said.get("alt", "")), str(said.get("caption", ""))
            figure = _figure(_text(data[kind]), alt, caption)
            yield figure if figure is not None else Paragraph((Text(f"[image : {alt or caption or 'illisible'}]"),))
            return
    if "text/markdown" in data:
        yield from blocks_of_markdown(_text(data["text/markdown"]), _inside)
    elif "text/html" in data:
        yield from _named(blocks_of_html(_text(data["text/html"]), _inside), str(cell_metadata.get("caption", "")))
    elif "text/plain" in data:
        yield from _plain(_text(data["text/plain"]))


def _named(blocks: Iterable[Block], caption: str) -> Iterator[Block]:
    """Give its caption to the table that is the result of a cell."""
    for block in blocks:
        if caption and isinstance(block, Table) and block.caption == "Résultat":
            yield Table(caption, block.header, block.rows, block.align)
        else:
            yield block


def _plain(text: str) -> Iterator[Block]:
    text = _COLOURS.sub("", text).strip("\n")
    if text.strip() and not _BARE_OBJECT.fullmatch(text.strip()):
        yield Paragraph((Text(text, verbatim=True),))


def _text(source: object) -> str:
    """Join the lines of a text, which notebooks may keep one by one."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _attached(attached: Mapping[str, Any], source: str, alt: str) -> Figure | None:
    bundle = attached.get(source.removeprefix("attachment:"), {})
    data = next((bundle[kind] for kind in _PICTURES if kind in bundle), None)
    return _figure(_text(data), alt, "") if data is not None else _inside(source, alt)


def _inside(source: str, alt: str) -> Figure | None:
    """Give a picture whose address holds it; no other is looked for."""
    match = _DATA_ADDRESS.match(source)
    return _figure(source[match.end() :], alt, "") if match and match[1] in _PICTURES else None


def _figure(encoded: str, alt: str, caption: str) -> Figure | None:
    """Build a figure of a picture in base64, or nothing if it is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        content = base64.b64decode("".join(encoded.split()), validate=True)
        with Image.open(BytesIO(content)) as image:
            image.load()
            if image.format != "PNG":
                converted = BytesIO()
                image.convert("RGB").save(converted, "PNG")
                content = converted.getvalue()
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    width, height = struct.unpack(">II", content[16:24])
    address = "data:image/png;base64," + base64.b64encode(content).decode("ascii")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image href="{address}" width="{width}" height="{height}"/></svg>'
    )
    said = alt.strip() or caption.strip() or "Image sans description"
    return Figure(content, svg.encode("ascii"), caption.strip() or alt.strip() or "Sans titre", said)
