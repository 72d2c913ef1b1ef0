"""Preparing a session, and showing it to the room: choosing it, then the panels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets

from participation_lib.widgets.facilitation.asking import Asking
from participation_lib.widgets.facilitation.guest_panel import GuestPanel
from participation_lib.widgets.facilitation.paper_panel import PaperPanel
from participation_lib.widgets.facilitation.projector import ProjectorView
from participation_lib.widgets.facilitation.session_choice import SessionChoice
from participation_lib.widgets.facilitation.session_panel import SessionPanel
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel

if TYPE_CHECKING:
    from participation_lib.chain.sessions import SessionDesk

__all__ = ["ProjectorPage", "SessionPage"]


class SessionPage:
    """The page where a session is prepared.

    Parameters
    ----------
    data_folder
        Where dossiers are.

    Attributes
    ----------
    choice, composing, seating, printing
        What a notebook shows at each step.
    """

    def __init__(self, data_folder: str | Path) -> None:
        self._data_folder = Path(data_folder)
        self.composing, self.seating, self.printing = (ipywidgets.VBox() for _ in range(3))
        for place, words in (
            (self.composing, "Le déroulé s’affichera ici, une fois la séance ouverte."),
            (self.seating, "Le plan de tables se fera ici, une fois la séance ouverte."),
            (self.printing, "Les documents à imprimer se créeront ici, une fois la séance ouverte."),
        ):
            place.add_class("pl-place")
            place.children = (panel(ipywidgets.HTML(element("p", ours(words), class_="pl-note"))),)
        self.choice_panel = SessionChoice(self._data_folder, self._open)
        self.choice = self.choice_panel.view
        self.panels: tuple[SessionPanel, GuestPanel, PaperPanel] | None = None

    def _open(self, desk: SessionDesk) -> None:
        lives = [LiveMessage(bar_label="Avancement") for _ in range(3)]
        composing, seating, printing = (Asking(live, desk.folder.parents[1]) for live in lives)
        papers = PaperPanel(printing, desk)
        guests = GuestPanel(seating, desk, papers.refresh)
        session = SessionPanel(composing, desk, papers.refresh)
        for part in (session, guests, papers):
            part.refresh()
        self.panels = (session, guests, papers)
        for place, view in (
            (self.composing, session.view),
            (self.seating, guests.view),
            (self.printing, papers.view),
        ):
            place.children = (view,)


class ProjectorPage:
    """The page shown to the room.

    Parameters
    ----------
    data_folder
        Where dossiers are.
    """

    def __init__(self, data_folder: str | Path) -> None:
        self.view = ProjectorView()
        self.screen = ipywidgets.VBox(
            [panel(ipywidgets.HTML(element("p", ours("L’écran de la salle s’affichera ici."))))]
        )
        self.screen.add_class("pl-place")
        self.choice_panel = SessionChoice(Path(data_folder), self._open, can_start=False)
        self.choice = self.choice_panel.view

    def _open(self, desk: SessionDesk) -> None:
        self.view.show(desk.session, desk.folder.name)
        self.screen.children = (self.view,)
