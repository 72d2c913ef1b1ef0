"""The readers, in the order they are tried: the most demanding first, the one that takes any table last."""

from __future__ import annotations

from typing import Final

from participation_lib.corpus.formats.any_table import AnyTable, PlenaryNotes
from participation_lib.corpus.formats.decidim import DecidimProposals
from participation_lib.corpus.formats.grand_debat import GrandDebat
from participation_lib.corpus.formats.iramuteq import IramuteqCorpus
from participation_lib.corpus.formats.model import Format
from participation_lib.corpus.formats.own_tables import OwnTables
from participation_lib.corpus.formats.session_document import SessionDocument

__all__ = ["FORMATS"]

FORMATS: Final[tuple[Format, ...]] = (
    SessionDocument(),
    IramuteqCorpus(),
    OwnTables(),
    DecidimProposals(),
    GrandDebat(),
    PlenaryNotes(),
    AnyTable(),
)
