"""Laying out a drafted synthesis as a note: sections, references to the annex and back.

Fixed wording (representativity, follow-up, method) is written here; every other
sentence is a statement of the draft and keeps its identifier as an anchor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pandas as pd

from participation_lib.notes.figures import theme_bars
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
    Span,
    Table,
    Text,
)
from participation_lib.schema import UNCLASSIFIED, UNCLASSIFIED_LABEL, Statement, Status, Version
from participation_lib.synthesis.drafting import Draft, DraftItem, DraftSection
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.wording import number, plural, quantity_scale

__all__ = ["MethodFacts", "build_synthesis_note"]

_SHOWN: Final = 5  # references given beside a sentence; the others are in the annex of sources
_MOST_SOURCES: Final = 400  # references listed for one statement in the annex of sources
_MOST_GROUPS: Final = 40  # rows of the table of groups

_NATURES: Final = {
    "constat": "constat",
    "probleme": "problème",
    "proposition": "proposition",
    "question": "question",
    "satisfaction": "satisfaction",
    "crainte": "crainte",
}
_STATUSES: Final = {
    Status.RETAINED: "Retenues",
    Status.EMPTY: "Vides",
    Status.NO_CONTENT: "Sans contenu (« RAS », « idem »…)",
    Status.DUPLICATE: "Doublons (même texte, même groupe ou même auteur)",
    Status.UNUSABLE: "Inexploitables (illisibles, autre langue…)",
    Status.TO_MODERATE: "À modérer (non publiées)",
}


@dataclass(frozen=True)
class MethodFacts:
    """What the method section says of how the note was made."""

    sources: tuple[str, ...]
    agreement: float
    n_replacements: int
    version: Version
    program: str
    encoder: str
    seed: int


def _reference_number(contribution_id: str) -> str:
    return contribution_id.removeprefix("c").lstrip("0") or "0"


class _Layout:
    """Keeps which statement refers to which contribution while blocks are laid out."""

    def __init__(self, draft: Draft, evidence: Evidence) -> None:
        self.evidence = evidence
        self.contribution_of = dict(
            zip(evidence.ideas["idea_id"], evidence.ideas["contribution_id"], strict=True)
        )
        self.cited_by: dict[str, list[str]] = defaultdict(list)
        self.with_sources: list[Statement] = []
        self.draft = draft

    def contributions_of(self, statement: Statement) -> list[str]:
        """Contributions under a statement, those it quotes first."""
        quoted = [self.contribution_of[quotation.idea_id] for quotation in statement.quotations]
        rest = [self.contribution_of[idea_id] for idea_id in statement.idea_ids]
        return list(dict.fromkeys([*quoted, *rest]))

    def references(self, statement: Statement) -> list[Text | Link]:
        """Give « [12, 37, 41 et 9 autres] », each number leading to the annex."""
        contributions = self.contributions_of(statement)
        n_shown = max(_SHOWN, len(statement.quotations))
        if len(contributions) > n_shown:
            n_shown = max(3, len(statement.quotations))
        parts: list[Text | Link] = [Text(" [", "small")]
        for position, contribution_id in enumerate(contributions[:n_shown]):
            if position:
                parts.append(Text(", ", "small"))
            shown = _reference_number(contribution_id)
            parts.append(Link(contribution_id, shown, f"contribution {shown}"))
            self.cited_by[contribution_id].append(statement.statement_id)
        n_left = len(contributions) - n_shown
        if n_left > 0:
            self.with_sources.append(statement)
            said = f"et {number(n_left)} {plural(n_left, 'autre')}"
            parts.append(Text(" ", "small"))
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
        statement = item.statement
        return (Span(statement.statement_id, (*self.words(statement), *self.references(statement))),)


def _item_blocks(layout: _Layout, items: Sequence[DraftItem]) -> Iterator[Block]:
    for (form, _), grouped in groupby(
        items, key=lambda item: (item.form, item.form == "sentence" and id(item))
    ):
        members = list(grouped)
        lead = members[0].lead
        if form == "sentence":
            start: tuple[Inline, ...] = (Text(f"{lead}. ", "strong"),) if lead else ()
            yield Paragraph((*start, *layout.sentence(members[0])))
            continue
        if lead:
            yield Paragraph((Text(f"{lead}.", "strong"),))
        if form == "listed":
            yield BulletList(tuple(layout.sentence(item) for item in members))
            continue
        for item in members:
            statement = item.statement
            quotation = statement.quotations[0]
            contribution_id = layout.contributions_of(statement)[0]
            yield Quote(
                quotation.text, tuple(_source(layout, statement, contribution_id)), statement.statement_id
            )


def _source(layout: _Layout, statement: Statement, contribution_id: str) -> Iterator[Text | Link]:
    row = layout.evidence.contributions.set_index("contribution_id").loc[contribution_id]
    group = _group_label(layout.evidence, str(row["group"]))
    if group:
        yield Text(f"{group}, ")
    layout.cited_by[contribution_id].append(statement.statement_id)
    shown = _reference_number(contribution_id)
    yield Link(contribution_id, f"contribution {shown}")


def _group_label(evidence: Evidence, group: str) -> str:
    if not group:
        return ""
    if evidence.group_name and group.replace(" ", "").isalnum() and len(group) <= 3:
        return f"{evidence.group_name} {group}"
    return group


def _cells(*values: str) -> tuple[tuple[Inline, ...], ...]:
    return tuple((Text(value),) for value in values)


def _title(evidence: Evidence) -> tuple[str, str]:
    question = " ".join(evidence.question.split())
    return "Synthèse des contributions", question[:300]


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
                "contribution peut en contenir plusieurs, et une même personne peut avoir écrit plusieurs contributions. "
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
        _cells(label, number(int(statuses.get(status, 0))))
        for status, label in _STATUSES.items()
        if statuses.get(status)
    ]
    rows.append(_cells("Total lu", number(len(evidence.contributions))))
    return Table(
        "Ce que sont devenues les contributions",
        ("Contributions", "Nombre"),
        tuple(rows),
        ("left", "right"),
        (0.75, 0.25),
    )


def _natural(value: str) -> tuple[int, int, str]:
    return (0, int(value), "") if value.isdecimal() and len(value) < 10 else (1, 0, value)


def _groups_table(evidence: Evidence) -> Table | None:
    if not 1 < evidence.n_groups <= _MOST_GROUPS:
        return None
    retained = evidence.contributions.loc[evidence.contributions["status"] == Status.RETAINED]
    contributions = retained["group"].value_counts()
    group_of = dict(zip(retained["contribution_id"], retained["group"], strict=True))
    ideas = evidence.ideas["contribution_id"].map(group_of).value_counts()
    name = evidence.group_name.capitalize() or "Groupe"
    rows = tuple(
        _cells(group or "Non précisé", number(int(contributions[group])), number(int(ideas.get(group, 0))))
        for group in sorted(contributions.index, key=lambda value: _natural(str(value)))
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
        cells = [link, (Text(number(count.ideas)),), (Text(number(count.contributions)),)]
        if unit:
            cells.append((Text(number(count.groups or 0)),))
        rows.append(tuple(cells))
    total = evidence.counts(evidence.all_ideas)
    last = [number(total.ideas), number(total.contributions)] + ([number(total.groups or 0)] if unit else [])
    rows.append(_cells("Ensemble", *last))
    header = ["Thème", "Idées", "Contributions"] + ([unit.several.capitalize()] if unit else [])
    widths = (0.49, 0.15, 0.21, 0.15) if unit else (0.6, 0.18, 0.22)
    yield Table(
        "Idées par thème (une contribution peut aborder plusieurs thèmes)",
        tuple(header),
        tuple(rows),
        ("left", *("right",) * (len(header) - 1)),
        widths,
    )


def _method(evidence: Evidence, facts: MethodFacts) -> Iterator[Block]:
    yield Heading(1, "Note de méthode", "methode")
    paragraphs = [
        "Un logiciel libre a lu les fichiers, masqué les données personnelles, découpé les contributions en idées, "
        "regroupé les idées qui se ressemblent et préparé ce brouillon. Aucune phrase n'est inventée : chacune est tirée "
        "des tableaux de comptage ou reprend mot pour mot une contribution.",
        "Ce brouillon doit être relu par une personne, qui en est responsable : elle vérifie le regroupement, corrige les "
        "titres des thèmes et complète les suites.",
        "Les personnes, adresses, numéros et courriels repérés sont remplacés par des marques entre crochets, comme "
        "[PERSONNE 1]. Les lieux, les équipements et les élus dans leur fonction sont conservés.",
    ]
    for text in paragraphs:
        yield Paragraph((Text(text),))
    stability = "élevée" if facts.agreement >= 0.8 else "correcte" if facts.agreement >= 0.65 else "fragile"
    facts_rows = [
        ("Fichiers lus", " ; ".join(facts.sources)),
        ("Idées classées dans un thème", number(len(evidence.all_ideas) - len(evidence.unclassified))),
        ("Idées non classées", number(len(evidence.unclassified))),
        ("Total des idées", number(len(evidence.all_ideas))),
        ("Remplacements de données personnelles", number(facts.n_replacements)),
        ("Stabilité du regroupement (0 à 100)", f"{round(100 * facts.agreement)}, {stability}"),
        ("Regroupement", "ressemblance des textes, plus proches voisins et algorithme de Leiden"),
        ("Logiciel", f"{facts.program} ; {facts.encoder} ; graine {facts.seed}"),
    ]
    yield Table(
        "Repères",
        ("Élément", "Valeur"),
        tuple(_cells(*row) for row in facts_rows),
        ("left", "left"),
        (0.4, 0.6),
    )
    yield Paragraph(
        (
            Text(
                "Les mots de quantité suivent une échelle de la maison : un mot est employé quand l'effectif et la part "
                "atteignent tous deux le seuil. En séance, les tables sont comptées et aucun pourcentage n'est donné."
            ),
        )
    )
    yield Table(
        "Mots de quantité",
        ("Mot", "Part minimale", "Effectif minimal", "Condition"),
        tuple(
            _cells(
                step.word,
                f"{round(100 * step.least_share)} %",
                number(step.least_count),
                "question posée à tous" if step.coded_position else "aucune",
            )
            for step in quantity_scale()
        ),
        ("left", "right", "right", "left"),
        (0.34, 0.2, 0.22, 0.24),
    )


def _annex(layout: _Layout, facts: MethodFacts) -> Iterator[Block]:
    evidence = layout.evidence
    yield Heading(1, "Annexes", "annexes")
    yield Heading(2, "Les contributions retenues", "annexe-contributions")
    labels = {theme.theme_id: theme.label for theme in evidence.themes} | {UNCLASSIFIED: UNCLASSIFIED_LABEL}
    coded: dict[str, list[str]] = defaultdict(list)
    for idea in evidence.all_ideas:
        coded[idea.contribution_id].append(
            f"{labels[idea.theme_id]} ({_NATURES.get(idea.nature, idea.nature)})"
        )
    retained = evidence.contributions.loc[evidence.contributions["status"] == Status.RETAINED]
    for contribution_id, group, text in zip(
        retained["contribution_id"], retained["group"], retained["text"], strict=True
    ):
        yield _entry(layout, contribution_id, _group_label(evidence, group), text, coded[contribution_id])
    others = evidence.contributions.loc[
        ~evidence.contributions["status"].isin([Status.RETAINED, Status.EMPTY])
    ]
    if len(others):
        yield Heading(2, "Les contributions non retenues", "annexe-non-retenues")
        for contribution_id, text, reason, status in zip(
            others["contribution_id"], others["text"], others["reason"], others["status"], strict=True
        ):
            hidden = status == Status.TO_MODERATE and facts.version == Version.PUBLISHABLE
            shown = (
                Text("texte non publié", "emphasis")
                if hidden or not text
                else Text(_one_line(text), verbatim=True)
            )
            yield Paragraph(
                (
                    Text(_reference_number(contribution_id), "strong"),
                    Text(" — "),
                    shown,
                    Text(f" ({reason})", "small"),
                ),
                contribution_id,
            )
    if layout.with_sources:
        yield Heading(2, "Les sources de chaque phrase", "annexe-sources")
        for statement in layout.with_sources:
            yield _sources_entry(layout, statement)


def _one_line(text: str) -> str:
    return " / ".join(part.strip() for part in text.splitlines() if part.strip())


def _entry(layout: _Layout, contribution_id: str, group: str, text: str, coded: Sequence[str]) -> Paragraph:
    head = Text(_reference_number(contribution_id), "strong")
    where = Text(f" ({group})" if group else "")
    parts: list[Inline] = [head, where, Text(" — "), Text(_one_line(text), verbatim=True)]
    parts.append(Text(f" → {' ; '.join(dict.fromkeys(coded))}", "small"))
    for position, statement_id in enumerate(dict.fromkeys(layout.cited_by[contribution_id])):
        parts.append(Text(" ↑ " if not position else ", ", "small"))
        parts.append(Link(statement_id, statement_id, f"retour à la phrase {statement_id}"))
    return Paragraph(tuple(parts), contribution_id)


def _sources_entry(layout: _Layout, statement: Statement) -> Paragraph:
    contributions = layout.contributions_of(statement)
    parts: list[Inline] = [
        Link(statement.statement_id, statement.statement_id, f"retour à la phrase {statement.statement_id}")
    ]
    parts.append(Text(" : "))
    for position, contribution_id in enumerate(contributions[:_MOST_SOURCES]):
        if position:
            parts.append(Text(", "))
        shown = _reference_number(contribution_id)
        parts.append(Link(contribution_id, shown, f"contribution {shown}"))
    left = len(contributions) - _MOST_SOURCES
    if left > 0:
        parts.append(Text(f" et {number(left)} {plural(left, 'autre')}, dans le fichier trace.json"))
    return Paragraph(tuple(parts), f"s-{statement.statement_id}")


def build_synthesis_note(draft: Draft, evidence: Evidence, facts: MethodFacts) -> Note:
    """Give the note of a drafted synthesis, ready to be exported to any format."""
    layout = _Layout(draft, evidence)
    title, subtitle = _title(evidence)
    sections: Mapping[str, DraftSection] = {section.section_id: section for section in draft.sections}
    blocks: list[Block] = [Heading(1, "En bref", "en-bref")]
    if "en_bref" in sections:
        blocks.append(BulletList(tuple(layout.sentence(item) for item in sections["en_bref"].items)))
    else:
        blocks.append(
            Paragraph((Text("Aucune contribution exploitable n'a été trouvée dans les fichiers lus."),))
        )
    blocks.extend(_who_spoke(evidence))
    themed = [section for section in draft.sections if section.theme_id]
    if themed:
        blocks.extend(_themes_overview(evidence, themed))
        blocks.append(Heading(1, "Thème par thème", "theme-par-theme"))
        for section in themed:
            blocks.append(Heading(2, section.heading, f"theme-{section.theme_id}"))
            blocks.extend(_item_blocks(layout, section.items))
    for key in ("non_classe", "regards"):
        section = sections.get(key, DraftSection(key, "", ()))
        if section.items or key == "regards":
            blocks.append(Heading(1, section.heading or "Regards sur la démarche", key.replace("_", "-")))
            blocks.extend(_item_blocks(layout, section.items))
        if key == "regards" and not section.items:
            blocks.append(
                Paragraph((Text("Aucune contribution repérée ne porte sur la démarche elle-même."),))
            )
    blocks.append(Heading(1, "Suites", "suites"))
    blocks.append(
        Notice(
            (
                Paragraph(
                    (
                        Text(
                            "La Ville indique ici ce qu'elle retient, ce qu'elle ne retient pas et pourquoi, le service "
                            "chargé de chaque suite et la date de sa réponse aux participantes et participants."
                        ),
                    )
                ),
            ),
            "to_complete",
        )
    )
    blocks.extend(_method(evidence, facts))
    blocks.extend(_annex(layout, facts))
    keywords = tuple(theme.label for theme in evidence.themes[:8])
    return Note(title, subtitle, tuple(blocks), keywords)
