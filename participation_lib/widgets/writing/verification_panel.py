"""A document that came back: what it says that the dossier does not, and the other way round."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import ipywidgets

from participation_lib.widgets.data_folder import DOCUMENT_SUFFIXES
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import Markup, element, ours, panel
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.upload import FileSender

if TYPE_CHECKING:
    from participation_lib.chain import WritingDesk
    from participation_lib.notes.verifying import Difference, Verification

__all__ = ["VerificationPanel"]

_WHAT: Final = (
    "Un document que vous avez créé ici est revenu modifié, du cabinet par exemple ? Choisissez-le : vous verrez ce "
    "qui n’est plus ce que dit le dossier, nombres et citations d’abord."
)
_SENDER_WORDS: Final = {
    "sending": "Lecture et comparaison, quelques secondes…",
    "lost": "Le document n’a pas pu être comparé, car l’atelier ne répond pas : rechargez la page, puis recommencez.",
    "stored": "« {name} » a été reçu.",
    "too_large": "Ce fichier dépasse 500 Mo : ce n’est pas un document créé ici.",
}
# In the order they are told: what nobody may change without proof comes first.
_KINDS: Final[Mapping[str, str]] = {
    "autre_texte": "Autre texte",
    "nombre": "Nombre",
    "citation": "Citation",
    "manque": "Absent",
    "ajout": "Ajouté",
    "remplacement": "Remplacé",
    "reecriture": "Réécrit",
    "ordre": "Ordre",
    "renvoi": "Renvoi",
}


class VerificationPanel:
    """Where a document that came back is chosen and compared. Nothing of it is kept.

    Parameters
    ----------
    writing
        The desk of the dossier it came from.

    Attributes
    ----------
    view
        What a notebook shows.
    live
        Where the result, and what goes wrong, is said.
    """

    def __init__(self, writing: WritingDesk) -> None:
        self._writing = writing
        self.live = LiveMessage(bar_label="Avancement")
        self._gestures = Gestures(writing.desk, self.live, writing.dossier.folder)
        self._place = tempfile.TemporaryDirectory(prefix="verification-", ignore_cleanup_errors=True)
        self.sender = FileSender(
            Path(self._place.name),
            self.verify,
            accepted=DOCUMENT_SUFFIXES,
            label="Choisir le document revenu (Word, PDF, page web, LibreOffice)…",
            words=_SENDER_WORDS,
        )
        self.result = ipywidgets.HTML()
        words = ipywidgets.HTML(
            element("h3", ours("Vérifier un document revenu")) + element("p", ours(_WHAT), class_="pl-note")
        )
        self.view = panel(words, self.sender, self.live, self.result)

    def verify(self, file: Path) -> bool:
        """Compare a file with the dossier, show what changed, and forget the file."""
        from participation_lib.chain import verify_document

        def compare() -> None:
            self.result.value = ""
            self.live.progress(0, 0, "Comparaison avec le dossier…")
            found = verify_document(
                file, self._writing.dossier, plans=self._writing.plans, encoder=self._writing.desk.encoder
            )
            self.live.done(found.summary())
            self.result.value = _told(found)

        try:
            return self._gestures.do(compare)
        finally:
            file.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave nothing behind."""
        self._place.cleanup()


def _told(found: Verification) -> str:
    parts = []
    if found.differences:
        parts.append(element("ul", *map(_line, _ordered(found.differences)), class_="pl-differences"))
    parts.extend(element("p", ours(remark), class_="pl-small") for remark in found.remarks)
    return "".join(parts)


def _ordered(differences: Sequence[Difference]) -> list[Difference]:
    order = list(_KINDS)
    return sorted(differences, key=lambda difference: order.index(difference.kind))


def _line(difference: Difference) -> Markup:
    return element(
        "li", element("strong", ours(f"{_KINDS[difference.kind]}. ")), ours(difference.message), class_="pl-difference"
    )
