"""When stances clash: the same object, contrary directions, and nothing that keeps them apart.

Who wants none of a thing opposes whoever wants some of it somewhere; who refuses it in
one place does not oppose who wants it in another, nor who wants another kind of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.stances import Stance

__all__ = ["MANY_VOICES", "Held", "clash", "meeting", "opposition", "perhaps_meeting", "voices"]

Held = tuple[Idea, Stance]

MANY_VOICES: Final = 12  # from which a topic only named, or a voice or two, proves nothing


def clash(wanted: Stance, refused: Stance) -> int:
    """Give 2 where two stances on one object clash plainly, 1 where they may, 0 where they do not."""
    apart = bool(wanted.places and refused.places) and not wanted.places & refused.places
    plain = wanted.plain and refused.plain
    if wanted.axis:
        return 2 if plain and not apart else 1
    within = refused.total and bool(refused.kinds) and refused.kinds <= wanted.kinds
    same_kind = wanted.kinds == refused.kinds or within
    same_place = bool(wanted.places) == bool(refused.places) and (
        wanted.places <= refused.places or refused.places <= wanted.places
    )
    if same_kind and (same_place or (refused.total and not refused.places)):
        return 2 if plain else 1
    loosely = same_kind or not refused.kinds
    return 1 if loosely and not apart and (wanted.plain or refused.plain) else 0


def opposition(one: Sequence[Stance], other: Sequence[Stance]) -> Literal["certain", "uncertain", ""]:
    """Tell whether the stances of two ideas oppose each other, "" when they do not."""
    best: Literal["certain", "uncertain", ""] = ""
    for first in one:
        for second in other:
            if (first.key, first.axis) != (second.key, second.axis) or first.sign == second.sign:
                continue
            strength = clash(first, second) if first.sign > 0 else clash(second, first)
            if strength == 2 and not first.doubt and not second.doubt:
                return "certain"
            best = "uncertain" if strength else best
    return best


def voices(side: Iterable[Held]) -> int:
    """Count the contributions of a side."""
    return len({idea.contribution_id for idea, _ in side})


@dataclass(frozen=True)
class _Scope:
    """What decides whether two plain stances clash: many stances share one."""

    kinds: frozenset[str]
    places: frozenset[str]
    total: bool
    axis: str

    def stance(self, sign: int) -> Stance:
        return Stance("", sign, True, self.total, self.kinds, self.places, axis=self.axis)

    @property
    def wholly(self) -> bool:
        """Whether nothing restricts a refusal."""
        return self.total and not self.kinds and not self.places


@dataclass
class _Both:
    """The plain stances of one scope, side by side."""

    wanted: list[Held] = field(default_factory=list)
    refused: list[Held] = field(default_factory=list)


def _by_scope(wanted: Sequence[Held], refused: Sequence[Held], *, everywhere: bool) -> Mapping[_Scope, _Both]:
    found: dict[_Scope, _Both] = {}
    for one in wanted:
        found.setdefault(_scope(one[1]), _Both()).wanted.append(one)
    for one in refused:
        found.setdefault(_scope(one[1], everywhere=everywhere), _Both()).refused.append(one)
    return found


def _scope(stance: Stance, *, everywhere: bool = False) -> _Scope:
    return _Scope(stance.kinds, frozenset() if everywhere else stance.places, stance.total, stance.axis)


def _scattered(held: Sequence[Held]) -> bool:
    """Tell whether no place or moment is named by more than half of them."""
    words = Counter(word for _, stance in held for word in stance.places)
    return len(held) > 1 and max(words.values(), default=0) * 2 <= len(held)


def meeting(wanted: Sequence[Held], refused: Sequence[Held], *, large: bool) -> tuple[list[Held], list[Held]]:
    """Give what is stated on each side and clashes plainly with something stated on the other.

    Parameters
    ----------
    large
        Whether ideas are so many that a mere topic is no stance.
    """
    plain_wanted = [one for one in wanted if one[1].plain]
    plain_refused = [one for one in refused if one[1].plain]
    # Each would act in one place, and someone finds fault with the thing itself: it is not about one place.
    faulted = any(stance.judged and not stance.places for _, stance in refused)
    scopes = _by_scope(plain_wanted, plain_refused, everywhere=faulted and _scattered(plain_refused))
    wishes = [scope.stance(1) for scope, both in scopes.items() if both.wanted]
    refusals = [scope.stance(-1) for scope, both in scopes.items() if both.refused]
    for_it: list[Held] = []
    unmet: list[Held] = []
    against: list[Held] = []
    for scope, both in scopes.items():
        if both.wanted:
            wish = scope.stance(1)
            (for_it if any(clash(wish, refusal) == 2 for refusal in refusals) else unmet).extend(both.wanted)
        if both.refused:
            refusal = scope.stance(-1)
            against += both.refused if any(clash(wish, refusal) == 2 for wish in wishes) else []
    n_wholly = sum(len(both.refused) for scope, both in scopes.items() if scope.wholly)
    if for_it and not large and n_wholly * 2 >= len(plain_refused):
        # Who wants none of it anywhere opposes those who want one kind of it too.
        for_it += unmet
    return _without_doubt(for_it, against, large=large)


def _without_doubt(wanted: Sequence[Held], refused: Sequence[Held], *, large: bool) -> tuple[list[Held], list[Held]]:
    """Leave out what may be read otherwise, unless what is said firmly on the same side outweighs it."""
    firm = [voices(one for one in side if not one[1].doubt) for side in (wanted, refused)]
    if not min(firm):
        return [], []
    many = large or len(wanted) + len(refused) >= MANY_VOICES

    def clear(stance: Stance, mine: int, theirs: int) -> bool:
        # Where as many want none of it, « plus de » may well mean no more of it.
        return not stance.doubt or (not many if stance.doubt == "topic" else mine >= 2 * theirs)

    return (
        [one for one in wanted if clear(one[1], firm[0], firm[1])],
        [one for one in refused if clear(one[1], firm[1], firm[0])],
    )


def perhaps_meeting(wanted: Sequence[Held], refused: Sequence[Held]) -> tuple[list[Held], list[Held]]:
    """Give what is stated on each side and may clash with something of the other, even leaned to."""
    wants = {_scope(stance): stance for _, stance in wanted}.values()
    refusals = {_scope(stance): stance for _, stance in refused}.values()
    return (
        [(i, one) for i, one in wanted if one.plain and any(clash(one, other) for other in refusals)],
        [(i, one) for i, one in refused if one.plain and any(clash(other, one) for other in wants)],
    )
