"""A note kept as a notebook already run: it opens in JupyterLab and leaves in every format."""

from __future__ import annotations

import json
from typing import Any, Final

from participation_lib.notes.html import render_html
from participation_lib.notes.kept_note import kept
from participation_lib.notes.model import Note

__all__ = ["METADATA_KEY", "render_notebook"]

METADATA_KEY: Final = "participation"
_START: Final = '<main id="_contenu" tabindex="-1">'
_HELP: Final = (
    "Ce carnet garde un document tel qu’il a été rédigé. Pour l’obtenir en Word, PDF, HTML ou OpenDocument : "
    "« Fichier », « Enregistrer et exporter le carnet comme… ». Ce qui serait changé ici ne change pas le document."
)


def render_notebook(note: Note) -> bytes:
    """Give a note as a notebook whose one result is the note, and that keeps it exactly.

    It needs no kernel: nothing in it is to be run again.

    Raises
    ------
    ValueError
        The note is not well built (see `check_structure`).
    SetupError
        Pandoc is missing.

    Examples
    --------
    >>> b'"nbformat": 4' in render_notebook(Note("Synthèse"))
    True
    """
    page = render_html(note).decode("utf-8")
    body = page[page.index(_START) + len(_START) : page.rindex("</main>")]
    title = page[page.index("<h1>") : page.index("</h1>") + len("</h1>")]
    result = {"output_type": "display_data", "metadata": {}, "data": {"text/html": title + body}}
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "mode-d-emploi", "metadata": {}, "source": _HELP},
        {
            "cell_type": "code",
            "id": "document",
            "metadata": {"jupyter": {"source_hidden": True}},
            "execution_count": None,
            "source": "",
            "outputs": [result],
        },
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        METADATA_KEY: {"note": kept(note)},
    }
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, indent=1) + "\n").encode("ascii")
