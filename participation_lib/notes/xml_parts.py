"""Reading and writing the XML parts of Word and OpenDocument files."""

from __future__ import annotations

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

__all__ = ["Element", "parse_part", "write_part"]

Element = Any  # lxml has no types of its own


def parse_part(content: bytes) -> Element:
    """Give the root element of a part; entities are not followed, size is not limited.

    Raises
    ------
    ValueError
        The part is not well-formed XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not XML, line {error.lineno}") from None


def write_part(root: Element) -> bytes:
    """Give the bytes of a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
