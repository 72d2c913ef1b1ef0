"""Every decision as it is read, to the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from participation_lib.review.history import HistoryLine, history, ideas_named, last_decision_of, midnight, told
from participation_lib.review.review import Review
from participation_lib.schema import (
    ACTIONS,
    DOCUMENT_ACTIONS,
    SET_ASIDE,
    TOOL,
    UNCLASSIFIED,
    AcceptLearning,
    Action,
    AddBatch,
    AddSecondaryTheme,
    ApproveTheme,
    ConfirmIdeas,
    CreateTheme,
    CutIdea,
    Decision,
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
    Passage,
    ProtectPassages,
    RecodeNature,
    Redo,
    RefuseLearning,
    RemoveSecondaryTheme,
    RenameTheme,
    SetAsideIdeas,
    SetBatchAside,
    SetRetention,
    SettleDisagreement,
    SourceFile,
    SplitTheme,
    TakeBackIdeas,
    ThemePart,
    Treatment,
    Undo,
)
from tests.review.samples import (
    FIRST_THEMES,
    build_batch,
    decide,
    later_batch,
    with_later_batch,
)

ONE, TWO = ("c0001-1",), ("c0001-1", "c0002-1")
LEARN_ONE = Learn((("c0003-2", "t01", 66),), 0)
LEARN_TWO = Learn((("c0003-2", "t01", 66), ("c0003-3", "t01", 30)), 0)
CUT = CutIdea("c0001-1", 7, 8, "c0001-3")
MERGED = "Fusion de “Vélos” dans “Arbres” (2 idées)"

# Decisions taken before, the decision, its sentence, and its sentence once it is undone ("" where it cannot be).
SENTENCES: list[Any] = [
    ((), RenameTheme("t01", " Les  arbres"), "Thème “Arbres” renommé en “Les arbres”", "same"),
    ((), DescribeTheme("t01", "Planter."), "Description du thème “Arbres”", "same"),
    ((), MergeThemes("t03", "t01"), MERGED, "Fusion de “Vélos” dans “Arbres”"),
    ((), MergeThemes("t02", "t01"), "Fusion de “Ombre” dans “Arbres” (1 idée)", "Fusion de “Ombre” dans “Arbres”"),
    (
        (MoveIdeas(("c0002-1",), "t01"),),
        MergeThemes("t02", "t01"),
        "Fusion de “Ombre” dans “Arbres” (aucune idée)",
        "Fusion de “Ombre” dans “Arbres”",
    ),
    (
        (),
        SplitTheme("t01", (ThemePart("t04", " Gare", ("c0004-1",)), ThemePart("t05", "Cour", ("c0001-1", "c0001-2")))),
        "Scission de “Arbres” : “Gare” (1 idée), “Cour” (2 idées)",
        "same",
    ),
    ((), CreateTheme("t04", " Eau  potable "), "Création du thème “Eau potable”", "same"),
    ((MoveIdeas(("c0002-1",), "t01"),), DeleteTheme("t02"), "Suppression du thème vide “Ombre”", "same"),
    ((), LockTheme("t01"), "Thème “Arbres” verrouillé", "same"),
    ((), LockTheme("t01", False), "Thème “Arbres” déverrouillé", "same"),
    ((), ApproveTheme("t03"), "Thème “Vélos” approuvé (2 idées)", "Thème “Vélos” approuvé"),
    ((CreateTheme("t04", "Eau"),), ApproveTheme("t04"), "Thème “Eau” approuvé (aucune idée)", "Thème “Eau” approuvé"),
    ((), ApproveTheme("t03", False), "Approbation retirée au thème “Vélos”", "same"),
    ((), MoveIdeas(ONE, "t02"), "1 idée dans “Ombre”", "same"),
    ((), MoveIdeas((*TWO, *ONE), "t02"), "2 idées dans “Ombre”", "same"),
    ((), MoveIdeas(TWO, UNCLASSIFIED), "2 idées sans thème", "same"),
    ((), ConfirmIdeas(ONE), "Place confirmée pour 1 idée", "same"),
    ((), ConfirmIdeas(TWO), "Place confirmée pour 2 idées", "same"),
    ((), ConfirmIdeas(ONE, "t01"), "Place confirmée dans “Arbres” pour 1 idée", "same"),
    ((), ConfirmIdeas(("c0003-3",), UNCLASSIFIED), "1 idée laissée sans thème", "same"),
    ((), ConfirmIdeas(("c0003-3", "c0002-1"), UNCLASSIFIED), "2 idées laissées sans thème", "same"),
    ((), AddSecondaryTheme(TWO, "t03"), "Thème secondaire “Vélos” pour 2 idées", "same"),
    ((), RemoveSecondaryTheme(ONE, "t03"), "Thème secondaire “Vélos” retiré à 1 idée", "same"),
    ((), SetAsideIdeas(ONE), "Mise à l’écart de 1 idée", "same"),
    ((), SetAsideIdeas(TWO), "Mise à l’écart de 2 idées", "same"),
    ((SetAsideIdeas(TWO),), TakeBackIdeas((*ONE, *ONE)), "Reprise de 1 idée écartée (raison : hors de propos)", "same"),
    ((SetAsideIdeas(TWO),), TakeBackIdeas(TWO), "Reprise de 2 idées écartées (raison : hors de propos)", "same"),
    (
        (SetAsideIdeas(ONE),),
        MoveIdeas(ONE, "t02"),
        "1 idée dans “Ombre”, reprise des écartées (raison : hors de propos)",
        "same",
    ),
    (
        (SetAsideIdeas(TWO),),
        MoveIdeas((*TWO, "c0003-3"), UNCLASSIFIED),
        "3 idées sans thème, dont 2 reprises des écartées (raison : hors de propos)",
        "same",
    ),
    (
        (SetAsideIdeas(ONE),),
        SettleDisagreement(ONE, "t02", "d1", "t01", "BL"),
        "Désaccord avec BL réglé : 1 idée dans “Ombre”, reprise des écartées (raison : hors de propos)",
        "same",
    ),
    (
        (),
        SettleDisagreement(TWO, "t02", "d1", "t01", "BL"),
        "Désaccord avec BL réglé : 2 idées dans “Ombre”",
        "same",
    ),
    ((), SettleDisagreement(ONE, UNCLASSIFIED, "d1", "t01", ""), "Désaccord réglé : 1 idée sans thème", "same"),
    ((), SettleDisagreement(ONE, SET_ASIDE, "d1", "t01", ""), "Désaccord réglé : mise à l’écart de 1 idée", "same"),
    ((), RecodeNature(TWO, Nature.CONCERN), "Nature “crainte” pour 2 idées", "same"),
    ((), RecodeNature(ONE, Nature.PROBLEM), "Nature “problème” pour 1 idée", "same"),
    ((), FlagIdeas(TWO, Flag.OFF_TOPIC), "Repère “hors sujet” posé sur 2 idées", "same"),
    (
        (),
        FlagIdeas(ONE, Flag.OUTSIDE_COMPETENCE, False),
        "Repère “hors compétence de la ville” retiré de 1 idée",
        "same",
    ),
    ((), CUT, "Idée de la contribution n° 1 (table 1) coupée en deux", "same"),
    ((), JoinIdeas("c0001-1", "c0001-2"), "Deux idées de la contribution n° 1 (table 1) recollées", "same"),
    (
        (RecodeNature(("c0003-3",), Nature.CONCERN),),
        JoinIdeas("c0003-2", "c0003-3"),
        "Deux idées de la contribution n° 3 (table 2) recollées, nature “crainte” gardée plutôt que “proposition”",
        "Deux idées de la contribution n° 3 (table 2) recollées",
    ),
    ((), LEARN_ONE, "1 idée déplacée par l’outil d’après vos choix", ""),
    ((), LEARN_TWO, "2 idées déplacées par l’outil d’après vos choix", ""),
    ((LockTheme("t01"),), LEARN_TWO, "Aucune idée déplacée par l’outil d’après vos choix", ""),
    (
        (LEARN_ONE,),
        AcceptLearning((1,)),
        "Déplacements de l’outil vus et gardés (1 idée)",
        "Déplacements de l’outil vus et gardés",
    ),
    (
        (LEARN_TWO,),
        RefuseLearning((1,)),
        "Refus de ce que l’outil avait déplacé (2 idées)",
        "Refus de ce que l’outil avait déplacé",
    ),
    (
        (LEARN_TWO,),
        RefuseLearning((1,), ("c0003-2",)),
        "Refus de 1 idée que l’outil avait déplacée",
        "same",
    ),
    (
        (),
        ProtectPassages((Passage("c0001", 0, 7),), Treatment.MASK, "[PERSONNE 1]"),
        "Passage masqué dans la contribution n° 1 (table 1)",
        "same",
    ),
    (
        (),
        ProtectPassages((Passage("c0001", 0, 7), Passage("c0005", 0, 3)), Treatment.KEEP),
        "2 passages gardés dans 2 contributions",
        "same",
    ),
    (
        (),
        ProtectPassages((Passage("c0005", 0, 3),), Treatment.GENERALISE, "rien"),
        "Passage généralisé dans la contribution n° 5",
        "same",
    ),
    ((), SetRetention("2028-03-01"), "Contributions conservées jusqu’au 1er mars 2028", "same"),
    ((MergeThemes("t03", "t01"),), Undo(1), "Annulation : fusion de “Vélos” dans “Arbres”", ""),
    ((MergeThemes("t03", "t01"), Undo(1)), Redo(1), "Rétablissement : fusion de “Vélos” dans “Arbres” (2 idées)", ""),
    ((MoveIdeas(TWO, "t03"),), Undo(1), "Annulation : 2 idées dans “Vélos”", ""),
    ((CUT,), Undo(1), "Annulation : idée de la contribution n° 1 (table 1) coupée en deux", ""),
]


def test_every_action_has_its_sentence() -> None:
    of_the_review = set(ACTIONS.values()) - set(DOCUMENT_ACTIONS.values())
    assert {type(action) for _, action, _, _ in SENTENCES} | {AddBatch, SetBatchAside} == of_the_review


@pytest.mark.parametrize(("before", "action", "sentence", "undone"), SENTENCES, ids=[case[2] for case in SENTENCES])
def test_a_decision_is_told(
    review: Review, before: tuple[Action, ...], action: Action, sentence: str, undone: str
) -> None:
    after = decide(review, *before, action, reason="hors de propos")
    line = history(after)[0]
    assert (line.sentence, line.undone, line.can_be_undone) == (sentence, False, bool(undone))
    assert not sentence.endswith(".")
    if undone:
        cancelled = decide(after, Undo(line.decision_id))
        top, told = history(cancelled)[:2]
        expected = sentence if undone == "same" else undone
        assert (told.decision_id, told.undone, told.can_be_undone) == (line.decision_id, True, False)
        assert told.sentence == expected
        assert top.sentence == f"Annulation : {expected[0].lower()}{expected[1:]}"


def test_why_an_idea_was_set_aside_is_kept_where_it_comes_back(review: Review) -> None:
    aside = decide(review, SetAsideIdeas(ONE), reason=" trop  vague ")
    both = decide(aside, SetAsideIdeas(("c0002-1",)), reason="illisible")
    cut = decide(both, CUT)
    moved = decide(cut, MoveIdeas((*TWO, "c0001-3"), "t03"))
    told_then = "3 idées dans “Vélos”, reprises des écartées (raisons : trop vague ; illisible)"
    assert history(moved)[0].sentence == told(moved, moved.log[-1]) == told_then
    assert [line.reason for line in history(moved)][2:] == ["illisible", " trop  vague "]
    undone = decide(moved, Undo(4))
    assert [undone.ideas[name].set_aside for name in (*TWO, "c0001-3")] == ["trop vague", "illisible", "trop vague"]
    assert history(undone)[1].sentence == told_then
    again = decide(undone, MoveIdeas(ONE, "t02"), MoveIdeas(ONE, "t03"))
    assert history(again)[1].sentence == "1 idée dans “Ombre”, reprise des écartées (raison : trop vague)"
    assert history(again)[0].sentence == "1 idée dans “Vélos”"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (later_batch().ideas.shape[0], "Ajout de contributions (3 idées)"),
        (0, "Ajout de contributions (aucune idée)"),
    ],
)
def test_a_batch_is_told(review: Review, rows: int, sentence: str) -> None:
    after = with_later_batch(review) if rows else decide(review.with_batch(build_batch(2, [], [])), AddBatch(2))
    assert history(after)[0].sentence == sentence
    assert not history(after)[0].can_be_undone


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), "de contributions"),
        (("avis.csv",), "du fichier “avis.csv”"),
        (("a.csv", "b.csv", "c.csv"), "des fichiers “a.csv”, “b.csv” et “c.csv”"),
        (("a.csv", "b.csv", "c.csv", "d.csv"), "de 4 fichiers"),
    ],
)
def test_files_are_named(review: Review, names: tuple[str, ...], told: str) -> None:
    batch = replace(later_batch(), sources=tuple(SourceFile(name, name, "", "", "", 3) for name in names))
    after = decide(review.with_batch(batch), AddBatch(2), SetBatchAside(2), reason="fichier ajouté par erreur")
    aside, added = history(after)
    assert (aside.sentence, aside.reason) == (f"Mise à l’écart {told} (3 idées)", "fichier ajouté par erreur")
    assert (added.sentence, added.batch_id) == (f"Ajout {told} (3 idées)", 0)
    assert history(decide(after, TakeBackIdeas(("c0006-1",))))[0].sentence == (
        "Reprise de 1 idée écartée (raison : fichier ajouté par erreur)"
    )
    back, _, added = history(decide(after, Undo(2)))
    assert back.sentence == f"Annulation : mise à l’écart {told}"
    assert added.batch_id == 2, "it may be set aside again"


def test_the_example_of_the_brief() -> None:
    texts = [f"Des arbres et de l'ombre, rue {number}" for number in range(12)]
    rows = [(f"c{number:04d}", "", text, [(text, "t01", "constat", 60)]) for number, text in enumerate(texts)]
    review = Review.of([build_batch(1, rows, FIRST_THEMES)])
    after = decide(review, MergeThemes("t01", "t02"), RenameTheme("t02", "Fraîcheur"))
    line = history(after)[1]
    assert f"{line.time} — {line.sentence}" == "14 h 32 — Fusion de “Arbres” dans “Ombre” (12 idées)"
    assert (line.day, line.author, line.reason, line.by_tool) == ("14 mars 2026", "Léa", "", False)


def test_the_latest_decision_comes_first_with_all_it_takes(review: Review) -> None:
    moves = Decision(1, "2026-03-01T08:05:59+01:00", "Léa", MoveIdeas(ONE, "t02"), "vu en réunion")
    learns = Decision(2, "2026-12-25T00:00:00+01:00", TOOL, Learn((("c0003-2", "t01", 66),), 1))
    assert history(review.after(moves).after(learns)) == (
        HistoryLine(
            decision_id=2,
            day="25 décembre 2026",
            time="0 h 00",
            author=TOOL,
            sentence="1 idée déplacée par l’outil d’après vos choix",
            reason="",
            undone=False,
            can_be_undone=False,
            by_tool=True,
            gesture=2,
        ),
        HistoryLine(
            decision_id=1,
            day="1er mars 2026",
            time="8 h 05",
            author="Léa",
            sentence="1 idée dans “Ombre”",
            reason="vu en réunion",
            undone=False,
            can_be_undone=True,
            by_tool=False,
            gesture=1,
        ),
    )


def test_a_decision_is_told_with_the_names_of_that_moment(review: Review) -> None:
    after = decide(
        review,
        ApproveTheme("t02"),
        RenameTheme("t02", "Fraîcheur"),
        LockTheme("t02"),
        MergeThemes("t02", "t01"),
        RenameTheme("t01", "Arbres et fraîcheur"),
    )
    assert [line.sentence for line in reversed(history(after))] == [
        "Thème “Ombre” approuvé (1 idée)",
        "Thème “Ombre” renommé en “Fraîcheur”",
        "Thème “Fraîcheur” verrouillé",
        "Fusion de “Fraîcheur” dans “Arbres” (1 idée)",
        "Thème “Arbres” renommé en “Arbres et fraîcheur”",
    ]


def test_a_decision_undone_is_told_with_the_last_known_name(review: Review) -> None:
    after = decide(
        review,
        LockTheme("t02"),
        RenameTheme("t02", "Fraîcheur"),
        Undo(1),
        MergeThemes("t02", "t01"),
        CreateTheme("t04", " Eau  potable"),
        Undo(5),
    )
    sentences = {line.decision_id: line.sentence for line in history(after)}
    assert sentences[1] == "Thème “Fraîcheur” verrouillé"
    assert sentences[3] == "Annulation : thème “Fraîcheur” verrouillé"
    assert sentences[6] == "Annulation : création du thème “Eau potable”"


def test_what_the_tool_did_is_struck_when_it_is_refused_or_undone(review: Review) -> None:
    learnt = decide(review, LockTheme("t02"), Learn((("c0003-2", "t01", 66), ("c0003-3", "t01", 30)), 1))
    for last in (RefuseLearning((2,)), Undo(1)):
        line = {line.decision_id: line for line in history(decide(learnt, last))}[2]
        assert (line.undone, line.can_be_undone) == (True, False)
        assert line.sentence == "2 idées déplacées par l’outil d’après vos choix"
    refused = decide(learnt, RefuseLearning((2,)))
    assert not history(decide(refused, Undo(3)))[2].undone


def test_history_never_says_what_citizens_said(review: Review) -> None:
    after = decide(
        review, *(case[1] for case in SENTENCES[:1]), MoveIdeas(TWO, "t03"), CutIdea("c0001-2", 50, 51, "c0001-3")
    )
    assert not any("boulevard" in repr(line) or "cour" in repr(line) for line in history(after))


def test_a_line_names_the_ideas_that_are_still_there(review: Review) -> None:
    split = SplitTheme("t03", (ThemePart("t04", "Arceaux", ("c0003-1",)),))
    after = decide(review, CUT, MoveIdeas(("c0003-1", "c0003-2", "c0004-1"), "t03"), LEARN_ONE, split, LockTheme("t01"))
    after = decide(after, JoinIdeas("c0003-1", "c0003-2"), Undo(1))
    assert [ideas_named(after, decision.decision_id) for decision in after.log] == [
        ("c0001-1",),
        ("c0003-1", "c0004-1"),
        ("c0003-1",),
        ("c0003-1",),
        (),
        ("c0003-1",),
        (),
    ]


def test_what_is_new_is_told_alone(review: Review) -> None:
    after = decide(review, RenameTheme("t01", "Planter"), LockTheme("t02"), RenameTheme("t03", "Pistes"), Undo(1))
    assert [line.decision_id for line in history(after, after=2)] == [4, 3]
    assert history(after, after=2) == history(after)[:2]
    moment = datetime.fromisoformat(after.log[1].decided_at)
    assert [line.decision_id for line in history(after, since=moment)] == [4, 3, 2]
    assert history(after, since=moment + timedelta(hours=1)) == ()


def test_one_decision_is_told_without_the_others(review: Review) -> None:
    after = decide(review, RenameTheme("t01", "Planter"), MergeThemes("t02", "t01"))
    assert [told(after, decision) for decision in after.log] == [line.sentence for line in reversed(history(after))]


def test_the_last_decision_of_somebody(review: Review) -> None:
    after = decide(review, MoveIdeas(("c0001-1",), "t02"), LockTheme("t02"), Learn((("c0003-2", "t01", 66),), 1))
    assert [last_decision_of(after, name) for name in ("Léa", TOOL, "Zoé")] == [2, 3, 0]


def test_a_day_begins_at_midnight_here() -> None:
    began = midnight(datetime(2026, 3, 14, 9, 30, tzinfo=UTC), 7)
    assert (began.day, began.hour, began.minute) == (7, 0, 0)
    assert began.utcoffset() is not None
