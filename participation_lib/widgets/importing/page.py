"""The import in one page: files or a typing, what would be read, then a dossier and a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import ipywidgets

from participation_lib.chain.importing import ImportDesk, Use
from participation_lib.errors import InputError
from participation_lib.notes.typography import typeset
from participation_lib.review.retention import proposed_end, read_day
from participation_lib.schema import TOOL
from participation_lib.themes.encoding import Encoder
from participation_lib.widgets.data_folder import (
    available_dossiers,
    available_files,
    new_dossier_folder,
)
from participation_lib.widgets.facilitation.attempts import attempt
from participation_lib.widgets.facilitation.note_export import NoteExport
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.importing.preview import PreviewView, show_files
from participation_lib.widgets.importing.typing import TypingPanel
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel, plural
from participation_lib.widgets.upload import FileSender

__all__ = ["ImportPage"]

_N_STEPS: Final = 4
_STORED: Final = "« {name} » est dans le dossier « {folder} »."


class ImportPage:
    """Panels of the import.

    Parameters
    ----------
    data_folder
        Where files are looked for and sent, and dossiers made.
    encoder
        Meaning of sentences; the one of the house when None.

    Attributes
    ----------
    choice, preview, destination, report, typing
        What a notebook shows at each step.
    desk
        The files being chosen.
    """

    def __init__(self, data_folder: str | Path, *, encoder: Encoder | None = None) -> None:
        self._folder = Path(data_folder)
        self.desk = ImportDesk(encoder=encoder)
        self._made: Path | None = None
        self.files = ipywidgets.Dropdown(description="Fichier du dossier « data »")
        self.choose_button = ipywidgets.Button(description="Choisir ce fichier")
        self.refresh_button = ipywidgets.Button(description="Actualiser la liste")
        self.sender = FileSender(
            *(self._folder, self._take_sent),
            label="Choisir des fichiers de ce poste…",
            words={"stored": _STORED},
            several=True,
        )
        self.choice_live, self.live = LiveMessage(bar_label="Lecture"), LiveMessage(bar_label="Avancement")
        self.report_live = LiveMessage(bar_label="Avancement de l’écriture")
        self.list = PreviewView(self._answer)
        self.author = text_field("Vos initiales (elles signent l’historique)")
        self.name = text_field("Nom du dossier")
        self.retention = text_field("Garder les contributions jusqu’au (jour/mois/année)")
        self.retention.value = proposed_end(_today()).strftime("%d/%m/%Y")
        self.create_button = ipywidgets.Button(description="Créer le dossier")
        self.dossiers = ipywidgets.Dropdown(description="Dossier")
        self.add_button = ipywidgets.Button(description="Ajouter à ce dossier")
        self.export = NoteExport(
            "Créer le rapport d’import", self._write_report, self.report_live, self._folder, ticked=("html", "pdf")
        )
        for field in (self.files, self.author, self.name, self.retention, self.dossiers):
            field.add_class("pl-field")
        for field in (self.author, self.name, self.retention):
            field.add_class("pl-short")
        self.create_button.add_class("pl-main")
        self.typing_panel = TypingPanel(self._folder, self.choose)
        self.choice = panel(self.sender, _row(self.files, self.choose_button, self.refresh_button), self.choice_live)
        self.preview = panel(self.list)
        self._adding = ipywidgets.VBox(
            [ipywidgets.HTML(element("h3", ours("Ou ajouter à un dossier"))), _row(self.dossiers, self.add_button)]
        )
        self.destination = panel(
            _row(self.author, self.name, self.retention), self.create_button, self._adding, self.live
        )
        self.report = panel(*self.export.parts, self.report_live)
        self.typing = self.typing_panel.view
        self.choose_button.on_click(lambda _: self.files.value is not None and self.choose(self.files.value))
        self.refresh_button.on_click(lambda _: self.refresh())
        self.create_button.on_click(lambda _: self.create())
        self.add_button.on_click(lambda _: self.add())
        self.refresh()
        self._show()

    def refresh(self) -> None:
        """Read the folder again."""
        found = available_files(self._folder)
        kept = self.files.value
        self.files.options = tuple((typeset(label), file) for label, file in found)
        files = [file for _, file in found]
        self.files.value = kept if kept in files else next(iter(files), None)
        self.choose_button.disabled = not files
        dossiers = available_dossiers(self._folder)
        self.dossiers.options = tuple((typeset(label), folder) for label, folder in dossiers)
        self.dossiers.value = dossiers[0][1] if dossiers else None
        self._adding.layout.display = "" if dossiers else "none"

    def choose(self, file: Path) -> bool:
        """Read a file, and show what would be read of it; say what is wrong with one that cannot be read."""
        self.choice_live.progress(0, 0, f"Lecture de « {file.name} »…")

        def work() -> None:
            chosen = self.desk.choose(file)
            tables = [table.description for table in chosen.tables]
            self._suggest_name(file)
            self._show()
            told = tables[0] if len(tables) == 1 else plural(len(tables), "tableau reconnu", "tableaux reconnus")
            self.choice_live.done(f"« {file.name} » : {told}.")

        done = attempt(self.choice_live, self._folder, work)
        self.refresh()
        return done

    def _take_sent(self, file: Path) -> None:
        if not self.choose(file):
            # Said where files are sent, with what became of the others sent with it: the next would erase it here.
            problem, self.choice_live.problem = self.choice_live.problem, ""
            raise InputError(problem)

    def create(self) -> bool:
        """Do what the create button does: make a dossier of the chosen files."""

        def work() -> None:
            title = " ".join(self.name.value.split())
            folder = new_dossier_folder(self._folder, title)
            until = read_day(self.retention.value, _today()).isoformat()
            made = self.desk.create(
                *(folder,), title=title, author=self._author(), retention=until, progress=self._progress
            )
            self._made = folder
            self.live.done(
                f"Dossier « {title} » créé : {plural(made.n_contributions, 'contribution')}, "
                f"{plural(made.n_ideas, 'idée')}, {plural(made.n_themes, 'thème proposé', 'thèmes proposés')}, "
                f"{plural(made.n_masked, 'donnée personnelle masquée', 'données personnelles masquées')}. "
                "Gardez le rapport d’import, puis passez à la relecture (lien plus bas)."
            )

        return self._work(work)

    def add(self) -> bool:
        """Do what the add button does: bring the chosen files into a dossier."""
        folder: Path | None = self.dossiers.value

        def work() -> None:
            if folder is None:
                return
            added = self.desk.add(folder, author=self._author(), progress=self._progress)
            self._made = folder
            known = f" Déjà dans ce dossier : {', '.join(added.known)}." if added.known else ""
            self.live.done(
                f"{plural(added.n_contributions, 'contribution ajoutée', 'contributions ajoutées')}, "
                f"{plural(added.n_ideas, 'idée')}, dont {plural(added.n_unclassified, 'non classée', 'non classées')}."
                f"{known} {' '.join(added.remarks)}".rstrip()
            )

        return self._work(work)

    def _work(self, work: Callable[[], None]) -> bool:
        """Run what takes a while: the controls keep still, progress and problems are said."""
        controls = (self.create_button, self.add_button, self.choose_button, self.sender, self.export.button)
        for control in controls:
            control.disabled = True
        self.list.locked = True
        self.choice_live.problem = ""
        self.live.progress(0, _N_STEPS, "Préparation, quelques secondes la première fois…")
        done = attempt(self.live, self._folder, work)
        for control in controls:
            control.disabled = False
        self.list.locked = False
        self.refresh()
        self._enable()
        return done

    def _answer(self, content: Mapping[str, Any]) -> bool:
        """Do what the list of files asks."""
        op = content.get("op")

        def work() -> None:
            if op == "correct":
                self.choice_live.progress(0, 0, "Nouvelle lecture…")
                use = Use(str(content["use"]))
                self.desk.correct(str(content["source"]), str(content["column"]), use)
                self.choice_live.done("Corrigé : l’aperçu est à jour.")
            elif op == "leave":
                left = self.desk.files[int(content["rank"])]
                self.desk.leave(left.path)
                self.choice_live.done(f"« {left.path.name} » est retiré ; il reste dans le dossier « data ».")
            self._show()

        return attempt(self.choice_live, self._folder, work)

    def _show(self) -> None:
        self.list.state = show_files(self.desk.files)
        self.export.clear()
        self._enable()

    def _enable(self) -> None:
        for button in (self.create_button, self.add_button, self.export.button):
            button.disabled = not self.desk.files

    def _write_report(self, formats: Sequence[str]) -> tuple[Path, ...]:
        exports = self._made / "exports" if self._made else self._folder.parent / "exports"
        return self.desk.report(exports / "rapport_import", formats)

    def _author(self) -> str:
        return self.author.value.strip() or TOOL

    def _progress(self, step: int, name: str) -> None:
        self.live.progress(step, _N_STEPS, f"Étape {step + 1} sur {_N_STEPS} : {name}…")

    def _suggest_name(self, file: Path) -> None:
        """Name the dossier after its first file as long as she has not named it."""
        if not self.name.value:
            words = " ".join(file.name.split(".")[0].replace("_", " ").split())
            self.name.value = words[:1].upper() + words[1:]


def _today() -> date:
    """Give the day of the person's calendar."""
    return datetime.now().astimezone().date()


def _row(*children: Any) -> ipywidgets.HBox:
    row = ipywidgets.HBox(children)
    row.add_class("pl-row")
    return row
