"""The themes: a picture and, beside it, the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from participation_lib.widgets.markup import Markup, element, ours, panel, picture, plural, table, theirs

if TYPE_CHECKING:
    from participation_lib.notes.model import Figure
    from participation_lib.synthesis.overview import Overview, ThemeRow

__all__ = ["ThemeTable"]


class ThemeTable:
    """The panel of the third step."""

    def __init__(self) -> None:
        self._content = ipywidgets.HTML()
        self.view = panel(self._content)
        self.clear()

    def clear(self) -> None:
        """Wait for a synthesis."""
        self._content.value = element(
            "p", ours("Les thèmes proposés s'afficheront ici après la synthèse."), class_="pl-note"
        )

    def show(self, overview: Overview, bars: Figure | None) -> None:
        """Show the themes in the order of the draft.

        Parameters
        ----------
        bars
            The picture of the note, or None where there is none.
        """
        if not overview.themes:
            self._content.value = element("p", ours("Aucun thème n'a été trouvé : il y a trop peu d'idées."))
            return
        n_themes = sum(bool(row.solidity) for row in overview.themes)
        where = (
            f" venant de {plural(overview.n_groups, overview.group_word, overview.groups_word)}"
            if overview.group_word
            else ""
        )
        found = plural(n_themes, "thème proposé", "thèmes proposés")
        said = f"{plural(overview.n_ideas, 'idée')}{where}, {found}."
        header = [
            "Thème",
            "Idées",
            "Contributions",
            *([overview.groups_word.capitalize()] if overview.group_word else []),
        ]
        self._content.value = "".join(
            [
                element("p", ours(said)),
                picture(bars.svg, bars.alt) if bars else Markup(""),
                table(
                    "Idées par thème",
                    [*header, "Groupe", "Mots qui reviennent"],
                    (_row(row) for row in overview.themes),
                    kind="pl-themes",
                ),
                element(
                    "p",
                    ours(
                        "Une contribution peut aborder plusieurs thèmes. Un groupe « net » se retrouve "
                        "quand on laisse de côté une partie des idées ; un groupe « peu net » est à relire "
                        "en premier."
                    ),
                    class_="pl-small",
                ),
            ]
        )


def _row(row: ThemeRow) -> tuple[int | Markup, ...]:
    groups = () if row.n_groups is None else (row.n_groups,)
    return (
        theirs(row.label),
        row.n_ideas,
        row.n_contributions,
        *groups,
        ours(row.solidity or "sans objet"),
        theirs(row.keywords),
    )
