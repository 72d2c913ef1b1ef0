"""The Word document: real styles, in our looks or a city's, and literal."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree
from PIL import Image

from participation_lib.errors import InputError
from participation_lib.notes.archives import read_parts, write_parts
from participation_lib.notes.model import Note, Notice, Paragraph, Table, Text
from participation_lib.notes.pandoc_inlines import clean
from participation_lib.notes.word import render_docx, word_reference
from tests.notes.samples import HOSTILE, Rendered, ordinary_note


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def styles_used(document: Document) -> set[str]:
    tags = (qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    return {style.get(qn("w:val")) for style in document.element.iter(*tags)}


def styles_defined(document: Document) -> set[str]:
    return {style.style_id for style in document.styles}


def said(document: Document) -> str:
    """Everything written in the body, without any space."""
    return "".join("".join(text.text or "" for text in document.element.iter(qn("w:t"))).split())


def test_styles_are_those_that_word_names_in_french(ordinary: Rendered) -> None:
    document = opened(ordinary.docx)
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert styles["Une place pour l’arbre"] == "Title"
    assert styles["En bref"] == "Heading 1"
    assert styles["Arbres"] == "Heading 2"
    assert styles["Problèmes"] == "Heading 3"
    assert styles["«\u00a0Plantez des arbres !\u00a0»"] == "Quote"
    assert styles["—\u00a0Table 3, c0002"] == "Source de citation"
    assert styles["Tableau\u00a01 – Contributions"] == "Caption"
    assert styles["Figure\u00a01 – Nombre d’idées par thème"] == "Caption"
    assert styles["premier"] == "List Paragraph"
    assert styles["À noter"] == "À noter"
    assert styles["–\u00a0un"] == "À noter"
    assert styles["À compléter"] == "À compléter"
    assert styles_used(document) <= styles_defined(document)
    assert not any(name.endswith("Tok") for name in styles_defined(document))


def test_page_language_numbers_and_running_title(ordinary: Rendered) -> None:
    document = opened(ordinary.docx)
    (section,) = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    parts = read_parts(ordinary.docx)
    assert b'w:val="fr-FR"' in parts["word/styles.xml"]
    footers = [content for name, content in parts.items() if name.startswith("word/footer")]
    assert ["".join(etree.fromstring(footer).itertext()).split() for footer in footers] == [
        ["page", "1", "sur", "1"],
        ["page", "1", "sur", "1"],
    ]
    assert all(b"NUMPAGES" in footer and b" PAGE " in footer for footer in footers)
    assert section.different_first_page_header_footer
    assert "Une place pour l’arbre" in "".join(section.header._element.itertext())


def test_tables_repeat_their_header_and_keep_rows_whole(ordinary: Rendered) -> None:
    (table,) = opened(ordinary.docx).tables
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
    assert {p.style.name for row in table.rows for cell in row.cells for p in cell.paragraphs} == {"Texte de tableau"}
    assert [cell.text for cell in table.rows[1].cells] == ["c0001", "1", "l'ombre, svp !", "énoncé"]


def test_what_introduces_stays_with_what_follows(ordinary: Rendered) -> None:
    lead = Paragraph((Text("Questions à la Ville.", "strong"),))
    short = Table("t", ("a", "b"), ((((Text("c"),), (Text("d"),))),) * 3)
    long = Table("t", ("a",), (((Text("c"),),),) * 60)
    document = opened(render_docx(Note("T", blocks=(lead, short, long, Notice((lead,))))))
    assert [p.style.name for p in document.paragraphs if p.text == "Questions à la Ville."] == ["Amorce", "À noter"]
    kept = [
        [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in t.rows] for t in document.tables
    ]
    assert kept[0] == [True, True, True, False]
    assert not any(kept[1])
    title = next(p for p in document.paragraphs if p.text == "À noter")
    assert title.paragraph_format.keep_with_next


def test_captions_stay_with_what_they_describe(ordinary: Rendered) -> None:
    document = opened(ordinary.docx)
    above = next(p for p in document.paragraphs if p.text.startswith("Tableau"))
    assert above.paragraph_format.keep_with_next
    picture = next(p for p in document.paragraphs if p._p.find(f".//{qn('w:drawing')}") is not None)
    assert picture.paragraph_format.keep_with_next


def test_pictures_say_what_they_show(ordinary: Rendered) -> None:
    document = opened(ordinary.docx)
    (outer,) = document.element.iter(qn("wp:docPr"))
    (inner,) = document.element.iter(qn("pic:cNvPr"))
    assert outer.get("descr") == inner.get("descr")
    assert outer.get("descr").startswith("Barres horizontales")
    assert inner.get("name") == "figure1"


def test_links_lead_to_bookmarks_and_nowhere_else(hostile: Rendered) -> None:
    document = opened(hostile.docx)
    bookmarks = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    links = list(document.element.iter(qn("w:hyperlink")))
    assert links
    assert all(link.get(qn("w:anchor")) in bookmarks and link.get(qn("r:id")) is None for link in links)
    assert not any(relation.is_external for relation in document.part.rels.values())


def test_hostile_words_come_out_literally(hostile: Rendered) -> None:
    document = opened(hostile.docx)
    words = said(document)
    for text in HOSTILE:
        assert words.count("".join(clean(text).split())) >= 3
    # Fields are ours, in headers and footers; none is in the body.
    assert not list(document.element.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:altChunk")))


def test_core_properties_hold_no_clock(ordinary: Rendered) -> None:
    core = read_parts(ordinary.docx)["docProps/core.xml"].decode()
    assert "dcterms" not in core.split(">", 2)[2]
    assert opened(ordinary.docx).core_properties.title == "Une place pour l’arbre"


@pytest.fixture
def city_reference(tmp_path: Path) -> Path:
    """Save a template made by other hands: other fonts and margins, a logo, none of our styles."""
    document = docx.Document()
    document.core_properties.author = "Une Autrice"
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Heading 1"].font.size = Pt(30)
    document.styles["Heading 1"].element.get_or_add_rPr().append(OxmlElement("w:lang", {qn("w:val"): "en-GB"}))
    logo = BytesIO()
    Image.new("RGB", (60, 20), "#8a1538").save(logo, "PNG")
    section = document.sections[0]
    section.left_margin = Cm(4)
    section.header.paragraphs[0].add_run("Ville de Cergy").add_picture(logo)
    section.footer.paragraphs[0].add_run("Hôtel de ville").add_picture(logo)
    document.add_paragraph("À jeter")
    path = tmp_path / "modèle de la ville.docx"
    document.save(str(path))
    return path


def test_a_city_s_own_file_gives_the_looks(city_reference: Path) -> None:
    document = opened(render_docx(ordinary_note(), reference=city_reference))
    assert document.styles["Normal"].font.name == "Georgia"
    assert document.styles["Heading 1"].font.size == Pt(30)
    (section,) = document.sections
    assert round(section.left_margin.cm, 1) == 4
    for part, words in ((section.header, "Ville de Cergy"), (section.footer, "Hôtel de ville")):
        assert words in part.paragraphs[0].text
        (picture,) = part._element.iter(qn("a:blip"))
        assert part.part.related_parts[picture.get(qn("r:embed"))].blob.startswith(b"\x89PNG")
    assert "À jeter" not in said(document)
    assert styles_used(document) <= styles_defined(document)
    notice = next(p for p in document.paragraphs if p.text == "À noter").style
    assert notice.name == "À noter"
    assert notice.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is not None
    assert notice.font.name is None  # the city's letters
    heading = next(p for p in document.paragraphs if p.text == "En bref")
    assert heading.style.name == "Heading 1"
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    assert document.core_properties.author == ""
    assert not any(relation.is_external for relation in document.part.rels.values())


def test_a_template_on_a_server_is_neither_fetched_nor_named(city_reference: Path) -> None:
    parts = read_parts(city_reference.read_bytes())
    kind = b"wordprocessingml.document.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        kind, kind.replace(b"document.main", b"template.main")
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    attached = f'<w:attachedTemplate xmlns:r="{office}" r:id="rId9"/>'.encode()
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(
        b"<w:defaultTabStop", attached + b"<w:defaultTabStop", 1
    )
    assert attached in parts["word/settings.xml"]
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        f'Type="{office}/attachedTemplate" Target="file:///serveur/modele.dotx" TargetMode="External"/></Relationships>'
    ).encode()
    template = city_reference.with_suffix(".dotx")
    template.write_bytes(write_parts(parts))
    made = read_parts(render_docx(Note("T"), reference=template))
    assert kind in made["[Content_Types].xml"]
    assert not [name for name, content in made.items() if b"serveur" in content or b"attachedTemplate" in content]


def test_word_in_french_has_other_identifiers(tmp_path: Path) -> None:
    parts = read_parts(word_reference())
    styles = parts["word/styles.xml"].decode()
    for identifier, french in (("Heading1", "Titre1"), ("Quote", "Citation"), ("Caption", "Lgende")):
        styles = styles.replace(f'styleId="{identifier}"', f'styleId="{french}"')
        styles = styles.replace(f'next w:val="{identifier}"', f'next w:val="{french}"')
    parts["word/styles.xml"] = styles.encode()
    path = tmp_path / "reference.docx"
    path.write_bytes(write_parts(parts))
    document = opened(render_docx(ordinary_note(), reference=path))
    assert {"Titre1", "Citation", "Lgende"} <= styles_used(document)
    assert styles_used(document) <= styles_defined(document)


def test_our_reference_opens_in_word_s_own_terms() -> None:
    names = {style.name for style in opened(word_reference()).styles}
    assert {"Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Quote", "Caption", "Table"} <= names


@pytest.mark.parametrize("content", [None, b"", b"pas un zip", write_parts({"autre.txt": b"x"})])
def test_an_unreadable_reference_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "modele.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="n’est pas un document Word lisible"):
        render_docx(Note("T"), reference=path)
