"""How far two people agree who reviewed the same contributions, each in their own dossier.

Themes of one are first matched with those of the other that hold the same ideas; agreement
is then measured on the ideas both have. Identical texts are one disagreement, shown once.

Sources: Cohen, 1960, « A coefficient of agreement for nominal scales », Educational and
Psychological Measurement 20, 37–46; Krippendorff, 2004, « Content Analysis », chapter 11;
Kuhn, 1955, « The Hungarian method for the assignment problem » (matching of themes).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import cohen_kappa_score

from participation_lib.errors import InputError
from participation_lib.review.review import Review, ReviewedIdea
from participation_lib.schema import SET_ASIDE, SET_ASIDE_LABEL, UNCLASSIFIED, UNCLASSIFIED_LABEL
from participation_lib.themes.naming import fold

__all__ = ["Comparison", "Disagreement", "compare_reviews"]

_SPECIAL = {UNCLASSIFIED: UNCLASSIFIED_LABEL, SET_ASIDE: SET_ASIDE_LABEL}


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
    """

    idea_ids: tuple[str, ...]
    text: str
    theme_id: str
    label: str
    other_id: str
    other_label: str


@dataclass(frozen=True)
class Comparison:
    """How far two reviews agree.

    Attributes
    ----------
    kappa, alpha
        Cohen's kappa and Krippendorff's alpha on themes once matched: 1 is full agreement, 0
        what chance would give; None where neither person used more than one theme.
    share_same
        Share of the ideas compared that are in the same theme once matched, 0 to 1.
    nature_kappa
        Cohen's kappa on natures; None where there is a single one.
    matched
        Pairs of themes (label, other label) taken to be the same.
    alone
        Themes of one person that match none of the other's.
    n_compared, n_left_out
        Ideas both have, and those only one has (cut or joined by one person only).
    """

    kappa: float | None
    alpha: float | None
    share_same: float
    nature_kappa: float | None
    matched: tuple[tuple[str, str], ...]
    alone: tuple[str, ...]
    other_alone: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    n_compared: int
    n_left_out: int

    def sentences(self) -> tuple[str, ...]:
        """Give what a person reads of it, in French."""
        n_same = round(self.share_same * self.n_compared)
        verb = "sont" if n_same > 1 else "est"
        ideas = "idées comparées" if self.n_compared > 1 else "idée comparée"
        told = [f"Sur {self.n_compared} {ideas}, {n_same} {verb} dans le même thème."]
        if self.kappa is not None and self.alpha is not None:
            told.append(
                f"Accord au-delà du hasard sur les thèmes : kappa de Cohen {_decimal(self.kappa)}, "
                f"alpha de Krippendorff {_decimal(self.alpha)} ({_strength(self.kappa)})."
            )
        else:
            told.append("Un seul thème est employé : l’accord au-delà du hasard ne se mesure pas.")
        if self.nature_kappa is not None:
            told.append(f"Accord sur les natures : kappa de Cohen {_decimal(self.nature_kappa)}.")
        told.append(f"Textes en désaccord : {len(self.disagreements)}.")
        if self.n_left_out:
            told.append(f"Idées coupées ou recollées par une seule personne, non comparées : {self.n_left_out}.")
        return tuple(told)


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",").replace("-", "−")


def _strength(kappa: float) -> str:
    """Give the words of Landis and Koch (1977) for a kappa."""
    scale = ((0.8, "presque parfait"), (0.6, "fort"), (0.4, "moyen"), (0.2, "faible"))
    return next((word for least, word in scale if kappa >= least), "très faible")


def _place(idea: ReviewedIdea) -> str:
    return SET_ASIDE if idea.set_aside else idea.theme_id


def _label(review: Review, theme_id: str) -> str:
    return _SPECIAL.get(theme_id) or review.themes[theme_id].label


def compare_reviews(one: Review, other: Review) -> Comparison:
    """Compare two reviews of the same contributions.

    Raises
    ------
    InputError
        The reviews are not of the same contributions, or have no idea in common.
    """
    texts = [{name: c.text for name, c in review.contributions.items()} for review in (one, other)]
    if texts[0] != texts[1]:
        raise InputError(
            "Ces deux dossiers ne portent pas sur les mêmes contributions : ouvrez-les à partir des mêmes fichiers."
        )
    their = {(i.contribution_id, i.start, i.end): i for i in other.in_reading_order}
    pairs = [
        (idea, their[key])
        for idea in one.in_reading_order
        if (key := (idea.contribution_id, idea.start, idea.end)) in their
    ]
    if not pairs:
        raise InputError("Ces deux relectures n’ont aucune idée en commun : rien ne peut être comparé.")
    matches = _matched_themes(pairs)
    mine = [_place(idea) for idea, _ in pairs]
    theirs = [matches.get(place, f"autre:{place}") for place in (_place(idea) for _, idea in pairs)]
    natures = [[idea.nature for idea in ideas] for ideas in zip(*pairs, strict=True)]
    same = [a == b for a, b in zip(mine, theirs, strict=True)]
    known = set(matches.values())
    return Comparison(
        kappa=_kappa(mine, theirs),
        alpha=_alpha(mine, theirs),
        share_same=sum(same) / len(pairs),
        nature_kappa=_kappa(*natures),
        matched=tuple(
            (_label(one, mine_id), _label(other, their_id))
            for their_id, mine_id in matches.items()
            if mine_id not in _SPECIAL
        ),
        alone=tuple(t.label for t in one.themes.values() if one.by_theme[t.theme_id] and t.theme_id not in known),
        other_alone=tuple(
            t.label for t in other.themes.values() if other.by_theme[t.theme_id] and t.theme_id not in matches
        ),
        disagreements=_disagreements(
            one, other, [pair for pair, agreed in zip(pairs, same, strict=True) if not agreed]
        ),
        n_compared=len(pairs),
        n_left_out=len(one.ideas) + len(other.ideas) - 2 * len(pairs),
    )


def _matched_themes(pairs: Sequence[tuple[ReviewedIdea, ReviewedIdea]]) -> dict[str, str]:
    """Give the theme of the first person that each theme of the second stands for: most ideas shared in all."""
    mine = sorted({_place(idea) for idea, _ in pairs} - _SPECIAL.keys())
    theirs = sorted({_place(idea) for _, idea in pairs} - _SPECIAL.keys())
    shared = np.zeros((len(theirs), len(mine)))
    for idea, their_idea in pairs:
        if _place(idea) in mine and _place(their_idea) in theirs:
            shared[theirs.index(_place(their_idea)), mine.index(_place(idea))] += 1
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
    one: Review, other: Review, pairs: Sequence[tuple[ReviewedIdea, ReviewedIdea]]
) -> tuple[Disagreement, ...]:
    """Give the disagreements, identical texts between the same themes once, most ideas first."""
    together: dict[tuple[str, str, str], list[ReviewedIdea]] = {}
    for idea, their_idea in pairs:
        words = " ".join(re.findall(r"\w+", fold(one.text(idea)))) or one.text(idea)
        together.setdefault((words, _place(idea), _place(their_idea)), []).append(idea)
    found = [
        Disagreement(
            tuple(idea.idea_id for idea in ideas),
            one.text(ideas[0]),
            theme_id,
            _label(one, theme_id),
            other_id,
            _label(other, other_id),
        )
        for (_, theme_id, other_id), ideas in together.items()
    ]
    return tuple(sorted(found, key=lambda disagreement: -len(disagreement.idea_ids)))
