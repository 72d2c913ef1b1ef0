"""What the user may choose, and what is refused before any work begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from participation_lib.corpus.codebook_file import codebook_fingerprint, read_codebook_file
from participation_lib.corpus.formats.model import Choice
from participation_lib.corpus.meetings import MeetingRule
from participation_lib.errors import InputError
from participation_lib.notes.exporters import FORMATS
from participation_lib.notes.output_folder import check_output_folder
from participation_lib.schema import Version
from participation_lib.themes.codebook import Codebook, default_codebook, parse_codebook
from participation_lib.themes.encoding import Encoder, SentenceEncoder

__all__ = ["DEFAULT_FORMATS", "STEPS", "Options", "Progress", "choose_codebook", "prepare_output", "silent"]

DEFAULT_FORMATS: Final = ("html", "pdf", "docx")
STEPS: Final = (
    "Lecture des fichiers",
    "Protection des données personnelles",
    "Découpage en idées",
    "Regroupement en thèmes",
    "Rédaction du brouillon",
    "Écriture des documents",
)

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class Options:
    """What the user may choose; every default is the safe one.

    Attributes
    ----------
    text_column, group_column
        Of every file; None to have them recognised.
    text_columns
        Further columns of text of every file: with `text_column`, each is a question.
    question_column, refused_columns
        Of every file: see `participation_lib.corpus.formats.model.Choice`.
    choices
        What is corrected in one file, by its name (`Preview.source_name`), instead of the above.
    """

    text_column: str | None = None
    group_column: str | None = None
    question: str | None = None
    n_themes: int | None = None
    codebook: Codebook | None = None
    version: Version = Version.PUBLISHABLE
    formats: tuple[str, ...] = DEFAULT_FORMATS
    seed: int = 0
    meetings: MeetingRule = MeetingRule.AUTO
    encoder: Encoder = field(default_factory=SentenceEncoder)
    text_columns: tuple[str, ...] = ()
    question_column: str | None = None
    refused_columns: tuple[str, ...] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)

    def choice_of(self, source_name: str) -> Choice:
        """Give what was chosen for a file, or for a sheet of it."""
        if source_name in self.choices:
            return self.choices[source_name]
        first = (self.text_column,) if self.text_column is not None else ()
        return Choice((*first, *self.text_columns), self.group_column, self.question_column, self.refused_columns)


def silent(step: int, message: str) -> None:
    """Say nothing of the progress."""


def choose_codebook(choice: str) -> Codebook | None:
    """Give the codebook named: none for « aucun », the one shipped for « commune », else a file.

    Raises
    ------
    InputError
        The file is missing or is not a codebook.
    """
    if choice == "aucun":
        return None
    if choice == "commune":
        return default_codebook()
    path = Path(choice)
    codebook = parse_codebook(read_codebook_file(path), path.name)
    return replace(codebook, fingerprint=codebook_fingerprint(path))


def prepare_output(folder: Path, formats: Sequence[str]) -> None:
    """Refuse at once what would fail at the end: a folder that is not ours, a format we do not write."""
    accepted = ", ".join(FORMATS)
    if not formats:
        raise InputError(f"Aucun format n'est demandé : les formats acceptés sont {accepted}.")
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise InputError(f"Le format « {unknown[0]} » n'est pas connu : les formats acceptés sont {accepted}.")
    check_output_folder(folder)
