"""A purge erases every word from every file of a dossier, or does nothing; what was counted stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from participation_lib.dossier import Dossier, open_dossier, restore_dossier
from participation_lib.dossier import store as store_module
from participation_lib.dossier.archive import archive_dossier
from participation_lib.errors import InputError, OutputError
from participation_lib.schema import MoveIdeas, RenameTheme
from tests.dossier.samples import batch, clock

WORDS = ("Planter des arbres", "marché", "plénière.csv", "Marguerite", "tilleuls", "sèche", "spelling-secret")


@pytest.fixture
def said(folder: Path) -> Path:
    """A dossier with words in every place that may hold some."""
    with open_dossier(folder, clock=clock) as dossier:
        dossier.append(
            [(RenameTheme("t01", "Les tilleuls"), "Marguerite le veut"), (MoveIdeas(("c0001-1",), "t02"), "")],
            author="Léa",
            seen=0,
        )
        dossier.keep_vectors("lettres", {"spelling-secret": np.ones(3, dtype=np.float32)})
        dossier.record_run("ouvrir", {"colonne_texte": "Que dit Marguerite"}, {"contributions": 5})
    (folder / "dossier.sqlite.avant-v5").write_bytes((folder / "dossier.sqlite").read_bytes())
    (folder / "exports" / "tableaux").mkdir(parents=True)
    (folder / "exports" / "tableaux" / "contributions.csv").write_text("sèche", "utf-8")
    return folder


def held(folder: Path) -> set[str]:
    """Give the words found in the bytes of any file of the folder, in any of the encodings SQLite or Excel may use."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found |= {
                word for word in WORDS for code in ("utf-8", "utf-16-le", "cp1252") if word.encode(code) in content
            }
    return found


def files(folder: Path) -> list[Path]:
    return [folder / "exports" / "tableaux" / "contributions.csv"]


def erase(dossier: Dossier) -> None:
    dossier.erase(files(dossier.folder), author="Léa", parameters={"conservation": "2028-11-24"}, further={"themes": 2})


def test_no_word_is_left_in_any_byte_and_what_was_counted_stays(said: Path) -> None:
    assert held(said) == set(WORDS), "the test would find them"
    with open_dossier(said, clock=clock) as dossier:
        erase(dossier)
        assert held(said) == set(), "while it is open"
    assert held(said) == set()
    assert [path.name for path in (said / "exports").iterdir()] == []
    with open_dossier(said) as dossier:
        purge = dossier.purge()
        assert purge is not None
        assert (purge.author, purge.purged_at[:10], purge.finished) == ("Léa", "2025-03-14", True)
        assert (purge.counts["contributions"], purge.counts["decisions"], purge.counts["themes"]) == (5, 2, 2)
        assert purge.counts["contributions_retenue"] == 3
        assert dossier.title == "Plan vélo"


def test_a_purged_dossier_says_so_and_takes_nothing_in_any_more(said: Path, tmp_path: Path) -> None:
    with open_dossier(said) as elsewhere, open_dossier(said, clock=clock) as dossier:
        erase(dossier)
        uses: list[Callable[[], object]] = [
            dossier.snapshot,
            dossier.batches,
            lambda: elsewhere.append([(MoveIdeas(("c0001-1",), "t02"), "")], author="Ana", seen=2),
            lambda: elsewhere.add_batch(batch(), author="Ana"),
        ]
        for use in uses:
            with pytest.raises(InputError, match="purgé le 14/03/2025"):
                use()
        elsewhere.keep_vectors("lettres", {"spelling-secret": np.ones(3, dtype=np.float32)})
        assert all(table.empty for name, table in dossier.tables().items() if name not in ("dossier", "traitements"))
    assert held(said) == set()
    archive = archive_dossier(said, tmp_path / "a.zip")
    with restore_dossier(archive, tmp_path / "ailleurs") as dossier:
        assert dossier.purge() is not None


@pytest.mark.parametrize("step", ["erase_rows", "erase_files", "shrink"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interruption_leaves_it_undone_or_to_be_gone_on_with(
    said: Path, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    whole = getattr(store_module, step)

    def cut_short(*given: object, **named: object) -> object:
        if when == "after":
            whole(*given, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, open_dossier(said, clock=clock) as dossier, suppress(KeyboardInterrupt):
        patched.setattr(store_module, step, cut_short)
        erase(dossier)
    with open_dossier(said, clock=clock) as dossier:
        if step == "erase_rows":
            assert dossier.purge() is None
            assert len(dossier.batches()) == 1
            assert len(dossier.decisions()) == 2
        else:
            with pytest.raises(InputError, match="pas achevée"):
                dossier.snapshot()
        erase(dossier)
        purge = dossier.purge()
        assert purge is not None
        assert purge.finished
    assert held(said) == set()


def test_a_reader_elsewhere_keeps_it_from_being_finished_and_that_is_said(said: Path) -> None:
    with open_dossier(said, clock=clock) as dossier, open_dossier(said) as elsewhere:
        with elsewhere._reading() as connection:
            connection.execute("SELECT count(*) FROM contributions").fetchone()
            with pytest.raises(OutputError, match="relancez la purge"):
                erase(dossier)
        erase(dossier)
        assert held(said) == set()


def test_what_is_outside_the_folder_is_never_erased(said: Path, tmp_path: Path) -> None:
    outside = tmp_path / "notes.txt"
    outside.write_text("à garder", "utf-8")
    with open_dossier(said, clock=clock) as dossier:
        dossier.erase([outside], author="Léa")
    assert outside.read_text("utf-8") == "à garder"


def test_where_nothing_can_be_written_nothing_is_erased(said: Path) -> None:
    with open_dossier(said, read_only=True) as dossier:
        with pytest.raises(OutputError):
            dossier.erase(author="Léa")
        assert len(dossier.batches()) == 1
