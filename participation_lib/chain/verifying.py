"""Checking a document that was exported against the dossier it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version as package_version
from pathlib import Path

from participation_lib.chain.documents import WritingDesk
from participation_lib.dossier import Dossier
from participation_lib.errors import InputError
from participation_lib.notes.provenance import Provenance
from participation_lib.notes.verifying import Verification, read_document, verify_note
from participation_lib.synthesis.plans import Plan
from participation_lib.themes.encoding import Encoder

__all__ = ["verify_document"]


def verify_document(
    file: Path, dossier: Dossier, *, plans: Sequence[Plan] | None = None, encoder: Encoder | None = None
) -> Verification:
    """Compare an exported file, whatever was done to it since, with what its dossier says.

    The document is written again as it was at the decision the file names. Nothing is written
    anywhere; pictures and looks are not compared.

    Parameters
    ----------
    plans
        Those it may have been written with; those shipped when None.

    Raises
    ------
    InputError
        The file cannot be read, is not one of ours, or comes from another dossier.
    """
    document = read_document(file)
    told = document.provenance
    if told is None:
        raise InputError(
            f"« {file.name} » ne dit pas de quel dossier il vient : seul un document exporté d’un dossier par cet "
            "outil peut être vérifié."
        )
    if told.dossier_id != dossier.dossier_id:
        raise InputError(f"« {file.name} » vient d’un autre dossier que « {dossier.folder.name} ».")
    is_known = told.decision <= dossier.last_decision_id()
    desk = WritingDesk.of(dossier, plans=plans, encoder=encoder, until=told.decision if is_known else None)
    desk.told = told
    note = desk.note_in(document.format_name, told.document_id, told.version)
    return verify_note(note, document, tuple(_remarks(told, is_known=is_known)))


def _remarks(told: Provenance, *, is_known: bool) -> list[str]:
    if is_known:
        moment = f"après la décision {told.decision}" if told.decision else "avant toute décision"
        document = f"Document « {told.document_id} », version {told.version}"
        remarks = [f"{document}, comparé au dossier tel qu’il était {moment}."]
    else:
        late = f"Ce document a été exporté après la décision {told.decision}, qui n’est pas dans ce dossier"
        remarks = [f"{late} : il est comparé au dossier tel qu’il est."]
    own = package_version("participation-lib")
    if told.program != own:
        remarks.append(
            f"Ce document a été exporté par la version {told.program} du logiciel et il est comparé à ce qu’écrit la "
            f"version {own} : des tournures peuvent différer sans que personne n’y ait touché."
        )
    return remarks
