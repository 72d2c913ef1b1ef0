"""The board in a real browser: the keyboard alone, then the mouse; hostile words stay words."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from participation_lib.dossier import create_dossier, open_dossier
from participation_lib.review.review import Review
from participation_lib.workbench.workspace import Workspace
from tests.review.desks import HOSTILE, batch_of

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

HAS_CARD = "id => document.activeElement.dataset.card === id"
IN_COLUMN = (
    "([id, column]) => document.querySelectorAll('.pb-column')[column].contains("
    "document.querySelector(`.pb-card[data-card='${id}']`))"
)


def said(page: Any, words: str) -> None:
    page.get_by_role("status").filter(has_text=re.compile(words)).first.wait_for()


def focused(page: Any) -> str:
    """Give the identifier of the card that has the keyboard."""
    found: str | None = page.evaluate("document.activeElement.dataset.card ?? null")
    assert found is not None
    return found


def wait_in_column(page: Any, card: str, column: int) -> None:
    page.wait_for_function(IN_COLUMN, arg=[card, column])


def columns(page: Any) -> list[list[str]]:
    """Give the cards of each column, as they are in the page."""
    found: list[list[str]] = page.evaluate(
        "() => [...document.querySelectorAll('.pb-column')]"
        ".map(column => [...column.querySelectorAll('.pb-card')].map(card => card.dataset.card))"
    )
    return found


def theme_of(page: Any, column: int) -> str:
    words: str = page.locator(".pb-column-label").nth(column).text_content()
    return words


def review_of(workspace: Workspace) -> Review:
    with open_dossier(workspace.folder / "dossier") as dossier:
        return Review.of(dossier.batches(), dossier.decisions())


def reach_the_board(page: Any) -> None:
    """Go to the first column with the Tab key."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('pb-card')"):
            return
    raise AssertionError("the board cannot be reached with the keyboard")


def press_on(page: Any, name: str) -> None:
    """Go with the Tab key to a button of the card that is open, and press it."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"« {name} » cannot be reached with the keyboard")


def test_with_the_keyboard_alone(
    visitor: Visitor,
    workspace: Workspace,
    running_review: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    with running_review("tableau") as address:
        page.goto(address)
        page.locator(".pb-card").nth(100).wait_for()
        assert barriers(page) == []
        reach_the_board(page)
        first, second = columns(page)[:2]

        # One card to the next theme and back; the keyboard goes with it.
        page.keyboard.press("ArrowDown")
        card = focused(page)
        assert card == first[1]
        page.keyboard.press("Alt+ArrowRight")
        wait_in_column(page, card, 1)
        page.wait_for_function(HAS_CARD, arg=card)
        said(page, f"1 idée dans «.{theme_of(page, 1)}.»")
        page.keyboard.press("Control+z")
        wait_in_column(page, card, 0)
        page.wait_for_function(HAS_CARD, arg=card)
        page.keyboard.press("Control+y")
        wait_in_column(page, card, 1)

        # Up to the head of the column, across to the next, down again.
        page.keyboard.press("Home")
        page.locator(".pb-column-head:focus").wait_for()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert focused(page) == columns(page)[2][0]
        page.keyboard.press("ArrowLeft")
        assert focused(page) in columns(page)[1]

        # Two at once, to a theme found by a part of its name.
        page.keyboard.press("Space")
        page.keyboard.press("Shift+ArrowDown")
        page.locator(".pb-bar-count").filter(has_text="2 idées choisies").wait_for()
        chosen = page.locator(".pb-chosen").evaluate_all("cards => cards.map(card => card.dataset.card)")
        assert barriers(page) == []
        page.keyboard.press("d")
        page.get_by_role("combobox", name=re.compile("Commencez")).wait_for()
        assert barriers(page) == []
        page.keyboard.type("ECOL")
        target = page.get_by_role("option", selected=True).locator(".pb-option-label").text_content()
        page.keyboard.press("Enter")
        said(page, f"2 idées dans «.{target}.»")
        column = [theme_of(page, rank) for rank in range(len(columns(page)))].index(target)
        assert columns(page)[column][:2] == chosen
        page.locator(".pb-bar").wait_for(state="hidden")
        page.wait_for_function("() => document.activeElement.classList.contains('pb-card')")

        # A new theme; then undone whole.
        before = len(columns(page))
        card = focused(page)
        page.keyboard.press("d")
        page.keyboard.type("Bord de l'eau")
        page.keyboard.press("Enter")
        page.get_by_label("Nom du thème").wait_for()
        assert barriers(page) == []
        page.keyboard.press("Enter")
        said(page, "Thème «.Bord de l’eau.» créé, avec 1 idée")
        wait_in_column(page, card, before - 2)
        page.wait_for_function(HAS_CARD, arg=card)
        page.keyboard.press("Control+z")
        page.wait_for_function("n => document.querySelectorAll('.pb-column').length === n", arg=before)
        page.wait_for_function(HAS_CARD, arg=card)

        # What a card says of itself, and a cut mended.
        page.keyboard.press("Home")
        page.keyboard.press("ArrowDown")
        card = focused(page)
        page.keyboard.press("Enter")
        press_on(page, "Pourquoi ici")
        page.locator(".pb-why").filter(has_text="Placée par").wait_for()
        assert barriers(page) == []
        page.keyboard.press("Escape")
        assert focused(page) == card
        n_cards = page.locator(".pb-card").count()
        press_on(page, "Couper en deux")
        page.locator(".pb-word:focus").wait_for()
        assert barriers(page) == []
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        said(page, "coupée en deux")
        page.wait_for_function("n => document.querySelectorAll('.pb-card').length === n", arg=n_cards + 1)
        page.wait_for_function(HAS_CARD, arg=card)
        press_on(page, "Recoller")
        said(page, "recollée")
        page.wait_for_function("n => document.querySelectorAll('.pb-card').length === n", arg=n_cards)

        # Aside, with a reason.
        page.locator(f".pb-card[data-card='{card}']").focus()
        press_on(page, "Écarter")
        page.get_by_role("textbox", name=re.compile("La raison")).wait_for()
        page.keyboard.type("illisible")
        page.keyboard.press("Enter")
        said(page, "1 idée écartée.: illisible")
        wait_in_column(page, card, before - 1)
        assert barriers(page) == []
        assert page.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0
    assert visitor.outside == []
    assert visitor.failed == []
    review = review_of(workspace)
    assert review.ideas[card].set_aside == "illisible"
    assert len({review.ideas[idea_id].theme_id for idea_id in chosen}) == 1
    assert second[0] in review.ideas
    assert "Bord de l’eau" not in [theme.label for theme in review.themes.values()]


NOTEBOOK = """
from pathlib import Path
import ipywidgets
from participation_lib.dossier import open_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import panel
from participation_lib.widgets.review.board import Board
from participation_lib.widgets.review.gestures import Gestures
desk = ReviewDesk(open_dossier(Path("dossier")), author="Léa")
live = LiveMessage()
board = Board(Gestures(desk, live, Path(".")))
desk.watch(board.refresh)
ipywidgets.VBox([panel(live), board.view])
"""


def test_hostile_words_stay_words(
    visitor: Visitor,
    workspace: Workspace,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    with create_dossier(workspace.folder / "dossier") as dossier:
        dossier.add_batch(batch_of(), author="Ana")
    cells = [nbformat.v4.new_markdown_cell("# Relecture\n\n## Tableau"), nbformat.v4.new_code_cell(NOTEBOOK)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, workspace.folder / "essai.ipynb")
    page = visitor.page
    with running_voila("essai.ipynb") as address:
        page.goto(address)
        card = page.locator(".pb-card").filter(has_text=HOSTILE)
        card.wait_for()
        assert barriers(page) == []

        # In the card, in its words one by one, in the name of a theme, in a reason.
        card.get_by_role("button", name="Plus…").click()
        card.get_by_role("button", name="Couper en deux…").click()
        card.get_by_role("button", name="Couper avant « <script>window.intrus »").wait_for()
        card.get_by_role("button", name="Ne rien faire").click()
        card.get_by_role("button", name="Déplacer vers…").click()
        page.get_by_role("button", name="Nouveau thème…").click()
        page.get_by_label("Nom du thème").fill(HOSTILE)
        page.get_by_role("button", name=re.compile("Créer")).click()
        page.locator(".pb-column-label").filter(has_text=HOSTILE).wait_for()
        card.get_by_role("button", name="Pourquoi ici").click()
        card.locator(".pb-why p").first.wait_for()
        card.get_by_role("button", name="Écarter…").click()
        page.get_by_role("textbox", name=re.compile("La raison")).fill(HOSTILE)
        page.get_by_role("button", name="Écarter", exact=True).click()
        card.locator(".pb-sure").filter(has_text=f"Écartée\u00a0: {HOSTILE}").wait_for()
        assert page.locator(".pb :is(b, script)").count() == 0
        assert page.evaluate("window.intrus") is None
        assert barriers(page) == []
    assert visitor.outside == []
    assert visitor.failed == []
