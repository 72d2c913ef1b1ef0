"""Choosing a dossier, making one, adding to it, without a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from participation_lib.dossier import FILE_NAME, create_dossier
from participation_lib.incident import REPORT_NAME
from participation_lib.schema import SetRetention
from participation_lib.widgets.review.page import ReviewPage
from tests.conftest import LetterEncoder, write_rows


@pytest.fixture
def data(tmp_path: Path, small_csv: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(small_csv, folder / "petit_fichier.csv")
    return folder


@pytest.fixture
def page(data: Path, letters: LetterEncoder) -> Iterator[ReviewPage]:
    made = ReviewPage(data, encoder=letters)
    yield made
    made.choice_panel.close()


def test_without_a_dossier_only_making_one_is_offered(page: ReviewPage) -> None:
    panel = page.choice_panel
    assert panel._resume.layout.display == "none"
    assert panel.name.value == "Petit fichier"
    assert page.review is None
    panel.open()
    assert panel.live.problem == ""


def test_a_dossier_is_made_opened_and_found_again(page: ReviewPage, data: Path) -> None:
    panel = page.choice_panel
    steps: list[str] = []
    panel.new.live.observe(lambda change: steps.append(change["new"]), "message")
    panel.author.value = " CM "
    panel.name.value = "Plan : nature / été"
    panel.new.question.value = "Que faire de la place ?"
    panel.new.start_button.click()
    assert panel.new.live.problem == ""
    assert [step for step in steps if step.startswith("Étape 1 sur 4")]
    assert (data / "dossiers" / "Plan _ nature _ été" / FILE_NAME).is_file()
    assert page.review is not None
    assert page.workspace.children == (page.review.view,)
    assert page.review.desk.dossier.title == "Plan : nature / été"
    assert page.review.desk.question == "Que faire de la place ?"
    assert page.review.desk.author == "CM"
    assert "Plan : nature / été" in panel._opened.value
    counts = page.review.frame.state["counts"]
    page.review.desk.create_theme("Eau")
    assert page.review.desk.review.retention[:4] == str(int(panel.retention.value[-4:]))
    assert "pl-warning" not in panel._opened.value
    page.review.desk.decide(SetRetention("2020-01-31"))
    panel.change_button.click()
    assert page.review is None
    assert panel._resume.layout.display == ""
    panel.open_button.click()
    assert panel.live.problem == ""
    assert page.review is not None
    assert page.review.frame.state["counts"] == counts
    assert "Eau" in [theme.label for theme in page.review.desk.review.themes.values()]
    assert "jusqu’au 31\u00a0janvier 2020" in panel._opened.value
    page.review.desk.dossier.erase(author="CM")
    panel.change_button.click()
    panel.open_button.click()
    assert "a été purgé le" in panel.live.problem


@pytest.mark.parametrize("day", ["hier", "31/01/2020"])
def test_a_dossier_has_an_end(page: ReviewPage, day: str) -> None:
    page.choice_panel.retention.value = day
    page.choice_panel.new.start_button.click()
    assert page.choice_panel.new.live.problem.startswith("Cette date")
    assert page.review is None


@pytest.mark.parametrize(("name", "problem"), [("", "Donnez un nom"), ("...", "Donnez un nom")])
def test_a_dossier_has_a_name(page: ReviewPage, name: str, problem: str) -> None:
    page.choice_panel.name.value = name
    page.choice_panel.new.start_button.click()
    assert problem in page.choice_panel.new.live.problem
    assert page.review is None


def test_a_name_that_is_taken_is_refused(page: ReviewPage, data: Path) -> None:
    with create_dossier(data / "dossiers" / "Petit fichier"):
        pass
    page.choice_panel.new.start_button.click()
    assert "est déjà le dossier d’une démarche" in page.choice_panel.new.live.problem
    assert not page.choice_panel.new.start_button.disabled


def test_a_setting_at_fault_is_opened(page: ReviewPage) -> None:
    page.choice_panel.new.text_column.value = "inconnue"
    page.choice_panel.new.start_button.click()
    assert "inconnue" in page.choice_panel.new.live.problem
    assert page.choice_panel.new._settings.layout.display == ""


def test_the_name_follows_the_file_until_she_chooses_one(page: ReviewPage, data: Path) -> None:
    write_rows(data / "autres_avis.csv", [("1", "Planter des arbres")])
    panel = page.choice_panel
    panel.new.refresh_button.click()
    panel.new.files.value = data / "autres_avis.csv"
    assert panel.name.value == "Autres avis"
    panel.name.value = "À moi"
    panel.new.files.value = data / "petit_fichier.csv"
    assert panel.name.value == "À moi"


def test_a_file_is_added_and_the_same_twice_adds_nothing(page: ReviewPage, data: Path) -> None:
    panel = page.choice_panel
    panel.new.start_button.click()
    write_rows(data / "suite.csv", [("7", "Planter des arbres devant la piscine"), ("7", "Un bus le soir")])
    assert panel._adding.layout.display == "none"
    panel.add_button.click()
    assert panel._adding.layout.display == ""
    panel.added.files.value = data / "suite.csv"
    assert page.review is not None
    before = len(page.review.desk.review.ideas)
    panel.added.start_button.click()
    assert panel.added.live.problem == ""
    assert panel.added.live.message.startswith("2 contributions lues, 2 idées ajoutées, dont")
    assert len(page.review.desk.review.ideas) == before + 2
    assert page.review.frame.state["counts"].startswith(f"{before + 2} idées")
    assert panel.added.live.message.endswith("Autre séance (séance 2)\u00a0: ses tables comptent à part.")
    panel.added.start_button.click()
    assert panel.added.live.message.endswith("est déjà dans ce dossier\u00a0: rien n’a été ajouté.")
    panel.add_button.click()
    assert panel._adding.layout.display == "none"


def test_a_file_may_complete_the_last_meeting(page: ReviewPage, data: Path) -> None:
    panel = page.choice_panel
    panel.new.start_button.click()
    write_rows(data / "suite.csv", [("7", "Planter des arbres devant la piscine")])
    panel.add_button.click()
    assert panel.meeting.layout.display == ""
    panel.added.files.value = data / "suite.csv"
    panel.meeting.value = True
    panel.added.start_button.click()
    assert panel.added.live.message.endswith("Suite de la séance 1\u00a0: mêmes tables.")


def test_where_nobody_sat_at_tables_no_meeting_is_asked_for(page: ReviewPage, data: Path) -> None:
    panel = page.choice_panel
    write_rows(data / "en_ligne.csv", [("Planter des arbres",), ("Un bus le soir",)], ("texte",))
    panel.new.refresh_button.click()
    panel.new.files.value = data / "en_ligne.csv"
    panel.new.start_button.click()
    panel.add_button.click()
    assert panel.meeting.layout.display == "none"


def test_a_damaged_dossier_is_said(page: ReviewPage, data: Path) -> None:
    (data / "dossiers" / "abîmé").mkdir(parents=True)
    (data / "dossiers" / "abîmé" / FILE_NAME).write_bytes(b"ceci n'est pas une base" * 100)
    page.choice_panel.refresh()
    page.choice_panel.open_button.click()
    assert page.choice_panel.live.problem
    assert page.review is None
    assert not (data / REPORT_NAME).exists()


def test_a_fault_of_ours_while_opening_lets_the_dossier_go(
    page: ReviewPage, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from participation_lib.widgets.review import page as module

    page.choice_panel.new.start_button.click()
    page.choice_panel.change_button.click()

    def fail(*_: object) -> None:
        raise ValueError("mots-d-une-personne")

    monkeypatch.setattr(module, "ReviewWorkspace", fail)
    page.choice_panel.open_button.click()
    assert "erreur de son fait" in page.choice_panel.live.problem
    assert page.review is None
    assert "mots-d-une-personne" not in (data / REPORT_NAME).read_text(encoding="utf-8")
