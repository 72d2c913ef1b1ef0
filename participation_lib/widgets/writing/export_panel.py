"""The document that leaves: which one, for whom, what is still to mend, in which formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import ipywidgets

from participation_lib.notes.typography import typeset
from participation_lib.schema import Version
from participation_lib.widgets.export_buttons import DownloadLinks
from participation_lib.widgets.markup import element, ours, panel, plural, theirs
from participation_lib.widgets.review.gestures import Gestures

if TYPE_CHECKING:
    from participation_lib.chain import WritingDesk

__all__ = ["ExportPanel"]

_FORMATS: Final[Mapping[str, str]] = {
    "docx": "Word",
    "pdf": "PDF",
    "html": "Page web",
    "odt": "LibreOffice",
    "pdf-gros": "PDF en gros caractères",
    "html-gros": "Page web en gros caractères",
}
_VERSIONS: Final = {
    Version.PUBLISHABLE: "Publiable",
    Version.INTERNAL: "Interne, avec ce qui reste à reprendre",
}


class ExportPanel:
    """The panel of the last step.

    Parameters
    ----------
    gestures
        What is asked of the desk.
    writing
        The desk documents are written at.
    """

    def __init__(self, gestures: Gestures, writing: WritingDesk) -> None:
        self._gestures = gestures
        self._writing = writing
        options = [(typeset(plan.name), plan.document_id) for plan in writing.plans]
        self.document = ipywidgets.Dropdown(options=options, value=options[min(1, len(options) - 1)][1])
        self.version = ipywidgets.Dropdown(options=self._versions_of(options[min(1, len(options) - 1)][1]))
        self.formats = {
            name: ipywidgets.Checkbox(value=name in ("docx", "pdf"), description=label, indent=False)
            for name, label in _FORMATS.items()
        }
        self.button = ipywidgets.Button(description="Créer les documents")
        self.button.add_class("pl-main")
        self.button.on_click(lambda _: self.export())
        self.checklist = ipywidgets.HTML()
        self.links = DownloadLinks()
        self._where = ipywidgets.HTML()
        for control, label in ((self.document, "Document"), (self.version, "Version")):
            control.description = label
            control.add_class("pl-field")
        choices = ipywidgets.HBox([self.document, self.version])
        formats = ipywidgets.HBox(list(self.formats.values()))
        choices.add_class("pl-row")
        formats.add_class("pl-boxes")
        self.view = panel(choices, self.checklist, formats, self.button, self._where, self.links)
        self._versions()
        self.document.observe(lambda _: self._chosen(), "value")
        self.version.observe(lambda _: self.refresh(), "value")

    def _chosen(self) -> None:
        self._versions()
        self.refresh()

    def _versions(self) -> None:
        """Offer the versions a document may be made in; what was chosen stays where it can."""
        plan = self._writing.plan(self.document.value)
        before = self.version.value
        self.version.options = self._versions_of(self.document.value)
        kept = [version.value for version in plan.versions]
        self.version.value = before if before in kept else kept[0]

    def _versions_of(self, document_id: str) -> list[tuple[str, str]]:
        return [(typeset(_VERSIONS[version]), version.value) for version in self._writing.plan(document_id).versions]

    def refresh(self) -> None:
        """Show what is left to mend in the document chosen."""
        self._gestures.do(self._show)

    def _show(self) -> None:
        self.links.documents = []
        self._where.value = ""
        version = Version(self.version.value)
        findings = self._writing.findings(self.document.value, version)
        stops = [finding.message for finding in findings if finding.blocking]
        others = [finding.message for finding in findings if not finding.blocking]
        parts = []
        if stops:
            parts.append(
                element("p", ours(f"{plural(len(stops), 'point')} à reprendre avant de publier :"), class_="pl-label")
            )
            parts.append(element("ul", *(element("li", ours(message)) for message in stops)))
        elif not self._writing.plan(self.document.value).blank:
            parts.append(element("p", ours("Rien n'empêche de publier ce document.")))
        if others:
            parts.append(element("p", ours("À compléter si possible :"), class_="pl-small"))
            parts.append(element("ul", *(element("li", ours(message)) for message in others), class_="pl-small"))
        self.checklist.value = "".join(parts)
        self.button.disabled = bool(stops) and version is Version.PUBLISHABLE

    def export(self) -> bool:
        """Write the document in the formats ticked, and offer to save them."""
        chosen = [name for name, box in self.formats.items() if box.value]

        def write() -> None:
            if not chosen:
                self._gestures.live.done("Cochez au moins un format.")
                return
            self._gestures.live.progress(0, 0, "Écriture des documents…")
            files = self._writing.export(self.document.value, version=Version(self.version.value), formats=chosen)
            self.links.show(files)
            self._where.value = element(
                "p",
                ours("Vos documents sont aussi sur ce poste, dans le dossier : "),
                element("code", theirs(str(files[0].parent.resolve())), class_="pl-path"),
            )
            self._gestures.live.done(f"{plural(len(files), 'document créé', 'documents créés')}.")

        return self._gestures.do(write)
