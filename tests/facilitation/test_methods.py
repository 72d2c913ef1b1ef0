from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.chain.methods import read_methods
from participation_lib.errors import InputError
from participation_lib.facilitation.method_notes import build_method_sheet
from participation_lib.facilitation.methods import Method, circumstances, default_methods, intentions, publics
from participation_lib.facilitation.questions import levels
from participation_lib.notes.html import render_html
from participation_lib.notes.structure import check_structure

OWN = """\
methodes:
- id: cafe_des_langues
  nom: Café des langues
  intention: [comprendre]
  objectif: Parler du quartier dans sa langue.
  niveau: [consulter]
  taille: {min: 6, max: 30}
  duree: {min: 60, max: 120}
  lieux: [tables]
  animation: {fixes: 1, pour: 6}
  etapes:
  - {minutes: 10, action: accueil}
  - {minutes: 60, action: "tables par langue <b>"}
  risques: [interprète absent]
  publics:
    allophones: {avis: adapte, pourquoi: "chaque table a sa langue"}
"""


def test_the_methods_of_the_trade_are_there_and_cover_everything() -> None:
    methods = default_methods()
    assert len(methods) == 29
    assert {name for method in methods for name in method.intentions} == set(intentions())
    assert {name for method in methods for name in method.levels} == set(levels())
    for method in methods:
        assert method.usual_minutes in method.minutes
        assert method.risks
        assert method.inclusion
        assert method.deliverables
        assert set(method.opinions) <= {*publics(), *circumstances()}
        assert method.n_facilitators(method.people.most) >= 1


@pytest.mark.parametrize("method", default_methods(), ids=lambda method: method.method_id)
def test_a_sheet_tells_the_whole_method(method: Method) -> None:
    note = build_method_sheet(method)
    check_structure(note.blocks)
    told = str(note.blocks).casefold()
    for words in (*(step.action for step in method.steps), *method.material, *method.risks, *method.inclusion):
        assert words.replace("'", "\\'").casefold() in told or words.casefold() in told


def test_a_city_adds_its_own_which_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "méthodes.yaml"
    file.write_text(OWN, encoding="utf-8")
    methods = read_methods(file)
    assert methods[0].name == "Café des langues"
    assert len(methods) == 30
    assert methods[0].n_facilitators(30) == 6
    page = render_html(build_method_sheet(methods[0]), large_print=True).decode()
    assert "langue &lt;b&gt;" in page
    file.write_text(OWN.replace("cafe_des_langues", "world_cafe"), encoding="utf-8")
    assert len(read_methods(file)) == 29


@pytest.mark.parametrize(
    ("before", "after", "line", "accepted"),
    [
        ("  nom: Café des langues\n", "", 2, "nom"),
        ("intention: [comprendre]", "intention: [bavarder]", 4, "accueillir, comprendre"),
        ("niveau: [consulter]", "niveau: [ecouter]", 6, "informer, consulter"),
        ("taille: {min: 6, max: 30}", "taille: {min: 60, max: 30}", 7, "max"),
        ("taille: {min: 6, max: 30}", "taille: 30", 7, "min: 10"),
        ("duree: {min: 60, max: 120}", "duree: {min: 90, max: 120}", 12, "70 minutes"),
        ("lieux: [tables]", "lieux: [cave]", 9, "gradins"),
        ("minutes: 10", "minutes: dix", 12, "nombre entier"),
        ("minutes: 10", "durée: 10", 12, "minutes"),
        ("risques: [interprète absent]", "risques: [{interprète: absent}]", 14, "guillemets"),
        ("avis: adapte", "avis: parfait", 16, "adapte, amenager, deconseille"),
        ("allophones:", "martiens:", 16, "allophones"),
        ("id: cafe_des_langues", "id: Café", 2, "minuscule"),
        ("  risques:", "  dangers:", 14, "risques"),
        ("fixes: 1", "fixes: un", 10, "nombre entier"),
    ],
)
def test_a_mistake_is_answered_with_the_file_the_line_and_what_is_accepted(
    tmp_path: Path, before: str, after: str, line: int, accepted: str
) -> None:
    assert before in OWN
    file = tmp_path / "a_nous.yaml"
    file.write_text(OWN.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_methods(file)
    assert f"(a_nous.yaml, ligne {line})" in str(caught.value)
    assert accepted in str(caught.value)


def test_a_file_without_methods_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "vide.yaml"
    file.write_text("methodes: []\n", encoding="utf-8")
    with pytest.raises(InputError, match="liste « methodes »"):
        read_methods(file)
