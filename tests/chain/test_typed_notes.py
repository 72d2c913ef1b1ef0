"""Post-its typed into a file: on the disk when told, whole whatever happens, read back by the importer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.chain.previewing import preview_files
from participation_lib.chain.typed_notes import TypedNote, TypedNotes, personal_passages, typing_file, typings
from participation_lib.errors import InputError

NASTY = ('Planter "des" arbres ; vite', "=SOMME(A1)", "<b>Non</b>, merci", "L’été : œuf, ça, 30 €", '"', "1", "oui ;")


@pytest.fixture
def notes(tmp_path: Path) -> TypedNotes:
    return TypedNotes(typing_file(tmp_path, "Plénière"))


def test_what_was_typed_is_read_by_the_importer(notes: TypedNotes) -> None:
    for rank, text in enumerate(NASTY, 1):
        assert notes.add(TypedNote(text, "3", "Constats", "IMG_1.jpg")) == rank
    (seen,) = preview_files([notes.file])
    assert [row.text for row in seen.rows] == list(NASTY)
    assert {row.group for row in seen.rows} == {"3"}
    assert dict(seen.rows[0].details) == {"séquence": "Constats", "réponse fermée": '{"photo": "IMG_1.jpg"}'}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=8)), max_size=6))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]]) -> None:
    made = TypedNotes(typing_file(tmp_path_factory.mktemp("saisie"), "essai"))
    for text, table in lines:
        try:
            made.add(TypedNote(text, table))
        except InputError:
            continue
    assert TypedNotes(made.file).notes == made.notes


def test_a_note_without_words_or_too_long_is_refused(notes: TypedNotes) -> None:
    for refused in (TypedNote(" \n"), TypedNote("a" * 4001), TypedNote("a", table="t" * 121)):
        with pytest.raises(InputError):
            notes.add(refused)
    assert TypedNotes(notes.file).notes == ()


def test_a_line_is_corrected_taken_out_and_comes_back(notes: TypedNotes) -> None:
    first, second = TypedNote("Un banc", "1"), TypedNote("Un arbe", "1")
    notes.add(first)
    notes.add(second)
    notes.correct(2, second, TypedNote("Un arbre", "1"))
    notes.correct(1, first, None)
    assert [note.text for note in TypedNotes(notes.file).notes] == ["Un arbre"]
    assert [notes.undo() for _ in range(5)] == [True, True, True, True, False]
    assert TypedNotes(notes.file).notes == ()


def test_nobody_changes_what_another_changed(notes: TypedNotes) -> None:
    note = TypedNote("Un banc", "1")
    notes.add(note)
    other = TypedNotes(notes.file)
    other.correct(1, note, TypedNote("Deux bancs", "1"))
    with pytest.raises(InputError, match="ailleurs"):
        notes.correct(1, note, None)
    with pytest.raises(InputError, match="ailleurs"):
        notes.undo()
    notes.add(TypedNote("Un arbre", "2"))
    assert [line.text for line in TypedNotes(notes.file).notes] == ["Deux bancs", "Un arbre"]


def test_the_same_words_at_the_same_table_are_seen(notes: TypedNotes) -> None:
    for text, table in (("Un banc !", "1"), ("un banc", "2"), ("UN BANC", "1"), ("…", "1"), ("?", "1")):
        notes.add(TypedNote(text, table))
    assert [notes.same_as(number) for number in range(1, 6)] == [0, 0, 1, 0, 0]


def test_a_killed_program_loses_no_line_it_told(tmp_path: Path) -> None:
    file = typing_file(tmp_path, "coupée")
    program = (
        "import sys; from pathlib import Path; from participation_lib.chain.typed_notes import *\n"
        "notes = TypedNotes(Path(sys.argv[1]))\n"
        "while True: print(notes.add(TypedNote('Un arbre de plus', '2')), flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(file)], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        told = 0
        while told < 25:
            told = int(running.stdout.readline())
        running.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        told += sum(1 for _ in running.stdout)
    assert len(TypedNotes(file).notes) >= told


@pytest.mark.parametrize("n_cut", [1, 2, 4, 9])
def test_a_line_cut_by_a_power_failure_does_not_swallow_the_next(notes: TypedNotes, n_cut: int) -> None:
    notes.add(TypedNote("Un banc", "1"))
    notes.add(TypedNote('Dire « "oui" » ; à l’été', "1", photo="é.jpg"))
    notes.file.write_bytes(notes.file.read_bytes()[:-n_cut])
    again = TypedNotes(notes.file)
    again.add(TypedNote("Un arbre", "1"))
    texts = [note.text for note in TypedNotes(notes.file).notes]
    assert (texts[0], texts[-1], len(texts)) == ("Un banc", "Un arbre", 3)


def test_a_file_cut_while_it_was_made_is_an_empty_typing(notes: TypedNotes) -> None:
    notes.file.write_bytes(notes.file.read_bytes()[:8])
    assert TypedNotes(notes.file).notes == ()


def test_another_file_is_no_typing(tmp_path: Path) -> None:
    file = tmp_path / "saisie_autre.csv"
    file.write_text("avis\nUn banc\n", encoding="utf-8")
    with pytest.raises(InputError, match="pas une saisie"):
        TypedNotes(file)
    assert typings(tmp_path) == (file,)


def test_personal_data_is_seen_and_masked_with_the_same_mark(notes: TypedNotes) -> None:
    assert personal_passages("Planter des arbres place de la Justice") == ()
    assert [str(found.kind) for found in personal_passages("awa@ville.fr")] == ["COURRIEL"]
    notes.add(TypedNote("Déjà masqué : [PERSONNE 1]"))
    assert notes.masked("Voir Karim au 06 12 34 56 78") == "Voir [PERSONNE 2] au [TÉLÉPHONE 1]"
    assert notes.masked("karim l’a dit, Léa aussi").startswith("[PERSONNE 2]")


def test_a_typing_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        typing_file(tmp_path, " / ")
