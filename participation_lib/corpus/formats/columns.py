"""What each column of a table is for: text, group, author, question, or nothing of ours.

Columns enter by having a role; nothing enters by default. Names come from
`reference/colonnes.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from participation_lib.corpus.formats.headers import (
    SAMPLE,
    fold_header,
    holds_personal_values,
    is_personal,
    is_question,
    is_technical,
    spread_sample,
)
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.wording import quoted, quoted_column, quoted_list
from participation_lib.errors import InputError
from participation_lib.reference import load

__all__ = [
    "Group",
    "find_author_column",
    "find_group",
    "find_question",
    "find_text_columns",
    "group_noun",
    "require_column",
    "set_aside",
]

_MOST_GROUPS: Final = 500
_LETTER_RUN: Final = re.compile(r"[^\W\d_]+")
_LINK: Final = re.compile(r"https?://\S+|www\.\S+")


@dataclass(frozen=True)
class Group:
    """A column that says where a contribution comes from, and the noun it goes by."""

    column: str
    noun: str


def require_column(table: Table, wanted: str, setting: str) -> str:
    """Give the column the user named, tolerant on case, accents and punctuation.

    Parameters
    ----------
    setting
        The parameter it was named with, for the error.

    Raises
    ------
    InputError
        There is no such column, or it holds personal data.
    """
    found = wanted if wanted in table.columns else ""
    if not found:
        same = [name for name in table.columns if fold_header(name) == fold_header(wanted)]
        found = same[0] if len(same) == 1 else ""
    if not found:
        raise InputError(
            f"Le fichier {quoted(table.file_name)} n’a pas de colonne {quoted(wanted)} ; "
            f"colonnes trouvées : {quoted_list(table.columns)}.",
            setting=setting,
        )
    if is_personal(found) or holds_personal_values(table.columns[found]):
        raise InputError(
            f"La colonne {quoted_column(found, table.columns)} de {quoted(table.file_name)} contient des "
            "données personnelles : elle n’est jamais lue. Choisissez-en une autre.",
            setting=setting,
        )
    return found


def _wordiness(value: str) -> int:
    """Count the letters of a value that looks like words, 0 for a code, a link or a number."""
    if _LINK.fullmatch(value.strip()):
        return 0
    runs = _LETTER_RUN.findall(value)
    letters = sum(map(len, runs))
    # A date or a reference is mostly figures and signs.
    mostly_letters = 2 * letters > len("".join(value.split()))
    return letters if mostly_letters and any(len(run) >= 2 for run in runs) else 0


def _text_amount(values: Sequence[str], named: bool) -> float:
    """Estimate how many letters of free text a column holds; 0 when it is not free text."""
    sample = spread_sample(values)
    if not sample:
        return 0.0
    letters = [_wordiness(value) for value in sample]
    if sum(count > 0 for count in letters) < 0.5 * len(sample):
        return 0.0
    filled = len(sample) / max(1, len(values[:: max(1, len(values) // SAMPLE)]))
    amount = sum(letters) / len(sample) * filled * len(values)
    if named:
        return amount
    words = sum(len(value.split()) for value in sample) / len(sample)
    distinct = len(set(sample)) / len(sample)
    if words < 2.5 or (distinct < 0.1 and len(sample) >= 20):
        return 0.0
    return amount * min(1.0, 2 * distinct)


def find_text_columns(table: Table) -> list[str]:
    """Give the columns of free text, most text first: by name, or else by content.

    A column whose name announces text wins over one that merely holds some. Where no
    column of several rows looks like free text, a single unnamed one is taken.

    Raises
    ------
    InputError
        No column holds text.
    """
    names = set(load("colonnes")["texte"])
    allowed = [
        name for name, values in table.columns.items() if not is_personal(name) and not holds_personal_values(values)
    ]
    named = [name for name in allowed if fold_header(name) in names]
    amounts = {name: _text_amount(table.columns[name], named=True) for name in named}
    found = [name for name in sorted(named, key=lambda name: -amounts[name]) if amounts[name] > 0]
    if found:
        return found
    roles = {fold_header(name) for group in load("colonnes")["groupes"] for name in group["colonnes"]}
    roles |= set(load("colonnes")["question"]) | set(load("colonnes")["auteur"])
    sequences = [kind for kind in load("colonnes")["sequences"] if not kind.get("en_seance", False)]
    roles |= {fold_header(name) for kind in sequences for name in kind["colonnes"]}
    others = [
        name for name in allowed if name not in named and not is_technical(name) and fold_header(name) not in roles
    ]
    amounts = {name: _text_amount(table.columns[name], named=False) for name in others}
    found = [name for name in sorted(others, key=lambda name: -amounts[name]) if amounts[name] > 0]
    if found:
        return found
    announced = [name for name in table.columns if fold_header(name) in names and not is_personal(name)]
    if announced:  # blank from top to bottom, or nothing but telephones, which will be masked: its name decides
        return announced[:1]
    amounts = {name: _text_amount(table.columns[name], named=True) for name in others}
    worded = [name for name in others if amounts[name] > 0]
    questions = [name for name in worded if is_question(name)]
    for candidates in (questions, worded):
        if len(candidates) == 1:
            return candidates
    raise InputError(
        f"Le fichier {quoted(table.file_name)} n’a pas de colonne de texte reconnaissable ; "
        f"colonnes trouvées : {quoted_list(table.columns)}. Nommez celle des contributions.",
        setting="text_column",
    )


def group_noun(column: str) -> str:
    """Give the noun of a group column: « table » for « N° de table », else its own name."""
    folded = fold_header(column)
    for group in load("colonnes")["groupes"]:
        if folded in group["colonnes"]:
            return str(group["nom"])
    return " ".join(column.split()).lower()


def find_group(table: Table, taken: Sequence[str] = ()) -> Group | None:
    """Give the column that says the table, the neighbourhood, the channel…, if one does.

    It must bear a known name and hold few different values.
    """
    for group in load("colonnes")["groupes"]:
        admitted = set(group["colonnes"]) - set(group.get("ignorer", ()))
        for name, values in table.columns.items():
            if name in taken or fold_header(name) not in admitted:
                continue
            different = {value.strip() for value in values} - {""}
            if not different or len(different) > _MOST_GROUPS:
                continue
            few = len(values) < 30 or len(different) <= len(values) / 2
            short = sum(map(len, different)) / len(different) <= 60
            if few and short and not holds_personal_values(values):
                return Group(name, str(group["nom"]))
    return None


def find_author_column(table: Table, taken: Sequence[str] = ()) -> str:
    """Give the column that identifies who writes, "" if none. Its values must stay inside."""
    names = load("colonnes")["auteur"]
    for wanted in names:
        for name, values in table.columns.items():
            if name not in taken and fold_header(name) == wanted and any(value.strip() for value in values):
                return name
    return ""


def find_question(table: Table, text_column: str) -> tuple[str, str]:
    """Give the question asked and the column that says it ("" for the header itself).

    The question is "" when none is written, or when several are.
    """
    names = load("colonnes")["question"]
    for name, values in table.columns.items():
        if name != text_column and fold_header(name) in names:
            different = {value.strip() for value in values} - {""}
            return (different.pop() if len(different) == 1 else ""), name
    return (" ".join(text_column.split()) if is_question(text_column) else ""), ""


def set_aside(table: Table, used: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give the columns that do not enter, each with its reason in French."""
    kept_out = []
    for name, values in table.columns.items():
        if name in used:
            continue
        if is_personal(name) or holds_personal_values(values):
            reason = "personnelle"
        elif is_technical(name):
            reason = "technique"
        else:
            reason = "non utilisée"
        kept_out.append((name, reason))
    return tuple(kept_out)
