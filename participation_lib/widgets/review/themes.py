"""The themes: what each holds, how far it was read, and what is done to it as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.cards import ThemeRow, idea_cards, theme_label, theme_rows
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.splitting import SplitPart
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    ApproveTheme,
    DeleteTheme,
    DescribeTheme,
    LockTheme,
    MergeThemes,
    RenameTheme,
)
from participation_lib.synthesis.wording import group_unit
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.scripts import script

__all__ = ["ThemeList", "ThemesPanel"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_MOST_WORDS: Final = 6  # under the name of a theme
_WORDS: Final = {
    "caption": "Thèmes, du plus grand au plus petit",
    "theme": "Thème",
    "ideas": "Idées",
    "contributions": "Contributions",
    "solidity": "Groupe",
    "review": "Relecture",
    "actions": "Actions",
    "new": "Nom d’un nouveau thème",
    "create": "Créer le thème",
    "open": "Voir les idées",
    "delete": "Supprimer",
    "rename": "Renommer",
    "new_name": "Nouveau nom du thème",
    "save": "Enregistrer",
    "give_up": "Abandonner",
    "approve": "Approuver",
    "disapprove": "Rouvrir",
    "more": "Plus",
    "less": "Fermer",
    "description": "Description (ce que le thème contient, ce qu’il ne contient pas)",
    "save_description": "Enregistrer la description",
    "merge": "Fusionner avec",
    "choose": "Choisissez un thème",
    "nearest": "le plus proche",
    "confirm_merge": "Confirmer la fusion",
    "split": "Scinder ce thème, d’après ses idées",
    "split_2": "Scinder en deux",
    "split_3": "Scinder en trois",
    "busy": "Recherche d’une proposition…",
    "lock": "Verrouiller",
    "unlock": "Déverrouiller",
    "lock_note": "L’outil n’ajoute rien à un thème verrouillé et n’en retire rien. Vous le pouvez toujours.",
    "kept_name": "Nom gardé par le thème",
    "part_name": "Nom du nouveau thème",
    "place": "Place de l’idée",
    "stays": "reste dans le thème",
    "accept_split": "Scinder ainsi",
    "empty": "Il n’y a encore aucun thème : créez-en un, puis déplacez-y des idées depuis le tableau.",
}


class ThemeList(anywidget.AnyWidget):
    """The table of themes as the page holds it: rows given, gestures passed on."""

    _esm = script("parts.js", "review_themes.js")
    _css = _STATIC / "review_themes.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    proposal = traitlets.Dict().tag(sync=True)


class ThemesPanel:
    """The panel of themes.

    Parameters
    ----------
    gestures
        What is asked of the desk.
    on_open
        Called with a theme whose ideas are asked for, `UNCLASSIFIED` and `SET_ASIDE` included.
    """

    def __init__(self, gestures: Gestures, on_open: Callable[[str], None]) -> None:
        self._gestures = gestures
        self._on_open = on_open
        self._proposed: tuple[SplitPart, ...] = ()
        self.list = ThemeList()
        self.list.on_msg(self._receive)
        self.view = panel(self.list)

    def refresh(self) -> None:
        """Show the themes as they stand."""
        desk = self._gestures.desk
        rows = theme_rows(desk)
        unit = group_unit(desk.group_name) if any(row.groups is not None for row in rows) else None
        closest = desk.closest_themes()
        automatic = {theme.theme_id: theme.description for theme in desk.review.every_automatic_theme}
        approved = sum(row.approved for row in rows)
        self.list.state = {
            "heading": typeset(
                f"{plural(len(rows), 'thème')}" + (f", dont {plural(approved, 'approuvé')}" if approved else "")
            ),
            "groups": typeset(unit.several.capitalize()) if unit else "",
            "rows": [_row(row, closest.get(row.theme_id, ""), automatic.get(row.theme_id, ""), desk) for row in rows],
            "apart": [_apart(desk, theme_id) for theme_id in (UNCLASSIFIED, SET_ASIDE)],
            "read_only": desk.dossier.read_only,
        }
        if self.list.proposal and self.list.proposal["theme_id"] not in desk.review.themes:
            self.list.proposal = {}

    def _receive(self, _widget: Any, content: Mapping[str, Any], _buffers: list[memoryview]) -> None:
        op, theme_id = str(content.get("op", "")), str(content.get("theme_id", ""))
        done = False
        if op == "open":
            self._on_open(theme_id)
            return
        if op == "give_up":
            self.list.proposal = {}
            return
        gesture = self._ACTIONS.get(op)
        if gesture is not None:
            done = gesture(self, theme_id, content)
        # The page closes what was open only when it is done: what was typed is never lost.
        self.list.send({"ticket": content.get("ticket"), "done": done})

    def _rename(self, theme_id: str, content: Mapping[str, Any]) -> bool:
        label = str(content.get("label", ""))
        return self._gestures.do(
            lambda: self._gestures.desk.decide(RenameTheme(theme_id, label)),
            f"Thème renommé en « {' '.join(label.split())} ».",
        )

    def _describe(self, theme_id: str, content: Mapping[str, Any]) -> bool:
        words = str(content.get("description", ""))
        return self._gestures.do(
            lambda: self._gestures.desk.decide(DescribeTheme(theme_id, words)),
            f"Description de « {self._name(theme_id)} » enregistrée.",
        )

    def _approve(self, theme_id: str, content: Mapping[str, Any]) -> bool:
        on, name = bool(content.get("on")), self._name(theme_id)
        return self._gestures.do(
            lambda: self._gestures.desk.decide(ApproveTheme(theme_id, on)),
            f"Thème « {name} » approuvé : l’outil n’y touche plus."
            if on
            else f"Thème « {name} » rouvert : il n’est plus approuvé.",
        )

    def _lock(self, theme_id: str, content: Mapping[str, Any]) -> bool:
        on = bool(content.get("on"))
        return self._gestures.do(
            lambda: self._gestures.desk.decide(LockTheme(theme_id, on)),
            f"Thème « {self._name(theme_id)} » {'verrouillé' if on else 'déverrouillé'}.",
        )

    def _create(self, _theme_id: str, content: Mapping[str, Any]) -> bool:
        label = str(content.get("label", ""))
        return self._gestures.do(
            lambda: self._gestures.desk.create_theme(label), f"Thème « {' '.join(label.split())} » créé."
        )

    def _delete(self, theme_id: str, _content: Mapping[str, Any]) -> bool:
        name = self._name(theme_id)
        return self._gestures.do(
            lambda: self._gestures.desk.decide(DeleteTheme(theme_id)), f"Thème vide « {name} » supprimé."
        )

    def _propose_merge(self, theme_id: str, content: Mapping[str, Any]) -> bool:
        """Say what a merge would do, for it to be confirmed."""
        into_id = str(content.get("into_id", ""))
        by_theme = self._gestures.desk.review.by_theme
        if theme_id not in by_theme or into_id not in by_theme:
            self.list.proposal = {}
            return False
        gone, kept = len(by_theme[theme_id]), len(by_theme[into_id])
        name, into = self._name(theme_id), self._name(into_id)
        joined = f"{plural(gone, 'idée')} de « {name} » {'rejoindra' if gone < 2 else 'rejoindront'} « {into} »"
        self.list.proposal = {
            "kind": "merge",
            "theme_id": theme_id,
            "into_id": into_id,
            "words": typeset(f"{joined}, qui en comptera {format_number(gone + kept)}. « {name} » disparaîtra."),
        }
        return True

    def _merge(self, theme_id: str, content: Mapping[str, Any]) -> bool:
        into_id = str(content.get("into_id", ""))
        said = f"« {self._name(theme_id)} » fusionné dans « {self._name(into_id)} »."
        done = self._gestures.do(lambda: self._gestures.desk.decide(MergeThemes(theme_id, into_id)), said)
        if done:
            self.list.proposal = {}
        return done

    def _propose_split(self, theme_id: str, content: Mapping[str, Any]) -> bool:
        return self._gestures.do(lambda: self._show_split(theme_id, 3 if content.get("n_parts") == 3 else 2))

    def _show_split(self, theme_id: str, n_parts: int) -> None:
        desk = self._gestures.desk
        name = self._name(theme_id)
        self.list.proposal = {}
        parts = self._proposed = desk.propose_split(theme_id, n_parts)
        self.list.proposal = {
            "kind": "split",
            "theme_id": theme_id,
            "words": typeset(
                "Rien n’est encore fait. Le premier groupe garde le thème ; les autres deviennent des thèmes. "
                "Changez les noms, et la place de chaque idée, comme vous voulez : "
                "seules les idées que vous changez de place seront dites placées par vous."
            ),
            "parts": [
                {
                    "label": name if rank == 0 else part.label,
                    "keywords": typeset(f"Mots qui reviennent : {', '.join(part.keywords)}") if part.keywords else "",
                    "ideas": [
                        {"id": card.idea_id, "text": card.text, "reference": _where(card.reference, card.group)}
                        for card in idea_cards(desk, [desk.review.ideas[idea_id] for idea_id in part.idea_ids])
                    ],
                }
                for rank, part in enumerate(parts)
            ],
        }

    def _split(self, theme_id: str, content: Mapping[str, Any]) -> bool:
        """Take the parts out; a theme that also changes its name does so first, as its parts may take the old one."""
        desk = self._gestures.desk
        parts = [
            (str(part["label"]), [str(idea_id) for idea_id in part["idea_ids"]]) for part in content.get("parts", ())
        ]
        n_new = sum(bool(ideas) for _, ideas in parts)
        name, kept = self._name(theme_id), str(content.get("kept_label", ""))
        proposed = self._proposed if self.list.proposal.get("theme_id") == theme_id else ()

        def gesture() -> None:
            with desk.together():
                if " ".join(kept.split()) != name:
                    desk.decide(RenameTheme(theme_id, kept))
                desk.accept_split(theme_id, proposed, parts)

        done = self._gestures.do(gesture, f"« {name} » scindé : {plural(n_new, 'nouveau thème', 'nouveaux thèmes')}.")
        if done:
            self.list.proposal = {}
        return done

    def _name(self, theme_id: str) -> str:
        return theme_label(self._gestures.desk, theme_id)

    _ACTIONS: Final = {
        "rename": _rename,
        "describe": _describe,
        "approve": _approve,
        "lock": _lock,
        "create": _create,
        "delete": _delete,
        "propose_merge": _propose_merge,
        "merge": _merge,
        "propose_split": _propose_split,
        "split": _split,
    }


def _where(reference: str, group: str) -> str:
    return f"{reference}, {group}" if group else reference


def _row(row: ThemeRow, closest: str, automatic: str, desk: ReviewDesk) -> dict[str, Any]:
    marks = [
        *(["approuvé"] if row.approved else []),
        *(["verrouillé"] if row.locked else []),
        *(["nouveau, proposé par l’outil"] if row.proposed else []),
    ]
    return {
        "id": row.theme_id,
        "label": row.label,
        "description": row.description,
        "hint": row.description if row.description != automatic else typeset(", ".join(row.keywords[:_MOST_WORDS])),
        "close": closest,
        "close_words": typeset(f"Proche de « {theme_label(desk, closest)} »") if closest else "",
        "ideas": format_number(row.ideas),
        "contributions": format_number(row.contributions),
        "groups": "" if row.groups is None else format_number(row.groups),
        "solidity": typeset(row.solidity) if row.ideas else "vide",
        "marks": typeset(", ".join(marks)),
        "review": typeset(_reading(row)),
        "option": typeset(f"{row.label} ({plural(row.ideas, 'idée')})"),
        "empty": not row.ideas,
        "approved": row.approved,
        "locked": row.locked,
    }


def _reading(row: ThemeRow) -> str:
    """Say what is left to read in a theme."""
    if not row.ideas:
        return ""
    said = [
        *([f"{format_number(row.to_review)} à relire"] if row.to_review else []),
        *([plural(row.settled, "placée à la main", "placées à la main")] if row.settled and not row.approved else []),
    ]
    return ", ".join(said) or ("" if row.approved else "à parcourir")


def _apart(desk: ReviewDesk, theme_id: str) -> dict[str, str]:
    number = len(desk.review.by_theme[theme_id])
    label = "Non classées" if theme_id == UNCLASSIFIED else "Écartées"
    return {"id": theme_id, "label": label, "ideas": format_number(number)}
