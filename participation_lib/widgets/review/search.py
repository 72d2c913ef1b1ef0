"""The search bar: words, group, sequence, nature, theme, file, what remains to be done; how many are found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Final

import ipywidgets

from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.cards import theme_rows
from participation_lib.review.review import Review, ReviewedIdea
from participation_lib.review.search import Filter, Only, arrival_names, find_ideas, group_names, sequence_names
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED
from participation_lib.themes.labels import NATURE_LABELS
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import panel, plural
from participation_lib.widgets.review.gestures import Gestures

__all__ = ["SearchBar"]

_ONLY: Final = {
    Only.ALL: "toutes les idées",
    Only.TO_REVIEW: "à relire",
    Only.UNCLASSIFIED: "non classées",
    Only.SET_ASIDE: "écartées",
    Only.DEBATED: "en désaccord",
    Only.OFF_TOPIC: "hors sujet",
    Only.OUTSIDE_COMPETENCE: "hors compétence de la ville",
    Only.BY_TOOL: "déplacées par l'outil",
    Only.SETTLED: "placées à la main",
}
_AFTER_A_KEY: Final = 0.3  # seconds without typing before words are looked for


def _nobody() -> Collection[str]:
    return ()


class SearchBar:
    """What narrows down the ideas that a panel shows.

    Parameters
    ----------
    on_change
        Called with what is looked for each time it changes.
    debated
        Gives the identifiers of the ideas that take part in a disagreement; without it,
        disagreement is not offered.

    Attributes
    ----------
    view
        The whole, in a frame; a panel that has its own frame takes `fields` and `number`.
    """

    def __init__(
        self,
        gestures: Gestures,
        on_change: Callable[[Filter], None],
        debated: Callable[[], Collection[str]] | None = None,
    ) -> None:
        self._gestures = gestures
        self._on_change = on_change
        self._debated = debated or _nobody
        self._filter = Filter()
        self._quiet = False
        self._waiting: asyncio.TimerHandle | None = None
        self._last: tuple[Review, tuple[Filter, frozenset[str]], list[ReviewedIdea]] | None = None
        self.words = ipywidgets.Text(description="Mots", placeholder="arbre, vélo…")
        self.group = ipywidgets.Dropdown()
        self.sequence = ipywidgets.Dropdown(description=typeset("Séquence"))
        self.nature = ipywidgets.Dropdown(
            description="Nature",
            options=[
                ("peu importe", ""),
                *((typeset(label.lower()), str(name)) for name, label in NATURE_LABELS.items()),
            ],
        )
        self.theme = ipywidgets.Dropdown(description=typeset("Thème"))
        self.arrival = ipywidgets.Dropdown(description=typeset("Arrivées avec"))
        offered = [only for only in Only if debated is not None or only is not Only.DEBATED]
        self.only = ipywidgets.Dropdown(
            description="Montrer", options=[(typeset(_ONLY[only]), str(only)) for only in offered]
        )
        self.reset_button = ipywidgets.Button(description="Tout afficher")
        self.number = LiveMessage()
        fields = [self.words, self.group, self.sequence, self.nature, self.theme, self.arrival, self.only]
        for field in fields:
            field.add_class("pl-field")
            field.observe(self._read, "value")
        self.reset_button.on_click(lambda _: self.reset())
        self.fields = ipywidgets.HBox([*fields, self.reset_button])
        self.fields.add_class("pl-row")
        self.fields.add_class("pl-search")
        self.view = panel(self.fields, self.number)
        self.refresh()

    @property
    def filter(self) -> Filter:
        """What is looked for."""
        return self._filter

    def found(self) -> list[ReviewedIdea]:
        """Give the ideas found in the review as it stands, in reading order."""
        review = self._gestures.desk.review
        asked = (self._filter, frozenset(self._debated() if self._filter.only is Only.DEBATED else ()))
        if self._last is None or self._last[0] is not review or self._last[1] != asked:
            self._last = (review, asked, find_ideas(review, *asked))
        return self._last[2]

    def refresh(self) -> None:
        """Offer the themes and groups of the review as it stands, and count again."""
        desk = self._gestures.desk
        counts = desk.review.counts
        names, sequences = group_names(desk.review), sequence_names(desk.review)
        themes = [(f"{row.label} ({format_number(row.ideas)})", row.theme_id) for row in theme_rows(desk)]
        special = [
            (typeset(f"Non classé ({format_number(counts.unclassified)})"), UNCLASSIFIED),
            (typeset(f"Écartées ({format_number(counts.set_aside)})"), SET_ASIDE),
        ]
        self._quiet = True
        self.group.description = (desk.group_name or "groupe").capitalize()
        self.group.layout.display = "" if names else "none"
        _offer(self.group, [("peu importe", ""), *((name, name) for name in names)], self._filter.group)
        self.sequence.layout.display = "" if len(sequences) > 1 else "none"
        _offer(self.sequence, [("peu importe", ""), *((name, name) for name in sequences)], self._filter.sequence)
        _offer(self.theme, [("peu importe", ""), *themes, *special], self._filter.theme_id)
        arrivals = [(name, str(batch_id)) for batch_id, name in arrival_names(desk.batches).items()]
        self.arrival.layout.display = "" if len(arrivals) > 1 else "none"
        _offer(self.arrival, [("peu importe", ""), *arrivals], str(self._filter.batch_id or ""))
        self._quiet = False
        if self.theme.value != self._filter.theme_id:  # a theme that was merged or whose creation was undone
            self._filter = replace(self._filter, theme_id=str(self.theme.value))
        self._count()

    def look_for(self, wanted: Filter) -> None:
        """Put a filter in the fields, and look for it."""
        self._quiet = True
        self.words.value, self.nature.value, self.only.value = wanted.words, wanted.nature, str(wanted.only)
        self.group.value, self.sequence.value, self.theme.value = wanted.group, wanted.sequence, wanted.theme_id
        self.arrival.value = str(wanted.batch_id or "")
        self._quiet = False
        self._changed()

    def reset(self) -> None:
        """Look for nothing: every idea is shown."""
        self.look_for(Filter())

    def _read(self, change: dict[str, Any]) -> None:
        if self._quiet:
            return
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        if change["owner"] is self.words:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                pass
            else:
                self._waiting = loop.call_later(_AFTER_A_KEY, self._changed)
                return
        self._changed()

    def _changed(self) -> None:
        wanted = Filter(
            words=self.words.value,
            group=str(self.group.value or ""),
            sequence=str(self.sequence.value or ""),
            theme_id=str(self.theme.value or ""),
            nature=str(self.nature.value),
            batch_id=int(self.arrival.value or 0),
            only=Only(self.only.value),
        )
        if wanted == self._filter:
            return
        self._filter = wanted
        self._gestures.do(self._show)

    def _show(self) -> None:
        self._count()
        self._on_change(self._filter)

    def _count(self) -> None:
        total = self._gestures.desk.review.counts.ideas
        if self._filter == Filter():
            self.number.message = typeset(f"{plural(total, 'idée')}, toutes affichées.")
        else:
            number = len(self.found())
            found = plural(number, "idée trouvée", "idées trouvées") if number else "Aucune idée trouvée"
            self.number.message = typeset(f"{found} sur {format_number(total)}.")
        self.reset_button.disabled = self._filter == Filter()


def _offer(field: Any, options: list[tuple[str, str]], chosen: str) -> None:
    """Give a list its options and keep what is chosen, as far as it is still there."""
    if tuple(field.options) != tuple(options):
        field.options = options
    there = {value for _, value in options}
    field.value = chosen if chosen in there else ""
