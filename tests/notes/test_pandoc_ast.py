"""The tree: words stay words, anchors become identifiers, whatever the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.notes import pandoc_tables
from participation_lib.notes.columns import column_shares
from participation_lib.notes.model import (
    Block,
    BulletList,
    Heading,
    Link,
    Note,
    Notice,
    Paragraph,
    Quote,
    Span,
    Table,
    Text,
)
from participation_lib.notes.pandoc_ast import to_pandoc
from participation_lib.notes.pandoc_inlines import Target, clean, isolated

TARGETS: tuple[Target, ...] = get_args(Target)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
KNOWN = {
    *("Str", "LineBreak", "Strong", "Emph", "Span", "Link", "Image", "MetaInlines", "MetaList"),
    *("Para", "Plain", "Div", "BlockQuote", "BulletList", "Header", "Table", "Figure"),
    *("AlignLeft", "AlignRight", "AlignDefault", "ColWidth", "ColWidthDefault"),
}


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "t" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from nodes_of(item)


def words_of(value: Any) -> str:
    """Read a tree aloud: its strings and line breaks, in order."""
    return "".join(
        node["c"] if node["t"] == "Str" else "\n" for node in nodes_of(value) if node["t"] in ("Str", "LineBreak")
    )


def as_read(text: str) -> str:
    return clean(text).replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=60, deadline=None)
@given(text=ANY_TEXT)
def test_no_text_is_ever_markup(target: Target, text: str) -> None:
    blocks: tuple[Block, ...] = (
        Heading(1, text),
        Paragraph((Span("e1", (Text(text), Link("e1", text, text))), Text(text, style="small"))),
        Quote(text, (Text(text, style="strong"),)),
        BulletList(((Text(text, style="emphasis", verbatim=True),),)),
        Notice((Paragraph((Text(text),)),), kind="to_complete", title=text),
        Table(text, (text,), (((Text(text, verbatim=True),),),)),
    )
    tree = to_pandoc(Note("T" + text, text, blocks, (text,)), target)
    json.dumps(tree).encode("ascii")
    assert {node["t"] for node in nodes_of(tree)} <= KNOWN


@pytest.mark.parametrize("target", ["html", "word"])
@settings(max_examples=100, deadline=None)
@given(text=ANY_TEXT)
def test_a_verbatim_is_exact(target: Target, text: str) -> None:
    tree = to_pandoc(Note("T", blocks=(Quote(text, ()),)), target)
    exact = as_read(text) if target == "html" else isolated(as_read(text))
    assert words_of(tree["blocks"]) == f"«\u00a0{exact}\u00a0»"
    tree = to_pandoc(Note("T", blocks=(Paragraph((Text(text, verbatim=True),)),)), target)
    assert words_of(tree["blocks"]) == exact
    assert as_read(text) in exact


def test_pdf_alone_loses_private_characters() -> None:
    note = Note("T", blocks=(Quote("a\ue000b", ()),))
    assert "a\ufffdb" in words_of(to_pandoc(note, "pdf"))
    assert "a\ue000b" in words_of(to_pandoc(note, "word"))


def test_the_tool_s_words_are_set_and_the_citizen_s_are_not() -> None:
    paragraph = Paragraph((Text("L'eau ? « "), Text("l'eau ?", verbatim=True), Text(" »")))
    tree = to_pandoc(Note("L'eau", blocks=(paragraph, Quote("l'eau ?", (Text("table : 3"),)))))
    assert words_of(tree["meta"]["title"]) == "L’eau"
    assert words_of(tree["blocks"]) == ("L’eau\u202f? «\u00a0l'eau ?\u00a0»«\u00a0l'eau ?\u00a0»—\u00a0table\u00a0: 3")


def test_headings_without_anchor_receive_a_free_one() -> None:
    blocks = (Heading(1, "A"), Heading(1, "B", anchor="partie-2"), Heading(1, "C"))
    tree = to_pandoc(Note("T", blocks=blocks))
    assert [node["c"][1][0] for node in tree["blocks"]] == ["partie-1", "partie-2", "partie-3"]


def test_a_writing_direction_is_shut_in() -> None:
    tree = to_pandoc(Note("T", blocks=(Paragraph((Text("\u202eabc", verbatim=True),)),)), "html")
    span = tree["blocks"][0]["c"][0]
    assert span["c"][0] == ["", [], [["dir", "auto"]]]
    tree = to_pandoc(Note("T", blocks=(Paragraph((Text("\u202eabc", verbatim=True), Text(" fin"))),)), "word")
    assert words_of(tree["blocks"]) == "\u2068\u202eabc\u202c\u2069 fin"


CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from(CONTROLS + "aא")))
def test_nothing_that_a_text_opened_is_left_open(text: str) -> None:
    result = isolated(text)
    assert text in result
    stack: list[str] = []
    for sign in result:
        if sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068":
            stack.append("isolate" if sign >= "\u2066" else "embedding")
        elif sign == "\u202c" and stack[-1:] == ["embedding"]:
            stack.pop()
        elif sign == "\u2069" and "isolate" in stack:
            del stack[len(stack) - 1 - stack[::-1].index("isolate") :]
    assert stack == []


def test_columns_share_the_line_by_what_they_hold() -> None:
    rows = tuple(((Text("c0001"),), (Text("un texte plus long que les autres"),)) for _ in range(3))
    tree = to_pandoc(Note("T", blocks=(Table("t", ("N°", "Texte"), rows),)))
    table = next(node for node in nodes_of(tree) if node["t"] == "Table")
    narrow, wide = (column[1]["c"] for column in table["c"][2])
    assert narrow < 0.3
    assert narrow + wide == pytest.approx(1)


def test_a_very_long_table_becomes_entries_where_pages_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc_tables, "LONGEST_TABLE", 1)
    rows = (
        ((Text("c1"),), (Text("Table 2"),), (Text("un texte", verbatim=True),)),
        ((Text("c2"),), (Text(""),), (Text("un autre", verbatim=True),)),
    )
    table = Table("Annexe", ("N°", "Table", "Texte"), rows, anchor="annexe", row_anchors=("c1", "c2"))
    note = Note("T", blocks=(table, Paragraph((Link("c1", "c1"), Link("annexe", "annexe")))))
    for target in ("pdf", "word"):
        tree = to_pandoc(note, target)
        assert not [node for node in nodes_of(tree) if node["t"] == "Table"]
        words = words_of(tree["blocks"])
        assert "Pour chaque entrée\u00a0: N°, Table, puis Texte." in words
        assert "c1 · Table 2\nun texte" in words
        assert "c2\nun autre" in words
        anchors = {node["c"][0][0] for node in nodes_of(tree) if node["t"] in ("Span", "Div")}
        assert {"c1", "c2", "annexe"} <= anchors
    assert [node for node in nodes_of(to_pandoc(note, "html")) if node["t"] == "Table"]


def test_a_table_too_wide_for_its_page_names_its_columns_on_each_row() -> None:
    header = ("Thème", *(f"Table {n}" for n in range(1, 17)))
    rows = tuple(((Text(name),), *((Text(str(n)),) for n in range(16))) for name in ("Arbres", "Vélo"))
    note = Note("T", blocks=(Table("t", header, rows, row_anchors=("r1", "r2")),))
    narrow = to_pandoc(note, "word")
    assert "Arbres\nTable 1\u00a0:\u00a00\u202f; Table 2\u00a0:\u00a01" in words_of(narrow["blocks"])
    wide = to_pandoc(Note("T", blocks=note.blocks, landscape=True), "word")
    assert [node for node in nodes_of(wide) if node["t"] == "Table"]
    few = Note("T", blocks=(Table("t", header[:6], tuple(row[:6] for row in rows)),))
    assert [node for node in nodes_of(to_pandoc(few, "pdf")) if node["t"] == "Table"]
    assert not [node for node in nodes_of(to_pandoc(few, "pdf", large_print=True)) if node["t"] == "Table"]
    assert [node for node in nodes_of(to_pandoc(note, "html")) if node["t"] == "Table"]


def test_columns_have_room_for_their_longest_word() -> None:
    header = ("Thème", "Constats", "Problèmes", "Propositions", "Questions", "Satisfactions", "Craintes", "Total")
    name = (Text("Place du marché et commerces de proximité autour de la gare"),)
    table = Table("t", header, ((name, *((Text("1"),),) * 7),) * 5)
    shares = column_shares(table)
    assert sum(shares) == pytest.approx(1)
    assert all(share * 101 >= len(name) for share, name in zip(shares, header, strict=True))
    assert shares[0] > 0.2
