"""Who comes, and who sits where: a pasted list, wishes, rotations; all of it erased after the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets

from participation_lib.errors import InputError
from participation_lib.facilitation.guests import GuestList, read_guests, seated
from participation_lib.notes.typography import typeset
from participation_lib.widgets.facilitation.asking import Asking
from participation_lib.widgets.fields import area_field, text_field
from participation_lib.widgets.markup import Markup, element, ours, panel, plural, table, theirs

if TYPE_CHECKING:
    from participation_lib.chain.sessions import SessionDesk

__all__ = ["GuestPanel"]

_WHAT = (
    "Collez la liste depuis votre tableur : une personne par ligne. Une colonne « table » fixe la place d’une personne "
    "(secrétaire, fauteuil) ; les autres colonnes (quartier, âge…) servent à mélanger les tables. Cette liste reste "
    "dans le dossier de la séance, n’entre jamais avec les contributions, et s’efface ci-dessous."
)


class GuestPanel:
    """The panel of the plan of the tables.

    Parameters
    ----------
    asking
        Through which everything goes.
    desk
        The session.
    on_change
        Called once people are seated or erased.
    """

    def __init__(self, asking: Asking, desk: SessionDesk, on_change: Any = lambda: None) -> None:
        self._asking, self._desk, self._on_change = asking, desk, on_change
        self.names = area_field("Liste des personnes", placeholder="Nom;Quartier;Âge;Table", rows=7)
        self.read_button = ipywidgets.Button(description="Lire la liste")
        self.n_tables = text_field("Nombre de tables")
        self.n_rounds = ipywidgets.Dropdown(description="Tours", options=[1, 2, 3, 4, 5, 6], value=1)
        self.form = ipywidgets.Dropdown(
            description="Rotation",
            options=[
                (typeset("Tout le monde change de table"), False),
                (typeset("Boule de neige : 2, 4, puis 8"), True),
            ],
        )
        self.one, self.other = ipywidgets.Dropdown(description="Personne"), ipywidgets.Dropdown(description="Et")
        self.apart_button = ipywidgets.Button(description="Séparer")
        self.together_button = ipywidgets.Button(description="Garder ensemble")
        self.seat_button = ipywidgets.Button(description="Placer les personnes")
        self.seat_button.add_class("pl-main")
        self.erase_button = ipywidgets.Button(description="Effacer les personnes et leurs papiers")
        self._told, self._wishes, self._plan = (ipywidgets.HTML() for _ in range(3))
        what = ipywidgets.HTML(element("p", ours(_WHAT), class_="pl-note"))
        rows = [
            ipywidgets.HBox([self.one, self.other, self.apart_button, self.together_button]),
            ipywidgets.HBox([self.n_tables, self.n_rounds, self.form, self.seat_button]),
        ]
        for row in rows:
            row.add_class("pl-row")
        for control in (self.names, self.n_tables, self.n_rounds, self.form, self.one, self.other):
            control.add_class("pl-field")
        self._known = ipywidgets.VBox([self._told, *rows, self._wishes, self._plan, self.erase_button])
        self.view = panel(asking.live, what, self.names, self.read_button, self._known)
        self.read_button.on_click(lambda _: self.read())
        self.apart_button.on_click(lambda _: self.pair(apart=True))
        self.together_button.on_click(lambda _: self.pair(apart=False))
        self.seat_button.on_click(lambda _: self.seat())
        self.erase_button.on_click(lambda _: self.erase())

    def refresh(self) -> None:
        """Show who is known and where they sit."""
        guests = self._desk.guests
        self._known.layout.display = "" if guests.people else "none"
        options = [(person.name, person.key) for person in guests.people]
        for control in (self.one, self.other):
            chosen = control.value
            control.options = options
            keys = [key for _, key in options]
            control.value = chosen if chosen in keys else next(iter(keys), None)
        if not self.n_tables.value and self._desk.session.n_tables:
            self.n_tables.value = str(self._desk.session.n_tables)
        mixed = f" ; tables mélangées selon : {', '.join(guests.traits)}" if guests.traits else ""
        self._told.value = element("p", ours(plural(len(guests.people), "personne")), theirs(mixed))
        self._wishes.value = _wishes(guests)
        self._plan.value = _plan(guests)

    def read(self) -> bool:
        """Do what the button that reads the list does."""
        return self._do(lambda: self._desk.keep_guests(read_guests(self.names.value)), "Liste lue.", clear=True)

    def pair(self, *, apart: bool) -> bool:
        """Keep the two people chosen apart, or together."""

        def keep() -> None:
            one, other = str(self.one.value), str(self.other.value)
            self._desk.keep_guests(self._desk.guests.with_pair(one, other, apart=apart))

        return self._do(keep, "Contrainte enregistrée.")

    def seat(self) -> bool:
        """Seat everybody."""

        def place() -> None:
            number = self.n_tables.value.strip()
            if not self.form.value and not number.isdecimal():
                raise InputError("Donnez le nombre de tables.")
            self._asking.live.progress(0, 0, "Recherche d’un plan…")
            guests = seated(
                self._desk.guests, int(number or 1), int(self.n_rounds.value), as_snowball=bool(self.form.value)
            )
            self._desk.keep_guests(guests)

        return self._do(place, "Plan de tables prêt.")

    def erase(self) -> bool:
        """Erase who came."""
        return self._do(self._desk.erase_guests, "Personnes effacées.", clear=True)

    def _do(self, gesture: Any, said: str, *, clear: bool = False) -> bool:
        def then_show() -> None:
            gesture()
            if clear:
                self.names.value = ""
            self.refresh()
            self._on_change()

        return self._asking.do(then_show, said)


def _wishes(guests: GuestList) -> Markup:
    names = {person.key: person.name for person in guests.people}
    lines = [
        element("li", theirs(f"{names.get(one, one)} et {names.get(other, other)} : "), ours(word))
        for pairs, word in ((guests.apart, "à séparer"), (guests.together, "à garder ensemble"))
        for one, other in pairs
    ]
    return element("ul", *lines) if lines else ours("")


def _plan(guests: GuestList) -> Markup:
    plan = guests.plan
    if plan is None:
        return ours("")
    names = {person.key: person.name for person in guests.people}
    met = f"{plural(plan.n_pairs_met, 'rencontre')} entre deux personnes"
    again = f", dont {plan.n_pairs_repeated} répétées" if plan.n_pairs_repeated else ", aucune répétée"
    parts = [element("p", ours(met + again + "."), class_="pl-label")]
    for rank, tables in enumerate(plan.rounds, start=1):
        caption = f"Tour {rank}" if len(plan.rounds) > 1 else "Plan de tables"
        rows = [
            (ours(str(number)), theirs(", ".join(names.get(key, key) for key in seats)))
            for number, seats in enumerate(tables, start=1)
        ]
        parts.append(table(caption, ("Table", "Personnes"), rows))
    return Markup("".join(parts))
