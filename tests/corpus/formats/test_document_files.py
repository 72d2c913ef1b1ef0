from __future__ import annotations

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import archive, odt, saved, tracked

from participation_lib.corpus.formats.document import LEFT_OUT, notes_table, read_document
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.plain_notes import looks_like_notes
from participation_lib.corpus.formats.session_document import SessionDocument
from participation_lib.errors import InputError
from participation_lib.notes.exhibits import _sheet
from participation_lib.notes.model import Heading, Note, Text
from participation_lib.notes.odt import render_odt
from participation_lib.notes.word import render_docx


def read(table: Table) -> list[tuple[str, str, str]]:
    """Give the group, the sequence and the text of each contribution."""
    layout = SessionDocument().layout(table)
    (part,) = layout.parts
    return [
        (
            part.group.cells[row] if part.group else "",
            part.sequence.cells[row] if part.sequence else "",
            part.questions[0].texts.cells[row],
        )
        for row in range(len(table))
        if row not in layout.set_apart
    ]


MARKDOWN = """# Atelier du 12 mars

Animation : Jeanne Kerlouan
Date : 12 mars

## Séquence 1 : constats

### Table 1
- le bus est **rare**
- trop de bruit,
  même la nuit
### Table 2
Un paragraphe, avec *deux* phrases. La voilà.

## Séquence 2 : propositions

Table 3 : planter des arbres
- Mobilités :
  - plus de bus
  - des vélos
- un marché
"""
SAID = [
    ("1", "Séquence 1 : constats", "le bus est rare"),
    ("1", "Séquence 1 : constats", "trop de bruit, même la nuit"),
    ("2", "Séquence 1 : constats", "Un paragraphe, avec deux phrases. La voilà."),
    ("3", "Séquence 2 : propositions", "planter des arbres"),
    ("3", "Séquence 2 : propositions", "plus de bus"),
    ("3", "Séquence 2 : propositions", "des vélos"),
    ("3", "Séquence 2 : propositions", "un marché"),
]


def test_markdown_notes_keep_their_tables_sequences_and_lines() -> None:
    table = notes_table(MARKDOWN, "notes.md", "md", encoding="UTF-8")
    assert read(table) == SAID
    lines = MARKDOWN.splitlines()
    said = zip(table.rows, table.columns["texte"], strict=True)
    assert all(text.split()[0] in lines[row - 1] for row, text in said if text)
    apart = [row for row, reason in zip(table.rows, table.columns[LEFT_OUT], strict=True) if reason]
    assert apart == [3, 4]


def test_names_of_who_was_there_never_enter() -> None:
    table = notes_table(MARKDOWN, "notes.md", "md", encoding="UTF-8")
    assert "Kerlouan" not in repr(table)


def test_plain_notes_read_like_markdown() -> None:
    plain = MARKDOWN.replace("#", "").replace("**", "").replace("*", "")
    assert looks_like_notes(plain)
    assert read(notes_table(plain, "notes.txt", "txt", encoding="UTF-8")) == SAID


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CONSTATS\n- le bus\n- le bruit\nPROPOSITIONS\n- un banc\n", ["CONSTATS", "CONSTATS", "PROPOSITIONS"]),
        ("Constats\n========\n• le bus\n• le bruit\n", ["Constats", "Constats"]),
        ("1. Constats\n- le bus\n- le bruit\n2. Propositions\n- un banc\n", ["Constats"] * 2 + ["Propositions"]),
        ("Atelier du 12\n\nConstats\n- le bus\n- le bruit\n\nSuites\n- un banc\n", ["Constats"] * 2 + ["Suites"]),
        ("Ce qui va :\n1. le parc\n2. l’école\nCe qui manque :\n3. un bus\n", ["Ce qui va"] * 2 + ["Ce qui manque"]),
    ],
)
def test_headings_typed_without_styles(text: str, said: list[str]) -> None:
    table = notes_table(text, "notes.txt", "txt", encoding="UTF-8")
    assert [sequence for _, sequence, _ in read(table)] == said


def test_lists_of_people_are_set_apart_and_counted() -> None:
    text = "Présents :\n- Paul Kerlouan\n- Marie Kerlouan\n\nConstats\n--------\n- le bus est rare\n"
    table = notes_table(text, "notes.txt", "txt", encoding="UTF-8")
    assert [text for _, _, text in read(table)] == ["le bus est rare"]
    layout = SessionDocument().layout(table)
    assert dict(layout.set_apart) == {0: "mention de séance", 1: "mention de séance"}
    assert "Kerlouan" not in repr(table)


def test_what_follows_the_number_of_a_table_is_not_always_said_by_it() -> None:
    first = "Table 1 (secrétaire : J. Kerlouan)\n- un banc\n"
    text = first + "Table 2 – Animatrice : Léa Kerlouan\n- un bus\nTable 3 : un parc\n"
    table = notes_table(text, "notes.txt", "txt", encoding="UTF-8")
    assert read(table) == [("1", "", "un banc"), ("2", "", "un bus"), ("3", "", "un parc")]
    assert "Kerlouan" not in repr(table)


def test_a_heading_that_is_a_name_is_not_kept_beside_the_words() -> None:
    table = notes_table("## Marie Martin\n- un banc\n## Paul Martin\n- un bus\n", "notes.md", "md", encoding="UTF-8")
    assert read(table) == [("", "", "un banc"), ("", "", "un bus")]


def word_notes() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ville de Kerlouan"
    document.add_heading("Séquence 1 : constats", 1)
    document.add_paragraph("Table n° 2")
    document.add_paragraph("le bus est rare", style="List Bullet")
    changed = document.add_paragraph("le banc est ", style="List Bullet")
    tracked(changed, "del", "vieux")
    tracked(changed, "ins", "cassé")
    bold = document.add_paragraph()
    bold.add_run("Propositions").bold = True
    document.add_comment(document.add_paragraph("planter des arbres").runs, "à vérifier avec Jeanne", "J. Kerlouan")
    grid = document.add_table(4, 2)
    for row, cells in enumerate([("Table", "Idée"), ("5", "un marché"), ("", "des vélos"), ("6", "")]):
        for column, words in enumerate(cells):
            grid.cell(row, column).text = words
    grid.cell(1, 0).merge(grid.cell(2, 0))
    return saved(document)


def test_word_notes() -> None:
    table = read_document(word_notes(), "notes.docx", "docx")
    assert read(table) == [
        ("2", "Séquence 1 : constats", "le bus est rare"),
        ("2", "Séquence 1 : constats", "le banc est cassé"),
        ("2", "Séquence 1 : constats", "planter des arbres"),
        ("5", "Séquence 1 : constats", "un marché"),
        ("5", "Séquence 1 : constats", "des vélos"),
    ]
    assert any("modifications suivies" in remark for remark in table.remarks)
    assert any("commentaires" in remark and "pieds de page" in remark for remark in table.remarks)
    assert "Kerlouan" not in repr(table)


def test_writer_notes() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>J. Kerlouan</dc:creator></office:change-info><text:p>mots ôtés</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">Groupe B</text:h>'
        '<text:p>le bus <text:change text:change-id="c1"/>est rare<office:annotation><text:p>à voir</text:p>'
        "</office:annotation></text:p>"
        "<text:list><text:list-item><text:p>un banc</text:p></text:list-item></text:list>"
    )
    table = read_document(odt(body), "notes.odt", "odt")
    assert read(table) == [("B", "", "le bus est rare"), ("B", "", "un banc")]
    assert len(table.remarks) == 2


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_our_own_sheet_filled_in_reads_back_exactly(kind: str) -> None:
    """Two sheets one after the other, as secretaries of two tables hand them in."""
    from dataclasses import replace

    from participation_lib.notes.model import Table as Grid

    filled = {
        "Table": [("{table}", "Constats", "8", "Jeanne Kerlouan")],
        "Idées": [("Planter des arbres", "accord", "gare", "4"), ("Un « vrai » parc ;\nouvert le soir", "", "", "")],
        "Désaccords": [("c’est calme", "trop cher", "la rue piétonne")],
        "Questions à la Ville": [("Quand ouvre le lac ?",)],
        "Phrase à retenir": [("On étouffe",)],
    }
    blocks: list[object] = []
    for table in ("3", "12"):
        for title, name in (
            ("En-tête", "fiche_en_tete"),
            ("Idées", "fiche_idees"),
            ("Désaccords", "fiche_desaccords"),
            ("Questions à la Ville", "fiche_questions"),
            ("Phrase à retenir", "fiche_phrase"),
        ):
            blocks.append(Heading(1, title))
            for block in _sheet(name):
                if isinstance(block, Grid):
                    rows = filled[block.caption]
                    blank = block.rows[len(rows) :]
                    typed = tuple(tuple((Text(cell.format(table=table)),) for cell in row) for row in rows)
                    block = replace(block, rows=typed + blank)  # noqa: PLW2901
                blocks.append(block)
    note = Note("Fiche de table", "Plénière nature", tuple(blocks))  # type: ignore[arg-type]
    content = render_docx(note) if kind == "docx" else render_odt(note)
    table_read = read_document(content, "fiche.docx", kind)
    said = [
        "Planter des arbres",
        "Un « vrai » parc ; ouvert le soir",
        "Pour (la rue piétonne) : c’est calme",
        "Contre (la rue piétonne) : trop cher",
        "Quand ouvre le lac ?",
        "On étouffe",
    ]
    found = [(group, sequence, " ".join(text.split())) for group, sequence, text in read(table_read)]
    assert found == [(table, "Constats", text) for table in ("3", "12") for text in said]
    assert table_read.columns["Gommettes"][: len(said)].count("4") == 1
    assert "Kerlouan" not in repr(table_read)
    assert SessionDocument().layout(table_read).name == "Fiche de table"


def test_a_sheet_without_number_takes_that_of_its_file() -> None:
    document = docx.Document()
    document.add_paragraph("un banc", style="List Bullet")
    table = read_document(saved(document), "fiche_table_07.docx", "docx")
    assert read(table) == [("7", "", "un banc")]
    assert any("nom du fichier" in remark for remark in table.remarks)


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        pytest.param(saved(docx.Document()), "docx", "aucune contribution", id="blank"),
        pytest.param(word_notes()[:-400], "docx", "abîmé ou incomplet", id="cut"),
        pytest.param(archive({"word/document.xml": b"<w:p"}), "docx", "abîmé", id="broken-xml"),
        pytest.param(archive({"xl/workbook.xml": b"<x/>"}), "docx", "n’est pas un document", id="a-workbook"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 99, "docx", "ancien format .doc", id="old-word"),
        pytest.param(odt("", manifest="<manifest:encryption-data/>"), "odt", "mot de passe", id="encrypted"),
    ],
)
def test_documents_that_cannot_be_read(content: bytes, kind: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_document(content, f"notes.{kind}", kind)


WHOLE = word_notes()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_document_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE)
    for place, byte in changes:
        content[place] = byte
    try:
        table = read_document(bytes(content), "notes.docx", "docx")
    except InputError:
        return
    assert all(len(cells) == len(table) for cells in table.columns.values())


notes_like = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["# T", "- a", "  - b", "Table 3", "Table 4 : x", "Présents :", "1. c", "| a | b |", "==="]),
    ),
    max_size=12,
).map("\n".join)


@settings(deadline=None)
@given(notes_like)
def test_no_text_crashes_the_reader_of_notes(text: str) -> None:
    try:
        table = notes_table(text, "notes.txt", "txt", encoding="UTF-8")
    except InputError:
        return
    assert all(len(cells) == len(table) for cells in table.columns.values())
    assert list(table.rows) == sorted(table.rows)
    assert any(text.strip() for _, _, text in read(table))
