"""Real exports, outside the repository: skipped where they are not at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from participation_lib.corpus.preview import preview
from participation_lib.corpus.privacy import pseudonymise
from participation_lib.corpus.reading import read_files
from participation_lib.corpus.statuses import assign_statuses
from participation_lib.errors import InputError
from participation_lib.schema import Status

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data est absent")


POLIS = ("comments", "participants-votes", "summary", "votes", "stats-history")


@pytest.mark.parametrize(
    ("name", "description", "n_records", "n_apart", "personal"),
    [
        ("decidim_lille/propositions-libres.csv", "Export Decidim — propositions, 196 contributions", 196, 0, []),
        ("decidim_lille/debats.csv", "Export Decidim — débats, 29 contributions", 29, 0, []),
        ("grand_debat_mobilites.csv", "Grand Débat national — réponses, 3\u202f000 contributions", 3000, 0, []),
        (
            "polis/canadian-electoral-reform/comments.csv",
            "Export Polis — commentaires, 174 contributions",
            174,
            0,
            [],
        ),
        (
            "polis/scoop-hivemind.biodiversity/comments.csv",
            "Export Polis — commentaires, 316 contributions",
            316,
            0,
            [],
        ),
        (
            "montpellier/VilleMTP_MTP_Delibs.csv",
            "Liste de délibérations — actes de la collectivité, 160 titres",
            160,
            0,
            ["Elu(s)"],
        ),
        (
            "montpellier/VilleMTP_MTP_Delibs_Archives.csv",
            "Liste de délibérations — actes de la collectivité, 10\u202f590 titres",
            10_590,
            12_978,
            [],
        ),
    ],
)
def test_real_exports_are_recognised(
    name: str, description: str, n_records: int, n_apart: int, personal: list[str]
) -> None:
    reading = read_files([DATA / name])
    source = reading.sources[0]
    assert (source.description, source.n_records, len(reading.set_apart)) == (description, n_records, n_apart)
    assert [column for column, reason in source.set_aside if reason == "personnelle"] == personal
    assert (reading.records["text"].str.len() > 0).mean() > 0.99
    accounted = {*reading.records["source_row"], *reading.set_apart["source_row"]}
    assert len(accounted) == source.n_rows


@pytest.mark.parametrize("folder", ["canadian-electoral-reform", "scoop-hivemind.biodiversity"])
def test_the_five_files_of_polis_are_one_conversation(folder: str) -> None:
    reading = read_files([DATA / "polis" / folder / f"{name}.csv" for name in POLIS])
    assert sum(source.n_records for source in reading.sources) == len(reading.records)
    assert {len(json.loads(cell)) for cell in reading.records["votes"]} <= {2, 3}
    cast = pd.read_csv(DATA / "polis" / folder / "participants-votes.csv")
    counted = [json.loads(cell)["pour"] for cell in reading.records["votes"] if "passe" in cell]
    assert sum(counted) == int((cast.drop(columns=cast.columns[:6]) == 1).to_numpy().sum())


def test_a_survey_of_closed_questions_opens_and_says_that_nobody_wrote() -> None:
    (seen,) = preview(DATA / "consultation_an" / "consultation_an.csv")
    assert seen.description == "Questionnaire — aucune question ouverte, 967 lignes"
    assert len(seen.columns) == 179
    with pytest.raises(InputError, match="sans aucun texte libre"):
        read_files([DATA / "consultation_an" / "consultation_an.csv"])


def test_the_question_of_the_grand_debat_is_found() -> None:
    assert read_files([DATA / "grand_debat_mobilites.csv"]).question.startswith("Si vous avez la possibilité")


def test_two_hundred_thousand_answers_are_read() -> None:
    records = read_files([DATA / "grand_debat_reponses.csv.gz"]).records
    assert len(records) == 206_374
    assert records["source_row"].iloc[-1] == 206_375


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
