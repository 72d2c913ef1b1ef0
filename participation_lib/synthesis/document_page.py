"""A document as it is written on screen: plain rows, nothing left to compute by whoever shows them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from participation_lib.corpus.statuses import reference_number
from participation_lib.schema import AuthoredText, Statement, Voice
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.disagreement import Debate
from participation_lib.synthesis.draft import Draft, DraftItem, DraftSection, Form
from participation_lib.synthesis.drafter import debate_name, judgement_of
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.gate import Finding
from participation_lib.synthesis.plans import facts
from participation_lib.synthesis.wording import number, plural
from participation_lib.themes.labels import group_label

__all__ = [
    "DebateRow",
    "DocumentPage",
    "FactField",
    "PageRemark",
    "PageSection",
    "PageSentence",
    "SourceRow",
    "document_page",
    "sources_of",
]

_WORDS_A_MINUTE: Final = 200  # reading silently, an ordinary pace in French
_VOICES: Final[Mapping[Voice, str]] = {
    Voice.PARTICIPANTS: "Ce que disent les participants",
    Voice.SERVICES: "Ce que répondent les services",
    Voice.CITY: "Ce à quoi la Ville s'engage",
    Voice.FACILITATOR: "Mot de l'animation",
}


@dataclass(frozen=True)
class FactField:
    """A fact a section asks for, and its value ("" when unknown)."""

    name: str
    label: str
    hint: str
    form: str
    value: str


@dataclass(frozen=True)
class PageRemark:
    """Something to mend in a sentence; of a wording, which control, which words and what could stand there."""

    message: str
    blocking: bool
    control: str = ""
    words: str = field(default="", repr=False)
    suggestion: str = field(default="", repr=False)


@dataclass(frozen=True)
class PageSentence:
    """A sentence and what is known of it.

    Attributes
    ----------
    evidence
        « 12 idées, 5 tables », or who answers for it.
    edited_by
        Whoever wrote it; "" for a computed one.
    before, now
        What the tool said when she wrote and says now, where that changed.
    remarks
        What is to be mended in it.
    """

    statement_id: str
    form: Form
    lead: str
    text: str
    cells: tuple[str, ...]
    evidence: str
    has_sources: bool
    edited_by: str
    changed: bool
    before: str
    now: str
    remarks: tuple[PageRemark, ...]


@dataclass(frozen=True)
class PageSection:
    """A section of the document.

    Attributes
    ----------
    state
        "remplie", "vide", "a_completer" (left open knowingly) or "facultative" (empty, and need not be filled).
    fixed
        Fixed sentences and exhibits, in words.
    """

    section_id: str
    heading: str
    level: int
    purpose: str
    prompt: str
    voice: str
    speaks_for_participants: bool
    state: str
    fixed: tuple[str, ...]
    facts: tuple[FactField, ...]
    sentences: tuple[PageSentence, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class RemovedRow:
    """A sentence that was left out."""

    text: str
    author: str
    reason: str
    heading: str


@dataclass(frozen=True)
class DocumentPage:
    """A document as it is written.

    Attributes
    ----------
    length
        How long it is, how long it takes to read, and what is aimed at.
    aimed
        Words aimed at, at least and at most; zeros where nothing is.
    n_blocking
        How many things keep it from being published.
    """

    document_id: str
    heading: str
    length: str
    aimed: tuple[int, int]
    n_blocking: int
    sections: tuple[PageSection, ...]
    removed: tuple[RemovedRow, ...]


@dataclass(frozen=True)
class DebateRow:
    """A disagreement that was found and is not sure: its object, and the words of both sides."""

    debate_id: str
    subject: str
    favourable: tuple[str, ...]
    opposed: tuple[str, ...]


@dataclass(frozen=True)
class SourceRow:
    """An idea under a sentence: where it comes from, its whole contribution, whether it is quoted or refused."""

    idea_id: str
    where: str
    text: str
    quoted: bool
    refused: str


_EXHIBITS: Final = {
    "cartographie": "Tableau et graphique des thèmes",
    "comptes": "Tableau de ce que sont devenues les contributions",
    "groupes": "Tableau des contributions et des idées par groupe",
    "methode": "Note de méthode, écrite par l'outil",
    "natures_par_theme": "Graphique et tableau de la nature des idées par thème",
    "themes_par_groupe": "Graphique et tableau des thèmes par groupe",
    "representativite": "Avertissement sur la représentativité",
}


def n_words(draft: Draft) -> int:
    """Give the number of words of a document, tables and annexes left out."""
    texts = [item.statement.text for item in draft.items]
    texts += [text for section in draft.sections for text in (section.heading, *section.sentences)]
    return sum(len(re.findall(r"\w+(?:['’-]\w+)*", text)) for text in texts)


def _length(draft: Draft, choices: Choices) -> str:
    words = n_words(draft)
    minutes = max(1, round(words / _WORDS_A_MINUTE))
    told = f"{number(words)} {plural(words, 'mot')}, environ {minutes} {plural(minutes, 'minute')} de lecture"
    low, high = choices.lengths.get(draft.plan.document_id, draft.plan.n_words)
    if not high:
        return told
    aimed = f"{number(low)} à {number(high)}"
    verdict = " : trop court" if words < low else " : trop long" if words > high else ""
    return f"{told} (visé : {aimed} mots{verdict})"


def document_page(draft: Draft, evidence: Evidence, choices: Choices, findings: Sequence[Finding]) -> DocumentPage:
    """Give a document as it is shown to whoever writes it."""
    by_statement: dict[str, list[PageRemark]] = defaultdict(list)
    by_section: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.statement_id:
            told = finding.message.partition(" : ")[2]  # its place is where it is shown
            by_statement[finding.statement_id].append(
                PageRemark(
                    told[:1].upper() + told[1:], finding.blocking, finding.control, finding.words, finding.suggestion
                )
            )
        else:
            by_section[finding.section_id].append(finding.message)
    headings = {section.section_id: section.heading for section in draft.sections}
    return DocumentPage(
        document_id=draft.plan.document_id,
        heading=draft.plan.heading,
        length=_length(draft, choices),
        aimed=choices.lengths.get(draft.plan.document_id, draft.plan.n_words),
        n_blocking=sum(finding.blocking for finding in findings),
        sections=tuple(
            _section(draft, section, evidence, choices, by_statement, tuple(by_section[section.section_id]))
            for section in draft.sections
        ),
        removed=tuple(
            RemovedRow(gone.text, gone.author, gone.reason, headings.get(gone.section_id, "")) for gone in draft.removed
        ),
    )


def _section(
    draft: Draft,
    section: DraftSection,
    evidence: Evidence,
    choices: Choices,
    by_statement: Mapping[str, list[PageRemark]],
    remarks: tuple[str, ...],
) -> PageSection:
    filled = any(part.is_filled for part in draft.parts_of(section.section_id))
    if section.level > 1 or filled:
        state = "remplie"
    elif section.left_open:
        state = "a_completer"
    else:
        state = "vide" if section.mandatory else "facultative"
    planned = draft.plan.section(section.section_id)
    asked = [*planned.facts, *section.missing] if planned else []
    names = dict.fromkeys([*asked, *(_told_facts(planned.sentences) if planned else ())])
    known = facts()
    return PageSection(
        section_id=section.section_id,
        heading=section.heading,
        level=section.level,
        purpose=section.purpose,
        prompt=section.prompt,
        voice=_VOICES[section.voice],
        speaks_for_participants=section.voice is Voice.PARTICIPANTS,
        state=state,
        fixed=(
            *section.sentences,
            *(_EXHIBITS.get(content.name, "Grille à remplir à la main") for content in section.exhibits),
            *((section.silence,) if section.silence else ()),
        ),
        facts=tuple(
            FactField(name, known[name].label, known[name].hint, known[name].form, choices.facts.get(name, ""))
            for name in names
        ),
        sentences=tuple(_sentence(item, evidence, by_statement) for item in section.items),
        remarks=remarks,
    )


def _told_facts(sentences: Sequence[str]) -> list[str]:
    return [name for sentence in sentences for name in re.findall(r"\{([a-z_]+)\}", sentence)]


def _sentence(item: DraftItem, evidence: Evidence, by_statement: Mapping[str, list[PageRemark]]) -> PageSentence:
    statement, edited = item.statement, item.edited
    if isinstance(statement, AuthoredText):
        told = f"{_VOICES[statement.voice]}, par {statement.author}"
    else:
        told = _counts(statement, evidence)
    changed = edited is not None and edited.changed
    return PageSentence(
        statement_id=statement.statement_id,
        form=item.form,
        lead=item.lead,
        text=statement.text,
        cells=item.cells,
        evidence=told,
        has_sources=isinstance(statement, Statement),
        edited_by=edited.author if edited else "",
        changed=changed,
        before=edited.basis if edited and changed else "",
        now=edited.computed if edited and changed else "",
        remarks=tuple(by_statement.get(statement.statement_id, ())),
    )


def _counts(statement: Statement, evidence: Evidence) -> str:
    counts = statement.counts
    told = f"{number(counts.ideas)} {plural(counts.ideas, 'idée')}"
    if evidence.unit and counts.groups:
        told += f", {number(counts.groups)} {plural(counts.groups, evidence.unit.singular, evidence.unit.several)}"
    return told


def debates_to_judge(evidence: Evidence, found: Sequence[Debate], choices: Choices) -> tuple[DebateRow, ...]:
    """Give the disagreements that are not sure and that nobody judged yet."""
    return tuple(
        DebateRow(
            debate_name(debate),
            debate.subject,
            tuple(idea.text for idea in debate.favourable),
            tuple(idea.text for idea in debate.opposed),
        )
        for debate in found
        if not debate.certain and judgement_of(debate, choices.debates) is None
    )


def sources_of(item: DraftItem, evidence: Evidence, choices: Choices, most: int = 50) -> tuple[SourceRow, ...]:
    """Give the ideas under a sentence, those it quotes first, each in its whole contribution."""
    statement = item.evidence
    if statement is None:
        return ()
    ideas: dict[str, Idea] = {idea.idea_id: idea for idea in evidence.all_ideas}
    texts = dict(zip(evidence.contributions["contribution_id"], evidence.contributions["text"], strict=True))
    quoted = [quotation.idea_id for quotation in statement.quotations]
    order = [*quoted, *(idea_id for idea_id in statement.idea_ids if idea_id not in quoted)]
    rows = []
    for idea_id in order[:most]:
        idea = ideas.get(idea_id)
        if idea is None:
            continue
        group = group_label(idea.group, evidence.group_name)
        where = f"contribution {reference_number(idea.contribution_id)}" + (f", {group}" if group else "")
        rows.append(
            SourceRow(idea_id, where, texts[idea.contribution_id], idea_id in quoted, choices.refused.get(idea_id, ""))
        )
    return tuple(rows)
