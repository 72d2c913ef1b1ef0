"""The key that makes the same person known from file to file stays in the folder, and only there."""

from __future__ import annotations

import stat
import sys
import zipfile
from pathlib import Path

import pytest

from participation_lib.dossier import KEY_FILE, archive_dossier, author_key, keep_author_key, restore_dossier
from participation_lib.errors import InputError


def test_a_key_is_drawn_once_and_kept(folder: Path) -> None:
    key = author_key(folder)
    assert len(key) == 32
    assert author_key(folder) == key
    assert keep_author_key(folder, b"z" * 32) == key
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600


def test_an_archive_leaves_the_key_behind(folder: Path, tmp_path: Path) -> None:
    key = author_key(folder)
    archive = archive_dossier(folder, tmp_path / "dossier.zip")
    with zipfile.ZipFile(archive) as content:
        assert not any(KEY_FILE in name for name in content.namelist())
        assert not any(key.hex().encode() in content.read(name) for name in content.namelist())
    with restore_dossier(archive, tmp_path / "ailleurs") as restored:
        assert author_key(restored.folder) != key


@pytest.mark.parametrize("content", ["", "zz", "00ff", "é"])
def test_a_damaged_key_is_said_and_never_replaced(folder: Path, content: str) -> None:
    (folder / KEY_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="clé"):
        author_key(folder)
    assert (folder / KEY_FILE).read_text(encoding="utf-8") == content
