"""The whole journey in one page: six panels and what passes from one to the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from participation_lib.errors import ParticipationError
from participation_lib.notes.model import Figure
from participation_lib.widgets.draft_view import DraftView
from participation_lib.widgets.export_buttons import ExportButtons
from participation_lib.widgets.file_choice import FileChoice, Request
from participation_lib.widgets.idea_list import IdeaList
from participation_lib.widgets.reading_report import ReadingReport
from participation_lib.widgets.theme_table import ThemeTable

if TYPE_CHECKING:
    from participation_lib.chain import Synthesis

__all__ = ["GuidedTour"]


class GuidedTour:
    """Panels of the guided tour, in the order of its steps.

    Parameters
    ----------
    data_folder
        Where files are chosen and sent.
    exports_folder
        Where documents go, in a folder named after the file.

    Attributes
    ----------
    choice, reading, themes, ideas, draft, documents
        What a notebook shows at each step.
    """

    def __init__(self, data_folder: str | Path, exports_folder: str | Path) -> None:
        self._exports = Path(exports_folder)
        self._synthesis: Synthesis | None = None
        self._folder = self._exports
        self._formats: tuple[str, ...] = ()
        self.choice_panel = FileChoice(Path(data_folder), self.run)
        self.reading_panel = ReadingReport()
        self.theme_panel = ThemeTable()
        self.idea_panel = IdeaList()
        self.draft_panel = DraftView()
        self.export_panel = ExportButtons(self.export)
        self.choice, self.reading = self.choice_panel.view, self.reading_panel.view
        self.themes, self.ideas = self.theme_panel.view, self.idea_panel.view
        self.draft, self.documents = self.draft_panel.view, self.export_panel.view

    def run(self) -> None:
        """Do what the start button does: make the synthesis of the chosen file and show it."""
        request = self.choice_panel.request()
        if request is None:
            return
        live = self.choice_panel.live
        self.choice_panel.lock(True)
        self._clear()
        at_fault = ""
        live.progress(0, 1, "Préparation, quelques secondes la première fois…")
        try:
            live.done(self._synthesise(request))
        except Exception as error:  # noqa: BLE001 - the page shows a sentence, never a traceback
            self._clear()
            live.fail(error, self._exports)
            at_fault = error.setting if isinstance(error, ParticipationError) else ""
        finally:
            self.choice_panel.lock(False)
            self.choice_panel.point_at(at_fault)

    def export(self, name: str) -> None:
        """Do what an export button does: write the documents, this format among them.

        The folder is written whole each time, so the formats already asked for stay in it.
        """
        if self._synthesis is None:
            return
        from participation_lib.chain import write_synthesis

        live = self.export_panel.live
        self.export_panel.lock(True)
        live.progress(0, 1, "Écriture des documents…")
        formats = tuple(dict.fromkeys((*self._formats, name)))
        try:
            options = replace(self._synthesis.options, formats=formats)
            written = write_synthesis(replace(self._synthesis, options=options), self._folder)
            self._formats = formats
            self.export_panel.offer(written)
            live.done("Document prêt : cliquez sur son lien pour le télécharger.")
        except Exception as error:  # noqa: BLE001 - as above
            live.fail(error, self._exports)
        finally:
            self.export_panel.lock(False)
            self.export_panel.buttons[name].focus()

    def _synthesise(self, request: Request) -> str:
        # Imported here: the language model takes seconds, and the page should not wait for it.
        from participation_lib.chain import STEPS, Options, prepare_output, synthesise
        from participation_lib.synthesis.overview import overview

        live = self.choice_panel.live
        n_steps = len(STEPS) - 1  # writing comes later, when she asks for it

        def progress(step: int, name: str) -> None:
            live.progress(step, n_steps, f"Étape {step + 1} sur {n_steps} : {name}…")

        folder = self._exports / request.file.name.split(".")[0]
        options = Options(text_column=request.text_column, group_column=request.group_column, question=request.question)
        prepare_output(folder, options.formats)
        synthesis = synthesise([request.file], options, progress)
        rows = overview(synthesis.evidence, synthesis.draft)
        self._synthesis, self._folder, self._formats = synthesis, folder, ()
        bars = next((block for block in synthesis.note.blocks if isinstance(block, Figure)), None)
        sources = synthesis.reading.sources if synthesis.reading else ()
        self.reading_panel.show(sources, rows, len(synthesis.replacements))
        self.theme_panel.show(rows, bars)
        self.idea_panel.show(rows)
        self.draft_panel.show(rows)
        self.export_panel.show(folder)
        return "Synthèse terminée : poursuivez la lecture à l'étape 2, plus bas."

    def _clear(self) -> None:
        self._synthesis, self._formats = None, ()
        for shown in (
            self.reading_panel,
            self.theme_panel,
            self.idea_panel,
            self.draft_panel,
            self.export_panel,
        ):
            shown.clear()
