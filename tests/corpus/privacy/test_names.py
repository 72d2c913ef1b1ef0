from __future__ import annotations

import pytest

from participation_lib.corpus.privacy import pseudonymise


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("voir avec Karim du bât C", "voir avec [PERSONNE 1] du bât C", id="first-name"),
        pytest.param("voir avec karim", "voir avec [PERSONNE 1]", id="lower-case"),
        pytest.param("LE GARDIEN AHMED EST SUPER", "LE GARDIEN [PERSONNE 1] EST SUPER", id="capitals"),
        pytest.param("mme traoré de la tour B", "mme [PERSONNE 1] de la tour B", id="title-lower"),
        pytest.param("Mr Bensoussan et M. de Villiers", "Mr [PERSONNE 1] et M. [PERSONNE 2]", id="titles"),
        pytest.param("M. Petit du 2e", "M. [PERSONNE 1] du 2e", id="surname-that-is-a-word"),
        pytest.param("ma voisine Fatou", "ma voisine [PERSONNE 1]", id="acquaintance"),
        pytest.param("ma fille Rose tousse", "ma fille [PERSONNE 1] tousse", id="name-that-is-a-word"),
        pytest.param("Awa N'Diaye et N'Diaye Awa", "[PERSONNE 1] et [PERSONNE 2]", id="apostrophe"),
        pytest.param("BENALI Karim ici", "[PERSONNE 1] ici", id="surname-first"),
        pytest.param("J. Dupont, présidente", "[PERSONNE 1], présidente", id="initial"),
        pytest.param("merci à Sofiane B. et Anna", "merci à [PERSONNE 1]. et [PERSONNE 2]", id="initial-after"),
        pytest.param("je m'appelle lounis", "je m'appelle [PERSONNE 1]", id="unknown-name-announced"),
        pytest.param("Pierre m'a dit non", "[PERSONNE 1] m'a dit non", id="word-at-start-acts"),
        pytest.param("Jean-Pierre Lefebvre", "[PERSONNE 1]", id="compound"),
        pytest.param("l'école, Mme Fauvel dit oui", "l'école, Mme [PERSONNE 1] dit oui", id="near-a-school"),
        pytest.param("Hélène, Helene, HELENE", ", ".join(["[PERSONNE 1]"] * 3), id="one-person"),
    ],
)
def test_names_are_masked(before: str, after: str) -> None:
    assert pseudonymise([before]).texts == (after,)


@pytest.mark.parametrize(
    "text",
    [
        "Le parc François-Mitterrand et la rue Jean Jaurès",
        "le collège Gérard Philipe, l'école Jules Ferry, le stade Léo Lagrange",
        "rue du Dr Schweitzer, place de l'Abbé Pierre",
        "M. le maire, Madame la Préfète, Monsieur le Président",
        "la maire adjointe Sophie Durand nous a reçus",
        "le maire, M. Durand, a promis",
        "le président Macron et Mme Hidalgo, contre Le Pen",
        "le professeur d'EPS",
        "Saint-Christophe, St Christophe, ste Marie",
        "Simone Veil, Victor Hugo, Louis XIV, Henri IV",
        "une rose, des pierres, un jean, une marguerite, il se marie",
        "La Marine nationale, la Renault Zoé, une Mégane",
        "l'ADIL et le conseiller CNAV",
        "Les Linandes, les Touleuses, le Point du Jour, Axe Majeur",
        "Leroy Merlin, Decathlon, Vélib et Navigo",
        "la M.D.P.H de Pontoise",
        "Etant retraité, je prends le bus",
        "monsieur propre et madame tout-le-monde",
        "5 M. d'euros et 10 m de large",
    ],
)
def test_what_is_no_private_person_stays(text: str) -> None:
    assert pseudonymise([text]).texts == (text,)


def test_a_surname_proven_by_a_title_is_masked_everywhere() -> None:
    texts = pseudonymise(["Mme Okonkwo est gentille", "Okonkwo a raison", "merci à Okonkwo"]).texts
    assert texts == ("Mme [PERSONNE 1] est gentille", "[PERSONNE 1] a raison", "merci à [PERSONNE 1]")


def test_a_name_only_the_model_sees() -> None:
    texts = pseudonymise(["j'en ai parlé à Bensimon mais rien"]).texts
    assert texts == ("j'en ai parlé à [PERSONNE 1] mais rien",)
