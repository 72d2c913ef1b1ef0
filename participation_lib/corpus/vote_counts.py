"""Votes counted in one file for the contributions of another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

import pandas as pd

from participation_lib.corpus.formats.model import Layout
from participation_lib.corpus.formats.wording import counted, quoted
from participation_lib.corpus.records import written

__all__ = ["with_votes_of_other_files"]


class _Counted(Protocol):
    @property
    def source_name(self) -> str: ...
    @property
    def layout(self) -> Layout: ...


def with_votes_of_other_files(
    found: Sequence[_Counted], parts: Sequence[pd.DataFrame]
) -> tuple[list[pd.DataFrame], list[tuple[str, ...]]]:
    """Give the records with the votes that other files count for them, and what to say of each file.

    Votes go to the one table whose references they name; where it is none, or several, they
    go nowhere and it is said.
    """
    result = list(parts)
    said: list[tuple[str, ...]] = [() for _ in parts]
    for rank, item in enumerate(found):
        votes = item.layout.votes
        if not votes:
            continue
        targets = [
            other
            for other, part in enumerate(result)
            if other != rank and not votes.keys().isdisjoint(part["reference"])
        ]
        if len(targets) != 1:
            why = "aucune des contributions lues" if not targets else "plusieurs fichiers à la fois"
            said[rank] = (f"Les votes comptés désignent {why} : ils n’ont été rattachés à rien.",)
            continue
        part = result[targets[0]]
        kept = [
            written({**json.loads(own or "{}"), **votes.get(reference, {})})
            for own, reference in zip(part["votes"], part["reference"], strict=True)
        ]
        result[targets[0]] = part.assign(votes=pd.Series(kept, dtype=object))
        n_counted = sum(reference in votes for reference in part["reference"])
        name = quoted(found[targets[0]].source_name)
        said[rank] = (f"Votes rattachés à {counted(n_counted, 'contribution')} de {name}.",)
    return result, said
