"""Spelling: what is kept gives the same vectors as what is learnt, to the bit, whatever is asked for and when."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from participation_lib.dossier import create_dossier, open_dossier
from participation_lib.themes import spelling
from participation_lib.themes.spelling import KeptSpelling, spelling_vectors
from participation_lib.themes.vector_store import MemoryVectors

WORDS = [
    "planter",
    "arbre",
    "arbres",
    "arbré",
    "banc",
    "bancs",
    "vélo",
    "pistes",
    "école",
    "écoles",
    "bus",
    "gare",
    "ombre",
    "café",
    "🌳",
    "L’été",
    "n°3",
    "aïeul",
]
CORPUS = [" ".join(random.Random(seed).choices(WORDS, k=1 + seed % 7)) for seed in range(200)] + ["", "été", "été"]
CUT = ["planter des arbres", "bancs et ombre", "Ω inconnu", "", "ÉCOLE"]


@pytest.fixture
def learnings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Keep what is learnt of a small corpus, and count how often it is learnt."""
    counted: list[int] = []

    class Counted(spelling._Learnt):
        def __init__(self, texts: Any) -> None:
            counted.append(len(texts))
            super().__init__(texts)

    monkeypatch.setattr(spelling, "_WORTH_KEEPING", 10)
    monkeypatch.setattr(spelling, "_Learnt", Counted)
    return counted


def test_what_is_kept_is_what_is_learnt(tmp_path: Path, learnings: list[int]) -> None:
    expected = spelling_vectors([*CORPUS, *CUT], CORPUS)
    learnings.clear()
    with create_dossier(tmp_path / "dossier") as dossier:
        assert (KeptSpelling(CORPUS, dossier).vectors(CORPUS) == expected[: len(CORPUS)]).all()
    assert len(learnings) == 1
    with open_dossier(tmp_path / "dossier") as dossier:
        again = KeptSpelling(CORPUS, dossier).vectors([*CORPUS, *CUT])
        assert (again == expected).all()
        assert (KeptSpelling(CORPUS, dossier).vectors(CUT[::-1]) == expected[len(CORPUS) :][::-1]).all()
    assert len(learnings) == 1, "ideas cut since are placed with what was kept"


def test_a_text_is_placed_alike_in_any_company() -> None:
    whole = spelling_vectors(CORPUS)
    assert (spelling_vectors(CORPUS, CORPUS) == whole).all()
    draw = random.Random(3)
    for size in (1, 2, 17):
        chosen = draw.sample(range(len(CORPUS)), size)
        assert (spelling_vectors([CORPUS[row] for row in chosen], CORPUS) == whole[chosen]).all()
    mixed = spelling_vectors([CUT[0], CORPUS[7], CUT[1]], CORPUS)
    assert (mixed[1] == whole[7]).all()
    assert (mixed[[0, 2]] == spelling_vectors(CUT[:2], CORPUS)).all()


def test_a_text_beside_the_corpus_is_near_its_own_words() -> None:
    placed = spelling_vectors(["des arbres à planter", "un banc"], CORPUS)
    trees, benches = spelling_vectors(["planter arbres", "bancs"], [*CORPUS, "planter arbres", "bancs"])
    assert placed.dtype == np.float32
    assert placed[0] @ trees > placed[0] @ benches
    assert np.linalg.norm(placed[0]) == pytest.approx(1, abs=1e-4)


def test_what_was_learnt_of_another_corpus_is_let_go(learnings: list[int]) -> None:
    store = MemoryVectors()
    store.keep_vectors("encodeur 1", {"ab": np.ones(2, dtype=np.float32)})
    KeptSpelling(CORPUS, store).vectors(CORPUS)
    before = KeptSpelling([*CORPUS, "lavoir"], store)
    before.vectors(CORPUS)
    assert {name for name in store.kept if name.startswith("graphies")} == {before.name, f"{before.name} appris"}
    assert "encodeur 1" in store.kept


@pytest.mark.parametrize("lost", ["sequences", "component 3"])
def test_a_cache_with_holes_is_learnt_again(lost: str, learnings: list[int]) -> None:
    store = MemoryVectors()
    kept = KeptSpelling(CORPUS, store)
    expected = kept.vectors([*CORPUS, *CUT])
    learnings.clear()
    del store.kept[f"{kept.name} appris"][lost]
    store.kept[kept.name] = dict(list(store.kept[kept.name].items())[::2])
    assert (KeptSpelling(CORPUS, store).vectors([*CORPUS, *CUT]) == expected).all()
    assert learnings == [len(CORPUS)]


@pytest.mark.parametrize("corpus", [["arbre"], ["", ""], ["abc", "xyz"], ["les arbres"] * 5, ["🌳🌳", "!!"]])
def test_poor_corpora(corpus: list[str]) -> None:
    vectors = spelling_vectors([*corpus, *CUT], corpus)
    assert len(vectors) == len(corpus) + len(CUT)
    assert np.isfinite(vectors).all()
    assert (vectors[: len(corpus)] == spelling_vectors(corpus)).all()
