"""Decidim exports of proposals, in their three generations of headers.

2018–2019: `title`, `body`, `category/name/fr`; about 0.20 to 0.26: the same and then one
column a language (`title/fr`), with `supports` and `participatory_space/id`; from 0.30:
`taxonomies/…` in place of `category/…`, and the author's identifier and name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from typing import Final

from participation_lib.corpus.formats.columns import find_author_column, group_noun, require_column, set_aside
from participation_lib.corpus.formats.model import Choice, Extract, Table
from participation_lib.corpus.formats.wording import counted

__all__ = ["DecidimProposals", "rich_text_to_plain"]

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
_SPACES_OF_DECIDIM: Final = (
    "component/id",
    "participatory_space/id",
    "category/id",
    "scope/id",
    "taxonomies/id",
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


def _translated(table: Table, field: str) -> tuple[Sequence[str], tuple[str, ...]]:
    """Give a field in the language it was written in, French first, and its columns."""
    if field in table.columns:
        return table.columns[field], (field,)
    versions = [name for name in table.columns if re.fullmatch(rf"{field}/[A-Za-z]{{2}}(?:[-_][A-Za-z]+)?", name)]
    versions.sort(key=lambda name: (not name.lower().endswith("/fr"), name))
    if not versions:
        return (), ()
    columns = [table.columns[name] for name in versions]
    merged = [next((cell for cell in cells if cell.strip()), "") for cells in zip(*columns, strict=True)]
    return merged, tuple(versions)


class DecidimProposals:
    """Proposals exported by a Decidim platform; text is the title, a line break, the body."""

    def recognises(self, table: Table) -> bool:
        """Say whether a proposal's title and body stand beside the place they were posted in."""
        names = set(table.columns)
        return (
            "id" in names
            and any(name in names for name in _SPACES_OF_DECIDIM)
            and bool(_translated(table, "title")[1])
            and bool(_translated(table, "body")[1])
        )

    def extract(self, table: Table, choice: Choice) -> Extract:
        """Give one record a proposal, amended and withdrawn ones included.

        Raises
        ------
        InputError
            A column that was asked for is missing or personal.
        """
        if choice.text_column is not None:
            text_columns: tuple[str, ...] = (require_column(table, choice.text_column, "text_column"),)
            texts: Sequence[str] = [rich_text_to_plain(cell) for cell in table.columns[text_columns[0]]]
        else:
            titles, title_columns = _translated(table, "title")
            bodies, body_columns = _translated(table, "body")
            text_columns = (*title_columns, *body_columns)
            texts = [
                "\n".join(part for part in (title.strip(), rich_text_to_plain(body).strip()) if part)
                for title, body in zip(titles, bodies, strict=True)
            ]
        groups: Sequence[str] = ()
        group_columns: tuple[str, ...] = ()
        noun = ""
        if choice.group_column is not None:
            group_columns = (require_column(table, choice.group_column, "group_column"),)
            groups, noun = table.columns[group_columns[0]], group_noun(group_columns[0])
        else:
            scopes, scope_columns = _translated(table, "scope/name")
            if any(scope.strip() for scope in scopes):
                groups, group_columns, noun = scopes, scope_columns, "secteur"
        author_column = find_author_column(table, taken=text_columns)
        return Extract(
            description=f"Export Decidim — propositions, {counted(len(table), 'contribution')}",
            texts=texts,
            text_columns=text_columns,
            groups=groups,
            group_column=group_columns[0] if group_columns else "",
            group_name=noun,
            authors=table.columns[author_column] if author_column else (),
            author_column=author_column,
            set_aside=set_aside(table, (*text_columns, *group_columns, author_column)),
        )
