from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.duplicates import Campaign, counted_once, find_campaigns, judged
from participation_lib.corpus.resemblance import nearly_same

PARKING = (
    "Je suis contre le stationnement payant dans notre quartier. Cette mesure est injuste pour les habitants et "
    "pour les familles qui travaillent loin, et elle va vider les commerces du centre."
)
BIKES = (
    "Je soutiens le plan vélo de la ville : des pistes continues et séparées, des arceaux devant les écoles, "
    "et une ville où les enfants pédalent sans danger, c'est ce que nous attendons depuis longtemps."
)
OTHERS = [
    "Le bus 45 ne passe jamais le dimanche, comment voulez-vous qu'on laisse la voiture au garage toute la semaine ?",
    "Les trottoirs de la rue nationale sont impraticables avec une poussette et les lampadaires y sont cassés.",
    "Il faudrait une passerelle pour les piétons au-dessus de la voie ferrée, avec un ascenseur qui marche.",
]


def table(texts: list[str], status: str = "retenue") -> pd.DataFrame:
    names = [f"c{number:04d}" for number in range(1, len(texts) + 1)]
    return pd.DataFrame({"contribution_id": names, "status": [status] * len(texts), "text": texts})


def test_variants_are_one_argument_and_its_signatories() -> None:
    loose = PARKING.replace("Je suis contre", "Nous sommes contre").replace("les familles", "toutes les familles")
    texts = [*OTHERS, PARKING, loose, PARKING.upper(), "Madame, Monsieur, " + PARKING]
    (found,) = find_campaigns(table(texts))
    assert found.head == found.campaign_id == "c0004"
    assert found.signatories == ("c0004", "c0005", "c0006", "c0007")
    assert (found.n_wordings, found.proposed) == (3, ())


def test_wordings_signed_by_several_that_share_half_are_one_campaign() -> None:
    other = (
        "Cette mesure est injuste pour les habitants et pour les familles qui travaillent loin, et elle va vider les "
        "commerces du centre. Retirez-la, rendez-nous nos places et demandez-nous notre avis avant."
    )
    (found,) = find_campaigns(table([PARKING] * 4 + [other] * 3))
    assert (len(found.signatories), found.n_wordings) == (7, 2)


@pytest.mark.parametrize(
    ("old", "new"), [("contre le", "pour le"), ("est injuste", "n'est pas injuste"), ("Cette mesure", "Ces 30 mesures")]
)
def test_a_text_turned_into_its_contrary_does_not_sign(old: str, new: str) -> None:
    (found,) = find_campaigns(table([PARKING] * 5 + [PARKING.replace(old, new)]))
    assert len(found.signatories) == 5
    assert [copy.contribution_id for copy in found.proposed] == ["c0006"]


def test_a_text_rewritten_in_part_is_proposed_and_signs_only_when_a_person_says_so() -> None:
    half = "Maman de deux enfants, je vais au travail à vélo chaque matin par la rue de Paris. " + BIKES.split(":")[1]
    (found,) = find_campaigns(table([*OTHERS, BIKES, BIKES, BIKES, half]))
    (copy,) = found.proposed
    assert (copy.contribution_id, len(found.signatories)) == ("c0007", 3)
    assert 0.4 < copy.share < 0.8
    assert judged([found], {"c0007": True})[0].signatories[-1] == "c0007"
    (refused,) = judged([found], {"c0007": False})
    assert (refused.proposed, len(refused.signatories)) == ((), 3)


def test_what_a_person_refuses_is_no_campaign_any_more() -> None:
    found = find_campaigns(table([PARKING] * 3))
    assert judged(found, {"c0002": False}) == ()


def test_texts_all_rewritten_are_proposed_together() -> None:
    begins = ["Papa de trois enfants.", "Usager du RER.", "Habitante depuis dix ans.", "Commerçant ici.", "Étudiante."]
    ends = ["Merci.", "À vous de jouer !", "On compte sur vous.", "Il est temps.", "Vite."]
    texts = [f"{begin} {BIKES[16:]} {end} {begin}" for begin, end in zip(begins, ends, strict=True)]
    found = find_campaigns(
        table([*OTHERS, *(text.replace("ville", f"ville {rank}") for rank, text in enumerate(texts))])
    )
    assert [(campaign.signatories, len(campaign.proposed)) for campaign in found] == [((), 5)]
    assert judged(found, {}) == ()


@pytest.mark.parametrize(
    ("texts", "n_found"),
    [
        pytest.param(["Plus de pistes cyclables en ville"] * 50, 0, id="few-words"),
        pytest.param(["Non au stationnement payant dans le quartier des Linandes"] * 9, 0, id="short-few"),
        pytest.param(["Non au stationnement payant dans le quartier des Linandes"] * 10, 1, id="short-many"),
        pytest.param([PARKING] * 2, 0, id="two"),
        pytest.param([], 0, id="none"),
        pytest.param(OTHERS, 0, id="different"),
    ],
)
def test_how_many_it_takes(texts: list[str], n_found: int) -> None:
    assert len(find_campaigns(table(texts))) == n_found


def test_what_is_not_retained_signs_nothing() -> None:
    assert find_campaigns(table([PARKING] * 5, "doublon")) == ()


def test_each_campaign_counts_once_beside_the_other_contributions() -> None:
    one, two = Campaign("c1", "c1", ("c1", "c2", "c3"), 1), Campaign("c7", "c7", ("c7", "c8", "c9"), 1)
    assert counted_once(["c1", "c2", "c3", "c4", "c8", "c9"], [one, two]) == 3
    assert counted_once([], [one]) == 0


def test_many_rewritten_copies_are_all_compared_with_the_same_text() -> None:
    rng = random.Random(4)
    words = [f"mot{number}" for number in range(400)]
    copies = [f"{' '.join(rng.sample(words, 12))} {PARKING}" for _ in range(600)]
    (found,) = find_campaigns(table([PARKING] * 3 + copies))
    assert len(found.signatories) + len(found.proposed) == 603


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([PARKING, BIKES, *OTHERS, PARKING.upper(), "ok", ""]), max_size=30))
def test_nobody_signs_twice_and_nobody_is_lost(texts: list[str]) -> None:
    rows = table(texts)
    found = find_campaigns(rows)
    signed = [name for campaign in found for name in campaign.signatories]
    proposed = [copy.contribution_id for campaign in found for copy in campaign.proposed]
    assert len(set(signed + proposed)) == len(signed + proposed)
    assert set(signed + proposed) <= set(rows["contribution_id"])
    assert found == find_campaigns(rows)
    by_name = dict(zip(rows["contribution_id"], rows["text"], strict=True))
    for text in (PARKING, BIKES):
        same = [name for name, said in by_name.items() if said.upper() == text.upper()]
        assert (set(same) <= set(signed)) == (len(same) >= 3 or not same)


def test_a_correction_is_the_same_text() -> None:
    folded = " ".join(f"mot{'abcdefghijklmnopqrstuvwxyz'[number]}" for number in range(22))
    assert nearly_same(folded, folded + " merci beaucoup")
    assert not nearly_same(folded, folded + " et puis des bancs aussi")
    assert not nearly_same(folded, folded + " jamais")
