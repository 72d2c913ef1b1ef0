"""The page: one file, nothing executed, nothing fetched, every link resolved."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as reader

from participation_lib.notes.html import render_html
from participation_lib.notes.model import Note, Paragraph, Quote, Span, Text
from participation_lib.notes.pandoc_inlines import clean
from participation_lib.notes.typography import typeset
from tests.notes.samples import AWKWARD, HOSTILE, Rendered


@pytest.fixture(params=["ordinary", "hostile"])
def page(request: pytest.FixtureRequest) -> reader.HtmlElement:
    rendered: Rendered = request.getfixturevalue(request.param)
    return reader.document_fromstring(rendered.html.decode("utf-8"))


def test_nothing_is_executed_or_fetched(page: reader.HtmlElement) -> None:
    assert not page.xpath("//script | //iframe | //object | //embed | //form | //base | //link")
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name in ("src", "href", "srcset", "action", "data", "poster"):
                assert value.startswith(("#", "data:image/svg+xml;base64,"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    (style,) = page.xpath("//style/text()")
    assert "url(" not in style
    assert "@import" not in style


def test_identifiers_are_unique_and_links_resolve(page: reader.HtmlElement) -> None:
    identifiers = Counter(page.xpath("//@id"))
    assert max(identifiers.values()) == 1
    links = page.xpath("//a/@href")
    assert links
    assert {link[1:] for link in links} <= set(identifiers)


def test_landmarks_language_and_tables(page: reader.HtmlElement) -> None:
    assert page.get("lang") == "fr-FR"
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
    assert page.xpath("//nav/@aria-labelledby") == ["_sommaire"]
    assert page.xpath("//body/*[1]/@href") == ["#_contenu"]
    assert page.xpath("//main/@id") == ["_contenu"]
    assert all(header.get("scope") == "col" for header in page.xpath("//th"))
    assert all(table.xpath("./caption") for table in page.xpath("//table"))
    assert all(picture.get("alt") for picture in page.xpath("//img"))
    assert all(frame.get("aria-label") and frame.get("tabindex") == "0" for frame in page.xpath("//*[@role='region']"))


def test_headings_go_down_one_step_at_a_time(page: reader.HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in page.xpath("//main//*[self::h2 or self::h3 or self::h4]")]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ordinary_note_has_its_anchors_and_labels(ordinary: Rendered) -> None:
    page = reader.document_fromstring(ordinary.html.decode("utf-8"))
    assert page.xpath("//span[@id='e1']")[0].text_content() == "3\u202f000 idées\u00a0: l’ombre"
    assert page.xpath("//tr[@id='c0002']/td[3]")[0].text_content() == "l'ombre, svp !"
    assert page.xpath("//a[@href='#c0001']/@aria-label") == ["contribution c0001, en annexe"]
    assert page.xpath("//*[@id='v1']/blockquote")[0].text_content().strip() == "«\u00a0Plantez des arbres !\u00a0»"
    assert page.xpath("//title")[0].text == "Une place pour l’arbre"
    assert [note.xpath("string(.//strong)") for note in page.xpath("//*[@role='note']")] == [
        "À noter",
        "À compléter",
    ]


def test_hostile_words_come_out_literally(hostile: Rendered) -> None:
    page = reader.document_fromstring(hostile.html.decode("utf-8"))
    for rank, text in enumerate((*HOSTILE, *AWKWARD)):
        words = " ".join(clean(text).split())
        own = " ".join(typeset(clean(text)).split())
        for place in (f"//*[@id='e{rank}']", f"//*[@id='v{rank}']/blockquote", f"//*[@id='r{rank}']/td[1]"):
            assert words in " ".join(page.xpath(place)[0].text_content().split())
        paragraph = page.xpath(f"//*[@id='e{rank}']/..")[0].text_content()
        assert own in " ".join(paragraph.split())


@settings(max_examples=12, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=())), min_size=30, max_size=60))
def test_any_verbatim_survives_the_whole_way(texts: list[str]) -> None:
    blocks = [Paragraph((Span(f"e{rank}", (Text(text, verbatim=True),)),)) for rank, text in enumerate(texts)]
    page = reader.document_fromstring(render_html(Note("T", blocks=tuple(blocks))).decode("utf-8"))
    for rank, text in enumerate(texts):
        found = page.get_element_by_id(f"e{rank}").text_content()
        # A line break is a tag and a line end.
        assert found.split() == clean(text).split()


def test_quotes_without_source_and_notes_without_heading() -> None:
    page = reader.document_fromstring(render_html(Note("T", blocks=(Quote("oui", ()),))).decode("utf-8"))
    assert not page.xpath("//nav")
    assert not page.xpath("//*[@class='source']")
