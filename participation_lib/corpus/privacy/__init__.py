"""Replacing what tells who someone is by stable typed marks."""

from participation_lib.corpus.privacy.marks import MARK, Kind
from participation_lib.corpus.privacy.pseudonyms import Pseudonymised, TextReplacement, clean, pseudonymise

__all__ = ["MARK", "Kind", "Pseudonymised", "TextReplacement", "clean", "pseudonymise"]
