"""From a grouped corpus to a note: what may be said, and the document that says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pandas as pd

from participation_lib.chain.grouping import group_files, parameters_of
from participation_lib.chain.options import STEPS, Options, Progress, silent
from participation_lib.corpus.reading import Reading
from participation_lib.corpus.statuses import withhold_moderated
from participation_lib.corpus.tagging import TaggedText
from participation_lib.notes.document_note import build_document_note
from participation_lib.notes.method_facts import MethodFacts, ReviewFacts
from participation_lib.notes.model import Note
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED, Replacement, SourceFile, Status, Theme, Version
from participation_lib.synthesis.choices import Choices
from participation_lib.synthesis.common_texts import CommonTexts
from participation_lib.synthesis.draft import Draft
from participation_lib.synthesis.drafting import draft_synthesis
from participation_lib.synthesis.evidence import Evidence
from participation_lib.themes.encoding import Vectors

__all__ = ["Material", "Synthesis", "compose", "method_facts", "synthesise"]

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
    )
    return compose(material, options, progress, reading=corpus.reading)


def compose(
    material: Material, options: Options, progress: Progress = silent, *, reading: Reading | None = None
) -> Synthesis:
    """Draft a note from what is grouped. Nothing is written."""
    progress(4, STEPS[4])
    contributions = material.contributions
    if options.version == Version.PUBLISHABLE:
        contributions = withhold_moderated(contributions)
    evidence = Evidence(
        contributions=contributions,
        ideas=material.ideas,
        themes=material.themes,
        vectors=material.vectors,
        group_name=material.group_name,
        question=material.question,
    )
    draft = draft_synthesis(evidence, material.words)
    facts = replace(
        method_facts(material, options.version, version("participation-lib")),
        campaigns=CommonTexts.of(evidence, Choices()).campaigns,
    )
    n_retained = evidence.n_retained
    note = build_document_note(draft, evidence, facts, full_annex=n_retained <= LARGEST_WEB_ANNEX)
    large = n_retained > LARGEST_PAGED_ANNEX
    short_note = build_document_note(draft, evidence, facts, full_annex=False) if large else None
    shown = Material(**{**vars(material), "contributions": contributions})
    return Synthesis(shown, reading, evidence, draft, note, short_note, options, _counts(shown, draft))


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
