"""What every drafting rule builds with: statements that count themselves, exact quotations, French openings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
from participation_lib.synthesis.proposals import ProposalGroup, group_proposals
from participation_lib.synthesis.verbatims import PERSONAL_MARK, pick_typical, quoted, stands_alone, whole_words
from participation_lib.synthesis.wording import number, plural, spelled
from participation_lib.themes.naming import fold

__all__ = [
    "CLOSE",
    "MOST_LISTED",
    "OPEN",
    "Drafter",
    "anchor",
    "debate_name",
    "is_about_the_process",
    "judgement_of",
]

OPEN: Final = "«\u00a0"
CLOSE: Final = "\u00a0»"
MOST_LISTED: Final = 12
_OF_THE_PROCESS: Final = re.compile(
    r"(?:critiques? de |regards? sur |avis sur )?(?:la |cette )?(?:demarche|consultation|concertation)"
    r"(?: elle[- ]meme| citoyenne| en cours)?"
)
_FEWEST_SIGNATORIES: Final = 3
_FEWEST_SHARED_WORDS: Final = 8
_LONG: Final = 140  # characters


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
    """Give the identifier of a debate, the same as long as its object is: ideas may change themes.

    It may stand in an anchor: ASCII letters, digits and underscores.
    """
    return anchor(fold(debate.key or debate.subject)).replace(".", "_")


def judgement_of(debate: Debate, judged: Mapping[str, bool]) -> bool | None:
    """Give what a person said of a debate, None where nobody judged it.

    Older dossiers named a debate by its theme first (`t04.barbecue`): what was judged there still stands.
    """
    name = debate_name(debate)
    if name in judged:
        return judged[name]
    return next((stands for known, stands in judged.items() if known.partition(".")[2] == name), None)


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
        judged = [judgement_of(debate, self.choices.debates) for debate in self.every_debate]
        return [
            debate
            for debate, stands in zip(self.every_debate, judged, strict=True)
            if (debate.certain if stands is None else stands)
        ]

    @cached_property
    def common(self) -> CommonTexts:
        """Texts that several contributions signed, each one argument."""
        return CommonTexts.of(self.evidence, self.choices)

    @cached_property
    def process(self) -> list[Idea]:
        """Ideas about the consultation itself, by their words or by the theme somebody put them in."""
        themes = {theme.theme_id for theme in self.evidence.themes if _OF_THE_PROCESS.fullmatch(fold(theme.label))}
        return [idea for idea in self.evidence.all_ideas if idea.theme_id in themes or is_about_the_process(idea.text)]

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

    def requests(self, proposals: Sequence[Idea]) -> tuple[ProposalGroup, ...]:
        """Give proposals, those that ask for the same thing together, flagged ones left out."""
        asked = [idea for idea in proposals if not idea.flags]
        sayable = {idea.idea_id for idea in self.quotable(asked)}
        return group_proposals(self.evidence, asked, self.tagged, quotable=sayable)

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
        """Give « 12 idées, à 5 tables sur 8 », or « 12 idées sur 4 334 » where the corpus has no groups.

        How many of them repeat a common text is said too.
        """
        where = self.where(ideas)
        base = f", {where}" if where else f" sur {number(len(self.evidence.all_ideas))}"
        return f"{number(len(ideas))} {plural(len(ideas), 'idée')}{base}{self.common.beside(ideas)}"

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

    def telling(self, ideas: Sequence[Idea], already: Sequence[Idea] = ()) -> list[Idea]:
        """Give one idea that tells in few words what these say, to be read without the rest of its contribution.

        One that somebody chose; else a typical one, short, that needs nothing before it. None where no words may
        be quoted. Never one that takes a side in a debate: sides are told together.

        Parameters
        ----------
        already
            Ideas quoted before: their contributions are not quoted again.
        """
        told = {idea.contribution_id for idea in already}
        free = [
            idea
            for idea in self.quotable(ideas)
            if not idea.flags and idea.contribution_id not in told and idea.idea_id not in self.taking_sides
        ]
        pinned = [idea for idea in free if idea.idea_id in self._pinned]
        short = [idea for idea in free if stands_alone(idea.text)]
        return self.typical(pinned or short or [idea for idea in free if len(idea.text) <= _LONG], 1)

    @cached_property
    def taking_sides(self) -> frozenset[str]:
        """Identifiers of the ideas that take a side in a debate that is written."""
        return frozenset(idea.idea_id for debate in self.debates for idea in (*debate.favourable, *debate.opposed))

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
