"""Applying decisions, one after the other, to the automatic grouping.

The rules of what may be decided are here: a decision that cannot apply is refused with one
French sentence and changes nothing. What the tool learnt by itself is softer: it never
overrules a person, and what no longer applies of it is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final
from unicodedata import combining

from participation_lib.errors import InputError
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    AcceptLearning,
    Action,
    AddBatch,
    AddSecondaryTheme,
    ApproveTheme,
    ConfirmIdeas,
    CreateTheme,
    CutIdea,
    Decision,
    DescribeTheme,
    Flag,
    FlagIdeas,
    JoinIdeas,
    Learn,
    LockTheme,
    MergeThemes,
    MoveIdeas,
    RecodeNature,
    RefuseLearning,
    RemoveSecondaryTheme,
    RenameTheme,
    SetAsideIdeas,
    SettleDisagreement,
    SplitTheme,
    TakeBackIdeas,
)
from participation_lib.themes.naming import fold

__all__ = ["Arrival", "DecisionError", "ReviewedIdea", "ReviewedTheme", "State", "apply", "is_held"]

LONGEST_LABEL: Final = 120  # code points
_RESERVED: Final = re.compile(r"(?:non classe|ecarte)e?s?")  # folded
# What may lie between the halves of an idea that was cut, and be left out of both: what
# cutting by itself leaves out too. « - de voitures » keeps its sign, which is the wish.
_JOINT: Final = re.compile(
    r"[\s_,;:.•●▪→⇒–—*+/&>·-]*(?:\b(?:et puis|et aussi|et|ou bien|ou|mais aussi|mais|puis|aussi|donc|ainsi que)"
    r"[\s,;:]+)?",
    re.IGNORECASE,
)
_SIGNED_WISH: Final = re.compile(r"[-–+]\s?(?:de\b|d['’]|\d)")
_INSIDE_A_WORD: Final = re.compile(r"\w[-–—_.*+/&]*\w|.[\u200d\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.", re.DOTALL)


class DecisionError(InputError):
    """A decision that cannot be taken as things are; nothing was changed.

    Attributes
    ----------
    decision_id
        The decision of the log that stands in the way; 0 where none does.
    """

    def __init__(self, message: str, decision_id: int = 0) -> None:
        super().__init__(message)
        self.decision_id = decision_id


@dataclass(frozen=True, slots=True)
class ReviewedIdea:
    """An idea as it stands after the decisions taken so far.

    Attributes
    ----------
    theme_id
        Its theme, or `UNCLASSIFIED`. Kept while it is set aside, to be taken back there.
    secondary
        Further themes it speaks of; it still counts once.
    set_aside
        Why it is counted apart; "" for an idea that is kept.
    settled
        A person put it there, or said that it is in its place.
    learnt
        The decision of the tool that put it there and nobody has looked at yet, 0 for none.
    came_from
        The theme it was in before the tool moved it, "" where the tool never did.
    read_in
        The theme that was approved with it inside: what joined a theme after its approval was
        not read by anybody. "" for none.
    """

    idea_id: str
    contribution_id: str
    start: int
    end: int
    theme_id: str
    nature: str
    confidence: int
    to_review: bool
    reason: str
    secondary: tuple[str, ...] = ()
    flags: frozenset[Flag] = frozenset()
    set_aside: str = ""
    settled: bool = False
    learnt: int = 0
    came_from: str = ""
    read_in: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedTheme:
    """A theme as it stands after the decisions taken so far.

    Attributes
    ----------
    solidity
        0 to 100, of the automatic theme it comes from; None for one a person made or that came in later.
    proposed
        Found in contributions that came in later, and not looked at yet.
    """

    theme_id: str
    label: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    solidity: int | None = None
    locked: bool = False
    approved: bool = False
    proposed: bool = False
    batch_id: int = 0


@dataclass(frozen=True)
class Arrival:
    """Ideas and themes that enter the review together."""

    ideas: tuple[ReviewedIdea, ...]
    themes: tuple[ReviewedTheme, ...]


@dataclass
class State:
    """Where the replay stands. Mutable, and never seen from outside this room.

    Attributes
    ----------
    absorbed
        From an idea taken in by another to that other.
    merged
        From a theme that was merged to the one that took its ideas.
    entered
        Batches that are in.
    refused, learnt
        Pairs (idea, theme) that the tool must not propose again; those of each of its decisions.
    touched
        How many ideas each decision touched, by its identifier.
    said
        Labels, at that moment, of the themes each decision names.
    """

    texts: Mapping[str, str]
    arrivals: Mapping[int, Arrival]
    ideas: dict[str, ReviewedIdea] = field(default_factory=dict)
    themes: dict[str, ReviewedTheme] = field(default_factory=dict)
    absorbed: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    entered: set[int] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)
    learnt: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    touched: dict[int, int] = field(default_factory=dict)
    said: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def copy(self) -> State:
        """Give a state that can be changed without changing this one."""
        return replace(
            self,
            ideas=dict(self.ideas),
            themes=dict(self.themes),
            absorbed=dict(self.absorbed),
            merged=dict(self.merged),
            entered=set(self.entered),
            refused=set(self.refused),
            touched=dict(self.touched),
            said=dict(self.said),
        )

    def theme(self, theme_id: str) -> ReviewedTheme:
        """Give a theme that must exist."""
        if theme_id not in self.themes:
            raise DecisionError("Ce thème n’existe plus : il a été fusionné ou sa création a été annulée.")
        return self.themes[theme_id]

    def idea(self, idea_id: str) -> ReviewedIdea:
        """Give an idea that must exist."""
        if idea_id not in self.ideas:
            raise DecisionError(f"L’idée {idea_id} n’existe plus : elle a été recollée à une autre.")
        return self.ideas[idea_id]

    def chosen(self, idea_ids: Iterable[str]) -> list[ReviewedIdea]:
        """Give ideas that must exist, each once, and at least one."""
        found = [self.idea(idea_id) for idea_id in dict.fromkeys(idea_ids)]
        if not found:
            raise DecisionError("Aucune idée n’est choisie : choisissez-en au moins une.")
        return found

    def members(self, theme_id: str) -> list[ReviewedIdea]:
        """Give the ideas of a theme, those set aside included."""
        return [idea for idea in self.ideas.values() if idea.theme_id == theme_id]

    def put(self, ideas: Iterable[ReviewedIdea]) -> None:
        """Write ideas in the place of those of the same identifier."""
        for idea in ideas:
            self.ideas[idea.idea_id] = idea

    def new_label(self, label: str, theme_id: str) -> str:
        """Give a label without useless spaces that no other theme has."""
        kept = " ".join(label.split())
        if not re.search(r"\w", kept):
            raise DecisionError("Un thème doit avoir un nom : écrivez au moins un mot.")
        if len(kept) > LONGEST_LABEL:
            raise DecisionError(f"Ce nom est trop long : {LONGEST_LABEL} caractères au plus.")
        if _RESERVED.fullmatch(fold(kept)):
            raise DecisionError("Ce nom est réservé aux idées sans thème : choisissez-en un autre.")
        for other in self.themes.values():
            if other.theme_id != theme_id and fold(other.label) == fold(kept):
                raise DecisionError("Un autre thème porte déjà ce nom : choisissez-en un autre, ou fusionnez-les.")
        return kept

    def free_label(self, label: str) -> str:
        """Give a label found in the data, numbered where a theme has it already."""
        taken = {fold(theme.label) for theme in self.themes.values()}
        candidates = (label, *(f"{label} ({number})" for number in range(2, len(taken) + 3)))
        return next(candidate for candidate in candidates if fold(candidate) not in taken)

    def new_theme(self, theme_id: str, label: str) -> ReviewedTheme:
        """Give a theme whose identifier and label are free."""
        if theme_id in self.themes or theme_id in self.merged or theme_id in (UNCLASSIFIED, SET_ASIDE, ""):
            raise DecisionError("Ce thème existe déjà.")
        return ReviewedTheme(theme_id, self.new_label(label, theme_id))


def _rename(state: State, action: RenameTheme, _decision: Decision) -> int:
    theme = state.theme(action.theme_id)
    state.themes[theme.theme_id] = replace(theme, label=state.new_label(action.label, theme.theme_id), proposed=False)
    return len(state.members(theme.theme_id))


def _describe(state: State, action: DescribeTheme, _decision: Decision) -> int:
    theme = state.theme(action.theme_id)
    state.themes[theme.theme_id] = replace(theme, description=" ".join(action.description.split()))
    return 0


def _merge(state: State, action: MergeThemes, _decision: Decision) -> int:
    if action.theme_id == action.into_id:
        raise DecisionError("Choisissez deux thèmes différents à fusionner.")
    gone, kept = state.theme(action.theme_id), state.theme(action.into_id)
    moved = state.members(gone.theme_id)
    both = gone.approved and kept.approved
    state.put(_still_held(idea, kept, read_in=kept.theme_id if both else "") for idea in state.members(kept.theme_id))
    state.put(
        replace(_still_held(idea, gone, read_in=kept.theme_id if both else ""), theme_id=kept.theme_id)
        for idea in moved
    )
    for idea in [idea for idea in state.ideas.values() if gone.theme_id in idea.secondary]:
        others = tuple(dict.fromkeys(kept.theme_id if t == gone.theme_id else t for t in idea.secondary))
        state.ideas[idea.idea_id] = replace(idea, secondary=others)
    state.put(_without_own(idea) for idea in state.members(kept.theme_id))
    del state.themes[gone.theme_id]
    state.merged[gone.theme_id] = kept.theme_id
    state.themes[kept.theme_id] = replace(
        kept,
        keywords=tuple(dict.fromkeys([*kept.keywords, *gone.keywords])),
        approved=kept.approved and gone.approved,
        proposed=kept.proposed and gone.proposed,
    )
    return len(moved)


def _still_held(idea: ReviewedIdea, theme: ReviewedTheme, *, read_in: str = "") -> ReviewedIdea:
    """Give an idea of a theme that changes, which the tool may not move any more than before.

    What was approved stays held: by the approval of the theme it is in now, or as a settled idea.
    """
    if not (theme.approved and idea.read_in == theme.theme_id):
        return idea
    if read_in:
        return replace(idea, read_in=read_in)
    # She read it there: what the tool had done before is no more in question.
    return replace(idea, read_in="", settled=True, learnt=0, came_from="")


def _without_own(idea: ReviewedIdea) -> ReviewedIdea:
    """Give the idea without its own theme among the further ones."""
    if idea.theme_id not in idea.secondary:
        return idea
    return replace(idea, secondary=tuple(theme for theme in idea.secondary if theme != idea.theme_id))


def _split(state: State, action: SplitTheme, _decision: Decision) -> int:
    origin = state.theme(action.theme_id)
    named = [idea_id for part in action.parts for idea_id in part.idea_ids]
    if not action.parts or len(set(named)) != len(named):
        raise DecisionError("Une scission doit donner des parties distinctes, d’au moins une idée chacune.")
    if any(idea.theme_id != origin.theme_id or idea.set_aside for idea in state.chosen(named)):
        raise DecisionError("Une des idées choisies n’est plus dans ce thème : rechargez, puis recommencez.")
    for part in action.parts:
        state.themes[part.theme_id] = state.new_theme(part.theme_id, part.label)
        state.put(_placed(idea, part.theme_id) for idea in state.chosen(part.idea_ids))
    state.put(_still_held(idea, origin) for idea in state.members(origin.theme_id))
    state.themes[origin.theme_id] = replace(origin, approved=False)
    return len(named)


def _create(state: State, action: CreateTheme, _decision: Decision) -> int:
    state.themes[action.theme_id] = state.new_theme(action.theme_id, action.label)
    return 0


def _lock(state: State, action: LockTheme, _decision: Decision) -> int:
    state.themes[action.theme_id] = replace(state.theme(action.theme_id), locked=action.locked)
    return len(state.members(action.theme_id))


def _approve(state: State, action: ApproveTheme, _decision: Decision) -> int:
    theme = state.theme(action.theme_id)
    state.themes[theme.theme_id] = replace(theme, approved=action.approved, proposed=False)
    members = state.members(theme.theme_id)
    state.put(replace(idea, read_in=theme.theme_id if action.approved else "") for idea in members)
    return len(members)


def _placed(idea: ReviewedIdea, theme_id: str) -> ReviewedIdea:
    """Give the idea as a person put it there."""
    classified = theme_id != UNCLASSIFIED
    return _without_own(
        replace(
            idea,
            theme_id=theme_id,
            confidence=100 if classified else 0,
            to_review=False,
            reason="" if classified else "laissée sans thème à la relecture",
            set_aside="",
            settled=True,
            learnt=0,
            came_from="",
            read_in="",
        )
    )


def _move(state: State, action: MoveIdeas, _decision: Decision) -> int:
    if action.theme_id != UNCLASSIFIED:
        theme = state.theme(action.theme_id)
        state.themes[theme.theme_id] = replace(theme, proposed=False)
    moved = state.chosen(action.idea_ids)
    state.put(_placed(idea, action.theme_id) for idea in moved)
    return len(moved)


def _confirm(state: State, action: ConfirmIdeas, _decision: Decision) -> int:
    confirmed = state.chosen(action.idea_ids)
    if any(idea.set_aside for idea in confirmed):
        raise DecisionError("Une idée écartée n’a pas de thème à confirmer : reprenez-la d’abord.")
    if action.theme_id not in ("", UNCLASSIFIED):
        state.theme(action.theme_id)
    state.put(_placed(idea, action.theme_id or idea.theme_id) for idea in confirmed)
    return len(confirmed)


def _add_secondary(state: State, action: AddSecondaryTheme, _decision: Decision) -> int:
    theme, ideas = state.theme(action.theme_id), state.chosen(action.idea_ids)
    # The theme may have become the first one of an idea once what the tool learnt is replayed.
    state.put(
        _without_own(replace(idea, secondary=tuple(dict.fromkeys([*idea.secondary, theme.theme_id])))) for idea in ideas
    )
    return len(ideas)


def _remove_secondary(state: State, action: RemoveSecondaryTheme, _decision: Decision) -> int:
    ideas = state.chosen(action.idea_ids)
    state.put(
        replace(idea, secondary=tuple(theme for theme in idea.secondary if theme != action.theme_id)) for idea in ideas
    )
    return len(ideas)


def _set_aside(state: State, action: SetAsideIdeas, decision: Decision) -> int:
    reason = " ".join(decision.reason.split())
    if not reason:
        raise DecisionError("Dites pourquoi cette idée est écartée : la raison figure au pied de la note.")
    ideas = state.chosen(action.idea_ids)
    state.put(replace(idea, set_aside=reason) for idea in ideas)
    return len(ideas)


def _take_back(state: State, action: TakeBackIdeas, _decision: Decision) -> int:
    ideas = state.chosen(action.idea_ids)
    if not all(idea.set_aside for idea in ideas):
        raise DecisionError("Seule une idée écartée peut être reprise.")
    state.put(replace(idea, set_aside="") for idea in ideas)
    return len(ideas)


def _settle(state: State, action: SettleDisagreement, decision: Decision) -> int:
    if action.theme_id != SET_ASIDE:
        return _move(state, MoveIdeas(action.idea_ids, action.theme_id), decision)
    ideas = state.chosen(action.idea_ids)
    kept = tuple(idea.idea_id for idea in ideas if not idea.set_aside)
    if kept:  # the others stay apart for the reason they had
        _set_aside(state, SetAsideIdeas(kept), decision)
    return len(ideas)


def _recode(state: State, action: RecodeNature, _decision: Decision) -> int:
    ideas = state.chosen(action.idea_ids)
    state.put(replace(idea, nature=action.nature.value) for idea in ideas)
    return len(ideas)


def _flag(state: State, action: FlagIdeas, _decision: Decision) -> int:
    ideas = state.chosen(action.idea_ids)
    change = frozenset({action.flag})
    state.put(replace(idea, flags=idea.flags | change if action.raised else idea.flags - change) for idea in ideas)
    return len(ideas)


def _cut(state: State, action: CutIdea, _decision: Decision) -> int:
    idea = state.idea(action.idea_id)
    if not action.new_id.startswith(f"{idea.contribution_id}-"):
        raise DecisionError("Le numéro de la nouvelle idée n’est pas de cette contribution : rechargez.")
    if action.new_id in state.ideas or action.new_id in state.absorbed:
        raise DecisionError("Cette coupure a déjà été faite : rechargez.")
    text = state.texts[idea.contribution_id]
    if not idea.start < action.first_end <= action.second_start < idea.end:
        raise DecisionError("Une coupure se fait à l’intérieur d’une idée : placez-la entre deux mots.")
    parts = (text[idea.start : action.first_end], text[action.second_start : idea.end])
    if not all(re.search(r"\w", part) for part in parts):
        raise DecisionError("Une coupure doit laisser des mots de chaque côté.")
    if not _falls_between_words(text, action.first_end, action.second_start):
        raise DecisionError("Une coupure ne peut perdre aucun mot : placez-la entre deux mots.")
    state.ideas[idea.idea_id] = replace(idea, end=action.first_end)
    state.ideas[action.new_id] = replace(
        idea,
        idea_id=action.new_id,
        start=action.second_start,
        settled=False,
        to_review=True,
        reason="issue d’une coupure",
    )
    return 2


def _falls_between_words(text: str, first_end: int, second_start: int) -> bool:
    """Tell whether leaving out what lies between two positions loses nothing and cuts no word."""
    if not _JOINT.fullmatch(text, first_end, second_start):
        return False
    if any(_SIGNED_WISH.match(text, position) for position in range(first_end, second_start)):
        return False
    around = text[first_end - 1 : second_start + 1]
    return not (combining(text[second_start]) or _INSIDE_A_WORD.fullmatch(around))


def _join(state: State, action: JoinIdeas, _decision: Decision) -> int:
    first, second = state.idea(action.idea_id), state.idea(action.absorbed_id)
    ordered = sorted(
        (idea for idea in state.ideas.values() if idea.contribution_id == first.contribution_id),
        key=lambda idea: idea.start,
    )
    follows = any(a.idea_id == first.idea_id and b.idea_id == second.idea_id for a, b in pairwise(ordered))
    if not follows:
        raise DecisionError("Seules deux idées qui se suivent dans la même contribution peuvent être recollées.")
    if first.set_aside or second.set_aside:
        raise DecisionError("Une des deux idées est écartée : reprenez-la avant de les recoller.")
    # A classified idea leads the other, and one that a person placed leads one that the tool
    # did. A fragment left without theme does not make the tool's place for the other a person's.
    leading = max(first, second, key=lambda idea: (idea.theme_id != UNCLASSIFIED, idea.settled))
    further = [*first.secondary, *second.secondary, first.theme_id, second.theme_id]
    state.ideas[first.idea_id] = _without_own(
        replace(
            leading,
            idea_id=first.idea_id,
            start=first.start,
            end=second.end,
            nature=first.nature,
            secondary=tuple(theme_id for theme_id in dict.fromkeys(further) if theme_id != UNCLASSIFIED),
            flags=first.flags | second.flags,
        )
    )
    del state.ideas[second.idea_id]
    state.absorbed[second.idea_id] = first.idea_id
    return 2


def _add_batch(state: State, action: AddBatch, _decision: Decision) -> int:
    if action.batch_id not in state.arrivals:
        raise DecisionError("Un lot de contributions manque dans ce dossier : reprenez une sauvegarde.")
    if action.batch_id in state.entered:
        raise DecisionError("Ce lot de contributions est déjà dans le dossier.")
    arrival = state.arrivals[action.batch_id]
    for theme in arrival.themes:
        if theme.theme_id not in state.themes:
            state.themes[theme.theme_id] = replace(theme, label=state.free_label(theme.label))
        elif not state.themes[theme.theme_id].batch_id:
            raise DecisionError("Un thème a été créé pendant l’ajout : recommencez l’ajout.")
    for idea in arrival.ideas:
        theme_id = idea.theme_id
        while theme_id in state.merged and theme_id not in state.themes:
            theme_id = state.merged[theme_id]
        state.ideas[idea.idea_id] = (
            replace(idea, theme_id=theme_id)
            if theme_id == UNCLASSIFIED or theme_id in state.themes
            else replace(idea, theme_id=UNCLASSIFIED, confidence=0, to_review=True, reason="son thème n’existe plus")
        )
    state.entered.add(action.batch_id)
    return len(arrival.ideas)


def _learn(state: State, action: Learn, decision: Decision) -> int:
    moved = 0
    for idea_id, theme_id, confidence in action.placements:
        idea = state.ideas.get(idea_id)
        if idea is None or theme_id not in state.themes or is_held(state, idea) or _is_closed(state, theme_id):
            continue
        if idea.theme_id == theme_id or (idea_id, theme_id) in state.refused:
            continue
        state.ideas[idea_id] = _without_own(
            replace(
                idea,
                theme_id=theme_id,
                confidence=confidence,
                to_review=True,
                reason="déplacée par l’outil d’après vos choix",
                learnt=decision.decision_id,
                came_from=idea.came_from or idea.theme_id,
            )
        )
        moved += 1
    return moved


def is_held(state: State, idea: ReviewedIdea) -> bool:
    """Tell whether the tool must leave an idea where it is."""
    if idea.settled or idea.set_aside:
        return True
    theme = state.themes.get(idea.theme_id)
    return theme is not None and (theme.locked or (theme.approved and idea.read_in == theme.theme_id))


def _is_closed(state: State, theme_id: str) -> bool:
    """Tell whether the tool may add nothing to a theme."""
    return state.themes[theme_id].locked or state.themes[theme_id].approved


def _refuse(state: State, action: RefuseLearning, _decision: Decision) -> int:
    # What it refuses is left out of the log that is replayed: only the memory of it is kept here.
    refused = {(idea, theme) for number in action.decision_ids for idea, theme in state.learnt.get(number, ())}
    state.refused |= refused
    return len({idea for idea, _ in refused})


def _accept(state: State, action: AcceptLearning, _decision: Decision) -> int:
    accepted = frozenset(action.decision_ids)
    looked_at = [idea for idea in state.ideas.values() if idea.learnt in accepted]
    state.put(replace(idea, learnt=0) for idea in looked_at)
    return len(looked_at)


_RULES: Final[Mapping[type[Any], Callable[[State, Any, Decision], int]]] = {
    RenameTheme: _rename,
    DescribeTheme: _describe,
    MergeThemes: _merge,
    SplitTheme: _split,
    CreateTheme: _create,
    LockTheme: _lock,
    ApproveTheme: _approve,
    MoveIdeas: _move,
    ConfirmIdeas: _confirm,
    AddSecondaryTheme: _add_secondary,
    RemoveSecondaryTheme: _remove_secondary,
    SetAsideIdeas: _set_aside,
    TakeBackIdeas: _take_back,
    SettleDisagreement: _settle,
    RecodeNature: _recode,
    FlagIdeas: _flag,
    CutIdea: _cut,
    JoinIdeas: _join,
    AddBatch: _add_batch,
    Learn: _learn,
    AcceptLearning: _accept,
    RefuseLearning: _refuse,
}


def _named(action: Action) -> tuple[str, ...]:
    """Give the themes an action names, in the order its sentence names them."""
    names = [getattr(action, name) for name in ("theme_id", "into_id") if hasattr(action, name)]
    return tuple(names)


def apply(state: State, decision: Decision) -> None:
    """Change the state as a decision says; undoing and redoing are not for this room.

    Raises
    ------
    DecisionError
        The decision cannot be taken as things are; the state may not be used any more.
    """
    labels = {
        theme_id: state.themes[theme_id].label for theme_id in _named(decision.action) if theme_id in state.themes
    }
    state.touched[decision.decision_id] = _RULES[type(decision.action)](state, decision.action, decision)
    for theme_id in _named(decision.action):
        if theme_id not in labels and theme_id in state.themes:
            labels[theme_id] = state.themes[theme_id].label
    state.said[decision.decision_id] = tuple(labels.get(theme_id, "") for theme_id in _named(decision.action))
