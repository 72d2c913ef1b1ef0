"""What a person asks of the desk from a panel: done, or refused in one sentence on screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from participation_lib.review.desk import ReviewDesk
from participation_lib.widgets.live import LiveMessage

__all__ = ["Gestures", "nothing_to_undo"]

_AFTER_THE_SCREEN: Final = 0.05  # seconds: the screen shows a decision before the tool learns from it
_MANY: Final = 20_000  # ideas above which the tool learns beside, while the panels go on answering


def nothing_to_undo(desk: ReviewDesk) -> str:
    """Say that this person has nothing to undo, and where what others decided is undone."""
    if desk.review.next_undo() is None:
        return "Il n’y a rien à annuler."
    return "Vous n’avez rien à annuler. Ce qu’une autre personne a décidé s’annule depuis l’historique."


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
        self._waiting: asyncio.TimerHandle | None = None
        self._running: asyncio.Task[None] | None = None
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

    def stop(self) -> None:
        """Let the tool learn no more: the dossier is being closed."""
        self.desk.later = lambda _work: None
        for waiting in (self._waiting, self._running):
            if waiting is not None:
                waiting.cancel()

    def _later(self, work: Callable[[], object]) -> None:
        """Let the tool learn once the screen is up to date; at once where there is no screen."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._learn(work)
            return
        if len(self.desk.review.ideas) > _MANY:
            self._running = loop.create_task(self._beside())  # a task nobody holds may be collected before it ends
            return
        if self._waiting is not None:
            self._waiting.cancel()  # what it would have learnt is learnt with what was decided since
        self._waiting = loop.call_later(_AFTER_THE_SCREEN, self._learn, work)

    def _learn(self, work: Callable[[], object]) -> None:
        """Let the tool learn; what was said of the gesture before it stays on screen."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - as above
            self.live.fail(error, self._reports)

    async def _beside(self) -> None:
        try:
            thoughts = await asyncio.to_thread(self.desk.think)
        except Exception as error:  # noqa: BLE001 - as above
            self.live.fail(error, self._reports)
            return
        self._learn(lambda: self.desk.take(thoughts))
