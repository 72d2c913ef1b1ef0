from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.notes.html import render_html
from participation_lib.notes.model import BulletList, Heading, Link, Note, Paragraph, Quote, Span, Table, Text
from participation_lib.notes.pdf import render_pdf
from participation_lib.notes.verifying import READABLE, ReadDocument, Verification, read_document, verify_note
from participation_lib.notes.verifying.pieces import pieces_of

if TYPE_CHECKING:
    from tests.notes.samples import Rendered


def cell(words: str) -> tuple[Text, ...]:
    return (Text(words),)


NOTE = Note(
    "Compte rendu",
    blocks=(
        Heading(1, "En bref", "en-bref"),
        BulletList(
            (
                (
                    Span(
                        "s1",
                        (
                            Text("À 5 tables sur 8, 3 000 idées parlent d'arbres. ["),
                            Link("c0001", "12"),
                            Text(", "),
                            Link("c0002", "37"),
                            Text("]"),
                        ),
                    ),
                ),
                (Span("s2", (Text("Quatre idées disent « "), Text("2 bancs, svp", verbatim=True), Text(" »."))),),
            )
        ),
        Paragraph((Text("Problèmes. ", "strong"), Span("s3", (Text("La fontaine est en panne, 12 fois dite."),)))),
        Quote("le bus 29 passe trop tôt", (Text("table 3"),), "s4"),
        Paragraph((Text("Une contribution est un texte tel qu'il a été remis."),)),
        Table(
            "Idées par thème",
            ("Thème", "Idées", "Tables"),
            (
                (cell("Arbres"), cell("42"), cell("8")),
                (cell("Bancs"), cell("30"), cell("6")),
                (cell("Non classé"), cell("1"), cell("1")),
            ),
        ),
        Heading(1, "Annexes", "annexes"),
        Paragraph((Text("12", "strong"), Text(" — "), Text("il y a 3 bancs cassés", verbatim=True)), "c0001"),
        Paragraph((Text("37", "strong"), Text(" — "), Text("de l'ombre", verbatim=True)), "c0002"),
    ),
)
LINES = (
    "Compte rendu",
    "En bref",
    "À 5 tables sur 8, 3 000 idées parlent d’arbres. [12, 37]",
    "Quatre idées disent « 2 bancs, svp ».",
    "Problèmes. La fontaine est en panne, 12 fois dite.",
    "« le bus 29 passe trop tôt »",
    "— table 3",
    "Une contribution est un texte tel qu’il a été remis.",
    "Tableau 1 – Idées par thème",
    "Thème\tIdées\tTables",
    "Arbres\t42\t8",
    "Bancs\t30\t6",
    "Non classé\t1\t1",
    "Annexes",
    "12 — il y a 3 bancs cassés",
    "37 — de l’ombre",
)
STATEMENTS = (2, 3, 4, 5)  # lines that are statements


def verified(lines: Sequence[str], format_name: str = "docx", note: Note = NOTE) -> Verification:
    return verify_note(note, ReadDocument("note.docx", format_name, tuple(lines), None))


def changed(before: str, after: str) -> list[str]:
    """Give the lines with one thing changed, once."""
    text = "\n".join(LINES)
    assert before in text
    return text.replace(before, after, 1).split("\n")


def messages(lines: Sequence[str]) -> list[str]:
    return [difference.message for difference in verified(lines).differences]


def test_the_lines_are_those_of_the_note() -> None:
    result = verified(LINES)
    assert result.is_clean
    assert (result.n_sentences, result.n_rows, result.n_same) == (4, 3, 7)
    assert result.summary() == (
        "« note.docx » dit ce que dit le dossier : 4 phrases et 3 lignes de tableau, rien n’a changé."
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("5 tables", "6 tables", "« En bref », phrase 1 : le nombre 5 est devenu 6."),
        ("3 000", "3 500", "« En bref », phrase 1 : le nombre 3000 est devenu 3500."),
        ("Quatre", "Cinq", "« En bref », phrase 2 : le nombre Quatre est devenu Cinq."),
        (" sur 8", "", "« En bref », phrase 1 : le nombre 8 n’y est plus."),
        ("37]", "38]", "« En bref », phrase 1 : les renvois aux contributions ont changé."),
        (" [12, 37]", "", "« En bref », phrase 1 : les renvois aux contributions ont changé."),
        ("2 bancs", "3 bancs", "« En bref », phrase 2 : les mots cités ne sont plus ceux de la contribution."),
        ("trop tôt", "tôt", "« En bref », phrase 4 : les mots cités ne sont plus ceux de la contribution."),
        ("table 3", "table 4", "« En bref », source de la phrase 4 : le nombre 3 est devenu 4."),
        ("en panne", "à réparer", "« En bref », phrase 3 : texte réécrit (2 mots ou signes)."),
        ("idées parlent", "% parlent", "« En bref », phrase 1 : texte réécrit (1 mot ou signes)."),
        (
            "42",
            "24",
            "« En bref », tableau « Idées par thème », ligne 1, colonne « Idées » : le nombre 42 est devenu 24.",
        ),
        (
            "3 bancs cassés",
            "4 bancs cassés",
            "« Annexes », contribution 1 : le texte n’est plus celui de la contribution.",
        ),
        (
            "Une contribution",
            "Toute contribution",
            "« En bref », texte de présentation 1 : texte réécrit (1 mot ou signes).",
        ),
    ],
)
def test_what_changed_is_named(before: str, after: str, said: str) -> None:
    found = messages(changed(before, after))
    assert said in found
    assert all(message == said or "réécrit" in message for message in found)


def without(*ranks: int) -> list[str]:
    return [line for rank, line in enumerate(LINES) if rank not in ranks]


def with_line(rank: int, line: str) -> list[str]:
    return [*LINES[:rank], line, *LINES[rank:]]


def test_a_sentence_taken_out_is_named() -> None:
    assert messages(without(4)) == ["« En bref », phrase 3 : n’y est plus."]


def test_a_sentence_put_in_is_placed() -> None:
    assert messages(with_line(4, "La Ville s'en félicite.")) == [
        "« En bref », après : phrase 2 : texte ajouté (5 mots)."
    ]
    assert messages(["Validé par le cabinet", *LINES]) == ["En tête du document : texte ajouté (4 mots)."]


def test_a_sentence_said_twice_is_told() -> None:
    assert messages(with_line(6, LINES[4])) == ["« En bref », après : phrase 4 : texte ajouté (9 mots)."]


def test_a_number_alone_on_a_line_is_text() -> None:
    page = ReadDocument("note.pdf", "pdf", (*LINES[:4], "40", *LINES[4:]), None, frozenset({"•", "Page #"}))
    assert [difference.kind for difference in verify_note(NOTE, page).differences] == ["ajout"]


def test_a_sentence_in_place_of_another_is_told_once() -> None:
    lines = list(LINES)
    lines[4] = "Rien à signaler sur ce point."
    assert messages(lines) == ["« En bref », phrase 3 : un autre texte est à sa place."]


@pytest.mark.parametrize("order", [(2, 4, 3), (2, 8, 4), (10, 12, 11)])
def test_reordering_is_told_once(order: tuple[int, int, int]) -> None:
    start, end, rank = order
    moved = [*LINES[:start], LINES[rank], *(LINES[n] for n in range(start, end) if n != rank), *LINES[end:]]
    assert moved != list(LINES)
    found = messages(moved)
    assert len(found) == 1
    assert found[0].startswith("L’ordre a changé : 1 passage n’est plus à sa place (« En bref »).")


def test_references_taken_out_everywhere_are_told_once() -> None:
    many = Note(
        "Synthèse",
        blocks=(
            *(
                Paragraph(
                    (Span(f"s{n}", (Text(f"Phrase numéro {n} du document. ["), Link(f"c{n:04d}", str(n)), Text("]"))),)
                )
                for n in range(1, 9)
            ),
            *(Paragraph((Text(f"contribution remise en {n}"),), f"c{n:04d}") for n in range(1, 9)),
        ),
    )
    lines = [" ".join(token.text for token in piece.tokens) for piece in pieces_of(many, "docx")]
    result = verified([re.sub(r" \[.*", "", line) for line in lines], note=many)
    assert [difference.message for difference in result.differences] == [
        "Les renvois aux contributions ont changé à 8 endroits."
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(changed("Tableau 1", "Tableau 3"), id="captions-numbered-again"),
        pytest.param(changed("« 2 bancs, svp »", '"2 bancs, svp"'), id="straight-quotation-marks"),
        pytest.param(with_line(1, ["Sommaire", "En bref\t1", "Annexes ........ 2"][0]), id="word-contents"),
        pytest.param([*LINES[:1], "Table des matières", "En bref.......1", "Annexes 2", *LINES[1:]], id="contents"),
        pytest.param([*LINES[:11], "Thème\tIdées\tTables", *LINES[11:]], id="header-of-a-table-on-the-next-page"),
        pytest.param([*LINES[:3], "", " ", "____", *LINES[3:]], id="empty-lines"),
        pytest.param([LINES[0], " ".join(LINES[1:4]), *LINES[4:]], id="paragraphs-joined"),
    ],
)
def test_what_word_does_by_itself_is_no_difference(lines: list[str]) -> None:
    assert verified(lines).is_clean


def test_another_text_is_told_in_one_sentence() -> None:
    result = verified(["Rien à voir.", "Du tout."])
    assert [difference.kind for difference in result.differences] == ["autre_texte"]


def test_no_word_of_the_document_is_repeated() -> None:
    lines = [re.sub("e", "a", line) if rank in STATEMENTS or rank > 13 else line for rank, line in enumerate(LINES)]
    told = " ".join(messages([*lines, "secret du cabinet"]))
    assert told
    assert not re.search("fontaine|fontaina|bancs|bus|ombre|secret|cabinet", told)


FIGURES = [(rank, match.start()) for rank in STATEMENTS for match in re.finditer(r"\d", LINES[rank])]


@settings(deadline=None)
@given(st.sampled_from(FIGURES), st.sampled_from("0123456789"), st.sampled_from(["docx", "pdf"]))
def test_any_figure_changed_in_a_statement_is_found(place: tuple[int, int], figure: str, format_name: str) -> None:
    rank, column = place
    lines = list(LINES)
    lines[rank] = lines[rank][:column] + figure + lines[rank][column + 1 :]
    found = verified(lines, format_name).differences
    assert bool(found) == (lines != list(LINES))
    assert {difference.kind for difference in found} <= {"nombre", "citation", "renvoi"}
    assert all(difference.section == "En bref" for difference in found)


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=20), st.sampled_from(["docx", "pdf"]))
def test_any_lines_are_compared(lines: list[str], format_name: str) -> None:
    result = verified(lines, format_name)
    assert result.summary()
    assert 0 <= result.n_same <= result.n_sentences + result.n_rows


@pytest.mark.parametrize("name", READABLE)
def test_an_export_is_the_note(name: str, ordinary: Rendered, tmp_path: Path) -> None:
    file = tmp_path / f"note.{name}"
    file.write_bytes(getattr(ordinary, name))
    assert verify_note(ordinary.note, read_document(file)).differences == ()


@pytest.mark.parametrize("name", READABLE)
def test_hostile_words_come_back_as_they_were(name: str, hostile: Rendered, tmp_path: Path) -> None:
    file = tmp_path / f"note.{name}"
    file.write_bytes(getattr(hostile, name))
    found = verify_note(hostile.note, read_document(file)).differences
    if name == "pdf":  # a page gives a title written from right to left in the order it is drawn
        found = tuple(d for d in found if not re.search("retourné|\u0645", d.message) and d.kind != "ajout")
    assert found == ()


def test_words_from_right_to_left_are_compared_by_their_letters() -> None:
    note = Note("Essai", blocks=(Paragraph((Text("12 — "), Text("مرحبا بالعالم", verbatim=True)), "c0012"),))
    page = Path("essai.pdf")
    lines = ReadDocument(page.name, "pdf", ("Essai", "مرحبا بالعالم — 12"), None)
    assert verify_note(note, lines).is_clean
    assert not verify_note(note, ReadDocument(page.name, "pdf", ("Essai", "مرحبا بالعالم — 13"), None)).is_clean


def test_text_beside_the_main_part_of_a_page_is_read(tmp_path: Path) -> None:
    page = render_html(NOTE).replace(b"</main>", b"</main><p>Valid\xc3\xa9 par 40 personnes.</p>")
    (tmp_path / "note.html").write_bytes(page)
    found = verify_note(NOTE, read_document(tmp_path / "note.html")).differences
    assert [difference.kind for difference in found] == ["ajout"]


def test_large_print_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "note.pdf").write_bytes(render_pdf(NOTE, large_print=True))
    assert verify_note(NOTE, read_document(tmp_path / "note.pdf")).is_clean
