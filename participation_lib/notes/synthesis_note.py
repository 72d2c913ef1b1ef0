"""Laying out a drafted synthesis as a note: sections, references to the annex and back.

Fixed wording (representativity, follow-up, method) is written here; every other
sentence is a statement of the draft and keeps its identifier as an anchor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, Literal

from participation_lib.corpus.meetings import split_group
from participation_lib.corpus.statuses import reference_number
from participation_lib.notes.annex import annex_blocks
from participation_lib.notes.figures import theme_bars
from participation_lib.notes.method_section import MethodFacts, method_blocks
from participation_lib.notes.model import (
    Block,
    BulletList,
    Heading,
    Inline,
    Link,
    Note,
    Notice,
    Paragraph,
    Quote,
    Table,
    Text,
)
from participation_lib.notes.references import References, cells, group_label
from participation_lib.schema import UNCLASSIFIED_LABEL, Statement, Status
from participation_lib.synthesis.drafting import Draft, DraftItem, DraftSection
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.wording import number

__all__ = ["MethodFacts", "build_synthesis_note"]

_MOST_GROUPS: Final = 40  # rows of the table of groups

_STATUSES: Final = {
    Status.RETAINED: "Retenues",
    Status.EMPTY: "Vides",
    Status.NO_CONTENT: "Sans contenu (« RAS », « idem »…)",
    Status.DUPLICATE: "Doublons (même texte, même groupe ou même auteur)",
    Status.UNUSABLE: "Inexploitables (illisibles, autre langue…)",
    Status.TO_MODERATE: "À modérer (non publiées)",
    Status.SET_ASIDE: "Écartées à la relecture, avec leur fichier",
}


def _item_blocks(references: References, items: Sequence[DraftItem]) -> Iterator[Block]:
    for (form, _), grouped in groupby(items, key=lambda item: (item.form, item.form == "sentence" and id(item))):
        members = list(grouped)
        lead = members[0].lead
        if form == "sentence":
            start: tuple[Inline, ...] = (Text(f"{lead}. ", "strong"),) if lead else ()
            yield Paragraph((*start, *references.sentence(members[0])))
            continue
        if lead:
            yield Paragraph((Text(f"{lead}.", "strong"),))
        if form == "listed":
            yield BulletList(tuple(references.sentence(item) for item in members))
            continue
        for item in members:
            statement = item.statement
            quotation = statement.quotations[0]
            contribution_id = references.contributions_of(statement)[0]
            yield Quote(quotation.text, tuple(_source(references, statement, contribution_id)), statement.statement_id)


def _source(references: References, statement: Statement, contribution_id: str) -> Iterator[Text | Link]:
    row = references.evidence.contributions.set_index("contribution_id").loc[contribution_id]
    group = group_label(references.evidence, str(row["group"]))
    if group:
        yield Text(f"{group}, ")
    references.cited_by[contribution_id].append(statement.statement_id)
    shown = reference_number(contribution_id)
    yield Link(contribution_id, f"contribution {shown}")


def _title(evidence: Evidence, facts: MethodFacts) -> tuple[str, str]:
    """Give the title and what tells this note from another: the question, else the files."""
    question = " ".join(evidence.question.split())
    return "Synthèse des contributions", question[:300] or " ; ".join(facts.sources)


def _who_spoke(evidence: Evidence) -> Iterator[Block]:
    yield Heading(1, "Qui s'est exprimé et comment", "qui")
    yield Notice(
        (
            Paragraph(
                (
                    Text(
                        "Cette synthèse rend compte des contributions reçues, et d'elles seules. Les personnes qui se "
                        "sont exprimées n'ont pas été choisies pour représenter la population. Les nombres décrivent "
                        "ces contributions, pas la ville."
                    ),
                )
            ),
        )
    )
    yield Paragraph(
        (
            Text(
                "Une contribution est un texte tel qu'il a été remis. Une idée est une unité de sens : une même "
                "contribution peut en contenir plusieurs, et une même personne peut avoir écrit plusieurs fois. "
                "Les propos n'ont pas été vérifiés."
            ),
        )
    )
    yield _accounts(evidence)
    groups = _groups_table(evidence)
    if groups:
        yield groups


def _accounts(evidence: Evidence) -> Table:
    statuses = evidence.contributions["status"].value_counts()
    rows = [
        cells(label, number(int(statuses.get(status, 0))))
        for status, label in _STATUSES.items()
        if statuses.get(status)
    ]
    rows.append(cells("Total lu", number(len(evidence.contributions))))
    return Table(
        "Ce que sont devenues les contributions",
        ("Contributions", "Nombre"),
        tuple(rows),
        ("left", "right"),
        (0.75, 0.25),
    )


def _natural(group: str) -> tuple[int, int, int, str]:
    value, meeting = split_group(group)
    return (meeting, 0, int(value), "") if value.isdecimal() and len(value) < 10 else (meeting, 1, 0, value)


def _groups_table(evidence: Evidence) -> Table | None:
    if not 1 < evidence.n_groups <= _MOST_GROUPS:
        return None
    retained = evidence.contributions.loc[evidence.contributions["status"] == Status.RETAINED]
    contributions = retained["group"].value_counts()
    group_of = dict(zip(retained["contribution_id"], retained["group"], strict=True))
    ideas = Counter(group_of[idea.contribution_id] for idea in evidence.all_ideas)
    name = evidence.group_name.capitalize() or "Groupe"
    rows = tuple(
        cells(group or "Non précisé", number(int(contributions[group])), number(ideas[group]))
        for group in sorted(map(str, contributions.index), key=_natural)
    )
    return Table(
        f"Contributions retenues et idées par {evidence.group_name or 'groupe'}",
        (name, "Contributions", "Idées"),
        rows,
        ("left", "right", "right"),
        (0.5, 0.25, 0.25),
    )


def _themes_overview(evidence: Evidence, sections: Sequence[DraftSection]) -> Iterator[Block]:
    yield Heading(1, "Les thèmes", "themes")
    label_of = {theme.theme_id: theme for theme in evidence.themes}
    shown = [label_of[section.theme_id] for section in sections if section.theme_id]
    unit = evidence.unit
    if shown:
        counts = {theme.theme_id: evidence.counts(evidence.by_theme[theme.theme_id]) for theme in shown}
        yield theme_bars(
            [theme.label for theme in shown],
            [counts[theme.theme_id].ideas for theme in shown],
            [counts[theme.theme_id].groups or 0 for theme in shown] if unit else None,
            unit.several if unit else "",
        )
    rows = []
    for theme in [*shown, None]:
        ideas = evidence.by_theme[theme.theme_id] if theme else evidence.unclassified
        if theme is None and not ideas:
            continue
        count = evidence.counts(ideas)
        link: tuple[Inline, ...] = (
            (Link(f"theme-{theme.theme_id}", theme.label),) if theme else (Text(UNCLASSIFIED_LABEL),)
        )
        row = [link, (Text(number(count.ideas)),), (Text(number(count.contributions)),)]
        if unit:
            row.append((Text(number(count.groups or 0)),))
        rows.append(tuple(row))
    total = evidence.counts(evidence.all_ideas)
    last = [number(total.ideas), number(total.contributions)] + ([number(total.groups or 0)] if unit else [])
    rows.append(cells("Ensemble", *last))
    header = ["Thème", "Idées", "Contributions"] + ([unit.several.capitalize()] if unit else [])
    widths = (0.49, 0.15, 0.21, 0.15) if unit else (0.6, 0.18, 0.22)
    align: tuple[Literal["left", "right"], ...] = (
        ("left", "right", "right", "right") if unit else ("left", "right", "right")
    )
    yield Table(
        "Idées par thème (une contribution peut aborder plusieurs thèmes)",
        tuple(header),
        tuple(rows),
        align,
        widths,
    )


def build_synthesis_note(draft: Draft, evidence: Evidence, facts: MethodFacts, *, full_annex: bool = True) -> Note:
    """Give the note of a drafted synthesis, ready to be exported to any format.

    Parameters
    ----------
    full_annex
        False to leave out of the annex the contributions that no sentence names, for
        corpora so large that no word processor would open them all.
    """
    references = References(evidence, every_source=full_annex)
    title, subtitle = _title(evidence, facts)
    sections: Mapping[str, DraftSection] = {section.section_id: section for section in draft.sections}
    blocks: list[Block] = [Heading(1, "En bref", "en-bref")]
    if "en_bref" in sections:
        blocks.append(BulletList(tuple(references.sentence(item) for item in sections["en_bref"].items)))
    else:
        blocks.append(Paragraph((Text("Aucune contribution exploitable n'a été trouvée dans les fichiers lus."),)))
    blocks.extend(_who_spoke(evidence))
    themed = [section for section in draft.sections if section.theme_id]
    if themed:
        blocks.extend(_themes_overview(evidence, themed))
        blocks.append(Heading(1, "Thème par thème", "theme-par-theme"))
        for section in themed:
            blocks.append(Heading(2, section.heading, f"theme-{section.theme_id}"))
            blocks.extend(_item_blocks(references, section.items))
    for key in ("non_classe", "regards"):
        section = sections.get(key, DraftSection(key, "", ()))
        if section.items or key == "regards":
            blocks.append(Heading(1, section.heading or "Regards sur la démarche", key.replace("_", "-")))
            blocks.extend(_item_blocks(references, section.items))
        if key == "regards" and not section.items:
            blocks.append(Paragraph((Text("Aucune contribution repérée ne porte sur la démarche elle-même."),)))
    blocks.append(Heading(1, "Suites", "suites"))
    blocks.append(
        Notice(
            (
                Paragraph(
                    (
                        Text(
                            "La Ville indique ici ce qu'elle retient, ce qu'elle écarte et pourquoi, le service "
                            "chargé de chaque suite et la date de sa réponse aux participantes et participants."
                        ),
                    )
                ),
            ),
            "to_complete",
        )
    )
    blocks.extend(method_blocks(evidence, facts))
    blocks.extend(annex_blocks(references, facts))
    keywords = tuple(theme.label for theme in evidence.themes[:8])
    return Note(title, subtitle, tuple(blocks), keywords)
