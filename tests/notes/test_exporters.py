"""Writing: whole or not at all, the same bytes everywhere, nothing of the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import participation_lib
from participation_lib.errors import InputError, OutputError, SetupError
from participation_lib.notes import exporters
from participation_lib.notes.archives import read_parts
from participation_lib.notes.exporters import FORMATS, export_note
from participation_lib.notes.model import Note
from tests.notes.samples import Rendered, ordinary_note

ROOT = Path(participation_lib.__file__).parents[1]
IN_ANOTHER_PROCESS = """
import hashlib, json, sys
from pathlib import Path
from participation_lib.notes.exporters import FORMATS, export_note
from tests.notes.samples import ordinary_note
files = export_note(ordinary_note(), Path(sys.argv[1]), FORMATS)
print(json.dumps([hashlib.sha256(file.read_bytes()).hexdigest() for file in files]))
"""


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    running = []
    for seed, zone, epoch in (("1", "Pacific/Kiritimati", "1"), ("2", "America/Lima", "1700000000")):
        folder = tmp_path / f"dossier {seed} é"
        folder.mkdir()
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "SOURCE_DATE_EPOCH": epoch,
        }
        command = [sys.executable, "-c", IN_ANOTHER_PROCESS, "sortie"]
        running.append(subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE))
    digests = [json.loads(process.communicate()[0]) for process in running]
    assert digests[0] == digests[1]
    assert len(set(digests[0])) == len(FORMATS)


def test_nothing_of_the_machine_is_inside(ordinary: Rendered) -> None:
    contents = [
        ordinary.html,
        ordinary.pdf,
        *read_parts(ordinary.docx).values(),
        *read_parts(ordinary.odt).values(),
    ]
    with pikepdf.open(BytesIO(ordinary.pdf)) as pdf:
        contents += [
            item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Subtype" in item
        ]
    for place in {str(ROOT), str(Path.home()), tempfile.gettempdir(), str(Path.cwd())} - {"/"}:
        assert not any(place.encode() in content for content in contents)


def test_files_are_named_in_the_order_asked(tmp_path: Path) -> None:
    paths = export_note(Note("T"), tmp_path / "neuf" / "encore", ["odt", "html", "odt"], stem="compte-rendu")
    assert [path.name for path in paths] == ["compte-rendu.odt", "compte-rendu.html"]
    assert sorted(path.name for path in (tmp_path / "neuf" / "encore").iterdir()) == sorted(p.name for p in paths)


def test_a_format_that_fails_leaves_every_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    former = {name: tmp_path / f"synthese.{name}" for name in ("html", "pdf")}
    for path in former.values():
        path.write_bytes(b"ancien")

    def fail(note: Note) -> bytes:
        raise SetupError("panne")

    monkeypatch.setattr(exporters, "render_pdf", fail)
    with pytest.raises(SetupError):
        export_note(ordinary_note(), tmp_path, ["html", "pdf"])
    assert all(path.read_bytes() == b"ancien" for path in former.values())
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("n_done", range(5))
def test_an_export_cut_short_leaves_every_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_done: int
) -> None:
    names = ["synthese.html", "synthese.odt"]
    for name in names:
        (tmp_path / name).write_bytes(b"ancien")
    new = {name: (tmp_path / "neuf" / name) for name in names}
    export_note(Note("T"), tmp_path / "neuf", ["html", "odt"])
    steps = iter(range(100))

    def cut(really: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any) -> Any:
            if next(steps) == n_done:
                raise KeyboardInterrupt
            return really(*arguments)

        return step

    monkeypatch.setattr(os, "fsync", cut(os.fsync))
    monkeypatch.setattr(Path, "replace", cut(Path.replace))
    if n_done < 4:
        with pytest.raises(KeyboardInterrupt):
            export_note(Note("T"), tmp_path, ["html", "odt"])
    else:
        export_note(Note("T"), tmp_path, ["html", "odt"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["neuf", *names]
    written = [(tmp_path / name).read_bytes() for name in names]
    expected = [new[name].read_bytes() if n_done >= 3 + rank else b"ancien" for rank, name in enumerate(names)]
    assert written == expected


def test_a_killed_export_leaves_nothing_that_lasts(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=subprocess.PIPE, check=True)
    leftover = tmp_path / f".synthese.html.{int(dead.stdout)}.part"
    other = tmp_path / f".synthese.html.{os.getppid()}.part"
    for path in (leftover, other):
        path.write_bytes(b"...")
    export_note(Note("T"), tmp_path, ["html"])
    assert not leftover.exists()
    assert other.exists()  # of a process that still runs


def test_large_print_and_tables_have_files_of_their_own(tmp_path: Path) -> None:
    paths = export_note(ordinary_note(), tmp_path, ["html-gros", "csv", "xlsx"])
    assert [path.name for path in paths] == [
        "synthese-gros-caracteres.html",
        "synthese-figure-1.csv",
        "synthese-figures.xlsx",
    ]
    assert b"font-size: 150%" in paths[0].read_bytes()
    assert export_note(Note("T"), tmp_path, ["xlsx", "csv"]) == ()


def test_a_full_disk_leaves_every_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "synthese.html").write_bytes(b"ancien")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="n’ont pas pu être écrits"):
        export_note(Note("T"), tmp_path, ["html"])
    assert (tmp_path / "synthese.html").read_bytes() == b"ancien"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "sortie").write_bytes(b"")
    with pytest.raises(OutputError, match="« sortie »"):
        export_note(Note("T"), tmp_path / "sortie", ["html"])


def test_an_unknown_format_is_said_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"« pptx »\. Formats possibles : html, pdf, docx, odt"):
        export_note(Note("T"), tmp_path / "x", ["html", "pptx"])
    assert not (tmp_path / "x").exists()


def test_a_city_s_reference_is_for_word_only(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        export_note(Note("T"), tmp_path, ["docx"], word_reference=tmp_path / "absent.docx")
    assert export_note(Note("T"), tmp_path, ["html"], word_reference=tmp_path / "absent.docx")
