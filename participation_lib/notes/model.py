"""A note as plain objects, before any format.

A note is a title and a list of blocks; a block is made of inlines. Nothing here is
markup: a text that holds `<b>`, `#eval` or `$x$` is those characters and nothing else.
Identifiers join a sentence to the annex: they become anchors in every format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Block",
    "BulletList",
    "DataTable",
    "Figure",
    "Heading",
    "Inline",
    "Link",
    "Note",
    "Notice",
    "NoticeKind",
    "Paragraph",
    "Quote",
    "Span",
    "Table",
    "Text",
    "blank_table",
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
    """A table with one row of headers; it is numbered when it is rendered.

    `row_height_mm` makes a grid to write in by hand, whose rows are at least that high; see
    `blank_table`.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    align: tuple[Literal["left", "right"], ...] = ()
    widths: tuple[float, ...] = ()  # shares of the line, summing to 1; empty: automatic
    anchor: str = ""
    row_anchors: tuple[str, ...] = ()  # one per row, or none
    row_height_mm: float = 0.0  # 0: as high as what it holds
    row_headers: bool = False  # the first cell of a row says what the row is

    def __post_init__(self) -> None:
        if not 0 <= self.row_height_mm <= 200:
            raise ValueError("a row is between 0 and 200 mm high")


def blank_table(
    caption: str,
    header: tuple[str, ...],
    n_rows: int,
    *,
    row_height_mm: float = 12,
    widths: tuple[float, ...] = (),
) -> Table:
    """Give a table of empty rows, to be filled in by hand once printed.

    Examples
    --------
    >>> sheet = blank_table("Idées", ("Idée", "Lieu"), 6, widths=(0.7, 0.3))
    >>> len(sheet.rows), sheet.row_height_mm
    (6, 12)
    """
    return Table(caption, header, ((((),) * len(header)),) * n_rows, widths=widths, row_height_mm=row_height_mm)


@dataclass(frozen=True)
class DataTable:
    """The numbers behind a figure: a name, then counts, on each row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A picture with what it says in words; `svg` serves HTML and PDF, `png` the others.

    `data` is what it was drawn from: it goes to CSV and Excel; a note shows it where
    `figure_table` is placed. `large_svg` draws it again with large letters.
    """

    png: bytes
    svg: bytes
    caption: str
    alt: str
    data: DataTable | None = None
    large_svg: Callable[[], bytes] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a figure needs an alternative text")


@dataclass(frozen=True)
class Notice:
    """A framed block whose title says who speaks, or what is left to fill in.

    Each kind has a frame of its own in every format, told apart by its lines and not by colour
    alone. What participants said is outside: no answer is mixed with their words.

    Parameters
    ----------
    content : tuple of Block
        No heading; and no `Quote` in what the services or the City say.
    kind : {"caution", "to_complete", "services", "commitment", "facilitator"}
        A warning, a space left to fill in, what the services answer, what the City commits to,
        a word of the facilitator's own.
    title : str
        Opens the frame; empty, it is the usual one of its kind, such as « À noter ».
    """

    content: tuple[Block, ...]
    kind: NoticeKind = "caution"
    title: str = ""


NoticeKind = Literal["caution", "to_complete", "services", "commitment", "facilitator"]
Block = Heading | Paragraph | Quote | BulletList | Table | Figure | Notice


@dataclass(frozen=True)
class Note:
    """A document: its title, its blocks, the language of the tool's own words, how its pages lie.

    `poster` makes its PDF a sheet for a wall: A3, letters to be read from three metres; the other
    formats keep their pages. `provenance` says what it was made from (see `Provenance.told`); it
    becomes a property of the file, not a part of the text.
    """

    title: str
    subtitle: str = ""
    blocks: tuple[Block, ...] = field(default=())
    keywords: tuple[str, ...] = ()
    language: str = "fr-FR"
    landscape: bool = False
    provenance: str = ""
    poster: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a note needs a title")
