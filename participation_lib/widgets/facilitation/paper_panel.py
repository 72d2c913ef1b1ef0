"""What is printed for a session: which papers, in which formats, and where they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import ipywidgets

from participation_lib.errors import InputError
from participation_lib.notes.typography import typeset
from participation_lib.widgets.export_buttons import DownloadLinks
from participation_lib.widgets.facilitation.asking import Asking
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.markup import element, ours, panel, plural, theirs

if TYPE_CHECKING:
    from participation_lib.chain.sessions import SessionDesk

__all__ = ["PaperPanel"]

_FORMATS: Final = {"pdf": "PDF", "docx": "Word", "odt": "LibreOffice", "pdf-gros": "PDF en gros caractères"}


class PaperPanel:
    """The panel of the papers of a session.

    Parameters
    ----------
    asking
        Through which everything goes.
    desk
        The session.
    """

    def __init__(self, asking: Asking, desk: SessionDesk) -> None:
        self._asking, self._desk = asking, desk
        self.papers: dict[str, ipywidgets.Checkbox] = {}
        self._list = ipywidgets.VBox()
        self._list.add_class("pl-ticks")
        self.formats = {
            name: ipywidgets.Checkbox(value=name == "pdf", description=label, indent=False)
            for name, label in _FORMATS.items()
        }
        self.contact = text_field("Contact pour les données personnelles", placeholder="dpo@ville.fr")
        self.contact.add_class("pl-field")
        self.button = ipywidgets.Button(description="Créer les documents")
        self.button.add_class("pl-main")
        self.links = DownloadLinks()
        self._where = ipywidgets.HTML()
        formats = ipywidgets.HBox([*self.formats.values()])
        last = ipywidgets.HBox([self.contact, self.button])
        for row in (formats, last):
            row.add_class("pl-row")
        self.view = panel(asking.live, self._list, formats, last, self._where, self.links)
        self.button.on_click(lambda _: self.write())

    def refresh(self) -> None:
        """Offer what can be printed now; what was ticked stays ticked."""
        ready = self._desk.papers()
        if [name for name, _ in ready] == list(self.papers):
            return
        ticked = {name for name, box in self.papers.items() if box.value} or {"deroule", "programme"}
        self.papers = {
            name: ipywidgets.Checkbox(value=name in ticked, description=typeset(label), indent=False)
            for name, label in ready
        }
        self._list.children = tuple(self.papers.values())

    def write(self) -> bool:
        """Write the papers that are ticked, and offer to save them."""

        def make() -> None:
            names = [name for name, box in self.papers.items() if box.value]
            formats = [name for name, box in self.formats.items() if box.value]
            if not names or not formats:
                raise InputError("Cochez au moins un document et un format.")
            self._asking.live.progress(0, 0, "Écriture des documents…")
            files = self._desk.write_papers(names, formats, contact=self.contact.value)
            self.links.show(files)
            folders: dict[Path, None] = dict.fromkeys(file.parent.resolve() for file in files)
            self._where.value = element(
                "p",
                ours("Ces documents sont aussi sur ce poste, dans : "),
                *(element("code", theirs(str(folder)), class_="pl-path") for folder in folders),
            )
            said.append(f"{plural(len(files), 'document créé', 'documents créés')}.")

        said: list[str] = []
        done = self._asking.do(make)
        if done:
            self._asking.live.done("".join(said))
        return done
