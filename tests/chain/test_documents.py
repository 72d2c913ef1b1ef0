"""Documents from end to end: drafted from a review, edited, checked, exported; nothing of hers is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain import WritingDesk
from participation_lib.dossier import open_dossier
from participation_lib.errors import InputError
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.history import history
from participation_lib.schema import InclusiveWriting, MergeThemes, MoveIdeas, RenameTheme, Version, Voice
from participation_lib.synthesis.plans import default_plans
from tests.review.desks import desk_on

DOCUMENT = "synthese_pleniere"


@pytest.fixture
def review_desk(tmp_path: Path, letters: Any) -> Iterator[ReviewDesk]:
    with desk_on(tmp_path / "dossier", letters) as desk:
        yield desk


@pytest.fixture
def desk(review_desk: ReviewDesk) -> WritingDesk:
    return WritingDesk(review_desk)


def first(desk: WritingDesk, section_id: str = "en_bref", rank: int = 0) -> str:
    section = next(part for part in desk.draft(DOCUMENT).sections if part.section_id == section_id)
    return section.items[rank].statement.statement_id


def text_of(desk: WritingDesk, name: str) -> str:
    return desk.item(DOCUMENT, name).statement.text


def ready(desk: WritingDesk) -> None:
    desk.give_fact("date_reponse", "30 novembre 2024")
    desk.give_fact("service_reponse", "direction des espaces verts")


def test_computed_sentences_follow_the_review_and_hers_stay(desk: WritingDesk) -> None:
    mine, theirs = first(desk, rank=1), first(desk, rank=0)
    desk.rewrite(DOCUMENT, mine, "Les arbres d'abord.")
    before = text_of(desk, theirs)
    desk.desk.decide(MergeThemes("t01", "t02"))
    assert text_of(desk, theirs) != before
    item = desk.item(DOCUMENT, mine)
    assert item.statement.text == "Les arbres d'abord."
    assert item.edited is not None
    assert item.edited.changed
    assert any(finding.kind == "a_revoir" and finding.statement_id == mine for finding in desk.findings(DOCUMENT))
    desk.confirm(DOCUMENT, mine)
    kept = desk.item(DOCUMENT, mine)
    assert kept.statement.text == "Les arbres d'abord."
    assert kept.edited is not None
    assert not kept.edited.changed


def test_a_new_name_of_a_theme_is_told(desk: WritingDesk) -> None:
    desk.desk.decide(RenameTheme("t01", "Ombre et fraîcheur"))
    assert any("Ombre et fraîcheur" in item.statement.text for item in desk.draft(DOCUMENT).items)


def test_everything_is_there_again_when_the_dossier_is_reopened(desk: WritingDesk, letters: Any) -> None:
    name = first(desk)
    desk.rewrite(DOCUMENT, name, "Ses mots.")
    desk.remove(DOCUMENT, first(desk, rank=1), "déjà dit")
    desk.add(DOCUMENT, "suites", "La Ville plantera dix tilleuls.", voice=Voice.CITY)
    desk.shift(DOCUMENT, name, 1)
    desk.leave_open(DOCUMENT, "plus_rare")
    with open_dossier(desk.dossier.folder, read_only=True) as dossier:
        again = WritingDesk.of(dossier, encoder=letters)
        assert again.draft(DOCUMENT) == desk.draft(DOCUMENT)
        assert again.page(DOCUMENT) == desk.page(DOCUMENT)


def test_undo_takes_back_what_this_person_wrote_last(desk: WritingDesk) -> None:
    before = desk.draft(DOCUMENT)
    desk.rewrite(DOCUMENT, first(desk), "Ses mots.")
    desk.desk.decide(MoveIdeas(("c0001-1",), "t02"))  # the review goes on meanwhile
    assert desk.undo() is not None
    assert text_of(desk, first(desk)) != "Ses mots."
    desk.desk.undo()
    assert desk.draft(DOCUMENT) == before
    assert desk.undo() is None


def test_the_history_tells_it_without_the_words(desk: WritingDesk) -> None:
    desk.rewrite(DOCUMENT, first(desk), "Des mots à elle.")
    line = history(desk.desk.review)[0]
    assert line.sentence == "Phrase réécrite dans “Synthèse des débats”"
    assert line.can_be_undone


def test_several_sentences_become_one(desk: WritingDesk) -> None:
    names = [first(desk, rank=0), first(desk, rank=1)]
    desk.merge(DOCUMENT, names, "En un mot.")
    assert text_of(desk, first(desk)) == "En un mot."
    with pytest.raises(InputError, match="rechargez"):
        desk.item(DOCUMENT, names[0])


@pytest.mark.parametrize(
    ("gesture", "said"),
    [
        (lambda d: d.rewrite(DOCUMENT, first(d), "   "), "vide"),
        (lambda d: d.remove(DOCUMENT, first(d), " "), "pourquoi"),
        (lambda d: d.remove(DOCUMENT, "en_bref.inconnu", "trop long"), "rechargez"),
        (lambda d: d.merge(DOCUMENT, [first(d)], "Une."), "au moins deux"),
        (lambda d: d.add(DOCUMENT, "en_bref", "Chacun veut des arbres.", voice=Voice.PARTICIPANTS), "contributions"),
        (lambda d: d.add(DOCUMENT, "en_bref", "Dit.", ["c9999-1"]), "pas dans ce dossier"),
        (lambda d: d.add(DOCUMENT, "ailleurs", "Dit."), "section"),
        (lambda d: d.refuse("c0001-1", ""), "pourquoi"),
        (lambda d: d.answer("c0001-1", "Oui.", ""), "service"),
        (lambda d: d.give_fact("nombre_presents", "soixante"), "nombre entier"),
        (lambda d: d.give_fact("meteo", "beau"), "date_seance"),
        (lambda d: d.ideas_named("1, 9999"), "9999"),
        (lambda d: d.draft("lettre"), "note_au_maire"),
        (lambda d: d.draft("note_au_maire", Version.PUBLISHABLE), "interne"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(desk: WritingDesk, gesture: Any, said: str) -> None:
    before = desk.dossier.decisions()
    with pytest.raises(InputError, match=said):
        gesture(desk)
    assert desk.dossier.decisions() == before


def test_contributions_are_named_by_their_numbers(desk: WritingDesk) -> None:
    assert desk.ideas_named("1, 3") == ("c0001-1", "c0003-1")
    assert desk.ideas_named("") == ()


def test_the_gate_stops_what_is_not_ready(desk: WritingDesk) -> None:
    with pytest.raises(InputError, match="Suites"):
        desk.export(DOCUMENT, formats=("html",))
    assert not (desk.dossier.folder / "exports" / DOCUMENT).exists()
    (written,) = desk.export(DOCUMENT, formats=("html",), version=Version.INTERNAL)
    assert written.read_bytes()
    ready(desk)
    assert desk.export(DOCUMENT, formats=("html",)) == (written,)


def test_a_failed_export_leaves_the_former_whole(desk: WritingDesk) -> None:
    ready(desk)
    (written,) = desk.export(DOCUMENT, formats=("html",))
    before = written.read_bytes()
    desk.rewrite(DOCUMENT, first(desk), "Il y a 4321 idées.")
    with pytest.raises(InputError, match="4321"):
        desk.export(DOCUMENT, formats=("html",))
    assert written.read_bytes() == before


def test_two_exports_of_one_state_are_the_same_bytes(desk: WritingDesk, tmp_path: Path, letters: Any) -> None:
    ready(desk)
    one = desk.export(DOCUMENT, tmp_path / "un", formats=("html", "docx", "odt"))
    with open_dossier(desk.dossier.folder) as dossier:
        other = WritingDesk.of(dossier, encoder=letters).export(
            DOCUMENT, tmp_path / "deux", formats=("html", "docx", "odt")
        )
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


@pytest.mark.parametrize("document_id", [plan.document_id for plan in default_plans()])
def test_every_document_can_be_laid_out(desk: WritingDesk, document_id: str) -> None:
    note = desk.note(document_id, Version.INTERNAL)
    assert note.blocks


def test_inclusive_writing_is_the_choice_of_the_dossier_and_is_undone(desk: WritingDesk) -> None:
    def flagged() -> list[str]:
        found = desk.findings(DOCUMENT)
        return [finding.words for finding in found if finding.control == "ecriture-inclusive"]

    desk.rewrite(DOCUMENT, first(desk), "Les participants demandent des arbres.")
    assert flagged() == ["participants"]
    assert desk.choose_inclusive_writing(InclusiveWriting.EPICENE) is None
    desk.choose_inclusive_writing(InclusiveWriting.MASCULINE)
    assert flagged() == []
    desk.undo()
    assert flagged() == ["participants"]


def test_another_length_is_aimed_at(desk: WritingDesk) -> None:
    planned = desk.page(DOCUMENT).aimed
    desk.aim_at_length(DOCUMENT, "1 200", "2000")
    page = desk.page(DOCUMENT)
    assert page.aimed == (1200, 2000)
    assert "trop court" in page.length
    assert desk.page("note_au_maire").aimed != page.aimed
    desk.aim_at_length(DOCUMENT, "", " ")
    assert desk.page(DOCUMENT).aimed == planned
    for bounds in (("600", ""), ("900", "300"), ("0", "10"), ("-1", "10"), ("mille", "2000")):
        with pytest.raises(InputError, match="longueur visée"):
            desk.aim_at_length(DOCUMENT, *bounds)
