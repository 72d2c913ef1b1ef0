"""How far two people agree who reviewed the same contributions, each in their own dossier.

Themes of one are first matched with those of the other that hold the same ideas; agreement
is then measured on the ideas both have. Identical texts are one disagreement, shown once.

Sources: Cohen, 1960, « A coefficient of agreement for nominal scales », Educational and
Psychological Measurement 20, 37–46; Krippendorff, 2004, « Content Analysis », chapter 11;
Kuhn, 1955, « The Hungarian method for the assignment problem » (matching of themes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import cohen_kappa_score

from participation_lib.errors import InputError
from participation_lib.review.authorship import placed_by
from participation_lib.review.review import Review, ReviewedIdea
from participation_lib.schema import SET_ASIDE, SET_ASIDE_LABEL, UNCLASSIFIED, UNCLASSIFIED_LABEL, Agreement
from participation_lib.themes.naming import fold

__all__ = ["Comparison", "Disagreement", "compare_reviews", "place_label", "place_of"]

_SPECIAL: Final = {UNCLASSIFIED: UNCLASSIFIED_LABEL, SET_ASIDE: SET_ASIDE_LABEL}
_FEWEST_READ: Final = 20
_SAME_NAME: Final = 1e-6  # of an idea: a name only decides between themes that share as many


@dataclass(frozen=True)
class Disagreement:
    """A text that two people put in different themes.

    Attributes
    ----------
    idea_ids
        Every idea with these words, in reading order.
    theme_id, other_id
        Where the first and the second person put it, each in their own themes.
    label, other_label
        What these themes are called.
    counterpart_id
        The theme of the first person that stands for the one of the second; "" where none does.
    author, other_author
        Who put it there, in each dossier; "" where only the tool did.
    aside, other_aside
        Why it was set aside, in each dossier; "" where it was not.
    """

    idea_ids: tuple[str, ...]
    text: str
    theme_id: str
    label: str
    other_id: str
    other_label: str
    counterpart_id: str = ""
    author: str = ""
    other_author: str = ""
    aside: str = ""
    other_aside: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others of the same comparison."""
        return self.idea_ids[0]

    @property
    def is_between_people(self) -> bool:
        """Whether a person put it where it is, in one dossier at least."""
        return bool(self.author or self.other_author)


@dataclass(frozen=True)
class Comparison:
    """How far two reviews agree.

    Attributes
    ----------
    matched
        Pairs of themes (label, other label) taken to be the same.
    alone, other_alone
        Themes of one person that match none of the other's.
    n_compared, n_left_out
        Ideas both have, and those only one has (cut, joined or added by one person only).
    n_same
        Ideas compared that are in the same theme once matched.
    n_read_by_both, n_same_read
        Ideas compared that both persons placed, and how many of these are in the same theme:
        elsewhere, the tool stands for one of the two at least.
    """

    matched: tuple[tuple[str, str], ...]
    alone: tuple[str, ...]
    other_alone: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    n_compared: int
    n_left_out: int
    n_same: int
    n_read_by_both: int
    n_same_read: int
    _themes: tuple[Sequence[str], Sequence[str]] = field(repr=False)
    _natures: tuple[Sequence[str], Sequence[str]] = field(repr=False)
    _read: Sequence[bool] = field(repr=False)

    @property
    def share_same(self) -> float:
        """Share of the ideas compared that are in the same theme once matched, 0 to 1."""
        return self.n_same / self.n_compared

    @cached_property
    def kappa(self) -> float | None:
        """Cohen's kappa on themes once matched: 1 is full agreement, 0 what chance would give.

        None where neither person used more than one theme.
        """
        return _kappa(*self._themes)

    @cached_property
    def on_own(self) -> Agreement | None:
        """Agreement on the ideas both persons placed, where the tool stands for neither.

        None where they are fewer than 20, or all in one theme: a coefficient would tell nothing.
        """
        mine, theirs = (
            [place for place, seen in zip(places, self._read, strict=True) if seen] for places in self._themes
        )
        kappa = _kappa(mine, theirs) if len(mine) >= _FEWEST_READ else None
        return None if kappa is None else Agreement(self.n_read_by_both, self.n_same_read, kappa)

    @cached_property
    def alpha(self) -> float | None:
        """Krippendorff's alpha on themes once matched; None as for `kappa`."""
        return _alpha(*self._themes)

    @cached_property
    def nature_kappa(self) -> float | None:
        """Cohen's kappa on natures; None where there is a single one."""
        return _kappa(*self._natures)


def place_of(idea: ReviewedIdea) -> str:
    """Give the theme of an idea, `UNCLASSIFIED`, or `SET_ASIDE`."""
    return SET_ASIDE if idea.set_aside else idea.theme_id


def place_label(review: Review, theme_id: str) -> str:
    """Give what a place is called; "" where there is no such theme any more."""
    theme = review.themes.get(theme_id)
    return theme.label if theme else _SPECIAL.get(theme_id, "")


def compare_reviews(one: Review, other: Review) -> Comparison:
    """Compare two reviews of the same contributions; one of them may hold more, added later.

    Raises
    ------
    InputError
        The reviews are not of the same contributions, or have no idea in common.
    """
    # What was read is compared: each may have masked other words since.
    texts = [{name: review.text_as_read(name) for name in review.contributions} for review in (one, other)]
    if not (texts[0].items() <= texts[1].items() or texts[1].items() <= texts[0].items()):
        raise InputError(
            "Ces deux dossiers ne portent pas sur les mêmes contributions : ouvrez-les à partir des mêmes fichiers."
        )
    their = {(i.contribution_id, *other.span_as_read(i.idea_id)): i for i in other.in_reading_order}
    pairs = [
        (idea, their[key])
        for idea in one.in_reading_order
        if (key := (idea.contribution_id, *one.span_as_read(idea.idea_id))) in their
    ]
    if not pairs:
        raise InputError("Ces deux relectures n’ont aucune idée en commun : rien ne peut être comparé.")
    matches = _matched_themes(one, other, pairs)
    mine = [place_of(idea) for idea, _ in pairs]
    theirs = [matches.get(place, f"autre:{place}") for place in (place_of(idea) for _, idea in pairs)]
    same = [a == b for a, b in zip(mine, theirs, strict=True)]
    known = set(matches.values())
    hands, other_hands = placed_by(one), placed_by(other)
    read = [a.idea_id in hands and b.idea_id in other_hands for a, b in pairs]
    return Comparison(
        matched=tuple(
            (place_label(one, mine_id), place_label(other, their_id))
            for their_id, mine_id in matches.items()
            if mine_id not in _SPECIAL
        ),
        alone=tuple(t.label for t in one.themes.values() if one.by_theme[t.theme_id] and t.theme_id not in known),
        other_alone=tuple(
            t.label for t in other.themes.values() if other.by_theme[t.theme_id] and t.theme_id not in matches
        ),
        disagreements=_disagreements(
            one,
            other,
            (pair for pair, agreed in zip(pairs, same, strict=True) if not agreed),
            matches,
            (hands, other_hands),
        ),
        n_compared=len(pairs),
        n_left_out=len(one.ideas) + len(other.ideas) - 2 * len(pairs),
        n_same=sum(same),
        n_read_by_both=sum(read),
        n_same_read=sum(agreed for agreed, seen in zip(same, read, strict=True) if seen),
        _themes=(mine, theirs),
        _natures=([idea.nature for idea, _ in pairs], [idea.nature for _, idea in pairs]),
        _read=read,
    )


def _matched_themes(one: Review, other: Review, pairs: Sequence[tuple[ReviewedIdea, ReviewedIdea]]) -> dict[str, str]:
    """Give the theme of the first person that each theme of the second stands for: most ideas shared in all."""
    mine = sorted({place_of(idea) for idea, _ in pairs} - _SPECIAL.keys())
    theirs = sorted({place_of(idea) for _, idea in pairs} - _SPECIAL.keys())
    columns_of, rows_of = ({theme_id: rank for rank, theme_id in enumerate(ids)} for ids in (mine, theirs))
    shared = np.zeros((len(theirs), len(mine)))
    for idea, their_idea in pairs:
        row, column = rows_of.get(place_of(their_idea)), columns_of.get(place_of(idea))
        if row is not None and column is not None:
            shared[row, column] += 1
    for row, column in zip(*np.nonzero(shared), strict=True):
        if fold(other.themes[theirs[row]].label) == fold(one.themes[mine[column]].label):
            shared[row, column] += _SAME_NAME
    rows, columns = linear_sum_assignment(-shared)
    found = {
        theirs[row]: mine[column]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if shared[row, column] > 0
    }
    return found | {special: special for special in _SPECIAL}


def _kappa(mine: Sequence[str], theirs: Sequence[str]) -> float | None:
    if len({*mine, *theirs}) < 2:
        return None
    return round(float(cohen_kappa_score(list(mine), list(theirs))), 4)


def _alpha(mine: Sequence[str], theirs: Sequence[str]) -> float | None:
    if len({*mine, *theirs}) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask  # half a second, for those who compare

    codes = [("a", row, code) for row, code in enumerate(mine)] + [("b", row, code) for row, code in enumerate(theirs)]
    return round(float(AnnotationTask(codes).alpha()), 4)


def _disagreements(
    one: Review,
    other: Review,
    pairs: Iterable[tuple[ReviewedIdea, ReviewedIdea]],
    matches: Mapping[str, str],
    hands: tuple[Mapping[str, str], Mapping[str, str]],
) -> tuple[Disagreement, ...]:
    """Give the disagreements, identical texts between the same themes once.

    Those between the same two themes follow each other, most ideas first; those where no
    person placed anything come last.
    """
    together: dict[tuple[str, str, str], list[tuple[ReviewedIdea, ReviewedIdea]]] = {}
    n_between: dict[tuple[str, str], int] = {}
    for idea, their_idea in pairs:
        words = " ".join(re.findall(r"\w+", fold(one.text(idea)))) or one.text(idea)
        places = place_of(idea), place_of(their_idea)
        together.setdefault((words, *places), []).append((idea, their_idea))
        n_between[places] = n_between.get(places, 0) + 1
    found = [
        Disagreement(
            tuple(idea.idea_id for idea, _ in ideas),
            one.text(ideas[0][0]),
            theme_id,
            place_label(one, theme_id),
            other_id,
            place_label(other, other_id),
            matches.get(other_id, ""),
            next((hands[0][idea.idea_id] for idea, _ in ideas if idea.idea_id in hands[0]), ""),
            next((hands[1][idea.idea_id] for _, idea in ideas if idea.idea_id in hands[1]), ""),
            ideas[0][0].set_aside,
            ideas[0][1].set_aside,
        )
        for (_, theme_id, other_id), ideas in together.items()
    ]
    return tuple(
        sorted(
            found,
            key=lambda d: (
                not d.is_between_people,
                -n_between[d.theme_id, d.other_id],
                d.theme_id,
                d.other_id,
                -len(d.idea_ids),
            ),
        )
    )
