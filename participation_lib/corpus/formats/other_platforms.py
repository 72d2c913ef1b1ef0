"""Other platforms that French-speaking towns use: Go Vocal (CitizenLab), Consul, Jigsaw's tools."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from participation_lib.corpus.formats.any_table import AnyTable, part_of
from participation_lib.corpus.formats.columns import labels_or_nothing
from participation_lib.corpus.formats.decidim import first_of, with_heading
from participation_lib.corpus.formats.headers import fold_header
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Table, cells_of
from participation_lib.reference import load

__all__ = ["Consul", "GoVocalComments", "GoVocalIdeas", "SurveyTexts"]


def _folded(table: Table) -> dict[str, str]:
    return {fold_header(name): name for name in table.columns}


class GoVocalIdeas:
    """The sheet of ideas of Go Vocal."""

    _OTHERS: Final = frozenset({"upvotes", "downvotes", "likes", "dislikes", "baskets", "topics", "proposed budget"})

    def recognises(self, table: Table) -> bool:
        """Say whether ideas stand beside what this platform counts."""
        names = set(_folded(table))
        return {"title", "description", "project"} <= names and len(names & self._OTHERS) >= 2

    def layout(self, table: Table) -> Layout:
        """Give one contribution an idea."""
        names = _folded(table)
        texts = with_heading(cells_of(table, names["title"]), cells_of(table, names["description"]))
        part = part_of(table, (OpenQuestion(texts),))
        against = first_of(table, names.get("downvotes", ""), names.get("dislikes", ""))
        support = first_of(table, names.get("upvotes", ""), names.get("likes", ""))
        part = replace(
            part,
            author=cells_of(table, names.get("author id", "")),
            author_space="go vocal",
            date=first_of(table, names.get("published at", ""), names.get("submitted at", "")),
            declared_theme=labels_or_nothing(table, names.get("topics", "")),
            reference=_reference(table, names.get("id", ""), "idee"),
            votes=tuple((word, field) for word, field in (("pour", support), ("contre", against)) if field),
            rich=True,
        )
        return Layout(name="Export Go Vocal", kind="idées", parts=(part,))


class GoVocalComments:
    """The sheet of comments of Go Vocal."""

    def recognises(self, table: Table) -> bool:
        """Say whether each comment names the idea it answers."""
        return {"input id", "comment", "author id"} <= set(_folded(table))

    def layout(self, table: Table) -> Layout:
        """Give one contribution a comment."""
        names = _folded(table)
        part = part_of(table, (OpenQuestion(cells_of(table, names["comment"])),))
        parents = cells_of(table, names.get("parent comment id", ""))
        inputs = table.columns[names["input id"]]
        comments = parents.cells or [""] * len(table)
        answered = [
            f"commentaire-{comment.strip()}" if comment.strip() else f"idee-{idea.strip()}" if idea.strip() else ""
            for idea, comment in zip(inputs, comments, strict=True)
        ]
        part = replace(
            part,
            group=Field(),
            group_name="",
            author=cells_of(table, names["author id"]),
            author_space="go vocal",
            date=cells_of(table, names.get("created at", "")),
            reference=_reference(table, names.get("id", ""), "commentaire"),
            reply_to=Field((names["input id"], *parents.columns), answered),
            variables=(),
            rich=True,
        )
        return Layout(name="Export Go Vocal", kind="commentaires", parts=(part,))


def _reference(table: Table, column: str, kind: str) -> Field:
    field = cells_of(table, column)
    return Field(field.columns, [f"{kind}-{cell.strip()}" if cell.strip() else "" for cell in field.cells])


class Consul:
    """Investments of a participatory budget exported by Consul, with translated headers."""

    _OTHERS: Final = frozenset(load("colonnes")["outils"]["consul"])

    def recognises(self, table: Table) -> bool:
        """Say whether titles stand beside what evaluators fill in."""
        names = set(_folded(table))
        return "id" in names and bool(names & {"titre", "title"}) and len(names & self._OTHERS) >= 3

    def layout(self, table: Table) -> Layout:
        """Give one contribution an investment; where the export has no description, its title."""
        names = _folded(table)
        titles = first_of(table, names.get("titre", ""), names.get("title", ""))
        bodies = cells_of(table, names.get("description", ""))
        taken = [
            name for folded, name in names.items() if folded in {"evaluateur", "evaluateurs", "administrateur", "admin"}
        ]
        part = part_of(table, (OpenQuestion(with_heading(titles, bodies)),), taken)
        zone = (
            labels_or_nothing(table, first_of(table, names.get("zone", ""), names.get("heading", "")).columns[0])
            if ({"zone", "heading"} & names.keys())
            else Field()
        )
        if zone:
            part = replace(part, group=zone, group_name="secteur")
        variables = tuple(item for item in part.variables if zone.columns != item[1].columns)
        part = replace(part, reference=_reference(table, names["id"], "projet"), variables=variables, rich=True)
        remarks = () if bodies else ("Cet export n’a que les titres des projets, pas leur description.",)
        return Layout(name="Export Consul", kind="projets de budget participatif", parts=(part,), remarks=remarks)


class SurveyTexts(AnyTable):
    """Answers as `participant_id,survey_text`, what Jigsaw's tools read and write."""

    def recognises(self, table: Table) -> bool:
        """Say whether the two columns are there."""
        return {"participant id", "survey text"} <= set(_folded(table))

    def layout(self, table: Table) -> Layout:
        """Give one contribution an answer."""
        return replace(super().layout(table), name="Réponses d’enquête", kind="")
