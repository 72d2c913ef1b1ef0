"""The page of a note in a real browser: accessible in light and dark, narrow, large, from the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from participation_lib.notes.exporters import export_note
from participation_lib.notes.figure_tables import figure_table
from participation_lib.notes.figures import group_grid, nature_bars
from participation_lib.notes.model import Heading, Note, Notice, Paragraph, Text, blank_table
from tests.notes.samples import hostile_note, ordinary_note

pytestmark = pytest.mark.navigateur


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    usual = ordinary_note()
    grid = group_grid(["Arbres"], [str(n) for n in range(1, 13)], [list(range(12))])
    answer = (Paragraph((Text("Une réponse."),)),)
    added = (
        Heading(1, "Chiffres"),
        nature_bars(["Arbres"], ["problèmes", "propositions"], [[3, 4]]),
        grid,
        figure_table(grid),
        Heading(1, "Réponses"),
        Notice(answer, "services"),
        Notice(answer, "commitment"),
        Notice(answer, "facilitator"),
        blank_table("À remplir", ("Idée", "Lieu"), 3),
    )
    note = Note(usual.title, usual.subtitle, (*usual.blocks, *added), usual.keywords)
    page, large = export_note(note, folder, ["html", "html-gros"], stem="note")
    (hostile,) = export_note(hostile_note(), folder, ["html"], stem="hostile")
    return {"usual": page, "large": large, "hostile": hostile}


@contextmanager
def shown(browser: Any, path: Path, width: int, scheme: str) -> Iterator[Any]:
    """Open a file in a browser without network; fail if the page asks for anything."""
    context = browser.new_context(viewport={"width": width, "height": 768}, color_scheme=scheme, offline=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
    page.goto(path.as_uri())
    yield page
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert said == []
    context.close()


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("usual", 1366, "light"),
        ("usual", 1366, "dark"),
        ("usual", 320, "dark"),
        ("large", 320, "light"),
        ("hostile", 1366, "light"),
        ("hostile", 320, "dark"),
    ],
)
def test_no_rule_is_broken_and_nothing_overflows(
    browser: Any,
    barriers: Callable[[Any], list[str]],
    pages: dict[str, Path],
    name: str,
    width: int,
    scheme: str,
) -> None:
    with shown(browser, pages[name], width, scheme) as page:
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_leads_to_the_content_to_the_annex_and_back(browser: Any, pages: dict[str, Path]) -> None:
    with shown(browser, pages["usual"], 1366, "light") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
        assert page.locator(".skip").bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "_contenu"
        page.get_by_label("contribution c0001, en annexe").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#c0001"
        assert page.locator("#c0001").evaluate("row => row.getBoundingClientRect().top < innerHeight")
        page.locator("#c0001 a").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#e1"


def test_the_printed_page_is_black_on_white_without_menu(browser: Any, pages: dict[str, Path]) -> None:
    with shown(browser, pages["usual"], 1366, "dark") as page:
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)" != dark
        assert not page.locator("nav").is_visible()
        assert not page.locator(".skip").is_visible()
