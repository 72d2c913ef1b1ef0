"""From a file of text to a table: a CSV, notes of a session, or an IRaMuTeQ corpus, by what it holds."""

from __future__ import annotations

from typing import Final

from participation_lib.corpus.formats.delimited import has_columns, read_delimited_text
from participation_lib.corpus.formats.document import notes_table
from participation_lib.corpus.formats.encoding import decode, refuse_binary
from participation_lib.corpus.formats.iramuteq import is_iramuteq, read_iramuteq
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.plain_notes import looks_like_notes

__all__ = ["read_text_file"]

_MARKDOWN: Final = frozenset({".md", ".markdown"})


def read_text_file(data: bytes, file_name: str, ending: str) -> Table:
    """Give the records of a file of text.

    Its name says little: a .txt may be a table, notes or a corpus, and JSON may be called
    .csv. Only a file called .txt or .md may be notes.

    Parameters
    ----------
    data
        The whole file, not compressed.
    ending
        In lower case, with its dot.

    Raises
    ------
    InputError
        The bytes are not text, or hold neither a header nor contributions.
    """
    refuse_binary(data, file_name)
    text, encoding, remarks = decode(data)
    del data  # a large export would be kept twice
    if is_iramuteq(text):
        return read_iramuteq(text, file_name, encoding=encoding, remarks=remarks)
    if ending in _MARKDOWN:
        return notes_table(text, file_name, "md", encoding=encoding, remarks=remarks)
    if ending == ".txt" and looks_like_notes(text) and not has_columns(text):
        return notes_table(text, file_name, "txt", encoding=encoding, remarks=remarks)
    return read_delimited_text(text, file_name, encoding=encoding, remarks=remarks)
