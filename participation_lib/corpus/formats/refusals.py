"""Files that are often given and cannot be read, each with what to do instead."""

from __future__ import annotations

from typing import Final

from participation_lib.corpus.formats.wording import quoted
from participation_lib.errors import InputError

__all__ = ["refuse_kind"]

_INSTEAD: Final = {
    ".xls": "est un classeur de l’ancien Excel : ouvrez-le et enregistrez-le en .xlsx",
    ".xlsb": "est un classeur Excel binaire : ouvrez-le et enregistrez-le en .xlsx",
    ".ods": "est un classeur LibreOffice : ouvrez-le et enregistrez-le en .xlsx ou .csv",
    ".numbers": "est un classeur Numbers : exportez-le en .xlsx ou .csv",
    ".doc": "est un document de l’ancien Word : ouvrez-le et enregistrez-le en .docx",
    ".rtf": "est un document RTF : ouvrez-le et enregistrez-le en .docx",
    ".pages": "est un document Pages : exportez-le en .docx",
    ".pdf": "est un PDF, dont le texte ne se relit pas sûrement : retrouvez le document d’origine (.docx, .odt, .xlsx)",
    ".pptx": "est un diaporama : copiez-en le texte dans un document .docx ou .txt",
    ".zip": "est une archive : décompressez-la et donnez les fichiers qu’elle contient",
    ".7z": "est une archive : décompressez-la et donnez les fichiers qu’elle contient",
    ".part": "est un téléchargement inachevé : attendez sa fin",
    ".crdownload": "est un téléchargement inachevé : attendez sa fin",
}
_PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".heic", ".gif", ".tif", ".tiff", ".webp"})


def refuse_kind(file_name: str, ending: str) -> None:
    """Stop at a file of a known kind that is not read, or that an office program holds open.

    Raises
    ------
    InputError
        With what to do.
    """
    if file_name.startswith(("~$", ".~lock.")):
        raise InputError(
            f"{quoted(file_name)} est une marque laissée par un programme de bureau : fermez le document, puis "
            "donnez le fichier lui-même."
        )
    if ending in _PICTURES:
        raise InputError(f"Le fichier {quoted(file_name)} est une image : recopiez ce qui y est écrit.")
    if ending in _INSTEAD:
        raise InputError(f"Le fichier {quoted(file_name)} {_INSTEAD[ending]}.")
