"""Cards and theme rows: everything a screen shows, and nothing that is not so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from participation_lib.dossier import open_dossier
from participation_lib.review.cards import IdeaCard, confidence_words, idea_cards, theme_label, theme_rows
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    AddSecondaryTheme,
    ApproveTheme,
    ConfirmIdeas,
    Flag,
    FlagIdeas,
    LockTheme,
    MergeThemes,
    SetAsideIdeas,
)
from tests.conftest import LetterEncoder
from tests.review.desks import desk_on, later_batch


@pytest.fixture
def desk(tmp_path: Path, letters: LetterEncoder) -> Iterator[ReviewDesk]:
    with desk_on(tmp_path / "dossier", letters) as opened:
        opened.learns = False
        yield opened


def card(desk: ReviewDesk, idea_id: str) -> IdeaCard:
    (found,) = idea_cards(desk, [desk.review.ideas[idea_id]])
    return found


def test_a_card_shows_the_idea_in_its_whole_contribution(desk: ReviewDesk) -> None:
    for idea in desk.review.in_reading_order:
        shown = card(desk, idea.idea_id)
        contribution = desk.review.contributions[idea.contribution_id]
        assert shown.before + shown.text + shown.after == contribution.text
        assert shown.text == desk.review.text(idea)
        assert shown.reference == contribution.contribution_id.lstrip("c0")
    assert card(desk, "c0001-1").before == "Bonjour, "
    assert card(desk, "c0001-1").nature_label == "Proposition"


def test_cards_come_in_the_order_asked(desk: ReviewDesk) -> None:
    asked = [desk.review.ideas[name] for name in ("c0009-1", "c0001-1", "c0004-1")]
    assert [found.idea_id for found in idea_cards(desk, asked)] == ["c0009-1", "c0001-1", "c0004-1"]
    assert idea_cards(desk, []) == ()


def test_what_a_person_did_is_on_the_card(desk: ReviewDesk) -> None:
    desk.move(["c0001-1"], "t02")
    desk.decide(AddSecondaryTheme(("c0001-1",), "t01"))
    desk.decide(FlagIdeas(("c0001-1",), Flag.OFF_TOPIC))
    moved = card(desk, "c0001-1")
    assert (moved.theme_id, moved.belief, moved.settled, moved.reason) == ("t02", 100, True, "")
    assert (moved.secondary, moved.flags, moved.to_review) == (("t01",), (Flag.OFF_TOPIC,), False)
    assert confidence_words(moved) == "placée par vous"
    desk.decide(SetAsideIdeas(("c0005-1",)), "hors du champ")
    aside = card(desk, "c0005-1")
    assert (aside.theme_id, aside.reason) == (SET_ASIDE, "hors du champ")
    assert confidence_words(aside) == "écartée : hors du champ"
    desk.move(["c0009-1"], UNCLASSIFIED)
    assert confidence_words(card(desk, "c0009-1")) == "laissée sans thème par vous"


def test_what_a_colleague_did_is_hers(desk: ReviewDesk, letters: LetterEncoder) -> None:
    with open_dossier(desk.dossier.folder) as other:
        colleague = ReviewDesk(other, author="Awa", encoder=letters, learns=False)
        colleague.move(["c0001-1"], "t02")
        colleague.move(["c0005-1"], UNCLASSIFIED)
        colleague.decide(SetAsideIdeas(("c0009-1",)), "illisible")
        nameless = ReviewDesk(other, encoder=letters, learns=False)
        nameless.move(["c0013-1"], "t02")
        assert confidence_words(card(nameless, "c0013-1")) == "placée par vous"
    desk.refresh()
    shown = {name: confidence_words(card(desk, f"{name}-1")) for name in ("c0001", "c0005", "c0009", "c0013")}
    assert shown == {
        "c0001": "placée par Awa",
        "c0005": "laissée sans thème par Awa",
        "c0009": "écartée par Awa : illisible",
        "c0013": "placée par une autre personne",
    }
    assert desk.why("c0001-1").by == "Awa"
    desk.decide(ConfirmIdeas(("c0001-1",)))
    assert confidence_words(card(desk, "c0001-1")) == "placée par vous"
    assert card(desk, "c0002-1").hand == ""


def test_what_the_tool_moved_is_said_until_it_is_looked_at(desk: ReviewDesk) -> None:
    desk.learns = True
    new = desk.create_theme("Ludothèque")
    desk.move(["c0004-1", "c0008-1", "c0012-1"], new)
    moved = card(desk, "c0016-1")
    assert (moved.theme_id, moved.by_tool, moved.settled) == (new, True, False)
    assert confidence_words(moved).startswith("déplacée par l’outil, à relire : ")
    desk.accept_tool_moves()
    assert not card(desk, "c0016-1").by_tool


def test_the_tool_doubts_what_it_is_not_sure_of(desk: ReviewDesk) -> None:
    doubtful = [found for found in idea_cards(desk, desk.review.in_reading_order) if found.to_review]
    assert doubtful
    for found in doubtful:
        assert found.reason
        assert found.reason in confidence_words(found)
    assert confidence_words(card(desk, "c0004-1")).startswith("sans thème : ")


def test_themes_with_most_ideas_come_first_and_add_up(desk: ReviewDesk) -> None:
    desk.move(["c0002-1", "c0003-1"], "t01")
    empty = desk.create_theme("Jeux")
    rows = {row.theme_id: row for row in theme_rows(desk)}
    assert next(row.theme_id for row in theme_rows(desk)) == "t01"
    assert [row.ideas for row in theme_rows(desk)] == sorted((row.ideas for row in rows.values()), reverse=True)
    assert sum(row.ideas for row in rows.values()) == desk.review.counts.classified
    assert (rows["t01"].ideas, rows["t01"].contributions, rows["t01"].groups, rows["t01"].settled) == (8, 8, 3, 2)
    assert (rows[empty].ideas, rows[empty].groups, rows[empty].solidity) == (0, 0, "fait à la main")
    assert rows["t01"].solidity == "assez net"
    desk.decide(SetAsideIdeas(("c0001-1",)), "hors du champ")
    assert {row.theme_id: row.ideas for row in theme_rows(desk)}["t01"] == 7


def test_theme_rows_say_what_was_decided(desk: ReviewDesk) -> None:
    desk.decide(LockTheme("t01"))
    desk.decide(ApproveTheme("t02"))
    rows = {row.theme_id: row for row in theme_rows(desk)}
    assert (rows["t01"].locked, rows["t01"].approved, rows["t01"].to_review) == (True, False, 0)
    assert (rows["t02"].locked, rows["t02"].approved, rows["t02"].to_review) == (False, True, 0)
    desk.decide(MergeThemes("t03", "t01"))
    assert "t03" not in {row.theme_id for row in theme_rows(desk)}


def test_a_theme_that_came_in_later_was_not_measured(desk: ReviewDesk) -> None:
    with open_dossier(desk.dossier.folder) as other:
        other.add_batch(later_batch(), author="Bob")
    desk.refresh()
    row = next(row for row in theme_rows(desk) if row.theme_id == "t04")
    assert (row.proposed, row.solidity) == (True, "non mesuré")
    assert next(theme for theme in desk.review.theme_table() if theme.theme_id == "t04").solidity is None


def test_places_have_a_name_on_screen(desk: ReviewDesk) -> None:
    assert [theme_label(desk, name) for name in ("t01", UNCLASSIFIED, SET_ASIDE)] == ["Arbres", "Non classé", "Écartée"]
