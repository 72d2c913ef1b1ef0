"""Choosing the démarche and the session, or starting one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets

from participation_lib.chain.framing import open_framing
from participation_lib.chain.sessions import SessionDesk, sessions_of, start_session
from participation_lib.errors import InputError
from participation_lib.notes.typography import typeset
from participation_lib.widgets.data_folder import available_dossiers, new_dossier_folder
from participation_lib.widgets.facilitation.asking import Asking
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel

__all__ = ["SessionChoice"]


class SessionChoice:
    """The panel where a session is chosen.

    Parameters
    ----------
    data_folder
        Where dossiers are.
    on_open
        Called with the session.
    can_start
        Whether a démarche and a session may be started here.

    Attributes
    ----------
    live
        Where it is said what went wrong.
    """

    def __init__(self, data_folder: Path, on_open: Callable[[SessionDesk], None], *, can_start: bool = True) -> None:
        self._folder, self._on_open = data_folder, on_open
        self.live = LiveMessage(bar_label="Avancement")
        self._asking = Asking(self.live, data_folder)
        self.dossiers = ipywidgets.Dropdown(description="Démarche")
        self.sessions = ipywidgets.Dropdown(description="Séance")
        self.open_button = ipywidgets.Button(description="Ouvrir la séance")
        self.open_button.add_class("pl-main")
        self.dossier_name = text_field("Nom de la démarche, si elle n’est pas dans la liste")
        self.title = text_field("Titre de la nouvelle séance")
        self.start_button = ipywidgets.Button(description="Commencer une séance")
        self.refresh_button = ipywidgets.Button(description="Actualiser la liste")
        for control in (self.dossiers, self.sessions, self.dossier_name, self.title):
            control.add_class("pl-field")
        rows = [ipywidgets.HBox([self.dossiers, self.sessions, self.open_button, self.refresh_button])]
        parts: list[Any] = [rows[0]]
        if can_start:
            rows.append(ipywidgets.HBox([self.title, self.dossier_name, self.start_button]))
            parts += [ipywidgets.HTML(element("h3", ours("Ou commencer une séance"))), rows[1]]
        for row in rows:
            row.add_class("pl-row")
        self.view = panel(*parts, self.live)
        self.dossiers.observe(lambda _: self._show_sessions(), "value")
        self.open_button.on_click(lambda _: self.open())
        self.start_button.on_click(lambda _: self.start())
        self.refresh_button.on_click(lambda _: self.refresh())
        self.refresh()

    def refresh(self, choose: Path | None = None) -> None:
        """Read the folder again; what was chosen stays where it can."""
        found = [(typeset(label), place) for label, place in available_dossiers(self._folder)]
        wanted = choose or self.dossiers.value
        self.dossiers.options = found
        places = [place for _, place in found]
        self.dossiers.value = wanted if wanted in places else next(iter(places), None)
        self._show_sessions()

    def _show_sessions(self) -> None:
        folder: Path | None = self.dossiers.value
        found = sessions_of(folder) if folder is not None else ()
        self.sessions.options = [(typeset(title), place) for title, place in found]
        self.sessions.value = found[0][1] if found else None
        self.open_button.disabled = not found

    def open(self) -> bool:
        """Open the session chosen."""

        def give() -> None:
            if self.sessions.value is None:
                raise InputError("Choisissez une séance.")
            self._on_open(SessionDesk(self.sessions.value))

        return self._asking.do(give)

    def start(self) -> bool:
        """Start a session in the démarche chosen, or in a new one."""

        def begin() -> None:
            title = self.title.value.strip()
            if not title:
                raise InputError("Donnez un titre à la séance.")
            name = self.dossier_name.value.strip()
            folder: Path | None = new_dossier_folder(self._folder, name) if name else self.dossiers.value
            if folder is None:
                raise InputError("Donnez un nom à la démarche : il n’y en a pas encore.")
            open_framing(folder, title=name).close()
            desk = start_session(folder, title)
            self.title.value = self.dossier_name.value = ""
            self.refresh(choose=folder)
            self.sessions.value = desk.folder
            self._on_open(desk)

        return self._asking.do(begin)
