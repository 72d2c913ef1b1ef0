"""From files to a grouped corpus: read, protect, sort out, cut, code, group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from participation_lib.chain.options import STEPS, Options, Progress, silent
from participation_lib.corpus.meetings import assign_meetings, group_in_meeting
from participation_lib.corpus.privacy import pseudonymise
from participation_lib.corpus.reading import Reading, read_files
from participation_lib.corpus.segmentation import cut_into_ideas
from participation_lib.corpus.statuses import assign_statuses
from participation_lib.corpus.tagging import TaggedText, tag
from participation_lib.schema import (
    DOUBTFUL_REPLACEMENTS,
    Batch,
    Replacement,
    SourceFile,
    Status,
    check_ideas,
    idea_text,
)
from participation_lib.themes.encoding import Encoder
from participation_lib.themes.grouping import Grouping, group_ideas
from participation_lib.themes.nature import code_natures

__all__ = ["Corpus", "Grouped", "group_files", "read_corpus", "tag_ideas"]


@dataclass(frozen=True)
class Corpus:
    """What was read, protected and cut, before anything is said of themes.

    Attributes
    ----------
    contributions, ideas
        Checked tables; ideas have a nature and no theme yet.
    words
        Each idea tagged, in the order of `ideas`.
    meetings
        Number of the meeting of each file, by name; 0 where it has no tables.
    doubtful
        Positions, among the replacements, of those that nothing proves.
    """

    reading: Reading
    contributions: pd.DataFrame
    replacements: tuple[Replacement, ...]
    ideas: pd.DataFrame
    words: list[TaggedText]
    meetings: Mapping[str, int]
    doubtful: tuple[int, ...] = ()

    def doubts(self) -> dict[str, Any]:
        """Give what a dossier keeps of the replacements a person has to decide about; nothing where there is none."""
        return {DOUBTFUL_REPLACEMENTS: list(self.doubtful)} if self.doubtful else {}

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """The files, as a dossier and a method file remember them."""
        return tuple(
            SourceFile(
                *(s.file_name, s.sha256, s.description, s.encoding, s.separator, s.n_records),
                meeting=self.meetings[s.file_name],
                set_apart=s.set_apart,
            )
            for s in self.reading.sources
        )


@dataclass(frozen=True)
class Grouped:
    """A corpus with the themes found in it."""

    corpus: Corpus
    grouping: Grouping

    def as_batch(self, options: Options) -> Batch:
        """Give what a dossier keeps of it."""
        corpus, grouping = self.corpus, self.grouping
        return Batch(
            batch_id=0,
            contributions=corpus.contributions,
            ideas=grouping.ideas,
            themes=grouping.themes,
            sources=corpus.sources,
            replacements=corpus.replacements,
            group_name=corpus.reading.group_name,
            question=options.question or corpus.reading.question,
            agreement=grouping.agreement,
            parameters=parameters_of(options) | corpus.doubts(),
        )


def parameters_of(options: Options) -> dict[str, Any]:
    """Give the options that a grouping depends on, as they are written in a dossier."""
    return {
        "programme": f"participation_lib {version('participation-lib')}",
        "encodeur": options.encoder.name,
        "graine": options.seed,
        "themes": options.n_themes or "auto",
        "livre_de_codes": options.codebook.name if options.codebook else "aucun",
        "livre_de_codes_sha256": options.codebook.fingerprint if options.codebook else None,
        "colonne_texte": options.text_column,
        "colonne_groupe": options.group_column,
        **_corrections(options),
    }


def _corrections(options: Options) -> dict[str, Any]:
    """Give the further choices of columns, where there are any."""
    everywhere = {
        "colonnes_texte": list(options.text_columns),
        "colonne_question": options.question_column,
        "colonnes_refusees": list(options.refused_columns),
    }
    by_file = {
        name: {
            "colonnes_texte": list(choice.text_columns),
            "colonne_groupe": choice.group_column,
            "colonne_question": choice.question_column,
            "colonnes_refusees": list(choice.refused),
        }
        for name, choice in options.choices.items()
    }
    said = {name: value for name, value in everywhere.items() if value}
    return said | ({"colonnes_par_fichier": by_file} if by_file else {})


def tag_ideas(ideas: pd.DataFrame, contributions: pd.DataFrame, tagged: Sequence[TaggedText]) -> list[TaggedText]:
    """Give the tagged words of each idea, from those of the retained contributions, in order."""
    retained = contributions.loc[contributions["status"] == Status.RETAINED, "contribution_id"]
    words = dict(zip(retained, tagged, strict=True))
    spans = zip(ideas["contribution_id"], ideas["start"].tolist(), ideas["end"].tolist(), strict=True)
    return [words[contribution_id].within(start, end) for contribution_id, start, end in spans]


def read_corpus(
    files: Sequence[Path],
    options: Options,
    progress: Progress = silent,
    *,
    earlier: Sequence[Batch] = (),
    key: bytes | None = None,
) -> Corpus:
    """Read files, protect people, sort out and cut.

    Parameters
    ----------
    earlier
        What a dossier holds already: numbering goes on after it, the same person keeps the
        same mark, and what was said before at the same table of the same meeting is a duplicate.
    key
        Of the dossier: the same person keeps the same token there.

    Raises
    ------
    InputError
        A file or an option cannot be used; the message says which and what is accepted.
    """
    progress(0, STEPS[0])
    reading = read_files(files, choice=options.choice_of, key=key)
    progress(1, STEPS[1])
    masked = pseudonymise(
        reading.records["text"].tolist(),
        known=[found for batch in earlier for found in batch.replacements],
        beside=[text for batch in earlier for text in batch.contributions["text"]],
    )
    meetings = assign_meetings(reading, masked.texts, earlier, options.meetings)
    rows = zip(reading.records["group"], reading.records["source_file"], strict=True)
    groups = [group_in_meeting(group, meetings[file_name]) for group, file_name in rows]
    contributions = assign_statuses(
        reading.records.assign(group=groups),
        masked.texts,
        group_name=reading.group_name,
        before=_with_groups_of(reading.group_name, earlier),
        at_tables=[file_name for file_name, meeting in meetings.items() if meeting],
    )
    identifiers = contributions["contribution_id"].tolist()
    replacements = tuple(
        Replacement(identifiers[found.index], found.mark, found.kind, found.words) for found in masked.replacements
    )
    progress(2, STEPS[2])
    tagged = tag(contributions.loc[contributions["status"] == Status.RETAINED, "text"].tolist())
    ideas = check_ideas(cut_into_ideas(contributions, tagged), contributions)
    words = tag_ideas(ideas, contributions, tagged)
    natures = code_natures(idea_text(ideas, contributions).tolist(), words)
    doubtful = tuple(rank for rank, found in enumerate(masked.replacements) if not found.certain)
    coded = ideas.assign(nature=[nature.value for nature in natures])
    return Corpus(reading, contributions, replacements, coded, words, meetings, doubtful)


def _with_groups_of(group_name: str, batches: Sequence[Batch]) -> pd.DataFrame | None:
    """Give the contributions of batches; groups of another kind are left out: table 1 is not neighbourhood 1."""
    tables = [
        batch.contributions if batch.group_name == group_name else batch.contributions.assign(group="")
        for batch in batches
    ]
    return pd.concat(tables, ignore_index=True) if tables else None


def group_files(
    files: Sequence[Path],
    options: Options,
    progress: Progress = silent,
    *,
    encoder: Encoder | None = None,
    key: bytes | None = None,
) -> Grouped:
    """Read files and group their ideas into themes.

    Parameters
    ----------
    encoder
        Instead of that of the options: the same one behind a cache.
    key
        Of the dossier that the files come into.
    """
    corpus = read_corpus(files, options, progress, key=key)
    progress(3, STEPS[3])
    texts = dict(zip(corpus.contributions["contribution_id"], corpus.contributions["text"], strict=True))
    grouping = group_ideas(
        corpus.ideas,
        idea_text(corpus.ideas, corpus.contributions).tolist(),
        corpus.words,
        encoder=encoder or options.encoder,
        contexts=corpus.ideas["contribution_id"].map(texts).tolist(),
        codebook=options.codebook,
        n_themes=options.n_themes,
        seed=options.seed,
    )
    return Grouped(corpus, grouping)
