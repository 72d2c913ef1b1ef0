"""Where an exported document comes from: which dossier, document, version and decision.

It is written in the properties of every format, where Word keeps it, and told in the method
note, where it can be read once printed. It holds no personal data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from participation_lib.schema import Version

__all__ = ["Provenance"]

_SPACE: Final = "[ \u00a0\u202f]*"
_TOLD: Final = re.compile(
    rf"[Dd]ossier{_SPACE}(?P<dossier>[0-9a-f-]{{8,64}}),"
    rf"{_SPACE}document{_SPACE}(?P<document>[a-z][a-z0-9_]{{0,39}}),"
    rf"{_SPACE}version{_SPACE}(?P<version>{'|'.join(Version)}),"
    rf"{_SPACE}d[ée]cision{_SPACE}(?P<decision>\d{{1,9}}),"
    rf"{_SPACE}participation_lib{_SPACE}(?P<program>[0-9][0-9A-Za-z.+-]{{0,30}})"
)


@dataclass(frozen=True)
class Provenance:
    """What a document was made from.

    Attributes
    ----------
    dossier_id
        Drawn when the dossier was made; its copies and archives keep it.
    decision
        Number of the last decision taken when it was made, 0 where none was.
    program
        Version of `participation_lib`.
    """

    dossier_id: str
    document_id: str
    version: Version
    decision: int
    program: str

    def told(self) -> str:
        """Give it as one line that a person can read.

        >>> Provenance("3f2a9c0d", "synthese", Version.PUBLISHABLE, 42, "0.1.0").told()
        'Dossier 3f2a9c0d, document synthese, version publiable, décision 42, participation_lib 0.1.0'
        """
        return (
            f"Dossier {self.dossier_id}, document {self.document_id}, version {self.version}, "
            f"décision {self.decision}, participation_lib {self.program}"
        )

    @classmethod
    def read(cls, text: str) -> Provenance | None:
        """Give the first provenance that a text tells, None where it tells none.

        >>> made = Provenance("3f2a9c0d", "note_au_maire", Version.INTERNAL, 0, "0.1.0")
        >>> Provenance.read(f"Objet : {made.told()}.") == made
        True
        """
        found = _TOLD.search(text)
        if found is None:
            return None
        return cls(
            found["dossier"],
            found["document"],
            Version(found["version"]),
            int(found["decision"]),
            found["program"].rstrip(".-+"),
        )
