"""Text written elsewhere, in Markdown or HTML, as blocks of a note.

What the model has no place for is kept as words, or left out where it is no word at all: raw HTML
shows its tags, an outer link shows its address, a picture that is not in the text is named. Nothing
is opened or fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any, Final

from participation_lib.notes.model import (
    Block,
    BulletList,
    Figure,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Table,
    Text,
)
from participation_lib.notes.pandoc import read_with_pandoc
from participation_lib.notes.pandoc_nodes import Node

__all__ = ["FindPicture", "blocks_of_html", "blocks_of_markdown"]

# Given an address and what it shows, gives the picture if it is at hand.
FindPicture = Callable[[str, str], Figure | None]

_MARKDOWN: Final = "commonmark+pipe_tables"
_STYLES: Final = {"Strong": "strong", "Emph": "emphasis"}
_OUTER: Final = ("http://", "https://", "mailto:")


def blocks_of_markdown(text: str, find_picture: FindPicture = lambda _source, _alt: None) -> list[Block]:
    """Give the blocks of a text in Markdown. Headings have the levels they were written with.

    A quotation is a participant's words, kept to the letter; a last paragraph that begins with a
    dash says whose.

    Raises
    ------
    SetupError
        Pandoc is missing.

    Examples
    --------
    >>> blocks_of_markdown("# Arbres <b>")[0]
    Heading(level=1, content='Arbres <b>', anchor='')
    """
    return list(_Reader(find_picture).blocks(read_with_pandoc(text, _MARKDOWN)))


def blocks_of_html(text: str, find_picture: FindPicture = lambda _source, _alt: None) -> list[Block]:
    """Give the blocks of a piece of HTML, its tables above all; scripts and styles are left out.

    Raises
    ------
    SetupError
        Pandoc is missing.

    Examples
    --------
    >>> blocks_of_html("<table><tr><th>Thème</th></tr><tr><td>Arbres</td></tr></table>")[0].header
    ('Thème',)
    """
    return list(_Reader(find_picture).blocks(read_with_pandoc(text, "html")))


class _Reader:
    def __init__(self, find_picture: FindPicture) -> None:
        self.find_picture = find_picture

    def blocks(self, nodes: Iterable[Node]) -> Iterator[Block]:
        for node in nodes:
            yield from self.block(node["t"], node.get("c"))

    def block(self, kind: str, content: Any) -> Iterator[Block]:
        match kind:
            case "Para" | "Plain":
                yield from self.paragraph(content)
            case "Header":
                if words := self.words(content[2]):
                    yield Heading(content[0], words)
            case "BlockQuote":
                yield from self.quote(content)
            case "BulletList":
                yield BulletList(tuple(self.items(content)))
            case "OrderedList":
                first = content[0][0]
                yield BulletList(tuple(self.items(content[1], first)))
            case "CodeBlock" | "RawBlock":
                yield Paragraph((Text(content[1].rstrip("\n"), verbatim=True),))
            case "Table":
                yield from self.table(content)
            case "Figure":
                yield from self.blocks(content[2])
            case "Div":
                yield from self.blocks(content[1])
            case "LineBlock":
                for line in content:
                    yield from self.paragraph(line)
            case "DefinitionList":
                for term, definitions in content:
                    yield Paragraph(tuple(self.inlines(term, "strong")))
                    for definition in definitions:
                        yield from self.blocks(definition)
            case _:
                return

    def paragraph(self, nodes: list[Node]) -> Iterator[Block]:
        inlines: list[Text] = []
        for node in nodes:
            if node["t"] == "Image" and (figure := self.picture(node)) is not None:
                if any(text.content.strip() for text in inlines):
                    yield Paragraph(tuple(inlines))
                inlines = []
                yield figure
            else:
                inlines += self.inlines([node])
        if any(text.content.strip() for text in inlines):
            yield Paragraph(tuple(_joined(inlines)))

    def picture(self, node: Node) -> Figure | None:
        _, alternative, (source, _) = node["c"]
        return self.find_picture(source, self.words(alternative))

    def quote(self, nodes: list[Node]) -> Iterator[Block]:
        paragraphs = [self.words(inner["c"]) for inner in nodes if inner["t"] in ("Para", "Plain")]
        source: tuple[Text, ...] = ()
        if len(paragraphs) > 1 and paragraphs[-1].startswith(("—", "–")):
            source = (Text(paragraphs.pop().lstrip("—– \u00a0")),)
        if paragraphs:
            yield Quote("\n".join(paragraphs), source)
        yield from self.blocks(inner for inner in nodes if inner["t"] not in ("Para", "Plain"))

    def items(self, items: list[list[Node]], first: int | None = None) -> Iterator[tuple[Inline, ...]]:
        for rank, item in enumerate(items):
            content = [Text(f"{first + rank}. ")] if first is not None else []
            yield tuple(_joined([*content, *self.flat(item)]))

    def flat(self, nodes: list[Node]) -> Iterator[Text]:
        """Make one run of the blocks of an item or a cell, a line each."""
        for rank, node in enumerate(nodes):
            if rank:
                yield Text("\n")
            match node["t"]:
                case "Para" | "Plain":
                    yield from self.inlines(node["c"])
                case "BulletList":
                    for position, item in enumerate(node["c"]):
                        yield Text("\n– " if position else "– ")
                        yield from self.flat(item)
                case "CodeBlock" | "RawBlock":
                    yield Text(node["c"][1], verbatim=True)
                case "OrderedList":
                    for position, item in enumerate(node["c"][1], start=node["c"][0][0]):
                        yield Text(f"\n{position}. " if position > node["c"][0][0] else f"{position}. ")
                        yield from self.flat(item)
                case "Div" | "BlockQuote":
                    yield from self.flat(node["c"][1] if node["t"] == "Div" else node["c"])
                case _:
                    continue

    def table(self, content: Any) -> Iterator[Block]:
        _, (_, caption), columns, (_, head), bodies, (_, foot) = content
        rows = [row for _, _, inner_head, body in bodies for row in (*inner_head, *body)] + foot
        header = head[-1] if head else None
        n_columns = len(columns)
        names = [self.words_of_cell(cell) for cell in self.cells(header, n_columns)] if header else []
        filled = [name or ("" if rank else "Nom") for rank, name in enumerate(names)]
        header_names = tuple(name or f"Colonne {rank}" for rank, name in zip_longest(range(1, n_columns + 1), filled))
        if not n_columns or not rows:
            return
        body = tuple(
            tuple(tuple(self.flat(cell)) for cell in self.cells(row, n_columns)) for row in (*head[:-1], *rows)
        )
        title = " ".join(self.words(inner["c"]) for inner in caption if inner["t"] in ("Para", "Plain"))
        sides = tuple(
            "right" if all(_is_number("".join(text.content for text in row[rank])) for row in body) else "left"
            for rank in range(n_columns)
        )
        yield Table(title or "Résultat", header_names, body, sides)  # type: ignore[arg-type] # « left » or « right »

    def cells(self, row: Any, n_columns: int) -> list[list[Node]]:
        """Give the blocks of the cells of a row; a cell that spans columns is followed by empty ones."""
        found: list[list[Node]] = []
        for _, _, _, n_across, blocks in row[1]:
            found += [blocks, *([[]] * (n_across - 1))]
        return (found + [[]] * n_columns)[:n_columns]

    def words_of_cell(self, blocks: list[Node]) -> str:
        return " ".join("".join(text.content for text in self.flat(blocks)).split())

    def words(self, nodes: Iterable[Node]) -> str:
        return "".join(text.content for text in self.inlines(nodes)).strip()

    def inlines(self, nodes: Iterable[Node], style: Any = "plain") -> list[Text]:
        return list(_joined(text for node in nodes for text in self.inline(node["t"], node.get("c"), style)))

    def inline(self, kind: str, content: Any, style: Any) -> Iterator[Text]:
        match kind:
            case "Str":
                yield Text(content, style)
            case "Space" | "SoftBreak":
                yield Text(" ", style)
            case "LineBreak":
                yield Text("\n", style)
            case "Strong" | "Emph":
                yield from self.inlines(content, _STYLES[kind])
            case "Code" | "RawInline" | "Math":
                yield Text(content[1], style, verbatim=True)
            case "Link":
                said = self.inlines(content[1], style)
                yield from said
                address = content[2][0]
                if address.startswith(_OUTER) and address not in "".join(text.content for text in said):
                    yield Text(f" ({address})", style)
            case "Image":
                if alternative := self.words(content[1]):
                    yield Text(f"[image : {alternative}]", style)
            case "Quoted":
                yield Text("« ", style)
                yield from self.inlines(content[1], style)
                yield Text(" »", style)
            case "Span" | "Cite":
                yield from self.inlines(content[1], style)
            case "Note":
                yield Text(" (", style)
                yield from self.flat(content)
                yield Text(")", style)
            case "Underline" | "Strikeout" | "Superscript" | "Subscript" | "SmallCaps":
                yield from self.inlines(content, style)
            case _:
                return


def _joined(texts: Iterable[Text]) -> Iterator[Text]:
    """Make one of neighbours of the same style, so that French typography sees whole sentences."""
    waiting: Text | None = None
    for text in texts:
        if waiting is not None and (waiting.style, waiting.verbatim) == (text.style, text.verbatim):
            waiting = Text(waiting.content + text.content, text.style, text.verbatim)
            continue
        if waiting is not None:
            yield waiting
        waiting = text
    if waiting is not None:
        yield waiting


def _is_number(text: str) -> bool:
    bare = text.strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        float(bare.rstrip("%"))
    except ValueError:
        return False
    return True
