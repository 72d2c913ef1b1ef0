"""Pictures of a note, drawn from its numbers: the same bytes for the same data.

Each says in words what it shows. Values are written beside the bars: nothing rests on colour.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from participation_lib.notes.model import Figure
from participation_lib.notes.pandoc_inlines import clean
from participation_lib.notes.typography import NO_BREAK_SPACE, format_number, typeset

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

__all__ = ["theme_bars"]

_WIDTH: Final = 6.5  # inches, the text width of an A4 page
_LABEL_WIDTH: Final = 34  # characters on a line of a label
_N_LISTED: Final = 12  # bars whose values the alternative text lists
_STYLE: Final[dict[Any, Any]] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "svg.hashsalt": "participation",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "hatch.linewidth": 0.6,
}


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

    It neither sorts nor leaves out a theme. No percentage is drawn.

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
        PNG at 200 dots an inch, SVG with its letters as outlines, and an alternative text
        computed from the data.

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
    names = [typeset(" ".join(clean(label).split())) for label in labels]
    values = [_value(n, "idées") for n in n_ideas]
    if n_groups is not None:
        total = f" sur {format_number(n_groups_total)}" if n_groups_total is not None else ""
        values = [f"{value}, {_value(n, group_name)}{total}" for value, n in zip(values, n_groups, strict=True)]
    svg, png = _render(names, n_ideas, values)
    return Figure(png=png, svg=svg, caption=caption, alt=_alternative(names, n_ideas, values))


def _value(n: int, units: str) -> str:
    return f"{format_number(n)}{NO_BREAK_SPACE}{units if n >= 2 else _singular(units)}"


def _singular(plural: str) -> str:
    """Give the singular of a regular French plural: canaux, canal; tableaux, tableau; tables, table."""
    if plural.endswith("aux") and not plural.endswith("eaux"):
        return plural[:-2] + "l"
    return plural[:-1] if plural[-1:] in ("s", "x") else plural


def _alternative(names: Sequence[str], n_ideas: Sequence[int], values: Sequence[str]) -> str:
    pairs = [f"{name} : {value}" for name, value in zip(names, values, strict=True)]
    text = "Barres horizontales, une par thème. " + " ; ".join(pairs[:_N_LISTED])
    if rest := list(n_ideas[_N_LISTED:]):
        smallest, largest = format_number(min(rest)), format_number(max(rest))
        text += f" ; et {len(rest)} autres thèmes, de {smallest} à {_value(max(rest), 'idées')}"
        text = text if smallest != largest else text.replace(f"de {smallest} à ", "")
    return typeset(text + ".")


def _render(names: Sequence[str], n_ideas: Sequence[int], values: Sequence[str]) -> tuple[bytes, bytes]:
    import matplotlib.style

    svg, png = BytesIO(), BytesIO()
    with matplotlib.style.context(["default", _STYLE]), warnings.catch_warnings():
        # A name may hold signs that the font lacks; they are drawn as boxes and need no word.
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        drawing = _draw(names, n_ideas, values)
        drawing.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        drawing.savefig(png, format="png", dpi=200, metadata={"Software": None})
    return svg.getvalue(), png.getvalue()


def _draw(names: Sequence[str], n_ideas: Sequence[int], values: Sequence[str]) -> Drawing:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Drawing

    wrapped = ["\n".join(textwrap.wrap(name, _LABEL_WIDTH)) or name for name in names]
    n_lines = sum(max(1, 0.62 * (name.count("\n") + 1)) for name in wrapped)
    drawing = Drawing(figsize=(_WIDTH, 0.3 + 0.34 * n_lines), facecolor="white")
    FigureCanvasAgg(drawing)
    axes = drawing.subplots()
    axes.barh(range(len(names)), n_ideas, height=0.62, color="#1d3f6e", edgecolor="#1d3f6e")
    axes.set_yticks(range(len(names)), wrapped)
    axes.set_ylim(len(names) - 0.4, -0.6)
    largest = max(1, *n_ideas)
    # Room for the words written after the longest bar.
    longest = max(len(value) for value in values)
    axes.set_xlim(0, largest * (1 + 0.033 * longest))
    for rank, (n, value) in enumerate(zip(n_ideas, values, strict=True)):
        axes.annotate(value, (n, rank), xytext=(5, 0), textcoords="offset points", va="center", color="#1b1f24")
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0, labelcolor="#1b1f24")
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color("#b9c4d0")
    drawing.tight_layout(pad=0.4)
    return drawing
