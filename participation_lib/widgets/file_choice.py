"""Choosing a file, a few optional settings, and the button that starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ipywidgets

from participation_lib.notes.typography import typeset
from participation_lib.widgets.data_folder import EXAMPLES, available_files
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel
from participation_lib.widgets.upload import FileSender

__all__ = ["FileChoice", "Request"]

_TOUR_FILE: Final = "pleniere_nature.csv"
_NO_FILE: Final = "Le dossier « data » ne contient encore aucun fichier CSV ou Excel : ajoutez-en un."
_SHOW: Final = "Afficher les réglages facultatifs"
_HIDE: Final = "Masquer les réglages facultatifs"


@dataclass(frozen=True)
class Request:
    """What she asks for; None where the tool is to find by itself."""

    file: Path
    question: str | None
    text_column: str | None
    group_column: str | None


class FileChoice:
    """The panel of the first step: a file, and what is to be done with it.

    Parameters
    ----------
    data_folder
        Where files are looked for, and sent.
    on_start
        Called when the start button is pressed.
    start_label
        What that button does.
    extra
        Fields shown before the optional settings.

    Attributes
    ----------
    view
        What a notebook shows.
    parts
        The same without a frame, for a panel that has one.
    live
        Where progress and problems are said.
    """

    def __init__(
        self,
        data_folder: Path,
        on_start: Callable[[], None],
        *,
        start_label: str = "Lancer la synthèse",
        extra: Sequence[Any] = (),
    ) -> None:
        self._folder = data_folder
        self.files = ipywidgets.Dropdown(description="Fichier à lire")
        self.refresh_button = ipywidgets.Button(description="Actualiser la liste")
        self.sender = FileSender(data_folder, self._take_stored)
        self.settings_button = ipywidgets.Button(description=_SHOW)
        self.question = text_field("Question posée aux participants")
        self.text_column = text_field("Nom de la colonne des contributions")
        self.group_column = text_field("Nom de la colonne des tables ou quartiers")
        self.start_button = ipywidgets.Button(description=start_label)
        self.live = LiveMessage(bar_label="Avancement")
        self._settings = ipywidgets.VBox(
            [
                ipywidgets.HTML(
                    element(
                        "p",
                        ours(
                            "Laissez vide ce que vous ne savez pas : les colonnes sont reconnues, "
                            "et ce qui a été reconnu vous sera dit."
                        ),
                        class_="pl-note",
                    )
                ),
                self.question,
                self.text_column,
                self.group_column,
            ]
        )
        self._settings.layout.display = "none"
        for control in (self.files, self.question, self.text_column, self.group_column):
            control.add_class("pl-field")
        self.start_button.add_class("pl-main")
        self.settings_button.add_class("pl-plain")
        row = ipywidgets.HBox([self.files, self.refresh_button])
        row.add_class("pl-row")
        self.refresh_button.on_click(lambda _: self.refresh())
        self.settings_button.on_click(self._toggle_settings)
        self.start_button.on_click(lambda _: on_start())
        self.refresh()
        self.parts = (
            *(row, self.sender, *extra, self.settings_button, self._settings),
            *(self.start_button, self.live),
        )
        self.view = panel(*self.parts)

    def refresh(self, choose: Path | None = None) -> None:
        """Read the folder again, and keep what was chosen where it is still there."""
        found = available_files(self._folder)
        files = [file for _, file in found]
        wanted = (choose, self.files.value, self._folder / EXAMPLES / _TOUR_FILE, *files)
        self.files.options = found
        self.files.value = next((file for file in wanted if file in files), None)
        self.start_button.disabled = not files
        self.live.message = "" if files else typeset(_NO_FILE)

    def request(self) -> Request | None:
        """Give what she asks for, or None while no file is chosen."""
        if self.files.value is None:
            return None
        return Request(
            self.files.value,
            *(control.value.strip() or None for control in (self.question, self.text_column, self.group_column)),
        )

    def lock(self, locked: bool) -> None:
        """Keep the controls still while a synthesis is being made."""
        for control in (self.files, self.refresh_button, self.sender, self.start_button):
            control.disabled = locked
        if not locked:
            # A button that is disabled loses the keyboard: it is given back where it was.
            self.start_button.focus()

    def point_at(self, setting: str) -> None:
        """Open the field of a setting that is at fault, by its name in `Request`; do nothing for another."""
        field = {"text_column": self.text_column, "group_column": self.group_column}.get(setting)
        if field is not None:
            self._show_settings(True)
            field.focus()

    def _take_stored(self, file: Path) -> None:
        self.refresh(choose=file)

    def _toggle_settings(self, _button: Any) -> None:
        self._show_settings(self._settings.layout.display == "none")

    def _show_settings(self, shown: bool) -> None:
        self._settings.layout.display = "" if shown else "none"
        self.settings_button.description = _HIDE if shown else _SHOW
