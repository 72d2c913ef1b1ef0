"""Opening the workbench: one call that ends when the user stops it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from participation_lib.errors import InputError, SetupError
from participation_lib.workbench.lifetime import STARTED_BY_US
from participation_lib.workbench.workspace import (
    FIRST_NOTEBOOK,
    SETTINGS_FOLDER,
    Workspace,
    prepare_workspace,
    sign_notebooks,
)

__all__ = ["Server", "open_workbench", "running_server"]

CONFIGURATION: Final = Path(__file__).parent / "configuration" / "jupyter_lab_config.py"
_LONGEST_START: Final = 180.0  # seconds; a cold disk with an antivirus is slow
_LONGEST_STOP: Final = 15.0
_POLL: Final = 0.1


@dataclass(frozen=True)
class Server:
    """A running JupyterLab.

    Attributes
    ----------
    base_url
        `http://127.0.0.1:PORT`, without a final slash.
    token
        Drawn anew at each start; whoever does not have it is refused.
    """

    base_url: str
    token: str
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Address of the guided tour, with what it takes to enter."""
        return f"{self.base_url}/lab/tree/{quote(FIRST_NOTEBOOK)}?reset&token={self.token}"


def _environment(settings: Path, private: Path, token: str) -> dict[str, str]:
    """Give the server a world of its own: the user's other Jupyter settings neither serve nor suffer."""
    return {
        **os.environ,
        STARTED_BY_US: "1",
        "JUPYTER_CONFIG_DIR": str(settings),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(private / "ipython"),
        # Not on the command line, which other accounts of the machine can read.
        "JUPYTER_TOKEN": token,
        "PYTHONUTF8": "1",
    }


def _start(workspace: Workspace, private: Path, journal: Path, port: int, token: str) -> subprocess.Popen[bytes]:
    settings = workspace.folder / SETTINGS_FOLDER
    (settings / "migrated").touch()  # or Jupyter copies settings of old versions of itself
    (settings / "custom").mkdir(exist_ok=True)
    shutil.copyfile(CONFIGURATION.parent / "custom.css", settings / "custom" / "custom.css")
    for name in ("data", "runtime", "ipython"):
        (private / name).mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--config={CONFIGURATION}",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={workspace.folder}",
        f"--LabApp.default_url=/lab/tree/{FIRST_NOTEBOOK}",
    ]
    # Away from our Ctrl-C: it is stopped by closing its standard input, kernels first.
    apart: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        apart = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP")}  # noqa: B009
    with journal.open("wb") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=workspace.folder,
            env=_environment(settings, private, token),
            **apart,
        )


def _wait_until_ready(process: subprocess.Popen[bytes], runtime: Path, journal: Path, port: int) -> str:
    """Give the address, once the server has written its own description of itself."""
    limit = time.monotonic() + _LONGEST_START
    while time.monotonic() < limit:
        for file in runtime.glob("jpserver-*.json"):
            try:
                description = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue  # being written
            return f"http://127.0.0.1:{description['port']}"
        if process.poll() is not None:
            text = journal.read_text(encoding="utf-8", errors="replace")
            if "is not available" in text or "already in use" in text or "Permission to listen" in text:
                raise InputError(
                    f"Le port {port} est déjà pris ou réservé : indiquez-en un autre, ou "
                    "n’en indiquez aucun pour qu’il soit choisi tout seul.",
                    setting="port",
                )
            raise SetupError(
                "L’atelier n’a pas pu démarrer : relancez ; si cela se répète, transmettez à votre service "
                f"informatique le journal {_kept(journal)}"
            )
        time.sleep(_POLL)
    raise SetupError("L’atelier met trop de temps à démarrer : fermez d’autres programmes, puis relancez.")


def _kept(journal: Path) -> Path:
    """Put the journal of a server that never started where it can be found; nobody's words are in it."""
    kept = Path(tempfile.gettempdir()) / "atelier-journal.txt"
    try:
        kept.write_bytes(journal.read_bytes())
    except OSError:
        return journal
    return kept


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server: kindly, then firmly."""
    if process.stdin:
        process.stdin.close()
    for firmly in (process.terminate, process.kill):
        try:
            process.wait(timeout=_LONGEST_STOP)
        except subprocess.TimeoutExpired:
            firmly()
        else:
            return
    process.wait()


@contextmanager
def running_server(workspace: Workspace, *, port: int = 0) -> Iterator[Server]:
    """Run JupyterLab on a working folder as long as the block lasts.

    Parameters
    ----------
    port
        0 for a free one.

    Raises
    ------
    InputError
        The port is taken.
    SetupError
        The server does not start.
    """
    token = secrets.token_urlsafe(24)
    # Signatures, keys of kernels, journal: nothing of them outlives the server.
    with tempfile.TemporaryDirectory(prefix="atelier-", ignore_cleanup_errors=True) as place:
        private = Path(place)
        journal = private / "journal.txt"
        sign_notebooks(workspace.folder, private / "data")
        process = _start(workspace, private, journal, port, token)
        try:
            yield Server(_wait_until_ready(process, private / "runtime", journal, port), token, process)
        finally:
            _stop(process)


def open_workbench(folder: Path | None = None, *, port: int = 0, browser: bool = True) -> int:
    """Open the workbench in the browser and wait until the user stops it.

    Parameters
    ----------
    folder
        Working folder, created if needed; see `workspace.default_folder` when None.
    port
        0 for a free one.
    browser
        Whether to open a browser; the address is printed in any case.

    Returns
    -------
    int
        0 when the user stopped it, 1 when it ended by itself.

    Raises
    ------
    ParticipationError
        The folder or the port cannot be used, or the installation is damaged.
    """
    if not 0 <= port <= 65535:
        raise InputError("Le port est un nombre de 0 à 65535 ; 0 en choisit un tout seul.", setting="port")
    workspace = prepare_workspace(folder)
    _say(f"Dossier de travail : {workspace.folder}")
    for name in workspace.kept:
        _say(f"Votre version de {name} a été gardée telle quelle.")
    _say("Ouverture de l’atelier, quelques secondes…")
    with _ended_by_signals():
        try:
            with running_server(workspace, port=port) as server:
                _say(f"\nL’atelier est ouvert à cette adresse, sur ce poste seulement :\n  {server.url}")
                _say("Pour l’arrêter : Ctrl-C dans cette fenêtre. Vos fichiers restent dans le dossier de travail.\n")
                if browser:
                    # Some browsers only give control back when they are closed.
                    threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
                while server.process.poll() is None:
                    time.sleep(_POLL)
        except KeyboardInterrupt:
            _say("\nL’atelier est arrêté ; vos fichiers sont gardés.")
            return 0
    _say("L’atelier s’est arrêté de lui-même ; relancez la même commande pour le rouvrir.")
    return 1


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Make a closed terminal or a polite kill end like Ctrl-C, so that the server is stopped too."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
