"""Tables that cross groups of people with themes, without the cells that would point at a few of them.

A number that bears on one to four people is hidden, and so are as many others as it takes for
none to be found again from totals. Work groups (tables, workshops) are no such groups: a table
speaks with one voice, that nobody is known by.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from participation_lib.reference import load
from participation_lib.schema import Status
from participation_lib.synthesis.evidence import Evidence

__all__ = [
    "FEWEST_PEOPLE",
    "HIDDEN",
    "Crossing",
    "ShownTable",
    "crossing",
    "is_of_people",
    "protect_table",
    "published",
]

FEWEST_PEOPLE: Final = 5
HIDDEN: Final = "s"  # « secret statistique », as official statistics write it
_OF_A_TOTAL: Final = 1_000_000  # what hiding a total costs: only where nothing else helps

Cell = tuple[int, int]


@dataclass(frozen=True)
class ShownTable:
    """A table as it may be published: None for what is hidden.

    Attributes
    ----------
    cells
        One row a theme, one column a group.
    totals
        Of each column. Totals of rows are never hidden.
    """

    cells: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return None in self.totals or any(None in row for row in self.cells)


class _Table:
    """A table with its totals, and what is hidden of it so far.

    The cell (i, j) is a road between row i and column j; the last row holds the totals of the
    columns. Whoever knows all totals that are shown can move a hidden number only around a
    closed way of hidden cells, up and down in turn: a number on no such way is known.
    """

    def __init__(self, counts: Sequence[Sequence[int]]) -> None:
        self.n_rows, self.n_columns = len(counts), len(counts[0]) if counts else 0
        totals: list[int] = [sum(column) for column in zip(*counts, strict=True)]
        self.values: list[list[int]] = [list(row) for row in [*counts, totals]]
        self.hidden: set[Cell] = set()

    def _ways(self, node: int) -> Iterator[tuple[int, Cell]]:
        """Give where one unit may go from a row (its number) or a column (its number after those of rows)."""
        total = self.n_rows
        if node <= total:
            for column in range(self.n_columns):
                cell = (node, column)
                # From a row to a column its number goes up; of a total, down.
                if cell in self.hidden and (node != total or self.values[node][column] > 0):
                    yield total + 1 + column, cell
        else:
            column = node - total - 1
            for row in range(total + 1):
                cell = (row, column)
                if cell in self.hidden and (row == total or self.values[row][column] > 0):
                    yield row, cell

    def is_known(self, cell: Cell) -> bool:
        """Tell whether a hidden number can have one value only."""
        row, column = cell[0], self.n_rows + 1 + cell[1]
        forth = any(to == column and way == cell for to, way in self._ways(row))
        back = any(to == row and way == cell for to, way in self._ways(column))
        return not ((forth and self._reaches(column, row, cell)) or (back and self._reaches(row, column, cell)))

    def _reaches(self, start: int, goal: int, without: Cell) -> bool:
        seen, waiting = {start}, deque([start])
        while waiting:
            for to, way in self._ways(waiting.popleft()):
                if way == without or to in seen:
                    continue
                if to == goal:
                    return True
                seen.add(to)
                waiting.append(to)
        return False

    def cover(self, cell: Cell) -> None:
        """Hide what costs least for a hidden number not to be known; the totals of two columns always do."""
        row, column = cell
        best: tuple[int, list[Cell]] | None = None
        for other_row, other_column in product(range(self.n_rows + 1), range(self.n_columns)):
            if other_row == row or other_column == column:
                continue
            corners = [(row, other_column), (other_row, column), (other_row, other_column)]
            if not self._can_turn(cell, *corners):
                continue
            cost = sum(self._cost(corner) for corner in corners if corner not in self.hidden)
            if best is None or cost < best[0]:
                best = cost, corners
        assert best is not None, "a number above zero may go down with the total of its column"
        self.hidden.update(best[1])

    def _can_turn(self, first: Cell, beside: Cell, below: Cell, across: Cell) -> bool:
        """Tell whether one unit may go around four cells, one way or the other."""
        ups = {first: 1, beside: -1, below: -1, across: 1}
        for way in (1, -1):
            signs = {cell: way * up * (-1 if cell[0] == self.n_rows else 1) for cell, up in ups.items()}
            # The total of a column follows its cells.
            if all(sign > 0 or self.values[row][column] > 0 for (row, column), sign in signs.items()):
                return True
        return False

    def _cost(self, cell: Cell) -> int:
        value = self.values[cell[0]][cell[1]]
        return value + (_OF_A_TOTAL if cell[0] == self.n_rows else 1)


def protect_table(
    counts: Sequence[Sequence[int]],
    people: Sequence[Sequence[int]],
    people_in_all: Sequence[int],
    *,
    fewest: int = FEWEST_PEOPLE,
) -> ShownTable:
    """Give a table without the numbers that bear on a few people, nor those that would give them back.

    Whoever knows every total that is shown, and that no number is negative, finds at least two
    values possible for each that is hidden. What else that person may know is not reckoned with.

    Parameters
    ----------
    counts
        One row a theme, one column a group; zero or more.
    people
        How many people stand behind each.
    people_in_all
        How many people are in each group.
    fewest
        A number that bears on one person at least and on fewer than these is hidden.

    Raises
    ------
    ValueError
        There are fewer than two groups: nothing can be hidden from whoever knows the totals of themes.

    Examples
    --------
    >>> shown = protect_table([[2, 9], [8, 9]], [[2, 9], [8, 9]], [10, 18])
    >>> shown.cells, shown.totals
    (((None, None), (None, None)), (10, 18))
    """
    if len(people_in_all) < 2:
        raise ValueError("a crossing has two groups at least")
    table = _Table(counts)
    table.hidden = {
        (row, column)
        for row, numbers in enumerate(people)
        for column, number in enumerate(numbers)
        if 0 < number < fewest
    } | {(table.n_rows, column) for column, number in enumerate(people_in_all) if 0 < number < fewest}
    for cell in sorted(table.hidden):
        if table.is_known(cell):
            table.cover(cell)
    shown = [
        tuple(None if (row, column) in table.hidden else value for column, value in enumerate(values))
        for row, values in enumerate(table.values)
    ]
    return ShownTable(tuple(shown[:-1]), shown[-1])


@dataclass(frozen=True)
class Crossing:
    """Ideas of each theme by group, as they may be published.

    Attributes
    ----------
    groups
        Columns: every group heard, "" for contributions of none.
    rows
        Themes that hold ideas, `UNCLASSIFIED` among them.
    """

    groups: tuple[str, ...]
    rows: tuple[str, ...]
    shown: ShownTable

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return self.shown.hides

    def cell(self, theme_id: str, group: str) -> int | None:
        """Give how many ideas, None where that is hidden."""
        return self.shown.cells[self.rows.index(theme_id)][self.groups.index(group)]

    def tells(self, group: str) -> bool:
        """Tell whether the totals of a group may be shown."""
        return self.shown.totals[self.groups.index(group)] is not None


def is_of_people(group_name: str) -> bool:
    """Tell whether groups say something of the people in them, as a neighbourhood does and a table does not.

    Examples
    --------
    >>> is_of_people("quartier"), is_of_people("table"), is_of_people("")
    (True, False, True)
    """
    return not any(group["nom"] == group_name and group["de_seance"] for group in load("colonnes")["groupes"])


def crossing(evidence: Evidence) -> Crossing | None:
    """Give the table of themes by group as it may be published; None where groups are not of people.

    People are counted by their contributions: nobody knows here who wrote several.
    """
    if evidence.n_groups < 2 or not is_of_people(evidence.group_name):
        return None
    retained = evidence.contributions.loc[evidence.contributions["status"] == Status.RETAINED]
    in_all = Counter(map(str, retained["group"]))
    groups = tuple(sorted(in_all))
    held = {theme_id: ideas for theme_id, ideas in evidence.by_theme.items() if ideas}
    counts = [_by_group((idea.group for idea in ideas), groups) for ideas in held.values()]
    people = [
        _by_group((group for group, _ in {(idea.group, idea.contribution_id) for idea in ideas}), groups)
        for ideas in held.values()
    ]
    return Crossing(groups, tuple(held), protect_table(counts, people, [in_all[group] for group in groups]))


def _by_group(found: Iterable[str], groups: Sequence[str]) -> list[int]:
    number = Counter(found)
    return [number[group] for group in groups]


def published(evidence: Evidence) -> Evidence:
    """Give the tables as they may be published: where a number is hidden, no contribution tells its group.

    Counting the contributions of an annex would give the number back.
    """
    crossed = crossing(evidence)
    return replace(evidence, tells_groups=False) if crossed is not None and crossed.hides else evidence
