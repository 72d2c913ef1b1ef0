"""The guided tour in a real browser: JupyterLab's app view, then Voilà. Nothing leaves the machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from participation_lib.workbench.launch import CONFIGURATION, running_server
from participation_lib.workbench.workspace import FIRST_NOTEBOOK, Workspace, prepare_workspace

pytestmark = pytest.mark.navigateur

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOCAL = re.compile(r"^(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|^(data|blob|about):")
PATIENCE = 300_000  # milliseconds; a loaded machine is slow, and a failure says what it waited for
HOSTILE = "Planter des tilleuls <script>window.intrus = 1</script> & <b>vite</b>"


@dataclass
class Visitor:
    """A page, and what it asked of the outside (refused)."""

    page: Any
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("Chromium est absent : les essais dans un vrai navigateur sont omis")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright est absent")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Any) -> Iterator[Visitor]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    found = Visitor(context.new_page())

    def sort(route: Any) -> None:
        if LOCAL.match(route.request.url):
            route.continue_()
        else:
            found.outside.append(route.request.url)
            route.abort()

    context.route("**/*", sort)
    found.page.on("websocket", lambda ws: None if LOCAL.match(ws.url) else found.outside.append(ws.url))
    found.page.on("pageerror", lambda error: found.failed.append(str(error)))
    found.page.on("response", lambda answer: found.failed.append(answer.url) if answer.status >= 400 else None)
    yield found
    context.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return prepare_workspace(tmp_path / "atelier")


@contextmanager
def running_voila(workspace: Workspace, private: Path) -> Iterator[str]:
    """Run Voilà alone on the guided tour, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "JUPYTER_PATH": str(CONFIGURATION.parents[1] / "share" / "jupyter"),
        **{f"JUPYTER_{name}_DIR": str(private / name) for name in ("CONFIG", "DATA", "RUNTIME")},
        "IPYTHONDIR": str(private / "ipython"),
    }
    command = [
        sys.executable,
        "-m",
        "voila",
        FIRST_NOTEBOOK,
        "--no-browser",
        "--template=participation",
        f"--port={port}",
        "--Voila.ip=127.0.0.1",
    ]
    private.mkdir()
    with (private / "journal.txt").open("wb") as journal:
        process = subprocess.Popen(
            command,
            cwd=workspace.folder,
            env=environment,
            stdout=journal,
            stderr=journal,
            stdin=subprocess.DEVNULL,
        )
    try:
        limit = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < limit and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run_the_tour(page: Any, view: Any, downloads: Path) -> None:
    """Do what the notebook tells to do, with the keyboard where it can be done so."""
    start = view.get_by_role("button", name="Lancer la synthèse")
    start.wait_for()
    chosen = view.get_by_label("Fichier à lire").locator("option:checked")
    assert chosen.inner_text().endswith("pleniere_nature.csv")
    start.focus()
    page.keyboard.press("Enter")
    view.get_by_role("status").filter(has_text=re.compile(r"Étape \d sur 5")).first.wait_for()
    view.get_by_role("status").filter(has_text="Synthèse terminée").wait_for()
    assert view.get_by_role("row", name=re.compile("Total lu.*240")).count() == 1
    assert view.get_by_role("img", name=re.compile("Barres horizontales")).count() == 1
    assert view.get_by_role("table", name="Idées par thème").get_by_role("rowheader").count() > 3

    themes = view.get_by_label("Thème à lire")
    chosen = themes.locator("option").nth(1).inner_text()
    themes.select_option(label=chosen)
    label = r"\s".join(re.escape(word) for word in re.split(r"\s\(\d", chosen)[0].split())
    ideas = view.get_by_role("table", name=re.compile(f"Idées du thème.*{label}"))
    assert ideas.get_by_role("rowheader").first.inner_text()

    sentence = view.locator("details.pl-sentence").nth(1)
    assert not sentence.locator("li").first.is_visible()
    sentence.locator("summary").focus()
    page.keyboard.press("Enter")
    sentence.locator("li").first.wait_for(state="visible")

    view.get_by_role("button", name="Word").click()
    link = view.get_by_role("link", name=re.compile(r"Télécharger synthese\.docx"))
    link.wait_for()
    with page.expect_download() as download:
        link.click()
    saved = downloads / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "synthese.docx"
    with zipfile.ZipFile(saved) as document:
        assert "Synthèse des contributions" in document.read("word/document.xml").decode("utf-8")
    assert view.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0


def test_in_the_app_view_of_jupyterlab(visitor: Visitor, workspace: Workspace, tmp_path: Path) -> None:
    with running_server(workspace) as server:
        visitor.page.goto(server.url)
        run_the_tour(visitor.page, visitor.page.frame_locator("iframe"), tmp_path)
        assert visitor.page.get_by_role("menuitem", name="Fichier").count() == 1
        assert visitor.page.get_by_role("dialog").count() == 0
    assert visitor.outside == []
    assert visitor.failed == []
    assert (workspace.folder / "exports" / "pleniere_nature" / "synthese.docx").is_file()


def test_in_voila(visitor: Visitor, workspace: Workspace, tmp_path: Path) -> None:
    page = visitor.page
    with running_voila(workspace, tmp_path / "prive") as address:
        page.goto(address)
        run_the_tour(page, page, tmp_path)
        assert page.evaluate("document.documentElement.lang") == "fr"
        assert page.title().startswith("Visite guidée")
        assert page.locator("main h1").count() == 1
        send_files(page, workspace, tmp_path)
    assert visitor.outside == []
    assert visitor.failed == []


def send_files(page: Any, workspace: Workspace, tmp_path: Path) -> None:
    """Send what must be refused, what is too large for one message, and what would like to run."""
    files = {
        "photo.png": b"pas un tableau",
        "gros.csv": b"texte\n" + b"Planter des arbres dans la cour\n" * 600_000,
        "hostile.csv": f"texte\n{HOSTILE}\nPlus de bancs\nDes arbres et des bancs\n".encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    chooser = page.get_by_label(re.compile("Ajouter un fichier"))
    chooser.set_input_files(tmp_path / "photo.png")
    page.get_by_role("alert").filter(has_text="type accepté").wait_for()
    chooser.set_input_files(tmp_path / "gros.csv")
    page.get_by_role("status").filter(has_text="gros.csv").wait_for()
    assert (workspace.folder / "data" / "gros.csv").read_bytes() == files["gros.csv"]
    chooser.set_input_files(tmp_path / "hostile.csv")
    page.get_by_role("status").filter(has_text="hostile.csv").wait_for()
    assert page.get_by_label("Fichier à lire").locator("option:checked").inner_text() == "hostile.csv"
    page.get_by_role("button", name="Lancer la synthèse").click()
    page.get_by_role("row", name=re.compile("Total lu.*3$")).wait_for()
    page.get_by_role("status").filter(has_text="Synthèse terminée").wait_for()
    assert "<script>window.intrus = 1</script>" in (page.locator("main").text_content() or "")
    assert page.evaluate("window.intrus") is None
