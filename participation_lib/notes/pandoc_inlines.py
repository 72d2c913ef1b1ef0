"""Words of a note as pandoc's inlines: cleaned, set in French, or left to the character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal

from participation_lib.notes import pandoc_nodes as nodes
from participation_lib.notes.model import Inline, Link, Span, Text
from participation_lib.notes.pandoc_nodes import Node
from participation_lib.notes.typography import typeset

__all__ = ["DIRECTION", "InlineBuilder", "Target", "clean", "isolated", "own_line"]

Target = Literal["html", "pdf", "word"]

# What XML 1.0 has no way to write, even escaped.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What PDF/A has no way to say: private characters mean nothing outside their own font.
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LINE: Final = re.compile("\r\n|\r|\n")
# Right-to-left letters and the controls of writing direction.
DIRECTION: Final = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
_FIRST_STRONG: Final = "\u2068"
_ISOLATES: Final = "\u2066\u2067\u2068"
_POP_ISOLATE: Final = "\u2069"
_EMBEDDINGS: Final = "\u202a\u202b\u202d\u202e"
_POP: Final = "\u202c"
# In PDF a word longer than this may break anywhere.
_LONG_WORD: Final = re.compile(r"\S{36,}")


def clean(text: str) -> str:
    r"""Drop what XML forbids: control characters other than tab and line ends, lone surrogates.

    Everything else stays, zero-width characters and writing directions included.

    Examples
    --------
    >>> clean("a\x00b\ud800c")
    'abc'
    """
    return _FORBIDDEN.sub("", text)


@lru_cache(maxsize=4096)  # the same short ones come back in every row
def own_line(text: str) -> str:
    r"""Set the tool's own words as one line: cleaned, with French typography.

    Examples
    --------
    >>> own_line("L'eau\nen ville")
    'L’eau en ville'
    """
    return typeset(_LINE.sub(" ", clean(text)))


def isolated(text: str) -> str:
    r"""Shut in a text whose writing direction would turn round the words that follow.

    Nothing is added to the others; no character of the text itself is changed.

    Examples
    --------
    >>> isolated("l'eau")
    "l'eau"
    >>> isolated("\u202eretourné")
    '\u2068\u202eretourné\u202c\u2069'
    """
    if not DIRECTION.search(text):
        return text
    # As the Unicode bidirectional algorithm (UAX 9) has it: what is open, the innermost last.
    open_: list[str] = [_POP_ISOLATE]
    for sign in text:
        if sign in _EMBEDDINGS:
            open_.append(_POP)
        elif sign in _ISOLATES:
            open_.append(_POP_ISOLATE)
        elif sign == _POP and open_ and open_[-1] == _POP:
            open_.pop()
        elif sign == _POP_ISOLATE and _POP_ISOLATE in open_:
            while open_.pop() != _POP_ISOLATE:
                pass
    return _FIRST_STRONG + text + "".join(reversed(open_))


class InlineBuilder:
    """Builds the inlines of one note for one target; see `to_pandoc` for what targets are."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def own(self, text: str) -> str:
        """Set the tool's own words as one line of this target."""
        return self.writable(own_line(text))

    def title(self, text: str) -> str:
        """Set a title; one without a visible sign would be refused by accessible formats."""
        return self.own(text).strip() or "(sans titre)"

    def writable(self, text: str) -> str:
        """Keep what the target can hold."""
        return _PRIVATE.sub("\ufffd", text) if self.target == "pdf" else text

    def lines(self, text: str) -> Iterator[Node]:
        """Keep the text's own line breaks."""
        for rank, line in enumerate(_LINE.split(self.writable(text))):
            if rank:
                yield {"t": "LineBreak"}
            yield from self.line(line)

    def line(self, line: str) -> Iterator[Node]:
        """Give a line as it is; for the PDF, with its long words marked so that they may break."""
        end = 0
        if self.target == "pdf":
            for match in _LONG_WORD.finditer(line):
                if match.start() > end:
                    yield nodes.string(line[end : match.start()])
                yield nodes.span("", [nodes.string(match.group())], ["long"])
                end = match.end()
        if end < len(line):
            yield nodes.string(line[end:])

    def verbatim(self, text: str) -> list[Node]:
        """Give a citizen's words, to the character."""
        return self.shut_in(clean(text))

    def shut_in(self, text: str) -> list[Node]:
        """Give a text, alone in its writing direction."""
        if self.target != "html":
            return list(self.lines(isolated(text)))
        content = list(self.lines(text))
        return [nodes.span("", content, pairs={"dir": "auto"})] if DIRECTION.search(text) else content

    def inlines(self, content: Iterable[Inline]) -> list[Node]:
        """Give the nodes of inlines, in order."""
        return [node for inline in content for node in self.inline(inline)]

    def inline(self, inline: Inline) -> list[Node]:
        """Give the nodes of one inline."""
        match inline:
            case Text():
                return self.text(inline)
            case Link():
                return [self.link(inline)]
            case Span(anchor, content):
                return [nodes.span(anchor, self.inlines(content))]

    def text(self, text: Text) -> list[Node]:
        """Give the nodes of a text in its style."""
        content = self.verbatim(text.content) if text.verbatim else self.shut_in(typeset(clean(text.content)))
        if not content:
            return []
        match text.style:
            case "plain":
                return content
            case "strong":
                return [nodes.strong(content)]
            case "emphasis":
                return [{"t": "Emph", "c": content}]
            case "small":
                return [self.small(content)]

    def small(self, content: list[Node]) -> Node:
        """Set inlines in small letters."""
        if self.target == "word":
            return nodes.span("", content, pairs={"custom-style": "Petit texte"})
        return nodes.span("", content, ["small"])

    def link(self, link: Link) -> Node:
        """Give a link inside the note, with what a screen reader says."""
        label = self.own(link.label).strip()
        pairs = {"aria-label": label} if label and self.target == "html" else {}
        title = label if self.target == "word" else ""
        where = [f"#{link.target}", title]
        content = self.shut_in(self.own(link.content))
        return {"t": "Link", "c": [nodes.attributes("", (), pairs), content, where]}
