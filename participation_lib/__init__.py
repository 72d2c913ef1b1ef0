"""From free-text contributions to a synthesis whose every sentence can be traced.

One function a step, in the order of the journey; each is loaded when it is first used,
so that asking for help does not wait for a language model.

>>> from pathlib import Path
>>> from participation_lib import synthesise, write_synthesis
>>> synthesis = synthesise([Path("mes_post-its.csv")])  # doctest: +SKIP
>>> write_synthesis(synthesis, Path("exports/ma_seance"))  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from participation_lib.chain import Options, Synthesis, choose_codebook, synthesise, write_synthesis
    from participation_lib.corpus.privacy import pseudonymise
    from participation_lib.corpus.reading import read_files
    from participation_lib.corpus.segmentation import cut_into_ideas
    from participation_lib.corpus.statuses import assign_statuses
    from participation_lib.corpus.tagging import tag
    from participation_lib.errors import ParticipationError
    from participation_lib.notes.document_note import build_document_note
    from participation_lib.notes.exporters import export_note
    from participation_lib.synthesis.drafting import draft_synthesis
    from participation_lib.synthesis.evidence import Evidence
    from participation_lib.themes.encoding import SentenceEncoder
    from participation_lib.themes.grouping import group_ideas
    from participation_lib.themes.nature import code_natures

__all__ = [
    "Evidence",
    "Options",
    "ParticipationError",
    "SentenceEncoder",
    "Synthesis",
    "assign_statuses",
    "build_document_note",
    "choose_codebook",
    "code_natures",
    "cut_into_ideas",
    "draft_synthesis",
    "export_note",
    "group_ideas",
    "pseudonymise",
    "read_files",
    "synthesise",
    "tag",
    "write_synthesis",
]

_HOME_OF: Final = {
    "Evidence": "synthesis.evidence",
    "Options": "chain",
    "ParticipationError": "errors",
    "SentenceEncoder": "themes.encoding",
    "Synthesis": "chain",
    "assign_statuses": "corpus.statuses",
    "build_document_note": "notes.document_note",
    "choose_codebook": "chain",
    "code_natures": "themes.nature",
    "cut_into_ideas": "corpus.segmentation",
    "draft_synthesis": "synthesis.drafting",
    "export_note": "notes.exporters",
    "group_ideas": "themes.grouping",
    "pseudonymise": "corpus.privacy",
    "read_files": "corpus.reading",
    "synthesise": "chain",
    "tag": "corpus.tagging",
    "write_synthesis": "chain",
}


def __getattr__(name: str) -> object:
    """Load a name of the library when it is first asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    """Give the public names."""
    return sorted(__all__)
