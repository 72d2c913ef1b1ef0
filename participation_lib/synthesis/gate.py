"""The gate of a publishable document: what must be mended before it may leave, and why.

Everything is checked again from the tables, whatever wrote the sentence: quotations at
their span, numbers, evidence, marks of personal data, totals, sections. Messages name
sections and ranks, never a participant's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from participation_lib.corpus.privacy.marks import fold_words
from participation_lib.schema import SET_ASIDE, AuthoredText, Nature, Statement, Status
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.common_texts import CommonTexts
from participation_lib.synthesis.controls import Remark, Sentence, check_document
from participation_lib.synthesis.draft import Draft, DraftItem, DraftSection
from participation_lib.synthesis.editing import quotations_in, quoted_parts
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.places import find_places
from participation_lib.synthesis.plans import facts
from participation_lib.synthesis.quoted import quoted_spans
from participation_lib.synthesis.verbatims import PERSONAL_MARK
from participation_lib.synthesis.wording import GroupUnit
from participation_lib.themes.naming import fold

__all__ = ["Finding", "blocking", "check_draft", "check_hidden", "numbers_told"]

_LETTERS: Final = {
    word: value
    for value, word in enumerate(
        ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"), start=2
    )
}
_NEXT: Final = r"(?:[\s\u00a0\u202f]+([^\W\d]+))?"
_NUMBER: Final = re.compile(r"((?<![\w.,])\d{1,3}(?:[\u202f\u00a0 ]\d{3})+(?!\d)|(?<![\w,])\d+(?:,\d+)?)" + _NEXT)
_WORD: Final = re.compile(r"\b(" + "|".join(_LETTERS) + r")\b" + _NEXT, re.IGNORECASE)
_MARK: Final = "marque-restante"
_QUOTED: Final = re.compile(r"«[^«»]*»")


@dataclass(frozen=True)
class Finding:
    """Something to mend in a document.

    Attributes
    ----------
    kind
        "citation", "nombre", "preuve", "donnee_personnelle", "total", "section", "a_revoir", "fait"
        or "formulation".
    statement_id
        "" for what bears on a section or on the whole document.
    blocking
        A publishable version may not leave with it.
    control, words, suggestion
        Of a wording: what looked at it, the words it is about, what could stand there instead.
        They are for the screen.
    """

    kind: str
    section_id: str
    statement_id: str
    message: str
    blocking: bool = True
    control: str = ""
    words: str = field(default="", repr=False)
    suggestion: str = field(default="", repr=False)


def numbers_told(text: str) -> set[tuple[str, str]]:
    """Give the numbers a sentence tells, as digits, each with the word that follows; not those between guillemets.

    « un » and « une » are articles more often than numbers: they are not read.

    >>> sorted(numbers_told("À 5 tables sur 8, trois idées disent « 2 bancs »."))
    [('3', 'idées'), ('5', 'tables'), ('8', '')]
    """
    bare = _QUOTED.sub(" ", text)
    found = [(re.sub(r"[\s\u00a0\u202f]", "", match[1]), match[2]) for match in _NUMBER.finditer(bare)]
    found += [(str(_LETTERS[match[1].lower()]), match[2]) for match in _WORD.finditer(bare)]
    return {(value, word or "") for value, word in found}


@dataclass
class _Allowed:
    """Numbers a sentence may tell, by what they count. A number of something else may be any of them."""

    ideas: set[int]
    contributions: set[int]
    groups: set[int]
    others: set[int]

    def holds(self, value: str, word: str, unit: GroupUnit | None) -> bool:
        if not value.isdecimal():
            return False
        told = fold(word)
        if told.startswith("idee"):
            return int(value) in self.ideas | self.others
        if told.startswith("contribution"):
            return int(value) in self.contributions | self.others
        if unit and word in (unit.singular, unit.several):
            return int(value) in self.groups | self.others
        return int(value) in self.ideas | self.contributions | self.groups | self.others


class _Gate:
    """Checks one draft against the tables it was made from."""

    def __init__(self, draft: Draft, evidence: Evidence, choices: Choices) -> None:
        self.draft, self.evidence, self.choices = draft, evidence, choices
        self.ideas = {idea.idea_id: idea for idea in evidence.all_ideas}
        self.common = CommonTexts.of(evidence, choices)
        self.labels = {theme.label for theme in evidence.themes}

    @cached_property
    def _common(self) -> _Allowed:
        """Numbers any sentence may tell: totals, and those of facts, of the question and of names of themes."""
        evidence = self.evidence
        given = [*self.choices.facts.values(), evidence.question, *self.labels]
        told = {int(value) for text in given for value, _ in numbers_told(text) if value.isdecimal()}
        return _Allowed(
            ideas={len(evidence.all_ideas), len(evidence.ideas), len(evidence.unclassified)},
            contributions={
                evidence.n_retained,
                len(evidence.contributions),
                self.common.n_retained_once,
                evidence.n_retained - self.common.n_signatories,
            },
            groups={evidence.n_groups},
            others=told | {len(evidence.themes)} | {campaign.n_wordings for campaign in self.common.campaigns},
        )

    def _allowed(self, statement: Statement, ideas: Sequence[Idea]) -> _Allowed:
        """Numbers that counting these ideas may give, whole or by nature, theme or group."""
        common = self._common
        allowed = _Allowed(set(common.ideas), set(common.contributions), set(common.groups), set(common.others))
        portions: list[list[Idea]] = [list(ideas)]
        portions.extend([idea for idea in ideas if idea.nature == nature] for nature in Nature)
        for keys in ([idea.theme_id for idea in ideas], [idea.group for idea in ideas]):
            parted: dict[str, list[Idea]] = {}
            for key, idea in zip(keys, ideas, strict=True):
                parted.setdefault(key, []).append(idea)
            portions.extend(parted.values())
            allowed.others.add(len(parted))
        for portion in portions:
            counts = self.evidence.counts(portion)
            allowed.ideas.add(counts.ideas)
            allowed.contributions.add(counts.contributions)
            allowed.groups.add(counts.groups or 0)
            n_ideas, n_contributions, n_texts = self.common.numbers(portion)
            allowed.ideas |= n_ideas
            allowed.contributions |= n_contributions
            allowed.others.add(n_texts)
            allowed.others.add(
                round(100 * self.common.contributions_once(portion) / max(1, self.common.n_retained_once))
            )
        if ".debat." in statement.statement_id:  # the two sides, which add up to all the ideas
            told = {int(value) for value, _ in numbers_told(_own_words(statement)) if value.isdecimal()}
            allowed.ideas |= {side for side in told if len(ideas) - side in told | {1}}
        return allowed

    def check(self) -> Iterator[Finding]:
        """Give everything to mend, in reading order."""
        remarks = iter(check_document(self._sentences(), setting=self.choices.inclusive, n_people=self._n_people))
        for section in self.draft.sections:
            for rank, item in enumerate(section.items, start=1):
                where = f"« {section.heading} », phrase {rank} : "
                yield from self._check_item(section, item, where)
                yield from self._wording(section, item, where, next(remarks))
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

    @property
    def _n_people(self) -> int | None:
        """How many people were in the room, as far as is known; None where nobody sat at tables."""
        if not self.evidence.in_session:
            return None
        told = self.choices.facts.get("nombre_presents", "")
        return int(told) if told.isdecimal() else 0

    def _sentences(self) -> Iterator[Sentence]:
        for section in self.draft.sections:
            for item in section.items:
                statement = item.statement
                if isinstance(statement, AuthoredText):
                    yield Sentence(statement.text, voice=statement.voice)
                    continue
                exact = tuple(quotation.text for quotation in statement.quotations)
                yield Sentence(
                    statement.text,
                    (*exact, *sorted(self.labels), *self.draft.subjects),
                    statement.counts,
                    section.voice,
                    coded_position=".debat." in statement.statement_id,
                )

    def _wording(
        self, section: DraftSection, item: DraftItem, where: str, remarks: Sequence[Remark]
    ) -> Iterator[Finding]:
        statement = item.statement
        kept = {
            (choice.control, choice.words)
            for choice in self.choices.kept.get((self.draft.plan.document_id, statement.statement_id), ())
        }
        for remark in remarks:
            words = statement.text[remark.start : remark.end]
            if remark.control != _MARK and (remark.control, words) not in kept:  # a mark is told, and never kept
                yield Finding(
                    "formulation",
                    section.section_id,
                    statement.statement_id,
                    where + remark.message[:1].lower() + remark.message[1:],
                    remark.blocking,
                    remark.control,
                    words,
                    remark.suggestion,
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
        allowed = self._allowed(statement, known)
        for value, word in sorted(numbers_told(_without_places(_own_words(statement)))):
            if not allowed.holds(value, word, self.evidence.unit):
                yield finding("nombre", f"le nombre {value} ne se retrouve pas dans les tableaux.")

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
        named = {fold(label) for label in (*self.labels, *self.draft.subjects)}
        for part in quoted_parts(_own_words(statement)):
            if part and part not in found and fold(part) not in named:
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
    text, kept, last = statement.text, [], 0
    for start, end in quoted_spans(text, [quotation.text for quotation in statement.quotations]):
        kept.append(re.sub(r"[«“\"][\s\u00a0\u202f]*$", " ", text[last:start]))
        closing = re.match(r"(?:[\s\u00a0\u202f]*\[(?:…|\.\.\.)\])?[\s\u00a0\u202f]*[»”\"]", text[end:])
        last = end + (closing.end() if closing else 0)
    return "".join([*kept, text[last:]])


def _without_places(text: str) -> str:
    """Take out the places that are named: « Trois-Fontaines » counts nothing."""
    for mention in reversed(list(find_places(text))):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def check_draft(draft: Draft, evidence: Evidence, choices: Choices | None = None) -> tuple[Finding, ...]:
    """Give what must be mended before a draft may be published, then what would be better filled.

    A document that is printed to be filled in by hand says nothing: nothing is checked in it.
    """
    return () if draft.plan.blank else tuple(_Gate(draft, evidence, choices or Choices()).check())


def check_hidden(draft: Draft, hidden: Sequence[str]) -> tuple[Finding, ...]:
    """Give the sentences that say words a person masked in contributions: her own words, most often.

    Parameters
    ----------
    hidden
        Words folded as `corpus.privacy.marks.fold_words` does.
    """
    if not hidden:
        return ()
    said = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, hidden)) + r")(?!\w)")
    return tuple(
        Finding(
            "donnee_personnelle",
            section.section_id,
            item.statement.statement_id,
            f"« {section.heading} », phrase {rank} : elle dit des mots masqués dans les contributions ; réécrivez-la.",
        )
        for section in draft.sections
        for rank, item in enumerate(section.items, start=1)
        if said.search(fold_words(item.statement.text))
    )


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings with which a publishable version may not leave."""
    return tuple(finding for finding in findings if finding.blocking)
