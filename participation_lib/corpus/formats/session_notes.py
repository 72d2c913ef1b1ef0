"""From the pieces of session notes to a table: whose « Table 3 » each contribution is, in which sequence.

Headings make sequences, « Table 3 » makes the group, items, paragraphs and cells are the
contributions. What is no contribution (who was there, the date, the sheet's own words) is
left out and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from participation_lib.corpus.formats.pieces import Cell, End, Grid, Line, Piece, Start, Title
from participation_lib.corpus.formats.session_headings import (
    is_bare_label,
    lists_have_labels,
    main_title,
    with_titles_by_hand,
)
from participation_lib.corpus.formats.session_words import (
    begins_sheet,
    column_role,
    fact_role,
    group_noun_of,
    is_facts_header,
    is_mention,
    is_printed,
    is_sheet_title,
    read_group,
    read_sequence,
    split_label,
)

__all__ = ["Note", "SessionNotes", "read_notes"]

# Labels of lists rank under all headings.
_LABEL_LEVEL: Final = 90
_LONGEST_FOREWORD: Final = 5
_MENTION: Final = "mention de séance"


@dataclass(frozen=True)
class Note:
    """One contribution of a document, with the place it was said at."""

    row: int
    text: str
    group: str = ""
    sequence: str = ""
    heading: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass
class SessionNotes:
    """What a document of a session says.

    Attributes
    ----------
    left_out
        Row of each line that is no contribution, with the reason in French.
    is_sheet
        It is our own table sheet.
    """

    notes: list[Note] = field(default_factory=list)
    group_noun: str = ""
    question: str = ""
    left_out: list[tuple[int, str]] = field(default_factory=list)
    is_sheet: bool = False


@dataclass(frozen=True)
class _Heading:
    level: int
    kind: str  # "group", "sequence", "mention", "sheet" or "title"
    text: str


def read_notes(pieces: Sequence[Piece]) -> SessionNotes:
    """Give the contributions of a document, in order.

    Examples
    --------
    >>> notes = read_notes([Title("Constats", 1, 1), Line("Table 3", 2), Line("Le bus est rare", 3, is_item=True)])
    >>> [(note.group, note.sequence, note.text) for note in notes.notes]
    [('3', 'Constats', 'Le bus est rare')]
    """
    reader = _Reader(list(with_titles_by_hand(pieces)))
    reader.read()
    return reader.found


class _Reader:
    """One walk over the pieces, with the headings that reach to where it is."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.found = SessionNotes()
        self._headings: list[_Heading] = []
        self._lists: list[bool] = []  # for each list one is in, whether a label announced it
        self._label: _Heading | None = None  # of the list that begins next
        self._placed = {"group": "", "sequence": ""}  # said by the head of a sheet
        self._group = ""  # said by a line
        titles = [piece for piece in pieces if isinstance(piece, Title)]
        self.found.is_sheet = sum(is_sheet_title(title.text) for title in titles) >= 2
        self._main = main_title(titles)
        self._bare_labels = lists_have_labels(pieces)

    def read(self) -> None:
        foreword = self._foreword()
        for position, piece in enumerate(self.pieces):
            if isinstance(piece, Title):
                self._title(piece)
            elif isinstance(piece, Start):
                self._lists.append(self._label is not None)
                self._headings += [self._label] if self._label else []
                self._label = None
            elif isinstance(piece, End):
                if self._lists.pop():
                    self._headings = [heading for heading in self._headings if heading.level < self._label_level(1)]
            elif isinstance(piece, Grid):
                self._grid(piece)
            elif position < foreword and not is_printed(piece.text):
                self._opening(piece)
            else:
                self._line(piece, announces_list=self._announces_list(position))

    def _label_level(self, deeper: int = 0) -> int:
        return _LABEL_LEVEL + len(self._lists) + deeper

    def _foreword(self) -> int:
        """Give how many pieces, before the first heading or table, introduce the document."""
        for position, piece in enumerate(self.pieces):
            if isinstance(piece, Title | Grid) or self._announces_list(position):
                return position if position <= _LONGEST_FOREWORD else 0
            if isinstance(piece, Line) and (piece.is_item or read_group(piece.text)):
                return 0
        return 0

    def _announces_list(self, position: int) -> bool:
        """Say whether a line is the heading of the list under it: « Ce qui manque : », « Constats »."""
        line = self.pieces[position]
        if not isinstance(line, Line) or not isinstance(self._next(position), Start):
            return False
        bare = line.text.rstrip()
        if read_group(bare) is not None and not bare.endswith(":"):
            return False
        return bare.endswith(":") or is_mention(bare) or (self._bare_labels and is_bare_label(line))

    def _next(self, position: int) -> Piece | None:
        return self.pieces[position + 1] if position + 1 < len(self.pieces) else None

    def _opening(self, line: Line) -> None:
        if not self._says_place(line.text):
            self.found.left_out.append((line.row, "texte d’introduction"))

    def _title(self, title: Title) -> None:
        text = title.text.rstrip(" :")
        label, value = split_label(title.text)
        if label and value and (is_mention(label) or self._says_place(title.text)):
            if is_mention(label):
                self.found.left_out.append((title.row, _MENTION))
            return  # « Date : 3 mai » in bold is a line
        while self._headings and self._headings[-1].level >= title.level:
            self._headings.pop()
        group = read_group(text)
        kind = "title"
        self._group = ""
        if title is self._main:
            kind = "main"
        elif group is not None:
            kind, text = "group", group[1]
            self.found.group_noun = self.found.group_noun or group[0]
        elif read_sequence(text):
            kind = "sequence"
        elif is_mention(text):
            kind = "mention"
        elif self.found.is_sheet and is_sheet_title(text):
            kind = "sheet"
            if begins_sheet(text):
                self._placed = dict.fromkeys(self._placed, "")
        self._headings.append(_Heading(title.level, kind, text))

    def _line(self, line: Line, *, announces_list: bool) -> None:
        label, value = split_label(line.text)
        bare = line.text.rstrip(" :")
        if announces_list:
            kind = "mention" if is_mention(bare) else "sequence" if read_sequence(bare) else "title"
            self._label = _Heading(self._label_level(1), kind, bare)
            if (group := read_group(bare)) is not None and not group[2]:
                self.found.group_noun = self.found.group_noun or group[0]
                self._label = _Heading(self._label_level(1), "group", group[1])
        elif self._is_mention():
            self.found.left_out.append((line.row, _MENTION))
        elif not line.is_item and is_printed(line.text):
            return
        elif not line.is_item and label and is_mention(label):
            self.found.left_out.append((line.row, _MENTION))
        elif not line.is_item and value and self._says_place(line.text):
            return
        elif (group := read_group(line.text)) is not None:
            self.found.group_noun = self.found.group_noun or group[0]
            self._group = group[1]
            if group[2].startswith("(") or is_mention(split_label(group[2])[0]):
                self.found.left_out.append((line.row, _MENTION))  # « Table 3 (secrétaire : …) »
            elif group[2]:
                self._note(line.row, group[2])
        else:
            self._note(line.row, line.text)

    def _is_mention(self) -> bool:
        return any(heading.kind == "mention" for heading in self._headings)

    def _says_place(self, text: str) -> bool:
        """Take « Table : 3 », « Question posée : … » for what they say; tell whether they said it."""
        label, value = split_label(text)
        role = fact_role(label) if label and value else ""
        longest = {"group": 20, "sequence": 160, "question": 400}.get(role, 0)
        # « Question : » in the middle of notes is somebody's question.
        if len(value) > longest or (role == "question" and self.found.notes):
            return False
        self._place(label, value, role)
        return True

    def _place(self, header: str, value: str, role: str) -> None:
        if role == "group":
            said = read_group(value)
            self.found.group_noun = self.found.group_noun or group_noun_of(header)
            self._placed["group"] = said[1] if said else value
        elif role == "sequence":
            self._placed["sequence"] = value
        elif role == "question":
            self.found.question = self.found.question or value

    def _note(
        self,
        row: int,
        text: str,
        *,
        group: str = "",
        sequence: str = "",
        heading: str = "",
        details: tuple[tuple[str, str], ...] = (),
    ) -> None:
        groups = [found.text for found in self._headings if found.kind == "group"]
        titles = [found for found in self._headings if found.kind in ("title", "sequence")]
        named = next((found for found in reversed(titles) if found.kind == "sequence"), titles[0] if titles else None)
        others = [found.text for found in self._headings if found.kind in ("title", "sheet") and found is not named]
        self.found.notes.append(
            Note(
                row,
                text,
                group or self._group or (groups[-1] if groups else self._placed["group"]),
                sequence or (named.text if named else self._placed["sequence"]),
                " – ".join(filter(None, (*others, heading))),
                details,
            )
        )

    def _grid(self, grid: Grid) -> None:
        rows = [(number, cells) for number, cells in grid.rows if any(cells)]
        if self._is_mention():
            self.found.left_out.extend((number, _MENTION) for number, _ in rows)
            return
        if not rows:
            return
        first = [" ".join(cell) for cell in rows[0][1]]
        roles = [column_role(header) for header in first]
        if len(first) == 2 and self._pairs(rows):
            return
        known = sum(bool(role) for role in roles)
        if known and known >= len([header for header in first if header]) / 2:
            self._columns(first, list(roles), rows[1:])
            return
        has_header = grid.has_header or _looks_like_header(first, rows)
        for number, cells in rows[1:] if has_header else rows:
            for header, cell in zip(first, cells, strict=True):
                for text in cell:
                    self._note(number, text, heading=header if has_header else "")

    def _pairs(self, rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> bool:
        """Read a table of facts, a name and a value a line; tell whether it was one."""
        facts = [(number, " ".join(cells[0]), " ".join(cells[1])) for number, cells in rows]
        if is_facts_header(facts[0][1]):
            facts = facts[1:]
        elif not all(fact_role(name) for _, name, _ in facts) or column_role(facts[0][2]):
            return False  # of contributions, or a header over them
        for number, name, value in facts:
            role = fact_role(name)
            if role in ("group", "sequence", "question") and value:
                self._place(name, value, role)
            elif value:
                self.found.left_out.append((number, _MENTION))
        return True

    def _columns(self, headers: list[str], roles: list[str], rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> None:
        """Read a table whose header says what its columns are for."""
        has_text = any(role in ("text", "position") for role in roles)
        if not has_text and "mention" not in roles:
            for position, role in enumerate(roles):
                if role == "":  # of several columns, the unknown ones may hold what was said
                    roles[position] = "text"
                    has_text = True
        spread = {"group": "", "sequence": ""}
        for number, cells in rows:
            values = [" ".join(cell) for cell in cells]
            place = {role: value for role, value in zip(roles, values, strict=True) if role in spread and value}
            if not has_text:
                for header, role, value in zip(headers, roles, values, strict=True):
                    if value:
                        self._place(header, value, role)
                if any(role == "mention" and value for role, value in zip(roles, values, strict=True)):
                    self.found.left_out.append((number, _MENTION))
                continue
            spread |= place  # merged cells are said once, where they begin
            if spread["group"]:
                header = headers[roles.index("group")]
                self.found.group_noun = self.found.group_noun or group_noun_of(header)
            self._row(headers, roles, number, cells, spread)

    def _row(
        self, headers: list[str], roles: list[str], number: int, cells: tuple[Cell, ...], place: dict[str, str]
    ) -> None:
        of = list(zip(headers, roles, cells, strict=True))
        subject = " ".join(" ".join(cell) for _, role, cell in of if role == "subject")
        details = tuple((header, " ".join(cell)) for header, role, cell in of if role == "detail" and cell)
        said = read_group(place["group"]) if place["group"] else None
        group = said[1] if said else place["group"]
        several = sum(role == "text" for role in roles) > 1
        for header, role, cell in of:
            if role not in ("text", "position"):
                continue
            for text in cell:
                words = text
                if role == "position":
                    words = f"{header} ({subject}) : {text}" if subject else f"{header} : {text}"
                self._note(
                    number,
                    words,
                    group=group,
                    sequence=place["sequence"],
                    heading=header if several else "",
                    details=details,
                )
        if not any(cell for _, role, cell in of if role in ("text", "position")) and any(cells):
            if subject:
                self._note(number, subject, group=group, sequence=place["sequence"], details=details)
            else:
                self.found.left_out.append((number, "ligne de tableau sans texte"))


def _looks_like_header(first: Sequence[str], rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> bool:
    """Say whether a row of a table without mark is its header: short names over longer words."""
    if len(rows) < 2 or not all(first) or any(len(header.split()) > 5 for header in first):
        return False
    below = [" ".join(cell) for _, cells in rows[1:] for cell in cells if cell]
    return bool(below) and sum(map(len, below)) / len(below) > 1.5 * sum(map(len, first)) / len(first)
