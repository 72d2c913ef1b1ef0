from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain import WritingDesk
from participation_lib.dossier import create_dossier, restore_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import JudgeCampaign, JudgeDebate, RefuseQuotation, Theme, Version
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.writing.archive_panel import ArchivePanel
from participation_lib.widgets.writing.editor import DocumentEditor
from participation_lib.widgets.writing.export_panel import ExportPanel
from participation_lib.widgets.writing.verification_panel import VerificationPanel
from tests.review.desks import HOSTILE, desk_on
from tests.review.samples import build_batch


class Answers(list[Any]):
    """What the page is told of what it asked."""


@pytest.fixture
def gestures(tmp_path: Path, letters: Any) -> Iterator[Gestures]:
    with desk_on(tmp_path / "dossier", letters) as desk:
        yield Gestures(desk, LiveMessage(), tmp_path)


@pytest.fixture
def editor(gestures: Gestures, monkeypatch: pytest.MonkeyPatch) -> DocumentEditor:
    made = DocumentEditor(gestures, WritingDesk(gestures.desk))
    answers = Answers()
    monkeypatch.setattr(made.list, "send", answers.append)
    monkeypatch.setattr(made, "answers", answers, raising=False)
    made.refresh()
    return made


def asked(editor: DocumentEditor, **content: Any) -> bool:
    editor._receive(None, {**content, "ticket": "t"}, [])
    answer = editor.answers[-1]  # type: ignore[attr-defined]
    assert answer["ticket"] == "t"
    return bool(answer["done"])


def sentences(editor: DocumentEditor, section_id: str = "en_bref") -> list[dict[str, Any]]:
    section = next(part for part in editor.list.state["sections"] if part["section_id"] == section_id)
    found: list[dict[str, Any]] = section["sentences"]
    return found


def test_the_document_is_shown_with_what_keeps_it_back(editor: DocumentEditor) -> None:
    state = editor.list.state
    assert state["heading"] == "Synthèse des débats"
    assert "mots" in state["length"]
    assert "à reprendre avant de publier" in state["blocking"]
    assert next(part for part in state["sections"] if part["section_id"] == "suites")["state"] == "vide"
    assert "Fiche de table" not in [entry["name"] for entry in state["documents"]]


def test_a_sentence_is_rewritten_kept_and_taken_back(editor: DocumentEditor) -> None:
    name, before = sentences(editor)[0]["statement_id"], sentences(editor)[0]["text"]
    assert asked(editor, op="rewrite", id=name, text=HOSTILE)
    assert (sentences(editor)[0]["text"], sentences(editor)[0]["edited_by"]) == (HOSTILE, "Léa")
    assert asked(editor, op="undo")
    assert (sentences(editor)[0]["text"], sentences(editor)[0]["edited_by"]) == (before, "")


def test_what_is_refused_is_said_and_what_was_typed_stays_open(editor: DocumentEditor) -> None:
    name = sentences(editor)[0]["statement_id"]
    assert not asked(editor, op="rewrite", id=name, text=" ")
    assert "vide" in editor._gestures.live.problem
    assert not asked(editor, op="inconnu")


def test_sentences_move_merge_and_go(editor: DocumentEditor) -> None:
    names = [row["statement_id"] for row in sentences(editor)]
    assert asked(editor, op="shift", id=names[0], up=False)
    assert [row["statement_id"] for row in sentences(editor)][:2] == [names[1], names[0]]
    assert asked(editor, op="merge", ids=[names[1], names[0]], text="En un mot.")
    assert sentences(editor)[0]["text"] == "En un mot."
    assert asked(editor, op="remove", id=sentences(editor)[0]["statement_id"], reason="trop long")
    assert editor.list.state["removed"][0]["reason"] == "trop long"


def test_an_added_sentence_names_its_contributions_or_its_voice(editor: DocumentEditor) -> None:
    assert asked(editor, op="add", section="en_bref", text="Deux le disent.", references="1, 5", voice="ville")
    assert sentences(editor)[-1]["has_sources"]
    assert asked(editor, op="add", section="suites", text="La Ville plantera.", references="", voice="ville")
    assert "Léa" in sentences(editor, "suites")[0]["evidence"]
    assert not asked(editor, op="add", section="suites", text="Dit.", references="9999", voice="ville")


def test_sections_facts_quotations_and_answers(editor: DocumentEditor) -> None:
    assert asked(editor, op="leave_open", section="suites", open=True)
    assert asked(editor, op="fact", name="date_reponse", value="30 novembre 2024")
    name = sentences(editor, "paroles")[0]["statement_id"]
    assert asked(editor, op="sources", id=name)
    row = editor.list.sources[name][0]
    assert row["quoted"]
    assert asked(editor, op="refuse", idea=row["idea_id"], reason="reconnaissable")
    assert row["idea_id"] not in [idea.split(".")[-1] for idea in editor.list.sources]
    assert asked(editor, op="pin", idea=row["idea_id"])
    assert asked(editor, op="judge", debate="arbre", stands=False)
    assert asked(editor, op="answer", idea="c0001-1", answer="Au printemps.", service="Espaces verts", due="")
    actions = [decision.action for decision in editor._gestures.desk.dossier.decisions()]
    assert RefuseQuotation(row["idea_id"]) in actions
    assert JudgeDebate("arbre", stands=False) in actions


COMMON = (
    "Je suis contre le stationnement payant dans notre quartier, qui est injuste pour les familles qui travaillent "
    "loin et pour les commerces du centre. Merci de retirer cette mesure avant la rentrée."
)
HALF = COMMON.replace(
    "Merci de retirer cette mesure avant la rentrée.", "<b>Sans voiture</b> je perds mon emploi, moi."
)


def test_who_signs_a_common_text_is_asked_and_can_be_undone(tmp_path: Path, letters: Any) -> None:
    rows = [
        (f"c{n:04d}", "1", text, [(text, "t01", "probleme", 50)]) for n, text in enumerate([COMMON] * 3 + [HALF], 1)
    ]
    with create_dossier(tmp_path / "dossier") as dossier:
        dossier.add_batch(build_batch(0, rows, [Theme("t01", "Stationnement", "", (), 60)]), author="Ana")
        desk = ReviewDesk(dossier, author="Léa", encoder=letters)
        made = DocumentEditor(Gestures(desk, LiveMessage(), tmp_path), WritingDesk(desk))
        made.refresh()
        (campaign,) = made.list.state["campaigns"]
        assert campaign["signatories"].split() == ["3", "signataires"]
        assert [copy["text"] for copy in campaign["copies"]] == [HALF]
        ask = {"op": "judge_campaign", "campaign": campaign["campaign_id"], "sign": True}
        made._receive(None, {**ask, "ids": ["c0099"]}, [])
        assert made._gestures.live.problem
        made._receive(None, {**ask, "ids": ["c0004"]}, [])
        assert made.list.state["campaigns"] == []
        assert JudgeCampaign(campaign["campaign_id"], ("c0004",), sign=True) in [d.action for d in dossier.decisions()]
        made._receive(None, {"op": "undo"}, [])
        assert [copy["contribution_id"] for copy in made.list.state["campaigns"][0]["copies"]] == ["c0004"]


def test_another_document_is_chosen(editor: DocumentEditor) -> None:
    assert asked(editor, op="open", document="note_au_maire")
    assert editor.list.state["current"] == "note_au_maire"
    assert not asked(editor, op="open", document="lettre")
    assert editor.list.state["current"] == "note_au_maire"


def test_a_document_leaves_once_nothing_stops_it(gestures: Gestures) -> None:
    export = ExportPanel(gestures, WritingDesk(gestures.desk))
    export.refresh()
    assert export.button.disabled
    assert "Suites et calendrier" in export.checklist.value
    export.version.value = "interne"
    assert not export.button.disabled
    for box in export.formats.values():
        box.value = False
    assert export.export()
    assert not export.links.documents
    for name in ("html", "html-gros"):
        export.formats[name].value = True
    assert export.export()
    assert [document["name"] for document in export.links.documents] == [
        "synthese_pleniere.html",
        "synthese_pleniere-gros-caracteres.html",
    ]
    export.document.value = "note_au_maire"
    assert [value for _, value in export.version.options] == ["interne"]


def test_settings_are_of_the_dossier_or_of_the_document(editor: DocumentEditor) -> None:
    assert editor.list.state["inclusive"] == "epicene"
    assert asked(editor, op="inclusive", choice="doublet")
    assert not asked(editor, op="inclusive", choice="autre")
    assert asked(editor, op="length", least="300", most="600")
    assert not asked(editor, op="length", least="600", most="300")
    assert (editor.list.state["inclusive"], editor.list.state["aimed"]) == ("doublet", ["300", "600"])
    assert asked(editor, op="open", document="note_au_maire")
    assert editor.list.state["inclusive"] == "doublet"
    assert editor.list.state["aimed"] != ["300", "600"]


def test_an_archive_holds_the_dossier_and_says_so(gestures: Gestures, tmp_path: Path) -> None:
    archive = ArchivePanel(WritingDesk(gestures.desk))
    assert archive.archive()
    (document,) = archive.links.documents
    assert (document["name"], document["mime"]) == ("dossier.zip", "application/zip")
    (tmp_path / "copie.zip").write_bytes(document["content"])
    with restore_dossier(tmp_path / "copie.zip", tmp_path / "copie") as copy:
        assert copy.dossier_id == gestures.desk.dossier.dossier_id
    assert "données personnelles" in archive.view.children[1].value


def test_a_document_that_came_back_is_compared_and_forgotten(gestures: Gestures, tmp_path: Path) -> None:
    writing = WritingDesk(gestures.desk)
    (page,) = writing.export("synthese_pleniere", version=Version.INTERNAL, formats=("html",))
    verification = VerificationPanel(writing)
    same, changed, other = (tmp_path / f"{name}.html" for name in ("tel_quel", "revu", "autre"))
    same.write_bytes(page.read_bytes())
    changed.write_text(page.read_text(encoding="utf-8").replace("24 idées", "42 idées", 1), encoding="utf-8")
    other.write_text("<p>Bonjour</p>", encoding="utf-8")
    assert verification.verify(same)
    assert "rien n’a changé" in verification.live.message
    assert "pl-difference" not in verification.result.value
    assert verification.verify(changed)
    assert "1 différence" in verification.live.message
    assert "le nombre 24 est devenu 42" in verification.result.value
    assert not verification.verify(other)
    assert "ne dit pas de quel dossier" in verification.live.problem
    assert verification.result.value == ""
    assert not any(file.exists() for file in (same, changed, other))
    verification.close()


def test_a_wording_is_kept_with_its_reason(editor: DocumentEditor) -> None:
    name = sentences(editor)[0]["statement_id"]
    assert asked(editor, op="rewrite", id=name, text="Tout le monde veut des arbres.")
    (remark, *_) = sentences(editor)[0]["remarks"]
    assert remark["blocking"]
    assert remark["words"] in "Tout le monde veut des arbres."
    kept = {"op": "keep", "id": name, "control": remark["control"], "words": remark["words"]}
    assert not asked(editor, **kept, reason="")
    assert asked(editor, **kept, reason="titre du projet")
    assert remark not in sentences(editor)[0]["remarks"]
