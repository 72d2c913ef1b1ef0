"""Exports of survey tools: a line a person, a column a question, and columns of the tool before them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from participation_lib.corpus.formats.any_table import AnyTable, find_date
from participation_lib.corpus.formats.headers import clean_header, fold_header, is_question
from participation_lib.corpus.formats.model import Layout, Part, Table
from participation_lib.corpus.formats.wording import counted
from participation_lib.reference import load

__all__ = ["GoogleForms", "LimeSurvey", "MicrosoftForms", "Webform", "survey_layout"]

_NUMBER: Final = re.compile(r"^(?:q(?:uestion)?\s?(?:n°\s?)?)?\d{1,3}\s?[.)]\s+", re.IGNORECASE)
_CODE: Final = re.compile(r"^[A-Za-z]+\d\w*(?:\[\w+\])?\s?[.:\-–]\s+")
_NO_ROWS: Final[Mapping[int, str]] = {}


def survey_layout(
    table: Table, name: str, of_the_tool: Collection[str], *, set_apart: Mapping[int, str] = _NO_ROWS, remark: str = ""
) -> Layout:
    """Give the open and closed questions of a survey, each line being one person's answers.

    Parameters
    ----------
    of_the_tool
        Names of the columns that no person filled in: none of them is a question.
    """
    asked = replace(table, columns={name: cells for name, cells in table.columns.items() if name not in of_the_tool})
    found = AnyTable().layout(asked)
    date = find_date(replace(table, columns={n: c for n, c in table.columns.items() if n in of_the_tool}))
    parts = tuple(replace(_bare(part), date=part.date or date, one_row_one_person=True) for part in found.parts)
    n_questions = sum(len(part.questions) for part in parts)
    return Layout(
        name=name,
        kind="réponses" if parts else found.kind,
        detail=counted(n_questions, "question ouverte", "questions ouvertes") if n_questions > 1 else "",
        parts=parts,
        set_apart=set_apart,
        why_none=found.why_none,
        remarks=(*found.remarks, *([remark] if remark else [])),
    )


def _bare(part: Part) -> Part:
    """Give a part whose questions have lost the number or the code that the tool puts before them."""
    return replace(
        part,
        questions=tuple(replace(ask, asked=_without_number(ask.asked)) for ask in part.questions),
        variables=tuple((_without_number(name), field) for name, field in part.variables),
    )


def _without_number(question: str) -> str:
    return _CODE.sub("", _NUMBER.sub("", clean_header(question))) or question


def _columns_in(table: Table, names: Collection[str]) -> list[str]:
    return [column for column in table.columns if fold_header(column) in names]


class LimeSurvey:
    """Answers exported by LimeSurvey, with headers in French, in English or as codes."""

    _COLUMNS: Final = frozenset(load("colonnes")["outils"]["limesurvey"])
    _SURE: Final = frozenset({"derniere page", "last page", "lastpage"})
    _SUBMITTED: Final = ("date de soumission", "date submitted", "submitdate")

    def recognises(self, table: Table) -> bool:
        """Say whether the columns of the tool are there."""
        found = {fold_header(name) for name in table.columns} & self._COLUMNS
        return len(found) >= 3 and bool(found & self._SURE)

    def layout(self, table: Table) -> Layout:
        """Give the answers of each person, of those who did not go to the end too: it is said."""
        submitted = [name for name in table.columns if fold_header(name) in self._SUBMITTED]
        unfinished = sum(not cell.strip() for cell in table.columns[submitted[0]]) if submitted else 0
        remark = ""
        if unfinished:
            remark = f"{counted(unfinished, 'personne')} sans date de soumission, réponses non terminées : lues aussi."
        return survey_layout(table, "Export LimeSurvey", _columns_in(table, self._COLUMNS), remark=remark)


class GoogleForms:
    """Answers exported by Google Forms, or from the sheet it fills."""

    _FIRST: Final = frozenset({"horodateur", "horodatage"})
    _COLUMNS: Final = frozenset(
        {*_FIRST, "timestamp", "adresse e mail", "email address", "nom d utilisateur", "username", "score"}
    )

    def recognises(self, table: Table) -> bool:
        """Say whether the first column is the time at which the form was sent; in English, questions must follow."""
        names = [fold_header(name) for name in table.columns]
        in_english = names[:1] == ["timestamp"] and any(map(is_question, table.columns))
        return len(names) >= 2 and (names[0] in self._FIRST or in_english)

    def layout(self, table: Table) -> Layout:
        """Give the answers of each person."""
        return survey_layout(table, "Export Google Forms", _columns_in(table, self._COLUMNS))


class MicrosoftForms:
    """Answers exported by Microsoft Forms."""

    _START: Final = frozenset({"heure de debut", "start time"})
    _END: Final = frozenset({"heure de fin", "completion time"})
    _COLUMNS: Final = frozenset(
        {*_START, *_END, "id", "adresse de messagerie", "email", "nom", "name", "total points", "quiz feedback"}
        | {"heure de la derniere modification", "last modified time", "langue", "language"}
    )

    def recognises(self, table: Table) -> bool:
        """Say whether the two times of each answer are there."""
        names = {fold_header(name) for name in table.columns}
        return bool(names & self._START) and bool(names & self._END)

    def layout(self, table: Table) -> Layout:
        """Give the answers of each person, without the points of a quiz."""
        of_a_quiz = [name for name in table.columns if re.match(r"(?:points|feedback|score)\s+[-–]\s", name.lower())]
        return survey_layout(table, "Export Microsoft Forms", [*_columns_in(table, self._COLUMNS), *of_a_quiz])


class Webform:
    """Answers exported by Framaforms (Yakforms), whose header is on the third line."""

    _COLUMNS: Final = frozenset(load("colonnes")["outils"]["framaforms"])
    _SURE: Final = frozenset({"sid", "webform sid"})

    def recognises(self, table: Table) -> bool:
        """Say whether the columns of the tool are there."""
        found = {fold_header(name) for name in table.columns} & self._COLUMNS
        return len(found) >= 4 and bool(found & self._SURE)

    def layout(self, table: Table) -> Layout:
        """Give the answers of each person; drafts are set apart."""
        drafts: dict[int, str] = {}
        for name in table.columns:
            if fold_header(name) in {"draft", "webform draft", "brouillon"}:
                cells = enumerate(table.columns[name])
                drafts |= {row: "brouillon" for row, cell in cells if cell.strip() in {"1", "Oui", "Yes"}}
        return survey_layout(table, "Export Framaforms", _columns_in(table, self._COLUMNS), set_apart=drafts)
