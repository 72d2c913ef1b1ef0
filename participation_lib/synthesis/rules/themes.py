"""Rules that tell themes one after the other, and what fits in none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from participation_lib.schema import Nature, Statement, Theme
from participation_lib.synthesis.draft import DraftItem, DraftSection
from participation_lib.synthesis.drafter import MOST_LISTED, Drafter, anchor
from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.rules.debates import debate_items
from participation_lib.synthesis.verbatims import quoted, rarest
from participation_lib.synthesis.wording import number, plural, quantity_word

__all__ = ["chapters", "theme_extent", "unclassified"]

_LEAST_FOR_PERCENT: Final = 100
_NATURES: Final = (
    (Nature.PROBLEM, "Problèmes", "signale un problème", "signalent un problème"),
    (Nature.PROPOSAL, "Propositions", "propose une action", "proposent une action"),
    (Nature.SATISFACTION, "Ce qui est apprécié", "exprime une satisfaction", "expriment une satisfaction"),
    (Nature.CONCERN, "Craintes", "exprime une crainte ou une réserve", "expriment une crainte ou une réserve"),
    (Nature.OBSERVATION, "Constats", "fait un constat", "font un constat"),
)


def chapters(drafter: Drafter) -> Iterator[DraftSection]:
    """Give a part for each theme, those heard most widely first."""
    for theme, ideas in drafter.ranked:
        items = tuple(_chapter(drafter, theme, ideas))
        yield DraftSection(_section(theme), theme.label, items, theme_id=theme.theme_id, level=2)


def _section(theme: Theme) -> str:
    return f"theme.{anchor(theme.theme_id)}"


def _chapter(drafter: Drafter, theme: Theme, ideas: list[Idea]) -> Iterator[DraftItem]:
    """Tell one theme: how much and where, then by nature, debates, rarer words, questions, verbatims."""
    section_id = _section(theme)
    yield DraftItem(drafter.statement(section_id, "etendue", theme_extent(drafter, ideas), ideas))
    # Chosen first, so that even a small theme is heard in its own words.
    spoken = [idea for idea in ideas if idea.nature != Nature.QUESTION]
    voices = drafter.typical(spoken, _n_verbatims(len(ideas)))
    cited: list[Idea] = list(voices)
    for nature, lead, one, several in _NATURES:
        kept = [idea for idea in ideas if idea.nature == nature]
        if kept:
            yield DraftItem(_by_nature(drafter, section_id, nature, kept, one, several, cited), lead=lead)
    for debate in drafter.debates:
        if debate.theme_id == theme.theme_id:
            yield from debate_items(drafter, section_id, debate, cited, lead="Ce qui fait débat")
    told = [idea for idea in ideas if idea.nature != Nature.QUESTION and not idea.flags]
    rare = rarest(drafter.evidence, drafter.quotable(told), 2, cited)
    if rare:
        quotations = [quoted(idea) for idea in rare]
        cited.extend(rare)
        text = f"{drafter.quotes(quotations, rare)}."
        yield DraftItem(drafter.statement(section_id, "rare", text, rare, quotations), lead="Dit plus rarement")
    yield from _questions(drafter, section_id, [idea for idea in ideas if idea.nature == Nature.QUESTION])
    for position, idea in enumerate(voices):
        quotation = quoted(idea)
        statement = drafter.statement(
            section_id, f"parole.{idea.idea_id}", drafter.quotes([quotation], [idea]), [idea], [quotation]
        )
        yield DraftItem(statement, "verbatim", lead="" if position else "Paroles de participants")


def theme_extent(drafter: Drafter, ideas: Sequence[Idea]) -> str:
    """Say how many ideas bear on a theme, and where; a word of quantity with its base where nobody sat at tables.

    The word and its base count each common text once; what its signatories weigh is said after.
    """
    evidence, where = drafter.evidence, drafter.where(ideas)
    counts = evidence.counts(ideas)
    if where:
        of_all = f"{number(counts.ideas)} {plural(counts.ideas, 'idée')} sur {number(len(evidence.all_ideas))}"
        text = f"{where}, {of_all} {plural(counts.ideas, 'porte', 'portent')} sur ce thème."
        return _with(text[0].upper() + text[1:], drafter.common.remark(ideas))
    n_once, of_once = drafter.common.contributions_once(ideas), drafter.common.n_retained_once
    word = quantity_word(n_once, of_once)
    base = f"{number(n_once)} sur {number(of_once)}"
    if of_once >= _LEAST_FOR_PERCENT and not evidence.in_session:
        share = round(100 * n_once / of_once)
        base += f", soit {share}\u00a0%" if share else ""
    noun = "contribution" if word == "une" else "contributions"
    verb = "évoque" if word in ("une", "une part importante des") else "évoquent"
    ideas_told = f"{number(counts.ideas)} {plural(counts.ideas, 'idée')}"
    sentence = f"{word} {noun} ({base}) {verb} ce thème, avec {ideas_told}."
    return _with(sentence[0].upper() + sentence[1:], drafter.common.remark(ideas))


def _with(sentence: str, remark: str) -> str:
    return f"{sentence} {remark}" if remark else sentence


def _by_nature(
    drafter: Drafter, section_id: str, nature: Nature, ideas: list[Idea], one: str, several: str, cited: list[Idea]
) -> Statement:
    wanted = len(ideas) if len(ideas) <= 2 else 2 if len(ideas) < 12 else 3
    shown = drafter.typical(ideas, wanted, cited)
    cited.extend(shown)
    start = f"{drafter.opening(ideas)} {plural(len(ideas), one, several)}"
    if not shown:
        return drafter.statement(section_id, nature.value, f"{start}.", ideas)
    quotations = [quoted(idea) for idea in shown]
    announced = " :" if len(shown) == len(ideas) else ", par exemple :"
    text = f"{start}{announced} {drafter.quotes(quotations, shown)}."
    return drafter.statement(section_id, nature.value, text, ideas, quotations)


def _questions(drafter: Drafter, section_id: str, questions: Sequence[Idea]) -> Iterator[DraftItem]:
    shown = drafter.quotable(questions)[:MOST_LISTED]
    yield from drafter.listed(section_id, shown, lead="Questions à la Ville")
    rest = [idea for idea in questions if idea not in shown]
    if rest:
        text = f"{drafter.n_ideas(rest).capitalize()} {plural(len(rest), 'pose', 'posent')} une autre question."
        yield DraftItem(drafter.statement(section_id, "autres_questions", text, rest))


def unclassified(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Show what fits nowhere: it is never left out."""
    ideas = drafter.evidence.unclassified
    if not ideas:
        return
    verb = plural(len(ideas), "ne se rattache", "ne se rattachent")
    text = f"{drafter.opening(ideas)} {verb} à aucun des thèmes."
    yield DraftItem(drafter.statement(section_id, "etendue", text, ideas))
    limit = most or MOST_LISTED
    quotable = drafter.quotable(ideas)
    yield from drafter.listed(section_id, quotable if len(quotable) <= limit else drafter.typical(quotable, limit))


def _n_verbatims(n_ideas: int) -> int:
    return 2 if n_ideas < 15 else 3 if n_ideas < 60 else 4
