"""Disagreements of two dossiers, settled one by one; what is settled is known from the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from participation_lib.dossier import archive_dossier, create_dossier
from participation_lib.errors import InputError
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.history import told
from participation_lib.review.review import Review
from participation_lib.review.settling import Settling, read_review
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    Agreement,
    Batch,
    ConfirmIdeas,
    CreateTheme,
    MergeThemes,
    MoveIdeas,
    SetAsideIdeas,
    SettleDisagreement,
    Theme,
    action_content,
    parse_action,
)
from tests.conftest import LetterEncoder
from tests.review.samples import Row, build_batch, first_batch, later_batch

THEMES = (Theme("t01", "Arbres", "", (), 50), Theme("t02", "Bancs", "", (), 50), Theme("t03", "Vélos", "", (), 50))
Opener = Callable[..., ReviewDesk]


def batch_of(themes: str) -> Batch:
    """Give a batch of one idea a letter: « abc » puts three ideas in three themes, « . » in none."""
    place = {"a": "t01", "b": "t02", "c": "t03", ".": UNCLASSIFIED}
    rows: list[Row] = [
        (f"c{number:04d}", "", f"Idée {letter} {number}", [(f"Idée {letter} {number}", place[letter], "constat", 60)])
        for number, letter in enumerate(themes, 1)
    ]
    return build_batch(0, rows, THEMES)


@pytest.fixture
def opened(tmp_path: Path, letters: LetterEncoder) -> Iterator[Opener]:
    """Give what opens a desk on a new dossier, by default of eight ideas in three themes."""
    with ExitStack() as stack:

        def open_one(author: str, themes: str = "aaabbbcc") -> ReviewDesk:
            dossier = stack.enter_context(create_dossier(tmp_path / author))
            dossier.add_batch(batch_of(themes), author=author)
            return ReviewDesk(dossier, author=author, encoder=letters, learns=False)

        yield open_one


@pytest.fixture
def pair(opened: Opener) -> tuple[ReviewDesk, ReviewDesk]:
    """CM put the third idea among benches, BL kept it among trees."""
    mine, theirs = opened("CM"), opened("BL")
    mine.move(["c0003-1"], "t02")
    theirs.decide(ConfirmIdeas(("c0003-1",)))
    return mine, theirs


def settling_of(mine: ReviewDesk, theirs: ReviewDesk) -> Settling:
    return Settling(mine, read_review(theirs.dossier.folder))


def test_who_put_it_where(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    settling = settling_of(*pair)
    (found,) = settling.waiting
    assert (found.text, found.idea_ids) == ("Idée a 3", ("c0003-1",))
    assert (found.label, found.author) == ("Bancs", "CM")
    assert (found.other_label, found.other_author) == ("Arbres", "BL")
    assert settling.colleague == "BL"
    assert (settling.n_in_all, settling.settled, settling.n_unread) == (1, (), 0)
    assert settling.at_first is settling.now


def test_keeping_ones_own(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    mine, theirs = pair
    settling = settling_of(mine, theirs)
    settling.keep(settling.waiting[0], "  il parle de s’asseoir ")
    settling.refresh()
    assert settling.waiting == ()
    (settled,) = settling.settled
    assert (settled.text, settled.label, settled.other_label) == ("Idée a 3", "Bancs", "Arbres")
    assert settling.n_in_all == 1
    assert settling.now.n_same == settling.at_first.n_same == 7
    last = mine.review.log[-1]
    assert last.reason == "il parle de s’asseoir ; plutôt que “Arbres” (BL)"
    assert told(mine.review, last) == "Désaccord avec BL réglé : 1 idée dans “Bancs”"
    assert len(theirs.dossier.decisions()) == 1


def test_taking_theirs_changes_the_figures_but_not_those_of_the_start(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    settling = settling_of(*pair)
    settling.take(settling.waiting[0])
    settling.refresh()
    assert settling.waiting == ()
    assert (settling.now.n_same, settling.at_first.n_same) == (8, 7)
    assert settling.settled[0].label == "Arbres"
    assert pair[0].review.log[-1].reason == "plutôt que “Bancs” (CM)"


def test_the_log_keeps_how_far_they_agreed_before_talking(opened: Opener) -> None:
    mine, theirs = opened("CM", "ab" * 12), opened("BL", "ab" * 12)
    for desk in (mine, theirs):
        desk.decide(ConfirmIdeas(tuple(f"c{number:04d}-1" for number in range(1, 25))))
    mine.move(["c0001-1", "c0003-1"], "t02")
    settling = settling_of(mine, theirs)
    for _ in range(2):
        settling.take(settling.waiting[0])
        settling.refresh()
    kept = [action.at_first for _, action in settling._settlements()]
    # Half of each place, 22 of 24 alike: kappa is 1 - 2/24 over what chance would give.
    assert kept == [(Agreement(24, 22, 0.8333),)] * 2
    log = mine.review.log
    assert parse_action("regler_desaccord", action_content(log[-1].action)[1]) == log[-1].action


def test_too_few_ideas_read_by_both_tell_nothing(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    settling = settling_of(*pair)
    settling.take(settling.waiting[0])
    action = pair[0].review.log[-1].action
    assert isinstance(action, SettleDisagreement)
    assert action.at_first == ()


def test_it_is_there_after_a_reload_and_goes_when_undone(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    mine, theirs = pair
    first = settling_of(mine, theirs)
    first.keep(first.waiting[0])
    again = settling_of(ReviewDesk(mine.dossier, author="CM", encoder=mine.encoder, learns=False), theirs)
    assert (again.waiting, again.n_in_all) == ((), 1)
    assert again.at_first.n_same == 7
    again.desk.undo()
    again.refresh()
    assert (len(again.waiting), again.settled) == (1, ())
    again.desk.redo()
    again.refresh()
    assert again.waiting == ()


def test_another_theme_a_new_one_or_none(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    mine, theirs = pair
    settling = settling_of(mine, theirs)
    (found,) = settling.waiting
    settling.put(found, "t03")
    assert mine.review.log[-1].reason == "plutôt que “Bancs” (CM) ou “Arbres” (BL)"
    settling.put(found, UNCLASSIFIED)
    assert mine.review.ideas["c0003-1"].theme_id == UNCLASSIFIED
    settling.put_in_new(found, "  vélos ")  # there is one of that name
    assert mine.review.ideas["c0003-1"].theme_id == "t03"
    settling.put_in_new(found, "Tables")
    settling.refresh()
    assert mine.review.themes[mine.review.ideas["c0003-1"].theme_id].label == "Tables"
    (settled,) = settling.settled
    assert (settled.label, settled.other_label) == ("Tables", "Arbres")
    mine.undo()  # the theme goes with the idea
    assert "Tables" not in [theme.label for theme in mine.review.themes.values()]


def test_setting_aside_needs_a_reason_that_names_nobody(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    mine, theirs = pair
    settling = settling_of(mine, theirs)
    (found,) = settling.waiting
    with pytest.raises(InputError, match="Dites pourquoi"):
        settling.put(found, SET_ASIDE)
    settling.put(found, SET_ASIDE, "illisible")
    assert mine.review.ideas["c0003-1"].set_aside == "illisible"
    settling.refresh()
    assert settling.settled[0].label == "Écartée"


def test_what_one_of_them_set_aside(opened: Opener) -> None:
    mine, theirs = opened("CM"), opened("BL")
    mine.decide(SetAsideIdeas(("c0001-1",)), "illisible")
    theirs.decide(SetAsideIdeas(("c0008-1",)), "hors du champ")
    settling = settling_of(mine, theirs)
    kept, taken = sorted(settling.waiting, key=lambda d: d.idea_ids)
    settling.keep(kept, "on n’y comprend rien")
    assert mine.review.ideas["c0001-1"].set_aside == "illisible"
    assert mine.review.log[-1].reason == "on n’y comprend rien ; plutôt que “Arbres” (BL)"
    settling.take(taken)
    assert mine.review.ideas["c0008-1"].set_aside == "hors du champ"
    settling.refresh()
    assert (settling.waiting, settling.n_in_all) == ((), 2)


def test_taking_a_theme_only_the_other_has(opened: Opener) -> None:
    mine, theirs = opened("CM"), opened("BL")
    theirs.decide(CreateTheme("t09", "Fontaines"))
    theirs.move(["c0008-1"], "t09")
    settling = settling_of(mine, theirs)
    (found,) = settling.waiting
    assert (found.author, found.other_author, found.counterpart_id) == ("", "BL", "")
    settling.take(found)
    settling.refresh()
    assert mine.review.themes[mine.review.ideas["c0008-1"].theme_id].label == "Fontaines"
    assert mine.review.log[-1].reason == "plutôt que “Vélos”"
    assert (settling.waiting, settling.now.n_same) == ((), 8)


def test_what_only_the_tool_placed_is_counted_apart(opened: Opener) -> None:
    mine, theirs = opened("CM"), opened("BL", "aaabbbcc")
    theirs.dossier.append([(MoveIdeas(("c0001-1",), "t02"), "")], author="outil", seen=0)
    settling = settling_of(mine, theirs)
    assert (settling.waiting, settling.n_unread) == ((), 1)
    assert settling.colleague == ""


def test_it_comes_back_when_its_ideas_are_put_elsewhere(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    mine, theirs = pair
    settling = settling_of(mine, theirs)
    settling.keep(settling.waiting[0])
    mine.decide(MergeThemes("t02", "t03"))  # the theme has another name, the idea is where it was settled
    settling.refresh()
    assert "c0003-1" not in {name for d in settling.waiting for name in d.idea_ids}
    assert settling.settled[0].label == "Vélos"
    mine.move(["c0003-1"], UNCLASSIFIED)
    settling.refresh()
    assert [d.label for d in settling.waiting if d.idea_ids == ("c0003-1",)] == ["Non classé"]
    assert settling.settled == ()


def test_it_comes_back_when_the_colleague_changes_her_mind(pair: tuple[ReviewDesk, ReviewDesk]) -> None:
    mine, theirs = pair
    settling = settling_of(mine, theirs)
    settling.keep(settling.waiting[0])
    theirs.move(["c0003-1"], "t03")
    (found,) = settling_of(mine, theirs).waiting
    assert found.other_label == "Vélos"


def test_what_is_settled_with_one_is_not_with_another(pair: tuple[ReviewDesk, ReviewDesk], opened: Opener) -> None:
    mine, theirs = pair
    third = opened("ZK")
    third.decide(ConfirmIdeas(("c0003-1",)))
    settling = settling_of(mine, theirs)
    settling.keep(settling.waiting[0])
    assert len(settling_of(mine, third).waiting) == 1


def test_identical_texts_are_settled_together(tmp_path: Path, letters: LetterEncoder) -> None:
    rows: list[Row] = [
        (f"c{number:04d}", "", text, [(text, "t01", "constat", 60)])
        for number, text in enumerate(("Des bancs", "des bancs !", "Une halle", "Un préau"), 1)
    ]
    with create_dossier(tmp_path / "un") as one, create_dossier(tmp_path / "deux") as two:
        for dossier in (one, two):
            dossier.add_batch(build_batch(0, rows, THEMES), author="CM")
        mine = ReviewDesk(one, author="CM", encoder=letters, learns=False)
        ReviewDesk(two, author="BL", encoder=letters, learns=False).move(["c0001-1", "c0002-1"], "t02")
        settling = Settling(mine, read_review(two.folder))
        (found,) = settling.waiting
        settling.take(found)
        settling.refresh()
        assert settling.now.n_same == 4
        assert settling.settled[0].idea_ids == ("c0001-1", "c0002-1")


def test_an_archive_is_read_as_its_folder_and_leaves_nothing(
    pair: tuple[ReviewDesk, ReviewDesk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = pair
    aside = tmp_path / "temporaire"
    aside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    folder = read_review(theirs.dossier.folder)
    archive = read_review(archive_dossier(theirs.dossier.folder, tmp_path / "de BL.zip"))
    assert (archive.name, archive.dossier_id) == ("de BL.zip", folder.dossier_id)
    assert archive.review.ideas == folder.review.ideas
    settling = Settling(mine, archive)
    settling.keep(settling.waiting[0])
    assert Settling(mine, folder).waiting == ()
    assert list(aside.iterdir()) == []


def test_what_cannot_be_compared_is_one_sentence(opened: Opener, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mêmes contributions"):
        settling_of(opened("CM"), opened("BL", "cba"))
    (tmp_path / "faux.zip").write_bytes(b"rien")
    with pytest.raises(InputError, match="ne peut pas être reprise"):
        read_review(tmp_path / "faux.zip")
    with pytest.raises(InputError, match="introuvable"):
        read_review(tmp_path / "absent")


def test_a_name_nobody_gave_is_no_name(opened: Opener) -> None:
    mine, theirs = opened("CM"), opened("moi")
    theirs.move(["c0001-1"], "t02")
    settling = settling_of(mine, theirs)
    assert settling.colleague == ""
    settling.keep(settling.waiting[0])
    assert mine.review.log[-1].reason == "plutôt que “Bancs”"
    assert told(mine.review, mine.review.log[-1]) == "Désaccord réglé : 1 idée dans “Arbres”"


def test_what_came_in_later_does_not_stop_the_comparison(tmp_path: Path, letters: LetterEncoder) -> None:
    with create_dossier(tmp_path / "un") as one, create_dossier(tmp_path / "deux") as two:
        for dossier in (one, two):
            dossier.add_batch(first_batch(), author="CM")
        mine = ReviewDesk(one, author="CM", encoder=letters, learns=False)
        mine.move(["c0001-1"], "t02")
        settling = Settling(mine, read_review(two.folder))
        settling.keep(settling.waiting[0])
        one.add_batch(later_batch(), author="CM")
        mine.refresh()
        settling.refresh()
        assert (settling.waiting, settling.n_in_all) == ((), 1)
        assert settling.at_first.n_compared == 7
        assert Review.of(*one.snapshot()).ideas == mine.review.ideas
