"""The framing as it is filled in: questions, what does not go together beside them, the checklist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from participation_lib.chain.framing import FramingDesk
from participation_lib.facilitation.contradictions import Contradiction, Severity, contradictions, readiness
from participation_lib.facilitation.days import tell_day
from participation_lib.facilitation.framing import Framing
from participation_lib.facilitation.framing_note import PERSONAL
from participation_lib.facilitation.questions import Question, blocks, levels, questions
from participation_lib.facilitation.schedule import ScheduleLine, schedule
from participation_lib.notes.typography import typeset
from participation_lib.widgets.facilitation.attempts import attempt
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.scripts import script

__all__ = ["FramingPanel", "FramingView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_WORDS: Final = {
    "choose": "Choisir…",
    "essential": "essentielle",
    "take_on": "L’assumer",
    "take_on_why": "Pourquoi avancer quand même",
    "taken_on": "Assumé :",
    "take_back": "Ne plus l’assumer",
    "save": "Enregistrer",
    "give_up": "Abandonner",
    "undo": "Annuler ma dernière réponse",
    "blocks": "Aller à",
    "schedule": "Qui fait quoi, pour quand",
    "no_schedule": "Le calendrier sera compté à partir de la date de la décision.",
    "done": "Fait",
    "when": "Pour le",
    "what": "Quoi",
    "who": "Qui",
    "proposed": "date proposée",
    "answered": "réponses",
    "one_warning": "point signalé",
    "several_warnings": "points signalés",
    "dpo": (
        "Vous demandez des données personnelles : voyez la personne déléguée à la protection des données avant tout "
        "recueil."
    ),
}
_SEVERITIES: Final = {
    Severity.STOP: "Ne pas lancer en l’état",
    Severity.CARE: "À régler",
    Severity.ADVICE: "Conseil",
}


class FramingView(anywidget.AnyWidget):
    """The form as the page holds it: what was answered is given, answers are passed on."""

    _esm = script("parts.js", "framing.js")
    _css = _STATIC / "framing.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    form: traitlets.List[Any] = traitlets.List().tag(sync=True)  # questions, which do not change
    state = traitlets.Dict().tag(sync=True)


class FramingPanel:
    """The form of one démarche.

    Parameters
    ----------
    desk
        Where answers are kept.
    live
        Where what happens is said.
    on_change
        Called when something was answered.
    """

    def __init__(self, desk: FramingDesk, live: LiveMessage, on_change: Callable[[], None] = lambda: None) -> None:
        self._desk, self._live, self._on_change = desk, live, on_change
        self.form = FramingView(form=[_block(block.block_id) for block in blocks()])
        self.form.on_msg(self._receive)
        self.view = panel(self.form)
        self.refresh()

    def refresh(self) -> None:
        """Show the framing as it stands, others' answers included."""
        framing = self._desk.framing
        ready = readiness(framing)
        found = contradictions(framing)
        asked = set(framing.picked("donnees")) & set(PERSONAL)
        self.form.state = {
            "read_only": self._desk.dossier.read_only,
            "light": str(ready.light),
            "light_words": typeset(f"Feu {ready.light}. {ready.sentence}"),
            "missing": typeset(_missing(ready.missing)),
            "answers": {name: framing.value(name) for name in questions()},
            # A browser shows days in its own order: they are told in full too.
            "days": {
                name: typeset(framing.told(name))
                for name, question in questions().items()
                if question.form == "date" and framing.value(name)
            },
            "warnings": [_warning(one) for one in found],
            "schedule": [_line(line) for line in schedule(framing)],
            "has_dates": any(line.day for line in schedule(framing)),
            "dpo": bool(asked),
            "answered": _answered(framing),
        }

    def _receive(self, _widget: Any, content: Mapping[str, Any], _buffers: list[memoryview]) -> None:
        done = False
        if content.get("op") == "answer":
            done = self._answer(str(content.get("name", "")), str(content.get("value", "")))
        elif content.get("op") == "undo":
            done = self._undo()
        # The page marks the field that was refused; what was typed in it stays.
        self.form.send({"ticket": content.get("ticket"), "done": done, "problem": "" if done else self._live.problem})

    def _answer(self, name: str, value: str) -> bool:
        def answer() -> None:
            before = {warning["id"] for warning in self.form.state["warnings"]}
            self._desk.answer(name, value)
            self.refresh()
            self._on_change()
            # Said too to who does not see the frame that appears under the field.
            new = [warning["fact"] for warning in self.form.state["warnings"] if warning["id"] not in before]
            self._live.done(" ".join(["Enregistré.", *new]))

        return attempt(self._live, self._desk.dossier.folder, answer)

    def _undo(self) -> bool:
        undone: list[bool] = []

        def undo() -> None:
            undone.append(self._desk.undo())
            self.refresh()
            self._on_change()

        done = attempt(self._live, self._desk.dossier.folder, undo)
        if done:
            self._live.done("Dernière réponse annulée." if undone == [True] else "Il n’y a rien à annuler.")
        return done


def _block(block_id: str) -> dict[str, Any]:
    block = next(block for block in blocks() if block.block_id == block_id)
    return {
        "id": block.block_id,
        "heading": typeset(block.heading),
        "questions": [_question(question) for question in block.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.question_id,
        "label": typeset(question.label),
        "hint": typeset(question.hint),
        "form": question.form,
        "essential": question.essential,
        "options": [[name, typeset(label)] for name, label in question.options.items()],
        "definitions": (
            {name: typeset(level.definition) for name, level in levels().items()}
            if question.question_id == "niveau"
            else {}
        ),
    }


def _warning(one: Contradiction) -> dict[str, Any]:
    return {
        "id": one.rule_id,
        "severity": str(one.severity),
        "severity_words": typeset(_SEVERITIES[one.severity]),
        "fields": list(one.fields),
        "fact": typeset(one.fact),
        "reason": typeset(one.reason),
        "advice": typeset(one.advice),
        "accepted": one.accepted,
    }


def _line(line: ScheduleLine) -> dict[str, Any]:
    remarks = [*([_WORDS["proposed"]] if line.proposed and line.day else []), *line.remarks]
    return {
        "id": line.step_id,
        "label": typeset(line.label),
        "owner": line.owner,
        "day": line.day.isoformat() if line.day else "",
        "told": typeset(tell_day(line.day)) if line.day else "",
        "landmark": typeset(line.landmark),
        "remarks": typeset(", ".join(remarks)),
        "done": line.done,
    }


def _missing(missing: tuple[str, ...]) -> str:
    if not missing:
        return "Toutes les questions essentielles ont une réponse."
    said = plural(len(missing), "question essentielle", "questions essentielles")
    return f"{said} sans réponse."


def _answered(framing: Framing) -> dict[str, str]:
    found = {}
    for block in blocks():
        n_answered = sum(bool(framing.value(question.question_id)) for question in block.questions)
        found[block.block_id] = f"{n_answered}/{len(block.questions)}"
    return found
