"""The tables that this tool writes, read back as they were: `contributions.csv` and `idees.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from participation_lib.corpus.formats.columns import group_noun
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of

__all__ = ["OwnTables"]

_CONTRIBUTIONS: Final = frozenset({"contribution_id", "source_fichier", "source_ligne", "statut", "groupe", "texte"})
_IDEAS: Final = frozenset({"idee_id", "contribution_id", "debut", "fin", "texte"})
# What a spreadsheet would run as a formula was written behind an apostrophe.
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


class OwnTables:
    """Contributions or ideas, written by this tool and maybe saved again by a spreadsheet."""

    def recognises(self, table: Table) -> bool:
        """Say whether all the columns of one of our tables are there."""
        return table.columns.keys() >= _CONTRIBUTIONS or table.columns.keys() >= _IDEAS

    def layout(self, table: Table) -> Layout:
        """Say where the texts are; the apostrophes that shielded them are taken away."""
        ours = table.columns.keys() >= _CONTRIBUTIONS
        texts = Field(("texte",), _unshielded(table.columns["texte"]))
        part = Part(questions=(OpenQuestion(texts),))
        if ours:
            group = _field(table, "groupe")
            part = Part(
                questions=part.questions,
                group=group,
                group_name=group_noun("groupe") if group else "",
                sequence=_field(table, "sequence"),
                question=_field(table, "question"),
                reference=cells_of(table, "contribution_id"),
            )
        return Layout(
            name="Tableau de ce programme",
            kind="contributions" if ours else "idées",
            noun="contribution" if ours else "idée",
            parts=(part,),
            used=tuple(name for name in ("statut", "motif") if name in table.columns),
        )


def _field(table: Table, name: str) -> Field:
    cells = _unshielded(table.columns.get(name, ()))
    return Field((name,), cells) if any(map(str.strip, cells)) else Field()


def _unshielded(cells: Sequence[str]) -> list[str]:
    return [cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_DANGEROUS) else cell for cell in cells]
