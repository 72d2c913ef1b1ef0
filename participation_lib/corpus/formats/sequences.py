"""Which column says the step of the session a post-it was written in: a sequence, a stage.

Names come from `reference/colonnes.yaml`. Several of them also announce a duration or a
number of days: values decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from participation_lib.corpus.formats.columns import group_noun
from participation_lib.corpus.formats.headers import fold_header
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.personal_values import any_personal_value
from participation_lib.corpus.formats.wording import quoted
from participation_lib.reference import load

__all__ = ["find_sequence_column", "said_of_sequences"]

_MOST_SEQUENCES: Final = 20
_LONGEST: Final = 120  # a step may go by the question that was asked
_FEW_ROWS: Final = 30  # under which names need not come back to be those of steps
_FEW_NUMBERS: Final = 2  # and numbers, which may be those of the rows
_LETTER_AND_NUMBER: Final = re.compile(r"\b[a-z]\d{1,2}\b")
_SURE: Final = 0.9  # share of cells that must name a step; hands that type make slips


def find_sequence_column(table: Table, *, taken: Sequence[str] = (), group_column: str = "") -> str:
    """Give the column that says the sequence of the session, "" if none does.

    It must bear a known name and hold few different values, which are numbers of steps or
    words: durations, dates, scores and numbers of rows are none.

    Parameters
    ----------
    taken
        Columns that have a role already.
    group_column
        That of the tables, which tells that people met.
    """
    at_tables = bool(group_column) and _is_of_session(group_column)
    for kind in load("colonnes")["sequences"]:
        for name, values in table.columns.items():
            if name in taken or fold_header(name) not in kind["colonnes"] or any_personal_value(set(values)):
                continue
            filled = [value.strip() for value in values if value.strip()]
            if not _are_steps(filled, numbers_follow=kind.get("rangs_suivis", False)):
                continue
            if at_tables or not kind.get("en_seance", False) or _name_themselves(filled, name):
                return name
    return ""


def said_of_sequences(column: str, values: Sequence[str]) -> str:
    """Give the remark that tells what was recognised, without any value of the column."""
    n_sequences = len({value.strip() for value in values} - {""})
    said = f"{n_sequences} séquences" if n_sequences > 1 else "Une séquence"
    return f"{said}, d’après la colonne {quoted(column)}."


def _is_of_session(group_column: str) -> bool:
    noun = group_noun(group_column)
    return any(group["nom"] == noun and group["de_seance"] for group in load("colonnes")["groupes"])


def _are_steps(filled: Sequence[str], *, numbers_follow: bool) -> bool:
    different = set(filled)
    if not 1 <= len(different) <= _MOST_SEQUENCES or max(map(len, different)) > _LONGEST:
        return False
    numbers = {value for value in different if _is_rank(value)}
    words = {value for value in different if _has_a_name(value)}
    if sum(value in numbers or value in words for value in filled) < _SURE * len(filled):
        return False
    come_back = 2 * len(different) <= len(filled)
    if words:
        return come_back or len(filled) < _FEW_ROWS
    return (come_back or len(different) <= _FEW_NUMBERS) and (
        not numbers_follow or _follow([int(number) for number in numbers])
    )


def _is_rank(value: str) -> bool:
    return re.fullmatch(r"\d{1,2}", value) is not None and 0 < int(value) <= _MOST_SEQUENCES


def _follow(numbers: Sequence[int]) -> bool:
    ordered = sorted(numbers)
    return ordered == list(range(1, len(ordered) + 1))


def _has_a_name(value: str) -> bool:
    """Say whether a value is more than a duration: « constats », « B » and « S2 » are, « 20 min » is not."""
    folded = fold_header(value)
    words = re.findall(r"[^\W\d_]+", folded)
    if not set(words) <= set(load("colonnes")["mots_de_duree"]):
        return True
    return bool(_LETTER_AND_NUMBER.search(folded)) or (len(words) == 1 and folded == words[0] and len(folded) == 1)


def _name_themselves(filled: Sequence[str], column: str) -> bool:
    """Say whether values repeat the name of their column: « Temps 1 », « Temps 2 »."""
    first_word = fold_header(column).split()[0]
    return all(fold_header(value).startswith(f"{first_word} ") for value in filled)
