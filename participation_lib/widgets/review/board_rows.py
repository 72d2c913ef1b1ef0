"""Cards, columns and offers as the page receives them: words to show, nothing left to decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.cards import IdeaCard, confidence_words, idea_cards, theme_label
from participation_lib.review.columns import MORE_AT_ONCE, Column
from participation_lib.review.desk import Alike, ReviewDesk
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED
from participation_lib.widgets.markup import plural
from participation_lib.widgets.review.board_words import FLAG_LABELS

__all__ = ["card_row", "column_row", "offer_rows", "why_row", "words_of"]

_AROUND: Final = 140  # signs of the contribution shown on each side of an idea; all of it once the card is open
_LEFT_OPEN: Final = 40  # signs under which cutting a contribution short would not be worth it


def column_row(column: Column, desk: ReviewDesk, narrowed: bool) -> dict[str, Any]:
    """Give a column: its name, how many ideas in words, and the cards it shows in order."""
    theme = desk.review.themes.get(column.theme_id)
    count = plural(column.total, "idée")
    if narrowed:
        count = f"{format_number(column.found)} sur {count}"
    said = (("verrouillé", theme and theme.locked), ("approuvé", theme and theme.approved))
    marks = [word for word, holds in said if holds]
    return {
        "id": column.theme_id,
        "label": _column_label(desk, column.theme_id),
        "count": typeset(", ".join([count, *marks])),
        "closed": column.closed,
        "shown": [idea.idea_id for idea in column.shown],
        "more": min(column.left, MORE_AT_ONCE),
    }


def _column_label(desk: ReviewDesk, theme_id: str) -> str:
    return typeset("Écartées") if theme_id == SET_ASIDE else theme_label(desk, theme_id)


def card_row(card: IdeaCard, desk: ReviewDesk, joinable: bool) -> dict[str, Any]:
    """Give a card."""
    before, after = _end(card.before), _start(card.after)
    flags = [FLAG_LABELS[flag] for flag in card.flags]
    further = [[theme_id, theme_label(desk, theme_id)] for theme_id in card.secondary]
    return {
        "column": card.theme_id,
        "place": _place(card),
        "before": before,
        "text": card.text,
        "after": after,
        "short": before != card.before or after != card.after,
        "nature": card.nature,
        "nature_label": typeset(card.nature_label),
        "marks": typeset(", ".join([*flags, *(f"aussi : {label}" for _, label in further)])),
        "sure": _sentence(confidence_words(card)),
        "state": "placed"
        if card.settled and card.theme_id != SET_ASIDE
        else "tool"
        if card.by_tool
        else "doubt"
        if card.to_review
        else "",
        "flags": list(card.flags),
        "secondary": further,
        "aside": card.theme_id == SET_ASIDE,
        "join": joinable,
    }


def _sentence(words: str) -> str:
    return typeset(f"{words[:1].upper()}{words[1:]}")


def _place(card: IdeaCard) -> str:
    return typeset(", ".join(filter(None, (f"n° {card.reference}", card.group, card.sequence))))


def _end(text: str) -> str:
    """Give the end of what precedes an idea, from a word on."""
    if len(text) <= _AROUND + _LEFT_OPEN:
        return text
    place = text.find(" ", len(text) - _AROUND)
    return "…" + text[place if place > 0 else len(text) - _AROUND :]


def _start(text: str) -> str:
    """Give the start of what follows an idea, up to a word."""
    if len(text) <= _AROUND + _LEFT_OPEN:
        return text
    place = text.rfind(" ", 0, _AROUND)
    return text[: place + 1 if place > 0 else _AROUND] + "…"


def words_of(text: str) -> list[list[Any]]:
    """Give the words of an idea with their position (code points), to choose where the second half begins.

    >>> words_of("Des bancs, des arbres")
    [[0, 'Des'], [4, 'bancs,'], [11, 'des'], [15, 'arbres']]
    """
    return [[match.start(), match.group()] for match in re.finditer(r"\S+", text)]


def why_row(desk: ReviewDesk, idea_id: str) -> dict[str, Any]:
    """Give why an idea is where it is, in sentences and with the ideas it resembles."""
    why, review = desk.why(idea_id), desk.review
    nearest = why.nearest
    (card,) = idea_cards(desk, [review.ideas[idea_id]])
    if card.theme_id == SET_ASIDE:
        said, nearest = [f"{_sentence(confidence_words(card))}."], ()
    elif why.theme_id == UNCLASSIFIED:
        said = [f"Laissée sans thème par {why.by}."]
    else:
        sure = "" if card.settled else f" (confiance : {why.confidence} sur 100)"
        said = [f"Placée par {why.by}{sure}."]
        if why.words:
            said.append(f"Mots que ce thème emploie plus que les autres : {', '.join(why.words)}.")
        said.append(
            "Idées qui lui ressemblent le plus, parmi celles placées ici à la main :"
            if nearest
            else "Aucune idée placée ici à la main ne lui ressemble encore."
        )
    near = idea_cards(desk, [review.ideas[other] for other, _ in nearest])
    return {
        "idea": idea_id,
        "said": [typeset(sentence) for sentence in said],
        "near": [
            {"place": _place(card), "text": card.text, "like": typeset(f"ressemblance : {likeness} sur 100")}
            for card, (_, likeness) in zip(near, nearest, strict=True)
        ],
    }


def offer_rows(desk: ReviewDesk, offered: Sequence[Alike], theme_id: str) -> dict[str, Any]:
    """Give the ideas that might follow those just placed; no rows where there is nothing to offer."""
    cards = idea_cards(desk, [desk.review.ideas[alike.idea_id] for alike in offered])
    label = theme_label(desk, theme_id)
    which = "cette idée proche" if len(cards) == 1 else f"ces {format_number(len(cards))} idées proches"
    return {
        "title": typeset(f"Déplacer aussi {which} dans « {label} » ?") if cards else "",
        "rows": [
            {
                "id": card.idea_id,
                "before": _end(card.before),
                "text": card.text,
                "after": _start(card.after),
                "where": typeset(
                    f"{_place(card)} – {_from(desk, card)} – confiance dans « {label} » : {alike.belief} sur 100"
                ),
            }
            for card, alike in zip(cards, offered, strict=True)
        ],
    }


def _from(desk: ReviewDesk, card: IdeaCard) -> str:
    return "sans thème" if card.theme_id == UNCLASSIFIED else f"dans « {theme_label(desk, card.theme_id)} »"
