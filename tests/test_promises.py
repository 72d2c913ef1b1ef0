"""The promises of the house that no single module can keep alone."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation_lib.chain import Options, synthesise, write_synthesis, writing
from participation_lib.errors import OutputError
from participation_lib.schema import Status, idea_text

if TYPE_CHECKING:
    from conftest import Run

ROOT = Path(__file__).resolve().parents[1]

# Put first on the path of a process, it refuses every address that is not on this machine's own file system.
NO_NETWORK = """
import os, socket, sys
class Shut(socket.socket):
    def _refuse(self, *arguments, **options):
        if self.family != socket.AF_UNIX:
            open(os.environ["NETWORK_LOG"], "a").write("tried\\n")
            raise OSError("no network here")
    def connect(self, *arguments):
        self._refuse()
        return super().connect(*arguments)
    def connect_ex(self, *arguments):
        self._refuse()
        return super().connect_ex(*arguments)
    def sendto(self, *arguments):
        self._refuse()
        return super().sendto(*arguments)
def refuse(*arguments, **options):
    open(os.environ["NETWORK_LOG"], "a").write("asked\\n")
    raise OSError("no network here")
socket.socket = Shut
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""


def run_alone(place: Path, file: Path, out: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    place.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-m",
            "participation_lib",
            "synthese",
            str(file),
            "--formats",
            "html,pdf,docx,odt",
            "--sortie",
            str(out),
            "--graine",
            "4",
        ],
        cwd=place,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory, small_csv: Path) -> tuple[Path, Path, dict[str, str]]:
    """Two fresh processes as unlike as can be, the second one without network."""
    base = tmp_path_factory.mktemp("processus")
    copy = base / "ailleurs, là-bas" / small_csv.name
    copy.parent.mkdir()
    copy.write_bytes(small_csv.read_bytes())
    (base / "site").mkdir()
    (base / "site/sitecustomize.py").write_text(NO_NETWORK)
    first = run_alone(
        base / "a", small_csv, base / "a/note", PYTHONPATH=str(ROOT), PYTHONHASHSEED="1", TZ="UTC", LANG="C.UTF-8"
    )
    second = run_alone(
        base / "b/profond",
        copy,
        Path("sortie"),
        PYTHONPATH=f"{base / 'site'}:{ROOT}",
        PYTHONHASHSEED="4242",
        TZ="Pacific/Auckland",
        LANG="tr_TR.UTF-8",
        # Python reads its own .pth files with the locale: an accented folder needs one that knows accents.
        LC_ALL="C" if f"{ROOT}{sys.prefix}".isascii() else "C.UTF-8",
        COLUMNS="40",
        NETWORK_LOG=str(base / "reseau.txt"),
        SOURCE_DATE_EPOCH="1000000000",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
    )
    network = (base / "reseau.txt").read_text() if (base / "reseau.txt").exists() else ""
    told = {"codes": f"{first.returncode} {second.returncode}", "err": first.stderr + second.stderr, "network": network}
    return base / "a/note", base / "b/profond/sortie", told


def test_both_processes_end_well(two_runs: tuple[Path, Path, dict[str, str]]) -> None:
    assert two_runs[2]["codes"] == "0 0", two_runs[2]["err"][-500:]


OUTPUTS = [
    "contributions.csv",
    "idees.csv",
    "themes.csv",
    "trace.json",
    "methode.json",
    "synthese.html",
    "synthese.pdf",
    "synthese.docx",
    "synthese.odt",
]


@pytest.mark.parametrize("name", OUTPUTS)
def test_same_input_same_bytes(name: str, two_runs: tuple[Path, Path, dict[str, str]]) -> None:
    first, second, _ = two_runs
    assert (first / name).read_bytes() == (second / name).read_bytes()


def test_nothing_else_is_written(two_runs: tuple[Path, Path, dict[str, str]]) -> None:
    for folder in two_runs[:2]:
        assert sorted(path.name for path in folder.iterdir()) == sorted(OUTPUTS)
        assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_nothing_leaves_the_machine(two_runs: tuple[Path, Path, dict[str, str]]) -> None:
    assert two_runs[2]["network"] == ""
    assert (two_runs[1] / "synthese.pdf").is_file()


def test_nothing_is_asked_of_the_network_by_the_page(plenary: Run) -> None:
    page = (plenary.folder / "synthese.html").read_text(encoding="utf-8")
    for door in ("<script", "<link", "<iframe", '<img src="http', "@import", "url(http", 'src="//', "javascript:"):
        assert door not in page


def test_progress_and_messages_hold_no_words_of_contributions(
    two_runs: tuple[Path, Path, dict[str, str]], small_csv: Path
) -> None:
    told = " ".join(two_runs[2]["err"].split()).casefold()
    lines = small_csv.read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        words = line.partition(";")[2].strip('"').casefold().split()
        for start in range(len(words) - 2):
            assert " ".join(words[start : start + 3]) not in told


def test_no_output_holds_the_hour(two_runs: tuple[Path, Path, dict[str, str]]) -> None:
    now = datetime.now(UTC)
    for path in two_runs[0].iterdir():
        data = path.read_bytes()
        if path.suffix in (".docx", ".odt"):
            with ZipFile(BytesIO(data)) as archive:
                assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                data = b"".join(archive.read(name) for name in archive.namelist())
        for form in ("%Y-%m-%d", "%d/%m/%Y", "D:%Y%m%d"):
            assert now.strftime(form).encode() not in data


# No idea is lost


NOTES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "RAS",
                "",
                "idem",
                "Planter des arbres",
                "Plus de bus et plus de bancs",
                "Oui",
                "sdfghj",
                "[PERSONNE 1]",
                "Le maire est un voleur",
                "- de béton\n- de goudron",
                "06 12 34 56 78",
                "Pourquoi ?",
                "🌳",
            ]
        ),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    ),
    min_size=1,
    max_size=14,
)


@settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=NOTES, tables=st.integers(1, 3), n_themes=st.one_of(st.none(), st.integers(1, 20)))
def test_no_idea_is_lost(
    texts: list[str], tables: int, n_themes: int | None, tmp_path: Path, csv_of: Any, letters: Any
) -> None:
    file = csv_of(
        tmp_path / "notes.csv", [(str(number % tables), text) for number, text in enumerate([*texts, "Un banc"])]
    )
    found = synthesise([file], Options(encoder=letters, n_themes=n_themes))
    contributions, ideas = found.contributions, found.ideas
    assert len(contributions) == len(found.reading.records)
    kept = contributions.loc[contributions["status"] == Status.RETAINED]
    assert set(ideas["contribution_id"]) == set(kept["contribution_id"])
    assert (idea_text(ideas, contributions).str.strip() != "").all()
    placed = {idea.idea_id for members in found.evidence.by_theme.values() for idea in members}
    assert placed == set(ideas["idea_id"])
    told = {idea_id for statement in found.draft.statements for idea_id in statement.idea_ids}
    assert told == placed
    for statement in found.draft.statements:
        words = dict(zip(ideas["idea_id"], idea_text(ideas, contributions), strict=True))
        assert statement.idea_ids
        assert all(quotation.text in words[quotation.idea_id] for quotation in statement.quotations)


# A failed export leaves the former folder whole


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("step", ["write_contributions", "write_trace", "write_json", "export_note"])
def test_a_full_disk_leaves_the_former_folder_whole(
    step: str,
    small_csv: Path,
    letters: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    small_runs: dict[str, Run],
) -> None:
    synthesis = small_runs["publiable"].synthesis
    write_synthesis(synthesis, tmp_path / "note")
    before = contents(tmp_path / "note")

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/secret/place")

    monkeypatch.setattr(writing, step, fail)
    with pytest.raises(OutputError, match="disque est plein") as caught:
        write_synthesis(small_runs["interne"].synthesis, tmp_path / "note")
    assert "/secret" not in str(caught.value)
    assert contents(tmp_path / "note") == before
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


KILLED = """
import os, signal, sys
from participation_lib import cli
from participation_lib.chain import writing
real = writing.write_trace
def write_and_die(path, statements):
    real(path, statements)
    os.kill(os.getpid(), signal.SIGKILL)
writing.write_trace = write_and_die
cli.main(["synthese", sys.argv[1], "--formats", "html", "--sortie", "note"])
"""


def test_kill_9_while_writing(small_csv: Path, tmp_path: Path, small_runs: dict[str, Run], letters: Any) -> None:
    write_synthesis(small_runs["publiable"].synthesis, tmp_path / "note")
    before = contents(tmp_path / "note")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(small_csv)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert contents(tmp_path / "note") == before
    write_synthesis(small_runs["interne"].synthesis, tmp_path / "note")
    assert json.loads((tmp_path / "note/methode.json").read_text())["parametres"]["version"] == "interne"
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


# The log alone


def test_the_synthesis_is_rebuilt_from_its_input_alone(
    small_csv: Path, letters: Any, small_runs: dict[str, Run], tmp_path: Path
) -> None:
    again = synthesise([small_csv], Options(encoder=letters, formats=("html",)))
    write_synthesis(again, tmp_path / "note")
    assert contents(tmp_path / "note") == contents(small_runs["publiable"].folder)
