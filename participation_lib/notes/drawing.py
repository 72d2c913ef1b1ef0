"""Bars and grids drawn with matplotlib: the same bytes for the same numbers, legible in black and white.

Numbers are written beside or inside what stands for them; series differ by their pattern and their
lightness, and are named. Nothing rests on colour.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from participation_lib.notes.typography import format_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

__all__ = ["LARGE", "USUAL", "draw_bars", "draw_grid", "draw_stacks", "large_svg", "pictures"]

USUAL: Final = 9.0  # points, for a figure as wide as the text
LARGE: Final = 18.0

_WIDTH: Final = 6.5  # inches, the text width of an A4 page
_HIGHEST: Final = 9.0  # inches, so that a figure and its caption hold on a page
_LONGEST_NAME: Final = 120  # characters drawn; the alternative text and the data keep all of them
_INK: Final = "#1b1f24"
_SOFT: Final = "#4a5560"
_RULE: Final = "#b9c4d0"
_ACCENT: Final = "#1d3f6e"
# Fill, pattern: neighbours differ by both.
_PATTERNS: Final = (
    (_ACCENT, ""),
    ("#ffffff", "////"),
    ("#86a7cf", ""),
    ("#ffffff", "...."),
    ("#4a5560", "\\\\\\\\"),
    ("#dfe7f0", "xxxx"),
    ("#b9c4d0", ""),
    ("#ffffff", "----"),
)
# Shades of a grid, from none to the most; what is written turns white on the last two.
_SHADES: Final = ("#ffffff", "#e6edf5", "#c2d3e7", "#8fb0d6", "#3f6aa3", _ACCENT)
_DARK_FROM: Final = 4
_STYLE: Final[dict[Any, Any]] = {
    "font.family": ["DejaVu Sans"],
    "svg.hashsalt": "participation",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "hatch.linewidth": 0.6,
    "hatch.color": _ACCENT,
}

Draw = Callable[[float], "Drawing"]


def pictures(draw: Draw) -> tuple[bytes, bytes]:
    """Give a drawing as PNG, 200 dots an inch, and as SVG, its letters as outlines."""
    with _looks(USUAL):
        drawing = draw(USUAL)
        return _saved(drawing, "png", dpi=200, metadata={"Software": None}), _svg(drawing)


def large_svg(draw: Draw) -> bytes:
    """Give a drawing as SVG, with large letters."""
    with _looks(LARGE):
        return _svg(draw(LARGE))


@contextmanager
def _looks(size: float) -> Iterator[None]:
    import matplotlib.style

    with matplotlib.style.context(["default", {**_STYLE, "font.size": size}]), warnings.catch_warnings():
        # A name may hold signs that the font lacks; they are drawn as boxes and need no word.
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        yield


def _svg(drawing: Drawing) -> bytes:
    return _saved(drawing, "svg", metadata={"Date": None, "Creator": None})


def _saved(drawing: Drawing, kind: str, **options: Any) -> bytes:
    result = BytesIO()
    drawing.savefig(result, format=kind, **options)
    return result.getvalue()


def draw_bars(names: Sequence[str], counts: Sequence[int], values: Sequence[str], size: float) -> Drawing:
    """Draw one horizontal bar a name, with what it is worth written after it."""
    page = _Page(names, size)
    words = page.beside(values)
    axes = page.axes(after=page.widest(words))
    axes.barh(page.centres, counts, height=page.thickness, color=_ACCENT, edgecolor=_ACCENT)
    axes.set_xlim(0, max(1, *counts))
    for place, n, value in zip(page.centres, counts, words, strict=True):
        _after(axes, n, place, value)
    return page.drawing


def draw_stacks(
    names: Sequence[str],
    series: Sequence[str],
    counts: Sequence[Sequence[int]],
    values: Sequence[str],
    size: float,
) -> Drawing:
    """Draw one bar a name, cut into series; each part too narrow for its number goes without."""
    columns = max(1, min(len(series), int(_WIDTH * 72 / (0.62 * size * (max(map(len, series)) + 6)))))
    n_lines = -(-len(series) // columns)
    page = _Page(names, size, above=(1.62 * n_lines + 0.6) * size / 72)
    axes = page.axes(after=page.widest(values))
    totals = [sum(row) for row in counts]
    axes.set_xlim(0, max(1, *totals))
    starts = [0] * len(names)
    for rank, name in enumerate(series):
        fill, pattern = _PATTERNS[rank % len(_PATTERNS)]
        parts = [row[rank] for row in counts]
        looks: dict[str, Any] = {"color": fill, "edgecolor": _ACCENT, "hatch": pattern, "label": name}
        axes.barh(page.centres, parts, left=starts, height=page.thickness, **looks)
        for place, start, part in zip(page.centres, starts, parts, strict=True):
            written = format_number(part)
            if part / max(1, *totals) * page.across > page.widest([written]) + 0.7 * size / 72:
                _inside(axes, start + part / 2, place, written)
        starts = [start + part for start, part in zip(starts, parts, strict=True)]
    for place, n, value in zip(page.centres, totals, values, strict=True):
        _after(axes, n, place, value)
    page.drawing.legend(
        loc="upper left",
        ncols=columns,
        frameon=False,
        handlelength=1.8,
        handleheight=1.1,
        labelcolor=_INK,
        borderaxespad=0.2,
        columnspacing=1.5,
    )
    return page.drawing


def draw_grid(
    names: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int]],
    title: str,
    size: float,
) -> Drawing:
    """Draw a grid of numbers, each on a shade that grows with it."""
    from matplotlib.patches import Rectangle

    # As large as its numbers allow.
    widest = max(len(format_number(n)) for row in counts for n in row)
    size = min(
        size, 3.9 * 72 / len(columns) / (0.62 * max(widest, *map(len, columns) if _short(columns) else [0]) + 0.6)
    )
    turned = not _short(columns)
    wrapped = [_wrapped(column, 18) for column in columns]
    page = _Page(names, size)
    page.above = (page.widest(wrapped) if turned else 1.2 * size / 72) + 2.4 * size / 72
    axes = page.axes()
    largest = max(1, *(n for row in counts for n in row))
    for row, centre, height in zip(counts, page.centres, page.heights, strict=True):
        for rank, n in enumerate(row):
            shade = -(-n * (len(_SHADES) - 1) // largest)
            looks: dict[str, Any] = {"facecolor": _SHADES[shade], "edgecolor": _RULE, "linewidth": 0.5}
            axes.add_patch(Rectangle((rank, centre - height / 2), 1, height, **looks))
            ink = "#ffffff" if shade >= _DARK_FROM else _INK if n else _SOFT
            axes.text(rank + 0.5, centre, format_number(n), ha="center", va="center", color=ink)
    axes.set_xlim(0, len(columns))
    axes.xaxis.set_visible(True)
    axes.xaxis.tick_top()
    axes.set_xticks([rank + 0.5 for rank in range(len(columns))], wrapped, rotation=90 if turned else 0)
    axes.tick_params(axis="x", length=0, labelcolor=_INK)
    axes.spines["left"].set_visible(False)
    page.drawing.text(page.left / _WIDTH, 1 - 0.4 * size / 72 / page.height, title, va="top", color=_SOFT)
    return page.drawing


class _Page:
    """The measures of a figure, in inches: one line a name, as high as the name needs."""

    def __init__(self, names: Sequence[str], size: float, above: float = 0) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure as Drawing

        self.drawing = Drawing(figsize=(_WIDTH, 1), facecolor="white")
        self.canvas = FigureCanvasAgg(self.drawing)
        self.size, self.above = size, above
        self.names = [_wrapped(name, 34 if size < LARGE / 2 + 1 else 19) for name in names]
        needs = [max(2.72, 1.25 * (name.count("\n") + 1) + 0.4) * size / 72 for name in self.names]
        # Many names come closer together, so that the figure holds on a page.
        tightest = max(0.65, min(1, _HIGHEST * (size / USUAL) / sum(needs)))
        self.heights = [need * (tightest if need == min(needs) else 1) for need in needs]
        ends = list(accumulate(self.heights))
        self.centres = [end - height / 2 for end, height in zip(ends, self.heights, strict=True)]
        self.thickness = 0.62 * min(self.heights)
        self.left = self.widest(self.names) + 1.1 * size / 72

    @property
    def height(self) -> float:
        return self.above + sum(self.heights) + 0.6 * self.size / 72

    def widest(self, texts: Sequence[str]) -> float:
        from matplotlib.font_manager import FontProperties

        canvas: Any = self.canvas
        renderer, font = canvas.get_renderer(), FontProperties(size=self.size)
        lines = [line for text in texts for line in text.split("\n")]
        widths = [renderer.get_text_width_height_descent(line, font, ismath=False)[0] for line in lines]
        return float(max(widths)) / self.drawing.dpi

    def beside(self, values: Sequence[str]) -> list[str]:
        """Cut what is written after the bars where it would leave them no room."""
        room = _WIDTH - self.left - self.widest(values)
        return list(values) if room > 1.5 else [value.replace(", ", ",\n") for value in values]

    def axes(self, after: float = 0) -> Axes:
        """Give the axes, with room on the right for words."""
        self.drawing.set_size_inches(_WIDTH, self.height)
        below = 0.3 * self.size / 72
        self.across = max(0.5, _WIDTH - self.left - (after + 1.2 * self.size / 72 if after else 0.5 * self.size / 72))
        place = (self.left / _WIDTH, below / self.height, self.across / _WIDTH, sum(self.heights) / self.height)
        axes = self.drawing.add_axes(place)
        axes.set_yticks(self.centres, self.names)
        axes.set_ylim(sum(self.heights), 0)
        axes.xaxis.set_visible(False)
        axes.tick_params(axis="both", length=0, labelcolor=_INK, labelsize=self.size)
        for side in ("top", "right", "bottom"):
            axes.spines[side].set_visible(False)
        axes.spines["left"].set_color(_RULE)
        return axes


def _short(columns: Sequence[str]) -> bool:
    return all(len(column) <= 3 for column in columns)


def _wrapped(name: str, width: int) -> str:
    short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
    return "\n".join(textwrap.wrap(short, width)) or short


def _after(axes: Axes, x: float, y: float, words: str) -> None:
    axes.annotate(words, (x, y), xytext=(5, 0), textcoords="offset points", va="center", color=_INK, clip_on=False)


def _inside(axes: Axes, x: float, y: float, words: str) -> None:
    ground = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    axes.text(x, y, words, ha="center", va="center", color=_INK, bbox=ground)
