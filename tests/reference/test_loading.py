from __future__ import annotations

import pytest

from participation_lib.errors import SetupError
from participation_lib.reference import load

WORD_LISTS = [
    ("prenoms", "surs"),
    ("prenoms", "mots"),
    ("prenoms", "ambigus"),
    ("prenoms", "rares"),
    ("patronymes", "moins_repandus"),
    ("noms_conserves", "figures_nom_seul"),
    ("mots_courants", "mots"),
    ("patronymes", "noms"),
    ("noms_conserves", "personnalites_nom_seul"),
    ("noms_conserves", "personnalites"),
    ("noms_conserves", "organisations"),
    ("noms_conserves", "lieux"),
    ("contextes_noms", "proches"),
    ("contextes_noms", "mots_outils"),
    ("formes_personnelles", "pas_un_nom_de_rue"),
    ("colonnes", "texte"),
    ("moderation", "amorces"),
]


def test_a_packaged_file_is_given_once() -> None:
    assert load("gazetteer_cergy")["commune"] == "Cergy"
    assert load("gazetteer_cergy") is load("gazetteer_cergy")


def test_a_missing_file_is_a_problem_of_the_installation() -> None:
    with pytest.raises(SetupError, match="manque à l’installation"):
        load("fichier_absent")


@pytest.mark.parametrize(("name", "key"), WORD_LISTS)
def test_word_lists_hold_words_only(name: str, key: str) -> None:
    """YAML reads « on », « non » or « 8 » as something else than text unless they are quoted."""
    assert all(isinstance(word, str) and word for word in load(name)[key])


def test_a_first_name_is_in_one_list_only() -> None:
    lists = load("prenoms")
    sure = {name.lower() for name in lists["surs"]}
    assert not sure & {name.lower() for name in lists["ambigus"]}
    assert not sure & {name.lower() for name in lists["mots"]}
