"""Where the replay of a log stands: ideas and themes as the decisions taken so far leave them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from participation_lib.corpus.statuses import reference_number
from participation_lib.errors import InputError
from participation_lib.review.protection import Protection
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED, Flag
from participation_lib.themes.naming import fold

__all__ = [
    "GONE",
    "LONGEST_LABEL",
    "NOTHING_CHOSEN",
    "NOT_THERE",
    "Arrival",
    "DecisionError",
    "ReviewedIdea",
    "ReviewedTheme",
    "State",
    "is_held",
]

LONGEST_LABEL: Final = 120  # code points
GONE: Final = "Ce thème n’existe plus : il a été fusionné, supprimé, ou sa création a été annulée."
NOTHING_CHOSEN: Final = "Aucune idée n’est choisie : choisissez-en au moins une."
NOT_THERE: Final = "Une des idées choisies n’est plus dans ce thème : rechargez, puis recommencez."
_RESERVED: Final = re.compile(r"(?:non classe|ecarte)e?s?")  # folded


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
    unseen
        What the tool did of it that nobody has looked at yet: its decisions, first to last,
        each with the theme the idea left.
    came_from
        The theme it was in before the tool ever moved it, "" where the tool never did.
    read_in
        The theme that was approved with it inside: what joined a theme after its approval was
        not read by anybody. "" for none.
    coded
        A person gave it its nature.
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
    unseen: tuple[tuple[int, str], ...] = ()
    came_from: str = ""
    read_in: str = ""
    coded: bool = False

    @property
    def learnt(self) -> int:
        """The decision of the tool that put it there and nobody has looked at yet, 0 for none."""
        return self.unseen[-1][0] if self.unseen else 0


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
    """Ideas and themes that enter the review together.

    Attributes
    ----------
    contribution_ids
        The contributions that were retained.
    repeated
        Earlier contributions that records of this batch repeat, and were not retained for it.
    file_names
        The files it was read from.
    """

    ideas: tuple[ReviewedIdea, ...]
    themes: tuple[ReviewedTheme, ...]
    contribution_ids: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    file_names: tuple[str, ...] = ()


@dataclass
class State:
    """Where the replay stands. Mutable, and never seen from outside this room.

    Attributes
    ----------
    absorbed
        From an idea taken in by another to that other.
    merged
        From a theme that was merged to the one that took its ideas.
    deleted
        From a theme that was deleted to what it was called.
    entered
        Batches that are in.
    aside
        Batches that were set aside whole, with the reason.
    refused, learnt
        Pairs (idea, theme) that the tool must not propose again; those of each of its decisions.
    touched
        How many ideas each decision touched, by its identifier.
    said
        Labels, at that moment, of the themes each decision names.
    with_batch
        Ideas that went with a batch set aside whole, by decision.
    natures
        For ideas joined that had different natures, the one kept and the one given up, by decision.
    protections
        Passages decided, by contribution, in order and disjoint. Spans of ideas stay those of
        the text that was read.
    retention
        Last day the contributions are kept (ISO 8601), "" where nobody said.
    """

    texts: Mapping[str, str]
    arrivals: Mapping[int, Arrival]
    ideas: dict[str, ReviewedIdea] = field(default_factory=dict)
    themes: dict[str, ReviewedTheme] = field(default_factory=dict)
    absorbed: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    deleted: dict[str, str] = field(default_factory=dict)
    entered: set[int] = field(default_factory=set)
    aside: dict[int, str] = field(default_factory=dict)
    refused: set[tuple[str, str]] = field(default_factory=set)
    learnt: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    touched: dict[int, int] = field(default_factory=dict)
    said: dict[int, tuple[str, ...]] = field(default_factory=dict)
    with_batch: dict[int, tuple[str, ...]] = field(default_factory=dict)
    natures: dict[int, tuple[str, str]] = field(default_factory=dict)
    protections: dict[str, tuple[Protection, ...]] = field(default_factory=dict)
    retention: str = ""

    def copy(self) -> State:
        """Give a state that can be changed without changing this one."""
        return replace(
            self,
            ideas=dict(self.ideas),
            themes=dict(self.themes),
            absorbed=dict(self.absorbed),
            merged=dict(self.merged),
            deleted=dict(self.deleted),
            entered=set(self.entered),
            aside=dict(self.aside),
            refused=set(self.refused),
            touched=dict(self.touched),
            said=dict(self.said),
            with_batch=dict(self.with_batch),
            natures=dict(self.natures),
            protections=dict(self.protections),
        )

    def theme(self, theme_id: str) -> ReviewedTheme:
        """Give a theme that must exist."""
        if theme_id not in self.themes:
            raise DecisionError(GONE)
        return self.themes[theme_id]

    def idea(self, idea_id: str) -> ReviewedIdea:
        """Give an idea that must exist."""
        if idea_id not in self.ideas:
            contribution_id = idea_id.rpartition("-")[0]
            if contribution_id not in self.texts:
                raise DecisionError("Cette idée n’est pas dans ce dossier : rechargez.")
            raise DecisionError(
                f"Une idée de la contribution n° {reference_number(contribution_id)} n’existe plus : "
                "elle a été recollée à une autre, ou sa coupure a été annulée."
            )
        return self.ideas[idea_id]

    def chosen(self, idea_ids: Iterable[str]) -> list[ReviewedIdea]:
        """Give ideas that must exist, each once, and at least one."""
        found = [self.idea(idea_id) for idea_id in dict.fromkeys(idea_ids)]
        if not found:
            raise DecisionError(NOTHING_CHOSEN)
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
        taken = (self.themes, self.merged, self.deleted, (UNCLASSIFIED, SET_ASIDE, ""))
        if any(theme_id in names for names in taken):
            raise DecisionError("Ce thème existe déjà.")
        return ReviewedTheme(theme_id, self.new_label(label, theme_id))


def is_held(state: State, idea: ReviewedIdea) -> bool:
    """Tell whether the tool must leave an idea where it is."""
    if idea.settled or idea.set_aside:
        return True
    theme = state.themes.get(idea.theme_id)
    return theme is not None and (theme.locked or (theme.approved and idea.read_in == theme.theme_id))
