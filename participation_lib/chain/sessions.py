"""Preparing a session in its démarche: each change saved when it is made, undone in one gesture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from participation_lib.dossier.session_files import (
    erase_people,
    list_sessions,
    new_session_folder,
    read_people,
    read_session,
    write_people,
    write_session,
)
from participation_lib.facilitation.guests import GuestList
from participation_lib.facilitation.session import Session
from participation_lib.facilitation.session_form import guests_form, guests_from, session_form, session_from

__all__ = ["SessionDesk", "sessions_of", "start_session"]

_KEPT: Final = 100  # states that can be gone back to


def sessions_of(dossier_folder: Path) -> tuple[tuple[str, Path], ...]:
    """Give the title and folder of each session of a démarche, those that cannot be read left out."""
    found = []
    for folder in list_sessions(dossier_folder):
        try:
            found.append((SessionDesk(folder).session.title or folder.name, folder))
        except Exception:  # noqa: BLE001 - a damaged file must not hide the others
            continue
    return tuple(found)


def start_session(dossier_folder: Path, title: str, day: date | None = None) -> SessionDesk:
    """Make a session of a démarche and give it open.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    folder = new_session_folder(dossier_folder, title, day)
    state = session_form(Session(title.strip(), day))
    write_session(folder, {"states": [state], "position": 0}, replaces=0)
    return SessionDesk(folder)


class SessionDesk:
    """Somebody preparing a session.

    Parameters
    ----------
    folder
        That of the session.

    Raises
    ------
    InputError
        There is no session there, or its file is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._load()

    def _load(self) -> None:
        content = read_session(self.folder)
        self._revision: int = content["revision"]
        self._states: list[dict[str, Any]] = content["states"]
        self._position: int = content["position"]
        self.session = session_from(self._states[self._position])

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to go back from."""
        return self._position > 0

    @property
    def can_redo(self) -> bool:
        """Whether a change was gone back from."""
        return self._position + 1 < len(self._states)

    def change(self, change: Callable[[Session], Session]) -> Session:
        """Make a change, on the disk when the call ends; what had been undone is forgotten.

        Raises
        ------
        InputError
            The change is not accepted, or somebody else changed the session: nothing is written.
        OutputError
            It cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     desk = start_session(Path(folder), "Nature en ville")
        ...     _ = desk.change(lambda session: session.with_step("Accueil", 15))
        ...     SessionDesk(desk.folder).session.n_minutes
        15
        """
        changed = change(self.session)
        if changed == self.session:
            return changed
        states = [*self._states[: self._position + 1], session_form(changed)][-_KEPT:]
        return self._save(states, len(states) - 1)

    def undo(self) -> Session:
        """Go back from the last change, if there is one."""
        return self._save(self._states, self._position - 1) if self.can_undo else self.session

    def redo(self) -> Session:
        """Make again the last change that was gone back from, if there is one."""
        return self._save(self._states, self._position + 1) if self.can_redo else self.session

    def reload(self) -> Session:
        """Read the session again, with what others changed."""
        self._load()
        return self.session

    def _save(self, states: list[dict[str, Any]], position: int) -> Session:
        content = {"states": states, "position": position}
        self._revision = write_session(self.folder, content, replaces=self._revision)
        self._states, self._position = states, position
        self.session = session_from(states[position])
        return self.session

    # Who comes

    @property
    def guests(self) -> GuestList:
        """Who comes; nobody where they are unknown or were erased."""
        form = read_people(self.folder)
        return guests_from(form) if form is not None else GuestList()

    def keep_guests(self, guests: GuestList) -> None:
        """Keep who comes, and where they sit.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        write_people(self.folder, guests_form(guests))

    def erase_guests(self) -> bool:
        """Erase who came; give whether anybody was known."""
        return erase_people(self.folder)
