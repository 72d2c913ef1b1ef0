"""Sending a file from the browser to the data folder, in acknowledged pieces."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from participation_lib.errors import ParticipationError
from participation_lib.notes.typography import typeset
from participation_lib.widgets.data_folder import ACCEPTED_SUFFIXES, safe_name, store_file

__all__ = ["FileSender"]

LARGEST: Final = 500 * 1024 * 1024  # bytes
_COPY_INSTEAD: Final = "copiez plutôt le fichier dans le dossier « data », puis cliquez sur « Actualiser la liste »."
_WORDS: Final = {
    "label": "Ajouter un fichier de ce poste (CSV ou Excel)…",
    "sending": "Copie du fichier dans le dossier « data »…",
    "lost": f"La copie du fichier n'a pas abouti, car l'atelier ne répond pas : {_COPY_INSTEAD}",
    "unreadable": (
        "Le fichier n'a pas pu être lu par le navigateur : fermez-le s'il est ouvert ailleurs, puis recommencez."
    ),
    "stored": "« {name} » est dans le dossier « {folder} » et choisi.",
    "busy": "Un travail est en cours : attendez qu’il se termine, puis recommencez.",
    "drop": "ou déposez vos fichiers ici",
    "too_large": f"Ce fichier dépasse 500 Mo : {_COPY_INSTEAD}",
}


class FileSender(anywidget.AnyWidget):
    """A file chooser whose file is stored in the data folder. It does not read what is in it.

    Parameters
    ----------
    folder
        Where files are stored.
    on_stored
        Called with the file once it is there.
    accepted
        How names of files that may be sent end.
    label
        What the button says.
    words
        What is said instead of the usual sentences, by name: "sending", "lost", "stored", "too_large".
    several
        Whether several files may be chosen, or dropped here, at once.
    """

    _esm = Path(__file__).parent / "static" / "upload.js"
    accept = traitlets.Unicode("").tag(sync=True)
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    several = traitlets.Bool(False).tag(sync=True)
    patience = traitlets.Int(90).tag(sync=True)  # seconds without an answer
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        folder: Path,
        on_stored: Callable[[Path], object],
        *,
        accepted: Sequence[str] = ACCEPTED_SUFFIXES,
        label: str = _WORDS["label"],
        words: Mapping[str, str] | None = None,
        several: bool = False,
    ) -> None:
        # A browser knows « .gz », not « .csv.gz ».
        kinds = dict.fromkeys(f".{suffix.rpartition('.')[2]}" for suffix in accepted)
        super().__init__(accept=",".join(kinds), several=several)
        told = {**_WORDS, "label": label, **(words or {})}
        self.words = {name: typeset(text) for name, text in told.items()}
        self._accepted = accepted
        self._folder = folder
        self._on_stored = on_stored
        self._ticket = ""
        self._received = bytearray()
        self.on_msg(self._receive)

    def _receive(self, _widget: Any, content: dict[str, Any], buffers: list[memoryview]) -> None:
        ticket = str(content.get("ticket", ""))
        answer: dict[str, Any]
        try:
            answer = self._take(ticket, content, buffers)
        except ParticipationError as error:
            answer = {"problem": typeset(str(error))}
        except Exception:  # noqa: BLE001 - whatever happens, the page must hear that it failed
            answer = {"problem": self.words["lost"]}
        self.send({"ticket": ticket, **answer})

    def _take(self, ticket: str, content: dict[str, Any], buffers: list[memoryview]) -> dict[str, Any]:
        name, size, offset = str(content["name"]), int(content["size"]), int(content["offset"])
        if offset == 0:
            safe_name(name, self._accepted)  # refused before anything is sent
            self._ticket, self._received = ticket, bytearray()
        if size > LARGEST:
            return {"problem": self.words["too_large"]}
        if ticket != self._ticket or offset != len(self._received):
            return {"problem": self.words["lost"]}
        self._received += bytes(buffers[0]) if buffers else b""
        if len(self._received) < size:
            return {"next": len(self._received)}
        stored = store_file(self._folder, name, bytes(self._received), self._accepted)
        self._received = bytearray()
        self._on_stored(stored)
        return {"message": self.words["stored"].format(name=stored.name, folder=self._folder.name)}
