"""Deciding about personal data at a desk: what waits, the same words everywhere, the same mark for a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from participation_lib.dossier import create_dossier
from participation_lib.review.deciding import DecisionDesk
from participation_lib.review.protecting import Protecting
from participation_lib.review.review import DecisionError
from participation_lib.schema import Treatment
from tests.review.names import ROWS, named_batch


@pytest.fixture
def protecting(tmp_path: Path) -> Iterator[Protecting]:
    with create_dossier(tmp_path / "d") as dossier:
        dossier.add_batch(named_batch(), author="Ana")
        yield Protecting(
            DecisionDesk(dossier, "Léa"),
            lambda text: [(text.index("malade"), text.index("malade") + 6, "santé")] if "malade" in text else [],
        )


def shown(protecting: Protecting) -> list[str]:
    return [found.text for found in protecting.desk.review.contributions.values()]


def test_what_is_doubtful_is_masked_and_waits_with_its_words(protecting: Protecting) -> None:
    doubt = protecting.next()
    assert doubt is not None
    assert (doubt.words, doubt.shown, doubt.kind, doubt.n_alike) == ("Verte", "[PERSONNE 2]", "PERSONNE", 2)
    assert (doubt.before, doubt.after, doubt.place) == ("ZOE attend devant la place ", "", "n° 2, table 2")
    to_read = protecting.next(1)
    assert to_read is not None
    assert (to_read.words, to_read.kind, to_read.to_read, to_read.general) == ("malade", "santé", True, "une personne")
    assert protecting.n_waiting == 4


def test_a_false_alarm_kept_gives_each_mention_its_own_words_back_and_undo_takes_them(protecting: Protecting) -> None:
    doubt = protecting.next()
    assert doubt is not None
    protecting.keep(doubt.passage)
    assert [text[-6:] for text in shown(protecting)[1:]] == [" Verte", " verte", "erte !"]
    assert protecting.n_waiting == 1
    assert protecting.desk.undo()
    assert shown(protecting) == [text for _, _, text, _ in ROWS]
    assert protecting.n_waiting == 4


def test_one_person_has_one_mark_in_any_spelling_and_never_inside_a_word(protecting: Protecting) -> None:
    start = ROWS[0][2].index("Zoé")
    passage = protecting.select("c0001", start - 1, start + 3)
    assert [other.contribution_id for other in protecting.alike(passage)] == ["c0002", "c0003", "c0004"]
    protecting.mask(passage)
    assert [text.count("[PERSONNE 3]") for text in shown(protecting)] == [1, 1, 1, 1]
    assert "Zoéline" in shown(protecting)[2]
    assert [(found.words, found.shown, found.n_passages) for found in protecting.decided()] == [
        ("Zoé", "[PERSONNE 3]", 4)
    ]


def test_what_was_masked_before_has_its_mark_again(protecting: Protecting) -> None:
    start = ROWS[2][2].index("zoé")
    protecting.mask(protecting.select("c0003", start, start + 3), everywhere=False)
    protecting.desk.undo()
    start = ROWS[0][2].index("Justice")
    protecting.mask(protecting.select("c0001", start, start + 7))
    assert "[PERSONNE 4]" in shown(protecting)[0]
    start = ROWS[1][2].index("ZOE")
    protecting.mask(protecting.select("c0002", start, start + 3))
    assert shown(protecting)[1].startswith("[PERSONNE 3]")


def test_one_mention_alone_still_takes_the_same_text_along_and_the_others_wait(protecting: Protecting) -> None:
    protecting.mask(protecting.select("c0002", 0, 3), everywhere=False)
    assert [text.count("[PERSONNE 3]") for text in shown(protecting)] == [0, 1, 0, 1]
    waiting = [protecting.next(rank) for rank in range(protecting.n_waiting)]
    assert [(doubt.words, doubt.to_read) for doubt in waiting if doubt and doubt.words.lower().startswith("zo")] == [
        ("Zoé", True),
        ("zoé", True),
    ]


def test_a_passage_generalised_then_masked_wider(protecting: Protecting) -> None:
    text = ROWS[2][2]
    start = text.index("zoé, malade")
    protecting.generalise(protecting.select("c0003", start, start + 11), "une personne")
    assert shown(protecting)[2] == "Zoéline et une personne, à la place [PERSONNE 2]"
    start = shown(protecting)[2].index("personne,")
    wide = protecting.select("c0003", start, start + 30)
    assert protecting.desk.review.words_behind("c0003", wide.start, wide.end) == "zoé, malade, à la place verte"
    protecting.mask(wide)
    assert shown(protecting)[2] == "Zoéline et [PERSONNE 3]"
    assert [found.treatment for found in protecting.decided()] == [Treatment.MASK, Treatment.GENERALISE]


@pytest.mark.parametrize(("start", "end"), [(3, 4), (5, 5), (-2, 3), (0, 400)])
def test_a_selection_without_words_is_refused(protecting: Protecting, start: int, end: int) -> None:
    with pytest.raises(DecisionError, match="sélectionn"):
        protecting.select("c0001", start, end)
