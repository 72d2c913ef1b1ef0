"""The example consultation holds what its notice says, and is read as it should be."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from participation_lib.corpus.duplicates import find_campaigns
from participation_lib.corpus.languages import is_to_translate
from participation_lib.corpus.reading import read_files
from participation_lib.corpus.statuses import assign_statuses
from participation_lib.schema import Status

EXAMPLES = Path(__file__).resolve().parents[1] / "data/exemples"
FILE = EXAMPLES / "consultation_mobilites.csv.gz"


@pytest.fixture(scope="module")
def gold() -> list[dict[str, str]]:
    path = EXAMPLES / "consultation_mobilites_etalon.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def contributions() -> pd.DataFrame:
    reading = read_files([FILE])
    return assign_statuses(reading.records, reading.records["text"].tolist(), group_name=reading.group_name)


def test_the_notice_tells_the_truth(gold: list[dict[str, str]]) -> None:
    rows = {row["numero"]: row for row in gold}
    flags = Counter(flag.split(":")[0] for row in rows.values() for flag in row["drapeaux"].split())
    assert len(rows) == 3000
    assert Counter(row["campagne"] for row in rows.values()) == {"": 2495, "A": 420, "B": 85}
    assert sum(row["formulation"] == "personnalisee" for row in rows.values()) == 40
    assert sum(bool(row["doublon_de"]) for row in rows.values()) == 75
    assert (flags["mojibake"], flags["mauvaise_colonne"], flags["langue"], flags["tres_long"]) == (40, 60, 36, 25)
    assert flags["donnee_personnelle"] == 80
    assert FILE.stat().st_size < 1_000_000


def test_ideas_are_where_the_gold_says(gold: list[dict[str, str]], contributions: pd.DataFrame) -> None:
    texts = dict(zip(contributions["source_row"] - 1, contributions["text"], strict=True))
    whole = [row for row in gold if row["ordre"] != "0" and "mojibake" not in row["drapeaux"]]
    assert len(whole) > 4500
    for row in whole:
        assert texts[int(row["numero"])][int(row["debut"]) : int(row["fin"])] == row["texte"]


def test_every_row_has_a_status_and_what_was_planted_is_found(
    gold: list[dict[str, str]], contributions: pd.DataFrame
) -> None:
    wanted = {int(row["numero"]): row for row in gold}
    counts = contributions["status"].value_counts()
    assert counts.sum() == 3000
    assert counts[Status.NO_CONTENT] + counts[Status.EMPTY] == 90
    told = contributions.loc[contributions["reason"].map(is_to_translate), "source_row"] - 1
    assert {wanted[number]["statut"] for number in told} == {"autre_langue"}
    assert len(told) == 28
    number_of = dict(zip(contributions["contribution_id"], contributions["source_row"] - 1, strict=True))
    first, second = find_campaigns(contributions)
    assert {wanted[number_of[name]]["campagne"] for name in first.signatories} == {"A"}
    assert len(first.signatories) == 420
    assert {wanted[number_of[name]]["campagne"] for name in second.signatories} == {"B"}
    assert len(second.signatories) + len(second.proposed) >= 84
