"""Rules that say what is essential: in brief, in a few points, what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from participation_lib.schema import Nature
from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.drafter import CLOSE, OPEN, Drafter, debate_name
from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.wording import compared, joined, number, plural, spelled

__all__ = ["debates_in_brief", "in_brief", "main_points", "pending"]

_KINDS: Final = (
    (Nature.PROPOSAL, "propose une action", "proposent une action"),
    (Nature.PROBLEM, "signale un problème", "signalent un problème"),
    (Nature.CONCERN, "exprime une crainte", "expriment une crainte"),
    (Nature.SATISFACTION, "dit ce qui convient", "disent ce qui convient"),
)


def in_brief(drafter: Drafter, section_id: str, _most: int) -> Iterator[DraftItem]:
    """Say who spoke, what comes first, what is debated, what is rarer."""
    evidence, everything = drafter.evidence, drafter.evidence.all_ideas
    if not everything:
        return
    ranked = drafter.ranked
    yield DraftItem(drafter.statement(section_id, "etendue", _extent(drafter), everything))
    if ranked:
        (first, first_ideas), others = ranked[0], ranked[1:3]
        text = f"Le thème le plus présent est {OPEN}{first.label}{CLOSE} ({drafter.size(first_ideas)})."
        yield DraftItem(drafter.statement(section_id, "premier", text, first_ideas))
        if others:
            named = joined([f"{OPEN}{theme.label}{CLOSE} ({drafter.size(ideas)})" for theme, ideas in others])
            verb = "Viennent ensuite" if len(others) > 1 else "Vient ensuite"
            told = [idea for _, ideas in others for idea in ideas]
            yield DraftItem(drafter.statement(section_id, "suivants", f"{verb} {named}.", told))
    if signed := drafter.common.signed(everything):
        yield DraftItem(drafter.statement(section_id, "textes_communs", _signed_in_all(drafter), signed))
    yield from _natures(drafter, section_id, everything)
    yield from debates_in_brief(drafter, section_id, 2)
    if len(ranked) > 4:
        rare = [pair for pair in ranked[-2:] if len(pair[1]) <= max(3, len(evidence.all_ideas) // 20)]
        if rare:
            named = joined([f"{OPEN}{theme.label}{CLOSE} ({drafter.size(ideas)})" for theme, ideas in rare])
            told = [idea for _, ideas in rare for idea in ideas]
            text = f"Plus rarement, il est question de {named}."
            yield DraftItem(drafter.statement(section_id, "rares", text, told))


def _extent(drafter: Drafter) -> str:
    evidence, everything = drafter.evidence, drafter.evidence.all_ideas
    counts, unit = evidence.counts(everything), evidence.unit
    contributions = f"{number(counts.contributions)} {plural(counts.contributions, 'contribution')}"
    verb = "portent" if counts.contributions > 1 else "porte"
    where = f", {unit.among(counts.groups, evidence.n_groups)}," if unit and counts.groups else ""
    # At every table: the count says it all, the base would only repeat it.
    if unit and counts.groups == evidence.n_groups:
        where = f", {unit.preposition} {number(evidence.n_groups)} {unit.several},"
    n_themes = len(drafter.ranked)
    themes = f", regroupées en {spelled(n_themes)} {plural(n_themes, 'thème')}" if n_themes > 1 else ""
    return f"{contributions}{where} {verb} {number(counts.ideas)} {plural(counts.ideas, 'idée')}{themes}."


def _signed_in_all(drafter: Drafter) -> str:
    """Say that texts were sent by many, how many signed them, and how many contributions there are besides."""
    common = drafter.common
    left = common.n_retained - common.n_signatories
    signed = f"{number(common.n_signatories)} {plural(common.n_signatories, 'contribution')}"
    besides = f"il y a {number(left)} {plural(left, 'autre contribution', 'autres contributions')}"
    if len(common.campaigns) == 1:
        return f"Un même texte a été repris dans {signed} : c'est un argument, présenté à part ; {besides}."
    n_texts = spelled(len(common.campaigns)).capitalize()
    return f"{n_texts} textes ont été repris dans {signed} : chacun est un argument, présenté à part ; {besides}."


def _natures(drafter: Drafter, section_id: str, ideas: Sequence[Idea]) -> Iterator[DraftItem]:
    proposals = [idea for idea in ideas if idea.nature == Nature.PROPOSAL]
    problems = [idea for idea in ideas if idea.nature == Nature.PROBLEM]
    if proposals and problems:
        first, second = compared([len(proposals), len(problems)], feminine=True)
        text = (
            f"{first.capitalize()} {plural(len(proposals), 'idée propose', 'idées proposent')} une action et "
            f"{second} {plural(len(problems), 'signale', 'signalent')} un problème."
        )
        yield DraftItem(drafter.statement(section_id, "natures", text, [*proposals, *problems]))


def debates_in_brief(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give one sentence for each debate, no side first."""
    for debate in drafter.debates[: most or None]:
        both = [*debate.favourable, *debate.opposed]
        text = f"Les avis s'opposent à propos de {OPEN}{debate.subject}{CLOSE} ({drafter.size(both)})."
        yield DraftItem(drafter.statement(section_id, f"debat.{debate_name(debate)}", text, both))


def main_points(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give the themes heard most widely, one line each: how much, where, and what it is made of."""
    for theme, ideas in drafter.ranked[: most or 5]:
        counts = Counter(idea.nature for idea in ideas)
        kinds = [kind for kind in _KINDS if counts[kind[0]]][:2]
        told = compared([counts[nature] for nature, _, _ in kinds], feminine=True)
        parts = [
            f"{'toutes' if counts[nature] == len(ideas) > 1 else count} {plural(counts[nature], one, several)}"
            for (nature, one, several), count in zip(kinds, told, strict=True)
        ]
        made_of = f" : {joined(parts)}" if parts else ""
        text = f"{OPEN}{theme.label}{CLOSE} ({drafter.size(ideas)}){made_of}."
        yield DraftItem(drafter.statement(section_id, theme.theme_id, text, ideas), "listed")


def pending(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give what is left open: debates, then questions without an answer."""
    debates = list(debates_in_brief(drafter, section_id, most))
    yield from debates
    questions = [
        idea
        for idea in drafter.evidence.all_ideas
        if idea.nature == Nature.QUESTION and not _answered(drafter, idea.idea_id)
    ]
    shown = drafter.quotable(questions)[: max(0, (most or 10) - len(debates))]
    yield from drafter.listed(section_id, shown, lead="Questions à instruire")
    rest = [idea for idea in questions if idea not in shown]
    if rest:
        text = f"{drafter.n_ideas(rest).capitalize()} {plural(len(rest), 'pose', 'posent')} une autre question."
        yield DraftItem(drafter.statement(section_id, "autres_questions", text, rest))


def _answered(drafter: Drafter, idea_id: str) -> bool:
    answer = drafter.choices.answers.get(idea_id)
    return answer is not None and bool(answer.answer.strip())
