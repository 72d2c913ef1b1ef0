"""The session as it is composed: facts, steps whose minutes add up, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
import traitlets

from participation_lib.facilitation.run_sheet_note import tell_time
from participation_lib.facilitation.session import Session, StepKind, told_minutes
from participation_lib.facilitation.session_reading import (
    FACTS,
    add_typed_step,
    change_fact,
    change_typed_step,
    fact_told,
    step_told,
)
from participation_lib.notes.typography import typeset
from participation_lib.themes.naming import fold
from participation_lib.widgets.facilitation.asking import Asking
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.scripts import script

if TYPE_CHECKING:
    from participation_lib.chain.sessions import SessionDesk

__all__ = ["SessionPanel", "SessionView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_LABELS: Final = {
    "title": ("Titre de la séance", "La nature en ville"),
    "day": ("Date", "14 mars 2026"),
    "starts": ("Début", "9 h 30"),
    "place": ("Lieu", "Maison de quartier des Plants"),
    "n_people": ("Personnes attendues", "60"),
    "n_tables": ("Tables", "8"),
    "available_minutes": ("Durée de la salle", "3 h"),
}
_WORDS: Final = {
    "title": "Titre de l’étape",
    "step": "étape",
    "minutes": "Durée (min)",
    "kind": "Type",
    "more": "Détails",
    "less": "Fermer",
    "remove": "Retirer",
    "move": "Déplacer",
    "move_how": "Glisser, ou flèches haut et bas",
    "question": "Question affichée dans la salle",
    "facilitators": "Qui anime (séparer par des virgules)",
    "material": "Matériel (séparer par des virgules)",
    "instructions": "Consignes, une par ligne : minutes, deux points, ce qu’on fait (« 10 : tour de table »)",
    "undo": "Annuler",
    "redo": "Rétablir",
    "add_heading": "Ajouter une étape",
    "add": "Ajouter",
    "method": "Méthode",
    "add_method": "Ajouter cette méthode",
}


class SessionView(anywidget.AnyWidget):
    """The session as the page holds it: rows given, gestures passed on."""

    _esm = script("parts.js", "session.js")
    _css = _STATIC / "session.css"
    words = traitlets.Dict(
        {
            **{name: typeset(text) for name, text in _WORDS.items()},
            "kinds": [[str(kind), str(kind).capitalize()] for kind in StepKind],
        }
    ).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)


class SessionPanel:
    """The panel where a session is composed.

    Parameters
    ----------
    asking
        Through which every change goes.
    desk
        The session.
    on_change
        Called after each change.
    """

    def __init__(self, asking: Asking, desk: SessionDesk, on_change: Callable[[], None] = lambda: None) -> None:
        self._asking = asking
        self._desk = desk
        self._on_change = on_change
        self.list = SessionView()
        self.list.on_msg(self._receive)
        self.view = panel(asking.live, self.list)

    def refresh(self) -> None:
        """Show the session as it stands."""
        session = self._desk.session
        remarks = session.remarks()
        self.list.state = {
            "facts": [
                {
                    "name": name,
                    "label": typeset(_LABELS[name][0]),
                    "hint": typeset(_LABELS[name][1]),
                    "value": fact_told(session, name),
                }
                for name in FACTS
            ],
            "steps": [
                {
                    **step_told(moment.step),
                    "id": moment.step.step_id,
                    "kind_key": fold(str(moment.step.kind)),
                    "starts": typeset(tell_time(moment.starts)),
                    "ends": typeset(tell_time(moment.ends)),
                    "remarks": [typeset(told.sentence) for told in remarks if told.step_id == moment.step.step_id],
                }
                for moment in session.moments()
            ],
            "remarks": [typeset(told.sentence) for told in remarks if not told.step_id],
            "summary": typeset(_summary(session)),
            "methods": [[name, typeset(label)] for name, label in self._desk.methods()],
            "can_undo": self._desk.can_undo,
            "can_redo": self._desk.can_redo,
            "read_only": False,
        }

    def _receive(self, _widget: Any, content: Mapping[str, Any], _buffers: list[memoryview]) -> None:
        gesture = self._GESTURES.get(str(content.get("op", "")))
        done = gesture(self, content) if gesture is not None else False
        # The page forgets what was typed only when it is done.
        self.list.send({"ticket": content.get("ticket"), "done": done})

    def _change(self, change: Callable[[Session], Session], said: str) -> bool:
        return self._do(lambda: self._desk.change(change), said)

    def _do(self, gesture: Callable[[], object], said: str) -> bool:
        def then_show() -> None:
            gesture()
            self.refresh()
            self._on_change()

        return self._asking.do(then_show, said)

    def _fact(self, content: Mapping[str, Any]) -> bool:
        name, value = str(content.get("name", "")), str(content.get("value", ""))
        return self._change(lambda session: change_fact(session, name, value), "Enregistré.")

    def _add(self, content: Mapping[str, Any]) -> bool:
        values = _values(content)
        return self._change(lambda session: add_typed_step(session, values), "Étape ajoutée.")

    def _change_step(self, content: Mapping[str, Any]) -> bool:
        step_id, values = str(content.get("id", "")), _values(content)
        return self._change(lambda session: change_typed_step(session, step_id, values), "Enregistré.")

    def _move(self, content: Mapping[str, Any]) -> bool:
        step_id, to = str(content.get("id", "")), content.get("to")
        place = to if isinstance(to, int) else 0
        return self._change(lambda session: session.with_step_moved(step_id, place), f"Étape en place {place + 1}.")

    def _remove(self, content: Mapping[str, Any]) -> bool:
        step_id = str(content.get("id", ""))
        return self._change(lambda session: session.without_step(step_id), "Étape retirée.")

    def _method(self, content: Mapping[str, Any]) -> bool:
        method_id = str(content.get("method", ""))
        return self._do(lambda: self._desk.add_method(method_id), "Méthode ajoutée.")

    def _undo(self, _content: Mapping[str, Any]) -> bool:
        return self._do(self._desk.undo, "Changement annulé.")

    def _redo(self, _content: Mapping[str, Any]) -> bool:
        return self._do(self._desk.redo, "Changement rétabli.")

    _GESTURES: Final[Mapping[str, Callable[[SessionPanel, Mapping[str, Any]], bool]]] = {
        "fact": _fact,
        "add": _add,
        "change": _change_step,
        "move": _move,
        "remove": _remove,
        "method": _method,
        "undo": _undo,
        "redo": _redo,
    }


def _values(content: Mapping[str, Any]) -> dict[str, str]:
    values = content.get("values")
    return {str(name): str(value) for name, value in values.items()} if isinstance(values, Mapping) else {}


def _summary(session: Session) -> str:
    if not session.steps:
        return "Aucune étape pour l’instant : ajoutez la première ci-dessous."
    steps, minutes = plural(len(session.steps), "étape"), told_minutes(session.n_minutes)
    told = f"{steps}, {minutes} en tout, fin à {tell_time(session.ends)}"
    if session.available_minutes >= session.n_minutes > 0 and session.available_minutes:
        return f"{told} ; il reste {session.available_minutes - session.n_minutes} min."
    return f"{told}."
