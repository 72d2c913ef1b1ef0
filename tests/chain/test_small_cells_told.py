"""A document that may be published says no number that bears on a few people, nor lets it be counted again."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain import Options, WritingDesk, synthesise_dossier, write_synthesis
from participation_lib.chain.grouping import parameters_of
from participation_lib.dossier import create_dossier
from participation_lib.notes.html import render_html
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import Version
from tests.review.desks import batch_of

DOCUMENT = "compte_rendu_pleniere"


def desk_of(folder: Path, letters: Any, group_name: str) -> WritingDesk:
    """Give the desk of 48 contributions: 40 of Plants, 8 of Justice, two on each of four subjects."""
    batch = batch_of(12)
    table = batch.contributions.assign(group=["Justice" if rank < 8 else "Plants" for rank in range(48)])
    dossier = create_dossier(folder)
    parameters = parameters_of(Options(encoder=letters))
    made = replace(batch, contributions=table, group_name=group_name, parameters=parameters)
    dossier.add_batch(made, author="Ana")
    return WritingDesk(ReviewDesk(dossier, author="Léa", encoder=letters))


@pytest.fixture
def desk(tmp_path: Path, letters: Any) -> Iterator[WritingDesk]:
    made = desk_of(tmp_path / "dossier", letters, "quartier")
    yield made
    made.dossier.close()


def told(desk: WritingDesk, version: Version) -> str:
    return render_html(desk.note(DOCUMENT, version)).decode("utf-8")


def test_what_may_be_published_hides_and_what_is_internal_tells(desk: WritingDesk) -> None:
    public, internal = told(desk, Version.PUBLISHABLE), told(desk, Version.INTERNAL)
    assert "moins de 5" in public.replace("\u00a0", " ").replace("\u202f", " ")
    assert "(Justice)" not in public
    assert "(Plants)" not in public
    assert "(Justice)" in internal
    assert "nombre tu" not in internal


def test_the_tables_beside_do_not_give_it_back(desk: WritingDesk, tmp_path: Path, letters: Any) -> None:
    for version, groups in ((Version.PUBLISHABLE, {""}), (Version.INTERNAL, {"Justice", "Plants"})):
        options = Options(encoder=letters, formats=("html",), version=version)
        write_synthesis(synthesise_dossier(desk.dossier, options), tmp_path / version)
        with (tmp_path / version / "contributions.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {row["groupe"] for row in csv.DictReader(file, delimiter=";")} == groups
        assert ("(Plants)" in (tmp_path / version / "synthese.html").read_text("utf-8")) == ("Plants" in groups)


def test_tables_of_a_meeting_hide_nothing(tmp_path: Path, letters: Any) -> None:
    desk = desk_of(tmp_path / "seance", letters, "table")
    public = told(desk, Version.PUBLISHABLE)
    desk.dossier.close()
    assert "nombre tu" not in public
    assert "Justice" in public
