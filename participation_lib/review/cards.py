"""Ideas, themes and counts as plain rows for screens: nothing left to compute, nothing to query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import ReviewedIdea
from participation_lib.schema import SET_ASIDE, SET_ASIDE_LABEL, UNCLASSIFIED, UNCLASSIFIED_LABEL
from participation_lib.themes.labels import NATURE_LABELS, group_label, sequence_label, solidity_words

__all__ = ["IdeaCard", "ThemeRow", "confidence_words", "idea_cards", "theme_label", "theme_rows"]

_SURE: Final = 55  # belief; among a dozen themes, half of what is well placed is above
_FAIRLY_SURE: Final = 30


@dataclass(frozen=True, slots=True)
class IdeaCard:
    """An idea as a card shows it.

    Attributes
    ----------
    reference, group, sequence
        « 42 », where it was written (« table 3 ») and at which step (« séq. 2 »), "" when unknown.
    before, text, after
        Its whole contribution, cut around the idea.
    theme_id
        `SET_ASIDE` for an idea set aside.
    belief
        How much the tool believes in this place, 0 to 100.
    reason
        Why it is doubtful, without a theme or set aside; "" otherwise.
    hand
        Who settled it or set it aside: « vous », the name of another person; "" for nobody.
    secondary
        Identifiers of further themes.
    """

    idea_id: str
    reference: str
    group: str
    sequence: str
    before: str
    text: str
    after: str
    theme_id: str
    nature: str
    nature_label: str
    flags: tuple[str, ...]
    belief: int
    to_review: bool
    reason: str
    settled: bool
    by_tool: bool
    hand: str
    secondary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme as a list shows it; `groups` is None where no group is known.

    Attributes
    ----------
    solidity
        In words: « net », « assez net », « peu net », « fait à la main », « non mesuré » for one
        that came in later.
    settled
        Ideas that a person placed or confirmed.
    """

    theme_id: str
    label: str
    description: str
    keywords: tuple[str, ...]
    ideas: int
    contributions: int
    groups: int | None
    settled: int
    to_review: int
    solidity: str
    locked: bool
    approved: bool
    proposed: bool


def confidence_words(card: IdeaCard) -> str:
    """Say how sure the place of an idea is, and how much out of 100; without full stop.

    What a person decided comes first, then what is doubtful and why.
    """
    if card.theme_id == SET_ASIDE:
        return f"écartée{'' if card.hand in ('', 'vous') else f' par {card.hand}'} : {card.reason}"
    if card.theme_id == UNCLASSIFIED:
        return f"laissée sans thème par {card.hand}" if card.settled else f"sans thème : {card.reason or 'à relire'}"
    if card.settled:
        return f"placée par {card.hand}"
    number = f"{card.belief} sur 100"
    if card.by_tool:
        return f"déplacée par l’outil, à relire : {number}"
    if card.to_review:
        return f"à relire : {number}" + (f", {card.reason}" if card.reason else "")
    return f"{'sûr' if card.belief >= _SURE else 'assez sûr' if card.belief >= _FAIRLY_SURE else 'peu sûr'} : {number}"


def theme_label(desk: ReviewDesk, theme_id: str) -> str:
    """Give what a theme is called on screen, the two special places included."""
    if theme_id in desk.review.themes:
        return desk.review.themes[theme_id].label
    gone = desk.review.deleted.get(theme_id, theme_id)
    return {UNCLASSIFIED: UNCLASSIFIED_LABEL, SET_ASIDE: SET_ASIDE_LABEL}.get(theme_id, gone)


def idea_cards(desk: ReviewDesk, ideas: Iterable[ReviewedIdea]) -> tuple[IdeaCard, ...]:
    """Give the cards of some ideas, in the order given."""
    review = desk.review
    cards = []
    for idea in ideas:
        contribution = review.contributions[idea.contribution_id]
        held = review.is_held(idea)
        cards.append(
            IdeaCard(
                idea_id=idea.idea_id,
                reference=contribution.reference,
                group=group_label(contribution.group, desk.group_name),
                sequence=sequence_label(contribution.sequence),
                before=contribution.text[: idea.start],
                text=contribution.text[idea.start : idea.end],
                after=contribution.text[idea.end :],
                theme_id=SET_ASIDE if idea.set_aside else idea.theme_id,
                nature=idea.nature,
                nature_label=NATURE_LABELS.get(idea.nature, ""),
                flags=tuple(sorted(idea.flags)),
                belief=desk.belief(idea),
                to_review=review.needs_review(idea),
                reason=idea.set_aside or ("" if held and idea.theme_id != UNCLASSIFIED else idea.reason),
                settled=idea.settled,
                by_tool=idea.learnt > 0 and not held,
                hand=desk.hand_of(idea.idea_id) if idea.settled or idea.set_aside else "",
                secondary=idea.secondary,
            )
        )
    return tuple(cards)


def theme_rows(desk: ReviewDesk) -> tuple[ThemeRow, ...]:
    """Give the themes, those with most ideas first, empty ones included."""
    review = desk.review
    has_groups = any(contribution.group for contribution in review.contributions.values())
    rows = []
    for theme in review.themes.values():
        ideas = review.by_theme[theme.theme_id]
        contributions = {idea.contribution_id for idea in ideas}
        groups = {review.contributions[identifier].group for identifier in contributions} - {""}
        rows.append(
            ThemeRow(
                theme_id=theme.theme_id,
                label=theme.label,
                description=theme.description,
                keywords=theme.keywords,
                ideas=len(ideas),
                contributions=len(contributions),
                groups=len(groups) if has_groups else None,
                settled=sum(idea.settled for idea in ideas),
                to_review=sum(review.needs_review(idea) for idea in ideas),
                solidity="non mesuré" if theme.batch_id > 1 else solidity_words(theme.solidity),
                locked=theme.locked,
                approved=theme.approved,
                proposed=theme.proposed,
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.ideas))
