"""What a person asks of the desk from a panel: done, or refused in one sentence on screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from participation_lib.review.desk import ReviewDesk
from participation_lib.widgets.live import LiveMessage

__all__ = ["Gestures"]

_AFTER_THE_SCREEN: Final = 0.05  # seconds: the screen shows a decision before the tool learns from it
_MANY: Final = 20_000  # ideas above which the tool learns beside, while the panels go on answering


class Gestures:
    """Runs gestures on a desk; no error ever reaches the page as such.

    Parameters
    ----------
    live
        Where a gesture is confirmed or its refusal explained.
    reports_folder
        Where the report of a fault of ours goes.
    """

    def __init__(self, desk: ReviewDesk, live: LiveMessage, reports_folder: Path) -> None:
        self.desk = desk
        self.live = live
        self._reports = reports_folder
        desk.later = self._later

    def do(self, gesture: Callable[[], object], said: str = "") -> bool:
        """Run a gesture and say that it is done; tell whether it was.

        All it decides is one gesture, shown and undone together.
        """

        def together() -> None:
            with self.desk.together():
                gesture()

        return self._run(together, said)

    def _run(self, work: Callable[[], object], said: str = "") -> bool:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the page shows a sentence, never a traceback
            self.live.fail(error, self._reports)
            return False
        self.live.problem = ""
        if said:
            self.live.done(said)
        return True

    def _later(self, work: Callable[[], object]) -> None:
        """Let the tool learn once the screen is up to date; at once where there is no screen."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._run(work)
            return
        if len(self.desk.review.ideas) > _MANY:
            task = loop.create_task(self._beside())
            self._running = task  # a task nobody holds may be collected before it ends
        else:
            loop.call_later(_AFTER_THE_SCREEN, self._run, work)

    async def _beside(self) -> None:
        try:
            thoughts = await asyncio.to_thread(self.desk.think)
        except Exception as error:  # noqa: BLE001 - as above
            self.live.fail(error, self._reports)
            return
        self._run(lambda: self.desk.take(thoughts))
