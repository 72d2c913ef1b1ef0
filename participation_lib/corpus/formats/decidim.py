"""Decidim exports of proposals, in their three generations of headers.

2018–2019: `title`, `body`, `category/name/fr`; about 0.20 to 0.26: the same and then one
column a language (`title/fr`), with `supports` and `participatory_space/id`; from 0.30:
`taxonomies/…` in place of `category/…`, and the author's identifier and name.
"""

from __future__ import annotations

import re
from typing import Final

from participation_lib.corpus.formats.any_table import find_date
from participation_lib.corpus.formats.columns import labels_or_nothing
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of

__all__ = ["DecidimProposals", "first_of", "in_any_language", "is_of_decidim", "platform_part", "with_heading"]

PLATFORM: Final = "decidim"
_SPACES: Final = ("component/id", "participatory_space/id", "category/id", "scope/id", "taxonomies/id")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z]+)?")
# What a version before 0.20 called one way, later ones another.
_SUPPORT: Final = (
    ("pour", ("votes", "supports", "confirmed_votes")),
    ("soutiens", ("endorsements/total_count", "likes/total_count", "endorsements_count", "likes_count")),
    ("rouge", ("votes_red_disapproval",)),
    ("jaune", ("votes_yellow_neutral",)),
    ("vert", ("votes_green_approval",)),
)


def in_any_language(table: Table, *fields: str) -> Field:
    """Give a field in the language it was written in, French first, machine translations never."""
    for field in fields:
        if field in table.columns:
            return cells_of(table, field)
        start = f"{field}/"
        versions = [
            name for name in table.columns if name.startswith(start) and _LANGUAGE.fullmatch(name.removeprefix(start))
        ]
        versions.sort(key=lambda name: (not name.lower().endswith("/fr"), name))
        if len(versions) == 1:
            return cells_of(table, versions[0])
        if versions:
            rows = zip(*(table.columns[name] for name in versions), strict=True)
            return Field(tuple(versions), [next((cell for cell in cells if cell.strip()), "") for cells in rows])
    return Field()


def first_of(table: Table, *names: str) -> Field:
    """Give the first of these columns that is in a table."""
    return next((cells_of(table, name) for name in names if name in table.columns), Field())


def with_heading(titles: Field, bodies: Field) -> Field:
    """Give texts with their titles before them, on a line of their own."""
    if not titles or not bodies:
        return bodies or titles
    rows = zip(titles.cells, bodies.cells, strict=True)
    texts = ["\n".join(part for part in (title.strip(), body.strip()) if part) for title, body in rows]
    return Field((*titles.columns, *bodies.columns), texts)


def is_of_decidim(table: Table) -> bool:
    """Say whether a table has what every Decidim export has: the place each row was posted in."""
    return "id" in table.columns and any(name in table.columns for name in _SPACES)


def platform_part(table: Table, texts: Field, kind: str) -> Part:
    """Give what every Decidim export says beside its texts: sector, theme, author, day, votes."""
    sector = in_any_language(table, "scope/name")
    theme = in_any_language(table, "category/name", "taxonomies/name")
    votes = [(word, first_of(table, *names)) for word, names in _SUPPORT]
    return Part(
        questions=(OpenQuestion(texts),),
        group=sector if any(map(str.strip, sector.cells)) else Field(),
        group_name="secteur" if any(map(str.strip, sector.cells)) else "",
        author=first_of(table, "author/id", "author_id", "authors/id"),
        author_space=PLATFORM,
        declared_theme=theme if any(map(str.strip, theme.cells)) else Field(),
        date=first_of(table, "published_at", "created_at") or find_date(table),
        reference=_referred(cells_of(table, "id"), kind),
        votes=tuple((word, field) for word, field in votes if field),
        variables=tuple(
            (label, field)
            for label, name in (("statut", "state"), ("modifiée", "is_amend"))
            if (field := labels_or_nothing(table, name))
        ),
        rich=True,
    )


def _referred(field: Field, kind: str) -> Field:
    return Field(field.columns, [f"{kind}-{cell.strip()}" if cell.strip() else "" for cell in field.cells])


class DecidimProposals:
    """Proposals exported by a Decidim platform; text is the title, a line break, the body."""

    def recognises(self, table: Table) -> bool:
        """Say whether a proposal's title and body stand beside the place they were posted in."""
        return is_of_decidim(table) and bool(in_any_language(table, "title")) and bool(in_any_language(table, "body"))

    def layout(self, table: Table) -> Layout:
        """Give one contribution a proposal, amended and withdrawn ones included."""
        texts = with_heading(in_any_language(table, "title"), in_any_language(table, "body"))
        return Layout(name="Export Decidim", kind="propositions", parts=(platform_part(table, texts, "proposition"),))
