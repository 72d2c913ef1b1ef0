"""What stays in sight during a review: counts, undo and redo, the way from panel to panel, the tool's own moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.cards import idea_cards, theme_label
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.history import told
from participation_lib.schema import Decision
from participation_lib.widgets.markup import plural
from participation_lib.widgets.review.gestures import Gestures, nothing_to_undo
from participation_lib.widgets.scripts import script

__all__ = ["ReviewFrame"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_MOST_MOVES: Final = 200  # shown at once; all are kept or refused together
_WORDS: Final = {
    "panels": "Panneaux de la relecture",
    "undo": "Annuler",
    "redo": "Rétablir",
    "see": "Voir",
    "hide": "Masquer",
    "keep": "Garder",
    "refuse": "Tout refuser",
    "refuse_one": "Refuser l’idée cochée",
    "refuse_some": "Refuser les {n} idées cochées",
    "tick": "Cochez celles que vous voulez remettre où elles étaient.",
    "progress": "Idées relues",
    "moves": "Idées déplacées par l’outil",
}


class ReviewFrame(anywidget.AnyWidget):
    """The head of the review page.

    Parameters
    ----------
    gestures
        What is asked of the desk.
    panels
        Panels by name, with what each is called.
    on_show
        Called with the name of a panel when it is asked for.
    """

    _esm = script("parts.js", "review_frame.js")
    _css = _STATIC / "review_frame.css"
    state = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    arrived = traitlets.Bool(False).tag(sync=True)  # the page goes there when it shows

    def __init__(self, gestures: Gestures, panels: Mapping[str, str], on_show: Callable[[str], None]) -> None:
        super().__init__()
        self._gestures = gestures
        self._panels = dict(panels)
        self._on_show = on_show
        self.current = next(iter(self._panels))
        self.on_msg(self._receive)

    def refresh(self) -> None:
        """Show the review as it stands."""
        desk = self._gestures.desk
        self.state = {
            "title": desk.dossier.title or desk.dossier.folder.absolute().name,
            "counts": _counts(desk),
            "saved": typeset("tout est enregistré"),
            "read_only": typeset(
                "Ce dossier est ouvert en lecture seule : vous pouvez tout lire, rien n’y sera modifié."
                if desk.dossier.read_only
                else ""
            ),
            "progress": _progress(desk),
            "undo": _step(desk, desk.next_undo, "Annuler", nothing_to_undo(desk)),
            "redo": _step(desk, desk.next_redo, "Rétablir", "Il n’y a rien à rétablir."),
            "panels": [
                {"name": name, "label": typeset(label.format(n=format_number(desk.review.counts.to_review)))}
                for name, label in self._panels.items()
            ],
            "current": self.current,
            "moves": _moves(desk),
        }

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        desk = self._gestures.desk
        match content.get("op"):
            case "show" if content.get("name") in self._panels:
                self._on_show(str(content["name"]))
            case "undo":
                self._undo()
            case "redo":
                self._redo()
            case "keep":
                self._gestures.do(desk.accept_tool_moves, "Ce que l’outil a déplacé est gardé.")
            case "refuse":
                self._refuse({str(idea_id) for idea_id in content.get("ideas", ())})

    def _refuse(self, idea_ids: set[str]) -> None:
        desk = self._gestures.desk
        put_back = plural(len(idea_ids), "idée remise où elle était.", "idées remises où elles étaient.")
        everything = "Tout ce que l’outil avait déplacé est remis à sa place."
        self._gestures.do(lambda: desk.refuse_tool_moves(idea_ids), put_back if idea_ids else everything)

    def _undo(self) -> None:
        desk = self._gestures.desk
        last = desk.next_undo
        sentence = told(desk.review, last) if last else ""
        self._gestures.do(desk.undo, f"Annulé : {sentence}." if sentence else nothing_to_undo(desk))

    def _redo(self) -> None:
        desk = self._gestures.desk
        last = desk.next_redo
        sentence = told(desk.review, last) if last else ""
        self._gestures.do(desk.redo, f"Rétabli : {sentence}." if sentence else "Il n’y a rien à rétablir.")


def _counts(desk: ReviewDesk) -> str:
    counts = desk.review.counts
    return typeset(
        f"{plural(counts.ideas, 'idée')} : {plural(counts.classified, 'classée')}, "
        f"{plural(counts.unclassified, 'non classée', 'non classées')}, {plural(counts.set_aside, 'écartée')}"
    )


def _progress(desk: ReviewDesk) -> dict[str, Any]:
    counts = desk.review.counts
    return {
        "value": counts.reviewed,
        "maximum": counts.ideas,
        "words": typeset(f"{plural(counts.reviewed, 'idée relue', 'idées relues')} sur {format_number(counts.ideas)}"),
    }


def _step(desk: ReviewDesk, decision: Decision | None, verb: str, nothing: str) -> dict[str, Any]:
    """Give whether a decision can be undone or redone, and what it is."""
    if decision is None or desk.dossier.read_only:
        return {"possible": False, "what": typeset(nothing)}
    return {"possible": True, "what": typeset(f"{verb} : {told(desk.review, decision)}")}


def _moves(desk: ReviewDesk) -> dict[str, Any]:
    """Give what the tool moved by itself and nobody has looked at yet."""
    moves = desk.tool_moves()
    if not moves:
        return {"words": "", "rows": [], "left": ""}
    shown = moves[:_MOST_MOVES]
    cards = idea_cards(desk, [desk.review.ideas[move.idea_id] for move in shown])
    left = len(moves) - len(shown)
    return {
        "words": typeset(f"L’outil a déplacé {plural(len(moves), 'idée')} d’après vos choix."),
        "rows": [
            {
                "key": move.idea_id,
                "text": card.text,
                "where": typeset(f"de « {theme_label(desk, move.from_id)} » à « {theme_label(desk, move.to_id)} »"),
            }
            for move, card in zip(shown, cards, strict=True)
        ],
        "left": typeset(f"et {plural(left, 'autre')}.") if left else "",
    }
