"""Writing and exporting a document in a real browser: the keyboard, a reload, hostile words, a file saved."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.dossier import open_dossier
from participation_lib.schema import RefuseQuotation, RewriteStatement
from participation_lib.workbench.workspace import Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

HOSTILE = "Les arbres <img src=x onerror=alert(1)> & l’ombre reviennent souvent."


def said(view: Any, words: str) -> None:
    view.get_by_role("status").filter(has_text=re.compile(words)).first.wait_for()


def open_the_dossier(page: Any) -> None:
    page.get_by_label("Dossier", exact=False).first.wait_for()
    page.get_by_label("Vos initiales").fill("CM")
    page.get_by_role("button", name=re.compile("Ouvrir")).click()


def test_a_document_is_written_then_leaves(
    visitor: Visitor,
    workspace: Workspace,
    plenary_dossier: Path,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    folder = workspace.folder / "data/dossiers/Plenière"
    shutil.copytree(plenary_dossier, folder)
    page = visitor.page
    with running_voila("notebooks/03_rediger.ipynb") as address:
        page.goto(address)
        open_the_dossier(page)
        page.locator(".pl-writing-sentence").nth(5).wait_for()
        assert barriers(page) == []

        # With the keyboard: the first sentence is rewritten, and what was typed is words, not markup.
        sentence = page.locator("[data-statement='en_bref.premier']")
        sentence.get_by_role("button", name="Modifier").focus()
        page.keyboard.press("Enter")
        sentence.get_by_role("button", name="Réécrire").focus()
        page.keyboard.press("Enter")
        area = sentence.get_by_label("Phrase", exact=True)
        area.wait_for()
        assert area.evaluate("node => node === document.activeElement")
        page.keyboard.press("Control+A")
        page.keyboard.type(HOSTILE)
        assert barriers(page) == []
        page.keyboard.press("Control+Enter")
        said(page, "Phrase enregistrée")
        sentence.get_by_text("écrite par CM").wait_for()
        assert sentence.locator("img").count() == 0
        assert HOSTILE in sentence.locator(".pl-writing-text").inner_text()

        # A quotation is refused, with a reason: it is not made again.
        quoted = page.locator(".pl-form-verbatim").first
        name = quoted.get_attribute("data-statement")
        quoted.get_by_role("button", name="Contributions").click()
        quoted.get_by_role("button", name="Ne pas citer").click()
        quoted.get_by_label("Pourquoi ne pas citer ces mots").fill("reconnaissable")
        quoted.get_by_role("button", name="Ne pas citer").last.click()
        said(page, "ne seront pas cités")
        page.locator(f"[data-statement='{name}']").wait_for(state="detached")

        # What is missing is given; the section is filled.
        page.get_by_label("Date de la réponse de la Ville").fill("30 novembre 2024")
        page.keyboard.press("Tab")
        said(page, "Enregistré")
        page.get_by_label("Service qui répondra").fill("direction des espaces verts")
        page.keyboard.press("Tab")
        page.locator(".pl-writing-facts").filter(has_text="Rien n’empêche de publier").wait_for()

        page.reload()
        open_the_dossier(page)
        sentence.get_by_text("écrite par CM").wait_for()
        assert page.locator(f"[data-statement='{name}']").count() == 0
    with running_voila("notebooks/04_exporter.ipynb") as address:
        page.goto(address)
        open_the_dossier(page)
        page.get_by_text("Rien n’empêche de publier ce document.").wait_for()
        assert barriers(page) == []
        page.get_by_role("button", name="Créer les documents").click()
        link = page.get_by_role("link", name=re.compile(r"synthese_pleniere\.docx"))
        link.wait_for()
        with page.expect_download() as saved:
            link.click()
        assert (
            Path(saved.value.path()).read_bytes()
            == (folder / "exports/synthese_pleniere/synthese_pleniere.docx").read_bytes()
        )
        assert barriers(page) == []
        page.get_by_label("Document", exact=True).select_option(label="Note au maire")
        page.get_by_text(re.compile("à reprendre avant de publier")).first.wait_for()
    assert visitor.outside == []
    assert [address for address in visitor.failed if "/voila/api/shutdown/" not in address] == []
    with open_dossier(folder, read_only=True) as dossier:
        actions = [decision.action for decision in dossier.decisions()]
    assert [action.text for action in actions if isinstance(action, RewriteStatement)] == [HOSTILE]
    assert len([action for action in actions if isinstance(action, RefuseQuotation)]) == 1
