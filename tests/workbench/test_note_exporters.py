"""Notebooks leave through JupyterLab's menu as documents: text and results, never code nor errors."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import nbformat
import pikepdf
import pytest
from lxml import html as reader
from nbconvert.exporters import get_export_names, get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from participation_lib.errors import InputError
from participation_lib.notes.html import render_html
from participation_lib.notes.model import Note
from participation_lib.notes.notebook import render_notebook
from participation_lib.notes.word import render_docx
from participation_lib.workbench import notebook_notes
from participation_lib.workbench.notebook_notes import note_of_notebook
from tests.notes.samples import HOSTILE, ordinary_note

NAMES = {
    "compte_rendu_html": ".html",
    "compte_rendu_pdf": ".pdf",
    "compte_rendu_word": ".docx",
    "compte_rendu_odt": ".odt",
}


def picture(form: str = "PNG") -> str:
    content = BytesIO()
    Image.new("RGB", (40, 20), "#1d3f6e").save(content, form)
    return base64.b64encode(content.getvalue()).decode()


def notebook() -> Any:
    cells = [
        new_markdown_cell("# Plénière du 3 mars\n\nBonjour « à tous ».\n\n### Sauté\n\n" + "\n\n".join(HOSTILE[:3])),
        new_code_cell(
            "secret = 1",
            outputs=[
                new_output("stream", name="stdout", text="\x1b[31mtrois idées\x1b[0m\n"),
                new_output("stream", name="stderr", text="avertissement"),
                new_output("display_data", {"image/png": picture(), "text/plain": "<Figure size 1x1>"}),
                new_output("display_data", {"image/jpeg": picture("JPEG")}, metadata={"alt": "une carte"}),
                new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Kanban()"}),
                new_output("execute_result", {"text/plain": "<a.B object at 0x7f>"}),
                new_output("error", ename="KeyError", evalue="'nom de quelqu’un'", traceback=["Traceback…"]),
                new_output("execute_result", {"text/html": "<table><tr><th>n</th></tr><tr><td>3</td></tr></table>"}),
            ],
            metadata={"alt": "un graphique", "caption": "Idées"},
        ),
        new_markdown_cell("![joint](attachment:x.png)", attachments={"x.png": {"image/png": picture()}}),
    ]
    return new_notebook(cells=cells)


@pytest.mark.parametrize(("name", "extension"), NAMES.items())
def test_each_exporter_is_listed_and_gives_its_format(name: str, extension: str) -> None:
    assert name in get_export_names()
    assert re.fullmatch(r"\w+", name)  # what the server's addresses allow
    content, resources = get_exporter(name)().from_notebook_node(notebook(), {"metadata": {"name": "carnet"}})
    assert resources["output_extension"] == extension
    start = content[:5].encode() if isinstance(content, str) else content[:5]
    assert start.startswith({".html": b"<!DOC", ".pdf": b"%PDF-"}.get(extension, b"PK"))
    again, _ = get_exporter(name)().from_notebook_node(notebook(), {"metadata": {"name": "carnet"}})
    assert again == content


def test_text_and_results_are_shown_and_neither_code_nor_errors() -> None:
    page, _ = get_exporter("compte_rendu_html")().from_notebook_node(notebook())
    read = reader.document_fromstring(page)
    said = read.text_content()
    assert read.xpath("//h1")[0].text == "Plénière du 3\u00a0mars"
    assert [heading.text for heading in read.xpath("//main//h2")] == ["Sauté"]
    assert "trois idées" in said
    assert "[31m" not in said
    assert "Une cellule du carnet n’a pas pu être calculée" in said
    for absent in (
        "secret",
        "avertissement",
        "KeyError",
        "quelqu’un",
        "Traceback",
        "Kanban",
        "object at",
        "Figure size",
    ):
        assert absent not in said
    assert read.xpath("//img/@alt") == ["un graphique", "une carte", "joint"]
    assert read.xpath("string(//figcaption)").endswith("Idées")
    assert read.xpath("//caption")[0].text_content() == "Tableau\u00a01 – Idées"
    assert not read.xpath("//script")
    assert "alert(1)" in said


def test_pictures_have_their_words_in_pdf_and_word() -> None:
    content, _ = get_exporter("compte_rendu_pdf")().from_notebook_node(notebook())
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
    content, _ = get_exporter("compte_rendu_word")().from_notebook_node(notebook())
    document = docx.Document(BytesIO(content))
    names = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None]
    assert {"Title", "Heading 1", "Caption", "À noter"} <= set(names)


def test_a_kept_note_leaves_as_it_was_first_exported(tmp_path: Path) -> None:
    path = tmp_path / "synthese.ipynb"
    path.write_bytes(render_notebook(ordinary_note()))
    html, _ = get_exporter("compte_rendu_html")().from_filename(str(path))
    word, _ = get_exporter("compte_rendu_word")().from_filename(str(path))
    assert html.encode() == render_html(ordinary_note())
    assert word == render_docx(ordinary_note())


def test_a_notebook_may_name_a_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, str]] = []

    def found(folder: Path, document: str) -> Note:
        asked.append((folder, document))
        return Note("Du dossier")

    monkeypatch.setattr(notebook_notes, "note_of_dossier", found)
    named = new_notebook(metadata={"participation": {"dossier": "../pleniere", "document": "synthese"}})
    path = tmp_path / "carnet.ipynb"
    nbformat.write(named, path)
    html, _ = get_exporter("compte_rendu_html")().from_filename(str(path))
    assert "<h1>Du dossier</h1>" in html
    assert asked == [(tmp_path / "../pleniere", "synthese")]


def test_a_dossier_or_a_document_that_is_not_there_is_said(tmp_path: Path) -> None:
    for metadata in ({"dossier": "absent"}, {"dossier": "absent", "document": "roman"}, {"note": {"": "Popen"}}):
        with pytest.raises(InputError):
            note_of_notebook(new_notebook(metadata={"participation": metadata}), tmp_path)


def test_an_empty_notebook_says_so() -> None:
    note = note_of_notebook(new_notebook(cells=[new_code_cell("x")]), name="Mon carnet")
    assert note.title == "Mon carnet"
    assert b"ne contient encore ni texte" in render_html(note)
