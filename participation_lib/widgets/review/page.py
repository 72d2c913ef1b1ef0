"""The review in one page: choosing the dossier, then the page she works in."""

from __future__ import annotations

from pathlib import Path

import ipywidgets

from participation_lib.review.desk import ReviewDesk
from participation_lib.themes.encoding import Encoder
from participation_lib.widgets.markup import element, ours, panel
from participation_lib.widgets.review.dossier_choice import DossierChoice
from participation_lib.widgets.review.workspace import ReviewWorkspace

__all__ = ["ReviewPage"]


class ReviewPage:
    """Panels of the review, in the order of its two steps.

    Parameters
    ----------
    data_folder
        Where dossiers and files are.
    encoder
        Meaning of sentences; the one of the house when None.

    Attributes
    ----------
    choice, workspace
        What a notebook shows at each step.
    review
        The page she works in; None while no dossier is open.
    """

    def __init__(self, data_folder: str | Path, *, encoder: Encoder | None = None) -> None:
        self._data_folder = Path(data_folder)
        self.review: ReviewWorkspace | None = None
        self.workspace = ipywidgets.VBox()
        self.workspace.add_class("pl-place")
        self._waiting = panel(
            ipywidgets.HTML(
                element("p", ours("La relecture s’affichera ici, une fois le dossier ouvert."), class_="pl-note")
            )
        )
        self.choice_panel = DossierChoice(self._data_folder, self._open, self._close, encoder=encoder)
        self.choice = self.choice_panel.view
        self._close()

    def _open(self, desk: ReviewDesk) -> None:
        self.review = ReviewWorkspace(desk, data_folder=self._data_folder)
        self.review.frame.arrived = True
        self.workspace.children = (self.review.view,)

    def _close(self) -> None:
        if self.review is not None:
            self.review.close()
        self.review = None
        self.workspace.children = (self._waiting,)
