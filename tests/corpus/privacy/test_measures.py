"""What is found and missed on hand-written contributions, marked before any measure."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from participation_lib.corpus.privacy import Pseudonymised, pseudonymise

MATERIAL = Path(__file__).with_name("donnees_personnelles.yaml")
SPAN = re.compile(r"⟦(\w+):(.*?)⟧")
TITLE = re.compile(r"^(?:M\. et Mme|Mme|Mr|MME|M\.) ")
TARGETS = {"PERSONNE": 0.95, "ADRESSE": 0.95}
TARGETS |= dict.fromkeys(["TÉLÉPHONE", "COURRIEL", "NIR", "PLAQUE", "IBAN"], 0.98)


@cache
def measured() -> tuple[list[list[tuple[str, str]]], list[str], Pseudonymised]:
    material = yaml.safe_load(MATERIAL.read_text(encoding="utf-8"))
    marked = [[(match[1], match[2]) for match in SPAN.finditer(text)] for text in material["textes"]]
    raw = [SPAN.sub(lambda match: match[2], text) for text in material["textes"]]
    return marked, material["propres"], pseudonymise(raw + material["propres"])


@pytest.mark.parametrize(("kind", "target"), TARGETS.items())
def test_recall_of_each_kind(kind: str, target: float) -> None:
    marked, _, result = measured()
    counts = Counter[bool]()
    for index, spans in enumerate(marked):
        for span_kind, words in spans:
            if span_kind != kind:
                continue
            name = re.findall(r"\w{2,}", TITLE.sub("", words))
            left = set(name) & set(re.findall(r"\w{2,}", result.texts[index]))
            masked = any(found.index == index and found.kind == kind for found in result.replacements)
            counts[masked and not left] += 1
    assert counts[True] >= target * counts.total()


def test_clean_contributions_stay_clean() -> None:
    marked, clean_texts, result = measured()
    false_masks = [found for found in result.replacements if found.index >= len(marked)]
    assert len(false_masks) <= 0.02 * len(clean_texts)
