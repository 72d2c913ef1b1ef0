"""The reader of table sheets and notes of sessions typed in a word processor or a text editor."""

from __future__ import annotations

from typing import Final

from participation_lib.corpus.formats.columns import group_noun
from participation_lib.corpus.formats.document import GROUPS, KINDS, LEFT_OUT, QUESTION, SEQUENCE, SHEET, TEXT
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of
from participation_lib.corpus.formats.personal_values import any_personal_value
from participation_lib.corpus.formats.sequences import said_of_sequences
from participation_lib.corpus.formats.wording import counted

__all__ = ["SessionDocument"]

_OURS: Final = (*GROUPS, SEQUENCE, QUESTION, TEXT, LEFT_OUT)


class SessionDocument:
    """Notes of a session: the columns were named by the tool when it read the document."""

    def recognises(self, table: Table) -> bool:
        """Say whether the table was made from a document."""
        return table.container.removeprefix(SHEET) in KINDS.values()

    def layout(self, table: Table) -> Layout:
        """Say where the contributions are, at which table and in which sequence they were said."""
        # These are kept as they are: a table or a heading that bears somebody's name loses it.
        kept = [name for name in table.columns if name == TEXT or not any_personal_value(set(table.columns[name]))]
        group_column = next((name for name in GROUPS if name in kept), "")
        sequence = cells_of(table, SEQUENCE) if SEQUENCE in kept else Field()
        noun = group_noun(group_column) if group_column else ""
        left_out = table.columns.get(LEFT_OUT, ())
        part = Part(
            questions=(OpenQuestion(cells_of(table, TEXT)),),
            group=cells_of(table, group_column) if group_column else Field(),
            group_name=noun,
            sequence=sequence,
            question=cells_of(table, QUESTION) if QUESTION in kept else Field(),
            variables=tuple((name, cells_of(table, name)) for name in kept if name not in _OURS),
        )
        n_groups = len({value for value in part.group.cells if value})
        return Layout(
            name="Fiche de table" if table.container.startswith(SHEET) else "Notes de séance",
            kind=table.container.removeprefix(SHEET),
            detail=counted(n_groups, noun) if n_groups else "",
            parts=(part,),
            set_apart={position: reason for position, reason in enumerate(left_out) if reason},
            used=(LEFT_OUT,) if left_out else (),
            remarks=(said_of_sequences(SEQUENCE, sequence.cells),) if sequence else (),
        )
