"""The panel « Carte »: ideas as points by meaning, chosen with the mouse or in a list, and moved together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.cards import theme_label, theme_rows
from participation_lib.review.map_points import MapPoint, map_points, middles
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED, MoveIdeas, SetAsideIdeas
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.review.gestures import Gestures, nothing_to_undo
from participation_lib.widgets.scripts import script

__all__ = ["IdeaMap", "MapView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_N_MARKS: Final = 12  # pairs of a colour and a shape that can be told apart; further themes share a grey ring
_WORDS: Final = {
    "help": "Deux points proches disent à peu près la même chose ; entre groupes éloignés, la distance ne dit rien. "
    "Entourez des points avec la souris, ou cochez des idées dans la liste, puis choisissez leur thème.",
    "picture": "Carte des idées. La liste « Choisir dans une liste », plus bas, permet les mêmes choix au clavier.",
    "mode": "La souris sert à",
    "lasso": "entourer",
    "box": "encadrer",
    "hand": "se déplacer",
    "closer": "Agrandir",
    "farther": "Réduire",
    "whole": "Tout voir",
    "to_selection": "Voir la sélection",
    "themes": "Thèmes",
    "themes_help": "Cliquez sur un thème pour ne voir que lui.",
    "rest": "Les thèmes d'après le douzième ont tous un anneau gris : fiez-vous à leur numéro.",
    "pointed": "Idée montrée",
    "nothing": "Passez la souris sur un point pour lire l'idée.",
    "none": "Aucune idée choisie",
    "one": "idée choisie",
    "several": "idées choisies",
    "move_to": "Déplacer la sélection vers",
    "choose": "Choisissez un thème",
    "new": "Nouveau thème…",
    "new_field": "Nom du nouveau thème",
    "move": "Déplacer",
    "aside": "Écarter…",
    "aside_field": "Pourquoi les écarter ? La raison figurera au pied de la note.",
    "aside_done": "Écarter la sélection",
    "cancel": "Ne rien faire",
    "clear": "Vider la sélection",
    "list": "Choisir dans une liste",
    "list_field": "Idées à lister",
    "list_selection": "La sélection",
    "list_empty": "La sélection est vide : entourez des points, ou choisissez ici un thème puis cochez des idées.",
    "tick_all": "Cocher toute la liste",
    "tick_none": "Décocher toute la liste",
    "more": "Afficher la suite",
    "missing": "Choisissez d'abord un thème.",
    "missing_name": "Écrivez d'abord son nom.",
    "missing_reason": "Écrivez d'abord pourquoi.",
}


class MapView(anywidget.AnyWidget):
    """What the page shows of the map. It knows nothing of reviews."""

    _esm = script("parts.js", "review_map.js")
    _css = _STATIC / "review_map.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    points = traitlets.List(traitlets.Dict()).tag(sync=True)
    places = traitlets.List(traitlets.Unicode()).tag(sync=True)  # theme of each point
    themes = traitlets.List(traitlets.Dict()).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)


class IdeaMap:
    """The map of ideas.

    Parameters
    ----------
    gestures
        Through which every decision goes.
    """

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self._points: tuple[MapPoint, ...] = ()
        self._shown: tuple[tuple[str, int, int], ...] = ()
        self._marks: dict[str, int] = {}  # number of each theme, kept as long as the map is open
        self.widget = MapView()
        self.widget.on_msg(self._receive)
        self.view = panel(self.widget)
        self.view.add_class("pl-map-panel")

    def refresh(self) -> None:
        """Show the themes ideas are in now; points stay where they are."""
        desk, review = self._gestures.desk, self._gestures.desk.review
        spans = tuple((idea.idea_id, idea.start, idea.end) for idea in review.in_reading_order)
        if spans != self._shown:
            if spans and not desk.has_positions:
                self._gestures.live.progress(0, 1, "La carte se prépare : quelques secondes…")
            self._points, self._shown = map_points(desk), spans
            if self._gestures.live.busy:
                self._gestures.live.done("La carte est prête.")
            self.widget.points = [
                {"id": point.idea_id, "x": point.x, "y": point.y, "where": typeset(point.where), "text": point.text}
                for point in self._points
            ]
            self.widget.note = typeset(_note(len(self._points), len(spans)))
        theme_of = {
            point.idea_id: SET_ASIDE if (idea := review.ideas[point.idea_id]).set_aside else idea.theme_id
            for point in self._points
        }
        self.widget.themes = self._themes(middles(self._points, theme_of))
        self.widget.places = list(theme_of.values())

    def _themes(self, middle: dict[str, tuple[float, float]]) -> list[dict[str, Any]]:
        desk = self._gestures.desk
        rows = theme_rows(desk)
        for row in rows:
            self._marks.setdefault(row.theme_id, len(self._marks) + 1)
        shown = [(row.theme_id, row.label, row.ideas, self._marks[row.theme_id]) for row in rows]
        shown.sort(key=lambda row: row[3])
        shown.append((UNCLASSIFIED, "Sans thème", desk.review.counts.unclassified, 0))
        return [
            {
                "id": theme_id,
                "label": label if theme_id != UNCLASSIFIED else typeset(label),
                "ideas": ideas,
                "number": number,
                "mark": (number if number <= _N_MARKS else _N_MARKS + 1) if number else 0,
                "middle": list(middle[theme_id]) if theme_id in middle else None,
            }
            for theme_id, label, ideas, number in shown
        ]

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        act = self._acts.get(str(content.get("do", "")))
        if act is None:
            return
        done = act(content)
        self.refresh()
        self.widget.send({"done": done, "did": content["do"]})

    @property
    def _acts(self) -> dict[str, Callable[[dict[str, Any]], bool]]:
        return {
            "move": self._move,
            "new": self._move_to_new,
            "aside": self._set_aside,
            "undo": lambda _: self._turn_back(
                self._gestures.desk.undo, "Dernier geste annulé", nothing_to_undo(self._gestures.desk)
            ),
            "redo": lambda _: self._turn_back(self._gestures.desk.redo, "Geste rétabli", "Il n'y a rien à rétablir."),
        }

    def _move(self, content: dict[str, Any]) -> bool:
        desk, ideas, theme_id = self._gestures.desk, _ideas(content), str(content["theme"])
        where = "sans thème" if theme_id == UNCLASSIFIED else f"dans « {theme_label(desk, theme_id)} »"
        return self._gestures.do(
            lambda: desk.decide(MoveIdeas(ideas, theme_id)), f"{plural(len(ideas), 'idée')} {where}"
        )

    def _move_to_new(self, content: dict[str, Any]) -> bool:
        desk, ideas, label = self._gestures.desk, _ideas(content), " ".join(str(content["label"]).split())
        return self._gestures.do(
            lambda: desk.move(ideas, desk.create_theme(label)),
            f"Thème « {label} » créé, avec {plural(len(ideas), 'idée')}",
        )

    def _set_aside(self, content: dict[str, Any]) -> bool:
        desk, ideas, reason = self._gestures.desk, _ideas(content), str(content["reason"])
        return self._gestures.do(
            lambda: desk.decide(SetAsideIdeas(ideas), reason), plural(len(ideas), "idée écartée", "idées écartées")
        )

    def _turn_back(self, step: Callable[[], bool], said: str, nothing: str) -> bool:
        found: list[bool] = []
        if not self._gestures.do(lambda: found.append(step())):
            return False
        self._gestures.live.done(said if found[0] else nothing)
        return True


def _ideas(content: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(idea_id) for idea_id in content["ideas"])


def _note(shown: int, ideas: int) -> str:
    if shown == ideas:
        return ""
    return (
        f"La carte montre {format_number(shown)} des {plural(ideas, 'idée')}, prises à intervalles réguliers, "
        "pour rester lisible. Les autres se retrouvent par la recherche et dans les thèmes."
    )
