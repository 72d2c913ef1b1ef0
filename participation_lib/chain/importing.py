"""Files chosen one after the other, shown before anything is kept, corrected, then made a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from participation_lib.chain.dossiers import Added, add_files, open_from_files
from participation_lib.chain.framing import write_notes
from participation_lib.chain.import_report import build_import_report
from participation_lib.chain.options import Options, Progress, silent
from participation_lib.chain.previewing import preview_files
from participation_lib.corpus.formats.model import Choice, Role
from participation_lib.corpus.preview import Preview
from participation_lib.dossier import open_dossier
from participation_lib.errors import InputError
from participation_lib.schema import TOOL
from participation_lib.themes.encoding import Encoder

__all__ = ["ChosenFile", "ImportDesk", "Made", "Preview", "Use", "choice_with", "use_of"]

REPORT = "rapport_import"


class Use(StrEnum):
    """What a person may make of a column."""

    RECOGNISED = "reconnue"
    TEXT = "texte"
    GROUP = "groupe"
    QUESTION = "question"
    REFUSED = "refusée"


@dataclass(frozen=True)
class ChosenFile:
    """A file and what would be read of it, a table after the other."""

    path: Path
    tables: tuple[Preview, ...]


@dataclass(frozen=True)
class Made:
    """What a new dossier holds. `n_masked` counts different personal data, not mentions."""

    n_contributions: int
    n_ideas: int
    n_themes: int
    n_masked: int


def use_of(choice: Choice, column: str) -> Use:
    """Give what was made of a column, `RECOGNISED` where nothing was said of it.

    Examples
    --------
    >>> use_of(Choice(group_column="ville"), "ville")
    <Use.GROUP: 'groupe'>
    """
    if column in choice.refused:
        return Use.REFUSED
    if column in choice.text_columns:
        return Use.TEXT
    if column == choice.group_column:
        return Use.GROUP
    return Use.QUESTION if column == choice.question_column else Use.RECOGNISED


def choice_with(seen: Preview, column: str, use: Use) -> Choice:
    """Give the choice in which a column of a table is put to some use; the others keep theirs.

    A column of text that is put to another use leaves the texts. A new group or question
    takes the place of the former one.

    Raises
    ------
    InputError
        No column of text would be left; its `setting` is "text_column".
    """
    former = seen.choice
    # What was recognised is a list to add to, or to take from.
    texts = former.text_columns or tuple(item.name for item in seen.columns if item.role is Role.TEXT)
    chosen = Choice(
        tuple(name for name in former.text_columns if name != column),
        None if former.group_column == column else former.group_column,
        None if former.question_column == column else former.question_column,
        tuple(name for name in former.refused if name != column),
    )
    if use is Use.RECOGNISED:
        return chosen
    if use is Use.TEXT:
        wanted = {*texts, column}
        return replace(chosen, text_columns=tuple(item.name for item in seen.columns if item.name in wanted))
    if column in texts:
        left = tuple(name for name in texts if name != column)
        if not left:
            raise InputError(
                "C’est la seule colonne de texte : choisissez d’abord une autre colonne comme texte.",
                setting="text_column",
            )
        chosen = replace(chosen, text_columns=left)
    if use is Use.GROUP:
        return replace(chosen, group_column=column)
    if use is Use.QUESTION:
        return replace(chosen, question_column=column)
    return replace(chosen, refused=(*chosen.refused, column))


class ImportDesk:
    """Files being chosen. Nothing is kept of them until `create` or `add`.

    Parameters
    ----------
    encoder
        Meaning of sentences; the one of the house when None.
    """

    def __init__(self, *, encoder: Encoder | None = None) -> None:
        self._options = Options(encoder=encoder) if encoder else Options()
        self._files: dict[Path, ChosenFile] = {}
        self._choices: dict[str, Choice] = {}

    @property
    def files(self) -> tuple[ChosenFile, ...]:
        """The files in the order they were chosen."""
        return tuple(self._files.values())

    @property
    def tables(self) -> tuple[Preview, ...]:
        """The tables of all files, in order."""
        return tuple(table for file in self._files.values() for table in file.tables)

    @property
    def options(self) -> Options:
        """The options with what was corrected in each file."""
        return replace(self._options, choices={**self._options.choices, **self._choices})

    def choose(self, path: Path) -> ChosenFile:
        """Read a file, once more if it was chosen already, and give what would be read of it.

        Raises
        ------
        InputError
            It cannot be read, or another file of the same name is chosen.
        """
        if any(file != path and file.name == path.name for file in self._files):
            raise InputError(f"Un autre fichier nommé « {path.name} » est déjà choisi : retirez-le, ou renommez-le.")
        read = ChosenFile(path, preview_files([path], self.options))
        self._files[path] = read
        return read

    def leave(self, path: Path) -> None:
        """Do not take a file after all; what was corrected in it is forgotten."""
        gone = self._files.pop(path, None)
        for table in gone.tables if gone else ():
            self._choices.pop(table.source_name, None)

    def correct(self, source_name: str, column: str, use: Use) -> ChosenFile:
        """Put a column of a table to some use, and give what would be read then.

        Raises
        ------
        InputError
            It cannot be put to that use: nothing is changed.
        """
        path, seen = self._table(source_name)
        former = self._choices.get(source_name)
        self._choices[source_name] = choice_with(seen, column, use)
        try:
            return self.choose(path)
        except BaseException:
            if former is None:
                del self._choices[source_name]
            else:
                self._choices[source_name] = former
            raise

    def create(
        self, folder: Path, *, title: str, author: str = TOOL, retention: str = "", progress: Progress = silent
    ) -> Made:
        """Make a dossier of the chosen files and close it (see `open_from_files`)."""
        with open_from_files(
            *(folder, self._paths(), self.options, progress), title=title, author=author, retention=retention
        ) as dossier:
            (batch,) = dossier.batches()
            return Made(
                len(batch.contributions),
                len(batch.ideas),
                len(batch.themes),
                len({one.mark for one in batch.replacements}),
            )

    def add(self, folder: Path, *, author: str = TOOL, progress: Progress = silent) -> Added:
        """Bring the chosen files into a dossier (see `add_files`)."""
        paths = self._paths()
        with open_dossier(folder) as dossier:
            return add_files(dossier, paths, self.options, progress, author=author)

    def report(self, folder: Path, formats: Sequence[str]) -> tuple[Path, ...]:
        """Write what was read, set apart and dropped into a folder, in documents that hold no contribution.

        Raises
        ------
        InputError
            No file is chosen.
        OutputError
            The folder holds something that is not ours, or cannot be written.
        """
        self._paths()
        return write_notes({REPORT: build_import_report(self.tables)}, folder, formats)

    def _paths(self) -> tuple[Path, ...]:
        if not self._files:
            raise InputError("Choisissez d’abord au moins un fichier.")
        return tuple(self._files)

    def _table(self, source_name: str) -> tuple[Path, Preview]:
        for file in self._files.values():
            for table in file.tables:
                if table.source_name == source_name:
                    return file.path, table
        raise InputError("Ce fichier n’est plus choisi.")
