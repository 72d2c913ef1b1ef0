"""The same text sent by many: an argument, its wordings, and who signed it.

Two kinds of resemblance are kept apart. A text taken up word for word, or but for a few
words that change nothing of what it wants, signs. A text rewritten in part is only
proposed: a person says whether it signs. Nothing is ever taken out of the corpus here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from participation_lib.corpus.content import fold_text
from participation_lib.corpus.resemblance import FEWEST_SIGNATORIES, FEWEST_WORDS, SharedText, Wording, shared_texts
from participation_lib.schema import Status

__all__ = ["Campaign", "PartialCopy", "counted_once", "find_campaigns", "judged"]


@dataclass(frozen=True)
class PartialCopy:
    """A contribution that takes up part of a common text.

    Attributes
    ----------
    share
        Of its own words, how many come from the common text, 0 to 1.
    """

    contribution_id: str
    share: float


@dataclass(frozen=True)
class Campaign:
    """A text that several contributions share.

    Attributes
    ----------
    campaign_id
        Its first contribution in reading order; the same as long as that one is there.
    head
        The first contribution in its most frequent wording.
    signatories
        Contributions that take it up word for word or nearly, in reading order; empty where
        it was only found rewritten.
    n_wordings
        How many different wordings they use.
    proposed
        Contributions that take up part of it, for a person to judge.
    """

    campaign_id: str
    head: str
    signatories: tuple[str, ...]
    n_wordings: int
    proposed: tuple[PartialCopy, ...] = ()


def find_campaigns(contributions: pd.DataFrame) -> tuple[Campaign, ...]:
    """Give the texts that at least three retained contributions share, most signed first.

    Ten for a text of fewer than twelve words, which people may write without having read each
    other. Words are counted as they fold: « l'eau » is two.

    Parameters
    ----------
    contributions
        Checked table, in reading order. Texts of fewer than eight words are passed over.

    Examples
    --------
    >>> text = "Non au stationnement payant dans notre quartier, cette mesure est injuste pour les familles."
    >>> rows = pd.DataFrame({"contribution_id": ["c1", "c2", "c3", "c4"], "status": ["retenue"] * 4,
    ...     "text": [text, text.upper(), "Plus de bus le soir", text + " Merci !"]})
    >>> [(found.head, found.signatories, found.n_wordings) for found in find_campaigns(rows)]
    [('c1', ('c1', 'c2', 'c4'), 2)]
    """
    kept = contributions.loc[contributions["status"] == Status.RETAINED]
    return _found(tuple(kept["contribution_id"]), tuple(kept["text"]))


@lru_cache(maxsize=2)  # several documents are drafted from the same contributions
def _found(identifiers: tuple[str, ...], texts: tuple[str, ...]) -> tuple[Campaign, ...]:
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        rows_of[fold_text(text)].append(row)
    wordings = [
        Wording(words, rows) for folded, rows in rows_of.items() if len(words := folded.split()) >= FEWEST_WORDS
    ]
    wordings.sort(key=lambda wording: (-len(wording.rows), wording.rows[0]))
    return tuple(_told(group, identifiers) for group in shared_texts(wordings))


def _told(group: SharedText, identifiers: Sequence[str]) -> Campaign:
    signed = sorted(row for wording in group.signed for row in wording.rows)
    proposed = sorted((row, share) for wording, share in group.rewritten for row in wording.rows)
    first = min([*signed, *(row for row, _ in proposed)])
    head = max((*group.signed, *(wording for wording, _ in group.rewritten)), key=lambda w: (len(w.rows), -w.rows[0]))
    return Campaign(
        campaign_id=identifiers[signed[0] if signed else first],
        head=identifiers[head.rows[0]],
        signatories=tuple(identifiers[row] for row in signed),
        n_wordings=len(group.signed),
        proposed=tuple(PartialCopy(identifiers[row], round(share, 2)) for row, share in proposed),
    )


def judged(campaigns: Iterable[Campaign], signs: Mapping[str, bool]) -> tuple[Campaign, ...]:
    """Give campaigns after what a person said of some contributions: that they sign, or that they do not.

    A campaign that fewer than three contributions sign is left out.

    Parameters
    ----------
    signs
        From a contribution to whether it signs the text it takes up.

    Examples
    --------
    >>> found = Campaign("c1", "c1", ("c1", "c2", "c3"), 1, (PartialCopy("c9", 0.6),))
    >>> judged([found], {"c9": True})[0].signatories
    ('c1', 'c2', 'c3', 'c9')
    """
    settled = []
    for campaign in campaigns:
        accepted = [copy.contribution_id for copy in campaign.proposed if signs.get(copy.contribution_id)]
        kept = [name for name in campaign.signatories if signs.get(name, True)]
        if len(kept) + len(accepted) >= FEWEST_SIGNATORIES:
            left = tuple(copy for copy in campaign.proposed if copy.contribution_id not in signs)
            settled.append(replace(campaign, signatories=(*kept, *accepted), proposed=left))
    return tuple(settled)


def counted_once(contribution_ids: Iterable[str], campaigns: Iterable[Campaign]) -> int:
    """Give how many contributions there are, each campaign counting for one.

    Examples
    --------
    >>> counted_once(["c1", "c2", "c5"], [Campaign("c1", "c1", ("c1", "c2", "c3"), 1)])
    2
    """
    names = set(contribution_ids)
    for campaign in campaigns:
        signed = names.intersection(campaign.signatories)
        if signed:
            names -= signed
            names.add(campaign.campaign_id)
    return len(names)
