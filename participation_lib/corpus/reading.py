"""Reading the user's files: what was said, where each record comes from, what stayed out.

Readers of `formats/` recognise each table and say what its columns and rows are for; what
the user chose instead is applied; nothing personal enters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from participation_lib.corpus.formats.choosing import Column
from participation_lib.corpus.formats.columns import no_text
from participation_lib.corpus.formats.encoding import ACCEPTED
from participation_lib.corpus.formats.model import Choice
from participation_lib.corpus.formats.wording import quoted, quoted_list
from participation_lib.corpus.opening import fingerprint
from participation_lib.corpus.recognition import (
    Choosing,
    Recognised,
    no_choice,
    recognise,
    said_of,
    said_of_rows_apart,
    with_topics,
)
from participation_lib.corpus.records import RECORD_COLUMNS, rows_set_apart, table_records
from participation_lib.corpus.tokens import Tokens
from participation_lib.corpus.vote_counts import with_votes_of_other_files
from participation_lib.errors import InputError

__all__ = ["RECORD_COLUMNS", "Choice", "Reading", "Source", "fingerprint", "read_files"]


@dataclass(frozen=True)
class Source:
    """A table that was read, as it is told to the user: a file, or a sheet of it.

    Attributes
    ----------
    file_name
        Base name, with the sheet where several are read: never the folder it was in.
    sha256
        Of the bytes of the file, 64 hexadecimal digits.
    description
        One French sentence without full stop: « Export Decidim — propositions, 196 contributions ».
    text_column, group_column, sequence_column
        As in the header; several names joined by « + » where a text is made of several, by
        « ; » where each is a question. "" if none.
    group_name
        The noun of the groups of this file.
    set_aside
        Columns that did not enter, with « personnelle », « technique », « refusée » or « non utilisée ».
    remarks
        French sentences about what she should know of this file.
    n_rows, n_records
        Rows of the table; contributions read, blank ones included. A row may give several.
    set_apart
        Why rows were not read, and how many: none of them is in `n_records`.
    columns
        Every column, its role and why.
    """

    file_name: str
    sha256: str
    description: str
    encoding: str
    separator: str
    text_column: str
    group_column: str
    set_aside: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    n_records: int
    sequence_column: str = ""
    group_name: str = ""
    n_rows: int = 0
    set_apart: tuple[tuple[str, int], ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What was read in all the files, before pseudonymising.

    Attributes
    ----------
    records
        One row a contribution, blank ones included, in the order of the files, of their
        rows and of their questions: `source_file` (as `Source.file_name`), `source_row` (the
        header being 1), `group` and `sequence` (raw, "" if unknown), `text` (raw), and the
        columns of `schema.CONTRIBUTION_DETAILS`.
    set_apart
        One row a row of a file that was not read: `source_file`, `source_row`, `reason`.
    group_name
        The noun of the groups: « table », « quartier »… ; "" where there are none.
    question
        The question asked, where all the files say one and the same; else "".
    questions
        Every question that was answered, in order, as `records` has it.
    """

    records: pd.DataFrame
    sources: tuple[Source, ...]
    question: str
    group_name: str
    set_apart: pd.DataFrame
    questions: tuple[str, ...] = ()


def read_files(
    files: Sequence[Path],
    *,
    text_column: str | None = None,
    group_column: str | None = None,
    choice: Choosing = no_choice,
    key: bytes | None = None,
) -> Reading:
    r"""Give every record of the files, in order, with the columns of text recognised.

    Accepts exports of platforms and surveys, CSV of any French dialect (also .tsv, .txt and
    compressed .gz), Excel .xlsx and JSON. Does not mask or sort out texts: a formula or a
    blank cell is kept as it is; HTML of a rich editor becomes plain words. Personal columns
    never enter; identifiers of authors become tokens that say only « the same person ».

    Parameters
    ----------
    files
        Paths, read one after the other into one corpus; their base names must differ.
    text_column, group_column
        Short for a choice that holds for every file.
    choice
        What the user corrects in each table, by the name of the file, or of the sheet.
    key
        Of the dossier the files come into: the same person keeps the same token there.

    Raises
    ------
    InputError
        A file is missing, empty, of another kind, damaged, without any record or without a
        column of text; a column that was asked for does not exist or is personal.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "notes.csv")
    ...     _ = path.write_text("table;texte\n3;Planter des arbres\n", encoding="utf-8")
    ...     reading = read_files([path])
    >>> reading.records["text"].tolist(), reading.group_name
    (['Planter des arbres'], 'table')
    """
    if not files:
        raise InputError(f"Aucun fichier n’a été donné ; {ACCEPTED}.")
    names = [Path(file).name for file in files]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InputError(
            f"Plusieurs fichiers portent le même nom ({quoted_list(repeated)}) : renommez-en un, pour que "
            "chaque contribution garde sa provenance."
        )
    if text_column is not None or group_column is not None:
        everywhere = Choice((text_column,) if text_column else (), group_column)
        choice = lambda _: everywhere  # noqa: E731
    tokens = Tokens(key)
    found = with_topics([item for file in files for item in recognise(file, choice)])
    parts = [table_records(item.table, item.layout, item.source_name, item.sha256, tokens) for item in found]
    if not sum(map(len, parts)):
        raise _nothing_to_read(found)
    _require_text(found)
    parts, said = with_votes_of_other_files(found, parts)
    records = pd.concat([part for part in parts if len(part)], ignore_index=True)
    apart = [_set_apart(item) for item in found]
    sources = tuple(
        _source(item, len(part), rows, remark)
        for item, part, rows, remark in zip(found, parts, apart, said, strict=True)
    )
    nouns = list(dict.fromkeys(source.group_name for source in sources if source.group_name))
    questions = tuple(dict.fromkeys(records["question"]))
    return Reading(
        records=records,
        sources=sources,
        question=questions[0] if len(questions) == 1 else "",
        group_name=nouns[0] if len(nouns) == 1 else "groupe" if nouns else "",
        set_apart=pd.concat(apart, ignore_index=True),
        questions=tuple(question for question in questions if question),
    )


def _nothing_to_read(found: Sequence[Recognised]) -> InputError:
    if len(found) == 1 and not found[0].layout.why_none:
        return no_text(found[0].table)
    why = found[0].layout.why_none or "aucun texte libre n’y a été trouvé"
    if len(found) == 1:
        return InputError(f"Le fichier {quoted(found[0].table.file_name)} ne contient pas de contributions : {why}.")
    return InputError("Aucun de ces fichiers ne contient de contributions.", setting="text_column")


def _require_text(found: Sequence[Recognised]) -> None:
    """Refuse a file in which nobody could say where the contributions are; one sheet of it is enough."""
    for item in found:
        of_file = [other for other in found if other.table.file_name == item.table.file_name]
        if not any(other.layout.parts or other.layout.why_none for other in of_file):
            raise no_text(item.table)


def _set_apart(item: Recognised) -> pd.DataFrame:
    reasons = rows_set_apart(item.table, item.layout)
    columns = {
        "source_file": pd.Series([item.source_name] * len(reasons), dtype=object),
        "source_row": pd.Series([item.table.rows[position] for position in reasons], dtype="int64"),
        "reason": pd.Series(list(reasons.values()), dtype=object),
    }
    return pd.DataFrame(columns).sort_values("source_row", kind="stable", ignore_index=True)


def _source(item: Recognised, n_records: int, apart: pd.DataFrame, more: Sequence[str]) -> Source:
    table, layout = item.table, item.layout
    counts = tuple((str(reason), int(count)) for reason, count in apart["reason"].value_counts(sort=False).items())
    texts = dict.fromkeys(" + ".join(ask.texts.columns) for part in layout.parts for ask in part.questions)
    groups = [part for part in layout.parts if part.group]
    remarks = [*table.remarks, *layout.remarks, *more]
    if layout.parts and counts:
        remarks.append(said_of_rows_apart(counts))
    elif not layout.parts:
        remarks.append(f"Pas de contributions ici : {layout.why_none or 'aucune colonne de texte'}.")
    sequences = [part.sequence.columns[0] for part in layout.parts if part.sequence]
    return Source(
        file_name=item.source_name,
        sha256=item.sha256,
        description=said_of(layout, n_records, len(table)),
        encoding=table.encoding,
        separator=table.separator,
        text_column=" ; ".join(texts),
        group_column=groups[0].group.columns[0] if groups else "",
        set_aside=tuple((column.name, str(column.role)) for column in item.columns if not column.role.enters),
        remarks=tuple(remarks),
        n_records=n_records,
        sequence_column=sequences[0] if sequences else "",
        group_name=groups[0].group_name if groups else "",
        n_rows=len(table),
        set_apart=counts,
        columns=item.columns,
    )
