"""What people decided about documents, gathered from the log: facts, quotations, debates, answers, edits, settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from participation_lib.schema import (
    AddStatement,
    AimAtLength,
    AnswerQuestion,
    ChooseInclusiveWriting,
    Decision,
    GiveFact,
    InclusiveWriting,
    JudgeCampaign,
    JudgeDebate,
    KeepWording,
    LeaveOpen,
    MergeStatements,
    OrderStatements,
    PinQuotation,
    RefuseQuotation,
    RemoveStatement,
    RewriteStatement,
)

__all__ = ["Choices", "Kept"]

_Edit = RewriteStatement | RemoveStatement | OrderStatements | MergeStatements | AddStatement


@dataclass(frozen=True)
class Kept:
    """Words kept although a control had flagged them."""

    control: str
    words: str
    author: str
    reason: str


@dataclass(frozen=True)
class Choices:
    """Decisions about documents that stand.

    Attributes
    ----------
    facts
        Value of each fact that was given.
    pinned
        Ideas to quote, in the order they were chosen.
    refused
        Ideas never to quote, with the reason.
    debates
        From a debate that was judged to whether it stands.
    signs
        From a contribution to whether it signs the common text it takes up.
    answers
        From a question to what was answered.
    edits
        From a document to its edits, in order.
    left_open
        (document, section) pairs knowingly left « à compléter ».
    kept
        From (document, statement) to the words kept in it.
    inclusive
        How people of all genders are named.
    lengths
        From a document to the words aimed at, at least and at most, where its plan is not followed.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    pinned: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    debates: Mapping[str, bool] = field(default_factory=dict)
    signs: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, AnswerQuestion] = field(default_factory=dict)
    edits: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    left_open: frozenset[tuple[str, str]] = frozenset()
    kept: Mapping[tuple[str, str], tuple[Kept, ...]] = field(default_factory=dict)
    inclusive: InclusiveWriting = InclusiveWriting.EPICENE
    lengths: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, standing: Iterable[Decision]) -> Choices:
        """Give the choices of decisions that stand, in their order; those of the review are passed over."""
        facts: dict[str, str] = {}
        pinned: dict[str, None] = {}
        refused: dict[str, str] = {}
        debates: dict[str, bool] = {}
        signs: dict[str, bool] = {}
        answers: dict[str, AnswerQuestion] = {}
        edits: dict[str, list[Decision]] = defaultdict(list)
        left_open: set[tuple[str, str]] = set()
        kept: dict[tuple[str, str], list[Kept]] = defaultdict(list)
        inclusive = InclusiveWriting.EPICENE
        lengths: dict[str, tuple[int, int]] = {}
        for decision in standing:
            action = decision.action
            if isinstance(action, GiveFact):
                value = action.value.strip()
                facts.pop(action.name, None)
                if value:
                    facts[action.name] = value
            elif isinstance(action, PinQuotation):
                refused.pop(action.idea_id, None)
                pinned[action.idea_id] = None
            elif isinstance(action, RefuseQuotation):
                pinned.pop(action.idea_id, None)
                refused[action.idea_id] = decision.reason
            elif isinstance(action, JudgeDebate):
                debates[action.debate_id] = action.stands
            elif isinstance(action, JudgeCampaign):
                signs |= dict.fromkeys(action.contribution_ids, action.sign)
            elif isinstance(action, AnswerQuestion):
                answers[action.idea_id] = action
            elif isinstance(action, LeaveOpen):
                section = (action.document_id, action.section_id)
                if action.left_open:
                    left_open.add(section)
                else:
                    left_open.discard(section)
            elif isinstance(action, KeepWording):
                kept[action.document_id, action.statement_id].append(
                    Kept(action.control, action.words, decision.author, decision.reason)
                )
            elif isinstance(action, ChooseInclusiveWriting):
                inclusive = action.inclusive
            elif isinstance(action, AimAtLength):
                lengths.pop(action.document_id, None)
                if action.most:
                    lengths[action.document_id] = (action.least, action.most)
            elif isinstance(action, _Edit):
                edits[action.document_id].append(decision)
        return cls(
            facts=facts,
            pinned=tuple(pinned),
            refused=refused,
            debates=debates,
            signs=signs,
            answers=answers,
            edits={name: tuple(found) for name, found in edits.items()},
            left_open=frozenset(left_open),
            kept={key: tuple(found) for key, found in kept.items()},
            inclusive=inclusive,
            lengths=lengths,
        )
