"""The map of ideas as plain rows: a point an idea, and where each theme has its middle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from participation_lib.review.desk import ReviewDesk
from participation_lib.themes.labels import group_label

__all__ = ["MOST_SHOWN", "MapPoint", "map_points", "middles"]

MOST_SHOWN: Final = 2_000


@dataclass(frozen=True, slots=True)
class MapPoint:
    """An idea on the map; nothing of it changes with decisions but cuts.

    Attributes
    ----------
    x, y
        In the unit square.
    where
        Number of its contribution and where it was written: « n° 42, table 3 ».
    """

    idea_id: str
    x: float
    y: float
    where: str
    text: str


def map_points(desk: ReviewDesk, most: int = MOST_SHOWN) -> tuple[MapPoint, ...]:
    """Give the points of a map, in reading order: every idea, or as many as can be shown, taken at even steps."""
    review, positions = desk.review, desk.positions()
    ideas = review.in_reading_order
    if len(ideas) > most:
        ideas = [ideas[rank * len(ideas) // most] for rank in range(most)]
    points = []
    for idea in ideas:
        contribution = review.contributions[idea.contribution_id]
        group = group_label(contribution.group, desk.group_name)
        where = ", ".join(filter(None, (f"n° {contribution.reference}", group)))
        points.append(MapPoint(idea.idea_id, *positions[idea.idea_id], where, review.text(idea)))
    return tuple(points)


def middles(points: Iterable[MapPoint], theme_of: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Give the place of the point that lies most in the middle of each theme.

    It is a point of the theme, the closest to the median of them all: what is written there is
    written on one of its own ideas.
    """
    members: dict[str, list[MapPoint]] = {}
    for point in points:
        members.setdefault(theme_of[point.idea_id], []).append(point)
    return {theme_id: _middle(inside) for theme_id, inside in members.items()}


def _middle(points: list[MapPoint]) -> tuple[float, float]:
    x, y = median(point.x for point in points), median(point.y for point in points)
    nearest = min(points, key=lambda point: (point.x - x) ** 2 + (point.y - y) ** 2)
    return nearest.x, nearest.y
