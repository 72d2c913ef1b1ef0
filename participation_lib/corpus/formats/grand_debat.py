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
from participation_lib.corpus.formats.model import Layout, Part, Table, cells_of
from participation_lib.corpus.formats.wording import counted

__all__ = ["GrandDebat"]

_PLATFORM: Final = frozenset({"authorid", "authortype", "authorzipcode"})
_REFERENCE: Final = re.compile(r"gd\d{6}")
_QUESTION_MARK: Final = re.compile(r"^Q\w+={0,2} ?- ?")
_TRUE: Final = frozenset({"true", "1", "oui", "vrai"})


class GrandDebat(AnyTable):
    """Each open question of a file is one; closed questions are kept beside the answers."""

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

    def layout(self, table: Table) -> Layout:
        """Give one contribution an answer, those that the platform had moderated included and counted."""
        found = super().layout(table)
        trashed = next((name for name in table.columns if fold_header(name) == "trashed"), "")
        moderated = sum(value.strip().lower() in _TRUE for value in table.columns[trashed]) if trashed else 0
        remarks = found.remarks
        if moderated:
            remark = (
                f"{counted(moderated, 'contribution')} que la plateforme avait modérées : lues comme les "
                "autres, à vérifier."
            )
            remarks = (*remarks, remark)
        reference = cells_of(table, next((name for name in table.columns if fold_header(name) == "reference"), ""))
        return Layout(
            name="Grand Débat national",
            kind="réponses",
            detail=found.detail,
            parts=tuple(replace(_with_bare_questions(part), reference=reference) for part in found.parts),
            used=(trashed,) if trashed else (),
            why_none=found.why_none,
            remarks=remarks,
        )


def _with_bare_questions(part: Part) -> Part:
    """Give a part whose questions are those asked, without the mark that the platform puts before."""
    return replace(
        part,
        questions=tuple(replace(ask, asked=_QUESTION_MARK.sub("", ask.asked)) for ask in part.questions),
        variables=tuple((_QUESTION_MARK.sub("", name), field) for name, field in part.variables),
        author_space="grand débat" if part.author else "",
    )
