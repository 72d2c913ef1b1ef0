"""The import in a real browser, with the keyboard: a file corrected and made a dossier, post-its typed and kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.chain.typed_notes import TypedNotes
from participation_lib.dossier import open_dossier
from participation_lib.workbench.workspace import Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

HOSTILE = "<img src=x onerror=alert(1)> & plus d’arbres place Hoche"
ROWS = (
    "Nom;Table;Question;Votre avis;Commentaire libre\n"
    f"Awa Diallo;1;Quels arbres ?;{HOSTILE};Merci pour cette soirée passée ensemble\n"
    "Karim Benali;2;Quels bancs ?;Des bancs à l’ombre devant les écoles du quartier;Il faudrait le refaire\n"
    "Léa Martin;2;Quels arbres ?;Une fontaine d’eau potable près du marché;La salle était un peu froide\n"
)
NOTES = ("Des arbres rue Haute", "Moins de voitures", "Des arbres rue Haute", "Voir Karim Benali", "Plus de bancs")


def test_a_file_is_imported_then_post_its_are_typed(
    visitor: Visitor,
    workspace: Workspace,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
    tmp_path: Path,
) -> None:
    page, data = visitor.page, workspace.folder / "data"
    (tmp_path / "avis.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "classeur.xlsx").write_bytes(b"PK\x03\x04 coupe")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    with running_voila("notebooks/01_importer.ipynb") as address:
        page.goto(address)
        # A wrong file, a broken one and a good one at once: each is said.
        page.get_by_label("Choisir des fichiers de ce poste").set_input_files(
            [tmp_path / name for name in ("photo.png", "classeur.xlsx", "avis.csv")]
        )
        page.locator(".pl-import-file h3", has_text="avis.csv").wait_for()
        page.get_by_role("alert").filter(has_text="photo.png").filter(has_text="type accepté").wait_for()
        page.get_by_role("alert").filter(has_text="classeur.xlsx").first.wait_for()
        assert page.get_by_text("Awa Diallo").count() == 0
        assert page.locator("img[src='x']").count() == 0
        page.locator(".pl-import-text", has_text=HOSTILE).wait_for()
        assert barriers(page) == []

        # A column is refused with the keyboard, and another is made the question.
        comment = page.get_by_label("Lire la colonne « Commentaire libre » comme")
        comment.focus()
        page.keyboard.press("End")
        page.locator("tr", has=comment).get_by_text("refusée", exact=True).wait_for()
        assert comment.evaluate("node => node === document.activeElement")
        # The only text may not be refused: the choice goes back to what it was.
        text = page.get_by_label("Lire la colonne « Votre avis » comme")
        text.select_option("refusée")
        page.get_by_role("alert").filter(has_text="seule colonne de texte").wait_for()

        page.get_by_label("Vos initiales").fill("CM")
        page.get_by_label("Nom du dossier").fill("Soirée arbres")
        page.get_by_role("button", name="Créer le dossier").focus()
        page.keyboard.press("Enter")
        page.get_by_role("status").filter(has_text="Dossier « Soirée arbres » créé : 3 contributions").wait_for()
        page.get_by_role("button", name="Créer le rapport d’import").click()
        link = page.get_by_role("link", name=re.compile(r"rapport_import\.html"))
        link.wait_for()
        with page.expect_download() as download:
            link.click()
        report = Path(download.value.path()).read_text(encoding="utf-8")
        assert "Commentaire libre" in report
        assert "place Hoche" not in report
        assert "Awa" not in report
        assert page.get_by_role("link", name="relire le classement").get_attribute("href")

        # Post-its: Enter saves, the table stays, what is shown is on the disk.
        page.get_by_label("Nom de la saisie").fill("Plénière")
        page.get_by_role("button", name="Commencer la saisie").click()
        page.wait_for_function("document.activeElement?.closest('.pl-typing-where') !== null")
        page.keyboard.type("4")
        page.keyboard.press("Enter")
        for number, words in enumerate(NOTES, 1):
            page.keyboard.type(words)
            page.keyboard.press("Enter")
            page.locator(f".pl-typing-line[data-number='{number}']").wait_for()
            file = data / "saisie_Plénière.csv"
            assert [note.text for note in TypedNotes(file).notes] == list(NOTES[:number])
        page.locator("[data-number='3']").get_by_text("déjà saisi à cette table (ligne 1)").wait_for()
        page.locator("[data-number='4']").get_by_text("« Karim Benali »").wait_for()
        assert barriers(page) == []
        page.keyboard.type("Appeler Zoé Petit au 06 12 34 56 78")
        page.locator(".pl-typing-personal").get_by_text("06 12 34 56 78").wait_for()
        page.keyboard.press("Alt+m")
        page.wait_for_function("document.querySelector('.pl-typing-text').value.includes('[TÉLÉPHONE 1]')")
        page.keyboard.press("Alt+t")
        page.keyboard.type("5")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.locator("[data-number='6']").get_by_text("Table 5").wait_for()
        page.keyboard.press("ArrowUp")
        page.get_by_label("Texte", exact=True).fill("Un banc de plus")
        page.keyboard.press("Enter")
        page.locator("[data-number='6']").get_by_text("Un banc de plus").wait_for()
        page.get_by_role("button", name="Masquer, ligne 4").click()
        page.locator("[data-number='4']").get_by_text("[PERSONNE").wait_for()
        page.wait_for_function("document.activeElement?.classList.contains('pl-typing-text')")
        page.keyboard.press("Control+z")
        page.locator("[data-number='4']").get_by_text("« Karim Benali »").wait_for()

        page.reload()
        page.get_by_role("button", name="Reprendre la saisie").click()
        page.locator("[data-number='6']").get_by_text("Un banc de plus").wait_for()
        assert page.get_by_label("Table", exact=True).input_value() == "5"
        page.get_by_role("button", name="Importer cette saisie").click()
        page.locator(".pl-import-text", has_text="Un banc de plus").wait_for()
    with open_dossier(data / "dossiers" / "Soirée arbres", read_only=True) as dossier:
        (batch,) = dossier.batches()
        assert batch.contributions["text"].tolist()[0] == HOSTILE
        assert dossier.decisions()[0].author == "CM"
    assert visitor.outside == []
    assert [address for address in visitor.failed if "/voila/api/shutdown/" not in address] == []
