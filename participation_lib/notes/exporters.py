"""One note, every format: rendered first, then written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from participation_lib.errors import InputError, OutputError
from participation_lib.notes.html import render_html
from participation_lib.notes.model import Note
from participation_lib.notes.odt import render_odt
from participation_lib.notes.pdf import render_pdf
from participation_lib.notes.word import render_docx

__all__ = ["FORMATS", "export_note"]

FORMATS: Final = ("html", "pdf", "docx", "odt")


def export_note(
    note: Note,
    folder: Path,
    formats: Iterable[str] = ("html", "pdf", "docx"),
    stem: str = "synthese",
    *,
    word_reference: Path | None = None,
) -> tuple[Path, ...]:
    """Write a note in the formats asked for; give the paths, in that order.

    Every format is rendered before the first file is touched, and each file is written beside
    the former one, then takes its place: a failed export leaves what was there. The same note
    gives the same bytes in any folder, at any hour. Nothing is read from the network.

    Parameters
    ----------
    note : Note
    folder : Path
        Created if need be.
    formats : iterable of {"html", "pdf", "docx", "odt"}
    stem : str
        Name of the files, without extension.
    word_reference : Path, optional
        A city's own .docx, for the looks of the Word document only.

    Raises
    ------
    ValueError
        The note is not well built (see `check_structure`).
    InputError
        A format is unknown, or the Word reference unreadable.
    OutputError
        The folder cannot be written to.
    SetupError
        Pandoc is missing, or a format could not be made.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [file.name for file in export_note(Note("Synthèse"), Path(folder), ["html"])]
    ['synthese.html']
    """
    renderers: dict[str, Callable[[], bytes]] = {
        "html": lambda: render_html(note),
        "pdf": lambda: render_pdf(note),
        "docx": lambda: render_docx(note, reference=word_reference),
        "odt": lambda: render_odt(note),
    }
    wanted = tuple(dict.fromkeys(formats))
    if unknown := [name for name in wanted if name not in renderers]:
        raise InputError(f"Format inconnu : « {unknown[0]} ». Formats possibles : {', '.join(FORMATS)}.")
    contents = {Path(folder) / f"{stem}.{name}": renderers[name]() for name in wanted}
    _write_whole(contents)
    return tuple(contents)


def _write_whole(contents: dict[Path, bytes]) -> None:
    folder = next(iter(contents)).parent if contents else Path()
    asides = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in contents}
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            written.append(asides[path])
            with asides[path].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, aside in asides.items():
            aside.replace(path)
    except OSError as error:
        raise OutputError(
            f"Les documents n’ont pas pu être écrits dans « {folder.name} » ({error.strerror}) : "
            "vérifiez la place libre, les droits, et qu’aucun n’est ouvert dans un autre programme."
        ) from error
    finally:
        for aside in written:
            aside.unlink(missing_ok=True)
