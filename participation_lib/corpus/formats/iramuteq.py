"""From an IRaMuTeQ (or Alceste) corpus to a table: each text, and the variables starred above it.

A text begins with a line « **** *table_3 *sequence_constats ». Lines « -*theme » mark
passages inside a text; they are not words of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from participation_lib.corpus.formats.any_table import part_of
from participation_lib.corpus.formats.columns import group_noun
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table, cells_of
from participation_lib.corpus.formats.wording import counted, quoted
from participation_lib.errors import InputError

__all__ = ["IramuteqCorpus", "is_iramuteq", "read_iramuteq"]

CONTAINER: Final = "corpus IRaMuTeQ"
_TEXT: Final = "texte"
_MARK: Final = "****"
_FIRST_MARK: Final = re.compile(r"[\ufeff\s]*\*{4}(?:[ \t]+\*\w\S*)+[ \t]*(?:[\r\n]|\Z)")
_PASSAGE: Final = "-*"
# Our own corpora name each text by its contribution; only there can values be told back exactly.
_OURS: Final = "contribution"
_ROLES: Final = ("sequence", "question")
_ESCAPED: Final = re.compile(r"\.x([0-9a-f]+)\.")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_SHIELD: Final = "\u00a0"  # before words that look like a mark


def is_iramuteq(text: str) -> bool:
    """Say whether the first line of a text that holds something begins a corpus."""
    return _FIRST_MARK.match(text) is not None


def read_iramuteq(text: str, file_name: str, *, encoding: str = "", remarks: Sequence[str] = ()) -> Table:
    """Give one record a text of the corpus, with a column a variable; rows are the lines of the marks.

    Raises
    ------
    InputError
        No text follows any mark.
    """
    marks: list[tuple[int, dict[str, str]]] = []
    bodies: list[list[str]] = []
    n_passages = 0
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if line.lstrip("\ufeff").startswith(_MARK):
            marks.append((number, _variables(line)))
            bodies.append([])
        elif line.startswith(_PASSAGE):
            n_passages += 1
        elif bodies:
            shielded = line.startswith(_SHIELD) and line.lstrip(_SHIELD).startswith((_MARK, _PASSAGE))
            bodies[-1].append(line[1:] if shielded else line)
    texts = ["\n".join(body).strip("\n") for body in bodies]
    if not any(body.strip() for body in texts):
        raise InputError(
            f"Le corpus {quoted(file_name)} ne contient aucun texte : il faut des lignes sous chaque « **** *nom »."
        )
    ours = all(_OURS in variables for _, variables in marks)
    names = dict.fromkeys(name for _, variables in marks for name in variables)
    columns: dict[str, Sequence[str]] = {}
    for name in names:
        values = [variables.get(name, "") for _, variables in marks]
        columns[_decoded(name) if ours else name] = [_decoded(value) for value in values] if ours else values
    columns[_TEXT if _TEXT not in columns else f"{_TEXT} (2)"] = texts
    said = list(remarks)
    if n_passages:
        said.append(f"{counted(n_passages, 'repère')} de passage (-*) : laissés de côté.")
    return Table(
        file_name=file_name,
        columns=columns,
        rows=[number for number, _ in marks],
        container=CONTAINER,
        encoding=encoding,
        remarks=tuple(said),
    )


def _variables(line: str) -> dict[str, str]:
    """Give the variables of a mark; what comes after the first underscore is the value."""
    found: dict[str, str] = {}
    for word in line.split()[1:]:
        if word.startswith("*") and len(word) > 1:
            name, _, value = word[1:].partition("_")
            if name:
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _decoded(value: str) -> str:
    """Give back a label: the inverse of what the export writes."""
    parts = _ESCAPED.split(value)
    # Odd ones are the codes of characters.
    return "".join(
        chr(int(part, 16)) if place % 2 and int(part, 16) < 0x110000 else part.replace(".", " ")
        for place, part in enumerate(parts)
    )


class IramuteqCorpus:
    """Texts of a corpus, with the variable that says the group, and the one that says the sequence."""

    def recognises(self, table: Table) -> bool:
        """Say whether the table was read from a corpus."""
        return table.container == CONTAINER

    def layout(self, table: Table) -> Layout:
        """Say where the texts are; the other variables are kept beside them where they have few values."""
        text_column = list(table.columns)[-1]
        found = part_of(table, (OpenQuestion(cells_of(table, text_column)),))
        if _OURS in table.columns:
            names = [name for name in table.columns if name not in (_OURS, *_ROLES, text_column)]
            found = Part(
                questions=found.questions,
                group=cells_of(table, names[0]) if names else Field(),
                group_name=group_noun(names[0]) if names else "",
                sequence=cells_of(table, "sequence"),
                question=cells_of(table, "question"),
                reference=cells_of(table, _OURS),
            )
        return Layout(name="Corpus IRaMuTeQ", noun="texte", parts=(found,))
