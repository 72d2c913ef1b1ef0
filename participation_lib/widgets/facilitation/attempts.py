"""What is asked from a panel that has no review behind it: done, or refused in one sentence on screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from participation_lib.widgets.live import LiveMessage

__all__ = ["attempt"]


def attempt(live: LiveMessage, reports_folder: Path, work: Callable[[], object], said: str = "") -> bool:
    """Do something and say that it is done; tell whether it was. No error reaches the page as such.

    Parameters
    ----------
    reports_folder
        Where the report of a fault of ours goes.
    """
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the page shows a sentence, never a traceback
        live.fail(error, reports_folder)
        return False
    live.problem = ""
    if said:
        live.done(said)
    return True
