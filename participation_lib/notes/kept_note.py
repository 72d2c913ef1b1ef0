"""A note kept as data, and built again exactly as it was."""

from __future__ import annotations

import base64
import binascii
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Final

from participation_lib.errors import InputError
from participation_lib.notes import model
from participation_lib.notes.model import Note
from participation_lib.notes.pandoc_ast import to_pandoc

__all__ = ["kept", "note_kept_in"]

_KINDS: Final = {
    kind.__name__: kind
    for kind in (
        model.Text,
        model.Link,
        model.Span,
        model.Heading,
        model.Paragraph,
        model.Quote,
        model.BulletList,
        model.Table,
        model.DataTable,
        model.Figure,
        model.Notice,
        Note,
    )
}
# Drawn by a function, which cannot be kept.
_LEFT_OUT: Final = ("large_svg",)


def kept(note: Note) -> dict[str, Any]:
    """Give a note as what JSON can hold.

    Figures keep their pictures and their numbers; in large print they are shown as they are, not
    drawn again.

    Examples
    --------
    >>> note_kept_in(kept(Note("Synthèse"))) == Note("Synthèse")
    True
    """
    result: dict[str, Any] = _encoded(note)
    return result


def note_kept_in(content: object) -> Note:
    """Build a note again from what `kept` gave.

    Raises
    ------
    InputError
        This is not a note, or it was changed by hand into something that is none.
    """
    try:
        note = _decoded(content)
        if not isinstance(note, Note):
            raise TypeError("not a note")
        to_pandoc(note)  # which looks at every part of it
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError, binascii.Error):
        raise InputError("Le document gardé dans ce carnet a été abîmé : refaites l’export.") from None
    return note


def _encoded(value: object) -> Any:
    if is_dataclass(value):
        parts = {"": type(value).__name__}
        for field in fields(value):
            part = getattr(value, field.name)
            if field.name not in _LEFT_OUT and (field.default is MISSING or part != field.default):
                parts[field.name] = _encoded(part)
        return parts
    if isinstance(value, bytes):
        return {"": "bytes", "base64": base64.b64encode(value).decode("ascii")}
    return [_encoded(part) for part in value] if isinstance(value, tuple) else value


def _decoded(content: object) -> Any:
    if isinstance(content, list):
        return tuple(_decoded(part) for part in content)
    if not isinstance(content, dict):
        return content
    parts = {name: _decoded(part) for name, part in content.items() if name != ""}
    if content[""] == "bytes":
        return base64.b64decode(parts["base64"], validate=True)
    return _KINDS[content[""]](**parts)
