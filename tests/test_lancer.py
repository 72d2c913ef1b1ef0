"""The launcher, run for real on a project that installs in seconds, without network."""

from __future__ import annotations

import ast
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

import lancer

LAUNCHER = Path(lancer.__file__)

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "participation-lib"
version = "0"
"""

BACKEND = """
import pathlib, shutil

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    wheel, = pathlib.Path("construit").glob("*.whl")
    shutil.copy(wheel, wheel_directory)
    return wheel.name
"""

PROGRAM = """
import json, os, sys, temoin
print(json.dumps({"arguments": sys.argv[1:], "dossier": os.getcwd(), "chemin": sys.path}))
"""


class Outcome(NamedTuple):
    """What a run of the launcher left on the terminal."""

    code: int
    output: str
    messages: str


def make_wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    """Write a minimal wheel of version 0."""
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-0-py3-none-any.whl"
    information = f"{name}-0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n")
        archive.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{information}/RECORD", "")
    return wheel


class Project:
    """A small project with the launcher's contract: a lock of one package and an editable build."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "été à Cergy" / "copie de l’outil"
        self.packages = folder / "paquets préparés"
        self.journal = self.root / ".venv" / ".lancer" / "journal.txt"
        self.state = self.root / ".venv" / ".lancer" / "etat.json"
        self.root.mkdir(parents=True)
        shutil.copy(LAUNCHER, self.root)
        package = self.root / "participation_lib"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(PROGRAM, encoding="utf-8")
        (self.root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
        (self.root / "backend.py").write_text(BACKEND, encoding="utf-8")
        make_wheel(self.root / "construit", "participation_lib", {"participation.pth": str(self.root)})
        wheel = make_wheel(self.packages, "temoin", {"temoin.py": ""})
        self.write_lock(hashlib.sha256(wheel.read_bytes()).hexdigest())

    def write_lock(self, digest: str) -> None:
        (self.root / "requirements.lock").write_text(f"temoin==0 --hash=sha256:{digest}\n", encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-W", "error", str(self.root / "lancer.py"), *arguments]

    def environment(self, **settings: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PIP_")}
        return {**kept, "PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8", **settings}

    def launch(self, *arguments: str, cwd: Path | None = None, **settings: str) -> Outcome:
        done = subprocess.run(
            self.command(*arguments),
            cwd=cwd,
            env=self.environment(**settings),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert "Traceback" not in done.stderr
        return Outcome(done.returncode, done.stdout, done.stderr)

    def launch_offline(self, *arguments: str, cwd: Path | None = None, **settings: str) -> Outcome:
        return self.launch("--paquets", str(self.packages), *arguments, cwd=cwd, **settings)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Outcome]:
    project = Project(tmp_path_factory.mktemp("installé"))
    return project, project.launch_offline("synthese", "mon fichier.csv")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 9)])
def test_supported_python_raises_no_objection(version: tuple[int, ...]) -> None:
    assert lancer.python_problem(version) is None


@pytest.mark.parametrize(
    ("version", "fault"),
    [((3, 6, 15), "trop ancien"), ((3, 10, 13), "trop ancien"), ((3, 14, 0), "trop récent")],
)
def test_unsupported_python_gets_one_sentence(
    version: tuple[int, ...], fault: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert lancer.main([]) == 1
    message = capsys.readouterr().err
    assert f"Python {'.'.join(map(str, version))} est {fault}" in message
    assert message.count("\n") == 1


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(LAUNCHER.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_launcher_needs_the_standard_library_only() -> None:
    imported = set()
    for node in ast.walk(ast.parse(LAUNCHER.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])
    assert imported <= sys.stdlib_module_names


def test_help_installs_nothing(project: Project) -> None:
    outcome = project.launch("--help")
    assert outcome.code == 0
    assert "python3 lancer.py atelier" in outcome.output
    assert not (project.root / ".venv").exists()


def test_first_start_announces_installs_and_runs(installed: tuple[Project, Outcome]) -> None:
    project, outcome = installed
    assert outcome.code == 0, project.journal.read_text(encoding="utf-8")
    assert "environ 1,6 Go" in outcome.messages
    assert json.loads(outcome.output)["arguments"] == ["synthese", "mon fichier.csv"]


def test_what_pip_writes_stays_in_the_journal(installed: tuple[Project, Outcome]) -> None:
    project, outcome = installed
    assert "Successfully installed temoin-0" in project.journal.read_text(encoding="utf-8")
    assert "Successfully installed" not in outcome.messages + outcome.output


def test_second_start_is_fast_and_starts_no_pip(installed: tuple[Project, Outcome]) -> None:
    project, _ = installed
    journal = project.journal.read_bytes(), project.journal.stat().st_mtime_ns
    started = time.monotonic()
    outcome = project.launch("atelier", PIP_INDEX_URL="http://127.0.0.1:9/")
    assert time.monotonic() - started < 2
    assert outcome.code == 0
    assert outcome.messages == ""
    assert (project.journal.read_bytes(), project.journal.stat().st_mtime_ns) == journal


def test_program_runs_where_the_user_is_without_taking_modules_from_there(
    installed: tuple[Project, Outcome], tmp_path: Path
) -> None:
    project, _ = installed
    (tmp_path / "json.py").write_text("raise SystemExit('wrong module')", encoding="utf-8")
    other = tmp_path / "bibliothèque"
    other.mkdir()
    outcome = project.launch("bilan", cwd=tmp_path, PYTHONPATH=str(other))
    seen = json.loads(outcome.output)
    assert Path(seen["dossier"]) == tmp_path
    assert not {str(tmp_path), str(other)} & set(seen["chemin"])


def test_changed_project_file_reinstalls_the_project_alone(installed: tuple[Project, Outcome]) -> None:
    project, _ = installed
    (project.root / "pyproject.toml").write_text(PYPROJECT + "\n", encoding="utf-8")
    outcome = project.launch("bilan")
    assert outcome.code == 0
    assert "Mise en place de participation_lib" in outcome.messages
    assert "temoin" not in project.journal.read_text(encoding="utf-8")


def test_moved_folder_or_changed_lock_asks_for_new_packages(project: Project) -> None:
    before = lancer.Installation(project.root)._wanted_state()
    moved = project.root.rename(project.root.with_name("ailleurs"))
    assert lancer.Installation(moved)._wanted_state()["paquets"] != before["paquets"]
    moved = moved.rename(project.root)
    project.write_lock("0" * 64)
    after = lancer.Installation(moved)._wanted_state()
    assert after["paquets"] != before["paquets"]
    assert after["projet"] == before["projet"]


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to another process this way on Windows")
def test_interrupted_installation_says_so_and_the_next_start_repairs_it(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, never answers: pip waits
        process = subprocess.Popen(
            project.command("atelier"),
            env=project.environment(PIP_INDEX_URL=f"http://127.0.0.1:{silent.getsockname()[1]}/"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        silent.settimeout(30)
        connection, _ = silent.accept()
        with connection:
            os.killpg(process.pid, signal.SIGINT)
            output, messages = process.communicate(timeout=30)
    assert process.returncode == 130
    assert output == ""
    assert messages.splitlines()[-1] == lancer.INTERRUPTED
    assert "Traceback" not in messages
    assert json.loads(project.state.read_text(encoding="utf-8")) == {}
    assert not (project.journal.parent / "temporaire").exists()

    leftover = project.root / ".venv" / "reste"
    leftover.mkdir()
    outcome = project.launch_offline("atelier")
    assert outcome.code == 0, outcome.messages
    assert not leftover.exists()


def test_broken_environment_is_rebuilt_without_asking(project: Project) -> None:
    (project.root / ".venv" / "lib").mkdir(parents=True)
    installation = lancer.Installation(project.root)
    built = []
    installation._build = built.append  # type: ignore[method-assign]
    installation.prepare()
    assert built == [installation._wanted_state()]


def test_environment_of_another_tool_is_left_alone(project: Project) -> None:
    venv.create(project.root / ".venv", symlinks=os.name != "nt")
    before = sorted((project.root / ".venv").rglob("*"))
    outcome = project.launch("atelier")
    assert outcome.code == 1
    assert "a été créé par un autre outil" in outcome.messages
    assert sorted((project.root / ".venv").rglob("*")) == before


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose environment has pip and nothing else yet."""
    project = Project(tmp_path_factory.mktemp("créé"))
    installation = lancer.Installation(project.root)
    installation.temporary.mkdir(parents=True)
    installation._create()
    return project


def test_registry_out_of_reach(created: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_RETRIES", "0")
    with socket.socket() as unused:  # bound but not listening: connections are refused
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{unused.getsockname()[1]}/")
        with pytest.raises(lancer.LauncherError) as failure:
            lancer.Installation(created.root)._install_packages()
    assert str(failure.value).splitlines() == [
        lancer.REGISTRY_OUT_OF_REACH,
        f"Détails : {created.journal}",
    ]


def test_incomplete_folder_of_packages(created: Project, tmp_path: Path) -> None:
    with pytest.raises(lancer.LauncherError, match="Le paquet « temoin » manque dans le dossier"):
        lancer.Installation(created.root, tmp_path)._install_packages()


def test_package_that_is_not_the_expected_one(created: Project) -> None:
    created.write_lock("0" * 64)
    with pytest.raises(lancer.LauncherError, match=re.escape(lancer.WRONG_PACKAGE)):
        lancer.Installation(created.root, created.packages)._install_packages()


def test_missing_folder_of_packages(project: Project) -> None:
    outcome = project.launch("--paquets", "nulle part", "atelier")
    assert outcome.code == 1
    assert "« nulle part » n’existe pas" in outcome.messages
    assert not (project.root / ".venv").exists()


def test_too_little_space_is_said_before_anything_is_installed(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lancer, "ROOT", project.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**10, 10**10 - 10**9, 10**9))
    assert lancer.main(["atelier"]) == 1
    assert "Il ne reste que 1,0 Go sur ce disque et il en faut 2,6 Go" in capsys.readouterr().err
    assert [entry.name for entry in (project.root / ".venv").iterdir()] == [".lancer"]


def test_disk_that_fills_up_while_writing(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(lancer, "ROOT", project.root)
    monkeypatch.setattr(lancer.Installation, "_create", fail)
    assert lancer.main(["atelier"]) == 1
    assert lancer.DISK_FULL in capsys.readouterr().err


@pytest.mark.parametrize(
    ("journal", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            lancer.DISK_FULL,
        ),
        (
            "HINT: This error might have occurred since this system does not have Windows Long Path",
            lancer.PATH_TOO_LONG,
        ),
        (
            "connection broken by 'SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')'",
            lancer.UNKNOWN_CERTIFICATE,
        ),
        ("connection broken by 'ProxyError('Cannot connect to proxy.')'", lancer.PROXY_FAILURE),
        ("OSError: [WinError 32] The process cannot access the file", lancer.FILE_IN_USE),
        ("something new", lancer.UNKNOWN_FAILURE),
    ],
)
def test_what_pip_says_becomes_a_sentence(journal: str, sentence: str) -> None:
    assert lancer.explain_failure(journal, None) == sentence


def test_proxies_pass_through_and_diversions_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.exemple:3128")
    monkeypatch.setenv("PYTHONPATH", "ailleurs")
    monkeypatch.setenv("PIP_TARGET", "ailleurs")
    environment = lancer.clean_environment()
    assert environment["HTTPS_PROXY"] == "http://proxy.exemple:3128"
    assert not {"PYTHONPATH", "PIP_TARGET"} & set(environment)


def test_a_second_holder_waits_for_the_lock(tmp_path: Path) -> None:
    file = tmp_path / "verrou"
    with file.open("ab") as first, file.open("ab") as second:
        assert lancer.try_lock(first)
        assert not lancer.try_lock(second)
    with file.open("ab") as third:
        assert lancer.try_lock(third)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Record the programs that would run; the one that checks the style fails."""
    recorded: list[list[str]] = []

    def record(command: list[str], cwd: Path | None = None) -> int:
        recorded.append([Path(command[0]).stem, *command[1:]])
        return int("ruff" in command and "check" in command and "format" not in command)

    monkeypatch.setattr(lancer, "run", record)
    return recorded


def test_every_check_runs_even_after_a_failure_and_pytest_comes_last(commands: list[list[str]]) -> None:
    code = lancer.run_tests(lancer.Installation(lancer.ROOT), [])
    assert code == 1
    assert [" ".join(command) for command in commands] == [
        "python -m ruff check .",
        "python -m ruff format --check .",
        "python -m mypy",
        "lint-imports",
        "python -m pytest " + " ".join(lancer.IN_PARALLEL),
    ]


def test_arguments_of_tests_go_to_pytest_alone(commands: list[list[str]]) -> None:
    assert lancer.run_tests(lancer.Installation(lancer.ROOT), ["-k", "lancer"]) == 0
    assert commands == [["python", "-m", "pytest", "-k", "lancer"]]


def test_example_tells_where_the_notes_are(
    commands: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lancer, "ROOT", tmp_path)
    notes = tmp_path / "exports" / "pleniere_nature"
    notes.mkdir(parents=True)
    (notes / "synthese.pdf").touch()
    assert lancer.run_example(lancer.Installation(tmp_path)) == 0
    output = capsys.readouterr().out
    assert str(notes / "synthese.pdf") in output
    assert "synthese.odt" not in output
    assert "lancer.py atelier" in output or "lancer.bat atelier" in output
    assert commands[0][3:] == [
        "participation_lib",
        "synthese",
        str(Path("data", "exemples", "pleniere_nature.csv")),
        "--sortie",
        str(Path("exports", "pleniere_nature")),
    ]


def test_packages_option_may_stand_anywhere(tmp_path: Path) -> None:
    folder = str(tmp_path)
    for arguments in (["--paquets", folder, "tests", "-x"], ["tests", f"--paquets={folder}", "-x"]):
        assert lancer.take_packages_option(arguments) == (tmp_path, ["tests", "-x"])


def test_lock_names_no_host_and_no_path() -> None:
    lock = (LAUNCHER.parent / "requirements.lock").read_text(encoding="utf-8")
    requirements = [line for line in lock.splitlines() if not line.startswith("#")]
    assert not any("/" in line or "@" in line or "-index" in line for line in requirements)
    assert not any(line.startswith(("torch", "nvidia")) for line in requirements)


def test_windows_file_has_windows_line_ends() -> None:
    lines = (LAUNCHER.parent / "lancer.bat").read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert all(line.endswith(b"\r") for line in lines)
