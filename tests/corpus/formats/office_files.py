"""Small Word, Writer and Excel files, made in the test that reads them."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
)


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def tracked(paragraph: docx.text.paragraph.Paragraph, kind: str, words: str) -> None:
    """Add words to a paragraph as Word does while it tracks changes: `kind` is « ins » or « del »."""
    change = OxmlElement(f"w:{kind}")
    change.set(qn("w:id"), "7")
    change.set(qn("w:author"), "Jeanne Kerlouan")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText" if kind == "del" else "w:t")
    text.set(qn("xml:space"), "preserve")
    text.text = words
    run.append(text)
    change.append(run)
    paragraph._p.append(change)


def odt(body: str, *, manifest: str = "", styles: str = "") -> bytes:
    """Give a Writer document of that content."""
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    opening = f'<office:document-{{}} {SPACES} {dc} office:version="1.2">'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": opening.format("content")
        + f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": opening.format("styles") + f"<office:styles>{styles}</office:styles></office:document-styles>",
        "META-INF/manifest.xml": (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f"{manifest}</manifest:manifest>"
        ),
    }
    return archive({name: text.encode() for name, text in parts.items()})


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()
