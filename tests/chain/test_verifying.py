"""An exported document, touched or not since, against the dossier it comes from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.chain import WritingDesk, verify_document
from participation_lib.cli import main
from participation_lib.dossier import open_dossier
from participation_lib.errors import InputError
from participation_lib.notes.model import Note
from participation_lib.notes.verifying import READABLE, read_document, verify_note
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import MoveIdeas, RenameTheme, Version
from participation_lib.themes.encoding import SentenceEncoder
from tests.review.desks import desk_on

DOCUMENT = "compte_rendu_pleniere"
CAPTION = re.compile(r"(?:Tableau|Figure)\b")  # Word numbers captions by itself


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, letters: Any) -> Path:
    """A dossier with a document exported in every format, in which somebody went on deciding."""
    folder = tmp_path_factory.mktemp("verifier") / "dossier"
    with desk_on(folder, letters) as review:
        desk = WritingDesk(review)
        first = next(iter(desk.draft(DOCUMENT).items)).statement
        desk.rewrite(DOCUMENT, first.statement_id, "Une phrase à elle, sur 12 arbres.")
        desk.give_fact("nombre_presents", "61")
        desk.export(DOCUMENT, version=Version.INTERNAL, formats=(*READABLE, "pdf-gros"))
        review.decide(RenameTheme("t01", "Ombre et fraîcheur"))
        review.decide(MoveIdeas(("c0001-1", "c0005-1"), "t02"))
        desk.give_fact("nombre_presents", "75")
    return folder


@pytest.fixture(scope="module")
def note(exported: Path, letters: Any) -> Note:
    """The document as it was exported."""
    with open_dossier(exported, read_only=True) as dossier:
        return WritingDesk.of(dossier, encoder=letters, until=2).note_in("docx", DOCUMENT, Version.INTERNAL)


def export_of(folder: Path, name: str) -> Path:
    return folder / "exports" / DOCUMENT / f"{DOCUMENT}.{name}"


def messages(file: Path, folder: Path, letters: Any) -> list[str]:
    with open_dossier(folder, read_only=True) as dossier:
        return [difference.message for difference in verify_document(file, dossier, encoder=letters).differences]


def sentence(document: Any, pattern: str) -> Paragraph:
    return next(paragraph for paragraph in document.paragraphs if re.search(pattern, paragraph.text))


def reword(paragraph: Paragraph, before: str, after: str) -> None:
    run = next(run for run in paragraph.runs if before in run.text)
    run.text = run.text.replace(before, after, 1)


@pytest.mark.parametrize("ending", [*(f".{name}" for name in READABLE), "-gros-caracteres.pdf"])
def test_an_export_says_what_the_dossier_said_then(ending: str, exported: Path, letters: Any) -> None:
    with open_dossier(exported, read_only=True) as dossier:
        file = export_of(exported, "pdf").with_name(f"{DOCUMENT}{ending}")
        result = verify_document(file, dossier, encoder=letters)
    assert result.differences == ()
    assert result.n_same == result.n_sentences + result.n_rows > 20
    assert result.remarks == (
        f"Document « {DOCUMENT} », version interne, comparé au dossier tel qu’il était après la décision 2.",
    )


def test_what_the_cabinet_changed_in_word_is_found_and_named(exported: Path, letters: Any, tmp_path: Path) -> None:
    document = Document(str(export_of(exported, "docx")))
    reword(sentence(document, "à elle, sur 12 arbres"), "12", "21")
    gone = sentence(document, r"^Propositions\.")
    gone._p.getparent().remove(gone._p)
    sentence(document, "^Une contribution est un texte").insert_paragraph_before("La Ville se félicite de ces idées.")
    reword(document.tables[0].rows[1].cells[1].paragraphs[0], "61", "610")
    document.save(str(tmp_path / "revu.docx"))
    found = messages(tmp_path / "revu.docx", exported, letters)
    assert len(found) == 4
    assert "colonne « Précision » : le nombre 61 est devenu 610." in found[0]
    assert found[1].endswith("texte ajouté (7 mots).")
    assert re.fullmatch(r"« [^»]+ », phrase 1 : le nombre 12 est devenu 21\.", found[2])
    assert re.fullmatch(r"« [^»]+ », phrase \d+ : n’y est plus\.", found[3])


@settings(derandomize=True, max_examples=12, deadline=None)
@given(position=st.integers(min_value=0), figure=st.sampled_from("0123456789"))
def test_any_figure_changed_in_a_word_file_is_found(
    position: int, figure: str, exported: Path, note: Note, tmp_path_factory: pytest.TempPathFactory
) -> None:
    document = Document(str(export_of(exported, "docx")))
    texts = [text for text in document.element.body.iter(qn("w:t")) if not CAPTION.match(text.text)]
    figures = [(text, match.start()) for text in texts for match in re.finditer(r"\d", text.text)]
    text, start = figures[position % len(figures)]
    before = text.text
    text.text = before[:start] + figure + before[start + 1 :]
    file = tmp_path_factory.mktemp("chiffre") / "revu.docx"
    document.save(str(file))
    found = verify_note(note, read_document(file)).differences
    assert bool(found) == (text.text != before)


def test_a_reworded_sentence_is_found(exported: Path, letters: Any, tmp_path: Path) -> None:
    document = Document(str(export_of(exported, "docx")))
    reword(sentence(document, "à elle, sur 12 arbres"), "Une phrase à elle", "La phrase du cabinet")
    document.save(str(tmp_path / "revu.docx"))
    (found,) = messages(tmp_path / "revu.docx", exported, letters)
    assert found.endswith("phrase 1 : texte réécrit (3 mots ou signes).")
    assert "cabinet" not in found


def test_what_was_decided_since_is_another_document(exported: Path, letters: Any, tmp_path: Path) -> None:
    with open_dossier(exported, read_only=True) as dossier:
        now = WritingDesk.of(dossier, encoder=letters).note_in("docx", DOCUMENT, Version.INTERNAL)
        then = WritingDesk.of(dossier, encoder=letters, until=2).note_in("docx", DOCUMENT, Version.INTERNAL)
    assert now != then


def test_nothing_is_decided_in_the_past(exported: Path, letters: Any) -> None:
    with open_dossier(exported) as dossier:
        desk = ReviewDesk(dossier, encoder=letters, until=2)
        before = dossier.last_decision_id()
        with pytest.raises(InputError, match="tel qu’il était"):
            desk.decide(RenameTheme("t01", "Autre"))
        assert not desk.refresh()
        assert dossier.last_decision_id() == before
        assert desk.review.themes["t01"].label == "Arbres"


def test_a_decision_the_dossier_does_not_have_is_told(exported: Path, letters: Any, tmp_path: Path) -> None:
    page = export_of(exported, "html").read_text(encoding="utf-8")
    (tmp_path / "note.html").write_text(page.replace("décision 2,", "décision 99,"), encoding="utf-8")
    with open_dossier(exported, read_only=True) as dossier:
        result = verify_document(tmp_path / "note.html", dossier, encoder=letters)
    assert "après la décision 99, qui n’est pas dans ce dossier" in result.remarks[0]
    assert not result.is_clean


def test_another_version_of_the_program_is_told(exported: Path, letters: Any, tmp_path: Path) -> None:
    page = export_of(exported, "html").read_text(encoding="utf-8")
    older = re.sub(r"(participation_lib[ \u00a0])[0-9.]+", r"\g<1>0.0.9", page)
    (tmp_path / "note.html").write_text(older, encoding="utf-8")
    with open_dossier(exported, read_only=True) as dossier:
        result = verify_document(tmp_path / "note.html", dossier, encoder=letters)
    assert "par la version 0.0.9 du logiciel" in result.remarks[1]
    assert result.is_clean


def test_a_file_of_another_dossier_is_refused(exported: Path, letters: Any, tmp_path: Path) -> None:
    with (
        desk_on(tmp_path / "autre", letters) as other,
        pytest.raises(InputError, match=r"« compte_rendu_pleniere\.pdf » vient d’un autre dossier que « autre »"),
    ):
        verify_document(export_of(exported, "pdf"), other.dossier, encoder=letters)


def test_a_file_that_is_not_ours_is_refused(exported: Path, letters: Any, tmp_path: Path) -> None:
    Document().save(str(tmp_path / "lettre.docx"))
    with pytest.raises(InputError, match=r"« lettre\.docx » ne dit pas de quel dossier il vient"):
        messages(tmp_path / "lettre.docx", exported, letters)


def test_the_command_gives_its_result_by_its_code(
    exported: Path, letters: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SentenceEncoder, "encode", lambda _, texts: letters.encode(texts))
    monkeypatch.setattr(SentenceEncoder, "name", letters.name, raising=False)
    assert main(["verifier", str(export_of(exported, "odt")), str(exported)]) == 0
    assert "rien n’a changé" in capsys.readouterr().out
    page = export_of(exported, "html").read_text(encoding="utf-8")
    (tmp_path / "note.html").write_text(page.replace("12 arbres", "13 arbres"), encoding="utf-8")
    assert main(["verifier", str(tmp_path / "note.html"), str(exported)]) == 1
    assert "phrase 1 : le nombre 12 est devenu 13." in capsys.readouterr().out
    assert main(["verifier", str(tmp_path / "absent.docx"), str(exported)]) == 2
    assert capsys.readouterr().err.strip() == "« absent.docx » est introuvable : vérifiez son emplacement."
