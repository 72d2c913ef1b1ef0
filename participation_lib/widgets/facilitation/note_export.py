"""A row that makes documents of a note: formats to tick, a button, links to save them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import ipywidgets

from participation_lib.widgets.export_buttons import DownloadLinks
from participation_lib.widgets.facilitation.attempts import attempt
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, plural, theirs

__all__ = ["NoteExport"]

_FORMATS: Final[Mapping[str, str]] = {
    "docx": "Word",
    "pdf": "PDF",
    "html": "Page web",
    "odt": "LibreOffice",
    "pdf-gros": "PDF en gros caractères",
    "html-gros": "Page web en gros caractères",
}


class NoteExport:
    """Formats and a button.

    Parameters
    ----------
    button
        Its words.
    write
        Given the formats ticked, writes the documents and gives their paths.
    live
        Where what happens is said.
    """

    def __init__(
        self,
        button: str,
        write: Callable[[Sequence[str]], Sequence[Path]],
        live: LiveMessage,
        reports_folder: Path,
        *,
        ticked: Sequence[str] = ("docx", "pdf"),
    ) -> None:
        self._write, self._live, self._reports = write, live, reports_folder
        self.formats = {
            name: ipywidgets.Checkbox(value=name in ticked, description=label, indent=False)
            for name, label in _FORMATS.items()
        }
        self.button = ipywidgets.Button(description=button)
        self.button.add_class("pl-main")
        self.button.on_click(lambda _: self.export())
        self.links = DownloadLinks()
        self._where = ipywidgets.HTML()
        boxes = ipywidgets.HBox(list(self.formats.values()))
        boxes.add_class("pl-boxes")
        self.parts = (boxes, self.button, self._where, self.links)

    def clear(self) -> None:
        """Offer nothing: what was written no longer says what is on screen."""
        self.links.documents = []
        self._where.value = ""

    def export(self) -> bool:
        """Write the documents in the formats ticked, and offer to save them."""
        chosen = [name for name, box in self.formats.items() if box.value]

        def work() -> None:
            if not chosen:
                self._live.done("Cochez au moins un format.")
                return
            self._live.progress(0, 0, "Écriture des documents…")
            files = self._write(chosen)
            self.links.show(files)
            self._where.value = element(
                "p",
                ours("Vos documents sont aussi sur ce poste, dans le dossier : "),
                element("code", theirs(str(files[0].parent.resolve())), class_="pl-path"),
            )
            self._live.done(f"{plural(len(files), 'document créé', 'documents créés')}.")

        return attempt(self._live, self._reports, work)
