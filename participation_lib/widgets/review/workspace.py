"""The page of a review: its head, always in sight, and one panel at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final, Protocol

import ipywidgets

from participation_lib.review.desk import ReviewDesk
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import panel
from participation_lib.widgets.review.agreement import AgreementPanel
from participation_lib.widgets.review.board import Board
from participation_lib.widgets.review.frame import ReviewFrame
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.review.history import HistoryPanel
from participation_lib.widgets.review.map import IdeaMap
from participation_lib.widgets.review.privacy import PrivacyPanel
from participation_lib.widgets.review.queue import Queue
from participation_lib.widgets.review.themes import ThemesPanel

__all__ = ["ReviewWorkspace"]

THEMES: Final = "themes"
BOARD: Final = "tableau"
QUEUE: Final = "a_relire"
MAP: Final = "carte"
PRIVACY: Final = "donnees_personnelles"
AGREEMENT: Final = "deux_relectures"
HISTORY: Final = "historique"
_LABELS: Final = {
    THEMES: "Thèmes",
    BOARD: "Tableau",
    QUEUE: "À relire ({n})",
    MAP: "Carte",
    PRIVACY: "Données personnelles",
    AGREEMENT: "Deux relectures",
    HISTORY: "Historique",
}


class Panel(Protocol):
    """What a panel of the review is to the page."""

    view: Any

    def refresh(self) -> None:
        """Show the desk's present state."""


class ReviewWorkspace:
    """A review at work. Panels are made when they are first asked for.

    Parameters
    ----------
    desk
        The person at work and the dossier, which whoever opened it closes.
    reports_folder
        Where the report of a fault of ours goes; the dossier's folder when None.
    data_folder
        Where the dossier of a colleague is looked for; near this one when None.

    Attributes
    ----------
    view
        What a notebook shows.
    live
        Where what happens is said.
    """

    def __init__(self, desk: ReviewDesk, reports_folder: Path | None = None, data_folder: Path | None = None) -> None:
        self.desk = desk
        self._data_folder = data_folder
        self.live = LiveMessage(bar_label="Avancement")
        self.gestures = Gestures(desk, self.live, reports_folder or desk.dossier.folder)
        self.frame = ReviewFrame(self.gestures, _LABELS, self.show)
        self._panels: dict[str, Panel] = {}
        self._disagreements: tuple[int, frozenset[str]] | None = None
        head = panel(self.frame, self.live)
        head.add_class("pl-head-panel")
        self._place = ipywidgets.VBox()
        self._place.add_class("pl-place")
        self.view = ipywidgets.VBox([head, self._place])
        self.view.add_class("pl-workspace")
        desk.watch(self.refresh)
        self.show(THEMES)

    @property
    def current(self) -> str:
        """Name of the panel in the page."""
        return self.frame.current

    def panel(self, name: str) -> Any:
        """Give a panel by its name, made if need be."""
        if name not in self._panels:
            self._panels[name] = self._makers[name]()
        return self._panels[name]

    @property
    def _makers(self) -> dict[str, Callable[[], Panel]]:
        return {
            THEMES: lambda: ThemesPanel(self.gestures, on_open=self.open_theme),
            BOARD: lambda: Board(self.gestures, self._debated),
            QUEUE: lambda: Queue(self.gestures),
            MAP: lambda: IdeaMap(self.gestures),
            PRIVACY: lambda: PrivacyPanel(self.gestures),
            AGREEMENT: lambda: AgreementPanel(self.gestures, self._data_folder),
            HISTORY: lambda: HistoryPanel(self.gestures),
        }

    def _debated(self) -> Collection[str]:
        # Imported here: the language model takes seconds, and only who asks for it should wait.
        from participation_lib.chain import debated_ideas

        seen = self.desk.review.log[-1].decision_id if self.desk.review.log else 0
        if self._disagreements is None or self._disagreements[0] != seen:
            self.live.progress(0, 0, "Recherche des désaccords, quelques secondes la première fois…")
            self._disagreements = (seen, debated_ideas(self.desk))
            self.live.done("Seules les positions explicites, pour et contre, sont reconnues.")
        return self._disagreements[1]

    def show(self, name: str) -> None:
        """Put a panel in the page, with what others decided meanwhile."""
        self.frame.current = name
        self.live.message = ""
        # Nothing of another panel is refreshed, or in the page, until it is asked for again.
        self.gestures.do(self._look)

    def refresh(self) -> None:
        """Show the review as it stands, in the head and in the panel that is in the page."""
        self.frame.refresh()
        self.panel(self.current).refresh()

    def close(self) -> None:
        """Stop what is under way, before the dossier is closed."""
        self.gestures.stop()

    def _look(self) -> None:
        if not self.desk.refresh():  # which shows everything anew when there is something
            self.refresh()
        self._place.children = (self.panel(self.current).view,)

    def open_theme(self, theme_id: str) -> None:
        """Show the ideas of a theme on the board, among the others."""
        self.show(BOARD)
        self.gestures.do(lambda: self.panel(BOARD).show_theme(theme_id))
