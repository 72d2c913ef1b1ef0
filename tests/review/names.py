"""Four contributions with names, some of which the reading masked without being sure."""

from __future__ import annotations

from dataclasses import replace

from participation_lib.schema import DOUBTFUL_REPLACEMENTS, Batch, Replacement
from tests.review.samples import FIRST_THEMES, Row, build_batch

ROWS: list[Row] = [
    ("c0001", "1", "Mme [PERSONNE 1] aide Zoé à la Justice", []),
    ("c0002", "2", "ZOE attend devant la place [PERSONNE 2]", []),
    ("c0003", "2", "Zoéline et zoé, malade, à la place [PERSONNE 2]", []),
    ("c0004", "", "zoé attend devant la place [PERSONNE 2] !", []),
]
WORDS = (
    ("c0001", "[PERSONNE 1]", "Odette"),
    ("c0002", "[PERSONNE 2]", "Verte"),
    ("c0003", "[PERSONNE 2]", "verte"),
    ("c0004", "[PERSONNE 2]", "Verte"),
)


def named_batch() -> Batch:
    rows = [(name, group, text, [(text, "t01", "constat", 80)]) for name, group, text, _ in ROWS]
    return replace(
        build_batch(0, rows, FIRST_THEMES),
        group_name="table",
        replacements=tuple(Replacement(name, mark, "PERSONNE", said) for name, mark, said in WORDS),
        parameters={DOUBTFUL_REPLACEMENTS: [1, 2, 3]},
    )
