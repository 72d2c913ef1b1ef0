"""Decidim exports other than proposals: comments, debates, meetings, budget projects, results, surveys."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from participation_lib.corpus.formats.decidim import (
    PLATFORM,
    first_of,
    in_any_language,
    is_of_decidim,
    platform_part,
    with_heading,
)
from participation_lib.corpus.formats.headers import fold_header
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of
from participation_lib.corpus.formats.surveys import survey_layout
from participation_lib.reference import load

__all__ = ["DecidimComments", "DecidimSpaces", "DecidimSurvey"]

_KINDS: Final = {
    "comment": "commentaire",
    "proposal": "proposition",
    "debate": "debat",
    "meeting": "rencontre",
    "project": "projet",
    "result": "resultat",
}
_STANCES: Final = {"1": "pour", "-1": "contre"}


class DecidimComments:
    """Comments, each with what it answers and on which side."""

    def recognises(self, table: Table) -> bool:
        """Say whether what each comment answers is there."""
        return bool(in_any_language(table, "body")) and {"id", "commentable_id", "commentable_type"} <= set(
            table.columns
        )

    def layout(self, table: Table) -> Layout:
        """Give one contribution a comment."""
        alignment = cells_of(table, "alignment")
        rows = zip(table.columns["commentable_type"], table.columns["commentable_id"], strict=True)
        part = Part(
            questions=(OpenQuestion(in_any_language(table, "body")),),
            author=first_of(table, "author/id"),
            author_space=PLATFORM,
            date=cells_of(table, "created_at"),
            stance=Field(
                alignment.columns, [_STANCES.get(cell.strip().removesuffix(".0"), "") for cell in alignment.cells]
            ),
            reference=Field(("id",), [f"commentaire-{cell.strip()}" for cell in table.columns["id"]]),
            reply_to=Field(("commentable_id", "commentable_type"), [_answered(kind, number) for kind, number in rows]),
            rich=True,
        )
        return Layout(name="Export Decidim", kind="commentaires", parts=(part,))


def _answered(kind: str, number: str) -> str:
    last = kind.strip().rsplit("::", 1)[-1].lower()
    return f"{_KINDS.get(last, last)}-{number.strip()}" if number.strip() else ""


class DecidimSpaces:
    """What the organisers published: debates, meetings, budget projects, results."""

    def recognises(self, table: Table) -> bool:
        """Say whether titles and descriptions stand beside the place they were published in."""
        return (
            is_of_decidim(table)
            and bool(in_any_language(table, "title"))
            and bool(in_any_language(table, "description"))
        )

    def layout(self, table: Table) -> Layout:
        """Give one contribution a debate, a meeting…: it is said that organisers may have written them."""
        kind, reference, remark = _kind_of(table)
        texts = with_heading(in_any_language(table, "title"), in_any_language(table, "description"))
        part = platform_part(table, texts, reference)
        return Layout(name="Export Decidim", kind=kind, parts=(part,), remarks=(remark,) if remark else ())


def _kind_of(table: Table) -> tuple[str, str, str]:
    names = set(table.columns)
    if {"budget_amount", "budget/id"} & names:
        return "projets de budget participatif", "projet", ""
    if {"progress", "status/key"} & names:
        return "résultats", "resultat", "Un résultat est ce que la collectivité a fait, pas une contribution."
    if {"attendees", "organizations", "address"} & names and "start_time" in names:
        remark = "Une rencontre est une annonce : ce qui s’y est dit n’est pas dans ce fichier."
        return "rencontres", "rencontre", remark
    remark = (
        "Un débat est une question posée, souvent par les organisateurs : les réponses des habitants sont dans "
        "l’export des commentaires."
    )
    return "débats", "debat", remark


class DecidimSurvey:
    """Answers to a Decidim survey, whose headers are translated."""

    _COLUMNS: Final = frozenset(load("colonnes")["outils"]["decidim"])
    _SURE: Final = frozenset({"statut de l utilisateur", "user status", "hachage ip", "hash ip", "ip hash"})

    def recognises(self, table: Table) -> bool:
        """Say whether the columns of the tool stand before numbered questions."""
        names = {fold_header(name) for name in table.columns}
        numbered = any(re.match(r"\d+\. ", name) for name in table.columns)
        return numbered and bool(names & self._SURE)

    def layout(self, table: Table) -> Layout:
        """Give the answers of each person."""
        of_the_tool = [name for name in table.columns if fold_header(name) in self._COLUMNS]
        found = survey_layout(table, "Export Decidim", of_the_tool)
        return replace(found, kind="questionnaire") if found.parts else found
