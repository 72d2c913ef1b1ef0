"""Framing a démarche and choosing its methods in a real browser: the keyboard, a reload, a refusal, files saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.chain.framing import FramingDesk
from participation_lib.dossier import open_dossier
from participation_lib.workbench.workspace import Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

HOSTILE = "Plan <img src=x onerror=alert(1)> & vélo"


def saved(page: Any) -> None:
    page.get_by_role("status").filter(has_text="Enregistré").first.wait_for()


def test_a_demarche_is_framed_then_its_methods_are_chosen(
    visitor: Visitor,
    workspace: Workspace,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    with running_voila("notebooks/10_cadrer.ipynb") as address:
        page.goto(address)
        page.get_by_label("Vos initiales").fill("CM")
        page.get_by_label("Nom de la démarche").fill(HOSTILE)
        page.get_by_role("button", name="Commencer le cadrage").click()
        page.locator(".pl-framing-light").wait_for()
        assert barriers(page) == []
        folder = next((workspace.folder / "data/dossiers").iterdir())

        # With the keyboard alone: two answers that do not go together, then one that is no number.
        page.get_by_label("Quelle marge reste-t-il vraiment ?").focus()
        page.keyboard.press("ArrowDown")
        page.get_by_label("Niveau de participation annoncé").focus()
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        warning = page.locator("[data-rule='rien_d_ouvert']")
        warning.wait_for()
        assert "rouge" in page.locator(".pl-framing-light").inner_text()
        assert page.get_by_label("Niveau de participation annoncé").evaluate("node => node === document.activeElement")
        warning.get_by_role("button", name="L’assumer").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("demande du cabinet")
        page.keyboard.press("Enter")
        warning.get_by_text("Assumé : demande du cabinet").wait_for()
        page.locator("summary", has_text="Les publics").focus()
        page.keyboard.press("Enter")
        people = page.get_by_label("Combien de personnes attend-on")
        people.fill("beaucoup")
        page.keyboard.press("Tab")
        page.locator(".pl-framing-problem", has_text="nombre entier").wait_for()
        assert people.get_attribute("aria-invalid") == "true"
        people.fill("60")
        page.keyboard.press("Tab")
        page.locator(".pl-framing-problem", has_text="nombre entier").wait_for(state="detached")

        # The calendar is counted back from the decision; a line is given to somebody.
        page.get_by_label("À quelle date ?").fill("2030-06-26")
        page.keyboard.press("Tab")
        line = page.locator("[data-step='invitation']")
        line.wait_for()
        line.get_by_label(re.compile("^Qui –")).fill("Léa")
        page.keyboard.press("Tab")
        saved(page)
        line.get_by_label(re.compile("^Fait –")).check()
        page.locator("[data-step='invitation'].pl-framing-done").wait_for()
        page.get_by_label("Photos ou vidéo", exact=True).evaluate("node => node.closest('details').open = true")
        page.get_by_label("Photos ou vidéo", exact=True).check()
        page.locator(".pl-framing-dpo").wait_for()
        assert barriers(page) == []

        page.reload()
        page.get_by_role("button", name="Reprendre").click()
        page.locator("[data-step='invitation'].pl-framing-done").wait_for()
        assert page.get_by_label("Nom de la démarche").last.input_value() == HOSTILE
        page.get_by_role("button", name="Créer la note de cadrage").click()
        link = page.get_by_role("link", name=re.compile(r"cadrage\.docx"))
        link.wait_for()
        with page.expect_download() as download:
            link.click()
        assert Path(download.value.path()).read_bytes() == (folder / "exports/cadrage/cadrage.docx").read_bytes()
    with open_dossier(folder, read_only=True) as dossier:
        answers = FramingDesk(dossier).framing.answers
    assert answers["titre"] == HOSTILE
    assert (answers["participants"], answers["etape.invitation.qui"]) == ("60", "Léa")
    with running_voila("notebooks/11_choisir_les_methodes.ipynb") as address:
        page.goto(address)
        page.get_by_label("Reprendre le cadrage de").select_option(index=1)
        page.get_by_role("status").filter(has_text="Cadrage repris").wait_for()
        assert page.get_by_label("Participants").input_value() == "60"
        page.get_by_label("Il faut des lieux précis").check()
        page.locator(".pl-ranking > li").first.get_by_text("Atelier sur carte").wait_for()
        page.locator(".pl-ranking summary").first.click()
        page.locator(".pl-ranking > li").first.get_by_text("chaque idée reçoit un lieu").wait_for()
        assert barriers(page) == []
        page.get_by_label("Participants").fill("0")
        page.keyboard.press("Tab")
        page.get_by_role("alert").filter(has_text="va de 1 à").wait_for()
        page.get_by_label("Participants").fill("60")
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Créer la fiche").click()
        page.get_by_role("link", name=re.compile(r"cartographie_participative\.pdf")).wait_for()
        assert page.locator("img[src='x']").count() == 0
    assert visitor.outside == []
    assert [address for address in visitor.failed if "/voila/api/shutdown/" not in address] == []
