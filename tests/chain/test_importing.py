"""Files chosen, corrected one column at a time, refused, left, and told in a report without a contribution."""

from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.chain.importing import ImportDesk, Use, use_of
from participation_lib.corpus.formats.model import Role
from participation_lib.errors import InputError, ParticipationError

SENTENCE = "Il faudrait planter des arbres et remettre des bancs à l’ombre numéro"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = ["Nom;Secteur;Thème abordé;Avis;Remarque"]
    names = ("Awa Diallo", "Karim Benali", "Léa Martin", "Zoé Petit")
    for rank, name in enumerate(names):
        lines.append(f"{name};{'Nord' if rank % 2 else 'Sud'};Nature;{SENTENCE} {rank};Merci pour la soirée {rank}")
    path = tmp_path / "avis.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def desk(file: Path) -> ImportDesk:
    made = ImportDesk()
    made.choose(file)
    return made


def roles(desk: ImportDesk) -> dict[str, Role]:
    return {column.name: column.role for column in desk.tables[0].columns}


@pytest.mark.parametrize("use", [Use.TEXT, Use.GROUP, Use.QUESTION, Use.REFUSED])
@pytest.mark.parametrize("column", ["Secteur", "Thème abordé", "Avis", "Remarque"])
def test_a_column_becomes_what_she_says_and_comes_back(desk: ImportDesk, column: str, use: Use) -> None:
    before = roles(desk)
    try:
        desk.correct("avis.csv", column, use)
    except ParticipationError:
        # Refused as a whole: sentences are no group, and a text must be left.
        assert roles(desk) == before
        assert desk.options.choices.get("avis.csv") in (None, desk.tables[0].choice)
        return
    assert (
        roles(desk)[column]
        == {
            Use.TEXT: Role.TEXT,
            Use.GROUP: Role.GROUP,
            Use.QUESTION: Role.QUESTION,
            Use.REFUSED: Role.REFUSED,
        }[use]
    )
    assert use_of(desk.tables[0].choice, column) is use
    desk.correct("avis.csv", column, Use.RECOGNISED)
    assert use_of(desk.tables[0].choice, column) is Use.RECOGNISED


def test_the_only_text_may_not_be_refused(desk: ImportDesk) -> None:
    for column in [name for name, role in roles(desk).items() if role is Role.TEXT][1:]:
        desk.correct("avis.csv", column, Use.REFUSED)
    (left,) = [name for name, role in roles(desk).items() if role is Role.TEXT]
    with pytest.raises(InputError, match="seule colonne de texte"):
        desk.correct("avis.csv", left, Use.REFUSED)
    assert roles(desk)[left] is Role.TEXT


def test_a_personal_column_is_nothing_else(desk: ImportDesk) -> None:
    for use in (Use.TEXT, Use.GROUP, Use.QUESTION):
        with pytest.raises(ParticipationError):
            desk.correct("avis.csv", "Nom", use)
    assert roles(desk)["Nom"] is Role.PERSONAL


def test_a_file_that_cannot_be_read_leaves_the_others(desk: ImportDesk, tmp_path: Path) -> None:
    broken = tmp_path / "classeur.xlsx"
    broken.write_bytes(b"PK\x03\x04 coupe")
    with pytest.raises(InputError, match=r"classeur\.xlsx"):
        desk.choose(broken)
    (tmp_path / "autre").mkdir()
    same = tmp_path / "autre" / "avis.csv"
    same.write_text("avis\nUn banc\n", encoding="utf-8")
    with pytest.raises(InputError, match="déjà choisi"):
        desk.choose(same)
    assert [chosen.path.name for chosen in desk.files] == ["avis.csv"]


def test_a_file_that_is_left_takes_its_corrections_away(desk: ImportDesk, file: Path, tmp_path: Path) -> None:
    desk.correct("avis.csv", "Remarque", Use.REFUSED)
    desk.leave(file)
    assert dict(desk.options.choices) == {}
    with pytest.raises(InputError, match="au moins un fichier"):
        desk.create(tmp_path / "dossier", title="Vide")


def test_the_report_holds_columns_and_counts_and_no_contribution(desk: ImportDesk, tmp_path: Path) -> None:
    desk.correct("avis.csv", "Remarque", Use.REFUSED)
    (page,) = desk.report(tmp_path / "rapport", ("html",))
    told = page.read_text(encoding="utf-8")
    assert "Secteur" in told
    assert "contient des noms de personnes" in told
    assert "Corrigé à la main" in told
    for word in ("Karim", "planter", "soirée", "Nord"):
        assert word not in told
