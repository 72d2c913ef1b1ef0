from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from participation_lib.corpus.tagging import tag
from participation_lib.schema import CONTRIBUTION_COLUMNS, IDEA_COLUMNS, Theme
from participation_lib.synthesis.disagreement import Debate, find_debates
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


FOR = ["Oui aux barbecues", "Garder les barbecues au bord de l'étang", "J'aime les barbecues du dimanche"]
AGAINST = ["Non aux barbecues", "Interdire les barbecues près de l'étang", "Stop aux barbecues"]


def test_two_sides_are_a_debate(letters: Any) -> None:
    found = debates(FOR + AGAINST, letters)
    assert [debate.subject for debate in found] == ["barbecues"]
    assert [idea.text for idea in found[0].favourable] == FOR
    assert [idea.text for idea in found[0].opposed] == AGAINST
    assert found[0].theme_id == "t01"


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([], id="nothing"),
        pytest.param(FOR * 3, id="one-side"),
        pytest.param(FOR[:2] + AGAINST[:1], id="too-few-voices"),
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
    ],
)
def test_no_disagreement_is_invented(texts: list[str], letters: Any) -> None:
    assert debates(texts, letters) == []


def test_one_person_against_all_is_two_voices_at_least(letters: Any) -> None:
    assert debates(FOR + AGAINST, letters, [0, 1, 2, 3, 3, 3]) == []


def test_a_debate_is_told_once(letters: Any) -> None:
    texts = [text.replace("barbecues", "barbecues et grillades") for text in FOR + AGAINST]
    assert len(debates(texts, letters)) <= 1


def test_sides_never_share_an_idea(plenary: Any) -> None:
    synthesis = plenary.synthesis
    found = find_debates(synthesis.evidence, tag([idea.text for idea in synthesis.evidence.all_ideas]))
    for debate in found:
        one, other = ({idea.idea_id for idea in side} for side in (debate.favourable, debate.opposed))
        assert one
        assert other
        assert not one & other
