"""Drafting a synthesis from tables: no sentence without ideas, no number typed.

The draft is extractive: fixed turns of phrase, computed numbers, exact quotations. The
order of parts is that of the document plan « synthèse » (`reference/plans_documents.yaml`
describes the documents of the trade).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Final, Literal

from participation_lib.corpus.tagging import TaggedText
from participation_lib.reference import load
from participation_lib.schema import Nature, Origin, Quotation, Statement, Theme
from participation_lib.synthesis.disagreement import Debate, find_debates
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.verbatims import pick_typical, quoted, rarest
from participation_lib.synthesis.wording import joined, number, plural, quantity_word, spelled
from participation_lib.themes.naming import fold

__all__ = ["Draft", "DraftItem", "DraftSection", "draft_synthesis", "is_about_the_process"]

_OPEN: Final = "«\u00a0"
_CLOSE: Final = "\u00a0»"
_MOST_LISTED: Final = 12
_LEAST_FOR_PERCENT: Final = 100


@dataclass(frozen=True)
class DraftItem:
    """A statement and how it is laid out; `lead` is fixed wording that announces it."""

    statement: Statement
    form: Literal["sentence", "listed", "verbatim"] = "sentence"
    lead: str = ""


@dataclass(frozen=True)
class DraftSection:
    """A titled part of a draft; `theme_id` is empty for parts that are not a theme."""

    section_id: str
    heading: str
    items: tuple[DraftItem, ...]
    theme_id: str = ""


@dataclass(frozen=True)
class Draft:
    """A synthesis before layout: its sections in reading order."""

    sections: tuple[DraftSection, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in reading order."""
        return tuple(item.statement for section in self.sections for item in section.items)


@lru_cache(maxsize=1)
def _process_clues() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{clue})" for clue in load("regards_demarche")["indices"]))


def is_about_the_process(text: str) -> bool:
    """Tell whether an idea speaks of the consultation itself rather than of its subject.

    >>> is_about_the_process("on nous a déjà demandé ça l'an dernier, et après ?")
    True
    """
    return _process_clues().search(re.sub(r"\s+", " ", fold(text))) is not None


def _quotes(quotations: Sequence[Quotation], ideas: Sequence[Idea]) -> str:
    cut = {idea.idea_id: len(idea.text) for idea in ideas}
    shown = [
        f"{_OPEN}{quotation.text}{' […]' if len(quotation.text) < cut[quotation.idea_id] else ''}{_CLOSE}"
        for quotation in quotations
    ]
    return " ; ".join(shown[:-1]) + (" ; " if len(shown) > 1 else "") + shown[-1]


class _Drafter:
    """Builds statements one after the other, numbering them in reading order."""

    def __init__(self, evidence: Evidence, tagged: Sequence[TaggedText]) -> None:
        self.evidence = evidence
        self.debates = find_debates(evidence, tagged)
        self.process = [idea for idea in evidence.all_ideas if is_about_the_process(idea.text)]
        self._numbers = count(1)
        self._section = ""

    # Building blocks

    def _statement(self, text: str, ideas: Iterable[Idea], quotations: Sequence[Quotation] = ()) -> Statement:
        kept = list(dict.fromkeys(ideas))
        return Statement(
            statement_id=f"e{next(self._numbers):03d}",
            section=self._section,
            text=text,
            origin=Origin.COMPUTED,
            idea_ids=tuple(idea.idea_id for idea in kept),
            counts=self.evidence.counts(kept),
            quotations=tuple(quotations),
        )

    def _where(self, ideas: Sequence[Idea]) -> str:
        """Give « à 5 tables sur 8 », or nothing where the corpus has no groups."""
        unit, groups = self.evidence.unit, self.evidence.counts(ideas).groups
        return unit.among(groups, self.evidence.n_groups) if unit and groups else ""

    def _n_ideas(self, ideas: Sequence[Idea]) -> str:
        return f"{spelled(len(ideas), feminine=True)} {plural(len(ideas), 'idée')}"

    def _size(self, ideas: Sequence[Idea]) -> str:
        where = self._where(ideas)
        return f"{number(len(ideas))} {plural(len(ideas), 'idée')}{', ' + where if where else ''}"

    def _opening(self, ideas: Sequence[Idea]) -> str:
        """Begin a sentence by where something was said and how many ideas say it."""
        where = self._where(ideas)
        start = f"{where}, {self._n_ideas(ideas)}" if where else self._n_ideas(ideas)
        return start[0].upper() + start[1:]

    # Sections

    def overview(self, ranked: Sequence[tuple[Theme, list[Idea]]]) -> DraftSection:
        """« En bref »: who spoke, what comes first, what is debated, what is rarer."""
        self._section = "en_bref"
        evidence, everything = self.evidence, self.evidence.all_ideas
        counts = evidence.counts(everything)
        contributions = f"{number(counts.contributions)} {plural(counts.contributions, 'contribution')}"
        verb = "portent" if counts.contributions > 1 else "porte"
        unit = evidence.unit
        where = f", {unit.among(counts.groups, evidence.n_groups)}," if unit and counts.groups else ""
        # At every table: the count says it all, the base would only repeat it.
        if unit and counts.groups == evidence.n_groups:
            where = f", {unit.preposition} {number(evidence.n_groups)} {unit.several},"
        themes = f", regroupées en {spelled(len(ranked))} {plural(len(ranked), 'thème')}" if len(ranked) > 1 else ""
        items = [
            DraftItem(
                self._statement(
                    f"{contributions}{where} {verb} {number(counts.ideas)} {plural(counts.ideas, 'idée')}{themes}.",
                    everything,
                )
            )
        ]
        if ranked:
            (first, first_ideas), others = ranked[0], ranked[1:3]
            items.append(
                DraftItem(
                    self._statement(
                        f"Le thème le plus présent est {_OPEN}{first.label}{_CLOSE} ({self._size(first_ideas)}).",
                        first_ideas,
                    )
                )
            )
            if others:
                named = joined([f"{_OPEN}{theme.label}{_CLOSE} ({self._size(ideas)})" for theme, ideas in others])
                verb = "Viennent ensuite" if len(others) > 1 else "Vient ensuite"
                items.append(
                    DraftItem(self._statement(f"{verb} {named}.", [idea for _, ideas in others for idea in ideas]))
                )
        items.extend(self._natures(everything))
        for debate in self.debates[:2]:
            both = [*debate.favourable, *debate.opposed]
            items.append(
                DraftItem(
                    self._statement(
                        f"Les avis s'opposent à propos de {_OPEN}{debate.subject}{_CLOSE} ({self._size(both)}).",
                        both,
                    )
                )
            )
        if len(ranked) > 4:
            rare = [pair for pair in ranked[-2:] if len(pair[1]) <= max(3, len(everything) // 20)]
            if rare:
                named = joined([f"{_OPEN}{theme.label}{_CLOSE} ({self._size(ideas)})" for theme, ideas in rare])
                items.append(
                    DraftItem(
                        self._statement(f"Plus rarement, il est question de {named}.", [i for _, x in rare for i in x])
                    )
                )
        return DraftSection("en_bref", "En bref", tuple(items))

    def _natures(self, ideas: Sequence[Idea]) -> Iterator[DraftItem]:
        proposals = [idea for idea in ideas if idea.nature == Nature.PROPOSAL]
        problems = [idea for idea in ideas if idea.nature == Nature.PROBLEM]
        if proposals and problems:
            verb_a = plural(len(proposals), "propose", "proposent")
            verb_b = plural(len(problems), "signale", "signalent")
            text = (
                f"{self._n_ideas(proposals).capitalize()} {verb_a} une action et "
                f"{spelled(len(problems), feminine=True)} {verb_b} un problème."
            )
            yield DraftItem(self._statement(text, [*proposals, *problems]))

    def theme(self, theme: Theme, ideas: list[Idea]) -> DraftSection:
        """One theme: how much and where, then by nature, debates, rarer words, questions, verbatims."""
        self._section = theme.theme_id
        items = [DraftItem(self._statement(self._extent(ideas), ideas))]
        # Chosen first, so that even a small theme is heard in its own words.
        spoken = [idea for idea in ideas if idea.nature != Nature.QUESTION]
        voices = pick_typical(self.evidence, spoken, _n_verbatims(len(ideas)))
        cited: list[Idea] = list(voices)
        natures: tuple[tuple[Nature, str, str, str], ...] = (
            (Nature.PROBLEM, "Problèmes", "signale un problème", "signalent un problème"),
            (Nature.PROPOSAL, "Propositions", "propose une action", "proposent une action"),
            (
                Nature.SATISFACTION,
                "Ce qui est apprécié",
                "exprime une satisfaction",
                "expriment une satisfaction",
            ),
            (
                Nature.CONCERN,
                "Craintes",
                "exprime une crainte ou une réserve",
                "expriment une crainte ou une réserve",
            ),
            (Nature.OBSERVATION, "Constats", "fait un constat", "font un constat"),
        )
        for nature, lead, one, several in natures:
            kept = [idea for idea in ideas if idea.nature == nature]
            if kept:
                items.append(DraftItem(self._by_nature(kept, one, several, cited), lead=lead))
        items.extend(
            DraftItem(self._debate(debate, cited), lead="Ce qui fait débat")
            for debate in self.debates
            if debate.theme_id == theme.theme_id
        )
        rare = rarest(self.evidence, [i for i in ideas if i.nature != Nature.QUESTION], 2, cited)
        if rare:
            quotations = [quoted(idea) for idea in rare]
            cited.extend(rare)
            items.append(
                DraftItem(
                    self._statement(f"Il est aussi question de ceci : {_quotes(quotations, rare)}.", rare, quotations),
                    lead="Dit plus rarement",
                )
            )
        items.extend(self._questions([idea for idea in ideas if idea.nature == Nature.QUESTION]))
        for position, idea in enumerate(voices):
            quotation = quoted(idea)
            statement = self._statement(_quotes([quotation], [idea]), [idea], [quotation])
            items.append(DraftItem(statement, "verbatim", lead="Paroles de participants" if not position else ""))
        return DraftSection(theme.theme_id, theme.label, tuple(items), theme.theme_id)

    def _extent(self, ideas: Sequence[Idea]) -> str:
        evidence, where = self.evidence, self._where(ideas)
        counts = evidence.counts(ideas)
        if where:
            of_all = f"{number(counts.ideas)} {plural(counts.ideas, 'idée')} sur {number(len(evidence.all_ideas))}"
            text = f"{where}, {of_all} {plural(counts.ideas, 'porte', 'portent')} sur ce thème."
            return text[0].upper() + text[1:]
        word = quantity_word(counts.contributions, evidence.n_retained)
        base = f"{number(counts.contributions)} sur {number(evidence.n_retained)}"
        if evidence.n_retained >= _LEAST_FOR_PERCENT and not evidence.in_session:
            share = round(100 * counts.contributions / evidence.n_retained)
            base += f", soit {share}\u00a0%" if share else ""
        noun = "contribution" if word == "une" else "contributions"
        verb = "évoque" if word in ("une", "une part importante des") else "évoquent"
        ideas_told = f"{number(counts.ideas)} {plural(counts.ideas, 'idée')}"
        sentence = f"{word} {noun} ({base}) {verb} ce thème, avec {ideas_told}."
        return sentence[0].upper() + sentence[1:]

    def _by_nature(self, ideas: list[Idea], one: str, several: str, cited: list[Idea]) -> Statement:
        wanted = len(ideas) if len(ideas) <= 2 else 2 if len(ideas) < 12 else 3
        shown = pick_typical(self.evidence, ideas, wanted, cited)
        cited.extend(shown)
        start = f"{self._opening(ideas)} {plural(len(ideas), one, several)}"
        if not shown:
            return self._statement(f"{start}.", ideas)
        quotations = [quoted(idea) for idea in shown]
        announced = " :" if len(shown) == len(ideas) else ", par exemple :"
        return self._statement(f"{start}{announced} {_quotes(quotations, shown)}.", ideas, quotations)

    def _debate(self, debate: Debate, cited: list[Idea]) -> Statement:
        sides = []
        quotations: list[Quotation] = []
        for ideas, one, several in (
            (debate.favourable, "y est favorable", "y sont favorables"),
            (debate.opposed, "y est défavorable", "y sont défavorables"),
        ):
            shown = pick_typical(self.evidence, ideas, 2)
            cited.extend(shown)
            found = [quoted(idea) for idea in shown]
            quotations.extend(found)
            sides.append(f"{self._n_ideas(ideas)} {plural(len(ideas), one, several)} ({_quotes(found, shown)})")
        text = f"À propos de {_OPEN}{debate.subject}{_CLOSE}, {sides[0]} et {sides[1]}."
        return self._statement(text, [*debate.favourable, *debate.opposed], quotations)

    def _questions(self, questions: Sequence[Idea]) -> Iterator[DraftItem]:
        for position, idea in enumerate(questions[:_MOST_LISTED]):
            quotation = quoted(idea)
            statement = self._statement(_quotes([quotation], [idea]), [idea], [quotation])
            yield DraftItem(statement, "listed", lead="Questions à la Ville" if not position else "")
        rest = questions[_MOST_LISTED:]
        if rest:
            text = f"{self._n_ideas(rest).capitalize()} {plural(len(rest), 'pose', 'posent')} une autre question."
            yield DraftItem(self._statement(text, rest))

    def views_on_process(self) -> DraftSection:
        """« Regards sur la démarche »: never off-topic, always shown."""
        self._section = "regards"
        items: list[DraftItem] = []
        if self.process:
            verb = plural(len(self.process), "parle", "parlent")
            items.append(
                DraftItem(
                    self._statement(f"{self._opening(self.process)} {verb} de la démarche elle-même.", self.process)
                )
            )
            shown = (
                self.process
                if len(self.process) <= _MOST_LISTED
                else pick_typical(self.evidence, self.process, _MOST_LISTED)
            )
            for idea in shown:
                quotation = quoted(idea)
                items.append(DraftItem(self._statement(_quotes([quotation], [idea]), [idea], [quotation]), "listed"))
        return DraftSection("regards", "Regards sur la démarche", tuple(items))

    def unclassified(self) -> DraftSection:
        """Show what fits nowhere: it is never left out."""
        self._section = "non_classe"
        ideas = self.evidence.unclassified
        items: list[DraftItem] = []
        if ideas:
            verb = plural(len(ideas), "ne se rattache", "ne se rattachent")
            items.append(DraftItem(self._statement(f"{self._opening(ideas)} {verb} à aucun des thèmes.", ideas)))
            shown = ideas if len(ideas) <= _MOST_LISTED else pick_typical(self.evidence, ideas, _MOST_LISTED)
            for idea in shown:
                quotation = quoted(idea)
                items.append(DraftItem(self._statement(_quotes([quotation], [idea]), [idea], [quotation]), "listed"))
        return DraftSection("non_classe", "Idées non classées", tuple(items))


def _n_verbatims(n_ideas: int) -> int:
    return 2 if n_ideas < 15 else 3 if n_ideas < 60 else 4


def draft_synthesis(evidence: Evidence, tagged: Sequence[TaggedText]) -> Draft:
    """Give the draft of a synthesis: in brief, theme by theme, unclassified, views on the process.

    What does not rest on ideas (representativity, follow-up, method) is not drafted
    here: it is fixed wording or tables, laid out by `participation_lib.notes`.

    Parameters
    ----------
    tagged
        Tagged words of each idea, in the order of `evidence.ideas`.
    """
    if not evidence.all_ideas:
        return Draft(())
    drafter = _Drafter(evidence, tagged)
    ranked = [(theme, evidence.by_theme[theme.theme_id]) for theme in evidence.themes]
    ranked.sort(key=lambda pair: (-(evidence.counts(pair[1]).groups or 0), -len(pair[1]), pair[0].theme_id))
    sections = [drafter.overview(ranked)]
    sections.extend(drafter.theme(theme, ideas) for theme, ideas in ranked)
    sections.append(drafter.unclassified())
    sections.append(drafter.views_on_process())
    return Draft(tuple(sections))
