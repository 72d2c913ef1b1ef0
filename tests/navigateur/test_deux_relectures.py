"""Two reviews compared and settled in a real browser, with the keyboard alone; what is settled outlives the page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.dossier import open_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import Review
from participation_lib.schema import SettleDisagreement
from participation_lib.workbench.workspace import Workspace
from tests.conftest import LetterEncoder

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur


def review_of_a_colleague(folder: Path) -> list[str]:
    """Let BL move six ideas of the largest theme, each a text of its own; give them."""
    with open_dossier(folder) as dossier:
        desk = ReviewDesk(dossier, author="BL", encoder=LetterEncoder(), learns=False)
        first, second, *_ = [theme.theme_id for theme in desk.review.theme_table()]
        texts = {desk.review.text(idea): idea.idea_id for idea in desk.review.by_theme[first]}
        moved = list(texts.values())[:6]
        desk.move(moved, second)
        return moved


def reach(page: Any, name: str) -> None:
    """Go to a control with the Tab key."""
    wanted = page.get_by_role("button", name=name, exact=True)
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"« {name} » cannot be reached with the keyboard")


def wait_for(page: Any, progress: str) -> None:
    page.locator(".pa-progress").filter(has_text=re.compile(rf"{progress}$")).wait_for()


def compare(page: Any) -> None:
    page.get_by_role("button", name="Comparer les deux relectures").wait_for()
    reach(page, "Comparer les deux relectures")
    page.keyboard.press("Enter")
    page.locator(".pa-progress").wait_for()
    page.wait_for_function("() => document.activeElement.textContent === 'Garder le mien'")


def test_two_reviews_with_the_keyboard_alone(
    visitor: Visitor,
    workspace: Workspace,
    plenary_dossier: Path,
    running_review: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    shutil.copytree(plenary_dossier, workspace.folder / "de BL")
    moved = review_of_a_colleague(workspace.folder / "de BL")
    with running_review("deux_relectures") as address:
        page.goto(address)
        page.get_by_role("button", name="Comparer les deux relectures").wait_for()
        assert barriers(page) == []
        compare(page)
        wait_for(page, "6 désaccords, 0 réglé")
        page.get_by_text("Comment lire ces chiffres").focus()
        page.keyboard.press("Enter")
        page.get_by_text("Alpha de Krippendorff").wait_for()
        assert barriers(page) == []

        reach(page, "Garder le mien")
        page.keyboard.press("Enter")
        wait_for(page, "6 désaccords, 1 réglé")
        assert page.evaluate("document.activeElement.textContent") == "Garder le mien"
        reach(page, "Prendre le sien")
        page.keyboard.press("Enter")
        wait_for(page, "6 désaccords, 2 réglés")
        page.get_by_role("status").filter(has_text=re.compile("Ensuite")).first.wait_for(state="attached")
        page.keyboard.press("Control+z")
        wait_for(page, "6 désaccords, 1 réglé")
        page.keyboard.press("Enter")
        wait_for(page, "6 désaccords, 2 réglés")

        # Another theme, chosen with the arrows; then the keyboard is on what comes next.
        reach(page, "Un autre thème…")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.tagName === 'SELECT'")
        page.keyboard.press("End")
        page.get_by_label("Nom du nouveau thème").wait_for()
        assert barriers(page) == []
        page.keyboard.press("Tab")
        page.keyboard.type("Mares <b>et</b> étangs")
        reach(page, "Mettre dans ce thème")
        page.keyboard.press("Enter")
        wait_for(page, "6 désaccords, 3 réglés")
        page.wait_for_function("() => document.activeElement.textContent === 'Garder le mien'")

        # Aside, with a reason; later; from the list.
        reach(page, "Écarter…")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.tagName === 'INPUT'")
        assert barriers(page) == []
        page.keyboard.type("illisible")
        reach(page, "Écarter")
        page.keyboard.press("Enter")
        wait_for(page, "6 désaccords, 4 réglés")
        card = page.locator(".pa-card .pa-text")
        before = card.text_content()
        reach(page, "Décider plus tard")
        page.keyboard.press("Enter")
        page.wait_for_function("words => document.querySelector('.pa-card .pa-text').textContent !== words", arg=before)
        page.get_by_role("listbox", name="Désaccords à régler").focus()
        page.keyboard.press("End")
        page.wait_for_function("words => document.querySelector('.pa-card .pa-text').textContent === words", arg=before)

        # Another page finds everything where it was left.
        page.reload()
        compare(page)
        wait_for(page, "6 désaccords, 4 réglés")
        page.keyboard.press("Enter")
        wait_for(page, "6 désaccords, 5 réglés")
        page.keyboard.press("Enter")
        page.get_by_text("Tous les désaccords sont réglés.").first.wait_for()
        assert page.evaluate("document.activeElement.textContent") == "Comparer avec une autre relecture"
        assert barriers(page) == []
        assert page.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0
    assert visitor.outside == []
    assert visitor.failed == []
    with open_dossier(workspace.folder / "dossier") as dossier:
        review = Review.of(*dossier.snapshot())
    settled = [
        decision
        for decision in review.log
        if isinstance(decision.action, SettleDisagreement) and review.stands(decision.decision_id)
    ]
    assert sorted(name for decision in settled for name in decision.action.idea_ids) == sorted(moved)
    assert {decision.author for decision in settled} == {"Léa"}
    assert "Mares <b>et</b> étangs" in {theme.label for theme in review.themes.values()}
    assert review.counts.set_aside == 1
