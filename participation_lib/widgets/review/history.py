"""The history: what was decided, by whom, when and why; each line may be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.history import HistoryLine, history, ideas_named, last_decision_of, midnight, told
from participation_lib.review.review import DecisionError
from participation_lib.schema import Redo, SetBatchAside, Undo
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.scripts import script

__all__ = ["PAGE", "HistoryLines", "HistoryPanel"]

PAGE: Final = 50
_MOST_IDEAS: Final = 12  # shown under a line; the others are counted
_STATIC: Final = Path(__file__).parents[1] / "static"
_ALL, _VISIT, _TODAY, _YESTERDAY, _WEEK = "tout", "visite", "jour", "hier", "semaine"
_SINCE: Final = {
    _ALL: "Depuis le début",
    _VISIT: "Depuis ma dernière visite",
    _TODAY: "Aujourd’hui",
    _YESTERDAY: "Depuis hier",
    _WEEK: "Depuis sept jours",
}
_DAYS: Final = {_TODAY: 0, _YESTERDAY: 1, _WEEK: 7}
_WORDS: Final = {
    "heading": "Historique",
    "since": "Ce qui a changé",
    "undo": "Annuler",
    "redo": "Rétablir",
    "undone": "annulé",
    "reason": "Raison",
    "see": "Voir",
    "hide": "Masquer",
    "give_up": "Ne rien faire",
    "aside": "Écarter",
    "why": "Pourquoi ? La raison figurera au pied de la note.",
    "previous": "Plus récent",
    "next": "Plus ancien",
    "none": "Aucune décision dans cette période.",
}


_ASIDE: Final = typeset("Écarter ces contributions")
_MISTAKE: Final = typeset("fichier ajouté par erreur")


class HistoryLines(anywidget.AnyWidget):
    """The lines as the page holds them: lines given, gestures passed on."""

    _esm = script("parts.js", "review_history.js")
    _css = _STATIC / "review_history.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)


class HistoryPanel:
    """The panel of the history, the latest decision first.

    Parameters
    ----------
    gestures
        What is asked of the desk. « Ma dernière visite » ends with the last decision of the
        person at this desk before this panel was made.
    """

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self._visit = last_decision_of(gestures.desk.review, gestures.desk.author)
        self._since = _ALL
        self._page = 0
        self._asked: Undo | Redo | SetBatchAside | None = None  # what is shown before it is done
        self._under = 0  # the line it is shown under
        self._companions: tuple[int, ...] = ()  # the decisions that go with it
        self.lines = HistoryLines()
        self.lines.on_msg(self._receive)
        self.view = panel(self.lines)

    def refresh(self) -> None:
        """Show the history as it stands."""
        desk = self._gestures.desk
        self._follow()
        found = self._found()
        self._page = max(0, min(self._page, (len(found) - 1) // PAGE))
        first = self._page * PAGE
        shown = found[first : first + PAGE]
        position = f"Décisions {format_number(first + 1)} à {format_number(first + len(shown))} sur "
        self.lines.state = {
            "since": self._since,
            "periods": [
                {"name": name, "label": typeset(label)}
                for name, label in _SINCE.items()
                if name != _VISIT or self._visit
            ],
            "days": [
                {"day": typeset(day), "lines": [self._line(line) for line in lines]}
                for day, lines in groupby(shown, key=lambda line: line.day)
            ],
            "position": typeset(
                position + format_number(len(found)) if len(found) > PAGE else plural(len(found), "décision")
            ),
            "has_previous": self._page > 0,
            "has_next": first + PAGE < len(found),
            "read_only": desk.dossier.read_only,
            "proposal": self._proposal(),
        }

    def _follow(self) -> None:
        """Keep what is proposed true whatever was decided since; forget it once it makes no sense."""
        desk, asked = self._gestures.desk, self._asked
        if isinstance(asked, SetBatchAside):
            if not desk.review.may_be_set_aside(asked.batch_id):
                self._asked = None
        elif asked is not None:
            try:
                self._companions = desk.needed_with(asked)
            except DecisionError:
                self._companions = ()
            if not self._companions:
                self._asked = None

    def _proposal(self) -> dict[str, Any]:
        """Give what would be done, for it to be accepted as a whole."""
        asked = self._asked
        if asked is None:
            return {}
        if isinstance(asked, SetBatchAside):
            said = _said_aside(*self._gestures.desk.seen_aside(asked.batch_id))
            return {"id": self._under, "words": typeset(said), "accept": _ASIDE, "reason": _MISTAKE, "lines": []}
        lines = {line.decision_id: line for line in history(self._gestures.desk.review)}
        companions = [lines[number] for number in self._companions]
        one, number = len(companions) < 2, plural(len(companions), "décision")
        these = "cette décision" if one else f"ces {number}"
        if isinstance(asked, Undo):
            words = f"{number} ne {'tient' if one else 'tiennent'} pas sans celle-ci :"
            accept, mark = f"Annuler aussi {these}", "à annuler aussi"
        else:
            words = f"{number} {'avait été annulée' if one else 'avaient été annulées'} en même temps :"
            accept, mark = f"Rétablir aussi {these}", "à rétablir aussi"
        return {
            "id": self._under,
            "words": typeset(words),
            "accept": typeset(accept),
            "mark": mark,
            "companions": [line.decision_id for line in companions],
            "lines": [typeset(f"{line.time}, {_author(line)} : {line.sentence}") for line in companions],
        }

    def _found(self) -> tuple[HistoryLine, ...]:
        review = self._gestures.desk.review
        if self._since == _VISIT:
            return history(review, after=self._visit)
        if self._since in _DAYS:
            return history(review, since=midnight(datetime.now().astimezone(), _DAYS[self._since]))
        return history(review)

    def _line(self, line: HistoryLine) -> dict[str, Any]:
        return {
            "id": line.decision_id,
            "time": typeset(line.time),
            "author": _author(line),
            "sentence": typeset(line.sentence),
            "reason": line.reason,
            "undone": line.undone,
            "gesture": line.gesture,
            "aside": bool(line.batch_id),
            **self._ideas(line),
            "undo": line.can_be_undone,
            # What the tool learnt comes back with the decision it learnt from.
            "redo": line.undone and not line.by_tool,
        }

    def _ideas(self, line: HistoryLine) -> dict[str, Any]:
        """Give the words of the ideas a line names, for the screen alone."""
        review = self._gestures.desk.review
        named = ideas_named(review, line.decision_id)
        left = len(named) - _MOST_IDEAS
        shown = [review.ideas[idea_id] for idea_id in named[:_MOST_IDEAS]]
        return {
            "see": typeset(plural(len(named), "idée")) if shown else "",
            "ideas": [
                {"place": typeset(review.contributions[idea.contribution_id].place), "text": review.text(idea)}
                for idea in shown
            ],
            "left": typeset(f"et {plural(left, 'autre')}.") if left > 0 else "",
        }

    def _receive(self, _widget: Any, content: Mapping[str, Any], _buffers: list[memoryview]) -> None:
        number = int(content.get("id", 0))
        match content.get("op"):
            case "since" if content.get("name") in _SINCE:
                self._since, self._page = str(content["name"]), 0
            case "previous":
                self._page -= 1
            case "next":
                self._page += 1
            case "undo":
                self._decide(Undo(number))
            case "redo":
                self._decide(Redo(number))
            case "aside":
                self._propose_aside(number)
            case "accept":
                self._accept(str(content.get("reason", "")))
            case "give_up":
                self._asked = None
        self.refresh()

    def _decide(self, action: Undo | Redo) -> None:
        """Undo or redo one line; where it takes others along, they are shown first."""
        desk = self._gestures.desk
        self._asked = None

        def gesture() -> None:
            try:
                desk.decide(action)
            except DecisionError:
                if not desk.needed_with(action):
                    raise
                self._asked, self._under = action, action.decision_id

        if self._gestures.do(gesture) and self._asked is None:
            self._gestures.live.done(self._done(action))

    def _accept(self, reason: str) -> None:
        """Do what was shown."""
        asked = self._asked
        if isinstance(asked, SetBatchAside):
            self._set_aside(asked, reason)
        elif asked is not None:
            self._decide_together(asked, self._companions)

    def _decide_together(self, action: Undo | Redo, companions: tuple[int, ...]) -> None:
        desk = self._gestures.desk
        turn = desk.undo_together if isinstance(action, Undo) else desk.redo_together
        also = f"{self._done(action)[:-1]}, avec {plural(len(companions), 'autre décision', 'autres décisions')}."
        if self._gestures.do(lambda: turn((action.decision_id, *companions)), also):
            self._asked = None

    def _propose_aside(self, decision_id: int) -> None:
        """Say what setting aside the files of a line would do."""
        lines = history(self._gestures.desk.review)
        batch_id = next((line.batch_id for line in lines if line.decision_id == decision_id), 0)
        if batch_id:
            self._asked, self._under = SetBatchAside(batch_id), decision_id

    def _set_aside(self, action: SetBatchAside, reason: str) -> None:
        desk = self._gestures.desk
        if self._gestures.do(lambda: desk.decide(action, reason)):
            self._asked = None
            self._gestures.live.done(f"{told(desk.review, desk.review.log[-1])}.")

    def _done(self, action: Undo | Redo) -> str:
        lines = history(self._gestures.desk.review)
        sentence = next((line.sentence for line in lines if line.decision_id == action.decision_id), "")
        return f"{'Annulé' if isinstance(action, Undo) else 'Rétabli'} : {sentence}."


def _said_aside(n_aside: int, staying: int, n_themes: int) -> str:
    """Say what setting files aside would do."""
    said = [f"{plural(n_aside, 'idée sera comptée', 'idées seront comptées')} à part, avec la raison."]
    if staying:
        said.append(f"{plural(staying, 'idée reste', 'idées restent')} : un autre fichier dit la même chose.")
    if n_themes:
        said.append(f"{plural(n_themes, 'thème proposé, vide, disparaîtra', 'thèmes proposés, vides, disparaîtront')}.")
    return " ".join([*said, "Cela s’annule comme le reste."])


def _author(line: HistoryLine) -> str:
    return "l’outil" if line.by_tool else line.author
