from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation_lib.corpus.opening import fingerprint, open_tables
from participation_lib.errors import InputError


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "container"),
    [
        ("a.csv", "n\ttexte\n1\tun banc\n", "CSV"),
        ("a.csv", '[{"n": 1, "texte": "un banc"}]', "JSON"),
        ("a.txt", "n;texte\n1;un banc\n", "CSV"),
        ("a.txt", "Réponse\nun banc, deux arbres\nun bus\n", "CSV"),
        ("a.txt", "Réponse\nun banc\n\nun bus\n\nun parc\n", "CSV"),
        ("a.txt", "Le bus est rare.\n\nIl faut un banc.\n\nEt un parc.\n", "texte"),
        ("a.txt", "Table 3\n- un banc\n- deux arbres, ici\n", "texte"),
        ("a.txt", "**** *table_3\nun banc\n", "corpus IRaMuTeQ"),
        ("a.csv", "**** *table_3\nun banc\n", "corpus IRaMuTeQ"),
        ("a.md", "# Constats\n\nun banc\n", "document Markdown"),
        ("a.csv", "texte\n- un banc\n- un arbre\n", "CSV"),
        pytest.param("a.csv.gz", gzip.compress(b"texte\nun banc\n"), "CSV", id="gzip"),
    ],
)
def test_what_a_file_holds_decides_more_than_its_name(
    tmp_path: Path, name: str, content: str | bytes, container: str
) -> None:
    ((table,), sha256) = open_tables(write(tmp_path, name, content))
    assert table.container == container
    assert len(sha256) == 64
    assert any("banc" in cell for cells in table.columns.values() for cell in cells)


def test_a_file_still_being_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.csv", "texte\nun banc\n")
    read = Path.read_bytes

    def read_while_it_grows(self: Path) -> bytes:
        content = read(self)
        with self.open("ab") as file:
            file.write(b"deux bancs\n")
        return content

    monkeypatch.setattr(Path, "read_bytes", read_while_it_grows)
    for reader in (open_tables, fingerprint):
        with pytest.raises(InputError, match="en train d’être écrit"):
            reader(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("photo.HEIC", "est une image"),
        ("notes.doc", "enregistrez-le en .docx"),
        ("notes.ods", "enregistrez-le en .xlsx"),
        ("notes.xlsx.crdownload", "téléchargement inachevé"),
        (".~lock.notes.odt#", "fermez le document"),
        ("notes.xlsx.gz", "type accepté"),
    ],
)
def test_what_to_do_with_a_file_that_is_not_read(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        open_tables(write(tmp_path, name, b"x"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=80).map(str.encode)
    | st.text(max_size=40).map(lambda t: t.encode("utf-16")),
    st.sampled_from(["a.csv", "a.txt", "a.tsv", "a.json", "a.csv.gz"]),
)
def test_any_bytes_are_tables_or_are_refused(tmp_path: Path, content: bytes, name: str) -> None:
    try:
        tables, _ = open_tables(write(tmp_path, name, content))
    except InputError:
        return
    assert tables
    assert all(len(cells) == len(table) for table in tables for cells in table.columns.values())
