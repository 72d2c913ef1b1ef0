"""The register sheet and the information notice: what is known is told, what is not is left openly to complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain import Options, WritingDesk
from participation_lib.chain.grouping import parameters_of
from participation_lib.dossier import create_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import Replacement, SetRetention, Version
from tests.review.desks import batch_of

DOCUMENTS = ("registre_traitement", "notice_information")


@pytest.fixture
def desk(tmp_path: Path, letters: Any) -> Iterator[WritingDesk]:
    batch = batch_of()
    marked = batch.contributions.assign(text=batch.contributions["text"].str.replace("mairie", "[PERSONNE 1]"))
    words = tuple(
        Replacement(name, "[PERSONNE 1]", "PERSONNE", "Odette")
        for name, text in zip(marked["contribution_id"], marked["text"], strict=True)
        if "[PERSONNE 1]" in text
    )
    with create_dossier(tmp_path / "dossier") as dossier:
        parameters = parameters_of(Options(encoder=letters))
        ideas = batch.ideas.loc[~batch.ideas["contribution_id"].isin([found.contribution_id for found in words])]
        made = replace(batch, contributions=marked, ideas=ideas, replacements=words, parameters=parameters)
        dossier.add_batch(made, author="Ana")
        yield WritingDesk(ReviewDesk(dossier, author="Léa", encoder=letters))


def told(desk: WritingDesk, document_id: str, folder: Path) -> str:
    (page,) = desk.export(document_id, folder, formats=("html",))
    text = re.sub(r"<[^>]+>", " ", page.read_text("utf-8").partition("<body")[2])
    return re.sub(r"\s+", " ", text.replace("\u2019", "'"))


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_what_is_missing_is_left_open_and_what_is_known_is_told(
    desk: WritingDesk, document_id: str, tmp_path: Path
) -> None:
    empty = told(desk, document_id, tmp_path / "a")
    assert empty.count("à compléter") >= 5
    assert "mission d'intérêt public" in empty
    assert "Odette" not in empty
    desk.desk.decide(SetRetention("2028-11-24"))
    for name in ("responsable_traitement", "finalites", "destinataires_donnees", "contact_droits", "contact_donnees"):
        desk.give_fact(name, f"fait de {name}")
    full = told(desk, document_id, tmp_path / "b")
    assert "24 novembre 2028" in full
    assert "fait de responsable_traitement" in full
    assert full.count("à compléter") < empty.count("à compléter") - 4


def test_the_register_counts_what_is_masked_and_stays_internal(desk: WritingDesk, tmp_path: Path) -> None:
    assert desk.plan("registre_traitement").versions == (Version.INTERNAL,)
    assert "Mentions masquées : personne 4" in told(desk, "registre_traitement", tmp_path / "a")


def test_the_notice_may_be_published_while_passages_wait(desk: WritingDesk) -> None:
    assert not [finding for finding in desk.findings("notice_information") if finding.blocking]
