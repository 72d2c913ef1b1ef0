"""Framing a démarche in its dossier: each answer saved when it is given, a note at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from participation_lib.corpus.yaml_file import read_yaml
from participation_lib.dossier import Dossier, OutdatedLog, create_dossier, is_dossier, open_dossier
from participation_lib.errors import InputError, OutputError
from participation_lib.facilitation.contradictions import rules
from participation_lib.facilitation.framing import Framing, read_answer
from participation_lib.facilitation.framing_note import build_framing_note
from participation_lib.facilitation.questions import questions
from participation_lib.facilitation.schedule import steps
from participation_lib.notes.exporters import export_note
from participation_lib.notes.model import Note
from participation_lib.notes.output_folder import PROGRAM, SIGNATURE, fingerprints, output_folder
from participation_lib.notes.tables import write_json
from participation_lib.review.replay import cancelled_by
from participation_lib.schema import TOOL, Action, AnswerFraming, GiveFact, Undo
from participation_lib.synthesis.choices import Choices

__all__ = ["FRAMING_NOTE", "FramingDesk", "open_framing", "read_framing_answers"]

FRAMING_NOTE: Final = "cadrage"  # name of the exported files
_TRIES: Final = 20  # others may answer at the same moment; each answer stands alone


def open_framing(folder: Path, *, title: str = "", read_only: bool = False) -> Dossier:
    """Open the dossier of a démarche to frame it; make it where there is none yet.

    Raises
    ------
    InputError, OutputError
        The folder holds something else, or the dossier cannot be used.
    """
    if read_only or is_dossier(folder):
        return open_dossier(folder, read_only=read_only)
    return create_dossier(folder, title=title)


def read_framing_answers(path: Path) -> dict[str, str]:
    """Give the answers written in a YAML file: the name of a question, then its answer, on each line.

    Raises
    ------
    InputError
        The file cannot be read, or an answer is not accepted: which, at which line, what is.
    """
    source = read_yaml(path, "Le fichier de réponses", "une réponse par ligne, « question: réponse »")
    found: dict[str, str] = {}
    for name, value in source.content.items():
        lines = value if isinstance(value, list) else [value]
        if any(isinstance(line, list | dict) for line in lines):
            raise InputError(f"« {name} » attend une réponse, ou une liste de réponses {source.where(str(name))}.")
        question = questions().get(str(name))
        between = "," if question and question.form == "plusieurs" else "\n"
        text = between.join("" if line is None else str(line) for line in lines)
        try:
            found[str(name)] = _read(str(name), text)
        except InputError as error:
            raise InputError(f"{str(error).rstrip('.')} {source.where(str(name))}.") from None
    return found


def _read(name: str, text: str) -> str:
    return read_answer(name, text, steps=steps(), warnings=rules())


class FramingDesk:
    """Somebody framing the démarche of an open dossier, which they close themselves.

    Each answer is a decision in the log of the dossier, on the disk when the call ends; it may be
    undone, and two colleagues may answer at once. Facts that documents ask for (question, what
    is open, date of the answer) are filled in by the same gesture, unless somebody gave another.

    Parameters
    ----------
    author
        Who answers; the tool when empty.
    today
        The day it is looked at, for what is late; the day of the last answer when None.
    """

    def __init__(self, dossier: Dossier, *, author: str = "", today: date | None = None) -> None:
        self.dossier = dossier
        self.author = author.strip() or TOOL
        self._today = today

    @property
    def framing(self) -> Framing:
        """The framing as it stands, others' answers included."""
        return Framing.of(self.dossier.decisions(), self._today)

    def answer(self, name: str, text: str) -> Framing:
        """Answer a question, fill in a line of the checklist or accept a warning; "" takes it back.

        Raises
        ------
        InputError
            The name is unknown or the text does not answer: what is accepted; nothing is written.
        """
        return self.answer_all({name: text})

    def answer_all(self, answers: Mapping[str, str]) -> Framing:
        """Answer several questions by one gesture, all or none."""
        stored = {name: _read(name, text) for name, text in answers.items()}
        for _ in range(_TRIES):
            log = self.dossier.decisions()
            framing = Framing.of(log, self._today)
            changed = {name: value for name, value in stored.items() if framing.value(name) != value}
            if not changed:
                return framing
            cancelled = cancelled_by(log)
            given = Choices.of(decision for decision in log if decision.decision_id not in cancelled).facts
            actions: list[tuple[Action, str]] = []
            for name, value in changed.items():
                actions.append((AnswerFraming(name, value), ""))
                question = questions().get(name)
                if question is not None and question.fact:
                    before, after = question.tell(framing.value(name)), question.tell(value)
                    if given.get(question.fact, "") in ("", before):
                        actions.append((GiveFact(question.fact, after), ""))
            try:
                self.dossier.append(actions, author=self.author, seen=log[-1].decision_id if log else 0)
            except OutdatedLog:
                continue
            return self.framing
        raise OutputError("Trop de personnes écrivent dans ce dossier en même temps : réessayez dans un instant.")

    def undo(self) -> bool:
        """Undo this person's last answer; tell whether there was one."""
        for _ in range(_TRIES):
            log = self.dossier.decisions()
            cancelled = cancelled_by(log)
            mine = [
                decision
                for decision in log
                if decision.author == self.author
                and isinstance(decision.action, AnswerFraming)
                and decision.decision_id not in cancelled
            ]
            if not mine:
                return False
            first = mine[-1].gesture or mine[-1].decision_id
            together = [
                decision.decision_id
                for decision in log
                if first in (decision.decision_id, decision.gesture) and decision.decision_id not in cancelled
            ]
            try:
                self.dossier.append(
                    [(Undo(number), "") for number in reversed(together)], author=self.author, seen=log[-1].decision_id
                )
            except OutdatedLog:
                continue
            return True
        raise OutputError("Trop de personnes écrivent dans ce dossier en même temps : réessayez dans un instant.")

    def note(self) -> Note:
        """Give the framing as a note, of the day of the last answer."""
        return build_framing_note(Framing.of(self.dossier.decisions()))

    def export(
        self,
        folder: Path | None = None,
        *,
        formats: Sequence[str] = ("docx", "pdf", "html"),
        word_reference: Path | None = None,
    ) -> tuple[Path, ...]:
        """Write the note into a folder, put in place whole; `exports/cadrage` of the dossier when None.

        Raises
        ------
        OutputError
            The folder holds something that is not ours, or a note changed since, or cannot be written.
        """
        target = folder or self.dossier.folder / "exports" / FRAMING_NOTE
        return write_notes({FRAMING_NOTE: self.note()}, target, formats, word_reference=word_reference)


def write_notes(
    notes: Mapping[str, Note], folder: Path, formats: Sequence[str], *, word_reference: Path | None = None
) -> tuple[Path, ...]:
    """Write notes by the stem of their files into a folder, put in place whole."""
    with output_folder(folder) as fresh:
        written = [
            path
            for stem, note in notes.items()
            for path in export_note(note, fresh, formats, stem, word_reference=word_reference)
        ]
        write_json(fresh / SIGNATURE, {"programme": PROGRAM, "fichiers": fingerprints(fresh)})
    return tuple(folder / path.name for path in written)
