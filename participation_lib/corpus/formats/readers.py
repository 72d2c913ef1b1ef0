"""The readers, in the order they are tried: the most demanding first, the one that takes any table last."""

from __future__ import annotations

from typing import Final

from participation_lib.corpus.formats.any_table import AnyTable, PlenaryNotes
from participation_lib.corpus.formats.cap_collectif import CapCollectif
from participation_lib.corpus.formats.decidim import DecidimProposals
from participation_lib.corpus.formats.decidim_spaces import DecidimComments, DecidimSpaces, DecidimSurvey
from participation_lib.corpus.formats.deliberations import Deliberations
from participation_lib.corpus.formats.grand_debat import GrandDebat
from participation_lib.corpus.formats.iramuteq import IramuteqCorpus
from participation_lib.corpus.formats.model import Format
from participation_lib.corpus.formats.other_platforms import Consul, GoVocalComments, GoVocalIdeas, SurveyTexts
from participation_lib.corpus.formats.own_tables import OwnTables
from participation_lib.corpus.formats.polis import Polis
from participation_lib.corpus.formats.session_document import SessionDocument
from participation_lib.corpus.formats.surveys import GoogleForms, LimeSurvey, MicrosoftForms, Webform

__all__ = ["FORMATS"]

FORMATS: Final[tuple[Format, ...]] = (
    SessionDocument(),
    IramuteqCorpus(),
    OwnTables(),
    DecidimComments(),
    DecidimProposals(),
    DecidimSpaces(),
    DecidimSurvey(),
    GrandDebat(),
    Polis(),
    CapCollectif(),
    LimeSurvey(),
    MicrosoftForms(),
    GoogleForms(),
    Webform(),
    GoVocalComments(),
    GoVocalIdeas(),
    Consul(),
    SurveyTexts(),
    Deliberations(),
    PlenaryNotes(),
    AnyTable(),
)
