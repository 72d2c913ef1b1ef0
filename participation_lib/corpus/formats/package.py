"""Office files seen as what they are, zip archives: whole, of the kind they say, of a bearable size."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from participation_lib.corpus.formats.wording import quoted
from participation_lib.errors import InputError

__all__ = ["open_package"]

_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
# A text shrinks ten times or so; a thousand times is an attack, not somebody's work.
_LARGEST: Final = 2 * 1024**3
_MOST_PARTS: Final = 20_000
_STEEPEST: Final = 200
_SMALL: Final = 50 * 1024**2
# The part that every file of a kind has, and how the kind and its older form are called.
_KINDS: Final = {
    "xlsx": ("xl/", "classeur", "Excel (.xlsx)", ".xls", ".xlsx ou .csv"),
    "docx": ("word/", "document", "Word (.docx)", ".doc", ".docx"),
    "odt": ("content.xml", "document", "Writer (.odt)", ".doc", ".odt"),
}


def open_package(data: bytes, file_name: str, kind: str) -> zipfile.ZipFile:
    """Give the archive that an office file is, once it is known to be safe to read.

    Parameters
    ----------
    kind
        "xlsx", "docx" or "odt".

    Raises
    ------
    InputError
        It is empty, encrypted, of an older or another kind, cut, damaged, or swells when opened.
    """
    part, noun, spoken, old, newer = _KINDS[kind]
    name = quoted(file_name)
    if not data:
        raise InputError(f"Le fichier {name} est vide (0 octet).")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError(
                f"Le {noun} {name} est protégé par un mot de passe : enregistrez-en une copie sans mot de passe."
            )
        raise InputError(f"Le {noun} {name} est à l’ancien format {old} : enregistrez-le en {newer}.")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
        manifest = package.read("META-INF/manifest.xml") if kind == "odt" and len(members) < _MOST_PARTS else b""
    except KeyError:
        manifest = b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise InputError(
            f"Le {noun} {name} est abîmé ou incomplet : attendez la fin de sa copie, ou rouvrez-le dans son "
            "programme et enregistrez-le à nouveau."
        ) from None
    if any(member.flag_bits & 1 for member in members) or b"encryption-data" in manifest:
        raise InputError(
            f"Le {noun} {name} est protégé par un mot de passe : enregistrez-en une copie sans mot de passe."
        )
    if not any(member.filename.startswith(part) for member in members):
        raise InputError(f"Le fichier {name} n’est pas un {noun} {spoken}.")
    unpacked = sum(member.file_size for member in members)
    steep = unpacked > _SMALL and unpacked > _STEEPEST * len(data)
    if unpacked > _LARGEST or steep or len(members) > _MOST_PARTS:
        raise InputError(
            f"Le {noun} {name} devient démesuré une fois ouvert et n’a pas été lu : vérifiez d’où il vient, ou "
            "exportez-en le texte en .csv."
        )
    return package
