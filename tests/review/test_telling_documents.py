from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from participation_lib.review.telling_documents import tell_document_action
from participation_lib.schema import (
    DOCUMENT_ACTIONS,
    AimAtLength,
    InclusiveWriting,
    Voice,
    action_content,
    parse_action,
)

WORDS = "Une phrase que personne ne doit lire dans l'historique"


def sample(kind: type[Any]) -> Any:
    values = {
        "text": WORDS,
        "basis": WORDS,
        "words": WORDS,
        "answer": WORDS,
        "value": WORDS,
        "idea_ids": ("c0001-1", "c0002-1"),
        "contribution_ids": ("c0001", "c0002"),
        "sign": True,
        "statement_ids": ("points.t01", "points.t02"),
        "voice": Voice.SERVICES,
        "left_open": True,
        "stands": False,
        "document_id": "note_au_maire",
        "name": "lieu",
        "inclusive": InclusiveWriting.DOUBLET,
        "least": 300,
        "most": 600,
    }
    return kind(**{field.name: values.get(field.name, "points.t01") for field in fields(kind)})


@pytest.mark.parametrize("kind", DOCUMENT_ACTIONS.values(), ids=DOCUMENT_ACTIONS)
def test_a_sentence_for_each_without_the_words(kind: type[Any]) -> None:
    told = tell_document_action(sample(kind))
    assert told[0].isupper() or told[0].isdecimal()
    assert not told.endswith(".")
    assert WORDS not in told


@pytest.mark.parametrize("kind", DOCUMENT_ACTIONS.values(), ids=DOCUMENT_ACTIONS)
def test_what_is_stored_is_what_was_decided(kind: type[Any]) -> None:
    action = sample(kind)
    assert parse_action(*action_content(action)) == action


def test_a_length_is_told_or_given_back_to_the_plan() -> None:
    told = [tell_document_action(AimAtLength("note_au_maire", *bounds)) for bounds in ((300, 600), (0, 0))]
    assert [sentence.partition(" : ")[2] for sentence in told] == ["300 à 600 mots", "celle prévue par le plan"]


def test_a_document_of_the_city_is_told_by_its_identifier() -> None:
    kind = DOCUMENT_ACTIONS["retirer_enonce"]
    assert tell_document_action(kind("lettre_quartier", "points.t01")) == "Phrase retirée de “lettre_quartier”"
