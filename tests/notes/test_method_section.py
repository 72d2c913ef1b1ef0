from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from participation_lib.corpus.duplicates import Campaign
from participation_lib.notes.method_facts import MethodFacts, ReviewFacts, WritingFacts, writing_facts
from participation_lib.notes.method_section import method_blocks
from participation_lib.notes.model import Paragraph, Table, Text
from participation_lib.schema import (
    TOOL,
    AddStatement,
    Agreement,
    KeepWording,
    MoveIdeas,
    RefuseQuotation,
    RewriteStatement,
    SourceFile,
    Version,
    Voice,
)
from participation_lib.synthesis.evidence import Evidence
from tests.synthesis.documents import decided

if TYPE_CHECKING:
    from conftest import Run

SOURCES = tuple(SourceFile(name, "06eb8a27b4ad" + "0" * 52, "", "utf-8", ";", 1240) for name in ("a.csv", "b.csv"))
FACTS = MethodFacts(SOURCES, 0.7, 3, Version.PUBLISHABLE, "participation_lib 1", "encodeur 2", 12)
REVIEW = ReviewFacts(9, 4, 2, 1, 8, n_disagreements=2, n_settled_ideas=5, people=frozenset({"Awa", "Léa"}))
WRITING = WritingFacts(3, (("phrase réécrite", "phrases réécrites", 2),), (), (), frozenset({"Léa", "Zoé"}))


@pytest.fixture
def evidence(small_runs: dict[str, Run]) -> Evidence:
    return small_runs["publiable"].synthesis.evidence


def rows(evidence: Evidence, facts: MethodFacts, caption: str = "Repères") -> dict[str, list[str]]:
    """Give the rows of a table of the section, by their first cell."""
    table = next(b for b in method_blocks(evidence, facts) if isinstance(b, Table) and b.caption == caption)
    told = [[part.content for cell in row for part in cell if isinstance(part, Text)] for row in table.rows]
    return {first: rest for first, *rest in told}


def opening(evidence: Evidence, facts: MethodFacts) -> str:
    first = next(iter(method_blocks(evidence, facts)))
    assert isinstance(first, Paragraph)
    return "".join(part.content for part in first.content if isinstance(part, Text))


def test_files_are_told_by_their_print(evidence: Evidence) -> None:
    assert rows(evidence, FACTS, "Fichiers lus")["b.csv"] == ["1\u202f240", "06eb8a27b4ad"]


def test_what_was_read_is_accounted_for(evidence: Evidence) -> None:
    told = rows(evidence, FACTS)
    assert told["Contributions lues"] == ["36, dont 31 retenues"]
    assert told["Contributions non retenues"] == ["1 doublon ; 1 sans contenu ; 1 inexploitable ; 1 à modérer ; 1 vide"]
    assert told["Données personnelles"] == ["3 passages remplacés par une marque"]
    assert told["Logiciel"] == ["participation_lib 1 ; encodeur 2 ; graine 12"]


def test_common_texts_and_other_languages_are_told_with_what_is_left_without_them(evidence: Evidence) -> None:
    campaign = Campaign("c0001", "c0001", ("c0001", "c0002", "c0003"), 2)
    told = rows(evidence, replace(FACTS, campaigns=(campaign,)))["Textes repris par plusieurs contributions"]
    assert told[0].startswith("1 texte, 3 signataires ; il compte pour un argument")
    assert told[0].endswith("Avec les signataires : 31 contributions retenues ; sans eux : 28")
    table = evidence.contributions.copy()
    table.loc[table["status"] == "inexploitable", "reason"] = "autre langue (anglais) : à traduire"
    languages = rows(replace(evidence, contributions=table), FACTS)["Autres langues"]
    assert languages == ["1 contribution à traduire, dont l'original est conservé : anglais (1)"]


@pytest.mark.parametrize(("agreement", "said"), [(1.0, "100, élevée"), (0.7, "70, correcte"), (0.2, "20, fragile")])
def test_how_stable(agreement: float, said: str, evidence: Evidence) -> None:
    assert rows(evidence, replace(FACTS, agreement=agreement))["Stabilité (0 à 100)"] == [said]


def test_how_themes_were_found(evidence: Evidence) -> None:
    assert "trouvé dans les données" in rows(evidence, FACTS)["Regroupement"][0]
    assert "6 thèmes demandés" in rows(evidence, replace(FACTS, n_themes_asked=6))["Regroupement"][0]
    assert "« Commune »" in rows(evidence, replace(FACTS, codebook="Commune"))["Regroupement"][0]


@pytest.mark.parametrize(
    ("review", "writing", "service", "said"),
    [
        (None, None, "", "Ni le classement ni la rédaction n'ont encore été relus par une personne."),
        (REVIEW, None, "", "Le classement a été relu par deux personnes ; les phrases sont celles du brouillon."),
        (None, WRITING, "", "La rédaction a été relue par deux personnes ; le classement est celui du logiciel."),
        (REVIEW, WRITING, "", "Le classement et la rédaction ont été relus par trois personnes."),
        (
            REVIEW,
            WRITING,
            "service citoyen",
            "relus par trois personnes (service citoyen). La Ville en est responsable.",
        ),
        (None, replace(WRITING, edits=()), "", "Ni le classement ni la rédaction n'ont encore été relus"),
    ],
)
def test_the_tool_is_named_and_people_counted(
    review: ReviewFacts | None, writing: WritingFacts | None, service: str, said: str, evidence: Evidence
) -> None:
    facts = replace(FACTS, review=review, writing=writing, service=service)
    assert said in opening(evidence, facts)
    assert not {"Awa", "Léa", "Zoé"} & set(opening(evidence, facts).replace(".", " ").split())


def test_decisions_are_counted_and_nobody_named(evidence: Evidence) -> None:
    told = rows(evidence, replace(FACTS, review=REVIEW, writing=WRITING, readers="deux agents"))
    assert told["Relecture du classement"][0].startswith("9 décisions par deux personnes ; 4 idées placées")
    assert told["Relecture du classement"][0].endswith("2 autres idées déplacées par le logiciel d'après ces choix")
    assert told["Double lecture"] == ["relectures comparées ; 2 désaccords réglés (5 idées)"]
    apart = replace(REVIEW, agreements=(Agreement(120, 96, 0.7512),))
    (said,) = rows(evidence, replace(FACTS, review=apart))["Double lecture"]
    assert said == (
        "relectures comparées ; avant d'en parler, 96 idées sur 120 lues par les deux étaient dans le même thème "
        "(kappa de Cohen : 0,75 ; 1 pour un accord complet, 0 pour le hasard) ; 2 désaccords réglés (5 idées)"
    )
    assert told["Rédaction"] == ["3 décisions par deux personnes ; 2 phrases réécrites"]
    assert told["Relecture du document"] == ["deux agents"]
    assert not any(name in str(told) for name in ("Awa", "Léa", "Zoé"))


def test_double_reading_is_told_only_when_known(evidence: Evidence) -> None:
    assert "Double lecture" not in rows(evidence, replace(FACTS, review=replace(REVIEW, n_disagreements=0)))
    assert not {"Double lecture", "Rédaction", "Citations refusées"} & rows(evidence, FACTS).keys()
    assert "sans dossier" in rows(evidence, FACTS)["Origine"][0]


def test_a_reason_that_names_somebody_is_not_published(evidence: Evidence) -> None:
    reasons = ("ton moqueur", "ton moqueur", "on reconnaît Mme Geneviève Kerlouan")
    writing = replace(WRITING, refused=reasons, kept=(("Phrase trop longue", "voulu par le service"),))
    told = rows(evidence, replace(FACTS, writing=writing))
    assert told["Citations refusées"] == ["ton moqueur (2) ; raison non publiée (1)"]
    assert told["Formulations gardées malgré un contrôle"] == ["Phrase trop longue, voulu par le service (1)"]
    internal = rows(evidence, replace(FACTS, writing=writing, version=Version.INTERNAL))
    assert "Kerlouan" in internal["Citations refusées"][0]


def test_what_was_decided_about_one_document_is_counted() -> None:
    log = decided(
        RewriteStatement("synthese", "en_bref", "s1", "Un.", "Deux.", ("c0001-1",)),
        RewriteStatement("synthese", "en_bref", "s1", "Trois.", "Deux.", ("c0001-1",)),
        RewriteStatement("note_au_maire", "objet", "s1", "Un.", "Deux.", ("c0001-1",)),
        AddStatement("synthese", "suites", "suites.ajout1", "La Ville répond.", (), Voice.CITY),
        (KeepWording("synthese", "s1", "phrase-longue", "x"), "énumération"),
        (RefuseQuotation("c0002-1"), "ton moqueur"),
    )
    found = writing_facts(log, "synthese")
    assert found is not None
    assert found.n_decisions == 5
    assert found.edits == (
        ("phrase réécrite", "phrases réécrites", 1),
        ("phrase ajoutée", "phrases ajoutées", 1),
    )
    assert found.kept == (("Phrase trop longue", "énumération"),)
    assert found.refused == ("ton moqueur",)
    assert found.people == {"Awa"}


def test_the_tool_and_the_review_are_nobody_who_writes() -> None:
    assert writing_facts((), "synthese") is None
    moved = replace(decided(RefuseQuotation("c0002-1"))[0], action=MoveIdeas(("c0001-1",), "t02"))
    assert writing_facts([moved, *decided(RefuseQuotation("c0002-1"), author=TOOL)], "synthese") is None
