"""The styles of a Word note: pandoc's names turned into those that Word itself shows in French."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from participation_lib.notes.pandoc import TEMPLATES
from participation_lib.notes.pandoc_ast import NOTICE_STYLES
from participation_lib.notes.xml_parts import Element, parse_part

__all__ = ["W", "restyle"]

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Pandoc's own paragraph styles and what they become, by name. Word translates its built-in
# names: « caption » is Légende, « Body Text » Corps de texte, « List Paragraph » Paragraphe de liste.
_BECOMES: Final = {
    "First Paragraph": "Body Text",
    "Compact": "List Paragraph",
    "Table Caption": "caption",
    "Image Caption": "caption",
    "Captioned Figure": "Illustration",
}
_IN_TABLES: Final = {"Compact": "Texte de tableau"}
# Frames made of several paragraphs: the space around them is that of the first and the last.
_FRAMES: Final = tuple(NOTICE_STYLES.values())
_AROUND: Final = "240"  # twentieths of a point
# A caption stays with what it describes: above a table, under a picture.
_KEEPS_NEXT: Final = ("Table Caption", "Captioned Figure")


# The end of the order in which a paragraph's properties must come.
_ORDER: Final = (
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
)


def restyle(document: Element, styles: Element) -> None:
    """Give every paragraph a style that the document defines, in place.

    Parameters
    ----------
    document, styles : Element
        The two parts as pandoc wrote them. Both are changed: `styles` receives from ours those
        that are used and lacking (in a city's own reference), and loses pandoc's unused ones.
    """
    sheet = _Sheet(styles)
    for paragraph in document.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        if properties is None or style is None:
            continue
        name = sheet.name_of(style.get(f"{W}val"))
        in_table = paragraph.getparent().tag == f"{W}tc"
        becomes = _IN_TABLES.get(name) if in_table else None
        style.set(f"{W}val", sheet.identifier_of(becomes or _BECOMES.get(name, name)))
        if name in _KEEPS_NEXT and properties.find(f"{W}keepNext") is None:
            style.addnext(properties.makeelement(f"{W}keepNext"))
        if name == "Compact" and not in_table:
            indent = {f"{W}left": "454", f"{W}hanging": "227"}
            _insert(properties, properties.makeelement(f"{W}ind", indent))
    for name in _FRAMES:
        _set_apart(document, sheet.identifier_of(name))
    for tag in ("rStyle", "tblStyle"):
        for style in document.iter(f"{W}{tag}"):
            style.set(f"{W}val", sheet.identifier_of(sheet.name_of(style.get(f"{W}val"))))
    sheet.drop_unused(document)


def _set_apart(document: Element, identifier: str) -> None:
    for paragraph in document.iter(f"{W}p"):
        if _style_of(paragraph) != identifier:
            continue
        around = {}
        properties = paragraph.find(f"{W}pPr")
        if _style_of(_neighbour(paragraph, -1)) != identifier:
            around[f"{W}before"] = _AROUND
            # The title of a frame is not left alone at the foot of a page.
            properties.find(f"{W}pStyle").addnext(properties.makeelement(f"{W}keepNext"))
        if _style_of(_neighbour(paragraph, 1)) != identifier:
            around[f"{W}after"] = _AROUND
        if around:
            _insert(properties, properties.makeelement(f"{W}spacing", around))


def _style_of(paragraph: Element | None) -> str | None:
    style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
    return None if style is None else str(style.get(f"{W}val"))


def _neighbour(paragraph: Element, step: int) -> Element | None:
    """Give the block before or after, past the bookmarks that lie between."""
    siblings = paragraph.itersiblings(preceding=step < 0)
    return next((block for block in siblings if block.tag in (f"{W}p", f"{W}tbl")), None)


def _insert(properties: Element, new: Element) -> None:
    """Put a property of a paragraph where Word's schema wants it."""
    after = _ORDER[_ORDER.index(new.tag.removeprefix(W)) :]
    place = next((i for i, child in enumerate(properties) if child.tag.removeprefix(W) in after), None)
    properties.insert(len(properties) if place is None else place, new)


class _Sheet:
    """The styles of a document by name, completed from ours when asked for one it lacks."""

    def __init__(self, root: Element) -> None:
        self.root = root
        ours = parse_part((TEMPLATES / "word" / "styles.xml").read_bytes())
        self.ours = {_name(style): style for style in ours.iter(f"{W}style")}
        self.names = {style.get(f"{W}styleId"): _name(style) for style in root.iter(f"{W}style")}
        self.identifiers = {_key(name): identifier for identifier, name in self.names.items()}
        self.resolved: dict[str, str] = {}
        self.pandoc_only = {
            identifier for identifier, name in self.names.items() if name.endswith("Tok") or name in _PANDOC
        }

    def name_of(self, identifier: str) -> str:
        if identifier in self.names:
            return str(self.names[identifier])
        # Lacking a style, pandoc makes an identifier of its name without spaces.
        known = (*_BECOMES, *self.ours)
        return next((name for name in known if name.replace(" ", "") == identifier), identifier)

    def identifier_of(self, name: str) -> str:
        if name not in self.resolved:
            self.resolved[name] = self._resolve(name)
        return self.resolved[name]

    def _resolve(self, name: str) -> str:
        found = self.identifiers.get(_key(name))
        mine = self.ours.get(name)
        # Pandoc adds an empty style of the right name where the reference has none.
        if found is not None and not (mine is not None and self._is_hollow(found)):
            return str(found)
        if mine is None:
            return found or name
        style = deepcopy(mine)
        if found is not None:
            hollow = self._style(found)
            style.set(f"{W}styleId", found)
            self.root.replace(hollow, style)
        else:
            self.root.append(style)
        identifier = str(style.get(f"{W}styleId"))
        self.names[identifier], self.identifiers[_key(name)] = name, identifier
        self.resolved[name] = identifier
        for tag in ("basedOn", "next", "link"):
            for reference in style.iter(f"{W}{tag}"):
                base = next(n for n, s in self.ours.items() if s.get(f"{W}styleId") == reference.get(f"{W}val"))
                reference.set(f"{W}val", self.identifier_of(base))
        return identifier

    def _style(self, identifier: str) -> Element:
        return next(s for s in self.root.iter(f"{W}style") if s.get(f"{W}styleId") == identifier)

    def _is_hollow(self, identifier: str) -> bool:
        style = self._style(identifier)
        return style.get(f"{W}customStyle") is not None and not any(
            style.find(f"{W}{tag}") is not None for tag in ("pPr", "rPr", "tblPr")
        )

    def drop_unused(self, document: Element) -> None:
        used = {style.get(f"{W}val") for style in document.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
        for style in list(self.root.iter(f"{W}style")):
            identifier = style.get(f"{W}styleId")
            if identifier in self.pandoc_only and identifier not in used:
                self.root.remove(style)


# Written by pandoc in every document, for computer code that no note holds.
_PANDOC: Final = ("Source Code", "Verbatim Char", "First Paragraph", "Compact")


def _name(style: Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else str(name.get(f"{W}val"))


def _key(name: str) -> str:
    """Word does not tell its own names apart by their capitals."""
    return name.casefold()
