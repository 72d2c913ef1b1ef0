from __future__ import annotations

import pytest

from participation_lib.corpus.formats.headers import (
    is_personal,
    is_question,
    is_technical,
    spread_sample,
)

PERSONAL = [
    "Nom",
    "Prénom(s)",
    "Nom et prénom",
    "author/name",
    "Adresse e-mail",
    "E-mail",
    "Courriel",
    "Téléphone portable",
    "Tél.",
    "Adresse IP",
    "ipaddr",
    "Hachage IP",
    "Date de naissance",
    "Adresse postale",
    "latitude",
    "proposal_address_lat",
    "endorsements/user_endorsements",
    "Quel est votre nom ?",
    "Indiquez votre adresse mail pour être recontacté",
    "account",
    "Nom d'utilisateur",
    "authorName",
]
NOT_PERSONAL = [
    "texte",
    "Quel nom donner au nouveau parc ?",
    "category/name/fr",
    "nom de la table",
    "endorsements/total_count",
    "table",
    "Que pensez-vous de l'adresse donnée aux services de la ville ?",
    "quartier",
    "réponse",
]


@pytest.mark.parametrize("name", PERSONAL)
def test_personal_headers(name: str) -> None:
    assert is_personal(name)


@pytest.mark.parametrize("name", NOT_PERSONAL)
def test_other_headers(name: str) -> None:
    assert not is_personal(name)


def test_questions_and_machine_columns() -> None:
    assert is_question("Que faudrait-il faire pour la place du marché ?")
    assert not is_question("Question ?")
    assert is_technical("component/id")
    assert is_technical("id (2)")
    assert not is_technical("paid")


def test_a_sample_finds_the_rare_value() -> None:
    assert spread_sample([""] * 10_000 + ["ici"], 100) == ["ici"]
