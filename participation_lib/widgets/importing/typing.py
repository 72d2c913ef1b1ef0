"""Typing post-its, one a line: choosing where they go, then the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import anywidget
import ipywidgets
import traitlets

from participation_lib.chain.typed_notes import (
    PREFIX,
    TypedNote,
    TypedNotes,
    personal_passages,
    typing_file,
    typings,
)
from participation_lib.notes.typography import typeset
from participation_lib.widgets.facilitation.attempts import attempt
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import element, ours, panel, plural, theirs
from participation_lib.widgets.scripts import script

__all__ = ["TypingPanel", "TypingView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_WORDS: Final = {
    "table": "Table",
    "sequence": "Séquence",
    "photo": "Photo (nom du fichier)",
    "text": "Texte du post-it",
    "short_table": "Table",
    "short_sequence": "Séquence",
    "short_photo": "Photo",
    "short_text": "Texte",
    "list": "Post-its saisis, le dernier en premier",
    "line": "ligne",
    "counts": "{total} saisis, {here} à cette table",
    "personal": "Donnée personnelle, semble-t-il :",
    "mask": "Masquer",
    "correct": "Corriger",
    "remove": "Supprimer",
    "save": "Enregistrer",
    "give_up": "Abandonner",
    "again": "Réessayer",
    "waits": "en cours d’enregistrement…",
    "late": "L’atelier ne répond pas encore : gardez cette page ouverte, vos lignes attendent d’être enregistrées.",
    "same": "déjà saisi à cette table (ligne {number})",
}
_SHORTCUTS: Final = (
    ("Entrée", "enregistre et passe au suivant"),
    ("Alt+T", "table"),
    ("Alt+S", "séquence"),
    ("Alt+M", "masquer"),
    ("↑", "corriger la dernière ligne"),
    ("Ctrl+Z", "annuler"),
)


class TypingView(anywidget.AnyWidget):
    """The screen as the page holds it: what is being typed. Lines are given by Python once they are on the disk.

    Parameters
    ----------
    on_ask
        Given what is asked, gives the answer.
    """

    _esm = script("parts.js", "import_typing.js")
    _css = _STATIC / "importing.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    shortcuts: traitlets.List[Any] = traitlets.List([list(pair) for pair in _SHORTCUTS]).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, state: Mapping[str, Any], on_ask: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
        super().__init__(state=state)
        self._on_ask = on_ask
        self.on_msg(self._receive)

    def _receive(self, _widget: Any, content: Mapping[str, Any], _buffers: list[memoryview]) -> None:
        self.send({"ticket": content.get("ticket"), **self._on_ask(content)})


class TypingPanel:
    """The typing of post-its.

    Parameters
    ----------
    folder
        Where typings are, and where new ones go.
    on_ready
        Called with the file of a typing that is to be imported.

    Attributes
    ----------
    notes
        The typing that is open; None while none is.
    screen
        What is typed on; None likewise.
    """

    def __init__(self, folder: Path, on_ready: Callable[[Path], object]) -> None:
        self._folder, self._on_ready = folder, on_ready
        self.notes: TypedNotes | None = None
        self.screen: TypingView | None = None
        self.live = LiveMessage(bar_label="Avancement")
        self.name = text_field("Nom de la saisie (la séance, par exemple)")
        self.start_button = ipywidgets.Button(description="Commencer la saisie")
        self.typings = ipywidgets.Dropdown(description="Saisie commencée")
        self.resume_button = ipywidgets.Button(description="Reprendre la saisie")
        self.ready_button = ipywidgets.Button(description="Importer cette saisie")
        self.leave_button = ipywidgets.Button(description="Changer de saisie")
        self.name.add_class("pl-short")
        for field in (self.name, self.typings):
            field.add_class("pl-field")
        self._opened = ipywidgets.HTML()
        self._resume = _row(self.typings, self.resume_button)
        self._waiting = ipywidgets.VBox([self._resume, _row(self.name, self.start_button)])
        self._place = ipywidgets.VBox()
        self._working = ipywidgets.VBox([self._opened, self._place, _row(self.ready_button, self.leave_button)])
        self.view = panel(self._waiting, self._working, self.live)
        self.start_button.on_click(lambda _: self.start())
        self.resume_button.on_click(lambda _: self.resume())
        self.leave_button.on_click(lambda _: self.leave())
        self.ready_button.on_click(lambda _: self.ready())
        self.leave()

    def start(self) -> bool:
        """Do what the start button does: make a typing of that name, or open the one there is."""
        return attempt(self.live, self._folder, lambda: self._open(typing_file(self._folder, self.name.value)))

    def resume(self) -> bool:
        """Do what the resume button does."""
        file: Path | None = self.typings.value
        return file is not None and attempt(self.live, self._folder, lambda: self._open(file))

    def leave(self) -> None:
        """Go back to the choice of a typing."""
        self.notes, self.screen = None, None
        self._place.children = ()
        found = typings(self._folder)
        self.typings.options = tuple((file.stem.removeprefix(PREFIX), file) for file in found)
        self.typings.value = found[0] if found else None
        self._resume.layout.display = "" if found else "none"
        self._waiting.layout.display, self._working.layout.display = "", "none"
        self.live.done("")

    def ready(self) -> None:
        """Do what the import button does: hand the file over."""
        if self.notes is None:
            return
        if not self.notes.notes:
            self.live.done("Cette saisie est encore vide : tapez un post-it d’abord.")
            return
        self.live.done("La saisie est choisie : voyez l’étape 2.")
        self._on_ready(self.notes.file)

    def _open(self, file: Path) -> None:
        self.notes = TypedNotes(file)
        notes = self.notes.notes
        last = notes[-1] if notes else TypedNote("")
        state = {**self._state(), "table": last.table, "sequence": last.sequence, "photo": last.photo}
        self.screen = TypingView(state, self._answer)
        self._place.children = (self.screen,)
        self._opened.value = element(
            *("p", ours("Enregistré ligne par ligne dans ")),
            element("code", theirs(f"{self._folder.name}/{file.name}")),
            ours(". Cette fenêtre peut être fermée à tout moment."),
        )
        self._waiting.layout.display, self._working.layout.display = "none", ""
        self.live.done(f"{plural(len(notes), 'post-it déjà saisi', 'post-its déjà saisis')}." if notes else "")

    def _state(self) -> dict[str, Any]:
        notes = self.notes
        if notes is None:
            return {"notes": []}
        return {
            "notes": [
                {
                    "number": number,
                    "text": note.text,
                    "table": note.table,
                    "sequence": note.sequence,
                    "photo": note.photo,
                    "same": notes.same_as(number),
                    "personal": _seen(note.text),
                }
                for number, note in enumerate(notes.notes, 1)
            ]
        }

    def _answer(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the page asks; an answer always comes, and says what went wrong."""
        answer: dict[str, Any] = {}
        done = attempt(self.live, self._folder, lambda: answer.update(self._do(content)))
        if not done and self.screen is not None:
            problem, self.live.problem = self.live.problem, ""  # said beside the field
            self.screen.state = {**self.screen.state, **self._state()}
            return {"done": False, "problem": problem}
        return {"done": True, "said": "", **answer}

    def _do(self, content: Mapping[str, Any]) -> dict[str, Any]:
        notes, screen, op = self.notes, self.screen, content.get("op")
        if notes is None or screen is None:
            return {}
        if op == "watch":
            return {"passages": _seen(str(content["text"]))}
        if op == "mask_text":
            return {"text": notes.masked(str(content["text"]))}
        said = ""
        if op == "add":
            said = f"Ligne {notes.add(_note(content['note']))} enregistrée."
        elif op == "undo":
            said = "Dernier geste annulé." if notes.undo() else "Il n’y a rien à annuler depuis l’ouverture."
        elif op == "mask":
            shown = _note(content["shown"])
            masked = TypedNote(notes.masked(shown.text), shown.table, shown.sequence, shown.photo)
            notes.correct(int(content["number"]), shown, masked)
            said = "Masqué."
        elif op == "correct":
            corrected = content["corrected"]
            changed = None if corrected is None else _note(corrected)
            notes.correct(int(content["number"]), _note(content["shown"]), changed)
            said = "Ligne supprimée." if changed is None else "Ligne corrigée."
        screen.state = {**screen.state, **self._state()}
        return {"said": typeset(said)}


@lru_cache(maxsize=4096)  # each line is shown again at each one that is typed
def _seen(text: str) -> tuple[str, ...]:
    return tuple(passage.words for passage in personal_passages(text))


def _note(content: Mapping[str, Any]) -> TypedNote:
    return TypedNote(*(str(content[name]) for name in ("text", "table", "sequence", "photo")))


def _row(*children: Any) -> ipywidgets.HBox:
    row = ipywidgets.HBox(children)
    row.add_class("pl-row")
    return row
