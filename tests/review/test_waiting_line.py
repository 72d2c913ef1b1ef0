"""The line of ideas that wait: what is in sight stays there, what was answered can be gone back to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import DecisionError
from participation_lib.review.waiting_line import AHEAD, Page, WaitingLine
from participation_lib.schema import UNCLASSIFIED, LockTheme, MergeThemes, MoveIdeas, SetAsideIdeas
from tests.conftest import LetterEncoder
from tests.review.desks import desk_on


@pytest.fixture
def desk(tmp_path: Path, letters: LetterEncoder) -> Iterator[ReviewDesk]:
    with desk_on(tmp_path / "dossier", letters) as opened:
        yield opened


@pytest.fixture
def line(desk: ReviewDesk) -> WaitingLine:
    made = WaitingLine(desk)
    made.refresh()
    return made


def head(line: WaitingLine) -> Page:
    assert line.current is not None
    return line.current


def move_on(line: WaitingLine, theme_id: str = "t01") -> Page:
    """Answer the page in sight, and give it."""
    page = head(line)
    line.move(page.key, page.idea_ids, theme_id)
    line.refresh()
    return page


def themes_of(desk: ReviewDesk, page: Page) -> set[str]:
    return {desk.review.ideas[idea_id].theme_id for idea_id in page.idea_ids}


def test_pages_do_not_overlap_and_each_has_ideas_that_wait(line: WaitingLine, desk: ReviewDesk) -> None:
    pages = [head(line), *line.ahead]
    assert len(pages) == AHEAD + 1
    names = [idea_id for page in pages for idea_id in page.idea_ids]
    assert len(set(names)) == len(names)
    assert all(len(page.idea_ids) <= 8 for page in pages)
    assert line.n_waiting == len(desk.review.ideas)


def test_the_page_in_sight_stays_while_the_tool_learns(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    other = next(iter(set(desk.review.ideas) - set(page.idea_ids)))
    desk.move([other], "t03")
    line.refresh()
    assert line.current is page


def test_a_screen_that_ran_ahead_never_meets_an_idea_twice(line: WaitingLine, desk: ReviewDesk) -> None:
    there = line.ahead[1]  # what the screen was given, and shows before it is told of the next pages
    desk.move([next(iter(set(desk.review.ideas) - set(head(line).idea_ids) - set(there.idea_ids)))], "t03")
    line.refresh()
    assert there.key not in [page.key for page in line.ahead]  # its ideas wait on pages of other names by now
    line.show(there.key)
    names = [idea_id for page in (head(line), *line.ahead) for idea_id in page.idea_ids]
    assert head(line) == there
    assert len(set(names)) == len(names)


def test_answering_goes_on_to_the_page_that_was_next(line: WaitingLine, desk: ReviewDesk) -> None:
    following = line.ahead[0]
    page = head(line)
    line.move(page.key, page.idea_ids, "t02")
    line.show(following.key)
    line.refresh()
    assert line.current == following
    assert themes_of(desk, page) == {"t02"}
    assert all(desk.review.ideas[idea_id].settled for idea_id in page.idea_ids)


def test_an_unticked_idea_goes_on_waiting(line: WaitingLine, desk: ReviewDesk) -> None:
    page = next(page for page in (head(line), *line.ahead) if len(page.idea_ids) > 1)
    line.move(page.key, page.idea_ids[:1], "t02")
    assert [desk.review.ideas[idea_id].settled for idea_id in page.idea_ids[:2]] == [True, False]


def test_until_nothing_waits(line: WaitingLine, desk: ReviewDesk) -> None:
    seen: set[str] = set()
    while line.current is not None:
        seen.update(move_on(line).idea_ids)
    assert seen == set(desk.review.ideas)
    assert line.n_waiting == 0
    assert line.ahead == ()


def test_confirming_keeps_each_idea_where_the_page_showed_it(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    shown = {card.idea_id: card.theme_id for card in page.cards}
    line.confirm(page.key, page.idea_ids)
    assert {idea_id: desk.review.ideas[idea_id].theme_id for idea_id in page.idea_ids} == shown
    assert all(desk.review.ideas[idea_id].settled for idea_id in page.idea_ids)


def test_a_theme_that_went_away_is_not_confirmed(line: WaitingLine, desk: ReviewDesk) -> None:
    page = next(page for page in (head(line), *line.ahead) if {card.theme_id for card in page.cards} - {UNCLASSIFIED})
    gone = next(card.theme_id for card in page.cards if card.theme_id != UNCLASSIFIED)
    desk.decide(MergeThemes(gone, "t01" if gone != "t01" else "t02"))
    with pytest.raises(DecisionError, match="n’existe plus"):
        line.confirm(page.key, [card.idea_id for card in page.cards if card.theme_id == gone])
    line.refresh()
    shown = {card.theme_id for other in (head(line), *line.ahead) for card in other.cards}
    assert gone not in shown
    assert all(gone not in dict(other.choices) for other in (head(line), *line.ahead))


def test_one_idea_sent_elsewhere_is_closed_and_the_page_stays(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    while len(page.idea_ids) < 2:
        line.skip()
        page = head(line)
    line.move_alone(page.key, page.idea_ids[1], "t03")
    line.refresh()
    assert head(line).key == page.key
    assert head(line).closed == {page.idea_ids[1]}
    assert desk.review.ideas[page.idea_ids[1]].theme_id == "t03"
    assert line.desk.undo()
    line.refresh()
    assert head(line).closed == frozenset()
    assert not line.can_go_back


def test_a_page_settled_elsewhere_goes(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    desk.decide(SetAsideIdeas(page.idea_ids[:1]), "doublon")
    line.refresh()
    assert page.idea_ids[0] not in head(line).idea_ids


def test_ideas_of_a_locked_theme_do_not_wait(line: WaitingLine, desk: ReviewDesk) -> None:
    locked = len(desk.review.by_theme["t01"])
    desk.decide(LockTheme("t01"))
    line.refresh()
    assert line.n_waiting == len(desk.review.ideas) - locked


def test_skipped_pages_come_back_at_the_end(line: WaitingLine, desk: ReviewDesk) -> None:
    passed = head(line)
    line.skip()
    line.refresh()
    assert head(line).idea_ids != passed.idea_ids
    seen: list[str] = []
    while line.current is not None and line.n_waiting > len(passed.idea_ids):
        seen += move_on(line).idea_ids
    assert set(seen).isdisjoint(passed.idea_ids)
    assert line.current is not None


def test_skipping_the_last_page_shows_it_again(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    desk.decide(MoveIdeas(tuple(set(desk.review.ideas) - set(page.idea_ids)), "t01"))
    line.refresh()
    line.skip()
    line.refresh()
    assert set(head(line).idea_ids) <= set(page.idea_ids)


def test_back_and_forth(line: WaitingLine) -> None:
    pages = [move_on(line) for _ in range(3)]
    live = head(line)
    for page in reversed(pages):
        assert line.can_go_back
        line.back()
        line.refresh()
        assert line.is_past
        assert head(line).idea_ids == page.idea_ids
    assert not line.can_go_back
    line.back()
    assert head(line).idea_ids == pages[0].idea_ids
    for page in pages[1:]:
        line.skip()
        assert head(line).idea_ids == page.idea_ids
    line.skip()
    assert not line.is_past
    assert head(line).idea_ids == live.idea_ids


def test_an_answer_can_be_changed_then_undone(line: WaitingLine, desk: ReviewDesk) -> None:
    page = move_on(line, "t01")
    line.back()
    again = head(line)
    assert {card.theme_id for card in again.cards} == {"t01"}
    line.move(again.key, again.idea_ids, "t02")
    line.refresh()
    assert themes_of(desk, page) == {"t02"}
    assert not line.is_past
    line.back()
    assert not line.can_go_back  # once, though it was answered twice
    line.desk.undo()
    line.refresh()
    assert line.is_past  # the first answer stands again, and is what is shown
    assert themes_of(desk, page) == {"t01"}


def test_undo_brings_the_page_back(line: WaitingLine, desk: ReviewDesk) -> None:
    before = {name: idea.theme_id for name, idea in desk.review.ideas.items()}
    page = move_on(line, "t03")
    assert line.desk.undo()
    line.refresh()
    assert head(line).idea_ids == page.idea_ids
    assert {name: idea.theme_id for name, idea in desk.review.ideas.items()} == before
    assert not line.is_past
    assert line.desk.redo()
    line.refresh()
    assert themes_of(desk, page) == {"t03"}
    assert page.idea_ids[0] not in head(line).idea_ids
    assert line.can_go_back


def test_a_new_theme_is_one_gesture(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    line.move_to_new(page.key, page.idea_ids, "Jeux")
    created = themes_of(desk, page)
    assert {desk.review.themes[theme_id].label for theme_id in created} == {"Jeux"}
    assert line.desk.undo()
    line.refresh()
    assert "Jeux" not in {theme.label for theme in desk.review.themes.values()}
    assert line.desk.redo()
    assert "Jeux" in {theme.label for theme in desk.review.themes.values()}
    assert themes_of(desk, page) == created


def test_a_new_theme_that_serves_elsewhere_outlives_its_gesture(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    line.move_alone_to_new(page.key, page.idea_ids[-1], "Jeux")
    theme_id = desk.review.ideas[page.idea_ids[-1]].theme_id
    other = next(iter(set(desk.review.ideas) - set(page.idea_ids)))
    line.desk.move([other], theme_id)
    desk.undo()
    assert line.desk.undo()
    assert theme_id not in desk.review.themes


def test_undo_reaches_what_other_panels_did(line: WaitingLine, desk: ReviewDesk) -> None:
    assert not line.desk.undo()
    assert not line.desk.redo()
    desk.decide(LockTheme("t02"))
    assert line.desk.undo()
    assert not desk.review.themes["t02"].locked
    assert line.desk.redo()
    assert desk.review.themes["t02"].locked


def test_what_the_head_of_the_page_undoes_comes_back_too(line: WaitingLine, desk: ReviewDesk) -> None:
    page = move_on(line, "t03")
    desk.undo()
    line.refresh()
    assert head(line).idea_ids == page.idea_ids
    assert not line.can_go_back
    desk.redo()
    line.refresh()
    assert page.idea_ids[0] not in head(line).idea_ids
    assert line.can_go_back


def test_a_page_that_is_gone_is_refused_and_nothing_changes(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    length = len(desk.review.log)
    with pytest.raises(DecisionError, match="Cette page a changé"):
        line.move("inconnue", page.idea_ids, "t01")
    with pytest.raises(DecisionError, match="Cette page a changé"):
        line.move(page.key, ["c9999-1"], "t01")
    with pytest.raises(DecisionError):
        line.set_aside(page.key, page.idea_ids, " ")
    assert len(desk.review.log) == length
    assert head(line) is page


def test_a_cut_idea_is_shown_as_it_is_now(line: WaitingLine, desk: ReviewDesk) -> None:
    page = head(line)
    text = page.cards[0].text
    desk.cut(page.idea_ids[0], text.index(" ", 8))
    line.refresh()
    assert head(line).key == page.key
    assert head(line).cards[0].text == text[: text.index(" ", 8)]
