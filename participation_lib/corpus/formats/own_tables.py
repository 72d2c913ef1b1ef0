"""The tables that this tool writes, read back as they were: `contributions.csv` and `idees.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from participation_lib.corpus.formats.columns import group_noun
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of

__all__ = ["OwnTables"]

# What each table is, by the columns that only it has together; then the names of text, group, sequence and question.
_IDEAS: Final = frozenset({"idee_id", "contribution_id", "debut", "fin", "texte"})
_NOTE: Final = frozenset({"contribution_id", "source_fichier", "source_ligne", "statut", "groupe", "texte"})
_DOSSIER: Final = frozenset({"contribution_id", "source_file", "source_row", "status", "group", "text"})
_FRENCH: Final = {"text": "texte", "group": "groupe", "sequence": "sequence", "question": "question"}
_AS_STORED: Final = {name: name for name in _FRENCH}
# What a spreadsheet would run as a formula was written behind an apostrophe.
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


class OwnTables:
    """Contributions or ideas, written by this tool and maybe saved again by a spreadsheet."""

    def recognises(self, table: Table) -> bool:
        """Say whether all the columns of one of our tables are there."""
        return any(table.columns.keys() >= columns for columns in (_IDEAS, _NOTE, _DOSSIER))

    def layout(self, table: Table) -> Layout:
        """Say where the texts are; the apostrophes that shielded them are taken away."""
        ideas = table.columns.keys() >= _IDEAS
        names = _AS_STORED if table.columns.keys() >= _DOSSIER else _FRENCH
        part = Part(questions=(OpenQuestion(Field((names["text"],), _unshielded(table.columns[names["text"]]))),))
        if not ideas:
            group = _field(table, names["group"])
            part = Part(
                questions=part.questions,
                group=group,
                group_name=group_noun("groupe") if group else "",
                sequence=_field(table, names["sequence"]),
                question=_field(table, names["question"]),
                reference=cells_of(table, "contribution_id"),
            )
        return Layout(
            name="Tableau de ce programme",
            kind="idées" if ideas else "contributions",
            noun="idée" if ideas else "contribution",
            parts=(part,),
        )


def _field(table: Table, name: str) -> Field:
    cells = _unshielded(table.columns.get(name, ()))
    return Field((name,), cells) if any(map(str.strip, cells)) else Field()


def _unshielded(cells: Sequence[str]) -> list[str]:
    return [cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_DANGEROUS) else cell for cell in cells]
