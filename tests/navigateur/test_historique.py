"""The history in a real browser, with the keyboard: nothing goes with a gesture unless it is shown first."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.dossier import open_dossier
from participation_lib.review.review import Review
from participation_lib.schema import TOOL, CreateTheme, Learn, MoveIdeas, Theme
from participation_lib.workbench.workspace import Workspace
from tests.review.samples import build_batch

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur


def prepare(folder: Path) -> tuple[str, ...]:
    """Take decisions as Léa, a colleague and the tool would; give three ideas of the last theme."""
    with open_dossier(folder) as dossier:
        review = Review.of(dossier.batches())
        theme_id = review.new_theme_ids()[0]
        last = list(review.themes)[-1]
        one, two, three = (idea.idea_id for idea in review.by_theme[last][:3])
        actions = [(CreateTheme(theme_id, "Fontaines <b>et</b> lavoirs"), ""), (MoveIdeas((one,), theme_id), "")]
        dossier.append(actions, author="Léa", seen=0)
        dossier.append([(MoveIdeas((two,), theme_id), "dit à voix haute")], author="Bob", seen=2)
        learnt = Learn(((three, next(iter(review.themes)), 60), (one, last, 50)), 0)
        dossier.append([(learnt, "")], author=TOOL, seen=3)
        words = "Curer le lavoir <i>du haut</i>"
        rows = [("c0241", "9", words, [(words, "t90", "proposition", 60)])]
        dossier.add_batch(build_batch(0, rows, [Theme("t90", "Lavoir", "", ("lavoir",), 50)]), author="Bob")
    return one, two, three


def themes_of(folder: Path) -> set[str]:
    with open_dossier(folder, read_only=True) as dossier:
        return {theme.label for theme in Review.of(*dossier.snapshot()).themes.values()}


def said(page: Any, words: str) -> None:
    page.get_by_role("status").filter(has_text=re.compile(words.replace(" ", r"\s"))).first.wait_for()


def test_the_history_with_the_keyboard(
    visitor: Visitor,
    workspace: Workspace,
    running_review: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page, folder = visitor.page, workspace.folder / "dossier"
    with running_review("historique") as address:
        prepare(folder)
        page.goto(address)
        undo = page.get_by_role("button", name="Annuler : Création du thème")
        undo.focus()
        page.keyboard.press("Enter")
        proposal = page.locator(".pl-history .pl-proposal")
        proposal.and_(page.locator(":focus")).wait_for()
        assert proposal.locator("li").count() == 2
        assert "Bob" in proposal.inner_text()
        assert barriers(page) == []
        page.keyboard.press("Escape")
        proposal.wait_for(state="detached")
        undo.and_(page.locator(":focus")).wait_for()
        page.keyboard.press("Enter")
        proposal.and_(page.locator(":focus")).wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        said(page, "Annulé : Création du thème “Fontaines <b>et</b> lavoirs”, avec 2 autres décisions")
        assert "Fontaines <b>et</b> lavoirs" not in themes_of(folder)

        page.get_by_role("button", name="Voir : 1").first.focus()
        page.keyboard.press("Enter")
        page.locator(".pl-line-ideas:visible li").first.wait_for()
        aside = page.get_by_role("button", name="Écarter : Ajout de contributions")
        aside.focus()
        page.keyboard.press("Enter")
        proposal.and_(page.locator(":focus")).wait_for()
        reason = page.get_by_label("Pourquoi")
        assert reason.input_value() == "fichier ajouté par erreur"
        assert barriers(page) == []
        page.keyboard.press("Tab")
        page.keyboard.type("mauvais fichier")
        page.keyboard.press("Enter")
        said(page, "Mise à l’écart de contributions")
        assert re.search(r"\b1\s+écartée", page.locator(".pl-head-counts").inner_text())
        assert "Lavoir" not in themes_of(folder)
        assert page.locator(".pl-line-ideas:visible").count() == 1, "what was open stays open"

        page.get_by_role("button", name="Voir", exact=True).click()
        tick = page.locator(".pl-moves input").first
        tick.focus()
        page.keyboard.press("Space")
        assert barriers(page) == []
        page.get_by_role("button", name="Refuser l’idée cochée").click()
        said(page, "1 idée remise où elle était")
        assert visitor.outside == visitor.failed == []
