"""What every drafting rule builds with: statements that count themselves, exact quotations, French openings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from participation_lib.corpus.tagging import TaggedText
from participation_lib.reference import load
from participation_lib.schema import Origin, Quotation, Statement, Theme
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.common_texts import CommonTexts
from participation_lib.synthesis.disagreement import Debate, find_disagreements
from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.verbatims import PERSONAL_MARK, pick_typical, quoted, whole_words
from participation_lib.synthesis.wording import number, plural, spelled
from participation_lib.themes.naming import fold

__all__ = ["CLOSE", "MOST_LISTED", "OPEN", "Drafter", "anchor", "debate_name", "is_about_the_process"]

OPEN: Final = "«\u00a0"
CLOSE: Final = "\u00a0»"
MOST_LISTED: Final = 12


@lru_cache(maxsize=1)
def _process_clues() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{clue})" for clue in load("regards_demarche")["indices"]))


def is_about_the_process(text: str) -> bool:
    """Tell whether an idea speaks of the consultation itself rather than of its subject.

    >>> is_about_the_process("on nous a déjà demandé ça l'an dernier, et après ?")
    True
    """
    return _process_clues().search(re.sub(r"\s+", " ", fold(text))) is not None


def anchor(name: str) -> str:
    """Give a name as it may stand in an anchor: ASCII letters, digits, dots, hyphens and underscores.

    >>> anchor("cadre de vie")
    'cadre_de_vie'
    """
    return re.sub(r"[^A-Za-z0-9._-]+", "_", fold(name) if not name.isascii() else name)


def debate_name(debate: Debate) -> str:
    """Give the identifier of a debate, the same as long as its theme and its object are.

    It may stand in an anchor: ASCII letters, digits, dots and underscores.
    """
    return anchor(f"{debate.theme_id}.{fold(debate.key or debate.subject)}")


class Drafter:
    """Builds the statements of one document from the tables and what people decided.

    Identifiers of statements say what they tell (`t03.problemes`), so that they stay the same
    when counts and sentences around them change.
    """

    def __init__(self, evidence: Evidence, tagged: Sequence[TaggedText], choices: Choices) -> None:
        self.evidence = evidence
        self.choices = choices
        self.tagged = tagged
        self._pinned = {idea_id: rank for rank, idea_id in enumerate(choices.pinned)}

    @cached_property
    def every_debate(self) -> list[Debate]:
        """Everything that looks like a debate, judged or not."""
        return find_disagreements(self.evidence, self.tagged).everything

    @cached_property
    def debates(self) -> list[Debate]:
        """Debates that may be written: certain ones that nobody refused, and those a person said stand."""
        judged = self.choices.debates
        return [debate for debate in self.every_debate if judged.get(debate_name(debate), debate.certain)]

    @cached_property
    def common(self) -> CommonTexts:
        """Texts that several contributions signed, each one argument."""
        return CommonTexts.of(self.evidence, self.choices)

    @cached_property
    def process(self) -> list[Idea]:
        """Ideas about the consultation itself."""
        return [idea for idea in self.evidence.all_ideas if is_about_the_process(idea.text)]

    @cached_property
    def ranked(self) -> list[tuple[Theme, list[Idea]]]:
        """Themes with their ideas: those heard in most groups first, then those with most ideas.

        The ideas of a common text count as one signatory wrote them.
        """
        pairs = [(theme, self.evidence.by_theme[theme.theme_id]) for theme in self.evidence.themes]
        return sorted(
            pairs,
            key=lambda pair: (
                -(self.evidence.counts(pair[1]).groups or 0),
                -self.common.ideas_once(pair[1]),
                pair[0].theme_id,
            ),
        )

    # Building blocks

    def statement(
        self, section_id: str, name: str, text: str, ideas: Iterable[Idea], quotations: Sequence[Quotation] = ()
    ) -> Statement:
        """Give a statement that rests on ideas, each counted once."""
        kept = list(dict.fromkeys(ideas))
        return Statement(
            statement_id=f"{section_id}.{anchor(name)}",
            section=section_id,
            text=text,
            origin=Origin.COMPUTED,
            idea_ids=tuple(idea.idea_id for idea in kept),
            counts=self.evidence.counts(kept),
            quotations=tuple(quotations),
        )

    def listed(self, section_id: str, ideas: Sequence[Idea], *, lead: str = "") -> list[DraftItem]:
        """Give one line for each idea, in its own words, the first announced."""
        items = []
        for position, idea in enumerate(ideas):
            quotation = quoted(idea)
            statement = self.statement(section_id, idea.idea_id, self.quotes([quotation], [idea]), [idea], [quotation])
            items.append(DraftItem(statement, "listed", lead="" if position else lead))
        return items

    def where(self, ideas: Sequence[Idea]) -> str:
        """Give « à 5 tables sur 8 », or nothing where the corpus has no groups."""
        unit, groups = self.evidence.unit, self.evidence.counts(ideas).groups
        return unit.among(groups, self.evidence.n_groups) if unit and groups else ""

    def n_ideas(self, ideas: Sequence[Idea]) -> str:
        """Give « trois idées », « 12 idées »."""
        return f"{spelled(len(ideas), feminine=True)} {plural(len(ideas), 'idée')}"

    def size(self, ideas: Sequence[Idea]) -> str:
        """Give « 12 idées, à 5 tables sur 8 », with how many of them repeat a common text."""
        where = self.where(ideas)
        told = f"{number(len(ideas))} {plural(len(ideas), 'idée')}{', ' + where if where else ''}"
        return told + self.common.beside(ideas)

    def opening(self, ideas: Sequence[Idea]) -> str:
        """Begin a sentence by where something was said and how many ideas say it."""
        where = self.where(ideas)
        start = f"{where}, {self.n_ideas(ideas)}" if where else self.n_ideas(ideas)
        return start[0].upper() + start[1:]

    def quotes(self, quotations: Sequence[Quotation], ideas: Sequence[Idea]) -> str:
        """Give quotations between guillemets, a cut marked « […] »."""
        length = {idea.idea_id: len(whole_words(idea.text)) for idea in ideas}
        return " ; ".join(
            f"{OPEN}{quotation.text}{' […]' if len(quotation.text) < length[quotation.idea_id] else ''}{CLOSE}"
            for quotation in quotations
        )

    # Choosing words to quote

    def quotable(self, ideas: Iterable[Idea]) -> list[Idea]:
        """Leave out the ideas somebody refused to quote, and those from which personal words were taken out."""
        return [
            idea for idea in ideas if idea.idea_id not in self.choices.refused and not PERSONAL_MARK.search(idea.text)
        ]

    def typical(self, ideas: Sequence[Idea], n_wanted: int, already: Sequence[Idea] = ()) -> list[Idea]:
        """Give ideas to quote: those somebody chose, then typical ones; never refused or flagged ones."""
        taken = {idea.idea_id for idea in already}
        chosen = [i for i in self.quotable(ideas) if i.idea_id in self._pinned and i.idea_id not in taken]
        chosen.sort(key=lambda idea: self._pinned[idea.idea_id])
        chosen = chosen[:n_wanted]
        pool = [idea for idea in self.quotable(ideas) if not idea.flags]
        more = pick_typical(self.evidence, pool, n_wanted - len(chosen), [*already, *chosen])
        together = {idea.idea_id for idea in (*chosen, *more)}
        return [idea for idea in ideas if idea.idea_id in together]
