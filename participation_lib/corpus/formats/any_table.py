"""Any table with columns of free text, and the plenary post-its, which are one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from participation_lib.corpus.formats.closed import find_variables
from participation_lib.corpus.formats.columns import (
    find_author_column,
    find_group,
    find_named,
    find_question_column,
    find_text_columns,
    find_title_column,
    find_votes,
    group_noun,
    question_of,
)
from participation_lib.corpus.formats.free_text import letters_of_text
from participation_lib.corpus.formats.headers import fold_header, is_personal, is_question, is_technical, spread_sample
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of
from participation_lib.corpus.formats.personal_values import personal_kind
from participation_lib.corpus.formats.rich_text import is_rich
from participation_lib.corpus.formats.sequences import find_sequence_column, said_of_sequences
from participation_lib.corpus.formats.wording import counted, quoted_column
from participation_lib.reference import load

__all__ = ["AnyTable", "PlenaryNotes", "find_date", "open_questions", "part_of"]

_NO_TEXT: Final = "il n’a que des réponses à choisir, sans aucun texte libre"
_FEWEST_OF_A_SURVEY: Final = 3  # closed questions


def find_date(table: Table, taken: Collection[str] = ()) -> Field:
    """Give the column of the day each contribution was written, if it is not one of birth."""
    for wanted in load("colonnes")["date"]:
        for name, values in table.columns.items():
            if name not in taken and fold_header(name) == wanted and any(map(str.strip, values)):
                return Field() if personal_kind(values) else cells_of(table, name)
    return Field()


def open_questions(table: Table, columns: Collection[str]) -> tuple[OpenQuestion, ...]:
    """Give the questions that columns of text answer, a title being put before the only one."""
    several = len(columns) > 1
    title = find_title_column(table, columns) if len(columns) <= 1 else ""
    if title and not columns:
        return (OpenQuestion(cells_of(table, title)),)
    if title and (texts := cells_of(table, next(iter(columns)))):
        both = [
            "\n".join(part for part in (heading.strip(), text.strip()) if part)
            for heading, text in zip(table.columns[title], texts.cells, strict=True)
        ]
        return (OpenQuestion(Field((title, *texts.columns), both), question_of(texts.columns[0], several=False)),)
    return tuple(OpenQuestion(cells_of(table, name), question_of(name, several=several)) for name in columns)


def part_of(table: Table, questions: tuple[OpenQuestion, ...], taken: Collection[str] = ()) -> Part:
    """Give what the other columns of a table say of each answer, by their names and their cells.

    Parameters
    ----------
    taken
        Columns that have a role already, or must have none.
    """
    used = [*taken, *(name for question in questions for name in question.texts.columns)]
    group = find_group(table, used)
    used += [group.column] if group else []
    author = find_author_column(table, used)
    used += [author] if author else []
    sequence = find_sequence_column(table, taken=used, group_column=group.column if group else "")
    used += [sequence] if sequence else []
    question = find_question_column(table, used)
    used += [question] if question else []
    theme, date = find_named(table, "theme", used), find_date(table, used)
    channel = _channel(table, used, group.column if group else "")
    votes = find_votes(table, used)
    for field in (theme, date, channel, *(field for _, field in votes)):
        used += field.columns
    return Part(
        questions=questions,
        group=cells_of(table, group.column) if group else Field(),
        group_name=group.noun if group else "",
        author=cells_of(table, author),
        author_space=_author_space(table, author),
        sequence=cells_of(table, sequence),
        question=cells_of(table, question),
        channel=channel,
        declared_theme=theme,
        date=date,
        votes=votes,
        variables=find_variables(table, set(used)),
        rich=any(_from_an_editor(item.texts.cells) for item in questions),
        one_row_one_person=len(questions) > 1,
    )


def _from_an_editor(texts: Sequence[str]) -> bool:
    """Say whether texts come from an editor that gives HTML, rather than from people who typed a tag."""
    sample = spread_sample(texts, 200)
    return len(sample) >= 3 and sum(map(is_rich, sample)) >= 0.2 * len(sample)


def _channel(table: Table, taken: Collection[str], group_column: str) -> Field:
    names = next(group["colonnes"] for group in load("colonnes")["groupes"] if group["nom"] == "canal")
    if fold_header(group_column) in names:
        return cells_of(table, group_column)
    channels = {name: cells for name, cells in table.columns.items() if fold_header(name) in names}
    found = find_group(replace(table, columns=channels), taken)
    return cells_of(table, found.column) if found else Field()


def _author_space(table: Table, column: str) -> str:
    """Give where identifiers of a column mean the same person.

    Numbers from 1 on are those of a file: 12 is somebody else in the next one.
    """
    if not column:
        return ""
    values = {value.strip() for value in table.columns[column]} - {""}
    numbers = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 9]
    of_file = len(numbers) == len(values) and max(numbers, default=0) <= 2 * len(table)
    return "" if of_file else fold_header(column)


class AnyTable:
    """The last reader: recognises every table, and reads each column of free text in it."""

    def recognises(self, table: Table) -> bool:
        """Say yes."""
        return True

    def layout(self, table: Table) -> Layout:
        """Say where the contributions are, and what else may be kept of the table."""
        columns = find_text_columns(table)
        questions = open_questions(table, columns)
        if not questions:
            closed = len(find_variables(table, ())) >= _FEWEST_OF_A_SURVEY
            return Layout(
                name="Questionnaire" if closed else f"Tableau {table.container}",
                kind="aucune question ouverte",
                why_none=_NO_TEXT if closed else "",
            )
        part = part_of(table, questions)
        return Layout(
            name=f"Tableau {table.container}",
            kind=f"colonne {quoted_column(questions[0].texts.columns[-1], table.columns)}"
            if len(questions) == 1
            else "",
            detail=counted(len(questions), "question ouverte", "questions ouvertes") if len(questions) > 1 else "",
            parts=(part,),
            remarks=tuple(_remarks(table, part)),
        )


def _remarks(table: Table, part: Part) -> list[str]:
    said = []
    if len(part.questions) > 1:
        names = ", ".join(quoted_column(item.texts.columns[0], table.columns) for item in part.questions[:4])
        more = "…" if len(part.questions) > 4 else ""
        said.append(
            f"{counted(len(part.questions), 'colonne')} de texte lues, chacune comme une question : {names}{more}. "
            "Vous pouvez n’en garder qu’une."
        )
    unread = _unread_texts(table, part)
    if unread:
        names = ", ".join(quoted_column(name, table.columns) for name in unread[:4]) + ("…" if len(unread) > 4 else "")
        many = counted(len(unread), "autre colonne de texte, non lue", "autres colonnes de texte, non lues")
        said.append(f"{many} : {names}.")
    if part.sequence:
        said.append(said_of_sequences(part.sequence.columns[0], part.sequence.cells))
    if part.question:
        n_questions = len({value.strip() for value in part.question.cells} - {""})
        if n_questions > 1:
            column = quoted_column(part.question.columns[0], table.columns)
            said.append(f"{counted(n_questions, 'question')} dans la colonne {column}.")
    only = part.questions[0].texts.columns
    alone = len(table.columns) == 1 and len(part.questions) == 1
    if alone and not is_question(only[0]) and fold_header(only[0]).count(" ") >= 2:
        said.append("La première ligne a été prise pour l’en-tête de la colonne, pas pour une contribution.")
    return said


def _unread_texts(table: Table, part: Part) -> list[str]:
    """Give the columns of free text that have no role, for nobody's words may be left without a word."""
    used = {name for item in part.questions for name in item.texts.columns}
    fields = (part.group, part.sequence, part.author, part.question, part.channel, part.declared_theme, part.date)
    used |= {name for field in (*fields, *(field for _, field in part.variables)) for name in field.columns}
    return [
        name
        for name, values in table.columns.items()
        if name not in used
        and not is_personal(name)
        and not is_technical(name)
        and letters_of_text(values, named=False) > 0
        and not personal_kind(values)
    ]


class PlenaryNotes(AnyTable):
    """Post-its typed after a session: `n°;table;séquence;couleur;texte;gommettes`."""

    def recognises(self, table: Table) -> bool:
        """Say whether there are tables, texts, and what only post-its have."""
        folded = {fold_header(name) for name in table.columns}
        return {"table", "texte"} <= folded and bool(folded & {"sequence", "couleur", "gommettes"})

    def layout(self, table: Table) -> Layout:
        """Say where the post-its are, and how many tables wrote them."""
        found = super().layout(table)
        n_groups = len({value.strip() for part in found.parts for value in part.group.cells} - {""})
        noun = found.parts[0].group_name or group_noun("table")
        return Layout(
            name="Post-its d’une séance",
            noun="post-it",
            detail=counted(n_groups, noun) if n_groups else "",
            parts=found.parts,
            remarks=found.remarks,
        )
