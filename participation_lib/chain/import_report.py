"""What was read of files, set apart and dropped, as a note to keep: names of columns and counts, no contribution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from participation_lib.corpus.formats.model import Role
from participation_lib.corpus.preview import Preview
from participation_lib.notes.model import Block, BulletList, Heading, Note, Paragraph, Table, Text
from participation_lib.notes.typography import format_number

__all__ = ["build_import_report"]


def build_import_report(tables: Sequence[Preview]) -> Note:
    """Give the note that tells how files were read.

    It holds no contribution and no example of a value. Names of columns are those of the files.

    Examples
    --------
    >>> build_import_report(()).title
    'Rapport d’import'
    """
    n_read = sum(table.n_contributions for table in tables)
    n_apart = sum(count for table in tables for _, count, _ in table.set_apart)
    n_personal = sum(column.role is Role.PERSONAL for table in tables for column in table.columns)
    summary = [
        f"{_counted(n_read, 'contribution lue', 'contributions lues')}.",
        f"{_counted(n_apart, 'ligne mise à part', 'lignes mises à part')}, avec sa raison.",
        f"{_counted(n_personal, 'colonne personnelle', 'colonnes personnelles')} : rien n’en est gardé.",
    ]
    blocks: list[Block] = [BulletList(tuple((Text(line),) for line in summary))]
    for table in tables:
        blocks += _told(table)
    return Note(
        title="Rapport d’import",
        subtitle="Ce qui a été lu, mis à part, laissé",
        blocks=tuple(blocks),
        keywords=("import", "lecture", "données personnelles"),
    )


def _told(seen: Preview) -> Iterator[Block]:
    yield Heading(1, seen.source_name)
    yield Paragraph((Text(f"{seen.description}."),))
    if seen.problem:
        yield Paragraph((Text(seen.problem, "strong"),))
    if corrected := _corrections(seen):
        yield Paragraph((Text("Corrigé à la main : ", "strong"), Text(f"{corrected}.")))
    yield Table(
        caption="Ce que devient chaque colonne",
        header=("Colonne", "Devient", "Pourquoi", "Cases remplies"),
        rows=tuple(
            (
                (Text(column.name),),
                (Text(str(column.role)),),
                (Text(column.why),),
                (Text(format_number(column.n_filled)),),
            )
            for column in seen.columns
        ),
        align=("left", "left", "left", "right"),
        row_headers=True,
    )
    if seen.set_apart:
        yield Table(
            caption="Lignes mises à part",
            header=("Raison", "Lignes", "La première"),
            rows=tuple(
                ((Text(reason),), (Text(format_number(count)),), (Text(f"ligne {format_number(first)}"),))
                for reason, count, first in seen.set_apart
            ),
            align=("left", "right", "left"),
            row_headers=True,
        )
    if seen.remarks:
        yield BulletList(tuple((Text(remark),) for remark in seen.remarks))


def _corrections(seen: Preview) -> str:
    choice = seen.choice
    told = [
        *(f"« {name} » est un texte" for name in choice.text_columns),
        *([f"« {choice.group_column} » est le groupe"] if choice.group_column else []),
        *([f"« {choice.question_column} » est la question"] if choice.question_column else []),
        *(f"« {name} » n’est pas lue" for name in choice.refused),
    ]
    return " ; ".join(told)


def _counted(count: int, one: str, several: str) -> str:
    return f"{format_number(count)} {one if count < 2 else several}"
