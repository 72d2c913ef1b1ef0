"""One démarche is one folder: what came in, what was proposed, what was decided, on the disk.

The only room that knows the database. Nothing in it is ever edited: batches and decisions
are added, the reviewed grouping is computed from them elsewhere.
"""

from participation_lib.dossier.archive import archive_dossier, restore_dossier
from participation_lib.dossier.creation import create_dossier
from participation_lib.dossier.key import KEY_FILE, author_key, keep_author_key, new_author_key
from participation_lib.dossier.opening import is_dossier, open_dossier
from participation_lib.dossier.problems import FILE_NAME, OutdatedLog
from participation_lib.dossier.purge import Purge
from participation_lib.dossier.records import Run
from participation_lib.dossier.store import Dossier

__all__ = [
    "FILE_NAME",
    "KEY_FILE",
    "Dossier",
    "OutdatedLog",
    "Purge",
    "Run",
    "archive_dossier",
    "author_key",
    "create_dossier",
    "is_dossier",
    "keep_author_key",
    "new_author_key",
    "open_dossier",
    "restore_dossier",
]
