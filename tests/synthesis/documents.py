"""Drafting documents of a small corpus with decisions made up in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation_lib.schema import Decision, DocumentAction
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.draft import Draft, DraftItem, DraftSection
from participation_lib.synthesis.drafting import draft_document
from participation_lib.synthesis.plans import plan_named

if TYPE_CHECKING:
    from conftest import Run


def decided(*actions: DocumentAction | tuple[DocumentAction, str], author: str = "Awa") -> tuple[Decision, ...]:
    """Give the decisions of somebody, each with its reason where one is given."""
    given = [action if isinstance(action, tuple) else (action, "") for action in actions]
    return tuple(
        Decision(number, "2026-03-14T09:30:00+01:00", author, action, reason)
        for number, (action, reason) in enumerate(given, start=1)
    )


def drafted(run: Run, document_id: str, *actions: DocumentAction | tuple[DocumentAction, str]) -> Draft:
    """Give a document after some decisions."""
    choices = Choices.of(decided(*actions))
    return draft_document(plan_named(document_id), run.synthesis.evidence, run.synthesis.material.words, choices)


def section_of(draft: Draft, section_id: str) -> DraftSection:
    """Give a section."""
    return next(section for section in draft.sections if section.section_id == section_id)


def item_of(draft: Draft, statement_id: str) -> DraftItem:
    """Give a sentence."""
    return next(item for item in draft.items if item.statement.statement_id == statement_id)


def names_of(draft: Draft, section_id: str) -> list[str]:
    """Give the identifiers of the sentences of a section, in order."""
    return [item.statement.statement_id for item in section_of(draft, section_id).items]
