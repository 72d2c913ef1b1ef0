"""The panel « Deux relectures »: how far two people agree, and their disagreements settled one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import ipywidgets

from participation_lib.errors import ParticipationError
from participation_lib.notes.typography import typeset
from participation_lib.review.agreement import Disagreement
from participation_lib.review.cards import theme_label
from participation_lib.review.settling import Settling, read_review
from participation_lib.schema import SET_ASIDE, UNCLASSIFIED
from participation_lib.widgets.data_folder import DOSSIERS
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import panel
from participation_lib.widgets.review.agreement_words import (
    card_of,
    figures_of,
    line_of,
    progress_of,
    remainder_of,
    settled_list,
    sides_of,
    spoken_of,
)
from participation_lib.widgets.review.board_words import REASONS
from participation_lib.widgets.review.gestures import Gestures
from participation_lib.widgets.review.other_choice import OtherChoice

__all__ = ["AgreementPanel"]

_STYLE: Final = Path(__file__).parents[1] / "static" / "review_agreement.css"
_MOST_LISTED: Final = 200  # disagreements in the list; the others follow as these are settled
_NEW: Final = "nouveau"


class AgreementPanel:
    """The panel of two reviews.

    Parameters
    ----------
    gestures
        Through which every decision goes.
    data_folder
        Where other dossiers and archives are looked for; when None, where the dossier is.

    Attributes
    ----------
    choice
        Where the other review is chosen.
    settling
        The comparison under way; None until then.
    """

    def __init__(self, gestures: Gestures, data_folder: Path | None = None) -> None:
        self._gestures = gestures
        own = gestures.desk.dossier.folder.absolute()
        near = own.parent.parent if own.parent.name == DOSSIERS else own.parent
        self.choice = OtherChoice(data_folder or near, own, self._take)
        self.settling: Settling | None = None
        self._shown: Disagreement | None = None
        self._position = 0  # of what is shown, in the list
        self._later: list[str] = []
        self._were_settled: frozenset[str] = frozenset()
        self._open_form: Any = None
        self._drawing = False
        self._make_card()
        self._make_forms()
        self._figures, self._progress, self._unlisted, self._settled = (ipywidgets.HTML() for _ in range(4))
        self.change_button = ipywidgets.Button(description="Comparer avec une autre relecture")
        self.spoken = LiveMessage()
        self.spoken.add_class("pl-hidden")
        work = ipywidgets.VBox(
            [self._card, self._sides, self._actions, self._other_form, self._aside_form, self.reason]
        )
        self._body = ipywidgets.HBox([work, ipywidgets.VBox([self.list, self._unlisted])])
        self._body.add_class("pa-body")
        self._compared = ipywidgets.VBox([self._figures, self._progress, self._body, self._settled, self.change_button])
        style = ipywidgets.HTML(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
        style.add_class("pl-style")
        self.view = panel(style, self.choice.view, self.choice.live, self._compared, self.spoken)
        self.change_button.on_click(lambda _: self.change())
        self._show_choice()

    # Making

    def _make_card(self) -> None:
        self._card, self._mine, self._theirs = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
        self.keep_button = ipywidgets.Button(description="Garder le mien")
        self.take_button = ipywidgets.Button(description="Prendre le sien")
        self.other_button = ipywidgets.Button(description="Un autre thème…")
        self.aside_button = ipywidgets.Button(description="Écarter…")
        self.later_button = ipywidgets.Button(description="Décider plus tard")
        self.reason = text_field("Raison (facultative, gardée dans l’historique)")
        self.list = ipywidgets.Select(description="Désaccords à régler", rows=12)
        for control, name in ((self.reason, "pa-reason"), (self.list, "pa-list")):
            control.add_class("pl-field")
            control.add_class(name)
        sides = [ipywidgets.VBox(pair) for pair in ((self._mine, self.keep_button), (self._theirs, self.take_button))]
        for side in sides:
            side.add_class("pa-side")
        self._sides = ipywidgets.HBox(sides)
        self._sides.add_class("pa-sides")
        self._actions = ipywidgets.HBox([self.other_button, self.aside_button, self.later_button])
        self._actions.add_class("pl-row")
        self.keep_button.on_click(lambda _: self.keep())
        self.take_button.on_click(lambda _: self.take())
        self.other_button.on_click(lambda _: self._open(self._other_form, self.themes))
        self.aside_button.on_click(lambda _: self._open(self._aside_form, self.aside_reason))
        self.later_button.on_click(lambda _: self.later())
        self.list.observe(self._choose, "value")

    def _make_forms(self) -> None:
        self.themes = ipywidgets.Dropdown(description="Un autre thème")
        self.new_label = text_field("Nom du nouveau thème")
        self.put_button = ipywidgets.Button(description="Mettre dans ce thème")
        self.aside_reason = text_field(
            "Pourquoi l’écarter ? La raison figurera au pied de la note.",
            suggestions=[typeset(reason) for reason in REASONS],
        )
        self.put_aside_button = ipywidgets.Button(description="Écarter")
        forms = []
        for fields, button, opener in (
            ((self.themes, self.new_label), self.put_button, self.other_button),
            ((self.aside_reason,), self.put_aside_button, self.aside_button),
        ):
            cancel = ipywidgets.Button(description="Ne rien faire")
            cancel.on_click(lambda _, opener=opener: self._close(opener))
            for field in fields:
                field.add_class("pl-field")
            buttons = ipywidgets.HBox([button, cancel])
            buttons.add_class("pl-row")
            form = ipywidgets.VBox([*fields, buttons])
            form.add_class("pa-form")
            forms.append(form)
        self._other_form, self._aside_form = forms
        self._close()
        self.themes.observe(lambda _: self._show_new(), "value")
        self.put_button.on_click(lambda _: self.put())
        self.put_aside_button.on_click(lambda _: self.set_aside())

    # Choosing the other review

    def _take(self, place: Path) -> None:
        """Read the chosen review beside the one on the desk."""
        self.settling = Settling(self._gestures.desk, read_review(place))
        self._later, self._shown, self._position, self._were_settled = [], None, 0, frozenset()
        self.choice.view.layout.display, self._compared.layout.display = "none", ""
        self.refresh()
        (self.keep_button if self._shown else self.change_button).focus()

    def change(self) -> None:
        """Do what the change button does: offer the choice again."""
        self._show_choice()
        self.choice.others.focus()

    def _show_choice(self) -> None:
        self.settling = None
        self.choice.view.layout.display, self._compared.layout.display = "", "none"
        self.choice.refresh()

    # Showing

    def refresh(self, show: str = "") -> None:
        """Show the two reviews as they stand.

        What is in sight stays in sight, unless another is asked for, or one that was settled
        comes back.

        Parameters
        ----------
        show
            Key of the disagreement to show.
        """
        if self.settling is None:
            return
        try:
            self.settling.refresh()
        except ParticipationError as error:  # a gesture made elsewhere is done all the same
            self._show_choice()
            self.choice.fail(error)
            return
        settling = self.settling
        waiting = {found.key: found for found in settling.waiting}
        self._later = [key for key in self._later if key in waiting]
        order = [key for key in waiting if key not in self._later] + self._later
        back = next((key for key in order if key in self._were_settled), "")
        self._were_settled = frozenset(idea_id for done in settling.settled for idea_id in done.idea_ids)
        key = show or back or (self._shown.key if self._shown else "")
        if key not in waiting and order:
            key = order[min(self._position, len(order) - 1)]
        self._show(waiting.get(key), order)
        listed = order[:_MOST_LISTED]
        self._drawing = True
        self.list.options = [(line_of(waiting[name]), name) for name in listed]
        self.list.value = key if key in listed else None
        self._drawing = False
        self._body.layout.display = "" if order else "none"
        self._unlisted.value = remainder_of(len(order) - len(listed))
        self._figures.value, self._progress.value = figures_of(settling), progress_of(settling)
        self._settled.value = settled_list(settling)

    def _show(self, found: Disagreement | None, order: list[str]) -> None:
        if (found.key if found else "") != (self._shown.key if self._shown else ""):
            self._close()
            self.reason.value = ""
        self._shown = found
        if found is None or self.settling is None:
            return
        self._position = order.index(found.key)
        self._card.value = card_of(self.settling, found)
        self._mine.value, self._theirs.value = sides_of(self.settling, found)
        self.aside_button.layout.display = "none" if SET_ASIDE in (found.theme_id, found.other_id) else ""
        for button in (self.keep_button, self.take_button, self.other_button, self.aside_button):
            button.disabled = self._gestures.desk.dossier.read_only
        themes = sorted(self._gestures.desk.review.themes.values(), key=lambda theme: theme.label.casefold())
        chosen = self.themes.value
        self.themes.options = [
            *((theme.label, theme.theme_id) for theme in themes),
            ("Sans thème", UNCLASSIFIED),
            ("Nouveau thème…", _NEW),
        ]
        keys = [key for _, key in self.themes.options]
        self.themes.value = chosen if chosen in keys else keys[0]

    def _choose(self, change: Any) -> None:
        if not self._drawing and change["new"]:
            self.refresh(show=change["new"])

    # Settling

    def keep(self) -> None:
        """Leave the ideas where they are."""
        self._settle(lambda settling, found: settling.keep(found, self.reason.value), "gardé dans")

    def take(self) -> None:
        """Put the ideas where the colleague has them."""
        self._settle(lambda settling, found: settling.take(found, self.reason.value), "mis dans")

    def put(self) -> None:
        """Put the ideas in the theme that is chosen, or named."""
        if self.themes.value == _NEW:
            self._settle(
                lambda settling, found: settling.put_in_new(found, self.new_label.value, self.reason.value), "mis dans"
            )
        else:
            self._settle(lambda settling, found: settling.put(found, self.themes.value, self.reason.value), "mis dans")

    def set_aside(self) -> None:
        """Set the ideas aside for the reason that is written."""
        self._settle(lambda settling, found: settling.put(found, SET_ASIDE, self.aside_reason.value), "mis dans")

    def later(self) -> None:
        """Leave it undecided, after all the others."""
        if self._shown is None:
            return
        key = self._shown.key
        self._later = [*(name for name in self._later if name != key), key]
        self._shown = None
        self.refresh()
        self._say_next()

    def _settle(self, act: Callable[[Settling, Disagreement], None], verb: str) -> None:
        found, settling, desk = self._shown, self.settling, self._gestures.desk
        if found is None or settling is None:
            return
        in_a_form = self._open_form
        if not self._gestures.do(lambda: act(settling, found)):
            return
        idea = desk.review.ideas[found.key]
        place = "écarté" if idea.set_aside else "sans thème" if idea.theme_id == UNCLASSIFIED else ""
        self._gestures.live.done(f"Désaccord réglé : {place or f'{verb} « {theme_label(desk, idea.theme_id)} »'}.")
        self.refresh()
        self._say_next()
        if in_a_form and self._shown:
            self.keep_button.focus()

    def _say_next(self) -> None:
        """Tell those who do not see it what is in sight now, and keep the keyboard at work."""
        if self._shown is None:
            self.spoken.message = typeset("Tous les désaccords sont réglés.")
            self.change_button.focus()
            return
        self.spoken.message = typeset("Ensuite : ") + spoken_of(self._shown)

    def _open(self, form: Any, field: Any) -> None:
        self._close()
        self._open_form = form
        form.layout.display = ""
        self.reason.layout.display = "none" if form is self._aside_form else ""
        self._show_new()
        field.focus()

    def _close(self, opener: Any = None) -> None:
        self._open_form = None
        self._other_form.layout.display = self._aside_form.layout.display = "none"
        self.reason.layout.display = self.new_label.value = self.aside_reason.value = ""
        if opener is not None:
            opener.focus()

    def _show_new(self) -> None:
        self.new_label.layout.display = "" if self.themes.value == _NEW else "none"
