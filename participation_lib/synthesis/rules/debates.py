"""Rules that show a disagreement: both sides alike, with their arguments, and no majority."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from participation_lib.schema import Quotation
from participation_lib.synthesis.disagreement import Debate
from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.drafter import CLOSE, OPEN, Drafter, debate_name
from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.verbatims import quoted
from participation_lib.synthesis.wording import plural

__all__ = ["debate_items", "debates"]

_MOST_QUOTES: Final = 2


def debate_items(
    drafter: Drafter, section_id: str, debate: Debate, cited: list[Idea], *, lead: str = ""
) -> Iterator[DraftItem]:
    """Give one sentence with both sides: as many quotations for one as for the other."""
    shown = [drafter.typical(side, _MOST_QUOTES) for side in (debate.favourable, debate.opposed)]
    n_quotes = min(len(side) for side in shown)
    sides: list[str] = []
    quotations: list[Quotation] = []
    for ideas, chosen, one, several in zip(
        (debate.favourable, debate.opposed),
        shown,
        ("y est favorable", "y est défavorable"),
        ("y sont favorables", "y sont défavorables"),
        strict=True,
    ):
        kept = chosen[:n_quotes]
        cited.extend(kept)
        found = [quoted(idea) for idea in kept]
        quotations.extend(found)
        words = f" ({drafter.quotes(found, kept)})" if found else ""
        sides.append(f"{drafter.n_ideas(ideas)} {plural(len(ideas), one, several)}{words}")
    text = f"À propos de {OPEN}{debate.subject}{CLOSE}, {sides[0]} et {sides[1]}."
    both = [*debate.favourable, *debate.opposed]
    name = f"debat.{debate_name(debate)}"
    yield DraftItem(drafter.statement(section_id, name, text, both, quotations), lead=lead)


def debates(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give every debate, how much and where, then both sides."""
    for debate in drafter.debates[: most or None]:
        both: Sequence[Idea] = [*debate.favourable, *debate.opposed]
        where = drafter.where(both)
        start = f"{where}, {drafter.n_ideas(both)}" if where else drafter.n_ideas(both)
        text = (
            f"{start[0].upper()}{start[1:]} prennent position sur {OPEN}{debate.subject}{CLOSE}, "
            "dans des sens opposés. Nous n'avons pas cherché à dégager une majorité."
        )
        name = f"objet.{debate_name(debate)}"
        label = debate.subject[:1].upper() + debate.subject[1:]
        yield DraftItem(drafter.statement(section_id, name, text, both), lead=label)
        yield from debate_items(drafter, section_id, debate, [])
