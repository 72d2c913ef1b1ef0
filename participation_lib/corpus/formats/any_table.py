"""Any table with a column of free text, and the plenary post-its, which are one."""

from __future__ import annotations

from participation_lib.corpus.formats.columns import (
    find_author_column,
    find_group,
    find_question,
    find_text_columns,
    group_noun,
    require_column,
    set_aside,
)
from participation_lib.corpus.formats.headers import fold_header
from participation_lib.corpus.formats.model import Choice, Extract, Table
from participation_lib.corpus.formats.sequences import find_sequence_column, said_of_sequences
from participation_lib.corpus.formats.wording import counted, quoted_column

__all__ = ["AnyTable", "PlenaryNotes"]


class AnyTable:
    """The last reader: recognises every table, and needs one column of text in it."""

    def recognises(self, table: Table) -> bool:
        """Say yes."""
        return True

    def extract(self, table: Table, choice: Choice) -> Extract:
        """Give the records of the column that holds the contributions.

        Raises
        ------
        InputError
            No column of text is found, or a column that was asked for is missing or personal.
        """
        remarks: list[str] = []
        if choice.text_column is not None:
            text_column = require_column(table, choice.text_column, "text_column")
        else:
            text_column, *others = find_text_columns(table)
            if others:
                read, other = (quoted_column(name, table.columns) for name in (text_column, others[0]))
                remarks.append(
                    f"{counted(len(others) + 1, 'colonne')} de texte : {read}, la plus fournie, a été lue ; "
                    f"vous pouvez nommer une autre colonne des contributions (par exemple {other})."
                )
        group_column = noun = ""
        if choice.group_column is not None:
            group_column = require_column(table, choice.group_column, "group_column")
            noun = group_noun(group_column)
        elif (group := find_group(table, taken=(text_column,))) is not None:
            group_column, noun = group.column, group.noun
        author_column = find_author_column(table, taken=(text_column, group_column))
        used = (text_column, group_column, author_column)
        sequence_column = find_sequence_column(table, taken=used, group_column=group_column)
        if sequence_column:
            remarks.append(said_of_sequences(sequence_column, table.columns[sequence_column]))
        question, question_column = find_question(table, text_column)
        if question_column and not question:
            n_questions = len({value.strip() for value in table.columns[question_column]} - {""})
            if n_questions > 1:
                column = quoted_column(question_column, table.columns)
                remarks.append(
                    f"{counted(n_questions, 'question')} dans la colonne {column} : les réponses ont été lues ensemble."
                )
        if len(table.columns) == 1 and not question and fold_header(text_column).count(" ") >= 2:
            remarks.append("La première ligne a été prise pour l’en-tête de la colonne, pas pour une contribution.")
        return Extract(
            description=self._description(table, text_column, group_column, noun),
            texts=table.columns[text_column],
            text_columns=(text_column,),
            groups=table.columns[group_column] if group_column else (),
            group_column=group_column,
            group_name=noun,
            sequences=table.columns[sequence_column] if sequence_column else (),
            sequence_column=sequence_column,
            authors=table.columns[author_column] if author_column else (),
            author_column=author_column,
            question=question,
            set_aside=set_aside(table, (*used, sequence_column, question_column)),
            remarks=tuple(remarks),
        )

    def _description(self, table: Table, text_column: str, group_column: str, noun: str) -> str:
        n_records = counted(len(table), "contribution")
        return f"Tableau {table.container} — colonne {quoted_column(text_column, table.columns)}, {n_records}"


class PlenaryNotes(AnyTable):
    """Post-its typed after a session: `n°;table;séquence;couleur;texte;gommettes`."""

    def recognises(self, table: Table) -> bool:
        """Say whether there are tables, texts, and what only post-its have."""
        folded = {fold_header(name) for name in table.columns}
        return {"table", "texte"} <= folded and bool(folded & {"sequence", "couleur", "gommettes"})

    def _description(self, table: Table, text_column: str, group_column: str, noun: str) -> str:
        description = f"Post-its d’une séance — {counted(len(table), 'post-it')}"
        if not group_column:
            return description
        n_groups = len({value.strip() for value in table.columns[group_column]} - {""})
        return f"{description}, {counted(n_groups, noun)}"
