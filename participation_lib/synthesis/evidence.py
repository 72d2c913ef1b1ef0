"""The tables of a grouped corpus, ready to be counted and quoted from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from participation_lib.corpus.duplicates import Campaign, find_campaigns
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED, Counts, Status, Theme, count_evidence, idea_text
from participation_lib.synthesis.wording import GroupUnit, group_unit
from participation_lib.themes.encoding import Vectors

__all__ = ["Evidence", "Idea"]


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea as the drafting rules see it."""

    idea_id: str
    contribution_id: str
    group: str
    theme_id: str
    nature: str
    text: str
    row: int  # in the vectors
    flags: tuple[str, ...] = ()  # `Flag` values


@dataclass(frozen=True)
class Evidence:
    """Contributions, ideas and themes of one corpus, with what counting them takes.

    Attributes
    ----------
    vectors
        Meaning of each idea, shape (n, d), in the order of `ideas`.
    group_name
        Kind of group ("table", "quartier"…), "" where the corpus has none.
    tells_groups
        Whether a document may say of which group a contribution is (see `small_cells`).
    """

    contributions: pd.DataFrame
    ideas: pd.DataFrame
    themes: tuple[Theme, ...]
    vectors: Vectors
    group_name: str = ""
    question: str = ""
    tells_groups: bool = True

    @cached_property
    def all_ideas(self) -> list[Idea]:
        """Every idea that was not set aside, in reading order."""
        groups = dict(zip(self.contributions["contribution_id"], self.contributions["group"], strict=True))
        texts = idea_text(self.ideas, self.contributions)
        columns = ("idea_id", "contribution_id", "theme_id", "nature")
        flags = self.ideas["flags"] if "flags" in self.ideas.columns else [()] * len(self.ideas)
        return [
            Idea(idea_id, contribution_id, groups[contribution_id], theme_id, nature, text, row, tuple(flagged))
            for row, (idea_id, contribution_id, theme_id, nature, text, flagged) in enumerate(
                zip(*(self.ideas[column] for column in columns), texts, flags, strict=True)
            )
            if theme_id != SET_ASIDE
        ]

    @cached_property
    def set_aside(self) -> dict[str, list[str]]:
        """Identifiers of the ideas a person set aside, by reason, most ideas first."""
        aside = self.ideas.loc[self.ideas["theme_id"] == SET_ASIDE]
        found: dict[str, list[str]] = {}
        for idea_id, reason in zip(aside["idea_id"], aside["reason"], strict=True):
            found.setdefault(reason, []).append(idea_id)
        return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))

    @cached_property
    def by_theme(self) -> dict[str, list[Idea]]:
        """Ideas of each theme, in reading order; those that fit nowhere under `UNCLASSIFIED`."""
        found: dict[str, list[Idea]] = {theme.theme_id: [] for theme in self.themes}
        for idea in self.all_ideas:
            found.setdefault(idea.theme_id, []).append(idea)
        return found

    @cached_property
    def unclassified(self) -> list[Idea]:
        """Ideas that fit no theme."""
        return self.by_theme.get(UNCLASSIFIED, [])

    @cached_property
    def n_groups(self) -> int:
        """Number of groups heard among retained contributions."""
        retained = self.contributions["status"] == Status.RETAINED
        return int(self.contributions.loc[retained & (self.contributions["group"] != ""), "group"].nunique())

    @property
    def unit(self) -> GroupUnit | None:
        """Words for the groups of this corpus, None where there are fewer than two."""
        return group_unit(self.group_name) if self.n_groups > 1 else None

    @property
    def in_session(self) -> bool:
        """True where people sat at tables: then tables are counted, never shares."""
        return self.group_name == "table"

    @cached_property
    def n_retained(self) -> int:
        """Number of retained contributions."""
        return int((self.contributions["status"] == Status.RETAINED).sum())

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """Texts that several retained contributions share, before anybody judged them."""
        return find_campaigns(self.contributions)

    def counts(self, ideas: Iterable[Idea]) -> Counts:
        """Count ideas, contributions and groups."""
        kept = list(ideas)
        group_of = {idea.contribution_id: idea.group for idea in kept} if self.n_groups else {}
        return count_evidence(
            [idea.idea_id for idea in kept], {idea.idea_id: idea.contribution_id for idea in kept}, group_of
        )

    def centrality(self, ideas: Sequence[Idea]) -> npt.NDArray[np.float64]:
        """Give the cosine of each idea to the mean of all of them, shape (n,)."""
        rows = self.vectors[[idea.row for idea in ideas]]
        centre = rows.mean(axis=0)
        length = float(np.linalg.norm(centre))
        return np.asarray(rows @ (centre / length if length else centre), dtype=np.float64).round(5)
