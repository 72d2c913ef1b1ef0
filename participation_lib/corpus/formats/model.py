"""What goes in and out of a reader: a table of strings, then what each of its columns is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

__all__ = ["Choice", "Field", "Format", "Layout", "OpenQuestion", "Part", "Role", "Table", "cells_of"]


class Role(StrEnum):
    """What becomes of a column; values are the words she reads."""

    TEXT = "texte"
    QUESTION = "question"
    GROUP = "groupe"
    SEQUENCE = "séquence"
    AUTHOR = "auteur"
    CHANNEL = "canal"
    THEME = "thème déclaré"
    DATE = "date"
    VOTES = "votes"
    STANCE = "position"
    REFERENCE = "référence"
    REPLY = "réponse à"
    KIND = "sorte de ligne"
    VARIABLE = "réponse fermée"
    REFUSED = "refusée"
    PERSONAL = "personnelle"
    TECHNICAL = "technique"
    UNUSED = "non utilisée"

    @property
    def enters(self) -> bool:
        """Whether something of the column is kept; of an author, a token only."""
        return self not in (Role.REFUSED, Role.PERSONAL, Role.TECHNICAL, Role.UNUSED)


@dataclass(frozen=True)
class Table:
    """The cells of a file as strings, before anything is known of their meaning.

    Attributes
    ----------
    columns
        From the name of a column to its cells, one a record, in the order of the file.
    rows
        Number of each record in its file, the header being 1 (the sheet's row for a workbook).
    encoding, separator
        As said to the user; "" where the container has none.
    sheet
        Of a workbook of which several are read; else "".
    """

    file_name: str
    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    container: str
    encoding: str = ""
    separator: str = ""
    remarks: tuple[str, ...] = ()
    sheet: str = ""

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Choice:
    """What the user corrects in a file; by default, all is recognised.

    Attributes
    ----------
    text_columns
        Columns of contributions; of several, each is an open question.
    group_column, question_column
        Columns of groups and of the question each row answers; None to have them
        recognised, "" for none.
    refused
        Columns that must not enter, whatever they hold.
    """

    text_columns: tuple[str, ...] = ()
    group_column: str | None = None
    question_column: str | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """Cells of a column, or worked out from several: one a row of the table.

    A field without cells says nothing of any row.
    """

    columns: tuple[str, ...] = ()
    cells: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.cells)


def cells_of(table: Table, column: str) -> Field:
    """Give a column as a field, without copying it; nothing where it is not there."""
    return Field((column,), table.columns[column]) if column in table.columns else Field()


@dataclass(frozen=True)
class OpenQuestion:
    """Texts that answer one question; `asked` is "" where the file does not say it."""

    texts: Field
    asked: str = ""


@dataclass(frozen=True)
class Part:
    """Rows of one kind, and where to find what they say.

    Attributes
    ----------
    questions
        Each answer that is not blank is a contribution. A row that answers none is one
        blank contribution, so that it is counted.
    rows
        Positions in the table; None for those that the layout does not set apart.
    author_space
        Where an identifier means the same person: « decidim », a folded header; "" for
        this file alone.
    rich
        Whether texts were written in an editor that gives HTML.
    one_row_one_person
        Whether each row is a person's whole answer, where nothing identifies authors.
    """

    questions: tuple[OpenQuestion, ...]
    rows: Sequence[int] | None = None
    group: Field = Field()
    group_name: str = ""
    sequence: Field = Field()
    author: Field = Field()
    author_space: str = ""
    question: Field = Field()
    channel: Field = Field()
    declared_theme: Field = Field()
    date: Field = Field()
    stance: Field = Field()
    reference: Field = Field()
    reply_to: Field = Field()
    votes: tuple[tuple[str, Field], ...] = ()
    variables: tuple[tuple[str, Field], ...] = ()
    rich: bool = False
    one_row_one_person: bool = False


@dataclass(frozen=True)
class Layout:
    """What a reader found in a table: nothing of it is copied before somebody agreed.

    Attributes
    ----------
    name, kind, noun, detail
        The line that is said: « name — kind, 12 nouns, detail ».
    parts
        None where the table holds no contribution: each row is then set apart.
    set_apart
        From the position of a row that is no contribution to the reason, in French.
    votes
        Counted here for the contributions of another file, by their reference.
    used
        Columns that said what each row is, or were counted: they enter nowhere by themselves.
    topic
        The question asked in the whole file, "" where none is said. In a table without
        contributions, that of the other tables of the same export.
    why_none
        A French sentence, where there is no contribution: what the table holds instead.
    """

    name: str
    kind: str = ""
    noun: str = "contribution"
    detail: str = ""
    parts: tuple[Part, ...] = ()
    set_apart: Mapping[int, str] = field(default_factory=dict)
    votes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    used: tuple[str, ...] = ()
    topic: str = ""
    why_none: str = ""
    remarks: tuple[str, ...] = ()


class Format(Protocol):
    """A reader. They are tried in order; the first that recognises a table reads it."""

    def recognises(self, table: Table) -> bool:
        """Say whether this table is of the format, from its headers and some cells."""
        ...

    def layout(self, table: Table) -> Layout:
        """Say what the columns and rows of a table of the format are for."""
        ...
