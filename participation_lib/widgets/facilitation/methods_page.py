"""Choosing methods in one page: the need, the methods that fit, some side by side, a sheet to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import ipywidgets

from participation_lib.chain.methods import OWN_METHODS, framed_need, read_methods, write_choice, write_sheets
from participation_lib.facilitation.choosing import Choice, Excluded, Need, Ranked, choose_methods, spoken_minutes
from participation_lib.facilitation.method_notes import comparison_rows
from participation_lib.facilitation.methods import (
    circumstances,
    default_methods,
    intentions,
    method_named,
    places,
    publics,
)
from participation_lib.facilitation.questions import levels
from participation_lib.notes.typography import typeset
from participation_lib.widgets.data_folder import available_dossiers
from participation_lib.widgets.facilitation.attempts import attempt
from participation_lib.widgets.facilitation.note_export import NoteExport
from participation_lib.widgets.fields import text_field
from participation_lib.widgets.live import LiveMessage
from participation_lib.widgets.markup import Markup, element, ours, panel, plural, table, theirs

__all__ = ["MethodsPage"]

_N_COMPARED: Final = 3
_NONE: Final = "Aucune"
_FOLDER: Final = "methodes"


class MethodsPage:
    """Panels of the choice of methods; they follow each change of the need.

    Parameters
    ----------
    data_folder
        Where dossiers are, and the city's own methods, in `methodes.yaml`.
    exports_folder
        Where sheets are written, in a folder of theirs.

    Attributes
    ----------
    need, ranking, comparison, sheet
        What a notebook shows at each step.
    """

    def __init__(self, data_folder: str | Path, exports_folder: str | Path) -> None:
        self._folder, self._exports = Path(data_folder), Path(exports_folder)
        self.live = LiveMessage(bar_label="Avancement")
        self.sheet_live = LiveMessage(bar_label="Avancement")
        self.own_live = LiveMessage(bar_label="Avancement")  # a mistake in the city's file stays said
        self._methods = default_methods()
        own = self._folder / OWN_METHODS
        if own.is_file():
            attempt(self.own_live, self._folder, lambda: setattr(self, "_methods", read_methods(own)))
        self.choice: Choice | None = None
        self._filling = False
        self._build_need()
        self._ranked = ipywidgets.HTML()
        self.ranking = panel(self._ranked)
        self.compared = [ipywidgets.Dropdown(description=f"Méthode {rank}") for rank in range(1, _N_COMPARED + 1)]
        self._side_by_side = ipywidgets.HTML()
        self.comparison = panel(_row(*map(_third, self.compared)), self._side_by_side)
        self.method = ipywidgets.Dropdown(
            description="Fiche", options=[(typeset(one.name), one.method_id) for one in self._by_name()]
        )
        self.export = NoteExport("Créer la fiche", self._write_sheet, self.sheet_live, self._exports, ticked=("pdf",))
        self.choice_export = NoteExport(
            "Créer la note de choix", self._write_choice, self.sheet_live, self._exports, ticked=("docx",)
        )
        self.sheet = panel(
            _field(self.method),
            *self.export.parts,
            ipywidgets.HTML(element("h3", ours("Toutes les méthodes comparées, avec les raisons"))),
            *self.choice_export.parts,
            self.sheet_live,
        )
        for control in self._controls:
            control.observe(lambda _: self.refresh(), "value")
        for control in self.compared:
            control.observe(lambda _: self._compare(), "value")
        self.framing.observe(lambda _: self._fill(), "value")
        self.refresh()

    def _by_name(self) -> list[Any]:
        return sorted(self._methods, key=lambda method: method.name.casefold())

    def _build_need(self) -> None:
        found = available_dossiers(self._folder)
        self.framing = ipywidgets.Dropdown(
            description="Reprendre le cadrage de",
            options=[("Aucun", None), *((typeset(label), folder) for label, folder in found)],
        )
        self.intention = _dropdown("Objectif", intentions(), "emerger")
        self.level = _dropdown("Niveau", {name: level.label for name, level in levels().items()}, "consulter")
        self.place = _dropdown("Où", places(), "tables")
        self.n_people = text_field("Participants")
        self.minutes = text_field("Durée disponible, en minutes")
        self.n_facilitators = text_field("Personnes pour animer")
        self.n_people.value, self.minutes.value = "30", "150"
        self.ticks = {
            name: ipywidgets.Checkbox(description=typeset(label), indent=False)
            for name, label in {**publics(), **circumstances()}.items()
        }
        self._controls = (
            *(self.intention, self.level, self.place, self.n_people, self.minutes, self.n_facilitators),
            *self.ticks.values(),
        )
        self._definition = ipywidgets.HTML()
        who = ipywidgets.HTML(element("p", ours("Qui vient, et dans quelles circonstances"), class_="pl-label"))
        ticks = _row(*self.ticks.values())
        ticks.add_class("pl-ticks")
        for tick in self.ticks.values():
            tick.add_class("pl-tick")
        self.need = panel(
            self.own_live,
            _field(self.framing),
            _row(*map(_third, (self.intention, self.level, self.place))),
            self._definition,
            _row(*map(_third, (self.n_people, self.minutes, self.n_facilitators))),
            who,
            ticks,
            self.live,
        )

    def refresh(self) -> None:
        """Rank the methods anew for the need on screen."""
        if self._filling:
            return
        self._definition.value = element("p", ours(levels()[self.level.value].definition), class_="pl-small")
        attempt(self.live, self._folder, self._rank)

    def _rank(self) -> None:
        need = Need(
            intention=self.intention.value,
            level=self.level.value,
            n_people=_whole(self.n_people.value),
            minutes=_whole(self.minutes.value),
            place=self.place.value,
            publics=tuple(name for name, tick in self.ticks.items() if tick.value),
            n_facilitators=_whole(self.n_facilitators.value or "0"),
        )
        choice = self.choice = choose_methods(need, self._methods)
        self._ranked.value = _ranking(choice)
        self.choice_export.clear()
        self._offer(choice)
        fitting = plural(len(choice.ranked), "méthode convient", "méthodes conviennent")
        self.live.done(f"{fitting}, {plural(len(choice.excluded), 'est écartée', 'sont écartées')}.")

    def _offer(self, choice: Choice) -> None:
        """Offer the methods in their order, the best first; side by side, the best three."""
        ranked = [(typeset(f"{one.method.name} ({one.score})"), one.method.method_id) for one in choice.ranked]
        others = [(typeset(f"{one.method.name} (écartée)"), one.method.method_id) for one in choice.excluded]
        self._filling = True
        for rank, control in enumerate(self.compared):
            control.options = [(_NONE, ""), *ranked, *others]
            control.value = ranked[rank][1] if rank < len(ranked) else ""
        if ranked:
            self.method.value = ranked[0][1]
        self._filling = False
        self._compare()

    def _compare(self) -> None:
        if self._filling or self.choice is None:
            return
        every: list[Ranked | Excluded] = [*self.choice.ranked, *self.choice.excluded]
        known = {one.method.method_id: one for one in every}
        chosen = [known[control.value] for control in self.compared if control.value]
        if not chosen:
            self._side_by_side.value = element("p", ours("Choisissez des méthodes à comparer."), class_="pl-note")
            return
        self._side_by_side.value = table(
            "Côte à côte",
            ("À comparer", *(one.method.name for one in chosen)),
            [(ours(name), *map(ours, values)) for name, values in comparison_rows(chosen)],
            kind="pl-methods",
        )

    def _fill(self) -> None:
        """Take up the need that a framing tells."""
        folder: Path | None = self.framing.value
        if folder is None:
            return

        def work() -> None:
            need = framed_need(folder)
            if need is None:
                self.live.done("Ce dossier n’a pas de cadrage.")
                return
            self._filling = True
            try:
                self.level.value, self.place.value = need.level, need.place
                self.n_people.value, self.minutes.value = str(need.n_people), str(need.minutes)
                self.n_facilitators.value = str(need.n_facilitators) if need.n_facilitators else ""
                for name, tick in self.ticks.items():
                    tick.value = name in need.publics
            finally:
                self._filling = False
            self.refresh()
            self.live.done(f"Cadrage repris. {self.live.message}")

        attempt(self.live, self._folder, work)

    def _write_sheet(self, formats: Sequence[str]) -> Sequence[Path]:
        method = method_named(self.method.value, self._methods)
        return write_sheets([method], self._exports / _FOLDER / method.method_id, formats)

    def _write_choice(self, formats: Sequence[str]) -> Sequence[Path]:
        if self.choice is None:
            return ()
        return write_choice(self.choice, self._exports / _FOLDER / "choix", formats)


def _whole(text: str) -> int:
    digits = "".join(text.split())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else -1


def _dropdown(label: str, options: Any, value: str) -> ipywidgets.Dropdown:
    choices = [(typeset(told), name) for name, told in options.items()]
    return ipywidgets.Dropdown(description=label, options=choices, value=value)


def _field(control: Any) -> Any:
    control.add_class("pl-field")
    control.add_class("pl-short")
    return control


def _third(control: Any) -> Any:
    control.add_class("pl-field")
    control.add_class("pl-third")
    return control


def _row(*children: Any) -> ipywidgets.HBox:
    row = ipywidgets.HBox(list(children))
    row.add_class("pl-row")
    return row


def _ranking(choice: Choice) -> Markup:
    if not choice.ranked:
        shown = element(
            "p", ours("Aucune ne convient à tout : changez le temps, le lieu ou le nombre, ou partagez le groupe.")
        )
    else:
        shown = element("ol", *map(_told, choice.ranked), class_="pl-ranking")
    if not choice.excluded:
        return shown
    out = [
        element("li", element("strong", ours(one.method.name)), ours(f" : {' '.join(one.reasons)}"))
        for one in choice.excluded
    ]
    summary = element("summary", ours(f"Écartées, et pourquoi ({len(out)})"))
    return shown + element("details", summary, element("ul", *out), class_="pl-more")


def _told(one: Ranked) -> Markup:
    usual = spoken_minutes(one.method.usual_minutes)
    facts = f" {one.score} sur 100 – {usual}, {plural(one.n_facilitators, 'personne')} pour animer"
    parts = [
        element("li", element("strong", ours(f"{part.name} {part.points}/{part.out_of}. ")), ours(part.why))
        for part in one.parts
    ]
    risks = [element("li", ours(caution)) for caution in one.cautions]
    return element(
        "li",
        element("strong", theirs(typeset(one.method.name))),
        element("span", ours(facts), class_="pl-small"),
        element("p", ours(one.method.aim)),
        element(
            "details",
            element("summary", ours("Pourquoi, et ce qui peut mal tourner")),
            element("ul", *parts),
            element("p", ours("Ce qui peut mal tourner"), class_="pl-label"),
            element("ul", *risks),
            class_="pl-more",
        ),
    )
