"""Texts that many contributions share, and what counts come to with their signatories and without.

An argument is counted once, with how many signed it beside: who sends the same text four
hundred times is heard, and does not make four hundred arguments. Nothing is taken out of
the tables: every count is given with the signatories too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from participation_lib.corpus.duplicates import Campaign, counted_once, judged
from participation_lib.corpus.statuses import reference_number
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.wording import number, plural, spelled

__all__ = ["CampaignRow", "CommonTexts", "CopyRow", "campaigns_to_judge"]


@dataclass(frozen=True)
class CommonTexts:
    """The texts that several contributions signed, as people judged them.

    Attributes
    ----------
    n_retained
        Retained contributions of the corpus, signatories included.
    """

    campaigns: tuple[Campaign, ...]
    n_retained: int

    @classmethod
    def of(cls, evidence: Evidence, choices: Choices) -> CommonTexts:
        """Give those of a corpus after what people said of them."""
        return cls(judged(evidence.campaigns, choices.signs), evidence.n_retained)

    @cached_property
    def _campaign_of(self) -> dict[str, Campaign]:
        return {name: campaign for campaign in self.campaigns for name in campaign.signatories}

    @cached_property
    def n_signatories(self) -> int:
        """How many contributions sign one."""
        return len(self._campaign_of)

    @property
    def n_retained_once(self) -> int:
        """Retained contributions, each common text counting for one."""
        return self.n_retained - self.n_signatories + len(self.campaigns)

    def signed(self, ideas: Iterable[Idea]) -> list[Idea]:
        """Give the ideas that come from signatories."""
        return [idea for idea in ideas if idea.contribution_id in self._campaign_of]

    def contributions_once(self, ideas: Iterable[Idea]) -> int:
        """Count contributions, each common text for one."""
        return counted_once((idea.contribution_id for idea in ideas), self.campaigns)

    def ideas_once(self, ideas: Sequence[Idea]) -> int:
        """Count ideas, those of each common text as one signatory wrote them."""
        if not self.campaigns:
            return len(ideas)
        count, by_campaign = 0, dict[str, dict[str, int]]()
        for idea in ideas:
            campaign = self._campaign_of.get(idea.contribution_id)
            if campaign is None:
                count += 1
                continue
            signatory = by_campaign.setdefault(campaign.campaign_id, {})
            signatory[idea.contribution_id] = signatory.get(idea.contribution_id, 0) + 1
        return count + sum(max(signatory.values()) for signatory in by_campaign.values())

    def numbers(self, ideas: Sequence[Idea]) -> tuple[set[int], set[int], int]:
        """Give the counts of ideas, of contributions and of texts that a sentence on these ideas may tell."""
        signed = self.signed(ideas)
        signing = {idea.contribution_id for idea in signed}
        every = {idea.contribution_id for idea in ideas}
        n_texts = len({self._campaign_of[name].campaign_id for name in signing})
        return (
            {len(signed), len(ideas) - len(signed)},
            {len(signing), len(every) - len(signing), self.contributions_once(ideas)},
            n_texts,
        )

    def remark(self, ideas: Sequence[Idea]) -> str:
        """Say what common texts weigh among ideas, and what is left without them; "" where they weigh nothing."""
        signing = {idea.contribution_id for idea in self.signed(ideas)}
        if not signing:
            return ""
        n_texts = len({self._campaign_of[name].campaign_id for name in signing})
        left = len({idea.contribution_id for idea in ideas} - signing)
        repeated = f"{number(len(signing))} {plural(len(signing), 'contribution')}"
        without = f"sans elles, {number(left)} {plural(left, 'contribution')}" if left else "aucune autre contribution"
        if n_texts == 1:
            return f"Un même texte, repris dans {repeated}, y compte pour un argument ; {without}."
        texts = spelled(n_texts).capitalize()
        return f"{texts} textes communs, repris dans {repeated}, y comptent chacun pour un argument ; {without}."

    def beside(self, ideas: Sequence[Idea]) -> str:
        """Give « , dont 840 de signataires d'un même texte » after a count of ideas; "" where there are none."""
        signed = self.signed(ideas)
        if not signed:
            return ""
        several = len({self._campaign_of[idea.contribution_id].campaign_id for idea in signed}) > 1
        source = "de textes communs" if several else "d'un même texte"
        return f", dont {number(len(signed))} de signataires {source}"


@dataclass(frozen=True)
class CopyRow:
    """A contribution that takes up part of a common text.

    Attributes
    ----------
    share
        « 62 % de ses mots en viennent ».
    """

    contribution_id: str
    reference: str
    text: str
    share: str


@dataclass(frozen=True)
class CampaignRow:
    """A common text with the contributions a person has to judge.

    Attributes
    ----------
    signatories
        « 45 signataires »; "" where nobody sent it word for word.
    """

    campaign_id: str
    text: str
    signatories: str
    copies: tuple[CopyRow, ...]


def campaigns_to_judge(evidence: Evidence, choices: Choices) -> tuple[CampaignRow, ...]:
    """Give the common texts that contributions take up in part, those nobody judged yet."""
    texts = dict(zip(evidence.contributions["contribution_id"], evidence.contributions["text"], strict=True))
    rows = []
    for campaign in evidence.campaigns:
        left = [copy for copy in campaign.proposed if copy.contribution_id not in choices.signs]
        if left:
            n_signed = len(campaign.signatories)
            rows.append(
                CampaignRow(
                    campaign.campaign_id,
                    texts[campaign.head],
                    f"{number(n_signed)} {plural(n_signed, 'signataire')}" if n_signed else "",
                    tuple(
                        CopyRow(
                            copy.contribution_id,
                            reference_number(copy.contribution_id),
                            texts[copy.contribution_id],
                            f"{round(100 * copy.share)} % de ses mots en viennent",
                        )
                        for copy in left
                    ),
                )
            )
    return tuple(rows)
