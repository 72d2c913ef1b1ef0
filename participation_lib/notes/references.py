"""References from sentences to contributions and back."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from participation_lib.corpus.statuses import reference_number
from participation_lib.notes.model import Inline, Link, Span, Text
from participation_lib.schema import Statement
from participation_lib.synthesis.drafting import DraftItem
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.wording import number, plural
from participation_lib.themes import labels

__all__ = ["References", "cells", "group_label"]

_SHOWN: Final = 5  # references given beside a sentence; the others are in the annex of sources


def group_label(evidence: Evidence, group: str) -> str:
    """Give « table 3 » for group 3 of a corpus of tables, the name of the group otherwise."""
    return labels.group_label(group, evidence.group_name)


def cells(*values: str) -> tuple[tuple[Inline, ...], ...]:
    """Give the cells of a row, in the tool's own words."""
    return tuple((Text(value),) for value in values)


class References:
    """Which statement refers to which contribution, kept while a note is laid out."""

    def __init__(self, evidence: Evidence, *, every_source: bool = True) -> None:
        self.evidence = evidence
        self.every_source = every_source
        self.contribution_of = dict(zip(evidence.ideas["idea_id"], evidence.ideas["contribution_id"], strict=True))
        self.cited_by: dict[str, list[str]] = defaultdict(list)
        self.with_sources: list[Statement] = []

    def contributions_of(self, statement: Statement) -> list[str]:
        """Contributions under a statement, those it quotes first."""
        quoted = [self.contribution_of[quotation.idea_id] for quotation in statement.quotations]
        rest = [self.contribution_of[idea_id] for idea_id in statement.idea_ids]
        return list(dict.fromkeys([*quoted, *rest]))

    def beside(self, statement: Statement) -> list[Text | Link]:
        """Give « [12, 37, 41 et 9 autres] », each number leading to the annex."""
        contributions = self.contributions_of(statement)
        n_shown = max(_SHOWN, len(statement.quotations))
        if len(contributions) > n_shown:
            n_shown = max(3, len(statement.quotations))
        parts: list[Text | Link] = [Text(" [", "small")]
        for position, contribution_id in enumerate(contributions[:n_shown]):
            if position:
                parts.append(Text(", ", "small"))
            shown = reference_number(contribution_id)
            parts.append(Link(contribution_id, shown, f"contribution {shown}"))
            self.cited_by[contribution_id].append(statement.statement_id)
        n_left = len(contributions) - n_shown
        if n_left > 0:
            said = f"et {number(n_left)} {plural(n_left, 'autre')}"
            parts.append(Text(" ", "small"))
            if not self.every_source:
                parts.append(Text(said, "small"))
            else:
                self.with_sources.append(statement)
                parts.append(
                    Link(f"s-{statement.statement_id}", said, f"toutes les sources de {statement.statement_id}")
                )
        parts.append(Text("]", "small"))
        return parts

    def words(self, statement: Statement) -> list[Text]:
        """Give a statement's text, its quotations kept to the letter."""
        parts: list[Text] = []
        rest = statement.text
        for quotation in statement.quotations:
            before, found, after = rest.partition(quotation.text)
            if not found:
                continue
            parts += [Text(before), Text(found, verbatim=True)]
            rest = after
        return [part for part in [*parts, Text(rest)] if part.content]

    def sentence(self, item: DraftItem) -> tuple[Inline, ...]:
        """Give a statement with its references, carrying its identifier."""
        statement = item.statement
        return (Span(statement.statement_id, (*self.words(statement), *self.beside(statement))),)
