from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation_lib.corpus.formats.repair import repair_text
from participation_lib.corpus.reading import read_files
from participation_lib.notes.iramuteq_corpus import iramuteq_corpus
from participation_lib.schema import Status


def contributions(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "contribution_id": [f"c{number:04d}" for number in range(1, len(rows) + 1)],
            "status": str(Status.RETAINED),
            "group": [group for group, _, _ in rows],
            "sequence": [sequence for _, sequence, _ in rows],
            "text": [text for _, _, text in rows],
        }
    )


def read_back(folder: Path, content: bytes) -> list[tuple[str, str, str]]:
    path = folder / "corpus.txt"
    path.write_bytes(content)
    records = read_files([path]).records
    return list(zip(records["group"], records["sequence"], records["text"], strict=True))


def sound(text: str) -> bool:
    """Say whether a text is left as it is by the reader, which repairs what is surely damaged."""
    return repair_text(text) == (text, 0)


written = st.text(st.characters(categories=["L", "N", "P", "Zs"], include_characters="\n*-_.\u00a0"), max_size=40)
labels = (
    st.text(st.characters(categories=["L", "N", "P"], include_characters=" _.-"), max_size=20)
    .map(lambda label: " ".join(label.split()))
    .filter(sound)
)
texts = written.filter(lambda text: text.strip() and text.strip("\n") == text and sound(text))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.tuples(labels, labels, texts), min_size=1, max_size=8), st.sampled_from(["table", "quartier", ""]))
def test_a_corpus_reads_back_as_it_was(tmp_path: Path, rows: list[tuple[str, str, str]], group_name: str) -> None:
    assert read_back(tmp_path, iramuteq_corpus(contributions(rows), group_name)) == rows


@pytest.mark.parametrize("text", ["**** *faux_1\nsuite", "-*faux", "a\n\n\u00a0**** b", "*étoile* et _souligné_"])
def test_words_that_look_like_marks_stay_words(tmp_path: Path, text: str) -> None:
    content = iramuteq_corpus(contributions([("3", "", text), ("4", "", "un banc")]), "table")
    assert sum(line.startswith(b"****") for line in content.splitlines()) == 2
    assert read_back(tmp_path, content)[0] == ("3", "", text)


def test_only_what_is_retained_leaves_and_variables_are_single_words() -> None:
    frame = contributions([("Centre ville", "Que faut-il ?", "un banc"), ("Nord", "", "secret")])
    frame.loc[1, "status"] = str(Status.TO_MODERATE)
    content = iramuteq_corpus(frame, "quartier").decode()
    assert "secret" not in content
    (mark,) = [line for line in content.splitlines() if line.startswith("****")]
    assert mark == "**** *contribution_c0001 *quartier_Centre.ville *sequence_Que.faut-il..x3f."
