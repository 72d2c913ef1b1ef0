"""Why an idea is there: ideas a person placed, words that weigh, and who put it there."""

from __future__ import annotations

import pytest

from participation_lib.review.explaining import Why, explain
from participation_lib.review.review import Review
from participation_lib.schema import UNCLASSIFIED, ConfirmIdeas, Learn, MoveIdeas, SetAsideIdeas
from tests.review.samples import Row, build_batch, decide
from tests.review.test_agreement import THEMES

TEXTS = {
    "c0001": ("planter des arbres et des haies", "t01"),
    "c0002": ("un arbre devant chaque école", "t01"),
    "c0003": ("des Arbres fruitiers, des arbres partout", "t01"),
    "c0004": ("des bancs devant chaque école", "t02"),
    "c0005": ("des bancs à l'ombre", "t02"),
    "c0006": ("repeindre les bancs", "t02"),
    "c0007": ("une piste cyclable", "t03"),
    "c0008": ("des arceaux", UNCLASSIFIED),
    **{f"c{number:04d}": ("une piste pour chaque rue", "t03") for number in range(9, 15)},
}


@pytest.fixture
def reviewed() -> Review:
    rows: list[Row] = [(name, "", text, [(text, theme, "proposition", 60)]) for name, (text, theme) in TEXTS.items()]
    return Review.of([build_batch(1, rows, THEMES)])


def why(review: Review, idea_id: str, *likeness: float, confidence: int = 60, person: str = "") -> Why:
    """Explain an idea whose theme holds others, each as close to it as given."""
    idea = review.ideas[idea_id]
    members = [other for other in review.by_theme[idea.theme_id] if other.idea_id != idea_id]
    given = likeness or (0.5,) * len(members)
    return explain(review, idea, members, given, confidence, person)


def test_only_ideas_a_person_placed_there_are_named_nearest_first(reviewed: Review) -> None:
    assert why(reviewed, "c0001-1").nearest == ()
    taught = decide(reviewed, ConfirmIdeas(("c0002-1", "c0003-1")))
    assert why(taught, "c0001-1", 0.4, 0.756).nearest == (("c0003-1", 76), ("c0002-1", 40))
    assert why(taught, "c0001-1", 0.4, -0.2).nearest == (("c0002-1", 40),), "what is unlike speaks for nothing"
    many = decide(reviewed, ConfirmIdeas(tuple(f"c{number:04d}-1" for number in range(9, 15))))
    assert len(why(many, "c0007-1").nearest) == 3


def test_equally_near_ideas_come_in_the_same_order_always(reviewed: Review) -> None:
    taught = decide(reviewed, ConfirmIdeas(("c0003-1", "c0002-1")))
    assert [name for name, _ in why(taught, "c0001-1", 0.5, 0.5).nearest] == ["c0002-1", "c0003-1"]


@pytest.mark.parametrize(
    ("idea_id", "words"),
    [
        ("c0001-1", ("arbres",)),  # « planter » and « haies » are in no other idea of the theme
        ("c0002-1", ("arbre",)),  # « chaque » and « école » are said elsewhere as well
        ("c0004-1", ("bancs",)),
        ("c0008-1", ()),
    ],
)
def test_words_that_weigh_are_those_of_the_idea_as_written(
    reviewed: Review, idea_id: str, words: tuple[str, ...]
) -> None:
    assert why(reviewed, idea_id).words == words


def test_a_word_said_everywhere_tells_nothing(reviewed: Review) -> None:
    assert "piste" not in why(reviewed, "c0007-1").words
    assert "chaque" not in why(reviewed, "c0009-1").words


def test_who_put_it_there(reviewed: Review) -> None:
    assert why(reviewed, "c0001-1").by == "le regroupement automatique"
    assert why(decide(reviewed, ConfirmIdeas(("c0001-1",))), "c0001-1", person="Awa").by == "Awa"
    taught = decide(reviewed, MoveIdeas(("c0004-1",), "t01"))
    learnt = decide(taught, Learn((("c0005-1", "t01", 70),), 1))
    assert why(learnt, "c0005-1").by == "l’outil, d’après vos choix"


def test_what_it_says_is_of_the_place_of_now(reviewed: Review) -> None:
    moved = decide(reviewed, MoveIdeas(("c0001-1",), "t02"))
    found = why(moved, "c0001-1", confidence=100)
    assert (found.theme_id, found.confidence) == ("t02", 100)
    assert "arbres" not in found.words, "no other idea of its new theme says so"
    assert why(decide(reviewed, SetAsideIdeas(("c0002-1", "c0003-1")), reason="hors"), "c0001-1").words == ()
