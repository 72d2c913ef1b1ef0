"""From a Word, OpenDocument or Markdown file to its pieces, by way of pandoc.

Tracked changes count as accepted; comments, page headers and footers, footnotes and
pictures are not read.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from participation_lib.corpus.formats.pieces import Cell, End, Grid, Line, Piece, Start, Title
from participation_lib.corpus.formats.session_words import split_label
from participation_lib.errors import SetupError

__all__ = ["Tree", "read_tree"]

Node = Any  # a node of pandoc's tree: JSON

# Neither can pandoc be made to fill the memory, nor to run for ever.
_MEMORY: Final = ("+RTS", "-M2g", "-RTS")
_LONGEST: Final = 300.0
# Without « smart »: the words stay as they were typed. Positions give the lines.
_FORMS: Final = {"docx": "docx", "odt": "odt", "md": "commonmark+sourcepos+pipe_tables+strikeout"}
_SOFT_BREAK: Final = "\v"  # a line of Markdown that the paragraph goes on after: a space, or lines of labels
_SPACES: Final = {"Space": " ", "SoftBreak": _SOFT_BREAK, "LineBreak": "\n"}


@dataclass
class Tree:
    """The pieces of a document, and how many of what was left out it holds."""

    pieces: list[Piece] = field(default_factory=list)
    n_notes: int = 0
    n_pictures: int = 0


def read_tree(data: bytes, form: str) -> Tree:
    """Give the pieces of a document in reading order.

    Parameters
    ----------
    data
        The whole file; Markdown in UTF-8.
    form
        "docx", "odt" or "md".

    Raises
    ------
    ValueError
        Pandoc cannot read it, or not within its bounds.
    SetupError
        Pandoc is missing.
    """
    reader = _Reader()
    reader.blocks(_blocks(data, _FORMS[form]))
    return reader.tree


def _blocks(data: bytes, form: str) -> list[Node]:
    import pypandoc

    try:
        program = pypandoc.get_pandoc_path()
    except OSError as error:
        raise SetupError("Pandoc est introuvable : relancez l’installation.") from error
    # A folder of ours without pandoc's names in it: the user's own settings must not be looked for.
    command = [program, f"--from={form}", "--to=json", "--sandbox", "--track-changes=accept"]
    command += [f"--data-dir={Path(__file__).parent}", *_MEMORY]
    try:
        result = subprocess.run(
            command, input=data, capture_output=True, check=False, timeout=_LONGEST, env=dict(os.environ)
        )
    except subprocess.TimeoutExpired:
        raise ValueError("too long") from None
    if result.returncode != 0:
        raise ValueError("not readable")
    blocks: list[Node] = json.loads(result.stdout)["blocks"]
    return blocks


class _Reader:
    """One walk over a tree. Rows are counted, or given by the positions that pandoc tells."""

    def __init__(self) -> None:
        self.tree = Tree()
        self._row = 0
        self._told = 0  # the line that positions give to what is being read

    def blocks(self, blocks: Sequence[Node], *, in_list: bool = False) -> None:
        """Read blocks one after the other."""
        for block in blocks:
            self._block(block, in_list=in_list)

    def _block(self, block: Node, *, in_list: bool) -> None:
        kind, content = block["t"], block.get("c")
        if kind == "Div":
            self._told = _line_told(content[0]) or self._told
            self.blocks(content[1], in_list=in_list)
        elif kind == "Header":
            self._told = _line_told(content[1]) or self._told
            if text := self._text(content[2]).replace(_SOFT_BREAK, " ").strip():
                self.tree.pieces.append(Title(text, content[0], self._next_row()))
        elif kind in ("Para", "Plain"):
            self._line(content, is_item=in_list)
        elif kind == "LineBlock":
            for inlines in content:
                self._line(inlines, is_item=in_list)
        elif kind in ("CodeBlock", "RawBlock"):
            self.tree.pieces.append(Line(content[1].strip(), self._next_row(), is_item=in_list))
        elif kind in ("BulletList", "OrderedList"):
            self._list(content if kind == "BulletList" else content[1])
        elif kind == "DefinitionList":
            for term, definitions in content:
                self._line(term, is_item=in_list)
                self._list(definitions)
        elif kind == "BlockQuote":
            self.blocks(content, in_list=in_list)
        elif kind == "Figure":
            self.blocks(content[2], in_list=in_list)
        elif kind == "Table":
            self._grid(content)

    def _next_row(self) -> int:
        self._row = self._told or self._row + 1
        return self._row

    def _line(self, inlines: Sequence[Node], *, is_item: bool) -> None:
        text = self._text(inlines).strip()
        row = self._next_row()
        parts = text.split(_SOFT_BREAK)
        if len(parts) > 1 and not is_item and all(split_label(part)[0] for part in parts):
            self.tree.pieces += [Line(part, row + place) for place, part in enumerate(parts)]
        elif text:
            text = text.replace(_SOFT_BREAK, " ")
            strong = all(inline["t"] in ("Strong", "Underline", "Space") for inline in _flat(inlines))
            self.tree.pieces.append(Line(text, row, is_item, strong))

    def _list(self, items: Sequence[Sequence[Node]]) -> None:
        self.tree.pieces.append(Start())
        for item in items:
            # What one bullet says in several paragraphs is one contribution; lists under it are others.
            own: list[str] = []
            row = 0
            rest: list[Node] = []
            for block in item:
                inner = _unwrapped(block)
                if inner["t"] in ("Para", "Plain") and not rest:
                    self._told = _line_told(block["c"][0]) if block["t"] == "Div" else self._told
                    number = self._next_row()
                    row = row or number
                    own.append(self._text(inner["c"]).replace(_SOFT_BREAK, " ").strip())
                else:
                    rest.append(block)
            text = "\n".join(filter(None, own))
            if text:
                self.tree.pieces.append(Line(text, row, is_item=True))
            self.blocks(rest, in_list=True)
        self.tree.pieces.append(End())

    def _grid(self, content: Sequence[Node]) -> None:
        _, _, _, head, bodies, foot = content
        groups = [(True, head[1]), *((False, [*body[2], *body[3]]) for body in bodies), (False, foot[1])]
        start = self._told
        rows: list[tuple[int, tuple[Cell, ...]]] = []
        taken: dict[tuple[int, int], bool] = {}
        for _, group in groups:
            for row in group:
                # In Markdown a line of dashes stands between the header and the rest.
                number = start + len(rows) + bool(rows) if start else self._next_row()
                rows.append((number, self._row_cells(row[1], len(rows), taken)))
        width = max((len(cells) for _, cells in rows), default=0)
        even = tuple((number, cells + ((),) * (width - len(cells))) for number, cells in rows)
        if even:
            self.tree.pieces.append(Grid(even, has_header=bool(head[1])))

    def _row_cells(self, cells: Sequence[Node], index: int, taken: dict[tuple[int, int], bool]) -> tuple[Cell, ...]:
        found: list[Cell] = []
        for _, _, n_rows, n_columns, blocks in cells:
            while taken.get((index, len(found))):
                found.append(())
            first = len(found)
            found.append(self._cell(blocks))
            found += [()] * (n_columns - 1)
            for below in range(1, n_rows):
                for column in range(first, first + n_columns):
                    taken[index + below, column] = True
        while taken.get((index, len(found))):
            found.append(())
        return tuple(found)

    def _cell(self, blocks: Sequence[Node]) -> Cell:
        inner = _Reader()
        inner.blocks(blocks)
        self.tree.n_notes += inner.tree.n_notes
        self.tree.n_pictures += inner.tree.n_pictures
        said: list[str] = []
        open_paragraph = False
        for piece in inner.tree.pieces:
            if isinstance(piece, Grid):
                said += ["\n".join(part for cell in cells for part in cell) for _, cells in piece.rows]
                open_paragraph = False
            elif isinstance(piece, Line | Title):
                is_item = isinstance(piece, Line) and piece.is_item
                if open_paragraph and not is_item:
                    said[-1] += f"\n{piece.text}"
                else:
                    said.append(piece.text)
                open_paragraph = not is_item
        return tuple(filter(str.strip, said))

    def _text(self, inlines: Sequence[Node]) -> str:
        return "".join(self._words(inlines))

    def _words(self, inlines: Sequence[Node]) -> Iterator[str]:
        for inline in inlines:
            kind, content = inline["t"], inline.get("c")
            if kind == "Str":
                yield content
            elif kind in _SPACES:
                yield _SPACES[kind]
            elif kind in ("Emph", "Strong", "Underline", "Superscript", "Subscript", "SmallCaps"):
                yield from self._words(content)
            elif kind in ("Span", "Link", "Quoted", "Cite"):
                inner = "".join(self._words(content[1]))
                yield f"“{inner}”" if kind == "Quoted" else inner
            elif kind in ("Code", "Math"):
                yield content[1]
            elif kind == "RawInline":
                yield content[1]  # « <b> » in Markdown is what was typed
            elif kind == "Note":
                self.tree.n_notes += 1
            elif kind == "Image":
                self.tree.n_pictures += 1
            # What is struck out was taken back by who wrote it.


def _flat(inlines: Sequence[Node]) -> Iterator[Node]:
    """Give inlines without the anchors and positions that wrap them."""
    for inline in inlines:
        if inline["t"] == "Span":
            yield from _flat(inline["c"][1])
        else:
            yield inline


def _unwrapped(block: Node) -> Node:
    while block["t"] == "Div" and len(block["c"][1]) == 1:
        block = block["c"][1][0]
    return block


def _line_told(attributes: Node) -> int:
    position = dict(attributes[2]).get("data-pos", "")
    start = position.split("@")[-1].split(":")[0]
    return int(start) if start.isdecimal() else 0
