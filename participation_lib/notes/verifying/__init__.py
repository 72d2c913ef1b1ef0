"""Reading an exported document back, and comparing it with the note it comes from."""

from participation_lib.notes.verifying.differences import Difference, Verification, verify_note
from participation_lib.notes.verifying.reading_back import READABLE, ReadDocument, read_document

__all__ = ["READABLE", "Difference", "ReadDocument", "Verification", "read_document", "verify_note"]
