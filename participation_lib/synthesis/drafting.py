"""Drafting a document from tables: no sentence without ideas, no number typed.

A draft is extractive: fixed turns of phrase, computed numbers, exact quotations. Its plan
says which rules fill which section; what people decided about the document is applied
last, and never lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from participation_lib.corpus.tagging import TaggedText
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.draft import Draft, DraftItem, DraftSection
from participation_lib.synthesis.drafter import Drafter, is_about_the_process
from participation_lib.synthesis.editing import apply_edits
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.plans import EXHIBITS, Plan, PlanSection, SectionContent, facts, plan_named
from participation_lib.synthesis.rules import SECTION_RULES, chapters

__all__ = ["Draft", "DraftItem", "DraftSection", "draft_document", "draft_synthesis", "is_about_the_process"]

_OPEN: Final = "à compléter"
_PLACE: Final = re.compile(r"\{([a-z_]+)\}")


def draft_synthesis(evidence: Evidence, tagged: Sequence[TaggedText]) -> Draft:
    """Give the draft of a synthesis, the document made without anybody having decided anything.

    Parameters
    ----------
    tagged
        Tagged words of each idea, in the order of `evidence.ideas`.
    """
    return draft_document(plan_named("synthese"), evidence, tagged)


def draft_document(
    plan: Plan, evidence: Evidence, tagged: Sequence[TaggedText], choices: Choices | None = None
) -> Draft:
    """Give a document of a plan, drafted from the tables, with what people decided about it.

    What does not rest on ideas (representativity, method, tables) is not drafted here: it is
    laid out by `participation_lib.notes`.

    Parameters
    ----------
    tagged
        Tagged words of each idea, in the order of `evidence.ideas`.
    choices
        What people decided; None for nothing.

    Returns
    -------
    Draft
        A section for each of the plan, in its order; a part for each theme after the section
        that tells them one by one.
    """
    choices = choices or Choices()
    known = dict(choices.facts)
    if evidence.question.strip():
        known.setdefault("question", " ".join(evidence.question.split()))
    drafter = Drafter(evidence, tagged, choices)
    sections = [part for section in plan.sections for part in _drafted(plan, section, drafter, known)]
    sections, removed = apply_edits(sections, choices.edits.get(plan.document_id, ()), evidence)
    subjects = tuple(debate.subject for debate in drafter.debates)
    return Draft(plan, tuple(sections), removed, known.get("titre", ""), subjects)


def _drafted(plan: Plan, section: PlanSection, drafter: Drafter, known: Mapping[str, str]) -> Iterator[DraftSection]:
    rules = [content for content in section.contents if content.name in SECTION_RULES]
    items: dict[str, DraftItem] = {}
    for content in rules:
        for item in SECTION_RULES[content.name].build(drafter, section.section_id, content.most):
            items.setdefault(item.statement.statement_id, item)  # two rules may tell the same thing
    parts = list(chapters(drafter)) if any(content.name == "par_theme" for content in section.contents) else []
    labels = facts()
    sentences = [_filled(sentence, known) for sentence in section.sentences]
    asked = [*section.facts, *(name for sentence in section.sentences for name in _PLACE.findall(sentence))]
    silence = "" if items or parts else next((SECTION_RULES[r.name].silence for r in rules), "")
    yield DraftSection(
        section_id=section.section_id,
        heading=section.heading,
        items=tuple(items.values()),
        voice=section.voice,
        purpose=section.purpose,
        exhibits=tuple(content for content in section.contents if _is_shown(content, drafter.evidence)),
        facts=tuple(
            (labels[name].label, known.get(name, _OPEN)) for name in section.facts if name in known or plan.opens_facts
        ),
        sentences=tuple(sentence for sentence in sentences if sentence),
        columns=_columns(rules, drafter.evidence),
        silence=silence,
        missing=tuple(dict.fromkeys(name for name in asked if name not in known)),
        mandatory=section.mandatory,
        left_open=(plan.document_id, section.section_id) in drafter.choices.left_open,
        prompt=section.prompt,
    )
    yield from parts


def _filled(sentence: str, known: Mapping[str, str]) -> str:
    """Give a fixed sentence with its facts, "" where one is missing."""
    names = _PLACE.findall(sentence)
    return "" if any(name not in known for name in names) else _PLACE.sub(lambda found: known[found[1]], sentence)


def _is_shown(content: SectionContent, evidence: Evidence) -> bool:
    if content.name in ("groupes", "themes_par_groupe"):
        return evidence.n_groups > 1
    if content.name in ("cartographie", "natures_par_theme"):
        return bool(evidence.all_ideas and evidence.themes)
    return content.name in EXHIBITS


def _columns(rules: Sequence[SectionContent], evidence: Evidence) -> tuple[str, ...]:
    columns = next((SECTION_RULES[rule.name].columns for rule in rules if SECTION_RULES[rule.name].columns), ())
    unit = evidence.unit
    return tuple(
        unit.several.capitalize() if unit and column == "{groupes}" else column
        for column in columns
        if unit or column != "{groupes}"
    )
