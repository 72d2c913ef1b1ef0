"""Finding what is debated: ideas that want opposite things about one object.

Each idea is read for its stances (`participation_lib.synthesis.stances`), which are
gathered by object. A debate is certain when two contributions on each side state theirs
plainly and speak of the same thing; anything less is only proposed to the person who
reviews. A lack is not an opposition, nor is a breakdown: when in doubt nothing is said to
be debated, for a disagreement invented is worse than one found at review.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from participation_lib.corpus.tagging import TaggedText
from participation_lib.synthesis.articles import contracted, with_article, without_article
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.opposition import MANY_VOICES, Held, meeting, perhaps_meeting, voices
from participation_lib.synthesis.position_words import Axis, position_words
from participation_lib.synthesis.stances import Stance, is_nuanced, read_stances
from participation_lib.themes.naming import fold

__all__ = ["Debate", "Disagreements", "find_debates", "find_disagreements"]

_FEWEST_PER_SIDE: Final = 2
_FEWEST_AMONG_MANY: Final = 3
_SMALLEST_SIDE: Final = 0.08  # of the voices that take a side: below, it is a rarer view, not a debate
_LARGE: Final = 500  # ideas
_IDEAS_PER_VOICE: Final = 3_000
_COMPLEMENT_SHARE: Final = 0.45  # of an object's uses, for its complement to be named with it
_MOST_CERTAIN: Final = 6
_MOST_UNCERTAIN: Final = 6

Place = tuple[str, str, str]  # axis, object, theme where it is an axis


@dataclass(frozen=True)
class Debate:
    """Two sides on one object, each with the ideas that take it.

    Attributes
    ----------
    subject
        What is debated as it is read in a sentence, without article: « barbecues ».
    favourable, opposed
        Ideas that state it, in reading order: for more of it or keeping it, for less; on an
        axis, the ideas of its first and of its second way.
    key
        Stable name of what is debated, from one run to the next: « barbecue », « acces jardin ».
    named
        The subject with its article: « les barbecues ».
    wishes
        What each side wants, in a few words (« garder les barbecues »); "" where it is not known.
    nuanced
        Ideas that say both, or yes on conditions; in no side.
    leaning
        Ideas that lean to the favourable side, then to the other, without stating it: for a
        person to place.
    certain
        Whether it may be written; otherwise a person is asked first.
    """

    subject: str
    theme_id: str
    favourable: tuple[Idea, ...]
    opposed: tuple[Idea, ...]
    key: str = ""
    named: str = ""
    wishes: tuple[str, str] = ("", "")
    nuanced: tuple[Idea, ...] = ()
    leaning: tuple[tuple[Idea, ...], tuple[Idea, ...]] = ((), ())
    certain: bool = True

    @property
    def about(self) -> str:
        """What is debated after « à propos »: « des barbecues », « de l’herbe haute »."""
        return contracted("de", self.named)


@dataclass(frozen=True)
class Disagreements:
    """What may be written and what is only proposed, most balanced first."""

    certain: tuple[Debate, ...]
    uncertain: tuple[Debate, ...]

    @property
    def everything(self) -> list[Debate]:
        """Give all that looks like a debate, what may be written first."""
        return [*self.certain, *self.uncertain]


def find_disagreements(evidence: Evidence, tagged: Sequence[TaggedText]) -> Disagreements:
    """Give what is debated: what may be written, and what a person should judge first.

    Parameters
    ----------
    tagged
        Tagged words of each idea, in the order of `evidence.ideas`.
    """
    held = _held(evidence.all_ideas, tagged)
    # In a large consultation, one voice against another, or two, is chance.
    n_ideas = len(evidence.all_ideas)
    certain: list[Debate] = []
    uncertain: list[Debate] = []
    for place in sorted(held):
        debate = _debate(place, held[place], n_ideas)
        if debate is not None:
            (certain if debate.certain else uncertain).append(debate)
    certain, uncertain = _apart(certain, [*certain, *uncertain]), _apart(uncertain, [*certain, *uncertain])
    told: set[str] = set()
    kept = _told_once(certain, told)[:_MOST_CERTAIN]
    return Disagreements(tuple(kept), tuple(_told_once(uncertain, told)[:_MOST_UNCERTAIN]))


def find_debates(evidence: Evidence, tagged: Sequence[TaggedText]) -> list[Debate]:
    """Give the certain debates alone, most balanced first: those that may be written.

    Parameters
    ----------
    tagged
        Tagged words of each idea, in the order of `evidence.ideas`.
    """
    return list(find_disagreements(evidence, tagged).certain)


def _held(ideas: Iterable[Idea], tagged: Sequence[TaggedText]) -> dict[Place, list[Held]]:
    """Gather the stances by what they are on, where both signs are found."""
    found: dict[Place, list[Held]] = defaultdict(list)
    signs: dict[Place, set[int]] = defaultdict(set)
    for idea in ideas:
        for stance in read_stances(idea.text, tagged[idea.row], idea.nature):
            # One noun means one thing in most of a corpus; two ways of treating it, only inside a theme.
            place = (stance.axis, stance.key, idea.theme_id if stance.axis else "")
            found[place].append((idea, stance))
            signs[place].add(stance.sign)
    return {place: stances for place, stances in found.items() if len(signs[place]) == 2}


def _sorted_out(held: Sequence[Held]) -> tuple[list[Held], list[Held], list[Idea]]:
    """Tell apart those who want, those who refuse, and those who say both."""
    signs: dict[str, set[int]] = defaultdict(set)
    plain: dict[str, set[int]] = defaultdict(set)
    for idea, stance in held:
        signs[idea.contribution_id].add(stance.sign)
        if stance.plain:
            plain[idea.contribution_id].add(stance.sign)
    sides: dict[int, list[Held]] = {1: [], -1: []}
    nuanced: dict[str, Idea] = {}
    for idea, stance in held:
        says_both = len(signs[idea.contribution_id]) == 2
        if (says_both and len(plain[idea.contribution_id]) != 1) or is_nuanced(idea.text):
            nuanced[idea.idea_id] = idea
        elif not says_both or stance.plain:
            sides[stance.sign].append((idea, stance))
    return sides[1], sides[-1], list(nuanced.values())


def _in_order(ideas: Iterable[Idea]) -> tuple[Idea, ...]:
    return tuple(sorted({idea.idea_id: idea for idea in ideas}.values(), key=lambda idea: idea.row))


def _debate(place: Place, held: Sequence[Held], n_ideas: int) -> Debate | None:
    axis, key, _ = place
    wanted, refused, nuanced = _sorted_out(held)
    if not wanted or not refused:
        return None
    large = n_ideas >= _LARGE
    sides = meeting(wanted, refused, large=large)
    # Two ways of treating a thing are told from states as well as wishes: sure in a room only.
    certain = bool(key) and not (axis and large) and _balanced(sides, n_ideas)
    if not certain:
        sides = perhaps_meeting(wanted, refused)
        counts = [voices(side) for side in sides]
        if min(counts) < (2 if large else 1) or (
            sum(counts) >= MANY_VOICES and min(counts) < _SMALLEST_SIDE * sum(counts)
        ):
            return None
    stated = [_in_order(idea for idea, _ in side) for side in sides]
    told = {idea.idea_id for side in stated for idea in side}
    leaning = [_in_order(idea for idea, _ in side if idea.idea_id not in told) for side in (wanted, refused)]
    themes = Counter(idea.theme_id for side in stated for idea in side)
    subject, named = _subject(axis, key, [stance for side in sides for _, stance in side])
    return Debate(
        subject=subject,
        theme_id=min(themes, key=lambda theme: (-themes[theme], theme)),
        favourable=stated[0],
        opposed=stated[1],
        key=f"{axis} {key}".strip(),
        named=named,
        wishes=_axis(axis).wishes if axis else (_wish(sides[0], named), _wish(sides[1], named)),
        nuanced=_in_order(nuanced),
        leaning=(leaning[0], leaning[1]),
        certain=certain,
    )


def _balanced(sides: tuple[list[Held], list[Held]], n_ideas: int) -> bool:
    counts = [voices(side) for side in sides]
    many = n_ideas >= _LARGE or sum(counts) >= MANY_VOICES
    # The more ideas, the more a few of them can be misread.
    fewest = max(_FEWEST_AMONG_MANY, n_ideas // _IDEAS_PER_VOICE + 1) if many else _FEWEST_PER_SIDE
    return min(counts) >= max(fewest, _SMALLEST_SIDE * sum(counts))


def _axis(name: str) -> Axis:
    return next(axis for axis in position_words().axes if axis.name == name)


def _subject(axis: str, key: str, stances: Sequence[Stance]) -> tuple[str, str]:
    """Give what is debated without and with its article, as participants wrote it."""
    forms = [stance.form for stance in stances if stance.form]
    heads = Counter(form.split()[0] for form in forms)
    if key in position_words().close_objects or not heads:
        subject = key
    else:
        same, uses = Counter(map(fold, forms)).most_common(1)[0]
        phrase = Counter(form for form in forms if fold(form) == same).most_common(1)[0][0]
        whole = " " in key or (uses > 1 and uses >= _COMPLEMENT_SHARE * len(stances))
        subject = phrase if whole else heads.most_common(1)[0][0]
    named = with_article(subject, [stance.determiner for stance in stances])
    if axis:
        found = _axis(axis)
        named = f"{found.label} {contracted(found.link, named)}" if found.link else found.label
    return re.sub(r"^(les? |la |l’)", "", named), named


def _wish(side: Sequence[Held], named: str) -> str:
    """Give what a side wants in a few words, from the verb most of it uses."""
    words = position_words()
    said = Counter(stance.wish for _, stance in side if stance.wish and stance.wish not in words.untold)
    if not said:
        return ""
    wish = min(said, key=lambda verb: (-said[verb], verb))
    if wish in ("plus de", "moins de"):
        return wish.removesuffix("de") + without_article(named)
    verb = wish.removeprefix("ne pas ")
    written = wish.removesuffix(verb) + words.written.get(verb, verb)
    return written if verb in words.implied_by_verb or verb not in words.verbs else f"{written} {named}"


def _apart(debates: Iterable[Debate], among: Sequence[Debate]) -> list[Debate]:
    """Name by their theme too the debates whose key another has: the same two ways, in two themes."""
    uses = Counter(debate.key for debate in among)
    return [
        replace(debate, key=f"{debate.key} {debate.theme_id}") if uses[debate.key] > 1 else debate for debate in debates
    ]


def _told_once(debates: list[Debate], told: set[str]) -> list[Debate]:
    """Keep one debate for the same ideas, the most balanced first."""
    debates.sort(key=lambda debate: (-min(len(debate.favourable), len(debate.opposed)), debate.key))
    kept: list[Debate] = []
    for debate in debates:
        stated = {idea.idea_id for idea in (*debate.favourable, *debate.opposed)}
        if len(stated & told) * 2 < len(stated):
            kept.append(debate)
            told |= stated
    return kept
