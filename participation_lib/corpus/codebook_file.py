"""Reading a codebook written by the user, in YAML."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from participation_lib.corpus.yaml_file import read_yaml
from participation_lib.errors import InputError

__all__ = ["codebook_fingerprint", "read_codebook_file"]


def read_codebook_file(path: Path) -> Mapping[str, Any]:
    """Give the content of a codebook file, not checked further than its form.

    Raises
    ------
    InputError
        The file is missing, too large, not text, or not YAML; the line is named.
    """
    if not path.is_file():
        raise InputError(
            f"Le livre de codes « {path.name} » est introuvable ; indiquez aucun, commune ou un fichier YAML."
        )
    return read_yaml(path, "Le livre de codes", "une liste « themes »").content


def codebook_fingerprint(path: Path) -> str:
    """Give the SHA-256 of a codebook file, 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
