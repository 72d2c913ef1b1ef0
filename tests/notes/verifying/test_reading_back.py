from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from participation_lib.errors import InputError
from participation_lib.notes.exporters import export_note
from participation_lib.notes.model import Note, Paragraph, Text
from participation_lib.notes.provenance import Provenance
from participation_lib.notes.verifying import READABLE, read_document
from participation_lib.notes.verifying.pdf_words import _without_furniture
from participation_lib.schema import Version

if TYPE_CHECKING:
    from tests.notes.samples import Rendered

MADE = Provenance("13b011f7-25b1", "synthese", Version.PUBLISHABLE, 3, "0.1.0")


def written(content: bytes, file: Path) -> Path:
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", READABLE)
def test_words_and_rows_come_back(name: str, ordinary: Rendered, tmp_path: Path) -> None:
    document = read_document(written(getattr(ordinary, name), tmp_path / f"note.{name}"))
    rows = [" ".join(line.split()) for line in document.lines]
    assert any(row.startswith("« Plantez des arbres") for row in rows)
    assert "c0003 3 l'ombre, svp ! énoncé" in rows
    assert document.provenance is None


@pytest.mark.parametrize("name", READABLE)
def test_every_format_says_where_it_comes_from(name: str, tmp_path: Path) -> None:
    note = Note("Essai", blocks=(Paragraph((Text("Un."),)),), provenance=MADE.told())
    (file,) = export_note(note, tmp_path, (name,))
    assert read_document(file).provenance == MADE


def test_where_properties_were_erased_the_method_note_says_it(tmp_path: Path) -> None:
    note = Note("Essai", blocks=(Paragraph((Text(f"Origine {MADE.told()}"),)),))
    (file,) = export_note(note, tmp_path, ("docx",))
    assert read_document(file).provenance == MADE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("note.docx", b"PK\x03\x04rien", id="broken-docx"),
        pytest.param("note.odt", b"du texte", id="text-called-odt"),
        pytest.param("note.pdf", b"%PDF-1.7 rien", id="broken-pdf"),
        pytest.param("note.doc", b"\xd0\xcf\x11\xe0", id="old-word"),
        pytest.param("note", b"", id="no-ending"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(name: str, content: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"« {name} »") as caught:
        read_document(written(content, tmp_path / name))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"« absent\.pdf » est introuvable"):
        read_document(tmp_path / "absent.pdf")
    (tmp_path / "classeur.pdf").mkdir()
    with pytest.raises(InputError, match=r"« classeur\.pdf » ne peut pas être lu"):
        read_document(tmp_path / "classeur.pdf")


def test_tracked_changes_are_accepted_and_comments_passed_over(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("À ")
    for tag, text_tag, words in (("w:del", "w:delText", "5"), ("w:ins", "w:t", "7")):
        change = OxmlElement(tag)
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "Cabinet")
        run, text = OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    last = paragraph.add_run(" tables")
    paragraph.add_run(" rayées").font.strike = True
    document.add_comment([last], text="Vraiment ?", author="Cabinet")
    document.save(str(tmp_path / "revu.docx"))
    assert [line.strip() for line in read_document(tmp_path / "revu.docx").lines] == ["À 7 tables"]


def test_lines_that_come_back_on_each_page_are_left_out_but_on_the_first() -> None:
    pages = [["Titre", f"contenu {letter}", f"page {n} sur 4"] for n, letter in enumerate("abcd", start=1)]
    lines, repeated = _without_furniture(pages)
    assert lines == ["Titre", "contenu a", "page 1 sur 4", "contenu b", "contenu c", "contenu d"]
    assert repeated == {"Titre", "page # sur #"}


def test_two_pages_alike_lose_nothing() -> None:
    lines, repeated = _without_furniture([["1", "a", "2"], ["3", "b", "4"]])
    assert (lines, repeated) == (["1", "a", "2", "3", "b", "4"], frozenset())


def test_the_note_without_provenance_is_the_same_file_as_before(ordinary: Rendered, tmp_path: Path) -> None:
    (file,) = export_note(replace(ordinary.note, provenance=""), tmp_path, ("html",))
    assert file.read_bytes() == ordinary.html
