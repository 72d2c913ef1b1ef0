"""Applying a person's edits to a document that was just computed again.

Her sentences are kept whatever becomes of the themes; the computed ones follow. Where the
evidence under a sentence of hers is not what it was, it says so, with both versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from participation_lib.schema import (
    AddStatement,
    AuthoredText,
    Decision,
    MergeStatements,
    OrderStatements,
    Origin,
    Quotation,
    RemoveStatement,
    RewriteStatement,
    Statement,
    Voice,
)
from participation_lib.synthesis.draft import DraftItem, DraftSection, Edited, Removed
from participation_lib.synthesis.evidence import Evidence, Idea

__all__ = ["LONGEST_TEXT", "apply_edits", "quotations_in", "quoted_parts", "tidy"]

LONGEST_TEXT: Final = 2_000  # code points of one sentence
_QUOTED: Final = re.compile(r"«\s*([^«»]*?)\s*»")
_CUT: Final = re.compile(r"\s*(?:\[…\]|\[\.\.\.\])\s*$")


def tidy(text: str) -> str:
    r"""Give a sentence on one line, without spaces around it.

    >>> tidy(" Une  phrase\n sur deux lignes. ")
    'Une phrase sur deux lignes.'
    """
    return " ".join(text.split())[:LONGEST_TEXT]


def quoted_parts(text: str) -> tuple[str, ...]:
    """Give what stands between « and », a final « […] » left out.

    >>> quoted_parts("Deux idées : « plus d'arbres » ; « du calme […] ».")
    ("plus d'arbres", 'du calme')
    """
    return tuple(_CUT.sub("", found) for found in _QUOTED.findall(text))


def quotations_in(text: str, ideas: Iterable[Idea]) -> tuple[Quotation, ...]:
    """Give the exact quotations of ideas that a text holds between guillemets.

    What is between guillemets and is no idea's words (a theme's name, an invented
    quotation) is left out: the gate tells one from the other.
    """
    known = list(ideas)
    found: list[Quotation] = []
    for part in quoted_parts(text):
        idea = next((idea for idea in known if part and part in idea.text), None)
        if idea is not None:
            found.append(Quotation(idea.idea_id, part))
    return tuple(found)


@dataclass
class _Page:
    """The sections of a document while edits are applied one after the other."""

    sections: list[DraftSection]
    evidence: Evidence
    removed: dict[str, Removed]

    def __post_init__(self) -> None:
        self.ideas = {idea.idea_id: idea for idea in self.evidence.all_ideas}
        self.items = [list(section.items) for section in self.sections]

    def find(self, statement_id: str) -> tuple[int, int] | None:
        for rank, items in enumerate(self.items):
            for position, item in enumerate(items):
                if item.statement.statement_id == statement_id:
                    return rank, position
        return None

    def rank_of(self, section_id: str) -> int | None:
        """Give the place of a section; where a theme's part is gone, that of the section that held it."""
        for rank, section in enumerate(self.sections):
            if section.section_id == section_id:
                return rank
        if section_id.startswith("theme."):
            parts = [rank for rank, section in enumerate(self.sections) if section.theme_id]
            return parts[0] - 1 if parts and parts[0] else None
        return None

    def words(
        self, statement_id: str, section_id: str, text: str, idea_ids: Sequence[str], author: str, voice: Voice
    ) -> Statement | AuthoredText:
        """Give a person's sentence on the ideas that are still there, or as her own words where none is."""
        kept = [self.ideas[idea_id] for idea_id in dict.fromkeys(idea_ids) if idea_id in self.ideas]
        if not kept:
            own = voice if voice is not Voice.PARTICIPANTS else Voice.FACILITATOR
            return AuthoredText(statement_id, section_id, tidy(text), author, own)
        return Statement(
            statement_id=statement_id,
            section=section_id,
            text=tidy(text),
            origin=Origin.PERSON,
            idea_ids=tuple(idea.idea_id for idea in kept),
            counts=self.evidence.counts(kept),
            quotations=quotations_in(tidy(text), kept),
        )

    def rewrite(self, action: RewriteStatement, author: str) -> None:
        place = self.find(action.statement_id)
        if place is None:
            self._keep_orphan(action, author)
            return
        item = self.items[place[0]][place[1]]
        now = item.evidence.idea_ids if item.evidence else ()
        computed = item.edited.computed if item.edited else item.statement.text
        own = item.edited is not None and not item.edited.computed  # a sentence she added or merged
        voice = item.statement.voice if isinstance(item.statement, AuthoredText) else Voice.PARTICIPANTS
        statement = self.words(
            action.statement_id, item.statement.section, action.text, now or action.idea_ids, author, voice
        )
        changed = not own and (computed != action.basis or set(now) != set(action.idea_ids))
        edited = Edited(author, action.basis, "" if own else computed, changed)
        # A quotation that was rewritten is a sentence: only exact words are shown as words.
        form = "sentence" if item.form == "verbatim" else item.form
        self.items[place[0]][place[1]] = replace(item, statement=statement, edited=edited, form=form)

    def _keep_orphan(self, action: RewriteStatement, author: str) -> None:
        rank = self.rank_of(action.section_id)
        if rank is None or action.statement_id in self.removed:
            return
        statement = self.words(
            action.statement_id,
            self.sections[rank].section_id,
            action.text,
            action.idea_ids,
            author,
            self.sections[rank].voice,
        )
        self.items[rank].append(DraftItem(statement, edited=Edited(author, action.basis, "", True)))

    def remove(self, action: RemoveStatement, decision: Decision) -> None:
        place = self.find(action.statement_id)
        if place is not None:
            item = self.items[place[0]].pop(place[1])
            self.removed[action.statement_id] = Removed(
                action.statement_id,
                self.sections[place[0]].section_id,
                item.statement.text,
                decision.author,
                decision.reason,
            )

    def merge(self, action: MergeStatements, author: str) -> None:
        if action.new_id not in action.statement_ids and self.find(action.new_id) is not None:
            return
        places = [place for name in dict.fromkeys(action.statement_ids) if (place := self.find(name))]
        members = [self.items[rank][position] for rank, position in places]
        now = [idea_id for member in members if member.evidence for idea_id in member.evidence.idea_ids]
        for place in sorted(places, reverse=True):
            self.items[place[0]].pop(place[1])
        first = places[0] if places else None
        rank = first[0] if first else self.rank_of(action.section_id)
        if rank is None:
            return
        voice = self.sections[rank].voice
        section_id = self.sections[rank].section_id
        statement = self.words(action.new_id, section_id, action.text, now or action.idea_ids, author, voice)
        computed = " ".join(member.statement.text for member in members)
        changed = set(now) != set(action.idea_ids)
        item = DraftItem(statement, edited=Edited(author, "", computed if changed else "", changed))
        self.items[rank].insert(first[1] if first else len(self.items[rank]), item)

    def add(self, action: AddStatement, author: str) -> None:
        rank = self.rank_of(action.section_id)
        if rank is None or self.find(action.new_id) is not None:
            return
        section_id = self.sections[rank].section_id
        statement = self.words(action.new_id, section_id, action.text, action.idea_ids, author, action.voice)
        lost = bool(action.idea_ids) and (
            not isinstance(statement, Statement) or set(statement.idea_ids) != set(action.idea_ids)
        )
        self.items[rank].append(DraftItem(statement, edited=Edited(author, "", "", lost)))

    def order(self, action: OrderStatements) -> None:
        rank = self.rank_of(action.section_id)
        if rank is None:
            return
        wanted = {name: position for position, name in enumerate(action.statement_ids)}
        placed: list[tuple[tuple[int, int], DraftItem]] = []
        after, step = -1, 0
        for item in self.items[rank]:
            position = wanted.get(item.statement.statement_id)
            if position is None:  # new since: it stays after the one it followed
                step += 1
            else:
                after, step = position, 0
            placed.append(((after, step), item))
        self.items[rank] = [item for _, item in sorted(placed, key=lambda pair: pair[0])]


def apply_edits(
    sections: Sequence[DraftSection], edits: Sequence[Decision], evidence: Evidence
) -> tuple[list[DraftSection], tuple[Removed, ...]]:
    """Give the sections after a person's edits, and what she left out.

    Parameters
    ----------
    edits
        Decisions about this document that stand, in order.
    """
    page = _Page(list(sections), evidence, {})
    for decision in edits:
        action = decision.action
        if isinstance(action, RewriteStatement):
            page.rewrite(action, decision.author)
        elif isinstance(action, RemoveStatement):
            page.remove(action, decision)
        elif isinstance(action, MergeStatements):
            page.merge(action, decision.author)
        elif isinstance(action, AddStatement):
            page.add(action, decision.author)
        elif isinstance(action, OrderStatements):
            page.order(action)
    edited = [replace(section, items=tuple(items)) for section, items in zip(page.sections, page.items, strict=True)]
    return edited, tuple(page.removed.values())
