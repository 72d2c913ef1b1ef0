"""What would be read of a file, and what she corrects in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.corpus.formats.model import Choice, Role
from participation_lib.corpus.preview import Preview, preview
from participation_lib.errors import InputError
from tests.conftest import write_rows

HEADER = ["Nom", "Quartier", "Thème", "Votre âge", "Avis", "Remarque du service", "participant_id"]
FOUR = [
    ["Awa Diallo", "Nord", "Parcs", "18-25 ans", "Des bancs au soleil", "voir avec les parcs", "P71"],
    ["Luc Petit", "Sud", "Parcs", "26-40 ans", "De l’ombre sur la place", "déjà fait en partie", "P72"],
    ["Ana Faure", "Nord", "Rues", "18-25 ans", "Un trottoir continu", "à chiffrer cette année", "P71"],
    ["Zoé Blin", "Sud", "Rues", "26-40 ans", "", "", "P73"],
]
ROWS = [[*row[:4], *(text and f"{text} {turn}" for text in row[4:6]), row[6]] for turn in range(6) for row in FOUR]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "avis.csv", ROWS, HEADER)


def seen(file: Path, choice: Choice | None = None) -> Preview:
    (only,) = preview(file, lambda name: choice or Choice())
    return only


def roles(found: Preview) -> dict[str, Role]:
    return {column.name: column.role for column in found.columns}


def test_every_column_has_a_role_and_says_why(file: Path) -> None:
    found = seen(file)
    assert roles(found) == {
        "Nom": Role.PERSONAL,
        "Quartier": Role.GROUP,
        "Thème": Role.THEME,
        "Votre âge": Role.VARIABLE,
        "Avis": Role.TEXT,
        "Remarque du service": Role.UNUSED,  # a column is named for texts, and this one is no question
        "participant_id": Role.AUTHOR,
    }
    assert all(column.why for column in found.columns)
    assert (len(found.rows), found.n_rows, found.n_contributions) == (20, 24, 24)
    assert found.rows[0].details == (("thème déclaré", "Parcs"), ("réponse fermée", '{"Votre âge": "18-25 ans"}'))
    assert found.problem == ""


def test_words_that_are_not_read_are_told(file: Path) -> None:
    found = seen(file)
    why = {column.name: column.why for column in found.columns}["Remarque du service"]
    assert why.startswith("texte libre")
    assert any("1 autre colonne de texte, non lue" in remark for remark in found.remarks)


def test_nobody_is_shown(file: Path) -> None:
    for choice in (Choice(), Choice(refused=("Nom", "participant_id"))):
        shown = repr(seen(file, choice))
        assert not any(secret in shown for row in ROWS for secret in (row[0], row[-1]))


def test_columns_may_be_chosen_and_refused(file: Path) -> None:
    found = seen(file, Choice(("Avis", "remarque du service"), group_column="", refused=("Votre âge",)))
    assert (roles(found)["Avis"], roles(found)["Remarque du service"]) == (Role.TEXT, Role.TEXT)
    assert roles(found)["Votre âge"] is Role.REFUSED
    assert roles(found)["Quartier"] is not Role.GROUP
    assert found.questions == ("Avis", "Remarque du service")
    assert found.rows[0].group == ""
    assert found.n_contributions == 18 + 18 + 6
    again = seen(file, Choice(group_column="Votre âge", question_column="Thème"))
    assert (again.rows[0].group, again.questions) == ("18-25 ans", ("Parcs", "Rues"))


@pytest.mark.parametrize(
    ("choice", "setting"),
    [
        (Choice(("Nom",)), "text_column"),
        (Choice(group_column="Nom"), "group_column"),
        (Choice(question_column="Nom"), "question_column"),
        (Choice(question_column="Rien"), "question_column"),
        (Choice(refused=("Avis",)), "refused_columns"),
    ],
)
def test_a_choice_that_cannot_be_followed_says_which(file: Path, choice: Choice, setting: str) -> None:
    with pytest.raises(InputError) as caught:
        seen(file, choice)
    assert caught.value.setting == setting


def test_a_survey_without_open_question_opens_and_says_so(tmp_path: Path) -> None:
    header = ["id", "Êtes-vous satisfait -> Oui", "Êtes-vous satisfait -> Non", "Sexe", "Vélo ?"]
    rows = [[str(number), str(number % 2), str(1 - number % 2), "F", "Oui"] for number in range(9)]
    found = seen(write_rows(tmp_path / "fermé.csv", rows, header))
    assert found.description == "Questionnaire — aucune question ouverte, 9 lignes"
    assert "aucun texte libre" in found.problem
    assert found.set_apart[0][1:] == (9, 2)


def test_where_nothing_is_text_a_column_may_be_chosen(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "codes.csv", [["x1", "bancs"], ["x2", "bus"]], ["code", "mot"])
    assert "choisissez" in seen(file, Choice()).problem or seen(file).n_contributions == 2
    assert [row.text for row in seen(file, Choice(("mot",))).rows] == ["bancs", "bus"]
