"""The key of a dossier: with it, the same person keeps the same token from file to file.

It stays in the folder, beside the database and outside every export and archive: whoever
has tokens without it cannot tell whose they are, even with the platform's own list.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from participation_lib.dossier import problems
from participation_lib.dossier.placing import aside_folder, place_new

__all__ = ["KEY_FILE", "author_key", "keep_author_key", "new_author_key"]

KEY_FILE: Final = "dossier.key"
_BYTES: Final = 32


def new_author_key() -> bytes:
    """Draw a key that nobody can guess."""
    return secrets.token_bytes(_BYTES)


def keep_author_key(folder: Path, key: bytes) -> bytes:
    """Write the key of a dossier that has none, readable by its owner alone; give the one it has.

    Raises
    ------
    OutputError
        Nothing can be written there.
    """
    try:
        with aside_folder(folder) as place:
            aside = place / KEY_FILE
            aside.write_text(f"{key.hex()}\n", encoding="ascii")
            with suppress(OSError):  # a share may not know of owners
                aside.chmod(0o600)
            with suppress(FileExistsError):  # somebody was faster: theirs holds
                place_new(aside, folder / KEY_FILE)
    except OSError as error:
        raise problems.unwritten(folder, error) from error
    return author_key(folder)


def author_key(folder: Path) -> bytes:
    """Give the key of a dossier, drawn if it has none: one restored from an archive, or made before keys.

    Raises
    ------
    InputError
        The key cannot be read, or is none.
    OutputError
        There is none, and nothing can be written there.
    """
    path = folder / KEY_FILE
    if not os.path.lexists(path):
        return keep_author_key(folder, new_author_key())
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise problems.unreadable(path, error) from error
    except ValueError as error:
        raise problems.unusable_key(path) from error
    if len(key) != _BYTES:
        raise problems.unusable_key(path)
    return key
