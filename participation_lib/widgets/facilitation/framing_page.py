"""Framing in one page: choosing or beginning a démarche, then its questions, then its note."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import ipywidgets

from participation_lib.chain.framing import FramingDesk, open_framing
from participation_lib.notes.typography import typeset
from participation_lib.widgets.data_folder import available_dossiers, new_dossier_folder
from participation_lib.widgets.facilitation.attempts import attempt
from participation_lib.widgets.facilitation.framing import FramingPanel
from participation_lib.widgets.facilitation.note_export import NoteExport
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel, theirs

__all__ = ["FramingPage"]

_WAITING: Final = "Les questions s’afficheront ici, une fois la démarche choisie."


class FramingPage:
    """Panels of the framing.

    Parameters
    ----------
    data_folder
        Where dossiers are; new ones go in its folder `dossiers`.

    Attributes
    ----------
    choice, workspace, note
        What a notebook shows at each step.
    panel
        The questions; None while no démarche is chosen.
    live
        Where what happens is said.
    """

    def __init__(self, data_folder: str | Path) -> None:
        self._folder = Path(data_folder)
        self._desk: FramingDesk | None = None
        self.panel: FramingPanel | None = None
        self.author = text_field("Vos initiales (elles signent vos réponses)")
        self.dossiers = ipywidgets.Dropdown(description="Démarche")
        self.open_button = ipywidgets.Button(description="Reprendre")
        self.name = text_field("Nom de la démarche")
        self.start_button = ipywidgets.Button(description="Commencer le cadrage")
        self.change_button = ipywidgets.Button(description="Changer de démarche")
        self.start_button.add_class("pl-main")
        for control in (self.author, self.dossiers, self.name):
            control.add_class("pl-field")
        for control in (self.author, self.name):
            control.add_class("pl-short")
        self.choice_live = LiveMessage(bar_label="Avancement")
        self.live = LiveMessage(bar_label="Avancement")
        self.note_live = LiveMessage(bar_label="Avancement")
        self._opened = ipywidgets.HTML()
        self._resume = _row(self.dossiers, self.open_button)
        self._waiting = ipywidgets.VBox([self.author, self._resume, _row(self.name, self.start_button)])
        self._working = ipywidgets.VBox([self._opened, self.change_button])
        self.choice = panel(self._waiting, self._working, self.choice_live)
        self.workspace = ipywidgets.VBox()
        self.note = ipywidgets.VBox()
        for place in (self.workspace, self.note):
            place.add_class("pl-place")
        self.workspace.add_class("pl-documents")
        self._said = panel(self.live)  # stays in sight above the questions
        self._said.add_class("pl-live-panel")
        self.open_button.on_click(lambda _: self.open())
        self.start_button.on_click(lambda _: self.create())
        self.change_button.on_click(lambda _: self.close())
        self.close()

    def refresh(self) -> None:
        """Read the folder again."""
        found = available_dossiers(self._folder)
        self.dossiers.options = tuple((typeset(label), folder) for label, folder in found)
        self.dossiers.value = found[0][1] if found else None
        self._resume.layout.display = "" if found else "none"

    def open(self) -> bool:
        """Do what the resume button does: open the chosen démarche."""
        folder: Path | None = self.dossiers.value
        return folder is not None and attempt(self.choice_live, self._folder, lambda: self._start(folder))

    def create(self) -> bool:
        """Do what the start button does: begin a démarche of that name, or open the one there is."""
        title = " ".join(self.name.value.split())

        def work() -> None:
            folder = new_dossier_folder(self._folder, title)
            self._start(folder, title)

        return attempt(self.choice_live, self._folder, work)

    def close(self) -> None:
        """Go back to the choice."""
        if self._desk is not None:
            self._desk.dossier.close()
        self._desk, self.panel = None, None
        self._waiting.layout.display, self._working.layout.display = "", "none"
        waiting = panel(ipywidgets.HTML(element("p", ours(_WAITING), class_="pl-note")))
        self.workspace.children = (waiting,)
        self.note.children = (
            panel(ipywidgets.HTML(element("p", ours("La note pourra être créée à tout moment."), class_="pl-note"))),
        )
        self.refresh()

    def _start(self, folder: Path, title: str = "") -> None:
        dossier = open_framing(folder, title=title)
        try:
            today = datetime.now().astimezone().date()
            desk = FramingDesk(dossier, author=self.author.value, today=today)
            if title and not dossier.read_only and not desk.framing.title:
                desk.answer("titre", title)
            export = NoteExport(
                "Créer la note de cadrage", lambda formats: desk.export(formats=formats), self.note_live, folder
            )
            self.panel = FramingPanel(desk, self.live, export.clear)
        except BaseException:
            dossier.close()
            raise
        self._desk = desk
        self._opened.value = element(
            "p", ours("Démarche ouverte : "), element("strong", theirs(dossier.title or folder.name)), ours(".")
        )
        self._waiting.layout.display, self._working.layout.display = "none", ""
        self.workspace.children = (self._said, self.panel.view)
        self.note.children = (panel(self.note_live, *export.parts),)


def _row(*children: ipywidgets.Widget) -> ipywidgets.HBox:
    row = ipywidgets.HBox(list(children))
    row.add_class("pl-row")
    return row
