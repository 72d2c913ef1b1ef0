"""What is going on and what went wrong, said on screen and to screen readers."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from participation_lib.errors import ParticipationError
from participation_lib.incident import write_report
from participation_lib.notes.typography import typeset

__all__ = ["LiveMessage"]


class LiveMessage(anywidget.AnyWidget):
    """A bar of progress, a sentence about what is going on, and a framed warning.

    Parameters
    ----------
    bar_label
        What the bar measures, for those who do not see it.
    """

    _esm = Path(__file__).parent / "static" / "live.js"
    bar_label = traitlets.Unicode("Avancement").tag(sync=True)
    value = traitlets.Int(0).tag(sync=True)
    maximum = traitlets.Int(0).tag(sync=True)  # 0: no bar
    message = traitlets.Unicode("").tag(sync=True)
    busy = traitlets.Bool(False).tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)

    def progress(self, value: int, maximum: int, message: str) -> None:
        """Show a step that begins: how many are behind it, out of how many."""
        self.problem = ""
        self.value, self.maximum, self.busy = value, maximum, True
        self.message = typeset(message)

    def done(self, message: str) -> None:
        """Show that it ended well."""
        self.maximum, self.busy, self.problem = 0, False, ""
        self.message = typeset(message)

    def fail(self, error: BaseException, reports_folder: Path) -> None:
        """Show in one sentence that it ended badly; a fault of ours also leaves a report without words.

        Parameters
        ----------
        reports_folder
            Where a report may be written.
        """
        self.maximum, self.busy, self.message = 0, False, ""
        self.problem = typeset(_sentence(error, reports_folder))


def _sentence(error: BaseException, reports_folder: Path) -> str:
    if isinstance(error, ParticipationError):
        return str(error)
    if isinstance(error, MemoryError):
        return (
            "La mémoire de ce poste ne suffit pas pour ce fichier : fermez d'autres programmes ou traitez-le "
            "en plusieurs parties."
        )
    report = write_report(error, reports_folder)
    where = f" Un rapport, sans aucune contribution, est dans « {report.parent.name}/{report.name} »." if report else ""
    return f"L'outil a rencontré une erreur de son fait ; rien n'a été écrit à moitié.{where}"
