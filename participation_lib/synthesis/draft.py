"""A document before layout: sections, their statements, and what is still to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from participation_lib.schema import AuthoredText, Statement, Voice
from participation_lib.synthesis.plans import Plan, SectionContent

__all__ = ["Draft", "DraftItem", "DraftSection", "Edited", "Form", "Removed"]

Form = Literal["sentence", "listed", "verbatim", "row"]


@dataclass(frozen=True)
class Edited:
    """What a person put her words in place of.

    Attributes
    ----------
    basis
        What the tool said when she wrote; "" for a sentence she added.
    computed
        What it says now; "" where it has nothing to say any more.
    changed
        The evidence under her sentence is not what it was when she wrote.
    """

    author: str
    basis: str
    computed: str
    changed: bool


@dataclass(frozen=True)
class DraftItem:
    """A statement and how it is laid out.

    Attributes
    ----------
    lead
        Fixed wording that announces it.
    cells
        Of a row: what stands beside the statement, as many as its section has columns, less one.
    edited
        None for a computed statement.
    """

    statement: Statement | AuthoredText
    form: Form = "sentence"
    lead: str = ""
    cells: tuple[str, ...] = ()
    edited: Edited | None = None

    @property
    def evidence(self) -> Statement | None:
        """The statement, where it rests on ideas."""
        return self.statement if isinstance(self.statement, Statement) else None


@dataclass(frozen=True)
class Removed:
    """A sentence left out of a document, by whom and why."""

    statement_id: str
    section_id: str
    text: str
    author: str
    reason: str


@dataclass(frozen=True)
class DraftSection:
    """A titled part of a draft.

    Attributes
    ----------
    theme_id
        Empty for parts that are not a theme.
    level
        1, or 2 for a part of the section before it.
    exhibits
        Tables, figures and fixed wording laid out from the tables.
    facts
        (label, value) pairs shown in a table.
    sentences
        Fixed sentences whose facts are known.
    columns
        Headers of the table its rows make.
    silence
        What to say where its rules found nothing; "" where nothing need be said.
    missing
        Names of the facts it asks for that nobody gave.
    """

    section_id: str
    heading: str
    items: tuple[DraftItem, ...]
    theme_id: str = ""
    level: int = 1
    voice: Voice = Voice.PARTICIPANTS
    purpose: str = ""
    exhibits: tuple[SectionContent, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    silence: str = ""
    missing: tuple[str, ...] = ()
    mandatory: bool = False
    left_open: bool = False
    prompt: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether it says something, be it that nothing was said."""
        return bool(self.items or self.exhibits or self.facts or self.sentences or self.silence)


@dataclass(frozen=True)
class Draft:
    """A document before layout: its sections in reading order, and what was left out of it.

    Attributes
    ----------
    subjects
        What the objects of debates are called in it: names between guillemets that nobody said.
    """

    plan: Plan
    sections: tuple[DraftSection, ...]
    removed: tuple[Removed, ...] = ()
    title: str = ""
    subjects: tuple[str, ...] = ()

    @property
    def items(self) -> Iterator[DraftItem]:
        """Every item, in reading order."""
        return (item for section in self.sections for item in section.items)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement that rests on ideas, in reading order."""
        return tuple(item.statement for item in self.items if isinstance(item.statement, Statement))

    def parts_of(self, section_id: str) -> tuple[DraftSection, ...]:
        """Give a section and the parts that belong to it."""
        found: list[DraftSection] = []
        for section in self.sections:
            if section.section_id == section_id:
                found.append(section)
            elif found:
                if section.level == 1:
                    break
                found.append(section)
        return tuple(found)

    @property
    def to_fill(self) -> tuple[DraftSection, ...]:
        """Mandatory sections that say nothing, and that nobody left open knowingly."""
        return tuple(
            section
            for section in self.sections
            if section.mandatory
            and not section.left_open
            and not any(part.is_filled for part in self.parts_of(section.section_id))
        )
