"""Rules that show a disagreement: both sides alike, with their arguments, and no majority."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from participation_lib.schema import Quotation
from participation_lib.synthesis.disagreement import Debate
from participation_lib.synthesis.draft import DraftItem, Form
from participation_lib.synthesis.drafter import Drafter, debate_name
from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.verbatims import quoted
from participation_lib.synthesis.wording import plural

__all__ = ["both_sides", "debate_items", "debates"]

_MOST_QUOTES: Final = 2
_LARGE: Final = 500  # ideas
_SIDES: Final = (
    ("pour", "y est favorable", "y sont favorables"),
    ("contre", "y est défavorable", "y sont défavorables"),
)


def _wishes(debate: Debate) -> tuple[str, str]:
    """Give what both sides want, nothing for either where one is not known: sides are told alike."""
    return debate.wishes if all(debate.wishes) else ("", "")


def _side(count: str, n_said: int, wish: str, one: str, several: str) -> str:
    """Say what a side wants where that is known, « pour huit idées, il faut tondre », else which side it is on."""
    if not wish:
        return f"{count} {plural(n_said, one, several)}"
    must = f"il ne faut pas {wish.removeprefix('ne pas ')}" if wish.startswith("ne pas ") else f"il faut {wish}"
    return f"pour {count}, {must}"


def both_sides(drafter: Drafter, debate: Debate, *, brief: bool = False) -> tuple[str, str]:
    """Give how many ideas take each side and what they want: « pour deux idées, il faut tondre ».

    Parameters
    ----------
    brief
        Whether the second side goes without « idées », being told in the same sentence.
    """
    wishes = _wishes(debate)
    first, second = (drafter.n_ideas(side) for side in (debate.favourable, debate.opposed))
    if brief:
        second = second.rpartition(" ")[0]
    return (
        _side(first, len(debate.favourable), wishes[0], *_SIDES[0][1:]),
        _side(second, len(debate.opposed), wishes[1], *_SIDES[1][1:]),
    )


def _shown(drafter: Drafter, debate: Debate) -> list[list[Idea]]:
    """Choose what is quoted of each side: as many for one as for the other."""
    shown = [drafter.typical(side, _MOST_QUOTES) for side in (debate.favourable, debate.opposed)]
    return [side[: min(map(len, shown))] for side in shown]


def _neither(drafter: Drafter, section_id: str, debate: Debate, form: Form) -> Iterator[DraftItem]:
    """Give who is in no side: who says yes on conditions, then, in a room, who leans without stating it.

    So that a side whose people complain rather than ask is not taken for a small one.
    """
    leaning = sorted((idea for side in debate.leaning for idea in side), key=lambda idea: idea.row)
    few = leaning if len(drafter.evidence.all_ideas) < _LARGE else []  # among thousands, too many are misread
    for name, ideas, one, several in (
        ("nuance", debate.nuanced, "ne se range d'aucun côté", "ne se rangent d'aucun côté"),
        (
            "autour",
            few,
            "porte sur ce point sans être comptée dans un camp",
            "portent sur ce point sans être comptées dans un camp",
        ),
    ):
        if not ideas:
            continue
        chosen = drafter.typical(ideas, _MOST_QUOTES)
        quotations = [quoted(idea) for idea in chosen]
        counted = drafter.n_ideas(ideas)
        if name == "autour":
            counted = counted.replace(" ", plural(len(ideas), " autre ", " autres "), 1)
        words = f" : {drafter.quotes(quotations, chosen)}" if quotations else ""
        text = f"{counted[0].upper()}{counted[1:]} {plural(len(ideas), one, several)}{words}."
        statement = drafter.statement(section_id, f"{name}.{debate_name(debate)}", text, ideas, quotations)
        yield DraftItem(statement, form)


def debate_items(
    drafter: Drafter, section_id: str, debate: Debate, cited: list[Idea], *, lead: str = ""
) -> Iterator[DraftItem]:
    """Give one sentence with both sides: as many quotations for one as for the other; then conditions."""
    sides: list[str] = []
    quotations: list[Quotation] = []
    for said, kept in zip(both_sides(drafter, debate), _shown(drafter, debate), strict=True):
        cited.extend(kept)
        found = [quoted(idea) for idea in kept]
        quotations.extend(found)
        sides.append(f"{said} ({drafter.quotes(found, kept)})" if found else said)
    text = f"À propos {debate.about}, {sides[0]} et {sides[1]}."
    both = [*debate.favourable, *debate.opposed]
    name = f"debat.{debate_name(debate)}"
    yield DraftItem(drafter.statement(section_id, name, text, both, quotations), lead=lead)
    yield from _neither(drafter, section_id, debate, "sentence")


def debates(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give every debate: how much and where, then each side in its own words, alike, and no majority."""
    for debate in drafter.debates[: most or None]:
        both = [*debate.favourable, *debate.opposed]
        text = (
            f"{drafter.opening(both)} prennent position à propos {debate.about}, "
            "dans des sens opposés. Nous n'avons pas cherché à dégager une majorité."
        )
        label = debate.named[:1].upper() + debate.named[1:]
        name = debate_name(debate)
        yield DraftItem(drafter.statement(section_id, f"objet.{name}", text, both), lead=label)
        told = zip(
            (debate.favourable, debate.opposed),
            both_sides(drafter, debate),
            _shown(drafter, debate),
            (kind for kind, *_ in _SIDES),
            strict=True,
        )
        for ideas, side, chosen, kind in told:
            quotations = [quoted(idea) for idea in chosen]
            words = f" : {drafter.quotes(quotations, chosen)}" if quotations else ""
            sentence = f"{side[0].upper()}{side[1:]}{words}."
            statement = drafter.statement(section_id, f"debat.{name}.{kind}", sentence, ideas, quotations)
            yield DraftItem(statement, "listed")
        yield from _neither(drafter, section_id, debate, "listed")
