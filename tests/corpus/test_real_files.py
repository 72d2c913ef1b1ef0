"""Real exports, outside the repository: skipped where they are not at hand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from participation_lib.corpus.privacy import pseudonymise
from participation_lib.corpus.reading import read_files
from participation_lib.corpus.statuses import assign_statuses
from participation_lib.schema import Status

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data est absent")


@pytest.mark.parametrize(
    ("name", "description", "text_column", "encoding"),
    [
        (
            "decidim_lille/propositions-libres.csv",
            "Export Decidim — propositions, 196 contributions",
            "title + body",
            "UTF-8",
        ),
        (
            "grand_debat_mobilites.csv",
            "Grand Débat national — réponses, 3\u202f000 contributions",
            "Réponse",
            "UTF-8 avec BOM",
        ),
        (
            "polis/canadian-electoral-reform/comments.csv",
            "Tableau CSV — colonne «\u00a0comment-body\u00a0», 174 contributions",
            "comment-body",
            "UTF-8",
        ),
    ],
)
def test_real_exports_are_recognised(name: str, description: str, text_column: str, encoding: str) -> None:
    reading = read_files([DATA / name])
    source = reading.sources[0]
    assert (source.description, source.text_column, source.encoding) == (description, text_column, encoding)
    assert (reading.records["text"].str.len() > 0).mean() > 0.99


def test_the_question_of_the_grand_debat_is_found() -> None:
    assert read_files([DATA / "grand_debat_mobilites.csv"]).question.startswith("Si vous avez la possibilité")


def test_two_hundred_thousand_answers_are_read_in_seconds() -> None:
    start = time.perf_counter()
    records = read_files([DATA / "grand_debat_reponses.csv.gz"]).records
    assert len(records) == 206_374
    assert records["source_row"].iloc[-1] == 206_375
    assert time.perf_counter() - start < 15


def test_few_masks_in_answers_that_name_nobody() -> None:
    texts = read_files([DATA / "grand_debat_mobilites.csv"]).records["text"].tolist()
    assert len(pseudonymise(texts).replacements) < 0.01 * len(texts)


def test_statuses_of_real_answers() -> None:
    reading = read_files([DATA / "grand_debat_mobilites.csv"])
    found = assign_statuses(reading.records, reading.records["text"].tolist(), group_name=reading.group_name)
    counts = found["status"].value_counts()
    assert len(found) == 3000
    assert counts[Status.RETAINED] > 2400
    assert Status.DUPLICATE not in counts
