from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.corpus.codebook_file import read_codebook_file
from participation_lib.errors import InputError

GOOD = "themes:\n  - id: nature\n    libelle: Nature en ville\n    descripteurs: [arbre, haie]\n"


def written(folder: Path, content: str | bytes, name: str = "livre.yaml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_good_file(tmp_path: Path) -> None:
    content = read_codebook_file(written(tmp_path, GOOD))
    assert content["themes"][0]["libelle"] == "Nature en ville"


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    assert read_codebook_file(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()))["themes"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"themes:\n  - libelle: \xe9cole\n", "UTF-8", id="latin-1"),
        pytest.param("themes: [\n  - CANARI", "ligne 2", id="not-yaml"),
        pytest.param("", "themes", id="empty"),
        pytest.param("- CANARI\n", "themes", id="a-list"),
        pytest.param("CANARI", "themes", id="a-word"),
        pytest.param(b"themes: \x00\x01\x02", "YAML", id="control-characters"),
        pytest.param("themes: !!python/object/apply:os.system ['CANARI']", "YAML", id="code"),
        pytest.param("themes: 2024-13-45\n", "YAML", id="impossible-date"),
        pytest.param("themes: " + "[" * 3_000, "YAML", id="too-deep"),
        pytest.param("#" * 1_000_001, "mégaoctet", id="too-large"),
    ],
)
def test_a_bad_file_gets_one_sentence(content: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read_codebook_file(written(tmp_path, content))
    message = str(caught.value)
    assert "livre.yaml" in message
    assert "\n" not in message
    assert "CANARI" not in message
    assert str(tmp_path) not in message


@pytest.mark.parametrize("name", ["absent.yaml", "dossier"])
def test_no_such_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "dossier").mkdir()
    with pytest.raises(InputError, match="introuvable"):
        read_codebook_file(tmp_path / name)
