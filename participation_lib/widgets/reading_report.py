"""What was read, what was set aside, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ipywidgets

from participation_lib.widgets.markup import Markup, element, ours, panel, plural, table, theirs

if TYPE_CHECKING:
    from participation_lib.corpus.reading import Source
    from participation_lib.synthesis.overview import Overview, SetAsideRow

__all__ = ["ReadingReport"]

_MOST_SHOWN: Final = 100


class ReadingReport:
    """The panel of the second step: files, columns, records kept and not kept."""

    def __init__(self) -> None:
        self._content = ipywidgets.HTML()
        self.view = panel(self._content)
        self.clear()

    def clear(self) -> None:
        """Wait for a synthesis."""
        self._content.value = element("p", ours("Lancez d'abord la synthèse, à l'étape 1."), class_="pl-note")

    def show(self, sources: Sequence[Source], overview: Overview, n_replacements: int) -> None:
        """Show how the files were read."""
        parts = [_source(source) for source in sources]
        if overview.question:
            parts.append(element("p", ours("Question posée : "), element("strong", theirs(overview.question))))
        parts.append(_accounts(overview))
        parts.append(
            element(
                "p",
                ours(
                    plural(n_replacements, "donnée personnelle masquée", "données personnelles masquées")
                    + " (noms, adresses, téléphones…), remplacées par des marques comme [PERSONNE 1]."
                    if n_replacements
                    else "Aucune donnée personnelle n'a été repérée dans les textes. Une relecture reste nécessaire."
                ),
            )
        )
        parts.append(_set_aside(overview))
        self._content.value = "".join(parts)


def _source(source: Source) -> Markup:
    lines = [element("p", element("strong", theirs(source.file_name)), ours(f" : {source.description}."))]
    columns = ours("Colonne lue : ") + theirs(source.text_column)
    if source.group_column:
        columns += ours(" ; groupes d'après la colonne : ") + theirs(source.group_column)
    lines.append(element("p", columns + ours(".")))
    if source.remarks:
        lines.append(element("ul", *(element("li", ours(remark)) for remark in source.remarks)))
    if source.set_aside:
        lines.append(
            element(
                "details",
                element(
                    "summary",
                    ours(plural(len(source.set_aside), "colonne laissée de côté", "colonnes laissées de côté")),
                ),
                table(
                    "Colonnes laissées de côté",
                    ("Colonne", "Pourquoi"),
                    ((theirs(name), ours(reason)) for name, reason in source.set_aside),
                ),
                class_="pl-more",
            )
        )
    return Markup("".join(lines))


def _accounts(overview: Overview) -> Markup:
    total = sum(row.count for row in overview.statuses)
    rows: list[tuple[int | Markup, ...]] = [(ours(row.label), row.count) for row in overview.statuses]
    rows.append((element("strong", ours("Total lu")), total))
    return table("Ce que sont devenues les contributions", ("Contributions", "Nombre"), rows, kind="pl-counts")


def _set_aside(overview: Overview) -> Markup:
    rows = overview.set_aside
    if not rows:
        return element("p", ours("Aucune contribution n'a été mise de côté."))
    left = len(rows) - _MOST_SHOWN
    shown = table(
        "Contributions mises de côté",
        ("Contribution", "Texte", "Motif"),
        (_set_aside_row(row) for row in rows[:_MOST_SHOWN]),
    )
    said = ours(
        plural(
            len(rows),
            "contribution mise de côté, avec son motif",
            "contributions mises de côté, avec leur motif",
        )
    )
    if left > 0:
        shown += element("p", ours(f"Et {plural(left, 'autre')}, dans le tableau contributions.csv."), class_="pl-note")
    return element("details", element("summary", said), shown, class_="pl-more")


def _set_aside_row(row: SetAsideRow) -> tuple[Markup, ...]:
    name = theirs(row.reference) + (theirs(f" ({row.group})") if row.group else Markup(""))
    text = theirs(row.text) if row.text else element("em", ours("texte vide ou non publié"))
    return name, text, ours(row.reason)
