"""The guided tour without a browser: buttons are pressed, panels are read."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from participation_lib import chain
from participation_lib.errors import InputError
from participation_lib.incident import REPORT_NAME
from participation_lib.widgets import GuidedTour

SECRET = "mots-d-une-personne"


@dataclass
class Visit:
    """A tour on the small corpus, run once, and what its progress said."""

    tour: GuidedTour
    messages: list[str]
    exports: Path


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory, small_csv: Path) -> Visit:
    folder = tmp_path_factory.mktemp("atelier")
    (folder / "data").mkdir()
    shutil.copy(small_csv, folder / "data" / "petit.csv")
    tour = GuidedTour(folder / "data", folder / "exports")
    messages: list[str] = []
    tour.choice_panel.live.observe(lambda change: messages.append(change["new"]), "message")
    tour.choice_panel.question.value = "Que faire de la place ?"
    tour.choice_panel.start_button.click()
    return Visit(tour, messages, folder / "exports")


@pytest.fixture
def waiting(tmp_path: Path, small_csv: Path) -> GuidedTour:
    for name in ("data", "exports"):
        (tmp_path / name).mkdir()
    shutil.copy(small_csv, tmp_path / "data" / "petit.csv")
    return GuidedTour(tmp_path / "data", tmp_path / "exports")


def words(markup: str) -> str:
    """Give what a person reads of some HTML."""
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def shown(widget: Any) -> Iterator[str]:
    """Give every HTML and every text that a panel holds."""
    for name in ("value", "description", "message", "problem"):
        if isinstance(text := getattr(widget, name, None), str):
            yield text
    for child in getattr(widget, "children", ()):
        yield from shown(child)


def everything(tour: GuidedTour) -> str:
    panels = (tour.choice, tour.reading, tour.themes, tour.ideas, tour.draft, tour.documents)
    return "\n".join(text for panel in panels for text in shown(panel))


def test_steps_are_named_and_the_end_is_said(visit: Visit) -> None:
    numbers = [re.match(r"Étape (\d) sur 5", message) for message in visit.messages]
    assert [number.group(1) for number in numbers if number] == list("12345")
    assert visit.messages[-1].startswith("Synthèse terminée")
    assert visit.tour.choice_panel.live.problem == ""
    assert not visit.tour.choice_panel.start_button.disabled


def test_the_report_counts_every_record(visit: Visit) -> None:
    text = words(visit.tour.reading_panel._content.value)
    assert re.search(r"Total lu\s+36", text)
    assert "petit.csv" in text
    assert "Que faire de la place ?" in text
    assert "Sans contenu" in text


def test_the_picture_has_words_and_a_table_beside_it(visit: Visit) -> None:
    markup = visit.tour.theme_panel._content.value
    assert len(re.findall(r"<img [^>]*alt=\"[^\"]{20,}\"", markup)) == 1
    assert "<caption>Idées par thème</caption>" in markup
    assert len(re.findall(r'<th scope="row">', markup)) == len(visit.tour.idea_panel.themes.options)


def test_a_contribution_is_shown_to_the_letter_and_never_run(visit: Visit) -> None:
    found = everything(visit.tour)
    assert "<script" not in found
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in found
    assert "<b>ouverts" not in found
    assert "=2+2 composteurs" in found


def test_what_may_not_be_published_is_on_no_panel(visit: Visit) -> None:
    found = words(everything(visit.tour))
    assert "voleur" not in found
    assert "06 12 34 56 78" not in found


def test_each_theme_gives_its_ideas(visit: Visit) -> None:
    panel = visit.tour.idea_panel
    for label, theme_id in panel.themes.options:
        panel.themes.value = theme_id
        expected = int(re.findall(r"\((\d+)\sidées?\)$", label)[0])
        assert panel.position.message == f"Idées 1 à {min(expected, 20)} sur {expected}."


def test_every_sentence_opens_on_its_contributions(visit: Visit) -> None:
    markup = visit.tour.draft_panel._content.value
    sentences = re.findall(r"<details .*?</details>", markup, flags=re.DOTALL)
    assert len(sentences) > 10
    assert all("<summary>" in sentence and "<li>" in sentence for sentence in sentences)


def test_documents_are_written_and_offered(visit: Visit) -> None:
    panel = visit.tour.export_panel
    panel.buttons["docx"].click()
    panel.buttons["html"].click()
    assert panel.live.problem == ""
    assert [item["name"] for item in panel.links.documents] == ["synthese.docx", "synthese.html"]
    for item in panel.links.documents:
        assert (visit.exports / "petit" / item["name"]).read_bytes() == item["content"]
    assert str((visit.exports / "petit").resolve()) in words(panel._where.value)


def test_pages_of_ideas_turn(visit: Visit, plenary: Any) -> None:
    from participation_lib.synthesis.overview import overview
    from participation_lib.widgets.idea_list import IdeaList

    panel = IdeaList()
    panel.show(overview(plenary.synthesis.evidence, plenary.synthesis.draft))
    assert panel.position.message.startswith("Idées 1 à 20 sur ")
    assert panel.previous_button.disabled
    panel.next_button.click()
    assert panel.position.message.startswith("Idées 21 à ")
    panel.previous_button.click()
    assert panel.position.message.startswith("Idées 1 à 20 sur ")


def test_before_anything_is_run_nothing_can_be_exported(waiting: GuidedTour) -> None:
    assert all(button.disabled for button in waiting.export_panel.buttons.values())
    waiting.export("docx")
    assert waiting.export_panel.links.documents == []


def test_settings_are_folded_and_named(waiting: GuidedTour) -> None:
    panel = waiting.choice_panel
    assert panel._settings.layout.display == "none"
    panel.settings_button.click()
    assert panel._settings.layout.display != "none"
    assert panel.settings_button.description.startswith("Masquer")
    controls = (panel.files, panel.question, panel.text_column, panel.group_column)
    assert all(control.description for control in controls)


def test_a_wrong_column_is_said_in_one_sentence(waiting: GuidedTour) -> None:
    waiting.choice_panel.text_column.value = "inconnue"
    waiting.choice_panel.start_button.click()
    live = waiting.choice_panel.live
    assert "inconnue" in live.problem
    assert "--" not in live.problem
    assert live.message == ""
    assert not live.busy
    assert not waiting.choice_panel.start_button.disabled


def test_a_setting_at_fault_is_opened(waiting: GuidedTour) -> None:
    (waiting.choice_panel.files.value.parent / "chiffres.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    waiting.choice_panel.refresh_button.click()
    waiting.choice_panel.files.value = waiting.choice_panel.files.options[0][1]
    waiting.choice_panel.start_button.click()
    assert "Nommez celle des contributions" in waiting.choice_panel.live.problem
    assert waiting.choice_panel._settings.layout.display == ""
    assert waiting.choice_panel.settings_button.description.startswith("Masquer")


def test_a_fault_of_the_file_opens_nothing(waiting: GuidedTour, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise InputError("Ce fichier ne convient pas.")

    monkeypatch.setattr(chain, "synthesise", fail)
    waiting.choice_panel.start_button.click()
    assert waiting.choice_panel._settings.layout.display == "none"


@pytest.mark.parametrize("error", [ValueError(SECRET), MemoryError(SECRET), InputError("Phrase claire.")])
def test_no_traceback_and_no_words_whatever_fails(
    waiting: GuidedTour, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(chain, "synthesise", fail)
    waiting.choice_panel.start_button.click()
    problem = waiting.choice_panel.live.problem
    assert problem
    assert SECRET not in problem
    assert "Traceback" not in problem
    written = capsys.readouterr()
    assert written.out + written.err == ""
    assert all(button.disabled for button in waiting.export_panel.buttons.values())


def test_the_report_of_a_fault_holds_no_value(waiting: GuidedTour, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(chain, "synthesise", fail)
    waiting.choice_panel.start_button.click()
    report = (waiting._exports / REPORT_NAME).read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "guided_tour.py" in report
    assert SECRET not in report


def test_a_failed_export_is_said(waiting: GuidedTour) -> None:
    waiting.choice_panel.start_button.click()
    waiting._folder.write_text("un fichier à cette place", encoding="utf-8")
    waiting.export_panel.buttons["docx"].click()
    assert "est un fichier" in waiting.export_panel.live.problem
    assert waiting.export_panel.links.documents == []


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    tour = GuidedTour(tmp_path, tmp_path / "exports")
    assert tour.choice_panel.start_button.disabled
    assert "ajoutez-en un" in tour.choice_panel.live.message
    tour.run()
    (tmp_path / "avis.csv").write_text("texte\nPlanter des arbres\n", encoding="utf-8")
    tour.choice_panel.refresh_button.click()
    assert tour.choice_panel.files.value == tmp_path / "avis.csv"
    assert tour.choice_panel.live.message == ""
