"""HTML for panels. Every word is escaped here, once: a contribution is text, whatever it holds."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import ipywidgets

from participation_lib.notes.typography import format_number, typeset

__all__ = ["Markup", "cell", "element", "ours", "panel", "picture", "plural", "table", "theirs"]

_STYLE: Final = Path(__file__).parent / "static" / "panels.css"


class Markup(str):
    """HTML that may be shown as it is. Only functions of this module make one."""

    __slots__ = ()

    def __add__(self, other: str) -> Markup:
        if not isinstance(other, Markup):
            raise TypeError("escape a text with `ours` or `theirs` before adding it to HTML")
        return Markup(str(self) + str(other))


def ours(text: str) -> Markup:
    r"""Give our own words, set with French typography.

    >>> ours("Qu'en dit-on ?")
    'Qu’en dit-on\u202f?'
    """
    return Markup(html.escape(typeset(text)))


def theirs(text: str) -> Markup:
    """Give a participant's words, not a sign changed.

    >>> theirs("<script>alert('oui')</script>")
    '&lt;script&gt;alert(&#x27;oui&#x27;)&lt;/script&gt;'
    """
    return Markup(html.escape(text))


def element(tag: str, *content: Markup, **attributes: str) -> Markup:
    """Give one HTML element. `class_` stands for `class`, `_` in a name for `-`.

    >>> element("p", ours("Bonjour"), class_="pl-note")
    '<p class="pl-note">Bonjour</p>'
    """
    for part in content:
        if not isinstance(part, Markup):
            raise TypeError("escape a text with `ours` or `theirs` before it enters HTML")
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for name, value in attributes.items()
    )
    return Markup(f"<{tag}{written}>{''.join(content)}</{tag}>")


def cell(value: int | Markup) -> Markup:
    """Give a cell of a table; numbers are aligned to the right."""
    if isinstance(value, Markup):
        return element("td", value)
    return element("td", ours(format_number(value)), class_="pl-number")


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[int | Markup]], *, kind: str = "") -> Markup:
    """Give a table with a caption, whose first cell names its row."""
    lines = list(rows)
    numbers = [isinstance(value, int) for value in lines[0]] if lines else [False] * len(header)
    head = [
        element("th", ours(name), scope="col", **({"class_": "pl-number"} if number else {}))
        for name, number in zip(header, numbers, strict=True)
    ]
    body = []
    for first, *others in lines:
        name = first if isinstance(first, Markup) else ours(format_number(first))
        body.append(element("tr", element("th", name, scope="row"), *(cell(value) for value in others)))
    inside = element(
        "table",
        element("caption", ours(caption)),
        element("thead", element("tr", *head)),
        element("tbody", *body),
    )
    # Wide tables are moved within their frame, with the keyboard too.
    return element(
        "div",
        inside,
        class_=f"pl-table {kind}".strip(),
        tabindex="0",
        role="region",
        aria_label=typeset(caption),
    )


def picture(svg: bytes, alt: str) -> Markup:
    """Give a picture with its text for those who do not see it."""
    data = base64.b64encode(svg).decode("ascii")
    return Markup(f'<img class="pl-picture" src="data:image/svg+xml;base64,{data}" alt="{html.escape(alt)}">')


def plural(count: int, singular: str, several: str | None = None) -> str:
    r"""Give « 12 idées »: a count with its noun.

    >>> plural(1, "idée"), plural(1200, "idée")
    ('1 idée', '1\u202f200 idées')
    """
    return f"{format_number(count)} {singular if count < 2 else several or singular + 's'}"


def panel(*children: Any) -> ipywidgets.VBox:
    """Stack widgets in the frame common to all panels."""
    style = ipywidgets.HTML(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
    style.add_class("pl-style")
    box = ipywidgets.VBox([style, *children])
    box.add_class("pl-panel")
    return box
