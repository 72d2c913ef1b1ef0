"""The panel « Données personnelles »: one doubtful passage at a time, and any passage she selects herself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from participation_lib.corpus.privacy import Kind
from participation_lib.errors import ParticipationError
from participation_lib.notes.typography import typeset
from participation_lib.review.protecting import Decided, Doubt, Protecting
from participation_lib.schema import Passage, Treatment, Undo
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.review.gestures import Gestures, nothing_to_undo
from participation_lib.widgets.scripts import script

__all__ = ["PrivacyPanel", "PrivacyView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_MOST_DECIDED: Final = 50
_WORDS: Final = {
    "title": "Passage à décider",
    "keys": "Cliquez sur le passage, ou allez-y avec la touche Tab : 1 le garde, 2 le masque, 3 le généralise, "
    "les flèches vont au précédent et au suivant. Ctrl+Z annule le dernier geste.",
    "keep": "Garder",
    "mask": "Masquer",
    "general": "Généraliser…",
    "back": "Précédent",
    "skip": "Suivant",
    "everywhere": "Appliquer à toutes les mentions semblables",
    "reason": "Raison (facultative, gardée dans l’historique)",
    "general_field": "Ce qui sera écrit à la place, en moins précis",
    "general_done": "Écrire ces mots",
    "cancel": "Ne rien faire",
    "select_title": "Masquer un autre passage",
    "select_help": "Un nom que l’outil n’a pas vu, une personne reconnaissable : retrouvez la contribution, "
    "puis sélectionnez les mots.",
    "find_field": "Numéro de la contribution, ou mots qu’elle contient",
    "find": "Chercher",
    "found": "Contributions trouvées",
    "text": "Sélectionnez les mots à masquer (à la souris, ou Maj et flèches)",
    "kind": "De quoi s’agit-il ?",
    "mask_selection": "Masquer la sélection",
    "general_selection": "Généraliser la sélection…",
    "decided_title": "Ce qui a été décidé",
    "undo_one": "Annuler",
}
_KINDS: Final = {
    Kind.PERSON: "une personne",
    Kind.ADDRESS: "une adresse",
    Kind.PHONE: "un numéro de téléphone",
    Kind.EMAIL: "une adresse électronique",
    Kind.PASSAGE: "autre chose",
}
_DONE: Final = {Treatment.KEEP: "gardé", Treatment.MASK: "masqué", Treatment.GENERALISE: "généralisé"}


class PrivacyView(anywidget.AnyWidget):
    """What the page shows of the panel. It knows nothing of reviews."""

    _esm = script("parts.js", "review_privacy.js")
    _css = _STATIC / "review_privacy.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    kinds = traitlets.List(
        traitlets.Dict(), default_value=[{"id": str(kind), "label": label} for kind, label in _KINDS.items()]
    ).tag(sync=True)
    state: Any = traitlets.Dict({"current": None, "decided": []}).tag(sync=True)


class PrivacyPanel:
    """The panel of personal data.

    Parameters
    ----------
    gestures
        Through which every decision goes.
    """

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self.protecting = Protecting(gestures.desk)
        self._rank = 0  # of the passage in sight, among those that wait
        self._acting = False
        self.widget = PrivacyView()
        self.widget.on_msg(self._receive)
        self.view = panel(self.widget)

    def refresh(self) -> None:
        """Show what waits and what was decided."""
        if self._acting:
            return
        protecting = self.protecting
        n_waiting = protecting.n_waiting
        self._rank = min(self._rank, max(0, n_waiting - 1))
        doubt = protecting.next(self._rank)
        decided = protecting.decided()
        self.widget.state = {
            "current": _shown(doubt) if doubt else None,
            "progress": typeset(_progress(protecting.n_decided, n_waiting, protecting.n_to_read)),
            "end": "" if doubt else typeset("Aucun passage n’attend : tout ce qui était douteux est décidé."),
            "decided": [_row(found) for found in decided[:_MOST_DECIDED]],
            "left": typeset(f"et {plural(len(decided) - _MOST_DECIDED, 'autre')}, dans l’historique.")
            if len(decided) > _MOST_DECIDED
            else "",
            "read_only": self._gestures.desk.dossier.read_only,
        }

    # What is asked

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        asked = str(content.get("do", ""))
        if asked == "find":
            self._find(str(content.get("wanted", "")))
            return
        act = self._acts.get(asked)
        if act is None:
            return
        self._acting = True
        try:
            done = act(content)
        finally:
            self._acting = False
        self.refresh()
        self.widget.send({"do": "done" if done else "refused", "asked": asked})

    @property
    def _acts(self) -> dict[str, Callable[[dict[str, Any]], bool]]:
        desk = self._gestures.desk
        return {
            "keep": lambda content: self._decide(content, Treatment.KEEP),
            "mask": lambda content: self._decide(content, Treatment.MASK),
            "general": lambda content: self._decide(content, Treatment.GENERALISE),
            "skip": lambda _: self._step(1),
            "back": lambda _: self._step(-1),
            "undo": lambda _: self._turn_back(desk.undo, "Dernier geste annulé.", nothing_to_undo(desk)),
            "redo": lambda _: self._turn_back(desk.redo, "Geste rétabli.", "Il n’y a rien à rétablir."),
            "undo_one": lambda content: self._gestures.do(
                lambda: desk.decide(Undo(int(content["decision"]))), "Décision annulée."
            ),
        }

    def _decide(self, content: dict[str, Any], treatment: Treatment) -> bool:
        protecting, everywhere = self.protecting, bool(content.get("everywhere", True))
        reason = " ".join(str(content.get("reason", "")).split())

        def gesture() -> None:
            passage = self._passage(content)
            if treatment is Treatment.KEEP:
                protecting.keep(passage, everywhere=everywhere, reason=reason)
            elif treatment is Treatment.MASK:
                protecting.mask(passage, _kind(content), everywhere=everywhere, reason=reason)
            else:
                protecting.generalise(passage, str(content.get("words", "")), everywhere=everywhere, reason=reason)

        if not self._gestures.do(gesture):
            return False
        n_passages = protecting.decided()[0].n_passages
        self._gestures.live.done(f"{plural(n_passages, 'passage')} {_DONE[treatment]}{'s' if n_passages > 1 else ''}.")
        return True

    def _passage(self, content: dict[str, Any]) -> Passage:
        """Give the passage in sight, or the one under the words she selected."""
        name, start, end = str(content["contribution"]), int(content["start"]), int(content["end"])
        return self.protecting.select(name, start, end) if content.get("selected") else Passage(name, start, end)

    def _find(self, wanted: str) -> None:
        try:
            found = self.protecting.find(wanted)
        except ParticipationError as error:
            self.widget.send({"do": "found", "rows": [], "message": typeset(str(error))})
            return
        rows = [{"id": one.contribution_id, "place": typeset(one.place), "text": one.text} for one in found]
        self.widget.send({"do": "found", "rows": rows, "message": ""})

    def _step(self, by: int) -> bool:
        self._rank = (self._rank + by) % max(1, self.protecting.n_waiting)
        return True

    def _turn_back(self, step: Callable[[], bool], said: str, nothing: str) -> bool:
        found: list[bool] = []
        if not self._gestures.do(lambda: found.append(step())):
            return False
        self._gestures.live.done(said if found[0] else nothing)
        return True


def _kind(content: dict[str, Any]) -> str:
    asked = str(content.get("kind", ""))
    return asked if asked in set(Kind) else Kind.PASSAGE


def _shown(doubt: Doubt) -> dict[str, Any]:
    now = (
        f"À lire ({doubt.kind.lower()}) : absent des documents publiables tant que vous n’avez pas décidé"
        if doubt.to_read
        else f"Masqué par prudence : les documents montrent {doubt.shown}"
    )
    return {
        "contribution": doubt.passage.contribution_id,
        "start": doubt.passage.start,
        "end": doubt.passage.end,
        "kind": doubt.kind,
        "words": doubt.words,
        "before": doubt.before,
        "after": doubt.after,
        "place": typeset(doubt.place),
        "now": typeset(now),
        "general": doubt.general,
        "alike": typeset(f"({plural(doubt.n_alike, 'autre')} dans ce dossier)") if doubt.n_alike > 0 else "",
    }


def _row(found: Decided) -> dict[str, Any]:
    n_others = found.n_passages - 1
    others = f" et {plural(n_others, 'autre mention', 'autres mentions')}" if n_others else ""
    return {
        "decision": found.decision_id,
        "words": found.words,
        "shown": "" if found.treatment is Treatment.KEEP else found.shown,
        "what": typeset(_DONE[found.treatment]),
        "where": typeset(f"{found.place}{others}, par {found.author} à {found.time}")
        + (typeset(" : ") + found.reason if found.reason else ""),
    }


def _progress(n_decided: int, n_waiting: int, n_to_read: int) -> str:
    decided = plural(n_decided, "passage décidé", "passages décidés")
    if not n_waiting:
        return f"{decided}."
    waiting = f"{n_waiting} à décider"
    return f"{decided}, {waiting}" + (f", dont {n_to_read} à lire." if n_to_read else ".")
