"""Reading a PDF back with pikepdf alone: its tags, its alternative texts, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

__all__ = ["alternatives", "elements", "tags", "words"]


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Give the structure elements in reading order, each with its kind."""
    root = pdf.Root.StructTreeRoot
    roles = {str(key): str(value) for key, value in (root.get("/RoleMap") or {}).items()}
    waiting = [root.get("/K")]
    while waiting:
        element = waiting.pop(0)
        if isinstance(element, pikepdf.Array):
            waiting[:0] = list(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                kind = str(element.S)
                yield roles.get(kind, kind)[1:], element
            if "/K" in element:
                waiting.insert(0, element.K)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """Give the kinds of the structure elements, in reading order."""
    return [kind for kind, _ in elements(pdf)]


def alternatives(pdf: pikepdf.Pdf) -> list[str]:
    """Give the alternative texts of the figures."""
    return [str(element.get("/Alt")) for kind, element in elements(pdf) if kind == "Figure"]


def _characters(font: Any) -> dict[int, str]:
    """Read a font's table from codes to characters."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[int, str] = {}

    def text(code: str) -> str:
        return bytes.fromhex(code).decode("utf-16-be")

    for section in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, value in re.findall(r"<(\w+)>\s*<(\w+)>", section):
            found[int(code, 16)] = text(value)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, value in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", section):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = text(value)[:-1] + chr(ord(text(value)[-1]) + step)
    return found


def words(pdf: pikepdf.Pdf) -> str:
    """Give what the pages say, in the order it is drawn, without any space."""
    said: list[str] = []
    for page in pdf.pages:
        fonts = page.Resources.get("/Font", {})
        tables: dict[str, dict[int, str]] = {}
        characters: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                name = str(operands[0])
                if name not in tables:
                    tables[name] = _characters(fonts[name])
                characters = tables[name]
            elif str(operator) in ("Tj", "TJ"):
                pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                for piece in pieces:
                    if isinstance(piece, pikepdf.String):
                        codes = bytes(piece)
                        pairs = zip(codes[::2], codes[1::2], strict=True)
                        said += [characters.get(high << 8 | low, "") for high, low in pairs]
    return "".join("".join(said).split())
