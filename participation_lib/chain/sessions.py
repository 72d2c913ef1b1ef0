"""Preparing a session in its démarche: each change saved when it is made, undone in one gesture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from participation_lib.corpus.opening import open_tables
from participation_lib.corpus.yaml_file import read_yaml
from participation_lib.dossier.session_files import (
    erase_people,
    list_sessions,
    named_papers_folder,
    new_session_folder,
    read_evaluation,
    read_people,
    read_session,
    write_evaluation,
    write_people,
    write_session,
)
from participation_lib.errors import InputError
from participation_lib.facilitation.days import tell_day
from participation_lib.facilitation.evaluation import Evaluation, Results, count_answers
from participation_lib.facilitation.evaluation_note import build_capitalisation, build_evaluation
from participation_lib.facilitation.guests import GuestList
from participation_lib.facilitation.methods import Method, default_methods, method_named
from participation_lib.facilitation.papers import PAPERS, build_attendance_sheet, build_photo_consent, build_table_plan
from participation_lib.facilitation.run_sheet_note import build_programme, build_run_sheet, tell_time
from participation_lib.facilitation.session import Session
from participation_lib.facilitation.session_form import (
    evaluation_form,
    evaluation_from,
    guests_form,
    guests_from,
    session_form,
    session_from,
)
from participation_lib.facilitation.session_methods import with_method
from participation_lib.facilitation.session_reading import parse_session
from participation_lib.notes.calendar import CalendarEvent, render_calendar
from participation_lib.notes.exporters import export_note, write_bytes
from participation_lib.notes.model import Note
from participation_lib.themes.naming import fold

__all__ = ["PAPER_NAMES", "SessionDesk", "capitalise", "read_session_file", "sessions_of", "start_session"]

_KEPT: Final = 100  # states that can be gone back to

# What can be printed, in the order of a preparation.
PAPER_NAMES: Final[Mapping[str, str]] = {
    "deroule": "Déroulé pour l’animation (A4)",
    "programme": "Programme à afficher (A3)",
    "agenda": "Fichier d’agenda (.ics)",
    "cartes_idees": "Cartes-idées",
    "gommettes": "Planche de gommettes",
    "autorisation_photo": "Autorisation de prise de vue",
    "questionnaire": "Questionnaire de fin",
    "emargement": "Feuille d’émargement",
    "plan_de_tables": "Plan de tables",
}
_NOT_READY: Final[Mapping[str, str]] = {
    "agenda": "Donnez une date à la séance : un fichier d’agenda en a besoin.",
    "plan_de_tables": "Le plan de tables n’est pas encore fait : placez d’abord les personnes.",
}
_NAMING: Final = frozenset({"emargement", "plan_de_tables"})


def sessions_of(dossier_folder: Path) -> tuple[tuple[str, Path], ...]:
    """Give the title and folder of each session of a démarche, those that cannot be read left out."""
    found = []
    for folder in list_sessions(dossier_folder):
        try:
            found.append((SessionDesk(folder).session.title or folder.name, folder))
        except Exception:  # noqa: BLE001 - a damaged file must not hide the others
            continue
    return tuple(found)


def read_session_file(path: Path) -> Session:
    """Give the session that a YAML file describes.

    Raises
    ------
    InputError
        The file cannot be read, or something in it is not accepted: what, at which line.
    """
    return parse_session(read_yaml(path, "Le fichier de séance", "une liste « etapes »"))


def capitalise(dossier_folders: Iterable[Path]) -> Note:
    """Give what was learnt from all the sessions of some démarches, as one document.

    Raises
    ------
    InputError
        There is no session in any of them.
    """
    sheets = []
    for dossier_folder in dossier_folders:
        for title, folder in sessions_of(dossier_folder):
            desk = SessionDesk(folder)
            day = tell_day(desk.session.day) if desk.session.day else ""
            sheets.append((title, day, desk.evaluation.answers))
    if not sheets:
        raise InputError("Aucune séance dans ces dossiers : préparez-en une pour garder ce que vous en avez appris.")
    return build_capitalisation(sheets)


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
    known_methods
        Those that can be added; those shipped when None.

    Raises
    ------
    InputError
        There is no session there, or its file is damaged.
    """

    def __init__(self, folder: Path, known_methods: Sequence[Method] | None = None) -> None:
        self.folder = folder
        self._methods = default_methods() if known_methods is None else tuple(known_methods)
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

    def methods(self) -> tuple[tuple[str, str], ...]:
        """Give the identifier and name of each method that can be added, in the order of their names."""
        told = [(method.method_id, method.name) for method in self._methods]
        return tuple(sorted(told, key=lambda pair: fold(pair[1])))

    def add_method(self, method_id: str) -> Session:
        """Add a method as a step, before the report and the closing.

        Raises
        ------
        InputError
            There is no such method, or somebody else changed the session.
        """
        method = method_named(method_id, self._methods)
        return self.change(lambda session: with_method(session, method))

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

    # Afterwards

    @property
    def evaluation(self) -> Evaluation:
        """What is known of the session afterwards."""
        form = read_evaluation(self.folder)
        return evaluation_from(form) if form is not None else Evaluation()

    def evaluate(self, name: str, text: str) -> Evaluation:
        """Write what is known of an indicator, or a line of the capitalisation.

        Raises
        ------
        InputError
            There is no such line, or the text is too long.
        """
        return self._keep_evaluation(self.evaluation.with_answer(name, text))

    def count_questionnaires(self, file: Path) -> Results:
        """Count the end questionnaires of a CSV or Excel file; only numbers are kept of it.

        Raises
        ------
        InputError
            The file cannot be read, or no column is one of the questionnaire.
        """
        tables, _ = open_tables(file)
        results = count_answers(tables[0].columns)
        self._keep_evaluation(replace(self.evaluation, results=results))
        return results

    def give_census(self, question_id: str, numbers: Mapping[str, int]) -> Evaluation:
        """Give how many inhabitants there are of each option of a question (« age », « genre », « quartier »)."""
        evaluation = self.evaluation
        return self._keep_evaluation(replace(evaluation, census={**evaluation.census, question_id: dict(numbers)}))

    def _keep_evaluation(self, evaluation: Evaluation) -> Evaluation:
        write_evaluation(self.folder, evaluation_form(evaluation))
        return evaluation

    def write_evaluation(self, formats: Iterable[str] = ("pdf",), folder: Path | None = None) -> tuple[Path, ...]:
        """Write the evaluation as a document, and give its files.

        Raises
        ------
        InputError
            A format is unknown.
        OutputError
            They cannot be written.
        """
        note = build_evaluation(self.session, self.evaluation)
        return export_note(note, folder or self.folder / "exports", formats, "evaluation")

    # What is printed

    def papers(self) -> tuple[tuple[str, str], ...]:
        """Give what can be printed now, each with its label.

        The plan of the tables needs people seated, the calendar a day.
        """
        ready = {"agenda": self.session.day is not None, "plan_de_tables": self.guests.plan is not None}
        return tuple((name, label) for name, label in PAPER_NAMES.items() if ready.get(name, True))

    def write_papers(
        self, names: Iterable[str], formats: Iterable[str] = ("pdf",), *, contact: str = "", folder: Path | None = None
    ) -> tuple[Path, ...]:
        """Write papers, and give their files.

        Those that hold names are written in a folder of the session that is erased with them, the
        others in `exports` beside it, or in the folder asked for.

        Parameters
        ----------
        names
            Among those of `papers`.
        formats
            As `export_note`; a calendar has its own.
        contact
            Whom people write to about their data.

        Raises
        ------
        InputError
            A name or a format is unknown, or the paper is not ready.
        OutputError
            They cannot be written.
        """
        ready = dict(self.papers())
        written: list[Path] = []
        for name in dict.fromkeys(names):
            if name not in ready:
                raise InputError(
                    _NOT_READY.get(name, f"« {name} » ne s’imprime pas ; choisissez parmi : {', '.join(ready)}.")
                )
            named = name == "plan_de_tables" or (name in _NAMING and bool(self.guests.people))
            place = named_papers_folder(self.folder) if named else folder or self.folder / "exports"
            if name == "agenda":
                written.append(write_bytes(place / "agenda.ics", self.calendar()))
            else:
                written += export_note(self._paper(name, contact), place, formats, name)
        return tuple(written)

    def _paper(self, name: str, contact: str) -> Note:
        session = self.session
        match name:
            case "deroule":
                return build_run_sheet(session)
            case "programme":
                return build_programme(session)
            case "plan_de_tables":
                return build_table_plan(session, self.guests)
            case "emargement":
                return build_attendance_sheet(session, self.guests, contact=contact)
            case "autorisation_photo":
                return build_photo_consent(session, contact=contact)
        return PAPERS[name](session)

    def calendar(self) -> bytes:
        """Give the session as a calendar file, its steps told in its description.

        Raises
        ------
        InputError
            The session has no day yet.
        """
        session = self.session
        if session.day is None:
            raise InputError(_NOT_READY["agenda"])
        steps = [f"{tell_time(moment.starts)} {moment.step.title}" for moment in session.moments()]
        title = session.title or "Séance"
        event = CalendarEvent(
            title, session.day, session.starts, session.n_minutes or 120, session.place, "\n".join(steps)
        )
        return render_calendar([event], name=title)
