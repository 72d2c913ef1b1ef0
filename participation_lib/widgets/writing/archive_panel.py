"""The whole dossier as one file, for a colleague or for safe keeping."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import ipywidgets

from participation_lib.dossier import archive_dossier
from participation_lib.widgets.export_buttons import DownloadLinks
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel
from participation_lib.widgets.review.gestures import Gestures

if TYPE_CHECKING:
    from participation_lib.chain import WritingDesk

__all__ = ["ArchivePanel"]

_WHAT: Final = (
    "L’archive est un seul fichier .zip : contributions, thèmes, décisions de chaque personne et documents déjà créés. "
    "Une ou un collègue la rouvre sur son poste, ou la compare à sa propre relecture."
)
_WARNING: Final = (
    "Elle contient des données personnelles, dont les noms et adresses masqués dans les documents : transmettez-la "
    "seulement à qui travaille sur cette démarche, et ne la publiez pas."
)


class ArchivePanel:
    """Where the dossier is made one file.

    Parameters
    ----------
    writing
        A desk of the dossier.

    Attributes
    ----------
    view
        What a notebook shows.
    live
        Where what happens is said.
    """

    def __init__(self, writing: WritingDesk) -> None:
        self._writing = writing
        self.live = LiveMessage(bar_label="Avancement")
        self._gestures = Gestures(writing.desk, self.live, writing.dossier.folder)
        self.button = ipywidgets.Button(description="Faire une archive du dossier")
        self.button.on_click(lambda _: self.archive())
        self.links = DownloadLinks()
        words = ipywidgets.HTML(
            element("h3", ours("Transmettre le dossier"))
            + element("p", ours(_WHAT), class_="pl-note")
            + element("p", element("strong", ours(_WARNING)))
        )
        self.view = panel(words, self.button, self.live, self.links)

    def archive(self) -> bool:
        """Make the archive of the dossier as it is now, and offer to save it; nothing else is left on the disk."""

        def make() -> None:
            self.live.progress(0, 0, "Création de l’archive…")
            folder = self._writing.dossier.folder
            with tempfile.TemporaryDirectory(prefix="archive-", ignore_cleanup_errors=True) as place:
                self.links.show([archive_dossier(folder, Path(place) / f"{folder.absolute().name}.zip")])
            self.live.done("L’archive est prête.")

        return self._gestures.do(make)
