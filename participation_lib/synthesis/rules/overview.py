"""Rules that say what is essential: in brief, in a few points, what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from participation_lib.schema import Nature, Quotation, Statement, Theme
from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.drafter import CLOSE, OPEN, Drafter, debate_name
from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.rules.debates import both_sides
from participation_lib.synthesis.verbatims import quoted
from participation_lib.synthesis.wording import compared, number, plural, spelled

__all__ = ["debates_in_brief", "in_brief", "main_points", "pending"]

_MOST_IN_BRIEF: Final = 3
_MOST_REQUESTS: Final = 2
_KINDS: Final = (
    (Nature.PROPOSAL, "propose une action", "proposent une action"),
    (Nature.PROBLEM, "signale un problème", "signalent un problème"),
    (Nature.CONCERN, "exprime une crainte", "expriment une crainte"),
    (Nature.SATISFACTION, "dit ce qui convient", "disent ce qui convient"),
    (Nature.OBSERVATION, "fait un constat", "font un constat"),
    (Nature.QUESTION, "pose une question", "posent une question"),
)


def in_brief(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Tell in half a minute who spoke, what gathers, what is debated, what is rarer, what is asked of the City.

    Each in the words of participants: at most three themes and three debates, unless the plan says otherwise.
    """
    everything = drafter.evidence.all_ideas
    if not everything:
        return
    yield DraftItem(drafter.statement(section_id, "etendue", _extent(drafter), everything))
    said: list[Idea] = []
    for rank, (theme, ideas) in enumerate(drafter.ranked[: most or _MOST_IN_BRIEF]):
        lead = "" if rank else "Ce qui revient le plus"
        yield DraftItem(_point(drafter, section_id, theme, ideas, said), lead=lead)
    if signed := drafter.common.signed(everything):
        yield DraftItem(drafter.statement(section_id, "textes_communs", _signed_in_all(drafter), signed))
    yield from _told_as("Désaccords", debates_in_brief(drafter, section_id, most or _MOST_IN_BRIEF))
    yield from _told_as(
        "Craintes et voix plus rares", _rare_in_brief(drafter, section_id, most or _MOST_IN_BRIEF, said)
    )
    yield from _told_as("Ce qui est demandé à la Ville", _asked_in_brief(drafter, section_id, said))


def _told_as(lead: str, items: Iterable[DraftItem]) -> Iterator[DraftItem]:
    """Announce the first of some sentences."""
    for rank, item in enumerate(items):
        yield item if rank else replace(item, lead=lead)


def _point(drafter: Drafter, section_id: str, theme: Theme, ideas: Sequence[Idea], said: list[Idea]) -> Statement:
    """Say how widely a theme is heard, and what most of it does, each time in the words of one who does.

    Parameters
    ----------
    said
        Ideas quoted so far, kept away from; those quoted here are added.
    """
    counts = Counter(idea.nature for idea in ideas)
    kinds = [kind for kind in _KINDS if counts[kind[0]]]
    kinds = sorted(kinds, key=lambda kind: -counts[kind[0]])[:2]
    told = compared([counts[nature] for nature, _, _ in kinds], feminine=True)
    parts: list[str] = []
    quotations: list[Quotation] = []
    for (nature, one, several), count in zip(kinds, told, strict=True):
        all_of_them = counts[nature] == len(ideas) > 1
        chosen = drafter.telling([idea for idea in ideas if idea.nature == nature], said)
        said.extend(chosen)
        found = [quoted(idea) for idea in chosen]
        quotations.extend(found)
        like = ", comme " if counts[nature] > 1 else ", "
        words = f"{like}{drafter.quotes(found, chosen)}" if found else ""
        parts.append(f"{'toutes' if all_of_them else count} {plural(counts[nature], one, several)}{words}")
    made_of = f" : {' ; '.join(parts)}" if parts else ""
    text = f"{OPEN}{theme.label}{CLOSE} ({drafter.size(ideas)}){made_of}."
    return drafter.statement(section_id, theme.theme_id, text, ideas, quotations)


def _rare_in_brief(drafter: Drafter, section_id: str, most: int, said: list[Idea]) -> Iterator[DraftItem]:
    """Give what is feared, then the smallest themes, each in the words of one idea."""
    feared = [idea for idea in drafter.evidence.all_ideas if idea.nature == Nature.CONCERN and not idea.flags]
    if feared:
        verb = plural(len(feared), "exprime une crainte ou une réserve", "expriment une crainte ou une réserve")
        yield DraftItem(_in_words(drafter, section_id, "craintes", f"{drafter.opening(feared)} {verb}", feared, said))
    few = max(3, len(drafter.evidence.all_ideas) // 20)
    small = [
        (theme, ideas)
        for theme, ideas in drafter.ranked[most:]
        if len(ideas) <= few and any(not idea.flags for idea in ideas)
    ]
    for theme, ideas in sorted(small, key=lambda pair: (len(pair[1]), pair[0].theme_id))[: most - 1]:
        start = f"{drafter.opening(ideas)} {plural(len(ideas), 'porte', 'portent')} sur {OPEN}{theme.label}{CLOSE}"
        yield DraftItem(_in_words(drafter, section_id, f"rare.{theme.theme_id}", start, ideas, said))


def _in_words(
    drafter: Drafter, section_id: str, name: str, start: str, ideas: Sequence[Idea], said: list[Idea]
) -> Statement:
    """End a sentence with the words of one of its ideas."""
    chosen = drafter.telling(ideas, said)
    said.extend(chosen)
    found = [quoted(idea) for idea in chosen]
    announced = ", par exemple : " if len(ideas) > 1 else " : "
    text = f"{start}{announced}{drafter.quotes(found, chosen)}." if found else f"{start}."
    return drafter.statement(section_id, name, text, ideas, found)


def _asked_in_brief(drafter: Drafter, section_id: str, said: list[Idea]) -> Iterator[DraftItem]:
    """Give how many actions are proposed, those that several contributions share, and how many questions wait."""
    proposed = [idea for idea in drafter.evidence.all_ideas if idea.nature == Nature.PROPOSAL and not idea.flags]
    if proposed:
        text = f"{drafter.opening(proposed)} {plural(len(proposed), 'propose une action', 'proposent une action')}."
        yield DraftItem(drafter.statement(section_id, "propositions", text, proposed))
    shared = [
        group
        for group in drafter.requests(proposed)
        if group.counts.contributions > 1
        and drafter.quotable([group.head])
        and not drafter.taking_sides & {idea.idea_id for idea in group.ideas}
    ]
    for group in shared[:_MOST_REQUESTS]:
        found = [quoted(group.head)]
        text = f"Une demande revient ({drafter.size(group.ideas)}) : {drafter.quotes(found, [group.head])}."
        said.append(group.head)
        name = f"demande.{group.head.idea_id}"
        yield DraftItem(drafter.statement(section_id, name, text, group.ideas, found))
    asked = [
        idea
        for idea in drafter.evidence.all_ideas
        if idea.nature == Nature.QUESTION and not idea.flags and not _answered(drafter, idea.idea_id)
    ]
    if asked:
        start = f"{drafter.opening(asked)} {plural(len(asked), 'attend une réponse', 'attendent une réponse')}"
        yield DraftItem(_in_words(drafter, section_id, "questions", start, asked, said))


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


def debates_in_brief(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give one sentence for each debate, with what both sides want, no majority drawn."""
    for debate in drafter.debates[: most or None]:
        both = [*debate.favourable, *debate.opposed]
        verb = "font" if debate.named.startswith("les ") else "fait"
        named = debate.named[:1].upper() + debate.named[1:]
        one, other = both_sides(drafter, debate, brief=True)
        text = f"{named} {verb} débat ({drafter.size(both)}) : {one} ; {other}."
        yield DraftItem(drafter.statement(section_id, f"debat.{debate_name(debate)}", text, both))


def main_points(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give the themes heard most widely, one line each: how much, where, and what most of it says."""
    said: list[Idea] = []
    for theme, ideas in drafter.ranked[: most or 5]:
        yield DraftItem(_point(drafter, section_id, theme, ideas, said), "listed")


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
