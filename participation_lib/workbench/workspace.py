"""The working folder: notebooks, data, exports; ours is brought in, hers is never touched."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import participation_lib
from participation_lib.errors import OutputError, SetupError

__all__ = [
    "FIRST_NOTEBOOK",
    "SETTINGS_FOLDER",
    "Workspace",
    "default_folder",
    "prepare_workspace",
    "sign_notebooks",
]

FIRST_NOTEBOOK: Final = "notebooks/00_visite_guidee.ipynb"
SETTINGS_FOLDER: Final = ".jupyter"
_SHIPPED: Final = ("notebooks", "data/exemples")
_FOLDERS: Final = ("notebooks", "data", "exports")
_LIST_FILE: Final = "fichiers-fournis.json"
_DEFAULT_NAME: Final = "atelier"


@dataclass(frozen=True)
class Workspace:
    """A folder ready to be worked in.

    Attributes
    ----------
    kept
        Files of ours that she has changed, left as they are although a newer one exists;
        paths from the folder, with `/`.
    """

    folder: Path
    kept: tuple[str, ...] = ()


def _package_folder() -> Path:
    return Path(participation_lib.__file__).resolve().parent


def _origin() -> Path:
    """Give the folder that holds our notebooks and examples: in the wheel, or the project itself."""
    package = _package_folder()
    for candidate in (package / "_workspace", package.parent):
        if (candidate / FIRST_NOTEBOOK).is_file():
            return candidate
    raise SetupError(
        "Les carnets de l’atelier sont introuvables : l’installation est incomplète ; réinstallez participation_lib."
    )


def default_folder() -> Path:
    """Give the folder used when none is asked for.

    The project's own folder when the program runs from it; otherwise the current folder if
    it is already a working folder, else « atelier » inside it.
    """
    origin = _origin()
    if origin == _package_folder().parent:
        return origin
    current = Path.cwd()
    return current if (current / FIRST_NOTEBOOK).is_file() else current / _DEFAULT_NAME


def prepare_workspace(folder: Path | None = None) -> Workspace:
    """Create the working folder or bring it up to date, and give it.

    Our notebooks and examples are copied where they are missing, and refreshed where she has
    not changed them. A file of hers, or one of ours that she has changed, is never written.

    Raises
    ------
    OutputError
        The place is a file, or cannot be written to.
    SetupError
        Our own notebooks are missing.
    """
    origin = _origin()
    folder = folder.expanduser().absolute() if folder is not None else default_folder()
    if folder.exists() and not folder.is_dir():
        raise OutputError(
            f"« {folder.name} » est un fichier : indiquez le nom d’un dossier de travail.", setting="workspace"
        )
    try:
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / SETTINGS_FOLDER).mkdir(exist_ok=True)
        if folder.resolve() == origin:
            return Workspace(folder)
        return Workspace(folder, _bring_up_to_date(origin, folder))
    except OSError as error:
        raise OutputError(
            f"Le dossier de travail « {folder.name} » ne peut pas être créé ou complété : vérifiez vos "
            "droits et la place disponible, ou choisissez-en un autre.",
            setting="workspace",
        ) from error


def _bring_up_to_date(origin: Path, folder: Path) -> tuple[str, ...]:
    listed = folder / SETTINGS_FOLDER / _LIST_FILE
    given = _read_list(listed)
    kept = []
    for source in _shipped_files(origin):
        name = source.relative_to(origin).as_posix()
        target = folder / name
        ours = _digest(source)
        if not target.exists():
            # One that she deleted stays deleted, unless we never gave it in this form.
            if given.get(name) == ours and name != FIRST_NOTEBOOK:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, target)
        elif (hers := _digest(target)) != ours:
            if hers != given.get(name):
                kept.append(name)
                continue
            _copy(source, target)
        given[name] = ours
    _write_aside(listed, json.dumps(given, ensure_ascii=False, indent=1, sort_keys=True))
    return tuple(kept)


def _shipped_files(origin: Path) -> Iterator[Path]:
    for place in _SHIPPED:
        for file in sorted((origin / place).rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(origin).parts)
            if file.is_file() and not hidden:
                yield file


def _read_list(file: Path) -> dict[str, str]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in content.items()} if isinstance(content, dict) else {}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _copy(source: Path, target: Path) -> None:
    aside = target.with_name(f".{target.name}.en-cours")
    shutil.copyfile(source, aside)  # not its rights: a read-only installation must give a writable copy
    aside.replace(target)


def _write_aside(file: Path, text: str) -> None:
    aside = file.with_name(f".{file.name}.en-cours")
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)


def sign_notebooks(folder: Path, data_folder: Path) -> int:
    """Mark our notebooks of a working folder as trusted; give how many.

    JupyterLab asks before it runs a notebook it does not know. Only those that are to the
    letter the ones we ship are signed: one that came from elsewhere still raises the question.

    Parameters
    ----------
    data_folder
        Jupyter's data folder, where signatures and their secret are kept.
    """
    import nbformat
    from nbformat.sign import NotebookNotary

    origin = _origin()
    data_folder.mkdir(parents=True, exist_ok=True)
    notary = NotebookNotary(data_dir=str(data_folder))  # type: ignore[no-untyped-call]
    signed = 0
    for source in _shipped_files(origin):
        target = folder / source.relative_to(origin)
        if source.suffix == ".ipynb" and target.is_file() and _digest(target) == _digest(source):
            notary.sign(nbformat.read(target, as_version=4))  # type: ignore[no-untyped-call]
            signed += 1
    notary.store.close()
    return signed
