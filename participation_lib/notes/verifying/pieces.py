"""The pieces of a note that can be told apart when a file is read back, each with its place in French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten
from typing import Final, Literal

from participation_lib.corpus.statuses import reference_number
from participation_lib.notes.model import Block, BulletList, Inline, Note, Notice, Paragraph, Quote, Span, Table, Text
from participation_lib.notes.pandoc_ast import NOTICE_STYLES, to_pandoc
from participation_lib.notes.pandoc_inlines import DIRECTION, Target, clean
from participation_lib.notes.verifying.tree_lines import TreeLine, tree_lines
from participation_lib.notes.verifying.word_stream import Token, plain, split_tokens

__all__ = ["Piece", "pieces_of"]

Role = Literal["words", "quoted", "reference"]

_TARGETS: Final[dict[str, Target]] = {"html": "html", "pdf": "pdf", "docx": "word", "odt": "word"}
_TO_FILL: Final = frozenset((NOTICE_STYLES["to_complete"], "to-complete"))
_CAPTION: Final = re.compile(r"^(?:Tableau|Figure)[ \u00a0]\d+ – ")
_CONTRIBUTION: Final = re.compile(r"c\d{4,}")


@dataclass(frozen=True)
class Piece:
    """A sentence, a quotation, a title, a row: what is looked for in a file.

    Attributes
    ----------
    section
        Heading it stands under.
    place
        Where it stands there, such as « phrase 3 ».
    is_sentence
        Whether it is a statement of the document, or words around it.
    is_repeatable
        Whether a program may say it again elsewhere: a title, the headers of a table.
    changes_direction
        Whether some of it is written from right to left.
    columns
        Of a row: the headers of its table.
    roles
        What each token is: words of the document, of a citizen, or a reference to a contribution.
    """

    section: str
    place: str
    tokens: tuple[Token, ...] = field(repr=False)
    roles: tuple[Role, ...] = field(repr=False)
    is_sentence: bool = False
    is_repeatable: bool = False
    changes_direction: bool = False
    columns: tuple[str, ...] = ()
    cells: tuple[int, ...] = field(default=(), repr=False)  # of a row: the column of each token

    @cached_property
    def words(self) -> str:
        """Its tokens, put end to end."""
        return "".join(token.text for token in self.tokens)


def pieces_of(note: Note, format_name: str, *, large_print: bool = False) -> tuple[Piece, ...]:
    """Give the pieces of a note in reading order, as they are laid out in a format.

    Parameters
    ----------
    format_name : {"html", "pdf", "docx", "odt"}
    """
    tree = to_pandoc(note, _TARGETS[format_name], large_print=large_print)
    reader = _Reader(dict(_anchored(note.blocks)), printed=format_name == "pdf")
    return tuple(piece for line in tree_lines(tree) if (piece := reader.piece(line)) is not None)


@dataclass(frozen=True)
class _Anchored:
    """What an identifier of a note carries: the citizens' words in it, and whether it is a statement."""

    quoted: tuple[str, ...]
    is_statement: bool = True


class _Reader:
    """Goes through the lines of a note and keeps count of where it is."""

    def __init__(self, anchored: dict[str, _Anchored], *, printed: bool) -> None:
        self.anchored = anchored
        self.printed = printed
        self.section = ""
        self.n_sentences = 0
        self.n_texts = 0
        self.table = ""
        self.columns: tuple[str, ...] = ()
        self.row = 0

    def piece(self, line: TreeLine) -> Piece | None:
        tokens = tuple(split_tokens(line.text, printed=self.printed))
        if not tokens:
            return None
        is_statement = any(name in self.anchored and self.anchored[name].is_statement for name in line.anchors)
        place = self.place(line, is_statement)
        return Piece(
            self.section,
            place,
            tokens,
            self.roles(line, tokens),
            is_statement,
            line.kind in ("title", "header"),
            DIRECTION.search(line.text) is not None,
            self.columns if line.kind == "row" else (),
            self.cells(line, tokens) if line.kind == "row" else (),
        )

    def place(self, line: TreeLine, is_statement: bool) -> str:
        """Say where a line stands, and move on."""
        if line.kind == "title":
            if line.anchors:
                self.section, self.n_sentences, self.n_texts = _shown(line.text), 0, 0
                return "titre de la section"
            return "titre du document"
        if line.kind == "caption":
            self.table, self.row = _shown(_CAPTION.sub("", line.text)), 0
            return f"légende « {self.table} »"
        if line.kind == "header":
            self.columns = tuple(map(_shown, line.text.split("\t")))
            return f"tableau « {self.table} », en-têtes"
        if line.kind == "row":
            self.row += 1
        if is_statement:
            self.n_sentences += 1
            return f"phrase {self.n_sentences}"
        if line.kind == "row":
            return f"tableau « {self.table} », ligne {self.row}"
        contribution = next((anchor for anchor in line.anchors if _is_contribution(anchor)), "")
        if contribution:
            return f"contribution {reference_number(contribution)}"
        if any(anchor.startswith("s-") for anchor in line.anchors):
            return "sources d’une phrase"
        if _TO_FILL & set(line.classes):
            return "espace à compléter"
        if any("source" in name.lower() for name in line.classes):
            return f"source de la phrase {self.n_sentences}"
        self.n_texts += 1
        return f"texte de présentation {self.n_texts}"

    def roles(self, line: TreeLine, tokens: tuple[Token, ...]) -> tuple[Role, ...]:
        text = plain(line.text, printed=self.printed)
        spans: list[tuple[int, int, Role]] = [
            (self.length(line.text[:start]), self.length(line.text[:end]), "reference") for start, end in line.links
        ]
        if spans:  # « [12, 37 et 9 autres] » is one reference, its brackets and its words included
            opened, closed = text.rfind("[", 0, spans[0][0] + 1), text.find("]", spans[-1][1])
            if opened >= 0 and closed >= 0:
                spans.append((opened, closed + 1, "reference"))
        place = 0
        for anchor in line.anchors:
            for verbatim in self.anchored[anchor].quoted if anchor in self.anchored else ():
                words = plain(verbatim, printed=self.printed)
                start = text.find(words, place)
                if words.strip() and start >= 0:
                    place = start + len(words)
                    spans.append((start, place, "quoted"))
        return tuple(
            next((role for start, end, role in spans if start <= token.start and token.end <= end), "words")
            for token in tokens
        )

    def length(self, text: str) -> int:
        return len(plain(text, printed=self.printed))

    def cells(self, line: TreeLine, tokens: tuple[Token, ...]) -> tuple[int, ...]:
        text = plain(line.text, printed=self.printed)
        return tuple(text.count("\t", 0, token.start) for token in tokens)


def _shown(name: str) -> str:
    """Give a name as a message may hold it: on one line, in one direction, not too long."""
    return shorten("".join(sign for sign in name if sign.isprintable() or sign == " "), 80, placeholder="…")


def _is_contribution(anchor: str) -> bool:
    return _CONTRIBUTION.fullmatch(anchor) is not None


def _anchored(blocks: tuple[Block, ...]) -> Iterator[tuple[str, _Anchored]]:
    for block in blocks:
        match block:
            case Quote(text, _, anchor):
                yield anchor, _Anchored((_one_line(text),))
            case Paragraph(content, anchor):
                if anchor:
                    yield anchor, _Anchored(_said(content), is_statement=False)
                yield from _spans(content)
            case BulletList(items):
                for item in items:
                    yield from _spans(item)
            case Table(rows=rows):
                for row in rows:
                    for cell in row:
                        yield from _spans(cell)
            case Notice(content=inner):
                yield from _anchored(inner)


def _spans(content: tuple[Inline, ...]) -> Iterator[tuple[str, _Anchored]]:
    for inline in content:
        if isinstance(inline, Span):
            yield inline.anchor, _Anchored(_said(inline.content))


def _said(content: tuple[Inline, ...]) -> tuple[str, ...]:
    return tuple(_one_line(text.content) for text in content if isinstance(text, Text) and text.verbatim)


def _one_line(text: str) -> str:
    return " ".join(clean(text).splitlines())
