"""HTML of panels: what is not ours is escaped, or refused."""

from __future__ import annotations

import pytest

from participation_lib.widgets.markup import cell, element, ours, picture, table, theirs


def test_a_plain_text_never_enters_html() -> None:
    with pytest.raises(TypeError):
        element("p", "<b>gras</b>")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        ours("a") + "<b>"


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "&amp;", '"><script>', "{{ 7*7 }} $x$"])
def test_words_are_kept_to_the_letter(text: str) -> None:
    import html

    assert html.unescape(theirs(text)) == text
    assert "<" not in theirs(text)


def test_attributes_are_escaped() -> None:
    assert element("p", title='a"b<c') == '<p title="a&quot;b&lt;c"></p>'
    assert 'alt="&lt;b&gt; &amp; &quot;c&quot;"' in picture(b"<svg/>", '<b> & "c"')


def test_a_table_names_its_rows_and_columns() -> None:
    found = table("Légende", ("Thème", "Idées"), [(theirs("A & B"), 1200)])
    assert '<th scope="col" class="pl-number">Idées</th>' in found
    assert '<th scope="row">A &amp; B</th><td class="pl-number">1\u202f200</td>' in found
    assert cell(3) == '<td class="pl-number">3</td>'
