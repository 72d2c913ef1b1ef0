"""Reading the user's files: what was said, where each record comes from, what stayed out.

The only module that opens a file of the user. It finds the container (CSV or Excel), lets
the readers of `formats/` recognise the table, and keeps nothing personal of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from participation_lib.corpus.formats.any_table import AnyTable, PlenaryNotes
from participation_lib.corpus.formats.decidim import DecidimProposals
from participation_lib.corpus.formats.document import read_document
from participation_lib.corpus.formats.encoding import ACCEPTED, decompress
from participation_lib.corpus.formats.grand_debat import GrandDebat
from participation_lib.corpus.formats.headers import fold_header
from participation_lib.corpus.formats.iramuteq import IramuteqCorpus
from participation_lib.corpus.formats.model import Choice, Extract, Format, Table
from participation_lib.corpus.formats.session_document import SessionDocument
from participation_lib.corpus.formats.text_file import read_text_file
from participation_lib.corpus.formats.wording import quoted, quoted_list
from participation_lib.corpus.formats.workbook import read_workbook
from participation_lib.errors import InputError

__all__ = ["RECORD_COLUMNS", "Reading", "Source", "fingerprint", "read_files"]

# Tried in order: the most demanding first, the one that takes any table last.
FORMATS: Final[tuple[Format, ...]] = (
    SessionDocument(),
    IramuteqCorpus(),
    DecidimProposals(),
    GrandDebat(),
    PlenaryNotes(),
    AnyTable(),
)

RECORD_COLUMNS: Final = ("source_file", "source_row", "group", "sequence", "author", "text")

_TEXT_FILES: Final = frozenset({".csv", ".tsv", ".txt", ".tab", ".md", ".markdown"})
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})
_DOCUMENTS: Final = frozenset({".docx", ".odt"})


@dataclass(frozen=True)
class Source:
    """A file that was read, as it is told to the user.

    Attributes
    ----------
    file_name
        Base name: never the folder it was in.
    sha256
        Of the bytes of the file, 64 hexadecimal digits.
    description
        One French sentence without full stop: « Export Decidim — propositions, 196 contributions ».
    text_column, group_column, sequence_column
        As in the header; several names joined by « + » where a text is made of several. "" if none.
    group_name
        The noun of the groups of this file.
    set_aside
        Columns that did not enter, with « personnelle », « technique » or « non utilisée ».
    remarks
        French sentences about what she should know of this file.
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


@dataclass(frozen=True)
class Reading:
    """What was read in all the files, before pseudonymising.

    Attributes
    ----------
    records
        One row a record, blank ones included, in the order of the files: `source_file` (base
        name), `source_row` (the header being 1), `group` and `sequence` (raw, "" if unknown),
        `author` (a token without meaning outside this reading, "" if unknown), `text` (raw).
    group_name
        The noun of the groups: « table », « quartier »… ; "" where there are none.
    question
        The question asked, where the files say one and the same; else "".
    """

    records: pd.DataFrame
    sources: tuple[Source, ...]
    question: str
    group_name: str


def read_files(files: Sequence[Path], *, text_column: str | None = None, group_column: str | None = None) -> Reading:
    r"""Give every record of the files, in order, with the column of text recognised.

    Accepts CSV of any French dialect (also .tsv, .txt and compressed .gz) and Excel .xlsx.
    Does not clean, mask or sort out texts: a formula, HTML or a blank cell is kept as it is.
    Personal columns never enter; identifiers of authors become tokens that say only « the
    same person ».

    Parameters
    ----------
    files
        Paths, read one after the other into one corpus; their base names must differ.
    text_column, group_column
        Names of columns of every file, instead of those that would be recognised.

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
        raise InputError(f"Aucun fichier n’a été donné ; {ACCEPTED}.")
    names = [Path(file).name for file in files]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InputError(
            f"Plusieurs fichiers portent le même nom ({quoted_list(repeated)}) : renommez-en un, pour que "
            "chaque contribution garde sa provenance."
        )
    choice = Choice(text_column, group_column)
    tokens: dict[tuple[str, str], str] = {}
    parts: list[pd.DataFrame] = []
    sources: list[Source] = []
    extracts: list[Extract] = []
    for file in files:
        table, sha256 = _open(Path(file))
        reader = next(reader for reader in FORMATS if reader.recognises(table))
        extract = reader.extract(table, choice)
        parts.append(_records(table, extract, tokens))
        sources.append(_source(table, extract, sha256))
        extracts.append(extract)
    nouns = list(dict.fromkeys(extract.group_name for extract in extracts if extract.group_name))
    questions = {extract.question for extract in extracts}
    return Reading(
        records=pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0],
        sources=tuple(sources),
        question=questions.pop() if len(questions) == 1 else "",
        group_name=nouns[0] if len(nouns) == 1 else "groupe" if nouns else "",
    )


def fingerprint(file: Path) -> str:
    """Give the SHA-256 of the bytes of a file, by which the same file is known again.

    Raises
    ------
    InputError
        The file is missing or cannot be opened.
    """
    return hashlib.sha256(_bytes(Path(file))).hexdigest()


def _require_file(file: Path) -> None:
    if not file.exists():
        raise InputError(f"Le fichier {quoted(file.name)} est introuvable : vérifiez son nom et son dossier.")
    if file.is_dir():
        raise InputError(f"{quoted(file.name)} est un dossier : donnez un fichier ; {ACCEPTED}.")


def _bytes(file: Path) -> bytes:
    _require_file(file)
    try:
        return file.read_bytes()
    except OSError:
        raise InputError(
            f"Le fichier {quoted(file.name)} ne peut pas être ouvert : il est peut-être pris ailleurs ou protégé."
        ) from None


def _open(file: Path) -> tuple[Table, str]:
    """Give the table of a file and the SHA-256 of its bytes."""
    name = file.name
    suffixes = [suffix.lower() for suffix in file.suffixes]
    compressed = suffixes[-1:] == [".gz"]
    kind = (suffixes[-2:-1] if compressed else suffixes[-1:]) or [""]
    _require_file(file)
    packages = _WORKBOOKS | _DOCUMENTS
    if kind[0] not in _TEXT_FILES | packages or (compressed and kind[0] in packages):
        raise InputError(f"Le fichier {quoted(name)} n’est pas d’un type accepté ; {ACCEPTED}.")
    data = _bytes(file)
    sha256 = hashlib.sha256(data).hexdigest()
    if not data:
        raise InputError(f"Le fichier {quoted(name)} est vide (0 octet).")
    if compressed:
        data = decompress(data, name)
    if kind[0] in _WORKBOOKS:
        table = read_workbook(data, name)
    elif kind[0] in _DOCUMENTS:
        table = read_document(data, name, kind[0].removeprefix("."))
    else:
        table = read_text_file(data, name, kind[0])
    if not len(table):
        raise InputError(f"Le fichier {quoted(name)} ne contient aucune contribution : il n’a qu’une ligne d’en-tête.")
    return table, sha256


def _records(table: Table, extract: Extract, tokens: dict[tuple[str, str], str]) -> pd.DataFrame:
    size = len(table)
    authors = [""] * size
    if extract.authors:
        # One token a person over all files, numbered by first appearance: nothing of the
        # identifier is in it. Identifiers of differently named columns are not compared.
        space = fold_header(extract.author_column)
        for position, identifier in enumerate(extract.authors):
            if key := identifier.strip():
                authors[position] = tokens.setdefault((space, key), f"a{len(tokens) + 1}")
    return pd.DataFrame(
        {
            "source_file": np.full(size, table.file_name, dtype=object),
            "source_row": np.fromiter(table.rows, dtype=np.int64, count=size),
            "group": np.array([group.strip() for group in extract.groups] or [""] * size, dtype=object),
            "sequence": np.array([sequence.strip() for sequence in extract.sequences] or [""] * size, dtype=object),
            "author": np.array(authors, dtype=object),
            "text": np.array(extract.texts, dtype=object),
        },
        columns=list(RECORD_COLUMNS),
    )


def _source(table: Table, extract: Extract, sha256: str) -> Source:
    return Source(
        file_name=table.file_name,
        sha256=sha256,
        description=extract.description,
        encoding=table.encoding,
        separator=table.separator,
        text_column=" + ".join(extract.text_columns),
        group_column=extract.group_column,
        set_aside=extract.set_aside,
        remarks=table.remarks + extract.remarks,
        n_records=len(table),
        sequence_column=extract.sequence_column,
        group_name=extract.group_name,
    )
