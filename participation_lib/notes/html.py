"""A note as one HTML file: no script, no request, readable in thirty years."""

from __future__ import annotations

from participation_lib.notes.model import Note
from participation_lib.notes.pandoc import TEMPLATES, run_pandoc
from participation_lib.notes.pandoc_ast import to_pandoc

__all__ = ["render_html"]


def render_html(note: Note, *, large_print: bool = False) -> bytes:
    """Give a note as an HTML page, UTF-8.

    The page holds its own styles and pictures; a policy in its head forbids scripts and any
    request. The note's headings start at level 2, under its title.

    Parameters
    ----------
    note : Note
    large_print : bool
        For people who see poorly: letters of 18 points, on screen and on paper.

    Raises
    ------
    ValueError
        The note is not well built (see `check_structure`).
    SetupError
        Pandoc is missing.

    Examples
    --------
    >>> b"<script" in render_html(Note("Synthèse <script>"))
    False
    """
    page = run_pandoc(
        to_pandoc(note, "html"),
        "html5",
        f"--template={TEMPLATES / 'note.html'}",
        "--shift-heading-level-by=1",
        "--toc",
        "--toc-depth=3",
        *(["--variable=large:1"] if large_print else []),
    )
    # Pandoc adds a variation selector after these two arrows; a verbatim stays exact.
    for arrow in ("\u21a9", "\u2194"):
        page = page.replace((arrow + "\ufe0e").encode(), arrow.encode())
    return page
