"""The guided tour in a real browser, in JupyterLab then alone. Nothing leaves the machine."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.workbench.launch import running_server
from participation_lib.workbench.workspace import FIRST_NOTEBOOK, Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

HOSTILE = "Planter des tilleuls <script>window.intrus = 1</script> & <b>vite</b>"


def run_the_tour(page: Any, view: Any, downloads: Path, barriers: Callable[[], list[str]]) -> None:
    """Do what the notebook tells to do, with the keyboard where it can be done so."""
    start = view.get_by_role("button", name="Lancer la synthèse")
    start.wait_for()
    chosen = view.get_by_label("Fichier à lire").locator("option:checked")
    assert chosen.inner_text().endswith("pleniere_nature.csv")
    # Regions are there before they have something to say, or it would not be read aloud.
    view.get_by_role("alert").nth(2).wait_for(state="attached")
    assert barriers() == []
    make_a_mistake(page, view, start)
    assert barriers() == []
    start.focus()
    page.keyboard.press("Enter")
    view.get_by_role("status").filter(has_text=re.compile(r"Étape \d sur 5")).first.wait_for()
    view.get_by_role("status").filter(has_text="Synthèse terminée").wait_for()
    assert view.get_by_role("row", name=re.compile("Total lu.*240")).count() == 1
    assert view.get_by_role("img", name=re.compile("Barres horizontales")).count() == 1
    assert view.get_by_role("table", name="Idées par thème").get_by_role("rowheader").count() > 3
    assert barriers() == []

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
    for more in view.locator("details.pl-more > summary").all():
        more.click()

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
    assert barriers() == []


def make_a_mistake(page: Any, view: Any, start: Any) -> None:
    """Ask for a column that is not there, then correct it where the page leads."""
    view.get_by_role("button", name="Afficher les réglages facultatifs").click()
    column = view.get_by_label("Nom de la colonne des contributions")
    column.fill("Avis des marmottes")
    start.click()
    view.get_by_role("alert").filter(has_text=re.compile(r"n’a pas de colonne «\sAvis des marmottes\s»")).wait_for()
    view.locator("input:focus").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    assert column.input_value() == ""


def test_barriers_are_seen(visitor: Visitor, barriers: Callable[[Any], list[str]]) -> None:
    visitor.page.set_content("<html lang='fr'><title>Essai</title><main><h1>Essai</h1><img src='data:,'></main>")
    assert [re.match(r"[\w-]+", barrier)[0] for barrier in barriers(visitor.page)] == ["image-alt"]


def test_in_the_app_view_of_jupyterlab(
    visitor: Visitor, workspace: Workspace, tmp_path: Path, barriers: Callable[[Any], list[str]]
) -> None:
    page = visitor.page
    with running_server(workspace) as server:
        page.goto(server.url)
        frame = page.locator("iframe").element_handle().content_frame()
        run_the_tour(page, page.frame_locator("iframe"), tmp_path, lambda: barriers(frame))
        assert page.get_by_role("menuitem", name="Fichier").count() == 1
        assert page.get_by_role("dialog").count() == 0
    assert visitor.outside == []
    assert visitor.failed == []
    assert (workspace.folder / "exports" / "pleniere_nature" / "synthese.docx").is_file()


def test_files_she_adds(
    visitor: Visitor,
    workspace: Workspace,
    tmp_path: Path,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    with running_voila(FIRST_NOTEBOOK) as address:
        page.goto(address)
        page.get_by_role("button", name="Lancer la synthèse").wait_for()
        assert page.evaluate("document.documentElement.lang") == "fr"
        assert page.title().startswith("Visite guidée")
        assert page.locator("main h1").count() == 1
        send_files(page, workspace, tmp_path)
        assert barriers(page) == []
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
