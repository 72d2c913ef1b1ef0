"""What a note must be before any format can hold it: anchors, links, headings, tables.

These are faults of whoever built the note, so they are raised as `ValueError`; messages name
anchors and ranks, never a citizen's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from participation_lib.notes.model import (
    Block,
    BulletList,
    Figure,
    Heading,
    Inline,
    Link,
    Notice,
    Paragraph,
    Quote,
    Span,
    Table,
)

__all__ = ["check_structure", "figures", "tables"]

# Pandoc names the links of its table of contents `toc-…`.
_ANCHOR: Final = re.compile(r"(?!toc-)[A-Za-z][A-Za-z0-9._-]*")

# What the City says; a participant's words stay outside.
_ANSWERS: Final = ("services", "commitment")


def check_structure(blocks: Iterable[Block]) -> set[str]:
    """Give the anchors of a note, after refusing what a format would refuse.

    It says nothing of the words: those of a plan or of a gate are checked elsewhere.

    Raises
    ------
    ValueError
        An anchor is used twice or cannot be an identifier, a link leads nowhere, a heading level
        is skipped, a heading is in a notice, a participant's words are in an answer of the City,
        a table is not rectangular.

    Examples
    --------
    >>> check_structure((Heading(1, "En bref", anchor="en-bref"),))
    {'en-bref'}
    """
    anchors: set[str] = set()
    targets: set[str] = set()
    level = 0
    n_tables = 0
    for block in _flat(blocks):
        if isinstance(block, Heading):
            if not 1 <= block.level <= min(level + 1, 4):
                raise ValueError(f"a heading of level {block.level} cannot follow one of level {level}")
            level = block.level
        elif isinstance(block, Table):
            n_tables += 1
            _check_table(block, n_tables)
        for anchor in _anchors(block):
            if not _ANCHOR.fullmatch(anchor):
                raise ValueError(f"{anchor!r} cannot be an anchor")
            if anchor in anchors:
                raise ValueError(f"the anchor {anchor!r} is used twice")
            anchors.add(anchor)
        targets.update(_targets(block))
    if dangling := sorted(targets - anchors):
        raise ValueError(f"a link leads nowhere: {dangling[0]!r}")
    return anchors


def figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    """Give the figures of a note in reading order, those inside notices included."""
    return (block for block in _flat(blocks) if isinstance(block, Figure))


def tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """Give the tables of a note in reading order, those inside notices included."""
    return (block for block in _flat(blocks) if isinstance(block, Table))


def _check_table(table: Table, rank: int) -> None:
    n_columns = len(table.header)
    fits = {
        "header": n_columns > 0,
        "rows": all(len(row) == n_columns for row in table.rows),
        "align": len(table.align) in (0, n_columns),
        "widths": len(table.widths) in (0, n_columns),
        "row_anchors": len(table.row_anchors) in (0, len(table.rows)),
    }
    for name, right in fits.items():
        if not right:
            raise ValueError(f"table {rank}: its {name} do not fit {n_columns} columns, {len(table.rows)} rows")


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Notice):
            if any(isinstance(inner, Heading) for inner in block.content):
                raise ValueError("a notice holds no heading")
            if block.kind in _ANSWERS and any(isinstance(inner, Quote) for inner in block.content):
                raise ValueError("a participant's words do not sit inside an answer")
            yield from _flat(block.content)


def _contents(block: Block) -> Iterator[Iterable[Inline]]:
    match block:
        case Paragraph(content):
            yield content
        case Quote():
            yield block.source
        case BulletList(items):
            yield from items
        case Table():
            for row in block.rows:
                yield from row
        case _:
            return


def _anchors(block: Block) -> Iterator[str]:
    match block:
        case Heading(anchor=anchor) | Paragraph(anchor=anchor) | Quote(anchor=anchor):
            yield from filter(None, [anchor])
        case Table(anchor=anchor, row_anchors=rows):
            yield from filter(None, [anchor, *rows])
        case _:
            pass
    for content in _contents(block):
        yield from (inline.anchor for inline in content if isinstance(inline, Span))


def _targets(block: Block) -> Iterator[str]:
    for content in _contents(block):
        for inline in content:
            pieces = inline.content if isinstance(inline, Span) else (inline,)
            yield from (piece.target for piece in pieces if isinstance(piece, Link))
