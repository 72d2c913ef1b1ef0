from __future__ import annotations

import pytest

from participation_lib.corpus.privacy import pseudonymise


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("j'habite 12 rue des Lilas et c'est bruyant", "j'habite [ADRESSE 1] et c'est bruyant"),
        ("au 3 bis, avenue du Hazay", "au [ADRESSE 1]"),
        ("27 boulevard de l'Oise, 95800 Cergy.", "[ADRESSE 1]."),
        ("145 rue Pierre Vogler : trottoir cassé", "[ADRESSE 1] : trottoir cassé"),
        ("au 12 de la rue des Acacias", "au [ADRESSE 1]"),
        ("12 rue du 8 mai 1945", "[ADRESSE 1] 1945"),
        ("22 av. Bernard Hirsch", "[ADRESSE 1]"),
        ("9 rue jean jaurès il y a des rats", "[ADRESSE 1] il y a des rats"),
        ("12 RUE DES LILAS", "[ADRESSE 1]"),
        ("4 place des Touleuses, tapage", "[ADRESSE 1], tapage"),
    ],
)
def test_a_house_number_with_a_street_is_masked(before: str, after: str) -> None:
    assert pseudonymise([before]).texts == (after,)


@pytest.mark.parametrize(
    "text",
    [
        "rue des Lilas, trop de voitures",
        "3 place Olympe-de-Gouges",
        "2 place de parking pour 3 familles",
        "10 places, 5 rues piétonnes, 3 allées",
        "zone 30 rue Nationale",
        "le bus 45 avenue du Hazay",
        "en 2024 rue Pasteur",
        "1 rue sur 2 est en travaux",
        "3 cours de sport par semaine",
        "limiter à 30 rue de la Gare",
        "95000 Cergy",
        "place du marché, quai de l'Oise",
    ],
)
def test_places_stay(text: str) -> None:
    assert pseudonymise([text]).texts == (text,)
