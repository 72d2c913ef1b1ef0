"""The search bar without a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from participation_lib.review.desk import ReviewDesk
from participation_lib.review.search import Filter, Only
from participation_lib.schema import Flag, FlagIdeas, MergeThemes, SetAsideIdeas, SourceFile
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.review.search import SearchBar
from tests.conftest import LetterEncoder
from tests.review.samples import later_batch
from tests.widgets.review.small_review import small_desk


class Looking:
    """A search bar on a small review: what it asked for is kept."""

    def __init__(self, desk: ReviewDesk, folder: Path) -> None:
        self.desk = desk
        self.asked: list[Filter] = []
        self.debated: list[str] = []
        self.bar = SearchBar(Gestures(desk, LiveMessage(), folder), self.asked.append, lambda: self.debated)

    @property
    def found(self) -> list[str]:
        return [idea.idea_id for idea in self.bar.found()]


@pytest.fixture
def looking(tmp_path: Path, letters: LetterEncoder) -> Iterator[Looking]:
    with small_desk(tmp_path / "dossier", letters) as desk:
        yield Looking(desk, tmp_path)


def test_at_first_everything_is_found(looking: Looking) -> None:
    assert len(looking.found) == 7
    assert looking.bar.number.message == "7 idées, toutes affichées."
    assert looking.bar.reset_button.disabled
    assert looking.asked == []


def test_words_are_found_without_accents_or_capitals(looking: Looking) -> None:
    looking.bar.words.value = "VELO"
    assert looking.found == ["c0003-1", "c0003-2", "c0003-3"]
    assert looking.asked == [Filter(words="VELO")]
    assert looking.bar.number.message == "3 idées trouvées sur 7."
    assert not looking.bar.reset_button.disabled
    looking.bar.words.value = "marmotte"
    assert looking.bar.number.message == "Aucune idée trouvée sur 7."


def test_fields_add_up(looking: Looking) -> None:
    looking.bar.group.value = "2"
    looking.bar.theme.value = "t03"
    looking.bar.nature.value = "proposition"
    assert looking.found == ["c0003-1", "c0003-2"]
    looking.bar.only.value = str(Only.SETTLED)
    assert looking.found == []
    looking.bar.reset()
    assert looking.asked[-1] == Filter()
    assert looking.bar.theme.value == ""
    assert looking.bar.only.value == ""
    assert len(looking.found) == 7


def test_groups_and_themes_are_those_of_the_review(looking: Looking) -> None:
    assert looking.bar.group.description == "Table"
    assert [label for label, _ in looking.bar.group.options] == ["peu importe", "1", "2"]
    assert [label for label, _ in looking.bar.theme.options] == [
        "peu importe",
        "Arbres (3)",
        "Vélos (2)",
        "Ombre (1)",
        "Non classé (1)",
        "Écartées (0)",
    ]


def test_the_file_is_asked_for_once_another_was_added(looking: Looking) -> None:
    assert looking.bar.arrival.layout.display == "none"
    source = SourceFile("relances.csv", "", "", "utf-8", ";", 2)
    looking.desk.dossier.add_batch(replace(later_batch(), batch_id=0, sources=(source,)), author="CM")
    looking.desk.refresh()
    looking.bar.refresh()
    assert looking.bar.arrival.layout.display == ""
    assert looking.bar.arrival.options == (("peu importe", ""), ("lot 1", "1"), ("relances.csv", "2"))
    looking.bar.arrival.value = "2"
    assert looking.found == ["c0006-1", "c0007-1", "c0007-2"]
    assert looking.asked == [Filter(batch_id=2)]
    looking.bar.reset()
    assert (looking.bar.arrival.value, len(looking.found)) == ("", 10)


def test_sequences_are_offered_where_there_are_two(looking: Looking, tmp_path: Path, letters: LetterEncoder) -> None:
    assert looking.bar.sequence.layout.display == "none"
    with small_desk(tmp_path / "une", letters, sequence_of={"c0001": "constats", "c0002": "constats"}) as desk:
        assert Looking(desk, tmp_path).bar.sequence.layout.display == "none"
    with small_desk(tmp_path / "deux", letters, sequence_of={"c0001": "2", "c0002": "10", "c0003": "2"}) as desk:
        two = Looking(desk, tmp_path)
        assert two.bar.sequence.layout.display == ""
        assert [label for label, _ in two.bar.sequence.options] == ["peu importe", "2", "10"]
        two.bar.sequence.value = "2"
        assert two.found == ["c0001-1", "c0001-2", "c0003-1", "c0003-2", "c0003-3"]
        two.bar.group.value = "1"
        assert two.found == ["c0001-1", "c0001-2"]
        two.bar.reset()
        assert (two.bar.sequence.value, two.asked[-1]) == ("", Filter())


def test_what_is_looked_for_follows_the_review(looking: Looking) -> None:
    looking.bar.only.value = str(Only.OFF_TOPIC)
    assert looking.found == []
    looking.desk.decide(FlagIdeas(("c0002-1",), Flag.OFF_TOPIC))
    looking.desk.decide(SetAsideIdeas(("c0003-3",)), "illisible")
    looking.bar.refresh()
    assert looking.found == ["c0002-1"]
    looking.bar.look_for(Filter(only=Only.SET_ASIDE))
    assert looking.found == ["c0003-3"]


def test_a_theme_that_is_gone_is_not_looked_for_any_more(looking: Looking) -> None:
    looking.bar.theme.value = "t02"
    looking.desk.decide(MergeThemes("t02", "t01"))
    looking.bar.refresh()
    assert looking.bar.filter == Filter()
    assert looking.bar.theme.value == ""
    assert len(looking.asked) == 1  # the panel shows the review anew by itself


def test_disagreement_is_offered_where_there_may_be_any(looking: Looking, tmp_path: Path) -> None:
    looking.debated = ["c0001-2"]
    looking.bar.only.value = str(Only.DEBATED)
    assert looking.found == ["c0001-2"]
    looking.debated = []
    assert looking.found == []
    alone = SearchBar(Gestures(looking.desk, LiveMessage(), tmp_path), looking.asked.append)
    assert "en désaccord" not in [label for label, _ in alone.only.options]


def test_words_being_typed_are_looked_for_once(looking: Looking) -> None:
    async def type_words() -> None:
        for length in range(1, 6):
            looking.bar.words.value = "arbre"[:length]
            await asyncio.sleep(0)
        assert looking.asked == []
        while not looking.asked:
            await asyncio.sleep(0.01)

    asyncio.run(type_words())
    assert looking.asked == [Filter(words="arbre")]
