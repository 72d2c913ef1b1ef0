"""The gate of a publishable document: what must be mended before it may leave, and why.

Everything is checked again from the tables, whatever wrote the sentence: quotations at
their span, numbers, evidence, marks of personal data, totals, sections. Messages name
sections and ranks, never a participant's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from participation_lib.schema import SET_ASIDE, AuthoredText, Nature, Statement, Status
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.draft import Draft, DraftItem, DraftSection
from participation_lib.synthesis.editing import quotations_in, quoted_parts
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.plans import facts
from participation_lib.synthesis.verbatims import PERSONAL_MARK
from participation_lib.themes.naming import fold

__all__ = ["Finding", "blocking", "check_draft", "numbers_told"]

_LETTERS: Final = {
    word: value
    for value, word in enumerate(
        ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"), start=2
    )
}
_NUMBER: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:[\u202f\u00a0 ]\d{3})+(?!\d)|(?<![\w,])\d+(?:,\d+)?")
_WORD: Final = re.compile(r"\b(?:" + "|".join(_LETTERS) + r")\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"«[^«»]*»")


@dataclass(frozen=True)
class Finding:
    """Something to mend in a document.

    Attributes
    ----------
    kind
        "citation", "nombre", "preuve", "donnee_personnelle", "total", "section", "a_revoir" or "fait".
    statement_id
        "" for what bears on a section or on the whole document.
    blocking
        A publishable version may not leave with it.
    """

    kind: str
    section_id: str
    statement_id: str
    message: str
    blocking: bool = True


def numbers_told(text: str) -> set[str]:
    """Give the numbers a sentence tells, as digits; those between guillemets are left out.

    « un » and « une » are articles more often than numbers: they are not read.

    >>> sorted(numbers_told("À 5 tables sur 8, trois idées disent « 2 bancs »."))
    ['3', '5', '8']
    """
    bare = _QUOTED.sub(" ", text)
    digits = {re.sub(r"[\u202f\u00a0 ]", "", found) for found in _NUMBER.findall(bare)}
    return digits | {str(_LETTERS[found.lower()]) for found in _WORD.findall(bare)}


class _Gate:
    """Checks one draft against the tables it was made from."""

    def __init__(self, draft: Draft, evidence: Evidence, choices: Choices) -> None:
        self.draft, self.evidence, self.choices = draft, evidence, choices
        self.ideas = {idea.idea_id: idea for idea in evidence.all_ideas}
        self.labels = {theme.label for theme in evidence.themes}

    @cached_property
    def _common_numbers(self) -> set[str]:
        """Numbers any sentence may tell: totals, groups, facts that were given."""
        evidence = self.evidence
        values = {len(evidence.all_ideas), evidence.n_retained, evidence.n_groups, len(evidence.themes)}
        values |= {len(evidence.contributions), len(evidence.unclassified), len(evidence.ideas)}
        for fact in (*self.choices.facts.values(), evidence.question):
            values |= {int(found) for found in numbers_told(fact) if found.isdecimal()}
        return {str(value) for value in values}

    def _numbers_of(self, ideas: Sequence[Idea]) -> set[str]:
        """Numbers that counting these ideas may give, whole or by nature, theme, group or side."""
        values: set[int] = set()
        portions: list[list[Idea]] = [list(ideas)]
        portions.extend([idea for idea in ideas if idea.nature == nature] for nature in Nature)
        for keys in ([idea.theme_id for idea in ideas], [idea.group for idea in ideas]):
            parted: dict[str, list[Idea]] = {}
            for key, idea in zip(keys, ideas, strict=True):
                parted.setdefault(key, []).append(idea)
            portions.extend(parted.values())
            values.add(len(parted))
        for portion in portions:
            counts = self.evidence.counts(portion)
            values |= {counts.ideas, counts.contributions, counts.groups or 0}
            values.add(round(100 * counts.contributions / max(1, self.evidence.n_retained)))
        return {str(value) for value in values}

    def _sides(self, statement: Statement) -> set[str]:
        """Numbers of the two sides of a debate: any parting of its ideas in two adds up to them all."""
        told = sorted(int(number) for number in numbers_told(_own_words(statement)) if number.isdecimal())
        total = statement.counts.ideas
        if ".debat." not in f".{statement.statement_id}":
            return set()
        return {str(number) for number in told if total - number in told or number == total - 1}

    def check(self) -> Iterator[Finding]:
        """Give everything to mend, in reading order."""
        for section in self.draft.sections:
            for rank, item in enumerate(section.items, start=1):
                where = f"« {section.heading} », phrase {rank} : "
                yield from self._check_item(section, item, where)
        yield from self._check_totals()
        for section in self.draft.to_fill:
            missing = [facts()[name].label for name in section.missing]
            asks = f" Il manque : {', '.join(missing)}." if missing else ""
            yield Finding(
                "section",
                section.section_id,
                "",
                f"La section « {section.heading} » est vide : remplissez-la ou laissez-la « à compléter ».{asks}",
            )
        for section in self.draft.sections:
            if section not in self.draft.to_fill:
                for name in section.missing:
                    yield Finding(
                        "fait",
                        section.section_id,
                        "",
                        f"« {section.heading} » : le fait « {facts()[name].label} » n'est pas rempli.",
                        blocking=False,
                    )

    def _check_item(self, section: DraftSection, item: DraftItem, where: str) -> Iterator[Finding]:
        statement = item.statement
        name = statement.statement_id

        def finding(kind: str, message: str) -> Finding:
            return Finding(kind, section.section_id, name, where + message)

        if PERSONAL_MARK.search(statement.text):
            yield finding("donnee_personnelle", "une marque de donnée personnelle y reste ; réécrivez ou ne citez pas.")
        if item.edited is not None and item.edited.changed:
            yield finding("a_revoir", "les contributions sur lesquelles elle s'appuie ont changé ; relisez-la.")
        if isinstance(statement, AuthoredText):
            if quoted_parts(statement.text):
                yield finding("citation", "elle cite sans s'appuyer sur une contribution ; indiquez laquelle.")
            return
        known = [self.ideas[idea_id] for idea_id in statement.idea_ids if idea_id in self.ideas]
        if len(known) != len(statement.idea_ids):
            yield finding("preuve", "une des idées qui l'appuient n'est plus dans le dossier.")
            return
        if self.evidence.counts(known) != statement.counts:
            yield finding("nombre", "ses effectifs ne sont plus ceux des tableaux.")
        yield from self._check_quotations(statement, known, finding)
        told = numbers_told(_own_words(statement))
        allowed = self._common_numbers | self._numbers_of(known) | self._sides(statement) | self._label_numbers
        for number in sorted(told - allowed):
            yield finding("nombre", f"le nombre {number} ne se retrouve pas dans les tableaux.")

    @cached_property
    def _label_numbers(self) -> set[str]:
        return {number for label in self.labels for number in numbers_told(label)}

    def _check_quotations(
        self, statement: Statement, known: Sequence[Idea], finding: Callable[[str, str], Finding]
    ) -> Iterator[Finding]:
        texts = {idea.idea_id: idea.text for idea in known}
        for quotation in statement.quotations:
            if quotation.text not in texts.get(quotation.idea_id, "") or quotation.text not in statement.text:
                yield finding("citation", "une citation n'est pas exacte.")
            if quotation.idea_id in self.choices.refused:
                yield finding("citation", "elle cite des mots que vous avez refusé de citer.")
        found = {quotation.text for quotation in quotations_in(_own_words(statement), known)}
        named = {fold(label) for label in self.labels}
        spoken = " ".join(fold(idea.text) for idea in known)
        for part in quoted_parts(_own_words(statement)):
            # A single word between guillemets may name the object of a debate; more are words of somebody.
            is_object = len(part.split()) <= 2 and fold(part) in spoken
            if part and part not in found and fold(part) not in named and not is_object:
                yield finding("citation", "une citation ne se retrouve dans aucune des contributions qui l'appuient.")

    def _check_totals(self) -> Iterator[Finding]:
        evidence = self.evidence
        aside = int((evidence.ideas["theme_id"] == SET_ASIDE).sum())
        placed = sum(len(evidence.by_theme.get(theme.theme_id, [])) for theme in evidence.themes)
        if placed + len(evidence.unclassified) + aside != len(evidence.ideas):
            yield Finding("total", "", "", "Le total des idées classées, non classées et écartées n'est pas celui lu.")
        counted = sum(int((evidence.contributions["status"] == status).sum()) for status in Status)
        if counted != len(evidence.contributions):
            yield Finding("total", "", "", "Le total des contributions par statut n'est pas celui lu.")


def _own_words(statement: Statement) -> str:
    """Give a statement without the exact quotations it holds, which may hold guillemets of their own."""
    rest, kept = statement.text, []
    for quotation in statement.quotations:
        before, found, after = rest.partition(f"«\u00a0{quotation.text}")
        if not found:
            before, found, after = rest.partition(f"« {quotation.text}")
        if found:
            kept.append(before)
            rest = re.sub(r"^(?: \[…\])?\s*»", "", after)
    return " ".join([*kept, rest])


def check_draft(draft: Draft, evidence: Evidence, choices: Choices | None = None) -> tuple[Finding, ...]:
    """Give what must be mended before a draft may be published, then what would be better filled.

    A document that is printed to be filled in by hand says nothing: nothing is checked in it.
    """
    return () if draft.plan.blank else tuple(_Gate(draft, evidence, choices or Choices()).check())


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings with which a publishable version may not leave."""
    return tuple(finding for finding in findings if finding.blocking)
