"""The ideas of a theme, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ipywidgets

from participation_lib.notes.typography import typeset
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import Markup, element, ours, panel, plural, table, theirs

if TYPE_CHECKING:
    from participation_lib.synthesis.overview import IdeaRow, Overview

__all__ = ["PAGE", "IdeaList"]

PAGE: Final = 20


class IdeaList:
    """The panel of the fourth step: choose a theme, read its ideas."""

    def __init__(self) -> None:
        self._overview: Overview | None = None
        self._page = 0
        self.themes = ipywidgets.Dropdown(description="Thème à lire")
        self.themes.add_class("pl-field")
        self.previous_button = ipywidgets.Button(description="Idées précédentes")
        self.next_button = ipywidgets.Button(description="Idées suivantes")
        self.position = LiveMessage()
        self._content = ipywidgets.HTML()
        self._waiting = ipywidgets.HTML(
            element("p", ours("Les idées de chaque thème s'afficheront ici après la synthèse."), class_="pl-note")
        )
        self._pages = ipywidgets.HBox([self.previous_button, self.next_button])
        self._pages.add_class("pl-row")
        self._body = ipywidgets.VBox([self.themes, self.position, self._content, self._pages])
        self.view = panel(self._waiting, self._body)
        self.themes.observe(self._change_theme, "value")
        self.previous_button.on_click(lambda _: self._turn(-1))
        self.next_button.on_click(lambda _: self._turn(1))
        self.clear()

    def clear(self) -> None:
        """Wait for a synthesis."""
        self._overview = None
        self.themes.options = ()
        self._content.value = ""
        self._waiting.layout.display, self._body.layout.display = "", "none"

    def show(self, overview: Overview) -> None:
        """Offer the themes and show the ideas of the first."""
        self.clear()
        if not overview.themes:
            return
        self._overview = overview
        self.themes.options = [
            (f"{row.label} ({plural(row.n_ideas, 'idée')})", row.theme_id) for row in overview.themes
        ]
        self.themes.value = overview.themes[0].theme_id
        self._waiting.layout.display, self._body.layout.display = "none", ""

    def _change_theme(self, _change: Any) -> None:
        self._page = 0
        self._display()

    def _turn(self, pages: int) -> None:
        self._page += pages
        self._display()

    def _display(self) -> None:
        if self._overview is None or self.themes.value is None:
            return
        ideas = self._overview.ideas[self.themes.value]
        first = self._page * PAGE
        shown = ideas[first : first + PAGE]
        label = next(row.label for row in self._overview.themes if row.theme_id == self.themes.value)
        self._content.value = table(
            f"Idées du thème « {label} »",
            ("Contribution", "Idée", "Nature", "Confiance"),
            (_row(idea) for idea in shown),
            kind="pl-ideas",
        )
        self.position.message = typeset(f"Idées {first + 1} à {first + len(shown)} sur {len(ideas)}.")
        self._pages.layout.display = "" if len(ideas) > PAGE else "none"
        self.previous_button.disabled = first == 0
        self.next_button.disabled = first + PAGE >= len(ideas)


def _row(idea: IdeaRow) -> tuple[Markup, ...]:
    where = element("span", theirs(f"{idea.reference}, {idea.group}" if idea.group else idea.reference))
    sure = ours(f"{idea.confidence} sur 100")
    if idea.to_review:
        sure += element("div", ours(f"à relire : {idea.reason}" if idea.reason else "à relire"), class_="pl-small")
    return where, theirs(idea.text), ours(idea.nature), sure
