"""The PDF: tagged, titled, navigable, the same everywhere, and literal."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.errors import SetupError
from participation_lib.notes import pdf as pdf_module
from participation_lib.notes.model import Figure, Heading, Link, Note, Paragraph, Quote, Table, Text
from participation_lib.notes.pandoc_inlines import clean
from participation_lib.notes.pdf import render_pdf
from tests.notes.pdf_reading import alternatives, elements, tags, words
from tests.notes.samples import HOSTILE, Rendered


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def test_it_declares_its_standards_language_and_title(ordinary: Rendered) -> None:
    with opened(ordinary.pdf) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Une place pour l’arbre"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"


def test_its_tags_say_what_things_are(ordinary: Rendered) -> None:
    with opened(ordinary.pdf) as pdf:
        kinds = tags(pdf)
        (alternative,) = alternatives(pdf)
    assert kinds.count("TH") == 4
    assert kinds.count("TR") == 4
    assert {"H1", "H2", "H3", "P", "L", "LI", "BlockQuote", "Link", "Caption", "THead", "TBody"} <= set(kinds)
    assert alternative.startswith("Barres horizontales, une par thème. Arbres\u00a0: 42\u00a0idées")


@pytest.mark.parametrize("name", ["ordinary", "hostile"])
def test_a_screen_reader_finds_its_way(name: str, request: pytest.FixtureRequest) -> None:
    rendered: Rendered = request.getfixturevalue(name)
    with opened(rendered.pdf) as pdf:
        found = list(elements(pdf))
        levels = [int(kind[1]) for kind, _ in found if re.fullmatch("H[1-6]", kind)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        headers = [element for kind, element in found if kind == "TH"]
        assert headers
        assert all("/Column" in str([part.get("/Scope") for part in element.A]) for element in headers)
        named = {str(element.ID) for element in headers}
        for kind, element in found:
            if kind == "TD":
                assert {str(header) for part in element.A for header in part.get("/Headers", [])} <= named
            if kind == "Figure":
                assert str(element.Alt).strip()
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert all(str(link.Contents).strip() and "/StructParent" in link for link in links)
        assert sum(kind == "Link" for kind, _ in found) >= len({str(link.Dest) for link in links}) > 0
        # Pages are read in the order of the tags; what no tag holds is furniture.
        assert all(page.Tabs == "/S" for page in pdf.pages if "/Annots" in page)


def test_pages_are_numbered_out_of_how_many_and_named() -> None:
    note = Note("L'arbre", blocks=(Paragraph((Text("mot " * 2500),)),))
    with opened(render_pdf(note)) as pdf:
        said, n_pages = words(pdf), len(pdf.pages)
    assert n_pages > 1
    assert all(f"page{n}sur{n_pages}" in said for n in range(1, n_pages + 1))
    assert said.count("L’arbre") == n_pages


def test_bookmarks_follow_the_headings(ordinary: Rendered) -> None:
    with opened(ordinary.pdf) as pdf, pdf.open_outline() as outline:
        titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert titles[:1] == [("En bref", ["Arbres"])]
    assert [title for title, _ in titles] == ["En bref", "Suites", "Annexe"]


def test_links_stay_inside_the_document(hostile: Rendered) -> None:
    with opened(hostile.pdf) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert links
        assert all("/A" not in link or link.A.S == "/GoTo" for link in links)
        assert "/Names" not in pdf.Root or "/JavaScript" not in pdf.Root.Names
        assert "/OpenAction" not in pdf.Root


def test_hostile_words_come_out_literally(hostile: Rendered) -> None:
    with opened(hostile.pdf) as pdf:
        said = words(pdf)
    for text in HOSTILE:
        # In the sentence, in the quotation and in the table.
        assert said.count("".join(clean(text).split())) >= 3


def test_words_are_those_of_the_citizen_to_the_dot() -> None:
    text = "Voilà... -- 'rien' \"de\" plus --- ~ fin"
    with opened(render_pdf(Note("T", blocks=(Quote(text, ()),)))) as pdf:
        assert "«" + text.replace(" ", "") + "»" in words(pdf)


@settings(max_examples=12, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=())), min_size=10, max_size=30))
def test_any_text_is_accepted(texts: list[str]) -> None:
    cells = tuple(((Text(text, verbatim=True),),) for text in texts)
    note = Note("T", blocks=(Heading(1, texts[0]), Table(texts[0], (texts[1],), cells), Quote(texts[2], ())))
    assert render_pdf(note).startswith(b"%PDF-")


def test_a_word_longer_than_a_line_stays_on_the_page() -> None:
    with opened(render_pdf(Note("T", blocks=(Paragraph((Text("W" * 4000),)),)))) as pdf:
        assert len(pdf.pages) > 1
        assert words(pdf).count("W") == 4000


def test_a_cell_taller_than_a_page_goes_on_over_the_next() -> None:
    long = Table("t", ("Texte",), (((Text("mot " * 5000, verbatim=True),),),))
    with opened(render_pdf(Note("T", blocks=(long,)))) as pdf:
        assert words(pdf).count("mot") == 5000


def test_large_print_is_a_size(ordinary: Rendered) -> None:
    with opened(ordinary.pdf) as usual, opened(render_pdf(ordinary.note, large_print=True)) as large:
        assert len(large.pages) > len(usual.pages)
        assert tags(large) == tags(usual)
        sizes = {
            float(operands[1])
            for page in large.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }
    # The running lines alone are smaller.
    assert sorted(sizes)[:2] == [pytest.approx(15.3), 18]


def test_a_refusal_repeats_none_of_the_words() -> None:
    note = Note("T", blocks=(Figure(png=b"", svg=b"pas une image", caption="c", alt="a"), Quote("secret", ())))
    with pytest.raises(SetupError, match="n’a pas pu composer") as caught:
        render_pdf(note)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_no_font_of_the_system_is_used(ordinary: Rendered, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(ordinary.pdf) as pdf:
        names = {str(font.BaseFont).split("+")[1] for page in pdf.pages for _, font in page.Resources.Font.items()}
    assert {name.split("-")[0] for name in names} == {"DejaVuSans"}
    # Without the folder of fonts nothing else fills in but what is inside the compiler.
    monkeypatch.setattr(pdf_module, "_fonts", lambda: "/nulle/part")
    with opened(render_pdf(Note("T", blocks=(Paragraph((Link("x", "x"),)), Heading(1, "A", "x"))))) as pdf:
        fonts = {str(font.BaseFont) for page in pdf.pages for _, font in page.Resources.Font.items()}
    assert all("Libertinus" in font for font in fonts)
