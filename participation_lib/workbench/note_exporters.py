"""« Enregistrer et exporter le carnet comme… » : the note of a notebook, in the looks of every other note.

JupyterLab shows each exporter under the name of its entry point, in `pyproject.toml`. It loads all of
them to list them, so what makes documents is imported only when one is asked for.
"""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from nbconvert.exporters import Exporter

if TYPE_CHECKING:
    from participation_lib.notes.model import Note

__all__ = ["NoteExporter", "NoteHtml", "NoteOdt", "NotePdf", "NoteWord"]


class NoteExporter(Exporter):
    """Gives the note that a notebook carries (see `note_of_notebook`); nothing is run."""

    extension: ClassVar[str] = ""

    def _file_extension_default(self) -> str:
        return self.extension

    @abstractmethod
    def render(self, note: Note) -> bytes | str:
        """Give a note in the format of this exporter."""

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Give the document and what nbconvert needs to write it.

        Raises
        ------
        InputError
            What the notebook names is damaged, unknown or missing.
        SetupError
            The format could not be made.
        """
        from participation_lib.workbench.notebook_notes import note_of_notebook

        notebook, about = super().from_notebook_node(nb, resources, **options)
        place = about.get("metadata", {})
        folder = Path(place["path"]) if place.get("path") else None
        return self.render(note_of_notebook(notebook, folder, str(place.get("name", "")))), about


class NoteHtml(NoteExporter):
    """The note as one HTML file."""

    export_from_notebook = "Compte rendu HTML"
    output_mimetype = "text/html"
    extension = ".html"

    def render(self, note: Note) -> str:
        """Give the page as text, which is what previews expect."""
        from participation_lib.notes.html import render_html

        return render_html(note).decode("utf-8")


class NotePdf(NoteExporter):
    """The note as an accessible PDF."""

    export_from_notebook = "Compte rendu PDF"
    output_mimetype = "application/pdf"
    extension = ".pdf"

    def render(self, note: Note) -> bytes:
        """Give the PDF."""
        from participation_lib.notes.pdf import render_pdf

        return render_pdf(note)


class NoteWord(NoteExporter):
    """The note as a Word document."""

    export_from_notebook = "Compte rendu Word"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    extension = ".docx"

    def render(self, note: Note) -> bytes:
        """Give the Word document."""
        from participation_lib.notes.word import render_docx

        return render_docx(note)


class NoteOdt(NoteExporter):
    """The note as an OpenDocument text."""

    export_from_notebook = "Compte rendu OpenDocument"
    output_mimetype = "application/vnd.oasis.opendocument.text"
    extension = ".odt"

    def render(self, note: Note) -> bytes:
        """Give the OpenDocument text."""
        from participation_lib.notes.odt import render_odt

        return render_odt(note)
