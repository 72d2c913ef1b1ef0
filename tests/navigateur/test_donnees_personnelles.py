"""Personal data in a real browser: one passage after the other with the keyboard, and a passage she selects."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from participation_lib.dossier import create_dossier, open_dossier
from participation_lib.review.review import Review
from participation_lib.workbench.workspace import Workspace
from tests.review.names import named_batch

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

CODE = """from pathlib import Path
from participation_lib.dossier import open_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.widgets.review.workspace import PRIVACY, ReviewWorkspace
review = ReviewWorkspace(ReviewDesk(open_dossier(Path('dossier')), author='Léa', learns=False))
review.show(PRIVACY)
review.view"""


def prepare(workspace: Workspace) -> None:
    with create_dossier(workspace.folder / "dossier", title="Plan « nature »") as dossier:
        dossier.add_batch(replace(named_batch(), batch_id=0), author="Ana")
    cells = [nbformat.v4.new_markdown_cell("# Relecture\n\n## Panneau"), nbformat.v4.new_code_cell(CODE)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, workspace.folder / "essai.ipynb")


def said(page: Any, words: str) -> None:
    page.get_by_role("status").filter(has_text=re.compile(words)).first.wait_for()


def test_deciding_with_the_keyboard_and_masking_a_selection(
    visitor: Visitor,
    workspace: Workspace,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    prepare(workspace)
    page = visitor.page
    with running_voila("essai.ipynb") as address:
        page.goto(address)
        card = page.locator(".pp-card")
        card.locator("mark").wait_for()
        assert barriers(page) == []
        assert card.locator("mark").text_content() == "Verte"

        # 1 keeps every mention; Ctrl+Z brings it back; 3 asks for words.
        card.focus()
        page.keyboard.press("1")
        said(page, "3 passages gardés")
        page.locator(".pp-end").wait_for()
        page.locator(".pp-list .pp-link").first.click()
        card.locator("mark").wait_for()
        card.focus()
        page.keyboard.press("3")
        page.get_by_label("Ce qui sera écrit à la place").fill("du marché")
        assert barriers(page) == []
        page.keyboard.press("Enter")
        said(page, "3 passages généralisés")

        # A name the tool had not seen: found by its words, selected with the keyboard, masked everywhere.
        page.get_by_label("Numéro de la contribution").fill("ZOE attend")
        page.keyboard.press("Enter")
        area = page.get_by_label(re.compile("Sélectionnez les mots"))
        area.wait_for()
        page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
        area.evaluate("node => node.setSelectionRange(0, 3)")
        page.get_by_role("button", name="Masquer la sélection").click()
        said(page, "4 passages masqués")

        # Nothing waits any more: what she selects can still be told in other words.
        page.wait_for_function("document.querySelector('.pp-textarea').value.startsWith('[PERSONNE 3]')")
        area.evaluate("node => node.setSelectionRange(13, 26)")
        page.get_by_role("button", name="Généraliser la sélection").click()
        page.get_by_label("Ce qui sera écrit à la place").fill("est assise")
        page.keyboard.press("Enter")
        said(page, "passages généralisés")
        assert barriers(page) == []
    assert visitor.outside == []
    assert visitor.failed == []
    with open_dossier(workspace.folder / "dossier", read_only=True) as dossier:
        texts = [found.text for found in Review.of(*dossier.snapshot()).contributions.values()]
    assert texts[1] == "[PERSONNE 3] est assise la place du marché"
