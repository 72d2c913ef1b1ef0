"""Writing, exporting and checking a document in a real browser: the keyboard, a reload, hostile words, files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from participation_lib.dossier import open_dossier, restore_dossier
from participation_lib.schema import JudgeDebate, RefuseQuotation, RewriteStatement
from participation_lib.workbench.launch import Server
from participation_lib.workbench.workspace import Workspace

if TYPE_CHECKING:
    from tests.navigateur.conftest import Visitor

pytestmark = pytest.mark.navigateur

SECOND = "Les arbres et l’ombre sont demandés à plusieurs tables."
HOSTILE = "Les arbres <img src=x onerror=alert(1)> & l’ombre reviennent souvent."


def said(view: Any, words: str) -> None:
    view.get_by_role("status").filter(has_text=re.compile(words)).first.wait_for()


def open_the_dossier(page: Any) -> None:
    page.get_by_label("Dossier", exact=False).first.wait_for()
    page.get_by_label("Vos initiales").fill("CM")
    page.get_by_role("button", name=re.compile("Ouvrir")).click()


def rewrite(page: Any, name: str, text: str) -> Any:
    """Rewrite a sentence with the keyboard alone, and give it."""
    sentence = page.locator(f"[data-statement='{name}']")
    sentence.get_by_role("button", name="Modifier").focus()
    page.keyboard.press("Enter")
    sentence.get_by_role("button", name="Réécrire").focus()
    page.keyboard.press("Enter")
    sentence.locator("textarea:focus").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    sentence.get_by_text("écrite par CM").wait_for()
    return sentence


def judge_the_debates(page: Any) -> None:
    """Put the first one off, come back to it, answer all of them; the keyboard is never lost."""
    card = page.locator(".pl-writing-debate")
    card.get_by_role("button", name="Plus tard").focus()
    page.keyboard.press("Enter")
    page.locator(".pl-writing-debate:focus, [data-focus=debates-later]:focus").wait_for()
    page.get_by_role("button", name=re.compile("remis à plus tard")).focus()
    page.keyboard.press("Enter")
    answers = ["C’est un désaccord"]
    while page.locator(".pl-writing-debates").count():
        page.locator(".pl-writing-debate:focus").wait_for()
        judged = page.locator(f"[data-debate='{card.get_attribute('data-debate')}']")
        judged.get_by_role("button", name=answers.pop() if answers else "Ce n’en est pas un").focus()
        page.keyboard.press("Enter")
        judged.wait_for(state="detached")
    page.locator(".pl-writing-heading:focus").wait_for()


def verify(page: Any, file: Path) -> Any:
    """Give a file to be compared; give what is said of it."""
    page.locator("input[type=file][accept*='.pdf']").set_input_files(file)
    said(page, f"« {file.name} » a été reçu".replace(" ", r"\s"))
    return page.locator(".pl-panel").filter(has=page.get_by_role("heading", name="Vérifier un document revenu"))


def change_a_number(file: Path, changed: Path) -> tuple[str, str]:
    """Write a Word document again with one number altered; give it as it was and as it is."""
    document = Document(str(file))
    for run in (run for paragraph in document.paragraphs for run in paragraph.runs):
        if number := re.search(r"\b(\d{2}) idées", run.text):
            other = str(int(number[1]) + 7)
            run.text = run.text.replace(number[0], f"{other} idées", 1)
            document.save(str(changed))
            return number[1], other
    raise AssertionError("no number to alter")


def test_a_document_is_written_then_leaves(
    visitor: Visitor,
    workspace: Workspace,
    plenary_dossier: Path,
    running_voila: Callable[[str], AbstractContextManager[str]],
    barriers: Callable[[Any], list[str]],
    tmp_path: Path,
) -> None:
    folder = workspace.folder / "data/dossiers/Plenière"
    shutil.copytree(plenary_dossier, folder)
    page = visitor.page
    with running_voila("notebooks/03_rediger.ipynb") as address:
        page.goto(address)
        open_the_dossier(page)
        page.locator(".pl-writing-sentence").nth(5).wait_for()
        assert barriers(page) == []

        judge_the_debates(page)
        # Two sentences are rewritten, and what was typed is words, not markup.
        sentence = rewrite(page, "en_bref.etendue", HOSTILE)
        rewrite(page, "en_bref.propositions", SECOND)
        assert barriers(page) == []
        assert sentence.locator("img").count() == 0
        assert HOSTILE in sentence.locator(".pl-writing-text").inner_text()

        # A choice for the whole dossier is kept.
        page.get_by_text("Réglages", exact=True).click()
        page.get_by_label("Écriture inclusive").select_option("doublet")
        said(page, "Choix enregistré")
        assert barriers(page) == []

        # A quotation is refused, with a reason: it is not made again.
        quoted = page.locator(".pl-form-verbatim").first
        name = quoted.get_attribute("data-statement")
        quoted.get_by_role("button", name="Contributions").click()
        quoted.get_by_role("button", name="Ne pas citer").click()
        quoted.get_by_label("Pourquoi ne pas citer ces mots").fill("reconnaissable")
        quoted.get_by_role("button", name="Ne pas citer").last.click()
        said(page, "ne seront pas cités")
        page.locator(f"[data-statement='{name}']").wait_for(state="detached")

        # What is missing is given in one breath, although the page is drawn anew meanwhile; the section is filled.
        page.get_by_label("Date de la réponse de la Ville").last.focus()
        page.keyboard.type("30 novembre 2024")
        page.keyboard.press("Tab")
        page.keyboard.type("direction des espaces verts", delay=20)
        page.keyboard.press("Tab")
        page.locator(".pl-writing-facts").filter(has_text="Rien n’empêche de publier").wait_for()
        page.locator(".pl-writing-fixed").filter(has_text="direction des espaces verts").first.wait_for()

        page.reload()
        open_the_dossier(page)
        sentence.get_by_text("écrite par CM").wait_for()
        assert page.locator(f"[data-statement='{name}']").count() == 0
        assert page.get_by_label("Écriture inclusive").input_value() == "doublet"
        assert page.get_by_label("Service qui répondra").last.input_value() == "direction des espaces verts"
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
        exported = folder / "exports/synthese_pleniere/synthese_pleniere.docx"
        assert Path(saved.value.path()).read_bytes() == exported.read_bytes()
        assert barriers(page) == []

        # It comes back as it left, then with a number altered; what is no document of ours is refused.
        result = verify(page, exported)
        result.get_by_text(re.compile("rien n’a changé")).wait_for()
        before, after = change_a_number(exported, tmp_path / "revu.docx")
        result = verify(page, tmp_path / "revu.docx")
        result.get_by_text(re.compile(f"le nombre {before} est devenu {after}")).wait_for()
        assert result.locator(".pl-difference").count() == 1
        assert barriers(page) == []
        Document().save(str(tmp_path / "lettre.docx"))
        verify(page, tmp_path / "lettre.docx").get_by_role("alert").filter(has_text="de quel dossier").wait_for()

        page.get_by_role("button", name="Faire une archive du dossier").click()
        archive = page.get_by_role("link", name=re.compile(r"Plenière\.zip"))
        with page.expect_download() as saved:
            archive.click()
        saved.value.save_as(tmp_path / "copie.zip")
        page.get_by_label("Document", exact=True).select_option(label="Note au maire")
        page.get_by_text(re.compile("à reprendre avant de publier")).first.wait_for()
    assert visitor.outside == []
    assert [address for address in visitor.failed if "/voila/api/shutdown/" not in address] == []
    with open_dossier(folder, read_only=True) as dossier:
        actions = [decision.action for decision in dossier.decisions()]
    assert [action.text for action in actions if isinstance(action, RewriteStatement)] == [HOSTILE, SECOND]
    assert [action.stands for action in actions if isinstance(action, JudgeDebate)].count(True) == 1
    assert len([action for action in actions if isinstance(action, RefuseQuotation)]) == 1
    with restore_dossier(tmp_path / "copie.zip", tmp_path / "copie") as copy:
        assert [decision.action for decision in copy.decisions()] == actions


def test_writing_and_exporting_in_jupyterlab(
    visitor: Visitor,
    workspace: Workspace,
    workspaces: Path,
    server: Server,
    plenary_dossier: Path,
    barriers: Callable[[Any], list[str]],
) -> None:
    shutil.copytree(plenary_dossier, workspace.folder / "data/dossiers/Plenière")
    page = visitor.page
    view = page.frame_locator("iframe")

    def show(notebook: str) -> None:
        place = (workspace.folder / notebook).relative_to(workspaces).as_posix()
        page.goto(f"{server.base_url}/lab/tree/{place}?reset&token={server.token}")
        open_the_dossier(view)

    def inside() -> Any:
        return page.locator("iframe").element_handle().content_frame()

    show("notebooks/03_rediger.ipynb")
    sentence = view.locator("[data-statement='en_bref.etendue']")
    sentence.get_by_role("button", name="Modifier").focus()
    page.keyboard.press("Enter")
    sentence.get_by_role("button", name="Réécrire").focus()
    page.keyboard.press("Enter")
    sentence.locator("textarea:focus").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type(SECOND)
    page.keyboard.press("Control+Enter")
    sentence.get_by_text("écrite par CM").wait_for()
    assert SECOND in sentence.locator(".pl-writing-text").inner_text()
    assert barriers(inside()) == []
    show("notebooks/04_exporter.ipynb")
    view.get_by_label("Version").select_option(label="Interne, avec ce qui reste à reprendre")
    view.get_by_role("button", name="Créer les documents").click()
    link = view.get_by_role("link", name=re.compile(r"synthese_pleniere\.docx"))
    with page.expect_download() as saved:
        link.click()
    assert SECOND in "\n".join(paragraph.text for paragraph in Document(saved.value.path()).paragraphs)
    assert barriers(inside()) == []
    assert page.get_by_role("dialog").count() == 0
    assert visitor.outside == []
