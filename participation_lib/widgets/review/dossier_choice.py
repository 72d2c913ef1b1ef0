"""Choosing the dossier of a démarche, making one from a file, and adding a file to the one that is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import ipywidgets

from participation_lib.dossier import Dossier, open_dossier
from participation_lib.errors import ParticipationError
from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.retention import proposed_end, read_day, retention_notice
from participation_lib.schema import TOOL
from participation_lib.themes.encoding import Encoder
from participation_lib.widgets.data_folder import available_dossiers, new_dossier_folder
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.file_choice import FileChoice, Request
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel, plural, theirs

if TYPE_CHECKING:
    from participation_lib.chain import Options

__all__ = ["DossierChoice"]

_N_STEPS: Final = 4  # of the chain; drafting and writing come with the note
_MOST_NAMED: Final = 5  # new themes named in a sentence


class DossierChoice:
    """The panel of the first step of a review.

    Parameters
    ----------
    data_folder
        Where dossiers and files are looked for; new dossiers go in its folder `dossiers`.
    on_open
        Called with the desk of the dossier that was opened.
    on_close
        Called when another dossier is to be chosen.
    encoder
        Meaning of sentences; the one of the house when None.

    Attributes
    ----------
    view
        What a notebook shows.
    live
        Where opening, and what goes wrong with it, is said.
    """

    def __init__(
        self,
        data_folder: Path,
        on_open: Callable[[ReviewDesk], None],
        on_close: Callable[[], None],
        *,
        encoder: Encoder | None = None,
    ) -> None:
        self._folder = data_folder
        self._on_open, self._on_close, self._encoder = on_open, on_close, encoder
        self._desk: ReviewDesk | None = None
        self.author = text_field("Vos initiales (elles signent l’historique)")
        self.dossiers = ipywidgets.Dropdown(description="Dossier")
        self.open_button = ipywidgets.Button(description="Ouvrir le dossier")
        self.name = text_field("Nom du dossier")
        self.retention = text_field("Garder les contributions jusqu’au (jour/mois/année)")
        self.retention.value = proposed_end(_today()).strftime("%d/%m/%Y")
        self.live = LiveMessage(bar_label="Avancement")
        self.new = FileChoice(
            data_folder, self.create, start_label="Créer le dossier", extra=(self.name, self.retention)
        )
        self.meeting = ipywidgets.Dropdown(
            description="Ce fichier vient de",
            options=[("une autre séance", False), ("la dernière séance ajoutée", True)],
        )
        self.added = FileChoice(
            data_folder, self.add, start_label="Ajouter ce fichier au dossier", extra=(self.meeting,)
        )
        self.add_button = ipywidgets.Button(description="Ajouter un fichier à ce dossier")
        self.change_button = ipywidgets.Button(description="Changer de dossier")
        for control in (self.author, self.dossiers, self.name, self.retention, self.meeting):
            control.add_class("pl-field")
        for control in (self.author, self.name, self.retention, self.meeting):
            control.add_class("pl-short")
        self.open_button.add_class("pl-main")
        self._opened = ipywidgets.HTML()
        self._waiting, self._working, self._adding = self._layout()
        self.view = panel(self._waiting, self._working, self._adding, self.live)
        self.open_button.on_click(lambda _: self.open())
        self.new.refresh_button.on_click(lambda _: self.refresh())
        self.add_button.on_click(lambda _: self._show_adding(self._adding.layout.display == "none"))
        self.change_button.on_click(lambda _: self.close())
        self.new.files.observe(self._suggest_name, "value")
        self._suggest_name()
        self.close()

    def _layout(self) -> tuple[Any, Any, Any]:
        resume = ipywidgets.HBox([self.dossiers, self.open_button])
        links = ipywidgets.HBox([self.add_button, self.change_button])
        for row in (resume, links):
            row.add_class("pl-row")
        self._resume = ipywidgets.VBox([_heading("Reprendre un dossier"), resume])
        waiting = ipywidgets.VBox([self.author, self._resume, _heading("Commencer un dossier"), *self.new.parts])
        adding = ipywidgets.VBox(
            [
                _heading("Ajouter un fichier"),
                ipywidgets.HTML(
                    element(
                        "p",
                        ours(
                            "Les nouvelles idées rejoignent vos thèmes ; celles qui n’y trouvent pas leur place "
                            "forment des thèmes proposés. Ce que vous avez déjà classé ne bouge pas."
                        ),
                        class_="pl-note",
                    )
                ),
                *self.added.parts,
            ]
        )
        return waiting, ipywidgets.VBox([self._opened, links]), adding

    def refresh(self, choose: Path | None = None) -> None:
        """Read the folder again, and keep what was chosen where it is still there."""
        found = available_dossiers(self._folder)
        folders = [folder for _, folder in found]
        wanted = (choose, self.dossiers.value, *folders)
        self.dossiers.options = tuple((typeset(label), folder) for label, folder in found)
        self.dossiers.value = next((folder for folder in wanted if folder in folders), None)
        self._resume.layout.display = "" if folders else "none"

    def open(self) -> None:
        """Do what the open button does: open the chosen dossier."""
        folder: Path | None = self.dossiers.value
        if folder is None:
            return
        self.live.progress(0, 0, "Ouverture du dossier…")
        try:
            self._start(open_dossier(folder))
        except Exception as error:  # noqa: BLE001 - the page shows a sentence, never a traceback
            self.live.fail(error, self._folder)

    def create(self) -> None:
        """Do what the create button does: make a dossier of the chosen file, and open it."""
        request = self.new.request()
        if request is None:
            return
        from participation_lib.chain import open_from_files

        options = self._options(request)

        def work() -> str:
            folder = new_dossier_folder(self._folder, self.name.value)
            until = read_day(self.retention.value, _today())
            self._start(
                open_from_files(
                    folder,
                    [request.file],
                    options,
                    _progress_of(self.new.live),
                    title=" ".join(self.name.value.split()),
                    author=self._author(),
                    retention=until.isoformat(),
                )
            )
            return ""

        self._work(self.new, work)

    def add(self) -> None:
        """Do what the add button does: bring the chosen file into the dossier that is open."""
        request, desk = self.added.request(), self._desk
        if request is None or desk is None:
            return
        from participation_lib.chain import add_files
        from participation_lib.corpus.meetings import MeetingRule

        options = self._options(request)
        if self.meeting.value:
            options = replace(options, meetings=MeetingRule.SAME)

        def work() -> str:
            added = add_files(
                desk.dossier, [request.file], options, _progress_of(self.added.live), author=self._author()
            )
            desk.refresh()
            if added.known:
                return f"« {added.known[0]} » est déjà dans ce dossier : rien n’a été ajouté."
            apart = added.n_unclassified
            themes = ", ".join(f"« {label} »" for label in added.new_themes[:_MOST_NAMED])
            more = len(added.new_themes) - _MOST_NAMED
            return (
                f"{plural(added.n_contributions, 'contribution lue', 'contributions lues')}, "
                f"{plural(added.n_ideas, 'idée ajoutée', 'idées ajoutées')}, dont {format_number(apart)} non "
                f"{'classée' if apart < 2 else 'classées'}."
                + (f" Nouveaux thèmes proposés : {themes}" if themes else "")
                + (f" et {plural(more, 'autre')}" if more > 0 else "")
                + ("." if themes else "")
                + "".join(f" {remark}" for remark in added.remarks)
            )

        self._work(self.added, work)

    def close(self) -> None:
        """Let the dossier go, and offer the choice again."""
        desk, self._desk = self._desk, None
        if desk is not None:
            self._on_close()
            desk.dossier.close()
        self._waiting.layout.display, self._working.layout.display = "", "none"
        self._show_adding(False)
        self.refresh(choose=desk.dossier.folder if desk else None)

    def _options(self, request: Request) -> Options:
        # Imported here: the language model takes seconds, and the page should not wait for it.
        from participation_lib.chain import Options

        options = Options(text_column=request.text_column, group_column=request.group_column, question=request.question)
        return replace(options, encoder=self._encoder) if self._encoder else options

    def _author(self) -> str:
        return self.author.value.strip() or TOOL

    def _start(self, dossier: Dossier) -> None:
        try:
            desk = ReviewDesk(dossier, author=self.author.value, encoder=self._encoder)
            self._on_open(desk)
        except BaseException:
            dossier.close()
            raise
        self._desk = desk
        opened = element(
            "p", ours("Dossier ouvert : "), element("strong", theirs(dossier.title or dossier.folder.name)), ours(".")
        )
        late = retention_notice(desk.review.retention, _today())
        self._opened.value = opened + element("p", ours(late), class_="pl-warning") if late else opened
        self._waiting.layout.display, self._working.layout.display = "none", ""
        self.add_button.disabled = dossier.read_only
        self.live.done("")

    def _work(self, choice: FileChoice, work: Callable[[], str]) -> None:
        """Run what takes a while: the controls keep still, progress and problems are said."""
        choice.lock(True)
        choice.live.progress(0, _N_STEPS, "Préparation, quelques secondes la première fois…")
        at_fault = ""
        try:
            choice.live.done(work())
        except Exception as error:  # noqa: BLE001 - as above
            choice.live.fail(error, self._folder)
            at_fault = error.setting if isinstance(error, ParticipationError) else ""
        finally:
            choice.lock(False)
            choice.point_at(at_fault)

    def _suggest_name(self, _change: Any = None) -> None:
        """Name a dossier after its file as long as she has not named it herself."""
        names = {_name_of(file) for _, file in self.new.files.options} | {""}
        if self.name.value in names and self.new.files.value is not None:
            self.name.value = _name_of(self.new.files.value)

    def _show_adding(self, shown: bool) -> None:
        self._adding.layout.display = "" if shown else "none"
        self.add_button.description = "Ne rien ajouter" if shown else "Ajouter un fichier à ce dossier"
        if shown:
            self.added.refresh()
            self._offer_meetings()

    def _offer_meetings(self) -> None:
        """Ask which meeting a file is of only where the dossier holds one."""
        from participation_lib.corpus.meetings import last_meeting

        held = self._desk is not None and last_meeting(self._desk.batches) > 0
        self.meeting.layout.display = "" if held else "none"
        self.meeting.value = False


def _progress_of(live: LiveMessage) -> Callable[[int, str], None]:
    """Give what shows the steps of the chain."""
    return lambda step, name: live.progress(step, _N_STEPS, f"Étape {step + 1} sur {_N_STEPS} : {name}…")


def _today() -> date:
    """Give the day of the person's calendar."""
    return datetime.now().astimezone().date()


def _heading(words: str) -> Any:
    return ipywidgets.HTML(element("h3", ours(words)))


def _name_of(file: Path) -> str:
    """Give « Pleniere nature » for « pleniere_nature.csv »."""
    words = " ".join(file.name.split(".")[0].replace("_", " ").split())
    return words[:1].upper() + words[1:]
