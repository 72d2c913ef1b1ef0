"""The OpenDocument text: named styles, alternative texts, literal words."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

from participation_lib.notes.archives import read_parts
from participation_lib.notes.pandoc_inlines import clean
from tests.notes.samples import HOSTILE, Rendered

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = {
    "draw": f"{OASIS}drawing:1.0",
    "office": f"{OASIS}office:1.0",
    "style": f"{OASIS}style:1.0",
    "svg": f"{OASIS}svg-compatible:1.0",
    "table": f"{OASIS}table:1.0",
    "text": f"{OASIS}text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


def content(odt: bytes) -> etree._Element:
    return etree.fromstring(read_parts(odt)["content.xml"])


def test_pictures_say_what_they_show(ordinary: Rendered) -> None:
    (frame,) = content(ordinary.odt).xpath("//draw:frame", namespaces=NAMES)
    assert frame.findtext("svg:desc", namespaces=NAMES).startswith("Barres horizontales")
    assert frame.findtext("svg:title", namespaces=NAMES) == "Nombre d’idées par thème"


def test_every_style_is_defined(ordinary: Rendered, hostile: Rendered) -> None:
    for rendered in (ordinary, hostile):
        parts = read_parts(rendered.odt)
        roots = [etree.fromstring(parts[name]) for name in ("content.xml", "styles.xml")]
        defined = {name for root in roots for name in root.xpath("//@style:name", namespaces=NAMES)}
        used = set(roots[0].xpath("//office:body//@text:style-name", namespaces=NAMES))
        assert used <= defined
        assert not any(" " in name for name in used)


def test_table_headers_repeat_and_bookmarks_resolve(ordinary: Rendered) -> None:
    root = content(ordinary.odt)
    assert root.xpath("count(//table:table-header-rows//table:table-cell)", namespaces=NAMES) == 4
    bookmarks = set(root.xpath("//text:bookmark-start/@text:name | //text:bookmark/@text:name", namespaces=NAMES))
    links = set(root.xpath("//text:a/@xlink:href", namespaces=NAMES))
    assert {link.removeprefix("#") for link in links} <= bookmarks
    assert {"e1", "c0002", "v1", "annexe", "arbres"} <= bookmarks


def test_hostile_words_come_out_literally(hostile: Rendered) -> None:
    root = content(hostile.odt)
    words = "".join("".join(root.itertext()).split())
    for text in HOSTILE:
        assert words.count("".join(clean(text).split())) >= 3
    links = root.xpath("//@xlink:href", namespaces=NAMES)
    assert all(link.startswith(("#", "Pictures/")) for link in links)
    assert not root.xpath("//office:scripts/* | //office:event-listeners", namespaces=NAMES)


def test_its_type_comes_first_and_bare(ordinary: Rendered) -> None:
    with zipfile.ZipFile(BytesIO(ordinary.odt)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert b"creation-date" not in read_parts(ordinary.odt)["meta.xml"]
