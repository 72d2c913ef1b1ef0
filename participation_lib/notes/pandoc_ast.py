"""From a note to pandoc's document tree, as plain Python values.

No markup is written and nothing is escaped: a text is a string in the tree, whatever it
holds, and each writer deals with its own format. The tree is what `json.dumps` sends to
pandoc and to the Typst template.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from participation_lib.notes import pandoc_nodes as nodes
from participation_lib.notes.columns import column_shares, main_column
from participation_lib.notes.model import (
    Block,
    BulletList,
    Figure,
    Heading,
    Inline,
    Note,
    Notice,
    Paragraph,
    Quote,
    Table,
)
from participation_lib.notes.pandoc_inlines import InlineBuilder, Target
from participation_lib.notes.pandoc_nodes import Node
from participation_lib.notes.structure import check_structure
from participation_lib.notes.typography import NO_BREAK_SPACE

__all__ = ["LONGEST_TABLE", "NOTICE_STYLES", "NOTICE_TITLES", "to_pandoc"]

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
# Beyond, page makers take seconds and gigabytes, and nobody reads columns: rows become entries.
LONGEST_TABLE: Final = 500

# Pandoc reads any tree of its own major version; 1.23 is that of every pandoc 3.
_API_VERSION: Final = [1, 23, 1]
# In PDF a cell longer than this may be cut over two pages.
_LONG_CELL: Final = 2000


def to_pandoc(note: Note, target: Target = "html") -> Node:
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
        become U+FFFD. In both, a table of more than `LONGEST_TABLE` rows is set as entries,
        one paragraph each. `html` has SVG pictures and tables of any length.

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
    builder = _Builder(target, taken=check_structure(note.blocks))
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


class _Builder(InlineBuilder):
    """Builds the tree of one note; keeps the numbers given on the way."""

    def __init__(self, target: Target, taken: set[str]) -> None:
        super().__init__(target)
        self.headings = (f"partie-{n}" for n in range(1, 10**9) if f"partie-{n}" not in taken)
        self.n_tables = 0
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
                return [self.anchored(anchor, self.inlines(content))]
            case Quote():
                return [self.quote(block)]
            case BulletList(items):
                points = [[nodes.plain(self.inlines(item))] for item in items]
                return [{"t": "BulletList", "c": points}] if points else []
            case Table():
                long = len(block.rows) > LONGEST_TABLE and self.target != "html"
                return [self.entries(block) if long else self.table(block)]
            case Figure():
                return [self.figure(block)]
            case Notice():
                return [self.notice(block)]

    def anchored(self, anchor: str, content: list[Node]) -> Node:
        if not anchor:
            return nodes.para(content)
        if self.target == "word":
            # OpenDocument would make a section of each anchored block.
            return nodes.para([nodes.span(anchor, content)])
        return nodes.div(anchor, [nodes.para(content)])

    def styled(self, style: str, *content: Node) -> Node:
        return nodes.div("", list(content), pairs={"custom-style": style})

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
        content += [node for block in notice.content for node in self.block(block)]
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

    def table_caption(self, table: Table) -> str:
        self.n_tables += 1
        return f"Tableau{NO_BREAK_SPACE}{self.n_tables} – {self.own(table.caption)}"

    def table(self, table: Table) -> Node:
        html = self.target == "html"
        text = self.table_caption(table)
        caption = list(self.line(text))
        if table.anchor and self.target == "word":
            caption = [nodes.span(table.anchor, caption)]
        scope = {"scope": "col"} if html else {}
        header = [nodes.cell(list(self.line(self.own(name))), pairs=scope) for name in table.header]
        anchors = table.row_anchors or ("",) * len(table.rows)
        rows = [self.row(cells, anchor, table.row_height_mm) for cells, anchor in zip(table.rows, anchors, strict=True)]
        sides = table.align or ("left",) * len(table.header)
        node = nodes.table(caption, sides, column_shares(table), header, rows)
        if table.row_height_mm:
            height = {"row-height": f"{table.row_height_mm:g}"} if self.target == "pdf" else {}
            node["c"][0] = nodes.attributes("", ["to-fill"], height)
        if self.target == "word":
            return node
        # On a narrow screen the frame scrolls, hence must be reachable from the keyboard.
        frame = {"role": "region", "aria-label": text, "tabindex": "0"} if html else {}
        return nodes.div(table.anchor, [node], ["tableau"], frame)

    def row(self, cells: Sequence[Sequence[Inline]], anchor: str, height: float = 0) -> list[Any]:
        content = [self.inlines(cell) for cell in cells]
        if anchor and self.target == "word":
            # Word's rows have no bookmark: the first cell carries it.
            content[0] = [nodes.span(anchor, content[0])]
            anchor = ""
        kept = []
        for inlines in content:
            long = self.target == "pdf" and nodes.n_characters(inlines) > _LONG_CELL
            kept.append(nodes.cell(inlines, ["long"] if long else []))
        style = {"style": f"height: {height:g}mm"} if height and self.target == "html" else {}
        return [nodes.attributes(anchor, (), style), kept]

    def entries(self, table: Table) -> Node:
        """Set each row as a paragraph: the short cells on one line, the main one under it."""
        main = main_column(table)
        others = [rank for rank in range(len(table.header)) if rank != main]
        legend = ", ".join(table.header[rank] for rank in others)
        legend = f"{legend}, puis {table.header[main]}" if others else table.header[main]
        caption = list(self.line(self.table_caption(table)))
        content = [self.entries_caption(table.anchor, caption)]
        content.append(nodes.para([self.small(list(self.line(self.own(f"Pour chaque entrée : {legend}."))))]))
        anchors = table.row_anchors or ("",) * len(table.rows)
        for cells, anchor in zip(table.rows, anchors, strict=True):
            line: list[Node] = []
            for rank in others:
                if inlines := self.inlines(cells[rank]):
                    line += [nodes.string(" · "), *inlines] if line else [nodes.strong(inlines)]
            if anchor:
                line = [nodes.span(anchor, line)]
            text = self.inlines(cells[main])
            content.append(nodes.para([*line, {"t": "LineBreak"}, *text] if line and text else line or text))
        if self.target == "word":
            return self.styled("Entrée", *content)
        return nodes.div("", content, ["entries"])

    def entries_caption(self, anchor: str, caption: list[Node]) -> Node:
        if self.target == "word":
            return self.styled("Table Caption", self.anchored(anchor, caption))
        return nodes.div(anchor, [nodes.para(caption)], ["caption"])

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
        size = {"width": "100%"} if self.target == "word" else {}
        return nodes.figure(caption, self.own(figure.alt), source, size)


def _unlisted(node: Node) -> list[Node]:
    """Make paragraphs of a list: Word would draw a frame of its own round each indented item."""
    if node["t"] != "BulletList":
        return [node]
    dash = nodes.string("–" + NO_BREAK_SPACE)
    return [nodes.para(nodes.joined([dash, *item[0]["c"]])) for item in node["c"]]
