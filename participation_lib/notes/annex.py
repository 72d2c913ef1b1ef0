"""The annex of a note: every contribution, those set aside with their reason, the sources of sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from participation_lib.corpus.statuses import reason_as_read, reference_number
from participation_lib.notes.method_facts import MethodFacts
from participation_lib.notes.model import Block, Heading, Inline, Link, Paragraph, Text
from participation_lib.notes.references import References, group_label
from participation_lib.schema import UNCLASSIFIED, UNCLASSIFIED_LABEL, Statement, Status, Version
from participation_lib.synthesis.wording import number, plural

__all__ = ["annex_blocks"]

_CITED_ONLY: Final = (
    "Les contributions sont trop nombreuses pour être toutes reprises dans ce document : seules figurent ici celles "
    "que citent les phrases. Toutes, retenues ou non, sont dans le fichier contributions.csv, et les sources de chaque "
    "phrase dans trace.json."
)
_NOT_SHOWN: Final = (Status.RETAINED, Status.EMPTY, Status.SET_ASIDE)
_MOST_SOURCES: Final = 400  # references listed for one statement in the annex of sources

_NATURES: Final = {
    "constat": "constat",
    "probleme": "problème",
    "proposition": "proposition",
    "question": "question",
    "satisfaction": "satisfaction",
    "crainte": "crainte",
}


def annex_blocks(references: References, facts: MethodFacts) -> Iterator[Block]:
    """Give the blocks of the annex; call it last, once every reference has been given.

    Where the references do not list every source, only the contributions they name are given.
    """
    evidence = references.evidence
    yield Heading(1, "Annexes", "annexes")
    if not references.every_source:
        yield Paragraph((Text(_CITED_ONLY),))
    yield Heading(2, "Les contributions retenues", "annexe-contributions")
    labels = {theme.theme_id: theme.label for theme in evidence.themes} | {UNCLASSIFIED: UNCLASSIFIED_LABEL}
    coded: dict[str, list[str]] = defaultdict(list)
    for idea in evidence.all_ideas:
        coded[idea.contribution_id].append(f"{labels[idea.theme_id]} ({_NATURES.get(idea.nature, idea.nature)})")
    retained = evidence.contributions.loc[evidence.contributions["status"] == Status.RETAINED]
    for contribution_id, group, text in zip(
        retained["contribution_id"], retained["group"], retained["text"], strict=True
    ):
        if not references.every_source and contribution_id not in references.cited_by:
            continue
        yield _entry(references, contribution_id, group_label(evidence, group), text, coded[contribution_id])
    others = evidence.contributions.loc[~evidence.contributions["status"].isin(_NOT_SHOWN)]
    # A file added by mistake may be of another démarche: it is counted, and not copied out.
    aside = evidence.contributions.loc[evidence.contributions["status"] == Status.SET_ASIDE, "reason"]
    if (len(others) or len(aside)) and references.every_source:
        yield Heading(2, "Les contributions non retenues", "annexe-non-retenues")
        for contribution_id, text, reason, status in zip(
            others["contribution_id"], others["text"], others["reason"], others["status"], strict=True
        ):
            hidden = status == Status.TO_MODERATE and facts.version == Version.PUBLISHABLE
            shown = Text("texte non publié", "emphasis") if hidden or not text else Text(_one_line(text), verbatim=True)
            yield Paragraph(
                (
                    Text(reference_number(contribution_id), "strong"),
                    Text(" — "),
                    shown,
                    Text(f" ({reason_as_read(reason)})", "small"),
                ),
                contribution_id,
            )
        for reason, count in aside.value_counts(sort=False).items():
            yield Paragraph((Text(f"Écartées à la relecture, avec leur fichier ({reason}) : {number(int(count))}."),))
    if references.with_sources:
        yield Heading(2, "Les sources de chaque phrase", "annexe-sources")
        for statement in references.with_sources:
            yield _sources_entry(references, statement)


def _one_line(text: str) -> str:
    return " / ".join(part.strip() for part in text.splitlines() if part.strip())


def _entry(references: References, contribution_id: str, group: str, text: str, coded: Sequence[str]) -> Paragraph:
    head = Text(reference_number(contribution_id), "strong")
    where = Text(f" ({group})" if group else "")
    parts: list[Inline] = [head, where, Text(" — "), Text(_one_line(text), verbatim=True)]
    parts.append(Text(f" → {' ; '.join(dict.fromkeys(coded))}", "small"))
    for position, statement_id in enumerate(dict.fromkeys(references.cited_by[contribution_id])):
        parts.append(Text(" ↑ " if not position else ", ", "small"))
        place = references.place(statement_id)
        parts.append(Link(statement_id, place, f"retour à la phrase : {place}"))
    return Paragraph(tuple(parts), contribution_id)


def _sources_entry(references: References, statement: Statement) -> Paragraph:
    contributions = references.contributions_of(statement)
    place = references.place(statement.statement_id)
    parts: list[Inline] = [Link(statement.statement_id, place, f"retour à la phrase : {place}")]
    parts.append(Text(" : "))
    for position, contribution_id in enumerate(contributions[:_MOST_SOURCES]):
        if position:
            parts.append(Text(", "))
        shown = reference_number(contribution_id)
        parts.append(Link(contribution_id, shown, f"contribution {shown}"))
    left = len(contributions) - _MOST_SOURCES
    if left > 0:
        parts.append(Text(f" et {number(left)} {plural(left, 'autre')}, dans le fichier trace.json"))
    return Paragraph(tuple(parts), f"s-{statement.statement_id}")
