"""What is added is there, as it was, in order; what is not known of refuses what comes after."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import threading
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from types import UnionType
from typing import Any, get_args, get_type_hints

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation_lib.dossier import FILE_NAME, OutdatedLog, create_dossier, is_dossier, open_dossier
from participation_lib.errors import InputError, OutputError
from participation_lib.schema import (
    ACTIONS,
    TOOL,
    Action,
    AddBatch,
    Batch,
    Decision,
    LockTheme,
    MergeThemes,
    RenameTheme,
    Undo,
    check_contributions,
    check_ideas,
)
from tests.dossier.samples import TEXTS, batch, clock, contributions, ideas

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def same(left: Batch, right: Batch) -> bool:
    """Compare two batches, kinds of the columns included."""
    pd.testing.assert_frame_equal(left.contributions, right.contributions)
    pd.testing.assert_frame_equal(left.ideas, right.ideas)
    values = [field.name for field in fields(Batch) if field.name not in ("contributions", "ideas")]
    return all(getattr(left, name) == getattr(right, name) for name in values)


def test_a_batch_comes_back_as_it_was(folder: Path) -> None:
    with open_dossier(folder) as dossier:
        (stored,) = dossier.batches()
        assert same(stored, replace(batch(), batch_id=1))
        assert check_ideas(stored.ideas, check_contributions(stored.contributions)) is stored.ideas
        assert stored.contributions["text"].tolist() == list(TEXTS)
        assert (dossier.title, dossier.folder, dossier.read_only) == ("Plan vélo", folder, False)
        assert dossier.n_contributions() == 5
        assert dossier.decisions() == ()


def test_a_batch_is_given_back_with_its_number(tmp_path: Path) -> None:
    given_batch = batch()
    with create_dossier(tmp_path / "a") as dossier:
        stored = dossier.add_batch(given_batch, author="Ana", seen=0)
        assert given_batch.batch_id == 0
        assert stored.batch_id == 1
        assert same(stored, dossier.batches()[0])


def test_a_later_batch_is_a_decision_too(folder: Path) -> None:
    with open_dossier(folder, clock=clock) as dossier:
        dossier.append([(RenameTheme("t01", "Ombre"), "")], author="Ana", seen=0)
        with pytest.raises(OutdatedLog):
            dossier.add_batch(batch(2), author="Bo", seen=0)
        assert len(dossier.batches()) == 1
        second = dossier.add_batch(batch(2), author="Bo", seen=1)
        assert second.batch_id == 2
        assert dossier.decisions(after=1) == (Decision(2, "2025-03-14T14:32:05+01:00", "Bo", AddBatch(2)),)
        assert [stored.batch_id for stored in dossier.batches()] == [1, 2]
        assert dossier.n_contributions() == 10


def test_an_empty_batch(tmp_path: Path) -> None:
    empty = Batch(0, contributions().iloc[:0], ideas().iloc[:0], (), ())
    with create_dossier(tmp_path / "a") as dossier:
        stored = dossier.add_batch(empty, author="Ana")
    assert stored.parameters is None
    assert stored.ideas.dtypes.astype(str).tolist() == batch().ideas.dtypes.astype(str).tolist()
    assert stored.contributions["source_row"].dtype == np.int64
    assert stored.ideas["to_review"].dtype == np.bool_


def test_the_same_file_adds_nothing_and_says_so(folder: Path) -> None:
    again = replace(batch(2), sources=batch(1).sources)
    with open_dossier(folder) as dossier:
        assert dossier.has_source(f"{1:064x}")
        assert not dossier.has_source(f"{2:064x}")
        with pytest.raises(InputError, match="dans ce dossier"):
            dossier.add_batch(again, author="Ana")
        assert (len(dossier.batches()), dossier.last_decision_id()) == (1, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(replace(batch(2), contributions=contributions(6).assign(autre="x")), id="further-column"),
        pytest.param(replace(batch(2), ideas=ideas(1)), id="ideas-of-others"),
        pytest.param(replace(batch(2), agreement=float("nan")), id="agreement"),
        pytest.param(replace(batch(1), sources=()), id="identifiers-taken"),
        pytest.param(replace(batch(2), themes=batch(1).themes), id="themes-taken"),
    ],
)
def test_a_wrong_batch_leaves_nothing(wrong: Batch, folder: Path) -> None:
    with open_dossier(folder) as dossier:
        with pytest.raises(ValueError, match=r"batch|ideas|insert only") as caught:
            dossier.add_batch(wrong, author="Ana")
        assert "Planter" not in str(caught.value)
        assert (len(dossier.batches()), dossier.last_decision_id()) == (1, 0)


def test_half_a_character_keeps_its_place(tmp_path: Path) -> None:
    broken = contributions().assign(text=["Planter\ud83c de grands arbres", *TEXTS[1:]])
    with create_dossier(tmp_path / "a", title="été \udc00") as dossier:
        stored = dossier.add_batch(replace(batch(), contributions=broken), author="\ud800")
        assert stored.contributions["text"][0] == "Planter\ufffd de grands arbres"
        (decision,) = dossier.append([(RenameTheme("t01", "été \ud83c"), "\ud83d\ude00")], author="A", seen=0)
        assert decision == dossier.decisions()[0]
        assert decision.action == RenameTheme("t01", "été \ufffd")


def test_decisions_are_stored_in_order_and_all_or_none(folder: Path) -> None:
    with open_dossier(folder, clock=clock) as dossier:
        first = dossier.append(
            [(MergeThemes("t02", "t01"), "même sujet"), (LockTheme("t01"), "")], author="Ana", seen=0
        )
        assert [decision.decision_id for decision in first] == [1, 2]
        assert first[0] == Decision(1, "2025-03-14T14:32:05+01:00", "Ana", MergeThemes("t02", "t01"), "même sujet")
        with pytest.raises(OutdatedLog):
            dossier.append([(Undo(1), ""), (Undo(2), "")], author="Bo", seen=1)
        with pytest.raises(OutdatedLog):
            dossier.append([(Undo(1), "")], author="Bo", seen=3)
        second = dossier.append([(Undo(1), "")], author=TOOL, seen=2)
        assert dossier.append([], author="Ana", seen=3) == ()
        further = dossier.append([(LockTheme("t01"), ""), (LockTheme("t01"), "")], author="Bo", seen=3, gesture=3)
        assert [decision.gesture for decision in (*first, *second, *further)] == [0, 1, 0, 3, 3]
        second += further
        assert dossier.decisions() == first + second
        assert dossier.decisions(after=2) == second
        assert dossier.last_decision_id() == 5


def _values(kind: Any) -> st.SearchStrategy[Any]:
    """Give any value of the kind an action holds."""
    arguments = get_args(kind)
    if arguments and arguments[-1] is Ellipsis:
        return st.lists(_values(arguments[0]), max_size=3).map(tuple)
    if arguments and not isinstance(kind, UnionType):
        return st.tuples(*(_values(part) for part in arguments))
    if is_dataclass(kind):
        return _built(kind)
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    return {
        bool: st.booleans(),
        int: st.integers(-(2**63), 2**63 - 1),
        float: st.floats(allow_nan=False, allow_infinity=False),
        str: TEXT,
    }[kind]


def _built(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: _values(hints[field.name]) for field in fields(kind)})


ANY_ACTION: st.SearchStrategy[Action] = st.one_of(*(_built(kind) for kind in ACTIONS.values()))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    taken=st.lists(st.tuples(ANY_ACTION, TEXT), min_size=1, max_size=6), author=TEXT, texts=st.lists(TEXT, max_size=5)
)
def test_any_decision_and_any_text_come_back_after_reopening(
    taken: list[tuple[Action, str]], author: str, texts: list[str]
) -> None:
    rows = contributions().iloc[[0] * len(texts)].reset_index(drop=True)
    rows = rows.assign(contribution_id=[f"c{rank}" for rank in range(len(texts))], text=pd.Series(texts, dtype="str"))
    with TemporaryDirectory() as place:
        folder = Path(place) / "d"
        with create_dossier(folder, title=author) as dossier:
            dossier.add_batch(Batch(0, rows, ideas().iloc[:0], (), (), question=author), author=author)
            added = dossier.append(taken, author=author, seen=0)
        with open_dossier(folder) as dossier:
            found = dossier.decisions()
            (stored,) = dossier.batches()
            assert dossier.title == author
    assert found == added
    assert [(decision.action, decision.reason) for decision in found] == taken
    assert {decision.author for decision in found} == {author}
    assert stored.contributions["text"].tolist() == texts
    assert stored.question == author


def test_a_decision_of_a_newer_version_is_said(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as raw, raw:
        raw.execute("INSERT INTO decisions VALUES (NULL, '2031', 'Ana', 'rêver', '{}', '', 0)")
    with open_dossier(folder) as dossier, pytest.raises(InputError, match="version plus récente"):
        dossier.decisions()


def test_vectors_are_kept_to_the_bit(folder: Path) -> None:
    values = np.random.default_rng(0).normal(size=(1_203, 7)).astype(np.float32)
    values[0] = [np.nan, np.inf, -0.0, 1e-45, 3.4e38, 0, 1]
    hashes = [f"{rank:064x}" for rank in range(len(values))]
    with open_dossier(folder) as dossier:
        dossier.keep_vectors("lettres 1", dict(zip(hashes, values, strict=True)))
        dossier.keep_vectors("lettres 1", {hashes[1]: values[1]})
    with open_dossier(folder, read_only=True) as dossier:
        found = dossier.vectors("lettres 1", [*reversed(hashes), "inconnu"])
        assert list(found) == hashes[::-1]
        assert all(found[key].tobytes() == value.tobytes() for key, value in zip(hashes, values, strict=True))
        assert found[hashes[1]].dtype == np.float32
        assert dossier.vectors("lettres 2", hashes) == {}
        dossier.keep_vectors("lettres 2", {hashes[0]: values[0]})  # nothing is said, nothing is kept
        dossier.forget_vectors("lettres", ())
        assert len(dossier.vectors("lettres 1", hashes)) == len(hashes)
        assert dossier.vectors("lettres 2", hashes) == {}
    with open_dossier(folder) as dossier:
        for name in ("lettres 2", "mots 1"):
            dossier.keep_vectors(name, {hashes[0]: values[0]})
        dossier.forget_vectors("lettres ", ("lettres 2",))
        assert [len(dossier.vectors(name, hashes)) for name in ("lettres 1", "lettres 2", "mots 1")] == [0, 1, 1]


def test_a_vector_of_another_kind_is_refused(folder: Path) -> None:
    with open_dossier(folder) as dossier, pytest.raises(ValueError, match="float32"):
        dossier.keep_vectors("lettres 1", {"a": np.zeros(3)})  # type: ignore[dict-item]


def test_runs_are_recorded(folder: Path) -> None:
    with open_dossier(folder, clock=clock) as dossier:
        dossier.record_run("synthese", {"formats": ["pdf"], "graine": 0}, {"idees": 4})
        dossier.record_run("exporter", {}, {})
        first, second = dossier.runs()
    assert (first.run_id, first.run_at, first.verb) == (1, "2025-03-14T14:32:05+01:00", "synthese")
    assert (first.parameters, first.counts) == ({"formats": ["pdf"], "graine": 0}, {"idees": 4})
    assert (second.run_id, second.verb) == (2, "exporter")


def test_opening_for_reading_only(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    with open_dossier(folder, read_only=True) as dossier:
        assert dossier.read_only
        assert len(dossier.batches()) == 1
        for write in (
            lambda: dossier.append([(Undo(1), "")], author="Ana", seen=0),
            lambda: dossier.add_batch(batch(2), author="Ana"),
            lambda: dossier.record_run("synthese", {}, {}),
        ):
            with pytest.raises(OutputError, match="lecture seule"):
                write()
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_reader_sees_what_a_writer_confirmed(folder: Path) -> None:
    with open_dossier(folder) as writer, open_dossier(folder, read_only=True) as reader:
        assert reader.decisions() == ()
        assert reader.decisions() == ()
        added = writer.append([(LockTheme("t01"), "")], author="Ana", seen=0)
        assert reader.decisions() == added


def test_threads_share_one_dossier(folder: Path) -> None:
    with open_dossier(folder) as dossier:

        def work() -> None:
            left = 5
            while left:
                try:
                    dossier.append([(LockTheme("t01"), "")], author="Ana", seen=dossier.last_decision_id())
                    left -= 1
                except OutdatedLog:
                    continue

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [decision.decision_id for decision in dossier.decisions()] == list(range(1, 41))


def test_closing_twice_is_closing_once(folder: Path) -> None:
    dossier = open_dossier(folder)
    dossier.close()
    dossier.close()
    with pytest.raises(ValueError, match="closed"):
        dossier.decisions()
    assert sorted(path.name for path in folder.iterdir()) == [FILE_NAME, "exports"]


def _use_inherited(dossier: Any, answers: Any) -> None:
    try:
        dossier.decisions()
    except RuntimeError as error:
        answers.put(str(error))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
def test_a_dossier_is_not_carried_into_a_fork(folder: Path) -> None:
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    with open_dossier(folder) as dossier:
        process = context.Process(target=_use_inherited, args=(dossier, answers))
        process.start()
        process.join()
        assert "opened anew" in answers.get()


def test_what_is_a_dossier(folder: Path, tmp_path: Path) -> None:
    assert is_dossier(folder)
    assert not is_dossier(tmp_path)
    assert not is_dossier(tmp_path / "rien")


def test_french_tables(folder: Path) -> None:
    with open_dossier(folder, clock=clock) as dossier:
        dossier.append([(RenameTheme("t01", "Ombre"), "dit en table 1")], author="Ana", seen=0)
        dossier.record_run("ouvrir", {}, {"idees": 4})
        tables = dossier.tables()
        dossier_id = dossier.dossier_id
    assert list(tables) == [
        *("dossier", "lots", "sources", "contributions", "remplacements", "themes", "idees", "decisions"),
        "traitements",
    ]
    assert tables["dossier"]["dossier_id"].tolist() == [dossier_id]
    assert tables["idees"]["texte"].tolist() == ["arbres 🌳", "Planter des", "Voir [PERSONNE 1]", "l'été\x00trop c"]
    assert tables["idees"]["a_relire"].tolist() == ["non", "oui", "oui", "non"]
    assert tables["themes"]["mots_cles"].map(json.loads).tolist() == [["arbres", "ombre"], []]
    assert tables["decisions"].to_dict("records") == [
        {
            "decision_id": 1,
            "decide_le": "2025-03-14T14:32:05+01:00",
            "auteur": "Ana",
            "action": "renommer",
            "contenu": '{"theme_id": "t01", "label": "Ombre"}',
            "motif": "dit en table 1",
            "geste": 0,
        }
    ]
    assert tables["traitements"]["verbe"].tolist() == ["ouvrir"]


def test_every_table_but_the_cache_leaves(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as raw:
        stored = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    with open_dossier(folder) as dossier:
        n_tables = len(dossier.tables())
    assert n_tables == len(stored - {"vectors", "sqlite_sequence"})


def test_batches_and_decisions_of_one_moment(folder: Path) -> None:
    with open_dossier(folder) as dossier:
        dossier.append([(LockTheme("t01"), "")], author="Ana", seen=0)
        dossier.add_batch(batch(2), author="Ana")
        batches, log = dossier.snapshot()
        assert [stored.batch_id for stored in batches] == [1, 2]
        assert log == dossier.decisions()
