"""Reading a codebook written by the user, in YAML."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from participation_lib.errors import InputError

__all__ = ["codebook_fingerprint", "read_codebook_file"]

_LARGEST: Final = 1_000_000  # bytes


def read_codebook_file(path: Path) -> Mapping[str, Any]:
    """Give the content of a codebook file, not checked further than its form.

    Raises
    ------
    InputError
        The file is missing, too large, not text, or not YAML; the line is named.
    """
    name = path.name
    if not path.is_file():
        raise InputError(f"Le livre de codes « {name} » est introuvable ; indiquez aucun, commune ou un fichier YAML.")
    if path.stat().st_size > _LARGEST:
        raise InputError(f"Le livre de codes « {name} » dépasse un mégaoctet : ce n'est pas un livre de codes.")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"Le livre de codes « {name} » n'est pas un fichier texte en UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"Le livre de codes « {name} » contient du YAML que nous ne savons pas lire.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" à la ligne {mark.line + 1}" if mark is not None else ""
        raise InputError(f"Le livre de codes « {name} » n'est pas du YAML correct{where}.") from error
    if not isinstance(content, Mapping):
        raise InputError(f"Le livre de codes « {name} » doit contenir une liste « themes ».")
    return content


def codebook_fingerprint(path: Path) -> str:
    """Give the SHA-256 of a codebook file, 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
