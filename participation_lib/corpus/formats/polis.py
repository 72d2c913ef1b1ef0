"""Exports of Polis conversations: comments are what people wrote, the other files count votes.

`agrees` and `disagrees` of `comments.csv` count votes that were changed since; those of
`participants-votes.csv`, one column a comment, are each person's last one and replace them.
"""

from __future__ import annotations

from typing import Final

from participation_lib.corpus.formats.headers import clean_header, fold_header
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of
from participation_lib.corpus.formats.wording import counted

__all__ = ["Polis"]

_MODERATION: Final = {"1": "accepté", "0": "non modéré", "-1": "rejeté"}
_VOTES: Final = {"1": "pour", "-1": "contre", "0": "passe"}
_TRUE: Final = frozenset({"true", "t", "1"})
_OTHERS: Final = (
    (frozenset({"comment id", "voter id", "vote"}), "historique des votes"),
    (frozenset({"n votes", "n comments", "n visitors"}), "fréquentation"),
)
_SUMMARY: Final = ("topic", "url", "views")


def _folded(table: Table) -> dict[str, str]:
    return {fold_header(name): name for name in table.columns}


class Polis:
    """Any of the five files; only comments hold contributions."""

    def recognises(self, table: Table) -> bool:
        """Say whether the headers are those of one of the five files."""
        names = set(_folded(table))
        return (
            {"comment id", "author id", "comment body"} <= names
            or {"participant", "group id", "n votes"} <= names
            or any(columns <= names for columns, _ in _OTHERS)
            or _is_summary(table)
        )

    def layout(self, table: Table) -> Layout:
        """Give one contribution a comment, or the votes that people cast."""
        names = _folded(table)
        if "comment body" in names:
            return _comments(table, names)
        if "participant" in names:
            return _cast_votes(table, names)
        others = (kind for columns, kind in _OTHERS if columns <= set(names))
        kind = "résumé" if _is_summary(table) else next(others)
        topic = clean_header(list(table.columns)[1]) if kind == "résumé" else ""
        return Layout(
            name="Export Polis",
            kind=kind,
            topic=topic,
            why_none="les contributions d’une conversation Polis sont dans comments.csv",
        )


def _is_summary(table: Table) -> bool:
    """Say whether a table is the file of keys and values, which has no header."""
    names = list(table.columns)
    return len(names) == 2 and [names[0], *table.columns[names[0]][:2]] == list(_SUMMARY)


def _comments(table: Table, names: dict[str, str]) -> Layout:
    numbers = table.columns[names["comment id"]]
    texts = list(table.columns[names["comment body"]])
    set_apart: dict[int, str] = {}
    start = 0
    for row, number in enumerate(numbers):
        if number.strip().isdecimal():
            start = row
        else:  # the exporter does not quote: a comment of several lines is cut at each
            cells = (values[row].strip() for values in table.columns.values())
            texts[start] = f"{texts[start]}\n{','.join(cell for cell in cells if cell)}"
            set_apart[row] = "suite du commentaire d’au-dessus"
    moderated = cells_of(table, names.get("moderated", ""))
    seeds = cells_of(table, names.get("is seed", ""))
    remarks = []
    n_rejected = sum(cell.strip() == "-1" for cell in moderated.cells)
    if n_rejected:
        remarks.append(
            f"{counted(n_rejected, 'commentaire')} que la modération de Polis avait rejetés : lus comme les "
            "autres, à vérifier."
        )
    n_seeds = sum(cell.strip().lower() in _TRUE for cell in seeds.cells)
    if n_seeds:
        remarks.append(f"{counted(n_seeds, 'commentaire')} d’amorce, écrits par les organisateurs.")
    variables = []
    if moderated:
        states = [_MODERATION.get(cell.strip(), "") for cell in moderated.cells]
        variables.append(("modération", Field(moderated.columns, states)))
    if seeds:
        planted = ["oui" if cell.strip().lower() in _TRUE else "non" for cell in seeds.cells]
        variables.append(("amorce", Field(seeds.columns, planted)))
    votes = ((word, cells_of(table, names.get(name, ""))) for word, name in _COUNTS)
    part = Part(
        questions=(OpenQuestion(Field((names["comment body"],), texts)),),
        author=cells_of(table, names["author id"]),  # numbers from 0 in each conversation
        date=cells_of(table, names.get("timestamp", "")),
        reference=Field((names["comment id"],), [f"polis-{number.strip()}" for number in numbers]),
        votes=tuple((word, field) for word, field in votes if field),
        variables=tuple(variables),
    )
    return Layout(name="Export Polis", kind="commentaires", parts=(part,), set_apart=set_apart, remarks=tuple(remarks))


_COUNTS: Final = (("pour", "agrees"), ("contre", "disagrees"))


def _cast_votes(table: Table, names: dict[str, str]) -> Layout:
    votes: dict[str, dict[str, int]] = {}
    for name, cells in table.columns.items():
        if name.strip().isdecimal():
            counts = dict.fromkeys(_VOTES.values(), 0)
            for cell in cells:
                if word := _VOTES.get(cell.strip().removesuffix(".0"), ""):
                    counts[word] += 1
            votes[f"polis-{name.strip()}"] = counts
    return Layout(
        name="Export Polis",
        kind="votes des participants",
        votes=votes,
        used=(names["participant"], *(name for name in table.columns if name.strip().isdecimal())),
        why_none="il contient des votes : donnez-le en même temps que comments.csv, ils seront comptés",
    )
