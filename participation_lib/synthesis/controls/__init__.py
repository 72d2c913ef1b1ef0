"""Wording controls: what a careful colleague would say of a sentence before it is published.

They run on every sentence of a document, hers included, and never on citizens' words. Lists
and messages are in `reference/redaction.yaml`; a control proposes, a person decides.
"""

from participation_lib.synthesis.controls.checking import check_document, check_sentence
from participation_lib.synthesis.controls.model import (
    Control,
    InclusiveWriting,
    Remark,
    Sentence,
    controls,
)

__all__ = [
    "Control",
    "InclusiveWriting",
    "Remark",
    "Sentence",
    "check_document",
    "check_sentence",
    "controls",
]
