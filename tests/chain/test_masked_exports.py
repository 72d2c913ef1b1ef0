"""What a person masked is found in no export, whatever the format; the rest says what it said."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from participation_lib.chain import (
    Options,
    WritingDesk,
    export_dossier_tables,
    open_from_files,
    synthesise_dossier,
    write_synthesis,
)
from participation_lib.chain.grouping import parameters_of
from participation_lib.dossier import create_dossier, open_dossier
from participation_lib.errors import InputError
from participation_lib.notes.exporters import FORMATS
from participation_lib.notes.verifying import read_document
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.protecting import Protecting
from participation_lib.schema import RenameTheme, Version
from tests.conftest import write_rows
from tests.review.desks import batch_of

DOCUMENT = "synthese_pleniere"
HIDDEN = "mairie"


@pytest.fixture
def desk(tmp_path: Path, letters: Any) -> Iterator[WritingDesk]:
    batch = replace(batch_of(), parameters=parameters_of(Options(encoder=letters)))
    with create_dossier(tmp_path / "dossier") as dossier:
        dossier.add_batch(batch, author="Ana")
        yield WritingDesk(ReviewDesk(dossier, author="Léa", encoder=letters))


def mask_it(desk: WritingDesk) -> str:
    """Generalise one mention and mask the others; give the idea whose words are now less precise."""
    protecting = Protecting(desk.desk)
    review = desk.desk.review
    idea = next(idea for idea in review.in_reading_order if HIDDEN in review.text(idea))
    start = review.contributions[idea.contribution_id].text.index(HIDDEN)
    passage = protecting.select(idea.contribution_id, start, start + len(HIDDEN))
    protecting.generalise(passage, "maison commune", everywhere=False)
    other = protecting.alike(passage)[0]
    protecting.mask(other)
    return idea.idea_id


def words_of(file: Path) -> str:
    if file.suffix == ".pdf":
        return "\n".join(read_document(file).lines)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    return file.read_text("utf-8")


def test_nothing_masked_is_in_any_format_nor_table(desk: WritingDesk, tmp_path: Path, letters: Any) -> None:
    idea_id = mask_it(desk)
    desk.desk.decide(RenameTheme("t02", f"Bancs de la {HIDDEN}"))
    desk.give_fact("date_reponse", "30 novembre 2024")
    desk.give_fact("service_reponse", "direction des espaces verts")
    desk.pin(idea_id)
    files = list(desk.export(DOCUMENT, tmp_path / "document", version=Version.INTERNAL, formats=FORMATS))
    made = synthesise_dossier(desk.dossier, Options(encoder=letters, formats=("html",)))
    write_synthesis(made, tmp_path / "synthese")
    files += [file for folder in ("document", "synthese") for file in (tmp_path / folder).iterdir()]
    assert {file.suffix for file in files} >= {".html", ".pdf", ".docx", ".odt", ".ipynb", ".csv", ".json"}
    for file in files:
        said = words_of(file).casefold()
        assert HIDDEN not in said, file.name
        assert "banc" in said or file.suffix not in (".html", ".pdf", ".docx", ".odt", ".ipynb"), "read as words"
    html = next(file for file in files if file.name == f"{DOCUMENT}.html")
    assert "maison commune" in html.read_text("utf-8")
    assert "[PERSONNE 1]" in html.read_text("utf-8").replace("\u00a0", " ")
    # Between colleagues, tables keep everything.
    assert any(HIDDEN in words_of(file) for file in export_dossier_tables(desk.dossier, tmp_path / "tableaux"))


def test_her_own_words_that_say_what_is_masked_keep_a_document_from_leaving(desk: WritingDesk) -> None:
    name = next(iter(desk.draft(DOCUMENT).items)).statement.statement_id
    desk.rewrite(DOCUMENT, name, f"Tout le monde parle de la {HIDDEN}.")
    assert not any("masqués" in finding.message for finding in desk.findings(DOCUMENT))
    mask_it(desk)
    told = [finding for finding in desk.findings(DOCUMENT) if "mots masqués" in finding.message]
    assert [(finding.statement_id, finding.blocking) for finding in told] == [(name, True)]
    with pytest.raises(InputError, match="masqués"):
        desk.export(DOCUMENT)


def test_the_same_is_masked_when_the_dossier_is_opened_again(desk: WritingDesk, letters: Any) -> None:
    mask_it(desk)
    with open_dossier(desk.dossier.folder, read_only=True) as dossier:
        again = WritingDesk.of(dossier, encoder=letters)
        assert again.draft(DOCUMENT) == desk.draft(DOCUMENT)
        assert again.material().replacements == desk.material().replacements


def test_a_sensitive_fact_is_in_nothing_published_until_she_decides(tmp_path: Path, letters: Any) -> None:
    fact = "ma voisine diabétique"
    batch = batch_of()
    text = f"{fact} ne peut plus monter"
    table = batch.contributions.assign(text=[text, *batch.contributions["text"][1:]])
    ideas = batch.ideas.assign(start=[0, *batch.ideas["start"][1:]], end=[len(text), *batch.ideas["end"][1:]])
    with create_dossier(tmp_path / "dossier") as dossier:
        parameters = parameters_of(Options(encoder=letters))
        dossier.add_batch(replace(batch, contributions=table, ideas=ideas, parameters=parameters), author="Ana")
        desk = WritingDesk(ReviewDesk(dossier, author="Léa", encoder=letters))

        def published(name: str) -> str:
            options = Options(encoder=letters, formats=("html",))
            write_synthesis(synthesise_dossier(dossier, options), tmp_path / name)
            return "".join(file.read_text("utf-8") for file in sorted((tmp_path / name).iterdir()))

        assert "diabétique" not in published("avant")
        shown = {idea.idea_id: idea.text for idea in desk.evidence(Version.PUBLISHABLE).all_ideas}
        assert shown["c0001-1"] == "[PASSAGE 1] ne peut plus monter"
        assert any(idea.text == text for idea in desk.evidence(Version.INTERNAL).all_ideas)
        assert any("attend votre décision" in finding.message for finding in desk.findings(DOCUMENT))
        doubt = Protecting(desk.desk).next()
        assert doubt is not None
        assert (doubt.words, doubt.kind, doubt.to_read) == (fact, "santé", True)
        Protecting(desk.desk).keep(doubt.passage)
        assert fact in published("apres")
        assert not any("attend votre décision" in finding.message for finding in desk.findings(DOCUMENT))


def test_what_the_reading_is_not_sure_of_waits_in_the_dossier(tmp_path: Path, letters: Any) -> None:
    texts = [f"Planter des arbres devant l'école numéro {rank}" for rank in range(8)]
    rows = [("1", text) for text in [*texts, "Appeler Karim au 06 12 34 56 78", "Fleur veut des bancs"]]
    source = write_rows(tmp_path / "notes.csv", rows)
    with open_from_files(tmp_path / "dossier", [source], Options(encoder=letters)) as dossier:
        protecting = Protecting(ReviewDesk(dossier, author="Léa", encoder=letters))
        waiting = [protecting.next(rank) for rank in range(protecting.n_waiting)]
        assert [(doubt.words, doubt.shown) for doubt in waiting if doubt] == [("Fleur", "[PERSONNE 2]")]
        assert "Fleur" not in "".join(found.text for found in protecting.desk.review.contributions.values())
