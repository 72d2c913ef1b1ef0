"""Names told by the words around them, dates of birth, accounts: before and after."""

from __future__ import annotations

import pytest

from participation_lib.corpus.privacy import pseudonymise


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("la famille Okonjo vit à six", "la famille [PERSONNE 1] vit à six", id="family"),
        pytest.param("chez les Tran il pleut", "chez les [PERSONNE 1] il pleut", id="household"),
        pytest.param("Mon nom : Rouvière.", "Mon nom : [PERSONNE 1].", id="announced"),
        pytest.param("plus de bancs, signé dédé", "plus de bancs, signé [PERSONNE 1]", id="signed"),
        pytest.param("ma voisine katerine aide", "ma voisine [PERSONNE 1] aide", id="spelt-by-ear"),
        pytest.param("Aude, Florian et Précieuse", "[PERSONNE 1], [PERSONNE 2] et [PERSONNE 3]", id="list"),
        pytest.param("tata Fati cuisine", "tata [PERSONNE 1] cuisine", id="familiar"),
        pytest.param("Bien à vous\nOstrovsky", "Bien à vous\n[PERSONNE 1]", id="last-line"),
        pytest.param("Lebihan 06 12 34 56 78", "[PERSONNE 1] [TÉLÉPHONE 1]", id="beside-a-number"),
        pytest.param("DUBREUIL FAIT DU BRUIT", "[PERSONNE 1] FAIT DU BRUIT", id="surname-in-capitals"),
        pytest.param("Mme de La Brosse compte", "Mme [PERSONNE 1] compte", id="particles"),
        pytest.param("M. Camus du 3e", "M. [PERSONNE 1] du 3e", id="neighbour-of-a-great-name"),
        pytest.param("née le 2 avril 1974 ici", "née le [DATE DE NAISSANCE 1] ici", id="born"),
        pytest.param("date de naissance : 07-02-1990", "date de naissance : [DATE DE NAISSANCE 1]", id="birth-date"),
        pytest.param("mon insta @verger_95", "mon insta [COMPTE 1]", id="handle"),
        pytest.param("facebook.com/odile.b.95", "facebook.com/[COMPTE 1]", id="profile"),
        pytest.param("snap : lina_95", "snap : [COMPTE 1]", id="told-account"),
        pytest.param("06 12 34 56 78 12 rue des Lilas", "[TÉLÉPHONE 1] [ADRESSE 1]", id="glued"),
    ],
)
def test_what_the_words_around_tell_is_masked(before: str, after: str) -> None:
    assert pseudonymise([before]).texts == (after,)


@pytest.mark.parametrize(
    "text",
    [
        "les Cergyssois, les Linandes et les Plants",
        "la famille nombreuse, les familles du quartier",
        "Camus et Pissarro, une rue chacun",
        "réunion le 12/03/2025, nés en 1950",
        "suivez @villedecergy, voir cergy.fr",
        "avec succès, avec plusieurs idées, voir ci-dessus",
        "merci beaucoup, bonjour Monsieur le maire",
        "départements 01, 02, 07, 12, 34",
        "noter de 0 1 2 3 4 5 6 7 8 9 à 10",
    ],
)
def test_what_tells_nobody_stays(text: str) -> None:
    assert pseudonymise([text]).texts == (text,)
