from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.chain.framing import FramingDesk, open_framing, read_framing_answers
from participation_lib.dossier import Dossier
from participation_lib.errors import InputError
from participation_lib.facilitation.contradictions import contradictions, rules
from participation_lib.facilitation.framing import Framing, read_answer
from participation_lib.facilitation.framing_note import build_framing_note
from participation_lib.facilitation.questions import Question, blocks, question_named, questions
from participation_lib.facilitation.schedule import steps
from participation_lib.notes.html import render_html
from participation_lib.notes.model import Notice
from participation_lib.notes.structure import check_structure
from participation_lib.reference import load
from participation_lib.review.history import history
from participation_lib.review.review import Review
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.plans import facts

EXAMPLE = Path(__file__).parents[2] / "data/exemples/pleniere_nature_cadrage.yaml"


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    with open_framing(tmp_path / "plan vélo", title="Plan vélo") as opened:
        yield opened


def test_questions_are_well_formed_and_their_facts_exist() -> None:
    known = [entry["id"] for block in load("cadrage")["blocs"] for entry in block["questions"]]
    assert len(set(known)) == len(known) == len(questions())
    for question in questions().values():
        assert bool(question.options) == (question.form in ("choix", "plusieurs")), question.question_id
        assert not question.fact or question.fact in facts()
        assert not set(question.options) & {"", ","}
    assert sum(question.essential for question in questions().values()) < 25
    assert all(block.questions for block in blocks())


@pytest.mark.parametrize(
    ("name", "text", "stored"),
    [
        ("titre", "  Plan \n vélo ", "Plan vélo"),
        ("participants", "1\u202f200", "1200"),
        ("budget", "2 400 €", "2400"),
        ("date_decision", "24/06/2026", "2026-06-24"),
        ("niveau", "Co-construire", "co_construire"),
        ("freins", "repas, Garde d'enfants", "garde,repas"),
        ("aller_vers", "Stand sur un marché, à la gare, au pied des immeubles", "stand"),
        ("absents", "jeunes : stand\r\n\r\n seniors ", "jeunes : stand\nseniors"),
        ("vacances", "du 17/10/2026 au 01/11/2026", "2026-10-17/2026-11-01"),
        ("vacances", "2026-10-17/2026-11-01", "2026-10-17/2026-11-01"),
        ("niveau", "   ", ""),
    ],
)
def test_an_answer_is_read_as_a_person_writes_it(name: str, text: str, stored: str) -> None:
    assert question_named(name).read(text) == stored
    assert question_named(name).read(stored) == stored


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("participants", "une soixantaine", "nombre entier"),
        ("participants", "²", "nombre entier"),
        ("date_decision", "au printemps", "jour/mois/année"),
        ("niveau", "dialoguer", "consulter"),
        ("freins", "garde, ascenseur", "Choix possibles|choix possibles"),
        ("question", "mot " * 2000, "dépasse"),
        ("inconnue", "oui", "inconnue"),
        ("etape.invitation.couleur", "rouge", "ni une question"),
        ("etape.voyage.qui", "Léa", "ni une question"),
        ("avertissement.pluie", "tant pis", "ni une question"),
        ("etape.invitation.qui", "L" * 600, "dépasse"),
    ],
)
def test_what_does_not_answer_is_refused_with_what_is_accepted(name: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_answer(name, text, steps=steps(), warnings=rules())


@given(st.sampled_from(sorted(questions())), st.text(max_size=60))
def test_any_text_is_stored_so_that_it_is_read_again_or_refused(name: str, text: str) -> None:
    question = questions()[name]
    try:
        stored = question.read(text)
    except InputError:
        return
    assert question.read(stored) == stored
    assert Framing({name: stored} if stored else {}).told(name) == question.tell(stored)


def _some_answer(question: Question) -> st.SearchStrategy[str]:
    match question.form:
        case "nombre":
            return st.integers(0, 1000).map(str)
        case "date":
            return st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(date.isoformat)
        case "choix":
            return st.sampled_from(sorted(question.options))
        case "plusieurs":
            return st.lists(st.sampled_from(sorted(question.options)), min_size=1, max_size=4).map(",".join)
        case "periodes":
            return st.just("2026-04-18/2026-05-04")
        case _:
            return st.text(min_size=1, max_size=20)


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries({}, optional={name: _some_answer(question) for name, question in questions().items()}),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_any_answers_make_a_note_whose_warnings_are_whole_sentences(answers: dict[str, str], today: date) -> None:
    stored = {name: question_named(name).read(text) for name, text in answers.items()}
    framing = Framing({name: value for name, value in stored.items() if value}, today)
    note = build_framing_note(framing)
    check_structure(note.blocks)
    for one in contradictions(framing):
        # Nothing is said of what was not asked yet, except that the City has no date to answer.
        assert set(one.fields) & set(framing.answers) or one.rule_id == "pas_de_date_de_reponse"
        assert "«  »" not in one.fact
        assert "  " not in one.fact
        assert not one.fact.startswith(" ")
    assert set(framing.missing()).isdisjoint(framing.answers)


def test_each_answer_is_on_the_disk_and_can_be_undone(dossier: Dossier) -> None:
    desk = FramingDesk(dossier, author="CM")
    desk.answer("titre", "Plan vélo")
    desk.answer("date_reponse", "30/11/2026")
    desk.answer("date_reponse", "30/11/2026")
    with open_framing(dossier.folder, read_only=True) as again:
        framing = FramingDesk(again).framing
    assert dict(framing.answers) == {"titre": "Plan vélo", "date_reponse": "2026-11-30"}
    log = dossier.decisions()
    assert len(log) == 4  # each answer, and the fact of documents that goes with it
    assert Choices.of(log).facts["date_reponse"] == "lundi 30 novembre 2026"
    assert desk.undo()
    assert desk.framing.value("date_reponse") == ""
    assert not FramingDesk(dossier, author="Paul").undo()
    told = history(Review.of(*dossier.snapshot()))
    assert any("Nom de la démarche" in line.sentence for line in told)


def test_two_people_answer_at_once_and_neither_loses(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_framing(dossier.folder) as other:
        mine, theirs = FramingDesk(dossier, author="CM"), FramingDesk(other, author="PL")
        before = dossier.decisions
        calls: list[int] = []

        def interrupted(after: int = 0) -> object:
            log = before(after)
            if not calls:
                calls.append(1)
                theirs.answer("marge", "large")
            return log

        monkeypatch.setattr(dossier, "decisions", interrupted)
        mine.answer("niveau", "concerter")
    assert {"marge", "niveau"} <= set(mine.framing.answers)


def test_a_fact_somebody_gave_is_not_replaced(dossier: Dossier) -> None:
    from participation_lib.schema import GiveFact

    dossier.append([(GiveFact("question", "La mienne ?"), "")], author="PL", seen=0)
    FramingDesk(dossier).answer("question", "Une autre ?")
    assert Choices.of(dossier.decisions()).facts["question"] == "La mienne ?"


def test_nothing_is_written_of_answers_of_which_one_is_refused(dossier: Dossier) -> None:
    with pytest.raises(InputError):
        FramingDesk(dossier).answer_all({"titre": "Plan vélo", "participants": "beaucoup"})
    assert dossier.decisions() == ()


def test_the_note_says_what_is_settled_what_is_not_and_when() -> None:
    hostile = "<script>alert(1)</script> & « oui »"
    framing = Framing(
        {"titre": hostile, "marge": "aucune", "niveau": "concerter", "date_decision": "2026-06-24", "donnees": "nom"},
        today=date(2026, 3, 2),
    )
    note = build_framing_note(framing)
    check_structure(note.blocks)
    page = render_html(note).decode()
    assert "<script>alert" not in page
    for words in ("Feu rouge", "plus rien n’est ouvert", "mercredi 24", "Quelle question pose-t-on", "proposée"):
        assert words in page, words
    assert any(isinstance(block, Notice) for block in note.blocks)
    assert not any(isinstance(block, Notice) for block in build_framing_note(Framing({"donnees": "rien"})).blocks)


def test_a_warning_taken_on_says_why_in_the_note() -> None:
    framing = Framing({"procedure": "inconnu", "avertissement.procedure_inconnue": "réponse attendue lundi"})
    assert "Assumé : réponse attendue lundi" in str(build_framing_note(framing).blocks)


def test_the_example_is_sound_and_leaves_as_documents(dossier: Dossier) -> None:
    desk = FramingDesk(dossier, author="CM")
    framing = desk.answer_all(read_framing_answers(EXAMPLE))
    assert framing.missing() == ()
    assert contradictions(framing) == ()
    written = desk.export(formats=("html", "docx"))
    assert [path.name for path in written] == ["cadrage.html", "cadrage.docx"]
    assert desk.export(formats=("html",))[0].read_bytes() == render_html(desk.note())


def test_a_file_of_answers_says_which_line_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "réponses.yaml"
    file.write_text("titre: Plan vélo\nniveau: dialoguer\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"consulter.*\(réponses\.yaml, ligne 2\)\."):
        read_framing_answers(file)
    file.write_text("titre: {a: b}\n", encoding="utf-8")
    with pytest.raises(InputError, match="ligne 1"):
        read_framing_answers(file)
