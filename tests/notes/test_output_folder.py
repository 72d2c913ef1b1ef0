from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from participation_lib.errors import OutputError
from participation_lib.notes.output_folder import PROGRAM, check_output_folder, fingerprints, output_folder


def write(folder: Path, words: str) -> None:
    with output_folder(folder) as fresh:
        (fresh / "synthese.html").write_text(words, encoding="utf-8")
        method = {"programme": PROGRAM, "fichiers": fingerprints(fresh)}
        (fresh / "methode.json").write_text(json.dumps(method), encoding="utf-8")


def interrupted(folder: Path, error: BaseException | type[BaseException]) -> None:
    with output_folder(folder) as fresh:
        (fresh / "synthese.html").write_text("moitié")
        raise error


def words(folder: Path) -> str:
    return (folder / "synthese.html").read_text(encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder(tmp_path: Path) -> None:
    write(tmp_path / "exports" / "note", "un")
    assert words(tmp_path / "exports" / "note") == "un"
    assert names(tmp_path / "exports") == ["note"]


def test_ours_is_replaced_whole(tmp_path: Path) -> None:
    with output_folder(tmp_path / "note") as fresh:
        (fresh / "synthese.pdf").write_text("un")
        method = {"programme": PROGRAM, "fichiers": fingerprints(fresh)}
        (fresh / "methode.json").write_text(json.dumps(method), encoding="utf-8")
    write(tmp_path / "note", "deux")
    assert words(tmp_path / "note") == "deux"
    assert names(tmp_path / "note") == ["methode.json", "synthese.html"]
    assert names(tmp_path) == ["note"]


@pytest.mark.parametrize("name", ["synthese.html", "mes notes.txt"], ids=["changed", "added"])
def test_what_she_changed_or_added_is_hers(name: str, tmp_path: Path) -> None:
    write(tmp_path / "note", "un")
    (tmp_path / "note" / name).write_text("relu par elle")
    with pytest.raises(OutputError, match=name):
        write(tmp_path / "note", "deux")
    assert (tmp_path / "note" / name).read_text() == "relu par elle"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "note").mkdir()
    write(tmp_path / "note", "un")
    assert words(tmp_path / "note") == "un"


@pytest.mark.parametrize(
    "content",
    [None, "", "pas du json", "[]", '{"programme": "autre"}', '"participation_lib"'],
    ids=["absent", "blank", "no-json", "a-list", "another", "a-word"],
)
def test_what_is_not_ours_is_refused_untouched(content: str | None, tmp_path: Path) -> None:
    hers = tmp_path / "photos"
    hers.mkdir()
    (hers / "vacances.jpg").write_text("mer")
    if content is not None:
        (hers / "methode.json").write_text(content)
    before = names(hers)
    with pytest.raises(OutputError, match="« photos »"):
        check_output_folder(hers)
    with pytest.raises(OutputError, match="« photos »"):
        write(hers, "un")
    assert names(hers) == before
    assert names(tmp_path) == ["photos"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("à elle")
    with pytest.raises(OutputError, match="est un fichier"):
        write(tmp_path / "note", "un")
    assert (tmp_path / "note").read_text() == "à elle"


def test_a_broken_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note").symlink_to(tmp_path / "ailleurs")
    with pytest.raises(OutputError, match="note"):
        check_output_folder(tmp_path / "note")


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "partage").mkdir()
    (tmp_path / "note").symlink_to(tmp_path / "partage")
    write(tmp_path / "note", "un")
    write(tmp_path / "note", "deux")
    assert words(tmp_path / "note") == "deux"
    assert (tmp_path / "note").is_symlink()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "disque est plein"),
        (errno.EACCES, "accès est refusé"),
        (errno.EROFS, "lecture seule"),
        (errno.EIO, "échoué"),
    ],
)
def test_a_failure_of_the_disk_leaves_the_former_whole(number: int, said: str, tmp_path: Path) -> None:
    write(tmp_path / "note", "un")
    with pytest.raises(OutputError, match=said) as caught:
        interrupted(tmp_path / "note", OSError(number, "disque"))
    assert str(tmp_path) not in str(caught.value)
    assert words(tmp_path / "note") == "un"
    assert names(tmp_path) == ["note"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_any_interruption_leaves_the_former_whole(error: type[BaseException], tmp_path: Path) -> None:
    write(tmp_path / "note", "un")
    with pytest.raises(error):
        interrupted(tmp_path / "note", error)
    assert words(tmp_path / "note") == "un"
    assert names(tmp_path) == ["note"]


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "pris"), KeyboardInterrupt()], ids=["busy", "ctrl-c"])
@pytest.mark.parametrize("failing", [1, 2])
def test_a_failure_while_putting_in_place(
    failing: int, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "note", "un")
    real, calls = Path.rename, []

    def rename(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing:
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write(tmp_path / "note", "deux")
    assert words(tmp_path / "note") == "un"
    assert names(tmp_path) == ["note"]


KILLED = """
import os, signal, sys
from pathlib import Path
from participation_lib.notes.output_folder import output_folder
real, renamed = Path.rename, []
def rename(self, target):
    done = real(self, target)
    if sys.argv[2] == "between":
        os.kill(os.getpid(), signal.SIGKILL)
    return done
Path.rename = rename
with output_folder(Path(sys.argv[1])) as fresh:
    (fresh / "synthese.html").write_text("moitié")
    if sys.argv[2] == "inside":
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["inside", "between"])
def test_kill_9_leaves_the_former_and_the_next_run_tidies_up(moment: str, tmp_path: Path) -> None:
    write(tmp_path / "note", "un")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "note"), moment],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    if moment == "inside":
        assert words(tmp_path / "note") == "un"
    else:
        assert "un" in {path.read_text() for path in tmp_path.rglob("synthese.html")}
    write(tmp_path / "note", "deux")
    assert words(tmp_path / "note") == "deux"
    assert names(tmp_path) == ["note"]


def test_leftovers_of_the_same_process_number_do_not_block(tmp_path: Path) -> None:
    (tmp_path / f".note.en-cours-{os.getpid()}").mkdir()
    write(tmp_path / "note", "un")
    assert words(tmp_path / "note") == "un"


@pytest.mark.parametrize("folder", [".", "..", "", "/"])
def test_places_without_a_name_get_one_sentence(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vide").mkdir()
    monkeypatch.chdir(tmp_path / "vide")
    with suppress(OutputError):
        write(Path(folder), "un")
    assert names(tmp_path) == ["vide"]
