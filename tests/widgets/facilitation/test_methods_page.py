from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.chain.framing import FramingDesk, open_framing
from participation_lib.widgets.facilitation.methods_page import MethodsPage


@pytest.fixture
def page(tmp_path: Path) -> MethodsPage:
    with open_framing(tmp_path / "data/dossiers/place") as dossier:
        FramingDesk(dossier).answer_all({"niveau": "concerter", "participants": "45", "publics": "enfants,sourds"})
    return MethodsPage(tmp_path / "data", tmp_path / "exports")


def test_the_ranking_follows_the_need(page: MethodsPage) -> None:
    assert page.choice is not None
    page.intention.value = "prioriser"
    assert page.choice.ranked[0].method.name == "Vote par gommettes"
    page.ticks["conflit"].value = True
    assert "durcit les camps" in page._ranked.value
    assert all(one.method.method_id != "vote_gommettes" for one in page.choice.ranked)
    assert "conviennent" in page.live.message or "convient" in page.live.message


@pytest.mark.parametrize("text", ["", "beaucoup", "-3", "9999999", "²"])
def test_a_number_that_is_none_is_refused_in_a_sentence(page: MethodsPage, text: str) -> None:
    page.n_people.value = "12"
    page.n_people.value = text
    assert "de 1 à" in page.live.problem
    assert page.choice is not None
    assert page.choice.need.n_people == 12


def test_a_framing_is_taken_up(page: MethodsPage, tmp_path: Path) -> None:
    page.framing.value = tmp_path / "data/dossiers/place"
    assert (page.level.value, page.n_people.value) == ("concerter", "45")
    assert page.ticks["enfants"].value
    assert page.choice is not None
    assert page.choice.need.publics == ("enfants", "sourds")


def test_methods_are_put_side_by_side(page: MethodsPage) -> None:
    assert page._side_by_side.value.count("sur 100") == 3
    page.compared[2].value = "jury_citoyen"
    assert "écartée" in page._side_by_side.value
    for control in page.compared:
        control.value = ""
    assert "à comparer" in page._side_by_side.value


def test_a_sheet_and_the_choice_leave_as_documents(page: MethodsPage, tmp_path: Path) -> None:
    for export, expected in (
        (page.export, "methodes/world_cafe/world_cafe.html"),
        (page.choice_export, "methodes/choix/choix_des_methodes.html"),
    ):
        page.method.value = "world_cafe"
        for name, box in export.formats.items():
            box.value = name == "html"
        export.button.click()
        assert (tmp_path / "exports" / expected).is_file()
        assert len(export.links.documents) == 1


def test_the_methods_of_the_city_join_ours_or_their_mistake_is_told(tmp_path: Path) -> None:
    own = tmp_path / "methodes.yaml"
    own.write_text("methodes:\n- {id: x, nom: <b>X</b>}\n", encoding="utf-8")
    page = MethodsPage(tmp_path, tmp_path)
    assert "Il manque « objectif »" in page.own_live.problem.replace("\xa0", " ").replace("\u202f", " ")
    assert "ligne" in page.own_live.problem
    own.write_text(
        "methodes:\n- {id: x, nom: <b>X</b>, objectif: voir, intention: [emerger], niveau: [consulter], "
        "taille: {min: 2, max: 99}, duree: {min: 5, max: 99}, lieux: [tables], "
        "etapes: [{minutes: 30, action: parler}]}\n",
        encoding="utf-8",
    )
    page = MethodsPage(tmp_path, tmp_path)
    assert "&lt;b&gt;X&lt;/b&gt;" in page._ranked.value
