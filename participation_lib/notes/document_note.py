"""Laying out a drafted document as a note: sections, separate voices, references to the annex and back.

Every sentence is a statement of the draft and keeps its identifier as an anchor; what
participants said, what services answer and what the City commits to never share a block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from participation_lib.corpus.statuses import reference_number
from participation_lib.notes.annex import annex_blocks
from participation_lib.notes.exhibits import exhibit_blocks, theme_anchor
from participation_lib.notes.method_facts import MethodFacts
from participation_lib.notes.model import (
    Block,
    BulletList,
    Heading,
    Inline,
    Link,
    Note,
    Notice,
    NoticeKind,
    Paragraph,
    Quote,
    Span,
    Table,
    Text,
)
from participation_lib.notes.references import References, cells, group_label
from participation_lib.schema import AuthoredText, Statement, Voice
from participation_lib.synthesis.draft import Draft, DraftItem, DraftSection
from participation_lib.synthesis.evidence import Evidence

__all__ = ["build_document_note"]

_BRIEF: Final = ("en_bref", "resume")
_FRAMES: Final[Mapping[Voice, NoticeKind]] = {
    Voice.SERVICES: "services",
    Voice.CITY: "commitment",
    Voice.FACILITATOR: "facilitator",
}


def _source(references: References, statement: Statement, contribution_id: str) -> Iterator[Text | Link]:
    row = references.evidence.contributions.set_index("contribution_id").loc[contribution_id]
    group = group_label(references.evidence, str(row["group"]))
    if group:
        yield Text(f"{group}, ")
    yield references.to(contribution_id, statement, f"contribution {reference_number(contribution_id)}")


def _goes_on(first: DraftItem, item: DraftItem) -> bool:
    """Tell whether an item is laid out with the run before it: a list, a table, the words of one voice."""
    one, other = first.statement, item.statement
    if isinstance(one, AuthoredText) or isinstance(other, AuthoredText):
        return (
            isinstance(one, AuthoredText)
            and isinstance(other, AuthoredText)
            and (one.voice, one.author) == (other.voice, other.author)
        )
    return first.form == item.form != "sentence" and not item.lead


def _item_blocks(references: References, section: DraftSection) -> Iterator[Block]:
    runs: list[list[DraftItem]] = []
    for item in section.items:
        if runs and _goes_on(runs[-1][0], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    for run in runs:
        yield from _run_blocks(references, section, run)


def _lead(item: DraftItem) -> tuple[Inline, ...]:
    """Give the fixed wording that announces a sentence."""
    return (Text(f"{item.lead}. ", "strong"),) if item.lead else ()


def _run_blocks(references: References, section: DraftSection, run: Sequence[DraftItem]) -> Iterator[Block]:
    first = run[0]
    if isinstance(first.statement, AuthoredText):
        yield _framed(references, run)
        return
    if first.form == "sentence":
        yield Paragraph((*_lead(first), *references.sentence(first)))
        return
    if first.lead:
        yield Paragraph((Text(f"{first.lead}.", "strong"),))
    if first.form == "listed":
        yield BulletList(tuple(references.sentence(item) for item in run))
    elif first.form == "row":
        yield _rows_table(references, section, run)
    else:
        for item in run:
            statement = item.statement
            if not isinstance(statement, Statement):
                continue
            contribution_id = references.contributions_of(statement)[0]
            yield Quote(
                statement.quotations[0].text,
                tuple(_source(references, statement, contribution_id)),
                statement.statement_id,
            )


def _rows_table(references: References, section: DraftSection, run: Sequence[DraftItem]) -> Table:
    n_columns = len(section.columns)
    widths = {2: (0.8, 0.2), 3: (0.5, 0.32, 0.18), 4: (0.52, 0.26, 0.1, 0.12)}.get(n_columns, ())
    align: list[Literal["left", "right"]] = ["left"] * n_columns
    for rank in range(1, n_columns):
        if all(item.cells[rank - 1].replace("\u202f", "").isdecimal() for item in run):
            align[rank] = "right"
    return Table(
        section.heading,
        section.columns,
        tuple((references.sentence(item), *cells(*item.cells)) for item in run),
        tuple(align),
        widths,
    )


def _framed(references: References, run: Sequence[DraftItem]) -> Notice:
    """Give the words of a service, of the City or of whoever animates, in a frame that says who speaks."""
    texts = [item.statement for item in run if isinstance(item.statement, AuthoredText)]
    paragraphs: list[Block] = [Paragraph((Span(text.statement_id, (Text(text.text),)),)) for text in texts]
    if references.signature or texts[0].author:
        paragraphs.append(Paragraph((Text(f"— {references.signature or texts[0].author}", "small"),)))
    return Notice(tuple(paragraphs), _FRAMES[texts[0].voice])


def _section_blocks(
    references: References, section: DraftSection, draft: Draft, facts: MethodFacts, told: frozenset[str]
) -> Iterator[Block]:
    if section.facts:
        yield Table(
            "Repères", ("Élément", "Précision"), tuple(cells(*fact) for fact in section.facts), (), (0.35, 0.65)
        )
    if section.sentences:
        paragraphs = tuple(Paragraph((Text(sentence),)) for sentence in section.sentences)
        if section.voice in (Voice.SERVICES, Voice.CITY):
            yield Notice(paragraphs, _FRAMES[section.voice])
        else:
            yield from paragraphs
    for content in section.exhibits:
        if content.name != "methode":
            yield from exhibit_blocks(content, references.evidence, facts, told)
    if len(section.items) > 1 and section.section_id in _BRIEF:
        yield BulletList(tuple((*_lead(item), *references.sentence(item)) for item in section.items))
    else:
        yield from _item_blocks(references, section)
    if section.silence:
        yield Paragraph((Text(section.silence),))
    if any(part.section_id == section.section_id for part in draft.to_fill) or (
        section.left_open and not any(part.is_filled for part in draft.parts_of(section.section_id))
    ):
        yield Notice((Paragraph((Text(section.prompt or section.purpose),)),), "to_complete")
    for content in section.exhibits:
        if content.name == "methode":
            yield from exhibit_blocks(content, references.evidence, facts, told)


def _is_shown(draft: Draft, section: DraftSection) -> bool:
    """Leave out a section that need not be there and says nothing."""
    parts = draft.parts_of(section.section_id)
    return section.level > 1 or section.mandatory or section.left_open or any(part.is_filled for part in parts)


def build_document_note(draft: Draft, evidence: Evidence, facts: MethodFacts, *, full_annex: bool = True) -> Note:
    """Give the note of a drafted document, ready to be exported to any format.

    Parameters
    ----------
    full_annex
        False to leave out of the annex the contributions that no sentence names, for
        corpora so large that no word processor would open them all.
    """
    plan = draft.plan
    references = References(
        evidence,
        every_source=full_annex and plan.annex == "complete",
        has_annex=plan.annex != "aucune",
        shown=plan.references,
        signature=facts.service,
        places={
            item.statement.statement_id: f"{section.heading} {rank}"
            for section in draft.sections
            for rank, item in enumerate(section.items, start=1)
        },
    )
    told = frozenset(section.theme_id for section in draft.sections if section.theme_id)
    blocks: list[Block] = []
    for section in draft.sections:
        if not _is_shown(draft, section):
            continue
        name = theme_anchor(section.theme_id) if section.theme_id else section.section_id.replace("_", "-")
        blocks.append(Heading(section.level, section.heading, name))
        blocks.extend(_section_blocks(references, section, draft, facts, told))
    if plan.annex != "aucune":
        blocks.extend(annex_blocks(references, facts))
    subtitle = draft.title or " ".join(evidence.question.split())[:300] or " ; ".join(facts.file_names)
    return Note(plan.heading, subtitle, tuple(blocks), tuple(theme.label for theme in evidence.themes[:8]))
