"""A note as an accessible PDF, through Typst."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from participation_lib.errors import SetupError
from participation_lib.notes.model import Note
from participation_lib.notes.pandoc import TEMPLATES
from participation_lib.notes.pandoc_ast import to_pandoc
from participation_lib.notes.structure import figures

__all__ = ["render_pdf"]

_BODY_SIZE: Final = 9.5  # points; DejaVu Sans is large for its size
_LARGE_SIZE: Final = 18.0
_POSTER_SIZE: Final = 25.0


def render_pdf(note: Note, *, large_print: bool = False) -> bytes:
    """Give a note as a PDF that follows PDF/A-2a and PDF/UA-1, as far as its compiler can tell.

    Pages, letters and bytes are the same on every machine: fonts are those that matplotlib
    brings, and the date, which PDF/A wants, is always 1 January 2000. Private characters, which
    it refuses, become U+FFFD.

    Parameters
    ----------
    note : Note
    large_print : bool
        For people who see poorly: letters of 18 points, tables and small print included, more
        room between lines, figures drawn again with large letters.

    Raises
    ------
    ValueError
        The note is not well built (see `check_structure`).
    SetupError
        The compiler refused the note. Its own message, which could repeat words of the note,
        is left out.

    Examples
    --------
    >>> render_pdf(Note("Synthèse"))[:5]
    b'%PDF-'
    """
    import typst

    large_print = large_print or note.poster
    settings = {
        "paper": "a3" if note.poster else "a4",
        "body_size": _POSTER_SIZE if note.poster else _LARGE_SIZE if large_print else _BODY_SIZE,
        "large": large_print,
        "landscape": note.landscape,
    }
    files = {
        "main.typ": (TEMPLATES / "note.typ").read_bytes(),
        "note.json": json.dumps(to_pandoc(note, "pdf", large_print=large_print)).encode("ascii"),
        "settings.json": json.dumps(settings).encode("ascii"),
    }
    for rank, figure in enumerate(figures(note.blocks), start=1):
        drawn = figure.large_svg() if large_print and figure.large_svg is not None else figure.svg
        files[f"figure-{rank}.svg"] = drawn
    try:
        pdf = typst.compile(  # type: ignore[call-overload] # its stub has not heard of files in memory
            files,
            format="pdf",
            font_paths=[str(_fonts())],
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
        )
    except typst.TypstError:
        raise SetupError("Typst n’a pas pu composer le PDF de cette note.") from None
    return bytes(pdf)


def _fonts() -> Path:
    """Find DejaVu Sans, and the fonts that fill its gaps, without asking the system."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"
