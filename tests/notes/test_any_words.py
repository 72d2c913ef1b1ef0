"""Any words whatever, in every slot, come out of Word and OpenDocument files as they went in, and nothing runs."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from participation_lib.notes.archives import read_parts
from participation_lib.notes.model import BulletList, Note, Notice, Paragraph, Quote, Span, Table, Text
from participation_lib.notes.odt import render_odt
from participation_lib.notes.pandoc_inlines import clean, isolated
from participation_lib.notes.word import render_docx
from tests.notes.samples import AWKWARD, HOSTILE
from tests.notes.test_odt import NAMES

PIECES = st.sampled_from([*HOSTILE, *AWKWARD[:6], "{ DDEAUTO c:\\\\windows }", "\\r\\n", "\u2028", "_x000D_"])
ANY_WORDS = st.lists(
    st.text(st.characters(exclude_categories=()), max_size=60) | st.tuples(PIECES, PIECES).map("".join),
    min_size=20,
    max_size=40,
)


def note_of(texts: list[str]) -> Note:
    """Build a note whose n-th text is alone behind the anchors p, q, l, n and in a cell."""
    blocks = [
        Paragraph((Span("p0", (Text("début"),)),)),
        *(Paragraph((Span(f"p{rank}", (Text(text, verbatim=True),)),)) for rank, text in enumerate(texts, start=1)),
        *(Quote(text, ()) for text in texts),
        BulletList(tuple((Text(text, verbatim=True),) for text in texts)),
        Notice((Paragraph((Text(texts[0], verbatim=True),)),), "services"),
        Table("t", ("n", "texte"), tuple(((Text("n"),), (Text(text, verbatim=True),)) for text in texts)),
    ]
    return Note("T", blocks=tuple(blocks))


# Word has elements of its own for two characters.
SIGNS = {qn("w:softHyphen"): "\u00ad", qn("w:noBreakHyphen"): "\u2011"}


def written(element: BaseOxmlElement) -> str:
    """Give what is written under an element of a Word document, without any space."""
    return bare("".join(SIGNS.get(part.tag, part.text or "") for part in element.iter(qn("w:t"), *SIGNS)))


def bare(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=6, deadline=None)
@given(texts=ANY_WORDS)
def test_they_survive_word(texts: list[str]) -> None:
    document = docx.Document(BytesIO(render_docx(note_of(texts))))
    body = document.element
    said = written(body)
    for text in texts:
        assert said.count(bare(isolated(clean(text)))) >= 3
    (table,) = document.tables
    assert [written(row.cells[1]._tc) for row in table.rows[1:]] == [bare(isolated(clean(text))) for text in texts]
    assert not list(body.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:altChunk"), qn("w:object")))
    assert not any(relation.is_external for relation in document.part.rels.values())


@settings(max_examples=6, deadline=None)
@given(texts=ANY_WORDS)
def test_they_survive_opendocument(texts: list[str]) -> None:
    root = etree.fromstring(read_parts(render_odt(note_of(texts)))["content.xml"], etree.XMLParser(huge_tree=True))
    said = bare("".join(root.itertext()))
    for text in texts:
        assert said.count(bare(isolated(clean(text)))) >= 3
    cells = root.xpath("//table:table-row/table:table-cell[2]", namespaces=NAMES)[1:]
    assert [bare("".join(cell.itertext())) for cell in cells] == [bare(isolated(clean(text))) for text in texts]
    assert not root.xpath("//office:scripts/* | //office:event-listeners | //text:a", namespaces=NAMES)
