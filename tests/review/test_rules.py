"""What each action changes, to the field, and what it refuses, to the word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from participation_lib.review.review import Review
from participation_lib.review.rules import LONGEST_LABEL, DecisionError, ReviewedIdea, ReviewedTheme
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    AcceptLearning,
    Action,
    AddBatch,
    AddSecondaryTheme,
    ApproveTheme,
    ConfirmIdeas,
    CreateTheme,
    CutIdea,
    DeleteTheme,
    DescribeTheme,
    Flag,
    FlagIdeas,
    JoinIdeas,
    Learn,
    LockTheme,
    MergeThemes,
    MoveIdeas,
    Nature,
    RecodeNature,
    Redo,
    RefuseLearning,
    RemoveSecondaryTheme,
    RenameTheme,
    SetAsideIdeas,
    SetBatchAside,
    SettleDisagreement,
    SplitTheme,
    TakeBackIdeas,
    ThemePart,
    Undo,
)
from tests.review.samples import changes, decide, first_batch, later_batch, with_later_batch

READ = {name: {"read_in": "t01"} for name in ("c0001-1", "c0001-2", "c0004-1")}
UNREAD = {name: {"read_in": ""} for name in READ}
PLACED = {"confidence": 100, "settled": True}
LEARNT = {"to_review": True, "reason": "déplacée par l’outil d’après vos choix"}
BY_1 = {"unseen": ((1, "t01"),)}
# « Planter des arbres le long du boulevard et arroser la cour »: 0–39, joint, 43–58.
CUT = CutIdea("c0001-1", 7, 8, "c0001-3")
GONE = "Ce thème n’existe plus : il a été fusionné, supprimé, ou sa création a été annulée."
EMPTIED = MoveIdeas(("c0002-1",), "t01")
ASIDE_GONE = {
    "theme_id": UNCLASSIFIED,
    "confidence": 0,
    "to_review": True,
    "reason": "son thème n’existe plus",
}
TAKEN = "Un autre thème porte déjà ce nom : choisissez-en un autre, ou fusionnez-les."
RESERVED = "Ce nom est réservé aux idées sans thème : choisissez-en un autre."
NOT_INSIDE = "Une coupure se fait à l’intérieur d’une idée : placez-la entre deux mots."
LOSES = "Une coupure ne peut perdre aucun mot : placez-la entre deux mots."
NO_WORDS = "Une coupure doit laisser des mots de chaque côté."
NOT_NEXT = "Seules deux idées qui se suivent dans la même contribution peuvent être recollées."
NOTHING_CHOSEN = "Aucune idée n’est choisie : choisissez-en au moins une."
ABSORBED = (
    "Une idée de la contribution n° 1 n’existe plus : elle a été recollée à une autre, ou sa coupure a été annulée."
)
NOT_THERE = "Une des idées choisies n’est plus dans ce thème : rechargez, puis recommencez."
KNOWN_THEME = "Ce thème existe déjà."

# Decisions taken before, the action, what differs after it and nothing else.
EFFECTS: list[Any] = [
    pytest.param((), RenameTheme("t01", "  Arbres  et\nhaies "), {"t01": {"label": "Arbres et haies"}}, id="rename"),
    pytest.param((), RenameTheme("t01", "ARBRES"), {"t01": {"label": "ARBRES"}}, id="rename-to-itself-in-capitals"),
    pytest.param((), RenameTheme("t01", "x" * LONGEST_LABEL), {"t01": {"label": "x" * 120}}, id="longest-label"),
    pytest.param(
        (),
        DescribeTheme("t01", " Arbres,\npas les haies "),
        {"t01": {"description": "Arbres, pas les haies"}},
        id="describe",
    ),
    pytest.param(
        (),
        MergeThemes("t02", "t01"),
        {"c0002-1": {"theme_id": "t01"}, "t02": None, "t01": {"keywords": ("arbre", "planter", "ombre")}},
        id="merge",
    ),
    pytest.param(
        (AddSecondaryTheme(("c0004-1", "c0003-1"), "t02"), SetAsideIdeas(("c0002-1",))),
        MergeThemes("t02", "t01"),
        {
            "c0002-1": {"theme_id": "t01"},
            "c0003-1": {"secondary": ("t01",)},
            "c0004-1": {"secondary": ()},
            "t02": None,
            "t01": {"keywords": ("arbre", "planter", "ombre")},
        },
        id="merge-with-secondary-and-set-aside",
    ),
    pytest.param(
        (ApproveTheme("t01"),),
        MergeThemes("t02", "t01"),
        {
            "c0002-1": {"theme_id": "t01"},
            "t02": None,
            "t01": {"keywords": ("arbre", "planter", "ombre"), "approved": False},
            **{name: {"read_in": "", "settled": True} for name in ("c0001-1", "c0001-2", "c0004-1")},
        },
        id="merge-of-what-nobody-approved-withdraws-approval",
    ),
    pytest.param(
        (ApproveTheme("t03"),),
        SplitTheme("t03", (ThemePart("t04", " Arceaux ", ("c0003-2",)),)),
        {
            "t04": ReviewedTheme("t04", "Arceaux"),
            "t03": {"approved": False},
            "c0003-1": {"read_in": "", "settled": True},
            "c0003-2": {"theme_id": "t04", "read_in": "", **PLACED},
        },
        id="split",
    ),
    pytest.param(
        (),
        SplitTheme("t03", (ThemePart("t04", "Arceaux", ("c0003-2",)), ThemePart("t05", "Pistes", ("c0003-1",)))),
        {
            "t04": ReviewedTheme("t04", "Arceaux"),
            "t05": ReviewedTheme("t05", "Pistes"),
            "c0003-1": {"theme_id": "t05", **PLACED},
            "c0003-2": {"theme_id": "t04", **PLACED},
        },
        id="split-leaves-the-theme-empty",
    ),
    pytest.param(
        (ConfirmIdeas(("c0001-1",)),),
        SplitTheme("t01", (ThemePart("t04", "Cour", ("c0001-1", "c0001-2", "c0004-1"), ("c0001-1", "c0001-2")),), ()),
        {
            "t04": ReviewedTheme("t04", "Cour"),
            "c0001-1": {"theme_id": "t04"},
            "c0001-2": {"theme_id": "t04"},
            "c0004-1": {"theme_id": "t04", **PLACED},
        },
        id="split-as-proposed-is-no-reading",
    ),
    pytest.param(
        (ApproveTheme("t01"), AddSecondaryTheme(("c0001-1",), "t02")),
        SplitTheme("t01", (ThemePart("t04", "Cour", ("c0001-2",), ("c0001-2",)),), ("c0001-1",)),
        {
            "t04": ReviewedTheme("t04", "Cour"),
            "t01": {"approved": False},
            "c0001-1": {**PLACED, "read_in": ""},
            "c0001-2": {"theme_id": "t04", "settled": True, "read_in": ""},
            "c0004-1": {"settled": True, "read_in": ""},
        },
        id="split-of-what-was-read-and-one-put-back-by-hand",
    ),
    pytest.param((), CreateTheme("t04", " Eau  potable"), {"t04": ReviewedTheme("t04", "Eau potable")}, id="create"),
    pytest.param((EMPTIED,), DeleteTheme("t02"), {"t02": None}, id="delete"),
    pytest.param(
        (ConfirmIdeas(("c0002-1",)), SetAsideIdeas(("c0002-1",)), LockTheme("t02")),
        DeleteTheme("t02"),
        {"c0002-1": {**ASIDE_GONE, "settled": False}, "t02": None},
        id="delete-with-one-set-aside",
    ),
    pytest.param((), LockTheme("t01"), {"t01": {"locked": True}}, id="lock"),
    pytest.param((LockTheme("t01"),), LockTheme("t01", False), {"t01": {"locked": False}}, id="unlock"),
    pytest.param((), ApproveTheme("t01"), {"t01": {"approved": True}, **READ}, id="approve"),
    pytest.param(
        (ApproveTheme("t01"),), ApproveTheme("t01", False), {"t01": {"approved": False}, **UNREAD}, id="disapprove"
    ),
    pytest.param(
        (LockTheme("t03"),),
        MoveIdeas(("c0001-1",), "t03"),
        {"c0001-1": {"theme_id": "t03", **PLACED}},
        id="move-to-locked",
    ),
    pytest.param(
        (AddSecondaryTheme(("c0001-2",), "t02"),),
        MoveIdeas(("c0001-2", "c0003-3", "c0001-2"), "t02"),
        {
            "c0001-2": {"theme_id": "t02", **PLACED, "to_review": False, "reason": "", "secondary": ()},
            "c0003-3": {"theme_id": "t02", **PLACED, "to_review": False, "reason": ""},
        },
        id="move-many-one-twice",
    ),
    pytest.param(
        (),
        MoveIdeas(("c0001-1",), UNCLASSIFIED),
        {
            "c0001-1": {
                "theme_id": UNCLASSIFIED,
                "confidence": 0,
                "settled": True,
                "reason": "laissée sans thème à la relecture",
            }
        },
        id="move-out-of-every-theme",
    ),
    pytest.param(
        (SetAsideIdeas(("c0001-1",)),),
        MoveIdeas(("c0001-1",), "t01"),
        {"c0001-1": {"set_aside": "", **PLACED}},
        id="move-takes-back-what-was-set-aside",
    ),
    pytest.param(
        (Learn((("c0003-2", "t01", 66),), 0),),
        ConfirmIdeas(("c0003-2",)),
        {"c0003-2": {**PLACED, "to_review": False, "reason": "", "unseen": (), "came_from": ""}},
        id="confirm-what-was-learnt",
    ),
    pytest.param(
        (),
        ConfirmIdeas(("c0003-3",)),
        {"c0003-3": {"settled": True, "to_review": False, "reason": "laissée sans thème à la relecture"}},
        id="confirm-without-theme",
    ),
    pytest.param(
        (Learn((("c0003-2", "t01", 66),), 0),),
        ConfirmIdeas(("c0003-2",), "t03"),
        {"c0003-2": {"theme_id": "t03", **PLACED, "to_review": False, "reason": "", "unseen": (), "came_from": ""}},
        id="confirm-the-place-that-was-on-screen",
    ),
    pytest.param(
        (AddSecondaryTheme(("c0001-1",), "t02"),),
        AddSecondaryTheme(("c0001-1", "c0001-2"), "t02"),
        {"c0001-2": {"secondary": ("t02",)}},
        id="secondary",
    ),
    pytest.param(
        (AddSecondaryTheme(("c0001-1",), "t02"), AddSecondaryTheme(("c0001-1",), "t03")),
        RemoveSecondaryTheme(("c0001-1", "c0001-2"), "t02"),
        {"c0001-1": {"secondary": ("t03",)}},
        id="secondary-taken-back",
    ),
    pytest.param(
        (), SetAsideIdeas(("c0002-1",)), {"c0002-1": {"set_aside": "hors de propos"}}, id="set-aside-keeps-the-theme"
    ),
    pytest.param(
        (SetAsideIdeas(("c0003-2",)),),
        SettleDisagreement(("c0003-2",), "t02", "d1", "t01", "BL"),
        {"c0003-2": {"theme_id": "t02", **PLACED, "set_aside": ""}},
        id="settle-is-to-move",
    ),
    pytest.param(
        (SetAsideIdeas(("c0002-1",)),),
        SettleDisagreement(("c0003-2", "c0002-1"), SET_ASIDE, "d1", "t01", "BL"),
        {"c0003-2": {"set_aside": "hors de propos"}},
        id="settle-is-to-set-aside",
    ),
    pytest.param(
        (SetAsideIdeas(("c0002-1",)), MergeThemes("t02", "t01")),
        TakeBackIdeas(("c0002-1",)),
        {"c0002-1": {"set_aside": ""}},
        id="take-back",
    ),
    pytest.param(
        (),
        RecodeNature(("c0002-1", "c0003-3"), Nature.CONCERN),
        {name: {"nature": "crainte", "coded": True} for name in ("c0002-1", "c0003-3")},
        id="recode",
    ),
    pytest.param(
        (FlagIdeas(("c0002-1",), Flag.OFF_TOPIC),),
        FlagIdeas(("c0002-1",), Flag.OUTSIDE_COMPETENCE),
        {"c0002-1": {"flags": frozenset({Flag.OFF_TOPIC, Flag.OUTSIDE_COMPETENCE})}},
        id="flag",
    ),
    pytest.param(
        (FlagIdeas(("c0002-1",), Flag.OFF_TOPIC),),
        FlagIdeas(("c0002-1",), Flag.OFF_TOPIC, False),
        {"c0002-1": {"flags": frozenset()}},
        id="unflag",
    ),
    pytest.param(
        (MoveIdeas(("c0001-1",), "t02"),),
        CUT,
        {
            "c0001-1": {"end": 7},
            "c0001-3": ReviewedIdea("c0001-3", "c0001", 8, 39, "t02", "proposition", 100, True, "issue d’une coupure"),
        },
        id="cut",
    ),
    pytest.param(
        (),
        CutIdea("c0004-1", 13, 17, "c0004-2"),
        {
            "c0004-1": {"end": 13},
            "c0004-2": ReviewedIdea("c0004-2", "c0004", 17, 44, "t01", "proposition", 60, True, "issue d’une coupure"),
        },
        id="cut-at-a-joint",
    ),
    pytest.param((), JoinIdeas("c0001-1", "c0001-2"), {"c0001-1": {"end": 58}, "c0001-2": None}, id="join"),
    pytest.param(
        (
            MoveIdeas(("c0001-2",), "t03"),
            AddSecondaryTheme(("c0001-2",), "t02"),
            FlagIdeas(("c0001-2",), Flag.OFF_TOPIC),
            ConfirmIdeas(("c0001-1",)),
        ),
        JoinIdeas("c0001-1", "c0001-2"),
        {
            "c0001-1": {"end": 58, "secondary": ("t02", "t03"), "flags": frozenset({Flag.OFF_TOPIC})},
            "c0001-2": None,
        },
        id="join-keeps-what-was-said-of-both",
    ),
    pytest.param(
        (RecodeNature(("c0003-3",), Nature.CONCERN),),
        JoinIdeas("c0003-2", "c0003-3"),
        {"c0003-2": {"end": 49, "nature": "crainte", "coded": True}, "c0003-3": None},
        id="join-keeps-the-nature-a-person-gave",
    ),
    pytest.param(
        (RecodeNature(("c0003-2",), Nature.PROBLEM), RecodeNature(("c0003-3",), Nature.CONCERN)),
        JoinIdeas("c0003-2", "c0003-3"),
        {"c0003-2": {"end": 49}, "c0003-3": None},
        id="join-keeps-the-first-of-two-natures-a-person-gave",
    ),
    pytest.param(
        (MoveIdeas(("c0001-2",), "t02"),),
        JoinIdeas("c0001-1", "c0001-2"),
        {"c0001-1": {"end": 58, "theme_id": "t02", **PLACED, "secondary": ("t01",)}, "c0001-2": None},
        id="join-keeps-the-place-a-person-gave",
    ),
    pytest.param(
        (MoveIdeas(("c0003-2",), UNCLASSIFIED),),
        JoinIdeas("c0003-1", "c0003-2"),
        {"c0003-1": {"end": 38}, "c0003-2": None},
        id="join-with-one-left-without-theme-confirms-nothing",
    ),
    pytest.param(
        (Learn((("c0003-2", "t01", 66),), 0), ConfirmIdeas(("c0003-3",), UNCLASSIFIED)),
        JoinIdeas("c0003-2", "c0003-3"),
        {"c0003-2": {"end": 49}, "c0003-3": None},
        id="join-with-one-the-tool-moved-confirms-nothing",
    ),
    pytest.param(
        (MoveIdeas(("c0003-3",), "t01"), MoveIdeas(("c0003-2",), UNCLASSIFIED)),
        JoinIdeas("c0003-2", "c0003-3"),
        {"c0003-2": {"end": 49, "theme_id": "t01", "confidence": 100, "reason": ""}, "c0003-3": None},
        id="join-classified-gives-no-reason-for-being-unclassified",
    ),
    pytest.param(
        (),
        Learn((("c0001-2", "t03", 71), ("c0001-1", "t01", 99), ("c0009-1", "t01", 50), ("c0002-1", "t09", 50)), 0),
        {"c0001-2": {"theme_id": "t03", "confidence": 71, "reason": LEARNT["reason"], **BY_1, "came_from": "t01"}},
        id="learn-passes-over-what-does-not-apply",
    ),
    pytest.param(
        (AddSecondaryTheme(("c0001-1",), "t02"),),
        Learn((("c0001-1", "t02", 71),), 1),
        {
            "c0001-1": {
                "theme_id": "t02",
                "confidence": 71,
                **LEARNT,
                "unseen": ((2, "t01"),),
                "secondary": (),
                "came_from": "t01",
            }
        },
        id="learn-a-theme-that-was-second",
    ),
    pytest.param(
        (MoveIdeas(("c0001-1",), "t02"), ConfirmIdeas(("c0001-2",)), SetAsideIdeas(("c0002-1",)), ApproveTheme("t03")),
        Learn((*tuple((name, "t01", 90) for name in ("c0001-1", "c0002-1", "c0003-1")), ("c0001-2", "t02", 90)), 4),
        {},
        id="learn-never-overrules-a-person",
    ),
    pytest.param(
        (LockTheme("t03"),),
        Learn((("c0003-1", "t01", 90), ("c0002-1", "t03", 90)), 1),
        {},
        id="learn-nothing-of-a-locked-theme",
    ),
    pytest.param(
        (Learn((("c0003-2", "t01", 66),), 0), RefuseLearning((1,))),
        Learn((("c0003-2", "t01", 67), ("c0003-2", "t02", 20)), 2),
        {"c0003-2": {"theme_id": "t02", "confidence": 20, **LEARNT, "unseen": ((3, "t03"),), "came_from": "t03"}},
        id="learn-nothing-that-was-refused",
    ),
    pytest.param(
        (Learn((("c0003-2", "t01", 66),), 0), Learn((("c0002-1", "t01", 66),), 0)),
        AcceptLearning((1,)),
        {"c0003-2": {"unseen": ()}},
        id="accept",
    ),
    pytest.param(
        (Learn((("c0003-2", "t01", 66), ("c0003-3", "t01", 30)), 0), Learn((("c0002-1", "t01", 66),), 0)),
        RefuseLearning((1,)),
        {
            "c0003-2": {
                "theme_id": "t03",
                "confidence": 55,
                "to_review": False,
                "reason": "",
                "unseen": (),
                "came_from": "",
            },
            "c0003-3": {
                "theme_id": UNCLASSIFIED,
                "confidence": 0,
                "reason": "aucun thème proche",
                "unseen": (),
                "came_from": "",
            },
        },
        id="refuse",
    ),
    pytest.param(
        (Learn((("c0003-2", "t01", 66), ("c0003-1", "t01", 60)), 0), Learn((("c0003-2", "t02", 70),), 0)),
        RefuseLearning((1, 2), ("c0003-2",)),
        {
            "c0003-2": {
                "theme_id": "t03",
                "confidence": 55,
                "to_review": False,
                "reason": "",
                "unseen": (),
                "came_from": "",
            }
        },
        id="refuse-one-idea-that-moved-twice",
    ),
]

# Decisions taken before, the action, the sentence.
REFUSALS: list[Any] = [
    *(
        pytest.param((MergeThemes("t02", "t01"),), action, GONE, id=f"gone-{type(action).__name__}")
        for action in (
            RenameTheme("t02", "Fraîcheur"),
            DescribeTheme("t02", "Fraîcheur"),
            MergeThemes("t02", "t03"),
            MergeThemes("t03", "t02"),
            SplitTheme("t02", (ThemePart("t04", "Ombrage", ("c0002-1",)),)),
            DeleteTheme("t02"),
            LockTheme("t02"),
            ApproveTheme("t02"),
            MoveIdeas(("c0001-1",), "t02"),
            ConfirmIdeas(("c0001-1",), "t02"),
            AddSecondaryTheme(("c0003-1",), "t02"),
        )
    ),
    *(
        pytest.param((), action, NOTHING_CHOSEN, id=f"nothing-{type(action).__name__}")
        for action in (
            MoveIdeas((), "t01"),
            ConfirmIdeas(()),
            AddSecondaryTheme((), "t01"),
            RemoveSecondaryTheme((), "t01"),
            SetAsideIdeas(()),
            TakeBackIdeas(()),
            SettleDisagreement((), "t01", "d1", "t02", "BL"),
            SettleDisagreement((), SET_ASIDE, "d1", "t02", "BL"),
            RecodeNature((), Nature.CONCERN),
            FlagIdeas((), Flag.OFF_TOPIC),
            SplitTheme("t01", (ThemePart("t04", "Haies", ("c0001-1",)), ThemePart("t05", "Cour", ()))),
        )
    ),
    *(
        pytest.param((JoinIdeas("c0001-1", "c0001-2"),), action, ABSORBED, id=f"absorbed-{type(action).__name__}")
        for action in (
            MoveIdeas(("c0001-1", "c0001-2"), "t02"),
            ConfirmIdeas(("c0001-2",)),
            AddSecondaryTheme(("c0001-2",), "t02"),
            RemoveSecondaryTheme(("c0001-2",), "t02"),
            SetAsideIdeas(("c0001-2",)),
            TakeBackIdeas(("c0001-2",)),
            SettleDisagreement(("c0001-2",), "t02", "d1", "t03", "BL"),
            RecodeNature(("c0001-2",), Nature.CONCERN),
            FlagIdeas(("c0001-2",), Flag.OFF_TOPIC),
            SplitTheme("t01", (ThemePart("t04", "Haies", ("c0001-2",)),)),
            CutIdea("c0001-2", 50, 51, "c0001-3"),
            JoinIdeas("c0001-1", "c0001-2"),
        )
    ),
    pytest.param((), RenameTheme("t01", " \n"), "Un thème doit avoir un nom : écrivez au moins un mot.", id="no-name"),
    pytest.param(
        (), RenameTheme("t01", "\u200b…"), "Un thème doit avoir un nom : écrivez au moins un mot.", id="unseen"
    ),
    pytest.param(
        (), CreateTheme("t04", "x" * 121), "Ce nom est trop long : 120 caractères au plus.", id="name-too-long"
    ),
    pytest.param((), RenameTheme("t01", "velos"), TAKEN, id="name-taken-without-accent"),
    pytest.param((), CreateTheme("t04", " ARBRES "), TAKEN, id="create-name-taken"),
    pytest.param((), SplitTheme("t01", (ThemePart("t04", "Vélos", ("c0001-1",)),)), TAKEN, id="split-name-taken"),
    pytest.param(
        (),
        SplitTheme("t01", (ThemePart("t04", "Cour", ("c0001-1",)), ThemePart("t05", "cour", ("c0001-2",)))),
        TAKEN,
        id="split-same-name-twice",
    ),
    *(
        pytest.param((), RenameTheme("t01", name), RESERVED, id=f"reserved-{name}")
        for name in ("Non classé", "non  classes", "Non classées", "ECARTEE", "Écartées", "écarté")
    ),
    pytest.param(
        (), MergeThemes("t01", "t01"), "Choisissez deux thèmes différents à fusionner.", id="merge-with-itself"
    ),
    pytest.param(
        (),
        SplitTheme("t01", ()),
        "Une scission doit donner des parties distinctes, d’au moins une idée chacune.",
        id="split-in-nothing",
    ),
    pytest.param(
        (),
        SplitTheme("t01", (ThemePart("t04", "Haies", ("c0001-1",)), ThemePart("t05", "Cour", ("c0001-1",)))),
        "Une scission doit donner des parties distinctes, d’au moins une idée chacune.",
        id="split-shares-an-idea",
    ),
    pytest.param((), SplitTheme("t01", (ThemePart("t04", "Haies", ("c0002-1",)),)), NOT_THERE, id="split-of-another"),
    pytest.param(
        (SetAsideIdeas(("c0001-1",)),),
        SplitTheme("t01", (ThemePart("t04", "Haies", ("c0001-1",)),)),
        NOT_THERE,
        id="split-of-one-set-aside",
    ),
    pytest.param(
        (MoveIdeas(("c0001-2",), "t02"),),
        SplitTheme("t01", (ThemePart("t04", "Haies", ("c0001-1", "c0001-2"), ("c0001-2",)),)),
        NOT_THERE,
        id="split-as-proposed-before-a-move",
    ),
    pytest.param(
        (MoveIdeas(("c0001-2",), "t02"),),
        SplitTheme("t01", (ThemePart("t04", "Haies", ("c0001-1",)),), ("c0001-2",)),
        NOT_THERE,
        id="split-puts-back-what-left",
    ),
    pytest.param((), CreateTheme("t01", "Haies"), KNOWN_THEME, id="create-known"),
    pytest.param((), CreateTheme(UNCLASSIFIED, "Haies"), KNOWN_THEME, id="create-unclassified"),
    pytest.param((), CreateTheme(SET_ASIDE, "Haies"), KNOWN_THEME, id="create-set-aside"),
    pytest.param((MergeThemes("t02", "t01"),), CreateTheme("t02", "Haies"), KNOWN_THEME, id="create-merged"),
    pytest.param((EMPTIED, DeleteTheme("t02")), CreateTheme("t02", "Haies"), KNOWN_THEME, id="create-deleted"),
    pytest.param((EMPTIED, DeleteTheme("t02")), MoveIdeas(("c0001-1",), "t02"), GONE, id="move-to-deleted"),
    pytest.param((EMPTIED, DeleteTheme("t02")), DeleteTheme("t02"), GONE, id="delete-twice"),
    pytest.param(
        (),
        DeleteTheme("t03"),
        "Ce thème contient encore 2 idées : seul un thème vide se supprime. Déplacez ses idées, ou fusionnez-le.",
        id="delete-what-holds-ideas",
    ),
    pytest.param(
        (EMPTIED, AddSecondaryTheme(("c0001-1",), "t02")),
        DeleteTheme("t02"),
        "Ce thème est encore le thème secondaire d’une idée : retirez-le de cette idée, ou fusionnez-le.",
        id="delete-a-secondary-theme",
    ),
    pytest.param((CreateTheme("t04", "Eau"), Undo(1)), CreateTheme("t04", "Haies"), KNOWN_THEME, id="create-undone"),
    pytest.param(
        (CreateTheme("t04", "Eau"), Undo(1)),
        SplitTheme("t01", (ThemePart("t04", "Haies", ("c0001-1",)),)),
        KNOWN_THEME,
        id="split-undone",
    ),
    pytest.param(
        (SetAsideIdeas(("c0001-1",)),),
        ConfirmIdeas(("c0001-1", "c0001-2")),
        "Une idée écartée n’a pas de thème à confirmer : reprenez-la d’abord.",
        id="confirm-set-aside",
    ),
    pytest.param(
        (),
        AddSecondaryTheme(("c0002-1", "c0001-1"), "t01"),
        "Ce thème est déjà le thème principal d’une des idées choisies : prenez-en un autre.",
        id="secondary-is-first",
    ),
    pytest.param((), TakeBackIdeas(("c0001-1",)), "Seule une idée écartée peut être reprise.", id="take-back-kept"),
    pytest.param((), CutIdea("c0001-1", 0, 0, "c0001-3"), NOT_INSIDE, id="cut-before"),
    pytest.param((), CutIdea("c0001-1", 39, 39, "c0001-3"), NOT_INSIDE, id="cut-at-the-end"),
    pytest.param((), CutIdea("c0001-1", 39, 43, "c0001-3"), NOT_INSIDE, id="cut-into-the-next"),
    pytest.param((), CutIdea("c0001-1", 11, 8, "c0001-3"), NOT_INSIDE, id="cut-backwards"),
    pytest.param((), CutIdea("c0001-1", -1, 8, "c0001-3"), NOT_INSIDE, id="cut-negative"),
    pytest.param((), CutIdea("c0001-1", 7, 12, "c0001-3"), LOSES, id="cut-loses-a-word"),
    pytest.param((), CutIdea("c0001-1", 3, 3, "c0001-3"), LOSES, id="cut-inside-a-word"),
    pytest.param(
        (CUT,), CutIdea("c0001-1", 3, 4, "c0001-3"), "Cette coupure a déjà été faite : rechargez.", id="cut-twice"
    ),
    pytest.param(
        (CUT, Undo(1)),
        CutIdea("c0001-1", 11, 12, "c0001-3"),
        "Cette coupure a déjà été faite : rechargez.",
        id="cut-undone",
    ),
    pytest.param(
        (CUT, JoinIdeas("c0001-1", "c0001-3")), CUT, "Cette coupure a déjà été faite : rechargez.", id="cut-mended"
    ),
    pytest.param(
        (),
        CutIdea("c0001-1", 7, 8, "c0002-2"),
        "Le numéro de la nouvelle idée n’est pas de cette contribution : rechargez.",
        id="cut-with-the-name-of-another-contribution",
    ),
    pytest.param((), JoinIdeas("c0001-2", "c0001-1"), NOT_NEXT, id="join-backwards"),
    pytest.param((), JoinIdeas("c0003-1", "c0003-3"), NOT_NEXT, id="join-over-another"),
    pytest.param((), JoinIdeas("c0001-2", "c0002-1"), NOT_NEXT, id="join-two-contributions"),
    pytest.param((), JoinIdeas("c0001-1", "c0001-1"), NOT_NEXT, id="join-with-itself"),
    pytest.param(
        (SetAsideIdeas(("c0001-2",)),),
        JoinIdeas("c0001-1", "c0001-2"),
        "Une des deux idées est écartée : reprenez-la avant de les recoller.",
        id="join-set-aside",
    ),
    pytest.param(
        (), AddBatch(2), "Un lot de contributions manque dans ce dossier : reprenez une sauvegarde.", id="unknown-batch"
    ),
    pytest.param(
        (MergeThemes("t02", "t01"),), AddBatch(1), "Ce lot de contributions est déjà dans le dossier.", id="batch-twice"
    ),
    pytest.param(
        (),
        RefuseLearning((7,)),
        "Seul ce que l’outil a déplacé de lui-même peut être refusé ou gardé ainsi.",
        id="refuse-unknown",
    ),
    pytest.param(
        (LockTheme("t01"),),
        AcceptLearning((1,)),
        "Seul ce que l’outil a déplacé de lui-même peut être refusé ou gardé ainsi.",
        id="accept-a-decision-of-a-person",
    ),
    pytest.param(
        (),
        RefuseLearning(()),
        "Seul ce que l’outil a déplacé de lui-même peut être refusé ou gardé ainsi.",
        id="refuse-nothing",
    ),
    pytest.param((), Undo(1), "Cette décision n’est pas dans l’historique de ce dossier.", id="undo-unknown"),
    pytest.param((), Redo(1), "Cette décision n’est pas dans l’historique de ce dossier.", id="redo-unknown"),
    pytest.param((LockTheme("t01"), Undo(1)), Undo(1), "Cette décision est déjà annulée.", id="undo-twice"),
    pytest.param(
        (LockTheme("t01"), Undo(1)), Undo(2), "Cette ligne de l’historique ne s’annule pas.", id="undo-an-undo"
    ),
    pytest.param(
        (Learn((("c0003-2", "t01", 66),), 0),),
        Undo(1),
        "Cette ligne de l’historique ne s’annule pas.",
        id="undo-learning",
    ),
    pytest.param(
        (LockTheme("t01"),),
        Redo(1),
        "Cette décision n’est pas annulée : il n’y a rien à rétablir.",
        id="redo-what-stands",
    ),
    pytest.param(
        (LockTheme("t01"), Learn((("c0003-2", "t01", 66),), 1), Undo(1)),
        Redo(2),
        "Cette ligne de l’historique ne se rétablit pas : rétablissez la décision qui la précède.",
        id="redo-learning",
    ),
]


def decided(review: Review, before: tuple[Action, ...]) -> Review:
    return decide(review, *before, reason="hors de propos")


@pytest.mark.parametrize(("before", "action", "expected"), EFFECTS)
def test_an_action_changes_this_and_nothing_else(
    review: Review, before: tuple[Action, ...], action: Action, expected: dict[str, object]
) -> None:
    start = decided(review, before)
    after = decided(start, (action,))
    assert changes(start, after) == expected
    assert after.log[-1].action == action
    assert len(after.log) == len(before) + 1


@pytest.mark.parametrize(("before", "action", "sentence"), REFUSALS)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    review: Review, before: tuple[Action, ...], action: Action, sentence: str
) -> None:
    start = decided(review, before)
    ideas, themes, log, counts = dict(start.ideas), list(start.themes.items()), start.log, start.counts
    with pytest.raises(DecisionError, match=f"^{re.escape(sentence)}$"):
        decided(start, (action,))
    assert (dict(start.ideas), list(start.themes.items()), start.log, start.counts) == (ideas, themes, log, counts)


@pytest.mark.parametrize("reason", ["", " \n "])
def test_nothing_is_set_aside_without_a_reason(review: Review, reason: str) -> None:
    with pytest.raises(DecisionError, match=r"^Dites pourquoi cette idée est écartée"):
        decide(review, SetAsideIdeas(("c0001-1",)), reason=reason)


def test_the_reason_is_kept_without_useless_spaces(review: Review) -> None:
    after = decide(review, SetAsideIdeas(("c0001-1",)), reason=" appel  à\nla haine ")
    assert after.ideas["c0001-1"].set_aside == "appel à la haine"


@pytest.mark.parametrize(
    ("text", "first_end", "second_start"),
    [
        pytest.param("béret vert du maire", 3, 6, id="et-inside-a-word"),
        pytest.param("Tabou vert", 3, 6, id="ou-inside-a-word"),
        pytest.param("forê\u0302t verte", 4, 5, id="an-accent"),
        pytest.param("fore\u0302t verte", 4, 4, id="before-an-accent"),
        pytest.param("des arbres 🌳 des bancs", 10, 13, id="a-tree"),
        pytest.param("une famille 👩\u200d👧 heureuse", 13, 14, id="inside-a-joined-emoji"),
        pytest.param("un bus à 1 € par trajet", 10, 13, id="a-currency"),
        pytest.param("Pourquoi ? Parce que", 8, 11, id="a-question-mark"),
        pytest.param("Plus de bus - de voitures", 11, 14, id="a-minus-that-is-a-wish"),
        pytest.param("Bus + d'arbres", 3, 6, id="a-plus-that-is-a-wish"),
        pytest.param("arbres été bancs", 6, 11, id="a-word-that-begins-as-a-joint"),
        pytest.param("arbres et eté", 6, 9, id="a-joint-cut-short"),
        pytest.param("la vélo-école", 7, 8, id="a-hyphen"),
        pytest.param("ouvert 24/24", 9, 10, id="a-slash-inside-a-number"),
        pytest.param("écrire à ville.fr", 14, 15, id="a-dot-inside-an-address"),
    ],
)
def test_a_cut_loses_nothing(text: str, first_end: int, second_start: int) -> None:
    with pytest.raises(DecisionError, match=f"^{re.escape(LOSES)}$"):
        decide(one_idea(text), CutIdea("c0001-1", first_end, second_start, "c0001-2"))


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("des arbres et des bancs", ("des arbres", "des bancs")),
        ("des arbres, des bancs", ("des arbres", "des bancs")),
        ("des arbres ; ainsi que  des bancs", ("des arbres", "des bancs")),
        ("des arbres\n- des bancs", ("des arbres", "des bancs")),
        ("des arbres • des bancs", ("des arbres", "des bancs")),
        ("des arbres. Mais des bancs", ("des arbres", "des bancs")),
        ("des arbres ? des bancs", ("des arbres ?", "des bancs")),
        ("🌳 des arbres 🌳🪑 des bancs", ("🌳 des arbres 🌳", "🪑 des bancs")),
        ("l'arbre\u00a0!\u202fle banc", ("l'arbre\u00a0!", "le banc")),
    ],
)
def test_a_cut_may_leave_out_a_joint(text: str, halves: tuple[str, str]) -> None:
    first, second = halves
    cut = CutIdea("c0001-1", len(first), text.index(second, len(first)), "c0001-2")
    after = decide(one_idea(text), cut)
    assert tuple(after.text(idea) for idea in after.in_reading_order) == halves
    mended = decide(after, JoinIdeas("c0001-1", "c0001-2"))
    assert mended.text(mended.ideas["c0001-1"]) == text


@pytest.mark.parametrize(("first_end", "second_start"), [(2, 3), (12, 13)])
def test_a_cut_leaves_words_on_each_side(first_end: int, second_start: int) -> None:
    with pytest.raises(DecisionError, match=f"^{re.escape(NO_WORDS)}$"):
        decide(one_idea("…! des bancs ?!"), CutIdea("c0001-1", first_end, second_start, "c0001-2"))


def one_idea(text: str) -> Review:
    from tests.review.samples import FIRST_THEMES, build_batch

    return Review.of([build_batch(1, [("c0001", "", text, [(text, "t01", "constat", 60)])], FIRST_THEMES)])


# What comes in later


def test_a_split_that_was_accepted_stands_without_what_brought_an_idea_there(review: Review) -> None:
    part = ThemePart("t09", "Cour", ("c0001-2", "c0003-1"), ("c0001-2", "c0003-1"))
    taken = decide(review, Learn((("c0003-1", "t01", 66),), 0), SplitTheme("t01", (part,)))
    assert {taken.ideas[name].theme_id for name in part.idea_ids} == {"t09"}
    refused = decide(taken, RefuseLearning((1,)))
    assert (refused.ideas["c0001-2"].theme_id, refused.ideas["c0003-1"]) == ("t09", review.ideas["c0003-1"])


@pytest.mark.parametrize(
    "action",
    [
        SplitTheme("t01", (ThemePart("t09", "Cour", ("c0001-2",)),)),
        MergeThemes("t01", "t02"),
        MergeThemes("t02", "t01"),
    ],
    ids=repr,
)
def test_what_the_tool_moved_and_she_read_is_hers_when_its_theme_changes(review: Review, action: Action) -> None:
    read = decide(review, MoveIdeas(("c0001-1",), "t01"), Learn((("c0003-1", "t01", 66),), 1), ApproveTheme("t01"))
    idea = decide(read, action).ideas["c0003-1"]
    assert (idea.settled, idea.learnt, idea.came_from) == (True, 0, "")


def test_a_later_batch_brings_ideas_and_proposed_themes_and_moves_nothing(review: Review) -> None:
    known = review.with_batch(later_batch())
    assert changes(review, known) == {}
    after = decide(known, AddBatch(2))
    brought = changes(review, after)
    assert list(brought) == ["c0006-1", "c0007-1", "c0007-2", "t04"]
    assert after.themes["t04"] == ReviewedTheme("t04", "Lavoir", "", ("lavoir",), None, proposed=True, batch_id=2)
    assert {name: after.ideas[name].theme_id for name in list(brought)[:3]} == {
        "c0006-1": "t04",
        "c0007-1": "t02",
        "c0007-2": UNCLASSIFIED,
    }
    assert after.counts.ideas == 10


@pytest.mark.parametrize(
    "action", [RenameTheme("t04", "Lavoirs"), ApproveTheme("t04"), MoveIdeas(("c0001-1",), "t04")], ids=repr
)
def test_a_proposed_theme_is_no_longer_one_when_a_person_uses_it(review: Review, action: Action) -> None:
    assert with_later_batch(review).themes["t04"].proposed
    assert not decide(with_later_batch(review), action).themes["t04"].proposed


def test_a_proposed_theme_merged_into_a_known_one_is_known_and_the_reverse_too(review: Review) -> None:
    known = with_later_batch(review)
    assert not decide(known, MergeThemes("t04", "t01")).themes["t01"].proposed
    assert not decide(known, MergeThemes("t01", "t04")).themes["t04"].proposed


def test_a_later_batch_enters_once(review: Review) -> None:
    after = decide(with_later_batch(review), MoveIdeas(("c0006-1",), "t01"))
    with pytest.raises(DecisionError, match=r"^Ce lot de contributions est déjà dans le dossier\.$"):
        decide(after, AddBatch(2))


def test_later_ideas_follow_the_theme_that_was_merged(review: Review) -> None:
    merged = decide(review, MergeThemes("t02", "t03"), MergeThemes("t03", "t01"))
    assert with_later_batch(merged).ideas["c0007-1"].theme_id == "t01"
    restored = decide(with_later_batch(decide(merged, Undo(2), Undo(1))), Redo(1))
    assert restored.ideas["c0007-1"].theme_id == "t03"


def test_later_ideas_of_a_theme_whose_creation_is_undone_wait_without_theme(review: Review) -> None:
    from tests.review.samples import LATER_ROWS, build_batch

    rows = [(*LATER_ROWS[0][:3], [("Curer le lavoir", "t04", "proposition", 75)])]
    created = decide(review, CreateTheme("t04", "Eau")).with_batch(build_batch(2, rows, ()))
    after = decide(created, AddBatch(2), Undo(1))
    idea = after.ideas["c0006-1"]
    assert (idea.theme_id, idea.confidence, idea.to_review) == (UNCLASSIFIED, 0, True)
    assert idea.reason == "son thème n’existe plus"


def test_two_themes_never_bear_the_same_name_even_when_one_comes_later(review: Review) -> None:
    for label, expected in (("LAVOIR", "Lavoir (2)"), ("Autre", "Lavoir")):
        after = with_later_batch(decide(review, RenameTheme("t01", label)))
        assert after.themes["t04"].label == expected


def test_a_theme_a_person_made_never_takes_the_ideas_of_one_found_later(review: Review) -> None:
    made = decide(review, CreateTheme("t04", "Propreté"))
    with pytest.raises(DecisionError, match=r"^Un thème a été créé pendant l’ajout : recommencez l’ajout\.$"):
        with_later_batch(made)


def test_what_came_in_by_mistake_is_set_aside_whole(review: Review) -> None:
    known = with_later_batch(review)
    known = decide(known, ConfirmIdeas(("c0007-2",), UNCLASSIFIED))
    after = decide(known, SetBatchAside(2), reason=" fichier ajouté  par erreur ")
    reason = "fichier ajouté par erreur"
    assert changes(known, after) == {
        "c0006-1": {**ASIDE_GONE, "set_aside": reason},
        "c0007-1": {"set_aside": reason},
        "c0007-2": {"set_aside": reason},
        "t04": None,
    }
    assert after.counts.set_aside == 3
    assert after.counts.classified + after.counts.unclassified == review.counts.ideas
    assert after.contributions_aside == {"c0006": reason, "c0007": reason}
    taken_back = decide(after, TakeBackIdeas(("c0007-2",)))
    assert taken_back.contributions_aside == {"c0006": reason}
    assert changes(known, decide(after, Undo(3))) == {}


def test_themes_that_serve_elsewhere_stay_when_their_batch_is_set_aside(review: Review) -> None:
    for use in (RenameTheme("t04", "Lavoirs"), AddSecondaryTheme(("c0001-1",), "t04"), MoveIdeas(("c0001-1",), "t04")):
        after = decide(with_later_batch(review), use, SetBatchAside(2), reason="erreur")
        assert "t04" in after.themes


@pytest.mark.parametrize(
    ("batch_id", "reason", "sentence"),
    [
        (2, " ", "Dites pourquoi ces contributions sont écartées : la raison figure au pied de la note."),
        (3, "erreur", "Ces contributions ne sont pas dans le dossier."),
        (1, "erreur", "Ce dossier a été ouvert avec ces contributions : pour s’en passer, ouvrez-en un autre."),
    ],
)
def test_a_batch_that_cannot_be_set_aside(review: Review, batch_id: int, reason: str, sentence: str) -> None:
    with pytest.raises(DecisionError, match=f"^{re.escape(sentence)}$"):
        decide(with_later_batch(review), SetBatchAside(batch_id), reason=reason)
    aside = decide(with_later_batch(review), SetBatchAside(2), reason="erreur")
    with pytest.raises(DecisionError, match=r"^Ces contributions sont déjà écartées\.$"):
        decide(aside, SetBatchAside(2), reason="erreur")


def test_what_two_files_say_stays_as_long_as_one_of_them_is_kept(review: Review) -> None:
    from tests.review.samples import build_batch

    again = build_batch(3, [("c0008", "4", "Curer le lavoir", [])], ())
    again.contributions.loc[:, ["status", "reason"]] = ("doublon", "même texte que c0006, à la même table")
    both = decide(with_later_batch(review).with_batch(again), AddBatch(3))
    second = decide(both, SetBatchAside(2), reason="erreur")
    assert not second.ideas["c0006-1"].set_aside
    assert (second.ideas["c0006-1"].theme_id, second.ideas["c0007-1"].set_aside) == ("t04", "erreur")
    neither = decide(second, SetBatchAside(3), reason="encore")
    assert neither.ideas["c0006-1"].set_aside == "encore"
    assert changes(both, decide(both, SetBatchAside(3), reason="encore")) == {}


def test_a_batch_is_not_touched_by_decisions() -> None:
    batch, untouched = first_batch(), first_batch()
    decide(Review.of([batch]), MoveIdeas(("c0001-1",), "t02"), CutIdea("c0001-2", 50, 51, "c0001-3"))
    assert batch.ideas.equals(untouched.ideas)
    assert batch.themes == untouched.themes


def test_what_joins_an_approved_theme_was_read_by_nobody(review: Review) -> None:
    approved = decide(review, ApproveTheme("t01"))
    assert all(approved.is_held(idea) for idea in approved.by_theme["t01"])
    later = with_later_batch(approved)
    came = [idea for idea in later.by_theme["t01"] if idea.idea_id not in approved.ideas]
    for idea in came:
        assert not later.is_held(idea)
    assert later.counts.in_approved_themes == approved.counts.in_approved_themes
    assert decide(approved, Learn((("c0003-1", "t01", 90),), 1)).ideas["c0003-1"].theme_id == "t03"


def test_merging_two_approved_themes_keeps_both_readings(review: Review) -> None:
    merged = decide(review, ApproveTheme("t01"), ApproveTheme("t02"), MergeThemes("t02", "t01"))
    assert merged.themes["t01"].approved
    assert all(merged.is_held(idea) and not idea.settled for idea in merged.by_theme["t01"])


def test_merging_what_was_approved_into_the_rest_does_not_free_it(review: Review) -> None:
    read = [idea.idea_id for idea in review.by_theme["t01"]]
    merged = decide(review, ApproveTheme("t01"), MergeThemes("t01", "t02"))
    assert all(merged.is_held(merged.ideas[name]) for name in read)
    assert not merged.is_held(merged.ideas["c0002-1"])
