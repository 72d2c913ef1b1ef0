"""The review in a real browser: JupyterLab's app view, then Voilà. What is decided outlives the page and the kernel."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.workbench.launch import running_server
from participation_lib.workbench.workspace import FIRST_NOTEBOOK, Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

REVIEW = "notebooks/02_relire.ipynb"
NAME = "Ombre <b>et</b> fraîcheur"
PANELS = ("Thèmes", "Tableau", "À relire", "Carte", "Deux relectures", "Historique")


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


def review(page: Any, view: Any, frame: Any, barriers: Callable[[], list[str]]) -> None:
    """Rename, merge, undo, look at each panel."""
    n_themes, at_first = len(labels(view)), counts(view)
    rename(page, view, 3)
    merge(page, view, frame, 0)
    assert len(labels(view)) == n_themes - 1
    assert barriers() == []
    page.keyboard.press("Control+z")
    said(view, "Annulé.*Fusion")
    wait_for_themes(frame, n_themes)
    page.keyboard.press("Control+y")
    said(view, "Rétabli.*Fusion")
    wait_for_themes(frame, n_themes - 1)
    assert counts(view) == at_first
    split(page, view, frame, barriers)
    view.get_by_role("button", name=re.compile("^Annuler"), exact=True).first.click()
    said(view, "Annulé.*Scission")
    wait_for_themes(frame, n_themes - 1)
    for name in PANELS:
        panel_button(view, name).focus()
        page.keyboard.press("Enter")
        view.locator("[aria-current=true]").filter(has_text=name).wait_for()
        assert view.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0
        assert barriers() == []
    undo_from_the_history(page, view)
    go_from_panel_to_panel(page, view)


def merge(page: Any, view: Any, frame: Any, rank: int) -> None:
    """Merge a theme into another with the keyboard alone."""
    before = len(labels(view))
    more = view.get_by_role("button", name=re.compile("^Plus")).nth(rank)
    more.focus()
    page.keyboard.press("Enter")
    others = view.get_by_label("Fusionner avec")
    others.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    view.get_by_role("status").filter(has_text="disparaîtra").wait_for()
    confirm = view.get_by_role("button", name="Confirmer la fusion")
    for _ in range(10):
        page.keyboard.press("Tab")
        if confirm.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    said(view, "fusionné dans")
    wait_for_themes(frame, before - 1)


def wait_for_themes(frame: Any, number: int) -> None:
    frame.wait_for_function("n => document.querySelectorAll('.pl-theme-name').length === n", arg=number)


def split(page: Any, view: Any, frame: Any, barriers: Callable[[], list[str]]) -> None:
    """Split the largest theme in two, one idea being put back by hand."""
    before = len(labels(view))
    view.get_by_role("button", name=re.compile("^Plus")).first.click()
    view.get_by_role("button", name="Scinder en deux").click()
    parts = view.locator(".pl-split-part")
    parts.nth(1).wait_for()
    taken = parts.nth(1).locator("li").count()
    choice = parts.nth(1).get_by_role("combobox").first
    choice.select_option(index=0)
    assert parts.nth(1).locator("li").count() == taken - 1
    assert barriers() == []
    view.get_by_role("button", name="Scinder ainsi").click()
    said(view, "scindé")
    wait_for_themes(frame, before + 1)


def undo_from_the_history(page: Any, view: Any) -> None:
    lines = view.locator(".pl-lines li")
    renaming = lines.filter(has_text="renommé en").filter(has_not_text="Annulation")
    renaming.get_by_role("button", name="Annuler").focus()
    page.keyboard.press("Enter")
    said(view, "Annulé.*renommé")
    renaming.get_by_text("annulé", exact=True).wait_for()
    assert renaming.locator("s").count() == 1
    renaming.get_by_role("button", name="Rétablir").focus()
    page.keyboard.press("Enter")
    said(view, "Rétabli.*renommé")


def go_from_panel_to_panel(page: Any, view: Any) -> None:
    """Open a theme on the board, then the queue: the keyboard is on the idea at once."""
    panel_button(view, "Thèmes").click()
    last = view.get_by_role("row").filter(has=view.locator(".pl-theme-name")).last
    name = last.locator(".pl-theme-name").inner_text()
    last.get_by_role("button", name="Voir les idées").click()
    view.locator(".pb-column-head:focus").filter(has_text=name).wait_for()
    panel_button(view, "À relire").focus()
    page.keyboard.press("Enter")
    view.locator("[data-pl-start]:focus").wait_for()


def test_in_the_app_view_of_jupyterlab(
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
        review(page, view, inside(), lambda: barriers(inside()))
        before = state_of(view)
        assert NAME in before[0]
        page.reload()
        open_the_dossier(page, view)
        assert state_of(view) == before
        kernels = page.request.get(f"{server.base_url}/api/kernels?token={server.token}").json()
        assert kernels
        for kernel in kernels:
            page.request.delete(f"{server.base_url}/api/kernels/{kernel['id']}?token={server.token}")
        page.goto(server.url.replace(FIRST_NOTEBOOK.rpartition("/")[2], REVIEW.rpartition("/")[2]))
        open_the_dossier(page, view)
        assert state_of(view) == before
        assert page.get_by_role("dialog").count() == 0
    assert visitor.outside == []


def test_in_voila(
    visitor: Visitor,
    workspace: Workspace,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    with running_voila(REVIEW) as address:
        page.goto(address)
        make_a_dossier(page, page, lambda: barriers(page))
        stays_in_sight(page)
        review(page, page, page, lambda: barriers(page))
        before = state_of(page)
        page.reload()
        open_the_dossier(page, page)
        assert state_of(page) == before
    assert visitor.outside == []
    # Voilà by itself refuses the farewell of a page that is left.
    assert [address for address in visitor.failed if "api/shutdown" not in address] == []
    assert (workspace.folder / "data" / "dossiers" / "Plénière" / "dossier.sqlite").is_file()


def stays_in_sight(page: Any) -> None:
    """Move down with the wheel: the page moves, its head does not go."""
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 600)
    page.wait_for_function("window.scrollY > 500")
    box = page.locator(".pl-head-title").bounding_box()
    assert 0 <= box["y"] < 60
