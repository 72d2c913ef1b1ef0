"""The board in a real browser, in one visit: the keyboard alone, then the mouse; hostile words stay words."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.dossier import open_dossier
from participation_lib.review.review import Review
from participation_lib.schema import SourceFile
from participation_lib.workbench.workspace import Workspace
from tests.review.desks import HOSTILE
from tests.review.samples import build_batch

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


def test_the_board(
    visitor: Visitor,
    workspace: Workspace,
    running_review: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    server = running_review("tableau")
    add_hostile_words(workspace)
    with server as address:
        page.goto(address)
        page.locator(".pb-card").nth(100).wait_for()
        work_with_the_keyboard(page)
        work_with_the_mouse(page)
        look_closely(page, barriers)
        page.get_by_role("button", name="Tout afficher").click()
        page.locator(".pl-board-line").filter(has_text="toutes affichées").wait_for()
        page.locator(".pb-card").nth(100).wait_for()
        shown = {card: theme_of(page, rank) for rank, found in enumerate(columns(page)) for card in found}
        assert page.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0
    assert visitor.outside == []
    assert visitor.failed == []
    review = review_of(workspace)
    labels = {theme.theme_id: theme.label for theme in review.themes.values()}
    kept = {card: label for card, label in shown.items() if not review.ideas[card].set_aside}
    assert {card: labels.get(review.ideas[card].theme_id, "Non classé") for card in kept} == kept
    assert {idea.set_aside for idea in review.ideas.values()} == {"", "illisible", "incompréhensible", HOSTILE}
    assert "Bord de l’eau" not in labels.values()


def add_hostile_words(workspace: Workspace) -> None:
    """Add a file to the dossier, with words that would do harm if they were more than words."""
    text = f"Devant l'école. {HOSTILE}"
    batch = build_batch(0, [("c9001", "4", text, [(HOSTILE, "t01", "proposition", 40)])], ())
    with open_dossier(workspace.folder / "dossier") as dossier:
        dossier.add_batch(replace(batch, sources=(SourceFile("relances.csv", "", "", "utf-8", ";", 1),)), author="Ana")


def work_with_the_keyboard(page: Any) -> None:
    reach_the_board(page)
    first = columns(page)[0]

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
    page.keyboard.press("d")
    page.get_by_role("combobox", name=re.compile("Commencez")).wait_for()
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
    page.keyboard.press("Escape")
    assert focused(page) == card
    n_cards = page.locator(".pb-card").count()
    press_on(page, "Couper en deux")
    page.locator(".pb-word:focus").wait_for()
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


def work_with_the_mouse(page: Any) -> None:
    # Nothing of the page is out of sight, so that nothing scrolls but what the product scrolls.
    page.locator(".pb").evaluate("board => board.scrollIntoView({ block: 'end' })")
    page.locator(".pb-board").evaluate("board => { board.scrollLeft = 0 }")
    first, second, third = columns(page)[:3]
    heads = page.locator(".pb-title")

    def card(name: str) -> Any:
        return page.locator(f".pb-card[data-card='{name}']")

    card(first[0]).drag_to(heads.nth(1))
    wait_in_column(page, first[0], 1)
    assert columns(page)[1][0] == first[0]

    # Several at once: two with their box, one with Ctrl.
    for name in second[:2]:
        card(name).get_by_role("checkbox").check()
    card(third[0]).locator(".pb-text").click(modifiers=["Control"])
    page.locator(".pb-bar-count").filter(has_text="3 idées choisies").wait_for()
    card(second[1]).drag_to(heads.nth(0))
    for name in (*second[:2], third[0]):
        wait_in_column(page, name, 0)
    page.get_by_role("button", name="Annuler", exact=True).click()
    for name in second[:2]:
        wait_in_column(page, name, 1)
    wait_in_column(page, third[0], 2)

    # What is decided while the button is down shows once it is up: nothing slips away under the mouse.
    undo = page.get_by_role("button", name="Annuler", exact=True)
    could_undo = undo.get_attribute("title")
    card(second[0]).locator(".pb-text").hover()
    page.mouse.down()
    place = card(second[0]).bounding_box()
    page.keyboard.press("Alt+ArrowLeft")
    said(page, f"1 idée dans «.{theme_of(page, 0)}.»")
    assert card(second[0]).bounding_box() == place
    assert undo.get_attribute("title") == could_undo
    page.mouse.up()
    wait_in_column(page, second[0], 0)
    page.wait_for_function("([title, was]) => title.title !== was", arg=[undo.element_handle(), could_undo])
    page.keyboard.press("Control+z")
    wait_in_column(page, second[0], 1)

    # The card that was pressed is the one that goes, even where the page moves before the mouse does.
    card(second[1]).locator(".pb-text").hover()
    page.mouse.down()
    page.evaluate("window.scrollBy(0, -80)")
    page.wait_for_function(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))"
    )
    onto = page.locator(".pb-column").nth(2).bounding_box()
    page.mouse.move(onto["x"] + 100, onto["y"] + 300, steps=5)
    page.mouse.up()
    wait_in_column(page, second[1], 2)
    assert columns(page)[2][0] == second[1]
    page.locator(".pb").evaluate("board => board.scrollIntoView({ block: 'end' })")

    # A closed column still takes what is dropped on it.
    heads.nth(2).get_by_role("button").click()
    page.wait_for_function("() => document.querySelectorAll('.pb-column.pb-closed').length === 1")
    card(second[0]).drag_to(page.locator(".pb-column").nth(2))
    said(page, f"1 idée dans «.{theme_of(page, 2)}.»")
    heads.nth(2).get_by_role("button").click()
    wait_in_column(page, second[0], 2)

    # Dropped among those set aside: the reason is asked first.
    last = len(columns(page)) - 1
    page.locator(".pb-column").nth(last).evaluate("column => column.scrollIntoView({ block: 'nearest' })")
    aside = columns(page)[last - 2][0]
    card(aside).drag_to(heads.nth(last))
    page.get_by_role("button", name="incompréhensible").click()
    page.get_by_role("button", name="Écarter", exact=True).click()
    said(page, "1 idée écartée.: incompréhensible")
    wait_in_column(page, aside, last)


def look_closely(page: Any, barriers: Callable[[Any], list[str]]) -> None:
    """Look for barriers in what opens on the board, few cards being in the page: it takes far less time."""

    def assert_no_barrier() -> None:
        page.evaluate("scrollTo(0, 0)")  # what the head of the page covers in part is too small to be hit, for axe
        assert barriers(page) == []

    page.get_by_label("Mots").fill("ECOLE")
    page.locator(".pl-board-line").filter(has_text=re.compile(r"\d+ idées trouvées sur")).wait_for()
    page.wait_for_function("() => document.querySelectorAll('.pb-card').length < 50")
    texts = page.locator(".pb-card .pb-text").all_text_contents()
    assert len(texts) > 5
    assert sum("école" in text.lower() or "ecole" in text.lower() for text in texts) >= len(texts) - 4

    # Hostile words in a card, in its words one by one, in the name of a theme, in a reason.
    card = page.locator(".pb-card").filter(has_text=HOSTILE)
    card.get_by_role("checkbox").check()
    page.locator(".pb-bar").wait_for()
    card.get_by_role("button", name="Plus…").click()
    card.get_by_role("button", name="Pourquoi ici").click()
    card.locator(".pb-why p").first.wait_for()
    card.get_by_role("button", name="Couper en deux…").click()
    card.get_by_role("button", name="Couper avant « <script>window.intrus »").wait_for()
    assert_no_barrier()
    card.get_by_role("button", name="Ne rien faire").click()
    page.locator(".pb-bar").get_by_role("button", name="Ne plus choisir").click()
    card.get_by_role("button", name="Déplacer vers…").click()
    assert_no_barrier()
    page.get_by_role("button", name="Nouveau thème…").click()
    page.get_by_label("Nom du thème").fill(HOSTILE)
    assert_no_barrier()
    page.get_by_role("button", name=re.compile("Créer")).click()
    page.locator(".pb-column-label").filter(has_text=HOSTILE).wait_for()
    page.locator(".pb-title").first.get_by_role("button").click()
    page.locator(".pb-column.pb-closed").wait_for()
    card.get_by_role("button", name="Écarter…").click()
    page.get_by_role("textbox", name=re.compile("La raison")).fill(HOSTILE)
    assert_no_barrier()
    page.get_by_role("button", name="Écarter", exact=True).click()
    card.locator(".pb-sure").filter(has_text=f"Écartée\u00a0: {HOSTILE}").wait_for()
    page.locator(".pb-title").first.get_by_role("button").click()
    assert page.locator(".pb :is(b, script)").count() == 0
    assert page.evaluate("window.intrus") is None

    # What came with the file added later, and only that.
    page.get_by_role("button", name="Tout afficher").click()
    page.get_by_label("Arrivées avec").select_option("relances.csv")
    page.locator(".pl-board-line").filter(has_text="Aucune idée trouvée sur").wait_for()
    page.get_by_label("Montrer").select_option("écartées")
    page.locator(".pl-board-line").filter(has_text="1 idée trouvée sur").wait_for()
    page.wait_for_function("() => document.querySelectorAll('.pb-card').length === 1")
    assert card.is_visible()
