from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from participation_lib.corpus.tagging import tag
from participation_lib.schema import CONTRIBUTION_COLUMNS, IDEA_COLUMNS, Theme
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.disagreement import Debate, find_debates, find_disagreements
from participation_lib.synthesis.document_page import debates_to_judge
from participation_lib.synthesis.drafter import Drafter, debate_name
from participation_lib.synthesis.evidence import Evidence


def evidence_of(texts: list[str], letters: Any, owners: list[int] | None = None) -> Evidence:
    owners = owners or list(range(len(texts)))
    identifiers = [f"c{number:04d}" for number in range(len(texts))]
    contributions = pd.DataFrame(
        [
            (
                identifiers[n],
                "a.csv",
                n + 2,
                "retenue",
                "",
                str(n % 3),
                "",
                "\n".join(t for t, o in zip(texts, owners, strict=True) if o == n),
            )
            for n in sorted(set(owners))
        ],
        columns=list(CONTRIBUTION_COLUMNS),
    )
    whole = dict(zip(contributions["contribution_id"], contributions["text"], strict=True))
    rows = []
    for number, (text, owner) in enumerate(zip(texts, owners, strict=True)):
        start = whole[identifiers[owner]].index(text)
        rows.append(
            (
                f"{identifiers[owner]}-{number}",
                identifiers[owner],
                start,
                start + len(text),
                "t01",
                "proposition",
                50,
                False,
                "",
            )
        )
    ideas = pd.DataFrame(rows, columns=list(IDEA_COLUMNS))
    vectors = letters.encode(texts) if texts else np.zeros((0, 96), dtype=np.float32)
    return Evidence(contributions, ideas, (Theme("t01", "Étang", "", (), 50),), vectors, "table")


def debates(texts: list[str], letters: Any, owners: list[int] | None = None) -> list[Debate]:
    return find_debates(evidence_of(texts, letters, owners), tag(texts))


def asked(texts: list[str], letters: Any, owners: list[int] | None = None) -> tuple[Debate, ...]:
    return find_disagreements(evidence_of(texts, letters, owners), tag(texts)).uncertain


FOR = ["Oui aux barbecues", "Garder les barbecues au bord de l'étang", "J'aime les barbecues du dimanche"]
AGAINST = ["Non aux barbecues", "Interdire les barbecues près de l'étang", "Stop aux barbecues"]


def test_two_sides_are_a_debate(letters: Any) -> None:
    (found,) = debates(FOR + AGAINST, letters)
    assert [idea.text for idea in found.favourable] == FOR
    assert [idea.text for idea in found.opposed] == AGAINST
    assert (found.subject, found.named, found.about) == ("barbecues", "les barbecues", "des barbecues")
    assert found.wishes == ("garder les barbecues", "interdire les barbecues")
    assert (found.theme_id, found.key, found.certain) == ("t01", "barbecue", True)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([], id="nothing"),
        pytest.param(FOR * 3, id="one-side"),
        pytest.param([*FOR, AGAINST[0], "Les barbecues sont au bord de l'eau"], id="one-opponent"),
        pytest.param(
            [
                "Il manque des bancs",
                "pas assez de bancs",
                "Plus de bancs",
                "des bancs",
                "Garder les bancs",
                "aucun banc",
            ],
            id="a-lack-is-not-an-opposition",
        ),
        pytest.param(
            ["Les bancs sont cassés", "banc cassé", "Plus de bancs", "Garder les bancs", "un banc", "bancs"],
            id="a-breakdown-is-not-an-opposition",
        ),
        pytest.param(
            [
                "Ne pas supprimer les arbres",
                "Ne coupez pas les arbres",
                "Plus d'arbres",
                "Garder les arbres",
                "Ne pas abattre d'arbres",
                "Stop à la coupe des arbres",
                "Pourquoi couper les arbres ?!",
                "on a encore coupé des arbres",
            ],
            id="not-to-remove-is-to-keep",
        ),
        pytest.param(
            [
                "Interdire les voitures sur la place",
                "Moins de voitures",
                "Trop de voitures",
                "Garder les voitures hors du parc",
                "Laisser les voitures à la gare",
                "voitures",
            ],
            id="kept-outside-is-not-favourable",
        ),
        pytest.param(
            [
                "Interdire les vélos sur les trottoirs",
                "pas de vélo sur les trottoirs, c'est dangereux",
                "Supprimer les vélos des trottoirs",
                "il faut plus de vélos",
                "Encourager le vélo",
                "Développer le vélo",
            ],
            id="refused-in-one-place-and-wanted-in-general",
        ),
        pytest.param(
            [
                "Interdire les chiens dangereux",
                "Stop aux chiens dangereux",
                "J'aime les chiens",
                "Oui aux chiens dans le parc",
                "Autoriser les chiens",
            ],
            id="refused-is-one-kind-only",
        ),
        pytest.param(
            [
                "Plus de pesticides !",
                "plus de pesticides dans les jardins",
                "Zéro pesticide",
                "Interdire les pesticides",
                "Stop aux pesticides",
            ],
            id="no-more-is-not-more",
        ),
    ],
)
def test_no_disagreement_is_invented(texts: list[str], letters: Any) -> None:
    assert debates(texts, letters) == []


def test_two_ways_of_treating_a_thing_are_told_by_what_they_want(letters: Any) -> None:
    (found,) = debates(
        [
            "Ouvrez le jardin aux habitants le dimanche",
            "un jardin sans cadenas",
            "jardin réservé aux adhérents",
            "Il faut une clé pour le jardin, sinon tout est volé",
            "jardin ouvert à tous l'après-midi, réservé aux adhérents le matin",
        ],
        letters,
    )
    assert (found.named, found.about) == ("l’accès au jardin", "de l’accès au jardin")
    assert found.wishes == ("ouvrir à tous", "réserver l’accès")
    assert [len(side) for side in (found.favourable, found.opposed, found.nuanced)] == [2, 2, 1]


def test_who_says_yes_but_is_in_no_side(letters: Any) -> None:
    (found,) = debates([*FOR, *AGAINST, "oui aux barbecues mais seulement le dimanche"], letters)
    assert [idea.text for idea in found.nuanced] == ["oui aux barbecues mais seulement le dimanche"]
    assert len(found.favourable) == 3


def test_one_voice_against_is_proposed_not_written(letters: Any) -> None:
    (found,) = asked([*FOR, AGAINST[0]], letters)
    assert not found.certain
    assert [idea.text for idea in found.opposed] == [AGAINST[0]]


def test_what_is_proposed_is_written_once_she_says_it_stands(letters: Any) -> None:
    texts = [*FOR, AGAINST[0]]
    evidence, words = evidence_of(texts, letters), tag(texts)
    (row,) = debates_to_judge(evidence, Drafter(evidence, words, Choices()).every_debate, Choices())
    assert Drafter(evidence, words, Choices()).debates == []
    for stands, n_written in ((True, 1), (False, 0)):
        judged = Drafter(evidence, words, Choices(debates={row.debate_id: stands}))
        assert len(judged.debates) == n_written
        assert debates_to_judge(evidence, judged.every_debate, judged.choices) == ()


def test_what_was_judged_stands_when_the_ideas_change_themes(letters: Any) -> None:
    texts = FOR + AGAINST
    evidence, words = evidence_of(texts, letters), tag(texts)
    (debate,) = Drafter(evidence, words, Choices()).debates
    moved = replace(evidence, ideas=evidence.ideas.assign(theme_id="t02"), themes=(Theme("t02", "Parc", "", (), 50),))
    (found,) = Drafter(moved, words, Choices()).debates
    assert (debate.theme_id, found.theme_id) == ("t01", "t02")
    assert debate_name(found) == debate_name(debate) == "barbecue"
    # A dossier written before names it by its theme.
    for name in (debate_name(debate), "t01.barbecue"):
        assert Drafter(moved, words, Choices(debates={name: False})).debates == []


def test_the_same_two_ways_in_two_themes_are_two_names(letters: Any) -> None:
    texts = ["le marché gratuit", "le marché payant", "marché gratuit svp", "faire payer le marché"] * 2
    evidence, words = evidence_of([f"{text} {number}" for number, text in enumerate(texts)], letters), tag(texts)
    found = find_disagreements(evidence, words).everything
    names = [debate_name(debate) for debate in found]
    assert len(set(names)) == len(names)


def test_one_person_against_all_is_two_voices_at_least(letters: Any) -> None:
    assert debates(FOR + AGAINST, letters, [0, 1, 2, 3, 3, 3]) == []


def test_a_person_who_says_both_is_in_no_side(letters: Any) -> None:
    (found,) = debates(
        FOR + AGAINST + ["Autoriser les barbecues", "Interdire les barbecues"], letters, [0, 1, 2, 3, 4, 5, 6, 6]
    )
    assert len(found.favourable) == len(found.opposed) == 3
    assert {idea.contribution_id for idea in found.nuanced} == {"c0006"}


def test_a_debate_is_told_once(letters: Any) -> None:
    texts = [text.replace("barbecues", "barbecues et grillades") for text in FOR + AGAINST]
    assert len(debates(texts, letters)) <= 1


def test_a_few_misread_ideas_among_thousands_prove_nothing(letters: Any) -> None:
    many = [f"du calme au numéro {number}" for number in range(500)]
    two_each = FOR[:2] + AGAINST[:1] + AGAINST[2:]
    assert len(debates(two_each, letters)) == 1
    assert debates(two_each + many, letters) == []


def test_the_plenary(plenary: Any) -> None:
    synthesis = plenary.synthesis
    found = find_debates(synthesis.evidence, synthesis.material.words)
    assert {"barbecue", "herbes hautes"} <= {debate.key for debate in found}
    for debate in found:
        one, other = ({idea.idea_id for idea in side} for side in (debate.favourable, debate.opposed))
        assert one
        assert other
        assert not one & other
        assert not {idea.idea_id for idea in debate.nuanced} & (one | other)
