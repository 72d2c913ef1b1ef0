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
_SIDES: Final = (
    ("pour", "y est favorable", "y sont favorables"),
    ("contre", "y est défavorable", "y sont défavorables"),
)


def _wishes(debate: Debate) -> tuple[str, str]:
    """Give what both sides want, nothing for either where one is not known: sides are told alike."""
    return debate.wishes if all(debate.wishes) else ("", "")


def _side(drafter: Drafter, ideas: Sequence[Idea], wish: str, one: str, several: str) -> str:
    """Say what a side wants where that is known, « pour huit idées, il faut tondre », else which side it is on."""
    if not wish:
        return f"{drafter.n_ideas(ideas)} {plural(len(ideas), one, several)}"
    must = f"il ne faut pas {wish.removeprefix('ne pas ')}" if wish.startswith("ne pas ") else f"il faut {wish}"
    return f"pour {drafter.n_ideas(ideas)}, {must}"


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
        (one for _, one, _ in _SIDES),
        (several for _, _, several in _SIDES),
        strict=True,
    ):
        kept = chosen[:n_quotes]
        cited.extend(kept)
        found = [quoted(idea) for idea in kept]
        quotations.extend(found)
        words = f" ({drafter.quotes(found, kept)})" if found else ""
        sides.append(f"{_side(drafter, ideas, _wishes(debate)[len(sides)], one, several)}{words}")
    text = f"À propos de {OPEN}{debate.subject}{CLOSE}, {sides[0]} et {sides[1]}."
    both = [*debate.favourable, *debate.opposed]
    name = f"debat.{debate_name(debate)}"
    yield DraftItem(drafter.statement(section_id, name, text, both, quotations), lead=lead)


def debates(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give every debate: how much and where, then each side in its own words, alike, and no majority."""
    for debate in drafter.debates[: most or None]:
        both = [*debate.favourable, *debate.opposed]
        where = drafter.where(both)
        start = f"{where}, {drafter.n_ideas(both)}" if where else drafter.n_ideas(both)
        text = (
            f"{start[0].upper()}{start[1:]} prennent position sur {OPEN}{debate.subject}{CLOSE}, "
            "dans des sens opposés. Nous n'avons pas cherché à dégager une majorité."
        )
        label = debate.subject[:1].upper() + debate.subject[1:]
        name = debate_name(debate)
        yield DraftItem(drafter.statement(section_id, f"objet.{name}", text, both), lead=label)
        shown = [drafter.typical(side, _MOST_QUOTES) for side in (debate.favourable, debate.opposed)]
        n_quotes = min(len(side) for side in shown)
        for ideas, chosen, (kind, one, several) in zip((debate.favourable, debate.opposed), shown, _SIDES, strict=True):
            quotations = [quoted(idea) for idea in chosen[:n_quotes]]
            wish = _wishes(debate)[0 if kind == "pour" else 1]
            side = _side(drafter, ideas, wish, one, several)
            side = side[0].upper() + side[1:]
            words = f" : {drafter.quotes(quotations, chosen[:n_quotes])}" if quotations else ""
            statement = drafter.statement(section_id, f"debat.{name}.{kind}", f"{side}{words}.", ideas, quotations)
            yield DraftItem(statement, "listed")
