"""Plans of documents: which sections, in which order, filled by which rules, in whose voice.

A plan is data (`reference/plans_documents.yaml`); a city adds its own in a file of the
same form, without touching code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from participation_lib.corpus.yaml_checks import YamlChecks
from participation_lib.corpus.yaml_file import YamlContent
from participation_lib.errors import InputError
from participation_lib.reference import load
from participation_lib.schema import Version, Voice

__all__ = [
    "EXHIBITS",
    "RULES",
    "Fact",
    "Plan",
    "PlanSection",
    "SectionContent",
    "default_plans",
    "facts",
    "parse_plans",
    "plan_named",
]

# Rules build statements (`synthesis.rules`); exhibits are tables, figures and fixed wording
# laid out from the tables (`notes.exhibits`).
RULES: Final = (
    "craintes",
    "debats",
    "debats_en_bref",
    "en_bref",
    "hors_competence",
    "hors_sujet",
    "lieux",
    "non_classees",
    "par_theme",
    "plus_rare",
    "points",
    "propositions",
    "questions",
    "questions_reponses",
    "rassemble",
    "regards",
    "suspens",
    "textes_identiques",
    "verbatims",
)
EXHIBITS: Final = (
    "cartographie",
    "comptes",
    "conservation",
    "donnees_masquees",
    "fiche_desaccords",
    "fiche_en_tete",
    "fiche_idees",
    "fiche_phrase",
    "fiche_questions",
    "groupes",
    "methode",
    "natures_par_theme",
    "representativite",
    "themes_par_groupe",
)
ANNEXES: Final = ("aucune", "citees", "complete")
_PLACE: Final = re.compile(r"\{([a-z_]+)\}")
_DOCUMENT_KEYS: Final = frozenset(
    (
        *("id", "nom", "titre", "destinataires", "delai", "ton", "mots"),
        *("annexe", "diffusion", "renvois", "vierge", "a_completer", "sections"),
    )
)
_SECTION_KEYS: Final = frozenset(
    ("id", "titre", "but", "contenu", "faits", "textes", "voix", "obligatoire", "consigne")
)


@dataclass(frozen=True)
class Fact:
    """Something a document needs that no contribution holds.

    Attributes
    ----------
    form
        "texte" (a line), "paragraphe", "nombre" or "date".
    """

    name: str
    label: str
    hint: str
    form: str


@lru_cache(maxsize=1)
def facts() -> Mapping[str, Fact]:
    """Give every fact a document may ask for, by name, in the order they are asked."""
    return {
        entry["id"]: Fact(entry["id"], entry["libelle"], entry["aide"], entry["forme"])
        for entry in load("faits")["faits"]
    }


@dataclass(frozen=True)
class SectionContent:
    """A rule or an exhibit that fills a section, and how many lines it may give (0: as many as there are)."""

    name: str
    most: int = 0


@dataclass(frozen=True)
class PlanSection:
    """A section of a plan.

    Attributes
    ----------
    purpose
        What the section is for, shown to whoever writes.
    contents
        Rules and exhibits that fill it, in order.
    facts
        Names of the facts shown in it as a table.
    sentences
        Fixed sentences; `{fact}` is replaced, and the sentence left out where the fact is missing.
    mandatory
        Empty, it must be filled, or knowingly left « à compléter ».
    prompt
        What is left to write, shown while it is empty.
    """

    section_id: str
    heading: str
    purpose: str
    contents: tuple[SectionContent, ...] = ()
    facts: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    voice: Voice = Voice.PARTICIPANTS
    mandatory: bool = True
    prompt: str = ""


@dataclass(frozen=True)
class Plan:
    """A kind of document.

    Attributes
    ----------
    name
        What it is called in a list of documents.
    heading
        Its title.
    n_words
        Fewest and most words aimed at, annexes left out; (0, 0) where nothing is aimed at.
    annex
        "aucune", "citees" or "complete".
    internal_only
        It is never made in a publishable version.
    blank
        It is printed to be filled in by hand, and says nothing of contributions.
    references
        Sentences show the numbers of their contributions.
    opens_facts
        Facts that nobody gave are shown too, « à compléter ».
    """

    document_id: str
    name: str
    heading: str
    recipients: str
    deadline: str
    tone: str
    sections: tuple[PlanSection, ...]
    n_words: tuple[int, int] = (0, 0)
    annex: str = "complete"
    internal_only: bool = False
    blank: bool = False
    references: bool = True
    opens_facts: bool = False

    @property
    def versions(self) -> tuple[Version, ...]:
        """Versions it can be made in, the one that is made unless told otherwise first."""
        return (Version.INTERNAL,) if self.internal_only else (Version.PUBLISHABLE, Version.INTERNAL)

    @property
    def fact_names(self) -> tuple[str, ...]:
        """Facts it asks for, shown in a table or told in a sentence, in the order they come."""
        names: list[str] = []
        for section in self.sections:
            names.extend(section.facts)
            for sentence in section.sentences:
                names.extend(_PLACE.findall(sentence))
        return tuple(dict.fromkeys(names))

    def section(self, section_id: str) -> PlanSection | None:
        """Give a section, None for one it does not have."""
        return next((section for section in self.sections if section.section_id == section_id), None)


@dataclass
class _Reader(YamlChecks):
    """Turns what YAML holds into plans, or says what is wrong with it and where."""

    taken: dict[str, int] = field(default_factory=dict)

    def content(self, value: Any, *place: str | int) -> SectionContent:
        accepted = (*RULES, *EXHIBITS)
        most = 0
        if isinstance(value, Mapping):
            self.known_keys(value, frozenset(("regle", "au_plus")), *place)
            most = value.get("au_plus", 0)
            if not isinstance(most, int) or isinstance(most, bool) or not 0 <= most <= 1000:
                raise self.refuse("« au_plus » doit être un nombre de 0 à 1000", *place)
            value = value.get("regle")
        if value not in accepted:
            raise self.refuse(f"« contenu » n'accepte que {', '.join(accepted)}", *place)
        return SectionContent(str(value), most)

    def section(self, value: Any, *place: str | int) -> PlanSection:
        section_id = self.identifier(value, "Chaque section", *place)
        self.known_keys(value, _SECTION_KEYS, *place)
        known = facts()
        names = self.listed(value, "faits", *place)
        sentences = self.listed(value, "textes", *place)
        for rank, sentence in enumerate(sentences):
            if not isinstance(sentence, str) or not sentence.strip():
                raise self.refuse("« textes » ne contient que des phrases", *place, "textes", rank)
        for rank, name in enumerate([*names, *(found for sentence in sentences for found in _PLACE.findall(sentence))]):
            if not isinstance(name, str) or name not in known:
                raise self.refuse(
                    f"Fait inconnu ; sont acceptés : {', '.join(known)}", *place, "faits", min(rank, len(names))
                )
        return PlanSection(
            section_id=section_id,
            heading=self.words(value, "titre", *place),
            purpose=self.words(value, "but", *place),
            contents=tuple(
                self.content(entry, *place, "contenu", rank)
                for rank, entry in enumerate(self.listed(value, "contenu", *place))
            ),
            facts=tuple(names),
            sentences=tuple(sentences),
            voice=Voice(self.one_of(value.get("voix", "participants"), [*Voice], "voix", *place)),
            mandatory=self.yes(value, "obligatoire", True, *place),
            prompt=self.words(value, "consigne", *place, needed=False),
        )

    def lengths(self, value: Any, *place: str | int) -> tuple[int, int]:
        if value is None:
            return (0, 0)
        right = isinstance(value, list) and len(value) == 2 and all(type(bound) is int for bound in value)
        if not right or not 0 <= value[0] <= value[1]:
            raise self.refuse("« mots » doit donner deux nombres : au moins, au plus", *place, "mots")
        return (value[0], value[1])

    def plan(self, value: Any, rank: int) -> Plan:
        place = ("documents", rank)
        document_id = self.identifier(value, "Chaque document", *place)
        if document_id in self.taken:
            raise self.refuse(f"Deux documents portent l'identifiant « {document_id} »", *place)
        self.taken[document_id] = rank
        self.known_keys(value, _DOCUMENT_KEYS, *place)
        sections = [
            self.section(entry, *place, "sections", position)
            for position, entry in enumerate(self.listed(value, "sections", *place))
        ]
        if not sections:
            raise self.refuse(f"Le document « {document_id} » n'a aucune section", *place)
        identifiers = [section.section_id for section in sections]
        for position, section_id in enumerate(identifiers):
            if section_id in identifiers[:position]:
                raise self.refuse(
                    f"Deux sections de « {document_id} » portent l'identifiant « {section_id} »",
                    *place,
                    "sections",
                    position,
                )
        return Plan(
            document_id=document_id,
            name=self.words(value, "nom", *place),
            heading=self.words(value, "titre", *place, needed=False) or self.words(value, "nom", *place),
            recipients=self.words(value, "destinataires", *place, needed=False),
            deadline=self.words(value, "delai", *place, needed=False),
            tone=self.words(value, "ton", *place, needed=False),
            sections=tuple(sections),
            n_words=self.lengths(value.get("mots"), *place),
            annex=self.one_of(value.get("annexe", "complete"), ANNEXES, "annexe", *place),
            internal_only=self.one_of(value.get("diffusion", "publiable"), [*Version], "diffusion", *place)
            == Version.INTERNAL,
            blank=self.yes(value, "vierge", False, *place),
            references=self.yes(value, "renvois", True, *place),
            opens_facts=self.yes(value, "a_completer", False, *place),
        )


def parse_plans(source: YamlContent) -> tuple[Plan, ...]:
    """Give the plans written in a YAML file already loaded, in its order.

    Raises
    ------
    InputError
        Something is missing or unknown: what, in which file, at which line, and what is accepted.
    """
    documents = source.content.get("documents")
    reader = _Reader(source)
    if not isinstance(documents, list) or not documents:
        raise reader.refuse("Un fichier de plans contient une liste « documents »")
    return tuple(reader.plan(value, rank) for rank, value in enumerate(documents))


@lru_cache(maxsize=1)
def default_plans() -> tuple[Plan, ...]:
    """Give the plans shipped with the package, the draft of a synthesis first."""
    return parse_plans(YamlContent("plans_documents.yaml", load("plans_documents")))


def plan_named(document_id: str, plans: Sequence[Plan] | None = None) -> Plan:
    """Give a plan by its identifier.

    Raises
    ------
    InputError
        None has it; the identifiers accepted are listed.

    Examples
    --------
    >>> plan_named("note_au_maire").versions
    (<Version.INTERNAL: 'interne'>,)
    """
    known = default_plans() if plans is None else plans
    for plan in known:
        if plan.document_id == document_id:
            return plan
    accepted = ", ".join(plan.document_id for plan in known)
    raise InputError(f"Le document « {document_id} » n'est pas connu ; documents possibles : {accepted}.")
