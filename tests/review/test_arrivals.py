"""What comes in later: assigned to the review as it is now, or grouped apart; nothing that was there moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from participation_lib.corpus.tagging import TaggedText
from participation_lib.review.arrivals import Arrivals, place_arrivals
from participation_lib.review.review import Review
from participation_lib.schema import (
    UNCLASSIFIED,
    Action,
    ApproveTheme,
    Batch,
    LockTheme,
    MergeThemes,
    MoveIdeas,
    RenameTheme,
    SetAsideIdeas,
    idea_text,
)
from tests.conftest import LetterEncoder
from tests.review.desks import batch_of
from tests.review.samples import Row, build_batch, decide

TREES = "planter des arbres près du canal"
BIKES = "tracer une piste cyclable vers le canal"
STRANGE = ("lavoir", "patinoire")
ODDITIES = [
    f"{verb} {what} du hameau {where}"
    for what in ("le vieux lavoir couvert", "une patinoire en plein air")
    for verb in ("curer", "éclairer")
    for where in ("nord", "sud", "neuf")
]
Place = Callable[..., Arrivals]


@pytest.fixture
def first() -> Batch:
    return build_batch(1, *_rows_of(batch_of(4)))  # with what comes in, too few for form to be taken out of vectors


def _rows_of(batch: Batch) -> tuple[list[Row], Sequence[object]]:
    """Give the rows of a batch back, to number it again."""
    texts = idea_text(batch.ideas, batch.contributions)
    found = [
        (row.contribution_id, group, text, [(words, row.theme_id, row.nature, row.confidence)])
        for row, words, group, text in zip(
            batch.ideas.itertuples(), texts, batch.contributions["group"], batch.contributions["text"], strict=True
        )
    ]
    return found, batch.themes  # type: ignore[return-value]


@pytest.fixture
def place(first: Batch, letters: LetterEncoder, tagged: Callable[[str], TaggedText]) -> Place:
    """Place ideas that come into a review of the first batch, after some decisions."""

    def placed(texts: Sequence[str], *actions: Action, encoder: object = letters) -> Arrivals:
        review = decide(Review.of([first]), *actions, reason="hors du champ")
        rows: list[Row] = [(f"c{100 + n}", "1", text, [(text, "", "proposition", 0)]) for n, text in enumerate(texts)]
        fresh = build_batch(2, rows, ())
        return place_arrivals(
            review,
            [first],
            fresh.contributions,
            fresh.ideas,
            [tagged(text) for text in texts],
            encoder,  # type: ignore[arg-type]
        )

    return placed


def themes_of(arrivals: Arrivals) -> list[str]:
    return arrivals.ideas["theme_id"].tolist()


def test_a_new_idea_joins_the_theme_it_is_like(place: Place) -> None:
    found = place([TREES, BIKES])
    assert themes_of(found) == ["t01", "t03"]
    assert found.themes == ()
    assert found.n_unclassified == 0
    assert (found.ideas["confidence"] > 50).all()
    assert found.ideas["reason"].tolist() == ["", ""]
    assert not found.ideas["to_review"].any()


def test_a_theme_receives_under_any_name_merged_or_approved(place: Place) -> None:
    actions = (RenameTheme("t01", "Verdure"), MergeThemes("t03", "t01"), ApproveTheme("t01"))
    assert themes_of(place([TREES, BIKES], *actions)) == ["t01", "t01"]


def test_what_she_settled_teaches_where_new_ideas_go(place: Place) -> None:
    trees = tuple(f"c{number:04d}-1" for number in range(1, 16, 4))
    assert themes_of(place([TREES], MoveIdeas(trees, "t02"))) == ["t02"]


def test_ideas_set_aside_teach_nothing(place: Place) -> None:
    trees = tuple(f"c{number:04d}-1" for number in range(1, 16, 4))
    assert themes_of(place([TREES], SetAsideIdeas(trees))) != ["t01"]


def test_a_locked_theme_receives_nothing_by_itself(place: Place) -> None:
    found = place([TREES, BIKES], LockTheme("t01"))
    assert themes_of(found) == [UNCLASSIFIED, "t03"]
    assert found.ideas["reason"].tolist() == ["proche d’un thème verrouillé, où l’outil n’ajoute rien", ""]
    assert found.ideas["to_review"].tolist() == [True, False]
    assert found.ideas["confidence"].tolist()[0] == 0
    assert found.n_unclassified == 1


def test_few_that_fit_nowhere_stay_without_theme(place: Place) -> None:
    found = place(["xyzzy qwerty"])
    assert themes_of(found) == [UNCLASSIFIED]
    assert found.ideas["reason"].tolist() == ["trop éloignée de chacun des thèmes"]


class Deaf(LetterEncoder):
    """An encoder to which what is strange is like nothing else."""

    name = "étrange 1"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        heard = np.hstack([super().encode(texts), np.zeros((len(texts), len(STRANGE)), dtype=np.float32)])
        for place, word in enumerate(STRANGE, -len(STRANGE)):
            strange = [row for row, text in enumerate(texts) if word in text]
            heard[strange], heard[strange, place] = 0, 1
        return heard


def test_many_that_fit_nowhere_are_grouped_apart(place: Place) -> None:
    found = place([TREES, *ODDITIES], RenameTheme("t02", "Lavoir"), encoder=Deaf())
    assert found.themes
    fresh = {theme.theme_id for theme in found.themes}
    assert themes_of(found)[0] == "t01"
    assert fresh <= set(themes_of(found))
    assert fresh.isdisjoint({"t01", "t02", "t03"})
    assert "lavoir" not in [theme.label.casefold() for theme in found.themes], "a label that is taken is not given"
    assert len({theme.label.casefold() for theme in found.themes}) == len(found.themes)
    for theme_id, confidence, reason in zip(
        themes_of(found)[1:], found.ideas["confidence"][1:], found.ideas["reason"][1:], strict=True
    ):
        if theme_id in fresh:
            assert reason == "dans un thème proposé, à confirmer"
            assert confidence > 40, "confidence is in the proposed theme, not in the closest of the others"
    assert all(theme.description and theme.keywords for theme in found.themes)


def test_one_new_subject_is_one_proposed_theme_and_strangers_are_not_put_in_it(place: Place) -> None:
    found = place([*ODDITIES[:5], "xyzzy qwerty", "azerty uiop"], encoder=Deaf())
    assert len(found.themes) == 1
    assert themes_of(found) == [found.themes[0].theme_id] * 5 + [UNCLASSIFIED] * 2


def test_nothing_comes_in(place: Place) -> None:
    found = place([])
    assert (len(found.ideas), found.themes, found.n_unclassified) == (0, (), 0)


def test_always_the_same(place: Place) -> None:
    one, other = place([TREES, *ODDITIES], encoder=Deaf()), place([TREES, *ODDITIES], encoder=Deaf())
    assert one.ideas.equals(other.ideas)
    assert one.themes == other.themes
