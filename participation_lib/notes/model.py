"""A note as plain objects, before any format.

A note is a title and a list of blocks; a block is made of inlines. Nothing here is
markup: a text that holds `<b>`, `#eval` or `$x$` is those characters and nothing else.
Identifiers join a sentence to the annex: they become anchors in every format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Block",
    "BulletList",
    "Figure",
    "Heading",
    "Inline",
    "Link",
    "Note",
    "Notice",
    "Paragraph",
    "Quote",
    "Span",
    "Table",
    "Text",
]


@dataclass(frozen=True)
class Text:
    """Words in one style.

    `verbatim` says that the words are a citizen's: no character of them is changed, while the
    others are set with French typography.
    """

    content: str
    style: Literal["plain", "strong", "emphasis", "small"] = "plain"
    verbatim: bool = False


@dataclass(frozen=True)
class Link:
    """A reference to an identifier of the same note."""

    target: str
    content: str
    label: str = ""  # what a screen reader says, when the content alone is too short


@dataclass(frozen=True)
class Span:
    """Inlines that carry an identifier, so that a sentence can be pointed at."""

    anchor: str
    content: tuple[Text | Link, ...]


Inline = Text | Link | Span


@dataclass(frozen=True)
class Heading:
    """A title inside the note; without an anchor, it is given one."""

    level: int  # 1 to 4; no level is skipped on the way down
    content: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A run of inlines."""

    content: tuple[Inline, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Quote:
    """A participant's words; quotation marks are added when it is rendered."""

    text: str
    source: tuple[Text | Link, ...]
    anchor: str = ""


@dataclass(frozen=True)
class BulletList:
    """A list without order; an item is a run of inlines."""

    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table with one row of headers; it is numbered when it is rendered."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    align: tuple[Literal["left", "right"], ...] = ()
    widths: tuple[float, ...] = ()  # shares of the line, summing to 1; empty: automatic
    anchor: str = ""
    row_anchors: tuple[str, ...] = ()  # one per row, or none


@dataclass(frozen=True)
class Figure:
    """A picture with what it says in words; `svg` serves HTML and PDF, `png` the others."""

    png: bytes
    svg: bytes
    caption: str
    alt: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a figure needs an alternative text")


@dataclass(frozen=True)
class Notice:
    """A framed warning, or a space left to fill in.

    `title` opens the frame; empty, it is « À noter » or « À compléter ». Its content holds no
    heading.
    """

    content: tuple[Block, ...]
    kind: Literal["caution", "to_complete"] = "caution"
    title: str = ""


Block = Heading | Paragraph | Quote | BulletList | Table | Figure | Notice


@dataclass(frozen=True)
class Note:
    """A document: its title, its blocks and the language of the tool's own words."""

    title: str
    subtitle: str = ""
    blocks: tuple[Block, ...] = field(default=())
    keywords: tuple[str, ...] = ()
    language: str = "fr-FR"

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a note needs a title")
