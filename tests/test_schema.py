from __future__ import annotations

import json
from dataclasses import MISSING, FrozenInstanceError, fields, replace
from typing import get_type_hints

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.schema import (
    ACTIONS,
    CONTRIBUTION_COLUMNS,
    IDEA_COLUMNS,
    Action,
    ConfirmIdeas,
    Counts,
    Nature,
    Origin,
    Quotation,
    SplitTheme,
    Statement,
    Status,
    ThemePart,
    action_content,
    check_contributions,
    check_ideas,
    count_evidence,
    idea_text,
    parse_action,
)


def contributions() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("c0001", "a.csv", 2, "retenue", "", "1", "constats", "Planter des arbres"),
            ("c0002", "a.csv", 3, "sans_contenu", "réponse sans contenu", "2", "2", "RAS"),
            ("c0003", "a.csv", 4, "retenue", "", "", "", "Des bancs 🪑 et de l'ombre"),
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
        pytest.param("sequence", 2, id="sequence-not-text"),
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
    assert set(Status) == {"retenue", "vide", "sans_contenu", "doublon", "inexploitable", "a_moderer", "ecartee"}
    assert set(Nature) == {"constat", "probleme", "proposition", "question", "satisfaction", "crainte"}
    assert set(Origin) == {"computed", "person", "machine"}


# Decisions as they are stored

actions = st.one_of(
    [
        st.builds(kind, **{name: st.from_type(given) for name, given in get_type_hints(kind).items()})
        for kind in ACTIONS.values()
    ]
)


@given(actions)
def test_every_action_comes_back_from_storage(action: Action) -> None:
    name, content = action_content(action)
    assert ACTIONS[name] is type(action)
    assert parse_action(name, content) == action
    assert type(parse_action(name, content)) is type(action)


def test_a_split_stored_before_proposals_were_told_apart_is_all_hers() -> None:
    part = '{"theme_id": "t04", "label": "Eau", "idea_ids": ["c0001-1"]}'
    stored = parse_action("scinder", f'{{"theme_id": "t01", "parts": [{part}]}}')
    assert stored == SplitTheme("t01", (ThemePart("t04", "Eau", ("c0001-1",), ()),), ())


def test_names_of_actions_outlive_names_of_classes() -> None:
    assert list(ACTIONS) == [
        "renommer",
        "decrire",
        "fusionner",
        "scinder",
        "creer",
        "supprimer",
        "verrouiller",
        "approuver",
        "deplacer",
        "confirmer",
        "ajouter_theme_secondaire",
        "retirer_theme_secondaire",
        "ecarter",
        "ecarter_lot",
        "reprendre",
        "regler_desaccord",
        "recoder",
        "signaler",
        "couper",
        "recoller",
        "ajouter_lot",
        "apprendre",
        "accepter_apprentissage",
        "refuser_apprentissage",
        "annuler",
        "retablir",
        "reecrire_enonce",
        "retirer_enonce",
        "ordonner_enonces",
        "reunir_enonces",
        "ajouter_enonce",
        "laisser_a_completer",
        "garder_formulation",
        "citer",
        "ne_pas_citer",
        "juger_debat",
        "juger_texte_commun",
        "repondre_question",
        "donner_fait",
        "cadrer",
        "choisir_ecriture_inclusive",
        "viser_longueur",
        "proteger_passages",
        "fixer_conservation",
    ]
    assert len(set(ACTIONS.values())) == len(ACTIONS)


def test_accents_are_stored_as_they_are_read() -> None:
    assert action_content(parse_action("creer", '{"theme_id": "t04", "label": "Été"}'))[1] == (
        '{"theme_id": "t04", "label": "Été"}'
    )


def test_a_confirmation_stored_without_its_theme_is_still_read() -> None:
    assert parse_action("confirmer", '{"idea_ids": ["c1-1"]}') == ConfirmIdeas(("c1-1",), "")


@given(actions, st.data())
def test_damaged_content_is_refused_and_never_repeated(action: Action, data: st.DataObject) -> None:
    name, content = action_content(action)
    values = json.loads(content)
    required = [field.name for field in fields(action) if field.default is MISSING]
    field = data.draw(st.sampled_from(sorted(values)))
    other = data.draw(
        st.sampled_from([None, 1.5, {}, [[None]], "mots" if isinstance(values[field], list | bool) else []])
    )
    damaged = [content[:-1], content + "x", json.dumps([values]), json.dumps({**values, "autre": 1})]
    if other != values[field]:
        damaged.append(json.dumps({**values, field: other}))
    if field in required:
        damaged.append(json.dumps({key: value for key, value in values.items() if key != field}))
    for wrong in damaged:
        with pytest.raises(ValueError, match=f"^content of action '{name}' cannot be read$"):
            parse_action(name, wrong)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("deplacer", '{"idea_ids": "c0001-1", "theme_id": "t01"}', id="letters-for-ideas"),
        pytest.param("verrouiller", '{"theme_id": "t01", "locked": 1}', id="number-for-yes"),
        pytest.param("annuler", '{"decision_id": true}', id="yes-for-number"),
        pytest.param("apprendre", '{"placements": [["c0001-1", "t01"]], "after": 1}', id="placement-too-short"),
        pytest.param("apprendre", '{"placements": [["c0001-1", "t01", 5, 6]], "after": 1}', id="placement-too-long"),
        pytest.param("scinder", '{"theme_id": "t01", "parts": [{"theme_id": "t02"}]}', id="part-of-a-part"),
        pytest.param("scinder", '{"theme_id": "t01", "parts": ["t02"]}', id="part-without-fields"),
        pytest.param("recoder", '{"idea_ids": ["c0001-1"], "nature": "colere"}', id="unknown-nature"),
        pytest.param("signaler", '{"idea_ids": ["c0001-1"], "flag": "bof"}', id="unknown-flag"),
        pytest.param("annuler", "[" * 200_000, id="too-deep"),
        pytest.param("annuler", "", id="empty"),
        pytest.param("annuler", "null", id="null"),
    ],
)
def test_content_of_another_kind_is_refused(name: str, content: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        parse_action(name, content)


@pytest.mark.parametrize("name", ["", "verrouille", "LockTheme", "VERROUILLER"])
def test_an_unknown_action_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="unknown action"):
        parse_action(name, "{}")
