"""Texts that a rich editor wrote in HTML, as the words they are."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

__all__ = ["is_rich", "rich_text_to_plain"]

_BLOCKS: Final = frozenset({"p", "div", "br", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr"})
_INLINE: Final = frozenset(
    {
        "strong",
        "b",
        "em",
        "i",
        "u",
        "s",
        "a",
        "span",
        "font",
        "sub",
        "sup",
        "td",
        "th",
        "table",
        "tbody",
        "img",
        "pre",
        "code",
    }
)
_RICH: Final = re.compile(
    r"<(?:p|div|br|ul|ol|li|h[1-6]|strong|em|b|i|u|a|span|blockquote)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


class _PlainText(HTMLParser):
    """Collects the words of an HTML fragment; tags it does not know stay as they were typed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.pieces.append("\n- ")
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag not in _INLINE:
            self.pieces.append(self.get_starttag_text() or "")
            # What a person typed inside <script> is text to keep, not code to skip.
            self.clear_cdata_mode()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag not in _INLINE:
            self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.pieces.append(unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.pieces.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.pieces.append(f"<![{data}]>")


def rich_text_to_plain(text: str) -> str:
    r"""Give the words of a text that a rich editor wrote in HTML.

    A text without formatting tags is given back as it is. Tags that are not formatting
    (`<script>`) are a person's own words and stay.

    Examples
    --------
    >>> rich_text_to_plain("<p>Des <strong>bancs</strong>&nbsp;!</p><ul><li>ici</li></ul>")
    'Des bancs\xa0!\n- ici'
    >>> rich_text_to_plain("moins de 3 < 5")
    'moins de 3 < 5'
    """
    if not _RICH.search(text):
        return text
    parser = _PlainText()
    parser.feed(text)
    parser.close()
    lines = [re.sub(r"[ \t]+", " ", line).strip(" \t") for line in "".join(parser.pieces).splitlines()]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def is_rich(text: str) -> bool:
    """Say whether a text holds tags of formatting."""
    return _RICH.search(text) is not None
