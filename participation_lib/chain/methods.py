"""Choosing methods: those shipped and a city's own, sheets and choices written on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from participation_lib.chain.framing import write_notes
from participation_lib.corpus.yaml_file import read_yaml
from participation_lib.dossier import is_dossier, open_dossier
from participation_lib.facilitation.choosing import Choice, Need, need_of_framing
from participation_lib.facilitation.framing import Framing
from participation_lib.facilitation.method_notes import build_choice_note, build_method_sheet
from participation_lib.facilitation.methods import Method, default_methods, parse_methods
from participation_lib.notes.model import Note

__all__ = ["OWN_METHODS", "framed_need", "read_methods", "write_choice", "write_sheets"]

OWN_METHODS: Final = "methodes.yaml"  # the city's own, in the data folder


def read_methods(path: Path) -> tuple[Method, ...]:
    """Give the methods of a city's own file, then ours; one that has the identifier of ours takes its place.

    Raises
    ------
    InputError
        The file cannot be read, or a method in it is not right: what, at which line, what is accepted.
    """
    own = parse_methods(read_yaml(path, "Le fichier de méthodes", "une liste « methodes »"))
    names = {method.method_id for method in own}
    return (*own, *(method for method in default_methods() if method.method_id not in names))


def framed_need(folder: Path) -> Need | None:
    """Give the need that the framing of a dossier tells, None where nothing was framed."""
    if not is_dossier(folder):
        return None
    with open_dossier(folder, read_only=True) as dossier:
        framing = Framing.of(dossier.decisions())
    return need_of_framing(framing) if framing.answers else None


def write_sheets(methods: Sequence[Method], folder: Path, formats: Sequence[str]) -> tuple[Path, ...]:
    """Write the sheets of some methods into a folder, put in place whole; « pdf-gros » is the large print.

    Raises
    ------
    OutputError
        The folder holds something that is not ours, or cannot be written.
    """
    sheets: Mapping[str, Note] = {method.method_id: build_method_sheet(method) for method in methods}
    return write_notes(sheets, folder, formats)


def write_choice(choice: Choice, folder: Path, formats: Sequence[str]) -> tuple[Path, ...]:
    """Write the choice made for a need into a folder, put in place whole."""
    return write_notes({"choix_des_methodes": build_choice_note(choice)}, folder, formats)
