"""What the room sees: the step, its question, the minutes left, what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import anywidget
import traitlets

from participation_lib.facilitation.session import Session
from participation_lib.notes.typography import typeset
from participation_lib.widgets.scripts import script

__all__ = ["ProjectorView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_WORDS: Final = {
    "start": "Démarrer",
    "pause": "Mettre en pause",
    "next": "Étape suivante",
    "previous": "Étape précédente",
    "more": "Une minute de plus",
    "less": "Une minute de moins",
    "full": "Plein écran",
    "sound_on": "Activer le son",
    "sound_off": "Couper le son",
    "coming": "Ensuite :",
    "last": "Dernière étape",
    "ends": "Fin prévue à",
    "paused": "En pause",
    "soon": "Il reste deux minutes",
    "over": "Le temps est écoulé",
    "left": "Temps restant",
    "keys": (
        "Clavier : espace démarre ou met en pause, flèches gauche et droite changent d’étape, + et − ajoutent ou "
        "retirent une minute, F plein écran, S son."
    ),
    "empty": "Cette séance n’a pas encore d’étape.",
    "step": "Étape",
    "of": "sur",
}


class ProjectorView(anywidget.AnyWidget):
    """The screen of the room. The browser keeps the time: a kernel that stops does not stop the clock."""

    _esm = script("parts.js", "projector.js")
    _css = _STATIC / "projector.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    steps = traitlets.List(traitlets.Dict()).tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    session_key = traitlets.Unicode().tag(sync=True)  # by which the browser finds where it was after a reload

    def show(self, session: Session, key: str) -> None:
        """Show a session; nobody's name is among what is shown."""
        self.title, self.session_key = session.title, key
        self.steps = [
            {"title": step.title, "question": step.question, "minutes": step.minutes, "id": step.step_id}
            for step in session.steps
        ]
