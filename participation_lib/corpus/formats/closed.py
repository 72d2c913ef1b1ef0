"""Closed answers: those that are few, of nobody in particular, and kept beside each contribution."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from participation_lib.corpus.formats.free_text import is_closed
from participation_lib.corpus.formats.headers import clean_header, fold_header, is_personal, is_sensitive, is_technical
from participation_lib.corpus.formats.model import Field, Table
from participation_lib.corpus.formats.personal_values import any_personal_value, personal_kind

__all__ = ["different_values", "find_variables"]

_MOST_VARIABLES: Final = 60
_MOST_VALUES: Final = 200  # combinations of choices included
_OPTION: Final = re.compile(
    r"(?P<stem>.{3,}?)(?:\s*->\s*(?P<arrow>.+)|\s*\[(?P<brackets>[^\[\]]+)\]|(?<=\w)\s?/\s?(?P<slash>[^/]{2,}))\s*",
    re.DOTALL,
)
_TICKED: Final = frozenset({"1", "1.0", "1,0", "x", "oui", "yes", "y", "vrai", "true", "quoted"})
_NOT_TICKED: Final = frozenset({"", "0", "0.0", "0,0", "non", "no", "n", "faux", "false", "not quoted"})
_USUAL: Final = frozenset(
    {"oui", "non", "yes", "no", "y", "n", "o", "x", "nsp", "ne sait pas", "sans opinion", "sans avis", "vrai", "faux"}
)
_ANSWERED: Final = re.compile(r"^(?P<name>question n° ?\d+)\. \(réponse\) ", re.IGNORECASE)


def different_values(values: Sequence[str], most: int) -> set[str] | None:
    """Give the different values of a column, None where there are more than that many."""
    found: set[str] = set()
    for value in values:
        found.add(value)
        if len(found) > most + 1:
            return None
    found = {value.strip() for value in found} - {""}
    return found if len(found) <= most else None


def find_variables(table: Table, taken: Collection[str]) -> tuple[tuple[str, Field], ...]:
    """Give the closed questions of a table, each with its answers, in the order of the columns.

    Options that have a column each (« Transports [Vélo] ») become one question again: its
    answer is the options ticked, joined by « | ». Answers that could be of one person only,
    or say something about their health or their beliefs, are no variable.
    """
    found: list[tuple[str, Field]] = []
    exploded: dict[str, list[tuple[str, str]]] = {}
    for name in table.columns:
        if name in taken or is_personal(name) or is_sensitive(name) or is_technical(name):
            continue
        option = _OPTION.fullmatch(clean_header(name))
        if option is not None:
            stem = _ANSWERED.sub(r"\g<name> : ", option["stem"].strip())
            label = next(part for part in option.group("arrow", "brackets", "slash") if part is not None).strip()
            exploded.setdefault(stem, []).append((name, label))
    of_options: dict[str, str] = {}
    for stem, options in exploded.items():
        ticked = [(name, label) for name, label in options if _is_ticked(table.columns[name], label)]
        if len(ticked) >= 2:
            of_options |= {name: stem for name, _ in ticked}
            exploded[stem] = ticked
    done: set[str] = set()
    for name, values in table.columns.items():
        if len(found) >= _MOST_VARIABLES:
            break
        stem = of_options.get(name, "")
        if stem and stem not in done:
            done.add(stem)
            found.append((_short(stem), _joined(table, exploded[stem])))
        elif not stem and name not in taken and _is_variable(name, values):
            found.append((_short(clean_header(name)), Field((name,), values)))
    return _with_names_of_their_own(found)


def _is_ticked(values: Sequence[str], label: str) -> bool:
    different = different_values(values, 4)
    if different is None:
        return False
    low = {value.lower() for value in different}
    return low <= _TICKED | _NOT_TICKED | {label.lower()}


def _joined(table: Table, options: Sequence[tuple[str, str]]) -> Field:
    labels = [label for _, label in options]
    cells = [
        " | ".join(label for label, cell in zip(labels, row, strict=True) if cell.strip().lower() not in _NOT_TICKED)
        for row in zip(*(table.columns[name] for name, _ in options), strict=True)
    ]
    return Field(tuple(name for name, _ in options), cells)


def _is_variable(name: str, values: Sequence[str]) -> bool:
    if is_personal(name) or is_sensitive(name) or is_technical(name):
        return False
    different = different_values(values, _MOST_VALUES)
    if not different:
        return False
    usual = {fold_header(value) for value in different} <= _USUAL
    return (usual or is_closed(values)) and not any_personal_value(different) and not personal_kind(values)


def _short(label: str, longest: int = 120) -> str:
    flat = " ".join(label.split()).removesuffix(":").rstrip()
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def _with_names_of_their_own(found: list[tuple[str, Field]]) -> tuple[tuple[str, Field], ...]:
    seen: dict[str, int] = {}
    named = []
    for name, field in found:
        seen[name] = seen.get(name, 0) + 1
        named.append((name if seen[name] == 1 else f"{name} ({seen[name]})", field))
    return tuple(named)
