"""From a file of the user to tables of strings: its container found, its bytes known again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from participation_lib.corpus.formats.document import read_document
from participation_lib.corpus.formats.encoding import ACCEPTED, decompress
from participation_lib.corpus.formats.header_line import with_first_record
from participation_lib.corpus.formats.json_table import looks_like_json, read_json
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.refusals import refuse_kind
from participation_lib.corpus.formats.text_file import read_text_file
from participation_lib.corpus.formats.wording import quoted
from participation_lib.corpus.formats.workbook import read_workbook
from participation_lib.errors import InputError

__all__ = ["fingerprint", "open_tables"]

_TEXTS: Final = frozenset({".csv", ".tsv", ".txt", ".tab", ".md", ".markdown"})
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})
_DOCUMENTS: Final = frozenset({".docx", ".odt"})
_PACKAGES: Final = _WORKBOOKS | _DOCUMENTS
_KINDS: Final = _TEXTS | _PACKAGES | {".json"}


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
        before = file.stat()
        data = file.read_bytes()
        after = file.stat()
    except OSError:
        raise InputError(
            f"Le fichier {quoted(file.name)} ne peut pas être ouvert : il est peut-être pris ailleurs ou protégé."
        ) from None
    if len(data) != after.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError(
            f"Le fichier {quoted(file.name)} est en train d’être écrit : attendez la fin de sa copie ou de son "
            "téléchargement, puis recommencez."
        )
    return data


def open_tables(file: Path) -> tuple[tuple[Table, ...], str]:
    """Give the tables of a file and the SHA-256 of its bytes; only a workbook may hold several.

    Raises
    ------
    InputError
        The file is missing, empty, of another kind, damaged, or has no row.
    """
    name = file.name
    suffixes = [suffix.lower() for suffix in file.suffixes]
    compressed = suffixes[-1:] == [".gz"]
    kind = (suffixes[-2:-1] if compressed else suffixes[-1:]) or [""]
    _require_file(file)
    refuse_kind(name, kind[0])
    if kind[0] not in _KINDS or (compressed and kind[0] in _PACKAGES):
        raise InputError(f"Le fichier {quoted(name)} n’est pas d’un type accepté ; {ACCEPTED}.")
    data = _bytes(file)
    sha256 = hashlib.sha256(data).hexdigest()
    if not data:
        raise InputError(f"Le fichier {quoted(name)} est vide (0 octet).")
    if compressed:
        data = decompress(data, name)
    if kind[0] in _WORKBOOKS:
        tables = read_workbook(data, name)
    elif kind[0] in _DOCUMENTS:
        tables = (read_document(data, name, kind[0].removeprefix(".")),)
    elif kind[0] == ".json" or looks_like_json(data):
        tables = (read_json(data, name),)
    else:
        # Handed over, so that the bytes are let go once they are read as characters.
        handed = [data]
        del data
        tables = (read_text_file(handed.pop(), name, kind[0]),)
    if not any(map(len, tables)):
        raise InputError(f"Le fichier {quoted(name)} ne contient aucune contribution : il n’a qu’une ligne d’en-tête.")
    return tuple(with_first_record(table) for table in tables if len(table)), sha256
