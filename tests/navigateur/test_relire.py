"""The review in a real browser, in JupyterLab then alone. What is decided outlives the page and the kernel."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.workbench.launch import Server, running_server
from participation_lib.workbench.workspace import FIRST_NOTEBOOK, Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

REVIEW = "notebooks/02_relire.ipynb"
NAME = "Ombre <b>et</b> fraîcheur"
PANELS = ("Thèmes", "Tableau", "À relire", "Carte", "Données personnelles", "Deux relectures", "Historique")


def panel_button(view: Any, name: str) -> Any:
    return view.get_by_role("navigation", name="Panneaux de la relecture").get_by_role("button", name=name)


def counts(view: Any) -> str:
    text: str = view.locator(".pl-head-counts").inner_text()
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    assert numbers[0] == sum(numbers[1:])
    return text


def labels(view: Any) -> list[str]:
    found: list[str] = view.locator(".pl-theme-name").all_inner_texts()
    return found


def state_of(view: Any) -> tuple[list[str], str]:
    """Give the names of the themes and the counts, once the panel of themes is in the page."""
    panel_button(view, "Thèmes").click()
    view.locator(".pl-theme-name").first.wait_for()
    return labels(view), counts(view)


def said(view: Any, words: str) -> None:
    view.get_by_role("status").filter(has_text=re.compile(words)).first.wait_for()


def make_a_dossier(page: Any, view: Any, barriers: Callable[[], list[str]]) -> None:
    view.get_by_role("button", name="Créer le dossier").wait_for()
    assert barriers() == []
    view.get_by_label("Vos initiales").fill("CM")
    view.get_by_label("Nom du dossier").fill("Plénière")
    view.get_by_role("button", name="Créer le dossier").focus()
    page.keyboard.press("Enter")
    view.get_by_role("status").filter(has_text=re.compile(r"Étape \d sur 4")).first.wait_for()
    view.locator(".pl-theme-name").first.wait_for()
    view.locator(".pl-head-title:focus").wait_for()


def open_the_dossier(page: Any, view: Any) -> None:
    view.get_by_role("button", name="Ouvrir le dossier").focus()
    page.keyboard.press("Enter")
    view.locator(".pl-theme-name").first.wait_for()


def rename(page: Any, view: Any, rank: int) -> None:
    """Rename a theme with the keyboard alone; a first try is given up."""
    before = labels(view)
    view.get_by_role("button", name="Renommer").nth(rank).focus()
    page.keyboard.press("Enter")
    view.locator("input:focus").wait_for()
    page.keyboard.type("autre chose")
    page.keyboard.press("Escape")
    assert labels(view) == before
    page.keyboard.press("Enter")  # the button has the keyboard again
    view.locator("input:focus").wait_for()
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    said(view, "Thème renommé en")
    view.get_by_role("rowheader", name=NAME).wait_for()
    assert view.locator(".pl-theme-name b").count() == 0


def review(page: Any, barriers: Callable[[Any], list[str]]) -> None:
    """Rename, merge, undo, look at each panel."""
    n_themes, at_first = len(labels(page)), counts(page)
    rename(page, page, 3)
    merge(page, 0)
    assert len(labels(page)) == n_themes - 1
    assert barriers(page) == []
    page.keyboard.press("Control+z")
    said(page, "Annulé.*Fusion")
    wait_for_themes(page, n_themes)
    page.keyboard.press("Control+y")
    said(page, "Rétabli.*Fusion")
    wait_for_themes(page, n_themes - 1)
    assert counts(page) == at_first
    split(page, barriers)
    page.get_by_role("button", name=re.compile("^Annuler"), exact=True).first.click()
    said(page, "Annulé.*Scission")
    wait_for_themes(page, n_themes - 1)
    for name in PANELS:
        panel_button(page, name).focus()
        page.keyboard.press("Enter")
        page.locator("[aria-current=true]").filter(has_text=name).wait_for()
        assert page.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0
        assert barriers(page) == []
    undo_from_the_history(page)
    go_from_panel_to_panel(page)


def merge(page: Any, rank: int) -> None:
    """Merge a theme into another with the keyboard alone."""
    before = len(labels(page))
    more = page.get_by_role("button", name=re.compile("^Plus")).nth(rank)
    more.focus()
    page.keyboard.press("Enter")
    others = page.get_by_label("Fusionner avec")
    others.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.get_by_role("status").filter(has_text="disparaîtra").wait_for()
    confirm = page.get_by_role("button", name="Confirmer la fusion")
    for _ in range(10):
        page.keyboard.press("Tab")
        if confirm.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    said(page, "fusionné dans")
    wait_for_themes(page, before - 1)


def wait_for_themes(page: Any, number: int) -> None:
    page.wait_for_function("n => document.querySelectorAll('.pl-theme-name').length === n", arg=number)


def split(page: Any, barriers: Callable[[Any], list[str]]) -> None:
    """Split the largest theme in two, one idea being put back by hand."""
    before = len(labels(page))
    page.get_by_role("button", name=re.compile("^Plus")).first.click()
    page.get_by_role("button", name="Scinder en deux").click()
    parts = page.locator(".pl-split-part")
    parts.nth(1).wait_for()
    taken = parts.nth(1).locator("li").count()
    choice = parts.nth(1).get_by_role("combobox").first
    choice.select_option(index=0)
    assert parts.nth(1).locator("li").count() == taken - 1
    assert barriers(page) == []
    page.get_by_role("button", name="Scinder ainsi").click()
    said(page, "scindé")
    wait_for_themes(page, before + 1)


def undo_from_the_history(page: Any) -> None:
    lines = page.locator(".pl-lines li")
    renaming = lines.filter(has_text="renommé en").filter(has_not_text="Annulation")
    renaming.get_by_role("button", name="Annuler").focus()
    page.keyboard.press("Enter")
    said(page, "Annulé.*renommé")
    renaming.get_by_text("annulé", exact=True).wait_for()
    assert renaming.locator("s").count() == 1
    renaming.get_by_role("button", name="Rétablir").focus()
    page.keyboard.press("Enter")
    said(page, "Rétabli.*renommé")


def go_from_panel_to_panel(page: Any) -> None:
    """Open a theme on the board, then the queue: the keyboard is on the idea at once."""
    panel_button(page, "Thèmes").click()
    last = page.get_by_role("row").filter(has=page.locator(".pl-theme-name")).last
    name = last.locator(".pl-theme-name").inner_text()
    last.get_by_role("button", name="Voir les idées").click()
    page.locator(".pb-column-head:focus").filter(has_text=name).wait_for()
    panel_button(page, "À relire").focus()
    page.keyboard.press("Enter")
    page.locator("[data-pl-start]:focus").wait_for()


def lose_the_kernel(page: Any, server: Server) -> None:
    """Stop the kernel of the page; those of the pages that were left are stopped already."""

    def ask(method: str, place: str) -> Any:
        return page.request.fetch(f"{server.base_url}/api/kernels{place}?token={server.token}", method=method)

    for _ in range(100):
        kernels = ask("GET", "").json()
        if len(kernels) == 1:
            break
        page.wait_for_timeout(100)
    assert len(kernels) == 1
    assert ask("DELETE", f"/{kernels[0]['id']}").ok


def test_a_dossier_made_in_jupyterlab_outlives_its_page_and_its_kernel(
    visitor: Visitor, workspace: Workspace, barriers: Callable[[Any], list[str]]
) -> None:
    page = visitor.page
    view = page.frame_locator("iframe")

    def inside() -> Any:
        return page.locator("iframe").element_handle().content_frame()

    with running_server(workspace) as server:
        page.goto(server.url)
        # From the first page she sees, by its link; the list of files at the left leads there too.
        view.get_by_role("link", name="relecture").click()
        view.get_by_role("heading", name="Relecture", level=1).wait_for()
        page.goto(server.url.replace(FIRST_NOTEBOOK.rpartition("/")[2], REVIEW.rpartition("/")[2]))
        make_a_dossier(page, view, lambda: barriers(inside()))
        rename(page, view, 3)
        page.keyboard.press("Control+z")
        said(view, "Annulé.*renommé")
        page.keyboard.press("Control+y")
        said(view, "Rétabli.*renommé")
        before = state_of(view)
        assert NAME in before[0]
        assert barriers(inside()) == []
        lose_the_kernel(page, server)
        page.reload()
        open_the_dossier(page, view)
        assert state_of(view) == before
        assert page.get_by_role("dialog").count() == 0
    assert visitor.outside == []
    assert (workspace.folder / "data" / "dossiers" / "Plénière" / "dossier.sqlite").is_file()


def test_every_panel(
    visitor: Visitor,
    workspace: Workspace,
    plenary_dossier: Path,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    shutil.copytree(plenary_dossier, workspace.folder / "data" / "dossiers" / "Plénière")
    with running_voila(REVIEW) as address:
        page.goto(address)
        page.get_by_label("Vos initiales").fill("CM")
        open_the_dossier(page, page)
        stays_in_sight(page)
        review(page, barriers)
        before = state_of(page)
        page.reload()
        open_the_dossier(page, page)
        assert state_of(page) == before
    assert visitor.outside == []
    assert visitor.failed == []


def stays_in_sight(page: Any) -> None:
    """Move down with the wheel: the page moves, its head does not go."""
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 600)
    page.wait_for_function("window.scrollY > 500")
    box = page.locator(".pl-head-title").bounding_box()
    assert 0 <= box["y"] < 60
