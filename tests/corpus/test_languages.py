from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.content import fold_text, lack_of_content
from participation_lib.corpus.languages import is_to_translate, other_language
from participation_lib.schema import Status

FOREIGN = [
    ("i think the bus should be more frequent", "anglais"),
    ("Please more buses at night, it is not safe to walk home", "anglais"),
    ("We need bike lanes", "anglais"),
    ("the bus is always late", "anglais"),
    ("Necesitamos más autobuses por la noche", "espagnol"),
    ("hay muchos coches en la calle y no se puede andar", "espagnol"),
    ("Precisamos de mais autocarros à noite, obrigado", "portugais"),
    ("os passeios estão estragados e não há luz na rua", "portugais"),
    ("ci vogliono più autobus la sera e piste ciclabili sicure per tutti", "italien"),
    ("wir brauchen mehr Busse und sichere Radwege", "allemand"),
    ("Akşamları daha çok otobüs istiyoruz", "turc"),
    ("nou bizwen plis bis aswè, anpil moun ka tann", "créole"),
]
SCRIPTS = [
    ("نريد حافلات أكثر في المساء", "arabe"),
    ("மாலையில் அதிக பேருந்துகள் வேண்டும்", "tamoul"),
    ("Нам нужно больше автобусов", "cyrillique"),
]
FRENCH = [
    "un city stade et un skate park",
    "l'open space de la médiathèque",
    "street workout",
    "stop and go",
    "park and ride à la gare",
    "Do it yourself : un atelier vélo",
    "pr kwa ya pa 2 bus l soir pr rentré du taf",
    "jvoudré + 2 bus le soir stp",
    "no comment sur les trottinettes",
    "RER A",
    "bus de nuit",
    "piste cyclable rue de Paris",
    "Le slogan « the place to be » c'est bien mais les bus ne passent pas",
    "O.K. pour le tram",
    "vélo + bus = top",
    "dealers partout, no future",
    "à la Réunion on dit « nou lé la », ici on attend le bus",
    "es que le bus passera le dimanche",
    "Les Cergyssois.e.s veulent du vélo",
    "Trop de fast food, pas assez de food trucks",
]


@pytest.mark.parametrize(("text", "name"), FOREIGN)
def test_another_language_is_named_and_kept_apart(text: str, name: str) -> None:
    assert lack_of_content(text) == (Status.UNUSABLE, f"autre langue ({name}) : à traduire")


@pytest.mark.parametrize(("text", "name"), SCRIPTS)
def test_another_script_is_named(text: str, name: str) -> None:
    assert lack_of_content(text) == (Status.UNUSABLE, f"autre écriture ({name}) : à traduire")


@pytest.mark.parametrize("text", FRENCH)
def test_words_from_elsewhere_are_french(text: str) -> None:
    assert other_language(text, fold_text(text)) == ""


def test_a_long_text_in_another_language_is_recognised_too() -> None:
    text = "The buses are always late in the morning and there is no light at the stop. " * 5
    found = lack_of_content(text)
    assert found is not None
    assert is_to_translate(found[1])


def test_french_then_english_is_french() -> None:
    text = "Il faut plus de bus le soir et des pistes cyclables. We need more buses and bike lanes."
    assert lack_of_content(text) is None


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    found = other_language(text, fold_text(text))
    assert found == "" or is_to_translate(found)
