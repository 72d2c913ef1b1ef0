"""The reader of table sheets and notes of sessions typed in a word processor or a text editor."""

from __future__ import annotations

from typing import Final

from participation_lib.corpus.formats.any_table import AnyTable
from participation_lib.corpus.formats.columns import find_question, group_noun, set_aside
from participation_lib.corpus.formats.document import KINDS, SHEET
from participation_lib.corpus.formats.model import Choice, Extract, Table
from participation_lib.corpus.formats.sequences import said_of_sequences
from participation_lib.corpus.formats.wording import counted

__all__ = ["SessionDocument"]

_TEXT: Final = "texte"
_SEQUENCE: Final = "séquence"
_GROUPS: Final = ("table", "groupe", "atelier")


class SessionDocument:
    """Notes of a session: the columns were named by the tool when it read the document."""

    def recognises(self, table: Table) -> bool:
        """Say whether the table was made from a document."""
        return table.container.removeprefix(SHEET) in KINDS.values()

    def extract(self, table: Table, choice: Choice) -> Extract:
        """Give the contributions with their tables and sequences; a column asked for is read as in any table."""
        if choice.text_column is not None or choice.group_column is not None:
            return AnyTable().extract(table, choice)
        group_column = next((name for name in _GROUPS if name in table.columns), "")
        sequence_column = _SEQUENCE if _SEQUENCE in table.columns else ""
        question, question_column = find_question(table, _TEXT)
        used = (_TEXT, group_column, sequence_column, question_column)
        noun = group_noun(group_column) if group_column else ""
        return Extract(
            description=self._description(table, group_column, noun),
            texts=table.columns[_TEXT],
            text_columns=(_TEXT,),
            groups=table.columns[group_column] if group_column else (),
            group_column=group_column,
            group_name=noun,
            sequences=table.columns[sequence_column] if sequence_column else (),
            sequence_column=sequence_column,
            question=question,
            set_aside=set_aside(table, used),
            remarks=(said_of_sequences(sequence_column, table.columns[sequence_column]),) if sequence_column else (),
        )

    def _description(self, table: Table, group_column: str, noun: str) -> str:
        kind = table.container.removeprefix(SHEET)
        what = f"Fiche de table, {kind}" if table.container.startswith(SHEET) else f"Notes de séance, {kind}"
        description = f"{what} — {counted(len(table), 'contribution')}"
        if not group_column:
            return description
        n_groups = len(set(table.columns[group_column]) - {""})
        return f"{description}, {counted(n_groups, noun)}"
