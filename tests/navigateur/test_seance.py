"""A session composed, seated, printed, then shown to the room, in a real browser with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.chain.sessions import SessionDesk, sessions_of
from participation_lib.workbench.workspace import Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur


def reach(page: Any, wanted: Any) -> None:
    """Go to a control with the Tab key."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("this control cannot be reached with the keyboard")


def press(page: Any, name: str) -> None:
    wanted = page.get_by_role("button", name=name, exact=True)
    wanted.first.wait_for()
    reach(page, wanted.first)
    page.keyboard.press("Enter")


def write(page: Any, label: str, words: str) -> None:
    field = page.get_by_label(label, exact=True).first
    field.wait_for()
    reach(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def summary(page: Any, words: str) -> None:
    page.locator(".ps-summary").filter(has_text=re.compile(words.replace(" ", r"\s"))).wait_for()


def add_step(page: Any, title: str, minutes: str, n_steps: int) -> None:
    write(page, "Titre de l’étape", title)
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type(minutes)
    page.keyboard.press("Enter")
    summary(page, f"^{n_steps} étapes?,")


def test_a_session_from_its_first_step_to_the_room(
    visitor: Visitor,
    workspace: Workspace,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
) -> None:
    page = visitor.page
    with running_voila("notebooks/12_preparer_la_seance.ipynb") as address:
        page.goto(address)
        write(page, "Titre de la nouvelle séance", "La nature <b>en ville</b>")
        write(page, "Nom de la démarche, si elle n’est pas dans la liste", "Nature")
        press(page, "Commencer une séance")
        summary(page, "Aucune étape")
        assert barriers(page) == []
        add_step(page, "Accueil", "15", 1)
        add_step(page, "Tables <i>rondes</i>", "1 h", 2)
        summary(page, "1 h 15 en tout")

        # A step moves with the arrows, and the keyboard stays on it.
        grip = page.get_by_role("button", name="Déplacer : Tables <i>rondes</i>", exact=True)
        reach(page, grip)
        page.keyboard.press("ArrowUp")
        page.locator(".ps-step input.ps-title").first.and_(page.get_by_label("Titre de l’étape, étape 1")).wait_for()
        page.wait_for_function("() => document.querySelector('.ps-step input').value.startsWith('Tables')")
        assert grip.evaluate("node => node === document.activeElement")
        press(page, "Annuler")
        page.wait_for_function("() => document.querySelector('.ps-step input').value === 'Accueil'")

        # What is refused is said and stays as it was typed.
        write(page, "Durée (min), Accueil", "longtemps")
        page.keyboard.press("Tab")
        page.get_by_role("alert").filter(has_text="durée n’est pas comprise").wait_for()
        assert page.get_by_label("Durée (min), Accueil").input_value() == "longtemps"
        write(page, "Durée (min), Accueil", "20")
        page.keyboard.press("Tab")
        summary(page, "1 h 20 en tout")

        press(page, "Détails : Tables <i>rondes</i>")
        write(page, "Question affichée dans la salle", "Que planter ?")
        page.keyboard.press("Tab")
        assert barriers(page) == []

        # Who comes, and where they sit.
        write(page, "Liste des personnes", "Nom;Quartier")
        for rank in range(6):
            page.keyboard.press("Enter")
            page.keyboard.type(f"Personne {rank};Q{rank % 2}")
        press(page, "Lire la liste")
        page.get_by_text("6 personnes").first.wait_for()
        write(page, "Nombre de tables", "2")
        press(page, "Placer les personnes")
        page.get_by_role("region", name="Plan de tables").wait_for()
        assert barriers(page) == []

        press(page, "Créer les documents")
        page.get_by_role("link", name=re.compile("Télécharger deroule.pdf")).wait_for()
        assert page.get_by_role("alert").filter(has_text=re.compile(r"\S")).count() == 0

    [(title, folder)] = sessions_of(workspace.folder / "data" / "dossiers" / "Nature")
    session = SessionDesk(folder).session
    assert title == "La nature <b>en ville</b>"
    assert [(step.title, step.minutes, step.question) for step in session.steps] == [
        ("Accueil", 20, ""),
        ("Tables <i>rondes</i>", 60, "Que planter ?"),
    ]

    with running_voila("notebooks/13_projeter.ipynb") as address:
        page.goto(address)
        press(page, "Ouvrir la séance")
        page.get_by_role("heading", name="Accueil").wait_for()
        assert barriers(page) == []
        reach(page, page.locator(".pl-projector"))
        assert page.locator(".pr-time").text_content() == "20:00"
        page.keyboard.press(" ")
        page.wait_for_function("() => document.querySelector('.pr-time').textContent !== '20:00'")
        page.keyboard.press("ArrowRight")
        page.get_by_role("heading", name="Tables <i>rondes</i>").wait_for()
        page.get_by_text("Que planter ?").wait_for()
        for _ in range(59):
            page.keyboard.press("-")
        page.get_by_text("Dernière étape").wait_for()
        # Another page finds the step and the time where they were.
        page.reload()
        press(page, "Ouvrir la séance")
        page.get_by_role("heading", name="Tables <i>rondes</i>").wait_for()
        page.wait_for_function("() => /^0:|^1:00/.test(document.querySelector('.pr-time').textContent)")
        assert barriers(page) == []
    assert visitor.outside == []
    assert visitor.failed == []
