"""The panel of two reviews without a browser: what each button does, and what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from participation_lib.dossier import archive_dossier, create_dossier, open_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED, CreateTheme, SetAsideIdeas, Theme
from participation_lib.widgets.data_folder import available_archives
from participation_lib.widgets.review.agreement import AgreementPanel
from participation_lib.widgets.review.workspace import AGREEMENT, HISTORY, ReviewWorkspace
from tests.conftest import LetterEncoder
from tests.review.desks import HOSTILE
from tests.review.samples import Row, build_batch

THEMES = (Theme("t01", "Arbres", "", (), 50), Theme("t02", "Bancs", "", (), 50), Theme("t03", "Eau", "", (), 50))
LONG = "mot " * 200


@dataclass
class Pair:
    """Two people on the same twelve ideas, and the panel of the first one."""

    page: ReviewWorkspace
    theirs: ReviewDesk
    data: Path

    @property
    def desk(self) -> ReviewDesk:
        return self.page.desk

    @property
    def panel(self) -> AgreementPanel:
        found: AgreementPanel = self.page.panel(AGREEMENT)
        return found

    @property
    def shown(self) -> str:
        """Key of the disagreement in sight."""
        return str(self.panel.list.value or "")

    @property
    def progress(self) -> str:
        return plain(self.panel._progress.value)

    def compare(self) -> None:
        self.panel.choice.compare_button.click()
        assert self.panel.choice.live.problem == ""

    def theme_of(self, idea_id: str) -> str:
        return self.desk.review.ideas[idea_id].theme_id


def plain(text: str) -> str:
    """Give a text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def batch() -> Any:
    rows: list[Row] = []
    for number in range(1, 13):
        theme = THEMES[(number - 1) // 4]
        words = HOSTILE if number == 1 else f"Poser {theme.label.lower()} numéro {number}"
        text = f"{LONG}{words}. {LONG}" if number == 2 else f"Bonjour, {words}. Merci."
        rows.append((f"c{number:04d}", "3", text, [(words, theme.theme_id, "proposition", 60)]))
    return build_batch(0, rows, THEMES)


@pytest.fixture
def pair(tmp_path: Path, letters: LetterEncoder) -> Iterator[Pair]:
    """BL moved the first three trees to benches, and a bench to water."""
    folder = tmp_path / "data" / "dossiers"
    with create_dossier(folder / "À moi") as mine, create_dossier(folder / "De BL") as other:
        for dossier in (mine, other):
            dossier.add_batch(batch(), author="CM")
        theirs = ReviewDesk(other, author="BL", encoder=letters, learns=False)
        for number, theme_id in ((1, "t02"), (2, "t02"), (5, "t03")):
            theirs.move([f"c{number:04d}-1"], theme_id)
        page = ReviewWorkspace(
            ReviewDesk(mine, author="CM", encoder=letters, learns=False), data_folder=tmp_path / "data"
        )
        page.show(AGREEMENT)
        yield Pair(page, theirs, tmp_path / "data")


def test_other_dossiers_and_archives_are_offered_but_not_ones_own(pair: Pair) -> None:
    archive_dossier(pair.theirs.dossier.folder, pair.data / "de BL.zip")
    pair.panel.choice.refresh_button.click()
    places = [place for _, place in pair.panel.choice.others.options]
    assert places == [pair.data / "dossiers" / "De BL", pair.data / "de BL.zip"]
    assert pair.panel._compared.layout.display == "none"
    assert [path for _, path in available_archives(pair.data)] == places[1:]


def test_an_archive_that_was_sent_is_chosen(pair: Pair) -> None:
    archive = archive_dossier(pair.theirs.dossier.folder, pair.data.parent / "ailleurs.zip")
    sender = pair.panel.choice.sender
    content = archive.read_bytes()
    assert sender.accept == ".zip"
    answers: list[dict[str, Any]] = []
    sender.send = lambda answer, buffers=None: answers.append(answer)
    for name in ("note.csv", "ailleurs.zip"):
        sender._handle_custom_msg(
            {"ticket": name, "name": name, "size": len(content), "offset": 0}, [memoryview(content)]
        )
    assert answers[0]["problem"].startswith("Ce fichier n’est pas une archive de dossier")
    assert pair.panel.choice.others.value == pair.data / "ailleurs.zip"
    pair.compare()
    assert "3 désaccords, 0 réglé" in pair.progress


def test_without_any_other_dossier_it_says_what_to_do(tmp_path: Path, letters: LetterEncoder) -> None:
    with create_dossier(tmp_path / "data" / "seul") as dossier:
        dossier.add_batch(batch(), author="CM")
        page = ReviewWorkspace(ReviewDesk(dossier, author="CM", encoder=letters, learns=False))
        page.show(AGREEMENT)
        choice = page.panel(AGREEMENT).choice
        assert choice.compare_button.disabled
        assert "Aucun autre dossier" in choice.live.message
        choice.choose()
        assert page.panel(AGREEMENT).settling is None


def test_a_dossier_of_other_contributions_is_refused_in_one_sentence(pair: Pair) -> None:
    with create_dossier(pair.data / "dossiers" / "Autre") as dossier:
        dossier.add_batch(
            build_batch(0, [("c0001", "", "Autre chose", [("Autre chose", "t01", "constat", 60)])], THEMES), author="ZK"
        )
    choice = pair.panel.choice
    choice.refresh(choose=pair.data / "dossiers" / "Autre")
    choice.compare_button.click()
    assert "mêmes contributions" in choice.live.problem
    assert pair.panel.settling is None


def test_the_agreement_is_said_plainly_with_figures_on_demand(pair: Pair) -> None:
    pair.compare()
    told = plain(pair.panel._figures.value)
    assert "la vôtre et celle de BL" in told
    assert "Sur 12 idées comparées, 9 sont dans le même thème. L’accord est fort" in told
    assert told.index("<details") < told.index("Kappa de Cohen : 0,62") < told.index("Alpha de Krippendorff")
    assert "aucune de ces idées n’a été relue par les deux personnes" in told
    assert "3 désaccords, 0 réglé" in pair.progress


def test_an_idea_is_shown_in_its_contribution_with_who_put_it_where(pair: Pair) -> None:
    pair.compare()
    assert pair.shown == "c0001-1"
    card, mine, theirs = (plain(html.value) for html in (pair.panel._card, pair.panel._mine, pair.panel._theirs))
    assert "n° 1, table 3" not in card  # this file says nothing of tables
    assert "n° 1, 3" in card
    assert "Bonjour, </span>" in card
    assert "&lt;script&gt;window.intrus" in card
    assert "<script" not in card
    assert "Arbres" in mine
    assert "Place proposée par l’outil." in mine
    assert "Bancs" in theirs
    assert "Place choisie par BL." in theirs


def test_of_a_long_contribution_what_is_near_comes_first(pair: Pair) -> None:
    pair.compare()
    pair.panel.list.value = "c0002-1"
    card = pair.panel._card.value
    near, _, whole = card.partition("<details")
    assert len(near) < 1200 < len(whole)
    assert near.count("…") == 2
    assert LONG in whole


def test_keeping_and_taking(pair: Pair) -> None:
    pair.compare()
    pair.panel.reason.value = "il parle d’ombre"
    pair.panel.keep_button.click()
    assert pair.theme_of("c0001-1") == "t01"
    assert pair.desk.review.ideas["c0001-1"].settled
    assert plain(pair.page.live.message) == "Désaccord réglé : gardé dans « Arbres »."
    assert pair.desk.review.log[-1].reason == "il parle d’ombre ; plutôt que “Bancs” (BL)"
    assert pair.panel.reason.value == ""
    assert "3 désaccords, 1 réglé<" in pair.progress
    assert pair.shown == "c0002-1"
    assert pair.panel.spoken.message.startswith("Ensuite\u00a0: Poser arbres numéro 2 (Arbres / Bancs)")
    pair.panel.take_button.click()
    assert pair.theme_of("c0002-1") == "t02"
    assert "3 désaccords, 2 réglés" in pair.progress
    assert "À présent, 10 idées sur 12 sont dans le même thème" in pair.progress
    assert "9 sont dans le même thème" in pair.panel._figures.value  # as it was before
    pair.panel.take_button.click()
    assert "Tous les désaccords sont réglés" in pair.progress
    assert pair.panel._body.layout.display == "none"
    assert "Ce qui est réglé (3)" in plain(pair.panel._settled.value)
    pair.panel.keep_button.click()  # nothing is in sight any more
    assert len(pair.desk.review.log) == 3


def test_another_theme_a_new_one_none_and_aside(pair: Pair) -> None:
    pair.compare()
    panel = pair.panel
    assert panel._other_form.layout.display == panel._aside_form.layout.display == "none"
    panel.other_button.click()
    assert panel._other_form.layout.display == ""
    assert [key for _, key in panel.themes.options] == ["t01", "t02", "t03", UNCLASSIFIED, "nouveau"]
    panel.themes.value = "t03"
    panel.put_button.click()
    assert pair.theme_of("c0001-1") == "t03"
    assert panel._other_form.layout.display == "none"
    panel.other_button.click()
    panel.themes.value = "nouveau"
    assert panel.new_label.layout.display == ""
    panel.new_label.value = "arbres"  # there is one: it is used
    panel.put_button.click()
    assert pair.theme_of("c0002-1") == "t01"
    panel.aside_button.click()
    panel.put_aside_button.click()
    assert "Dites pourquoi" in pair.page.live.problem
    assert panel._aside_form.layout.display == ""
    panel.aside_reason.value = "illisible"
    panel.put_aside_button.click()
    assert pair.desk.review.ideas["c0005-1"].set_aside == "illisible"
    assert plain(pair.page.live.message) == "Désaccord réglé : écarté."
    assert "3 désaccords, 3 réglés" in pair.progress


def test_a_form_is_given_up_without_deciding(pair: Pair) -> None:
    pair.compare()
    panel = pair.panel
    panel.aside_button.click()
    panel.aside_reason.value = "illisible"
    panel._aside_form.children[-1].children[-1].click()
    assert (panel._aside_form.layout.display, panel.aside_reason.value) == ("none", "")
    assert pair.desk.review.log == ()


def test_later_comes_after_all_the_others(pair: Pair) -> None:
    pair.compare()
    assert [key for _, key in pair.panel.list.options] == ["c0001-1", "c0002-1", "c0005-1"]
    pair.panel.later_button.click()
    assert pair.shown == "c0002-1"
    assert [key for _, key in pair.panel.list.options] == ["c0002-1", "c0005-1", "c0001-1"]
    pair.panel.keep_button.click()
    pair.panel.keep_button.click()
    assert pair.shown == "c0001-1"
    pair.panel.later_button.click()
    assert pair.shown == "c0001-1"


def test_undoing_brings_it_back_in_sight(pair: Pair) -> None:
    pair.compare()
    pair.panel.keep_button.click()
    pair.page.frame._handle_custom_msg({"op": "undo"}, [])
    assert plain(pair.page.live.message) == "Annulé : Désaccord avec BL réglé : 1 idée dans “Arbres”."
    assert pair.shown == "c0001-1"
    assert "3 désaccords, 0 réglé" in pair.progress


def test_what_is_settled_is_known_from_the_log(pair: Pair, letters: LetterEncoder) -> None:
    pair.compare()
    pair.panel.take_button.click()
    with open_dossier(pair.desk.dossier.folder) as dossier:
        page = ReviewWorkspace(ReviewDesk(dossier, author="CM", encoder=letters, learns=False), data_folder=pair.data)
        page.show(AGREEMENT)
        page.panel(AGREEMENT).choice.compare_button.click()
        assert "3 désaccords, 1 réglé<" in plain(page.panel(AGREEMENT)._progress.value)
        page.show(HISTORY)
        line = page.panel(HISTORY).lines.state["days"][0]["lines"][0]
        assert (plain(line["sentence"]), line["undo"]) == ("Désaccord avec BL réglé : 1 idée dans “Bancs”", True)


def test_what_taking_theirs_would_do_is_said_before(pair: Pair) -> None:
    pair.theirs.decide(CreateTheme("t09", "Fontaines"))
    pair.theirs.move(["c0012-1"], "t09")
    pair.theirs.decide(SetAsideIdeas(("c0009-1",)), "hors sujet")
    pair.compare()
    panel = pair.panel
    panel.list.value = "c0012-1"
    assert "Chez vous, ce thème sera créé." in panel._theirs.value
    panel.take_button.click()
    assert pair.desk.review.themes[pair.theme_of("c0012-1")].label == "Fontaines"
    panel.list.value = "c0009-1"
    assert "hors sujet" in panel._theirs.value
    assert panel.aside_button.layout.display == "none"
    assert pair.panel.settling is not None
    found = next(d for d in pair.panel.settling.waiting if d.key == "c0009-1")
    assert found.other_id == SET_ASIDE
    panel.take_button.click()
    assert pair.desk.review.ideas["c0009-1"].set_aside == "hors sujet"


def test_a_dossier_for_reading_is_compared_and_settles_nothing(pair: Pair, letters: LetterEncoder) -> None:
    with open_dossier(pair.desk.dossier.folder, read_only=True) as dossier:
        page = ReviewWorkspace(ReviewDesk(dossier, author="CM", encoder=letters, learns=False), data_folder=pair.data)
        page.show(AGREEMENT)
        panel = page.panel(AGREEMENT)
        panel.choice.compare_button.click()
        assert panel.keep_button.disabled
        assert panel.take_button.disabled
        panel.keep()
        assert "lecture seule" in page.live.problem


def test_another_review_may_be_chosen(pair: Pair) -> None:
    pair.compare()
    pair.panel.change_button.click()
    assert pair.panel.settling is None
    assert pair.panel.choice.view.layout.display == ""
    pair.panel.refresh()
    assert pair.panel._compared.layout.display == "none"


def test_people_who_agree_are_told_so(tmp_path: Path, letters: LetterEncoder) -> None:
    with create_dossier(tmp_path / "un") as mine, create_dossier(tmp_path / "deux") as other:
        for dossier in (mine, other):
            dossier.add_batch(batch(), author="CM")
        page = ReviewWorkspace(ReviewDesk(mine, author="CM", encoder=letters, learns=False))
        page.show(AGREEMENT)
        panel = page.panel(AGREEMENT)
        panel.choice.compare_button.click()
        assert "la vôtre et celle de votre collègue" in plain(panel._figures.value)
        assert "L’accord est complet." in panel._figures.value
        assert "Aucun désaccord entre vous deux." in panel._progress.value
        assert panel._body.layout.display == "none"
