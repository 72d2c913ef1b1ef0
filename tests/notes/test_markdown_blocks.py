"""Markdown and HTML as blocks: what the model has is kept, the rest stays words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.notes.html import render_html
from participation_lib.notes.markdown_blocks import blocks_of_html, blocks_of_markdown
from participation_lib.notes.model import Block, BulletList, Note, Paragraph, Quote, Table, Text
from tests.notes.samples import HOSTILE


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("un *deux* **trois**", Paragraph((Text("un "), Text("deux", "emphasis"), Text(" "), Text("trois", "strong")))),
        ("a <b>b</b>", Paragraph((Text("a "), Text("<b>", verbatim=True), Text("b"), Text("</b>", verbatim=True)))),
        ("> Plantez !\n>\n> — Table 3", Quote("Plantez !", (Text("Table 3"),))),
        ("- un\n- deux\n    - trois", BulletList(((Text("un"),), (Text("deux\n– trois"),)))),
        ("3. un\n4. deux", BulletList(((Text("3. un"),), (Text("4. deux"),)))),
        ("[ici](https://ex.fr)", Paragraph((Text("ici (https://ex.fr)"),))),
        ("[ici](javascript:alert(1))", Paragraph((Text("ici"),))),
        ("![carte](http://ex.fr/x.png)", Paragraph((Text("[image : carte]"),))),
        ("$x$ @ref", Paragraph((Text("$x$ @ref"),))),
        ("```\na  b\n```", Paragraph((Text("a  b", verbatim=True),))),
        (
            "| Thème | n |\n|---|---|\n| Arbres | 12 |",
            Table("Résultat", ("Thème", "n"), (((Text("Arbres"),), (Text("12"),)),), ("left", "right")),
        ),
    ],
)
def test_each_form_has_its_block(text: str, block: Block) -> None:
    assert blocks_of_markdown(text) == [block]


def test_tables_of_html_are_tables_and_scripts_are_nothing() -> None:
    frame = (
        "<style>x{}</style><script>alert(1)</script><table class='dataframe'><thead><tr><th></th><th>Idées</th></tr>"
        "</thead><tbody><tr><th>0</th><td>1 200</td></tr><tr><td colspan=2>fin</td></tr></tbody></table>"
    )
    (table,) = blocks_of_html(frame)
    assert isinstance(table, Table)
    assert table.header == ("Nom", "Idées")
    assert table.rows == (((Text("0"),), (Text("1 200"),)), ((Text("fin"),), ()))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_a_page_that_runs_nothing(text: str) -> None:
    for blocks in (blocks_of_markdown(text), blocks_of_html(text)):
        page = render_html(Note("T", blocks=tuple(b for b in blocks if not hasattr(b, "level")))).decode()
        assert "<script" not in page
        assert "<img" not in page
        assert "javascript:" not in page.replace("[x](javascript:", "") or 'href="javascript:' not in page


@settings(max_examples=15, deadline=None)
@given(text=st.text(st.characters(exclude_categories=())))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(blocks_of_markdown(text), list)
