"""Pictures of a note, drawn from its numbers: the same bytes for the same data.

Each says in words what it shows, and keeps the table it was drawn from. They neither sort nor
leave out a theme, and draw no percentage.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from participation_lib.notes.drawing import draw_bars, draw_grid, draw_stacks, large_svg, pictures
from participation_lib.notes.model import DataTable, Figure
from participation_lib.notes.pandoc_inlines import clean
from participation_lib.notes.typography import NO_BREAK_SPACE, format_number, typeset

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

__all__ = ["MOST_COLUMNS", "group_grid", "nature_bars", "theme_bars"]

MOST_COLUMNS: Final = 24  # of a grid, beyond which its numbers could not be read on a page
# Themes whose values the alternative text lists; a longer one would be tiring to hear.
_N_LISTED: Final = 12
_N_DETAILED: Final = 6


def theme_bars(
    labels: Sequence[str],
    n_ideas: Sequence[int],
    n_groups: Sequence[int] | None = None,
    group_name: str = "tables",
    *,
    n_groups_total: int | None = None,
    caption: str = "Nombre d’idées par thème",
) -> Figure:
    """Give a figure of horizontal bars, one theme a line, in the order received.

    Parameters
    ----------
    labels : sequence of str
        Names of themes; long ones are cut into lines.
    n_ideas : sequence of int
        One count per label, zero or more.
    n_groups : sequence of int, optional
        At how many groups (tables, quartiers…) the theme was raised; written beside the count.
    group_name : str
        What the groups are, in the plural.
    n_groups_total : int, optional
        Out of how many groups.
    caption : str

    Returns
    -------
    Figure
        PNG at 200 dots an inch, SVG with its letters as outlines, an alternative text computed
        from the data, and the data.

    Raises
    ------
    ValueError
        There is no label, or the lengths differ.

    Examples
    --------
    >>> print(theme_bars(["Arbres", "Vélo"], [42, 7]).alt.translate({160: 32, 8239: 32}))
    Barres horizontales, une par thème. Arbres : 42 idées ; Vélo : 7 idées.
    """
    if not labels or len(labels) != len(n_ideas) or (n_groups is not None and len(n_groups) != len(labels)):
        raise ValueError("a bar needs a label and a count, and every series the same length")
    names = _names(labels)
    values = [_value(n, "idées") for n in n_ideas]
    header: tuple[str, ...] = ("Thème", "Idées")
    columns: list[Sequence[int]] = [n_ideas]
    if n_groups is not None:
        total = f" sur {format_number(n_groups_total)}" if n_groups_total is not None else ""
        values = [f"{value}, {_value(n, group_name)}{total}" for value, n in zip(values, n_groups, strict=True)]
        header = (*header, _capital(group_name))
        columns.append(n_groups)
    alternative = "Barres horizontales, une par thème. " + _listed(names, values, n_ideas)
    rows = tuple((name, *row) for name, *row in zip(names, *columns, strict=True))
    return _figure(
        partial(draw_bars, names, tuple(n_ideas), values), caption, alternative, DataTable(header, _plain_rows(rows))
    )


def nature_bars(
    labels: Sequence[str],
    natures: Sequence[str],
    counts: Sequence[Sequence[int]],
    *,
    caption: str = "Nature des idées par thème",
) -> Figure:
    """Give a figure of stacked bars: how many ideas of each nature a theme holds.

    Natures are told apart by pattern and lightness, and named above. A number is written in each
    part wide enough to hold it; all of them are in the data.

    Parameters
    ----------
    labels : sequence of str
        Names of themes.
    natures : sequence of str
        Names of natures in the plural, such as « propositions »; those without any idea are not drawn.
    counts : sequence of sequence of int
        One row a theme, one count a nature.
    caption : str

    Raises
    ------
    ValueError
        There is no label or no nature, or the counts do not fit them.

    Examples
    --------
    >>> figure = nature_bars(["Arbres"], ["problèmes", "propositions"], [[1, 6]])
    >>> print(figure.alt.translate({160: 32, 8239: 32}))
    Barres empilées, une par thème. Arbres : 7 idées, dont 1 problème et 6 propositions.
    """
    _check_counts(labels, natures, counts)
    shown = [rank for rank in range(len(natures)) if any(row[rank] for row in counts)] or [0]
    series = [natures[rank] for rank in shown]
    parts = [[row[rank] for rank in shown] for row in counts]
    totals = [sum(row) for row in parts]
    names, values = _names(labels), [_value(n, "idées") for n in totals]
    said = [
        value + (f", dont {_enumerated(row, series)}" if any(row) else "")
        for value, row in zip(values, parts, strict=True)
    ]
    alternative = "Barres empilées, une par thème. " + _listed(names, said, totals, _N_DETAILED)
    legend = [_capital(name) for name in series]
    rows = tuple((name, *row, total) for name, row, total in zip(names, parts, totals, strict=True))
    return _figure(
        partial(draw_stacks, names, legend, parts, values),
        caption,
        alternative,
        DataTable(("Thème", *legend, "Total"), _plain_rows(rows)),
    )


def group_grid(
    labels: Sequence[str],
    groups: Sequence[str],
    counts: Sequence[Sequence[int]],
    group_name: str = "tables",
    *,
    caption: str = "",
) -> Figure:
    """Give a grid of numbers: how many ideas of each theme (a line) come from each group (a column).

    Parameters
    ----------
    labels : sequence of str
        Names of themes.
    groups : sequence of str
        Names of groups, `MOST_COLUMNS` at most.
    counts : sequence of sequence of int
        One row a theme, one count a group.
    group_name : str
        What the groups are, in the plural.
    caption : str
        Empty: « Nombre d’idées par thème et par table ».

    Raises
    ------
    ValueError
        There is no label or no group, the counts do not fit them, or groups are too many.

    Examples
    --------
    >>> figure = group_grid(["Arbres"], ["1", "2", "3"], [[4, 0, 1]])
    >>> print(figure.alt.translate({160: 32, 8239: 32}))
    Grille de nombres, un thème par ligne, une colonne par table. Arbres : 5 idées, 2 tables sur 3, au plus 4 (table 1).
    """
    _check_counts(labels, groups, counts)
    if len(groups) > MOST_COLUMNS:
        raise ValueError(f"a grid holds {MOST_COLUMNS} groups at most")
    one = _singular(group_name)
    names, columns = _names(labels), _names(groups)
    called = [f"{one}{NO_BREAK_SPACE}{name}" if name.isdecimal() else name for name in columns]
    totals = [sum(row) for row in counts]
    said = []
    for row, total in zip(counts, totals, strict=True):
        value = _value(total, "idées")
        if total:
            present = _value(sum(1 for n in row if n), group_name)
            value += f", {present} sur {format_number(len(groups))}, au plus {format_number(max(row))}"
            value += f" ({_most(row, called)})"
        said.append(value)
    alternative = f"Grille de nombres, un thème par ligne, une colonne par {one}. " + _listed(
        names, said, totals, _N_DETAILED
    )
    rows = tuple((name, *row, total) for name, row, total in zip(names, counts, totals, strict=True))
    header = ("Thème", *(_capital(name) for name in called), "Total")
    return _figure(
        partial(draw_grid, names, columns, counts, _capital(group_name)),
        caption or f"Nombre d’idées par thème et par {one}",
        alternative,
        DataTable(header, _plain_rows(rows)),
    )


def _figure(draw: Callable[[float], Drawing], caption: str, alternative: str, data: DataTable) -> Figure:
    png, svg = pictures(draw)
    return Figure(png, svg, caption, typeset(alternative), data=data, large_svg=partial(large_svg, draw))


def _check_counts(labels: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
    if not labels or not columns or len(counts) != len(labels) or any(len(row) != len(columns) for row in counts):
        raise ValueError("one row of counts a label, one count a column, and at least one of each")


def _plain_rows(rows: Sequence[Sequence[object]]) -> tuple[tuple[str | int, ...], ...]:
    """Make plain numbers of those of numpy."""
    return tuple((str(name), *(int(str(n)) for n in row)) for name, *row in rows)


def _names(labels: Sequence[str]) -> list[str]:
    return [typeset(" ".join(clean(label).split())) for label in labels]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _value(n: int, units: str) -> str:
    return f"{format_number(n)}{NO_BREAK_SPACE}{units if n >= 2 else _singular(units)}"


def _singular(plural: str) -> str:
    """Give the singular of a regular French plural: canaux, canal; tableaux, tableau; tables, table."""
    if plural.endswith("aux") and not plural.endswith("eaux"):
        return plural[:-2] + "l"
    return plural[:-1] if plural[-1:] in ("s", "x") else plural


def _enumerated(row: Sequence[int], series: Sequence[str]) -> str:
    parts = [_value(n, name) for n, name in zip(row, series, strict=True) if n]
    return " et ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _most(row: Sequence[int], called: Sequence[str]) -> str:
    """Name the groups that hold the most, three at most."""
    best = [name for n, name in zip(row, called, strict=True) if n == max(row)]
    return ", ".join(best) if len(best) <= 3 else f"{format_number(len(best))} à égalité"


def _listed(names: Sequence[str], values: Sequence[str], counts: Sequence[int], most: int = _N_LISTED) -> str:
    text = " ; ".join(f"{name} : {value}" for name, value in zip(names[:most], values, strict=False))
    if rest := list(counts[most:]):
        smallest, largest = format_number(min(rest)), format_number(max(rest))
        between = f"de {smallest} à " if smallest != largest else ""
        others = "un autre thème" if len(rest) == 1 else f"{len(rest)} autres thèmes"
        text += f" ; et {others}, {between}{_value(max(rest), 'idées')}"
    return text + "."
