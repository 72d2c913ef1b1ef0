"""From a JSON export to a table of strings, with the headers its CSV twin would have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from participation_lib.corpus.formats.encoding import decode
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.wording import quoted, quoted_list
from participation_lib.errors import InputError

__all__ = ["looks_like_json", "read_json"]

_STARTS: Final = (b"[", b"{")


def looks_like_json(data: bytes) -> bool:
    """Say whether bytes are a JSON list or object, whatever the name of their file."""
    start = data.removeprefix(b"\xef\xbb\xbf")[:4096].lstrip()
    if not start.startswith(_STARTS):
        return False
    try:
        json.loads(decode(data)[0])
    except (ValueError, RecursionError):
        return False
    return True


def read_json(data: bytes, file_name: str) -> Table:
    """Give the records of a JSON file: a list of objects, or one such list inside an object.

    Objects inside an object become columns (`title/fr`), lists of values are joined by
    commas. A record is numbered by its rank, the first being 2 as in a table with a header.

    Raises
    ------
    InputError
        This is no JSON, or no list of records is in it.
    """
    text, encoding, remarks = decode(data)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(
            f"Le fichier {quoted(file_name)} est un JSON abîmé ou incomplet : refaites l’export."
        ) from None
    records, name, others = _list_of_records(content)
    if not records:
        raise InputError(f"Le fichier {quoted(file_name)} ne contient pas de liste d’enregistrements (JSON).")
    if others:
        remarks = (*remarks, f"Seule la liste {quoted(name)} a été lue, et non {quoted_list(others)}.")
    rows = [_flat(record) for record in records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns: dict[str, Sequence[str]] = {name: [row.get(name, "") for row in rows] for name in names}
    return Table(file_name, columns, range(2, len(rows) + 2), "JSON", encoding, "", remarks)


def _list_of_records(content: Any) -> tuple[list[Mapping[str, Any]], str, list[str]]:
    """Give the longest list of objects, its name and those of the others."""
    if isinstance(content, dict):
        lists: dict[str, list[Mapping[str, Any]]] = {
            str(name): [item for item in value if isinstance(item, dict)]
            for name, value in content.items()
            if isinstance(value, list) and any(isinstance(item, dict) for item in value)
        }
        inside = content.get("data")
        if not lists and isinstance(inside, dict):
            return _list_of_records(inside)
        if not lists:
            return [], "", []
        longest = max(lists, key=lambda name: len(lists[name]))
        return lists[longest], longest, [name for name in lists if name != longest]
    if isinstance(content, list):
        return [item for item in content if isinstance(item, dict)], "", []
    return [], "", []


def _flat(record: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in record.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict) and depth < 8:
            cells |= _flat(value, f"{path}/", depth + 1)
        elif isinstance(value, list):
            cells[path] = ", ".join(_cell(item) for item in value if not isinstance(item, (dict, list)))
        else:
            cells[path] = _cell(value)
    return cells


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
