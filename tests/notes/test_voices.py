"""Who speaks, and sheets to fill in by hand: a frame, a grid and a page of their own in every format."""

from __future__ import annotations

from io import BytesIO

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as reader

from participation_lib.notes.archives import read_parts
from participation_lib.notes.model import BulletList, Note, Notice, Paragraph, Quote, Table, Text, blank_table
from participation_lib.notes.pandoc_ast import NOTICE_STYLES, NOTICE_TITLES
from participation_lib.notes.structure import check_structure
from tests.notes.pdf_reading import tags, words
from tests.notes.samples import Rendered, rendered
from tests.notes.test_odt import NAMES

ANSWER = (Paragraph((Text("Une réponse."),)), BulletList(((Text("un point"),),)))


@pytest.fixture(scope="module")
def sheet() -> Rendered:
    voices = (
        Quote("Plantez", ()),
        Notice(ANSWER, "services"),
        Notice(ANSWER, "services", "Direction de la voirie"),
        Notice(ANSWER, "commitment"),
        Notice(ANSWER, "facilitator"),
    )
    blank = blank_table("Idées", ("Idée", "Lieu"), 5, row_height_mm=20, widths=(0.7, 0.3))
    return rendered(Note("Fiche", blocks=(*voices, blank, Table("t", ("a",), (((Text("b"),),),))), landscape=True))


def test_each_voice_has_its_style_in_word(sheet: Rendered) -> None:
    document = docx.Document(BytesIO(sheet.docx))
    styles = {paragraph.text: paragraph.style for paragraph in document.paragraphs if paragraph.style is not None}
    borders = {}
    for kind in ("services", "commitment", "facilitator"):
        style = styles[NOTICE_TITLES[kind]]
        assert style.name == NOTICE_STYLES[kind]
        frame = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
        borders[kind] = [(side.tag, side.get(qn("w:val")), side.get(qn("w:sz"))) for side in frame]
    assert len({str(frame) for frame in borders.values()}) == 3
    assert styles["«\u00a0Plantez\u00a0»"].name == "Quote"
    names = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None]
    # Two answers in a row would make one frame.
    first = names.index("Réponse des services")
    assert names[first : first + 7] == ["Réponse des services"] * 3 + ["Entre deux cadres"] + names[first : first + 3]


def test_each_voice_has_its_style_in_opendocument(sheet: Rendered) -> None:
    parts = {name: etree.fromstring(read_parts(sheet.odt)[name]) for name in ("content.xml", "styles.xml")}
    used = parts["content.xml"].xpath("//text:p/@text:style-name", namespaces=NAMES)
    shown = parts["styles.xml"].xpath("//@style:display-name", namespaces=NAMES)
    for kind in ("services", "commitment", "facilitator"):
        assert f"{NOTICE_STYLES[kind]}, début" in shown
    assert "Réponse_20_des_20_services_2c__20_début" in used
    assert "Mot_20_de_20_l_2019_animation_2c__20_fin" in used
    assert used.count("Réponse_20_des_20_services_2c__20_début") == 2


def test_each_voice_is_named_in_the_page(sheet: Rendered) -> None:
    page = reader.document_fromstring(sheet.html.decode())
    frames = [(frame.get("aria-label"), frame.get("class")) for frame in page.xpath("//*[@role='group']")]
    assert frames == [
        ("Ce que les services répondent", "notice services"),
        ("Direction de la voirie", "notice services"),
        ("Ce à quoi la Ville s’engage", "notice commitment"),
        ("Mot de l’animation", "notice facilitator"),
    ]
    assert not page.xpath("//blockquote//*[contains(@class, 'notice')] | //*[contains(@class, 'notice')]//blockquote")


def test_each_voice_is_named_in_the_pdf_and_its_pages_lie_down(sheet: Rendered) -> None:
    with pikepdf.open(BytesIO(sheet.pdf)) as pdf:
        said = words(pdf)
        box = [float(side) for side in pdf.pages[0].MediaBox]
        assert tags(pdf).count("TR") == 6 + 2
    assert box[2] > box[3]
    for title in ("Ce que les services répondent", "Ce à quoi la Ville s’engage", "Mot de l’animation"):
        assert "".join(title.split()) in said


def test_empty_rows_are_as_high_as_asked(sheet: Rendered) -> None:
    blank, other = docx.Document(BytesIO(sheet.docx)).tables
    assert [round(row.height.mm) if row.height else None for row in blank.rows] == [None] + [20] * 5
    assert blank.style is not None
    assert blank.style.name == "Tableau à remplir"
    assert other.rows[1].height is None
    page = reader.document_fromstring(sheet.html.decode())
    assert page.xpath("//table[contains(@class, 'to-fill')]/tbody/tr/@style") == ["height: 20mm"] * 5
    root = etree.fromstring(read_parts(sheet.odt)["content.xml"])
    assert root.xpath("//@style:min-row-height", namespaces=NAMES) == ["20mm"]


def test_pages_lie_down_in_word_and_opendocument(sheet: Rendered) -> None:
    (section,) = docx.Document(BytesIO(sheet.docx)).sections
    assert section.page_width > section.page_height
    styles = etree.fromstring(read_parts(sheet.odt)["styles.xml"])
    (page,) = styles.xpath("//style:page-layout-properties", namespaces=NAMES)
    assert page.get(f"{{{NAMES['style']}}}print-orientation") == "landscape"


def test_a_participant_s_words_are_not_in_an_answer() -> None:
    with pytest.raises(ValueError, match="do not sit inside an answer"):
        check_structure((Notice((Quote("x", ()),), "services"),))
    assert check_structure((Notice((Quote("x", (), "v"),), "facilitator"),)) == {"v"}
