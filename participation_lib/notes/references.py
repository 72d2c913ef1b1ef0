"""References from sentences to contributions and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from participation_lib.corpus.statuses import reference_number
from participation_lib.notes.model import Inline, Link, Span, Text
from participation_lib.schema import AuthoredText, Statement
from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.quoted import quoted_spans
from participation_lib.synthesis.wording import number, plural
from participation_lib.themes import labels

__all__ = ["References", "cells", "group_label"]

_SHOWN: Final = 5  # references given beside a sentence; the others are in the annex of sources


def group_label(evidence: Evidence, group: str) -> str:
    """Give « table 3 » for group 3 of a corpus of tables, the name of the group otherwise; "" where it is not told."""
    return "" if not evidence.tells_groups else labels.group_label(group, evidence.group_name)


def cells(*values: str) -> tuple[tuple[Inline, ...], ...]:
    """Give the cells of a row, in the tool's own words."""
    return tuple((Text(value),) for value in values)


class References:
    """Which statement refers to which contribution, kept while a note is laid out."""

    def __init__(
        self,
        evidence: Evidence,
        *,
        every_source: bool = True,
        has_annex: bool = True,
        shown: bool = True,
        signature: str = "",
        places: Mapping[str, str] | None = None,
    ) -> None:
        self.evidence = evidence
        self.every_source = every_source
        self.has_annex = has_annex
        self.shown = shown
        self.places = places or {}  # from a statement to what its place is called: « En bref 2 »
        self.signature = signature  # who answers for the words of the document's own voices
        self.contribution_of = dict(zip(evidence.ideas["idea_id"], evidence.ideas["contribution_id"], strict=True))
        self.cited_by: dict[str, list[str]] = defaultdict(list)
        self.with_sources: list[Statement] = []

    def place(self, statement_id: str) -> str:
        """Give what the place of a statement is called."""
        return self.places.get(statement_id, statement_id)

    def contributions_of(self, statement: Statement) -> list[str]:
        """Contributions under a statement, those it quotes first."""
        quoted = [self.contribution_of[quotation.idea_id] for quotation in statement.quotations]
        rest = [self.contribution_of[idea_id] for idea_id in statement.idea_ids]
        return list(dict.fromkeys([*quoted, *rest]))

    def to(self, contribution_id: str, statement: Statement, content: str, label: str = "") -> Text | Link:
        """Refer to a contribution: a link where there is an annex, its number alone where there is none."""
        self.cited_by[contribution_id].append(statement.statement_id)
        return Link(contribution_id, content, label) if self.has_annex else Text(content, "small")

    def beside(self, statement: Statement) -> list[Text | Link]:
        """Give « [12, 37, 41 et 9 autres] », each number leading to the annex."""
        if not self.shown:
            return []
        contributions = self.contributions_of(statement)
        n_shown = max(_SHOWN, len(statement.quotations))
        if len(contributions) > n_shown:
            n_shown = max(3, len(statement.quotations))
        parts: list[Text | Link] = [Text(" [", "small")]
        for position, contribution_id in enumerate(contributions[:n_shown]):
            if position:
                parts.append(Text(", ", "small"))
            shown = reference_number(contribution_id)
            parts.append(self.to(contribution_id, statement, shown, f"contribution {shown}"))
        n_left = len(contributions) - n_shown
        if n_left > 0:
            said = f"et {number(n_left)} {plural(n_left, 'autre')}"
            parts.append(Text(" ", "small"))
            if not self.every_source:
                parts.append(Text(said, "small"))
            else:
                self.with_sources.append(statement)
                parts.append(Link(f"s-{statement.statement_id}", said, f"toutes les sources de la phrase : {said}"))
        parts.append(Text("]", "small"))
        return parts

    @staticmethod
    def words(statement: Statement) -> list[Text]:
        """Give a statement's text, its quotations kept to the letter."""
        text, last = statement.text, 0
        parts: list[Text] = []
        for start, end in quoted_spans(text, [quotation.text for quotation in statement.quotations]):
            parts += [Text(text[last:start]), Text(text[start:end], verbatim=True)]
            last = end
        return [part for part in [*parts, Text(text[last:])] if part.content]

    def sentence(self, item: DraftItem) -> tuple[Inline, ...]:
        """Give a statement with its references, carrying its identifier."""
        statement = item.statement
        if isinstance(statement, AuthoredText):
            return (Span(statement.statement_id, (Text(statement.text),)),)
        return (Span(statement.statement_id, (*self.words(statement), *self.beside(statement))),)
