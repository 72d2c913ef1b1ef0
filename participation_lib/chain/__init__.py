"""The whole journey in one call, from files or a dossier to a note; shared by notebook and terminal."""

from participation_lib.chain.comparing import OtherReview, Settling, compare_dossiers, read_review, write_disagreements
from participation_lib.chain.documents import WritingDesk, read_plans
from participation_lib.chain.dossiers import (
    Added,
    add_files,
    debated_ideas,
    export_dossier_tables,
    export_for_analysis,
    open_desk,
    open_from_files,
    synthesise_dossier,
)
from participation_lib.chain.options import DEFAULT_FORMATS, STEPS, Options, Progress, choose_codebook, prepare_output
from participation_lib.chain.previewing import Choice, Preview, preview_files
from participation_lib.chain.purging import (
    PurgePlan,
    plan_purge,
    purge_dossier,
    purge_lines,
    retention_of,
    set_retention,
)
from participation_lib.chain.synthesis import Synthesis, synthesise
from participation_lib.chain.verifying import verify_document
from participation_lib.chain.writing import write_synthesis

__all__ = [
    "DEFAULT_FORMATS",
    "STEPS",
    "Added",
    "Choice",
    "Options",
    "OtherReview",
    "Preview",
    "Progress",
    "PurgePlan",
    "Settling",
    "Synthesis",
    "WritingDesk",
    "add_files",
    "choose_codebook",
    "compare_dossiers",
    "debated_ideas",
    "export_dossier_tables",
    "export_for_analysis",
    "open_desk",
    "open_from_files",
    "plan_purge",
    "prepare_output",
    "preview_files",
    "purge_dossier",
    "purge_lines",
    "read_plans",
    "read_review",
    "retention_of",
    "set_retention",
    "synthesise",
    "synthesise_dossier",
    "verify_document",
    "write_disagreements",
    "write_synthesis",
]
