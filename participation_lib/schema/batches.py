"""What enters a dossier at once: files read together, with the grouping proposed for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from participation_lib.schema.values import Replacement, Theme

__all__ = ["Batch", "SourceFile"]


@dataclass(frozen=True)
class SourceFile:
    """A file that was read, as a dossier remembers it.

    Attributes
    ----------
    file_name
        Base name.
    sha256
        Of its bytes; the same file given twice is known by it.
    meeting
        Number of the meeting whose tables it holds, 1 for the first; 0 where it has no
        tables, or comes from a dossier made before meetings were told apart.
    set_apart
        Why rows of the file were not read, and how many: votes, reports… They are in no
        other count.
    """

    file_name: str
    sha256: str
    description: str
    encoding: str
    separator: str
    n_records: int
    meeting: int = 0
    set_apart: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Batch:
    """Contributions that came in together and the automatic result for them, never edited.

    Attributes
    ----------
    batch_id
        1 for what a dossier was opened with; 0 before it is stored.
    contributions, ideas
        Tables checked against this package. Texts are whole, even those to moderate.
    themes
        Those found in this batch; ideas of a later batch may also be placed in earlier ones.
    agreement
        Median adjusted mutual information between resamples, 0 to 1.
    parameters
        How it was made: seed, number of themes asked for, codebook, encoder, program.
    """

    batch_id: int
    contributions: pd.DataFrame
    ideas: pd.DataFrame
    themes: tuple[Theme, ...]
    sources: tuple[SourceFile, ...]
    replacements: tuple[Replacement, ...] = ()
    group_name: str = ""
    question: str = ""
    agreement: float = 1.0
    parameters: Mapping[str, Any] | None = None
