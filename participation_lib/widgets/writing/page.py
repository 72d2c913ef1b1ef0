"""Writing and exporting in one page each: choosing the dossier, then the panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets

from participation_lib.review.desk import ReviewDesk
from participation_lib.themes.encoding import Encoder
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel
from participation_lib.widgets.review.dossier_choice import DossierChoice
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.writing.archive_panel import ArchivePanel
from participation_lib.widgets.writing.editor import DocumentEditor
from participation_lib.widgets.writing.export_panel import ExportPanel
from participation_lib.widgets.writing.verification_panel import VerificationPanel

if TYPE_CHECKING:
    from participation_lib.chain import WritingDesk

__all__ = ["ExportPage", "WritingPage"]


class _DocumentPanel(Protocol):
    view: Any

    def refresh(self) -> None: ...


class _DocumentsPage:
    """A page in two steps: a dossier, then what is done with its documents.

    Parameters
    ----------
    data_folder
        Where dossiers are; the plans of the city are read there too, in `plans.yaml`.
    encoder
        Meaning of sentences; the one of the house when None.

    Attributes
    ----------
    choice, workspace
        What a notebook shows at each step.
    panel
        What is in the page; None while no dossier is open.
    live
        Where what happens is said.
    """

    _waiting_words = ""

    def __init__(self, data_folder: str | Path, *, encoder: Encoder | None = None) -> None:
        self._data_folder = Path(data_folder)
        self.panel: _DocumentPanel | None = None
        self._below: tuple[Any, ...] = ()
        self.gestures: Gestures | None = None
        self.live = LiveMessage(bar_label="Avancement")
        self.workspace = ipywidgets.VBox()
        for name in ("pl-place", "pl-documents"):
            self.workspace.add_class(name)
        self._said = panel(self.live)
        self._said.add_class("pl-live-panel")
        self._waiting = panel(ipywidgets.HTML(element("p", ours(self._waiting_words), class_="pl-note")))
        self.choice_panel = DossierChoice(self._data_folder, self._open, self._close, encoder=encoder)
        self.choice = self.choice_panel.view
        self._close()

    def _made(self, gestures: Gestures, desk: ReviewDesk) -> _DocumentPanel:
        raise NotImplementedError

    def _open(self, desk: ReviewDesk) -> None:
        gestures = self.gestures = Gestures(desk, self.live, desk.dossier.folder)
        made: list[_DocumentPanel] = []

        def make() -> None:
            self.live.progress(0, 0, "Préparation des documents, quelques secondes la première fois…")
            made.append(self._made(gestures, desk))
            made[0].refresh()
            self.live.done("")

        if gestures.do(make) and made:
            self.panel = made[0]
            self.workspace.children = (self._said, self.panel.view, *self._below)
        else:
            self.workspace.children = (self._said,)

    def _close(self) -> None:
        if self.gestures is not None:
            self.gestures.stop()
        self.panel, self.gestures = None, None
        self.workspace.children = (self._waiting,)


def _writing_desk(desk: ReviewDesk, data_folder: Path) -> WritingDesk:
    # Imported here: the language model takes seconds, and only who asks for it should wait.
    from participation_lib.chain import WritingDesk, read_plans

    own = data_folder / "plans.yaml"
    return WritingDesk(desk, read_plans(own) if own.is_file() else None)


class WritingPage(_DocumentsPage):
    """The page where a document is written."""

    _waiting_words = "Le document s’affichera ici, une fois le dossier ouvert."

    def _made(self, gestures: Gestures, desk: ReviewDesk) -> _DocumentPanel:
        return DocumentEditor(gestures, _writing_desk(desk, self._data_folder))


class ExportPage(_DocumentsPage):
    """The page from which documents leave, and where one that came back is compared.

    Attributes
    ----------
    verification, archive
        What is below the export; None while no dossier is open.
    """

    _waiting_words = "Les documents à exporter s’afficheront ici, une fois le dossier ouvert."

    def __init__(self, data_folder: str | Path, *, encoder: Encoder | None = None) -> None:
        self.verification: VerificationPanel | None = None
        self.archive: ArchivePanel | None = None
        super().__init__(data_folder, encoder=encoder)

    def _made(self, gestures: Gestures, desk: ReviewDesk) -> _DocumentPanel:
        writing = _writing_desk(desk, self._data_folder)
        self.verification, self.archive = VerificationPanel(writing), ArchivePanel(writing)
        self._below = (self.verification.view, self.archive.view)
        return ExportPanel(gestures, writing)

    def _close(self) -> None:
        if self.verification is not None:
            self.verification.close()
        self.verification = self.archive = None
        super()._close()
