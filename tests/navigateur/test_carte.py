"""The map in a real browser: a lasso, then the same with the list and the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.dossier import open_dossier
from participation_lib.review.review import Review
from participation_lib.workbench.workspace import Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

PLACES = "() => [...document.querySelectorAll('.pm-dot')].map(dot => dot.getAttribute('transform').split(')')[0])"


def surround(page: Any, *, adding: bool = False, left: float = 0.55, n_corners: int = 4) -> None:
    """Draw a lasso around a part of the picture; a box goes from its first corner to the third."""
    page.locator(".pm-picture").evaluate("picture => picture.scrollIntoView({ block: 'end' })")
    box = page.locator(".pm-picture").bounding_box()
    corners = [(left, 0.2), (left + 0.25, 0.2), (left + 0.25, 0.7), (left, 0.7)]
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    if adding:
        page.keyboard.down("Control")
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:n_corners]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()
    if adding:
        page.keyboard.up("Control")


def chosen(page: Any) -> int:
    words = page.locator(".pm-count").text_content()
    return int(found.group()) if (found := re.match(r"\d+", words)) else 0


def said(page: Any, words: str) -> None:
    page.get_by_role("status").filter(has_text=re.compile(words)).first.wait_for()


def review_of(workspace: Workspace) -> Review:
    with open_dossier(workspace.folder / "dossier") as dossier:
        return Review.of(dossier.batches(), dossier.decisions())


def test_the_map(
    visitor: Visitor,
    workspace: Workspace,
    running_review: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    with running_review("carte") as address:
        page.goto(address)
        page.locator(".pm-dot").nth(100).wait_for()
        assert barriers(page) == []
        with_the_mouse(page, barriers)
        with_the_keyboard(page, barriers)
        assert page.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0
    assert visitor.outside == []
    assert visitor.failed == []
    review = review_of(workspace)
    (created,) = [theme for theme in review.themes.values() if theme.label == "Bord de l’eau"]
    assert len([idea for idea in review.by_theme[created.theme_id] if idea.settled]) >= 3
    assert review.counts.set_aside == 1


def with_the_mouse(page: Any, barriers: Callable[[Any], list[str]]) -> None:
    before = page.evaluate(PLACES)
    surround(page)
    first = chosen(page)
    assert first > 2
    assert page.locator(".pm-dot.pm-chosen").count() == first
    assert page.locator(".pm-row input:checked").count() == min(first, 50)
    surround(page, adding=True, left=0.3)
    assert chosen(page) > first
    surround(page)
    assert chosen(page) == first
    met = page.locator(".pm-dot.pm-chosen").first.bounding_box()
    page.mouse.move(met["x"] + met["width"] / 2, met["y"] + met["height"] / 2)
    page.locator(".pm-card .pm-words").wait_for()
    assert barriers(page) == []
    page.get_by_label("encadrer").check()
    surround(page, n_corners=3)
    assert chosen(page) >= first
    total = chosen(page)
    page.get_by_label("Déplacer la sélection vers").select_option(label="Nouveau thème…")
    page.get_by_role("button", name="Déplacer", exact=True).click()
    page.get_by_role("alert").filter(has_text="Écrivez d’abord son nom").wait_for()
    assert barriers(page) == []
    page.get_by_label("Nom du nouveau thème").fill("Bord de l’eau")
    page.keyboard.press("Enter")
    said(page, f"Thème «.Bord de l’eau.» créé, avec {total} idées")
    assert chosen(page) == 0
    assert page.evaluate(PLACES) == before
    page.get_by_role("button", name=re.compile("Bord de l’eau")).click()
    assert page.locator(".pm-dot.pm-dim").count() > 0
    page.evaluate("scrollTo(0, 0)")  # what has passed under the frame is no target
    assert barriers(page) == []
    page.get_by_role("button", name=re.compile("Bord de l’eau")).click()
    page.get_by_role("button", name="Agrandir").click()
    page.get_by_role("button", name="Tout voir").click()
    page.wait_for_function(f"before => JSON.stringify(({PLACES})()) === JSON.stringify(before)", arg=before)


def with_the_keyboard(page: Any, barriers: Callable[[Any], list[str]]) -> None:
    """Choose a theme, tick ideas, move them; then set one aside: no mouse."""
    page.mouse.move(1, 1)  # on no dot, wherever the page goes
    which = page.get_by_label("Idées à lister")
    which.focus()
    page.keyboard.type("Bord de")
    page.locator(".pm-row").nth(2).wait_for()
    page.keyboard.press("Tab")  # « Cocher toute la liste »
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    assert chosen(page) == 2
    assert page.locator(".pm-card .pm-words").text_content() == page.locator(".pm-row .pm-words").nth(1).text_content()
    assert barriers(page) == []
    target = page.get_by_label("Déplacer la sélection vers")
    target.focus()
    page.keyboard.type("Barbecues")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said(page, "2 idées dans «.Barbecues.»")
    assert chosen(page) == 0

    which.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    aside = page.get_by_role("button", name="Écarter…")
    aside.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.type === 'text'")
    page.evaluate("scrollTo(0, 0)")  # what the head of the page covers in part is too small to be hit, for axe
    assert barriers(page) == []
    page.keyboard.type("illisible")
    page.keyboard.press("Enter")
    said(page, "1 idée écartée")
