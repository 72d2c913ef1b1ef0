"""One note, every format: rendered first, then written whole or not at all."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from participation_lib.errors import InputError, OutputError
from participation_lib.notes.figure_tables import figures_csv, figures_workbook
from participation_lib.notes.html import render_html
from participation_lib.notes.model import Note
from participation_lib.notes.notebook import render_notebook
from participation_lib.notes.odt import render_odt
from participation_lib.notes.output_folder import is_running
from participation_lib.notes.pdf import render_pdf
from participation_lib.notes.structure import figures
from participation_lib.notes.word import render_docx

__all__ = ["FORMATS", "WHOLE_FORMATS", "export_note", "write_bytes"]

# What a format is called, and what its file name ends with.
_ENDINGS: Final = {
    "html": ".html",
    "pdf": ".pdf",
    "docx": ".docx",
    "odt": ".odt",
    "ipynb": ".ipynb",
    "html-gros": "-gros-caracteres.html",
    "pdf-gros": "-gros-caracteres.pdf",
    "xlsx": "-figures.xlsx",
    "csv": "-figure-{n}.csv",
}
FORMATS: Final = tuple(_ENDINGS)
WHOLE_FORMATS: Final = ("html", "html-gros", "ipynb")  # not laid out in pages: a long annex does not slow them


def export_note(
    note: Note,
    folder: Path,
    formats: Iterable[str] = ("html", "pdf", "docx"),
    stem: str = "synthese",
    *,
    word_reference: Path | None = None,
) -> tuple[Path, ...]:
    """Write a note in the formats asked for; give the paths, in that order.

    « html-gros » and « pdf-gros » are large-print copies. « xlsx » and « csv » hold the numbers
    behind the figures: one workbook, or one file a figure; a note without figures makes none.
    « ipynb » is a notebook that keeps the note, and from which JupyterLab exports it again.

    Every format is rendered before the first file is touched, and each file is written beside
    the former one, then takes its place: an export that fails or is cut short leaves every file
    whole, the former or the new one. The same note
    gives the same bytes in any folder, at any hour. Nothing is read from the network.

    Parameters
    ----------
    note : Note
    folder : Path
        Created if need be.
    formats : iterable of {"html", "pdf", "docx", "odt", "ipynb", "html-gros", "pdf-gros", "xlsx", "csv"}
    stem : str
        How the names of the files begin.
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
    renderers: dict[str, Callable[[], tuple[bytes, ...]]] = {
        "html": lambda: (render_html(note),),
        "pdf": lambda: (render_pdf(note),),
        "docx": lambda: (render_docx(note, reference=word_reference),),
        "odt": lambda: (render_odt(note),),
        "ipynb": lambda: (render_notebook(note),),
        "html-gros": lambda: (render_html(note, large_print=True),),
        "pdf-gros": lambda: (render_pdf(note, large_print=True),),
        "xlsx": lambda: (figures_workbook(note),) if _has_data(note) else (),
        "csv": lambda: figures_csv(note),
    }
    wanted = tuple(dict.fromkeys(formats))
    if unknown := [name for name in wanted if name not in renderers]:
        raise InputError(f"Format inconnu : « {unknown[0]} ». Formats possibles : {', '.join(FORMATS)}.")
    contents = {
        Path(folder) / f"{stem}{_ENDINGS[name].format(n=rank)}": content
        for name in wanted
        for rank, content in enumerate(renderers[name](), start=1)
    }
    _write_whole(Path(folder), contents)
    return tuple(contents)


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all, and give its path.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    _write_whole(path.parent, {path: content})
    return path


def _has_data(note: Note) -> bool:
    return any(figure.data is not None for figure in figures(note.blocks))


def _clear_leftovers(path: Path) -> None:
    """Remove what a process killed in the middle of an export left beside a file."""
    for leftover in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        process = leftover.name.removeprefix(f".{path.name}.").removesuffix(".part")
        if process.isdecimal() and not is_running(int(process)):
            leftover.unlink(missing_ok=True)


def _write_whole(folder: Path, contents: dict[Path, bytes]) -> None:
    asides = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in contents}
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in contents:
            _clear_leftovers(path)
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
