"""Making the documents, and saving them from the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import anywidget
import ipywidgets
import traitlets

from participation_lib.notes.typography import format_number, typeset
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel, theirs

__all__ = ["DownloadLinks", "ExportButtons"]

_NAMES: Final = {
    "docx": "Word (.docx)",
    "pdf": "PDF (.pdf)",
    "html": "Page web (.html)",
    "odt": "LibreOffice (.odt)",
}
_TYPES: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ics": "text/calendar",
    ".zip": "application/zip",
}


class DownloadLinks(anywidget.AnyWidget):
    """Links to documents held by Python: name, label, type and content of each."""

    _esm = Path(__file__).parent / "static" / "download.js"
    documents = traitlets.List(traitlets.Dict()).tag(sync=True)

    def show(self, files: Sequence[Path]) -> None:
        """Offer these files, as they are now on the disk."""
        documents = []
        for file in files:
            content = file.read_bytes()
            size = format_number(max(1, round(len(content) / 1024)))
            documents.append(
                {
                    "name": file.name,
                    "label": typeset(f"Télécharger {file.name} ({size} Ko)"),
                    "mime": _TYPES[file.suffix],
                    "content": content,
                }
            )
        self.documents = documents


class ExportButtons:
    """The panel of the last step: one button per format, links, and where the files are.

    Parameters
    ----------
    on_export
        Called with a format when its button is pressed.
    """

    def __init__(self, on_export: Callable[[str], None]) -> None:
        self.buttons: dict[str, Any] = {}
        for name, label in _NAMES.items():
            button = ipywidgets.Button(description=label)
            button.on_click(lambda _, name=name: on_export(name))
            self.buttons[name] = button
        self.live = LiveMessage(bar_label="Avancement de l’écriture")
        self.links = DownloadLinks()
        self._where = ipywidgets.HTML()
        row = ipywidgets.HBox(list(self.buttons.values()))
        row.add_class("pl-row")
        self.view = panel(self._where, row, self.live, self.links)
        self.clear()

    def clear(self) -> None:
        """Wait for a synthesis."""
        self.lock(True)
        self.links.documents = []
        self.live.message = self.live.problem = ""
        self._where.value = element(
            "p", ours("Les documents pourront être créés ici après la synthèse."), class_="pl-note"
        )

    def show(self, folder: Path) -> None:
        """Allow the export of a new synthesis into a folder."""
        self.clear()
        self.lock(False)
        replaced = (
            " Ce dossier contient déjà un export : il sera remplacé ; si vous avez modifié ces documents, "
            "mettez-les d'abord ailleurs."
            if folder.exists()
            else ""
        )
        self._where.value = element(
            "p",
            ours("Les documents, et les tableaux qui les justifient, iront dans le dossier « "),
            theirs(f"{folder.parent.name}/{folder.name}"),
            ours(f" ».{replaced}"),
        )

    def offer(self, files: Sequence[Path]) -> None:
        """Give links to what was written, and say where it is."""
        self.links.show(files)
        folder = files[0].parent
        self._where.value = element(
            "p",
            ours("Vos documents sont aussi sur ce poste, dans le dossier : "),
            element("code", theirs(str(folder.resolve())), class_="pl-path"),
        )

    def lock(self, locked: bool) -> None:
        """Keep the buttons still."""
        for button in self.buttons.values():
            button.disabled = locked
