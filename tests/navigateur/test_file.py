"""The queue in a real browser, with the keyboard alone."""

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

ANSWERED = "words => document.querySelector('.pq-card .pq-text').textContent !== words"


def in_sight(page: Any) -> str:
    words: str = page.locator(".pq-card .pq-text").text_content()
    return words


def press(page: Any, key: str) -> str:
    """Press a key that leaves the idea in sight, and give that idea."""
    before = in_sight(page)
    page.keyboard.press(key)
    page.wait_for_function(ANSWERED, arg=before)
    assert page.evaluate("document.activeElement.classList.contains('pq-card')")
    return before


def said(page: Any, words: str) -> None:
    page.get_by_role("status").filter(has_text=re.compile(words)).first.wait_for()


def reach_the_idea(page: Any) -> None:
    """Go to the idea with the Tab key."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('pq-card')"):
            return
    raise AssertionError("the idea cannot be reached with the keyboard")


def test_the_queue_with_the_keyboard_alone(
    visitor: Visitor,
    workspace: Workspace,
    running_review: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    with running_review("a_relire") as address:
        page.goto(address)
        page.locator(".pq-card .pq-text").wait_for()
        assert barriers(page) == []
        reach_the_idea(page)

        answered = [press(page, key) for key in ("1", "2", "Space", "1", "3", "Space", "1", "1", "2", "Space") * 2]
        assert len(set(answered)) == 20
        said(page, "Ensuite")

        # Back to the last one, which says where it is, then on again.
        here = in_sight(page)
        press(page, "ArrowLeft")
        assert in_sight(page) == answered[-1]
        assert page.get_by_role("heading", name="Idée déjà relue").count() == 1
        assert barriers(page) == []
        press(page, "ArrowRight")
        assert in_sight(page) == here

        # A skipped idea does not come back at once.
        assert press(page, "ArrowRight") == here

        # A new theme, its name typed with figures in it; then undone.
        page.keyboard.press("0")
        page.get_by_label("Nom du thème").wait_for()
        assert barriers(page) == []
        page.keyboard.type("Cours d'eau 2026")
        named = press(page, "Enter")
        said(page, "Thème «.Cours d’eau 2026.» créé")
        page.keyboard.press("Control+z")
        page.wait_for_function("words => document.querySelector('.pq-card .pq-text').textContent === words", arg=named)
        page.wait_for_function("() => document.activeElement.classList.contains('pq-card')")

        # Another theme, found by a part of its name; given up, then taken.
        page.keyboard.press("a")
        field = page.get_by_role("combobox", name=re.compile("Commencez à écrire"))
        field.wait_for()
        page.keyboard.type("ecol")
        assert page.get_by_role("option", selected=True).inner_text().startswith("École")
        assert barriers(page) == []
        page.keyboard.press("Escape")
        assert in_sight(page) == named
        page.keyboard.press("a")
        page.keyboard.type("ECOL")
        assert press(page, "Enter") == named
        said(page, "dans «.École.»")

        # Aside, with a reason.
        page.keyboard.press("e")
        page.get_by_label(re.compile("Pourquoi")).wait_for()
        assert barriers(page) == []
        page.keyboard.type("illisible")
        press(page, "Enter")
        said(page, "écartée")

        # A box is unticked with its own key; the idea it holds goes on waiting.
        while page.locator(".pq-row input").count() == 0:
            press(page, "ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "checkbox"
        here = in_sight(page)
        page.keyboard.press("Space")
        assert not page.locator(".pq-row input").first.is_checked()
        assert in_sight(page) == here
        press(page, "1")

        # Another page finds everything where it was left.
        page.locator(".pq[data-saved='yes']").wait_for()
        counted = page.locator(".pq-progress").text_content().split(",")[0]
        page.reload()
        page.locator(".pq-card .pq-text").wait_for()
        assert page.locator(".pq-progress").text_content().split(",")[0] == counted
        assert page.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0
    assert visitor.outside == []
    # Leaving a page, it tells Voilà to stop its kernel, without the mark that Voilà asks for: it is refused.
    assert [address for address in visitor.failed if "/voila/api/shutdown/" not in address] == []
    with open_dossier(workspace.folder / "dossier") as dossier:
        review = Review.of(dossier.batches(), dossier.decisions())
    assert review.counts.set_aside >= 1
    assert "Cours d’eau 2026" not in {theme.label for theme in review.themes.values()}
    assert review.counts.reviewed >= 23
