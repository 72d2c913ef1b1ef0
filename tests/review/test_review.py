"""What holds whatever is decided, in any order; and what undo and redo give back."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation_lib.review.history import history
from participation_lib.review.review import Review, ReviewCounts, spoken_time
from participation_lib.review.rules import DecisionError, ReviewedIdea
from participation_lib.review.taken_back import taken_back
from participation_lib.schema import (
    SET_ASIDE,
    TOOL,
    UNCLASSIFIED,
    AcceptLearning,
    Action,
    AddBatch,
    AddSecondaryTheme,
    ApproveTheme,
    Batch,
    ConfirmIdeas,
    CreateTheme,
    CutIdea,
    Decision,
    DeleteTheme,
    DescribeTheme,
    Flag,
    FlagIdeas,
    GiveFact,
    JoinIdeas,
    Learn,
    LockTheme,
    MergeThemes,
    MoveIdeas,
    Nature,
    RecodeNature,
    Redo,
    RefuseLearning,
    RemoveSecondaryTheme,
    RenameTheme,
    SetAsideIdeas,
    SetBatchAside,
    SettleDisagreement,
    SplitTheme,
    TakeBackIdeas,
    Theme,
    ThemePart,
    Undo,
    check_ideas,
)
from participation_lib.themes.naming import fold
from tests.review.samples import (
    FIRST_THEMES,
    Row,
    build_batch,
    changes,
    decide,
    decision_of,
    first_batch,
    later_batch,
    place_of,
    with_later_batch,
)

SEQUENCES = settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

# Random sequences: what to do, and four numbers that say on what, read against what there is then.
Step = tuple[str, int, int, int, int]
KINDS = (
    "rename",
    "describe",
    "merge",
    "split",
    "create",
    "delete",
    "lock",
    "approve",
    "move",
    "confirm",
    "second",
    "unsecond",
    "aside",
    "settle",
    "back",
    "recode",
    "flag",
    "cut",
    "cut",
    "join",
    "batch",
    "batch aside",
    "learn",
    "learn",
    "accept",
    "refuse",
    "undo",
    "redo",
    "next undo",
    "next redo",
)


def _drawn(seed: int, length: int) -> list[Step]:
    """Give steps of every kind as often; a shorter list shrinks them, which drawing each does not spread as well."""
    source = random.Random(seed)
    return [(source.choice(KINDS), *(source.randrange(1_000) for _ in range(4))) for _ in range(length)]  # type: ignore[misc]


steps = st.builds(_drawn, st.integers(0, 2**32), st.integers(1, 30) | st.sampled_from([20, 30, 40]))
words = st.lists(st.sampled_from([*"aàe\u0301œ🌳👩\u200d👧 €-'?\n", "et", " et ", "mais ", "x, y"]), max_size=12).map(
    lambda pieces: f"b{''.join(pieces)}a"
)
gaps = st.sampled_from([" ", " et ", ", ", "\n- ", " [non lu] ", "🌳"])


@st.composite
def batches(draw: st.DrawFn) -> list[Batch]:
    """Give three batches of contributions in any script, the later ones with ideas in earlier themes."""
    made: list[Batch] = []
    known: list[str] = []
    number = 0
    for batch_id, own in ((1, ("t01", "t02", "t03")), (2, ("t04",)), (3, ())):
        known += own
        rows: list[Row] = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            parts = draw(st.lists(words, min_size=1, max_size=3))
            text = parts[0] + "".join(draw(gaps) + part for part in parts[1:])
            place = st.sampled_from([*known, UNCLASSIFIED])
            rows.append((f"c{number:04d}", "", text, [(part, draw(place), "constat", 60) for part in parts]))
        themes = [Theme(name, f"Thème {name}", "", (name,), 50) for name in own]
        made.append(build_batch(batch_id, rows, themes))
    return made


def _pick(values: Sequence[str], number: int) -> str:
    """Give one of the values, and now and then one that does not exist."""
    return values[number % len(values)] if values and number % 13 != 12 else "inconnu"


def _some(values: Sequence[str], first: int, second: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_pick(values, first + second * rank) for rank in range((second + 2) % 5)))


def _cut(review: Review, idea: ReviewedIdea, a: int, b: int, c: int) -> CutIdea:
    """Cut at a space or a joint most often, anywhere otherwise."""
    new_id = review.new_idea_id(idea.contribution_id)
    joints = [match.span() for match in re.finditer(r",?\s+(?:et\s+)?|(?<=\W)(?=\w)", review.text(idea))]
    if joints and c % 4:
        start, end = joints[a % len(joints)]
        return CutIdea(idea.idea_id, idea.start + start, idea.start + end, new_id)
    first_end = idea.start - 1 + a % (idea.end - idea.start + 2)
    return CutIdea(idea.idea_id, first_end, first_end + b % 4, new_id)


def action_of(review: Review, step: Step) -> Action | None:
    """Give what a step asks for, as things are; it may have to be refused."""
    kind, a, b, c, d = step
    ideas, themes = list(review.ideas), [*review.themes, UNCLASSIFIED]
    theme, other, idea = _pick(themes, a), _pick(themes, b), review.ideas.get(_pick(ideas, a))
    chosen = _some(ideas, c, d)
    learnt = [decision.decision_id for decision in review.log if isinstance(decision.action, Learn)]
    label = (f"Nom {c % 50}", f"Rue {d}", "Place", "place ", "Thème t01", "Écartées", "")[c % 7]
    fresh = review.new_theme_ids(2)
    following = [(x.idea_id, y.idea_id) for x, y in pairwise(review.in_reading_order)]
    undone = review.next_undo(), review.next_redo()
    number = a % (len(review.log) + 1) + 1
    held = idea.theme_id if idea else theme
    empty = [name for name in review.themes if not review.by_theme[name]]
    members = [other_idea.idea_id for other_idea in review.ideas.values() if other_idea.theme_id == held]
    actions: dict[str, Callable[[], Action | None]] = {
        "rename": lambda: RenameTheme(theme, label),
        "describe": lambda: DescribeTheme(theme, label),
        "merge": lambda: MergeThemes(theme, other),
        "split": lambda: SplitTheme(
            held,
            (
                ThemePart(fresh[0], label, tuple(members[: b % 3]), tuple(members[d % 2 : b % 3])),
                ThemePart(fresh[1], f"Part {d}", tuple(members[b % 3 : b % 3 + c % 3])),
            )[a % 2 :],
            tuple(members[b % 3 + c % 3 :][: d % 3]),
        ),
        "create": lambda: CreateTheme(fresh[0] if b % 3 else theme, label),
        "delete": lambda: DeleteTheme(empty[a % len(empty)] if empty and b % 5 else theme),
        "lock": lambda: LockTheme(theme, bool(b % 3)),
        "approve": lambda: ApproveTheme(theme, bool(b % 3)),
        "move": lambda: MoveIdeas(chosen, theme),
        "confirm": lambda: ConfirmIdeas(chosen, theme if b % 2 else ""),
        "second": lambda: AddSecondaryTheme(chosen, theme),
        "unsecond": lambda: RemoveSecondaryTheme(chosen, theme),
        "aside": lambda: SetAsideIdeas(chosen),
        "settle": lambda: SettleDisagreement(chosen, SET_ASIDE if b % 3 == 0 else theme, "d1", other, "BL"),
        "back": lambda: TakeBackIdeas(tuple(name for name in ideas if review.ideas[name].set_aside)[: d % 3]),
        "recode": lambda: RecodeNature(chosen, list(Nature)[a % len(Nature)]),
        "flag": lambda: FlagIdeas(chosen, list(Flag)[a % len(Flag)], bool(b % 3)),
        "cut": lambda: _cut(review, idea, b, c, d) if idea else None,
        "join": lambda: JoinIdeas(*following[a % len(following)]) if following else None,
        "batch": lambda: AddBatch(1 + a % 3),
        "batch aside": lambda: SetBatchAside(1 + a % 3 if b % 3 else 2),
        "learn": lambda: Learn(
            tuple((name, theme, c % 101) for name in _some(ideas, b, 3 + d)), max(1, len(review.log) - c % 3)
        ),
        "accept": lambda: AcceptLearning(tuple(learnt[a % 2 :: 1 + b % 2])),
        "refuse": lambda: RefuseLearning(
            tuple(learnt[a % 2 :: 1 + b % 2]),
            tuple(name for name in ideas if review.ideas[name].unseen)[c % 2 : c % 2 + d % 3],
        ),
        "undo": lambda: Undo(number),
        "redo": lambda: Redo(number),
        "next undo": lambda: Undo(undone[0].decision_id) if undone[0] else None,
        "next redo": lambda: Redo(undone[1].decision_id) if undone[1] else None,
    }
    return actions[kind]()


def played(made: Sequence[Batch], taken: Sequence[Step]) -> Iterator[tuple[Review, Decision, Review]]:
    """Take the decisions that are not refused, and give what was before and after each."""
    review = Review.of(made[:1]).with_batch(made[1]).with_batch(made[2])
    for step in taken:
        action = action_of(review, step)
        if action is None:
            continue
        decision = decision_of(len(review.log) + 1, action, "hors de propos")
        before = state_of(review), told_of(review)
        after, refusal = taken_or_refused(review, decision)
        assert (state_of(review), told_of(review)) == before
        if after is None:
            assert re.fullmatch(r"[A-ZÀÉ].*[^.]\.", str(refusal))
            assert not isinstance(action, Learn), "what the tool learnt is passed over, not refused"
            assert step[0] not in ("next undo", "next redo"), f"{step[0]} was offered and refused: {refusal}"
            continue
        yield review, decision, after
        review = after


def taken_or_refused(review: Review, decision: Decision) -> tuple[Review | None, DecisionError | None]:
    try:
        return review.after(decision), None
    except DecisionError as error:
        return None, error


def state_of(review: Review) -> tuple[object, ...]:
    return dict(review.ideas), list(review.themes.items()), dict(review.absorbed), review.refused, review.counts


def told_of(review: Review) -> list[object]:
    """Give what is remembered of each decision, one that is still to come included."""
    return [(review.touched(number), review.labels_named(number)) for number in range(1, len(review.log) + 2)]


def last_of(made: Sequence[Batch], taken: Sequence[Step]) -> Review:
    review = Review.of(made[:1]).with_batch(made[1]).with_batch(made[2])
    for _, _, after in played(made, taken):
        review = after
    return review


@SEQUENCES
@given(batches(), steps)
def test_no_idea_is_lost(made: list[Batch], taken: list[Step]) -> None:
    entered = {1}
    for _, decision, after in played(made, taken):
        if isinstance(decision.action, AddBatch):
            entered.add(decision.action.batch_id)
        counts = after.counts
        assert counts.classified + counts.unclassified + counts.set_aside == counts.ideas == len(after.ideas)
        assert sum(map(len, after.by_theme.values())) == counts.ideas
        for batch in made:
            names = set(batch.ideas["idea_id"]) if batch.batch_id in entered else set()
            while names & set(after.absorbed):
                names = {after.absorbed.get(name, name) for name in names}
            assert names <= set(after.ideas)
        lose_no_character(made, entered, after)


def lose_no_character(made: Sequence[Batch], entered: set[int], review: Review) -> None:
    """What was in an idea is in an idea, or is a joint between two; no two ideas hold the same character."""
    held: dict[str, set[int]] = {}
    for idea in review.in_reading_order:
        positions = held.setdefault(idea.contribution_id, set())
        span = set(range(idea.start, idea.end))
        assert span
        assert not positions & span
        assert 0 <= idea.start < idea.end <= len(review.contributions[idea.contribution_id].text)
        assert re.search(r"\w", review.text(idea))
        positions |= span
    for batch in made:
        if batch.batch_id not in entered:
            assert held.keys().isdisjoint(batch.contributions["contribution_id"])
            continue
        for contribution, start, end in batch.ideas[["contribution_id", "start", "end"]].itertuples(index=False):
            text = review.contributions[contribution].text
            outside = [position for position in range(start, end) if position not in held[contribution]]
            lost = "".join(text[position] if position - 1 in outside else f"|{text[position]}" for position in outside)
            for piece in lost.split("|"):
                assert re.fullmatch(r"[\s,;:.•-]*(?:(?:et|mais)\s+)?", piece), piece


@SEQUENCES
@given(batches(), steps)
def test_everything_stays_consistent_and_the_log_alone_gives_it_back(made: list[Batch], taken: list[Step]) -> None:
    review = last_of(made, taken)
    again = Review.of(made, review.log)
    assert state_of(again) == state_of(review)
    assert (again.log, dict(again.cancelled)) == (review.log, dict(review.cancelled))
    assert history(again) == history(review)
    assert (again.next_undo(), again.next_redo()) == (review.next_undo(), review.next_redo())
    assert again.new_theme_ids(3) == review.new_theme_ids(3)

    if aside := [idea.idea_id for idea in review.ideas.values() if idea.set_aside]:
        back = decide(review, TakeBackIdeas(tuple(aside)))
        assert taken_back(back)[back.log[-1].decision_id] == tuple(review.ideas[name].set_aside for name in aside)

    labels = [fold(theme.label) for theme in review.themes.values()]
    assert len(set(labels)) == len(labels)
    for idea in review.ideas.values():
        assert idea.theme_id in {UNCLASSIFIED, *review.themes}
        assert set(idea.secondary) <= set(review.themes) - {idea.theme_id}
        assert len(set(idea.secondary)) == len(idea.secondary)
        assert not (idea.settled and idea.learnt)
    table = review.idea_table()
    for batch in made:
        own = table[table["contribution_id"].isin(batch.contributions["contribution_id"])]
        check_ideas(own, batch.contributions)
    assert len(table) == review.counts.ideas
    assert (table["theme_id"] == SET_ASIDE).sum() == review.counts.set_aside
    assert (
        table.loc[table["theme_id"].isin([SET_ASIDE, UNCLASSIFIED]), "reason"] != ""
    ).sum() >= review.counts.set_aside
    assert {theme.theme_id for theme in review.theme_table()} == set(table["theme_id"]) - {SET_ASIDE, UNCLASSIFIED}


@SEQUENCES
@given(batches(), steps)
def test_undoing_the_last_decision_and_redoing_it_restore_exactly(made: list[Batch], taken: list[Step]) -> None:
    for before, decision, after in played(made, taken):
        if isinstance(decision.action, Undo | Redo | AddBatch | Learn):
            continue
        assert after.next_undo() == decision
        # The tool learns from the decision, from its undoing and from its redoing: all of it goes with them.
        learning = after.after(learnt_from(after, decision.decision_id, after))
        undone = decide(learning, Undo(decision.decision_id))
        assert state_of(undone) == state_of(before)
        assert undone.next_redo() == decision
        assert state_of(decide(undone, Redo(decision.decision_id))) == state_of(learning)
        late = undone.after(learnt_from(undone, decision.decision_id, after))
        assert state_of(late) == state_of(before)
        learning_again = late.after(learnt_from(late, undone.log[-1].decision_id, before))
        assert learning_again.next_redo() == decision
        redone = decide(learning_again, Redo(decision.decision_id))
        assert state_of(redone) == state_of(learning)
        learning_anew = redone.after(learnt_from(redone, redone.log[-1].decision_id, before))
        assert state_of(decide(learning_anew, Undo(decision.decision_id))) == state_of(before)


def learnt_from(review: Review, number: int, like: Review) -> Decision:
    """Give what the tool learns from a decision: that everything is of the first theme of a review."""
    theme = next(iter(like.themes), UNCLASSIFIED)
    return decision_of(len(review.log) + 1, Learn(tuple((name, theme, 50) for name in review.ideas), number))


@SEQUENCES
@given(batches(), steps, st.integers(1, 6), st.integers(0, 6))
def test_undo_and_redo_walk_back_and_forth(made: list[Batch], taken: list[Step], back: int, forth: int) -> None:
    review = last_of(made, taken)
    walked = [review]
    while len(walked) <= back and (last := walked[-1].next_undo()):
        walked.append(decide(walked[-1], Undo(last.decision_id)))
        assert walked[-1].next_redo() == last
    here = walked[-1]
    for earlier in reversed(walked[:-1][-forth:] if forth else []):
        again = here.next_redo()
        assert again
        here = decide(here, Redo(again.decision_id))
        assert state_of(here) == state_of(earlier)
        assert here.next_undo() == again
    taken_anew = decide(here, CreateTheme(here.new_theme_ids()[0], "Un thème que rien d’autre ne nomme"))
    assert taken_anew.next_redo() is None


@SEQUENCES
@given(batches(), steps)
def test_undo_from_any_line_gives_the_replay_without_it_or_names_what_depends_on_it(
    made: list[Batch], taken: list[Step]
) -> None:
    review = last_of(made, taken)
    for target in review.log:
        number = target.decision_id
        undoable = not isinstance(target.action, Undo | Redo | AddBatch | Learn) and number not in review.cancelled
        assert {line.decision_id: line.can_be_undone for line in history(review)}[number] == undoable
        if not undoable:
            continue
        undone, refusal = taken_or_refused(review, decision_of(len(review.log) + 1, Undo(number)))
        if undone is None:
            assert refusal
            blocking = next(decision for decision in review.log if decision.decision_id == refusal.decision_id)
            assert blocking.decision_id > number
            assert review.stands(blocking.decision_id)
            named = spoken_time(blocking.decided_at)
            assert str(refusal) == f"La décision de {named} dépend de celle-ci : annulez-la d’abord."
            undone_with_what_depends_on_it(made, review, number, blocking.decision_id)
            continue
        assert review.standing_on(decision_of(len(review.log) + 1, Undo(number))) == ()
        assert state_of(undone) == state_of(Review.of(made, undone.log))
        assert state_of(undone) == state_of(without(made, review, number)) or refuses(review)


def undone_with_what_depends_on_it(made: Sequence[Batch], review: Review, number: int, first: int) -> None:
    """Undo a decision with all that could not stand without it, and take all of it back."""
    start = len(review.log) + 1
    fallen = review.standing_on(decision_of(start, Undo(number)))
    assert fallen[0] == first
    assert all(number < other and review.stands(other) for other in fallen)
    together = [
        replace(decision_of(start + rank, Undo(name)), gesture=start if rank else 0)
        for rank, name in enumerate([*reversed(fallen), number])
    ]
    undone = review.after_together(together)
    assert state_of(undone) == state_of(Review.of(made, undone.log))
    assert undone.undone_with(number) == (number, *fallen)
    assert undone.gesture(undone.log[-1].decision_id) == tuple(decision.decision_id for decision in together)
    back = [decision_of(len(undone.log) + 1 + rank, Redo(name)) for rank, name in enumerate((number, *fallen))]
    assert state_of(undone.after_together(back)) == state_of(review)
    for left_out in fallen:
        kept = [decision for decision in together if decision.action != Undo(left_out)]
        with pytest.raises(DecisionError):
            review.after_together(kept)


def refuses(review: Review) -> bool:
    """Tell whether a refusal stands: it names lines that a log without undone ones does not have."""
    return any(isinstance(decision.action, RefuseLearning) for decision in review.log)


def without(made: Sequence[Batch], review: Review, number: int) -> Review:
    """Give what would stand had a decision, and what was learnt from it, never been taken."""
    undoings = {number} | {
        decision.decision_id
        for decision in review.log
        if isinstance(decision.action, Redo) and decision.action.decision_id == number
    }
    kept = [
        decision
        for decision in review.log
        if decision.decision_id not in review.cancelled
        and decision.decision_id != number
        and not isinstance(decision.action, Undo | Redo)
        and not (isinstance(decision.action, Learn) and decision.action.after in undoings)
    ]
    return Review.of(made, kept)


@SEQUENCES
@given(batches(), steps)
def test_the_tool_never_overrules_a_person(made: list[Batch], taken: list[Step]) -> None:
    placed_by: dict[str, str] = {}
    for before, decision, after in played(made, taken):
        if isinstance(decision.action, Learn):
            for name, idea in before.ideas.items():
                theme = before.themes.get(idea.theme_id)
                read = theme is not None and theme.approved and idea.read_in == theme.theme_id
                guarded = theme is not None and (theme.locked or read)
                assert before.is_held(idea) == bool(idea.settled or idea.set_aside or guarded)
                if before.is_held(idea):
                    assert after.ideas[name] == idea
                moved = after.ideas[name]
                if moved.theme_id != idea.theme_id:
                    assert (name, moved.theme_id) not in before.refused
                    assert not before.themes[moved.theme_id].locked
                    assert not before.themes[moved.theme_id].approved
                    assert moved.learnt == decision.decision_id
            assert dict(after.themes) == dict(before.themes)
        if isinstance(decision.action, MoveIdeas):
            placed_by = dict.fromkeys(decision.action.idea_ids, decision.action.theme_id)
            for name, theme_id in placed_by.items():
                idea = after.ideas[name]
                assert (idea.theme_id, idea.settled, idea.learnt, idea.set_aside) == (theme_id, True, 0, "")
                assert after.is_held(idea)
        elif isinstance(decision.action, RefuseLearning):
            refused, names = set(decision.action.decision_ids), set(decision.action.idea_ids)
            for idea in after.ideas.values():
                assert not (refused & {number for number, _ in idea.unseen} and (not names or idea.idea_id in names))
            for learnt in before.log:
                if learnt.decision_id in refused:
                    assert isinstance(learnt.action, Learn)
                    moved = {(name, theme) for name, theme, _ in learnt.action.placements}
                    put_back = {(name, theme) for name, theme in moved if not names or name in names}
                    assert put_back <= after.refused
                    assert put_back != moved or not after.stands(learnt.decision_id)
            tied = SplitTheme | JoinIdeas | CutIdea | DeleteTheme | SetBatchAside  # what may carry others along
            if names and not any(isinstance(earlier.action, tied) for earlier in before.log):
                for name, idea in before.ideas.items():
                    assert name in names or after.ideas[name].theme_id == idea.theme_id


@SEQUENCES
@given(batches(), steps)
def test_identifiers_are_never_given_twice(made: list[Batch], taken: list[Step]) -> None:
    themes = {theme.theme_id for batch in made for theme in batch.themes}
    ideas = {name for batch in made for name in batch.ideas["idea_id"]}
    for _, decision, after in played(made, taken):
        action = decision.action
        created = [action.theme_id] if isinstance(action, CreateTheme) else []
        created += [part.theme_id for part in action.parts] if isinstance(action, SplitTheme) else []
        assert themes.isdisjoint(created)
        themes |= set(created)
        assert themes.isdisjoint(after.new_theme_ids(3))
        if isinstance(action, CutIdea):
            assert action.new_id not in ideas
            ideas.add(action.new_id)
        for contribution in after.contributions:
            assert after.new_idea_id(contribution) not in ideas


# By hand


def test_undo_undo_redo_redo(review: Review) -> None:
    first, second = MoveIdeas(("c0001-1",), "t02"), MergeThemes("t02", "t03")
    here = decide(review, first, second)
    assert (here.next_undo(), here.next_redo()) == (here.log[1], None)
    here = decide(here, Undo(2))
    assert (here.next_undo(), here.next_redo()) == (here.log[0], here.log[1])
    here = decide(here, Undo(1))
    assert (here.next_undo(), here.next_redo()) == (None, here.log[0])
    assert changes(review, here) == {}
    here = decide(here, Redo(1))
    assert (here.next_undo(), here.next_redo()) == (here.log[0], here.log[1])
    here = decide(here, Redo(2))
    assert (here.next_undo(), here.next_redo()) == (here.log[1], None)
    assert place_of(here)["c0001-1"] == "t03"
    assert here.cancelled == {}


def test_a_new_decision_or_batch_clears_redo_and_learning_does_not(review: Review) -> None:
    undone = decide(review, LockTheme("t01"), Undo(1))
    assert decide(undone, Learn((("c0003-3", "t02", 40),), 2)).next_redo() == undone.log[0]
    assert decide(undone, LockTheme("t02")).next_redo() is None
    assert with_later_batch(undone).next_redo() is None


def test_undo_passes_over_batches_and_what_the_tool_did(review: Review) -> None:
    here = decide(with_later_batch(decide(review, LockTheme("t01"))), Learn((("c0003-3", "t02", 40),), 1))
    assert here.next_undo() == here.log[0]
    assert place_of(decide(here, Undo(1)))["c0003-3"] == UNCLASSIFIED
    assert Review.of([first_batch()]).next_undo() is None


def test_undo_and_redo_pass_over_what_was_decided_about_documents(review: Review) -> None:
    fact = GiveFact("lieu", "mairie")
    here = decide(review, LockTheme("t01"), fact)
    assert here.next_undo() == here.log[0]
    undone = decide(here, Undo(1), fact)
    assert (undone.next_undo(), undone.next_redo()) == (None, here.log[0])
    fact_undone = decide(here, Undo(2))
    assert (fact_undone.next_undo(), fact_undone.next_redo()) == (here.log[0], None)
    assert decide(fact_undone, Redo(2)).next_undo() == here.log[0]
    assert decide(undone, Undo(4), Redo(1)).next_undo() == here.log[0]


DEPENDENT = [
    pytest.param(
        (CreateTheme("t04", "Eau"), MoveIdeas(("c0001-1",), "t04")), Undo(1), 2, "dépend de celle-ci", id="create-move"
    ),
    pytest.param(
        (CutIdea("c0001-1", 7, 8, "c0001-3"), MoveIdeas(("c0001-3",), "t02")),
        Undo(1),
        2,
        "dépend de celle-ci",
        id="cut-move",
    ),
    pytest.param(
        (MergeThemes("t02", "t01"), RenameTheme("t01", "Ombre")), Undo(1), 2, "dépend de celle-ci", id="merge-rename"
    ),
    pytest.param(
        (SetAsideIdeas(("c0001-1",)), TakeBackIdeas(("c0001-1",))), Undo(1), 2, "dépend de celle-ci", id="aside-back"
    ),
    pytest.param(
        (Learn((("c0003-3", "t02", 40),), 0), SplitTheme("t02", (ThemePart("t04", "Pompe", ("c0003-3",)),))),
        RefuseLearning((1,)),
        2,
        "dépend de ces déplacements",
        id="learnt-split",
    ),
    pytest.param(
        (CreateTheme("t04", "Eau"), Undo(1), CreateTheme("t05", "eau")),
        Redo(1),
        3,
        "ne va pas avec celle-ci",
        id="redo-same-name",
    ),
]


@pytest.mark.parametrize(("taken", "action", "number", "why"), DEPENDENT)
def test_a_refusal_names_the_decision_in_the_way(
    review: Review, taken: tuple[Action, ...], action: Action, number: int, why: str
) -> None:
    here = decide(review, *taken, reason="hors de propos")
    with pytest.raises(DecisionError) as caught:
        decide(here, action)
    assert str(caught.value) == f"La décision de 14 h {31 + number} {why} : annulez-la d’abord."
    assert caught.value.decision_id == number


def test_a_refusal_names_the_day_of_a_decision_taken_another_day(review: Review) -> None:
    here = decide(review, CreateTheme("t04", "Eau"), MoveIdeas(("c0001-1",), "t04"))
    with pytest.raises(
        DecisionError, match=r"^La décision du 14/03 à 14 h 33 dépend de celle-ci : annulez-la d’abord\.$"
    ):
        here.after(Decision(3, "2026-03-15T09:00:00+01:00", "Léa", Undo(1)))


def test_a_decision_that_cannot_be_redone_says_why(review: Review) -> None:
    here = decide(review, CreateTheme("t04", "Eau"), MoveIdeas(("c0001-1",), "t04"), Undo(2), Undo(1))
    sentence = (
        "Rétablissement impossible : ce thème n’existe plus : "
        "il a été fusionné, supprimé, ou sa création a été annulée."
    )
    with pytest.raises(DecisionError, match=f"^{re.escape(sentence)}$"):
        decide(here, Redo(2))


def test_the_log_of_another_dossier_is_refused(review: Review) -> None:
    log = decide(review, LockTheme("t01"), MoveIdeas(("c0001-1",), "t02")).log
    sentence = (
        "L’historique de ce dossier ne va pas avec ses contributions (décision du 14/03 à 14 h 33) : "
        "reprenez une sauvegarde."
    )
    with pytest.raises(DecisionError, match=f"^{re.escape(sentence)}$"):
        Review.of([build_batch(1, [], FIRST_THEMES)], log)


def test_what_a_person_confirmed_stays_when_learning_is_refused(review: Review) -> None:
    learnt = decide(review, Learn((("c0003-2", "t01", 66), ("c0003-1", "t01", 60)), 0))
    refused = decide(learnt, ConfirmIdeas(("c0003-2",), "t01"), RefuseLearning((1,)))
    assert (refused.ideas["c0003-2"].theme_id, refused.ideas["c0003-2"].settled) == ("t01", True)
    assert refused.ideas["c0003-1"] == review.ideas["c0003-1"]
    assert refused.refused == {("c0003-2", "t01"), ("c0003-1", "t01")}
    assert not refused.stands(1)
    assert decide(refused, Undo(3)).stands(1)


def test_learning_refused_or_undone_cannot_be_refused_again(review: Review) -> None:
    learnt = decide(review, LockTheme("t02"), Learn((("c0003-2", "t01", 66),), 1))
    for last in (RefuseLearning((2,)), Undo(1)):
        for action in (RefuseLearning((2,)), AcceptLearning((2,))):
            with pytest.raises(DecisionError, match="ont déjà été refusés ou annulés"):
                decide(learnt, last, action)


def test_counts(review: Review) -> None:
    assert review.counts == ReviewCounts(7, 6, 1, 0, 0, 0, 0, reviewed=0, to_review=2)
    after = decide(
        with_later_batch(review),
        MoveIdeas(("c0003-3", "c0001-2"), "t03"),
        SetAsideIdeas(("c0002-1", "c0001-2")),
        ApproveTheme("t03"),
        JoinIdeas("c0003-1", "c0003-2"),
        reason="hors de propos",
    )
    assert after.counts == ReviewCounts(
        ideas=9,
        classified=6,
        unclassified=1,
        set_aside=2,
        settled=1,
        in_approved_themes=2,
        absorbed=1,
        reviewed=4,
        to_review=1,
    )


def test_ideas_and_themes_leave_as_reviewed(review: Review) -> None:
    after = decide(
        review,
        MoveIdeas(("c0002-1", "c0004-1"), "t03"),
        AddSecondaryTheme(("c0002-1",), "t01"),
        FlagIdeas(("c0002-1",), Flag.OUTSIDE_COMPETENCE),
        FlagIdeas(("c0002-1",), Flag.OFF_TOPIC),
        SetAsideIdeas(("c0001-1",)),
        reason="insulte",
    )
    rows = after.idea_table().set_index("idea_id").to_dict("index")
    assert list(rows) == ["c0001-1", "c0001-2", "c0002-1", "c0003-1", "c0003-2", "c0003-3", "c0004-1"]
    aside, moved, doubtful = rows["c0001-1"], rows["c0002-1"], rows["c0001-2"]
    assert (aside["theme_id"], aside["confidence"], aside["to_review"], aside["reason"]) == (
        SET_ASIDE,
        0,
        False,
        "insulte",
    )
    assert (moved["theme_id"], moved["secondary"], moved["flags"]) == (
        "t03",
        ("t01",),
        ("hors_competence", "hors_sujet"),
    )
    assert (moved["confidence"], moved["to_review"], moved["reason"]) == (100, False, "")
    assert (doubtful["to_review"], doubtful["reason"]) == (True, "confiance faible")
    assert [(theme.theme_id, theme.solidity) for theme in after.theme_table()] == [("t03", 70), ("t01", 80)]
    approved = decide(after, ApproveTheme("t01")).idea_table().set_index("idea_id")
    assert not approved.loc["c0001-2", "to_review"]
    assert approved.loc["c0001-2", "reason"] == ""


def test_reading_order_and_words(review: Review) -> None:
    assert [review.text(idea) for idea in review.by_theme["t01"]] == [
        "Planter des arbres le long du boulevard",
        "arroser la cour",
        "Plus d'arbres et plus d'ombre devant la gare",
    ]
    assert review.contributions["c0004"].reference == "4"
    assert "c0005" not in review.contributions
    assert review.by_theme[SET_ASIDE] == []


def test_a_dossier_without_anything_can_be_reviewed() -> None:
    review = Review.of([])
    assert review.counts.ideas == len(review.idea_table()) == 0
    assert history(decide(review, CreateTheme("t01", "Eau")))[0].sentence == "Création du thème “Eau”"


def test_the_tool_is_the_author_of_what_it_does(review: Review) -> None:
    assert decide(review, Learn((), 0)).log[0].author == TOOL
    assert later_batch().batch_id == 2
