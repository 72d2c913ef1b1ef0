"""What the method section of a note says of how it was made, gathered from the tables and the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from participation_lib.corpus.duplicates import Campaign
from participation_lib.schema import (
    TOOL,
    AddStatement,
    Agreement,
    AnswerFraming,
    Decision,
    DocumentAction,
    KeepWording,
    MergeStatements,
    OrderStatements,
    RefuseQuotation,
    RemoveStatement,
    RewriteStatement,
    SourceFile,
    Version,
)
from participation_lib.synthesis.controls import controls

__all__ = ["MethodFacts", "ReviewFacts", "WritingFacts", "writing_facts"]

_EDITS: Final[Mapping[type[Any], tuple[str, str]]] = {
    RewriteStatement: ("phrase réécrite", "phrases réécrites"),
    AddStatement: ("phrase ajoutée", "phrases ajoutées"),
    MergeStatements: ("réunion de phrases", "réunions de phrases"),
    RemoveStatement: ("phrase retirée", "phrases retirées"),
    OrderStatements: ("section réordonnée", "sections réordonnées"),
}


@dataclass(frozen=True)
class ReviewFacts:
    """What people did with the automatic grouping before the note was drafted.

    Attributes
    ----------
    n_by_tool
        Ideas that the tool moved by itself, after these decisions.
    n_disagreements, n_settled_ideas
        Disagreements with a second reader that were settled, and the ideas they bore on.
    agreements
        How far each second reader agreed with the first, before they talked.
    people
        Who decided; they are counted, never named.
    """

    n_decisions: int
    n_settled: int
    n_by_tool: int
    n_approved: int
    n_themes: int
    n_disagreements: int = 0
    n_settled_ideas: int = 0
    agreements: tuple[Agreement, ...] = ()
    people: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class WritingFacts:
    """What people did with the draft of one document.

    Attributes
    ----------
    edits
        (one, several, count) for each kind of edit.
    kept
        Name of the control and reason of each wording that was kept against it.
    refused
        Reason of each quotation that was refused.
    people
        Who decided; they are counted, never named.
    """

    n_decisions: int
    edits: tuple[tuple[str, str, int], ...]
    kept: tuple[tuple[str, str], ...]
    refused: tuple[str, ...]
    people: frozenset[str] = field(repr=False)

    @property
    def is_reread(self) -> bool:
        """Whether somebody touched a sentence."""
        return bool(self.edits or self.kept)


@dataclass(frozen=True)
class MethodFacts:
    """What the method section says of how the note was made, beside what the tables tell.

    Attributes
    ----------
    agreement
        How far the grouping is found again on parts of the data, 0 to 1.
    program, encoder
        Names and versions.
    n_themes_asked
        0 where their number was found in the data.
    codebook
        Name of the themes decided beforehand; "" where there were none.
    review, writing
        None where nobody decided anything, or where there is no dossier.
    service, readers
        Who answers for the document, and who read it, as the dossier says it.
    campaigns
        Texts that several contributions signed.
    provenance
        See `Provenance.told`.
    retention
        Last day the contributions are kept (ISO 8601), "" where nobody said.
    masked
        How many mentions are masked, by kind of mark.
    n_generalised
        How many are told in words that say less.
    """

    sources: tuple[SourceFile, ...]
    agreement: float
    n_replacements: int
    version: Version
    program: str
    encoder: str
    seed: int
    n_themes_asked: int = 0
    codebook: str = ""
    review: ReviewFacts | None = None
    writing: WritingFacts | None = None
    service: str = ""
    readers: str = ""
    provenance: str = ""
    retention: str = ""
    masked: tuple[tuple[str, int], ...] = ()
    n_generalised: int = 0
    campaigns: tuple[Campaign, ...] = ()

    @property
    def file_names(self) -> tuple[str, ...]:
        """The files that were read, with their meeting where there are several."""
        several = max((source.meeting for source in self.sources), default=0) > 1
        return tuple(
            f"{source.file_name} (séance {source.meeting})" if several and source.meeting else source.file_name
            for source in self.sources
        )


def writing_facts(standing: Iterable[Decision], document_id: str) -> WritingFacts | None:
    """Give what was decided about a document, None where nothing was.

    Parameters
    ----------
    standing
        Decisions of the log that stand; those of the review are passed over.
    """
    concerned = [
        decision
        for decision in standing
        if isinstance(decision.action, DocumentAction)
        and not isinstance(decision.action, AnswerFraming)
        and getattr(decision.action, "document_id", document_id) == document_id
        and decision.author != TOOL
    ]
    if not concerned:
        return None
    names = {control_id: control.name for control_id, control in controls().items()}
    edited = Counter(type(decision.action) for decision in concerned)
    # The same sentence rewritten twice is one rewritten sentence.
    edited[RewriteStatement] = len({d.action.statement_id for d in concerned if isinstance(d.action, RewriteStatement)})
    refused = {d.action.idea_id: d.reason for d in concerned if isinstance(d.action, RefuseQuotation)}
    return WritingFacts(
        n_decisions=len(concerned),
        edits=tuple((*words, edited[kind]) for kind, words in _EDITS.items() if edited[kind]),
        kept=tuple(
            (names.get(d.action.control, d.action.control), d.reason)
            for d in concerned
            if isinstance(d.action, KeepWording)
        ),
        refused=tuple(refused.values()),
        people=frozenset(decision.author for decision in concerned),
    )
