"""Starting and stopping the workbench for good: one server, then none."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from participation_lib.errors import InputError
from participation_lib.workbench.launch import open_workbench, running_server
from participation_lib.workbench.workspace import Workspace, prepare_workspace

ON_WINDOWS = os.name == "nt"


def answer(url: str) -> tuple[int, str]:
    """Ask a page of a server of this machine."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8")
    finally:
        connection.close()


def is_open(url: str) -> bool:
    parts = urlsplit(url)
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname or "", parts.port or 0)) == 0


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return prepare_workspace(tmp_path / "atelier à moi")


def test_a_server_lasts_as_long_as_its_block_and_asks_for_its_token(workspace: Workspace) -> None:
    with running_server(workspace) as server:
        assert server.base_url.startswith("http://127.0.0.1:")
        status, page = answer(server.url)
        assert status == 200
        assert "jupyter-config-data" in page
        settings = f"{server.base_url}/lab/api/settings/@jupyterlab/translation-extension:plugin"
        assert '"fr_FR"' in answer(f"{settings}?token={server.token}")[1]
        assert "Fichier" in answer(f"{server.base_url}/lab/api/translations/fr_FR?token={server.token}")[1]
        assert answer(f"{server.base_url}/api/contents?token=faux")[0] == 403
        assert answer(f"{server.base_url}/api/contents?token={server.token}")[0] == 200
    assert server.process.returncode == 0
    assert not is_open(server.base_url)


def test_a_port_that_is_taken_is_said(workspace: Workspace) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(InputError, match=f"port {port} est déjà pris"),
            running_server(workspace, port=port),
        ):
            pass


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_does_not_exist_is_said(port: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="65535"):
        open_workbench(tmp_path, port=port, browser=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(ON_WINDOWS, reason="Ctrl-C s'envoie autrement sous Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_it_is_stopped_no_server_is_left(number: signal.Signals, tmp_path: Path) -> None:
    journal = tmp_path / "dit.txt"
    command = [
        sys.executable,
        "-m",
        "participation_lib",
        "atelier",
        "--sans-navigateur",
        "--dossier",
        str(tmp_path / "a"),
    ]
    with journal.open("wb") as output:
        process = subprocess.Popen(command, stderr=output, stdout=output, stdin=subprocess.DEVNULL)
    try:
        found = None
        while found is None and process.poll() is None:
            found = re.search(r"http://\S+", journal.read_text(encoding="utf-8"))
            time.sleep(0.1)
        assert found, journal.read_text(encoding="utf-8")
        url = found.group(0)
        assert answer(url)[0] == 200
        process.send_signal(number)
        code = process.wait(timeout=120)
    finally:
        process.kill()
        process.wait()
    if number != signal.SIGKILL:
        assert code == 0
        assert "L’atelier est arrêté" in journal.read_text(encoding="utf-8")
    limit = time.monotonic() + 60
    while is_open(url) and time.monotonic() < limit:
        time.sleep(0.2)
    assert not is_open(url)
