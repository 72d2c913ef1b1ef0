"""What the detectors of `corpus.privacy` find is told, save what a document may say."""

from __future__ import annotations

import pytest

from participation_lib.synthesis.controls import check_sentence


@pytest.mark.parametrize(
    "text",
    [
        "Mme Carpentier, adjointe à la culture, a présenté le projet.",
        "M. Benali (conseiller municipal) a présenté le projet.",
        "Le maire, M. Benali, a ouvert la séance.",
        "L'école Jean-Moulin et la rue Pierre-Vogler sont citées.",
        "Écrivez à participation@cergy.example.",
        "La séance s'est tenue 3 place Olympe-de-Gouges.",
    ],
)
def test_officials_places_and_services_are_named(text: str) -> None:
    assert not [remark for remark in check_sentence(text) if remark.control == "donnee-personnelle"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mme Carpentier, présidente des parents d'élèves, a parlé.", "Carpentier"),
        ("Écrivez à awa.benali@exemple.fr.", "awa.benali@exemple.fr"),
        ("Une idée : « appelez Karim ».", "Karim"),
    ],
)
def test_residents_are_not(text: str, expected: str) -> None:
    found = [remark for remark in check_sentence(text) if remark.control == "donnee-personnelle"]
    assert [text[remark.start : remark.end] for remark in found] == [expected]
    assert all(remark.blocking and not remark.suggestion for remark in found)
