"""The lines of a pandoc tree, whether it was built from a note or read in a file.

Both are gone through by the same code, so that they can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from participation_lib.notes.pandoc_nodes import Node

__all__ = ["TreeLine", "tree_lines", "words_of"]

_GROUPS: Final = frozenset(("Emph", "Strong", "Underline", "Superscript", "Subscript", "SmallCaps"))

LineKind = Literal["text", "title", "caption", "header", "row"]


@dataclass(frozen=True)
class TreeLine:
    """A paragraph, an item, a title, a caption or a row.

    Attributes
    ----------
    text
        Tabs between the cells of a row.
    anchors
        Identifiers it carries.
    classes
        Those of the frames it is in.
    links
        Places of the references inside the document, as (start, end) in the text.
    """

    text: str
    kind: LineKind = "text"
    anchors: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    links: tuple[tuple[int, int], ...] = ()


def tree_lines(tree: Node) -> Iterator[TreeLine]:
    """Give the lines of a tree in reading order, its title and subtitle first.

    Pictures, struck words and what one format alone can hold are passed over; a footnote is
    part of the line it hangs on.
    """
    for name in ("title", "subtitle"):
        value = tree["meta"].get(name)
        if value is not None and value["t"] == "MetaInlines":
            yield TreeLine(words_of(value["c"]), "title")
    yield from _lines(tree["blocks"])


def words_of(inlines: Iterable[Node]) -> str:
    """Give the words of inlines, line ends as spaces."""
    return _line(inlines).text


def _lines(blocks: Iterable[Node]) -> Iterator[TreeLine]:
    for block in blocks:
        content: Any = block.get("c")
        match block["t"]:
            case "Para" | "Plain":
                yield _line(content)
            case "Header":
                line = _line(content[2])
                yield replace(line, kind="title", anchors=(content[1][0], *line.anchors))
            case "LineBlock":
                yield TreeLine(" ".join(words_of(line) for line in content))
            case "CodeBlock":
                yield TreeLine(" ".join(content[1].splitlines()))
            case "BlockQuote":
                yield from _lines(content)
            case "Div":
                yield from _within(content[0], _lines(content[1]))
            case "BulletList":
                for item in content:
                    yield from _lines(item)
            case "OrderedList":
                for item in content[1]:
                    yield from _lines(item)
            case "DefinitionList":
                for term, definitions in content:
                    yield _line(term)
                    for definition in definitions:
                        yield from _lines(definition)
            case "Figure":
                yield from _lines(content[2])
                yield from (replace(line, kind="caption") for line in _lines(content[1][1]))
            case "Table":
                yield from _table_lines(content)


def _within(attributes: list[Any], lines: Iterable[TreeLine]) -> Iterator[TreeLine]:
    anchor, classes, pairs = attributes
    styles = [value for name, value in pairs if name == "custom-style"]
    for rank, line in enumerate(lines):
        own = (anchor,) if anchor and not rank else ()
        yield replace(line, anchors=(*own, *line.anchors), classes=(*classes, *styles, *line.classes))


def _table_lines(table: list[Any]) -> Iterator[TreeLine]:
    _, caption, _, head, bodies, foot = table
    yield from (replace(line, kind="caption") for line in _lines(caption[1]))
    yield from (_row(row, "header") for row in head[1])
    rows = [*(row for body in bodies for part in body[2:] for row in part), *foot[1]]
    yield from (_row(row, "row") for row in rows)


def _row(row: list[Any], kind: LineKind) -> TreeLine:
    attributes, cells = row
    joined = _Joined([attributes[0]] if attributes[0] else [])
    for rank, cell in enumerate(cells):
        joined.add("\t" if rank else "")
        for position, line in enumerate(_lines(cell[4])):
            joined.add(" " if position else "")
            joined.add_line(line)
    return joined.line(kind)


class _Joined:
    """A line while it is put together."""

    def __init__(self, anchors: Iterable[str] = ()) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.anchors = list(anchors)
        self.links: list[tuple[int, int]] = []

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def add_line(self, line: TreeLine) -> None:
        self.links += [(self.length + start, self.length + end) for start, end in line.links]
        self.anchors += line.anchors
        self.add(line.text)

    def add_inlines(self, inlines: Iterable[Node]) -> None:
        for inline in inlines:
            self.add_inline(inline)

    def add_inline(self, inline: Node) -> None:
        content: Any = inline.get("c")
        match inline["t"]:
            case "Str":
                self.add(str(content))
            case "Space" | "SoftBreak" | "LineBreak":
                self.add(" ")
            case "Code" | "Math":
                self.add(str(content[1]))
            case "Quoted":
                self.add('"')
                self.add_inlines(content[1])
                self.add('"')
            case "Note":
                self.add(f" {' '.join(line.text for line in _lines(content))} ")
            case "Span" | "Cite":
                if inline["t"] == "Span" and content[0][0]:
                    self.anchors.append(content[0][0])
                self.add_inlines(content[1])
            case "Link":
                start = self.length
                self.add_inlines(content[1])
                if content[2][0].startswith("#"):
                    self.links.append((start, self.length))
            case name if name in _GROUPS:
                self.add_inlines(content)

    def line(self, kind: LineKind = "text") -> TreeLine:
        return TreeLine("".join(self.pieces), kind, tuple(self.anchors), (), tuple(self.links))


def _line(inlines: Iterable[Node]) -> TreeLine:
    joined = _Joined()
    joined.add_inlines(inlines)
    return joined.line()
