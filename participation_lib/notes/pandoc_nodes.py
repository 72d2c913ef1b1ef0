"""Pandoc's nodes as plain Python values: one small function for each kind used in notes."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = [
    "Node",
    "attributes",
    "cell",
    "data_address",
    "div",
    "figure",
    "joined",
    "n_characters",
    "para",
    "plain",
    "span",
    "string",
    "strong",
    "table",
]

Node = dict[str, Any]


def string(text: str) -> Node:
    """Give a text as one node, spaces included."""
    # Pandoc would cut it into words and spaces; whole, it is ten times less to carry.
    return {"t": "Str", "c": text}


def strong(content: list[Node]) -> Node:
    """Give inlines in bold."""
    return {"t": "Strong", "c": content}


def para(content: list[Node]) -> Node:
    """Give a paragraph."""
    return {"t": "Para", "c": content}


def plain(content: list[Node]) -> Node:
    """Give inlines that are a block by themselves, in a cell or an item."""
    return {"t": "Plain", "c": content}


def attributes(anchor: str = "", classes: Sequence[str] = (), pairs: Mapping[str, str] | None = None) -> list[Any]:
    """Give what pandoc hangs on a node: identifier, classes, pairs."""
    return [anchor, list(classes), [[key, value] for key, value in (pairs or {}).items()]]


def span(anchor: str, content: list[Node], classes: Sequence[str] = (), pairs: Mapping[str, str] | None = None) -> Node:
    """Give inlines that carry an identifier, classes or attributes."""
    return {"t": "Span", "c": [attributes(anchor, classes, pairs), content]}


def div(anchor: str, content: list[Node], classes: Sequence[str] = (), pairs: Mapping[str, str] | None = None) -> Node:
    """Give blocks that carry an identifier, classes or attributes."""
    return {"t": "Div", "c": [attributes(anchor, classes, pairs), content]}


def cell(content: list[Node], classes: Sequence[str] = (), pairs: Mapping[str, str] | None = None) -> list[Any]:
    """Give a cell of a table."""
    return [attributes("", classes, pairs), {"t": "AlignDefault"}, 1, 1, [plain(content)]]


def table(
    caption: list[Node],
    sides: Sequence[str],
    widths: Sequence[float],
    header: list[Any],
    rows: list[Any],
    n_named: int = 0,
) -> Node:
    """Give a table; `widths` are shares of the line, or nothing to let the writer choose.

    The first `n_named` cells of a row are its headers.
    """
    shares: list[Node] = [{"t": "ColWidth", "c": width} for width in widths]
    shares = shares or [{"t": "ColWidthDefault"}] * len(sides)
    columns = [
        [{"t": "AlignRight" if side == "right" else "AlignLeft"}, share]
        for side, share in zip(sides, shares, strict=True)
    ]
    head = [attributes(), [[attributes(), header]]]
    body = [attributes(), n_named, [], rows]
    foot = [attributes(), []]
    return {"t": "Table", "c": [attributes(), [None, [plain(caption)]], columns, head, [body], foot]}


def figure(
    caption: list[Node],
    alternative: str,
    source: str,
    size: Mapping[str, str] | None = None,
    pairs: Mapping[str, str] | None = None,
) -> Node:
    """Give a picture with its caption and what it says in words."""
    image = {"t": "Image", "c": [attributes("", (), size), [string(alternative)], [source, ""]]}
    return {"t": "Figure", "c": [attributes("", (), pairs), [None, [plain(caption)]], [plain([image])]]}


def data_address(kind: str, data: bytes) -> str:
    """Give a picture as an address that holds it, so that no writer opens a file."""
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def joined(nodes: Iterable[Node]) -> list[Node]:
    """Make one of neighbouring strings, so that quotation marks hold to their words."""
    result: list[Node] = []
    for node in nodes:
        if result and node["t"] == result[-1]["t"] == "Str":
            result[-1] = string(result[-1]["c"] + node["c"])
        else:
            result.append(node)
    return result


def n_characters(nodes: Iterable[Node]) -> int:
    """Count the characters of inlines; a line break counts as a line."""
    total = 0
    for node in nodes:
        match node:
            case {"t": "Str", "c": text}:
                total += len(text)
            case {"t": "Span" | "Link", "c": [_, content, *_]} | {"t": "Strong" | "Emph", "c": content}:
                total += n_characters(content)
            case {"t": "LineBreak"}:
                total += 60
    return total
