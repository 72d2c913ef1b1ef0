"""The grouping as a person has reviewed it: the automatic result and the log of decisions, replayed.

A review is a value: taking a decision gives another review. Nothing of it is stored but
the log, from which everything comes back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from typing import Final

import pandas as pd

from participation_lib.corpus.privacy.marks import MARK, fold_words
from participation_lib.corpus.statuses import repeated_contribution
from participation_lib.review.as_read import AsRead, ReviewedContribution
from participation_lib.review.protection import (
    Protection,
    ShownText,
    kept_words,
    show,
    without_words,
    words_hidden,
)
from participation_lib.review.replay import (
    CannotReplayError,
    cancelled_by,
    is_undoable,
    moment_of,
    obstacle,
    pairs_of,
    replayed,
    spoken_time,
    standing_on,
)
from participation_lib.review.rules import apply
from participation_lib.review.state import (
    NOT_THERE,
    Arrival,
    DecisionError,
    ReviewedIdea,
    ReviewedTheme,
    State,
    is_held,
)
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    AcceptLearning,
    Action,
    AddSecondaryTheme,
    Batch,
    CreateTheme,
    CutIdea,
    Decision,
    DocumentAction,
    Learn,
    ProtectPassages,
    Redo,
    RefuseLearning,
    Replacement,
    SplitTheme,
    Status,
    Theme,
    Treatment,
    Undo,
)

__all__ = [
    "DecisionError",
    "Review",
    "ReviewCounts",
    "ReviewedContribution",
    "ReviewedIdea",
    "ReviewedTheme",
    "spoken_time",
]

_THEME_NUMBER: Final = re.compile(r"t(\d+)")


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """What is always in sight: every idea is classified, without a theme, or set aside.

    Attributes
    ----------
    reviewed
        Ideas a person has seen to: placed or confirmed, in a theme she approved, or set aside.
    to_review
        Doubtful ideas that nobody has looked at yet.
    """

    ideas: int
    classified: int
    unclassified: int
    set_aside: int
    settled: int
    in_approved_themes: int
    absorbed: int
    reviewed: int
    to_review: int


@dataclass(frozen=True)
class Review:
    """The automatic grouping with the decisions taken so far.

    Attributes
    ----------
    log
        Every decision, undone ones included, in order.
    cancelled
        From a decision that is undone to the one that undid it.
    """

    log: tuple[Decision, ...]
    cancelled: Mapping[int, int]
    _read: AsRead = field(repr=False)
    _arrivals: Mapping[int, Arrival] = field(repr=False)
    _state: State = field(repr=False)

    @classmethod
    def of(cls, batches: Sequence[Batch], log: Sequence[Decision] = ()) -> Review:
        """Give the review of the batches of a dossier after a log of decisions.

        Parameters
        ----------
        batches
            The first is there from the start; the others enter with their `AddBatch`.

        Raises
        ------
        DecisionError
            A decision of the log does not apply: the log was not made on these batches.
        """
        read = AsRead()
        arrivals: dict[int, Arrival] = {}
        for batch in batches:
            read = read.with_batch(batch)
            arrivals[batch.batch_id] = _arrival_of(batch)
        empty = cls((), {}, read, arrivals, replayed(read.texts, arrivals, ()))
        try:
            return empty._with_log(tuple(log))
        except CannotReplayError as error:
            raise DecisionError(
                f"L’historique de ce dossier ne va pas avec ses contributions (décision {moment_of(error.decision)}) : "
                "reprenez une sauvegarde.",
                error.decision.decision_id,
            ) from error

    def with_batch(self, batch: Batch) -> Review:
        """Give the review that knows of one more batch; its ideas enter with its `AddBatch`."""
        arrivals = {**self._arrivals, batch.batch_id: _arrival_of(batch)}
        read = self._read.with_batch(batch)
        return replace(
            self, _read=read, _arrivals=arrivals, _state=replace(self._state, arrivals=arrivals, texts=read.texts)
        )

    def _with_log(self, log: tuple[Decision, ...]) -> Review:
        cancelled = cancelled_by(log)
        return replace(
            self, log=log, cancelled=cancelled, _state=replayed(self._state.texts, self._arrivals, log, cancelled)
        )

    def after(self, decision: Decision) -> Review:
        """Give the review after one more decision.

        Raises
        ------
        DecisionError
            The decision cannot be taken as things are; one French sentence says why.
        """
        log = (*self.log, decision)
        self._check_target(decision)
        if isinstance(decision.action, Undo | Redo | RefuseLearning):
            try:
                return self._with_log(log)
            except CannotReplayError as error:
                raise DecisionError(obstacle([decision], error), error.decision.decision_id) from error
        self._check_as_things_are(decision.action)
        state, cancelled = self._state.copy(), self.cancelled
        if isinstance(decision.action, Learn):
            state.learnt = {**state.learnt, decision.decision_id: pairs_of(decision.action)}
            cancelled = cancelled_by(log)
        if decision.decision_id not in cancelled:
            apply(state, decision)
        return replace(self, log=log, cancelled=cancelled, _state=state)

    def after_together(self, decisions: Sequence[Decision]) -> Review:
        """Give the review after decisions that were taken at once: of undoings, only what all come to must hold.

        Raises
        ------
        DecisionError
            They cannot be taken as things are; one French sentence says why.
        """
        review = self
        if len(decisions) < 2 or not all(isinstance(decision.action, Undo | Redo) for decision in decisions):
            for decision in decisions:
                review = review.after(decision)
            return review
        for decision in decisions:
            review._check_target(decision)
            log = (*review.log, decision)
            review = replace(review, log=log, cancelled=cancelled_by(log))
        try:
            return review._with_log(review.log)
        except CannotReplayError as error:
            raise DecisionError(obstacle(decisions, error), error.decision.decision_id) from error

    def _check_as_things_are(self, action: Action) -> None:
        """Refuse what makes no sense now, although the same decision may be replayed on other things.

        An identifier that was given before, be it by a decision that is undone; a second theme
        that is the first; a split proposed for a theme that has changed since.
        """
        created = _created_themes(action)
        if created and not self._known_theme_ids.isdisjoint(created):
            raise DecisionError("Ce thème existe déjà.")
        if isinstance(action, SplitTheme):
            proposed = [self.ideas.get(name) for part in action.parts for name in part.as_proposed]
            if not all(idea and idea.theme_id == action.theme_id and not idea.set_aside for idea in proposed):
                raise DecisionError(NOT_THERE)
        if isinstance(action, CutIdea) and action.new_id in self._cut_ids:
            raise DecisionError("Cette coupure a déjà été faite : rechargez.")
        if isinstance(action, CutIdea) and self._is_in_a_mark(action):
            raise DecisionError("Une coupure ne se fait pas à l’intérieur d’une marque : placez-la entre deux mots.")
        if isinstance(action, AddSecondaryTheme) and any(
            self.ideas[name].theme_id == action.theme_id for name in action.idea_ids if name in self.ideas
        ):
            raise DecisionError("Ce thème est déjà le thème principal d’une des idées choisies : prenez-en un autre.")

    def _is_in_a_mark(self, action: CutIdea) -> bool:
        contribution_id = action.idea_id.rpartition("-")[0]
        places = range(action.first_end, action.second_start + 1)
        decided = self.protections.get(contribution_id, ())
        hidden = [p for p in decided if p.treatment is not Treatment.KEEP]
        text = self._read.texts.get(contribution_id, "")
        marks = [match.span() for match in MARK.finditer(text)] + [(p.start, p.end) for p in hidden]
        return any(start < place < end for place in places for start, end in marks)

    def _check_target(self, decision: Decision) -> None:
        action = decision.action
        if isinstance(action, RefuseLearning | AcceptLearning):
            named = [self._by_id.get(number) for number in action.decision_ids]
            if not named or not all(found and isinstance(found.action, Learn) for found in named):
                raise DecisionError("Seul ce que l’outil a déplacé de lui-même peut être refusé ou gardé ainsi.")
            if not any(self.stands(number) for number in action.decision_ids) or not self._still_moved(action):
                raise DecisionError("Ces déplacements de l’outil ont déjà été refusés ou annulés.")
            return
        if not isinstance(action, Undo | Redo):
            return
        target = self._by_id.get(action.decision_id)
        if target is None:
            raise DecisionError("Cette décision n’est pas dans l’historique de ce dossier.")
        if isinstance(action, Redo):
            if isinstance(target.action, Learn):
                raise DecisionError(
                    "Cette ligne de l’historique ne se rétablit pas : rétablissez la décision qui la précède."
                )
            if action.decision_id not in self.cancelled:
                raise DecisionError("Cette décision n’est pas annulée : il n’y a rien à rétablir.")
        elif action.decision_id in self.cancelled:
            raise DecisionError("Cette décision est déjà annulée.")
        elif not is_undoable(target):
            raise DecisionError("Cette ligne de l’historique ne s’annule pas.")

    def _still_moved(self, action: RefuseLearning | AcceptLearning) -> bool:
        """Tell whether each idea a refusal names was moved by what it refuses, and not put back since."""
        if isinstance(action, AcceptLearning) or not action.idea_ids:
            return True
        named = [self._by_id[number].action for number in action.decision_ids]
        moved = {pair for learnt in named if isinstance(learnt, Learn) for pair in pairs_of(learnt)} - self.refused
        return set(action.idea_ids) <= {idea_id for idea_id, _ in moved}

    @cached_property
    def _by_id(self) -> dict[int, Decision]:
        return {decision.decision_id: decision for decision in self.log}

    # What there is

    @cached_property
    def contributions(self) -> Mapping[str, ReviewedContribution]:
        """Those retained, by identifier, in reading order, with their text as it may be shown."""
        if not self._shown:
            return self._read.contributions
        changed = {name: shown.text for name, shown in self._shown.items() if name in self._read.contributions}
        return {
            **self._read.contributions,
            **{name: replace(self._read.contributions[name], text=text) for name, text in changed.items()},
        }

    @cached_property
    def ideas(self) -> Mapping[str, ReviewedIdea]:
        """Every idea by identifier, those set aside included; spans are those of the text that is shown."""
        if not self._shown:
            return self._state.ideas
        ideas = dict(self._state.ideas)
        for name, idea in self._state.ideas.items():
            if idea.contribution_id in self._shown:
                start, end = self._shown[idea.contribution_id].span(idea.start, idea.end)
                ideas[name] = replace(idea, start=start, end=end)
        return ideas

    @cached_property
    def _shown(self) -> Mapping[str, ShownText]:
        """Contributions some passage of which was decided, whatever became of them."""
        decided = self._state.protections
        if not decided:
            return {}
        spans: dict[str, list[tuple[int, int]]] = {name: [] for name in decided}
        for idea in self._state.ideas.values():
            if idea.contribution_id in spans:
                spans[idea.contribution_id].append((idea.start, idea.end))
        return {
            name: show(self._read.texts[name], spans[name], passages, self._read.marked(name))
            for name, passages in decided.items()
        }

    @cached_property
    def themes(self) -> Mapping[str, ReviewedTheme]:
        """Every theme by identifier, empty ones included, in the order they came; their names say nothing masked."""
        themes = self._state.themes
        named = (words for t in themes.values() for words in (t.label, t.description, *t.keywords))
        hidden = words_hidden(self.masked, named, self._texts_shown()) if self.masked else {}
        if not hidden:
            return themes
        return {
            name: replace(
                theme,
                label=without_words(theme.label, hidden),
                description=without_words(theme.description, hidden),
                keywords=tuple(word for word in theme.keywords if without_words(word, hidden) == word),
            )
            for name, theme in themes.items()
        }

    @cached_property
    def masked(self) -> Mapping[str, str]:
        """From the words people masked or generalised to what is shown instead: internal."""
        return {
            self.words_behind(name, p.start, p.end): p.words
            for name, decided in self.protections.items()
            for p in decided
            if p.treatment is not Treatment.KEEP
        }

    def _texts_shown(self) -> Iterator[str]:
        for name, text in self._read.texts.items():
            yield self._shown[name].text if name in self._shown else text

    @cached_property
    def words_hidden(self) -> tuple[str, ...]:
        """What people masked or generalised and that no text says any more, folded: internal."""
        said = " " + " ".join(fold_words(text) for text in self._texts_shown()) + " " if self.masked else ""
        phrases = sorted({fold_words(words) for words in self.masked} - {""})
        return tuple(phrase for phrase in phrases if f" {phrase} " not in said)

    @property
    def every_automatic_theme(self) -> tuple[ReviewedTheme, ...]:
        """Every theme found in the data, as it was before any decision."""
        return tuple(theme for arrival in self._arrivals.values() for theme in arrival.themes)

    @property
    def refused(self) -> frozenset[tuple[str, str]]:
        """Pairs (idea, theme) that the tool must not propose again."""
        return frozenset(self._state.refused)

    @property
    def absorbed(self) -> Mapping[str, str]:
        """From an idea joined to another to that other."""
        return self._state.absorbed

    def file_names(self, batch_id: int) -> tuple[str, ...]:
        """Give the names of the files a batch was read from."""
        return self._arrivals[batch_id].file_names if batch_id in self._arrivals else ()

    def may_be_set_aside(self, batch_id: int) -> bool:
        """Tell whether a batch came in later and is still counted with the rest."""
        return batch_id in self._state.entered and batch_id not in (*self.batches_aside, min(self._arrivals))

    @property
    def batches_aside(self) -> Mapping[int, str]:
        """Batches that were set aside whole, with the reason."""
        return self._state.aside

    @cached_property
    def contributions_aside(self) -> dict[str, str]:
        """Contributions that were set aside with their batch, and of which no idea was taken back, with the reason."""
        kept = {idea.contribution_id for idea in self.ideas.values() if not idea.set_aside}
        return {
            name: reason
            for batch_id, reason in self.batches_aside.items()
            for name in sorted(self._arrivals[batch_id].contribution_ids - kept)
        }

    @property
    def deleted(self) -> Mapping[str, str]:
        """From a theme that was deleted to what it was called."""
        return self._state.deleted

    def idea_now(self, idea_id: str) -> str:
        """Give the idea that holds today the words of another: itself, or the one it was joined to."""
        while idea_id in self._state.absorbed:
            idea_id = self._state.absorbed[idea_id]
        return idea_id

    def theme_now(self, theme_id: str) -> str:
        """Give the theme that holds today what was in a theme: itself, or what it was merged into."""
        while theme_id in self._state.merged:
            theme_id = self._state.merged[theme_id]
        return theme_id

    def idea(self, idea_id: str) -> ReviewedIdea:
        """Give an idea that must exist.

        Raises
        ------
        DecisionError
            It does not; one French sentence says why.
        """
        return self.ideas[self._state.idea(idea_id).idea_id]

    def text(self, idea: ReviewedIdea) -> str:
        """Give the words of an idea."""
        return self.contributions[idea.contribution_id].text[idea.start : idea.end]

    def is_held(self, idea: ReviewedIdea) -> bool:
        """Tell whether the tool must leave an idea where it is."""
        return is_held(self._state, idea)

    @cached_property
    def by_theme(self) -> dict[str, list[ReviewedIdea]]:
        """Kept ideas of each theme, in reading order; `UNCLASSIFIED` and `SET_ASIDE` have their own list."""
        found: dict[str, list[ReviewedIdea]] = {theme_id: [] for theme_id in self.themes}
        found |= {UNCLASSIFIED: [], SET_ASIDE: []}
        for idea in self.in_reading_order:
            found[SET_ASIDE if idea.set_aside else idea.theme_id].append(idea)
        return found

    @cached_property
    def in_reading_order(self) -> list[ReviewedIdea]:
        """Every idea, by contribution and place in it."""
        position = {identifier: rank for rank, identifier in enumerate(self.contributions)}
        return sorted(self.ideas.values(), key=lambda idea: (position[idea.contribution_id], idea.start))

    @cached_property
    def counts(self) -> ReviewCounts:
        """What is classified, without a theme, set aside (they add up), and what was seen to."""
        kept = [idea for idea in self.ideas.values() if not idea.set_aside]
        unclassified = sum(idea.theme_id == UNCLASSIFIED for idea in kept)
        approved = {theme.theme_id for theme in self.themes.values() if theme.approved}
        read = {idea.idea_id for idea in kept if idea.theme_id in approved and idea.read_in == idea.theme_id}
        return ReviewCounts(
            ideas=len(self.ideas),
            classified=len(kept) - unclassified,
            unclassified=unclassified,
            set_aside=len(self.ideas) - len(kept),
            settled=sum(idea.settled for idea in kept),
            in_approved_themes=len(read),
            absorbed=len(self.absorbed),
            reviewed=len(self.ideas) - sum(not (idea.settled or idea.idea_id in read) for idea in kept),
            to_review=sum(self.needs_review(idea) for idea in kept),
        )

    # What is shown instead of personal data

    @property
    def retention(self) -> str:
        """Last day the contributions are kept (ISO 8601), "" where nobody said."""
        return self._state.retention

    @property
    def protections(self) -> Mapping[str, tuple[Protection, ...]]:
        """Passages decided, by contribution, by their place in the text that was read."""
        return self._state.protections

    def text_as_read(self, contribution_id: str) -> str:
        """Give the text of a contribution as it is stored, whatever became of it: places of decisions are in it."""
        return self._read.texts[contribution_id]

    @property
    def texts_as_read(self) -> Mapping[str, str]:
        """The text of every contribution as it is stored, those not retained included."""
        return self._read.texts

    def shown_text(self, contribution_id: str) -> ShownText:
        """Give the text of any contribution as it may be shown, with the way back to what was read."""
        found = self._shown.get(contribution_id)
        return found or show(self._read.texts[contribution_id], (), (), {})

    @property
    def shown_texts(self) -> Mapping[str, str]:
        """The texts that differ from what was read, by contribution, those not retained included."""
        return {name: shown.text for name, shown in self._shown.items()}

    def span_as_read(self, idea_id: str) -> tuple[int, int]:
        """Give where an idea is in the text that was read, whatever was masked since."""
        idea = self._state.idea(idea_id)
        return idea.start, idea.end

    def words_behind(self, contribution_id: str, start: int, end: int) -> str:
        """Give what a passage of the text that was read says, words that marks stand for included: internal."""
        return kept_words(self._read.texts[contribution_id], start, end, self._read.marked(contribution_id))

    def marked(self, contribution_id: str) -> dict[tuple[int, int], Replacement]:
        """Give what the marks of a contribution stand for, by their place in the text that was read: internal."""
        return self._read.marked(contribution_id)

    @property
    def marks_given(self) -> tuple[Replacement, ...]:
        """Every mark that ever stood for words, those of decisions undone since included: internal."""
        decided = [
            Replacement(first.contribution_id, mark.group(), mark["kind"], words)
            for action in (decision.action for decision in self.log)
            if isinstance(action, ProtectPassages) and action.treatment is Treatment.MASK
            if (mark := MARK.fullmatch(" ".join(action.words.split())))
            for first in action.passages[:1]
            if (words := self.words_behind(first.contribution_id, first.start, first.end))
        ]
        return (*(found for name in self._read.texts for found in self._read.replacements.get(name, ())), *decided)

    @cached_property
    def replacements(self) -> tuple[Replacement, ...]:
        """Everything that is masked now, in reading order: what the reading masked and what people did since."""
        found: list[Replacement] = []
        for name in self._read.texts:
            decided = self.protections.get(name)
            if decided is None:
                found += self._read.replacements.get(name, ())
                continue
            still = [
                (span, mark)
                for span, mark in self._read.marked(name).items()
                if not any(p.start <= span[0] and span[1] <= p.end for p in decided)
            ]
            masked = [
                ((p.start, p.end), Replacement(name, p.words, mark["kind"], self.words_behind(name, p.start, p.end)))
                for p in decided
                if p.treatment is Treatment.MASK and (mark := MARK.fullmatch(p.words))
            ]
            found += [replacement for _, replacement in sorted([*still, *masked], key=lambda pair: pair[0])]
        return tuple(found)

    # What was done

    def decision(self, decision_id: int) -> Decision:
        """Give a decision of the log."""
        return self._by_id[decision_id]

    def stands(self, decision_id: int) -> bool:
        """Tell whether a decision other than an undo or a redo takes part in the result: neither undone nor refused."""
        return decision_id in self._state.touched

    def touched(self, decision_id: int) -> int:
        """Give how many ideas a decision touched when it applied; 0 for one that is undone."""
        return self._state.touched.get(decision_id, 0)

    def labels_named(self, decision_id: int) -> tuple[str, ...]:
        """Give the labels, at that moment, of the themes a decision names; empty for one that is undone."""
        return self._state.said.get(decision_id, ())

    def set_aside_with(self, decision_id: int) -> tuple[str, ...]:
        """Give the ideas that went with a batch a decision set aside whole; empty for one that is undone."""
        return self._state.with_batch.get(decision_id, ())

    def natures_joined(self, decision_id: int) -> tuple[str, str] | None:
        """Give the nature kept and the one given up by a joining of ideas that had two."""
        return self._state.natures.get(decision_id)

    def next_undo(self, author: str = "", besides: Collection[int] = ()) -> Decision | None:
        """Give the last decision of somebody about the grouping that stands and may be undone.

        Those about documents are undone where documents are written, or from the history.

        Parameters
        ----------
        author
            Whose; anybody's but the tool's when "".
        besides
            Decisions to pass over, although they bear that name.
        """
        return next(
            (
                decision
                for decision in reversed(self.log)
                if is_undoable(decision)
                and not isinstance(decision.action, DocumentAction)
                and _is_of(decision, author, besides)
                and decision.decision_id not in self.cancelled
            ),
            None,
        )

    def next_redo(self, author: str = "", besides: Collection[int] = ()) -> Decision | None:
        """Give the decision that somebody undid last, unless the same person took another since.

        Those about documents are passed over, and so is their undoing.
        """
        for decision in reversed(self.log):
            if not _is_of(decision, author, besides) or self._is_of_documents(decision):
                continue
            if isinstance(decision.action, Undo):
                if self.cancelled.get(decision.action.decision_id) == decision.decision_id:
                    return self._by_id[decision.action.decision_id]
            elif not isinstance(decision.action, Redo):
                return None
        return None

    def _is_of_documents(self, decision: Decision) -> bool:
        """Tell whether a decision bears on documents, or undoes or takes back one that does."""
        action = decision.action
        if isinstance(action, Undo | Redo):
            action = self._by_id[action.decision_id].action
        return isinstance(action, DocumentAction)

    def undone_with(self, decision_id: int) -> tuple[int, ...]:
        """Give the decisions that one gesture undid with this one and that are still undone, in order."""
        undos = set(self.gesture(self.cancelled.get(decision_id, 0)))
        found = [number for number, by in self.cancelled.items() if by in undos and is_undoable(self._by_id[number])]
        return tuple(sorted(found))

    def standing_on(self, undo: Decision) -> tuple[int, ...]:
        """Give the decisions that could not stand without the one that an undoing names, in order.

        They are to be undone with it; none where it may be undone alone.

        Raises
        ------
        DecisionError
            It cannot be undone, even with others.
        """
        self._check_target(undo)
        try:
            return standing_on(self._state.texts, self._arrivals, self.log, undo)
        except CannotReplayError as error:
            raise DecisionError(obstacle([undo], error), error.decision.decision_id) from error

    def gesture(self, decision_id: int) -> tuple[int, ...]:
        """Give the decisions of the gesture a decision is part of, in order: itself alone most often."""
        known = self._by_id.get(decision_id)
        return self._gestures.get((known.gesture or decision_id) if known else 0, (decision_id,))

    @cached_property
    def _gestures(self) -> dict[int, tuple[int, ...]]:
        """Gestures of several decisions, by their first."""
        found: dict[int, list[int]] = {}
        for decision in self.log:
            if decision.gesture:
                found.setdefault(decision.gesture, [decision.gesture]).append(decision.decision_id)
        return {first: tuple(numbers) for first, numbers in found.items()}

    def new_theme_ids(self, number: int = 1) -> tuple[str, ...]:
        """Give identifiers that no theme has ever had, undone ones included."""
        names = self._known_theme_ids
        numbers = [int(match.group(1)) for name in names if (match := _THEME_NUMBER.fullmatch(name))]
        free = (f"t{value:02d}" for value in count(max(numbers, default=0) + 1))
        return tuple(next(free) for _ in range(number))

    @property
    def _known_theme_ids(self) -> set[str]:
        """Every identifier a theme ever had."""
        names = {theme.theme_id for theme in self.every_automatic_theme}
        return names.union(*(_created_themes(decision.action) for decision in self.log))

    @property
    def _cut_ids(self) -> list[str]:
        """Every identifier a cut ever gave."""
        return [decision.action.new_id for decision in self.log if isinstance(decision.action, CutIdea)]

    def new_idea_id(self, contribution_id: str) -> str:
        """Give the next identifier of an idea of a contribution; ordinals are never used twice."""
        prefix = f"{contribution_id}-"
        used = [name for arrival in self._arrivals.values() for name in (idea.idea_id for idea in arrival.ideas)]
        used += self._cut_ids
        ordinals = [int(name.removeprefix(prefix)) for name in used if name.startswith(prefix)]
        return f"{prefix}{max(ordinals, default=0) + 1}"

    # What leaves

    def idea_table(self) -> pd.DataFrame:
        """Give the table of ideas (`schema.IDEA_COLUMNS`) as reviewed.

        Two more columns: `secondary` (further themes) and `flags`, tuples. An idea set aside
        has `SET_ASIDE` for theme and why for reason.
        """
        rows = self.in_reading_order
        aside = [bool(idea.set_aside) for idea in rows]
        return pd.DataFrame(
            {
                "idea_id": pd.Series([idea.idea_id for idea in rows], dtype=object),
                "contribution_id": pd.Series([idea.contribution_id for idea in rows], dtype=object),
                "start": pd.Series([idea.start for idea in rows], dtype="int64"),
                "end": pd.Series([idea.end for idea in rows], dtype="int64"),
                "theme_id": pd.Series(
                    [SET_ASIDE if out else i.theme_id for i, out in zip(rows, aside, strict=True)], dtype=object
                ),
                "nature": pd.Series([idea.nature for idea in rows], dtype=object),
                "confidence": pd.Series(
                    [0 if out else i.confidence for i, out in zip(rows, aside, strict=True)], dtype="int64"
                ),
                "to_review": pd.Series(
                    [not out and self.needs_review(i) for i, out in zip(rows, aside, strict=True)], dtype=bool
                ),
                "reason": pd.Series(
                    [
                        i.set_aside or (i.reason if not self.is_held(i) or i.theme_id == UNCLASSIFIED else "")
                        for i in rows
                    ],
                    dtype=object,
                ),
                "secondary": pd.Series([idea.secondary for idea in rows], dtype=object),
                "flags": pd.Series([tuple(sorted(idea.flags)) for idea in rows], dtype=object),
            }
        )

    def needs_review(self, idea: ReviewedIdea) -> bool:
        """Tell whether an idea is still doubtful and nobody has looked at it."""
        return idea.to_review and not self.is_held(idea)

    def theme_table(self) -> tuple[Theme, ...]:
        """Give the themes that hold ideas, most ideas first, as notes show them."""
        held = {theme_id: len(ideas) for theme_id, ideas in self.by_theme.items()}
        order = {theme_id: rank for rank, theme_id in enumerate(self.themes)}
        kept = sorted(
            (t for t in self.themes.values() if held[t.theme_id]), key=lambda t: (-held[t.theme_id], order[t.theme_id])
        )
        return tuple(
            Theme(theme.theme_id, theme.label, theme.description, theme.keywords, theme.solidity) for theme in kept
        )


def _arrival_of(batch: Batch) -> Arrival:
    columns = ("idea_id", "contribution_id", "start", "end", "theme_id", "nature", "confidence", "to_review", "reason")
    rows = zip(*(batch.ideas[column].tolist() for column in columns), strict=True)
    later = batch.batch_id > 1
    themes = tuple(
        ReviewedTheme(
            theme.theme_id,
            theme.label,
            theme.description,
            theme.keywords,
            None if later else theme.solidity,  # of what comes in later, nothing is measured
            proposed=later,
            batch_id=batch.batch_id,
        )
        for theme in batch.themes
    )
    table = batch.contributions
    repeated = map(repeated_contribution, table.loc[table["status"] == Status.DUPLICATE, "reason"])
    return Arrival(
        tuple(ReviewedIdea(*row) for row in rows),
        themes,
        frozenset(table.loc[table["status"] == Status.RETAINED, "contribution_id"]),
        frozenset(repeated) - {""} - set(table["contribution_id"]),
        tuple(source.file_name for source in batch.sources),
    )


def _is_of(decision: Decision, author: str, besides: Collection[int]) -> bool:
    """Tell whether a decision is of somebody; of anybody but the tool when "" is asked for."""
    named = decision.author == author if author else not isinstance(decision.action, Learn)
    return named and decision.decision_id not in besides


def _created_themes(action: Action) -> tuple[str, ...]:
    if isinstance(action, CreateTheme):
        return (action.theme_id,)
    return tuple(part.theme_id for part in action.parts) if isinstance(action, SplitTheme) else ()
