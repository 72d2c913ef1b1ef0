"""What the panels of a session ask, and where it is said that it is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from participation_lib.widgets.facilitation.attempts import attempt
from participation_lib.widgets.live import LiveMessage

__all__ = ["Asking"]


class Asking:
    """Runs what is asked; no error ever reaches the page as such.

    Parameters
    ----------
    live
        Where it is said that it is done, or why it is not.
    reports_folder
        Where the report of a fault of ours goes.
    """

    def __init__(self, live: LiveMessage, reports_folder: Path) -> None:
        self.live = live
        self._reports = reports_folder

    def do(self, gesture: Callable[[], object], said: str = "") -> bool:
        """Run a gesture, say that it is done, and tell whether it was."""
        if not attempt(self.live, self._reports, gesture, said):
            return False
        if not said:
            self.live.done("")
        return True
