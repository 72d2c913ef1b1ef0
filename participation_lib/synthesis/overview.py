"""A synthesis as plain rows, ready to be shown: no table to query, nothing left to compute.

Whoever shows it (a panel, a page) needs neither pandas nor the rules of the draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from participation_lib.corpus.statuses import reason_as_read, reference_number
from participation_lib.schema import UNCLASSIFIED, UNCLASSIFIED_LABEL, AuthoredText, Statement, Status
from participation_lib.synthesis.draft import Draft, DraftItem, Form
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.themes.labels import NATURE_LABELS, group_label, solidity_words

__all__ = [
    "ContributionRow",
    "IdeaRow",
    "Overview",
    "Passage",
    "SectionRow",
    "SentenceRow",
    "SetAsideRow",
    "StatusRow",
    "ThemeRow",
    "overview",
]

_STATUSES: Final[Mapping[Status, str]] = {
    Status.RETAINED: "Retenues",
    Status.EMPTY: "Vides",
    Status.NO_CONTENT: "Sans contenu (« RAS », « idem »…)",
    Status.DUPLICATE: "Doublons (même texte, même groupe ou même auteur)",
    Status.UNUSABLE: "Inexploitables (illisibles, autre langue…)",
    Status.TO_MODERATE: "À modérer (non publiées)",
    Status.SET_ASIDE: "Écartées à la relecture, avec leur fichier",
}


@dataclass(frozen=True)
class StatusRow:
    """How many records ended in one status, and what it is called on screen."""

    label: str
    count: int
    retained: bool


@dataclass(frozen=True)
class ContributionRow:
    """A contribution as it is pointed at: « 12 », where it was written, its words."""

    reference: str
    group: str
    text: str


@dataclass(frozen=True)
class SetAsideRow:
    """A record that was read and not kept. `text` is empty when it may not be shown."""

    reference: str
    group: str
    reason: str
    text: str


@dataclass(frozen=True)
class ThemeRow:
    """One theme with its three counts. `n_groups` is None where no group is known."""

    theme_id: str
    label: str
    keywords: str
    n_ideas: int
    n_contributions: int
    n_groups: int | None
    solidity: str


@dataclass(frozen=True)
class IdeaRow:
    """One idea, its place and how sure that place is (`confidence`: 0 to 100)."""

    idea_id: str
    reference: str
    group: str
    text: str
    nature: str
    confidence: int
    to_review: bool
    reason: str


@dataclass(frozen=True)
class Passage:
    """Words of a sentence; `verbatim` when a participant wrote them."""

    text: str
    verbatim: bool


@dataclass(frozen=True)
class SentenceRow:
    """One sentence of the draft and the contributions it rests on, those it quotes first."""

    statement_id: str
    lead: str
    form: Form
    passages: tuple[Passage, ...]
    contribution_ids: tuple[str, ...]


@dataclass(frozen=True)
class SectionRow:
    """One section of the draft."""

    section_id: str
    heading: str
    is_theme: bool
    sentences: tuple[SentenceRow, ...]


@dataclass(frozen=True)
class Overview:
    """Everything that panels show.

    Attributes
    ----------
    themes
        In the order of the draft; the last one is `UNCLASSIFIED` where some ideas fit nowhere.
    ideas
        From theme to its ideas, in reading order.
    contributions
        Retained ones, from their identifier.
    group_word, groups_word
        « table », « tables »; "" where the corpus has no groups.
    n_ideas, n_groups
        Over all themes.
    """

    question: str
    statuses: tuple[StatusRow, ...]
    set_aside: tuple[SetAsideRow, ...]
    themes: tuple[ThemeRow, ...]
    ideas: Mapping[str, tuple[IdeaRow, ...]]
    sections: tuple[SectionRow, ...]
    contributions: Mapping[str, ContributionRow]
    group_word: str
    groups_word: str
    n_ideas: int
    n_groups: int


def overview(evidence: Evidence, draft: Draft) -> Overview:
    """Give the rows of a drafted synthesis. Nothing is left out and no order is changed."""
    group_word = evidence.unit.singular if evidence.unit else ""
    retained, set_aside = _contributions(evidence, group_word)
    owner = {idea.idea_id: idea.contribution_id for idea in evidence.all_ideas}
    sections = tuple(
        SectionRow(
            section.theme_id or section.section_id,
            section.heading,
            bool(section.theme_id),
            tuple(_sentence(item, owner) for item in section.items),
        )
        for section in draft.sections
        if section.items or section.theme_id
    )
    return Overview(
        question=" ".join(evidence.question.split()),
        statuses=_statuses(evidence),
        set_aside=set_aside,
        themes=_themes(evidence, sections),
        ideas=_ideas(evidence, retained),
        sections=sections,
        contributions=retained,
        group_word=group_word,
        groups_word=evidence.unit.several if evidence.unit else "",
        n_ideas=len(evidence.all_ideas),
        n_groups=evidence.n_groups,
    )


def _statuses(evidence: Evidence) -> tuple[StatusRow, ...]:
    found = evidence.contributions["status"].value_counts()
    return tuple(
        StatusRow(label, int(found.get(status, 0)), status == Status.RETAINED)
        for status, label in _STATUSES.items()
        if found.get(status, 0) or status == Status.RETAINED
    )


def _contributions(evidence: Evidence, group_word: str) -> tuple[dict[str, ContributionRow], tuple[SetAsideRow, ...]]:
    columns = ("contribution_id", "status", "reason", "group", "text")
    retained: dict[str, ContributionRow] = {}
    set_aside = []
    for contribution_id, status, reason, group, text in zip(
        *(evidence.contributions[column] for column in columns), strict=True
    ):
        reference, where = reference_number(contribution_id), group_label(group, group_word)
        if status == Status.RETAINED:
            retained[contribution_id] = ContributionRow(reference, where, text)
        else:
            hidden = status in (Status.TO_MODERATE, Status.SET_ASIDE)
            set_aside.append(SetAsideRow(reference, where, reason_as_read(reason), "" if hidden else text))
    return retained, tuple(set_aside)


def _themes(evidence: Evidence, sections: tuple[SectionRow, ...]) -> tuple[ThemeRow, ...]:
    theme_of = {theme.theme_id: theme for theme in evidence.themes}
    rows = []
    for theme_id in [section.section_id for section in sections if section.is_theme]:
        theme = theme_of[theme_id]
        counts = evidence.counts(evidence.by_theme[theme_id])
        rows.append(
            ThemeRow(
                theme_id,
                theme.label,
                ", ".join(theme.keywords),
                counts.ideas,
                counts.contributions,
                counts.groups if evidence.unit else None,
                solidity_words(theme.solidity),
            )
        )
    if evidence.unclassified:
        counts = evidence.counts(evidence.unclassified)
        groups = counts.groups if evidence.unit else None
        rows.append(ThemeRow(UNCLASSIFIED, UNCLASSIFIED_LABEL, "", counts.ideas, counts.contributions, groups, ""))
    return tuple(rows)


def _ideas(evidence: Evidence, retained: Mapping[str, ContributionRow]) -> dict[str, tuple[IdeaRow, ...]]:
    columns = ("confidence", "to_review", "reason")
    doubts = list(zip(*(evidence.ideas[column].tolist() for column in columns), strict=True))

    def row(idea: Idea) -> IdeaRow:
        confidence, to_review, reason = doubts[idea.row]
        contribution = retained[idea.contribution_id]
        return IdeaRow(
            idea.idea_id,
            contribution.reference,
            contribution.group,
            idea.text,
            NATURE_LABELS.get(idea.nature, idea.nature),
            int(confidence),
            bool(to_review),
            reason,
        )

    return {theme_id: tuple(row(idea) for idea in ideas) for theme_id, ideas in evidence.by_theme.items()}


def _sentence(item: DraftItem, owner: Mapping[str, str]) -> SentenceRow:
    statement = item.statement
    if isinstance(statement, AuthoredText):
        return SentenceRow(statement.statement_id, item.lead, item.form, (Passage(statement.text, verbatim=False),), ())
    quoted = [owner[quotation.idea_id] for quotation in statement.quotations]
    others = [owner[idea_id] for idea_id in statement.idea_ids]
    return SentenceRow(
        statement.statement_id,
        item.lead,
        item.form,
        _passages(statement),
        tuple(dict.fromkeys([*quoted, *others])),
    )


def _passages(statement: Statement) -> tuple[Passage, ...]:
    """Cut a statement into our words and quoted ones."""
    passages = []
    rest = statement.text
    for quotation in statement.quotations:
        before, found, after = rest.partition(quotation.text)
        if found:
            passages += [Passage(before, verbatim=False), Passage(found, verbatim=True)]
            rest = after
    passages.append(Passage(rest, verbatim=False))
    return tuple(passage for passage in passages if passage.text)
