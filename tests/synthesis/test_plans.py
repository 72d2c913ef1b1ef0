from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.chain import read_plans
from participation_lib.errors import InputError
from participation_lib.schema import Version, Voice
from participation_lib.synthesis.plans import EXHIBITS, RULES, default_plans, facts, plan_named
from participation_lib.synthesis.rules import SECTION_RULES

OWN = """\
documents:
- id: lettre_quartier
  nom: Lettre de quartier
  mots: [100, 300]
  annexe: aucune
  sections:
  - {id: dit, titre: Ce qui a été dit, but: trois points, contenu: [{regle: points, au_plus: 3}]}
  - id: suite
    titre: La suite
    but: les dates
    voix: ville
    faits: [date_reponse]
    textes: ["Réponse le {date_reponse}."]
    obligatoire: non
"""


def test_the_documents_of_the_trade_are_there() -> None:
    names = [plan.document_id for plan in default_plans()]
    assert names[0] == "synthese"
    assert {
        "compte_rendu_pleniere",
        "releve_de_decisions",
        "synthese_pleniere",
        "synthese_consultation",
        "note_au_maire",
        "retour_participants",
        "bilan_concertation",
        "fiche_table",
    } <= set(names)


def test_every_rule_is_used_and_built() -> None:
    assert set(SECTION_RULES) | {"par_theme"} == set(RULES)
    used = {content.name for plan in default_plans() for section in plan.sections for content in section.contents}
    assert used <= set(RULES) | set(EXHIBITS)
    assert set(EXHIBITS) <= used


def test_every_document_says_what_follows() -> None:
    for plan in default_plans():
        if not plan.blank:
            assert any(section.voice is not Voice.PARTICIPANTS for section in plan.sections), plan.document_id


def test_a_note_to_the_mayor_is_never_published() -> None:
    assert plan_named("note_au_maire").versions == (Version.INTERNAL,)
    assert plan_named("synthese_pleniere").versions[0] == Version.PUBLISHABLE


def test_facts_are_asked_once_in_their_order() -> None:
    names = plan_named("retour_participants").fact_names
    assert names[:2] == ("date_seance", "nombre_presents")
    assert len(set(names)) == len(names)
    assert set(names) <= set(facts())


def test_a_city_adds_its_own(tmp_path: Path) -> None:
    file = tmp_path / "plans.yaml"
    file.write_text(OWN, encoding="utf-8")
    plans = read_plans(file)
    assert plans[0].name == "Lettre de quartier"
    assert plans[0].sections[1].mandatory is False
    assert [plan.document_id for plan in plans[1:]] == [plan.document_id for plan in default_plans()]


def test_a_city_changes_one_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "plans.yaml"
    file.write_text(OWN.replace("lettre_quartier", "note_au_maire"), encoding="utf-8")
    plans = read_plans(file)
    assert [plan.name for plan in plans if plan.document_id == "note_au_maire"] == ["Lettre de quartier"]


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("- id: lettre_quartier", "- id: Lettre 1", 2, "« id »"),
        ("  nom: Lettre de quartier", "  autre: rien", 3, "« autre »"),
        ("  nom: Lettre de quartier\n", "", 2, "« nom »"),
        ("mots: [100, 300]", "mots: [300, 100]", 4, "« mots »"),
        ("annexe: aucune", "annexe: longue", 5, "aucune, citees, complete"),
        ("regle: points", "regle: poins", 7, "points"),
        ("au_plus: 3", "au_plus: beaucoup", 7, "« au_plus »"),
        ("voix: ville", "voix: mairie", 11, "participants, services, ville, animation"),
        ("faits: [date_reponse]", "faits: [date_repons]", 12, "date_reponse"),
        ("{date_reponse}", "{date_repons}", 12, "date_reponse"),
        ("obligatoire: non", "obligatoire: peut-être", 14, "oui ou non"),
        ("id: suite", "id: dit", 8, "« dit »"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, before: str, after: str, line: int, said: str) -> None:
    assert before in OWN
    file = tmp_path / "plans.yaml"
    file.write_text(OWN.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plans(file)
    assert f"ligne {line}" in str(caught.value), str(caught.value)
    assert said in str(caught.value)
    assert "plans.yaml" in str(caught.value)


def test_an_unknown_document_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="note_au_maire"):
        plan_named("note_du_maire")
