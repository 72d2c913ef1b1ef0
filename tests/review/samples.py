"""Two small batches, and what it takes to decide on them in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from participation_lib.review.review import Review
from participation_lib.review.rules import ReviewedIdea, ReviewedTheme
from participation_lib.schema import (
    CONTRIBUTION_COLUMNS,
    IDEA_COLUMNS,
    TOOL,
    UNCLASSIFIED,
    Action,
    AddBatch,
    Batch,
    Decision,
    Learn,
    Theme,
    check_contributions,
    check_ideas,
)

FIRST_MINUTE = datetime.fromisoformat("2026-03-14T14:32:00+01:00")

# Identifier, group, text, and what its ideas are: words, theme, nature, confidence.
Row = tuple[str, str, str, Sequence[tuple[str, str, str, int]]]

FIRST_ROWS: tuple[Row, ...] = (
    (
        "c0001",
        "1",
        "Planter des arbres le long du boulevard et arroser la cour",
        [
            ("Planter des arbres le long du boulevard", "t01", "proposition", 90),
            ("arroser la cour", "t01", "proposition", 45),
        ],
    ),
    ("c0002", "1", "De l'ombre sur la place", [("De l'ombre sur la place", "t02", "proposition", 80)]),
    (
        "c0003",
        "2",
        "Des pistes pour les vélos, des arceaux, une pompe",
        [
            ("Des pistes pour les vélos", "t03", "proposition", 70),
            ("des arceaux", "t03", "proposition", 55),
            ("une pompe", UNCLASSIFIED, "constat", 0),
        ],
    ),
    (
        "c0004",
        "",
        "Plus d'arbres et plus d'ombre devant la gare",
        [("Plus d'arbres et plus d'ombre devant la gare", "t01", "proposition", 60)],
    ),
    ("c0005", "3", "RAS", []),
)
LATER_ROWS: tuple[Row, ...] = (
    ("c0006", "4", "Curer le lavoir", [("Curer le lavoir", "t04", "proposition", 75)]),
    (
        "c0007",
        "4",
        "Des bancs à l'ombre ; rien d'autre",
        [("Des bancs à l'ombre", "t02", "proposition", 50), ("rien d'autre", UNCLASSIFIED, "constat", 0)],
    ),
)
FIRST_THEMES = (
    Theme("t01", "Arbres", "", ("arbre", "planter"), 80),
    Theme("t02", "Ombre", "", ("ombre",), 60),
    Theme("t03", "Vélos", "", ("vélo", "piste"), 70),
)
LATER_THEMES = (Theme("t04", "Lavoir", "", ("lavoir",), 50),)


def build_batch(
    batch_id: int, rows: Iterable[Row], themes: Iterable[Theme], sequence_of: Mapping[str, str] | None = None
) -> Batch:
    """Build a batch; ideas are found in their contribution one after the other."""
    sequence_of = sequence_of or {}
    contributions: list[tuple[Any, ...]] = []
    ideas: list[tuple[Any, ...]] = []
    for number, (contribution_id, group, text, parts) in enumerate(rows):
        retained = ("retenue", "") if parts else ("sans_contenu", "réponse sans contenu")
        sequence = sequence_of.get(contribution_id, "")
        contributions.append((contribution_id, f"lot{batch_id}.csv", number + 2, *retained, group, sequence, text))
        position = 0
        for ordinal, (words, theme_id, nature, confidence) in enumerate(parts, start=1):
            start = text.index(words, position)
            position = start + len(words)
            doubtful = confidence < 50
            reason = "aucun thème proche" if theme_id == UNCLASSIFIED else "confiance faible" if doubtful else ""
            ideas.append(
                (
                    f"{contribution_id}-{ordinal}",
                    contribution_id,
                    start,
                    position,
                    theme_id,
                    nature,
                    confidence,
                    doubtful,
                    reason,
                )
            )
    table = check_contributions(pd.DataFrame(contributions, columns=list(CONTRIBUTION_COLUMNS)))
    found = check_ideas(pd.DataFrame(ideas, columns=list(IDEA_COLUMNS)), table)
    return Batch(batch_id, table, found, tuple(themes), ())


def first_batch(sequence_of: Mapping[str, str] | None = None) -> Batch:
    return replace(build_batch(1, FIRST_ROWS, FIRST_THEMES, sequence_of), group_name="table")


def later_batch() -> Batch:
    return build_batch(2, LATER_ROWS, LATER_THEMES)


def decision_of(number: int, action: Action, reason: str = "") -> Decision:
    """Give a decision taken one minute after the one before it, by the tool where it is the tool's."""
    moment = FIRST_MINUTE + timedelta(minutes=number - 1)
    author = TOOL if isinstance(action, Learn) else "Léa"
    return Decision(number, moment.isoformat(timespec="seconds"), author, action, reason)


def decide(review: Review, *actions: Action, reason: str = "") -> Review:
    """Take decisions one after the other."""
    for action in actions:
        review = review.after(decision_of(len(review.log) + 1, action, reason))
    return review


def with_later_batch(review: Review) -> Review:
    return decide(review.with_batch(later_batch()), AddBatch(2))


def place_of(review: Review) -> dict[str, str]:
    """Give the theme of every idea."""
    return {idea.idea_id: idea.theme_id for idea in review.ideas.values()}


def _differences(before: Any, after: Any) -> dict[str, object]:
    return {
        field.name: getattr(after, field.name)
        for field in fields(after)
        if getattr(before, field.name) != getattr(after, field.name)
    }


def changes(before: Review, after: Review) -> dict[str, object]:
    """Give what differs between two reviews: fields of ideas and themes; None for what is gone, all of what is new."""
    found: dict[str, object] = {}
    pairs: tuple[tuple[Any, Any], ...] = ((before.ideas, after.ideas), (before.themes, after.themes))
    for old, new in pairs:
        known: dict[str, ReviewedIdea | ReviewedTheme] = {**old, **new}
        for identifier in known:
            if identifier not in new:
                found[identifier] = None
            elif identifier not in old:
                found[identifier] = new[identifier]
            elif old[identifier] != new[identifier]:
                found[identifier] = _differences(old[identifier], new[identifier])
    return found
