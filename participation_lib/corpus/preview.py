"""What would be read of a file, shown before anything is kept: columns, rows, what stays out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from participation_lib.corpus.formats.model import Choice, Role
from participation_lib.corpus.recognition import Choosing, Recognised, no_choice, recognise, said_of, said_of_rows_apart
from participation_lib.corpus.records import first_records, rows_set_apart

__all__ = ["Preview", "PreviewColumn", "PreviewRow", "preview"]

_N_ROWS: Final = 20
_N_EXAMPLES: Final = 3
_LONGEST_EXAMPLE: Final = 100
_WITHHELD: Final = frozenset({Role.PERSONAL, Role.AUTHOR, Role.REFERENCE, Role.REPLY})


@dataclass(frozen=True)
class PreviewColumn:
    """A column: what would become of it, why, and what it looks like.

    Attributes
    ----------
    role
        A `Role`; its value is the word to show, `role.enters` whether something of it is kept.
    why
        In French, without full stop.
    n_filled
        Rows in which it is not blank.
    examples
        Its first different values, cut; none of a column that is personal or identifies
        somebody, whatever was chosen.
    choosable
        Whether it may be chosen as text or group: never where it is personal.
    """

    name: str
    role: Role
    why: str
    n_filled: int
    examples: tuple[str, ...]
    choosable: bool


@dataclass(frozen=True)
class PreviewRow:
    """One of the first contributions, as it was written: names in it are not masked yet.

    `details` are what else is kept beside it, as French names and values.
    """

    source_row: int
    text: str
    group: str
    question: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Preview:
    """What would be read of a table: a file, or a sheet of a workbook.

    Attributes
    ----------
    source_name
        By which a choice is given for this table (`Options.choices`).
    description
        « Export Decidim — propositions, 196 contributions ».
    rows
        The first contributions, 20 at most.
    set_apart
        Why rows are not read, how many, and the number of the first of each.
    problem
        A French sentence where there is nothing to read: she may choose a column of text. Else "".
    choice
        That was followed.
    """

    source_name: str
    description: str
    columns: tuple[PreviewColumn, ...]
    rows: tuple[PreviewRow, ...]
    n_rows: int
    n_contributions: int
    questions: tuple[str, ...]
    set_apart: tuple[tuple[str, int, int], ...]
    remarks: tuple[str, ...]
    problem: str
    choice: Choice
    encoding: str = ""
    separator: str = ""


def preview(file: Path, choice: Choosing = no_choice) -> tuple[Preview, ...]:
    r"""Give what would be read of a file, a table after the other; nothing is kept of it.

    Parameters
    ----------
    choice
        What she corrects in a table, by its name.

    Raises
    ------
    InputError
        The file cannot be opened, or a choice cannot be followed; `setting` says which.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "avis.csv")
    ...     _ = path.write_text("Nom;table;avis\nAwa Diallo;3;Planter des arbres\n", encoding="utf-8")
    ...     (seen,) = preview(path)
    >>> [(column.name, str(column.role), column.examples) for column in seen.columns]
    [('Nom', 'personnelle', ()), ('table', 'groupe', ('3',)), ('avis', 'texte', ('Planter des arbres',))]
    >>> seen.rows[0].text, seen.rows[0].group
    ('Planter des arbres', '3')
    """
    return tuple(_preview(item, choice(item.source_name)) for item in recognise(file, choice))


def _preview(item: Recognised, choice: Choice) -> Preview:
    table, layout = item.table, item.layout
    records, n_records, questions = first_records(table, layout, item.source_name, item.sha256, _N_ROWS)
    apart = rows_set_apart(table, layout)
    counts: dict[str, list[int]] = {}
    for position in sorted(apart):
        counts.setdefault(apart[position], []).append(table.rows[position])
    remarks = [*table.remarks, *layout.remarks]
    if layout.parts and counts:
        remarks.append(said_of_rows_apart([(reason, len(rows)) for reason, rows in counts.items()]))
    problem = ""
    if not layout.parts:
        problem = (
            f"Pas de contributions ici : {layout.why_none}."
            if layout.why_none
            else "Aucune colonne de texte n’a été reconnue : choisissez celle des contributions."
        )
    first = records.to_dict("records")
    return Preview(
        source_name=item.source_name,
        description=said_of(layout, n_records, len(table)),
        columns=tuple(
            PreviewColumn(
                column.name,
                column.role,
                column.why,
                sum(1 for cell in table.columns[column.name] if cell.strip()),
                () if column.personal or column.role in _WITHHELD else _examples(table.columns[column.name]),
                not column.personal,
            )
            for column in item.columns
        ),
        rows=tuple(_row({str(name): value for name, value in record.items()}) for record in first),
        n_rows=len(table),
        n_contributions=n_records,
        questions=questions,
        set_apart=tuple((reason, len(rows), rows[0]) for reason, rows in counts.items()),
        remarks=tuple(remarks),
        problem=problem,
        choice=choice,
        encoding=table.encoding,
        separator=table.separator,
    )


def _examples(values: Sequence[str]) -> tuple[str, ...]:
    different = dict.fromkeys(" ".join(value.split()) for value in islice(values, 5000) if value.strip())
    return tuple(
        value if len(value) <= _LONGEST_EXAMPLE else f"{value[: _LONGEST_EXAMPLE - 1].rstrip()}…"
        for value in islice(different, _N_EXAMPLES)
    )


def _row(record: dict[str, object]) -> PreviewRow:
    words = {
        "sequence": Role.SEQUENCE,
        "channel": Role.CHANNEL,
        "declared_theme": Role.THEME,
        "date": Role.DATE,
        "votes": Role.VOTES,
        "stance": Role.STANCE,
        "variables": Role.VARIABLE,
    }
    return PreviewRow(
        source_row=int(str(record["source_row"])),
        text=str(record["text"]),
        group=str(record["group"]),
        question=str(record["question"]),
        details=tuple((str(role), str(record[name])) for name, role in words.items() if record[name]),
    )
