"""From a grouped corpus to a note: what may be said, and the document that says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any, Final

import pandas as pd

from participation_lib.chain.grouping import group_files, parameters_of
from participation_lib.chain.options import STEPS, Options, Progress, silent
from participation_lib.corpus.privacy import MARK, Kind
from participation_lib.corpus.reading import Reading
from participation_lib.corpus.statuses import withhold_moderated
from participation_lib.corpus.tagging import TaggedText, tag
from participation_lib.notes.document_note import build_document_note
from participation_lib.notes.method_facts import MethodFacts, ReviewFacts, writing_facts
from participation_lib.notes.model import Note
from participation_lib.notes.provenance import Provenance
from participation_lib.review.doubts import find_sensitive_facts
from participation_lib.review.protection import Protection, protected, show
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    Decision,
    Replacement,
    SourceFile,
    Status,
    Theme,
    Treatment,
    Version,
)
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.common_texts import CommonTexts
from participation_lib.synthesis.draft import Draft
from participation_lib.synthesis.drafting import draft_document
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.plans import plan_named
from participation_lib.synthesis.small_cells import published
from participation_lib.themes.encoding import Vectors

__all__ = ["DOCUMENT", "Material", "Synthesis", "compose", "document_facts", "method_facts", "synthesise", "withheld"]

DOCUMENT: Final = "synthese"  # the plan of what is made without anybody choosing one

# Retained contributions above which a document gives only those its sentences name: pages
# first, which word processors lay out slowly, then the single web page.
LARGEST_PAGED_ANNEX: Final = 5_000
LARGEST_WEB_ANNEX: Final = 25_000


@dataclass(frozen=True)
class Material:
    """What a note is made from, whether it was just read or comes from a dossier.

    Attributes
    ----------
    contributions
        Whole, those to moderate included.
    words
        Each idea tagged, in the order of `ideas`.
    vectors
        Meaning of each idea, shape (n, d), in the order of `ideas`.
    parameters
        How the grouping was made, for the method file.
    review
        What a person did with it; None for an automatic result.
    to_read
        Contribution and place of the passages that need reading and that nothing hides: facts on
        the health, beliefs or opinions of somebody, words masked elsewhere.
    retention
        Last day the contributions are kept (ISO 8601), "" where nobody said.
    n_generalised
        Passages that a person told in words that say less.
    """

    contributions: pd.DataFrame
    ideas: pd.DataFrame
    themes: tuple[Theme, ...]
    words: Sequence[TaggedText]
    vectors: Vectors
    sources: tuple[SourceFile, ...]
    replacements: tuple[Replacement, ...]
    group_name: str
    question: str
    agreement: float
    parameters: Mapping[str, Any]
    review: ReviewFacts | None = None
    to_read: tuple[tuple[str, int, int], ...] = ()
    retention: str = ""
    n_generalised: int = 0


@dataclass(frozen=True)
class Synthesis:
    """Everything that was found, from what was read to the note.

    Attributes
    ----------
    material
        Tables and themes, with contributions as this version may show them.
    reading
        What was read just now; None where it comes from a dossier.
    short_note
        The note without the contributions that no sentence names, for formats that could
        not hold them all; None where every format can.
    counts
        How many at each step, for the method file.
    """

    material: Material
    reading: Reading | None
    evidence: Evidence
    draft: Draft
    note: Note
    short_note: Note | None
    options: Options
    counts: Mapping[str, int]

    @property
    def contributions(self) -> pd.DataFrame:
        """Every record with what became of it."""
        return self.material.contributions

    @property
    def ideas(self) -> pd.DataFrame:
        """Ideas with their theme and nature."""
        return self.material.ideas

    @property
    def themes(self) -> tuple[Theme, ...]:
        """Themes that hold ideas, most ideas first."""
        return self.material.themes

    @property
    def replacements(self) -> tuple[Replacement, ...]:
        """What was masked."""
        return self.material.replacements


def synthesise(files: Sequence[Path], options: Options | None = None, progress: Progress = silent) -> Synthesis:
    """Read files, protect people, cut, group, code and draft. Nothing is written.

    Parameters
    ----------
    files
        CSV or XLSX files, read one after the other into one corpus.
    progress
        Called at the start of each step with its position in `STEPS` and its name.

    Raises
    ------
    InputError
        A file or an option cannot be used; the message says which and what is accepted.
    """
    options = options or Options()
    grouped = group_files(files, options, progress)
    corpus, grouping = grouped.corpus, grouped.grouping
    material = Material(
        contributions=corpus.contributions,
        ideas=grouping.ideas,
        themes=grouping.themes,
        words=corpus.words,
        vectors=grouping.vectors,
        sources=corpus.sources,
        replacements=corpus.replacements,
        group_name=corpus.reading.group_name,
        question=options.question or corpus.reading.question,
        agreement=grouping.agreement,
        parameters=parameters_of(options),
        to_read=_to_read(corpus.contributions),
    )
    return compose(material, options, progress, reading=corpus.reading)


def compose(
    material: Material,
    options: Options,
    progress: Progress = silent,
    *,
    reading: Reading | None = None,
    provenance: Provenance | None = None,
    standing: Sequence[Decision] = (),
) -> Synthesis:
    """Draft a note from what is grouped. Nothing is written.

    Parameters
    ----------
    provenance
        Where it comes from, so that it can be verified later; None where there is no dossier.
    standing
        Decisions of its dossier that stand: what people wrote in the document is kept.
    """
    progress(4, STEPS[4])
    if options.version == Version.PUBLISHABLE:
        material = withheld(material)
    contributions = material.contributions
    evidence = Evidence(
        contributions=contributions,
        ideas=material.ideas,
        themes=material.themes,
        vectors=material.vectors,
        group_name=material.group_name,
        question=material.question,
    )
    if options.version == Version.PUBLISHABLE:
        evidence = published(evidence)
    choices = Choices.of(standing)
    draft = draft_document(plan_named(DOCUMENT), evidence, material.words, choices)
    facts = method_facts(material, options.version, version("participation-lib"))
    if provenance:
        facts = document_facts(material, provenance, standing, choices)
    facts = replace(facts, campaigns=CommonTexts.of(evidence, choices).campaigns)
    n_retained = evidence.n_retained
    note = build_document_note(draft, evidence, facts, full_annex=n_retained <= LARGEST_WEB_ANNEX)
    large = n_retained > LARGEST_PAGED_ANNEX
    short_note = build_document_note(draft, evidence, facts, full_annex=False) if large else None
    if provenance:
        note = replace(note, provenance=provenance.told())
        short_note = replace(short_note, provenance=provenance.told()) if short_note else None
    shown = Material(**{**vars(material), "contributions": contributions})
    return Synthesis(shown, reading, evidence, draft, note, short_note, options, _counts(shown, draft))


def withheld(material: Material) -> Material:
    """Give what may be published: neither texts to moderate nor passages that wait to be read; ideas stay as they were.

    What waits shows as a mark: only a person's decision brings the words back.
    """
    contributions = withhold_moderated(material.contributions)
    if not material.to_read:
        return replace(material, contributions=contributions)
    texts = dict(zip(contributions["contribution_id"], contributions["text"], strict=True))
    waiting = [place for place in material.to_read if texts[place[0]]]
    marks = (f"[{Kind.PASSAGE} {number}]" for number in count(_marks_given(texts.values()) + 1))
    hidden: dict[str, tuple[Protection, ...]] = {}
    for (name, start, end), mark in zip(waiting, marks, strict=False):
        hidden[name] = protected(hidden.get(name, ()), Protection(start, end, Treatment.MASK, mark))
    ideas = material.ideas.copy()
    spans: dict[str, list[tuple[int, int]]] = {name: [] for name in hidden}
    places = list(zip(ideas["contribution_id"], ideas["start"].tolist(), ideas["end"].tolist(), strict=True))
    for name, start, end in places:
        if name in spans:
            spans[name].append((start, end))
    shown = {name: show(texts[name], spans[name], passages, {}) for name, passages in hidden.items()}
    moved = [shown[name].span(start, end) if name in shown else (start, end) for name, start, end in places]
    ideas["start"], ideas["end"] = [start for start, _ in moved], [end for _, end in moved]
    tagged = dict(zip(shown, tag([found.text for found in shown.values()]), strict=True))
    return replace(
        material,
        contributions=contributions.assign(
            text=[shown[name].text if name in shown else text for name, text in texts.items()]
        ),
        ideas=ideas,
        words=[
            tagged[name].within(*place) if name in tagged else words
            for (name, *_), place, words in zip(places, moved, material.words, strict=True)
        ],
    )


def _marks_given(texts: Iterable[str]) -> int:
    """Give the highest number of a mark that stands for a passage."""
    marks = (mark for text in texts if "[" in text for mark in MARK.finditer(text))
    return max((int(mark["number"]) for mark in marks if mark["kind"] == Kind.PASSAGE), default=0)


def _to_read(contributions: pd.DataFrame) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (name, start, end)
        for name, text in zip(contributions["contribution_id"], contributions["text"], strict=True)
        for start, end, _ in find_sensitive_facts(text)
    )


def method_facts(material: Material, version: Version, program: str) -> MethodFacts:
    """Give what a method section says of how a note was made.

    Parameters
    ----------
    program
        Version of `participation_lib`.
    """
    parameters = material.parameters
    asked, codebook = parameters.get("themes", "auto"), str(parameters.get("livre_de_codes", "aucun"))
    return MethodFacts(
        sources=material.sources,
        agreement=material.agreement,
        n_replacements=len(material.replacements),
        version=version,
        program=f"participation_lib {program}",
        encoder=str(parameters.get("encodeur", "")),
        seed=int(parameters.get("graine", 0)),
        n_themes_asked=asked if isinstance(asked, int) else 0,
        codebook="" if codebook == "aucun" else codebook,
        review=material.review,
        retention=material.retention,
        masked=tuple(sorted(Counter(found.kind for found in material.replacements).items())),
        n_generalised=material.n_generalised,
    )


def document_facts(
    material: Material, provenance: Provenance, standing: Iterable[Decision], choices: Choices
) -> MethodFacts:
    """Give what the method section of a document of a dossier says of how it was made."""
    return replace(
        method_facts(material, provenance.version, provenance.program),
        writing=writing_facts(standing, provenance.document_id),
        service=choices.facts.get("service", ""),
        readers=choices.facts.get("relecteurs", ""),
        provenance=provenance.told(),
    )


def _counts(material: Material, draft: Draft) -> dict[str, int]:
    statuses = material.contributions["status"].value_counts()
    ideas = material.ideas
    unclassified, aside = (int((ideas["theme_id"] == place).sum()) for place in (UNCLASSIFIED, SET_ASIDE))
    return {
        "enregistrements_lus": len(material.contributions),
        **{f"contributions_{status.value}": int(statuses.get(status, 0)) for status in Status},
        "remplacements": len(material.replacements),
        "idees": len(ideas),
        "idees_classees": len(ideas) - unclassified - aside,
        "idees_non_classees": unclassified,
        "idees_ecartees": aside,
        "idees_a_relire": int(ideas["to_review"].sum()),
        "themes": len(material.themes),
        "enonces": len(draft.statements),
    }
