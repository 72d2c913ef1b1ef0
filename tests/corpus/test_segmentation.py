from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation_lib.corpus.privacy import MARK
from participation_lib.corpus.segmentation import cut_into_ideas, cut_text
from participation_lib.corpus.tagging import TaggedText, tag
from participation_lib.schema import CONTRIBUTION_COLUMNS, IDEA_COLUMNS, check_ideas

Words = Callable[[str], TaggedText]


def case(name: str, before: str, *after: str) -> object:
    return pytest.param(before, list(after), id=name)


CASES = [
    # Two wishes
    case(
        "et-between-infinitives",
        "Planter des arbres et installer des bancs",
        "Planter des arbres",
        "installer des bancs",
    ),
    case(
        "et-new-wish",
        "Il faut des poubelles et il faudrait un composteur",
        "Il faut des poubelles",
        "il faudrait un composteur",
    ),
    case("plus-de-et-plus-de", "Plus de bancs et plus d'ombre", "Plus de bancs", "plus d'ombre"),
    case("moins-et-plus", "Moins de voitures et plus de vélos", "Moins de voitures", "plus de vélos"),
    case("shouted", "PLUS D'ARBRES ET MOINS DE BETON", "PLUS D'ARBRES", "MOINS DE BETON"),
    case("trop-pas-assez", "Trop de béton, pas assez d'arbres", "Trop de béton", "pas assez d'arbres"),
    case(
        "ne-pas-et-ne-pas", "Ne pas couper les arbres et ne pas bétonner", "Ne pas couper les arbres", "ne pas bétonner"
    ),
    case(
        "wish-but-lack",
        "Je voudrais un potager mais il n'y a pas de place",
        "Je voudrais un potager",
        "il n'y a pas de place",
    ),
    case("praise-but-lack", "Le parc est beau mais il manque des bancs", "Le parc est beau", "il manque des bancs"),
    case(
        "problem-then-wish",
        "Les bus sont toujours bondés, il faudrait un passage toutes les 10 min",
        "Les bus sont toujours bondés",
        "il faudrait un passage toutes les 10 min",
    ),
    case("two-clauses", "Le square est fermé et les jeux sont cassés", "Le square est fermé", "les jeux sont cassés"),
    case(
        "street-closed-and-paved",
        "Fermer la rue aux voitures le dimanche et piétonniser la place",
        "Fermer la rue aux voitures le dimanche",
        "piétonniser la place",
    ),
    # Lists
    case("three-things", "Des bancs, des tables et une fontaine", "Des bancs", "des tables", "une fontaine"),
    case("bare-nouns", "Bancs, poubelles, fontaines", "Bancs", "poubelles", "fontaines"),
    case(
        "infinitives-in-a-row",
        "Installer des nichoirs, planter des haies et créer une mare",
        "Installer des nichoirs",
        "planter des haies",
        "créer une mare",
    ),
    case(
        "three-upkeeps",
        "Entretenir les haies, tailler les arbres, ramasser les feuilles",
        "Entretenir les haies",
        "tailler les arbres",
        "ramasser les feuilles",
    ),
    case(
        "three-plus",
        "Plus de bancs, plus d'ombre, plus de fontaines",
        "Plus de bancs",
        "plus d'ombre",
        "plus de fontaines",
    ),
    case("lacks", "Il manque des bancs et des poubelles", "Il manque des bancs", "des poubelles"),
    # Lines, dashes, bullets, numbers
    case(
        "dashes",
        "- planter des haies\n- réparer le portail\n- ouvrir le parc le soir",
        "planter des haies",
        "réparer le portail",
        "ouvrir le parc le soir",
    ),
    case("bullets", "• une mare\n• un hôtel à insectes", "une mare", "un hôtel à insectes"),
    case("numbers", "1) nettoyer les berges\n2) éclairer le chemin", "nettoyer les berges", "éclairer le chemin"),
    case("letters", "a) un potager\nb) un verger", "un potager", "un verger"),
    case("stars", "* planter\n* arroser", "planter", "arroser"),
    case("windows-lines", "Planter des haies\r\nRéparer le portail", "Planter des haies", "Réparer le portail"),
    case("blank-lines", "Planter des haies\n\n\nRéparer le portail", "Planter des haies", "Réparer le portail"),
    case("long-dash", "Planter des arbres – créer une mare", "Planter des arbres", "créer une mare"),
    case("slash", "Planter des haies / ouvrir le square", "Planter des haies", "ouvrir le square"),
    case("plus-between", "faire un jardin + mettre des bancs", "faire un jardin", "mettre des bancs"),
    case("semicolon", "Réparer les jeux ; changer le sable", "Réparer les jeux", "changer le sable"),
    # Sentences
    case(
        "sentences",
        "Le parc est sale. Il faudrait plus de poubelles.",
        "Le parc est sale",
        "Il faudrait plus de poubelles",
    ),
    case(
        "questions",
        "Où en est le projet de mare ? Quand ouvre le parc ?",
        "Où en est le projet de mare ?",
        "Quand ouvre le parc ?",
    ),
    case("exclamations", "Plus d'arbres !!! Moins de béton !!!", "Plus d'arbres !!!", "Moins de béton !!!"),
    case("no-space-after-mark", "des arbres partout!des fleurs partout!", "des arbres partout!", "des fleurs partout!"),
    case("why-not", "Pourquoi ne pas planter des fruitiers ?", "Pourquoi ne pas planter des fruitiers ?"),
    # Reasons and aims stay
    case("car", "Planter des arbres car il fait trop chaud", "Planter des arbres car il fait trop chaud"),
    case(
        "parce-que",
        "Planter des arbres parce qu'il fait trop chaud l'été",
        "Planter des arbres parce qu'il fait trop chaud l'été",
    ),
    case("sinon", "Il faudrait un gardien, sinon ça ne sert à rien", "Il faudrait un gardien, sinon ça ne sert à rien"),
    case("pour-les", "Il faut des bancs pour les personnes âgées", "Il faut des bancs pour les personnes âgées"),
    case(
        "pour-and-two-objects",
        "Planter des haies pour protéger les oiseaux et les insectes",
        "Planter des haies pour protéger les oiseaux et les insectes",
    ),
    case("one-aim", "Un parc pour marcher et respirer", "Un parc pour marcher et respirer"),
    case("cela", "Planter des arbres. Cela ferait de l'ombre.", "Planter des arbres. Cela ferait de l'ombre"),
    case("c-est-dommage", "Couper des arbres, c'est dommage", "Couper des arbres, c'est dommage"),
    case("surtout", "Ouvrir le parc le soir, surtout l'été", "Ouvrir le parc le soir, surtout l'été"),
    case("au-lieu-de", "Au lieu de tondre, planter des fleurs", "Au lieu de tondre, planter des fleurs"),
    # « et » inside one idea
    case("two-adjectives", "Le jardin est beau et calme", "Le jardin est beau et calme"),
    case("two-complements", "l'entretien des allées et des massifs", "l'entretien des allées et des massifs"),
    case("two-objects", "Supprimer les voitures et le bruit", "Supprimer les voitures et le bruit"),
    case("two-periods", "Planter un arbre par naissance et par an", "Planter un arbre par naissance et par an"),
    case("first-person", "Je trie, je composte", "Je trie, je composte"),
    # Greetings
    case("greeting-same-line", "Bonjour, il faudrait des bancs. Merci", "Bonjour, il faudrait des bancs. Merci"),
    case("greeting-own-line", "Bonjour,\nplanter des arbres\nMerci d'avance", "planter des arbres"),
    case("thanks-for-something", "Merci pour le parc", "Merci pour le parc"),
    case("only-greeting", "Bonjour", "Bonjour"),
    case("one-word", "Oui", "Oui"),
    # Abbreviations, numbers, addresses
    case("hours", "Ouvrir le parc à 8 h. et le fermer à 22 h", "Ouvrir le parc à 8 h. et le fermer à 22 h"),
    case("initial", "La rue M. Ravel est sale", "La rue M. Ravel est sale"),
    case("etc", "Les arbres etc. et les haies", "Les arbres etc. et les haies"),
    case("decimal", "Réduire de 2.5 tonnes les déchets", "Réduire de 2.5 tonnes les déchets"),
    case("date", "Rendez-vous le 12.05.2024 à 14h30", "Rendez-vous le 12.05.2024 à 14h30"),
    case(
        "speed",
        "Réduire la vitesse à 30 km/h et mettre des ralentisseurs",
        "Réduire la vitesse à 30 km/h",
        "mettre des ralentisseurs",
    ),
    case(
        "url",
        "Voir https://exemple.org/parc.html?x=1;y=2 pour le plan",
        "Voir https://exemple.org/parc.html?x=1;y=2 pour le plan",
    ),
    case("compare", "Ouvrir + tôt", "Ouvrir + tôt"),
    # Parentheses, quotations, marks
    case(
        "parentheses",
        "Planter des arbres (tilleuls, chênes et érables) sur la place",
        "Planter des arbres (tilleuls, chênes et érables) sur la place",
    ),
    case(
        "sentence-in-parentheses",
        "Planter des arbres (il fait chaud. très chaud) partout",
        "Planter des arbres (il fait chaud. très chaud) partout",
    ),
    case("quotation", "« Planter et arroser » disait mon voisin", "« Planter et arroser » disait mon voisin"),
    case(
        "marks",
        "[PERSONNE 1] a planté un arbre et [PERSONNE 2] a installé un banc",
        "[PERSONNE 1] a planté un arbre",
        "[PERSONNE 2] a installé un banc",
    ),
    case(
        "mark-of-phone",
        "Contacter [PERSONNE 1] au [TÉLÉPHONE 1], merci",
        "Contacter [PERSONNE 1] au [TÉLÉPHONE 1], merci",
    ),
    # Signs that carry the wish
    case("sign-glued", "+d'arbres\n+de bancs", "+d'arbres", "+de bancs"),
    case("less-glued", "-de voitures", "-de voitures"),
    case("more-spaced", "+ d'arbres devant la gare", "+ d'arbres devant la gare"),
    case("less-spaced", "- de béton\n- de goudron", "- de béton", "- de goudron"),
    case("more-and-less", "+ d'arbres, - de béton", "+ d'arbres", "- de béton"),
    case("more-two-buses", "+ 2 bus par heure", "+ 2 bus par heure"),
    # A position alone on its line is one
    case("no-on-its-own-line", "Les barbecues au bord de l'étang\nNON", "Les barbecues au bord de l'étang", "NON"),
    case("yes-on-its-own-line", "Un marché le dimanche\nOui", "Un marché le dimanche", "Oui"),
    # Emoji
    case(
        "emoji-inside",
        "Des arbres 🌳🌳 et de l'ombre pour les enfants",
        "Des arbres 🌳🌳",
        "de l'ombre pour les enfants",
    ),
    case("emoji-lines", "🌳 des arbres\n🚲 des pistes cyclables", "🌳 des arbres", "🚲 des pistes cyclables"),
    case("only-emoji", "🌳🌳🌳", "🌳🌳🌳"),
]

# Known limits: a person would cut otherwise. What is asserted is that nothing is invented or lost.
KNOWN_LIMITS = [
    pytest.param("Stop au béton, oui aux arbres", id="two-positions-kept-together"),
    pytest.param("Arrêter de tondre et laisser pousser les fleurs", id="two-wishes-after-arreter-de"),
    pytest.param("Des arbres 🌳🌳 et des bancs 🪑", id="emoji-hides-the-list"),
    pytest.param("Ouvrir le parc à 8 h. Il faudrait aussi un gardien", id="full-stop-after-abbreviation"),
    pytest.param("Voir https://exemple.org/parc.html et planter des arbres", id="address-taken-for-an-idea"),
    pytest.param("Les enfants jouent et les parents discutent", id="one-scene-cut-in-two"),
    pytest.param("Bancs ombragés pour les aînés qui attendent le bus et une fontaine", id="list-after-a-relative"),
    pytest.param("planter des arbres installer des bancs", id="no-punctuation-at-all"),
]


def ideas_of(text: str, words: TaggedText) -> list[str]:
    return [text[start:end] for start, end in cut_text(text, words)]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_cutting(before: str, after: list[str], tagged: Words) -> None:
    assert ideas_of(before, tagged(before)) == after


@pytest.mark.parametrize("text", KNOWN_LIMITS)
def test_known_limits_are_safe(text: str, tagged: Words) -> None:
    found = ideas_of(text, tagged(text))
    assert found
    assert_sound(text, cut_text(text, tagged(text)))
    assert_nothing_lost(text, cut_text(text, tagged(text)))


# What may stay outside every idea: the joint between two, and courtesy alone on its line.
JOINTS = frozenset({"et", "ou", "mais", "puis", "aussi", "ainsi", "que", "surtout", "bien", "donc"})
COURTESY = frozenset(
    {"bonjour", "bonsoir", "merci", "beaucoup", "avance", "vous", "tous", "svp", "stp", "etc", "voilà"}
)
# Alone on their line these stay outside too; each has its own case above or is reported with it.
ALONE = frozenset({"oui", "non", "stop", "ok"})


def assert_sound(text: str, spans: list[tuple[int, int]]) -> None:
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        last = end
        assert text[start:end].strip()
        for edge in (start, end):
            inside_word = 0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum()
            assert not inside_word
            assert not any(mark.start() < edge < mark.end() for mark in MARK.finditer(text))


def assert_nothing_lost(text: str, spans: list[tuple[int, int]], allowed: frozenset[str] = JOINTS | COURTESY) -> None:
    kept = {position for start, end in spans for position in range(start, end)}
    for word in re.finditer(r"[^\W\d_]{2,}", text):
        if not kept.issuperset(range(*word.span())):
            assert word.group().lower() in allowed


PIECES = st.sampled_from(
    [
        "planter des arbres et",
        "ou",
        "mais",
        "puis",
        "installer",
        "bancs",
        "il faut",
        "plus de",
        "car",
        "parce que",
        "merci",
        "Bonjour",
        "etc",
        "stop",
        "1",
        "12",
        "M.",
        "8 h.",
        "[PERSONNE 1]",
        "[TÉLÉPHONE 12]",
        "(oui)",
        "« non »",
        "🌳",
        "oui",
        "l'ombre",
        "d’eau",
        "pourquoi",
        "?",
        "!",
        "?!",
        ".",
        "...",
        "…",
        ";",
        ",",
        ":",
        "-",
        "–",
        "•",
        "*",
        "+",
        "/",
        "&",
        "2.5",
        "1)",
        "a)",
        "é",
        "x",
        "œuvre",
        "->",
        "→",
        "(",
        ")",
        "«",
        "»",
        '"',
        "'",
        "é",
        "عربي",
        "#eval",
        "=1",
        "https://a.fr/b.c",
        "\xa0",
        "\u2028",
        "\r\n",
        "   ",
    ]
)
ANY_TEXT = st.one_of(
    st.text(max_size=50),
    st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", " ", "\n"])), max_size=20).map(
        lambda pairs: "".join(piece + space for piece, space in pairs)
    ),
)


@settings(derandomize=True, max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=ANY_TEXT)
def test_any_text_is_cut_soundly(text: str) -> None:
    words = tag([text])[0]
    spans = cut_text(text, words)
    assert_sound(text, spans)
    assert_nothing_lost(text, spans, JOINTS | COURTESY | ALONE)
    assert spans == cut_text(text, words)
    if re.search(r"[^\W_]", text):
        assert spans


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("des arbres\n!« des bancs »", id="mark-before-a-quotation"),
        pytest.param("des arbres, ?! installer des bancs", id="marks-after-a-comma"),
        pytest.param("planter des arbres et ! installer des bancs", id="mark-after-a-joint"),
        pytest.param("planter des arbres\n?(installer des bancs)", id="mark-before-a-parenthesis"),
        pytest.param("planter des arbres;!-installer des bancs", id="mark-before-a-dash"),
    ],
)
def test_a_final_mark_never_takes_from_the_next_idea(text: str, tagged: Words) -> None:
    assert_sound(text, cut_text(text, tagged(text)))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0"])
def test_nothing_to_cut(text: str, tagged: Words) -> None:
    assert cut_text(text, tagged(text)) == []


def test_a_very_long_text_is_cut_soundly(tagged: Words) -> None:
    text = "Planter des arbres partout. " * 900
    spans = cut_text(text, tagged(text))
    assert_sound(text, spans)
    assert len(spans) == 900
    assert {text[start:end] for start, end in spans} == {"Planter des arbres partout"}


def contributions(texts: list[str], statuses: list[str]) -> pd.DataFrame:
    rows = [
        (f"c{number:04d}", "a.csv", number + 1, status, "" if status == "retenue" else "motif", "", "", text)
        for number, (text, status) in enumerate(zip(texts, statuses, strict=True), start=1)
    ]
    return pd.DataFrame(rows, columns=list(CONTRIBUTION_COLUMNS))


def test_the_table_of_ideas_holds_retained_contributions_only() -> None:
    frame = contributions(
        ["Planter des arbres et installer des bancs", "RAS", "Ouvrir le parc"], ["retenue", "sans_contenu", "retenue"]
    )
    ideas = cut_into_ideas(frame, tag([frame["text"][0], frame["text"][2]]))
    assert list(ideas.columns) == list(IDEA_COLUMNS)
    assert ideas["idea_id"].tolist() == ["c0001-1", "c0001-2", "c0003-1"]
    assert check_ideas(ideas, frame) is ideas
    assert ideas["confidence"].tolist() == [0, 0, 0]
    assert not ideas["to_review"].any()


def test_no_retained_contribution_gives_an_empty_table() -> None:
    ideas = cut_into_ideas(contributions(["RAS"], ["sans_contenu"]), [])
    assert list(ideas.columns) == list(IDEA_COLUMNS)
    assert len(ideas) == 0


def test_tags_and_texts_must_match() -> None:
    with pytest.raises(ValueError, match="zip"):
        cut_into_ideas(contributions(["Planter"], ["retenue"]), [])
