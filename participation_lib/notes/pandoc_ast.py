"""From a note to pandoc's document tree, as plain Python values.

No markup is written and nothing is escaped: a text is a string in the tree, whatever it
holds, and each writer deals with its own format. The tree is what `json.dumps` sends to
pandoc and to the Typst template.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from participation_lib.notes import pandoc_nodes as nodes
from participation_lib.notes.model import (
    Block,
    BulletList,
    Figure,
    Heading,
    Note,
    Notice,
    Paragraph,
    Quote,
    Table,
    Text,
)
from participation_lib.notes.pandoc_inlines import Target
from participation_lib.notes.pandoc_nodes import Node
from participation_lib.notes.pandoc_tables import TableBuilder
from participation_lib.notes.structure import check_structure
from participation_lib.notes.typography import NO_BREAK_SPACE

__all__ = ["NOTICE_STYLES", "NOTICE_TITLES", "to_pandoc"]

NOTICE_TITLES: Final = {
    "caution": "À noter",
    "to_complete": "À compléter",
    "services": "Ce que les services répondent",
    "commitment": "Ce à quoi la Ville s’engage",
    "facilitator": "Mot de l’animation",
}
# Their paragraph styles in Word and OpenDocument.
NOTICE_STYLES: Final = {
    "caution": "À noter",
    "to_complete": "À compléter",
    "services": "Réponse des services",
    "commitment": "Engagement de la Ville",
    "facilitator": "Mot de l’animation",
}
BETWEEN: Final = "Entre deux cadres"
# Pandoc reads any tree of its own major version; 1.23 is that of every pandoc 3.
_API_VERSION: Final = [1, 23, 1]


def to_pandoc(note: Note, target: Target = "html", *, large_print: bool = False) -> Node:
    """Give the pandoc tree of a note, ready for `json.dumps`.

    The tool's own words are set with French typography; those of citizens (`Quote.text`,
    verbatim texts) lose only the characters that XML forbids. Anchors become identifiers of
    the tree, so of every format. Nothing is read or written.

    Parameters
    ----------
    note : Note
    target : {"html", "pdf", "word"}
        `word` stands for DOCX and ODT: PNG pictures, named styles, anchors on words.
        `pdf` is for the Typst template: pictures are named `figure-1.svg`…, private characters
        become U+FFFD. In both, a table of more than `pandoc_tables.LONGEST_TABLE` rows is set as entries,
        one paragraph each, and so is a table too wide for its page. `html` has SVG pictures and
        tables of any size.
    large_print : bool
        Whether the page holds half as much across.

    Raises
    ------
    ValueError
        See `check_structure`.

    Examples
    --------
    >>> note = Note("Synthèse", blocks=(Paragraph((Text("Bonjour <b>"),)),))
    >>> to_pandoc(note)["blocks"]
    [{'t': 'Para', 'c': [{'t': 'Str', 'c': 'Bonjour <b>'}]}]
    """
    builder = _Builder(target, taken=check_structure(note.blocks), landscape=note.landscape, large_print=large_print)
    metadata: Node = {
        "title": builder.words(builder.title(note.title)),
        "lang": builder.words(note.language),
    }
    if note.subtitle.strip():
        metadata["subtitle"] = builder.words(builder.own(note.subtitle))
    if note.keywords:
        metadata["keywords"] = {
            "t": "MetaList",
            "c": [builder.words(builder.own(word)) for word in note.keywords],
        }
    if note.provenance:
        metadata["subject"] = builder.words(note.provenance)
    if note.landscape:
        metadata["landscape"] = {"t": "MetaBool", "c": True}
    blocks = builder.blocks(note.blocks)
    return {"pandoc-api-version": _API_VERSION, "meta": metadata, "blocks": blocks}


class _Builder(TableBuilder):
    """Builds the tree of one note; keeps the numbers given on the way."""

    def __init__(self, target: Target, taken: set[str], *, landscape: bool, large_print: bool) -> None:
        super().__init__(target, landscape=landscape, large_print=large_print)
        self.headings = (f"partie-{n}" for n in range(1, 10**9) if f"partie-{n}" not in taken)
        self.n_figures = 0

    def words(self, text: str) -> Node:
        return {"t": "MetaInlines", "c": [nodes.string(text)]}

    def blocks(self, blocks: Sequence[Block]) -> list[Node]:
        result: list[Node] = []
        former: Block | None = None
        for block in blocks:
            if self.target == "word" and isinstance(block, Notice) and isinstance(former, Notice):
                # Word would make one frame of two that touch; pandoc drops a paragraph without characters.
                result.append(self.styled(BETWEEN, nodes.para([nodes.string(NO_BREAK_SPACE)])))
            result += self.block(block)
            former = block
        return result

    def block(self, block: Block) -> list[Node]:
        match block:
            case Heading(level, content, anchor):
                attributes = nodes.attributes(anchor or next(self.headings))
                return [{"t": "Header", "c": [level, attributes, list(self.line(self.title(content)))]}]
            case Paragraph(content, anchor):
                return [self.lead(block) if _leads(block) else self.anchored(anchor, self.inlines(content))]
            case Quote():
                return [self.quote(block)]
            case BulletList(items):
                points = [[nodes.plain(self.inlines(item))] for item in items]
                return [{"t": "BulletList", "c": points}] if points else []
            case Table():
                return [self.any_table(block)]
            case Figure():
                return [self.figure(block)]
            case Notice():
                return [self.notice(block)]

    def lead(self, paragraph: Paragraph) -> Node:
        """Keep words in bold that only introduce what follows on its page."""
        node = self.anchored(paragraph.anchor, self.inlines(paragraph.content))
        return self.styled("Amorce", node) if self.target == "word" else nodes.div("", [node], ["lead"])

    def quote(self, quote: Quote) -> Node:
        opening, closing = nodes.string("«" + NO_BREAK_SPACE), nodes.string(NO_BREAK_SPACE + "»")
        words = nodes.joined([opening, *self.verbatim(quote.text), closing])
        dash = nodes.string("—" + NO_BREAK_SPACE)
        source = nodes.para(nodes.joined([dash, *self.inlines(quote.source)]))
        if self.target == "word":
            parts = [self.styled("Quote", self.anchored(quote.anchor, words))]
            if quote.source:
                parts.append(self.styled("Source de citation", source))
            return nodes.div("", parts)
        parts = [{"t": "BlockQuote", "c": [nodes.para(words)]}]
        if quote.source:
            parts.append(nodes.div("", [source], ["source"]))
        return nodes.div(quote.anchor, parts, ["citation"])

    def notice(self, notice: Notice) -> Node:
        title = self.title(notice.title if notice.title.strip() else NOTICE_TITLES[notice.kind])
        content = [nodes.para([nodes.strong(list(self.line(title)))])]
        for block in notice.content:
            if isinstance(block, Paragraph):
                # With a style of its own it would leave the frame.
                content.append(self.anchored(block.anchor, self.inlines(block.content)))
            else:
                content += self.block(block)
        if self.target == "word":
            content = [paragraph for node in content for paragraph in _unlisted(node)]
            if notice.kind == "to_complete":
                # A line to type on; pandoc drops a paragraph without characters.
                content.append(nodes.para([nodes.string(NO_BREAK_SPACE)]))
            return self.styled(NOTICE_STYLES[notice.kind], *content)
        classes = ["notice", notice.kind.replace("_", "-")]
        if self.target == "pdf":
            return nodes.div("", content, classes)
        aside = notice.kind in ("caution", "to_complete")
        return nodes.div("", content, classes, {"role": "note"} if aside else {"role": "group", "aria-label": title})

    def figure(self, figure: Figure) -> Node:
        self.n_figures += 1
        caption = list(self.line(f"Figure{NO_BREAK_SPACE}{self.n_figures} – {self.own(figure.caption)}"))
        match self.target:
            case "html":
                source = nodes.data_address("svg+xml", figure.svg)
            case "pdf":
                source = f"figure-{self.n_figures}.svg"
            case "word":
                source = nodes.data_address("png", figure.png)
        size = _held(figure, self.landscape) if self.target == "word" else {}
        # On a narrow screen the figure scrolls, hence must be reachable from the keyboard.
        frame = {"tabindex": "0"} if self.target == "html" else {}
        return nodes.figure(caption, self.own(figure.alt), source, size, frame)


def _held(figure: Figure, landscape: bool) -> dict[str, str]:
    """Give a picture the width of the text, or the height that a page has room for."""
    width, height = struct.unpack(">II", figure.png[16:24]) if figure.png.startswith(b"\x89PNG") else (1, 1)
    highest, widest = (12, 25) if landscape else (20, 16)  # centimetres
    return {"height": f"{highest}cm"} if height / width > highest / widest else {"width": "100%"}


def _leads(paragraph: Paragraph) -> bool:
    content = paragraph.content
    return bool(content) and all(isinstance(part, Text) and part.style == "strong" for part in content)


def _unlisted(node: Node) -> list[Node]:
    """Make paragraphs of a list: Word would draw a frame of its own round each indented item."""
    if node["t"] != "BulletList":
        return [node]
    dash = nodes.string("–" + NO_BREAK_SPACE)
    return [nodes.para(nodes.joined([dash, *item[0]["c"]])) for item in node["c"]]
