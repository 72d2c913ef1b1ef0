"""The panel « À relire »: one idea at a time, settled with one key, and those like it with the same gesture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.cards import IdeaCard, theme_label, theme_rows
from participation_lib.review.review import ReviewCounts
from participation_lib.review.waiting_line import Page, WaitingLine
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.review.gestures import Gestures, nothing_to_undo
from participation_lib.widgets.scripts import script

__all__ = ["Queue", "QueueView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_WORDS: Final = {
    "title": "Idée à relire",
    "again": "Idée déjà relue",
    "keys": "Cliquez sur l'idée, ou allez-y avec la touche Tab : chaque geste a alors sa touche, écrite à côté de lui. "
    "Ctrl+Z annule le dernier.",
    "alike": "Même geste pour les semblables",
    "alike_help": "Les idées cochées suivront la première. Décochez celles qui n'ont rien à voir.",
    "elsewhere": "ailleurs…",
    "elsewhere_label": "Envoyer ailleurs cette idée seule :",
    "choices": "Son thème",
    "tick_all": "Tout cocher",
    "tick_none": "Tout décocher",
    "confirm": "C'est bien là",
    "confirm_each": "Chacune est bien là",
    "confirm_none": "Laisser sans thème",
    "confirm_past": "Rien à changer",
    "confirm_key": "Espace",
    "new": "Nouveau thème…",
    "other": "Autre thème…",
    "aside": "Écarter…",
    "back": "Précédente",
    "skip": "Passer",
    "cancel": "Ne rien faire",
    "new_title": "Nouveau thème",
    "new_field": "Nom du thème",
    "new_done": "Créer et y mettre les idées cochées",
    "new_done_one": "Créer et y mettre cette idée",
    "other_title": "Autre thème",
    "other_title_one": "Envoyer cette idée seule dans…",
    "other_field": "Commencez à écrire son nom, puis choisissez avec les flèches et Entrée",
    "other_none": "Aucun thème ne porte ce nom.",
    "aside_title": "Écarter",
    "aside_field": "Pourquoi ? La raison figurera au pied de la note.",
    "aside_done": "Écarter les idées cochées",
    "belief": "confiance de l'outil, sur 100 :",
    "next": "Ensuite :",
    "next_alike": "Semblables :",
    "lost": "L'atelier ne répond pas : le dernier geste n'est peut-être pas enregistré. "
    "Attendez un instant ; si rien ne change, rechargez la page.",
    "wait": "Un instant…",
}
_REASONS: Final = ("incompréhensible", "déjà dite dans la même contribution", "ce n'est pas une idée")


class QueueView(anywidget.AnyWidget):
    """What the page shows of the queue. It knows nothing of reviews."""

    _esm = script("parts.js", "review_queue.js")
    _css = _STATIC / "review_queue.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    themes = traitlets.List(traitlets.Dict()).tag(sync=True)
    reasons = traitlets.List(traitlets.Unicode(), default_value=[typeset(r) for r in _REASONS]).tag(sync=True)
    state: Any = traitlets.Dict({"turn": 0, "current": None, "ahead": []}).tag(sync=True)


class Queue:
    """The queue of ideas to review.

    Parameters
    ----------
    gestures
        Through which every decision goes.
    """

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self._line = WaitingLine(gestures.desk)
        self._turn = 0
        self._acting = False
        self.widget = QueueView()
        self.widget.on_msg(self._receive)
        self.view = panel(self.widget)
        self.view.add_class("pl-queue-panel")

    def refresh(self) -> None:
        """Show the line as it stands; the idea in sight stays in sight."""
        if self._acting:  # the screen may be one page ahead: it is told once, at the end of the gesture
            return
        self._line.refresh()
        self.widget.themes = [
            *({"id": row.theme_id, "label": row.label, "ideas": row.ideas} for row in theme_rows(self._gestures.desk)),
            {
                "id": UNCLASSIFIED,
                "label": typeset("Sans thème"),
                "ideas": self._gestures.desk.review.counts.unclassified,
            },
        ]
        line = self._line
        self.widget.state = {
            "turn": self._turn,
            "current": self._shown(line.current) if line.current else None,
            "past": line.is_past,
            "ahead": [self._shown(page) for page in line.ahead],
            "can_go_back": line.can_go_back,
            "progress": typeset(_progress(self._gestures.desk.review.counts, line.n_waiting)),
            "end": "" if line.current else typeset(self._what_remains()),
        }

    def focus(self) -> None:
        """Put the keyboard on the idea in sight."""
        self.widget.send({"do": "focus"})

    # What is shown

    def _shown(self, page: Page) -> dict[str, Any]:
        return {
            "key": page.key,
            "rows": [self._row(card, card.idea_id in page.closed) for card in page.cards],
            "choices": [list(choice) for choice in page.choices],
        }

    def _row(self, card: IdeaCard, closed: bool) -> dict[str, Any]:
        label = theme_label(self._gestures.desk, card.theme_id)
        brief = f"dans « {label} »"
        if card.theme_id == SET_ASIDE:
            brief, now = "écartée", f"Écartée : {card.reason}"
        elif card.theme_id == UNCLASSIFIED:
            brief, now = "sans thème", f"Sans thème : {card.reason}" if card.reason else "Sans thème"
        elif card.settled:
            brief = now = f"dans « {label} », placée par {card.hand}"
            now = f"D{now[1:]}"
        else:
            now = f"Actuellement dans « {label} », confiance {card.belief} sur 100"
            now += f" : {card.reason}" if card.reason else ""
        return {
            "id": card.idea_id,
            "place": ", ".join(filter(None, (f"n° {card.reference}", card.group, card.sequence))),
            "before": card.before,
            "text": card.text,
            "after": card.after,
            "theme": card.theme_id,
            "now": typeset(now),
            "brief": typeset(brief),
            "closed": closed,
        }

    def _what_remains(self) -> str:
        review, desk = self._gestures.desk.review, self._gestures.desk
        if not review.ideas:
            return "Il n'y a aucune idée à relire dans ce dossier."
        left = []
        if moved := len(desk.tool_moves()):
            left.append(f"regarder {plural(moved, 'idée déplacée', 'idées déplacées')} par l'outil")
        if alone := review.counts.unclassified:
            left.append(f"décider de {plural(alone, 'idée sans thème', 'idées sans thème')}")
        if rough := sum(not theme.approved for theme in review.themes.values()):
            left.append(f"approuver {plural(rough, 'thème')}")
        end = f" Il reste à {_listed(left)}." if left else " Vous pouvez préparer la note."
        return f"Toutes les idées sont réglées.{end}"

    # What is asked

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        asked = str(content.get("do", ""))
        act = self._acts.get(asked)
        if act is None:
            return
        self._turn = max(self._turn, int(content.get("turn", 0)))
        self._acting = True
        try:
            done = act(content)
            if done and content.get("shows"):
                self._line.show(str(content["shows"]))
        finally:
            self._acting = False
        if done:
            self._gestures.do(self.refresh)
        else:
            self.refresh()

    @property
    def _acts(self) -> dict[str, Callable[[dict[str, Any]], bool]]:
        return {
            "move": self._move,
            "confirm": self._confirm,
            "new": self._move_to_new,
            "aside": self._set_aside,
            "skip": lambda _: self._go(self._line.skip),
            "back": lambda _: self._go(self._line.back),
            "undo": lambda _: self._turn_back(
                self._gestures.desk.undo, "Dernier geste annulé", nothing_to_undo(self._gestures.desk)
            ),
            "redo": lambda _: self._turn_back(self._gestures.desk.redo, "Geste rétabli", "Il n'y a rien à rétablir."),
        }

    def _move(self, content: dict[str, Any]) -> bool:
        key, ideas, theme_id = str(content["key"]), _ideas(content), str(content["theme"])
        where = "sans thème" if theme_id == UNCLASSIFIED else f"dans « {theme_label(self._gestures.desk, theme_id)} »"
        if content.get("alone"):
            return self._gestures.do(lambda: self._line.move_alone(key, ideas[0], theme_id), f"1 idée {where}")
        return self._gestures.do(lambda: self._line.move(key, ideas, theme_id), f"{plural(len(ideas), 'idée')} {where}")

    def _move_to_new(self, content: dict[str, Any]) -> bool:
        key, ideas, label = str(content["key"]), _ideas(content), " ".join(str(content["label"]).split())
        said = f"Thème « {label} » créé, avec {plural(len(ideas), 'idée')}"
        if content.get("alone"):
            return self._gestures.do(lambda: self._line.move_alone_to_new(key, ideas[0], label), said)
        return self._gestures.do(lambda: self._line.move_to_new(key, ideas, label), said)

    def _confirm(self, content: dict[str, Any]) -> bool:
        key, ideas = str(content["key"]), _ideas(content)
        return self._gestures.do(
            lambda: self._line.confirm(key, ideas), f"Place confirmée pour {plural(len(ideas), 'idée')}"
        )

    def _set_aside(self, content: dict[str, Any]) -> bool:
        key, ideas, reason = str(content["key"]), _ideas(content), " ".join(str(content["reason"]).split())
        done = self._gestures.do(
            lambda: self._line.set_aside(key, ideas, reason), plural(len(ideas), "idée écartée", "idées écartées")
        )
        if done:
            self.widget.reasons = list(dict.fromkeys((reason, *self.widget.reasons)))[:5]
        return done

    def _go(self, step: Callable[[], object]) -> bool:
        return self._gestures.do(step)

    def _turn_back(self, step: Callable[[], bool], said: str, nothing: str) -> bool:
        found: list[bool] = []
        if not self._gestures.do(lambda: found.append(step())):
            return False
        self._gestures.live.done(said if found[0] else nothing)
        return True


def _ideas(content: dict[str, Any]) -> list[str]:
    return [str(idea_id) for idea_id in content["ideas"]]


def _progress(counts: ReviewCounts, waiting: int) -> str:
    """Say how far the review is, in the words of the head of the page."""
    reviewed = plural(counts.reviewed, "idée relue", "idées relues")
    if not waiting:
        return f"{reviewed} sur {format_number(counts.ideas)}."
    sure = waiting - counts.to_review
    sentence = f"{reviewed}, {format_number(counts.to_review)} à relire"
    return f"{sentence}, {format_number(sure)} dont l'outil est assez sûr." if sure else f"{sentence}."


def _listed(parts: Sequence[str]) -> str:
    return " et à ".join(filter(None, (", à ".join(parts[:-1]), parts[-1])))
