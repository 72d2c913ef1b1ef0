"""Dossiers: opened from files, added to, reviewed, drafted from, and taken out as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version as package_version
from pathlib import Path

import pandas as pd

from participation_lib.chain.grouping import Corpus, group_files, parameters_of, read_corpus, tag_ideas
from participation_lib.chain.options import STEPS, Options, Progress, silent
from participation_lib.chain.synthesis import DOCUMENT, Material, Synthesis, compose
from participation_lib.corpus.meetings import MeetingRule, last_meeting
from participation_lib.corpus.reading import fingerprint
from participation_lib.corpus.tagging import tag
from participation_lib.dossier import (
    Dossier,
    OutdatedLog,
    author_key,
    create_dossier,
    keep_author_key,
    new_author_key,
    open_dossier,
)
from participation_lib.dossier.creation import check_free
from participation_lib.errors import InputError, OutputError
from participation_lib.notes.iramuteq_corpus import iramuteq_corpus
from participation_lib.notes.method_facts import ReviewFacts
from participation_lib.notes.output_folder import PROGRAM, SIGNATURE, fingerprints, output_folder
from participation_lib.notes.provenance import Provenance
from participation_lib.notes.refi_qda import refi_codebook, refi_project
from participation_lib.notes.tables import write_dossier_tables, write_json
from participation_lib.review.arrivals import place_arrivals
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.doubts import waiting_passages
from participation_lib.review.review import Review
from participation_lib.review.vectors import review_vectors
from participation_lib.schema import (
    TOOL,
    UNCLASSIFIED,
    AddBatch,
    Agreement,
    Batch,
    DocumentAction,
    ProtectionAction,
    Redo,
    SetRetention,
    SettleDisagreement,
    Status,
    Treatment,
    Undo,
)
from participation_lib.synthesis.disagreement import find_debates
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.wording import group_unit
from participation_lib.themes.cached_encoder import CachedEncoder, MemoryVectors
from participation_lib.themes.encoding import Encoder

__all__ = [
    "Added",
    "add_files",
    "debated_ideas",
    "export_dossier_tables",
    "export_for_analysis",
    "material_of",
    "open_desk",
    "open_from_files",
    "synthesise_dossier",
]

_MOST_TRIES = 5


@dataclass(frozen=True)
class Added:
    """What adding files to a dossier did.

    Attributes
    ----------
    known
        Names of the files that were in the dossier already, and added nothing.
    remarks
        French sentences on what the files are to the meetings that were there.
    """

    files: tuple[str, ...]
    known: tuple[str, ...]
    n_contributions: int
    n_ideas: int
    n_unclassified: int
    new_themes: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def open_from_files(
    folder: Path,
    files: Sequence[Path],
    options: Options | None = None,
    progress: Progress = silent,
    *,
    title: str = "",
    author: str = TOOL,
    retention: str = "",
) -> Dossier:
    """Make a dossier of files: read, protected, cut and grouped.

    Nothing is made where a file cannot be read. The dossier given is open.

    Parameters
    ----------
    retention
        Last day the contributions are kept (ISO 8601), the first decision of the dossier; "" to
        leave it for later.

    Raises
    ------
    InputError
        A file or an option cannot be used.
    OutputError
        The folder is taken, or cannot be written to.
    """
    options = options or Options()
    check_free(folder)  # at once, rather than after minutes of work
    memory = MemoryVectors()
    key = new_author_key()
    grouped = group_files(files, options, progress, encoder=CachedEncoder(options.encoder, memory), key=key)
    dossier = create_dossier(folder, title=title)
    try:
        keep_author_key(folder, key)
        dossier.add_batch(grouped.as_batch(options), author=author)
        if retention:
            dossier.append([(SetRetention(retention), "")], author=author, seen=0)
        memory.hand_over(dossier)
        dossier.record_run("ouvrir", parameters_of(options), {"contributions": len(grouped.corpus.contributions)})
    except BaseException:
        dossier.close()
        raise
    return dossier


def add_files(
    dossier: Dossier,
    files: Sequence[Path],
    options: Options | None = None,
    progress: Progress = silent,
    *,
    author: str = TOOL,
) -> Added:
    """Bring files read later into a dossier; not one idea that was there moves.

    New ideas are assigned to the reviewed themes; those that fit nowhere are grouped apart,
    in themes that are marked as proposed. A file that is in the dossier already adds
    nothing. Tables are those of another meeting, unless the options or what the files
    hold say otherwise (see `participation_lib.corpus.meetings`).

    Raises
    ------
    InputError
        A file cannot be read.
    OutputError
        The dossier cannot be written to.
    """
    options = options or Options()
    fresh: dict[str, Path] = {}
    known: list[Path] = []
    for file in files:
        print_ = fingerprint(file)
        if print_ in fresh or dossier.has_source(print_):
            known.append(file)
        else:
            fresh[print_] = file
    known_names = tuple(file.name for file in known)
    if not fresh:
        return Added((), known_names, 0, 0, 0, ())
    if not dossier.batches():
        return _add_first(dossier, tuple(fresh.values()), known_names, options, progress, author)
    for _ in range(_MOST_TRIES):
        batches, log = dossier.snapshot()
        review = Review.of(batches, log)
        earlier = _as_reviewed(batches, review)
        # Whom a person masked keeps their mark, and a mark that was undone stays theirs.
        earlier = (replace(earlier[0], replacements=review.marks_given), *earlier[1:])
        corpus = read_corpus(
            *(tuple(fresh.values()), options, progress), earlier=earlier, key=author_key(dossier.folder)
        )
        progress(3, STEPS[3])
        placed = place_arrivals(
            review,
            batches,
            corpus.contributions,
            corpus.ideas,
            corpus.words,
            CachedEncoder(options.encoder, dossier),
            seed=options.seed,
        )
        batch = Batch(
            batch_id=0,
            contributions=corpus.contributions,
            ideas=placed.ideas,
            themes=placed.themes,
            sources=corpus.sources,
            replacements=corpus.replacements,
            group_name=corpus.reading.group_name,
            question=options.question or corpus.reading.question,
            agreement=batches[0].agreement,
            parameters=parameters_of(options) | corpus.doubts(),
        )
        try:
            dossier.add_batch(batch, author=author, seen=review.log[-1].decision_id if review.log else 0)
        except OutdatedLog:
            continue  # somebody decided meanwhile: themes may have changed
        dossier.record_run("ajouter", parameters_of(options), {"contributions": len(corpus.contributions)})
        return Added(
            tuple(file.name for file in fresh.values()),
            known_names,
            len(corpus.contributions),
            len(placed.ideas),
            placed.n_unclassified,
            tuple(theme.label for theme in placed.themes),
            _said_of_meetings(corpus, last_meeting(batches), options.meetings),
        )
    raise OutputError("D’autres personnes décident en même temps dans ce dossier : recommencez dans un instant.")


def _said_of_meetings(corpus: Corpus, last: int, rule: MeetingRule) -> tuple[str, ...]:
    """Say which meetings the tables of new files are of, where the dossier knew one already."""
    meetings = sorted(set(corpus.meetings.values()) - {0})
    if not last or not meetings:
        return ()
    several = group_unit(corpus.reading.group_name).several
    remarks = []
    for meeting in (meeting for meeting in meetings if meeting <= last):
        if rule is MeetingRule.SAME:
            remarks.append(f"Suite de la séance {meeting} : mêmes {several}.")
        else:
            remarks.append(
                f"La plupart de ces textes étaient déjà dans la séance {meeting}, aux mêmes {several} : "
                "c’en est la suite."
            )
    remarks.extend(
        f"Autre séance (séance {meeting}) : ses {several} comptent à part." for meeting in meetings if meeting > last
    )
    return tuple(remarks)


def _add_first(
    dossier: Dossier, files: Sequence[Path], known: tuple[str, ...], options: Options, progress: Progress, author: str
) -> Added:
    """Open a dossier that was made and holds nothing yet, as after an opening that was interrupted."""
    memory = MemoryVectors()
    key = author_key(dossier.folder)
    grouped = group_files(files, options, progress, encoder=CachedEncoder(options.encoder, memory), key=key)
    ideas, themes = grouped.grouping.ideas, grouped.grouping.themes
    dossier.add_batch(grouped.as_batch(options), author=author, seen=dossier.last_decision_id())
    memory.hand_over(dossier)
    dossier.record_run("ouvrir", parameters_of(options), {"contributions": len(grouped.corpus.contributions)})
    return Added(
        tuple(file.name for file in files),
        known,
        len(grouped.corpus.contributions),
        len(ideas),
        int((ideas["theme_id"] == UNCLASSIFIED).sum()),
        tuple(theme.label for theme in themes),
    )


@contextmanager
def open_desk(folder: Path, *, author: str = "", encoder: Encoder | None = None) -> Iterator[ReviewDesk]:
    """Open a dossier for review, and close it at the end of the block."""
    with open_dossier(folder) as dossier:
        yield ReviewDesk(dossier, author=author, encoder=encoder)


def synthesise_dossier(dossier: Dossier, options: Options | None = None, progress: Progress = silent) -> Synthesis:
    """Draft a note from a dossier as it is reviewed, with what people wrote in it. Nothing is written.

    It says where it comes from, so that `verify_document` can check it later.

    Options that only make sense while reading files (columns, number of themes, codebook)
    do not apply: those the dossier was opened with are told in the method file.

    Raises
    ------
    InputError
        The dossier holds nothing yet.
    """
    options = options or Options()
    batches, log = dossier.snapshot()
    if not batches:
        raise InputError("Ce dossier est vide : ajoutez-y d’abord un fichier.")
    review = Review.of(batches, log)
    progress(3, STEPS[3])
    material = material_of(batches, review, CachedEncoder(options.encoder, dossier), options.question or "")
    last = log[-1].decision_id if log else 0
    program = package_version("participation-lib")
    provenance = Provenance(dossier.dossier_id, DOCUMENT, options.version, last, program)
    standing = [decision for decision in review.log if review.stands(decision.decision_id)]
    return compose(material, options, progress, provenance=provenance, standing=standing)


def debated_ideas(desk: ReviewDesk) -> frozenset[str]:
    """Give the ideas that take one side or the other of what is debated, in the review as it stands."""
    if not desk.review.ideas:
        return frozenset()
    material = material_of(desk.batches, desk.review, desk.encoder, "")
    evidence = Evidence(material.contributions, material.ideas, material.themes, material.vectors, material.group_name)
    debates = find_debates(evidence, material.words)
    return frozenset(idea.idea_id for debate in debates for idea in (*debate.favourable, *debate.opposed))


def material_of(batches: Sequence[Batch], review: Review, encoder: Encoder, question: str = "") -> Material:
    """Give what a note is made from, as it is reviewed."""
    read = pd.concat([batch.contributions for batch in _as_shown(batches, review)], ignore_index=True)
    ideas = review.idea_table()
    tagged = tag(read.loc[read["status"] == Status.RETAINED, "text"].tolist())
    first = batches[0]
    return Material(
        contributions=pd.concat([batch.contributions for batch in _as_reviewed(batches, review)], ignore_index=True),
        ideas=ideas,
        themes=review.theme_table(),
        words=tag_ideas(ideas, read, tagged),
        vectors=review_vectors(batches, review, encoder),
        sources=tuple(source for batch in batches for source in batch.sources),
        replacements=review.replacements,
        group_name=next((batch.group_name for batch in batches if batch.group_name), ""),
        question=question or next((batch.question for batch in batches if batch.question), ""),
        agreement=first.agreement,
        parameters=dict(first.parameters or {}),
        review=_review_facts(review),
        to_read=_to_read(batches, review),
        retention=review.retention,
        n_generalised=sum(
            passage.treatment is Treatment.GENERALISE for decided in review.protections.values() for passage in decided
        ),
    )


def _to_read(batches: Sequence[Batch], review: Review) -> tuple[tuple[str, int, int], ...]:
    """Give the places, in what is shown, of the passages nothing hides and nobody decided about."""
    waiting = [passage for passage, _, reading in waiting_passages(batches, review) if reading]
    return tuple(
        (passage.contribution_id, *review.shown_text(passage.contribution_id).around(passage.start, passage.end))
        for passage in waiting
    )


def _as_reviewed(batches: Sequence[Batch], review: Review) -> tuple[Batch, ...]:
    """Give the batches as they are shown, with the contributions set aside with theirs no more retained."""
    shown = _as_shown(batches, review)
    aside = review.contributions_aside
    if not aside:
        return shown
    found = []
    for batch in shown:
        table = batch.contributions.copy()
        gone = table["contribution_id"].isin(list(aside))
        table.loc[gone, "status"] = str(Status.SET_ASIDE)
        table.loc[gone, "reason"] = table.loc[gone, "contribution_id"].map(aside)
        found.append(replace(batch, contributions=table))
    return tuple(found)


def _as_shown(batches: Sequence[Batch], review: Review) -> tuple[Batch, ...]:
    """Give the batches with texts as they may be shown; the spans of their ideas are still those of what was read."""
    texts = review.shown_texts
    if not texts:
        return tuple(batches)
    found = []
    for batch in batches:
        table = batch.contributions.copy()
        names = table["contribution_id"]
        table["text"] = [texts.get(name, text) for name, text in zip(names, table["text"], strict=True)]
        found.append(replace(batch, contributions=table))
    return tuple(found)


def _review_facts(review: Review) -> ReviewFacts | None:
    """Give what a person did with the automatic result; None where nobody decided anything."""
    standing = [
        decision
        for decision in review.log
        if decision.author != TOOL
        and not isinstance(decision.action, AddBatch | Undo | Redo | DocumentAction | ProtectionAction)
        and review.stands(decision.decision_id)
    ]
    if not standing:
        return None
    settled = [decision.action for decision in standing if isinstance(decision.action, SettleDisagreement)]
    # What one decides alone, before talking: the first thing settled with each colleague keeps it.
    alone: dict[str, tuple[Agreement, ...]] = {}
    for action in settled:
        alone.setdefault(action.dossier_id, action.at_first)
    return ReviewFacts(
        n_decisions=len(standing),
        n_settled=review.counts.settled,
        n_by_tool=sum(bool(idea.came_from) and not idea.settled for idea in review.ideas.values()),
        n_approved=sum(theme.approved for theme in review.themes.values()),
        n_themes=len(review.theme_table()),
        n_disagreements=len(settled),
        n_settled_ideas=len({idea_id for action in settled for idea_id in action.idea_ids}),
        agreements=tuple(found for kept in alone.values() for found in kept),
        people=frozenset(decision.author for decision in standing),
    )


def export_dossier_tables(dossier: Dossier, folder: Path) -> tuple[Path, ...]:
    """Write every table of a dossier as CSV, put in place whole; those written before are replaced."""
    with output_folder(folder) as fresh:
        written = write_dossier_tables(fresh, dossier.tables())
        write_json(fresh / SIGNATURE, {"programme": PROGRAM, "fichiers": fingerprints(fresh)})
    return tuple(folder / path.name for path in written)


def export_for_analysis(dossier: Dossier, folder: Path) -> tuple[Path, ...]:
    """Write a dossier as it is reviewed for the programs of other teams, put in place whole.

    A corpus for IRaMuTeQ, a codebook and a coded project in REFI-QDA (QualCoder, NVivo…).
    Only contributions that are retained, in their pseudonymised words.

    Raises
    ------
    InputError
        The dossier holds nothing yet.
    OutputError
        The folder holds something else, or cannot be written to.
    """
    batches, log = dossier.snapshot()
    if not batches:
        raise InputError("Ce dossier est vide : ajoutez-y d’abord un fichier.")
    review = Review.of(batches, log)
    contributions = pd.concat([batch.contributions for batch in _as_reviewed(batches, review)], ignore_index=True)
    group_name = next((batch.group_name for batch in batches if batch.group_name), "")
    ideas, themes = review.idea_table(), review.theme_table()
    with output_folder(folder) as fresh:
        files = {
            "corpus_iramuteq.txt": iramuteq_corpus(contributions, group_name),
            "livre_de_codes.qdc": refi_codebook(themes, dossier.dossier_id),
            "projet.qdpx": refi_project(
                contributions,
                ideas,
                themes,
                title=dossier.title,
                group_name=group_name,
                dossier_id=dossier.dossier_id,
            ),
        }
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        write_json(fresh / SIGNATURE, {"programme": PROGRAM, "fichiers": fingerprints(fresh)})
    return tuple(folder / name for name in files)
