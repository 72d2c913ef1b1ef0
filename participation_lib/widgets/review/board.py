"""The board: ideas as cards in theme columns, moved with the mouse or the keyboard, one or several at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Final

import anywidget
import ipywidgets
import traitlets

from participation_lib.notes.typography import typeset
from participation_lib.review.cards import idea_cards, theme_label
from participation_lib.review.columns import Column, Columns, next_in_contribution
from participation_lib.review.desk import Alike
from participation_lib.review.history import told
from participation_lib.review.review import DecisionError, Review, ReviewedIdea
from participation_lib.review.search import Filter
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    AddSecondaryTheme,
    ConfirmIdeas,
    Flag,
    FlagIdeas,
    JoinIdeas,
    Nature,
    RecodeNature,
    RemoveSecondaryTheme,
    SetAsideIdeas,
    TakeBackIdeas,
)
from participation_lib.themes.labels import NATURE_LABELS
from participation_lib.widgets.markup import Markup, element, ours, panel, plural
from participation_lib.widgets.review.board_rows import card_row, column_row, offer_rows, why_row, words_of
from participation_lib.widgets.review.board_words import FLAG_LABELS, HELP, HINT, REASONS, WORDS
from participation_lib.widgets.review.gestures import Gestures, nothing_to_undo
from participation_lib.widgets.review.search import SearchBar
from participation_lib.widgets.scripts import script

__all__ = ["Board", "BoardView"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_MOST_REASONS: Final = 5


class BoardView(anywidget.AnyWidget):
    """What the page shows of the board. It knows nothing of reviews.

    Columns and cards come as messages, since only what changed is worth sending: the page
    asks for the whole (`hello`) when it opens, or when a message is missing.
    """

    _esm = script(
        "parts.js", "review_board_boxes.js", "review_board_cutting.js", "review_board_offer.js", "review_board.js"
    )
    _css = _STATIC / "review_board.css"
    words = traitlets.Dict({name: typeset(text) for name, text in WORDS.items()}).tag(sync=True)
    natures = traitlets.List(default_value=[[str(n), typeset(label)] for n, label in NATURE_LABELS.items()]).tag(
        sync=True
    )
    flags = traitlets.List(default_value=[[str(f), typeset(label)] for f, label in FLAG_LABELS.items()]).tag(sync=True)
    reasons = traitlets.List(traitlets.Unicode(), default_value=[typeset(r) for r in REASONS]).tag(sync=True)


class Board:
    """The panel « Tableau ».

    Parameters
    ----------
    gestures
        Through which every decision goes.
    debated
        Gives the ideas that take part in a disagreement, see `SearchBar`.
    """

    def __init__(self, gestures: Gestures, debated: Callable[[], Collection[str]] | None = None) -> None:
        self._gestures = gestures
        self._columns = Columns()
        self._columns.arrange(gestures.desk.review)
        self._awake = False  # whether a page asked for the board
        self._number = 0  # of the last message
        self._sent: dict[str, dict[str, Any]] = {}
        self._going_to = ""  # a column to bring in sight
        self._takes_focus = False  # and to give the keyboard to
        self._to_offer: tuple[tuple[str, ...], str] | None = None
        self._offered: tuple[Alike, ...] = ()
        self._offered_theme = ""
        self.widget = BoardView()
        self.widget.on_msg(self._receive)
        self.search = SearchBar(gestures, lambda _filter: self._look(), debated)
        line = ipywidgets.HBox([self.search.number, ipywidgets.HTML(_help())])
        line.add_class("pl-board-line")
        self.view = panel(self.search.fields, line, self.widget)
        self.view.add_class("pl-board-panel")

    def refresh(self) -> None:
        """Show the desk's present state: only what changed is sent to the page."""
        self.search.refresh()
        self._offer()
        if self._awake:
            self._send()

    def show(self, wanted: Filter) -> None:
        """Show only the ideas that a filter lets through."""
        self.search.look_for(wanted)

    def show_theme(self, theme_id: str) -> None:
        """Show every idea, and bring a column in sight."""
        self.search.reset()
        self._columns.close(theme_id, closed=False)
        self._going_to, self._takes_focus = theme_id, True
        if self._awake:
            self._send()

    # What is shown

    def _look(self) -> None:
        self._columns.arrange(self._gestures.desk.review, self._wanted())
        self._close_offer()
        self._going_to = self.search.filter.theme_id or self._columns.first
        if self._awake:
            self._send()

    def _wanted(self) -> list[ReviewedIdea] | None:
        """Give the ideas looked for, None where nothing narrows them down."""
        return self.search.found() if self.search.filter != Filter() else None

    def _send(self, whole: bool = False) -> None:
        desk, review = self._gestures.desk, self._gestures.desk.review
        wanted = self._wanted()
        columns = self._columns.of(review, wanted)
        rows = self._rows(columns, review)
        if whole:
            self._sent = {}
        changed = {
            idea_id: _difference(self._sent.get(idea_id), row)
            for idea_id, row in rows.items()
            if row != self._sent.get(idea_id)
        }
        self._sent = rows
        self._number += 1
        self.widget.send(
            {
                "do": "show",
                "number": self._number,
                "whole": whole,
                "columns": [column_row(column, desk, wanted is not None) for column in columns],
                "cards": changed,
                "offer": offer_rows(desk, self._offered, self._offered_theme),
                "go": self._going_to,
                "focus": self._takes_focus,
                "read_only": desk.dossier.read_only,
            }
        )
        self._going_to, self._takes_focus = "", False

    def _rows(self, columns: Sequence[Column], review: Review) -> dict[str, dict[str, Any]]:
        joinable = next_in_contribution(review)
        shown = [idea for column in columns for idea in column.shown]
        return {
            card.idea_id: card_row(card, self._gestures.desk, card.idea_id in joinable)
            for card in idea_cards(self._gestures.desk, shown)
        }

    def _offer(self) -> None:
        """Look for ideas that might follow those just placed, once the tool has learnt from it."""
        desk = self._gestures.desk
        if self._to_offer is not None and not desk.is_about_to_learn:
            idea_ids, theme_id = self._to_offer
            self._to_offer = None
            self._offered, self._offered_theme = desk.alike(idea_ids, theme_id), theme_id
        if self._offered_theme and self._offered_theme not in desk.review.themes:
            self._close_offer()
        self._offered = tuple(alike for alike in self._offered if self._may_follow(alike.idea_id))

    def _may_follow(self, idea_id: str) -> bool:
        review = self._gestures.desk.review
        idea = review.ideas.get(idea_id)
        return idea is not None and not review.is_held(idea) and idea.theme_id != self._offered_theme

    def _close_offer(self) -> None:
        self._to_offer, self._offered, self._offered_theme = None, (), ""

    # What is asked

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        asked = str(content.get("do", ""))
        if (look := self._looks.get(asked)) is not None:
            self._gestures.do(lambda: look(content))
        elif (act := self._acts.get(asked)) is not None:
            done = False
            try:
                done = act(content)
            finally:
                if "ticket" in content:
                    self.widget.send({"do": "answer", "ticket": content["ticket"], "done": done})

    @property
    def _looks(self) -> dict[str, Callable[[dict[str, Any]], object]]:
        return {
            "hello": lambda _: self._hello(),
            "bye": lambda _: self._bye(),
            "more": lambda content: self._change(lambda: self._columns.show_more(str(content["column"]))),
            "close": lambda content: self._change(
                lambda: self._columns.close(str(content["column"]), bool(content["closed"]))
            ),
            "whole": self._tell_whole,
            "why": self._tell_why,
            "words": self._tell_words,
            "refuse": lambda _: self._change(self._close_offer),
        }

    def _hello(self) -> None:
        self._awake = True
        self._send(whole=True)

    def _bye(self) -> None:
        """Send nothing while no page shows the board: where to go would be lost on the way."""
        self._awake = False

    def _change(self, step: Callable[[], None]) -> None:
        step()
        self._send()

    def _tell_whole(self, content: dict[str, Any]) -> None:
        review = self._gestures.desk.review
        idea = review.ideas[str(content["idea"])]
        text = review.contributions[idea.contribution_id].text
        around = {"before": text[: idea.start], "text": review.text(idea), "after": text[idea.end :]}
        self.widget.send({"do": "whole", "idea": idea.idea_id, **around})

    def _tell_why(self, content: dict[str, Any]) -> None:
        self.widget.send({"do": "why", **why_row(self._gestures.desk, str(content["idea"]))})

    def _tell_words(self, content: dict[str, Any]) -> None:
        review = self._gestures.desk.review
        idea = review.ideas[str(content["idea"])]
        self.widget.send({"do": "words", "idea": idea.idea_id, "words": words_of(review.text(idea))})

    @property
    def _acts(self) -> dict[str, Callable[[dict[str, Any]], bool]]:
        return {
            "move": lambda content: self._move(_ideas(content), str(content["theme"])),
            "new": self._move_to_new,
            "accept": self._accept,
            "confirm": self._confirm,
            "secondary": self._add_secondary,
            "unsecondary": self._remove_secondary,
            "nature": self._recode,
            "flag": self._flag,
            "aside": self._set_aside,
            "back": self._take_back,
            "cut": self._cut,
            "join": self._join,
            "undo": lambda _: self._undo(),
            "redo": lambda _: self._redo(),
        }

    def _move(self, ideas: Sequence[str], theme_id: str) -> bool:
        desk = self._gestures.desk

        def gesture() -> None:
            desk.move(ideas, theme_id)
            self._placed(ideas, theme_id)

        return self._gestures.do(gesture, f"{plural(len(ideas), 'idée')} {self._where(theme_id)}.")

    def _placed(self, ideas: Sequence[str], theme_id: str) -> None:
        self._columns.place(ideas)
        self._close_offer()
        self._to_offer = (tuple(ideas), theme_id) if theme_id != UNCLASSIFIED else None

    def _where(self, theme_id: str) -> str:
        if theme_id == UNCLASSIFIED:
            return "sans thème"
        return f"dans « {theme_label(self._gestures.desk, theme_id)} »"

    def _move_to_new(self, content: dict[str, Any]) -> bool:
        ideas, label = _ideas(content), " ".join(str(content["label"]).split())

        def gesture() -> None:
            theme_id = self._gestures.desk.create_theme(label)
            self._gestures.desk.move(ideas, theme_id)
            self._placed(ideas, theme_id)
            self._going_to = theme_id

        return self._gestures.do(gesture, f"Thème « {label} » créé, avec {plural(len(ideas), 'idée')}.")

    def _accept(self, content: dict[str, Any]) -> bool:
        """Move the ideas offered that are ticked; nothing more is offered after them."""
        ideas, theme_id = _ideas(content), self._offered_theme
        if not theme_id:
            return False

        def gesture() -> None:
            self._gestures.desk.move(ideas, theme_id)
            self._columns.place(ideas)
            self._close_offer()

        moved = plural(len(ideas), "idée proche", "idées proches")
        return self._gestures.do(gesture, f"{moved} {self._where(theme_id)}.")

    def _confirm(self, content: dict[str, Any]) -> bool:
        """Say that ideas are well in the column where the page shows them."""
        ideas = _ideas(content)
        shown: dict[str, list[str]] = {}
        for idea_id in ideas:
            shown.setdefault(self._sent.get(idea_id, {}).get("column", ""), []).append(idea_id)

        def gesture() -> None:
            for theme_id, idea_ids in shown.items():
                self._gestures.desk.decide(ConfirmIdeas(tuple(idea_ids), theme_id if theme_id != SET_ASIDE else ""))

        return self._gestures.do(gesture, f"Place confirmée pour {plural(len(ideas), 'idée')}.")

    def _add_secondary(self, content: dict[str, Any]) -> bool:
        ideas, theme_id = _ideas(content), str(content["theme"])
        said = f"Thème secondaire « {theme_label(self._gestures.desk, theme_id)} » pour {plural(len(ideas), 'idée')}."
        return self._gestures.do(lambda: self._gestures.desk.decide(AddSecondaryTheme(ideas, theme_id)), said)

    def _remove_secondary(self, content: dict[str, Any]) -> bool:
        ideas, theme_id = _ideas(content), str(content["theme"])
        said = f"Thème secondaire « {theme_label(self._gestures.desk, theme_id)} » retiré."
        return self._gestures.do(lambda: self._gestures.desk.decide(RemoveSecondaryTheme(ideas, theme_id)), said)

    def _recode(self, content: dict[str, Any]) -> bool:
        ideas, nature = _ideas(content), Nature(content["nature"])
        said = f"Nature « {NATURE_LABELS[nature].lower()} » pour {plural(len(ideas), 'idée')}."
        return self._gestures.do(lambda: self._gestures.desk.decide(RecodeNature(ideas, nature)), said)

    def _flag(self, content: dict[str, Any]) -> bool:
        ideas, flag, raised = _ideas(content), Flag(content["flag"]), bool(content["raised"])
        said = f"« {FLAG_LABELS[flag]} » {'noté pour' if raised else 'retiré à'} {plural(len(ideas), 'idée')}."
        return self._gestures.do(lambda: self._gestures.desk.decide(FlagIdeas(ideas, flag, raised)), said)

    def _set_aside(self, content: dict[str, Any]) -> bool:
        ideas, reason = _ideas(content), " ".join(str(content["reason"]).split())

        def gesture() -> None:
            self._gestures.desk.decide(SetAsideIdeas(ideas), reason)
            self._columns.place(ideas)

        done = self._gestures.do(gesture, f"{plural(len(ideas), 'idée écartée', 'idées écartées')} : {reason}.")
        if done:
            self.widget.reasons = list(dict.fromkeys((reason, *self.widget.reasons)))[:_MOST_REASONS]
        return done

    def _take_back(self, content: dict[str, Any]) -> bool:
        ideas = _ideas(content)

        def gesture() -> None:
            self._gestures.desk.decide(TakeBackIdeas(ideas))
            self._columns.place(ideas)

        return self._gestures.do(gesture, f"{plural(len(ideas), 'idée reprise', 'idées reprises')}.")

    def _cut(self, content: dict[str, Any]) -> bool:
        idea_id, position = str(content["idea"]), int(content["position"])

        def gesture() -> None:
            new_id = self._gestures.desk.cut(idea_id, position)
            self._columns.place([idea_id, new_id])

        return self._gestures.do(gesture, "Idée coupée en deux : la seconde moitié est à relire.")

    def _join(self, content: dict[str, Any]) -> bool:
        idea_id = str(content["idea"])

        def gesture() -> None:
            following = next_in_contribution(self._gestures.desk.review).get(idea_id)
            if following is None:
                raise DecisionError("Il n’y a pas d’idée qui suit dans cette contribution : rechargez.")
            self._gestures.desk.decide(JoinIdeas(idea_id, following))

        return self._gestures.do(gesture, "Idée recollée à la suivante.")

    def _undo(self) -> bool:
        desk = self._gestures.desk
        return self._turn_back(desk.undo, desk.next_undo, "Annulé", nothing_to_undo(desk))

    def _redo(self) -> bool:
        desk = self._gestures.desk
        return self._turn_back(desk.redo, desk.next_redo, "Rétabli", "Il n’y a rien à rétablir.")

    def _turn_back(self, step: Callable[[], bool], last: Any, verb: str, nothing: str) -> bool:
        if last is None:
            self._gestures.live.done(nothing)
            return False
        said = f"{verb} : {told(self._gestures.desk.review, last)}."
        self._close_offer()
        self._columns.place(getattr(last.action, "idea_ids", ()))
        return self._gestures.do(step, said)


def _help() -> Markup:
    """Give what the board says of itself before anything is done on it."""
    lines = (element("li", ours(line)) for line in HELP)
    keys = element("details", element("summary", ours("Au clavier")), element("ul", *lines))
    return element("div", element("span", ours(HINT)), keys, class_="pl-board-help pl-small")


def _ideas(content: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(idea_id) for idea_id in content["ideas"])


def _difference(before: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, Any]:
    """Give what changed of a card: after each gesture the tool believes a little more or less in all of them."""
    return now if before is None else {name: value for name, value in now.items() if before.get(name) != value}
