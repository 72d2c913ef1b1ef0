from __future__ import annotations

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.statuses import assign_statuses, repeated_contribution, withhold_moderated
from participation_lib.schema import CONTRIBUTION_COLUMNS, Status, check_contributions


def records(groups: list[str], authors: list[str] | None = None) -> pd.DataFrame:
    size = len(groups)
    return pd.DataFrame(
        {
            "source_file": ["a.csv"] * size,
            "source_row": range(2, size + 2),
            "group": groups,
            "sequence": [""] * size,
            "author": authors or [""] * size,
        }
    )


def statuses(texts: list[str], groups: list[str], authors: list[str] | None, noun: str) -> list[str]:
    return assign_statuses(records(groups, authors), texts, group_name=noun)["status"].tolist()


SAME = ["Des bancs", "des  BANCS !", "Des bancs."]


@pytest.mark.parametrize(
    ("groups", "authors", "noun", "expected"),
    [
        pytest.param(["3", "3", "5"], None, "table", "retenue doublon retenue", id="same-table"),
        pytest.param(["3", "3", "5"], None, "groupe", "retenue doublon retenue", id="work-group"),
        pytest.param(["3", "3", "5"], None, "quartier", "retenue retenue retenue", id="quarter-many-voices"),
        pytest.param(["web", "web", "web"], None, "canal", "retenue retenue retenue", id="channel-many-voices"),
        pytest.param(["", "", ""], None, "", "retenue retenue retenue", id="nothing-known"),
        pytest.param(["", "", ""], None, "table", "retenue retenue retenue", id="table-unknown"),
        pytest.param(["3", "5", "7"], ["a1", "a1", "a2"], "table", "retenue doublon retenue", id="author"),
        pytest.param(["3", "3", "3"], ["a1", "a2", "a1"], "table", "retenue retenue doublon", id="two-authors"),
        pytest.param(["3", "3", "3"], ["a1", "", "a2"], "table", "retenue doublon retenue", id="unknown-once"),
        pytest.param(["q", "q", "q"], ["a1", "a1", ""], "quartier", "retenue doublon retenue", id="quarter"),
    ],
)
def test_duplicates(groups: list[str], authors: list[str] | None, noun: str, expected: str) -> None:
    assert statuses(SAME, groups, authors, noun) == expected.split()


def test_reasons_name_the_one_kept() -> None:
    found = assign_statuses(records(["3", "3", "4"], ["", "", ""]), SAME, group_name="table")
    assert found["reason"].tolist() == ["", "même texte que c0001, à la même table", ""]
    found = assign_statuses(records(["3", "5"], ["a1", "a1"]), SAME[:2], group_name="atelier")
    assert found["reason"][1] == "même texte que c0001, par la même personne"
    found = assign_statuses(records(["3", "3"]), SAME[:2], group_name="atelier")
    assert found["reason"][1] == "même texte que c0001, dans le même atelier"


LONG = (
    "Il faudrait un bus toutes les dix minutes entre la gare et le lycée, surtout le soir quand on rentre du travail."
)


def test_a_double_send_but_for_a_correction_is_a_duplicate() -> None:
    texts = [LONG, LONG.replace("surtout", "et surtout"), LONG.replace("dix", "vingt")]
    found = assign_statuses(records([""] * 3, ["a1"] * 3), texts)
    assert found["status"].tolist() == ["retenue", "doublon", "retenue"]
    assert found["reason"][1] == "presque le même texte que c0001, par la même personne"
    assert repeated_contribution(found["reason"][1]) == "c0001"
    assert statuses(texts, [""] * 3, ["a1", "a2", "a3"], "") == ["retenue"] * 3


@pytest.mark.parametrize(
    ("groups", "authors", "noun", "seen"),
    [
        pytest.param(["3"] * 3, ["a1"] * 3, "table", "(sans doute c0001, même personne)", id="person"),
        pytest.param(["3"] * 3, [""] * 3, "table", "(sans doute c0001, même groupe)", id="table"),
        pytest.param(["3"] * 3, ["a1", "a2", "a2"], "table", "(à retrouver)", id="somebody-else"),
        pytest.param(["3", "4", "4"], [""] * 3, "table", "(à retrouver)", id="another-table"),
        pytest.param(["web"] * 3, [""] * 3, "canal", "(à retrouver)", id="no-table"),
    ],
)
def test_idem_is_tied_to_what_it_points_at(groups: list[str], authors: list[str], noun: str, seen: str) -> None:
    found = assign_statuses(records(groups, authors), ["Des bancs", "Idem", "voir plus haut"], group_name=noun)
    assert found["status"].tolist() == ["retenue", "sans_contenu", "sans_contenu"]
    assert found["reason"].tolist()[1:] == [f"réponse sans contenu : renvoi à une autre réponse {seen}"] * 2


def test_every_status_with_its_reason() -> None:
    texts = ["Des bancs", "", "RAS", "des bancs", "xx???", "Le maire est un voleur", "oui"]
    found = assign_statuses(records(["3"] * 7), texts, group_name="table")
    assert found["status"].tolist() == [
        Status.RETAINED,
        Status.EMPTY,
        Status.NO_CONTENT,
        Status.DUPLICATE,
        Status.UNUSABLE,
        Status.TO_MODERATE,
        Status.RETAINED,
    ]
    assert list(found.columns) == [*CONTRIBUTION_COLUMNS, "author"]
    assert (found.loc[found["status"] != Status.RETAINED, "reason"] != "").all()
    assert found["text"].tolist() == texts


def test_an_insult_said_twice_is_published_nowhere() -> None:
    texts = ["Le maire est un voleur", "LE MAIRE est un voleur !", "Des bancs"]
    found = assign_statuses(records(["3", "3", "3"]), texts, group_name="table")
    published = withhold_moderated(found)
    assert published["text"].tolist() == ["", "", "Des bancs"]
    assert found["text"].tolist() == texts
    assert published["status"].tolist() == found["status"].tolist()


@pytest.mark.parametrize(("size", "last"), [(1, "c0001"), (9_999, "c9999"), (10_000, "c10000")])
def test_identifiers_have_one_width(size: int, last: str) -> None:
    found = assign_statuses(records([""] * size), [""] * size)
    assert found["contribution_id"].iloc[-1] == last
    assert found["contribution_id"].str.len().nunique() == 1


def test_no_record_at_all() -> None:
    assert assign_statuses(records([]), []).empty


def test_a_text_a_record() -> None:
    with pytest.raises(ValueError, match="1 texts for 2 records"):
        assign_statuses(records(["", ""]), ["a"])


def test_a_million_blank_records_take_seconds() -> None:
    start = time.perf_counter()
    found = assign_statuses(records([""] * 1_000_000), [""] * 1_000_000)
    assert (found["status"] == Status.EMPTY).all()
    assert time.perf_counter() - start < 20


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Des bancs", "des bancs!", "RAS", "", "???", "Le maire est un voleur", "oui"]),
            st.sampled_from(["", "1", "2"]),
            st.sampled_from(["", "a1", "a2"]),
        ),
        max_size=25,
    ),
    st.sampled_from(["table", "quartier", ""]),
)
def test_every_record_has_one_status_and_no_voice_is_lost(rows: list[tuple[str, str, str]], noun: str) -> None:
    texts = [row[0] for row in rows]
    read = records([row[1] for row in rows], [row[2] for row in rows])
    found = assign_statuses(read, texts, group_name=noun)
    check_contributions(found)
    assert found["text"].tolist() == texts
    kept = set(found.loc[found["status"] == Status.RETAINED, "contribution_id"])
    for reason in found.loc[found["status"] == Status.DUPLICATE, "reason"]:
        assert repeated_contribution(reason) in kept
