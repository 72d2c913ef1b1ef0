"""What a panel asks of a desk: done, or refused in one sentence on screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
        try:
            gesture()
        except Exception as error:  # noqa: BLE001 - the page shows a sentence, never a traceback
            self.live.fail(error, self._reports)
            return False
        self.live.done(said)
        return True
