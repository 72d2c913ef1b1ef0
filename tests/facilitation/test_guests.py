"""Who comes to a session."""

from __future__ import annotations

import pytest

from participation_lib.errors import InputError
from participation_lib.facilitation.guests import GuestList, read_guests, seated
from participation_lib.facilitation.session_form import guests_form, guests_from


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Léa B.\nSamir K.", [("Léa B.", {}, None), ("Samir K.", {}, None)]),
        ("Léa B.;Justice;18-29\nSamir K.;Plants", [
            ("Léa B.", {"critère 1": "Justice", "critère 2": "18-29"}, None),
            ("Samir K.", {"critère 1": "Plants"}, None),
        ]),
        ("Prénom\tNom\tÂge\tTable fixe\nLéa\tB.\t20\t2\n\nSamir\tK.\t\t", [
            ("Léa B.", {"Âge": "20"}, 2), ("Samir K.", {"Âge": ""}, None),
        ]),
        ('Nom,Quartier\n"Bruno, dit Bébé",Bois', [("Bruno, dit Bébé", {"Quartier": "Bois"}, None)]),
    ],
)  # fmt: skip
def test_lists_as_they_are_pasted(text: str, people: list[tuple[str, dict[str, str], int | None]]) -> None:
    guests = read_guests(text)
    assert [(person.name, dict(person.traits), person.table) for person in guests.people] == people
    assert len({person.key for person in guests.people}) == len(people)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "vide"),
        (" ; ;\n\n", "vide"),
        ("Nom;Quartier", "que ses titres"),
        ("Nom;Table\nLéa;devant", "Ligne 2 : la table"),
        ("Nom;Âge\nLéa;20\n;30", "Ligne 3 : le nom manque"),
        ("x\n" * 1001, "1001 lignes"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_guests(text)


def test_pairs_are_asked_for_by_name_and_replaced() -> None:
    guests = read_guests("Éva\nLéa\nSamir")
    guests = guests.with_pair(guests.named("eva").key, guests.named("LÉA").key, apart=True)
    assert (guests.apart, guests.together) == ((("p001", "p002"),), ())
    guests = guests.with_pair("p002", "p001", apart=False)
    assert (guests.apart, guests.together) == ((), (("p002", "p001"),))
    assert guests.without_pair("p001", "p002") == read_guests("Éva\nLéa\nSamir")


@pytest.mark.parametrize(("one", "message"), [("Inconnue", "Personne ne porte"), ("Léa", "Plusieurs")])
def test_a_name_of_nobody_or_of_several_is_refused(one: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_guests("Éva\nLéa\nlea").named(one)


@pytest.mark.parametrize(("one", "message"), [("p009", "plus dans la liste"), ("p001", "différentes")])
def test_a_pair_of_nobody_is_refused(one: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_guests("Éva\nLéa").with_pair("p001", one, apart=True)


def test_a_seated_list_is_kept_whole() -> None:
    guests = read_guests("Nom;Quartier\n" + "\n".join(f"Personne {rank};Q{rank % 3}" for rank in range(16)))
    guests = seated(guests.with_pair("p002", "p003", apart=True), 3, 2)
    assert guests.plan is not None
    assert guests.plan.participants == guests.people
    assert guests.plan.table_of("p002") != guests.plan.table_of("p003")
    assert guests_from(guests_form(guests)) == guests
    snow = seated(guests, 1, as_snowball=True)
    assert snow.plan is not None
    assert len(snow.plan.rounds) == 3
    assert guests.with_pair("p004", "p005", apart=False).plan is None


def test_a_damaged_list_is_said() -> None:
    with pytest.raises(InputError, match="abîmé"):
        guests_from({"people": [{}]})
    assert guests_from(guests_form(GuestList())) == GuestList()
