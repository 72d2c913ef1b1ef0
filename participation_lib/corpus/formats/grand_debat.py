"""Answers to the Grand Débat: the platform's own export, and its published extracts.

The platform's export has one column a question; the number and place of columns, and the
writing of headers (`Q169 - …`, `QUXVlc3Rpb246MTYw - …`, bare), changed between snapshots, so
columns are known by name. Extracts have one row an answer, with `gd…` references.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from participation_lib.corpus.formats.any_table import AnyTable
from participation_lib.corpus.formats.headers import fold_header, spread_sample
from participation_lib.corpus.formats.model import Choice, Extract, Table
from participation_lib.corpus.formats.wording import counted

__all__ = ["GrandDebat"]

_PLATFORM: Final = frozenset({"authorid", "authortype", "authorzipcode"})
_REFERENCE: Final = re.compile(r"gd\d{6}")
_QUESTION_MARK: Final = re.compile(r"^Q\w+={0,2} ?- ?")
_TRUE: Final = frozenset({"true", "1", "oui", "vrai"})


class GrandDebat(AnyTable):
    """Where a file holds several questions, the one with most text is read, and it is said."""

    def recognises(self, table: Table) -> bool:
        """Say whether the platform's author columns are there, or references in `gd…`."""
        folded = {fold_header(name): name for name in table.columns}
        if set(folded) >= _PLATFORM:
            return True
        reference = folded.get("reference") or folded.get("id")
        if reference is None or not {"question", "reponse"} <= set(folded):
            return False
        sample = spread_sample(table.columns[reference], 50)
        return bool(sample) and all(_REFERENCE.fullmatch(value) for value in sample)

    def extract(self, table: Table, choice: Choice) -> Extract:
        """Give one record a row, those that the platform had moderated included and counted."""
        extract = super().extract(table, choice)
        question = _QUESTION_MARK.sub("", extract.question)
        trashed = next((name for name in table.columns if fold_header(name) == "trashed"), "")
        moderated = sum(value.strip().lower() in _TRUE for value in table.columns[trashed]) if trashed else 0
        remarks = extract.remarks
        if moderated:
            remark = (
                f"{counted(moderated, 'contribution')} que la plateforme avait modérées : lues comme les "
                "autres, à vérifier."
            )
            remarks = (*remarks, remark)
        return replace(extract, question=question, remarks=remarks)

    def _description(self, table: Table, text_column: str, group_column: str, noun: str) -> str:
        return f"Grand Débat national — réponses, {counted(len(table), 'contribution')}"
