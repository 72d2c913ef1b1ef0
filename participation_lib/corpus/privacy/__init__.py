"""Replacing what tells who someone is by stable typed marks."""

from participation_lib.corpus.privacy.marks import MARK, Kind
from participation_lib.corpus.privacy.pseudonyms import Pseudonymised, TextReplacement, clean, pseudonymise
from participation_lib.corpus.privacy.sensitive import SensitivePassage, find_sensitive

__all__ = [
    "MARK",
    "Kind",
    "Pseudonymised",
    "SensitivePassage",
    "TextReplacement",
    "clean",
    "find_sensitive",
    "pseudonymise",
]
