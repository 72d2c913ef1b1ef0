from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from participation_lib.corpus.tagging import tag
from participation_lib.schema import UNCLASSIFIED
from participation_lib.themes.codebook import Codebook, CodebookTheme
from participation_lib.themes.grouping import Grouping, group_ideas

SUBJECTS = (
    "planter des arbres dans la rue",
    "les bus du soir sont rares",
    "un composteur par résidence",
    "des pistes pour les vélos",
)
TEXTS = [
    f"{SUBJECTS[number % 4]} {word}"
    for number, word in enumerate(["ici", "là", "demain", "partout", "encore", "vite", "bien", "tous"] * 5)
]


def grouped(texts: list[str], letters: Any, **options: Any) -> Grouping:
    ideas = pd.DataFrame(
        {
            "idea_id": [f"c{number:04d}-1" for number in range(len(texts))],
            "contribution_id": [f"c{number:04d}" for number in range(len(texts))],
            "start": 0,
            "end": [len(text) for text in texts],
            "theme_id": "",
            "nature": "proposition",
            "confidence": 0,
            "to_review": False,
            "reason": "",
        }
    )
    before = ideas.copy()
    found = group_ideas(ideas, texts, tag(texts), encoder=letters, **options)
    pd.testing.assert_frame_equal(ideas, before)
    return found


def assert_sound(found: Grouping, n_ideas: int) -> None:
    assert len(found.ideas) == n_ideas == len(found.vectors)
    identifiers = [theme.theme_id for theme in found.themes]
    assert len(set(identifiers)) == len(identifiers)
    assert UNCLASSIFIED not in identifiers
    assert set(found.ideas["theme_id"]) <= {*identifiers, UNCLASSIFIED}
    assert set(identifiers) <= set(found.ideas["theme_id"])
    assert len({theme.label.casefold() for theme in found.themes}) == len(found.themes)
    assert all(0 <= theme.solidity <= 100 and isinstance(theme.solidity, int) for theme in found.themes)
    assert found.ideas["confidence"].between(0, 100).all()
    aside = found.ideas["theme_id"] == UNCLASSIFIED
    assert (found.ideas.loc[aside, "reason"] != "").all()
    assert (found.ideas.loc[found.ideas["to_review"], "reason"] != "").all()
    assert 0 <= found.agreement <= 1


def test_clear_subjects_make_themes(letters: Any) -> None:
    found = grouped(TEXTS, letters, n_themes=4)
    assert_sound(found, 40)
    assert len(found.themes) == 4
    assert found.ideas["theme_id"].iloc[::4].nunique() == 1


@pytest.mark.parametrize("n_ideas", [0, 1, 2, 3, 5, 6, 7, 11])
@pytest.mark.parametrize("n_themes", [None, 1, 50])
def test_small_corpora(n_ideas: int, n_themes: int | None, letters: Any) -> None:
    assert_sound(grouped(TEXTS[:n_ideas], letters, n_themes=n_themes), n_ideas)


@pytest.mark.parametrize("n_ideas", [2, 7, 29, 40])
def test_identical_ideas_are_one_theme(n_ideas: int, letters: Any) -> None:
    found = grouped(["planter des arbres"] * n_ideas, letters)
    assert_sound(found, n_ideas)
    assert len(found.themes) == 1


def test_identical_ideas_keep_together_whatever_their_case(letters: Any) -> None:
    found = grouped([*TEXTS, *(text.upper() + " !" for text in TEXTS)], letters, n_themes=4)
    assert_sound(found, 80)


@pytest.mark.parametrize(
    "texts", [["12", "34", "56", "!!", "🌳", "x", "yy"], ["عربي"] * 8, ["oui"] * 9], ids=["signs", "arabic", "yes"]
)
def test_ideas_without_words(texts: list[str], letters: Any) -> None:
    assert_sound(grouped(texts, letters), len(texts))


def codebook(*themes: tuple[str, str, tuple[str, ...]]) -> Codebook:
    return Codebook("livre.yaml", tuple(CodebookTheme(*theme) for theme in themes))


def test_given_themes_come_first_and_the_rest_is_grouped(letters: Any) -> None:
    found = grouped(TEXTS, letters, codebook=codebook(("nature", "Nature en ville", ("arbre",))))
    assert_sound(found, 40)
    labels = {theme.theme_id: theme.label for theme in found.themes}
    assert labels["nature"] == "Nature en ville"
    assert len(labels) > 1
    assert (found.ideas["theme_id"] == "nature").sum() == 10


def test_an_identifier_like_ours_is_not_given_twice(letters: Any) -> None:
    found = grouped(TEXTS, letters, codebook=codebook(("t01", "Nature en ville", ("arbre",))))
    assert_sound(found, 40)


def test_a_label_like_one_found_is_not_given_twice(letters: Any) -> None:
    plain = grouped(TEXTS, letters, n_themes=4)
    label = next(theme.label for theme in plain.themes if "arbre" not in theme.label.lower())
    found = grouped(TEXTS, letters, codebook=codebook(("nature", label, ("arbre",))))
    assert_sound(found, 40)


def test_a_codebook_that_fits_nothing(letters: Any) -> None:
    for n_ideas in (3, 40):
        assert_sound(grouped(TEXTS[:n_ideas], letters, codebook=codebook(("zz", "Wxyz", ("wxyz",)))), n_ideas)


def test_repeatable_and_seeded(letters: Any) -> None:
    first, second = (grouped(TEXTS, letters, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first.ideas, second.ideas)
    assert first.themes == second.themes


def test_few_ideas_are_said_to_fit_nowhere(letters: Any) -> None:
    odd = ["zzyzx qwvk", "bzzrgl plof"]
    found = grouped([*TEXTS, *odd], letters)
    assert (found.ideas["theme_id"] == UNCLASSIFIED).mean() < 0.15
