"""Rules on how widely something is said: what gathers, what is rarer, what is feared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from participation_lib.schema import Nature
from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.drafter import CLOSE, OPEN, Drafter
from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.verbatims import quoted, rarest, stands_alone
from participation_lib.synthesis.wording import joined, number, plural, quantity_word, spelled

__all__ = ["concerns", "rarer", "what_gathers"]

_KINDS: Final = (  # with whether « une » goes with it
    (Nature.PROPOSAL, "proposition", "propositions", True),
    (Nature.PROBLEM, "problème signalé", "problèmes signalés", False),
    (Nature.SATISFACTION, "satisfaction", "satisfactions", True),
)
_MOST_QUOTES: Final = 2
_LEAST_SHARE_OF_GROUPS: Final = 0.5
_FEWEST_GROUPS: Final = 3
_LEAST_SHARE: Final = 0.05  # of contributions, where nobody sat at tables
_FEWEST_CONTRIBUTIONS: Final = 5


def what_gathers(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give themes heard in at least half of the groups (three at least), with what is proposed and noted most.

    Where there are no groups: themes of at least one contribution in twenty, five at least.
    A theme in which a debate was found says so.
    """
    evidence = drafter.evidence
    debated = {debate.theme_id for debate in drafter.debates}
    n_given = 0
    for theme, ideas in drafter.ranked:
        counts = evidence.counts(ideas)
        n_once, of_once = drafter.common.contributions_once(ideas), drafter.common.n_retained_once
        if evidence.unit:
            widely = (counts.groups or 0) >= max(_FEWEST_GROUPS, _LEAST_SHARE_OF_GROUPS * evidence.n_groups)
        else:
            widely = n_once >= max(_FEWEST_CONTRIBUTIONS, _LEAST_SHARE * of_once)
        if not widely or (most and n_given >= most):
            continue
        n_given += 1
        where = drafter.where(ideas)
        if where:
            start = f"{where[0].upper()}{where[1:]}, {number(len(ideas))} {plural(len(ideas), 'idée')}"
            start += f" {plural(len(ideas), 'porte', 'portent')} sur {OPEN}{theme.label}{CLOSE}"
        else:
            word = quantity_word(n_once, of_once)
            noun = "contribution" if word == "une" else "contributions"
            verb = "évoque" if word in ("une", "une part importante des") else "évoquent"
            start = f"{word} {noun} ({number(n_once)} sur {number(of_once)})"
            start = f"{start[0].upper()}{start[1:]} {verb} {OPEN}{theme.label}{CLOSE}"
        natures = Counter(idea.nature for idea in ideas)
        told = [kind for kind in _KINDS if natures[kind[0]]]
        digits = max((natures[nature] for nature, *_ in told), default=0) > 9
        kinds = [
            f"{number(natures[nature]) if digits else spelled(natures[nature], feminine=feminine)} "
            f"{plural(natures[nature], one, several)}"
            for nature, one, several, feminine in told
        ]
        shown: list[Idea] = []
        for nature in sorted((kind[0] for kind in told), key=lambda nature: -natures[nature])[:_MOST_QUOTES]:
            shown += drafter.telling([idea for idea in ideas if idea.nature == nature], shown)
        quotations = [quoted(idea) for idea in shown]
        made_of = f", dont {joined(kinds)}" if kinds else ""
        said = f" : {drafter.quotes(quotations, shown)}" if quotations else ""
        also = " Ce thème compte aussi un désaccord, présenté plus loin." if theme.theme_id in debated else ""
        remark = drafter.common.remark(ideas)
        text = f"{start}{made_of}{said}.{also}{' ' + remark if remark else ''}"
        yield DraftItem(drafter.statement(section_id, theme.theme_id, text, ideas, quotations))


def rarer(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give small themes, then ideas unlike the others of their theme: each in its own words, with where it was said."""
    evidence = drafter.evidence
    few = max(3, len(evidence.all_ideas) // 50)
    n_given = 0
    for theme, ideas in reversed(drafter.ranked):
        if len(ideas) > few or (most and n_given >= most // 2):
            continue
        shown = drafter.typical(ideas, 2)
        if not shown:
            continue
        n_given += 1
        quotations = [quoted(idea) for idea in shown]
        where = drafter.where(ideas)
        verb = plural(len(ideas), "porte", "portent")
        start = f"{drafter.n_ideas(ideas)}{', ' + where + ',' if where else ''} {verb} sur {OPEN}{theme.label}{CLOSE}"
        text = f"{start[0].upper()}{start[1:]} : {drafter.quotes(quotations, shown)}."
        yield DraftItem(drafter.statement(section_id, theme.theme_id, text, ideas, quotations), "listed")
    left = (most or 12) - n_given
    small = {theme.theme_id for theme, ideas in drafter.ranked if len(ideas) <= few}
    found = []
    for theme, ideas in drafter.ranked:
        if theme.theme_id in small:
            continue
        told = [idea for idea in drafter.quotable(ideas) if idea.nature != Nature.QUESTION and not idea.flags]
        # What is feared, noted or proposed by one alone is what may be missed; who is pleased asks for nothing.
        found.extend(rarest(evidence, [idea for idea in told if idea.nature != Nature.SATISFACTION] or told, 1))
    yield from drafter.listed(section_id, found[:left])


def concerns(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give what is feared, in its own words."""
    feared = [idea for idea in drafter.evidence.all_ideas if idea.nature == Nature.CONCERN]
    if not feared:
        return
    verb = plural(len(feared), "exprime", "expriment")
    text = f"{drafter.opening(feared)} {verb} une crainte ou une réserve."
    yield DraftItem(drafter.statement(section_id, "craintes", text, feared))
    limit = most or 5
    clear = [idea for idea in feared if stands_alone(idea.text)]
    yield from drafter.listed(section_id, drafter.typical(clear if len(clear) >= limit else feared, limit))
