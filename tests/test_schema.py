from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pandas as pd
import pytest

from participation_lib.schema import (
    CONTRIBUTION_COLUMNS,
    IDEA_COLUMNS,
    Counts,
    Nature,
    Origin,
    Quotation,
    Statement,
    Status,
    check_contributions,
    check_ideas,
    count_evidence,
    idea_text,
)


def contributions() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("c0001", "a.csv", 2, "retenue", "", "1", "Planter des arbres"),
            ("c0002", "a.csv", 3, "sans_contenu", "réponse sans contenu", "2", "RAS"),
            ("c0003", "a.csv", 4, "retenue", "", "", "Des bancs 🪑 et de l'ombre"),
        ],
        columns=list(CONTRIBUTION_COLUMNS),
    )


def ideas(*spans: tuple[str, str, int, int]) -> pd.DataFrame:
    frame = pd.DataFrame(spans, columns=["idea_id", "contribution_id", "start", "end"])
    return frame.assign(theme_id="", nature="", confidence=0, to_review=False, reason="")[list(IDEA_COLUMNS)]


def statement(**changes: object) -> Statement:
    given: dict[str, object] = {
        "statement_id": "e001",
        "section": "t01",
        "text": "Deux idées.",
        "origin": Origin.COMPUTED,
        "idea_ids": ("c0001-1", "c0003-1"),
        "counts": Counts(2, 2, 1),
        "quotations": (),
    }
    return Statement(**(given | changes))  # type: ignore[arg-type]


def test_good_contributions_are_given_back_untouched() -> None:
    frame = contributions()
    assert check_contributions(frame) is frame
    pd.testing.assert_frame_equal(frame, contributions())


@pytest.mark.parametrize("column", list(CONTRIBUTION_COLUMNS))
def test_a_missing_column_of_contributions_is_named(column: str) -> None:
    with pytest.raises(ValueError, match=column):
        check_contributions(contributions().drop(columns=column))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("text", 3, id="text-not-text"),
        pytest.param("text", None, id="text-missing"),
        pytest.param("group", float("nan"), id="group-nan"),
        pytest.param("status", "inconnu", id="unknown-status"),
        pytest.param("contribution_id", "c0001", id="repeated-id"),
    ],
)
def test_bad_contributions_are_refused(column: str, value: object) -> None:
    frame = contributions().astype({column: object})
    frame.loc[2, column] = value
    with pytest.raises(ValueError, match="contributions"):
        check_contributions(frame)


def test_rows_that_are_not_whole_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="source_row"):
        check_contributions(contributions().assign(source_row=["2", "3", "4"]))


def test_a_record_set_aside_says_why() -> None:
    with pytest.raises(ValueError, match="no reason"):
        check_contributions(contributions().assign(reason=""))


def test_empty_tables_are_good_tables() -> None:
    frame = contributions().iloc[:0]
    assert len(check_contributions(frame)) == 0
    assert len(check_ideas(ideas(), frame)) == 0


def test_good_ideas_are_given_back_and_cut_to_the_letter() -> None:
    frame = ideas(("c0001-1", "c0001", 0, 18), ("c0003-1", "c0003", 0, 11), ("c0003-2", "c0003", 15, 25))
    assert check_ideas(frame, contributions()) is frame
    assert idea_text(frame, contributions()).tolist() == ["Planter des arbres", "Des bancs 🪑", "de l'ombre"]


def test_idea_text_keeps_the_index_of_the_ideas() -> None:
    frame = ideas(("c0001-1", "c0001", 0, 7)).set_index(pd.Index([41]))
    assert idea_text(frame, contributions()).to_dict() == {41: "Planter"}


@pytest.mark.parametrize(
    "spans",
    [
        pytest.param([("c0001-1", "c0001", 0, 0)], id="empty"),
        pytest.param([("c0001-1", "c0001", 5, 3)], id="backwards"),
        pytest.param([("c0001-1", "c0001", -1, 3)], id="before-the-text"),
        pytest.param([("c0001-1", "c0001", 0, 19)], id="beyond-the-text"),
        pytest.param([("c0001-1", "c0001", 0, 8), ("c0001-2", "c0001", 7, 12)], id="overlap"),
        pytest.param([("c0001-1", "c0001", 7, 12), ("c0001-2", "c0001", 0, 8)], id="overlap-any-order"),
        pytest.param([("c0001-1", "c0001", 0, 5), ("c0001-1", "c0003", 0, 5)], id="repeated-id"),
        pytest.param([("c0002-1", "c0002", 0, 3)], id="not-retained"),
        pytest.param([("c0009-1", "c0009", 0, 3)], id="of-nobody"),
    ],
)
def test_bad_ideas_are_refused(spans: list[tuple[str, str, int, int]]) -> None:
    with pytest.raises(ValueError, match="ideas"):
        check_ideas(ideas(*spans), contributions())


def test_messages_of_checks_never_repeat_a_text() -> None:
    with pytest.raises(ValueError, match="c0001-1") as caught:
        check_ideas(ideas(("c0001-1", "c0001", 0, 99)), contributions())
    assert "Planter" not in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"idea_ids": (), "counts": Counts(0, 0, 0)}, id="no-evidence"),
        pytest.param({"idea_ids": ("c0001-1", "c0001-1")}, id="same-idea-twice"),
        pytest.param({"counts": Counts(3, 2, 1)}, id="miscounted"),
        pytest.param({"quotations": (Quotation("c0009-1", "mots"),)}, id="quotes-another"),
    ],
)
def test_no_statement_without_its_evidence(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="e001"):
        statement(**changes)


def test_a_statement_cannot_be_changed_nor_emptied() -> None:
    with pytest.raises(FrozenInstanceError):
        statement().idea_ids = ()  # type: ignore[misc]
    with pytest.raises(ValueError, match="no idea"):
        replace(statement(), idea_ids=())


def test_evidence_is_counted_in_three_units() -> None:
    owner = {"c1-1": "c1", "c1-2": "c1", "c2-1": "c2", "c3-1": "c3"}
    assert count_evidence(owner, owner, {"c1": "1", "c2": "1", "c3": ""}) == Counts(4, 3, 1)
    assert count_evidence(["c3-1"], owner, {"c1": "1", "c3": ""}) == Counts(1, 1, 0)
    assert count_evidence(owner, owner, {}) == Counts(4, 3, None)


def test_words_of_the_contract() -> None:
    assert set(Status) == {"retenue", "vide", "sans_contenu", "doublon", "inexploitable", "a_moderer"}
    assert set(Nature) == {"constat", "probleme", "proposition", "question", "satisfaction", "crainte"}
    assert set(Origin) == {"computed", "person", "machine"}
