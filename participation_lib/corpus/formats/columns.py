"""What each column of a table is for: text, group, author, question, or nothing of ours.

Columns enter by having a role; nothing enters by default. Names come from
`reference/colonnes.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from participation_lib.corpus.formats.closed import different_values
from participation_lib.corpus.formats.free_text import is_closed, letters_of_text
from participation_lib.corpus.formats.headers import (
    clean_header,
    fold_header,
    is_personal,
    is_question,
    is_technical,
    spread_sample,
)
from participation_lib.corpus.formats.model import Field, Table, cells_of
from participation_lib.corpus.formats.personal_values import any_personal_value, personal_kind
from participation_lib.corpus.formats.wording import quoted, quoted_column, quoted_list
from participation_lib.errors import InputError
from participation_lib.reference import load

__all__ = [
    "Group",
    "find_author_column",
    "find_column",
    "find_group",
    "find_named",
    "find_question_column",
    "find_text_columns",
    "find_title_column",
    "find_votes",
    "group_noun",
    "labels_or_nothing",
    "no_text",
    "question_of",
    "require_column",
]

_MOST_GROUPS: Final = 500
_MOST_LABELS: Final = 300
_LONGEST_LABEL: Final = 60
_WHOLE_NUMBER: Final = re.compile(r"\s*\d*(?:[.,]0+)?\s*")


@dataclass(frozen=True)
class Group:
    """A column that says where a contribution comes from, and the noun it goes by."""

    column: str
    noun: str


def find_column(table: Table, wanted: str, setting: str) -> str:
    """Give the column the user named, tolerant on case, accents and punctuation.

    Parameters
    ----------
    setting
        The parameter it was named with, for the error.

    Raises
    ------
    InputError
        There is no such column.
    """
    found = wanted if wanted in table.columns else ""
    if not found:
        same = [name for name in table.columns if fold_header(name) == fold_header(wanted)]
        found = same[0] if len(same) == 1 else ""
    if not found:
        raise InputError(
            f"Le fichier {quoted(table.file_name)} n’a pas de colonne {quoted(wanted)} ; "
            f"colonnes trouvées : {quoted_list(table.columns)}.",
            setting=setting,
        )
    return found


def require_column(table: Table, wanted: str, setting: str, *, kept_as_is: bool = False) -> str:
    """Give the column the user named, if it may be read.

    Parameters
    ----------
    kept_as_is
        Whether its values are labels, which nobody masks: not one may then be somebody's.

    Raises
    ------
    InputError
        There is no such column, or it holds personal data.
    """
    found = find_column(table, wanted, setting)
    values = table.columns[found]
    if is_personal(found) or personal_kind(values) or (kept_as_is and any_personal_value(set(values))):
        raise InputError(
            f"La colonne {quoted_column(found, table.columns)} de {quoted(table.file_name)} contient des "
            "données personnelles : elle n’est jamais lue. Choisissez-en une autre.",
            setting=setting,
        )
    return found


def no_text(table: Table) -> InputError:
    """Give the error of a table in which nobody could say where the contributions are."""
    return InputError(
        f"Le fichier {quoted(table.file_name)} n’a pas de colonne de texte reconnaissable ; "
        f"colonnes trouvées : {quoted_list(table.columns)}. Nommez celle des contributions.",
        setting="text_column",
    )


def find_text_columns(table: Table) -> list[str]:
    """Give the columns of free text, in the order of the table; none where nothing is text.

    A column whose name announces text wins over one that merely holds some, questions
    apart: those are read with it. Where no column of several rows looks like free text, a
    single unnamed one is taken.
    """
    names = set(load("colonnes")["texte"])
    allowed = [name for name, values in table.columns.items() if not is_personal(name) and not personal_kind(values)]
    named = [name for name in allowed if fold_header(name) in names]
    found = {name for name in named if letters_of_text(table.columns[name], named=True) > 0}
    roles = _names_of_roles()
    others = [
        name for name in allowed if name not in named and not is_technical(name) and fold_header(name) not in roles
    ]
    by_content = [name for name in others if letters_of_text(table.columns[name], named=False) > 0]
    found |= {name for name in by_content if not found or is_question(name)}
    if found:
        return [name for name in table.columns if name in found]
    announced = [name for name in table.columns if fold_header(name) in names and not is_personal(name)]
    if announced:  # blank from top to bottom, or nothing but telephones, which will be masked: its name decides
        return announced[:1]
    worded = [name for name in others if _is_worded(table.columns[name])]
    questions = [name for name in worded if is_question(name)]
    for candidates in (questions, worded):
        if len(candidates) == 1:
            return candidates
    return []


def _is_worded(values: Sequence[str]) -> bool:
    """Say whether cells are words, and more than « oui » or « en bus » again and again."""
    if letters_of_text(values, named=True) == 0:
        return False
    sample = spread_sample(values, 200)
    return not is_closed(sample) or sum(len(value.split()) for value in sample) >= 2.5 * len(sample)


def _names_of_roles() -> set[str]:
    rules = load("colonnes")
    roles = {fold_header(name) for group in rules["groupes"] for name in group["colonnes"]}
    roles |= {*rules["question"], *rules["auteur"], *rules["theme"], *rules["date"], *rules["titre"]}
    sequences = [kind for kind in rules["sequences"] if not kind.get("en_seance", False)]
    roles |= {fold_header(name) for kind in sequences for name in kind["colonnes"]}
    return roles | {name for kind in rules["votes"] for name in kind["colonnes"]}


def find_title_column(table: Table, taken: Collection[str]) -> str:
    """Give the column of titles, "" if none."""
    for wanted in load("colonnes")["titre"]:
        for name, values in table.columns.items():
            if name not in taken and fold_header(name) == wanted and letters_of_text(values, named=True) > 0:
                return "" if is_personal(name) or personal_kind(values) or is_closed(values) else name
    return ""


def group_noun(column: str) -> str:
    """Give the noun of a group column: « table » for « N° de table », else its own name."""
    folded = fold_header(column)
    for group in load("colonnes")["groupes"]:
        if folded in group["colonnes"]:
            return str(group["nom"])
    return " ".join(column.split()).lower()


def find_group(table: Table, taken: Collection[str] = ()) -> Group | None:
    """Give the column that says the table, the neighbourhood, the channel…, if one does.

    It must bear a known name and hold few different values, of nobody in particular.
    """
    for group in load("colonnes")["groupes"]:
        admitted = set(group["colonnes"]) - set(group.get("ignorer", ()))
        for name, values in table.columns.items():
            if name in taken or fold_header(name) not in admitted:
                continue
            different = different_values(values, _MOST_GROUPS)
            if not different:
                continue
            few = len(values) < 30 or len(different) <= len(values) / 2
            short = sum(map(len, different)) / len(different) <= _LONGEST_LABEL
            # « Rose », « Olivier »: tables go by such names; two words of a person do not name a table.
            if few and short and not any_personal_value(different) and not personal_kind(values):
                return Group(name, str(group["nom"]))
    return None


def find_author_column(table: Table, taken: Collection[str] = ()) -> str:
    """Give the column that identifies who writes, "" if none. Its values must stay inside."""
    names = load("colonnes")["auteur"]
    for wanted in names:
        for name, values in table.columns.items():
            if name not in taken and fold_header(name) == wanted and any(value.strip() for value in values):
                return name
    return ""


def find_question_column(table: Table, taken: Collection[str] = ()) -> str:
    """Give the column that says the question each row answers, "" if none."""
    names = load("colonnes")["question"]
    for name, values in table.columns.items():
        if name in taken or fold_header(name) not in names:
            continue
        if not personal_kind(values) and not any_personal_value(set(values)):
            return name
    return ""


def question_of(column: str, *, several: bool) -> str:
    """Give the question that a column of texts answers, from its header; "" for a mere « texte ».

    Parameters
    ----------
    several
        Whether other columns hold texts too: any header then tells them apart.
    """
    return " ".join(clean_header(column).split()) if several or is_question(column) else ""


def find_named(table: Table, kind: str, taken: Collection[str] = ()) -> Field:
    """Give the labels of the column of a kind of `colonnes.yaml` (`theme`), if it holds some."""
    for wanted in load("colonnes")[kind]:
        for name in table.columns:
            if name not in taken and fold_header(name) == wanted and (field := labels_or_nothing(table, name)):
                return field
    return Field()


def labels_or_nothing(table: Table, column: str) -> Field:
    """Give a column if its values are few labels of nobody in particular, else nothing."""
    if column not in table.columns:
        return Field()
    different = different_values(table.columns[column], _MOST_LABELS)
    if not different or max(map(len, different)) > 4 * _LONGEST_LABEL:
        return Field()
    if any_personal_value(different) or personal_kind(table.columns[column]):
        return Field()
    return cells_of(table, column)


def find_votes(table: Table, taken: Sequence[str] = ()) -> tuple[tuple[str, Field], ...]:
    """Give the columns that count support and opposition, by the word they are shown with."""
    found = []
    for kind in load("colonnes")["votes"]:
        for name, values in table.columns.items():
            if name in taken or fold_header(name) not in kind["colonnes"] or not any(values):
                continue
            if all(_WHOLE_NUMBER.fullmatch(value) for value in values):
                found.append((str(kind["nom"]), cells_of(table, name)))
                break
    return tuple(found)
