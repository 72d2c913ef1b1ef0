"""The document as it is written: sentences to rewrite, move, leave out, merge, add to; facts to give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
import traitlets

from participation_lib.notes.typography import typeset
from participation_lib.schema import InclusiveWriting, Voice
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.scripts import script

if TYPE_CHECKING:
    from participation_lib.chain import WritingDesk

__all__ = ["DocumentEditor", "EditorView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_WORDS: Final = {
    "document": "Document",
    "undo": "Annuler ma dernière modification",
    "rewrite": "Réécrire",
    "confirm": "Garder ma phrase",
    "remove": "Retirer",
    "up": "Monter",
    "down": "Descendre",
    "sources": "Contributions",
    "hide": "Masquer les contributions",
    "more": "Modifier",
    "less": "Fermer",
    "save": "Enregistrer",
    "give_up": "Abandonner",
    "sentence": "Phrase",
    "why": "Pourquoi la retirer",
    "merge": "Réunir avec la phrase suivante",
    "add": "Ajouter une phrase",
    "add_references": "Contributions sur lesquelles elle s’appuie (numéros), ou rien si ce sont vos propres mots",
    "voice": "Qui parle",
    "voice_animation": "L’animation",
    "voice_services": "Les services",
    "voice_ville": "La Ville",
    "leave_open": "Laisser « à compléter »",
    "fill": "Ne plus laisser « à compléter »",
    "facts": "À renseigner",
    "refuse": "Ne pas citer",
    "refuse_why": "Pourquoi ne pas citer ces mots",
    "quoted": "citée",
    "refused": "à ne pas citer :",
    "pin": "Citer",
    "by": "écrite par",
    "keep": "Garder ces mots",
    "keep_why": "Pourquoi les garder",
    "suggestion": "Proposé :",
    "changed": "Les contributions ont changé depuis que vous avez écrit cette phrase.",
    "before": "L’outil disait :",
    "now": "Il dit maintenant :",
    "vanished": "L’outil n’a plus rien à dire ici.",
    "removed": "Phrases retirées",
    "empty": "Section vide",
    "open": "Laissée « à compléter »",
    "optional": "Rien à dire : la section n’apparaîtra pas",
    "debates": "Désaccords à confirmer",
    "debates_why": "L’outil n’est pas sûr. Rien n’en est écrit tant que vous n’avez pas répondu.",
    "debates_left": "Encore {n} à confirmer.",
    "debate_question": "Ces idées s’opposent-elles ?",
    "yes": "C’est un désaccord",
    "no": "Ce n’en est pas un",
    "later": "Plus tard",
    "debates_later": "Revoir les désaccords remis à plus tard ({n})",
    "campaigns": "Textes communs à confirmer",
    "campaign_question": "Des contributions en reprennent une partie : signent-elles ce texte ?",
    "campaign_text": "Texte commun",
    "copies": "Lire ces contributions et en juger une à une",
    "sign_all": "Toutes signent",
    "sign_none": "Aucune ne signe",
    "sign": "Signe",
    "not_sign": "Ne signe pas",
    "contribution": "Contribution",
    "for": "Pour",
    "against": "Contre",
    "answer": "Répondre",
    "answer_text": "Réponse du service",
    "service": "Service",
    "due": "À répondre avant le",
    "settings": "Réglages",
    "inclusive": "Écriture inclusive, dans tous les documents du dossier",
    "inclusive_what": "Ce choix règle ce qui vous est proposé ; aucune phrase n’est réécrite sans vous.",
    "least": "Longueur visée de ce document : mots, au moins",
    "most": "Mots, au plus",
    "save_length": "Enregistrer la longueur",
    "plan_length": "Laissez vide pour la longueur prévue par le plan du document.",
}
_INCLUSIVE: Final[Mapping[InclusiveWriting, str]] = {
    InclusiveWriting.EPICENE: "Mots épicènes et doublets (« le public », « les habitantes et habitants »)",
    InclusiveWriting.DOUBLET: "Doublets (« les habitantes et habitants »)",
    InclusiveWriting.MEDIAN_POINT: "Point médian (« les habitant·es »)",
    InclusiveWriting.MASCULINE: "Masculin générique (« les habitants »)",
}


class EditorView(anywidget.AnyWidget):
    """The document as the page holds it: rows given, gestures passed on."""

    _esm = script("parts.js", "writing.js")
    _css = _STATIC / "writing.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    sources = traitlets.Dict().tag(sync=True)  # from a sentence whose contributions are asked for to its rows


class DocumentEditor:
    """The panel of one document.

    Parameters
    ----------
    gestures
        What is asked of the desk.
    writing
        The desk documents are written at.
    on_change
        Called when another document is chosen, or something was decided.
    """

    def __init__(self, gestures: Gestures, writing: WritingDesk, on_change: Callable[[], None] = lambda: None) -> None:
        self._gestures = gestures
        self._writing = writing
        self._on_change = on_change
        self.document_id = writing.plans[1].document_id if len(writing.plans) > 1 else writing.plans[0].document_id
        self.list = EditorView()
        self.list.on_msg(self._receive)
        self.view = panel(self.list)

    def refresh(self) -> None:
        """Show the document as it stands."""
        page = self._writing.page(self.document_id)
        self.list.state = {
            "documents": [
                {"id": plan.document_id, "name": typeset(plan.name)} for plan in self._writing.plans if not plan.blank
            ],
            "current": page.document_id,
            "heading": typeset(page.heading),
            "length": typeset(page.length),
            "blocking": typeset(
                f"{plural(page.n_blocking, 'point')} à reprendre avant de publier"
                if page.n_blocking
                else "Rien n'empêche de publier."
            ),
            "sections": [
                {
                    **asdict(section),
                    "heading": typeset(section.heading),
                    "purpose": typeset(section.purpose),
                    "prompt": typeset(section.prompt),
                    "fixed": [typeset(text) for text in section.fixed],
                    "remarks": [typeset(text) for text in section.remarks],
                    "sentences": [
                        {
                            **asdict(sentence),
                            "remarks": [
                                {**asdict(remark), "message": typeset(remark.message)} for remark in sentence.remarks
                            ],
                        }
                        for sentence in section.sentences
                    ],
                }
                for section in page.sections
            ],
            "removed": [asdict(row) for row in page.removed],
            "debates": self._debates(),
            "inclusive": self._writing.choices.inclusive.value,
            "inclusive_choices": [[choice.value, typeset(label)] for choice, label in _INCLUSIVE.items()],
            "aimed": [str(bound) if page.aimed[1] else "" for bound in page.aimed],
            "campaigns": [
                {**asdict(row), "signatories": typeset(row.signatories)} for row in self._writing.campaigns_to_judge()
            ],
            "read_only": self._writing.dossier.read_only,
        }
        shown = {row["statement_id"] for section in self.list.state["sections"] for row in section["sentences"]}
        self.list.sources = {name: self._rows(name) for name in self.list.sources if name in shown}

    def _debates(self) -> list[dict[str, Any]]:
        return [
            {
                "id": proposal.debate_id,
                "subject": proposal.subject,
                "favourable": list(proposal.favourable),
                "opposed": list(proposal.opposed),
            }
            for proposal in self._writing.debates_to_judge()
        ]

    def _rows(self, statement_id: str) -> list[dict[str, Any]]:
        return [asdict(row) for row in self._writing.sources(self.document_id, statement_id)]

    def _receive(self, _widget: Any, content: Mapping[str, Any], _buffers: list[memoryview]) -> None:
        gesture = self._GESTURES.get(str(content.get("op", "")))
        done = False
        if gesture is not None:
            done = gesture(self, {key: value for key, value in content.items() if isinstance(key, str)})
        # The page closes what was open only when it is done: what was typed is never lost.
        self.list.send({"ticket": content.get("ticket"), "done": done})

    def _do(self, gesture: Callable[[], object], said: str) -> bool:
        def then_show() -> None:
            gesture()
            self.refresh()
            self._on_change()

        return self._gestures.do(then_show, said)

    def _open(self, content: Mapping[str, Any]) -> bool:
        def choose() -> None:
            self.document_id = self._writing.plan(str(content.get("document", ""))).document_id
            self.list.sources = {}

        return self._do(choose, "")

    def _rewrite(self, content: Mapping[str, Any]) -> bool:
        name, text = str(content.get("id", "")), str(content.get("text", ""))
        return self._do(lambda: self._writing.rewrite(self.document_id, name, text), "Phrase enregistrée.")

    def _confirm(self, content: Mapping[str, Any]) -> bool:
        name = str(content.get("id", ""))
        return self._do(lambda: self._writing.confirm(self.document_id, name), "Votre phrase est gardée.")

    def _remove(self, content: Mapping[str, Any]) -> bool:
        name, reason = str(content.get("id", "")), str(content.get("reason", ""))
        return self._do(lambda: self._writing.remove(self.document_id, name, reason), "Phrase retirée.")

    def _shift(self, content: Mapping[str, Any]) -> bool:
        name, steps = str(content.get("id", "")), -1 if content.get("up") else 1
        return self._do(lambda: self._writing.shift(self.document_id, name, steps), "Phrase déplacée.")

    def _merge(self, content: Mapping[str, Any]) -> bool:
        names = [str(name) for name in content.get("ids", [])]
        text = str(content.get("text", ""))
        return self._do(lambda: self._writing.merge(self.document_id, names, text), "Phrases réunies.")

    def _add(self, content: Mapping[str, Any]) -> bool:
        section_id, text = str(content.get("section", "")), str(content.get("text", ""))
        references, voice = str(content.get("references", "")), str(content.get("voice", ""))

        def add() -> None:
            ideas = self._writing.ideas_named(references)
            spoken = Voice(voice) if voice in list(Voice) and not ideas else None
            self._writing.add(self.document_id, section_id, text, ideas, spoken)

        return self._do(add, "Phrase ajoutée.")

    def _leave_open(self, content: Mapping[str, Any]) -> bool:
        section_id, left_open = str(content.get("section", "")), bool(content.get("open"))
        said = "Section laissée « à compléter »." if left_open else "Section à remplir."
        return self._do(lambda: self._writing.leave_open(self.document_id, section_id, left_open), said)

    def _fact(self, content: Mapping[str, Any]) -> bool:
        name, value = str(content.get("name", "")), str(content.get("value", ""))
        return self._do(lambda: self._writing.give_fact(name, value), "Enregistré.")

    def _refuse(self, content: Mapping[str, Any]) -> bool:
        idea_id, reason = str(content.get("idea", "")), str(content.get("reason", ""))
        return self._do(lambda: self._writing.refuse(idea_id, reason), "Ces mots ne seront pas cités.")

    def _pin(self, content: Mapping[str, Any]) -> bool:
        idea_id = str(content.get("idea", ""))
        return self._do(lambda: self._writing.pin(idea_id), "Ces mots seront cités là où leur thème est raconté.")

    def _keep(self, content: Mapping[str, Any]) -> bool:
        name, reason = str(content.get("id", "")), str(content.get("reason", ""))
        control, words = str(content.get("control", "")), str(content.get("words", ""))
        return self._do(
            lambda: self._writing.keep_wording(self.document_id, name, control, words, reason), "Formulation gardée."
        )

    def _judge(self, content: Mapping[str, Any]) -> bool:
        debate_id, stands = str(content.get("debate", "")), bool(content.get("stands"))
        said = "Ce désaccord est écrit." if stands else "Ce désaccord n'est pas écrit."
        return self._do(lambda: self._writing.judge(debate_id, stands), said)

    def _judge_campaign(self, content: Mapping[str, Any]) -> bool:
        campaign_id, sign = str(content.get("campaign", "")), bool(content.get("sign"))
        names = [str(name) for name in content.get("ids", [])]
        counted = plural(len(names), "contribution comptée", "contributions comptées")
        said = f"{counted} parmi les signataires." if sign else f"{counted} hors des signataires."
        return self._do(lambda: self._writing.judge_campaign(campaign_id, names, sign), said)

    def _answer(self, content: Mapping[str, Any]) -> bool:
        idea_id = str(content.get("idea", ""))
        answer, service, due = (str(content.get(key, "")) for key in ("answer", "service", "due"))
        return self._do(lambda: self._writing.answer(idea_id, answer, service, due), "Réponse enregistrée.")

    def _inclusive(self, content: Mapping[str, Any]) -> bool:
        def choose() -> None:
            self._writing.choose_inclusive_writing(InclusiveWriting(str(content.get("choice", ""))))

        return self._do(choose, "Choix enregistré.")

    def _length(self, content: Mapping[str, Any]) -> bool:
        least, most = str(content.get("least", "")), str(content.get("most", ""))
        return self._do(
            lambda: self._writing.aim_at_length(self.document_id, least, most), "Longueur visée enregistrée."
        )

    def _undo(self, _content: Mapping[str, Any]) -> bool:
        undone: list[object] = []
        done = self._do(lambda: undone.append(self._writing.undo()), "Dernière modification annulée.")
        if done and undone == [None]:
            self._gestures.live.done("Il n'y a rien à annuler.")
        return done

    def _show_sources(self, content: Mapping[str, Any]) -> bool:
        name = str(content.get("id", ""))

        def show() -> None:
            shown = dict(self.list.sources)
            if shown.pop(name, None) is None:
                shown[name] = self._rows(name)
            self.list.sources = shown

        return self._gestures.do(show)

    _GESTURES: Final[Mapping[str, Callable[[DocumentEditor, Mapping[str, Any]], bool]]] = {
        "open": _open,
        "rewrite": _rewrite,
        "confirm": _confirm,
        "remove": _remove,
        "shift": _shift,
        "merge": _merge,
        "add": _add,
        "leave_open": _leave_open,
        "fact": _fact,
        "refuse": _refuse,
        "pin": _pin,
        "keep": _keep,
        "judge": _judge,
        "judge_campaign": _judge_campaign,
        "answer": _answer,
        "inclusive": _inclusive,
        "length": _length,
        "undo": _undo,
        "sources": _show_sources,
    }
