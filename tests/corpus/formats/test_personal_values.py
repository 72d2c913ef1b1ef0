"""A column of people's data stays out whatever its header says; ordinary columns are not taken for one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.formats.headers import is_personal
from participation_lib.corpus.formats.personal_values import any_personal_value, personal_kind
from participation_lib.corpus.preview import preview
from participation_lib.corpus.reading import read_files
from participation_lib.errors import InputError
from tests.conftest import write_rows

SECRETS = {
    "courriels": ["awa.diallo@exemple.fr", "luc-petit@exemple.org", "a.faure@mairie.exemple.fr", "zoe@exemple.fr"],
    "téléphones": ["06 12 34 56 78", "0612345679", "+33 6 12 34 56 77", "01.34.56.78.90"],
    "noms": ["Awa Diallo", "PETIT Luc", "Mme Nguyen", "Ana Faure"],
    "noms en minuscules": ["awa diallo", "luc petit", "fatou ndiaye", "jean-pierre durand"],
    "adresses": ["12 rue du Lac", "3 bis, avenue de la Gare", "8 place du Marché", "104 boulevard de l’Oise"],
    "adresses IP": ["10.0.0.1", "192.168.1.20", "90.12.3.4", "2001:db8:0:1:0:0:0:17"],
    "naissances": ["12/03/1984", "02/11/1951", "30/06/2001", "1990-01-17"],
    "coordonnées": ["49.03645, 2.07613", "49.04012, 2.06001", "49.03611, 2.07777", "49.02998, 2.08111"],
    "comptes": ["@awa_d", "@luc.petit", "@ana95", "@zoe_b"],
    "NIR": ["2 84 03 95 127 012 45", "1510295127012", "2 01 06 2A 004 123 11", "1 90 01 99 132 001 20"],
}
HEADERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=25) | st.sampled_from(
    [
        "texte",
        "contribution",
        "avis",
        "Que proposez-vous pour la ville ?",
        "table",
        "quartier",
        "canal",
        "theme",
        "question",
        "titre",
    ]
)


@pytest.mark.parametrize("kind", SECRETS)
def test_what_is_personal_is_seen(kind: str) -> None:
    assert personal_kind(SECRETS[kind])


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(["Rose", "Violette", "Marguerite", "Bleuet"], id="tables named after flowers"),
        pytest.param(["Justice", "Plants", "Village", "Orée du Bois"], id="neighbourhoods of common nouns"),
        pytest.param(["Des bancs", "de l’ombre", "Plus de vélos", "RAS"], id="short answers"),
        pytest.param(["Oui", "Non", "Sans opinion"], id="choices"),
        pytest.param(["2022", "2023", "2024"], id="years of a project"),
        pytest.param(["École Jules Ferry", "Parc François-Mitterrand", "Place Jean Moulin"], id="places"),
        pytest.param(["1483908221702", "1483404737048"], id="timestamps"),
        pytest.param(["écrire à a@b.fr pour le plan", "appeler le 06 12 34 56 78 le soir", "rien"], id="texts"),
    ],
)
def test_ordinary_columns_are_not_personal(values: list[str]) -> None:
    assert personal_kind(values) == ""


def test_few_values_are_kept_only_if_none_is_somebody() -> None:
    assert any_personal_value({"Oui", "Non", "Awa Diallo"})
    assert not any_personal_value({"Rose", "Olivier", "Nord"})


@settings(max_examples=80, deadline=None)
@given(header=HEADERS, kind=st.sampled_from(sorted(SECRETS)), beside=st.booleans())
def test_no_value_of_a_personal_column_enters_under_any_header(header: str, kind: str, beside: bool) -> None:
    values = SECRETS[kind] * 3
    texts = [f"Il faudrait des bancs près du parc, côté {number}" for number in range(len(values))]
    rows = [[value, text] if beside else [value] for value, text in zip(values, texts, strict=True)]
    with TemporaryDirectory() as folder:
        path = write_rows(Path(folder, "a.csv"), rows, [header, "propositions reçues"] if beside else [header])
        try:
            reading = read_files([path])
        except InputError as error:
            kept = str(error)
        else:
            announced = not is_personal(header) and not beside
            if announced and reading.sources[0].text_column:  # a text column of nothing else is masked, not lost
                return
            kept = reading.records.drop(columns="author").to_csv() + repr(reading.sources)
        seen = repr([(item.columns, item.rows) for item in preview(path)]) if beside else ""
    assert not any(value in kept or value in seen for value in values)
