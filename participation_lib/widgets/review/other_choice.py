"""Choosing the review of a colleague: her dossier, or its archive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import ipywidgets

from participation_lib.notes.typography import typeset
from participation_lib.widgets.data_folder import ARCHIVE_SUFFIXES, available_archives, available_dossiers
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours
from participation_lib.widgets.upload import FileSender

__all__ = ["OtherChoice"]

_WHAT: Final = (
    "Un ou une collègue a relu les mêmes contributions dans son propre dossier ? Choisissez ce dossier, ou son "
    "archive : vous verrez à quel point vos lectures se rejoignent, puis vous réglerez les désaccords un à un. Vos "
    "décisions s’enregistrent dans votre dossier ; le sien n’est jamais modifié."
)
_NONE: Final = (
    "Aucun autre dossier n’a été trouvé : copiez celui de votre collègue dans « data/dossiers », ou ajoutez "
    "son archive."
)


class OtherChoice:
    """Where another review is chosen. It does not read it.

    Parameters
    ----------
    data_folder
        Where dossiers and archives are looked for, and archives sent.
    own
        The dossier that is open, which is not offered.
    on_choose
        Called with the folder or archive when the button is pressed; what goes wrong with it is
        said here.

    Attributes
    ----------
    live
        Where reading, and what goes wrong with it, is said.
    """

    def __init__(self, data_folder: Path, own: Path, on_choose: Callable[[Path], None]) -> None:
        self._folder, self._own, self._on_choose = data_folder, own, on_choose
        self.others = ipywidgets.Dropdown(description="Dossier ou archive de votre collègue")
        self.others.add_class("pl-field")
        self.refresh_button = ipywidgets.Button(description="Actualiser la liste")
        self.sender = FileSender(
            data_folder,
            lambda file: self.refresh(choose=file),
            accepted=ARCHIVE_SUFFIXES,
            label="Ajouter une archive de ce poste (.zip)…",
        )
        self.compare_button = ipywidgets.Button(description="Comparer les deux relectures")
        self.compare_button.add_class("pl-main")
        self.live = LiveMessage(bar_label="Avancement")
        row = ipywidgets.HBox([self.others, self.refresh_button])
        row.add_class("pl-row")
        words = ipywidgets.HTML(element("h3", ours("Deux relectures")) + element("p", ours(_WHAT), class_="pl-note"))
        self.view = ipywidgets.VBox([words, row, self.sender, self.compare_button])
        self.refresh_button.on_click(lambda _: self.refresh())
        self.compare_button.on_click(lambda _: self.choose())

    def refresh(self, choose: Path | None = None) -> None:
        """Read the folder again, and keep what was chosen where it is still there."""
        own = self._own.resolve()
        found = [
            (typeset(label), place)
            for label, place in (*available_dossiers(self._folder), *available_archives(self._folder))
            if place.resolve() != own
        ]
        places = [place for _, place in found]
        wanted = (choose, self.others.value, *places)
        self.others.options = found
        self.others.value = next((place for place in wanted if place in places), None)
        self.compare_button.disabled = not places
        self.live.done("" if places else _NONE)

    def choose(self) -> None:
        """Do what the compare button does."""
        place: Path | None = self.others.value
        if place is None:
            return
        self.live.progress(0, 0, "Lecture de l’autre relecture…")
        try:
            self._on_choose(place)
        except Exception as error:  # noqa: BLE001 - the page shows a sentence, never a traceback
            self.fail(error)
        else:
            self.live.done("")

    def fail(self, error: BaseException) -> None:
        """Say what went wrong."""
        self.live.fail(error, self._folder)
