"""Tables of a note as pandoc's nodes: as tables where a page can show them, else as entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from participation_lib.notes import pandoc_nodes as nodes
from participation_lib.notes.columns import column_shares, keeps_whole, longest_words, main_column, n_characters_across
from participation_lib.notes.model import Inline, Table
from participation_lib.notes.pandoc_inlines import InlineBuilder, Target
from participation_lib.notes.pandoc_nodes import Node
from participation_lib.notes.typography import NARROW_SPACE, NO_BREAK_SPACE

__all__ = ["LONGEST_TABLE", "TableBuilder", "fits_page", "is_dense", "line_length"]

# Beyond, page makers take seconds and gigabytes, and nobody reads columns: rows become entries.
LONGEST_TABLE: Final = 500
# In PDF a cell longer than this may be cut over two pages.
_LONG_CELL: Final = 2000
# What a line of a table holds, in characters: A4 upright or lying down, in letters of 9 or 18 points.
_ACROSS: Final = {(False, False): 84, (True, False): 130, (False, True): 38, (True, True): 60}
# The same in the column of a web page, once its letters are smaller.
_SCREEN: Final = 80
_ORDINARY_WORD: Final = 24
# How much more, once its letters and margins are smaller.
_DENSE: Final = 1.2


def line_length(*, landscape: bool, large_print: bool = False) -> int:
    """Count the characters that a table may have across the page."""
    return round(_ACROSS[landscape, large_print] * (1 if large_print else _DENSE))


def fits_page(table: Table, n_across: int) -> bool:
    """Say whether a page shows a table as such, or each of its rows as a paragraph."""
    return len(table.rows) <= LONGEST_TABLE and n_characters_across(table) <= n_across


def is_dense(table: Table, n_across: int) -> bool:
    """Say whether a table fits its page with smaller letters alone."""
    return n_characters_across(table) > n_across / _DENSE


def _least_em(table: Table, *, dense: bool) -> float:
    """Give the width under which a web page would cut words, in times the size of letters."""
    n_columns = len(table.header)
    # Two of the characters counted for each column stand for its margins.
    return 0.62 * (n_characters_across(table) - 2 * n_columns) + (0.9 if dense else 1.5) * n_columns


class TableBuilder(InlineBuilder):
    """Builds the tables of one note; keeps the numbers given on the way."""

    def __init__(self, target: Target, *, landscape: bool = False, large_print: bool = False) -> None:
        super().__init__(target)
        self.landscape, self.large_print = landscape, large_print
        self.n_across = line_length(landscape=landscape, large_print=large_print)
        self.n_tables = 0

    def anchored(self, anchor: str, content: list[Node]) -> Node:
        """Give a paragraph that carries an identifier, if there is one."""
        if not anchor:
            return nodes.para(content)
        if self.target == "word":
            # OpenDocument would make a section of each anchored block.
            return nodes.para([nodes.span(anchor, content)])
        return nodes.div(anchor, [nodes.para(content)])

    def styled(self, style: str, *content: Node) -> Node:
        """Give blocks the style of that name, in Word and OpenDocument."""
        return nodes.div("", list(content), pairs={"custom-style": style})

    def any_table(self, table: Table) -> Node:
        """Give a table in the form that its page can show; a web page shows any."""
        if self.target == "html" or fits_page(table, self.n_across):
            return self.table(table)
        return self.entries(table)

    def table_caption(self, table: Table) -> str:
        """Give the caption of a table, numbered."""
        self.n_tables += 1
        return f"Tableau{NO_BREAK_SPACE}{self.n_tables} – {self.own(table.caption)}"

    def table(self, table: Table) -> Node:
        """Give a table with its caption."""
        html = self.target == "html"
        text = self.table_caption(table)
        caption = list(self.line(text))
        if table.anchor and self.target == "word":
            caption = [nodes.span(table.anchor, caption)]
        scope = {"scope": "col"} if html else {}
        header = [nodes.cell(list(self.line(self.own(name))), pairs=scope) for name in table.header]
        anchors = table.row_anchors or ("",) * len(table.rows)
        rows = [self.row(cells, anchor, table.row_height_mm) for cells, anchor in zip(table.rows, anchors, strict=True)]
        if table.row_headers and html:
            for _, (first, *_) in rows:
                first[0][2].append(["scope", "row"])
        sides = table.align or ("left",) * len(table.header)
        named = int(table.row_headers and html)
        node = nodes.table(caption, sides, column_shares(table), header, rows, n_named=named)
        classes = ["whole"] if keeps_whole(table) else []
        if is_dense(table, _SCREEN if html else self.n_across) and not self.large_print:
            classes.append("dense")
        if html and max(longest_words(table)) <= _ORDINARY_WORD and len(table.rows) <= LONGEST_TABLE:
            # The browser may then widen a column for a word; one without end would widen it for ever.
            classes.append("fitted")
        height = {}
        if table.row_height_mm:
            classes.append("to-fill")
            height = {"row-height": f"{table.row_height_mm:g}"} if self.target == "pdf" else {}
        node["c"][0] = nodes.attributes("", classes, height)
        if self.target == "word":
            return node
        # On a narrow screen the frame scrolls, hence must be reachable from the keyboard.
        least = {"style": f"--least: {_least_em(table, dense='dense' in classes):.0f}em"}
        frame = {"role": "region", "aria-label": text, "tabindex": "0", **least} if html else {}
        return nodes.div(table.anchor, [node], ["tableau"], frame)

    def row(self, cells: Sequence[Sequence[Inline]], anchor: str, height: float = 0) -> list[Any]:
        """Give a row, at least so many millimetres high on a page."""
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
        """Set each row as a paragraph, with the names of its columns."""
        caption = list(self.line(self.table_caption(table)))
        content = [self.entries_caption(table.anchor, caption)]
        many = n_characters_across(table) > self.n_across
        if not many:
            content.append(self.legend(table))
        anchors = table.row_anchors or ("",) * len(table.rows)
        for cells, anchor in zip(table.rows, anchors, strict=True):
            content.append(self.labelled(table, cells, anchor) if many else self.entry(table, cells, anchor))
        if self.target == "word":
            return self.styled("Entrée", *content)
        return nodes.div("", content, ["entries"])

    def legend(self, table: Table) -> Node:
        """Say once what entries hold."""
        main = main_column(table)
        others = ", ".join(name for rank, name in enumerate(table.header) if rank != main)
        legend = f"{others}, puis {table.header[main]}" if others else table.header[main]
        return nodes.para([self.small(list(self.line(self.own(f"Pour chaque entrée : {legend}."))))])

    def entry(self, table: Table, cells: Sequence[Sequence[Inline]], anchor: str) -> Node:
        """Set the short cells of a row on one line, the main one under it."""
        main = main_column(table)
        line: list[Node] = []
        for rank, cell in enumerate(cells):
            if rank != main and (inlines := self.inlines(cell)):
                line += [nodes.string(" · "), *inlines] if line else [nodes.strong(inlines)]
        if anchor:
            line = [nodes.span(anchor, line)]
        text = self.inlines(cells[main])
        return nodes.para([*line, {"t": "LineBreak"}, *text] if line and text else line or text)

    def labelled(self, table: Table, cells: Sequence[Sequence[Inline]], anchor: str) -> Node:
        """Set the first cell of a row on one line, and under it each of the others after its column's name."""
        first: list[Node] = [nodes.strong(self.inlines(cells[0]))]
        line: list[Node] = []
        for name, cell in zip(table.header[1:], cells[1:], strict=True):
            if inlines := self.inlines(cell):
                between = nodes.string(f"{NARROW_SPACE}; ") if line else {"t": "LineBreak"}
                line += [between, nodes.string(self.own(f"{name} :") + NO_BREAK_SPACE), *inlines]
        paragraph = nodes.para([nodes.span(anchor, first) if anchor else first[0], *line])
        return nodes.div("", [paragraph], ["whole"]) if self.target == "pdf" else paragraph

    def entries_caption(self, anchor: str, caption: list[Node]) -> Node:
        """Set the caption of entries as that of a table."""
        if self.target == "word":
            return self.styled("Table Caption", self.anchored(anchor, caption))
        return nodes.div(anchor, [nodes.para(caption)], ["caption"])
